"""How wide 95 % intervals are: Student's t of means and Wilson's of shares. No I/O; scipy agrees in the tests."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


def wilson(count: int, hits: float) -> tuple[float, float]:
    """Return both ends, 0 to 1, of the interval of a share of ``hits`` among ``count`` (above 0).

    Source: Wilson 1927, JASA 22 (158), 209-212. It stays within 0 to 1, holds the share, and is right for few too.
    """
    share = min(1.0, max(0.0, hits / count))
    spread = 1 + _Z * _Z / count
    middle = (share + _Z * _Z / (2 * count)) / spread
    half = _Z * math.sqrt(share * (1 - share) / count + _Z * _Z / (4 * count * count)) / spread
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


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
