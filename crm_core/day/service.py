"""My day: what there is to do beside promises and norms, what customers are worth, and occasions put off or let pass."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.customers import service as customers
from crm_core.customers.owners import owner_for
from crm_core.customers.ownership.holding import let_work_along
from crm_core.day import repository
from crm_core.day.model import (
    ClosedRequest,
    Load,
    Occasion,
    OccasionDraft,
    OccasionsRequest,
    PersonRequest,
    SpokenRequest,
    TeamRequest,
    Worth,
    WorthRequest,
)
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.interactions.handing import hand_over_one
from crm_core.interactions.model import FollowUp
from crm_core.interactions.service import add_follow_up
from crm_core.messages import service as messages
from crm_core.settings import service as settings
from crm_core.store import Store, once
from crm_core.store.reads import reads
from crm_core.texts import clean_line


@reads("customer", "contact", "birthday_mark", "occasion_answer", "visit", "customer_standing", "purchase", "app_user")
def occasions(store: Store, request: OccasionsRequest) -> tuple[Occasion, ...]:
    """Return the occasions of a day with the own customers, and those of whom one stands in for, that nobody answered.

    None on a day off work.
    """
    return repository.find_occasions(store, request.reach, request.today)


@reads("interaction")
def spoken_since(store: Store, request: SpokenRequest) -> Mapping[int, date]:
    """Return with which of the customers somebody spoke, or tried to, since a day, and on which day last."""
    return repository.find_spoken(store, request.customer_ids, request.since) if request.customer_ids else {}


@reads("customer", "customer_standing", "purchase")
def own_worths(store: Store, request: OccasionsRequest) -> Mapping[int, Worth]:
    """Return what the own customers are worth, by id."""
    return repository.find_own_worths(store, request.reach, request.today)


@reads("customer", "collaborator", "customer_standing", "purchase")
def worths(store: Store, request: WorthRequest) -> Mapping[int, Worth]:
    """Return what customers of the reach are worth, by id."""
    return (
        repository.find_worths(store, request.reach, request.customer_ids, request.today)
        if request.customer_ids
        else {}
    )


@reads("channel_opt_out", "customer", "collaborator")
def closed_among(store: Store, request: ClosedRequest) -> Mapping[int, tuple[str, ...]]:
    """Return through which channels customers do not want to be contacted, by id; who closed none is left out."""
    return repository.find_closed(store, request.reach, request.customer_ids) if request.customer_ids else {}


def answer_occasion(store: Store, actor: Actor, customer_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Put an occasion off to ``due_on``, as a promise with what it is ``for``, or let it pass with a ``reason``.

    Returns:
        The id of what was answered.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such customer, or it is not the actor's to log on.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.INTERACTION_LOG)
    draft = OccasionDraft.parse(given, today=clock.today(settings.current(store).zone))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        customers.seen_customer(store, reach, customer_id)
        answer_id = repository.add_answer(transaction, customer_id, draft, by=actor.user_id, at=clock.now())
        after = {"due_on": draft.due_on, "reason": draft.reason}
        audit.record(transaction, actor, audit.Change("answer_occasion", "customer", customer_id, None, after))
        if draft.due_on is not None:
            promised = {"due_on": draft.due_on, "purpose": clean_line(str(given.get("for") or ""))[:200]}
            add_follow_up(store, actor, customer_id, promised, key=f"{key}:promise")
        once.settle(transaction, key, answer_id)
    return answer_id


@reads("follow_up", "app_user", "absence")
def team_load(store: Store, request: TeamRequest) -> tuple[Load, ...]:
    """Return how much each other person of the reach has to do; nobody where the reach is the own rows."""
    return () if request.reach.scope is Scope.OWN else repository.find_loads(store, request.reach, request.today)


@reads("follow_up", "customer", "app_user")
def tasks_of(store: Store, request: PersonRequest) -> tuple[FollowUp, ...]:
    """Return the open follow-ups of one person with customers of the reach, due within a week; none at the own rows."""
    if request.reach.scope is Scope.OWN:
        return ()
    return repository.find_tasks(store, request.reach, request.user_id, request.today)


def give_task(store: Store, actor: Actor, follow_up_id: int, user_id: int, *, version: int, key: str) -> None:
    """Give one person's open follow-up to another, who is told, and works along on the customer where that is needed.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such open follow-up, or its customer is not within the actor's reach.
        InvalidInput: at ``owner_id``, where the person cannot take it.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.WORK_HAND_OVER)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        taker = owner_for(transaction, actor, reach, user_id)
        found = repository.find_task(transaction, reach, follow_up_id, user_id)
        if found is None or taker is None:
            raise NotFound("follow_up", follow_up_id)
        if found["user_id"] == user_id:
            raise InvalidInput({"owner_id": message(N_("Please choose somebody else."))})
        if found["version"] != version:
            raise StaleWrite("follow_up", follow_up_id, {}, {"version": found["version"]})
        if not found["is_seen"]:
            let_work_along(transaction, actor, found["customer_id"], user_id)
        hand_over_one(transaction, actor, found, user_id, taker.team_id)
        if user_id != actor.user_id:
            text = message(N_("{name} gave you a task: {customer}."), name=actor.name, customer=found["customer_id"])
            about = {"id": found["customer_id"]}
            messages.notify(transaction, user_id, "follow_up", text, "customers/customer.py", about)
        once.settle(transaction, key, follow_up_id)
