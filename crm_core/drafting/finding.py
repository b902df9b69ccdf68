"""From a document's sentences to the targets that they state. No I/O.

A sentence states a target where a measure has an amount and a word says that it is wanted: a verb of change that is not in the
past, an aim, a bound, a promise of time; of work that is counted also a verb of doing, or a day by which it is done. So often
a week, or for each customer, work is a rhythm and no target. A clause about the past, one that is denied, and a condition state none; what they name
may be meant by the clause that follows. A date found anywhere in the sentence counts for all of its targets that have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from crm_core.drafting.amounts import Given, amounts
from crm_core.drafting.horizons import Horizon, horizons
from crm_core.drafting.measures import Measure, Mention, mentions
from crm_core.drafting.model import Amount, Direction, Found, Unit
from crm_core.drafting.wording import folded

_CLAUSE = re.compile(r"[,;，；]\s*|(?:同时|并且|而且)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_CONDITION = re.compile(r"^\s*(?:若|如果|如|一旦|倘若|当|\bif\b|\bwhen\b|\bwhenever\b|\bunless\b|\bin case\b)")
_DENIED = re.compile(
    r"不(?:再|会|应|要)?(?:追求|要求|打算|计划|以|求|设|考虑|是)|并非|无需|没有|不是|"
    r"\b(?:do(?:es)?|did|will|shall|is|are) not (?:aim|plan|want|intend|seek|try|need|expect|require|visit|call|log|make)|\b(?:don't|doesn't|won't) \w+|\bno longer\b|\brather than\b"
)
_PAST = re.compile(
    r"同期|(?:提高|提升|增加|增长|达到|降低|下降|减少|上升|完成|实现|突破)了|已(?:经)?(?:提高|提升|增加|增长|达到?|降低?|下降|减少|上升|完成|实现|突破)|"
    r"\b(?:grew|rose|fell|dropped|reached|increased|decreased|declined|improved|achieved|climbed|gained|lost|was|were|had|came)\b"
)
_BASED_ON = re.compile(r"(?:比|较|与|同|than|compared (?:to|with)|vs\.?)\s*$")
_UP = re.compile(
    r"提[高升]|增[加长至到]|成长|上升|上涨|拉高|扩大|翻|达[到成]?|突破|实现|做到|新增|改善|"
    r"\b(?:increas|rais|grow|improv|boost|lift|climb|expand|win\b|gain|doubl|tripl|reach|achiev|hit\b|another)"
)
_DOWN = re.compile(
    r"降[低至到]?|下降|减[少半至到]?|缩[短减]|压[低缩]|削减|\b(?:reduc|lower|cut\b|decreas|drop|shrink|shorten|halv|bring down)"
)
_STAY = re.compile(r"保持|维持|稳定|控制|\b(?:keep|maintain|hold|stay|remain)\b")
_AIM = re.compile(
    r"目标|力争|争取|计划|预计|预期|希望|拟|将|把|要|须|应|必须|确保|"
    r"\b(?:will|should|shall|must|aim|goal|target|plan|want|to be|are to|is to|need to|has to|have to|objective|commit|promise)\b"
)
_PROMISED = re.compile(
    r"回[复覆]|答[复覆]|响应|处理|结案|办结|解决|反馈|回访|\b(?:answer|repl|respond|resolv|handl|clos|settl)\w*"
)
_DONE = re.compile(
    r"完成|开展|写满|做满|记满|组织|落实|\b(?:log|record|make|mak(?:e|ing)|complete|carry out|conduct|do|hold|place|visit|call back)\b"
)
_EACH_BEFORE = re.compile(r"(?:每|平均|人均|各|\b(?:each|every|per)\b)(?P<rest>.*)$")
_EACH_AFTER = re.compile(
    r"^(?:及?以[上下内])?(?:仍?未|后|的(?:客|顾|会员|用户))|^\s*(?:/|每|一?[周月天日季年]?/|(?:a|an|per|each|every) [a-z]+)"
)
_ANOTHER = re.compile(
    r"[\u4e00-\u9fff](?:率|数|量|额|度|时间|成本|预算|占比)|\b(?:rate|number|share|cost|budget|time)\b"
)
_BOUND = re.compile(
    r"不低于|不少于|不超过|不高于|以上|以下|以内|之内|at least|at most|no (?:less|more) than|not exceed|above|below|under"
)


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    text: str
    is_silent: bool  # past, denied or a condition
    is_dated: bool  # it says by when


def find_targets(sentence: str, read_on: date) -> tuple[Found, ...]:
    """Return the targets that a sentence states, read on a day, in their order; the same one said twice is one."""
    text = folded(sentence)
    when = horizons(text, read_on)
    named = mentions(text)
    blocked = [(one.start, one.end) for one in when] + [
        (one.start, one.end) for one in named if any(letter.isdigit() for letter in text[one.start : one.end])
    ]
    given = amounts(text, blocked)
    found: list[Found] = []
    context: Mention | None = None
    for clause in _clauses(text, when):
        own = [one for one in named if clause.start <= one.start < clause.end]
        if not clause.is_silent:
            for one in given:
                if clause.start <= one.start < clause.end:
                    target = _target(sentence, clause, one, own, context)
                    if target is not None:
                        found.append(replace(target, by=_by(clause, when)))
        context = own[-1] if own else context
    return tuple(_once(found))


def _clauses(text: str, when: tuple[Horizon, ...]) -> Iterator[_Clause]:
    """Yield the clauses with whether each states nothing; a thousands' comma and a comma within a date end none."""
    start = 0
    inside = [(one.start, one.end) for one in when] + [
        (one.start() - 1, one.end() + 1) for one in _THOUSANDS.finditer(text)
    ]
    ends = [
        one
        for one in _CLAUSE.finditer(text)
        if not any(a < one.start() < b or a <= one.start() < b - 1 for a, b in inside)
    ]
    for end in [*ends, None]:
        stop = end.start() if end is not None else len(text)
        if stop > start:
            dated = any(not one.is_past and start <= one.start < stop for one in when)
            yield _Clause(start, stop, text[start:stop], _is_silent(text[start:stop], start, when), dated)
        start = end.end() if end is not None else stop


