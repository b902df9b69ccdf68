"""Plans as people look at them: which there are, and how each goes on a day.

What takes ``ask`` puts the answers of several queries together (a page gives its cache; ``board.service.directly`` asks the
store itself). Numbers are asked with the widest reach and shown to whom ``reach`` lets see them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from crm_core.board.service import Ask
from crm_core.errors import NotFound
from crm_core.plans import repository
from crm_core.plans.measuring import can_be_measured, goal_in_stage
from crm_core.plans.model import (
    Goal,
    Plan,
    PlanState,
    Stage,
    in_order,
    next_check_in,
    next_stage,
    share_done,
    stage_on,
    stage_to_show,
)
from crm_core.plans.progress import GoalProgress, PlanRecord, PlanView, counts_of
from crm_core.plans.reach import Viewer, may_see_figures, may_see_goal, may_see_plan, seen_by, viewer_of
from crm_core.plans.then import known_on
from crm_core.store import Store
from crm_core.store.reads import reads
from crm_core.targets.model import Status

_TABLES = (
    "plan", "plan_stage", "plan_goal", "plan_goal_value", "plan_goal_part", "plan_goal_part_value", "plan_goal_detail",
    "plan_action", "plan_action_helper", "plan_milestone", "plan_milestone_owner", "plan_section", "plan_check_in",
    "plan_check_in_value", "plan_check_in_part", "team", "app_user",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlansRequest:
    """Which plans may this viewer know of?"""

    viewer: Viewer


@dataclass(frozen=True, slots=True)
class OnePlan:
    """One plan, for whoever looks."""

    viewer: Viewer
    plan_id: int


@dataclass(frozen=True, slots=True)
class LookRequest:
    """How does a plan go on a day, in the stage that is in force then, or in another?

    Trends take a question a goal of their own, numbers two or three; who does not show them goes without.
    """

    viewer: Viewer
    plan_id: int
    today: date
    stage_id: int | None = None
    has_trends: bool = True
    has_numbers: bool = True


@reads("plan", "team", "app_user")
def known_plans(store: Store, request: PlansRequest) -> list[Plan]:
    """Return the plans that the viewer may know of: running ones first, then the newest."""
    viewer = request.viewer
    found = repository.plans(store, viewer.reach.scope.value, viewer.team_id)
    return [plan for plan in found if may_see_plan(viewer, plan)]


@reads(*_TABLES)
def whole_plan(store: Store, request: OnePlan) -> PlanRecord:
    """Return a plan with all that lies in it, hidden parts too: for this room's own arithmetic.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    record = repository.record(store, request.plan_id)
    if record is None or not may_see_plan(request.viewer, record.plan):
        raise NotFound("plan", request.plan_id)
    return record


@reads(*_TABLES)
def plan_record(store: Store, request: OnePlan) -> PlanRecord:
    """Return a plan with what the viewer may see of it, as it is stored.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    return seen_by(request.viewer, whole_plan(store, request))


def look(ask: Ask, request: LookRequest) -> PlanView:
    """Return how a plan goes: each goal's actual, gap and status in the stage looked at, and what is to be done.

    Without numbers the goals are left out.

    Raises:
        NotFound: there is no such plan or stage, or it is not the viewer's to see.
    """
    viewer, today = request.viewer, request.today
    whole = known_on(ask(whole_plan, OnePlan(viewer, request.plan_id)), today)
    record = seen_by(viewer, whole)
    stage = _stage_looked_at(record, request)
    goals = tuple(
        _as_seen(viewer, goal, goal_in_stage(ask, whole, goal, stage, today, has_trend=request.has_trends))
        for goal in whole.goals
        if request.has_numbers and may_see_goal(viewer, goal)
    )
    return PlanView(
        record,
        today,
        stage,
        stage_on(record.stages, today),
        next_stage(record.stages, today),
        goals,
        tuple(in_order(record.actions, today)),
        counts_of(goals),
        share_done(record.actions),
        sum(action.is_overdue(today) for action in record.actions),
        next_check_in(record.plan, record.last_check_in_on),
    )


def _stage_looked_at(record: PlanRecord, request: LookRequest) -> Stage | None:
    if request.stage_id is None:
        return stage_to_show(record.stages, request.today)
    found = next((stage for stage in record.stages if stage.stage_id == request.stage_id), None)
    if found is None:
        raise NotFound("plan_stage", request.stage_id)
    return found


def _as_seen(viewer: Viewer, goal: Goal, progress: GoalProgress) -> GoalProgress:
    if may_see_figures(viewer, goal):
        return progress
    bare = replace(goal, baseline=None, baseline_on=None)
    return GoalProgress(bare, {}, None, None, progress.status, None, (), has_figures=False)


# All plans at once ----------------------------------------------------------------------------------------------------


def plan_list(
    ask: Ask, viewer: Viewer, today: date, states: Collection[PlanState] = tuple(PlanState)
) -> list[PlanView]:
    """Return how each plan of ``states`` goes that the viewer may know of: running ones first, then the newest.

    Nothing is measured for a draft: it has not begun.
    """
    return [
        look(
            ask,
            LookRequest(viewer, plan.plan_id, today, has_trends=False, has_numbers=plan.state is not PlanState.DRAFT),
        )
        for plan in ask(known_plans, PlansRequest(viewer))
        if plan.state in states
    ]


@dataclass(frozen=True, slots=True)
class GoalConcern:
    """A goal of a running plan that is at risk or behind."""

    plan: Plan
    stage: Stage
    progress: GoalProgress


def concerns(ask: Ask, viewer: Viewer, today: date) -> list[GoalConcern]:
    """Return the goals of running plans that need a decision in the stage in force: behind before at risk, then by weight.

    Those whose figures the viewer may not read are for others to decide on.
    """
    found = []
    for plan in ask(known_plans, PlansRequest(viewer)):
        if plan.state is PlanState.RUNNING:
            view = look(ask, LookRequest(viewer, plan.plan_id, today, has_trends=False))
            found += [
                GoalConcern(plan, view.current, one)
                for one in view.goals
                if view.current is not None and one.has_figures and one.status in (Status.BEHIND, Status.AT_RISK)
            ]
    return sorted(found, key=_weight)


def _weight(concern: GoalConcern) -> tuple[int, int, Decimal, int]:
    progress = concern.progress
    rank = progress.status.rank if progress.status else -1
    shortfall = progress.standing.shortfall if progress.standing else Decimal(0)
    return (-rank, -progress.goal.weight, -shortfall, progress.goal.goal_id)


__all__ = [
    "GoalConcern",
    "LookRequest",
    "OnePlan",
    "PlanView",
    "PlansRequest",
    "Viewer",
    "can_be_measured",
    "concerns",
    "goal_in_stage",
    "known_plans",
    "look",
    "plan_list",
    "plan_record",
    "viewer_of",
    "whole_plan",
]
