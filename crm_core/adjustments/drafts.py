"""From what people type about an adjustment to typed drafts, with a message for each field that cannot be taken. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from crm_core.adjustments.model import LONGEST_WEEKS, Aim, Opinion, Touched, Wanted
from crm_core.errors import N_, message
from crm_core.metrics import folders
from crm_core.plans.drafts import LINE_LIMIT, TEXT_LIMIT, Reader
from crm_core.targets.drafts import NumberKind
from crm_core.targets.model import COMPANY, ScopeKind, TargetScope

MOST_AIMS, MOST_TOUCHED = 3, 20
USUAL_DAYS = 56  # until an adjustment is judged, where nobody says otherwise
_PART = NumberKind(is_rate=True)
_POINTS = NumberKind()


@dataclass(frozen=True, slots=True)
class AdjustmentDraft:
    """What a form says of an adjustment, checked."""

    changed_on: date
    what: str
    reason: str
    scope: TargetScope
    judge_on: date
    aims: tuple[Aim, ...]
    touches: tuple[tuple[Touched, int], ...]

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> AdjustmentDraft:
        """Return the draft of ``given``: metrics as ``metric:1``, ``wanted:1``, ``size:1``; ``touched`` as ``goal:3``.

        Raises:
            InvalidInput: with a message a field.
        """
        reader = Reader(given)
        changed_on = reader.day("changed_on", is_required=True)
        what = reader.line("what", LINE_LIMIT, is_required=True)
        reason = reader.note("reason", TEXT_LIMIT)
        if not reason:
            reader.problems["reason"] = message(N_("Please fill this in."))
        judge_on = reader.day("judge_on")
        if changed_on is not None and judge_on is None and "judge_on" not in reader.problems:
            judge_on = changed_on + timedelta(days=USUAL_DAYS - 1)
        if changed_on is not None and judge_on is not None:
            days = (judge_on - changed_on).days + 1
            if not 14 <= days <= LONGEST_WEEKS * 7:
                reader.problems["judge_on"] = message(N_("Between two weeks and half a year after the change, please."))
        scope, aims, touches = _scope(reader), _aims(reader), _touches(reader)
        reader.check()
        assert changed_on is not None  # noqa: S101 - the reader would have raised
        assert judge_on is not None  # noqa: S101 - as above
        return cls(changed_on, what, reason, scope, judge_on, aims, touches)


def _scope(reader: Reader) -> TargetScope:
    text = str(reader.given.get("scope") or "")
    kind, _dash, number = text.partition("-")
    if text == ScopeKind.COMPANY.value:
        return COMPANY
    if kind == ScopeKind.TEAM.value and number.isascii() and number.isdigit() and len(number) <= 18:
        return TargetScope(ScopeKind.TEAM, int(number))
    reader.problems["scope"] = message(N_("Please choose one of the list."))
    return COMPANY


def _aims(reader: Reader) -> tuple[Aim, ...]:
    found: dict[str, Aim] = {}
    for place in range(1, MOST_AIMS + 1):
        metric_id = str(reader.given.get(f"metric:{place}") or "")
        if not metric_id:
            continue
        if metric_id not in folders.metrics() or not folders.metric(metric_id).has_history:
            reader.problems[f"metric:{place}"] = message(N_("Please choose one of the list."))
            continue
        metric = folders.metric(metric_id)
        usual = Wanted.DOWN if metric.lower_is_better else Wanted.UP
        wanted = reader.choice(f"wanted:{place}", Wanted, usual)
        size = reader.number(f"size:{place}", _POINTS if metric.unit.value == "points" else _PART)
        if size is not None and not 0 < size < 1_000_000:
            reader.problems[f"size:{place}"] = message(N_("A number above 0, please; the direction says which way."))
        if metric_id in found:
            reader.problems[f"metric:{place}"] = message(N_("This metric is named twice."))
        found[metric_id] = Aim(metric_id, wanted, size)
    if not found and "metric:1" not in reader.problems:
        reader.problems["metric:1"] = message(
            N_("Please name at least one metric: what cannot be seen cannot be judged.")
        )
    return tuple(found.values())


def _touches(reader: Reader) -> tuple[tuple[Touched, int], ...]:
    given = reader.given.get("touched")
    listed = [str(one) for one in given] if isinstance(given, (list, tuple, set, frozenset)) else []
    found = []
    for code in dict.fromkeys(listed):
        kind, _colon, number = code.partition(":")
        if kind not in set(Touched) or not (number.isascii() and number.isdigit() and len(number) <= 18):
            reader.problems["touched"] = message(N_("Please choose one of the list."))
            return ()
        found.append((Touched(kind), int(number)))
    if len(found) > MOST_TOUCHED:
        reader.problems["touched"] = message(N_("Please choose at most {count} of the list."), count=MOST_TOUCHED)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class OpinionDraft:
    """What somebody says came of an adjustment, with a sentence."""

    opinion: Opinion
    comment: str

    @classmethod
    def parse(cls, given: Mapping[str, object], *, needs_words: bool = False) -> OpinionDraft:
        """Return the draft of ``given``; a decision ``needs_words``.

        Raises:
            InvalidInput: with a message a field.
        """
        reader = Reader(given)
        if given.get("opinion") in (None, ""):
            reader.problems["opinion"] = message(N_("Please choose one of the list."))
        opinion = reader.choice("opinion", Opinion, Opinion.NONE)
        comment = reader.note("comment", TEXT_LIMIT)
        if needs_words and not comment:
            reader.problems["comment"] = message(N_("Please say why."))
        reader.check()
        return cls(opinion, comment)


def size_text(size: Decimal | None) -> str:
    """Return an expected size as it is typed: a part as percent."""
    return "" if size is None else f"{(size * 100).normalize():f}%"
