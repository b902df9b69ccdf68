"""Spreading keeps the sum for any value and any shape; shapes follow working days and Spring Festival."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some

from crm_core.periods import Period, PeriodKind, add_months, month_of
from crm_core.targets.spreading import (
    Basis,
    over_the_year,
    rough_step,
    same_in_each,
    shape_of_last_year,
    spread,
    spread_down,
)
from crm_core.targets.workdays import working_days

YEAR = date(2026, 1, 1)
MONTH, QUARTER, WHOLE = PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR

totals = some.decimals(min_value=-(10**11), max_value=10**11, places=6)
weight = some.decimals(min_value=-(10**9), max_value=10**9, places=6) | some.just(Decimal("1e-30"))
shapes = some.lists(weight, min_size=1, max_size=17)
steps = some.sampled_from([Decimal(text) for text in ("0.0001", "0.01", "1", "100", "1000000")])


@given(total=totals, weights=shapes, step=steps)
def test_the_sum_is_kept_exactly_for_any_value_and_any_shape(total: Decimal, weights: list[Decimal], step: Decimal):
    parts = spread(total, weights, step)
    assert len(parts) == len(weights)
    assert sum(parts) == total


@given(total=totals, weights=shapes, step=steps)
def test_no_part_goes_against_its_whole_and_all_but_one_are_whole_steps(
    total: Decimal, weights: list[Decimal], step: Decimal
):
    parts = spread(total, weights, step)
    assert all(part >= 0 for part in parts) if total >= 0 else all(part <= 0 for part in parts)
    assert sum(part % step != 0 for part in parts) <= 1


@given(total=totals, weights=shapes, step=steps)
def test_no_part_lies_a_step_or_more_from_its_exact_share(total: Decimal, weights: list[Decimal], step: Decimal):
    kept = [max(one, Decimal(0)) for one in weights]
    whole = sum(kept)
    parts = spread(total, weights, step)
    for part, one in zip(parts, kept, strict=True):
        exact = total * one / whole if whole else total / len(kept)
        assert abs(part - exact) < 2 * step  # one for rounding, one for what of the total is no whole step


@given(total=totals, weights=shapes, step=steps, factor=some.sampled_from([Decimal(2), Decimal("0.5"), Decimal(1000)]))
def test_only_the_shape_of_the_weights_matters(total: Decimal, weights: list[Decimal], step: Decimal, factor: Decimal):
    assert spread(total, weights, step) == spread(total, [one * factor for one in weights], step)


def test_what_rounding_leaves_over_goes_to_who_lost_most():
    assert spread(Decimal(100), [Decimal(1), Decimal(1), Decimal(2)]) == [25, 25, 50]
    assert spread(Decimal(10), [Decimal(0)] * 3) == [4, 3, 3]
    assert spread(Decimal("10.50"), [Decimal(1), Decimal(3)]) == [3, Decimal("7.50")]
    assert spread(Decimal(-10), [Decimal(1)] * 3) == [-4, -3, -3]


def test_parts_are_rounded_to_three_figures():
    assert rough_step(Decimal(960_000), 12, Decimal("0.01")) == 100
    assert rough_step(Decimal(24), 12, Decimal(1)) == 1
    assert rough_step(Decimal(0), 12, Decimal("0.01")) == Decimal("0.01")


# --- working days


def test_make_up_days_are_worked_and_holidays_are_not():
    # 2025: new year's day and four days of Spring Festival from the 28th are off, Sunday the 26th is worked for them
    assert working_days(Period(date(2025, 1, 1), date(2025, 1, 31))) == 19
    assert working_days(Period(date(2025, 1, 26), date(2025, 1, 28))) == 2
    assert working_days(Period(date(2026, 2, 14), date(2026, 2, 14))) == 1  # a Saturday, made up
    assert working_days(Period(date(2025, 12, 29), date(2026, 1, 4))) == 4


def test_years_whose_make_up_days_nobody_knows_yet_have_their_weekends():
    assert 240 <= working_days(Period(date(2040, 1, 1), date(2040, 12, 31))) <= 255


# --- the shape of last year


def basis(month: int, days: Period | None, value: str | None) -> Basis:
    return Basis(month_of(date(2026, month, 1)), days, None if value is None else Decimal(value))


def test_a_month_takes_what_a_working_day_brought_in_the_days_alike():
    january, february = Period(date(2025, 1, 1), date(2025, 1, 31)), Period(date(2025, 2, 3), date(2025, 2, 7))
    found = shape_of_last_year([basis(1, january, "1900"), basis(2, february, "150"), basis(3, None, None)])
    # 100 a day times 21 days, 50 a day (two of the five were off) times 16, the mean of 75 times 22
    assert found == [2100, 50 * 16, 75 * 22]


def test_without_anything_brought_there_is_no_shape():
    assert shape_of_last_year([basis(1, None, None)]) is None
    assert shape_of_last_year([basis(1, Period(date(2025, 1, 1), date(2025, 1, 31)), "-5")]) is None


# --- over a year, down to teams


@given(total=totals, weights=some.lists(weight, min_size=12, max_size=12), step=steps)
def test_months_and_quarters_both_add_up_to_the_year(total: Decimal, weights: list[Decimal], step: Decimal):
    found = over_the_year(total, weights, YEAR, step)
    assert len(found) == 16
    for kind in (MONTH, QUARTER):
        assert sum(value for (own, _), value in found.items() if own is kind) == total


def test_what_does_not_add_up_stands_the_same_in_each():
    assert set(same_in_each(Decimal("0.9"), date(2026, 4, 1)).values()) == {Decimal("0.9")}
    assert (MONTH, date(2027, 3, 1)) in same_in_each(Decimal("0.9"), date(2026, 4, 1))


@given(
    months=some.lists(some.decimals(min_value=0, max_value=10**9, places=2), min_size=12, max_size=12),
    weights=some.lists(weight, min_size=1, max_size=8),
    step=steps,
)
def test_a_year_that_is_the_sum_of_its_months_is_so_for_each_team_and_teams_add_up_to_it(
    months: list[Decimal], weights: list[Decimal], step: Decimal
):
    wholes = {(MONTH, add_months(YEAR, place)): value for place, value in enumerate(months)}
    wholes[WHOLE, YEAR] = sum(months, Decimal(0))
    found = spread_down(wholes, dict(enumerate(weights)), YEAR, step)
    for place, whole in wholes.items():
        assert sum(own[place] for own in found.values()) == whole
    for own in found.values():
        assert own[WHOLE, YEAR] == sum(value for (kind, _), value in own.items() if kind is MONTH)


def test_a_year_that_differs_from_its_months_is_divided_by_itself():
    wholes = {(WHOLE, YEAR): Decimal(100), (MONTH, YEAR): Decimal(7)}
    found = spread_down(wholes, {"north": Decimal(3), "south": Decimal(1)}, YEAR, Decimal(1))
    assert found == {"north": {(WHOLE, YEAR): 75, (MONTH, YEAR): 5}, "south": {(WHOLE, YEAR): 25, (MONTH, YEAR): 2}}
