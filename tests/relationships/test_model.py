"""Criteria as a form says them, and the ladders they stand on."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.errors import InvalidInput
from crm_core.relationships.model import (
    LADDERS,
    CutPoints,
    Dimension,
    Measure,
    Rung,
    StandingDraft,
    dimension_of,
    parse_criteria,
    rank_of,
    round_down,
    rung_at,
    suggested,
)
from tests.relationships.stage import TIER, TYPE


def problems(dimension: Dimension, given: dict[str, object]) -> set[str]:
    with pytest.raises(InvalidInput) as caught:
        parse_criteria(dimension, given)
    return set(caught.value.fields)


def test_a_form_becomes_criteria_from_the_highest_rung_down() -> None:
    found = parse_criteria(Dimension.TIER, TIER)
    assert [(one.rung, one.measure, one.months, one.threshold) for one in found] == [
        (Rung.HIGH, Measure.NET_SALES, 12, Decimal(50_000)),
        (Rung.MID, Measure.NET_SALES, 12, Decimal(5_000)),
    ]
    assert [one.months for one in parse_criteria(Dimension.TYPE, TYPE)] == [12, 0, 12]


@pytest.mark.parametrize("typed", ["", "a", "-1", "1e400", "nan", "inf", "' or 1=1 --", "🙂", "1" * 10_000])
def test_what_is_no_amount_is_said_at_its_field(typed: str) -> None:
    assert problems(Dimension.TIER, {**TIER, "high.1.threshold": typed}) == {"high.1.threshold"}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"high.1.measure": "price"}, "high.1.measure"),
        ({"high.1.months": "7"}, "high.1.months"),
        ({"high.1.months": ""}, "high.1.months"),
        ({"high.2.measure": "net_sales", "high.2.months": "12", "high.2.threshold": "60000"}, "high.2.measure"),
        ({"mid.1.threshold": "50001"}, "mid.1.threshold"),
        ({"high.2.measure": "orders", "high.2.months": "12", "high.2.threshold": "1.5"}, "high.2.threshold"),
    ],
)
def test_what_does_not_go_together_is_said_at_its_field(changed: dict[str, object], field: str) -> None:
    assert problems(Dimension.TIER, {**TIER, **changed}) == {field}


def test_of_days_since_the_last_purchase_fewer_ask_for_more() -> None:
    def with_days(high: str, mid: str) -> dict[str, object]:
        return {
            "high.1.measure": "days_since_last", "high.1.threshold": high,
            "mid.1.measure": "days_since_last", "mid.1.threshold": mid,
        }  # fmt: skip

    assert len(parse_criteria(Dimension.TIER, with_days("30", "90"))) == 2
    assert problems(Dimension.TIER, with_days("90", "30")) == {"mid.1.threshold"}


def test_criteria_without_any_tell_nothing_apart() -> None:
    assert problems(Dimension.TYPE, {}) == {"strategic.1.measure"}


def test_every_rung_stands_on_one_ladder_and_is_found_by_its_height() -> None:
    assert {rung for ladder in LADDERS.values() for rung in ladder} == set(Rung)
    for rung in Rung:
        assert rung_at(dimension_of(rung), rank_of(rung)) is rung


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_a_threshold_to_remember_is_never_more_and_less_by_a_tenth_at_most(amount: Decimal) -> None:
    found = round_down(amount)
    assert 0 <= found <= amount
    if amount >= 10:
        assert amount - found < amount / 10


@given(st.lists(st.decimals(min_value=1, max_value=10**9, places=2), min_size=3, max_size=3), st.integers(0, 50))
def test_what_is_suggested_can_be_saved(points: list[Decimal], orders: int) -> None:
    mid, high, strategic = sorted(points)
    for dimension in Dimension:
        items = suggested(dimension, CutPoints(strategic, high, mid, orders)).items
        given = {}
        for rung in LADDERS[dimension]:
            for place, item in enumerate([one for one in items if one.rung is rung], 1):
                given[f"{rung}.{place}.measure"] = item.measure.value
                given[f"{rung}.{place}.months"] = str(item.months)
                given[f"{rung}.{place}.threshold"] = f"{item.threshold:f}"
        assert [one.measure for one in parse_criteria(dimension, given)] == [one.measure for one in items]


def test_a_standing_is_fixed_with_a_reason_only() -> None:
    with pytest.raises(InvalidInput) as caught:
        StandingDraft.parse(Dimension.TIER, {"rung": "high", "is_fixed": True, "reason": " "})
    assert set(caught.value.fields) == {"reason"}
    with pytest.raises(InvalidInput) as caught:
        StandingDraft.parse(Dimension.TIER, {"rung": "strategic", "reason": "x" * 201})
    assert set(caught.value.fields) == {"rung", "reason"}
