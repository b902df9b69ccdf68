"""From what people type about plans to typed drafts, with a message for each field that cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.periods import Period
from crm_core.plans.model import ActionStatus, Confidence, PlanState, Priority, Rhythm, Seen
from crm_core.targets.drafts import NumberKind, Unfit, parse_number
from crm_core.targets.model import COMPANY, ScopeKind, TargetScope
from crm_core.texts import clean_line, clean_text

NAME_LIMIT, UNIT_LIMIT, LINE_LIMIT, TEXT_LIMIT = 80, 12, 200, 4_000
HEAVIEST = 100
MOST_HELPERS = 20
LONGEST_DAYS = 3660
BY_HAND = NumberKind(may_be_negative=True)
Choice = TypeVar("Choice", bound=StrEnum)


class Reader:
    """Reads given values field by field, and gathers what is wrong."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self.given = given
        self.problems: dict[str, Message] = {}

    def line(self, name: str, limit: int, *, is_required: bool = False) -> str:
        """Return a text as one line."""
        text = clean_line(self._text(name))
        if is_required and not text:
            self.problems[name] = message(N_("Please fill this in."))
        return self._limited(name, text, limit)

    def note(self, name: str, limit: int = TEXT_LIMIT) -> str:
        """Return a text of several lines."""
        return self._limited(name, clean_text(self._text(name)), limit)

    def _text(self, name: str) -> str:
        value = self.given.get(name)
        return "" if value is None else str(value)

    def _limited(self, name: str, text: str, limit: int) -> str:
        if len(text) > limit:
            self.problems[name] = message(N_("At most {count} characters, please."), count=limit)
        return text

    def day(self, name: str, *, is_required: bool = False) -> date | None:
        """Return a day; None where there is none."""
        value = self.given.get(name)
        found: date | None = None
        if isinstance(value, datetime):
            found = value.date()
        elif isinstance(value, date):
            found = value
        elif value not in (None, ""):
            try:
                found = date.fromisoformat(clean_line(str(value)))
            except ValueError:
                self.problems[name] = message(N_("A date, please, such as 2026-03-31."))
                return None
        if found is not None and not 1990 <= found.year <= 2190:
            self.problems[name] = message(N_("A day between 1990 and 2190, please."))
            return None
        if found is None and is_required:
            self.problems[name] = message(N_("Please choose a day."))
        return found

    def choice(self, name: str, kind: type[Choice], default: Choice) -> Choice:
        """Return one of a few; where nothing was given, ``default``."""
        value = self.given.get(name)
        if value is None or value == "":
            return default
        if str(value) not in set(kind):
            self.problems[name] = message(N_("Please choose one of the list."))
            return default
        return kind(str(value))

    def number(self, name: str, kind: NumberKind, unit: str = "") -> Decimal | None:
        """Return a number as ``targets.drafts`` reads it, its ``unit`` behind it or not; None where there is none."""
        text = self._text(name).strip()
        try:
            return parse_number(text.removesuffix(unit).strip() if unit and not kind.is_rate else text, kind)
        except Unfit as error:
            self.problems[name] = error.reason
            return None

    def key(self, name: str) -> int | None:
        """Return an id; None where there is none."""
        value = self.given.get(name)
        text = "" if value is None else str(value)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 18):
            self.problems[name] = message(N_("Please choose one of the list."))
            return None
        return int(text)

    def keys(self, name: str, most: int) -> tuple[int, ...]:
        """Return several ids, each once."""
        given = self.given.get(name)
        listed = [str(value) for value in given] if isinstance(given, (list, tuple, set, frozenset)) else []
        if len(listed) > most or not all(text.isascii() and text.isdigit() and len(text) <= 18 for text in listed):
            self.problems[name] = message(N_("Please choose at most {count} of the list."), count=most)
            return ()
        return tuple(dict.fromkeys(int(text) for text in listed))

    def span(self, first: str, last: str) -> Period | None:
        """Return the days from one field to another; None, with a message, where they are none."""
        begin, end = self.day(first, is_required=True), self.day(last, is_required=True)
        if begin is None or end is None:
            return None
        if end < begin:
            self.problems[last] = message(N_("The last day lies before the first day."))
            return None
        if (end - begin).days > LONGEST_DAYS:
            self.problems[last] = message(N_("At most ten years, please."))
            return None
        return Period(begin, end)

    def check(self) -> None:
        """Raise what is wrong, if anything."""
        if self.problems:
            raise InvalidInput(self.problems)


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What a form says of a plan, checked."""

    team_id: int | None
    name: str
    purpose: str
    first_on: date
    last_on: date
    rhythm: Rhythm
    state: PlanState
    owner_id: int

    @classmethod
    def parse(cls, given: Mapping[str, object], *, me: int) -> PlanDraft:
        """Return the draft; who fills it in owns the plan where nobody else is named.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        reader = Reader(given)
        name = reader.line("name", NAME_LIMIT, is_required=True)
        purpose = reader.note("purpose")
        span = reader.span("first_on", "last_on")
        rhythm, state = (
            reader.choice("rhythm", Rhythm, Rhythm.MONTHLY),
            reader.choice("state", PlanState, PlanState.DRAFT),
        )
        team_id, owner_id = reader.key("team_id"), reader.key("owner_id")
        reader.check()
        assert span is not None  # noqa: S101 - else there was a problem
        return cls(team_id, name, purpose, span.first, span.last, rhythm, state, me if owner_id is None else owner_id)


