"""Working days by the official calendar: weekends and public holidays are off, make-up days 调休 are worked. No I/O.

The make-up days of a year are published in the autumn before; of years whose are not known yet, public holidays and
weekends alone decide. Source: the ``holidays`` library, which carries the notices of the State Council.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

from crm_core.periods import Period


@cache
def _working_days_of_year(year: int) -> tuple[date, ...]:
    calendar = country_holidays("CN", years=year)
    days = (date(year, 1, 1) + timedelta(days=step) for step in range(366))
    return tuple(day for day in days if day.year == year and calendar.is_working_day(day))


def working_days(period: Period) -> int:
    """Return how many days of ``period`` are worked."""
    years = range(period.first.year, period.last.year + 1)
    return sum(day in period for year in years for day in _working_days_of_year(year))


@cache
def _working_set_of_year(year: int) -> frozenset[date]:
    return frozenset(_working_days_of_year(year))


def is_working_day(day: date) -> bool:
    """Return whether ``day`` is worked."""
    return day in _working_set_of_year(day.year)


def next_working_day(day: date) -> date:
    """Return ``day`` where it is worked, else the first day after it that is."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def last_working_day_before(day: date) -> date:
    """Return the last day before ``day`` that is worked."""
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_day_after(day: date, count: int) -> date:
    """Return the ``count``-th working day after ``day``; for 0, ``day`` itself or the first after it that is worked."""
    if count == 0:
        return next_working_day(day)
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1))
    return day


def working_day_until(day: date) -> date:
    """Return ``day`` where it is worked, else the last day before it that is."""
    return day if is_working_day(day) else last_working_day_before(day)
