"""Numbers, money and dates as the user's language and the company's settings write them."""

from __future__ import annotations

from datetime import date, datetime

from crm_core import clock
from crm_core.i18n import formats
from crm_core.i18n.formats import NO_DATA, Number
from crm_core.periods import Period
from crm_core.ui.house import settings
from crm_core.ui.identity import language

__all__ = [
    "NO_DATA",
    "compact",
    "compact_money",
    "currency_sign",
    "day",
    "days",
    "file_size",
    "moment",
    "money",
    "month",
    "months",
    "number",
    "share",
    "short_month",
    "span",
    "tick",
    "weekday",
    "whole_money",
]


def number(value: Number | None, places: int = 0) -> str:
    """Return a number with thousands separators; "–" for None."""
    return formats.number(value, language(), places)


def compact(value: Number | None) -> str:
    """Return a number in three or four figures, with 万 and 亿 or K and M."""
    return formats.compact(value, language())


def money(value: Number | None) -> str:
    """Return an amount in the store's currency."""
    return formats.money(value, settings().currency, language())


def compact_money(value: Number | None) -> str:
    """Return an amount in three or four figures, in the store's currency."""
    return formats.compact_money(value, settings().currency, language())


def share(value: Number | None, places: int = 1) -> str:
    """Return a rate of 0-1 as percent."""
    return formats.share(value, language(), places)


def file_size(count: int) -> str:
    """Return a number of bytes as 14.7 MB."""
    return formats.file_size(count, language())


def day(value: date | None) -> str:
    """Return a date."""
    return formats.day(value, language())


def span(period: Period) -> str:
    """Return the days of a period."""
    return formats.span(period.first, period.last, language())


def days(first: date, last: date | None) -> str:
    """Return the days from ``first`` to ``last``, which may be open."""
    return formats.span(first, last, language()) if last else f"{day(first)} –"


def months(first: date, last: date) -> str:
    """Return the months from ``first`` to ``last``."""
    return formats.months(first, last, language())


def short_month(value: date) -> str:
    """Return the month alone, for axes."""
    return formats.short_month(value, language())


def tick(value: Number) -> str:
    """Return a round number for a chart's axis."""
    return formats.tick(value, language())


def whole_money(value: Number | None) -> str:
    """Return an amount without decimals, in the store's currency."""
    return formats.whole_money(value, settings().currency, language())


def currency_sign() -> str:
    """Return the sign of the store's currency."""
    return formats.sign(settings().currency, language())


def weekday(value: date) -> str:
    """Return month, day and weekday; the year too where it is not the present one."""
    present = clock.today(settings().zone).year
    return formats.weekday(value, language(), with_year=value.year != present)


def month(value: date) -> str:
    """Return year and month."""
    return formats.month(value, language())


def moment(value: datetime | None) -> str:
    """Return an instant as date and time in the company's zone."""
    return formats.moment(value, settings().zone, language())
