"""By when something shall be reached, or that it lies in the past: read out of a sentence, given the day of reading. No I/O.

A span such as "the second quarter" ends on its last day; "before October" on the day before it begins. Where no year is
given, the coming one is meant. "Within two years" counts from the day of reading. A year in the past makes a result, no target.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from crm_core.drafting.wording import NUMBER, number_of
from crm_core.periods import add_months

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_YEARS = {"去年": -1, "上年": -1, "今年": 0, "本年": 0, "当年": 0, "明年": 1, "来年": 1, "次年": 1, "后年": 2}
_YEAR = r"(?:(?P<year>20\d\d)\s?年度?|(?P<rel>去年|上年|今年|本年|当年|明年|来年|次年|后年)度?)"
_EN_YEAR = r"(?:,?\s?(?:of\s|in\s)?(?P<year>20\d\d)|\s(?:of\s)?(?P<rel>this year|next year))"
_BEFORE = r"(?:(?P<by>before|prior to|by|until|till|in|on|at|during|through)\s)?(?:the\s)?(?:end\sof\s)?(?:the\s)?"


@dataclass(frozen=True, slots=True)
class Horizon:
    """A stretch of text that says when: its last day, and whether all of it is past."""

    start: int
    end: int
    by: date
    is_past: bool


_Make = Callable[[re.Match[str], date], date]


def horizons(text: str, read_on: date) -> tuple[Horizon, ...]:
    """Return what a folded text says of when, in its order."""
    found: list[Horizon] = []
    for pattern, make in _RULES:
        for match in pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in found):
                continue
            try:
                by = make(match, read_on)
            except (ValueError, OverflowError):
                continue
            found.append(Horizon(match.start(), match.end(), by, by < read_on))
    return tuple(sorted(found, key=lambda one: one.start))


def _year(match: re.Match[str], read_on: date) -> int | None:
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    told = groups.get("rel")
    if told:
        return read_on.year + {"this year": 0, "next year": 1}.get(told, _YEARS.get(told, 0))
    return None


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _coming(make: Callable[[int], date], year: int | None, read_on: date) -> date:
    """Return a day in the given year; without one, in the year of reading or, where that is past, in the next."""
    if year is not None:
        return make(year)
    this = make(read_on.year)
    return this if this >= read_on else make(read_on.year + 1)


def _day(match: re.Match[str], read_on: date) -> date:
    month = _month(match["month"])
    day = int(number_of(match["day"]))
    return _coming(lambda year: date(year, month, day), _year(match, read_on), read_on)


def _month(told: str) -> int:
    if told.isascii() and told.isalpha():
        return next(place for place, name in enumerate(_MONTHS, 1) if name.startswith(told[:3]))
    return int(number_of(told))


def _of_month(match: re.Match[str], read_on: date) -> date:
    month = _month(match["month"])
    year = _year(match, read_on)
    if match.groupdict().get("by") in ("before", "prior to"):
        return _coming(lambda one: date(one, month, 1) - timedelta(days=1), year, read_on)
    return _coming(lambda one: _end_of_month(one, month), year, read_on)


def _of_quarter(match: re.Match[str], read_on: date) -> date:
    told = match["quarter"]
    quarter = _ORDER.get(told) or int(told)
    return _coming(lambda one: _end_of_month(one, quarter * 3), _year(match, read_on), read_on)


def _of_half(match: re.Match[str], read_on: date) -> date:
    is_first = match["half"] in ("上", "first", "1")
    return _coming(lambda one: date(one, 6, 30) if is_first else date(one, 12, 31), _year(match, read_on), read_on)


def _this_quarter(read_on: date, later: int) -> date:
    month = (read_on.month - 1) // 3 * 3 + 3 + 3 * later
    return _end_of_month(read_on.year + (month - 1) // 12, (month - 1) % 12 + 1)


def _of_year(match: re.Match[str], read_on: date) -> date:
    year = _year(match, read_on)
    return date(read_on.year if year is None else year, 12, 31)


def _span(match: re.Match[str], read_on: date) -> date:
    count, unit = int(number_of(match["count"])), match["unit"]
    if unit.startswith(("年", "year")):
        return add_months(read_on, 12 * count)
    if unit.startswith(("个季", "季", "quarter")):
        return add_months(read_on, 3 * count)
    if unit.startswith(("个月", "月", "month")):
        return add_months(read_on, count)
    return read_on + timedelta(days=count * (7 if unit.startswith(("周", "个星期", "星期", "week")) else 1))


_COUNT = f"(?P<count>{NUMBER})"
_RULES: tuple[tuple[re.Pattern[str], _Make], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        # 2026年12月31日, 9月30日; 2027年6月底, 明年6月底, 九月底前
        (
            rf"{_YEAR}?\s?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})月(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号]前?",
            _day,
        ),
        (rf"{_YEAR}\s?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:底|末|份|内)?前?", _of_month),
        (r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:底|末|内)前?", _of_month),
        # 2027年第二季度, 明年第一季, 第三季度, 2027年q2
        (rf"{_YEAR}?\s?的?第(?P<quarter>[一二三四1-4])季度?(?:内|底|末)?前?", _of_quarter),
        (rf"{_YEAR}\s?q(?P<quarter>[1-4])(?!\d)", _of_quarter),
        (rf"{_YEAR}?的?(?P<half>[上下])半年(?:度|内|底)?前?", _of_half),
        (r"(?:本|这个?)季度?(?:内|底|末)?前?", lambda _m, d: _this_quarter(d, 0)),
        (r"下个?季度?(?:内|底|末)?前?", lambda _m, d: _this_quarter(d, 1)),
        (r"上个?季度?", lambda _m, d: _this_quarter(d, -1)),
        (r"上个?月", lambda _m, d: d.replace(day=1) - timedelta(days=1)),
        (r"(?:本|这个?)月(?:内|底|末)?前?", lambda _m, d: _end_of_month(d.year, d.month)),
        (r"下个?月(?:内|底|末)?前?", lambda _m, d: _end_of_month(add_months(d, 1).year, add_months(d, 1).month)),
        (rf"(?:到|至|于|在)?{_YEAR}(?:年?[底末]|内|末)?前?", _of_year),
        (r"(?:全年|(?<![半一二两三四五六七八九十\d])年内|年底|年末|岁末|本年度)前?", _of_year),
        # 未来两年, 三年内, 期限为18个月
        (
            rf"(?:未来|今后|接下来|往后|期限为?|用时?|为期)的?{_COUNT}(?P<unit>个月|年|个季度|季度|周|个星期|天)(?:之?内|以内|里|间)?",
            _span,
        ),
        (r"(?:在|未来|今后|接下来)?半年(?:之?内|以内|里|后)", lambda _m, d: add_months(d, 6)),
        (rf"(?:在)?{_COUNT}(?P<unit>个月|年|个季度|季度|周|个星期)(?:之?内|以内|里)", _span),
        # by 30 June 2027, by June 30, 2027; before October 2026, by December
        (rf"{_BEFORE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{_MONTH})\b{_EN_YEAR}?", _day),
        (rf"{_BEFORE}(?P<month>{_MONTH})\b\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?%){_EN_YEAR}?", _day),
        (rf"{_BEFORE}(?P<month>{_MONTH})\b{_EN_YEAR}", _of_month),
        (rf"(?P<by>before|by|until|in|during)\s(?:the\s)?(?:end\sof\s)?(?P<month>{_MONTH})\b", _of_month),
        # by the end of q3, in the second quarter of 2027, h1 2027, the second half of 2026
        (rf"{_BEFORE}(?<![a-z])q(?P<quarter>[1-4])(?!\d){_EN_YEAR}?", _of_quarter),
        (rf"{_BEFORE}(?P<quarter>first|second|third|fourth)\squarter{_EN_YEAR}?", _of_quarter),
        (rf"{_BEFORE}(?P<half>first|second)\shalf{_EN_YEAR}?(?:\sof\sthe\syear)?", _of_half),
        (rf"{_BEFORE}\bh(?P<half>[12])\b{_EN_YEAR}?", _of_half),
        (r"(?:by\s)?mid[- ](?P<year>20\d\d)", lambda m, _d: date(int(m["year"]), 6, 30)),
        (r"(?:by|until|in)?\s?(?:the\s)?(?:end\sof\s)?this\squarter", lambda _m, d: _this_quarter(d, 0)),
        (r"(?:by|until|in)?\s?(?:the\s)?(?:end\sof\s)?next\squarter", lambda _m, d: _this_quarter(d, 1)),
        (r"\blast\squarter", lambda _m, d: _this_quarter(d, -1)),
        (r"\blast\s(?:year|month)|\b(?:a|one)\syear\sago|\bpreviously", lambda _m, d: date(d.year - 1, 12, 31)),
        (r"(?:by|until|in|before)?\s?(?:the\s)?(?:end\sof\s)?next\syear", lambda _m, d: date(d.year + 1, 12, 31)),
        (r"(?:by|until|before)?\s?(?:the\s)?(?:year[- ]end|end\sof\s(?:the|this)\syear|this\syear)", _of_year),
        (rf"{_BEFORE}(?:fy|fiscal\s(?:year\s)?|financial\syear\s)\s?(?P<year>20\d\d)", _of_year),
        (r"(?:by|in|until|during|through|for)\s(?:the\s)?(?:end\sof\s|year\s)?(?P<year>20\d\d)\b", _of_year),
        (
            rf"(?:within|in|over|during|for)\s(?:the\s)?(?:next\s|coming\s|following\s)?{_COUNT}[- ](?P<unit>years?|months?|quarters?|weeks?)\b",
            _span,
        ),
    )
)
