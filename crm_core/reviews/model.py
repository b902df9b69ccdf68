"""A review of a plan: who meets when, what is on the agenda, what was said and decided, how things stood. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from crm_core.access.model import Scope
from crm_core.errors import N_
from crm_core.metrics.folders import metrics
from crm_core.plans.model import ActionStatus, Goal, Plan
from crm_core.plans.progress import GoalProgress
from crm_core.plans.reach import Viewer, is_ours, may_edit_plan, may_see_figures, may_see_goal
from crm_core.targets.model import COMPANY, ZERO, Level, Rule, Standing, Status, TargetScope, gap
from crm_core.targets.traits import rule_of

MOST_PEOPLE = 40
GROUP = "group"  # in the code of a norm's fact: the norm is for the customers with a tag
_EXACT = Decimal("0.000001")  # as numbers are kept: what is shown live is what is kept at the close


class ReviewState(StrEnum):
    """Whether a review is still to be held, or its minutes are closed."""

    COMING = "coming"
    CLOSED = "closed"


class Kind(StrEnum):
    """What an item of the agenda is about, in the order of the agenda; GOAL is how a goal stands, and no item."""

    DECISION = "decision"
    FEEDBACK = "feedback"
    GAP = "gap"
    FORECAST = "forecast"
    ACTION = "action"
    CHECK_IN = "check_in"
    ADJUSTMENT = "adjustment"
    VOICE = "voice"
    LESSON = "lesson"
    OWN = "own"
    GOAL = "goal"
    PART = "part"


KIND_LABELS: Mapping[Kind, str] = {
    Kind.DECISION: N_("Decided last time"),
    Kind.FEEDBACK: N_("Feedback of leadership"),
    Kind.GAP: N_("Gap"),
    Kind.FORECAST: N_("Likely to miss"),
    Kind.ACTION: N_("Overdue action"),
    Kind.CHECK_IN: N_("Missed check-in"),
    Kind.ADJUSTMENT: N_("Adjustment to judge"),
    Kind.VOICE: N_("Said by staff"),
    Kind.LESSON: N_("Lesson"),
    Kind.OWN: N_("Own topic"),
    Kind.GOAL: N_("Goal"),
    Kind.PART: N_("Metric of a goal"),
}
OF_GOALS = (Kind.GOAL, Kind.PART)  # how the goals stand, which is no item of the agenda
COMPOSED = "composed"
WHOLE = ""  # the key of a decision or feedback that is about the review as a whole


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part, or to whom it was reported."""

    user_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Review:
    """A review of a plan. ``counts``, of a closed one: actions not dropped, those done, those overdue that day."""

    review_id: int
    plan_id: int
    held_on: date
    state: ReviewState
    next_on: date | None
    closed_at: datetime | None
    closer: str | None
    counts: tuple[int, int, int] | None
    summary: str
    publisher: str | None
    published_at: datetime | None
    created_by: int
    version: int
    people: tuple[Person, ...] = ()
    reported: tuple[Person, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether its minutes are fixed."""
        return self.state is ReviewState.CLOSED

    def is_with(self, user_id: int) -> bool:
        """Return whether somebody takes part or has it reported."""
        return any(one.user_id == user_id for one in (*self.people, *self.reported))


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing as it stood on a day: an item of the agenda, or a goal.

    ``name`` is what people call it, ``told`` what they say of it, ``code`` the program's words: of a norm rung (or that it is of a group, whose name is ``name``), days and
    channel, of a board's target its period, of a goal of several metrics that it is one, of a word said to a review that review, of an action or decision its state, of an adjustment its verdicts by metric.
    ``day`` is since when, or by when. Where ``has_figures`` is False the reader may know of it and read no number.
    """

    key: str
    kind: Kind
    name: str
    told: str = ""
    code: str = ""
    day: date | None = None
    metric_id: str | None = None
    unit: str = ""
    lower_is_better: bool = False
    scope: TargetScope = COMPANY
    scope_name: str | None = None
    team_id: int | None = None
    goal_id: int | None = None
    owner_id: int | None = None
    owner_name: str | None = None
    weight: int = 0
    baseline: Decimal | None = None
    target: Decimal | None = None
    pace: Decimal | None = None
    actual: Decimal | None = None
    attainment: Decimal | None = None
    low: Decimal | None = None
    expected: Decimal | None = None
    high: Decimal | None = None
    chance: Decimal | None = None
    status: Status | None = None
    has_figures: bool = True

    @property
    def about_id(self) -> int | None:
        """The id at the end of the key; None where it ends in something else."""
        number = self.key.rsplit(":", 1)[-1]
        return int(number) if number.isascii() and number.isdigit() else None

    @property
    def is_composed(self) -> bool:
        """Whether it is about a goal of several metrics, whose numbers are shares of 1."""
        return self.code == COMPOSED

    @property
    def rule(self) -> Rule:
        """How its number is judged."""
        if self.is_composed:
            return Rule(is_flow=False)
        if self.metric_id is None or self.metric_id not in metrics():
            return Rule(is_flow=False, lower_is_better=self.lower_is_better)
        return rule_of(self.metric_id)

    @property
    def goal(self) -> Goal:
        """The goal that it is about, as it was."""
        return Goal(
            self.goal_id or 0, self.metric_id, self.name, self.unit, self.lower_is_better, self.scope, self.scope_name,
            self.team_id, self.owner_id or 0, self.owner_name, self.baseline, None, self.weight, 0,
            metric_count=2 if self.is_composed else 1,
        )  # fmt: skip

    @property
    def standing(self) -> Standing | None:
        """How its number stood against its target; None without a target."""
        if self.target is None:
            return None
        missing = None if self.actual is None else gap(self.actual, self.target, self.rule)
        return Standing(self.actual, self.target, self.baseline, self.pace, self.attainment, missing, self.status, ZERO)

    @property
    def progress(self) -> GoalProgress:
        """How the goal that it is about stood."""
        values = {} if self.target is None else {Level.TARGET: self.target}
        return GoalProgress(self.goal, values, self.actual, self.standing, self.status, None, (), self.has_figures)

    @property
    def missing_by_now(self) -> Decimal | None:
        """What was missing to what was expected by then, in its unit; None without an actual or a target."""
        wanted = self.target if self.pace is None else self.pace
        if wanted is None or self.actual is None:
            return None
        return max(ZERO, gap(self.actual, wanted, self.rule))


def exact(value: Decimal | float | None) -> Decimal | None:
    """Return a number as it is kept, six places behind the point."""
    return None if value is None else Decimal(str(value)).quantize(_EXACT)


def rounded_down(value: Decimal | None) -> Decimal | None:
    """Return a part as it is kept; what is not wholly attained never becomes so."""
    return None if value is None else value.quantize(_EXACT, rounding=ROUND_DOWN)


@dataclass(frozen=True, slots=True)
class Item:
    """What people made of an item; ``version`` 0: nothing yet."""

    key: str
    place: int | None = None
    is_left_out: bool = False
    title: str = ""
    minutes: str = ""
    writer: str | None = None
    updated_at: datetime | None = None
    version: int = 0

    @property
    def is_own(self) -> bool:
        """Whether somebody put it on the agenda."""
        return self.key.startswith(f"{Kind.OWN}:")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and the action that it became (None: it is kept as a decision alone) with how far that is.

    ``is_hidden``: the action is one that the reader may not see, of which they get no state.
    """

    decision_id: int
    review_id: int
    key: str
    what: str
    owner_id: int
    owner_name: str | None
    due_on: date
    action_id: int | None
    held_on: date
    made_by: int = 0
    version: int = 1
    edited_by: str | None = None
    edited_at: datetime | None = None
    action_status: ActionStatus | None = None
    done_on: date | None = None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Addendum:
    """What was added to closed minutes."""

    addendum_id: int
    content: str
    writer: str | None
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody to whom it was reported says; open until it is answered."""

    feedback_id: int
    review_id: int
    key: str
    content: str
    said_by: int
    said_name: str | None
    said_at: datetime
    answer: str
    action_id: int | None
    answered_name: str | None
    answered_at: datetime | None
    version: int

    @property
    def is_open(self) -> bool:
        """Whether it still wants an answer."""
        return self.answered_at is None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the agenda with what was said and decided of it; ``is_gone``: it is not open any more."""

    fact: Fact
    item: Item
    decisions: tuple[Decision, ...] = ()
    is_gone: bool = False


def in_order(facts: Sequence[Fact], items: Mapping[str, Item]) -> list[Fact]:
    """Return the facts of an agenda as people ordered them; what is new stands at the end of its kind, else last.

    The order without people's is that of ``Kind``, and within one as given.
    """
    kinds = list(Kind)
    placed = {key: item.place for key, item in items.items() if item.place is not None}
    last_of = {
        kind: max((placed[fact.key] for fact in facts if fact.kind is kind and fact.key in placed), default=None)
        for kind in kinds
    }

    def place(number: int) -> tuple[float, int, int]:
        fact = facts[number]
        if fact.key in placed:
            return (placed[fact.key] or 0, 0, number)
        after = last_of[fact.kind]
        if after is not None:
            return (after, 1, number)
        return (float("inf") if placed else 0.0, kinds.index(fact.kind), number)

    return [facts[number] for number in sorted(range(len(facts)), key=place)]


# Who sees what --------------------------------------------------------------------------------------------------------


def may_open(viewer: Viewer, plan: Plan, review: Review) -> bool:
    """Return whether somebody may read agenda and minutes: who edits the plan, takes part, or has it reported."""
    return may_edit_plan(viewer, plan.team_id) or review.is_with(viewer.reach.me)


def seen(viewer: Viewer, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return of the facts what the viewer may know, without the numbers that are not theirs."""
    every = list(facts)
    goals = {fact.goal_id: fact for fact in every if fact.kind is Kind.GOAL}
    known = {goal_id for goal_id, fact in goals.items() if may_see_goal(viewer, fact.goal)}
    return tuple(_readable(viewer, fact, goals) for fact in every if _may_know(viewer, fact, known))


def _may_know(viewer: Viewer, fact: Fact, known: set[int | None]) -> bool:
    if fact.kind in (*OF_GOALS, Kind.GAP, Kind.FORECAST) and fact.goal_id is not None:
        return fact.goal_id in known
    if fact.owner_id is not None and fact.owner_id == viewer.reach.me:
        return True
    return (fact.goal_id is None or fact.goal_id in known) and is_ours(viewer, fact.team_id)


def _readable(viewer: Viewer, fact: Fact, goals: Mapping[int | None, Fact]) -> Fact:
    if _may_read(viewer, fact, goals):
        return fact
    is_speech = fact.kind in (Kind.GAP, Kind.ADJUSTMENT, Kind.OWN, Kind.FEEDBACK, Kind.VOICE, Kind.DECISION)
    return replace(
        fact, told=fact.told if is_speech else "", baseline=None, target=None, pace=None, actual=None, attainment=None, low=None,
        expected=None, high=None, chance=None, has_figures=False,
    )  # fmt: skip


def _may_read(viewer: Viewer, fact: Fact, goals: Mapping[int | None, Fact]) -> bool:
    if viewer.sees_all or (fact.owner_id is not None and fact.owner_id == viewer.reach.me):
        return True
    if fact.target is None and fact.actual is None:
        return viewer.reach.scope is not Scope.OWN
    whose = goals.get(fact.goal_id) if fact.goal_id is not None else None
    if whose is not None:
        return may_see_figures(viewer, whose.goal)
    return fact.team_id is not None and fact.team_id in viewer.reach.teams
