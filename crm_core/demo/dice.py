"""The demo company's dice: each roll depends on the seed, on what it is for and on the month alone.

So the company's past does not change with the day on which somebody looks at it: a store that was filled in March and
topped up in May holds the same sales as one that is filled in May.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

SEED = 20260318

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Truth = NDArray[np.bool_]
Texts = NDArray[Any]


class Roll(IntEnum):
    """What a roll is for."""

    CUSTOMERS = 1
    SALES = 2
    TALKS = 3
    EXTRAS = 4
    PLANS = 5
    CONTACTS = 6


def dice(seed: int, roll: Roll, month: int) -> np.random.Generator:
    """Return the dice for one purpose in one month (counted from the year 0)."""
    return np.random.default_rng((seed, int(roll), month))


def month_number(day: date) -> int:
    """Return the months from the year 0 to the month of ``day``."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """Return the first day of a month that ``month_number`` gave."""
    return date(month // 12, month % 12 + 1, 1)


def day_count(month: int) -> int:
    """Return how many days the month has."""
    return (first_day(month + 1) - first_day(month)).days


def day_of(ordinal: int) -> date:
    """Return the day with a proleptic ordinal."""
    return date.fromordinal(int(ordinal))


def pick(rng: np.random.Generator, weights: Real, count: int) -> Whole:
    """Return ``count`` positions in ``weights``, drawn in proportion, with replacement."""
    edges = np.cumsum(weights)
    found: Whole = np.searchsorted(edges, rng.random(count) * edges[-1], side="right")
    return found.clip(0, len(weights) - 1)
