"""The amounts of a sentence: how much, in what, and what the words around say it is. No I/O.

What an amount is follows from the words before and after it: "to", "at least", 以上, 达到 make it a level; "by" and a verb of
change without 到 make it a change; a multiple such as 翻一番 or "halve" is a change too. "From A to B" gives B, and A is what it
was; of a range the end that is reached first counts. What stands after "out of" or 满分 is no amount of anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from crm_core.drafting.model import Amount, Direction, Unit
from crm_core.drafting.wording import NUMBER, SCALE, number_of, scale_of

_UNITS: tuple[tuple[Unit, str], ...] = (
    (Unit.PERCENTAGE_POINTS, r"个?百分点|percentage[- ]points?|pp\b|个点"),
    (Unit.PERCENT, r"%|percent|per cent"),
    (Unit.MONEY, r"元|块钱?|人民币|rmb|yuan|dollars?|euros?|usd|eur|cny"),
    (Unit.HOURS, r"个?(?:工作)?小时|(?:working |business )?hours?|hrs?\b"),
    (Unit.MINUTES, r"分钟|minutes?|mins?\b"),
    (Unit.DAYS, r"个?(?:工作日|自然日|天)|(?:working |business )?days?"),
    (Unit.POINTS, r"分(?![钟之])|points?"),
    (Unit.ORDERS, r"[张笔]?订?单|张|orders?(?= |$|,|\.)"),
    (
        Unit.CUSTOMERS,
        r"[家位名户](?:新?(?:客户|会员|用户|顾客))?|个(?:新?(?:客户|会员|用户|顾客))|人(?!次)|"
        r"(?=(?:[a-z-]+ )?(?:customers|clients|accounts)\b)",
    ),
    (Unit.TIMES, r"人?次|通(?!过)|趟|times"),
    (Unit.INTERACTIONS, r"[条则]|interactions"),
    (Unit.ITEMS, r"[件起宗笔]|cases?"),
)
_UNIT = "|".join(f"(?P<u{place}>{words})" for place, (_unit, words) in enumerate(_UNITS))
_CURRENCY = r"(?P<sign>[$€£¥￥])?\s?"
_PLAIN = re.compile(rf"{_CURRENCY}(?P<number>{NUMBER})\s?(?P<scale>{SCALE})?多?(?:\s?(?:{_UNIT}))?")
_OUT_OF = re.compile(r"百分之(?P<number>[零〇一二两三四五六七八九十百点]+|\d+(?:\.\d+)?)")
_TENTHS = re.compile(
    r"(?<!进)(?P<ten>[一二两三四五六七八九十])成(?P<half>半)?(?P<more>[一二三四五六七八九])?(?![长功立为本员交就分熟])"
)
_FRACTION = re.compile(
    r"(?P<whole>[二三四五六七八九十])分之(?P<part>[一二两三四五六七八九])|(?<=by )(?:a|one)[- ](?P<named>third|quarter|fifth)\b"
)
_NAMED = {"third": Decimal(1) / 3, "quarter": Decimal("0.25"), "fifth": Decimal("0.2")}
_MULTIPLES: tuple[tuple[re.Pattern[str], Decimal, Direction], ...] = tuple(
    (re.compile(pattern), Decimal(value), direction)
    for pattern, value, direction in (
        (r"翻两番", "3", Direction.UP),
        (
            r"翻一?[番倍]|(?:增加|提高|提升|增长|成长)一倍|\bdoubl(?:e|ing)\b|\btwice as (?:many|much)",
            "1",
            Direction.UP,
        ),
        (r"(?:增[至到]|提高到|增长到|成长到)(?:原来的|现在的|目前的)?[三3]倍|\btripl(?:e|ing)\b", "2", Direction.UP),
        (r"减半|减少一半|降低一半|缩短一半|\bhalv(?:e|ing)\b|\b(?:in|by) half\b", "0.5", Direction.DOWN),
    )
)
_LEVEL_BEFORE = re.compile(
    r"(?:到了?|至|达成?|达到|为|是|:|做到|突破|实现|不低于|不少于|不超过|不高于|超过|高于|低于|保持在?|维持在?|控制在|稳定在|"
    r"\b(?:to|at least|at most|above|below|under|over|of|at|than|exceed|reach|is|be|within|achieve|hit)(?: (?:at least|about|around|below|above|under|over|no less than|no more than))?)\s*(?:约|至少|大约|about )?\s*$"
)
_CHANGE_BEFORE = re.compile(
    r"(?:提高|提升|增加|增长|增长率|成长|上升|降低|下降|减少|缩短|压缩|改善|上涨|拉高|再|约|\b(?:by|another|a further)(?: (?:about|at least))?)\s*(?:了|约|至少|不少于)?\s*$"
)
_FROM = re.compile(
    r"(?:从|由|自|\bfrom\b)\s*(?:目前|现在|现有|当前|上年|去年|the present|today's|currently)?的?(?:每个?(?:年度?|季度?|[月周天日]))?\s*$"
)
_AFTER_UP = re.compile(r"^(?:及|或|和)?(?:以上|之上|or more|or better|\+)")
_AFTER_DOWN = re.compile(r"^(?:以下|以内|之内|之下|内|or less|or fewer)")
_NO_AMOUNT = re.compile(r"(?:满分|总分|out of|前|top|每|per|第)\s*$")
_BETWEEN = re.compile(r"^\s*(?:-|~|至|到|to|或)\s*$")


@dataclass(frozen=True, slots=True)
class Given:
    """An amount with its place. ``unit`` None: a bare number. ``amount`` None: the words around do not say."""

    start: int
    end: int
    value: Decimal
    unit: Unit | None
    amount: Amount | None = None
    side: Direction | None = None
    was: Decimal | None = None  # what it is said to be now


def amounts(text: str, skipped: Sequence[tuple[int, int]]) -> tuple[Given, ...]:
    """Return the amounts of a folded text in their order; what lies in ``skipped`` stretches is told as something else."""
    taken = list(skipped)
    found: list[Given] = []
    for one in [*_multiples(text), *_shares(text), *_plain(text)]:
        if not any(one.start < end and start < one.end for start, end in taken):
            found.append(one)
            taken.append((one.start, one.end))
    found.sort(key=lambda one: one.start)
    found = [_told(text, one) for one in found if not _NO_AMOUNT.search(text[: one.start])]
    return tuple(_without_former(text, _ranges_joined(text, found)))


def _multiples(text: str) -> list[Given]:
    return [
        Given(match.start(), match.end(), value, Unit.PERCENT, Amount.RELATIVE, side)
        for pattern, value, side in _MULTIPLES
        for match in pattern.finditer(text)
    ]


def _shares(text: str) -> list[Given]:
    found = []
    for match in _OUT_OF.finditer(text):
        value = _dotted(match["number"]) / 100
        found.append(Given(match.start(), match.end(), value, Unit.PERCENT))
    for match in _FRACTION.finditer(text):
        value = (
            (number_of(match["part"] or "1") / number_of(match["whole"])) if match["whole"] else _NAMED[match["named"]]
        )
        found.append(Given(match.start(), match.end(), value.quantize(Decimal("0.000001")).normalize(), Unit.PERCENT))
    for match in _TENTHS.finditer(text):
        value = number_of(match["ten"]) / 10 + (
            Decimal("0.05") if match["half"] else number_of(match["more"]) / 100 if match["more"] else 0
        )
        found.append(Given(match.start(), match.end(), value, Unit.PERCENT))
    return found


def _dotted(text: str) -> Decimal:
    whole, _point, rest = text.partition("点")
    return number_of(whole) + (Decimal(f"0.{number_of(rest)}") if rest else 0)


def _plain(text: str) -> list[Given]:
    found = []
    for match in _PLAIN.finditer(text):
        try:
            value = number_of(match["number"]) * scale_of(match["scale"])
        except ValueError:
            continue
        unit = next((kind for place, (kind, _words) in enumerate(_UNITS) if match[f"u{place}"] is not None), None)
        if match["sign"] and unit is None:
            unit = Unit.MONEY
        if unit is None and not match["number"][0].isdigit():
            continue  # 一 or "one" without a unit is no amount
        if unit in (Unit.PERCENT, Unit.PERCENTAGE_POINTS):
            value /= 100
        written = match.group()
        start = match.start() + len(written) - len(written.lstrip())
        end = match.start() + len(written.rstrip())
        if unit is None and "\u4e00" <= text[end : end + 1] <= "\u9fff":
            continue  # the number of a heading, or in a unit that nobody counts here
        found.append(Given(start, end, value, unit))
    return found


def _told(text: str, one: Given) -> Given:
    """Return the amount with what the words around it say of it."""
    before, after = text[: one.start], text[one.end :].lstrip()
    side = one.side
    if _AFTER_UP.match(after) or re.search(
        r"(?:不低于|不少于|至少|(?<!不)高于|(?<!不)超过|at least|above|no less than|over|(?<!no )more than)\s*$", before
    ):
        side = Direction.UP
    if _AFTER_DOWN.match(after) or re.search(
        r"(?:不超过|不高于|不多于|(?<!不)低于|(?<!不)少于|控制在|not exceed|below|under|at most|no more than|(?<!no )less than|within)\s*$",
        before,
    ):
        side = Direction.DOWN
    if one.amount is not None:
        return replace(one, side=side)
    if one.unit is Unit.PERCENTAGE_POINTS:
        return replace(one, amount=Amount.CHANGE, side=side)
    if _CHANGE_BEFORE.search(before):
        kind = Amount.RELATIVE if one.unit is Unit.PERCENT else Amount.CHANGE
        return replace(one, amount=kind, side=side)
    is_level = side is not None or bool(_LEVEL_BEFORE.search(before))
    return replace(one, amount=Amount.LEVEL if is_level else None, side=side)


def _ranges_joined(text: str, found: Sequence[Given]) -> list[Given]:
    """Return the amounts with each range as one: the end that comes first on the way up; its other end is left out."""
    joined: list[Given] = []
    for one in found:
        last = joined[-1] if joined else None
        is_range = (
            last is not None
            and _BETWEEN.match(text[last.end : one.start])
            and last.unit in (one.unit, None)
            and not _FROM.search(text[: last.start])
        )
        if last is not None and is_range:
            value = (
                last.value
                if last.unit is not None or one.unit not in (Unit.PERCENT, Unit.PERCENTAGE_POINTS)
                else last.value / 100
            )
            joined[-1] = replace(last, end=one.end, value=value, unit=one.unit, amount=last.amount or one.amount)
        else:
            joined.append(one)
    return joined


def _without_former(text: str, found: Sequence[Given]) -> list[Given]:
    """Return the amounts without those that only say from where it starts; the next one knows them."""
    kept: list[Given] = []
    former: Decimal | None = None
    for place, one in enumerate(found):
        if _FROM.search(text[: one.start]) and place + 1 < len(found):
            former = one.value
            continue
        if former is not None:
            side = one.side or (Direction.UP if one.value >= former else Direction.DOWN)
            kept.append(replace(one, was=former, side=side, amount=Amount.LEVEL))
            former = None
        else:
            kept.append(one)
    return kept
