"""What respondents say, as numbers: "4", "4分", "很满意(5)", "比较满意", "Strongly agree"; and what counts as no answer."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from crm_core.errors import N_, message
from crm_core.exchange.fields import BadValue
from crm_core.surveys.model import Scale
from crm_core.texts import clean_line

OUTSIDE = N_("{value} lies outside the scale {low} to {high}.")
NO_RATING = message(N_("This is no rating: neither a number nor a known word such as 满意."))
NO_STEP = N_("This word stands for no number on the scale {low} to {high}. Give a number.")

# What survey programs write where nothing was answered: 问卷星 marks skipped questions (跳过) or -3, empty ones (空) or -2.
_NONE = frozenset(
    {
        "", "跳过", "跳過", "空", "-3", "-2", "无", "無", "未答", "未回答", "未作答", "不适用", "不適用", "不清楚", "不了解", "不知道",
        "n/a", "na", "none", "null", "nan", "-", "–", "—", "notapplicable", "don'tknow", "dontknow", "noanswer", "skip", "skipped",
    }
)  # fmt: skip
_BARE = str.maketrans(
    {
        "滿": "满",
        "較": "较",
        "願": "愿",
        "會": "会",
        "極": "极",
        "無": "无",
        "還": "还",
        "認": "认",
        "說": "说",
        "説": "说",
    }
)
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,3})?")
_UNIT = re.compile(r"(?:分|星|points?|stars?|/\d{1,3})$")
_INSIDE = re.compile(r"[(\[【](-?\d{1,6}(?:\.\d{1,3})?)(?:分|星)?[)\]】]")
_BEFORE = re.compile(r"(-?\d{1,6}(?:\.\d{1,3})?)(?:分|星)?[(\[【][^\d]+[)\]】]")
_BESIDE = re.compile(r"(-?\d{1,6}(?:\.\d{1,3})?)(?:分|星)?\s*[:：、.=\-–—]?\s*(\D+)")
_LETTER = re.compile(r"^[a-z][.、)．:：]")

# How far a word stands from the middle: 3 very, 2 plainly, 1 rather; the subject does not matter.
_SUBJECTS = "满意|同意|认同|赞同|符合|愿意|可能|重要|好|喜欢|推荐|会"
_VERY, _RATHER = "非常|很|十分|极其|极为|极|特别|完全", "比较|较为|较|有点|有些|基本"
_CHINESE = (
    (re.compile(rf"(?:{_VERY})(?:不|没)(?:{_SUBJECTS})|(?:{_SUBJECTS})?(?:{_VERY})(?:差|糟糕)|一定不会(?:推荐)?|绝对不会(?:推荐)?|完全不(?:{_SUBJECTS})"), -3),
    (re.compile(rf"(?:{_RATHER})不(?:{_SUBJECTS})|不太(?:{_SUBJECTS})|不(?:{_RATHER})(?:{_SUBJECTS})|(?:{_RATHER})差"), -1),
    (re.compile(rf"不(?:{_SUBJECTS})|差|不好"), -2),
    (re.compile(rf"(?:{_VERY})(?:{_SUBJECTS})|一定会(?:推荐)?|绝对会(?:推荐)?|优秀|极好"), 3),
    (re.compile(rf"(?:{_RATHER})(?:{_SUBJECTS})|良好|良"), 1),
    (re.compile(rf"(?:{_SUBJECTS})"), 2),
    (re.compile(r"一般般?|中立|普通|尚可|还行|还可以|中等|说不清|说不好|不确定|不好说|中"), 0),
)  # fmt: skip
_ENGLISH = {
    "very satisfied": 3, "completely satisfied": 3, "extremely satisfied": 3, "satisfied": 2, "somewhat satisfied": 1,
    "rather satisfied": 1, "neutral": 0, "neither": 0, "neither satisfied nor dissatisfied": 0, "average": 0, "fair": 0,
    "ok": 0, "neither agree nor disagree": 0, "undecided": 0, "somewhat dissatisfied": -1, "rather dissatisfied": -1,
    "dissatisfied": -2, "unsatisfied": -2, "very dissatisfied": -3, "very unsatisfied": -3, "completely dissatisfied": -3,
    "extremely dissatisfied": -3, "strongly agree": 3, "agree": 2, "somewhat agree": 1, "slightly agree": 1,
    "somewhat disagree": -1, "slightly disagree": -1, "disagree": -2, "strongly disagree": -3, "excellent": 3, "very good": 3,
    "good": 2, "poor": -2, "bad": -2, "very poor": -3, "very bad": -3, "very likely": 3, "likely": 2, "unlikely": -2,
    "very unlikely": -3,
}  # fmt: skip


def is_no_answer(text: str) -> bool:
    """Return whether ``text`` says that nothing was answered."""
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()
    return bare.strip("()[]【】<>") in _NONE


def rating_in(text: str, scale: Scale, *, zero_is_missing: bool = False) -> Decimal | None:
    """Return the number that ``text`` stands for on ``scale``; None for no answer, and for 0 where that means so.

    On a scale that begins at 0, as the 0-10 of a recommendation, 0 is an answer whatever it means elsewhere in the survey.

    Raises:
        BadValue: it is no rating, or lies outside the scale.
    """
    if is_no_answer(text):
        return None
    value = number_in(text)
    if value is None:
        value = _on_scale(_step(text), scale)
    if scale.low <= value <= scale.high:
        return value
    if zero_is_missing and value == 0:
        return None
    raise BadValue(message(OUTSIDE, value=f"{value.normalize():f}", low=scale.low, high=scale.high))


def number_in(text: str) -> Decimal | None:
    """Return the number that ``text`` is or holds: 4, 4分, 4/5, 很满意(5), 5(很满意), "5 very satisfied"; None for none."""
    line = _LETTER.sub("", clean_line(unicodedata.normalize("NFKC", text)).casefold())
    bare = re.sub(r"\s", "", line)
    whole = _UNIT.sub("", bare)
    if _NUMBER.fullmatch(whole):
        return Decimal(whole)
    inside = _INSIDE.findall(bare)
    if len(inside) == 1:
        return Decimal(inside[0])
    if before := _BEFORE.fullmatch(bare):
        return Decimal(before[1])
    beside = _BESIDE.fullmatch(line)
    return Decimal(beside[1]) if beside and is_rating_word(beside[2]) else None


def is_rating_word(text: str) -> bool:
    """Return whether ``text`` is a word that stands for a step of a scale."""
    try:
        _step(text)
    except BadValue:
        return False
    return True


def _step(text: str) -> int:
    """Return how far a word stands from the middle, -3 to 3."""
    line = clean_line(unicodedata.normalize("NFKC", text)).casefold()
    line = _LETTER.sub("", line).strip()
    if line in _ENGLISH:
        return _ENGLISH[line]
    bare = re.sub(r"\s", "", line).translate(_BARE)
    for pattern, step in _CHINESE:
        if pattern.fullmatch(bare):
            return step
    raise BadValue(NO_RATING)


def _on_scale(step: int, scale: Scale) -> Decimal:
    """Return where a word stands on a scale of 2 to 5 or 7 steps; longer ones are answered with numbers."""
    steps = scale.high - scale.low + 1
    away = {7: step, 5: _sign(step) * max(1, abs(step) - 1) if step else 0}.get(steps)
    if away is not None:
        return Decimal(scale.low + scale.high) / 2 + away
    if steps == 4 and step:
        very = abs(step) == 3
        return Decimal((scale.high if very else scale.high - 1) if step > 0 else (scale.low if very else scale.low + 1))
    if steps == 3:
        return Decimal(scale.low + 1 + _sign(step))
    if steps == 2 and step:
        return Decimal(scale.high if step > 0 else scale.low)
    raise BadValue(message(NO_STEP, low=scale.low, high=scale.high))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
