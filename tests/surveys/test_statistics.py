"""Intervals, verdicts and α: laws on random samples, held against scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as some
from scipy import stats

from crm_core.surveys.statistics import (
    Estimate,
    Sums,
    Verdict,
    cronbach,
    difference,
    mean_estimate,
    share_estimate,
    sums_of,
)

samples = some.lists(some.integers(0, 100), min_size=2, max_size=60).map(lambda each: np.array(each, dtype=float))

large = some.lists(some.integers(0, 100), min_size=10, max_size=60).map(lambda each: np.array(each, dtype=float))


@given(samples)
def test_the_margin_of_a_mean_is_scipys(sample: np.ndarray) -> None:
    assume(sample.std() > 0)
    found = mean_estimate(sums_of(sample))
    low, high = stats.t.interval(0.95, len(sample) - 1, loc=sample.mean(), scale=stats.sem(sample))
    assert (found.count, found.value) == (len(sample), pytest.approx(sample.mean()))
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-8), pytest.approx(high, abs=1e-8))
    assert found.margin == pytest.approx((high - low) / 2, abs=1e-8)


@given(some.integers(1, 5000).flatmap(lambda count: some.tuples(some.just(count), some.integers(0, count))))
def test_the_interval_of_a_share_is_wilsons_as_scipy_has_it(given_share: tuple[int, int]) -> None:
    count, hits = given_share
    found = share_estimate(count, hits)
    expected = stats.binomtest(hits, count).proportion_ci(0.95, method="wilson")
    assert (found.low, found.high) == (pytest.approx(expected.low, abs=1e-9), pytest.approx(expected.high, abs=1e-9))
    assert found.low is not None and found.high is not None and found.value is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(some.lists(some.sampled_from([100.0, 0.0, -100.0]), min_size=2, max_size=200))
def test_the_margin_of_nps_follows_from_the_variance_of_its_scores(given_scores: list[float]) -> None:
    scores = np.array(given_scores)
    found = mean_estimate(sums_of(scores), -100, 100)
    half = stats.t.ppf(0.975, len(scores) - 1) * scores.std(ddof=1) / math.sqrt(len(scores))
    assert found.low == pytest.approx(max(-100, scores.mean() - half), abs=1e-7)
    assert found.margin == pytest.approx(half, abs=1e-7)
    assert found.high == pytest.approx(min(100, scores.mean() + half), abs=1e-7)


@given(samples, samples)
def test_sums_of_two_groups_are_the_sums_of_both(first: np.ndarray, second: np.ndarray) -> None:
    both = sums_of(np.concatenate([first, second]))
    added = sums_of(first) + sums_of(second)
    assert (added.count, added.total, added.squares) == pytest.approx((both.count, both.total, both.squares))


@given(some.tuples(large, large))
def test_a_difference_is_clear_where_welchs_test_says_so(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    first, second = drawn
    assume(first.std() + second.std() > 0)
    expected = stats.ttest_ind(first, second, equal_var=False)
    assume(abs(expected.pvalue - 0.05) > 1e-6)
    found = difference(sums_of(first), sums_of(second))
    interval = expected.confidence_interval(0.95)
    assert (found.low, found.high) == (pytest.approx(interval.low, abs=1e-6), pytest.approx(interval.high, abs=1e-6))
    if expected.pvalue > 0.05:
        assert found.verdict is Verdict.NO_CLEAR_DIFFERENCE
    else:
        assert found.verdict is (Verdict.CLEARLY_HIGHER if first.mean() > second.mean() else Verdict.CLEARLY_LOWER)


@given(samples, samples)
def test_the_other_way_round_a_difference_says_the_opposite(first: np.ndarray, second: np.ndarray) -> None:
    there, back = difference(sums_of(first), sums_of(second)), difference(sums_of(second), sums_of(first))
    opposite = {Verdict.CLEARLY_HIGHER: Verdict.CLEARLY_LOWER, Verdict.CLEARLY_LOWER: Verdict.CLEARLY_HIGHER}
    assert back.verdict is opposite.get(there.verdict, there.verdict)
    assert there.value == -back.value if there.value is not None and back.value is not None else there == back


def test_few_answers_give_no_verdict_however_far_apart_they_are() -> None:
    few, many = sums_of(np.array([0.0] * 9)), sums_of(np.array([100.0] * 50))
    assert difference(few, many).verdict is Verdict.TOO_FEW
    assert difference(few, Sums()).value is None
    assert difference(sums_of(np.array([0.0] * 10)), many).verdict is Verdict.CLEARLY_LOWER


def test_nobodys_answers_are_no_zero() -> None:
    assert mean_estimate(Sums()) == share_estimate(0, 0) == Estimate(0, None, None, None)
    assert mean_estimate(sums_of(np.array([7.0, math.nan]))) == Estimate(1, 7.0, None, None)
    assert mean_estimate(sums_of(np.array([7.0]))).margin is None


def test_alpha_of_a_small_table_by_hand() -> None:
    """Columns 1 2 3 4 and 2 1 4 3: each variance 5/3, covariance 1; raw 2·(1 − (10/3)/(16/3)) = 0.75, r = 0.6 → 0.75."""
    found = cronbach(np.array([[1, 2], [2, 1], [3, 4], [4, 3]], dtype=float))
    assert found is not None
    assert (found.raw, found.standardised, found.answers) == (pytest.approx(0.75), pytest.approx(0.75), 4)


@pytest.mark.parametrize(
    "table",
    [[[1.0], [2.0], [3.0]], [[1.0, 2.0], [2.0, 1.0]], [[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]], [[1.0, math.nan]] * 5],
)
def test_alpha_is_not_made_up_where_it_is_not_defined(table: list[list[float]]) -> None:
    assert cronbach(np.array(table)) is None
