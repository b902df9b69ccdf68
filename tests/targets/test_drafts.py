"""What people type becomes typed changes, or a message at its cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crm_core.errors import InvalidInput
from crm_core.periods import PeriodKind
from crm_core.targets.drafts import NumberKind, TargetDraft, Unfit, as_typed, parse_drafts, parse_number
from crm_core.targets.model import COMPANY, TargetKey
from crm_core.targets.traits import number_kind_of

MARCH = TargetKey("net_sales", COMPANY, PeriodKind.MONTH, date(2026, 3, 1))
TODAY = date(2026, 3, 18)
AMOUNT, COUNT, RATE = NumberKind(), NumberKind(is_whole=True), NumberKind(is_rate=True)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("1200000", AMOUNT, "1200000"),
        (" 1,200,000.50 ", AMOUNT, "1200000.5"),
        ("120万", AMOUNT, "1200000"),
        ("1.4 億", AMOUNT, "140000000"),
        ("１２０", COUNT, "120"),
        ("¥ 3,500 元", AMOUNT, "3500"),
        ("2.5k", AMOUNT, "2500"),
        ("90", RATE, "0.9"),
        ("87.5%", RATE, "0.875"),
        ("-20", NumberKind(may_be_negative=True), "-20"),
        ("0", COUNT, "0"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, kind: NumberKind, expected: str):
    assert parse_number(text, kind) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("viel", AMOUNT, "not a number"),
        ("1,5", AMOUNT, "not a number"),
        ("1e9", AMOUNT, "not a number"),
        ("NaN", AMOUNT, "not a number"),
        ("'; drop table target; --", AMOUNT, "not a number"),
        ("9" * 10_000, AMOUNT, "not a number"),
        ("12%", AMOUNT, "not a number"),
        ("😀", AMOUNT, "not a number"),
        ("-1", AMOUNT, "0 or more"),
        ("12.5", COUNT, "whole number"),
        ("1000000000000", AMOUNT, "too large"),
        ("99999999亿", AMOUNT, "too large"),
        ("0.1234567", AMOUNT, "At most 6 decimals"),
        ("100.5", number_kind_of("nps"), "between −100 and 100"),
        ("-150", number_kind_of("nps"), "between −100 and 100"),
    ],
)
def test_what_is_no_number_of_its_kind_is_refused_with_a_reason(text: str, kind: NumberKind, part: str):
    with pytest.raises(Unfit) as refused:
        parse_number(text, kind)
    assert part in str(refused.value)


@pytest.mark.parametrize("text", ["", "   ", "\u3000"])
def test_an_empty_cell_is_no_number(text: str):
    assert parse_number(text, AMOUNT) is None


@given(some.decimals(min_value=0, max_value=10**11, places=6))
def test_a_number_written_with_separators_is_read_back_unchanged(value: Decimal):
    assert parse_number(f"{value:,f}", AMOUNT) == value
    assert parse_number(as_typed(value), AMOUNT) == value


@given(some.text(max_size=40))
def test_any_text_is_read_or_refused(text: str):
    try:
        found = parse_number(text, AMOUNT)
    except Unfit:
        return
    assert found is None or found >= 0


def draft(value: str, baseline: str = "", on: date | None = None, version: int = 0) -> TargetDraft:
    return TargetDraft(MARCH, value, baseline, on, version)


def problems_of(*drafts: TargetDraft) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        parse_drafts(drafts, AMOUNT, TODAY)
    return {name: str(text) for name, text in refused.value.fields.items()}


def test_each_bad_cell_is_named():
    assert set(problems_of(draft("x", "y"))) == {"month:2026-03-01:target", "month:2026-03-01:baseline"}


def test_a_baseline_needs_a_target_and_a_day_needs_a_baseline_that_is_not_ahead():
    assert set(problems_of(draft("", "5"))) == {"month:2026-03-01:target"}
    assert set(problems_of(draft("5", "", date(2026, 3, 1)))) == {"month:2026-03-01:baseline"}
    assert set(problems_of(draft("5", "4", date(2026, 3, 19)))) == {"month:2026-03-01:baseline_on"}


def test_emptying_a_target_removes_it_with_its_baseline():
    (change,) = parse_drafts([draft("", "5", date(2026, 1, 1), version=3)], AMOUNT, TODAY)
    assert (change.value, change.baseline, change.baseline_on, change.version) == (None, None, None, 3)