@dataclass(frozen=True, slots=True)
class StageDraft:
    """What a form says of a stage, checked."""

    name: str
    first_on: date
    last_on: date

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> StageDraft:
        """Return the draft.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        reader = Reader(given)
        name = reader.line("name", NAME_LIMIT, is_required=True)
        span = reader.span("first_on", "last_on")
        reader.check()
        assert span is not None  # noqa: S101 - else there was a problem
        return cls(name, span.first, span.last)


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """What a form says of a goal, checked."""

    metric_id: str | None
    name: str
    unit: str
    lower_is_better: bool
    scope: TargetScope
    owner_id: int
    baseline: Decimal | None
    baseline_on: date | None
    weight: int

    @classmethod
    def parse(cls, given: Mapping[str, object], kind: NumberKind, *, me: int, today: date) -> GoalDraft:
        """Return the draft; ``kind`` says what the metric's numbers look like. By hand, a name is needed.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        reader = Reader(given)
        metric_id = reader.line("metric_id", 64) or None
        name = reader.line("name", NAME_LIMIT, is_required=metric_id is None)
        unit = reader.line("unit", UNIT_LIMIT) if metric_id is None else ""
        baseline = reader.number("baseline", kind, unit)
        baseline_on = reader.day("baseline_on")
        if baseline_on is not None and baseline is None and "baseline" not in reader.problems:
            reader.problems["baseline"] = message(N_("Enter the baseline that belongs to this day."))
        if baseline_on is not None and baseline_on > today:
            reader.problems["baseline_on"] = message(N_("A baseline was measured: its day cannot lie ahead."))
        weight = reader.key("weight")
        if weight is not None and not 1 <= weight <= HEAVIEST:
            reader.problems["weight"] = message(
                N_("A whole number from {low} to {high}, please."), low=1, high=HEAVIEST
            )
        scope = _scope(reader)
        owner_id = reader.key("owner_id")
        reader.check()
        lower = bool(given.get("lower_is_better")) and metric_id is None
        return cls(
            metric_id,
            name,
            unit,
            lower,
            scope,
            me if owner_id is None else owner_id,
            baseline,
            baseline_on,
            weight or 1,
        )


