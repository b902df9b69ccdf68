"""Which days the table behind a metric answers for, and when a period's number is whole. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crm_core.periods import Period


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days that a source table covers: ``first`` and ``last`` with data, ``until`` the last day it answers for.

    ``until`` is the day that the admin set, else the latest day imported; of what is logged by hand, today.
    """

    first: date | None = None
    last: date | None = None
    until: date | None = None

    @property
    def whole(self) -> Period | None:
        """All days that are answered for; None where the table is empty."""
        if self.first is None or self.last is None:
            return None
        return Period(self.first, max(self.last, self.until or self.last))

    def touches(self, period: Period) -> bool:
        """Return whether a day of ``period`` is answered for."""
        whole = self.whole
        return whole is not None and whole.first <= period.last and period.first <= whole.last

    def is_complete(self, period: Period, as_of: date) -> bool:
        """Return whether the last day of ``period`` is past and not after the last day that the table answers for."""
        return self.until is not None and period.last < as_of and period.last <= self.until

    def reaches_back(self, end: date, days: int) -> bool:
        """Return whether the ``days`` days before ``end`` are covered."""
        return self.first is not None and (not days or self.first <= end - timedelta(days=days))

    def counted(self, period: Period, as_of: date) -> Period | None:
        """Return the days of ``period`` up to today and to the last covered day; None where there is none.

        A partial period is compared with the same days of another.
        """
        whole = self.whole
        if whole is None or not self.touches(period):
            return None
        last = min(period.last, whole.last, as_of)
        return Period(period.first, last) if last >= period.first else None


def is_group_complete(period: Period, asked: Period, coverage: Coverage, as_of: date) -> bool:
    """Return whether a group's number holds all of its ``period``: covered, past, and not cut by what was ``asked``."""
    whole = coverage.whole
    if whole is None or not coverage.is_complete(period, as_of):
        return False
    return asked.first <= max(period.first, whole.first) and period.last <= asked.last
