"""When the demo company sells much and when little: months, weekends, shopping days, Spring Festival."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from crm_core.demo.dice import Real, day_count, first_day
from crm_core.metrics.festival import spring_festival

# January to December: the year of a house that sells tea, tableware and gifts.
_MONTHS = (1.02, 0.90, 0.94, 0.96, 1.02, 1.10, 0.92, 0.94, 1.14, 1.00, 1.16, 1.08)
_SHOPPING_DAYS = {(6, 18): 2.4, (9, 9): 1.3, (11, 11): 2.8, (12, 12): 1.6}
MEMBERS_DAY = 2.1  # the first of each month
GROWTH_A_YEAR = 1.07
_GROWTH_FROM = 2023


def festival_factor(day: date) -> float:
    """Return how the days around Spring Festival sell: gifts before, silence in the week, a slow start after."""
    festival = spring_festival(day.year)
    if festival is None:
        return 1.0
    distance = (day - festival).days
    for first, last, factor in ((-24, -4, 1.75), (-3, -1, 0.75), (0, 6, 0.25), (7, 14, 0.65)):
        if first <= distance <= last:
            return factor
    return 1.0


def growth(day: date) -> float:
    """Return the company's size against the start of 2023."""
    return float(GROWTH_A_YEAR ** (day.year - _GROWTH_FROM + (day.month - 1) / 12))


def day_weights(month: int) -> Real:
    """Return how much each day of the month sells against an ordinary weekday of the year's start."""
    first = first_day(month)
    weights = []
    for offset in range(day_count(month)):
        day = first + timedelta(days=offset)
        weight = _MONTHS[day.month - 1] * growth(day) * festival_factor(day)
        weight *= 1.22 if day.weekday() >= 5 else 1.0
        weight *= _SHOPPING_DAYS.get((day.month, day.day), 1.0)
        weights.append(max(weight, 0.9) * MEMBERS_DAY if day.day == 1 else weight)
    return np.array(weights)
