"""What is known of the demo company on a day: the customers, sales and talks of a span."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from crm_core.demo.customers import BUYING, KEPT, Customers, customers_of, month_with, number_before
from crm_core.demo.dice import Truth, month_number
from crm_core.demo.sales import Lines, joined, sales_of
from crm_core.demo.talks import Appointment, talks_between
from crm_core.periods import add_months

HISTORY_MONTHS = 36
EARLIEST = date(2010, 1, 1)


@dataclass(frozen=True, eq=False)
class World:
    """The demo company from ``first`` to ``last``, both included; ``people`` are all who can occur in it."""

    seed: int
    first: date
    last: date
    people: Customers
    lines: Lines
    talks: list[Appointment]

    @property
    def done(self) -> list[Appointment]:
        """The interactions of the span."""
        return [one for one in self.talks if self.first.toordinal() <= one.done_on <= self.last.toordinal()]

    def promised(self, since: date | None = None) -> list[Appointment]:
        """The follow-ups that were made by the last day: since a day, or all that matter in the span."""
        first, last = since.toordinal() if since else 0, self.last.toordinal()
        return [one for one in self.talks if one.due_on and first <= one.made_on <= last]

    def until(self, day: date) -> World:
        """Return what of this is known on the evening of ``day``."""
        end = day.toordinal()
        talks = [one for one in self.talks if min(one.made_on, one.done_on) <= end]
        return replace(self, last=day, lines=self.lines.where(self.lines.day <= end), talks=talks)


def history_begins(as_of: date) -> date:
    """Return the first day of the sales that a new demo store holds on ``as_of``."""
    return date.fromordinal(add_months(as_of, -HISTORY_MONTHS).toordinal() + 1)


def world_between(seed: int, first: date, last: date) -> World:
    """Return what happens from ``first`` to ``last``."""
    months = range(month_number(first) - 1, month_number(last) + 1)
    # a store of any day in the last twelve months of the span holds KEPT of them, and BUYING buy in its first month
    oldest = min(number_before(months[-1] - 11) - KEPT, number_before(months[0]) - BUYING)
    people = customers_of(seed, month_with(oldest), months[-1])
    lines = joined([sales_of(seed, month) for month in months])
    inside = (lines.day >= first.toordinal()) & (lines.day <= last.toordinal())
    talks = talks_between(seed, first.toordinal(), last.toordinal())
    return World(seed, first, last, people, lines.where(inside), talks)


def joined_after(people: Customers, known: date, as_of: date) -> Truth:
    """Return who joined after ``known`` and by ``as_of``."""
    found: Truth = (people.joined > known.toordinal()) & (people.joined <= as_of.toordinal())
    return found


def youngest(people: Customers, as_of: date) -> Truth:
    """Return the KEPT customers who joined last by ``as_of``: those that a new store holds."""
    here = people.joined <= as_of.toordinal()
    count = int(here.sum())
    return here & (np.arange(len(people)) >= count - KEPT)