def _is_silent(text: str, start: int, when: tuple[Horizon, ...]) -> bool:
    if _CONDITION.match(text) or _DENIED.search(text) or _PAST.search(text):
        return True
    own = [one for one in when if start <= one.start < start + len(text)]
    past = [one for one in own if one.is_past and not _BASED_ON.search(text[: one.start - start])]
    return bool(past) and not any(not one.is_past for one in own)


def _by(clause: _Clause, when: tuple[Horizon, ...]) -> date | None:
    """Return the day of the clause itself, else the first that the sentence names; a past one is none."""
    coming = [one for one in when if not one.is_past]
    own = [one.by for one in coming if clause.start <= one.start < clause.end]
    return own[-1] if own else coming[0].by if coming else None


def _target(sentence: str, clause: _Clause, given: Given, own: list[Mention], context: Mention | None) -> Found | None:
    """Return what an amount of a clause is a target of; None where it is none."""
    mention = _nearest(given, own) or (context if not own and not _names_another(clause, given) else None)
    if mention is None:
        return _of_something_else(sentence, clause, given)
    unit = given.unit or mention.plain
    measure = mention.measure(unit) if unit is not None else None
    if unit is None or measure is None or not _is_wanted(clause, given, measure, unit):
        return None
    if measure.is_work and _is_rhythm(clause, given):
        return None
    amount = _amount(given, measure, unit)
    metric_id = measure.key if measure.is_metric else None
    name = sentence[mention.start : mention.end]
    return Found(
        metric_id, measure.key, name, _direction(clause, given, measure), amount, given.value, unit, None, given.was
    )


def _names_another(clause: _Clause, given: Given) -> bool:
    """Return whether a clause speaks of a number of its own that nobody here knows."""
    return _ANOTHER.search(clause.text[: given.start - clause.start]) is not None


