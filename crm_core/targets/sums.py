"""Whether targets add up: a year and its months and quarters, a whole and its teams or people. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm_core.periods import PeriodKind, add_months
from crm_core.targets.model import Level, Target, TargetScope
from crm_core.targets.spreading import Place

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Adding:
    """A whole beside the sum of its parts. ``missing`` is how many parts have no value; ``total`` sums the others."""

    whole: Decimal
    total: Decimal
    count: int
    missing: int

    @property
    def difference(self) -> Decimal:
        """What the parts lack to the whole; below 0 what they have too much."""
        return self.whole - self.total

    @property
    def is_even(self) -> bool:
        """Whether the parts add up to the whole exactly."""
        return self.difference == 0

    @property
    def share(self) -> Decimal | None:
        """The parts' sum over the whole; None for a whole of 0 or less."""
        return self.total / self.whole if self.whole > 0 else None


def values_by_place(targets: Iterable[Target], level: Level) -> dict[Place, Decimal]:
    """Return the values of one level by kind and first day of their periods."""
    return {
        (target.key.period_kind, target.key.period_first): target.value
        for target in targets
        if target.key.level is level
    }


def year_and_parts(values: Mapping[Place, Decimal], year_first: date, kind: PeriodKind) -> Adding | None:
    """Return the year's value beside the sum of its months or quarters; None without a year or without any part."""
    whole = values.get((PeriodKind.YEAR, year_first))
    length = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}[kind]
    places = [(kind, add_months(year_first, step)) for step in range(0, 12, length)]
    return _adding(whole, [values.get(place) for place in places])


def whole_and_scopes(whole: Decimal | None, values: Mapping[TargetScope, Decimal | None]) -> Adding | None:
    """Return a whole's value beside the sum of its teams' or people's; None without a whole or without any part."""
    return _adding(whole, list(values.values()))


def _adding(whole: Decimal | None, parts: list[Decimal | None]) -> Adding | None:
    given = [part for part in parts if part is not None]
    if whole is None or not given:
        return None
    return Adding(whole, sum(given, ZERO), len(given), len(parts) - len(given))
