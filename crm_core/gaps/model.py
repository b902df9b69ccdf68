"""A gap between what is wanted and what is: how large, since when, what people say of it, which comes first. No I/O."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from crm_core.errors import N_
from crm_core.periods import Period
from crm_core.plans.model import Action, ActionStatus, Goal
from crm_core.plans.progress import GoalProgress
from crm_core.relationships.norms.model import Norm
from crm_core.targets.model import ZERO, Rule, Standing, Status, Target, TargetScope, gap
from crm_core.touchpoints.model import Touchpoint

MARKED = 3  # so many are marked as the most important: more at a time is none
USUAL_WEIGHT = 1  # of a goal where nobody says another, and of a target of the board, which no plan weighs
_KEY = re.compile(r"(goal|norm|touchpoint):([1-9][0-9]{0,17})|(target):([a-z_]{1,40})")


class GapKind(StrEnum):
    """What a gap is measured at."""

    GOAL = "goal"
    TARGET = "target"
    NORM = "norm"
    TOUCHPOINT = "touchpoint"


class GapState(StrEnum):
    """Whether something is missing; UNKNOWN where nothing measures it, which is no gap."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Cause(StrEnum):
    """Why a gap is there, by what people say."""

    PEOPLE = "people"
    SKILL = "skill"
    PROCESS = "process"
    PRODUCT = "product"
    PRICE = "price"
    CUSTOMER = "customer"
    DATA = "data"
    TARGET = "target"
    OTHER = "other"


KIND_LABELS: Mapping[GapKind, str] = {
    GapKind.GOAL: N_("Goal of the plan"),
    GapKind.TARGET: N_("Target of the board"),
    GapKind.NORM: N_("Norm of contact"),
    GapKind.TOUCHPOINT: N_("Service standard"),
}
CAUSE_LABELS: Mapping[Cause, str] = {
    Cause.PEOPLE: N_("Too few people or too little time"),
    Cause.SKILL: N_("Know-how or training"),
    Cause.PROCESS: N_("Way of working"),
    Cause.PRODUCT: N_("Product or quality"),
    Cause.PRICE: N_("Price or terms"),
    Cause.CUSTOMER: N_("Customers or market"),
    Cause.DATA: N_("Data missing or wrong"),
    Cause.TARGET: N_("Target set too high"),
    Cause.OTHER: N_("Another cause"),
}
RULE = N_(
    "In order of weight × what is missing, as a part of what was expected by now (goals that do not add up: of the way "
    "from baseline to target). A norm weighs like the plan's lightest goal, a target of the board 1, as a goal usually does. "
    "A gap closes when the target is reached; while a stage runs, when what adds up is on its path."
)


@dataclass(frozen=True, slots=True, order=True)
class GapKey:
    """What makes a gap the same one from day to day: the id of its goal, norm or touchpoint, or its metric."""

    kind: GapKind
    about: str

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.about}"

    @classmethod
    def parse(cls, text: str) -> GapKey | None:
        """Return the key that is written as ``text``; None where none is."""
        found = _KEY.fullmatch(text)
        if found is None:
            return None
        return cls(GapKind(found[1] or found[3]), found[2] or found[4])


@dataclass(frozen=True, slots=True)
class GapNote:
    """What people noted of a gap; ``version`` goes back with a change, ``noted_on`` is the day of the first word."""

    gap_note_id: int
    gap_key: str
    problem: str
    cause: Cause | None
    cause_words: str
    action_id: int | None
    noted_on: date
    updated_at: datetime
    updated_by: str | None
    version: int


class SinceKind(StrEnum):
    """What is known of when a gap opened."""

    DAY = "day"  # the first day of those known in a row on which it was open
    START = "start"  # no day is known: since the stage began
    AFTER = "after"  # it was closed on the last day that is known


@dataclass(frozen=True, slots=True)
class Since:
    """Since when a gap is open."""

    day: date
    kind: SinceKind


@dataclass(frozen=True, slots=True)
class Closing:
    """When a gap closed: after the last day known on which it was open (None: none is), by the first on which it was not."""

    after: date | None
    by: date


def since(known: Iterable[tuple[date, bool]], start: date) -> Since:
    """Return since when a gap is open today, from earlier days on which it is known whether it was open.

    That is the first of the days in an unbroken row up to today; ``start`` where no day is known.
    """
    found: date | None = None
    for day, is_open in sorted(known, reverse=True):
        if not is_open:
            return Since(day, SinceKind.AFTER) if found is None else Since(found, SinceKind.DAY)
        found = day
    return Since(start, SinceKind.START) if found is None else Since(found, SinceKind.DAY)


