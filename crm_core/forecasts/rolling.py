"""Forecasts made again at past days, with what was known then: errors, and how often a band held. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
import numpy.typing as npt

from crm_core.forecasts.model import BAND, LEAST_ERRORS, half_width

Real = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

STEP = 7  # days between two origins
MOST = 104  # origins looked back on: two years
WARM_UP = 112  # days known before the first origin
LEARNING, NARROWEST, WIDEST = 0.3, 0.5, 4.0  # how fast, and between which widths, a band learns from what it missed


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a forecast comes to, the sizes of its past errors in the same unit, and how often its band held."""

    expected: float
    errors: tuple[float, ...]
    tried: int
    held: int
    chosen: int = 0  # which of several ways of forecasting served best
    stretch: float = 1.0  # how far the band was stretched by what it missed
    trail: tuple[tuple[int, float], ...] = ()  # days ago a forecast was made, and how far above it the outcome was

    @property
    def reach(self) -> float:
        """How far the band reaches to either side."""
        return half_width(self.errors)


def origins(known: int, days: int, warm_up: int = WARM_UP) -> Whole:
    """Return the places (the day after the last known one) of the past forecasts over ``days`` whose outcome is known.

    ``known`` is how many days are known; the last origin's outcome ends with the last of them.
    """
    last = known - days
    count = (last - warm_up) // STEP + 1
    if count <= 0:
        return np.zeros(0, dtype=np.int64)
    return last - STEP * np.arange(count - 1, -1, -1, dtype=np.int64)


def looked_back(  # noqa: PLR0917 - four tables of one shape
    made: Real, came: Real, scale: Real, now: Real, days: int, like: Ahead | None = None, *, back: Whole | None = None
) -> Ahead | None:
    """Return today's forecast by the way that served best so far; None where there are too few past ones.

    ``made`` are the past forecasts, a row each way of making them and a column each origin, ``came`` the outcomes, ``scale``
    (like ``made``) what an error is measured by, ``now`` today's forecasts with, in its second row, their scales. ``back`` says how
    many days ago each was made: then the forecast knows its trail, without any stretching.

    Each past forecast is judged by what was known then: its way, its band and how far the band was stretched. A point on the
    way to an end that was looked back on already is made ``like`` it, and not tried on its own.
    """
    lag, count = -(-days // STEP), len(came)  # an outcome is known ``lag`` origins later
    if count < LEAST_ERRORS:
        return None
    sizes = np.abs(came - made)
    relative = sizes / scale
    if like is not None:
        errors = np.sort(relative[like.chosen, max(0, count - MOST) :]).tolist()
        sized = tuple(error * like.stretch * float(now[1, like.chosen]) for error in errors)
        return Ahead(float(now[0, like.chosen]), sized, 0, 0, like.chosen, like.stretch)
    first = LEAST_ERRORS + lag - 1
    stretch = 1.0
    missed: list[bool] = []
    trail: list[tuple[int, float]] = []
    for place in range(first, count):
        if place - lag >= first:
            stretch = _stretched(stretch, is_missed=missed[place - lag - first])
        way, errors = _known(sizes, relative, place - lag + 1)
        missed.append(bool(relative[way, place] > stretch * half_width(errors)))
        if back is not None:
            trail.append((int(back[place]), float((came[place] - made[way, place]) / scale[way, place])))
    for late in missed[-lag:]:
        stretch = _stretched(stretch, is_missed=late)
    way, errors = _known(sizes, relative, count)
    sized = tuple(error * stretch * float(now[1, way]) for error in errors)
    scaled = tuple((days_ago, error * float(now[1, way])) for days_ago, error in trail[-MOST:])
    return Ahead(float(now[0, way]), sized, len(missed), len(missed) - sum(missed), way, stretch, scaled)


def _known(sizes: Real, relative: Real, end: int) -> tuple[int, list[float]]:
    """Return which way served best over the origins before ``end``, and its errors there, the smallest first."""
    past = slice(max(0, end - MOST), end)
    way = int(np.argmin(sizes[:, past].sum(axis=1)))
    found: list[float] = np.sort(relative[way, past]).tolist()
    return way, found


def _stretched(stretch: float, *, is_missed: bool) -> float:
    """Return how far a band is stretched after one more outcome: wider after a miss, a little narrower after a hit.

    The steps balance where one outcome in five is missed. Source: Gibbs and Candès 2021, "Adaptive conformal inference
    under distribution shift" (NeurIPS 34), with the width in place of the level.
    """
    return min(WIDEST, max(NARROWEST, stretch * exp(LEARNING * (is_missed - (1 - BAND)))))
