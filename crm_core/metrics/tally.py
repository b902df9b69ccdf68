"""A mean of scores with the margin of its 95 % interval. No I/O.

The margin is Student's: t(0.975; n - 1) × s ÷ √n, with s² = (Σx² - (Σx)² ÷ n) ÷ (n - 1), as any textbook of statistics has it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

NORMAL = 1.959963984540054  # the 0.975 quantile of the normal distribution
_EXPANDED_FROM = 120  # degrees of freedom from which on the expansion is exact to ten digits


@dataclass(frozen=True, slots=True)
class Tally:
    """What a mean is made of: how many scores, their sum, and the sum of their squares."""

    count: int
    sum: Decimal
    squares: Decimal

    @property
    def mean(self) -> Decimal | None:
        """The mean; None of nothing."""
        return self.sum / self.count if self.count else None

    @property
    def margin(self) -> Decimal | None:
        """Half the width of the mean's 95 % interval; None of fewer than two scores."""
        if self.count < 2:
            return None
        rest = self.count - 1
        variance = max(Decimal(0), self.squares - self.sum * self.sum / self.count) / rest
        return Decimal(str(student_t(rest))) * (variance / self.count).sqrt()


def tally_of(scores: Iterable[Decimal | int]) -> Tally:
    """Return the tally of ``scores``."""
    found = [Decimal(score) for score in scores]
    return Tally(len(found), sum(found, Decimal(0)), sum((score * score for score in found), Decimal(0)))


@cache
def student_t(freedom: int) -> float:
    """Return the 0.975 quantile of Student's t with ``freedom`` (1 or more) degrees of freedom.

    Few degrees by halving the interval of the distribution's closed form, many by the expansion around the normal
    quantile (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3, 26.7.4 and 26.7.5).
    """
    if freedom >= _EXPANDED_FROM:
        return _expanded(freedom)
    low, high = NORMAL, 13.0
    for _step in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < 0.95 else (low, middle)
    return (low + high) / 2


def _expanded(freedom: int) -> float:
    x = NORMAL
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return x + sum(term / float(freedom) ** power for power, term in enumerate(terms, 1))


def _within(t: float, freedom: int) -> float:
    """Return the probability that |T| is below ``t``."""
    angle = math.atan(t / math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    if freedom == 1:
        return 2 * angle / math.pi
    is_odd = freedom % 2
    term = total = cosine if is_odd else 1.0
    for step in range(3 if is_odd else 2, freedom, 2):
        term *= (step - 1) / step * cosine * cosine
        total += term
    return 2 / math.pi * (angle + sine * total) if is_odd else sine * total
