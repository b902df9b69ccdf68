"""What a plan's editors are told of its goals: where they are vague, contradict each other or ask for what was never seen."""

from __future__ import annotations

from crm_core.board.service import Ask
from crm_core.plans.goals import baseline_days
from crm_core.plans.measuring import rule_for
from crm_core.plans.model import PlanState
from crm_core.plans.parts.vague import Aim, Hint, Known, aims_of, hints
from crm_core.plans.people import active_people
from crm_core.plans.reach import Viewer, may_edit_goal
from crm_core.plans.service import LookRequest, OnePlan, PlansRequest, known_plans, look, plan_record
from crm_core.targets.model import ScopeKind
from crm_core.targets.service import ScopesRequest, readable_scopes


def plan_hints(ask: Ask, request: LookRequest) -> tuple[Hint, ...]:
    """Return what is to be mended of the goals that the viewer may edit, the gravest first; nothing of a closed plan.

    Goals of other running plans that the viewer may see are held against them.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    view, viewer = look(ask, request), request.viewer
    if view.plan.state is PlanState.CLOSED:
        return ()
    mine = {
        one.goal.goal_id for one in view.goals if one.has_figures and may_edit_goal(viewer, view.plan, one.goal.team_id)
    }
    if not mine:
        return ()
    months = {}
    for one in view.goals:
        parts = [part.part_id for part in view.record.parts_of(one.goal.goal_id)]
        for part_id, progress in zip([0, *parts], one.parts or (one,), strict=False):
            if progress.goal.metric_id is not None:
                months[one.goal.goal_id, part_id] = progress.trend
    others: list[Aim] = []
    for plan in ask(known_plans, PlansRequest(viewer)):
        if plan.state is PlanState.RUNNING and plan.plan_id != request.plan_id:
            others += aims_of(ask(plan_record, OnePlan(viewer, plan.plan_id)), rule_for)
    known = Known(
        view.today, ask(active_people, None), months, others, baseline_days(view.record.stages), _teams(ask, viewer)
    )
    return tuple(hints(aims_of(view.record, rule_for), known, mine))


def _teams(ask: Ask, viewer: Viewer) -> frozenset[int]:
    """Return every team that the viewer may read numbers of; none where that is not all of them."""
    if not viewer.sees_all:
        return frozenset()
    choices = ask(readable_scopes, ScopesRequest(viewer.reach))
    return frozenset(one.scope.scope_id for one in choices if one.scope.kind is ScopeKind.TEAM)