def _nearest(given: Given, own: list[Mention]) -> Mention | None:
    """Return the measure before an amount, else the one after it, where their units fit."""
    before = [one for one in own if one.end <= given.start]
    after = [one for one in own if one.start >= given.end]
    beside = [one for one in own if given.start < one.start < given.end]  # its unit names it: 5,000 interactions
    beside += [one for one in after[:1] if given.unit is None and one.start - given.end <= 1]  # 900 return visits
    for one in [*beside, *reversed(before), *after]:
        unit = given.unit or one.plain
        if unit is not None and one.measure(unit) is not None:
            return one
    return None


def _is_wanted(clause: _Clause, given: Given, measure: Measure, unit: Unit) -> bool:
    """Return whether something in the clause says that the amount shall be: that it is so says nothing of a wish."""
    words = clause.text
    if (
        unit in measure.units
        and not (measure.is_metric or measure.is_work)
        and unit not in (Unit.PERCENT, Unit.PERCENTAGE_POINTS)
        and _PROMISED.search(words)
    ):
        return True
    is_moved = _UP.search(words) or _DOWN.search(words) or _STAY.search(words)
    is_bound = given.side is not None or _BOUND.search(words) is not None
    is_listed = given.amount is Amount.LEVEL and (
        ":" in words or re.search(r"\bof\s*$", words[: given.start - clause.start])
    )
    is_done = measure.is_work and (clause.is_dated or _DONE.search(words))
    return bool(is_moved or is_bound or is_listed or is_done or _AIM.search(words))


def _is_rhythm(clause: _Clause, given: Given) -> bool:
    """Return whether so much is done each week, or for each customer, or tells customers apart: before the amount or after it."""
    before = _EACH_BEFORE.search(clause.text[: given.start - clause.start])
    if before is not None and not (given.was is not None or _UP.search(before["rest"]) or _DOWN.search(before["rest"])):
        return True
    return _EACH_AFTER.match(clause.text[given.end - clause.start :]) is not None


def _amount(given: Given, measure: Measure, unit: Unit) -> Amount:
    """Return what an amount is: a share of what is no share is a relative change; what nothing else says is a level."""
    if unit is Unit.PERCENT and Unit.PERCENT not in measure.units:
        return Amount.RELATIVE
    return given.amount or Amount.LEVEL


def _direction(clause: _Clause, given: Given, measure: Measure) -> Direction:
    """Return the direction: a bound or where it comes from says it, then the nearest verb before, then what is better."""
    if given.side is not None:
        return given.side
    before = clause.text[: given.start - clause.start]
    verbs = [(match.start(), Direction.UP) for match in _UP.finditer(before)]
    verbs += [(match.start(), Direction.DOWN) for match in _DOWN.finditer(before)]
    told = [direction for _place, direction in sorted(verbs)]
    neutral = re.search(r"(?:达到?|做到|实现|\breach|\bachiev)\w*\s*\S{0,3}\s*$", before)
    if told and not (neutral and measure.lower_is_better):
        return told[-1]
    return Direction.DOWN if measure.lower_is_better else Direction.UP


def _of_something_else(sentence: str, clause: _Clause, given: Given) -> Found | None:
    """Return a target of what the board does not know: only where it is plainly wanted that it changes by a share."""
    words, at = clause.text, given.start - clause.start
    verb = max(
        (match for rule in (_UP, _DOWN) for match in rule.finditer(words[:at])),
        key=lambda one: one.start(),
        default=None,
    )
    if verb is None or given.unit is not Unit.PERCENT or not _AIM.search(words) or at - verb.end() > 8:
        return None
    name = re.sub(
        r"^(?:我们|公司)|\b(?:the|our|are|is|to|will|should|must)\b|(?:要|将|力争|争取|计划|应|须|把)",
        "",
        sentence[clause.start : clause.start + verb.start()],
    )
    name = " ".join(name.split())
    if not 2 <= len(name) <= 40:
        return None
    direction = Direction.DOWN if _DOWN.match(verb.group()) else Direction.UP
    return Found(None, "", name, direction, given.amount or Amount.RELATIVE, given.value, given.unit, None, given.was)


def _once(found: list[Found]) -> Iterator[Found]:
    seen = set()
    for one in found:
        key = (one.measure or one.name, one.amount, one.value, one.direction)
        if key not in seen:
            seen.add(key)
            yield one
