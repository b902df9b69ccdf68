"""From what people type into a table of targets to typed changes, with a message for each cell that cannot be taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.periods import PeriodKind
from crm_core.targets.model import TargetKey

LARGEST = Decimal("999999999999.999999")  # DECIMAL(18,6)
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?|-?\.\d+")
_SCALES = {"万": 4, "萬": 4, "亿": 8, "億": 8, "k": 3, "m": 6, "b": 9}
_AROUND = re.compile(r"^[¥￥$€£]|元$")


@dataclass(frozen=True, slots=True)
class NumberKind:
    """What a metric's numbers look like: whole counts, rates typed as percent, scores in points, or plain amounts."""

    is_whole: bool = False
    is_rate: bool = False
    may_be_negative: bool = False
    is_score: bool = False

    @property
    def highest(self) -> Decimal:
        """The largest number there can be, in the base unit; of a score 100, and -100 is the smallest."""
        if self.is_score:
            return Decimal(100)
        return Decimal(1) if self.is_rate else LARGEST

    @property
    def step(self) -> Decimal:
        """The smallest difference that is told apart, in the base unit: 1 of counts, 0.01 % of rates, else 0.01."""
        if self.is_whole:
            return Decimal(1)
        return Decimal("0.0001") if self.is_rate else Decimal("0.01")


class Unfit(Exception):
    """A text is no number of its kind; ``reason`` says why."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


def parse_number(text: str, kind: NumberKind) -> Decimal | None:
    """Return the number that ``text`` says in the base unit (90 % is 0.9); None for an empty text.

    Takes separators in threes, full-width digits, 万 and 亿 (萬, 億, k, m, b), a currency sign before or 元 behind.

    Raises:
        Unfit: it is no number, or none of this kind.
    """
    bare = _AROUND.sub("", re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if not bare:
        return None
    is_percent = bare.endswith("%")
    bare = bare.removesuffix("%").lower()
    scale = _SCALES.get(bare[-1:], 0)
    digits = bare[:-1] if scale else bare
    if len(digits) > 40 or not _NUMBER.fullmatch(digits) or (is_percent and not kind.is_rate):
        raise Unfit(message(N_("This is not a number. It can be written as 1200000, 1,200,000 or 120万.")))
    value = Decimal(digits.replace(",", "")).scaleb(scale)
    if kind.is_rate:
        value = value.scaleb(-2)
    return _checked(value, kind)


def as_typed(value: Decimal | None, kind: NumberKind = NumberKind()) -> str:
    """Return a number as a person would type it, with all its decimals: what ``parse_number`` reads back unchanged."""
    if value is None:
        return ""
    shown = value.scaleb(2) if kind.is_rate else value
    text = f"{shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown.normalize():,f}"
    return f"{text}%" if kind.is_rate else text


def _checked(value: Decimal, kind: NumberKind) -> Decimal:
    if value < 0 and not kind.may_be_negative:
        raise Unfit(message(N_("A number of 0 or more, please.")))
    if abs(value) > LARGEST:
        raise Unfit(message(N_("This number is too large.")))
    if kind.is_rate and value > kind.highest:
        raise Unfit(message(N_("A rate lies between 0% and 100%.")))
    if kind.is_score and abs(value) > kind.highest:
        raise Unfit(message(N_("A score lies between −100 and 100.")))
    exponent = value.normalize().as_tuple().exponent
    if kind.is_whole and value != value.to_integral_value():
        raise Unfit(message(N_("A whole number, please.")))
    if isinstance(exponent, int) and -exponent > 6:
        raise Unfit(message(N_("At most {count} decimals, please."), count=4 if kind.is_rate else 6))
    return value


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """One target as it stands in the table: texts as typed, and the version that was seen (0: there was none)."""

    key: TargetKey
    value: str
    baseline: str
    baseline_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class TargetChange:
    """What a target shall become; ``value`` None removes it."""

    key: TargetKey
    value: Decimal | None
    baseline: Decimal | None
    baseline_on: date | None
    version: int


def cell_name(kind: PeriodKind, first: date, column: str) -> str:
    """Return the name under which a problem of one cell is reported; ``column`` is a level, baseline or baseline_on."""
    return f"{kind.value}:{first.isoformat()}:{column}"


def cell(key: TargetKey, column: str) -> str:
    """Return the name of one of a target's cells."""
    return cell_name(key.period_kind, key.period_first, column)


def wide_cell(key: TargetKey, column: str) -> str:
    """Return the name of a target's cell among those of other metrics and scopes."""
    return f"{key.metric_id}|{key.scope.kind.value}-{key.scope.scope_id}|{cell(key, column)}"


def parse_drafts(
    drafts: Iterable[TargetDraft], kind: NumberKind, today: date, name: Callable[[TargetKey, str], str] = cell
) -> list[TargetChange]:
    """Return the changes that ``drafts`` ask for.

    Raises:
        InvalidInput: with a message for each cell (by ``name``) that cannot be taken.
    """
    problems: dict[str, Message] = {}
    changes = [_parse(draft, kind, today, problems, name) for draft in drafts]
    if problems:
        raise InvalidInput(problems)
    return changes


def _parse(
    draft: TargetDraft,
    kind: NumberKind,
    today: date,
    problems: dict[str, Message],
    name: Callable[[TargetKey, str], str],
) -> TargetChange:
    found: dict[str, Decimal | None] = {}
    level = draft.key.level.value
    for column, text in ((level, draft.value), ("baseline", draft.baseline)):
        try:
            found[column] = parse_number(text, kind)
        except Unfit as error:
            problems[name(draft.key, column)] = error.reason
    value, baseline, baseline_on = found.get(level), found.get("baseline"), draft.baseline_on
    if level not in found or "baseline" not in found:
        return TargetChange(draft.key, None, None, None, draft.version)
    if value is None:
        if draft.version == 0 and (baseline is not None or baseline_on is not None):
            problems[name(draft.key, level)] = message(N_("A baseline alone is no target: enter the target too."))
        return TargetChange(draft.key, None, None, None, draft.version)
    if baseline_on is not None and baseline is None:
        problems[name(draft.key, "baseline")] = message(N_("Enter the baseline that belongs to this day."))
    if baseline_on is not None and baseline_on > today:
        problems[name(draft.key, "baseline_on")] = message(N_("A baseline was measured: its day cannot lie ahead."))
    return TargetChange(draft.key, value, baseline, baseline_on, draft.version)
