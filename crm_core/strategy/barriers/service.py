"""The register of barriers of a plan: who edits the plan keeps it; evidence is counted among the customers one may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import CONSOLE, Actor, Reach
from crm_core.board.service import Ask
from crm_core.customers.profile.stages.lost import LostRequest, lost_counts
from crm_core.customers.profile.stages.service import loss_reasons
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.plans.acting import add_action
from crm_core.plans.editing import editor, plan_to_edit, require_owner, today_of
from crm_core.plans.model import Plan
from crm_core.plans.reach import Viewer
from crm_core.plans.service import OnePlan, plan_record
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.strategy.barriers import repository
from crm_core.strategy.barriers.model import COUNTED, MOST_BARRIERS, Barrier, BarrierDraft, place_of
from crm_core.strategy.service import EVERYTHING, tag_names
from crm_core.touchpoints.model import RegisterRequest
from crm_core.touchpoints.said.voiced import Voiced, VoicedRequest, voiced_counts
from crm_core.touchpoints.service import touchpoints

_ACTION_FIELDS = ("what", "owner_id", "start_on", "due_on", "priority", "lower")


@reads("plan_barrier", "plan", "tag", "touchpoint", "app_user")
def barriers_of(store: Store, request: OnePlan) -> tuple[Barrier, ...]:
    """Return a plan's barriers: those without a person or an action first, then the open ones, the longest known first.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan = plan_record(store, request).plan
    return tuple(sorted(repository.find(store, plan.plan_id, places(store)), key=place_of))


def places(store: Store) -> dict[str, str]:
    """Return what groups of customers and touchpoints are called, by the key by which a barrier names them."""
    points = touchpoints(store, RegisterRequest(EVERYTHING))
    tags = {f"tag:{key}": name for key, name in tag_names(store).items()}
    return tags | {f"touchpoint:{one.touchpoint_id}": one.name for one in points}


@reads("tag", "touchpoint", "app_user")
def places_to_choose(store: Store, request: OnePlan) -> dict[str, str]:
    """Return the groups and touchpoints that a barrier can be about, by key; types and tiers are known anyway."""
    return places(store)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What customers said that speaks of a barrier, in the last year: how many left for its reason, how many suggested it."""

    lost: int | None
    suggested: int | None


def evidence(ask: Ask, reach: Reach, barriers: tuple[Barrier, ...], today: date) -> dict[int, Evidence]:
    """Return for each barrier what customers within the reach said; None where it names no reason or no words."""
    since = today - COUNTED
    lost = ask(lost_counts, LostRequest(reach, since)) if any(one.reason_id for one in barriers) else {}
    asked = tuple(question(one, since) for one in barriers if one.heard)
    heard = ask(voiced_counts, VoicedRequest(reach, asked)) if asked else {}
    return {
        one.barrier_id: Evidence(
            None if one.reason_id is None else lost.get((one.reason_id, one.about.customers), 0),
            heard.get(str(one.barrier_id), 0) if one.heard else None,
        )
        for one in barriers
    }


def question(one: Barrier, since: date) -> Voiced:
    """Return which suggestions speak of a barrier: its words, from the customers whom it is about."""
    return Voiced(str(one.barrier_id), since, one.heard, one.about.customers)


def unnamed_reasons(counts: Mapping[tuple[int | None, str], int], barriers: tuple[Barrier, ...]) -> dict[int, int]:
    """Return how many customers left for each reason that no barrier names, the most first."""
    named = {one.reason_id for one in barriers}
    found = {
        reason: count for (reason, subject), count in counts.items() if not subject and reason is not None and reason not in named
    }  # fmt: skip
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def add_barrier(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Add a barrier to a plan and return its id.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    viewer, today = editor(actor), today_of(store)
    draft = BarrierDraft.parse(given, today=today)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer, plan_id)
        if len(repository.find(transaction, plan_id, {})) >= MOST_BARRIERS:
            raise InvalidInput(
                {"what": message(N_("There are {count} barriers. Change one of those."), count=MOST_BARRIERS)}
            )
        _check(store, viewer, plan, draft, None)
        ended_on = None if draft.state.is_open else today
        made = repository.insert(transaction, plan_id, draft, ended_on, by=actor.user_id, at=clock.now())
        audit.record(transaction, actor, audit.Change("add", "plan_barrier", made, None, _told(plan_id, draft)))
        once.settle(transaction, key, made)
    return made


def edit_barrier(
    store: Store, actor: Actor, plan_id: int, barrier_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Change a barrier; where it is no longer open, the day on which it ended is today.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer, today = editor(actor), today_of(store)
    draft = BarrierDraft.parse(given, today=today)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer, plan_id)
        before = _barrier(transaction, plan_id, barrier_id)
        _check(store, viewer, plan, draft, before)
        _change(transaction, actor, plan_id, before, draft, version=version, today=today)
        once.settle(transaction, key, barrier_id)


def add_barrier_action(
    store: Store, actor: Actor, plan_id: int, barrier_id: int, given: Mapping[str, object], *, key: str
) -> int:
    """Add an action against a barrier to the plan, note it there, and return its id; who does it sees to the barrier where nobody did.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    viewer, today = editor(actor), today_of(store)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_to_edit(store, viewer, plan_id)
        before = _barrier(transaction, plan_id, barrier_id)
        asked = {name: given[name] for name in _ACTION_FIELDS if name in given}
        action_id = add_action(store, actor, plan_id, asked, key=f"{key}:action")
        owner_id = before.owner_id
        if not before.is_owner_active:
            record = plan_record(store, OnePlan(viewer, plan_id))
            owner_id = next((one.owner_id for one in record.actions if one.action_id == action_id), owner_id)
        draft = replace(before.draft(), action_id=action_id, owner_id=owner_id)
        _change(transaction, actor, plan_id, before, draft, version=before.version, today=today)
        once.settle(transaction, key, action_id)
    return action_id


