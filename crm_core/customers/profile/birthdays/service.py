"""Birthdays by the lunar calendar, and contacts': entered, changed and removed by whoever edits the customer.

A customer's page shows the month alone, as of the birthday in the customer's own data; on the day itself, my day says it.
"""

from __future__ import annotations

from collections.abc import Mapping

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers import repository as customers
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.birthdays import repository
from crm_core.customers.profile.birthdays.model import Birthday, BirthdayMark
from crm_core.customers.service import seen_customer
from crm_core.errors import NotFound, StaleWrite
from crm_core.store import Row, Store, Transaction, once
from crm_core.store.reads import reads


@reads("birthday_mark", "contact", "customer", "collaborator", "follow_up", "absence")
def birthdays_of(store: Store, request: OneCustomer) -> tuple[BirthdayMark, ...]:
    """Return the birthdays of a customer and its contacts that were entered here.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    return repository.find_marks(store, request.customer_id)


def set_birthday(
    store: Store,
    actor: Actor,
    customer_id: int,
    contact_id: int,
    given: Mapping[str, object],
    *,
    version: int,
    key: str,
) -> None:
    """Store the birthday of a customer (``contact_id`` 0) or of one of its contacts; ``version`` 0 where there was none.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; this one, or the contact, is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: somebody saved since ``version``.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    birthday = Birthday.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if customers.find_to_change(transaction, reach, customer_id) is None:
            raise NotFound("customer", customer_id)
        if contact_id and not repository.has_contact(transaction, customer_id, contact_id):
            raise NotFound("contact", contact_id)
        before = _current(transaction, customer_id, contact_id, version)
        repository.put(transaction, customer_id, contact_id, birthday, by=actor.user_id, at=clock.now())
        after = repository.find_mark(transaction, customer_id, contact_id)
        audit.record(transaction, actor, _change(customer_id, contact_id, _told(before), _told(after)))
        once.settle(transaction, key, customer_id)


def remove_birthday(store: Store, actor: Actor, customer_id: int, contact_id: int, *, version: int, key: str) -> None:
    """Remove the birthday of a customer (``contact_id`` 0) or of one of its contacts.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; this one is not the actor's to edit, or has none.
        StaleWrite: somebody saved since ``version``.
        AlreadyDone: the same click was taken before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if customers.find_to_change(transaction, reach, customer_id) is None:
            raise NotFound("customer", customer_id)
        before = _current(transaction, customer_id, contact_id, version)
        if before is None:
            raise NotFound("birthday_mark", customer_id)
        repository.remove(transaction, customer_id, contact_id)
        audit.record(transaction, actor, _change(customer_id, contact_id, _told(before), None))
        once.settle(transaction, key, customer_id)


def _current(transaction: Transaction, customer_id: int, contact_id: int, version: int) -> Row | None:
    found = repository.find_mark(transaction, customer_id, contact_id)
    stored = found["version"] if found else 0
    if stored != version:
        raise StaleWrite("birthday_mark", customer_id, {}, {"version": stored})
    return found


def _change(customer_id: int, contact_id: int, before: str | None, after: str | None) -> audit.Change:
    entity, record_id = ("contact", contact_id) if contact_id else ("customer", customer_id)
    return audit.Change("edit", entity, record_id, {"birthday": before}, {"birthday": after})


def _told(stored: Row | None) -> str | None:
    """Return a stored birthday as the trail keeps it, such as lunar 08-15."""
    if stored is None:
        return None
    leap = " (leap month)" if stored["is_leap"] else ""
    return f"{stored['calendar']} {stored['month']:02d}-{stored['day']:02d}{leap}"
