"""写跟进: logging what was said with a customer, promising what comes next, and keeping it.

Who may log: whoever the role's reach opens the customer to, collaborators too. So staff log on their own and on shared
customers, leads on the team's, managers on all; a customer of the public pool is for managers, who can assign it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.customers import service as customers
from crm_core.customers.model import OneCustomer
from crm_core.customers.service import SeenCustomer
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.interactions import repository
from crm_core.interactions.model import (
    DAYS_AHEAD,
    EDIT_HOURS,
    REASON_LIMIT,
    Channel,
    Day,
    DayRequest,
    FollowUp,
    FollowUpDraft,
    Interaction,
    InteractionDraft,
    Outcome,
)
from crm_core.messages import service as messages
from crm_core.settings import service as settings
from crm_core.store import Row, Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.targets.workdays import working_day_after
from crm_core.texts import clean_line


def log_interaction(
    store: Store,
    actor: Actor,
    customer_id: int,
    given: Mapping[str, object],
    *,
    key: str,
    follow_up_id: int | None = None,
) -> int:
    """Store one interaction, and what was promised next; return the interaction's id.

    ``follow_up_id`` is the promise that this kept: it is done then. Where nobody was reached it stays open, and a next
    day given moves it there instead of promising a second one.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such customer, or it is not the actor's to log on; or the follow-up is another's.
        InvalidInput: with a message a field.
        Refused: the follow-up was closed in the meantime.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.INTERACTION_LOG)
    zone, now = settings.current(store).zone, clock.now()
    draft = InteractionDraft.parse(given, now=now, zone=zone)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        seen = customers.seen_customer(store, reach, customer_id)
        promise = _open_promise(store, actor, customer_id, follow_up_id) if follow_up_id is not None else None
        team_id = seen.team_id if seen.team_id is not None else actor.team_id
        interaction_id = repository.insert(
            transaction,
            draft,
            customer_id=customer_id,
            user_id=actor.user_id,
            team_id=team_id,
            owner_id=seen.owner_id,
            on=clock.local_day(draft.happened_at, zone),
            follow_up_id=follow_up_id,
            at=now,
        )
        after = {**_said(draft), "customer_id": customer_id, "follow_up_id": follow_up_id}
        if draft.direction is not None:
            after["direction"] = draft.direction.value
        audit.record(transaction, actor, audit.Change("log", "interaction", interaction_id, None, after))
        _keep_promises(transaction, actor, draft, promise, seen=seen, interaction_id=interaction_id)
        once.settle(transaction, key, interaction_id)
    return interaction_id


def log_not_reached(
    store: Store,
    actor: Actor,
    customer_id: int,
    given: Mapping[str, object],
    *,
    key: str,
    follow_up_id: int | None = None,
) -> date:
    """Log in one touch that nobody was reached, and plan it again for the next working day, which is returned.

    ``given`` holds ``channel`` (the telephone unless told) and ``purpose``; a promise that was tried (``follow_up_id``) is
    moved, else one is made.

    Raises:
        NotPermitted, NotFound, Refused, AlreadyDone: as by ``log_interaction``.
    """
    again_on = working_day_after(clock.today(settings.current(store).zone), 1)
    said = {
        "channel": given.get("channel") or Channel.PHONE, "outcome": Outcome.NOT_REACHED, "content": "",
        "next_due_on": again_on, "next_purpose": given.get("purpose") or "",
    }  # fmt: skip
    log_interaction(store, actor, customer_id, said, key=key, follow_up_id=follow_up_id)
    return again_on


def edit_interaction(
    store: Store, actor: Actor, interaction_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Correct an interaction that the actor logged, within 24 hours. Who began stays where ``given`` does not say it.

    Raises:
        NotPermitted: the role may not.
        NotFound: it is none of the actor's.
        Refused: it was logged more than 24 hours ago.
        InvalidInput: with a message a field.
        StaleWrite: it was corrected since ``version``.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.INTERACTION_LOG)
    zone, now = settings.current(store).zone, clock.now()
    draft = InteractionDraft.parse(given, now=now, zone=zone)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored = repository.find_own(store, interaction_id, actor.user_id)
        if stored is None:
            raise NotFound("interaction", interaction_id)
        customers.seen_customer(store, reach, stored.customer_id)
        if now - stored.created_at > timedelta(hours=EDIT_HOURS):
            raise Refused(
                message(N_("This was logged more than {hours} hours ago. Log a further one instead."), hours=EDIT_HOURS)
            )
        if "direction" not in given:
            draft = replace(draft, direction=stored.direction)
        before = {name: getattr(stored, name) for name in ("channel", "outcome", "content", "happened_at", "direction")}
        on = clock.local_day(draft.happened_at, zone)
        if not repository.update(transaction, interaction_id, version, draft, on=on, at=now):
            raise StaleWrite("interaction", interaction_id, _said(draft), before)
        audit.record(transaction, actor, audit.Change("edit", "interaction", interaction_id, before, _said(draft)))
        once.settle(transaction, key, interaction_id)


