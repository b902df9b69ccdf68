"""Means of scores with the margin of their 95 % interval, held against scipy and against values of the tables."""

from __future__ import annotations

import statistics
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy import stats

from crm_core.metrics.tally import Tally, tally_of

scores = some.lists(some.integers(-100, 100), min_size=2, max_size=300)


@given(scores)
def test_mean_and_margin_are_those_of_scipy(given_scores: list[int]) -> None:
    tally = tally_of(given_scores)
    assert tally.mean is not None and float(tally.mean) == pytest.approx(statistics.fmean(given_scores))
    error = stats.sem(given_scores)
    margin = stats.t.ppf(0.975, len(given_scores) - 1) * error
    assert tally.margin is not None and float(tally.margin) == pytest.approx(margin, abs=1e-9)


@given(scores, scores)
def test_tallies_of_two_groups_add_up_to_that_of_both(one: list[int], other: list[int]) -> None:
    a, b, both = tally_of(one), tally_of(other), tally_of(one + other)
    assert Tally(a.count + b.count, a.sum + b.sum, a.squares + b.squares) == both


def test_one_score_has_no_margin_and_nothing_has_no_mean() -> None:
    assert (tally_of([7]).mean, tally_of([7]).margin) == (Decimal(7), None)
    assert (tally_of([]).mean, tally_of([]).margin) == (None, None)
