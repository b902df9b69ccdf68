"""The rules of targets: small cases by hand, and laws for all numbers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from crm_core.periods import Period, PeriodKind, month_of
from crm_core.targets.model import (
    Course,
    Rule,
    ScopeKind,
    Status,
    TargetKey,
    TargetScope,
    Thresholds,
    attainment,
    gap,
    is_met,
    judge,
    limit_used,
    pace,
    periods_of_year,
)

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
FLOW, LOW_FLOW = Rule(is_flow=True), Rule(is_flow=True, lower_is_better=True)
STATE, LOW_STATE = Rule(is_flow=False), Rule(is_flow=False, lower_is_better=True)
RULES = some.sampled_from([FLOW, LOW_FLOW, STATE, LOW_STATE])

amounts = some.decimals(min_value=0, max_value=10**9, places=4)
positive = some.decimals(min_value=Decimal("0.000001"), max_value=10**9, places=6)
days = some.dates(date(2026, 2, 20), date(2026, 4, 10))


def in_march(day: int, covered: int | None = None) -> Course:
    return Course(MARCH, date(2026, 3, day), date(2026, 3, covered or day))


AFTER_MARCH = Course(MARCH, date(2026, 4, 2), date(2026, 4, 1))


# --- the course of a period


def test_days_that_nobody_has_imported_yet_have_not_run():
    course = in_march(18, covered=10)
    assert (course.run_until, course.run_days) == (date(2026, 3, 10), 10)


def test_a_period_is_over_only_when_its_last_day_is_past_and_covered():
    assert AFTER_MARCH.is_over
    assert not Course(MARCH, date(2026, 4, 2), date(2026, 3, 30)).is_over
    assert not Course(MARCH, date(2026, 3, 31), date(2026, 3, 31)).is_over


def test_before_its_first_day_or_without_data_a_period_has_not_run():
    assert Course(MARCH, date(2026, 2, 28), date(2026, 2, 28)).run_days == 0
    assert Course(MARCH, date(2026, 3, 18), None).run_until is None


# --- the pace


def test_the_pace_is_straight_over_the_days_that_have_run():
    assert pace(Decimal(310), in_march(10)) == Decimal(100)


def test_the_pace_of_a_year_follows_the_shape_of_its_months():
    course = Course(YEAR, date(2026, 2, 14), date(2026, 2, 14))
    months = {date(2026, month, 1): Decimal(100) for month in range(1, 13)}
    months[date(2026, 2, 1)] = Decimal(40)
    # 100 of January and half of February's 40, of 1,140 in all
    assert pace(Decimal(2280), course, months) == Decimal(240)


def test_the_pace_stays_straight_while_a_month_lacks_its_target():
    course = Course(YEAR, date(2026, 1, 31), date(2026, 1, 31))
    assert pace(Decimal(365), course, {date(2026, 1, 1): Decimal(99)}) == Decimal(31)


@given(target=positive, first=days, second=days)
def test_the_pace_never_falls_as_days_go_by(target: Decimal, first: date, second: date):
    early, late = sorted((first, second))
    assert pace(target, Course(MARCH, early, early)) <= pace(target, Course(MARCH, late, late))


@given(target=positive, shape=some.lists(amounts, min_size=12, max_size=12), gone=some.integers(0, 364))
def test_the_pace_stays_between_nothing_and_the_target_and_ends_at_it(target: Decimal, shape: list[Decimal], gone: int):
    months = {date(2026, index + 1, 1): value for index, value in enumerate(shape)}
    day = YEAR.first + timedelta(days=gone)
    reached = pace(target, Course(YEAR, day, day), months)
    assert 0 <= reached <= target * (1 + Decimal("1e-20"))
    assert pace(target, Course(YEAR, YEAR.last, YEAR.last), months) == target


# --- the attainment


@pytest.mark.parametrize(
    ("actual", "target", "baseline", "rule", "expected"),
    [
        ("50", "100", None, FLOW, "0.5"),
        ("50", "100", "80", FLOW, "0.5"),  # a flow starts from nothing, whatever its baseline
        ("0.85", "0.9", "0.8", STATE, "0.5"),
        ("0.75", "0.9", "0.8", STATE, "-0.5"),
        ("0.45", "0.9", None, STATE, "0.5"),
        ("0.45", "0.9", "0.9", STATE, "0.5"),  # a start at the target is no start
        ("75", "80", "85", STATE, "0.9375"),  # nor is one beyond it
        ("100", "50", None, LOW_FLOW, "0.5"),
        ("25", "50", None, LOW_FLOW, "2"),
        ("75", "50", "100", LOW_STATE, "0.5"),
        ("0", "0", None, LOW_FLOW, "1"),
        ("5", "0", None, FLOW, None),
        ("0", "50", None, LOW_FLOW, None),
    ],
)
def test_attainment(actual: str, target: str, baseline: str | None, rule: Rule, expected: str | None):
    found = attainment(Decimal(actual), Decimal(target), Decimal(baseline) if baseline else None, rule)
    assert found == (None if expected is None else Decimal(expected))


def test_of_an_upper_limit_the_part_that_is_used_is_told():
    standing = judge(Decimal(5870), Decimal(10900), in_march(24), LOW_FLOW)
    assert round(limit_used(standing, LOW_FLOW), 4) == Decimal("0.5385")
    assert limit_used(judge(Decimal(0), Decimal(10900), in_march(24), LOW_FLOW), LOW_FLOW) == 0
    assert limit_used(judge(None, Decimal(10900), in_march(24), LOW_FLOW), LOW_FLOW) is None
    assert limit_used(judge(Decimal(5), Decimal(0), in_march(24), LOW_FLOW), LOW_FLOW) is None


@given(amounts, positive, RULES)
def test_more_than_a_limit_is_used_exactly_where_it_is_not_met(actual: Decimal, target: Decimal, rule: Rule):
    used = limit_used(judge(actual, target, AFTER_MARCH, rule), rule)
    assert (used is None) == (rule != LOW_FLOW)
    assert used is None or (used <= 1) == is_met(actual, target, rule)


@given(actual=amounts, target=positive, baseline=some.none() | amounts, rule=RULES)
def test_attainment_is_one_exactly_at_the_target(
    actual: Decimal, target: Decimal, baseline: Decimal | None, rule: Rule
):
    assert attainment(target, target, baseline, rule) == 1
    if actual != target:
        assert attainment(actual, target, baseline, rule) != 1


@given(first=amounts, second=amounts, target=positive, baseline=some.none() | amounts, rule=RULES)
def test_attainment_never_falls_when_the_actual_gets_better(
    first: Decimal, second: Decimal, target: Decimal, baseline: Decimal | None, rule: Rule
):
    worse, better = sorted((first, second), reverse=rule.lower_is_better)
    low, high = attainment(worse, target, baseline, rule), attainment(better, target, baseline, rule)
    assume(low is not None and high is not None)
    assert low <= high


@given(actual=amounts, target=positive, baseline=some.none() | amounts, rule=RULES)
def test_attainment_reaches_one_exactly_where_the_target_is_met(
    actual: Decimal, target: Decimal, baseline: Decimal | None, rule: Rule
):
    found = attainment(actual, target, baseline, rule)
    assume(found is not None)
    assert (found >= 1) == is_met(actual, target, rule)


tenths = some.integers(0, 10**6).map(lambda number: Decimal(number) / 10)


@given(actual=tenths, target=tenths, way=some.integers(1, 10**6), turn=some.integers(1, 10**7), is_low=some.booleans())
def test_a_movement_counts_alike_upwards_and_downwards(
    actual: Decimal, target: Decimal, way: int, turn: int, is_low: bool
):
    """Turned upside down, with the direction turned too, the same movement is worth the same, wherever it starts."""
    rule, other = Rule(False, is_low), Rule(False, not is_low)
    start = target + way if is_low else target - way  # a start above the target where less is better
    found = attainment(actual, target, start, rule)
    assert found == attainment(turn - actual, turn - target, turn - start, other)
    low = judge(actual, target, in_march(9), rule, baseline=start)
    high = judge(turn - actual, turn - target, in_march(9), other, baseline=turn - start)
    assert (low.status, low.gap, low.attainment) == (high.status, high.gap, high.attainment)


@given(target=tenths, way=some.integers(1, 10**6), part=some.integers(-20, 30), is_low=some.booleans())
def test_the_part_of_the_way_that_was_gone_is_attained_also_from_above(
    target: Decimal, way: int, part: int, is_low: bool
):
    step = -way if is_low else way
    start = target - step
    standing = judge(start + step * Decimal(part) / 10, target, in_march(9), Rule(False, is_low), baseline=start)
    assert standing.attainment == Decimal(part) / 10
    expected = (
        Status.REACHED
        if part >= 10
        else Status.ON_TRACK
        if part >= 8
        else Status.AT_RISK
        if part >= 5
        else Status.BEHIND
    )
    assert standing.status is expected


@given(first=tenths, second=tenths, target=tenths, start=tenths, is_low=some.booleans())
def test_below_0_too_a_better_actual_never_stands_worse(
    first: Decimal, second: Decimal, target: Decimal, start: Decimal, is_low: bool
):
    """Points go below 0, where no quotient helps: the whole scale is moved down."""
    moved, rule = 50_000, Rule(False, is_low)
    worse, better = (value - moved for value in sorted((first, second), reverse=is_low))
    low = judge(worse, target - moved, in_march(9), rule, baseline=start - moved)
    high = judge(better, target - moved, in_march(9), rule, baseline=start - moved)
    assert low.status is not None
    assert high.status is not None
    assert high.status.rank <= low.status.rank
    assert high.shortfall <= low.shortfall


# --- the gap


@given(actual=amounts, target=amounts, rule=RULES)
def test_the_gap_closes_exactly_when_the_target_is_met(actual: Decimal, target: Decimal, rule: Rule):
    assert (gap(actual, target, rule) <= 0) == is_met(actual, target, rule)
    assert (gap(actual, target, rule) == 0) == (actual == target)


# --- the status


@pytest.mark.parametrize(
    ("actual", "rule", "course", "expected"),
    [
        (310, FLOW, in_march(10), Status.REACHED),
        (100, FLOW, in_march(10), Status.ON_TRACK),
        (99, FLOW, in_march(10), Status.AT_RISK),
        (90, FLOW, in_march(10), Status.AT_RISK),
        (89, FLOW, in_march(10), Status.BEHIND),
        (309, FLOW, AFTER_MARCH, Status.AT_RISK),
        (100, LOW_FLOW, in_march(10), Status.ON_TRACK),
        (0, LOW_FLOW, in_march(10), Status.ON_TRACK),
        (111, LOW_FLOW, in_march(10), Status.AT_RISK),
        (112, LOW_FLOW, in_march(10), Status.BEHIND),
        (310, LOW_FLOW, AFTER_MARCH, Status.REACHED),
        (311, LOW_FLOW, AFTER_MARCH, Status.AT_RISK),
        (310, STATE, in_march(10), Status.REACHED),
        (248, STATE, in_march(10), Status.ON_TRACK),
        (155, STATE, in_march(10), Status.AT_RISK),
        (154, STATE, in_march(10), Status.BEHIND),
        (310, LOW_STATE, in_march(10), Status.REACHED),
        (620, LOW_STATE, in_march(10), Status.AT_RISK),
        (621, LOW_STATE, in_march(10), Status.BEHIND),
    ],
)
def test_status(actual: int, rule: Rule, course: Course, expected: Status):
    assert judge(Decimal(actual), Decimal(310), course, rule).status is expected


def test_the_thresholds_are_the_companys_choice():
    strict = Thresholds(at_risk_pace=Decimal("0.95"))
    assert judge(Decimal(94), Decimal(310), in_march(10), FLOW, thresholds=strict).status is Status.BEHIND


def test_without_an_actual_or_before_the_first_day_there_is_no_status():
    assert judge(None, Decimal(310), in_march(10), FLOW).status is None
    coming = Course(MARCH, date(2026, 2, 10), date(2026, 2, 10))
    assert judge(Decimal(0), Decimal(310), coming, FLOW).status is None


@given(
    actuals=some.tuples(amounts, amounts),
    target=positive,
    baseline=some.none() | amounts,
    rule=RULES,
    day=some.integers(1, 31),
)
def test_a_better_actual_never_has_a_worse_status(
    actuals: tuple[Decimal, Decimal], target: Decimal, baseline: Decimal | None, rule: Rule, day: int
):
    worse, better = sorted(actuals, reverse=rule.lower_is_better)
    low = judge(worse, target, in_march(day), rule, baseline=baseline)
    high = judge(better, target, in_march(day), rule, baseline=baseline)
    assert low.status is not None
    assert high.status is not None
    assert high.status.rank <= low.status.rank
    assert high.shortfall <= low.shortfall


@given(actual=amounts, target=positive, rule=RULES)
def test_when_a_period_is_over_reached_means_that_the_gap_is_closed(actual: Decimal, target: Decimal, rule: Rule):
    standing = judge(actual, target, AFTER_MARCH, rule)
    assert standing.gap is not None
    assert (standing.status is Status.REACHED) == (standing.gap <= 0)


# --- periods


def test_a_year_has_twelve_months_four_quarters_and_itself_also_when_it_begins_in_april():
    found = periods_of_year(date(2026, 4, 1))
    assert [kind for kind, _ in found] == [PeriodKind.MONTH] * 12 + [PeriodKind.QUARTER] * 4 + [PeriodKind.YEAR]
    assert found[11][1] == month_of(date(2027, 3, 1))
    assert found[12][1] == Period(date(2026, 4, 1), date(2026, 6, 30))
    assert found[16][1] == Period(date(2026, 4, 1), date(2027, 3, 31))


def test_a_target_knows_the_days_of_its_period():
    key = TargetKey("net_sales", TargetScope(ScopeKind.TEAM, 7), PeriodKind.QUARTER, date(2026, 11, 1))
    assert key.period == Period(date(2026, 11, 1), date(2027, 1, 31))
