"""Writing down a goal with its further metrics: what is kept beside a goal is saved with it, under its version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.plans import goals
from crm_core.plans import repository as plans
from crm_core.plans.editing import editor, plan_to_edit, today_of
from crm_core.plans.model import Goal, Plan
from crm_core.plans.parts import repository
from crm_core.plans.parts.drafts import FIELDS, MORE, PartDraft, PartsDraft, baseline_field, weight_field
from crm_core.plans.parts.model import Detail, GoalPart
from crm_core.plans.service import can_be_measured
from crm_core.store import Store, Transaction
from crm_core.targets.drafts import as_typed
from crm_core.targets.traits import number_kind_of


def add_whole_goal(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Add a goal with its further metrics (``more_metrics``) and what it says of itself, and return its id.

    Raises:
        NotPermitted, NotFound: the role may not; the plan, or the scope, is not the actor's.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    editor(actor)
    with store.transaction() as transaction:
        goal_id = goals.add_goal(store, actor, plan_id, given, key=key)
        if any(given.get(name) for name in FIELDS):
            _put_beside(store, transaction, actor, plan_id, goal_id, given)
    return goal_id


def edit_whole_goal(
    store: Store, actor: Actor, plan_id: int, goal_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Change a goal with its further metrics and what it says of itself; of these, what is not given stays.

    A metric that is not named any more goes, with what it should have come to.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    editor(actor)
    with store.transaction() as transaction:
        try:
            goals.edit_goal(store, actor, plan_id, goal_id, given, version=version, key=key)
        except StaleWrite as stale:
            mine, theirs = _compared(store, plan_id, goal_id, given)
            raise StaleWrite(stale.kind, stale.key, stale.mine | mine, stale.theirs | theirs) from stale
        if any(name in given for name in FIELDS):
            _put_beside(store, transaction, actor, plan_id, goal_id, given)


def _compared(
    store: Store, plan_id: int, goal_id: int, given: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    """Return what a form says beside a goal, by its fields, and what is stored there by now."""
    goal = next(one for one in plans.goals(store, plan_id) if one.goal_id == goal_id)
    was = {part.metric_id: part for part in repository.parts(store, plan_id) if part.goal_id == goal_id}
    draft = PartsDraft.parse(given, first=goal.metric_id, was=was, detail=goal.detail, today=today_of(store))
    theirs = _in_fields(goal.detail, tuple(was.values()))
    mine = _in_fields(draft.detail, tuple(was.values()) if draft.parts is None else draft.parts)
    mine = {name: value for name, value in mine.items() if name in given}
    return mine, {name: theirs.get(name) for name in mine}


def _in_fields(detail: Detail, parts: Sequence[GoalPart | PartDraft]) -> dict[str, object]:
    """Return what stands beside a goal as its form's fields hold it."""
    found: dict[str, object] = {
        MORE: tuple(part.metric_id for part in parts),
        "first_weight": detail.first_weight,
        "horizon": detail.horizon and detail.horizon.value,
        "group": detail.group.value if detail.group else "",
        "purpose": detail.purpose,
    }
    for part in parts:
        found[weight_field(part.metric_id)] = part.weight
        found[baseline_field(part.metric_id)] = as_typed(part.baseline, number_kind_of(part.metric_id))
    return found


def _put_beside(  # noqa: PLR0917 - a goal, by whom and where
    store: Store, transaction: Transaction, actor: Actor, plan_id: int, goal_id: int, given: Mapping[str, object]
) -> None:
    plan = plan_to_edit(store, editor(actor), plan_id, as_whole=False)
    goal = next((one for one in plans.goals(store, plan_id) if one.goal_id == goal_id), None)
    if goal is None:
        raise NotFound("plan_goal", goal_id)
    was = {part.metric_id: part for part in repository.parts(store, plan_id) if part.goal_id == goal_id}
    draft = PartsDraft.parse(given, first=goal.metric_id, was=was, detail=goal.detail, today=today_of(store))
    before, after = _told(goal.detail, tuple(was.values())), _told(draft.detail, tuple(was.values()))
    if draft.parts is not None:
        parts = _measured(store, plan, goal, draft.parts, is_filled=bool(given.get("fill_baseline")))
        _write_parts(transaction, goal, was, parts)
        after = _told(draft.detail, parts)
    if draft.detail != goal.detail:
        repository.put_detail(transaction, goal_id, draft.detail, clock.now())
    differing = [name for name in after if before[name] != after[name]]
    if differing:
        was_told, told = ({name: one[name] for name in differing} for one in (before, after))
        audit.record(transaction, actor, audit.Change("change", "plan_goal", goal_id, was_told, told))


def _measured(
    store: Store, plan: Plan, goal: Goal, parts: tuple[PartDraft, ...], *, is_filled: bool
) -> tuple[PartDraft, ...]:
    """Return the metrics, with their numbers as baselines where that was asked for.

    Raises:
        InvalidInput: one of them cannot be told for the goal's scope.
    """
    if not all(can_be_measured(part.metric_id, goal.scope) for part in parts):
        raise InvalidInput({MORE: message(N_("One of these metrics cannot be told for this team or person."))})
    if not is_filled:
        return parts
    day = goal.baseline_on or today_of(store)
    return tuple(_filled(store, plan, goal, part, day) for part in parts)


def _filled(store: Store, plan: Plan, goal: Goal, part: PartDraft, day: date) -> PartDraft:
    """Return a metric without a baseline with its number up to ``day``, where it knows one."""
    if part.baseline is not None:
        return part
    value = goals.measured_baseline(store, plan, part.metric_id, goal.scope, day)
    return part if value is None else replace(part, baseline=value, baseline_on=day)


def _write_parts(transaction: Transaction, goal: Goal, was: Mapping[str, GoalPart], parts: Sequence[PartDraft]) -> None:
    wanted = {part.metric_id for part in parts}
    for metric_id, part in was.items():
        if metric_id not in wanted:
            repository.remove_part(transaction, part.part_id)
    for one in parts:
        kept = was.get(one.metric_id)
        if kept is None:
            repository.add_part(transaction, goal.goal_id, one, clock.now())
        elif (kept.weight, kept.baseline, kept.baseline_on) != (one.weight, one.baseline, one.baseline_on):
            repository.edit_part(transaction, kept.part_id, one, clock.now())


def _told(detail: Detail, parts: Sequence[GoalPart | PartDraft]) -> dict[str, object]:
    return {
        "first_weight": detail.first_weight,
        "horizon": detail.horizon and detail.horizon.value,
        "rung": detail.group and detail.group.value,
        "purpose": detail.purpose,
        "metrics": [
            f"{part.metric_id} × {part.weight}" + (f" ({part.baseline})" if part.baseline is not None else "")
            for part in sorted(parts, key=lambda one: one.metric_id)
        ],
    }
