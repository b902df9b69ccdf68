"""Ranges of days: months, quarters, years, and the same span a year before. Both ends are inclusive."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from crm_core.errors import N_, InvalidInput, message


class PeriodKind(StrEnum):
    """How long a period is; its value is what the store and the command line say."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidInput({"to": message(N_("The last day lies before the first day."))})

    @property
    def day_count(self) -> int:
        """The number of days, at least 1."""
        return (self.last - self.first).days + 1

    @property
    def end(self) -> date:
        """The day after the last, for half-open comparisons."""
        return self.last + timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def shifted(self, days: int) -> Period:
        """Return the same number of days, ``days`` later (earlier where negative)."""
        return Period(self.first + timedelta(days=days), self.last + timedelta(days=days))


def add_months(day: date, months: int) -> date:
    """Return the day ``months`` later; the 31st becomes the month's last day, 29 February the 28th."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_of(day: date) -> Period:
    """Return the calendar month that holds ``day``."""
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def quarter_of(day: date, first_month: int = 1) -> Period:
    """Return the quarter that holds ``day`` in a year that begins with month ``first_month`` (1-12)."""
    first = add_months(day.replace(day=1), -((day.month - first_month) % 3))
    return Period(first, add_months(first, 3) - timedelta(days=1))


def year_of(day: date, first_month: int = 1) -> Period:
    """Return the year that holds ``day``, beginning with month ``first_month`` (1-12)."""
    first = add_months(day.replace(day=1), -((day.month - first_month) % 12))
    return Period(first, add_months(first, 12) - timedelta(days=1))


def period_of(kind: PeriodKind, day: date, first_month: int = 1) -> Period:
    """Return the period of ``kind`` that holds ``day``."""
    if kind is PeriodKind.MONTH:
        return month_of(day)
    return quarter_of(day, first_month) if kind is PeriodKind.QUARTER else year_of(day, first_month)


def year_before(period: Period) -> Period:
    """Return the same calendar days one year earlier; month ends stay month ends."""
    first = add_months(period.first, -12)
    last = add_months(period.end, -12) - timedelta(days=1)
    return Period(first, max(first, last))


def months_in(period: Period) -> list[Period]:
    """Return the calendar months that touch ``period``, in order, each whole."""
    months, day = [], period.first.replace(day=1)
    while day <= period.last:
        months.append(month_of(day))
        day = add_months(day, 1)
    return months
