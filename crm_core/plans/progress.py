"""How a plan's goals stand, worked out from numbers that were asked elsewhere. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from crm_core.plans.model import (
    Action,
    CheckIn,
    Goal,
    GoalValue,
    Milestone,
    Plan,
    Seen,
    SeenPart,
    Stage,
)
from crm_core.plans.parts.model import GoalPart, Weighed, progress_of, together
from crm_core.targets.model import ONE, Course, Level, Rule, Standing, Status, Thresholds, is_met, judge

MILLIONTH = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """A goal in one stage: what it shall come to by level, how it stands, and its trend.

    Where ``has_figures`` is False the reader may know how it stands and no number of it. ``reached`` is the highest level
    that is met. Of a goal of several metrics ``parts`` are how each of them stands, and its own numbers are shares of 1.
    """

    goal: Goal
    values: Mapping[Level, Decimal]
    actual: Decimal | None
    standing: Standing | None
    status: Status | None
    reached: Level | None
    trend: tuple[float, ...]
    has_figures: bool = True
    parts: tuple[GoalProgress, ...] = ()


@dataclass(frozen=True)
class PlanRecord:
    """A plan with all that lies in it, as far as one reader may see it, as it is stored.

    ``last_check_in_on`` counts everybody's check-ins.
    """

    plan: Plan
    stages: tuple[Stage, ...]
    goals: tuple[Goal, ...]
    values: tuple[GoalValue, ...]
    actions: tuple[Action, ...]
    milestones: tuple[Milestone, ...]
    check_ins: tuple[CheckIn, ...]
    last_check_in_on: date | None
    parts: tuple[GoalPart, ...] = ()

    def values_of(self, goal_id: int, stage_id: int, part_id: int = 0) -> dict[Level, Decimal]:
        """Return what a goal's first metric (or a part of it) shall come to in a stage, by level."""
        return dict(self._by_place.get((goal_id, stage_id, part_id), {}))

    @cached_property
    def _by_place(self) -> Mapping[tuple[int, int, int], dict[Level, Decimal]]:
        found: dict[tuple[int, int, int], dict[Level, Decimal]] = {}
        for one in self.values:
            if one.value is not None:
                found.setdefault((one.goal_id, one.stage_id, one.part_id), {})[one.level] = one.value
        return found

    def goal(self, goal_id: int | None) -> Goal | None:
        """Return one of the goals; None where there is none such."""
        return next((one for one in self.goals if one.goal_id == goal_id), None)

    def parts_of(self, goal_id: int) -> tuple[GoalPart, ...]:
        """Return the further metrics of a goal, in the order in which they came."""
        return tuple(one for one in self.parts if one.goal_id == goal_id)


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan on a day: ``stage`` is the one looked at, ``current`` the one in force, ``coming`` the next.

    ``counts`` says how many goals stand how (None: not known yet); ``done_share`` is the share of actions that are done.
    """

    record: PlanRecord
    today: date
    stage: Stage | None
    current: Stage | None
    coming: Stage | None
    goals: tuple[GoalProgress, ...]
    actions: tuple[Action, ...]
    counts: Mapping[Status | None, int]
    done_share: Decimal | None
    overdue_count: int
    check_in_on: date | None

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.record.plan

    @property
    def is_check_in_due(self) -> bool:
        """Whether a check-in is due today or was before."""
        return self.check_in_on is not None and self.check_in_on <= self.today


def judged(
    goal: Goal,
    values: Mapping[Level, Decimal],
    actual: Decimal | None,
    course: Course,
    *,
    rule: Rule,
    thresholds: Thresholds,
) -> GoalProgress:
    """Return how a goal stands in a stage; without a target there is nothing to stand against."""
    target = values.get(Level.TARGET)
    if target is None:
        return GoalProgress(goal, values, actual, None, None, None, ())
    standing = judge(actual, target, course, rule, baseline=goal.baseline, thresholds=thresholds)
    return GoalProgress(
        goal, values, actual, standing, standing.status, highest_met(actual, values, rule, is_over=course.is_over), ()
    )


def composed(goal: Goal, parts: Sequence[GoalProgress]) -> GoalProgress:
    """Return how a goal of several metrics stands: their weighted mean against 100 %."""
    standing = together([Weighed(one.goal.weight, one.standing) for one in parts])
    aimed = [one for one in parts if one.standing is not None]
    reached = [one.reached for one in aimed]
    lowest = min((level for level in reached if level is not None), key=list(Level).index, default=None)
    return GoalProgress(
        goal,
        {Level.TARGET: ONE} if aimed else {},
        None if standing is None else standing.actual,
        standing,
        None if standing is None else standing.status,
        None if None in reached else lowest,
        (),
        parts=tuple(parts),
    )


def highest_met(actual: Decimal | None, values: Mapping[Level, Decimal], rule: Rule, *, is_over: bool) -> Level | None:
    """Return the highest level that ``actual`` meets; a flow that should stay low meets one only when it is over."""
    if actual is None or (rule.is_flow and rule.lower_is_better and not is_over):
        return None
    met = [level for level in Level if level in values and is_met(actual, values[level], rule)]
    return met[-1] if met else None


def readings_of(goal: Goal, check_ins: Iterable[CheckIn], until: date) -> list[tuple[date, Decimal]]:
    """Return what a goal was seen at in check-ins up to a day, the oldest first."""
    seen = sorted(
        (one.checked_on, one.check_in_id, value)
        for one in check_ins
        if one.checked_on <= until and (value := value_in(one, goal)) is not None
    )
    return [(day, value) for day, _, value in seen]


def value_in(check_in: CheckIn, goal: Goal) -> Decimal | None:
    """Return what a goal's first metric was seen at in a check-in; None where it was not."""
    seen = check_in.values.get(goal.goal_id)
    return None if seen is None else seen.value


def seen_of(progress: GoalProgress) -> Seen | None:
    """Return what a check-in keeps of how a goal stands: of several metrics each of them; None where nothing is known."""
    if not progress.parts:
        return None if progress.actual is None else Seen(progress.actual, progress.status)
    parts = tuple(_seen_part(one) for one in progress.parts)
    if all(one.value is None for one in parts):
        return None
    return Seen(parts[0].value, progress.status, parts)


def _seen_part(part: GoalProgress) -> SeenPart:
    counted = None if part.standing is None else progress_of(part.standing)
    kept = [None if value is None else value.quantize(MILLIONTH) for value in (part.actual, counted)]
    return SeenPart(part.goal.metric_id, part.goal.weight, kept[0], kept[1], part.status)


def counts_of(goals: Iterable[GoalProgress]) -> dict[Status | None, int]:
    """Return how many goals stand how, the best first; those of which nothing is known under None."""
    found: dict[Status | None, int] = dict.fromkeys([*Status, None], 0)
    for one in goals:
        found[one.status] += 1
    return {status: count for status, count in found.items() if count}
