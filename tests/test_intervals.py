"""Quantiles of Student's t, held against scipy and against the printed tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy import stats

from crm_core.intervals import t_quantile


@pytest.mark.parametrize(
    ("freedom", "printed"), [(1, 12.706), (2, 4.303), (5, 2.571), (10, 2.228), (30, 2.042), (60, 2.000), (120, 1.980)]
)
def test_the_quantiles_are_those_of_the_printed_tables(freedom: int, printed: float) -> None:
    assert round(t_quantile(freedom), 3) == printed


@given(some.one_of(some.floats(0.5, 5000), some.integers(1, 100_000)))
def test_the_quantiles_are_those_of_scipy(freedom: float) -> None:
    assert t_quantile(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-9)