def remove_barrier(store: Store, actor: Actor, plan_id: int, barrier_id: int, *, version: int, key: str) -> None:
    """Remove a barrier; its action stays.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same click was taken before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_to_edit(store, viewer, plan_id)
        before = _barrier(transaction, plan_id, barrier_id)
        if not repository.remove(transaction, barrier_id, version):
            raise StaleWrite("plan_barrier", barrier_id, {}, {"version": before.version})
        told = _told(plan_id, before.draft())
        audit.record(transaction, actor, audit.Change("remove", "plan_barrier", barrier_id, told, None))
        once.settle(transaction, key, barrier_id)


def hand_over_barriers(transaction: Transaction, actor: Actor, giver_id: int, taker_id: int) -> int:
    """Let a taker see to the open barriers of somebody who leaves; return how many. The caller has authorised."""
    moved = repository.hand_over(transaction, giver_id, taker_id, clock.now())
    before, after = {"owner_id": giver_id}, {"owner_id": taker_id}
    changes = [audit.Change("hand_over", "plan_barrier", one, before, after) for one in moved]
    audit.record_many(transaction, actor, changes)
    return len(moved)


def _barrier(transaction: Transaction, plan_id: int, barrier_id: int) -> Barrier:
    found = repository.find(transaction, plan_id, {}, barrier_id)
    if not found:
        raise NotFound("plan_barrier", barrier_id)
    return found[0]


def _check(store: Store, viewer: Viewer, plan: Plan, draft: BarrierDraft, before: Barrier | None) -> None:
    """See that what is newly named is there and the viewer's to name.

    Raises:
        InvalidInput: at the field.
    """
    listed = message(N_("Please choose one of the list."))
    kept = before.draft() if before is not None else None
    is_place = draft.about.customers.startswith("tag:") or draft.about.touchpoint_id is not None
    if is_place and (kept is None or kept.about != draft.about) and str(draft.about) not in places(store):
        raise InvalidInput({"about": listed})
    if draft.owner_id is not None and (kept is None or kept.owner_id != draft.owner_id):
        require_owner(store, viewer, draft.owner_id, plan)
    if draft.action_id is not None and (kept is None or kept.action_id != draft.action_id):
        actions = plan_record(store, OnePlan(viewer, plan.plan_id)).actions
        if all(one.action_id != draft.action_id for one in actions):
            raise InvalidInput({"action_id": listed})
    if draft.reason_id is not None and all(one.reason_id != draft.reason_id for one in loss_reasons(store, CONSOLE)):
        raise InvalidInput({"reason_id": listed})


def _change(
    transaction: Transaction,
    actor: Actor,
    plan_id: int,
    before: Barrier,
    draft: BarrierDraft,
    *,
    version: int,
    today: date,
) -> None:
    ended_on = None if draft.state.is_open else before.ended_on or today
    given = {"ended_on": ended_on, "by": actor.user_id, "at": clock.now()}
    if not repository.update(transaction, before.barrier_id, version, draft, **given):  # type: ignore[arg-type] # by name
        theirs = {**_compared(before.draft()), "version": before.version}
        raise StaleWrite("plan_barrier", before.barrier_id, _compared(draft), theirs)
    old, new = _told(plan_id, before.draft()), _told(plan_id, draft)
    audit.record(transaction, actor, audit.Change("change", "plan_barrier", before.barrier_id, old, new))


def _compared(draft: BarrierDraft) -> dict[str, object]:
    """Return what two versions are held side by side by, by the form's fields that hold words."""
    return {"what": draft.what, "heard": " ".join(draft.heard), "note": draft.note}


def _told(plan_id: int, draft: BarrierDraft) -> dict[str, object]:
    """Return a barrier as the trail keeps it."""
    return {
        "plan_id": plan_id, "barrier": draft.what, "whom": str(draft.about) or None, "owner_id": draft.owner_id,
        "action_id": draft.action_id, "barrier_state": draft.state.value, "since": draft.since_on,
        "reason_id": draft.reason_id, "heard": " ".join(draft.heard) or None, "note": draft.note or None,
    }  # fmt: skip
