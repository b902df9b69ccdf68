"""Before and after: the arithmetic agrees with scipy and with simulation, and says no more than it knows."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from crm_core.adjustments.comparing import (
    Side,
    Verdict,
    effect,
    side_of_quotient,
    side_of_scores,
    side_of_share,
    side_of_weeks,
    verdict,
    weekly,
)
from crm_core.adjustments.model import windows

numbers = st.floats(-1e4, 1e4)
samples = st.lists(st.floats(1, 1e4), min_size=4, max_size=20).filter(lambda values: max(values) - min(values) > 1e-3)


@given(samples, samples)
def test_without_others_the_difference_of_weeks_is_welchs(before: list[float], after: list[float]) -> None:
    count = min(len(before), len(after))
    one, other = np.array(before[:count]), np.array(after[:count])
    if np.ptp(one) < 1e-3 or np.ptp(other) < 1e-3:
        return
    found = effect(side_of_weeks(one), side_of_weeks(other))
    known = stats.ttest_ind(other, one, equal_var=False)
    interval = known.confidence_interval(0.95)
    assert found.value == pytest.approx(count * (other.mean() - one.mean()), abs=1e-6)
    assert (found.low, found.high) == pytest.approx((count * interval.low, count * interval.high), rel=1e-6, abs=1e-4)


@given(samples, samples)
def test_scores_are_compared_as_scipy_compares_them(before: list[float], after: list[float]) -> None:
    sides = [
        side_of_scores(len(values), sum(values), sum(value * value for value in values)) for values in (before, after)
    ]
    assert sides[0] is not None
    assert sides[1] is not None
    found = effect(sides[0], sides[1], by_part=False)
    interval = stats.ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), rel=1e-4, abs=1e-2)


@given(samples, st.floats(0.5, 2))
def test_what_moved_as_the_others_did_has_no_effect(before: list[float], moved: float) -> None:
    weeks = np.array(before)
    own = side_of_weeks(weeks), side_of_weeks(weeks * moved)
    others = side_of_weeks(weeks * 7), side_of_weeks(weeks * 7 * moved)
    found = effect(*own, others)
    assert found.value == pytest.approx(0, abs=1e-6 * sum(before))
    assert verdict(found, *own, 4, lower_is_better=False) is Verdict.NO_CLEAR_DIFFERENCE


@given(numbers, numbers, st.floats(0.01, 1e3), st.floats(0.01, 1e3), st.booleans())
def test_the_verdict_turns_with_the_sign_and_with_what_is_better(
    before: float, after: float, one: float, other: float, lower: bool
) -> None:
    first, second = Side(before, one, 9), Side(after, other, 9)
    forth, back = effect(first, second, by_part=False), effect(second, first, by_part=False)
    assert forth.value == pytest.approx(-back.value, abs=1e-9)
    told = verdict(forth, first, second, 4, lower_is_better=lower)
    turned = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    assert verdict(back, second, first, 4, lower_is_better=lower) is turned.get(told, told)
    assert verdict(forth, first, second, 4, lower_is_better=not lower) is turned.get(told, told)
    assert verdict(forth, first, second, 10, lower_is_better=lower) is Verdict.TOO_EARLY


def test_what_has_no_margin_gets_no_verdict() -> None:
    first, second = Side(10, None, 20), Side(30, None, 20)
    found = effect(first, second)
    assert (found.low, found.margin) == (None, None)
    assert verdict(found, first, second, 4, lower_is_better=False) is Verdict.NO_MARGIN


def test_the_interval_against_others_holds_95_times_in_a_hundred() -> None:
    """Simulated: four noisy windows, the truth known; the delta method's interval must hold it about as often as it says."""
    rng = np.random.default_rng(20260318)
    held = 0
    for _try in range(600):
        season, truth = rng.uniform(0.7, 1.4), rng.uniform(-200, 200)
        before, others = rng.normal(1000, 80, 8), rng.normal(5000, 250, 8)
        after, became = rng.normal(1000 * season + truth, 80, 8), rng.normal(5000 * season, 250, 8)
        found = effect(side_of_weeks(before), side_of_weeks(after), (side_of_weeks(others), side_of_weeks(became)))
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 8 * truth <= found.high
    assert 0.92 <= held / 600 <= 0.98, held / 600


def test_a_quotients_variance_is_that_of_many_weeks() -> None:
    rng = np.random.default_rng(7)
    wholes = rng.poisson(40, (4000, 8)).astype(float)
    parts = wholes * 0.6 + rng.normal(0, 3, wholes.shape)
    sides = [side_of_quotient(one, other) for one, other in zip(parts, wholes, strict=True)]
    values = [side.value for side in sides if side is not None]
    told = [side.variance for side in sides if side is not None and side.variance is not None]
    assert np.mean(told) == pytest.approx(np.var(values), rel=0.08)
    assert side_of_quotient(np.zeros(4), np.zeros(4)) is None


def test_a_share_of_customers_has_its_binomial_variance() -> None:
    side = side_of_share(30, 120)
    assert side is not None
    assert side.value == 0.25
    assert side.variance == pytest.approx(0.25 * 0.75 / 119)
    assert side_of_share(0, 0) is None


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_windows_are_equal_whole_weeks_on_both_sides_of_the_change(until_judged: int, until_known: int) -> None:
    changed = date(2026, 3, 3)
    found = windows(changed, changed + timedelta(days=until_judged), changed + timedelta(days=until_known))
    days = min(until_judged, until_known) + 1
    if days < 7:
        assert found is None
        return
    assert found is not None
    assert found.before.day_count == found.after.day_count == 7 * found.weeks
    assert found.weeks == min(days // 7, 26)
    assert found.before.end == changed == found.after.first
    assert found.after.last <= changed + timedelta(days=days - 1)


def test_days_become_weeks() -> None:
    assert weekly(np.arange(14, dtype=float)).tolist() == [21, 70]
    assert math.isclose(side_of_weeks(np.array([3.0, 5.0, 7.0])).variance or 0, 12)