def closing(known: Iterable[tuple[date, bool]], today: date) -> Closing:
    """Return when a gap that is closed today closed, from earlier days on which it is known whether it was open."""
    by = today
    for day, is_open in sorted(known, reverse=True):
        if is_open:
            return Closing(day, by)
        by = day
    return Closing(None, by)


def severity(standing: Standing | None) -> Decimal | None:
    """Return how large a gap is, 0 to 1, in the same measure for every unit; None where nothing is known.

    The missing part of what was expected by now: of what adds up, of its path; else of the way from the baseline to the
    target, or of the target itself. 0 exactly where the path or the target is met; lower-is-better is inverted.
    """
    if standing is None or standing.actual is None or standing.status is None:
        return None
    return standing.shortfall


def wanted_by_now(standing: Standing) -> Decimal:
    """Return what the actual is held against today: the path of what adds up, else the target."""
    return standing.target if standing.pace is None else standing.pace


def missing_by_now(standing: Standing, rule: Rule) -> Decimal | None:
    """Return what is missing to what was expected by now, in its unit; None without an actual."""
    return None if standing.actual is None else max(ZERO, gap(standing.actual, wanted_by_now(standing), rule))


def was_open(status: Status, *, is_flow: bool) -> bool:
    """Return whether a status of an earlier day means a gap: what adds up had none while it was on its path."""
    return status is not Status.REACHED and not (is_flow and status is Status.ON_TRACK)


@dataclass(frozen=True, slots=True)
class Gap:
    """One row of the gap list: what is wanted, what is, and what people say of it.

    ``subject`` is what it is measured at. Without ``has_figures`` the reader may know how it stands and no number of it:
    ``standing`` and ``counts`` (of a norm: contacts kept and asked for) are None then. ``missing`` says, where the state is
    UNKNOWN, what there is not. ``rank`` is its place among the open ones, 1 first. ``has_hidden_action``: another team's.
    ``parts`` are how the metrics of a goal of several stand; its own numbers are shares of 1.
    """

    key: GapKey
    subject: Goal | Target | Norm | Touchpoint
    scope: TargetScope
    span: Period
    standing: Standing | None
    rule: Rule
    state: GapState
    status: Status | None
    weight: Decimal
    has_figures: bool
    may_edit: bool
    severity: Decimal | None = None
    counts: tuple[int, int] | None = None
    missing: str = ""
    since: Since | None = None
    closing: Closing | None = None
    note: GapNote | None = None
    actions: tuple[Action, ...] = ()
    has_hidden_action: bool = False
    rank: int = 0
    parts: tuple[GoalProgress, ...] = ()

    @property
    def importance(self) -> Decimal:
        """What the order goes by: weight × severity."""
        return self.weight * (self.severity or ZERO)

    @property
    def is_marked(self) -> bool:
        """Whether it is one of the few most important."""
        return 0 < self.rank <= MARKED

    @property
    def action(self) -> Action | None:
        """The action to show beside it: the one that was chosen, else the first that is open."""
        chosen = self.note.action_id if self.note is not None else None
        own = next((one for one in self.actions if one.action_id == chosen), None)
        return own or next((one for one in self.actions if one.status.is_open), None)


def in_order(gaps: Iterable[Gap]) -> list[Gap]:
    """Return gaps with the most important first: by weight × severity, then goals before the others."""
    kinds = list(GapKind)
    return sorted(gaps, key=lambda one: (-one.importance, kinds.index(one.key.kind), str(one.key)))


def actions_of(goal_id: int | None, note: GapNote | None, actions: Iterable[Action]) -> tuple[Action, ...]:
    """Return the actions against a gap: the chosen one, and those for its goal that were not dropped."""
    chosen = note.action_id if note is not None else None
    found = [
        one
        for one in actions
        if one.action_id == chosen
        or (goal_id is not None and one.goal_id == goal_id and one.status is not ActionStatus.DROPPED)
    ]
    return tuple(sorted(found, key=lambda one: one.action_id != chosen))


def lightest_weight(goals: Iterable[Goal]) -> Decimal:
    """Return what a norm or standard weighs: as much as the plan's lightest goal, so that the plan says what counts most."""
    return Decimal(min((goal.weight for goal in goals), default=USUAL_WEIGHT))