def add_follow_up(
    store: Store, actor: Actor, customer_id: int, given: Mapping[str, object], *, key: str, user_id: int | None = None
) -> int:
    """Promise a next interaction with a customer, and return its id; ``user_id`` is whose task it is (the actor's).

    Another's only where the actor's reach is more than the own rows; he is told.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such customer, or it is not the actor's to log on.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.INTERACTION_LOG)
    draft = FollowUpDraft.parse(given, today=clock.today(settings.current(store).zone))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        seen = customers.seen_customer(store, reach, customer_id)
        whose, team_id = actor.user_id, actor.team_id
        if user_id is not None and user_id != actor.user_id:
            if reach.scope is Scope.OWN or user_id != seen.owner_id:
                raise InvalidInput({"user_id": message(N_("A task can be given to the customer's owner only."))})
            whose, team_id = user_id, seen.team_id
            text = message(N_("{name} gave you a task: {customer}."), name=actor.name, customer=customer_id)
            messages.notify(transaction, whose, "follow_up", text, "customers/customer.py", {"id": customer_id})
        follow_up_id = _promise(
            transaction, actor, draft, customer_id=customer_id, user_id=whose, team_id=team_id, interaction_id=None
        )
        once.settle(transaction, key, follow_up_id)
    return follow_up_id


def postpone_follow_up(
    store: Store, actor: Actor, follow_up_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Give an open follow-up another day (``due_on``).

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.INTERACTION_LOG)
    draft = FollowUpDraft.parse(given, today=clock.today(settings.current(store).zone))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored = _to_change(store, actor, follow_up_id)
        if stored["version"] != version or stored["status"] != "open":
            mine = {"due_on": draft.due_on, "status": "open"}
            raise StaleWrite("follow_up", follow_up_id, mine, {name: stored[name] for name in mine})
        _move(transaction, actor, stored, draft.due_on, draft.purpose or stored["purpose"])
        once.settle(transaction, key, follow_up_id)


def cancel_follow_up(store: Store, actor: Actor, follow_up_id: int, reason: str, *, version: int, key: str) -> None:
    """Give an open follow-up up, with a reason that the trail keeps.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's.
        InvalidInput: there is no reason.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.INTERACTION_LOG)
    why = clean_line(reason)
    if not why:
        raise InvalidInput({"reason": message(N_("Please say why."))})
    if len(why) > REASON_LIMIT:
        raise InvalidInput({"reason": message(N_("At most {count} characters, please."), count=REASON_LIMIT)})
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored = _to_change(store, actor, follow_up_id)
        if stored["version"] != version or stored["status"] != "open":
            mine = {"due_on": stored["due_on"], "status": "cancelled"}
            raise StaleWrite("follow_up", follow_up_id, mine, {name: stored[name] for name in mine})
        _close(transaction, actor, stored, status="cancelled", done_by=None, reason=why)
        once.settle(transaction, key, follow_up_id)


@reads("follow_up", "interaction", "customer", "collaborator", "absence", "app_user")
def my_day(store: Store, request: DayRequest) -> Day:
    """Return what ``request.reach.me`` has promised up to a week ahead: overdue, today, coming.

    So is what those have promised whom ``me`` stands in for, as far as it falls due while they are away.
    """
    today = request.today
    found = repository.find_mine(store, request.reach, today, today + timedelta(days=DAYS_AHEAD))
    return Day(
        overdue=tuple(item for item in found if item.due_on < today),
        due=tuple(item for item in found if item.due_on == today),
        coming=tuple(item for item in found if item.due_on > today),
        logged_today=repository.count_logged(store, request.reach.me, today),
    )


@reads("follow_up", "customer", "collaborator", "absence", "app_user")
def follow_ups_of(store: Store, request: OneCustomer) -> tuple[FollowUp, ...]:
    """Return the open follow-ups with a customer, the oldest first.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    customers.seen_customer(store, request.reach, request.customer_id)
    return repository.find_of_customer(store, request.customer_id)


@reads("interaction", "customer", "collaborator", "follow_up", "absence")
def logged_lately(store: Store, request: OneCustomer) -> tuple[Interaction, ...]:
    """Return what ``request.reach.me`` logged with a customer within 24 hours before now, the latest first.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    customers.seen_customer(store, request.reach, request.customer_id)
    since = clock.now() - timedelta(hours=EDIT_HOURS)
    return repository.find_correctable(store, request.customer_id, request.reach.me, since)


