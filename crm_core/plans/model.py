"""Plans with their stages, goals, actions, milestones and check-ins, and what follows from their dates. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from crm_core.errors import N_
from crm_core.periods import Period, add_months
from crm_core.plans.parts.model import NOTHING, Detail, GoalPart, weighted_mean
from crm_core.targets.model import Level, Status, TargetScope


class PlanState(StrEnum):
    """Where a plan is in its life; a draft is for those who may edit it."""

    DRAFT = "draft"
    RUNNING = "running"
    CLOSED = "closed"


class Rhythm(StrEnum):
    """How often a plan is looked at."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"

    def after(self, day: date) -> date:
        """Return the day of the next check-in after one on ``day``."""
        if self is Rhythm.MONTHLY:
            return add_months(day, 1)
        return day + timedelta(days=7 if self is Rhythm.WEEKLY else 14)


class Priority(StrEnum):
    """How much an action matters."""

    HIGH = "high"
    MID = "mid"
    LOW = "low"


class ActionStatus(StrEnum):
    """How far an action is."""

    PLANNED = "planned"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def is_open(self) -> bool:
        """Whether something remains to be done."""
        return self in (ActionStatus.PLANNED, ActionStatus.DOING)


class Confidence(StrEnum):
    """How sure somebody is that the plan's goals will be reached."""

    HIGH = "high"
    MID = "mid"
    LOW = "low"


