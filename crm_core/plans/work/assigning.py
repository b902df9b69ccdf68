"""Giving a part of a plan to a person: the part stays as it is, its owner is another. Who edits it may."""

from __future__ import annotations

from crm_core.access.model import Actor
from crm_core.errors import NotFound
from crm_core.plans.acting import edit_action
from crm_core.plans.editing import edit_milestone, edit_plan
from crm_core.plans.goals import edit_goal
from crm_core.plans.reach import viewer_of
from crm_core.plans.service import OnePlan, plan_record
from crm_core.plans.table import kind_of
from crm_core.plans.work.model import PartKind
from crm_core.store import Store
from crm_core.targets.drafts import as_typed


def assign_part(  # noqa: PLR0917 - one part, to whom
    store: Store, actor: Actor, plan_id: int, kind: PartKind, about_id: int, owner_id: int, *, version: int, key: str
) -> None:
    """Give a plan, one of its goals, milestones or actions to a person; sections are given by their own room.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit, or nothing such is there.
        InvalidInput: at ``owner_id``: nobody whom the actor may name.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same click was taken before.
    """
    record = plan_record(store, OnePlan(viewer_of(actor), plan_id))
    if kind is PartKind.PLAN and about_id == plan_id:
        plan = record.plan
        given: dict[str, object] = {
            "name": plan.name, "purpose": plan.purpose, "first_on": plan.first_on, "last_on": plan.last_on,
            "rhythm": plan.rhythm.value, "state": plan.state.value, "owner_id": owner_id,
        }  # fmt: skip
        edit_plan(store, actor, plan_id, given, version=version, key=key)
    elif kind is PartKind.GOAL:
        goal = record.goal(about_id)
        if goal is None:
            raise NotFound("plan_goal", about_id)
        given = {
            "name": goal.name, "unit": goal.unit, "lower_is_better": goal.lower_is_better, "owner_id": owner_id,
            "baseline": as_typed(goal.baseline, kind_of(goal)), "baseline_on": goal.baseline_on, "weight": goal.weight,
        }  # fmt: skip
        edit_goal(store, actor, plan_id, about_id, given, version=version, key=key)
    elif kind is PartKind.MILESTONE:
        stone = next((one for one in record.milestones if one.milestone_id == about_id), None)
        if stone is None:
            raise NotFound("plan_milestone", about_id)
        given = {"name": stone.name, "due_on": stone.due_on, "done_on": stone.done_on, "owner_id": owner_id}
        edit_milestone(store, actor, plan_id, about_id, given, version=version, key=key)
    else:
        action = next((one for one in record.actions if one.action_id == about_id), None)
        if action is None or kind is not PartKind.ACTION:
            raise NotFound("plan_action", about_id)
        given = {
            "goal_id": action.goal_id, "what": action.what, "owner_id": owner_id, "helpers": action.helpers,
            "start_on": action.start_on, "due_on": action.due_on, "priority": action.priority.value,
            "status": action.status.value, "note": action.note, "evidence": action.evidence,
        }  # fmt: skip
        edit_action(store, actor, about_id, given, version=version, key=key)
