"""Bands, chances and the three ways of forecasting: rules without a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_core.forecasts import flows, quotients, spans
from crm_core.forecasts.calendar import FREE, MADE_UP, kind_of, year_earlier
from crm_core.forecasts.model import Method, Outlook, Point, chance, half_width, likelihood
from crm_core.forecasts.rolling import looked_back, origins
from crm_core.forecasts.whole import Part, whole_outlook
from crm_core.metrics.daily import Daily
from crm_core.periods import Period
from crm_core.targets.model import Course, Rule, is_met, judge
from crm_core.targets.workdays import is_working_day

FIRST = date(2023, 1, 2)
sizes = st.lists(st.floats(0, 1e6), min_size=1, max_size=60).map(sorted)
numbers = st.floats(-1e6, 1e6)


def days_of(series: list[float] | np.ndarray, wholes: np.ndarray | None = None) -> Daily:
    return Daily(FIRST, np.asarray(series, dtype=np.float64), wholes)


def outlook(errors: list[float], expected: float = 100.0) -> Outlook:
    end = Point(date(2026, 3, 31), expected, expected, expected)
    return Outlook(Method.FLOW, date(2026, 3, 1), (), (end,), tuple(errors), 0, 0)


@given(sizes)
def test_at_least_four_fifths_of_the_past_errors_lie_within_the_band(errors: list[float]) -> None:
    reach = half_width(errors)
    assert reach in errors
    assert sum(error <= reach for error in errors) >= 0.8 * len(errors)
    assert reach <= errors[-1]


@given(sizes, numbers, numbers, numbers)
def test_a_better_target_is_never_likelier_and_nothing_is_certain(
    errors: list[float], expected: float, one: float, other: float
) -> None:
    found, (low, high) = outlook(errors, expected), sorted((one, other))
    assert 0 < chance(found, high) <= chance(found, low) < 1
    assert 0 < chance(found, low, lower_is_better=True) <= chance(found, high, lower_is_better=True) < 1


@settings(max_examples=30)
@given(st.lists(st.floats(1, 1e5), min_size=16, max_size=60, unique=True).map(sorted))
def test_the_ends_of_the_band_are_missed_by_about_a_tenth_each_and_the_middle_is_even(errors: list[float]) -> None:
    found = outlook(errors, 1e6)
    reach = half_width(errors)
    assert chance(found, 1e6) == pytest.approx(0.5, abs=0.5 / (2 * len(errors) + 1) + 1e-12)
    assert 0 <= chance(found, 1e6 + reach) <= 0.1 + 2 / len(errors)
    assert chance(found, 1e6 + errors[-1] + 1) < 0.5 / len(errors)
    assert chance(found, 1e6 + reach) + chance(found, 1e6 + reach, lower_is_better=True) == pytest.approx(1, abs=0.07)


def test_a_chance_has_a_word_that_grows_with_it() -> None:
    shares = [step / 1000 for step in range(1, 1000)]
    words = [likelihood(share) for share in shares]
    assert len(set(words)) == 5
    assert sum(one is not other for one, other in pairwise(words)) == 4


def test_a_day_is_told_from_others_by_what_it_is_and_answers_to_the_same_distance_from_the_festival() -> None:
    assert kind_of(date(2026, 10, 1)) == FREE  # a Thursday in the National Day holiday
    assert kind_of(date(2026, 2, 14)) == MADE_UP  # a Saturday that is worked before Spring Festival
    assert year_earlier(date(2026, 2, 17)) == date(2025, 1, 29)  # both the first day of the lunar year
    assert year_earlier(date(2026, 11, 11)) == date(2025, 11, 11)


def working_days(count: int) -> list[float]:
    return [10.0 if is_working_day(FIRST + timedelta(days=place)) else 0.0 for place in range(count)]


def test_a_week_of_holidays_is_expected_to_be_a_small_one() -> None:
    series = working_days(1200)
    known = (date(2025, 9, 30) - FIRST).days + 1
    found = flows.ahead(days_of(series), known, (8,))
    assert found is not None
    assert found[-1].expected == pytest.approx(sum(series[known : known + 8]), abs=0.01)


@settings(max_examples=25)
@given(st.lists(st.floats(1, 1000), min_size=7, max_size=7), st.integers(400, 690), st.integers(1, 60))
def test_a_rhythm_of_seven_days_is_continued(week: list[float], known: int, days: int) -> None:
    series = [week[place % 7] for place in range(760)]
    flow = flows.Flow(days_of(series), known, days)
    made = flow.forecasts(np.array([known]), days)[0, 0]
    assert made > 0
    if days % 7 == 0 and max(week) < 2 * min(week):
        assert made == pytest.approx(
            sum(series[known : known + days]), rel=0.25
        )  # holidays of the calendar are told apart


def test_what_came_after_the_day_is_not_looked_at() -> None:
    rng = np.random.default_rng(3)
    series = rng.poisson(20, 900).astype(float)
    changed = np.concatenate([series[:800], series[800:] * 50])
    for known, days in ((800, (7, 30)), (640, (60, 160))):
        assert flows.ahead(days_of(series), known, days) == flows.ahead(days_of(changed), known, days)
    ones = np.ones(900)
    assert quotients.ahead(days_of(series, ones), 800, 30, (14,)) == quotients.ahead(
        days_of(changed, ones), 800, 30, (14,)
    )


def test_a_season_that_comes_each_year_is_taken_over() -> None:
    rng = np.random.default_rng(5)
    months = np.array([(FIRST + timedelta(days=place)).month for place in range(1400)])
    series = rng.poisson(np.where(months == 12, 90, 30)).astype(float)
    known = (date(2025, 11, 30) - FIRST).days + 1
    found = flows.ahead(days_of(series), known, (31,))
    assert found is not None
    assert flows.SEASONS[found[-1].chosen] == 1.0
    assert found[-1].expected == pytest.approx(31 * 90, rel=0.12)


def test_bands_of_noise_hold_four_times_in_five() -> None:
    rng = np.random.default_rng(11)
    tried = held = 0
    for _series in range(6):
        values = rng.poisson(25, 1200).astype(float)
        for known in range(700, 1150, 45):
            for days in (7, 28, 56):
                found = flows.ahead(days_of(values), known, (days,))
                assert found is not None
                tried += 1
                held += abs(values[known : known + days].sum() - found[-1].expected) <= found[-1].reach
    assert 0.72 <= held / tried <= 0.88, held / tried


def test_a_quotient_goes_on_at_its_recent_level_and_keeps_what_is_known() -> None:
    wholes = np.full(500, 4.0)
    parts = np.where(np.arange(500) < 440, 2.0, 3.0)
    found = quotients.ahead(days_of(parts, wholes), 500, 60, (60,))
    assert found is not None
    assert found[-1].expected == pytest.approx(0.75)
    nothing = quotients.ahead(days_of(np.zeros(500), np.zeros(500)), 500, 60, (60,))
    assert nothing is None


def test_a_number_of_its_span_goes_on_as_past_spans_did() -> None:
    pairs = [(100.0 + place, (100.0 + place) * 1.5) for place in range(12)]
    found = spans.ahead(80.0, pairs, by_difference=False)
    assert found is not None
    assert found.expected == pytest.approx(120)
    assert (found.tried, found.held) == (12, 12)
    shares = spans.ahead(0.6, [(0.5, 0.55)] * 10, by_difference=True)
    assert shares is not None
    assert shares.expected == pytest.approx(0.65)
    assert spans.ahead(80.0, pairs[:9], by_difference=False) is None


@given(st.integers(0, 2000), st.integers(1, 400))
def test_past_spans_lie_in_the_past(reaching: int, needed: int) -> None:
    found = spans.starts_back(reaching, needed)
    assert all(back + needed <= reaching for back in found)
    assert found == sorted(set(found))
    assert bool(found) == (reaching >= needed)


@given(st.integers(0, 900), st.integers(1, 300))
def test_each_past_forecast_has_its_outcome(known: int, days: int) -> None:
    found = origins(known, days).tolist()
    assert all(112 <= at <= known - days for at in found)
    assert not found or found[-1] == known - days


def test_too_little_history_gives_no_number() -> None:
    assert flows.ahead(days_of(working_days(150)), 150, (28,)) is None
    assert looked_back(np.ones((1, 15)), np.ones(15), np.ones((1, 15)), np.ones((2, 1)), 7) is None


def part(expected: float, misses: list[float], target: str, method: Method = Method.FLOW, weight: int = 1) -> Part:
    """Return a metric that adds up, was forecast weekly, and ends at ``expected``."""
    day, aim = date(2026, 3, 1), Decimal(target)
    trail = tuple((day - timedelta(days=7 * (len(misses) - place)), miss) for place, miss in enumerate(misses))
    sizes = tuple(sorted(abs(miss) for miss in misses))
    end = Point(day + timedelta(days=28), expected, expected, expected)
    found = Outlook(method, day, (), (end,), sizes, len(misses), len(misses), trail=trail)
    course = Course(Period(day, end.day), end.day + timedelta(days=1), end.day)
    rule = Rule(is_flow=True)

    def exact(value: float) -> Decimal:
        return Decimal(str(round(value, 6)))

    return Part(
        weight,
        found,
        lambda value: judge(exact(value), aim, course, rule),
        lambda value: is_met(exact(value), aim, rule),
    )


MISSES = st.lists(st.floats(-40, 40).map(lambda value: round(value, 3)), min_size=12, max_size=40)


@given(MISSES, MISSES, st.integers(40, 160), st.integers(40, 160))
def test_a_goal_of_several_metrics_is_no_likelier_than_each_and_no_less_than_they_leave(
    first: list[float], second: list[float], here: int, there: int
) -> None:
    count = min(len(first), len(second))
    parts = [part(100, first[-count:], str(here), Method.SPANS), part(90, second[-count:], str(there), Method.SPANS, 3)]
    found, together = whole_outlook(parts, ())
    alone = [chance(one.found, float(aim)) for one, aim in zip(parts, (here, there), strict=True)]
    assert together is not None
    slack = 1 / (2 * count + 1)
    assert max(0.0, sum(alone) - 1) - slack <= together <= min(alone) + slack
    assert 0 <= found.end.low <= found.end.expected <= found.end.high <= 1
    ends = [min(1, 100 / here), min(1, 90 / there)]
    assert min(ends) - 1e-6 <= found.end.expected <= max(ends) + 1e-6


def test_what_moves_together_stays_together_and_what_shares_no_week_has_no_band() -> None:
    misses = [10.0, -10.0] * 10
    same = [part(100, misses, "105"), part(100, misses, "105")]
    other = [part(100, misses, "105"), part(100, [-one for one in misses], "105")]
    assert whole_outlook(same, ())[1] == pytest.approx(chance(same[0].found, 105), abs=0.02)
    against = whole_outlook(other, ())[1]
    assert against is not None
    assert against < 0.05
    late = part(100, misses, "105")
    moved = tuple((day - timedelta(days=900), miss) for day, miss in late.found.trail)
    found, likely = whole_outlook([same[0], replace(late, found=replace(late.found, trail=moved))], ())
    assert (found.has_band, likely, found.end.expected) == (False, None, pytest.approx(100 / 105, abs=1e-4))
