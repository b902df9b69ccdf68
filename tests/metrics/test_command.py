"""What the command line says about metrics."""

from __future__ import annotations

import argparse
import io
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TextIO

import pytest

from crm_core.access.model import CONSOLE, Actor
from crm_core.errors import InvalidInput
from crm_core.metrics.command import add_arguments, run
from crm_core.metrics.report import exact_json
from crm_core.store import Store
from tests.metrics.stage import Line, add_lines


@dataclass
class Call:
    """One run, as the command line makes it."""

    store: Store
    options: argparse.Namespace
    out: TextIO
    actor: Actor = CONSOLE


def called(store: Store, *words: str) -> str:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    out = io.StringIO()
    assert run(Call(store, parser.parse_args(words), out)) == 0
    return out.getvalue()


def answered(store: Store, *words: str) -> Any:
    return json.loads(called(store, *words, "--json"), parse_float=Decimal)


@pytest.fixture
def shop(store: Store) -> Store:
    """Two orders in 2025, one of them anonymous, one in 2026."""
    add_lines(
        store,
        [
            Line(date(2025, 11, 3), 1, 1, 3, "12345678901.2345"),
            Line(date(2025, 12, 31), 2, None, 1, "0.1", country="O'Land 🍵"),
            Line(date(2026, 1, 2), 3, 1, 1, "20"),
        ],
    )
    return store


def test_the_whole_covered_range_is_shown_without_days(shop: Store) -> None:
    assert answered(shop, "show", "gross_sales") == {
        "metric": "gross_sales",
        "unit": "CNY",
        "from": "2025-11-03",
        "to": "2026-01-02",
        "by": None,
        "rows": [
            {
                "group": None,
                "value": Decimal("37037036723.8035"),
                "numerator": None,
                "denominator": None,
                "complete": True,
            }
        ],
    }


def test_values_keep_every_digit(shop: Store) -> None:
    assert '"value": 37037036723.8035,' in called(shop, "show", "gross_sales", "--json")


def test_a_ratio_comes_with_both_its_parts(shop: Store) -> None:
    row = answered(shop, "show", "average_order_value", "--from", "2025-12-01", "--to", "2026-01-31")["rows"][0]
    assert (row["value"], row["numerator"], row["denominator"]) == (Decimal("10.05"), Decimal("20.1"), 2)
    assert row["complete"] is False


def test_groups_are_named_and_partial_ones_marked(shop: Store) -> None:
    found = answered(shop, "show", "orders", "--by", "month", "--to", "2026-01-31")
    assert (found["by"], found["unit"]) == ("month", "orders")
    assert [(row["group"], row["value"], row["complete"]) for row in found["rows"]] == [
        ("2025-11", 1, True),
        ("2025-12", 1, True),
        ("2026-01", 1, False),
    ]


def test_customers_are_told_apart(shop: Store) -> None:
    shown = answered(shop, "show", "gross_sales", "--customers", "anonymous", "--by", "country")
    assert [(row["group"], row["value"]) for row in shown["rows"]] == [("O'Land 🍵", Decimal("0.1"))]


def test_an_empty_store_has_no_days_and_no_value(store: Store) -> None:
    found = answered(store, "show", "net_sales")
    assert (found["from"], found["to"]) == (None, None)
    assert [row["value"] for row in found["rows"]] == [None]
    assert answered(store, "show", "net_sales", "--by", "year")["rows"] == []


def test_open_ends_reach_to_what_is_covered(shop: Store) -> None:
    assert answered(shop, "show", "orders", "--from", "2026-01-01")["to"] == "2026-01-02"
    assert answered(shop, "show", "orders", "--from", "2027-01-01")["to"] == "2027-01-01"
    assert answered(shop, "show", "orders", "--to", "2024-01-01")["from"] == "2024-01-01"


def test_days_the_wrong_way_round_are_refused(shop: Store) -> None:
    with pytest.raises(InvalidInput):
        called(shop, "show", "orders", "--from", "2026-02-01", "--to", "2026-01-01")


@pytest.mark.parametrize(
    "words",
    [
        ["show", "profit"],
        ["show", "orders", "--from", "2026-02-30"],
        ["show", "orders", "--by", "person"],
        ["show"],
        [],
    ],
)
def test_what_makes_no_sense_is_a_wrong_usage(store: Store, words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        called(store, *words)
    assert left.value.code == 2


def test_the_list_names_all_metrics(store: Store) -> None:
    listed = answered(store, "list")
    assert [entry["metric"] for entry in listed][:2] == ["gross_sales", "returns"]
    assert listed[1] == {
        "metric": "returns", "name": "Returns", "unit": "CNY", "kind": "sum", "better": "lower", "flow": True, "window_days": None,
        "by": ["month", "quarter", "year", "team", "person", "country", "category"],
    }  # fmt: skip
    assert len(called(store, "list").splitlines()) == len(listed) == 22


def test_numbers_are_read_by_people_too(shop: Store) -> None:
    assert called(shop, "show", "orders", "--by", "year", "--to", "2026-03-31").splitlines() == [
        "orders in orders, 2025-11-03 to 2026-03-31",
        "2025  2",
        "2026  1  (partial)",
    ]
    assert (
        called(shop, "show", "orders", "--from", "2030-01-01", "--to", "2030-01-31").splitlines()[1] == "–  (partial)"
    )


def test_exact_json_is_json() -> None:
    given = {"a": [Decimal("1.50"), Decimal("1E+3"), 7, None, True, '“"\\\n'], "d": date(2026, 1, 2)}
    assert json.loads(exact_json(given)) == {"a": [1.5, 1000, 7, None, True, '“"\\\n'], "d": "2026-01-02"}