def _scope(reader: Reader) -> TargetScope:
    value = reader.given.get("scope")
    if isinstance(value, TargetScope):
        return value
    kind, _dash, number = str(value or ScopeKind.COMPANY.value).partition("-")
    if kind == ScopeKind.COMPANY.value and not number:
        return COMPANY
    if kind in (ScopeKind.TEAM.value, ScopeKind.PERSON.value) and number.isascii() and number.isdigit():
        return TargetScope(ScopeKind(kind), int(number[:15]))
    reader.problems["scope"] = message(N_("Please choose one of the list."))
    return COMPANY


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """What a form says of an action, checked; ``team_id`` is the owner's, filled in by the service."""

    goal_id: int | None
    what: str
    owner_id: int
    team_id: int | None
    helpers: tuple[int, ...]
    start_on: date | None
    due_on: date
    priority: Priority
    status: ActionStatus
    note: str
    evidence: str
    done_on: date | None

    @classmethod
    def parse(cls, given: Mapping[str, object], *, me: int, today: date) -> ActionDraft:
        """Return the draft; what is done bears the day it was done, today where it was not said.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        reader = Reader(given)
        what = reader.line("what", LINE_LIMIT, is_required=True)
        due_on, start_on = reader.day("due_on", is_required=True), reader.day("start_on")
        if due_on is not None and start_on is not None and due_on < start_on:
            reader.problems["due_on"] = message(N_("The due day lies before the start."))
        priority = reader.choice("priority", Priority, Priority.MID)
        status = reader.choice("status", ActionStatus, ActionStatus.PLANNED)
        note, evidence = reader.note("note"), reader.note("evidence")
        goal_id, owner_id = reader.key("goal_id"), reader.key("owner_id")
        owner = me if owner_id is None else owner_id
        helpers = tuple(one for one in reader.keys("helpers", MOST_HELPERS) if one != owner)
        done_on = reader.day("done_on")
        if done_on is not None and done_on > today:
            reader.problems["done_on"] = message(N_("This day lies ahead."))
        reader.check()
        assert due_on is not None  # noqa: S101 - else there was a problem
        done = (done_on or today) if status is ActionStatus.DONE else None
        return cls(goal_id, what, owner, None, helpers, start_on, due_on, priority, status, note, evidence, done)


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    """What a form says of a milestone, checked."""

    name: str
    due_on: date
    done_on: date | None = None
    owner_id: int | None = None

    @classmethod
    def parse(cls, given: Mapping[str, object], *, today: date) -> MilestoneDraft:
        """Return the draft; ``owner_id`` None: nobody was named.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        reader = Reader(given)
        name = reader.line("name", NAME_LIMIT, is_required=True)
        due_on, done_on = reader.day("due_on", is_required=True), reader.day("done_on")
        owner_id = reader.key("owner_id")
        if done_on is not None and done_on > today:
            reader.problems["done_on"] = message(N_("This day lies ahead."))
        reader.check()
        assert due_on is not None  # noqa: S101 - else there was a problem
        return cls(name, due_on, done_on, owner_id)


@dataclass(frozen=True, slots=True)
class CheckInDraft:
    """What a form says of a check-in, checked; ``values`` are what the goals were seen at."""

    checked_on: date
    comment: str
    confidence: Confidence
    values: Mapping[int, Seen] = field(default_factory=dict)

    @classmethod
    def parse(cls, given: Mapping[str, object], *, today: date, units: Mapping[int, str]) -> CheckInDraft:
        """Return the draft with what was read off by hand: ``goal:<id>`` for each goal in ``units``.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        reader = Reader(given)
        checked_on = reader.day("checked_on") or today
        if checked_on > today:
            reader.problems["checked_on"] = message(N_("This day lies ahead."))
        comment = reader.note("comment")
        confidence = reader.choice("confidence", Confidence, Confidence.MID)
        values = {key: reader.number(f"goal:{key}", BY_HAND, unit) for key, unit in units.items()}
        reader.check()
        seen = {key: Seen(value, None) for key, value in values.items() if value is not None}
        return cls(checked_on, comment, confidence, seen)
