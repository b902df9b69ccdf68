"""Where goals are vague, contradict each other or ask for what was never seen: pure rules that hint and never refuse.

What is over is past: a hint is about the stages in force or to come. Amounts that add up are compared by the day, since stages
differ in length.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from crm_core.plans.model import Goal, Plan, Stage, first_of, part_of
from crm_core.plans.progress import PlanRecord
from crm_core.targets.model import COMPANY, Level, Rule, ScopeKind, is_met

BEYOND = Decimal("1.5")  # so many times the best month there ever was is out of proportion
BACK = Decimal("0.8")  # of what adds up: seasons differ, a stage may ask for this part of the one before a day
FEWEST_MONTHS = 3
_MONTH_DAYS = Decimal("30.4375")


class Vague(StrEnum):
    """What is wrong with a goal, the gravest first."""

    OTHER_WAY = "other_way"  # another goal wants the same number to move the other way
    OTHER_TARGET = "other_target"  # another goal wants another number of the same days
    WRONG_SIDE = "wrong_side"  # the target is no better than the baseline
    SUM_SHORT = "sum_short"  # every team has a goal, and together they ask for less than the company's
    STEP_BACK = "step_back"  # a stage asks for less than the one before
    OUT_OF_PROPORTION = "out_of_proportion"  # far beyond the best month there was
    TWICE = "twice"  # the same number stands in two goals of the plan
    NO_METRIC = "no_metric"  # neither a metric nor a unit
    NO_DATE = "no_date"  # the plan has no stage in force or to come
    NO_TARGET = "no_target"  # a stage without a number
    NO_OWNER = "no_owner"  # nobody active answers for it
    NO_BASELINE = "no_baseline"  # nobody said where it starts
    ALL_COUNTED = "all_counted"  # for some customers, but its number counts all


@dataclass(frozen=True, slots=True)
class Aim:
    """What one metric of a goal shall come to, by stage; ``goal`` is that metric alone, ``part_id`` 0 the goal's first."""

    plan: Plan
    stages: tuple[Stage, ...]
    goal: Goal
    part_id: int
    rule: Rule
    targets: Mapping[int, Decimal]

    @property
    def about(self) -> tuple[object, ...]:
        """What it is about: two aims of the same are about one number."""
        goal = self.goal
        named = goal.metric_id or (goal.name.casefold().strip(), goal.unit.casefold().strip())
        return (named, goal.scope)

    def asked(self, stage: Stage) -> Decimal | None:
        """Return what a stage asks for; of what adds up, a day."""
        value = self.targets.get(stage.stage_id)
        return value / stage.span.day_count if value is not None and self.rule.is_flow else value


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to mend: at which goal, metric and stage, with the numbers and the other goal that it is about."""

    kind: Vague
    aim: Aim
    stage: Stage | None = None
    values: tuple[Decimal, ...] = ()
    other: Aim | None = None


def aims_of(record: PlanRecord, rule: Callable[[Goal], Rule]) -> list[Aim]:
    """Return what every metric of every goal of a plan shall come to."""
    found = []
    for goal in record.goals:
        alone = [(0, goal if not goal.is_composed else first_of(goal))]
        alone += [(part.part_id, part_of(goal, part)) for part in record.parts_of(goal.goal_id)]
        for part_id, one in alone:
            values = {
                stage.stage_id: aimed
                for stage in record.stages
                if (aimed := record.values_of(goal.goal_id, stage.stage_id, part_id).get(Level.TARGET)) is not None
            }
            found.append(Aim(record.plan, record.stages, one, part_id, rule(one), values))
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules are told beside the plan: who is active, each metric's whole months, what other plans aim at."""

    today: date
    active: Collection[int]
    months: Mapping[tuple[int, int], Sequence[float]]
    others: Sequence[Aim] = ()
    first_days: int = 90  # days that a baseline is measured over
    teams: frozenset[int] = frozenset()  # every team there is; empty where the viewer does not see them all


def hints(aims: Sequence[Aim], known: Known, mine: Collection[int]) -> list[Hint]:
    """Return what is to be mended of the goals of ``mine``, the gravest first, each thing once."""
    found: list[Hint] = []
    for place, aim in enumerate(aims):
        if aim.goal.goal_id in mine:
            rest = [one for at, one in enumerate(aims) if at > place or one.goal.goal_id not in mine]
            found += _against(aim, [*rest, *known.others], known.today)
            found += _alone(aim, known)
            found += _sum_short(aim, aims, known)
    return sorted(found, key=lambda one: list(Vague).index(one.kind))


def _alone(aim: Aim, known: Known) -> Iterable[Hint]:
    goal, ahead = aim.goal, [stage for stage in aim.stages if stage.last_on >= known.today]
    for rule in (_wrong_side, _step_back, _out_of_proportion):
        hint = rule(aim, ahead, known)
        if hint is not None:
            yield hint
    empty = next((stage for stage in ahead if stage.stage_id not in aim.targets), None)
    if ahead and empty is not None:
        yield Hint(Vague.NO_TARGET, aim, empty)
    if not aim.rule.is_flow and goal.baseline is None:
        yield Hint(Vague.NO_BASELINE, aim)
    if aim.part_id:
        return  # the rest is the goal's own, told at its first metric
    if goal.metric_id is None and not goal.unit:
        yield Hint(Vague.NO_METRIC, aim)
    if not ahead:
        yield Hint(Vague.NO_DATE, aim)
    if goal.owner_id not in known.active:
        yield Hint(Vague.NO_OWNER, aim)
    if goal.detail.group is not None and goal.metric_id is not None:
        yield Hint(Vague.ALL_COUNTED, aim)


