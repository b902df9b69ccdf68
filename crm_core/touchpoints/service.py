"""The register of touchpoints: read by all who work with customers, kept by leads and up; one for the whole company."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.touchpoints import repository
from crm_core.touchpoints.model import Phase, RegisterRequest, Touchpoint, TouchpointDraft, check_room


@reads("touchpoint", "app_user")
def touchpoints(store: Store, request: RegisterRequest) -> tuple[Touchpoint, ...]:
    """Return the register, by phase and place."""
    return repository.find_all(store)


@reads("app_user", "team")
def people_to_answer(store: Store, request: RegisterRequest) -> dict[int, str]:
    """Return who may answer for a touchpoint, by id, with name and team."""
    return repository.find_people(store)


def add_touchpoint(store: Store, actor: Actor, given: Mapping[str, object], *, key: str) -> int:
    """Add a touchpoint at the end of its phase and return its id.

    Raises:
        NotPermitted: the role may not.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.TOUCHPOINT_EDIT)
    draft = TouchpointDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        _check_owner(transaction, draft.owner_id)
        known = repository.find_all(transaction)
        check_room(len(known))
        place = _last_place(known, draft.phase)
        made = repository.insert(transaction, draft, place, by=actor.user_id, at=clock.now())
        audit.record(transaction, actor, audit.Change("add", "touchpoint", made, None, draft.values()))
        once.settle(transaction, key, made)
    return made


def edit_touchpoint(
    store: Store, actor: Actor, touchpoint_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Store what a form says of a touchpoint; in another phase it stands last.

    Raises:
        NotPermitted, NotFound: the role may not; there is no such touchpoint.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.TOUCHPOINT_EDIT)
    draft = TouchpointDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before = _touchpoint(transaction, touchpoint_id)
        if draft.owner_id != before.owner_id:
            _check_owner(transaction, draft.owner_id)
        stays = draft.phase is before.phase
        place = before.place if stays else _last_place(repository.find_all(transaction), draft.phase)
        old, new = before.draft().values(), draft.values()
        if not repository.update(transaction, touchpoint_id, version, draft, place=place, at=clock.now()):
            theirs = {**_compared(before.draft()), "version": before.version}
            raise StaleWrite("touchpoint", touchpoint_id, _compared(draft), theirs)
        changed = {name for name in new if new[name] != old[name]}
        change = audit.Change(
            "edit", "touchpoint", touchpoint_id, {name: old[name] for name in old if name in changed},
            {name: new[name] for name in new if name in changed},
        )  # fmt: skip
        audit.record(transaction, actor, change)
        once.settle(transaction, key, touchpoint_id)


def move_touchpoint(store: Store, actor: Actor, touchpoint_id: int, *, is_up: bool, version: int, key: str) -> None:
    """Let a touchpoint change places with the one before it in its phase (``is_up``), or with the one after it.

    At the end of the phase nothing happens.

    Raises:
        NotPermitted, NotFound: the role may not; there is no such touchpoint.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same click was taken before.
    """
    actor.require(Permission.TOUCHPOINT_EDIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        mine = _touchpoint(transaction, touchpoint_id)
        if mine.version != version:
            raise StaleWrite("touchpoint", touchpoint_id, {}, {"version": mine.version})
        listed = [one for one in repository.find_all(transaction) if one.phase is mine.phase]
        here = listed.index(mine)
        there = here - 1 if is_up else here + 1
        if 0 <= there < len(listed):
            other, now = listed[there], clock.now()
            repository.put_place(transaction, mine.touchpoint_id, other.place, now)
            repository.put_place(transaction, other.touchpoint_id, mine.place, now)
            told = ({"place": mine.place}, {"place": other.place})
            audit.record(transaction, actor, audit.Change("move", "touchpoint", touchpoint_id, *told))
        once.settle(transaction, key, touchpoint_id)


def remove_touchpoint(store: Store, actor: Actor, touchpoint_id: int, *, version: int, key: str) -> None:
    """Remove a touchpoint with its guides; the trail keeps what it said.

    Raises:
        NotPermitted, NotFound: the role may not; there is no such touchpoint.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same click was taken before.
    """
    actor.require(Permission.TOUCHPOINT_EDIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before = _touchpoint(transaction, touchpoint_id)
        if not repository.remove(transaction, touchpoint_id, version):
            raise StaleWrite("touchpoint", touchpoint_id, {}, {"version": before.version})
        change = audit.Change("remove", "touchpoint", touchpoint_id, before.draft().values(), None)
        audit.record(transaction, actor, change)
        once.settle(transaction, key, touchpoint_id)


def hand_over_touchpoints(transaction: Transaction, actor: Actor, giver_id: int, taker_id: int) -> int:
    """Let a taker answer for the touchpoints of somebody who leaves; return how many. The caller has authorised."""
    moved = repository.hand_over(transaction, giver_id, taker_id, clock.now())
    before, after = {"owner_id": giver_id}, {"owner_id": taker_id}
    audit.record_many(
        transaction, actor, [audit.Change("hand_over", "touchpoint", one, before, after) for one in moved]
    )
    return len(moved)


def _touchpoint(transaction: Transaction, touchpoint_id: int) -> Touchpoint:
    found = repository.find_all(transaction, touchpoint_id)
    if not found:
        raise NotFound("touchpoint", touchpoint_id)
    return found[0]


def _compared(draft: TouchpointDraft) -> dict[str, object]:
    """Return what two versions of a touchpoint are held side by side by, by the form's fields."""
    told: dict[str, object] = {
        "name": draft.name, "department": draft.department, "standard": draft.standard, "within": draft.within,
    }  # fmt: skip
    for number, guide in enumerate(draft.guides, start=1):
        told |= {f"g{number}.title": guide.title, f"g{number}.text": guide.text}
    return told


def _check_owner(transaction: Transaction, owner_id: int) -> None:
    if owner_id not in repository.find_people(transaction):
        raise InvalidInput({"owner_id": message(N_("Please choose somebody who is active and not a reader."))})


def _last_place(known: tuple[Touchpoint, ...], phase: Phase) -> int:
    return max((one.place for one in known if one.phase is phase), default=-1) + 1
