"""Before and after: how much a number differs, how sure that is, and what of it others saw too. Pure statistics, no I/O.

Weeks are taken as a sample of what weeks could have been. That is no proof of a cause: whatever else changed at the same time
is in the difference, except what the comparison group saw as well.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from crm_core.intervals import t_quantile

Real = npt.NDArray[np.float64]
WEEK = 7
LEAST_WEEKS = 4  # on each side, before a difference is called one
LEAST_COUNTED = 10  # customers or answers on each side, where those are the sample


class Verdict(StrEnum):
    """What arithmetic proposes; a person says it."""

    BETTER = "better"
    WORSE = "worse"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"
    TOO_EARLY = "too_early"
    NO_MARGIN = "no_margin"  # there is a difference, and nothing says how sure it is


@dataclass(frozen=True, slots=True)
class Side:
    """What a window came to. ``variance`` is that of ``value`` itself, None where it is not known, from ``count`` units."""

    value: float
    variance: float | None
    count: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a window's number is after less what it would have been: ``expected`` is before, moved as the others moved.

    ``low`` and ``high`` are the ends of the 95 % interval of ``value``; None where no margin is known.
    """

    value: float
    expected: float
    low: float | None
    high: float | None

    @property
    def margin(self) -> float | None:
        """Half the interval's width."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


def side_of_weeks(sums: Real) -> Side:
    """Return what weeks come to together, with the variance of that sum as their spread tells it; at least one week.

    The sum of n weeks has n times the variance of one, s² = Σ(x - x̄)² ÷ (n - 1).
    """
    count = len(sums)
    total = float(sums.sum())
    if count < 2:
        return Side(total, None, count)
    return Side(total, count * float(sums.var(ddof=1)), count)


def side_of_quotient(parts: Real, wholes: Real) -> Side | None:
    """Return the quotient Σ parts ÷ Σ wholes of weeks, with its variance by linearisation; None where nothing was counted.

    Source: Cochran 1977, Sampling Techniques, section 6.3: var(R) = n ÷ (n - 1) × Σ(yᵢ - R xᵢ)² ÷ (Σ xᵢ)².
    """
    whole = float(wholes.sum())
    if whole == 0:
        return None
    value, count = float(parts.sum()) / whole, len(parts)
    if count < 2:
        return Side(value, None, count)
    rest = parts - value * wholes
    return Side(value, count / (count - 1) * float((rest * rest).sum()) / (whole * whole), count)


def side_of_scores(count: int, total: float, squares: float) -> Side | None:
    """Return the mean of scores with the variance of a mean, s² ÷ n; None of nothing."""
    if count == 0:
        return None
    mean = total / count
    if count < 2:
        return Side(mean, None, count)
    return Side(mean, max(0.0, squares - total * mean) / (count - 1) / count, count)


def side_of_share(hits: float, count: int) -> Side | None:
    """Return the share of ``hits`` among ``count`` customers with its variance p (1 - p) ÷ (n - 1); None of nobody."""
    if count == 0:
        return None
    share = hits / count
    return Side(share, share * (1 - share) / (count - 1) if count > 1 else None, count)


def effect(before: Side, after: Side, others: tuple[Side, Side] | None = None, *, by_part: bool = True) -> Effect:
    """Return how ``after`` differs from what ``before`` would have become, had it moved as the ``others`` did.

    Amounts move by a part of themselves (``by_part``), shares and scores by a difference; without others nothing is expected
    to move. The interval is Welch's, with the delta method for the quotient of the others.
    """
    terms, expected = _terms(before, after, others, by_part=by_part)
    value = after.value - expected
    if any(variance is None for variance, _count in terms):
        return Effect(value, expected, None, None)
    known = [(variance, count) for variance, count in terms if variance]
    wide = sum(variance for variance, _count in known)
    if not wide:
        return Effect(value, expected, value, value)
    freedom = wide * wide / sum(variance * variance / (count - 1) for variance, count in known)
    half = t_quantile(freedom) * math.sqrt(wide)
    return Effect(value, expected, value - half, value + half)


Term = tuple[float | None, int]


def _terms(before: Side, after: Side, others: tuple[Side, Side] | None, *, by_part: bool) -> tuple[list[Term], float]:
    """Return the parts of the effect's variance with how many units each rests on, and what was expected."""
    own: list[Term] = [(after.variance, after.count)]
    if others is None or (by_part and others[0].value <= 0):
        return [*own, (before.variance, before.count)], before.value
    was, became = others
    if not by_part:
        rest = [(before.variance, before.count), (was.variance, was.count), (became.variance, became.count)]
        return [*own, *rest], before.value + became.value - was.value
    moved = became.value / was.value
    scaled = before.value / was.value
    factors = ((before, moved), (became, scaled), (was, scaled * moved))
    rest = [
        (None if side.variance is None else side.variance * factor * factor, side.count) for side, factor in factors
    ]
    return [*own, *rest], before.value * moved


def verdict(found: Effect, before: Side, after: Side, least: int, *, lower_is_better: bool) -> Verdict:
    """Return what the effect says at the 5 % level; with fewer than ``least`` units on a side, that it is too early."""
    if min(before.count, after.count) < least:
        return Verdict.TOO_EARLY
    if found.low is None or found.high is None:
        return Verdict.NO_MARGIN
    if found.low <= 0 <= found.high:
        return Verdict.NO_CLEAR_DIFFERENCE
    return Verdict.BETTER if (found.value < 0) == lower_is_better else Verdict.WORSE


def weekly(days: Real) -> Real:
    """Return the sums of whole weeks; the days are a multiple of seven."""
    return np.asarray(days.reshape(-1, WEEK).sum(axis=1))
