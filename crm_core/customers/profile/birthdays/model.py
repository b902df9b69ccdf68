"""Birthdays by the solar and by the lunar calendar, and on which day of a year each is kept. No I/O.

Rules of the lunar calendar, as families keep them:
- Who was born in a leap month has the birthday in that leap month where the year has it, else in the month of that number.
- Who was born in a month of the same number keeps it there, never in the leap month that follows it.
- The 30th is kept on the last day of a month that has 29 days.
- Lunar years begin with Spring Festival: a solar year may hold a birthday twice, or not at all.
Of the solar calendar, 29 February is kept on 28 February of other years.

Source of lunar dates: the ``borax`` library, whose table is that of the Hong Kong Observatory, for the years 1900 to 2100.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from borax.calendars.lunardate import LCalendars, LunarDate

from crm_core.errors import N_, InvalidInput, Message, message

FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR = 1900, 2100
_LONGEST_MONTHS = {4: 30, 6: 30, 9: 30, 11: 30, 2: 29}


class Calendar(StrEnum):
    """By which calendar a birthday is kept."""

    SOLAR = "solar"
    LUNAR = "lunar"


CALENDAR_LABELS = {Calendar.SOLAR: N_("Solar calendar"), Calendar.LUNAR: N_("Lunar calendar")}


@dataclass(frozen=True, slots=True)
class Birthday:
    """Month and day of a birthday; ``is_leap`` says that the month is a leap month of the lunar calendar."""

    calendar: Calendar
    month: int
    day: int
    is_leap: bool = False

    @property
    def key(self) -> str:
        """How the store knows it: s0831, l0815, L0615."""
        letter = "s" if self.calendar is Calendar.SOLAR else "L" if self.is_leap else "l"
        return f"{letter}{self.month:02d}{self.day:02d}"

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> Birthday:
        """Return the birthday of ``calendar``, ``month``, ``day`` and ``is_leap``.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        problems: dict[str, Message] = {}
        choice = str(given.get("calendar") or "")
        if choice not in tuple(Calendar):
            problems["calendar"] = message(N_("Please choose from the list."))
        is_lunar = choice == Calendar.LUNAR
        month = _whole(given.get("month"), 12)
        if month is None:
            problems["month"] = message(N_("A month from 1 to 12, please."))
        longest = 30 if is_lunar else _LONGEST_MONTHS.get(month or 1, 31)
        day = _whole(given.get("day"), longest)
        if day is None:
            problems["day"] = message(N_("A day from 1 to {most}, please."), most=longest)
        if problems or month is None or day is None:
            raise InvalidInput(problems)
        return cls(Calendar(choice), month, day, is_lunar and given.get("is_leap") is True)


def _whole(value: object, most: int) -> int | None:
    text = str(value).strip() if value is not None and not isinstance(value, bool) else ""
    if not (text.isascii() and text.isdigit() and len(text) < 3):
        return None
    return int(text) if 1 <= int(text) <= most else None


def lunar_day(month: int, day: int, *, is_leap: bool, lunar_year: int) -> date:
    """Return the solar day on which a lunar birthday is kept in a lunar year.

    Raises:
        ValueError: the year lies outside those that are known.
    """
    if not FIRST_LUNAR_YEAR <= lunar_year <= LAST_LUNAR_YEAR:
        raise ValueError(f"lunar years are known from {FIRST_LUNAR_YEAR} to {LAST_LUNAR_YEAR}")
    leap = int(is_leap and LCalendars.leap_month(lunar_year) == month)
    last = LCalendars.ndays(lunar_year, month, leap)
    found: date = LunarDate(lunar_year, month, min(day, last), leap).to_solar_date()
    return found


@cache
def keys_of(day: date) -> tuple[str, ...]:
    """Return the keys of the birthdays that are kept on a solar day."""
    keys = [f"s{day:%m%d}"]
    if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
        keys.append("s0229")
    if not FIRST_LUNAR_YEAR < day.year < LAST_LUNAR_YEAR:
        return tuple(keys)
    lunar = LunarDate.from_solar(day)
    leap_month = LCalendars.leap_month(lunar.year)
    last = LCalendars.ndays(lunar.year, lunar.month, lunar.leap)
    days = (lunar.day, 30) if lunar.day == 29 == last else (lunar.day,)
    letters = "L" if lunar.leap else "l" if leap_month == lunar.month else "lL"
    return (*keys, *(f"{letter}{lunar.month:02d}{number:02d}" for letter in letters for number in days))


@dataclass(frozen=True, slots=True)
class BirthdayMark:
    """A birthday that was entered beside a customer's own data. ``contact_id`` 0: the customer's own; ``day`` is masked."""

    contact_id: int
    name: str
    calendar: Calendar
    month: int
    is_leap: bool
    version: int
