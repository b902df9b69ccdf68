"""How sure a number from answers is: 95 % intervals, the difference of two groups, and how well questions hang together.

Everything here takes answers as a random sample of those who could have answered; it says nothing about who did not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
CONFIDENCE = 0.95
LEAST_ANSWERS = 10  # in each of two groups, before a difference is called one
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number from ``count`` answers: ``value`` and its 95 % interval ``low`` to ``high``, in the unit of the answers.

    ``value`` is None where nobody answered; the interval is None from a single answer to a mean.
    """

    count: int
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def margin(self) -> float | None:
        """Half the width of the 95 % interval; None where there is none."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


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
    return Estimate(sums.count, sums.mean, max(lowest, sums.mean - half), min(highest, sums.mean + half))


def share_estimate(count: int, hits: float) -> Estimate:
    """Return the share of ``hits`` among ``count``, 0 to 1, with Wilson's interval.

    Source: Wilson 1927, JASA 22 (158), 209-212. It stays within 0 to 1 and is right for few answers too.
    """
    if count == 0:
        return Estimate(0)
    share = min(1.0, max(0.0, hits / count))
    spread = 1 + _Z * _Z / count
    middle = (share + _Z * _Z / (2 * count)) / spread
    half = _Z * math.sqrt(share * (1 - share) / count + _Z * _Z / (4 * count * count)) / spread
    return Estimate(count, share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


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


@lru_cache(maxsize=4096)
def t_quantile(freedom: float, confidence: float = CONFIDENCE) -> float:
    """Return how many standard errors a two-sided interval reaches, by Student's t with ``freedom`` degrees (above 0)."""
    outside = 1 - confidence
    low, high = 0.0, 2.0
    while _both_tails(high, freedom) > outside:
        low, high = high, high * 2
    t = (low + high) / 2
    for _ in range(100):  # Newton's steps, kept between the bounds: a few are enough
        missing = _both_tails(t, freedom) - outside
        low, high = (t, high) if missing > 0 else (low, t)
        better = t + missing / (2 * _density(t, freedom))
        better = better if low < better < high else (low + high) / 2
        if abs(better - t) <= 1e-14 * t:
            break
        t = better
    return t


def _density(t: float, freedom: float) -> float:
    """Return the density of Student's t."""
    front = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - math.log(freedom * math.pi) / 2
    return math.exp(front - (freedom + 1) / 2 * math.log1p(t * t / freedom))


def _both_tails(t: float, freedom: float) -> float:
    """Return the probability that |T| exceeds ``t``."""
    return _beta_share(freedom / 2, 0.5, freedom / (freedom + t * t))


def _beta_share(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b) by its continued fraction (modified Lentz)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x > (a + 1) / (a + b + 2):
        return 1 - front * _fraction(b, a, 1 - x) / b
    return front * _fraction(a, b, x) / a


def _fraction(a: float, b: float, x: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or tiny)
    found = d
    for step in range(1, 500):
        for term in (
            step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step)),
            -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1)),
        ):
            d = 1 / (1 + term * d or tiny)
            c = 1 + term / c or tiny
            found *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return found
