"""Spreading a value: over months and quarters, or over teams and people, so that the sum is kept exactly. No I/O.

What adds up (sales, orders, returns) is divided by a shape; what does not (rates, states, scores) stands with the same
value in each part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from crm_core.errors import N_
from crm_core.periods import Period, PeriodKind, add_months
from crm_core.targets.workdays import working_days

ZERO, ONE = Decimal(0), Decimal(1)
Part = TypeVar("Part")
Place = tuple[PeriodKind, date]


class Way(StrEnum):
    """By what a value is spread."""

    LAST_YEAR = "last_year"
    WORKING_DAYS = "working_days"
    EVENLY = "evenly"


WAY_LABELS = {
    Way.LAST_YEAR: N_("Like last year"),
    Way.WORKING_DAYS: N_("By working days"),
    Way.EVENLY: N_("Evenly"),
}


def spread(total: Decimal, weights: Sequence[Decimal], step: Decimal = ONE) -> list[Decimal]:
    """Return ``total`` in parts by ``weights``, each a whole number of ``step``s, that add up to it exactly.

    Largest remainder: what rounding leaves over goes to the parts that lost most by it. A weight below 0 counts as 0;
    where no weight is above 0 the parts are equal. What of ``total`` is no whole step goes to the largest part. Parts
    of a total of 0 or more are 0 or more, those of a total below 0 are 0 or less.
    """
    shares = _shares(weights)
    steps, rest = divmod(abs(total), step)
    exact = [Fraction(steps) * share for share in shares]
    counts = [int(part) for part in exact]
    left = int(steps) - sum(counts)
    for index in sorted(range(len(counts)), key=lambda place: (counts[place] - exact[place], place))[:left]:
        counts[index] += 1
    amounts = [step * count for count in counts]
    if rest:
        amounts[max(range(len(shares)), key=lambda place: (shares[place], -place))] += rest
    return [-amount for amount in amounts] if total < 0 else amounts


def _shares(weights: Sequence[Decimal]) -> list[Fraction]:
    kept = [Fraction(max(weight, ZERO)) for weight in weights]
    whole = sum(kept, Fraction(0))
    return [weight / whole for weight in kept] if whole else [Fraction(1, len(kept))] * len(kept)


def rough_step(whole: Decimal, parts: int, least: Decimal) -> Decimal:
    """Return what parts are rounded to so that they have three figures: 100 for 80,000 a month; ``least`` at the least."""
    part = abs(whole) / parts
    return max(least, Decimal(10) ** (part.adjusted() - 2)) if part else least


@dataclass(frozen=True, slots=True)
class Basis:
    """What one month's weight rests on: days of last year that lie to Spring Festival as the month does, and their value.

    ``days`` are those that the data cover; None where there are none.
    """

    month: Period
    days: Period | None
    value: Decimal | None

    @property
    def a_working_day(self) -> Decimal | None:
        """What a working day brought; None where nothing is known."""
        if self.days is None or self.value is None:
            return None
        count = working_days(self.days)
        return max(self.value, ZERO) / count if count else None


def shape_of_last_year(bases: Sequence[Basis]) -> list[Decimal] | None:
    """Return the months' weights: what a working day brought in the days alike of last year, times their working days.

    A month of whose days nothing is known takes the mean working day of the others. None where nothing was brought at all.
    """
    known = [basis.a_working_day for basis in bases]
    rates = [rate for rate in known if rate is not None]
    if not any(rates):
        return None
    mean = sum(rates, ZERO) / len(rates)
    return [
        (mean if rate is None else rate) * working_days(basis.month) for rate, basis in zip(known, bases, strict=True)
    ]


def over_the_year(total: Decimal, weights: Sequence[Decimal], year_first: date, step: Decimal) -> dict[Place, Decimal]:
    """Return the twelve months and four quarters of a year's ``total``; quarters are the sums of their months."""
    months = spread(total, weights, step)
    firsts = [add_months(year_first, place) for place in range(12)]
    found: dict[Place, Decimal] = {
        (PeriodKind.MONTH, first): value for first, value in zip(firsts, months, strict=True)
    }
    for place in range(0, 12, 3):
        found[PeriodKind.QUARTER, firsts[place]] = sum(months[place : place + 3], ZERO)
    return found


def same_in_each(value: Decimal, year_first: date) -> dict[Place, Decimal]:
    """Return the twelve months and four quarters of what does not add up: the same value in each."""
    found: dict[Place, Decimal] = {(PeriodKind.MONTH, add_months(year_first, place)): value for place in range(12)}
    return found | {(PeriodKind.QUARTER, add_months(year_first, place)): value for place in range(0, 12, 3)}


def spread_down(
    wholes: Mapping[Place, Decimal], weights: Mapping[Part, Decimal], year_first: date, step: Decimal
) -> dict[Part, dict[Place, Decimal]]:
    """Return the parts of each period's value for teams or people by ``weights``: they add up to it exactly.

    Where the year is the sum of its months and quarters, so is each part's: months are divided, the rest is summed.
    """
    parts = list(weights)
    found: dict[Part, dict[Place, Decimal]] = {part: {} for part in parts}
    summed = _adds_up(wholes, year_first)
    for place, whole in wholes.items():
        if summed and place[0] is not PeriodKind.MONTH:
            continue
        for part, value in zip(parts, spread(whole, list(weights.values()), step), strict=True):
            found[part][place] = value
    if summed:
        for own in found.values():
            own |= {place: _sum_of_months(own, place) for place in wholes if place[0] is not PeriodKind.MONTH}
    return found


def sums_follow(
    before: Mapping[Place, Decimal], after: Mapping[Place, Decimal], year_first: date
) -> dict[Place, Decimal]:
    """Return ``after`` with quarters and year summed anew from their months, where they were so ``before``."""
    if not _adds_up(before, year_first):
        return dict(after)
    return {place: _sum_of_months(after, place) for place in after}


def _adds_up(wholes: Mapping[Place, Decimal], year_first: date) -> bool:
    months = [(PeriodKind.MONTH, add_months(year_first, place)) for place in range(12)]
    if any(month not in wholes for month in months):
        return False
    return all(_sum_of_months(wholes, place) == value for place, value in wholes.items())


def _sum_of_months(values: Mapping[Place, Decimal], place: Place) -> Decimal:
    kind, first = place
    count = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}[kind]
    return sum((values[PeriodKind.MONTH, add_months(first, step)] for step in range(count)), ZERO)
