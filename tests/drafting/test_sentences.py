"""How many of the sentences are read rightly: each table was written down before its rules, and is never changed to fit them."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crm_core.drafting.finding import find_targets
from crm_core.drafting.model import Found

FLOOR = 0.9


def table(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))


def as_told(found: Found) -> tuple[object, ...]:
    metric = found.metric_id or (f"hand:{found.measure}" if found.measure else "hand")
    return metric, found.direction.value, found.amount.value, found.value, found.unit.value, found.by


def as_expected(told: dict[str, Any]) -> tuple[object, ...]:
    value = Decimal(told["value"])
    return told["metric"], told["direction"], told["kind"], value, told["unit"], told.get("by")


def wrong(given: dict[str, Any]) -> list[str]:
    """Return a line for each sentence in which something else is found than what stands in the table."""
    found = []
    for one in given["sentence"]:
        expected = [as_expected(told) for told in one["finds"]]
        got = [as_told(target) for target in find_targets(one["text"], given["read_on"])]
        if got != expected:
            found.append(f"{one['text']}\n  expected {expected}\n  found    {got}")
    return found


@pytest.mark.parametrize(("name", "least"), [("sentences", 60), ("counted_work", 20)])
def test_nine_of_ten_sentences_are_read_rightly(name: str, least: int) -> None:
    given = table(name)
    assert isinstance(given["read_on"], date)
    count, missed = len(given["sentence"]), wrong(given)
    share = 1 - len(missed) / count
    assert count >= least
    assert share >= FLOOR, f"{share:.1%} of {count}\n" + "\n".join(missed)


def test_a_sentence_of_any_length_and_content_is_read_without_error() -> None:
    for text in (
        "",
        "。",
        "%" * 400,
        "到" * 400,
        "提高" * 200,
        "1" * 400,
        "百分之" * 100,
        "from " * 80,
        "2027年13月32日达到150%",
        "第9季度利润提高1%",
    ):
        find_targets(text, date(2026, 3, 10))
