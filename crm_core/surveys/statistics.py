"""How sure a number from answers is: 95 % intervals, the difference of two groups, and how well questions hang together.

Everything here takes answers as a random sample of those who could have answered; it says nothing about who did not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from crm_core.intervals import t_quantile, wilson

Real = NDArray[np.float64]
LEAST_ANSWERS = 10  # in each of two groups, before a difference is called one


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number from ``count`` answers: ``value`` and its 95 % interval ``low`` to ``high``, in the unit of the answers.

    ``value`` is None where nobody answered; interval and margin are None from a single answer to a mean. ``margin`` is
    half the interval's width before it is cut at what a score can be: a mean near the end is not surer for it.
    """

    count: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """What is kept of many scores: how many, their sum and the sum of their squares. They add up over groups."""

    count: int = 0
    total: float = 0.0
    squares: float = 0.0

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.count + other.count, self.total + other.total, self.squares + other.squares)

    @property
    def mean(self) -> float:
        """The mean; only where there is a score."""
        return self.total / self.count

    @property
    def variance(self) -> float:
        """The sample variance (n - 1); only where there are two scores or more."""
        return max(0.0, (self.squares - self.total * self.total / self.count) / (self.count - 1))


def sums_of(scores: Real) -> Sums:
    """Return the sums over the scores that are there; NaN counts as none."""
    known = scores[~np.isnan(scores)]
    return Sums(len(known), float(known.sum()), float((known * known).sum()))


def mean_estimate(sums: Sums, lowest: float = -math.inf, highest: float = math.inf) -> Estimate:
    """Return the mean with its interval by Student's t, cut at what a score can be.

    NPS is such a mean too: of 100, 0 and -100, so that its margin follows from their variance.
    """
    if sums.count == 0:
        return Estimate(0)
    if sums.count == 1:
        return Estimate(1, sums.mean)
    half = t_quantile(sums.count - 1) * math.sqrt(sums.variance / sums.count)
    low, high = max(lowest, sums.mean - half), min(highest, sums.mean + half)
    return Estimate(sums.count, sums.mean, low, high, half)


def share_estimate(count: int, hits: float) -> Estimate:
    """Return the share of ``hits`` among ``count``, 0 to 1, with Wilson's interval."""
    if count == 0:
        return Estimate(0)
    low, high = wilson(count, hits)
    return Estimate(count, min(1.0, max(0.0, hits / count)), low, high, (high - low) / 2)


class Verdict(StrEnum):
    """What can be said of the first of two groups, or periods, against the second."""

    TOO_FEW = "too_few"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"
    CLEARLY_HIGHER = "clearly_higher"
    CLEARLY_LOWER = "clearly_lower"


@dataclass(frozen=True, slots=True)
class Difference:
    """The first group's mean less the second's, with its 95 % interval by Welch, and what that says."""

    value: float | None
    low: float | None
    high: float | None
    verdict: Verdict


def difference(first: Sums, second: Sums, least: int = LEAST_ANSWERS) -> Difference:
    """Return how the means of two independent groups differ, and a verdict at the 5 % level (Welch's t, two-sided).

    With fewer than ``least`` answers on a side the verdict is "too few", whatever the numbers look like.
    Source: Welch 1947, Biometrika 34 (1-2), 28-35.
    """
    if min(first.count, second.count) == 0:
        return Difference(None, None, None, Verdict.TOO_FEW)
    apart = first.mean - second.mean
    if min(first.count, second.count) < max(2, least):
        return Difference(apart, None, None, Verdict.TOO_FEW)
    parts = first.variance / first.count, second.variance / second.count
    wide = sum(parts)
    if wide > 0:
        freedom = wide * wide / (parts[0] ** 2 / (first.count - 1) + parts[1] ** 2 / (second.count - 1))
        half = t_quantile(freedom) * math.sqrt(wide)
    else:
        half = 0.0
    low, high = apart - half, apart + half
    if low > 0:
        return Difference(apart, low, high, Verdict.CLEARLY_HIGHER)
    if high < 0:
        return Difference(apart, low, high, Verdict.CLEARLY_LOWER)
    return Difference(apart, low, high, Verdict.NO_CLEAR_DIFFERENCE)


@dataclass(frozen=True, slots=True)
class Alpha:
    """Cronbach's α of an indicator's questions: from their covariances (raw) and their correlations (standardised)."""

    raw: float
    standardised: float
    answers: int


def cronbach(values: Real) -> Alpha | None:
    """Return α over the answers that are complete in all columns; None where it is not defined.

    That is with fewer than two columns, fewer than three complete answers, or a column in which all answered alike.
    Source: Cronbach 1951, Psychometrika 16 (3), 297-334.
    """
    complete = values[~np.isnan(values).any(axis=1)] if values.ndim == 2 else values
    count = complete.shape[1] if complete.ndim == 2 else 0
    if count < 2 or len(complete) < 3:
        return None
    spreads = complete.var(axis=0, ddof=1)
    whole = float(complete.sum(axis=1).var(ddof=1))
    if float(spreads.min()) <= 0 or whole <= 0:
        return None
    correlations = np.corrcoef(complete, rowvar=False)
    mean_r = float((correlations.sum() - count) / (count * (count - 1)))
    base = 1 + (count - 1) * mean_r
    if base <= 0:
        return None
    raw = count / (count - 1) * (1 - float(spreads.sum()) / whole)
    return Alpha(raw, count * mean_r / base, len(complete))
