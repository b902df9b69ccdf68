"""What people add to a gap: its problem and cause, an action against it, comments. Who edits its goal or plan edits the note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Reach, Scope
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.gaps import repository
from crm_core.gaps.drafts import GapDraft
from crm_core.gaps.model import GapKey, GapKind, GapNote
from crm_core.metrics import folders
from crm_core.plans.acting import add_action
from crm_core.plans.editing import editor, today_of
from crm_core.plans.progress import PlanRecord
from crm_core.plans.reach import Viewer, is_ours, may_edit_goal, may_edit_plan, viewer_of
from crm_core.plans.service import OnePlan, plan_record
from crm_core.relationships.model import RelationsRequest
from crm_core.relationships.norms.service import norms_of
from crm_core.sections.comments import comment_on_plan
from crm_core.store import Store, Transaction, once
from crm_core.touchpoints.model import RegisterRequest
from crm_core.touchpoints.service import touchpoints

_EVERYTHING = Reach(Scope.ALL, (), 0)
_ACTION_FIELDS = ("what", "owner_id", "start_on", "due_on", "priority")


def note_gap(
    store: Store, actor: Actor, plan_id: int, gap_key: str, given: Mapping[str, object], *, version: int, key: str
) -> int:
    """Store what somebody says of a gap, in place of what was noted before (``version`` 0: nothing was); return its id.

    Raises:
        NotPermitted, NotFound: the role may not; the plan or the gap is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer, draft, today = editor(actor), GapDraft.parse(given), today_of(store)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        record = plan_record(store, OnePlan(viewer, plan_id))
        place = _gap_to_edit(store, viewer, record, gap_key)
        before = repository.find_notes(transaction, plan_id).get(str(place))
        is_kept = before is not None and before.action_id == draft.action_id
        if (
            draft.action_id is not None
            and not is_kept
            and all(one.action_id != draft.action_id for one in record.actions)
        ):
            raise InvalidInput({"action_id": message(N_("Please choose one of the list."))})
        if (0 if before is None else before.version) != version:
            raise _stale(before, draft)
        made = _put(transaction, actor, record, place, draft, before=before, today=today)
        once.settle(transaction, key, made)
    return made


def add_gap_action(
    store: Store, actor: Actor, plan_id: int, gap_key: str, given: Mapping[str, object], *, key: str
) -> int:
    """Add an action against a gap to the plan (for the gap's goal, where it has one), note it there, and return its id.

    Raises:
        NotPermitted, NotFound: the role may not; the plan or the gap is not the actor's to edit.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    viewer, today = editor(actor), today_of(store)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        record = plan_record(store, OnePlan(viewer, plan_id))
        place = _gap_to_edit(store, viewer, record, gap_key)
        asked = {name: given[name] for name in _ACTION_FIELDS if name in given}
        goal_id = place.about if place.kind is GapKind.GOAL else ""
        action_id = add_action(store, actor, plan_id, {**asked, "goal_id": goal_id}, key=f"{key}:action")
        before = repository.find_notes(transaction, plan_id).get(str(place))
        kept = ("", None, "") if before is None else (before.problem, before.cause, before.cause_words)
        _put(transaction, actor, record, place, GapDraft(*kept, action_id), before=before, today=today)
        once.settle(transaction, key, action_id)
    return action_id


def comment_on_gap(
    store: Store, actor: Actor, plan_id: int, gap_key: str, given: Mapping[str, object], *, key: str
) -> int:
    """Say something of a gap, tell those who are ``mentioned``, and return the comment's id: whoever sees the gap may.

    Raises:
        NotPermitted, NotFound: the role may not; the plan or the gap is not the actor's to see.
        InvalidInput: with a message a field; at ``mentioned`` where somebody may not see the plan.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.COMMENT_WRITE)
    viewer = viewer_of(actor)
    place = _gap(store, viewer, plan_record(store, OnePlan(viewer, plan_id)), gap_key)
    return comment_on_plan(store, actor, plan_id, None, given, about=str(place), key=key)


def _put(
    transaction: Transaction,
    actor: Actor,
    record: PlanRecord,
    place: GapKey,
    draft: GapDraft,
    *,
    before: GapNote | None,
    today: date,
) -> int:
    """Store a note with its entry in the trail, and return its id."""
    plan_id, now = record.plan.plan_id, clock.now()
    about = {"plan_id": plan_id, "gap": str(place)}
    if before is None:
        made = repository.add(transaction, plan_id, str(place), draft, on=today, by=actor.user_id, at=now)
        audit.record(transaction, actor, audit.Change("add", "gap_note", made, None, about | _told(draft)))
        return made
    if not repository.edit(transaction, before.gap_note_id, before.version, draft, by=actor.user_id, at=now):
        raise _stale(before, draft)
    told = audit.Change("change", "gap_note", before.gap_note_id, about | _told(before), about | _told(draft))
    audit.record(transaction, actor, told)
    return before.gap_note_id


def _stale(before: GapNote | None, draft: GapDraft) -> StaleWrite:
    theirs = {"version": 0} if before is None else _compared(before) | {"version": before.version}
    return StaleWrite("gap_note", before.gap_note_id if before is not None else 0, _compared(draft), theirs)


def _compared(note: GapDraft | GapNote) -> dict[str, object]:
    """Return what two versions are held side by side by, by the form's fields that hold words."""
    return {"problem": note.problem, "cause_words": note.cause_words}


def _told(note: GapDraft | GapNote) -> dict[str, object]:
    return {
        "gap_problem": note.problem, "cause": note.cause.value if note.cause else None, "cause_words": note.cause_words,
        "action_id": note.action_id,
    }  # fmt: skip


def _gap_to_edit(store: Store, viewer: Viewer, record: PlanRecord, gap_key: str) -> GapKey:
    place, plan = _gap(store, viewer, record, gap_key), record.plan
    goal = record.goal(int(place.about)) if place.kind is GapKind.GOAL else None
    may = may_edit_plan(viewer, plan.team_id) if goal is None else may_edit_goal(viewer, plan, goal.team_id)
    if not may:
        raise NotFound("gap", gap_key)
    return place


def _gap(store: Store, viewer: Viewer, record: PlanRecord, gap_key: str) -> GapKey:
    """Return the key of something that the plan's gap list measures and the viewer may know of."""
    place = GapKey.parse(gap_key)
    if place is None or not _is_there(store, viewer, record, place):
        raise NotFound("gap", gap_key)
    return place


def _is_there(store: Store, viewer: Viewer, record: PlanRecord, place: GapKey) -> bool:
    team_id = record.plan.team_id
    if place.kind is GapKind.GOAL:
        return record.goal(int(place.about)) is not None
    if place.kind is GapKind.TARGET:
        return place.about in folders.metrics()
    if place.kind is GapKind.NORM:
        known = {norm.norm_id: norm.team_id for norm in norms_of(store, RelationsRequest(_EVERYTHING))}
        norm_team = known.get(int(place.about), 0)
        return norm_team is None or (norm_team != 0 and is_ours(viewer, norm_team) and team_id in (None, norm_team))
    points = touchpoints(store, RegisterRequest(_EVERYTHING))
    return team_id is None and any(one.touchpoint_id == int(place.about) for one in points)
