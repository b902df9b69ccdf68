"""What a person can do with where a customer came from and what the customer wants. Each follows the customer's grants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Reach
from crm_core.customers import repository as customers
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.needs import repository
from crm_core.customers.profile.needs.model import MOST_NEEDS, Need, NeedDraft, Origin, WantCounts
from crm_core.customers.service import seen_customer
from crm_core.errors import N_, NotFound, Refused, StaleWrite, message
from crm_core.settings import service as settings
from crm_core.store import Store, once
from crm_core.store.reads import reads


@reads("customer_origin", "customer", "collaborator")
def origin_of(store: Store, request: OneCustomer) -> Origin:
    """Return where a customer's data came from.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    return repository.find_origin(store, request.customer_id)


@dataclass(frozen=True, slots=True)
class WantsRequest:
    """What do the customers in reach want, of a team's (None: all) customers?"""

    reach: Reach
    team_id: int | None


@reads("customer_need", "customer")
def wants_in_reach(store: Store, request: WantsRequest) -> WantCounts:
    """Return how many customers in reach want what, each kind once, whether anybody wants it or not."""
    return repository.count_wants(store, request.reach, request.team_id)


@reads("customer_need", "customer", "collaborator")
def needs_of(store: Store, request: OneCustomer) -> tuple[Need, ...]:
    """Return what a customer wants: what is open first, then by weight, then the latest.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    return repository.find_needs(store, request.customer_id)


def set_origin(
    store: Store, actor: Actor, customer_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Store where a customer's data came from; ``version`` is that which was shown, 0 for none.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; this one is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: somebody saved since ``version``.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    draft = Origin.parse(given, today=clock.today(settings.current(store).zone))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if customers.find_to_change(transaction, reach, customer_id) is None:
            raise NotFound("customer", customer_id)
        before = repository.find_origin(transaction, customer_id)
        if before.version != version:
            raise StaleWrite(
                "customer_origin", customer_id, _origin(draft), {**_origin(before), "version": before.version}
            )
        if _origin(draft) != _origin(before):
            repository.put_origin(transaction, customer_id, draft, version=version, by=actor.user_id, at=clock.now())
            change = audit.Change("edit", "customer", customer_id, _origin(before), _origin(draft))
            audit.record(transaction, actor, change)
        once.settle(transaction, key, customer_id)


def _origin(origin: Origin) -> dict[str, object]:
    return {"way": origin.way.value if origin.way else None, "first_contact_on": origin.first_contact_on}


def add_need(store: Store, actor: Actor, customer_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Note what a customer wants and return its id.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; this one is not the actor's to edit.
        InvalidInput: with a message a field.
        Refused: 50 are noted already.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    draft = NeedDraft.parse(given, today=clock.today(settings.current(store).zone))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if customers.find_to_change(transaction, reach, customer_id) is None:
            raise NotFound("customer", customer_id)
        if repository.count_needs(transaction, customer_id) >= MOST_NEEDS:
            raise Refused(message(N_("{count} are noted already. Change one of those."), count=MOST_NEEDS))
        need_id = repository.insert_need(transaction, customer_id, draft, actor.user_id, clock.now())
        told = {"customer_id": customer_id, **_told(draft)}
        audit.record(transaction, actor, audit.Change("add", "customer_need", need_id, None, told))
        once.settle(transaction, key, need_id)
    return need_id


def edit_need(store: Store, actor: Actor, need_id: int, given: Mapping[str, object], *, version: int, key: str) -> None:
    """Store what a form says of a need, such as that it is met.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; its customer is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: somebody saved since ``version``.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    draft = NeedDraft.parse(given, today=clock.today(settings.current(store).zone))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        found = repository.find_to_change(transaction, reach, need_id)
        if found is None:
            raise NotFound("customer_need", need_id)
        before = found[1]
        if before.version != version:
            raise StaleWrite("customer_need", need_id, _told(draft), {**_told(before), "version": before.version})
        repository.update_need(transaction, need_id, draft, clock.now())
        audit.record(transaction, actor, audit.Change("edit", "customer_need", need_id, _told(before), _told(draft)))
        once.settle(transaction, key, need_id)


def _told(need: NeedDraft | Need) -> dict[str, object]:
    return {
        "want": need.kind.value, "content": need.content, "weight": need.weight, "need_state": need.state.value,
        "noted_on": need.noted_on,
    }  # fmt: skip
