"""Days and moments as people and programs write them.

A day that could be read two ways is never guessed from one cell: ``judge_order`` looks at a whole column, and cells that
do not fit the column are refused. Times without a zone are the company's own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from zoneinfo import ZoneInfo

from crm_core.errors import N_, message
from crm_core.exchange.fields import BadValue, is_none, refuse_excel_error
from crm_core.exchange.text import folded

FIRST_YEAR, LAST_YEAR = 1900, 2100
_EPOCH_1900, _EPOCH_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
_LONGEST_DATE = 60
_TYPO_SHARE = 0.05  # so few cells of the other order are taken for mistakes

_TIME = (
    r"(?:[ T]*(?:(?P<half>上午|下午|中午|凌晨|早上|晚上|am|pm|a\.m\.|p\.m\.)\s*)?(?P<hour>\d{1,2})[:时時点點](?P<minute>\d{1,2})?分?"
    r"(?:[::]?(?P<second>\d{1,2})秒?(?:[.,](?P<fraction>\d{1,9}))?)?\s*(?P<half2>上午|下午|am|pm|a\.m\.|p\.m\.)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
)}  # fmt: skip
_MONTH = r"(?P<word>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?"
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}})\s*[日号號]?,?{_TIME}",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<second_part>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}),?{_TIME}", re.IGNORECASE
)
_DAY_WORD = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/. ]+{_MONTH}[-/., ]+(?P<year>\d{{4}}),?{_TIME}", re.IGNORECASE
)
_WORD_DAY = re.compile(
    rf"{_MONTH}[-/. ]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[,/. -]+(?P<year>\d{{4}}),?{_TIME}", re.IGNORECASE
)
_MINGUO = re.compile(
    rf"民[国國]\s*(?P<year>\d{{1,3}})\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}})\s*[日号號]?{_TIME}",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?P<year>19\d{2}|20\d{2}|2100)(?P<month>\d{2})(?P<day>\d{2})(?:[ T]?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?)?"
)
_SERIAL = re.compile(r"(?P<days>\d{5})(?:\.(?P<part>\d+))?")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(\s.*)?")
_AFTERNOON = frozenset({"下午", "晚上", "pm", "p.m."})


class DayOrder(StrEnum):
    """How a column writes days with the year last."""

    UNKNOWN = "unknown"  # only days that can be read one way are taken
    DAY_FIRST = "day_first"  # 31/12/2024
    MONTH_FIRST = "month_first"  # 12/31/2024
    YEAR_FIRST = "year_first"  # a column of 2024-12-31, in which others do not fit


@dataclass(frozen=True, slots=True)
class Written:
    """A day and time as written: ``hour`` is ``None`` for a bare day, ``offset`` for a time without a zone."""

    day: dt.date
    time: dt.time | None = None
    offset: dt.timedelta | None = None


def parse_written(text: str, *, order: DayOrder = DayOrder.UNKNOWN, is_epoch_1904: bool = False) -> Written | None:
    """Return what a cell says, ``None`` where blank.

    Raises:
        BadValue: no day, one that does not exist, outside 1900-2100, with a two-digit year, or with two readings.
    """
    cleaned = folded(text)
    if is_none(cleaned):
        return None
    refuse_excel_error(cleaned)
    if len(cleaned) > _LONGEST_DATE:
        raise BadValue(message(N_("This is no date. Expected is one like 2024-03-08 or 2024-03-08 14:30.")))
    if found := _YEAR_FIRST.fullmatch(cleaned) or _COMPACT.fullmatch(cleaned):
        return _written(found, int(found["year"]), int(found["month"]), int(found["day"]))
    if found := _YEAR_LAST.fullmatch(cleaned):
        month, day = _month_and_day(int(found["first"]), int(found["second_part"]), order)
        return _written(found, int(found["year"]), month, day)
    if found := _SERIAL.fullmatch(cleaned):
        return _from_serial(int(found["days"]), float(f"0.{found['part'] or 0}"), is_epoch_1904)
    if found := _DAY_WORD.fullmatch(cleaned) or _WORD_DAY.fullmatch(cleaned):
        return _written(found, int(found["year"]), _MONTHS[found["word"][:3].lower()], int(found["day"]))
    if found := _MINGUO.fullmatch(cleaned):
        return _written(found, int(found["year"]) + 1911, int(found["month"]), int(found["day"]))
    if _SHORT_YEAR.fullmatch(cleaned):
        raise BadValue(
            message(N_("The year has two digits, so the date can be read in several ways. Write 2024-03-08."))
        )
    raise BadValue(message(N_("This is no date. Expected is one like 2024-03-08 or 2024-03-08 14:30.")))


def parse_day(text: str, *, order: DayOrder = DayOrder.UNKNOWN, is_epoch_1904: bool = False) -> dt.date | None:
    """Return a day; a time of day is left out. Raises ``BadValue`` as ``parse_written`` does."""
    written = parse_written(text, order=order, is_epoch_1904=is_epoch_1904)
    return written.day if written else None


def parse_moment(
    text: str, zone: str, *, order: DayOrder = DayOrder.UNKNOWN, is_epoch_1904: bool = False
) -> dt.datetime | None:
    """Return an aware instant in UTC; without a zone of its own the text is in the company's ``zone``, a bare day is 00:00.

    Raises ``BadValue`` as ``parse_written`` does.
    """
    written = parse_written(text, order=order, is_epoch_1904=is_epoch_1904)
    return instant(written, ZoneInfo(zone)) if written else None


def instant(written: Written, zone: ZoneInfo) -> dt.datetime:
    """Return the aware instant in UTC. Of an hour that happens twice the first is meant."""
    local = dt.datetime.combine(written.day, written.time or dt.time())
    if written.offset is not None:
        return local.replace(tzinfo=dt.timezone(written.offset)).astimezone(dt.UTC)
    return local.replace(tzinfo=zone).astimezone(dt.UTC)


def judge_order(texts: Mapping[str, int] | Iterable[str]) -> DayOrder:
    """Return how a column writes its days, from its distinct texts and how often each occurs.

    A column most of whose days have the year first is ``YEAR_FIRST``. Otherwise a day above 12 tells the order, unless
    both orders occur more often than by mistake. ``UNKNOWN`` where nothing tells.
    """
    counts = texts if isinstance(texts, Mapping) else dict.fromkeys(texts, 1)
    year_first = day_first = month_first = either = 0
    for text, times in counts.items():
        cleaned = folded(text)[:_LONGEST_DATE]
        if _YEAR_FIRST.fullmatch(cleaned) or _COMPACT.fullmatch(cleaned):
            year_first += times
        elif found := _YEAR_LAST.fullmatch(cleaned):
            first, second = int(found["first"]), int(found["second_part"])
            day_first += times * (first > 12 >= second)
            month_first += times * (second > 12 >= first)
            either += times * (first <= 12 and second <= 12)
    if year_first > day_first + month_first + either:
        return DayOrder.YEAR_FIRST
    told = day_first + month_first
    if told and month_first <= told * _TYPO_SHARE:
        return DayOrder.DAY_FIRST
    if told and day_first <= told * _TYPO_SHARE:
        return DayOrder.MONTH_FIRST
    return DayOrder.UNKNOWN


def _month_and_day(first: int, second: int, order: DayOrder) -> tuple[int, int]:
    if order is DayOrder.DAY_FIRST:
        return second, first
    if order is DayOrder.MONTH_FIRST:
        return first, second
    if first > 12 >= second:
        return second, first
    if second > 12 >= first or first == second:
        return first, second
    if order is DayOrder.YEAR_FIRST:
        raise BadValue(message(N_(
            "The other dates of this column begin with the year; this one can be read in two ways. Write it like them."
        )))  # fmt: skip
    raise BadValue(message(N_(
        "Day and month cannot be told apart. Say which comes first, or write dates like 2024-03-08."
    )))  # fmt: skip


def _written(found: re.Match[str], year: int, month: int, day: int) -> Written:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadValue(message(
            N_("The year must lie between {first} and {last}."), first=FIRST_YEAR, last=LAST_YEAR
        ))  # fmt: skip
    parts = found.groupdict()
    try:
        written = Written(dt.date(year, month, day), _time(parts) if parts.get("hour") else None)
    except ValueError as error:
        raise BadValue(message(N_("This day or time does not exist in the calendar."))) from error
    zone = parts.get("zone")
    return replace(written, offset=_offset(zone)) if zone else written


def _time(parts: Mapping[str, str | None]) -> dt.time:
    hour = int(parts["hour"] or 0)
    half = (parts.get("half") or parts.get("half2") or "").lower()
    if half:
        if half in _AFTERNOON and hour < 12:
            hour += 12
        elif half in {"am", "a.m.", "上午", "凌晨"} and hour == 12:
            hour = 0
    fraction = (parts.get("fraction") or "")[:6].ljust(6, "0")
    return dt.time(hour, int(parts["minute"] or 0), int(parts["second"] or 0), int(fraction))


def _offset(zone: str) -> dt.timedelta:
    if zone[0] not in "+-":
        return dt.timedelta()
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 14 or minutes > 59:
        raise BadValue(message(N_("This day or time does not exist in the calendar.")))
    return dt.timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)


def _from_serial(days: int, part: float, is_epoch_1904: bool) -> Written:
    """Return the day that a spreadsheet counts as ``days``, with ``part`` of it gone."""
    day = (_EPOCH_1904 if is_epoch_1904 else _EPOCH_1900) + dt.timedelta(days=days)
    seconds = round(part * 86_400)
    if seconds == 86_400:
        day, seconds = day + dt.timedelta(days=1), 0
    if day.year > LAST_YEAR:
        raise BadValue(message(N_("This is no date. Expected is one like 2024-03-08 or 2024-03-08 14:30.")))
    minutes, second = divmod(seconds, 60)
    return Written(day, dt.time(minutes // 60, minutes % 60, second) if part else None)
