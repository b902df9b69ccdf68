"""The same span a year before, aligned to Spring Festival where that matters. No I/O.

Shops empty and fill around Spring Festival, which wanders between 21 January and 20 February. A month compared with the
same month a year before may then hold the festival while the other does not. Aligned, last year's span lies to its
festival as this year's lies to its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from holidays import country_holidays

from crm_core.periods import Period, year_before

NEAR_DAYS = 42  # six weeks
_NAME = "Chinese New Year (Spring Festival)"


@cache
def spring_festival(year: int) -> date | None:
    """Return the first day of the lunar year that begins in ``year``; None outside the known calendar (1950-2099)."""
    days = country_holidays("CN", years=year, observed=False, language="en_US")
    return min((day for day, name in days.items() if _NAME in name), default=None)


@dataclass(frozen=True, slots=True)
class YearBefore:
    """The span to compare with, and by how many days it was shifted from the same calendar days (0: not at all)."""

    period: Period
    shift_days: int


def same_span_a_year_before(period: Period, *, align_to_festival: bool = False) -> YearBefore:
    """Return the same calendar days a year earlier, shifted with Spring Festival where asked for and near.

    The span is shifted by the difference of the festivals' dates where it or last year's starts or ends within six weeks
    of its festival, otherwise not at all. Where two festivals are near (a whole year), the nearest decides.
    """
    before = year_before(period)
    shift = _shift(period, before) if align_to_festival else 0
    return YearBefore(before.shifted(shift), shift)


def _shift(period: Period, before: Period) -> int:
    nearest: tuple[int, int] | None = None  # days from a span's end to its festival, shift
    for year in range(period.first.year - 1, period.last.year + 2):
        festival, earlier = spring_festival(year), spring_festival(year - 1)
        if festival is None or earlier is None:
            continue
        near = min(_distance(period, festival), _distance(before, earlier))
        shift = (earlier - before.first).days - (festival - period.first).days
        if near <= NEAR_DAYS and (nearest is None or near < nearest[0]):
            nearest = (near, shift)
    return nearest[1] if nearest else 0


def _distance(period: Period, day: date) -> int:
    return min(abs((period.first - day).days), abs((period.last - day).days))
