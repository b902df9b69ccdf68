"""Making and changing a plan's goals. A lead edits goals of the own team and its people, in the company's plan too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from crm_core import audit, clock
from crm_core.access.model import Actor, Reach, Scope
from crm_core.board.model import filters_of
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.metrics import service as metrics
from crm_core.metrics.model import NumbersRequest
from crm_core.periods import Period
from crm_core.plans import repository
from crm_core.plans.drafts import BY_HAND, GoalDraft, Reader
from crm_core.plans.editing import editor, plan_to_edit, require_owner, today_of
from crm_core.plans.model import Goal, Plan, Stage
from crm_core.plans.reach import Viewer, may_edit_goal
from crm_core.plans.service import can_be_measured
from crm_core.store import Store, once
from crm_core.targets import service as targets
from crm_core.targets.model import TargetScope
from crm_core.targets.traits import number_kind_of, rule_of

DAYS_WITHOUT_STAGES = 90
MEASURED = N_("A baseline was measured: its day cannot lie ahead.")


def add_goal(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Add a goal to a plan and return its id. A lead adds goals of the own team, to the company's plan too.

    Raises:
        NotPermitted, NotFound: the role may not; the plan, or the scope, is not the actor's.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    draft = _goal_draft(store, given, me=actor.user_id)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer, plan_id, as_whole=False)
        _require_scope(store, viewer, plan, draft.scope)
        require_owner(store, viewer, draft.owner_id, plan)
        draft = _filled(store, plan, draft, given)
        goal_id = repository.add_goal(transaction, plan_id, draft, clock.now())
        audit.record(transaction, actor, audit.Change("add", "plan_goal", goal_id, None, _goal_told(draft)))
        once.settle(transaction, key, goal_id)
    return goal_id


def _goal_draft(store: Store, given: Mapping[str, object], *, me: int) -> GoalDraft:
    metric_id = str(given.get("metric_id") or "")
    try:
        kind = number_kind_of(metric_id) if metric_id else BY_HAND
    except NotFound as error:
        raise InvalidInput({"metric_id": message(N_("Please choose one of the list."))}) from error
    asked = {**given, "baseline_on": None} if given.get("fill_baseline") and not given.get("baseline") else given
    draft = GoalDraft.parse(asked, kind, me=me, today=today_of(store))
    if draft.metric_id is None:
        return draft
    if not can_be_measured(draft.metric_id, draft.scope):
        raise InvalidInput({"scope": message(N_("This metric cannot be told for a team or person."))})
    return replace(draft, lower_is_better=rule_of(draft.metric_id).lower_is_better)


def baseline_days(stages: Sequence[Stage]) -> int:
    """Return how many days a baseline is measured over, up to its day: as many as the plan's first stage has, else 90."""
    return stages[0].span.day_count if stages else DAYS_WITHOUT_STAGES


def _filled(store: Store, plan: Plan, draft: GoalDraft, given: Mapping[str, object]) -> GoalDraft:
    """Return the draft with the metric's number as its baseline, where that was asked for."""
    if not given.get("fill_baseline") or draft.metric_id is None or draft.baseline is not None:
        return draft
    today, day = today_of(store), _day(given)
    if day is None:
        raise InvalidInput({"baseline_on": message(N_("Please choose a day."))})
    if day > today:
        raise InvalidInput({"baseline_on": message(MEASURED)})
    value = measured_baseline(store, plan, draft.metric_id, draft.scope, day)
    if value is None:
        raise InvalidInput({"baseline_on": message(N_("The metric knows nothing of these days."))})
    return replace(draft, baseline=value, baseline_on=day)


def measured_baseline(store: Store, plan: Plan, metric_id: str, scope: TargetScope, day: date) -> Decimal | None:
    """Return a metric's number of the days up to ``day``, as many as ``baseline_days``; None where it knows nothing of them."""
    days = baseline_days(repository.stages(store, plan.plan_id))
    span = Period(day - timedelta(days=days - 1), day)
    asked = NumbersRequest(Reach(Scope.ALL, (), 0), span, today_of(store), filters=filters_of(scope))
    number = metrics.measure(store, asked.of(metric_id)).total.value
    return None if number is None else Decimal(number).quantize(Decimal("0.000001"))


def _day(given: Mapping[str, object]) -> date | None:
    return Reader(given).day("baseline_on")


def _require_scope(store: Store, viewer: Viewer, plan: Plan, scope: TargetScope) -> None:
    """Refuse a scope that is not the viewer's to edit, or in a team's plan another than the team and its people."""
    assert viewer.edit is not None  # noqa: S101 - an editor has one
    edit = viewer.edit
    if plan.team_id is not None:
        edit = replace(edit, scope=Scope.TEAM, teams=(plan.team_id,), me=0)
    try:
        targets.require_within(store, edit, scope)
    except NotFound as error:
        if not viewer.edits_all:
            raise
        raise InvalidInput({"scope": message(N_("A team's plan aims at the team and its people."))}) from error


def goal_to_edit(store: Store, viewer: Viewer, plan: Plan, goal_id: int) -> Goal:
    """Return a goal of a plan that the viewer may edit.

    Raises:
        NotFound: there is no such goal, or it is not theirs to edit.
    """
    goal = next((one for one in repository.goals(store, plan.plan_id) if one.goal_id == goal_id), None)
    if goal is None or not may_edit_goal(viewer, plan, goal.team_id):
        raise NotFound("plan_goal", goal_id)
    return goal


def edit_goal(
    store: Store, actor: Actor, plan_id: int, goal_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Change a goal's name, unit, owner (nobody named: as before), baseline and weight; its metric and scope stay.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer, plan_id, as_whole=False)
        before = goal_to_edit(store, viewer, plan, goal_id)
        asked = {**given, "metric_id": before.metric_id or "", "scope": before.scope}
        draft = _goal_draft(store, asked, me=before.owner_id)
        if draft.owner_id != before.owner_id:
            require_owner(store, viewer, draft.owner_id, plan)
        draft = _filled(store, plan, draft, given)
        if not repository.edit_goal(transaction, goal_id, version, draft, clock.now()):
            raise StaleWrite("plan_goal", goal_id, _goal_told(draft), _goal_told(before) | {"version": before.version})
        audit.record(
            transaction, actor, audit.Change("change", "plan_goal", goal_id, _goal_told(before), _goal_told(draft))
        )
        once.settle(transaction, key, goal_id)


def remove_goal(store: Store, actor: Actor, plan_id: int, goal_id: int, *, version: int, key: str) -> None:
    """Remove a goal with its values and readings; its actions go on for the plan as a whole.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer, plan_id, as_whole=False)
        before = goal_to_edit(store, viewer, plan, goal_id)
        if not repository.remove_goal(transaction, goal_id, version, clock.now()):
            raise StaleWrite("plan_goal", goal_id, {}, _goal_told(before) | {"version": before.version})
        audit.record(transaction, actor, audit.Change("remove", "plan_goal", goal_id, _goal_told(before), None))


def _goal_told(goal: GoalDraft | Goal) -> dict[str, object]:
    return {
        "metric": goal.metric_id, "name": goal.name, "unit": goal.unit, "lower_is_better": goal.lower_is_better,
        "scope": goal.scope.kind.value, "scope_id": goal.scope.scope_id, "owner_id": goal.owner_id,
        "baseline": goal.baseline, "baseline_on": goal.baseline_on, "weight": goal.weight,
    }  # fmt: skip
