"""Numbers, money, shares and dates as each language writes them. None is shown as "–", never as 0.

What was written once is kept: a board writes four hundred figures and dates at each run, nearly all of them the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time, get_date_format
from babel.numbers import format_currency, format_decimal, get_currency_symbol

from crm_core.i18n.catalogue import Language
from crm_core.money import shown

NO_DATA = "–"
Number = Decimal | int | float
_KEPT = 20_000
_SIZES = ("B", "kB", "MB", "GB", "TB")
Written = TypeVar("Written", bound=Callable[..., str])


def _kept(write: Written) -> Written:
    """Return ``write`` with a memory; equal numbers of different types are written alike."""
    return cast(Written, lru_cache(maxsize=_KEPT)(write))


@cache
def _locale(language: Language) -> Locale:
    """Return Babel's locale: reading its name anew costs more than writing a number."""
    return Locale.parse(language.value)


@_kept
def number(value: Number | None, language: Language, places: int = 0) -> str:
    """Return ``value`` with thousands separators and ``places`` decimals."""
    if value is None:
        return NO_DATA
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(shown(Decimal(str(value)), places), format=pattern, locale=_locale(language)))


@_kept
def money(value: Number | None, currency: str, language: Language) -> str:
    """Return ``value`` as money with the currency's own number of decimals."""
    if value is None:
        return NO_DATA
    return _signed(
        str(format_currency(shown(Decimal(str(value))), currency, locale=_locale(language))), currency, language
    )


@cache
def sign(currency: str, language: Language) -> str:
    """Return the currency's sign; ¥ for yuan in every language, since a store keeps one currency."""
    return "¥" if currency == "CNY" else str(get_currency_symbol(currency, locale=_locale(language)))


def _signed(written: str, currency: str, language: Language) -> str:
    return written.replace(get_currency_symbol(currency, locale=_locale(language)), sign(currency, language))


@_kept
def compact(value: Number | None, language: Language) -> str:
    """Return ``value`` in three or four figures: 1,284万 in Chinese, 12.84M in English."""
    if value is None:
        return NO_DATA
    units = (
        ((10**9, "B"), (10**6, "M"), (10**3, "K"))
        if language is Language.ENGLISH
        else (
            (10**8, "亿" if language is Language.SIMPLIFIED else "億"),
            (10**4, "万" if language is Language.SIMPLIFIED else "萬"),
        )
    )
    amount = Decimal(str(value))
    for size, unit in units:
        if abs(amount) >= size:
            scaled = amount / size
            return number(scaled, language, _places(scaled)) + unit
    return number(amount, language, 0 if amount == amount.to_integral_value() else _places(amount))


def _places(scaled: Decimal) -> int:
    size = abs(scaled)
    if size >= 1000:
        return 0
    return 1 if size >= 100 else 2


@_kept
def compact_money(value: Number | None, currency: str, language: Language) -> str:
    """Return ``value`` as money in three or four figures."""
    if value is None:
        return NO_DATA
    if -1000 < value < 1000 and value % 1:
        return money(value, currency, language)
    minus = "-" if value < 0 else ""
    return f"{minus}{sign(currency, language)}{compact(abs(Decimal(str(value))), language)}"


@_kept
def whole_money(value: Number | None, currency: str, language: Language) -> str:
    """Return ``value`` as money without decimals, for tables that compare."""
    if value is None:
        return NO_DATA
    rounded = shown(Decimal(str(value)), 0)
    written = format_currency(rounded, currency, format="¤#,##0", locale=_locale(language), currency_digits=False)
    return _signed(str(written), currency, language)


def tick(value: Number, language: Language) -> str:
    """Return a round number for a chart's axis, as short as it can be: 100万, 2.5M."""
    return re.sub(r"\.?0+(?=\D*$)", "", text) if "." in (text := compact(value, language)) else text


def share(value: Number | None, language: Language, places: int = 1) -> str:
    """Return a rate of 0-1 as percent."""
    if value is None:
        return NO_DATA
    return number(Decimal(str(value)) * 100, language, places) + "%"


def file_size(count: int, language: Language) -> str:
    """Return a number of bytes in the unit that leaves at most three figures before the point: 14.7 MB."""
    amount, unit = Decimal(count), 0
    while amount >= 1000 and unit < len(_SIZES) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{number(amount, language, 1 if unit and amount < 100 else 0)} {_SIZES[unit]}"


@_kept
def day(value: date | None, language: Language) -> str:
    """Return a date in its medium form: 2026年3月5日, Mar 5, 2026."""
    return NO_DATA if value is None else str(format_date(value, "medium", locale=_locale(language)))


@cache
def day_pattern(language: Language) -> str:
    """Return the pattern with which a table's cells write a date, in moment.js's letters: 2026-11-03, Nov 3, 2026.

    In Chinese that is the short form, of which each is as long as the next; fields to type a date into write it so too.
    """
    if language is not Language.ENGLISH:
        return "YYYY-MM-DD"
    pattern = str(get_date_format("medium", locale=_locale(language)).pattern)
    return pattern.replace("y", "YYYY").replace("d", "D")


def moment_pattern(language: Language) -> str:
    """Return the pattern with which a table's cells write an instant, in moment.js's letters."""
    return f"{day_pattern(language)} HH:mm"


@_kept
def span(first: date, last: date, language: Language) -> str:
    """Return the days from ``first`` to ``last``: 2025年11月1日至20日, Nov 1 – 20, 2025."""
    if first == last:
        return day(first, language)
    return str(format_interval(first, last, "yMMMd", locale=_locale(language)))


@_kept
def short_month(value: date, language: Language) -> str:
    """Return the month alone, for axes: 3月, Mar."""
    return str(format_skeleton("MMM", datetime(value.year, value.month, 1), locale=_locale(language)))  # noqa: DTZ001 - a month has no zone


@_kept
def weekday(value: date, language: Language, *, with_year: bool = False) -> str:
    """Return month, day and weekday: 11月22日星期日; ``with_year`` for a day of another year."""
    skeleton = "yMMMEd" if with_year else "MMMMEEEEd"
    return str(format_skeleton(skeleton, datetime(value.year, value.month, value.day), locale=_locale(language)))  # noqa: DTZ001 - a day has no zone


@_kept
def month(value: date, language: Language) -> str:
    """Return year and month: 2026年3月, Mar 2026."""
    return str(format_skeleton("yMMM", datetime(value.year, value.month, 1), locale=_locale(language)))  # noqa: DTZ001 - a month has no zone


@_kept
def months(first: date, last: date, language: Language) -> str:
    """Return the months from ``first`` to ``last``: 2025年11月至2026年11月, Nov 2025 – Nov 2026."""
    if (first.year, first.month) == (last.year, last.month):
        return month(first, language)
    return str(format_interval(first, last, "yMMM", locale=_locale(language)))


@_kept
def moment(value: datetime | None, zone: str, language: Language) -> str:
    """Return an instant as date and time in ``zone``."""
    if value is None:
        return NO_DATA
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date(), language)} {format_time(local.replace(tzinfo=None), 'HH:mm', locale=_locale(language))}"