def _said(draft: InteractionDraft) -> dict[str, object]:
    return {
        "channel": draft.channel.value,
        "outcome": draft.outcome.value,
        "content": draft.content,
        "happened_at": draft.happened_at,
        "direction": draft.direction,
    }


def may_change(actor: Actor, item: FollowUp) -> bool:
    """Return whether to offer the actor to log, move or cancel a follow-up that he sees: staff do so with the own ones."""
    scope = actor.scope(Permission.INTERACTION_LOG)
    return scope is not None and (scope is not Scope.OWN or item.user_id in _hands(actor))


def _hands(actor: Actor) -> tuple[int, ...]:
    """Return whose follow-ups the actor works on: the own ones, and those of whom he stands in for today."""
    return (actor.user_id, *actor.stands_in_for)


def _open_promise(store: Store, actor: Actor, customer_id: int, follow_up_id: int) -> Row:
    found = _to_change(store, actor, follow_up_id)
    if found["customer_id"] != customer_id:
        raise NotFound("follow_up", follow_up_id)
    if found["status"] != "open":
        raise Refused(message(N_("This follow-up was closed in the meantime. Log it without one.")))
    return found


def _to_change(store: Store, actor: Actor, follow_up_id: int) -> Row:
    """Return a follow-up that is the actor's, or whose customer his reach opens where it is more than the own rows."""
    reach = actor.require(Permission.INTERACTION_LOG)
    found = repository.find_follow_up(store, follow_up_id)
    if found is None or (reach.scope is Scope.OWN and found["user_id"] not in _hands(actor)):
        raise NotFound("follow_up", follow_up_id)
    customers.seen_customer(store, reach, found["customer_id"])
    return found


def _promise(
    transaction: Transaction,
    actor: Actor,
    draft: FollowUpDraft,
    *,
    customer_id: int,
    user_id: int,
    team_id: int | None,
    interaction_id: int | None,
) -> int:
    follow_up_id = repository.insert_follow_up(
        transaction,
        draft,
        customer_id=customer_id,
        user_id=user_id,
        team_id=team_id,
        interaction_id=interaction_id,
        at=clock.now(),
    )
    after = {"customer_id": customer_id, "user_id": user_id, "due_on": draft.due_on, "purpose": draft.purpose}
    audit.record(transaction, actor, audit.Change("promise", "follow_up", follow_up_id, None, after))
    return follow_up_id


def _keep_promises(
    transaction: Transaction,
    actor: Actor,
    draft: InteractionDraft,
    promise: Row | None,
    *,
    seen: SeenCustomer,
    interaction_id: int,
) -> None:
    """Close the promise that an interaction kept, and note the next; where nobody was reached, move it instead."""
    if promise is not None and draft.outcome is Outcome.NOT_REACHED:
        if draft.next is not None:
            _move(transaction, actor, promise, draft.next.due_on, draft.next.purpose or promise["purpose"])
        return
    if promise is not None:
        _close(transaction, actor, promise, status="done", done_by=interaction_id, reason=None)
    if draft.next is not None:
        # what a deputy promises is the absent person's to keep, who comes back to it
        user_id, team_id = actor.user_id, actor.team_id
        if promise is not None and promise["user_id"] in actor.stands_in_for:
            user_id, team_id = promise["user_id"], promise["team_id"]
        elif promise is None and seen.owner_id is not None and seen.owner_id in actor.stands_in_for:
            user_id, team_id = seen.owner_id, seen.team_id
        _promise(
            transaction, actor, draft.next, customer_id=seen.customer_id, user_id=user_id, team_id=team_id,
            interaction_id=interaction_id,
        )  # fmt: skip


def _move(transaction: Transaction, actor: Actor, stored: Row, due_on: date, purpose: str) -> None:
    key = stored["follow_up_id"]
    repository.postpone(transaction, key, stored["version"], due_on=due_on, purpose=purpose, at=clock.now())
    before = {"due_on": stored["due_on"], "purpose": stored["purpose"]}
    after = {"due_on": due_on, "purpose": purpose}
    audit.record(transaction, actor, audit.Change("postpone", "follow_up", key, before, after))


def _close(
    transaction: Transaction, actor: Actor, stored: Row, *, status: str, done_by: int | None, reason: str | None
) -> None:
    key = stored["follow_up_id"]
    repository.close(transaction, key, stored["version"], status=status, done_by=done_by, at=clock.now())
    after = {"status": status, "done_by": done_by, "reason": reason}
    told = {name: value for name, value in after.items() if value is not None}
    audit.record(transaction, actor, audit.Change(status, "follow_up", key, {"status": "open"}, told))
