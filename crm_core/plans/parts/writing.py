"""Writing down a goal with its further metrics: what is kept beside a goal is saved with it, under its version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.errors import N_, InvalidInput, NotFound, message
from crm_core.plans import goals
from crm_core.plans import repository as plans
from crm_core.plans.editing import editor, plan_to_edit, today_of
from crm_core.plans.model import Goal, Plan
from crm_core.plans.parts import repository
from crm_core.plans.parts.drafts import MORE, PartDraft, PartsDraft
from crm_core.plans.parts.model import GoalPart
from crm_core.plans.service import can_be_measured
from crm_core.store import Store, Transaction


def add_whole_goal(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Add a goal with its further metrics (``more_metrics``), and return its id.

    Raises:
        NotPermitted, NotFound: the role may not; the plan, or the scope, is not the actor's.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    editor(actor)
    with store.transaction() as transaction:
        goal_id = goals.add_goal(store, actor, plan_id, given, key=key)
        if given.get(MORE):
            _put_parts(store, transaction, actor, plan_id, goal_id, given)
    return goal_id


def edit_whole_goal(
    store: Store, actor: Actor, plan_id: int, goal_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Change a goal with its further metrics; where ``more_metrics`` is not given they stay.

    A metric that is not named any more goes, with what it should have come to.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    editor(actor)
    with store.transaction() as transaction:
        goals.edit_goal(store, actor, plan_id, goal_id, given, version=version, key=key)
        if MORE in given:
            _put_parts(store, transaction, actor, plan_id, goal_id, given)


def _put_parts(  # noqa: PLR0917 - a goal, by whom and where
    store: Store, transaction: Transaction, actor: Actor, plan_id: int, goal_id: int, given: Mapping[str, object]
) -> None:
    plan = plan_to_edit(store, editor(actor), plan_id, as_whole=False)
    goal = next((one for one in plans.goals(store, plan_id) if one.goal_id == goal_id), None)
    if goal is None:
        raise NotFound("plan_goal", goal_id)
    was = {part.metric_id: part for part in repository.parts(store, plan_id) if part.goal_id == goal_id}
    today = today_of(store)
    draft = PartsDraft.parse(given, first=goal.metric_id, was=was, first_weight=goal.first_weight, today=today)
    if not all(can_be_measured(part.metric_id, goal.scope) for part in draft.parts):
        raise InvalidInput({MORE: message(N_("One of these metrics cannot be told for this team or person."))})
    if given.get("fill_baseline"):
        day = goal.baseline_on or today
        draft = replace(draft, parts=tuple(_filled(store, plan, goal, part, day) for part in draft.parts))
    _write(transaction, goal, was, draft, clock.now())
    before, after = _told(goal.first_weight, list(was.values())), _told(draft.first_weight, draft.parts)
    if before != after:
        audit.record(transaction, actor, audit.Change("change", "plan_goal", goal_id, before, after))


def _filled(store: Store, plan: Plan, goal: Goal, part: PartDraft, day: date) -> PartDraft:
    """Return a metric without a baseline with its number up to ``day``, where it knows one."""
    if part.baseline is not None:
        return part
    value = goals.measured_baseline(store, plan, part.metric_id, goal.scope, day)
    return part if value is None else replace(part, baseline=value, baseline_on=day)


def _write(transaction: Transaction, goal: Goal, was: Mapping[str, GoalPart], draft: PartsDraft, at: datetime) -> None:
    wanted = {part.metric_id for part in draft.parts}
    for metric_id, part in was.items():
        if metric_id not in wanted:
            repository.remove_part(transaction, part.part_id)
    for one in draft.parts:
        kept = was.get(one.metric_id)
        if kept is None:
            repository.add_part(transaction, goal.goal_id, one, at)
        elif (kept.weight, kept.baseline, kept.baseline_on) != (one.weight, one.baseline, one.baseline_on):
            repository.edit_part(transaction, kept.part_id, one, at)
    if draft.first_weight != goal.first_weight:
        repository.put_first_weight(transaction, goal.goal_id, draft.first_weight, at)


def _told(first_weight: int, parts: Sequence[GoalPart | PartDraft]) -> dict[str, object]:
    return {
        "first_weight": first_weight,
        "metrics": {
            part.metric_id: [part.weight, part.baseline] for part in sorted(parts, key=lambda one: one.metric_id)
        },
    }
