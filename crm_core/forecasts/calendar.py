"""What kind of day a day is, and which day of the year before it answers to: what weekly business knows ahead. No I/O."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from crm_core.metrics.festival import spring_festival
from crm_core.periods import add_months
from crm_core.targets.workdays import is_working_day

Whole = npt.NDArray[np.int64]

KINDS = 9
FREE, MADE_UP = 7, 8  # a weekday off work, and a weekend day that is worked 调休; the others are the days of the week
_BEFORE, _AFTER = 30, 24  # days around Spring Festival that answer to those around the last one


def kind_of(day: date) -> int:
    """Return what kind of day it is: 0-4 a worked Monday to Friday, 5-6 a free weekend, 7 a free weekday, 8 a make-up day."""
    if day.weekday() < 5:
        return day.weekday() if is_working_day(day) else FREE
    return MADE_UP if is_working_day(day) else day.weekday()


def year_earlier(day: date) -> date:
    """Return the day of the year before that ``day`` answers to: near Spring Festival by the festival, else by its date."""
    for year in (day.year, day.year + 1):
        festival, last = spring_festival(year), spring_festival(year - 1)
        if festival is not None and last is not None and -_BEFORE <= (day - festival).days <= _AFTER:
            return last + (day - festival)
    return add_months(day, -12)


@lru_cache(maxsize=64)
def laid_out(first: date, count: int) -> tuple[Whole, Whole]:
    """Return of ``count`` days from ``first`` on their kinds, and the places of the days that they answer to (may be < 0)."""
    days = [first + timedelta(days=step) for step in range(count)]
    kinds = np.array([kind_of(day) for day in days], dtype=np.int64)
    earlier = np.array([(year_earlier(day) - first).days for day in days], dtype=np.int64)
    return kinds, earlier