STATE_LABELS = {PlanState.DRAFT: N_("Draft"), PlanState.RUNNING: N_("Running"), PlanState.CLOSED: N_("Closed")}
RHYTHM_LABELS = {
    Rhythm.WEEKLY: N_("Every week"),
    Rhythm.FORTNIGHTLY: N_("Every two weeks"),
    Rhythm.MONTHLY: N_("Every month"),
}
PRIORITY_LABELS = {
    Priority.HIGH: N_("High priority"),
    Priority.MID: N_("Medium priority"),
    Priority.LOW: N_("Low priority"),
}
ACTION_LABELS = {
    ActionStatus.PLANNED: N_("Planned"),
    ActionStatus.DOING: N_("In progress"),
    ActionStatus.DONE: N_("Done"),
    ActionStatus.DROPPED: N_("Dropped"),
}
CONFIDENCE_LABELS = {
    Confidence.HIGH: N_("Confident"),
    Confidence.MID: N_("Not sure"),
    Confidence.LOW: N_("Worried"),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan: the company's where ``team_id`` is None, else a team's."""

    plan_id: int
    team_id: int | None
    team_name: str | None
    name: str
    purpose: str
    first_on: date
    last_on: date
    rhythm: Rhythm
    state: PlanState
    owner_id: int
    owner_name: str | None
    version: int
    writers: tuple[int, ...] = ()  # who answers for a section of it

    @property
    def span(self) -> Period:
        """The plan's days."""
        return Period(self.first_on, self.last_on)


@dataclass(frozen=True, slots=True)
class Stage:
    """A dated part of a plan."""

    stage_id: int
    name: str
    first_on: date
    last_on: date
    version: int

    @property
    def span(self) -> Period:
        """The stage's days."""
        return Period(self.first_on, self.last_on)


@dataclass(frozen=True, slots=True)
class Goal:
    """What a plan aims at: a metric's number, or (``metric_id`` None) one measured by hand in ``unit``.

    ``name`` is empty where the metric's own name says enough. ``team_id`` is the team that the scope belongs to. A goal of
    several metrics (``metric_count``) is their weighted mean, 0-1; among them its first, this one, weighs what ``detail`` says.
    """

    goal_id: int
    metric_id: str | None
    name: str
    unit: str
    lower_is_better: bool
    scope: TargetScope
    scope_name: str | None
    team_id: int | None
    owner_id: int
    owner_name: str | None
    baseline: Decimal | None
    baseline_on: date | None
    weight: int
    version: int
    detail: Detail = NOTHING
    metric_count: int = 1

    @property
    def is_composed(self) -> bool:
        """Whether it has several metrics."""
        return self.metric_count > 1


def first_of(goal: Goal) -> Goal:
    """Return a goal's first metric as a goal of that metric alone; its weight is that among the goal's metrics."""
    name = "" if goal.metric_id is not None else goal.name
    return replace(goal, name=name, weight=goal.detail.first_weight, metric_count=1)


def part_of(goal: Goal, part: GoalPart) -> Goal:
    """Return a further metric of a goal as a goal of that metric alone; its weight is that among the goal's metrics."""
    return replace(
        goal, metric_id=part.metric_id, name="", unit="", baseline=part.baseline, baseline_on=part.baseline_on,
        lower_is_better=part.lower_is_better, weight=part.weight, metric_count=1,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoalValue:
    """What a goal shall come to in a stage at a level; None where it was taken away again. ``part_id`` 0: its first metric."""

    goal_id: int
    stage_id: int
    level: Level
    value: Decimal | None
    version: int
    part_id: int = 0


@dataclass(frozen=True, slots=True)
class Action:
    """A step taken for a goal, or (``goal_id`` None) for the plan as a whole. ``team_id`` is the owner's at the time."""

    action_id: int
    plan_id: int
    goal_id: int | None
    what: str
    owner_id: int
    owner_name: str | None
    team_id: int | None
    helpers: tuple[int, ...]
    helper_names: tuple[str, ...]
    start_on: date | None
    due_on: date
    priority: Priority
    status: ActionStatus
    note: str
    evidence: str
    done_on: date | None
    version: int

    def is_overdue(self, today: date) -> bool:
        """Return whether it should have been done before ``today`` and is not."""
        return self.status.is_open and self.due_on < today


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day that a plan is measured by."""

    milestone_id: int
    name: str
    due_on: date
    done_on: date | None
    version: int
    owner_id: int
    owner_name: str | None


@dataclass(frozen=True, slots=True)
class SeenPart:
    """What one metric of a goal of several stood at in a check-in, and what it counted for, 0-1; ``metric_id`` None: by hand."""

    metric_id: str | None
    weight: int
    value: Decimal | None
    progress: Decimal | None
    status: Status | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a goal stood at in a check-in.

    Of a goal of several metrics ``value`` is its first metric's (None: not known), ``status`` that of the whole, and ``parts``
    are its metrics; a check-in from before they were kept has none.
    """

    value: Decimal | None
    status: Status | None
    parts: tuple[SeenPart, ...] = ()

    @property
    def whole(self) -> Decimal | None:
        """How far a goal of several metrics was, 0-1: their weighted mean, as its progress is worked out."""
        return weighted_mean((one.weight, one.progress) for one in self.parts if one.progress is not None)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One look at how a plan goes. ``team_id`` is whose look it was, None for the company's."""

    check_in_id: int
    checked_on: date
    user_id: int
    user_name: str | None
    team_id: int | None
    comment: str
    confidence: Confidence
    values: Mapping[int, Seen]
    created_at: datetime


def overlapping(stages: Iterable[Stage]) -> list[tuple[Stage, Stage]]:
    """Return each stage that begins before the one before it has ended, with that one; none where all is in order."""
    found = []
    latest: Stage | None = None
    for stage in sorted(stages, key=lambda one: (one.first_on, one.stage_id)):
        if latest is not None and stage.first_on <= latest.last_on:
            found.append((latest, stage))
        if latest is None or stage.last_on > latest.last_on:
            latest = stage
    return found


def stage_on(stages: Iterable[Stage], day: date) -> Stage | None:
    """Return the stage in force on ``day``; None between stages, before the first and after the last."""
    return next((stage for stage in stages if day in stage.span), None)


def next_stage(stages: Iterable[Stage], day: date) -> Stage | None:
    """Return the first stage that begins after ``day``."""
    return min((stage for stage in stages if stage.first_on > day), key=lambda one: one.first_on, default=None)


def stage_to_show(stages: Sequence[Stage], day: date) -> Stage | None:
    """Return the stage in force; else the last one that has ended; before the first, the first. None without stages."""
    current = stage_on(stages, day)
    if current is not None:
        return current
    ended = [stage for stage in stages if stage.last_on < day]
    return max(ended, key=lambda one: one.last_on) if ended else next_stage(stages, day)


def next_check_in(plan: Plan, last_on: date | None) -> date | None:
    """Return the day on which the next check-in is due after the last one; None where the plan is not running.

    The last of a plan is due on its last day.
    """
    if plan.state is not PlanState.RUNNING:
        return None
    return check_in_day(plan.rhythm, plan.first_on, plan.last_on, last_on)


def check_in_day(rhythm: Rhythm, first_on: date, last_on: date, checked_on: date | None) -> date | None:
    """Return the day of the next check-in of a plan from ``first_on`` to ``last_on``; None after one on its last day."""
    if checked_on is not None and checked_on >= last_on:
        return None
    return min(rhythm.after(checked_on or first_on), last_on)


def in_order(actions: Iterable[Action], today: date) -> list[Action]:
    """Return actions as they are to be worked on: overdue first, then open by due day and priority, the done, the dropped."""
    order = list(Priority)

    def place(action: Action) -> tuple[bool, bool, bool, int, int, int]:
        days = action.due_on.toordinal()
        when = days if action.status.is_open else -(action.done_on or action.due_on).toordinal()
        return (
            not action.status.is_open,
            action.status is ActionStatus.DROPPED,
            not action.is_overdue(today),
            when,
            order.index(action.priority),
            action.action_id,
        )

    return sorted(actions, key=place)


def share_done(actions: Iterable[Action]) -> Decimal | None:
    """Return the share (0-1) of actions that are done among those not dropped; None where there is none."""
    counted = [action for action in actions if action.status is not ActionStatus.DROPPED]
    if not counted:
        return None
    return Decimal(sum(action.status is ActionStatus.DONE for action in counted)) / len(counted)