def _wrong_side(aim: Aim, ahead: Sequence[Stage], known: Known) -> Hint | None:
    """Where it starts meets the target already: there is nothing to do, or the wrong thing."""
    baseline = aim.goal.baseline
    if baseline is None:
        return None
    start = baseline / known.first_days if aim.rule.is_flow else baseline
    for stage in ahead:
        asked = aim.asked(stage)
        if asked is not None and is_met(start, asked, aim.rule):
            return Hint(Vague.WRONG_SIDE, aim, stage, (aim.targets[stage.stage_id], baseline))
    return None


def _step_back(aim: Aim, ahead: Sequence[Stage], known: Known) -> Hint | None:
    """A stage asks for less than the one before it."""
    aimed = [stage for stage in sorted(aim.stages, key=lambda one: one.first_on) if stage.stage_id in aim.targets]
    for before, stage in pairwise(aimed):
        was, asked = aim.asked(before), aim.asked(stage)
        if stage not in ahead or was is None or asked is None:
            continue
        least = was if not aim.rule.is_flow else was / BACK if aim.rule.lower_is_better else was * BACK
        if not is_met(asked, least, aim.rule):
            return Hint(Vague.STEP_BACK, aim, stage, (aim.targets[stage.stage_id], aim.targets[before.stage_id]))
    return None


def _out_of_proportion(aim: Aim, ahead: Sequence[Stage], known: Known) -> Hint | None:
    """A stage asks for far more than the best month there was."""
    months = known.months.get((aim.goal.goal_id, aim.part_id), ())
    if len(months) < FEWEST_MONTHS:
        return None
    best = Decimal(str(min(months) if aim.rule.lower_is_better else max(months)))
    if best <= 0:
        return None
    for stage in ahead:
        asked = aim.asked(stage)
        if asked is None:
            continue
        level = asked * _MONTH_DAYS if aim.rule.is_flow else asked
        is_beyond = level * BEYOND < best if aim.rule.lower_is_better else level > best * BEYOND
        if is_beyond:
            return Hint(Vague.OUT_OF_PROPORTION, aim, stage, (level, best))
    return None


def _sum_short(aim: Aim, aims: Sequence[Aim], known: Known) -> Iterable[Hint]:
    """Yield the first stage in which what all teams shall bring is less than what the company shall: of what adds up."""
    if not aim.rule.is_flow or aim.rule.lower_is_better or aim.goal.scope != COMPANY or not known.teams:
        return
    same = [one for one in aims if one.goal.scope.kind is ScopeKind.TEAM and one.goal.metric_id == aim.goal.metric_id]
    for stage in aim.stages:
        target = aim.targets.get(stage.stage_id)
        if target is None or stage.last_on < known.today or aim.goal.metric_id is None:
            continue
        theirs = {one.goal.scope.scope_id: one.targets[stage.stage_id] for one in same if stage.stage_id in one.targets}
        if set(theirs) == known.teams and sum(theirs.values()) < target:
            yield Hint(Vague.SUM_SHORT, aim, stage, (sum(theirs.values(), Decimal(0)), target))
            return


def _against(aim: Aim, others: Iterable[Aim], today: date) -> Iterable[Hint]:
    """Yield for each other aim at the same number how the two do not go together."""
    for other in others:
        is_same = other.goal.goal_id == aim.goal.goal_id and other.plan.plan_id == aim.plan.plan_id
        if not is_same and other.about == aim.about:
            hint = _contradiction(aim, other, today)
            if hint is None and other.plan.plan_id == aim.plan.plan_id:
                hint = Hint(Vague.TWICE, aim, other=other)
            if hint is not None:
                yield hint


def _contradiction(aim: Aim, other: Aim, today: date) -> Hint | None:
    for stage in aim.stages:
        for their in other.stages:
            is_over = min(stage.last_on, their.last_on) < today
            if is_over or stage.first_on > their.last_on or their.first_on > stage.last_on:
                continue
            if _opposed(aim, stage, other, their):
                return Hint(Vague.OTHER_WAY, aim, stage, other=other)
            own, theirs = aim.targets.get(stage.stage_id), other.targets.get(their.stage_id)
            is_same_time = stage.last_on == their.last_on and (not aim.rule.is_flow or stage.span == their.span)
            if is_same_time and own is not None and theirs is not None and own != theirs:
                return Hint(Vague.OTHER_TARGET, aim, stage, (own, theirs), other)
    return None


def _opposed(aim: Aim, stage: Stage, other: Aim, their: Stage) -> bool:
    """Return whether one wants the number up and the other down: by their rules, else from baseline to target."""
    if aim.rule.lower_is_better is not other.rule.lower_is_better:
        return True
    ways = []
    for one, at in ((aim, stage), (other, their)):
        target, start = one.targets.get(at.stage_id), one.goal.baseline
        if one.rule.is_flow or target is None or start is None:
            return False
        ways.append((target > start) - (target < start))
    return ways[0] * ways[1] < 0
