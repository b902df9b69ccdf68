"""A plan written as a whole, with its past: for the demo company's generator, which notes it in the trail as one batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from crm_core.plans import repository
from crm_core.plans.drafts import ActionDraft, CheckInDraft, GoalDraft, MilestoneDraft, PlanDraft, StageDraft
from crm_core.plans.model import PlanState
from crm_core.plans.parts import repository as part_rows
from crm_core.plans.parts.drafts import PartDraft
from crm_core.plans.parts.model import NOTHING, Detail
from crm_core.store import Store, Transaction
from crm_core.targets.model import Level


@dataclass(frozen=True, slots=True)
class WholePart:
    """A further metric of a goal with what it shall come to, by the place of its stage and by level."""

    draft: PartDraft
    values: Mapping[tuple[int, Level], Decimal]


@dataclass(frozen=True, slots=True)
class WholeGoal:
    """A goal with what its first metric shall come to, by the place of its stage and by level, what it says of itself, its further metrics."""

    draft: GoalDraft
    values: Mapping[tuple[int, Level], Decimal]
    detail: Detail = NOTHING
    parts: tuple[WholePart, ...] = ()


@dataclass(frozen=True, slots=True)
class WholeCheckIn:
    """A check-in; its values are by the place of their goal."""

    draft: CheckInDraft
    user_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class WholePlan:
    """A plan with all that lies in it; an action's ``goal_id`` is the place of its goal."""

    plan: PlanDraft
    stages: tuple[StageDraft, ...]
    goals: tuple[WholeGoal, ...]
    actions: tuple[ActionDraft, ...]
    milestones: tuple[MilestoneDraft, ...]
    check_ins: tuple[WholeCheckIn, ...]

    @property
    def part_count(self) -> int:
        """How many rows it is, the plan's own with them."""
        parts = (self.stages, self.goals, self.actions, self.milestones, self.check_ins)
        return 1 + sum(map(len, parts))


def found_plan(transaction: Transaction, whole: WholePlan, at: datetime, by: int) -> int:
    """Write a plan with all that lies in it, made at ``at``, and return its id. Who may is the caller's to know."""
    plan_id = repository.add_plan(transaction, whole.plan, at, by)
    stages = [repository.add_stage(transaction, plan_id, stage, at) for stage in whole.stages]
    goals = [repository.add_goal(transaction, plan_id, goal.draft, at) for goal in whole.goals]
    for goal_id, goal in zip(goals, whole.goals, strict=True):
        for (place, level), value in goal.values.items():
            repository.put_value(transaction, (goal_id, stages[place], level, 0), value, at)
        _found_parts(transaction, goal_id, goal, stages, at)
    for action in whole.actions:
        aimed = None if action.goal_id is None else goals[action.goal_id]
        repository.add_action(transaction, plan_id, replace(action, goal_id=aimed), at, by)
    for milestone in whole.milestones:
        owner_id = milestone.owner_id or whole.plan.owner_id
        made = repository.add_milestone(transaction, plan_id, milestone, owner_id, at)
        if milestone.done_on is not None:
            repository.edit_milestone(transaction, made, 1, milestone, owner_id, at)
    for one in whole.check_ins:
        draft = replace(one.draft, values={goals[place]: seen for place, seen in one.draft.values.items()})
        repository.add_check_in(transaction, plan_id, draft, user_id=one.user_id, team_id=whole.plan.team_id, at=one.at)
    return plan_id


def _found_parts(transaction: Transaction, goal_id: int, goal: WholeGoal, stages: Sequence[int], at: datetime) -> None:
    if goal.detail != NOTHING:
        part_rows.put_detail(transaction, goal_id, goal.detail, at)
    for part in goal.parts:
        part_id = part_rows.add_part(transaction, goal_id, part.draft, at)
        for (place, level), value in part.values.items():
            repository.put_value(transaction, (goal_id, stages[place], level, part_id), value, at)


def close_plan(store: Store, transaction: Transaction, plan_id: int, at: datetime) -> bool:
    """Close a running plan; return whether there was one. Who may is the caller's to know."""
    plan = repository.plan(store, plan_id)
    if plan is None or plan.state is not PlanState.RUNNING:
        return False
    draft = PlanDraft(
        plan.team_id, plan.name, plan.purpose, plan.first_on, plan.last_on, plan.rhythm, PlanState.CLOSED, plan.owner_id
    )
    return repository.edit_plan(transaction, plan_id, plan.version, draft, at)
