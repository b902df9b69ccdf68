"""My day: what there is to do beside promises and norms, what customers are worth, and occasions put off or let pass."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers import service as customers
from crm_core.day import repository
from crm_core.day.model import (
    Occasion,
    OccasionDraft,
    OccasionsRequest,
    Worth,
    WorthRequest,
)
from crm_core.interactions.service import add_follow_up
from crm_core.settings import service as settings
from crm_core.store import Store, once
from crm_core.store.reads import reads
from crm_core.texts import clean_line


@reads(
    "customer", "contact", "birthday_mark", "occasion_answer", "interaction", "visit", "customer_standing", "purchase"
)  # fmt: skip
def occasions(store: Store, request: OccasionsRequest) -> tuple[Occasion, ...]:
    """Return the occasions of a day with the own customers that nobody has seen to; none on a day off work."""
    return repository.find_occasions(store, request.reach, request.today)


@reads("customer", "collaborator", "customer_standing", "purchase")
def worths(store: Store, request: WorthRequest) -> Mapping[int, Worth]:
    """Return what customers of the reach are worth, by id."""
    return (
        repository.find_worths(store, request.reach, request.customer_ids, request.today)
        if request.customer_ids
        else {}
    )


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
