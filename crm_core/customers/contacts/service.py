"""What a person can do with a customer's contacts: see, add, edit, remove, reveal. Each follows the customer's grants."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers import repository as customers
from crm_core.customers.contacts import repository
from crm_core.customers.contacts.model import FIELD_LABELS, ContactDraft, ContactFace, ContactSecret
from crm_core.customers.model import OneCustomer, reveal_reason
from crm_core.customers.profile.birthdays import repository as birthdays
from crm_core.customers.service import seen_customer
from crm_core.customers.watch import note_curiosity
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.settings import service as settings
from crm_core.store import Row, Store, once
from crm_core.store.reads import reads


@reads("contact", "customer", "collaborator", "follow_up", "absence")
def contacts_of(store: Store, request: OneCustomer) -> tuple[ContactFace, ...]:
    """Return the contacts of a customer, masked: who decides first, then by name.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    return repository.find_of_customer(store, request.customer_id)


def add_contact(store: Store, actor: Actor, customer_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Store a new contact of a customer and return its id.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; this one is not the actor's to edit.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    draft = ContactDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if customers.find_to_change(transaction, reach, customer_id) is None:
            raise NotFound("customer", customer_id)
        contact_id = repository.insert(transaction, customer_id, draft, by=actor.user_id, at=clock.now())
        after = {"customer_id": customer_id, **{name: value for name, value in _entry(draft).items() if value}}
        audit.record(transaction, actor, audit.Change("add", "contact", contact_id, None, after))
        once.settle(transaction, key, contact_id)
    return contact_id


def edit_contact(
    store: Store,
    actor: Actor,
    contact_id: int,
    given: Mapping[str, object],
    *,
    version: int,
    key: str,
    cleared: Collection[str] = (),
) -> None:
    """Store what a form says of a contact. A masked field left empty keeps what is stored; one in ``cleared`` is emptied.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; its customer is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: somebody saved since ``version``; sensitive fields are masked in it.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    draft = ContactDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored = repository.find_to_change(transaction, reach, contact_id)
        if stored is None:
            raise NotFound("contact", contact_id)
        if stored["version"] != version:
            theirs = {**stored, **repository.masked_fields(transaction, contact_id)}
            mine = {
                name: given.get(name) for name in FIELD_LABELS if name not in tuple(ContactSecret) or given.get(name)
            }
            shown = {name: theirs[name] for name in FIELD_LABELS}
            raise StaleWrite("contact", contact_id, {**shown, **mine}, {**shown, "version": stored["version"]})
        merged = _merged(draft, stored, cleared)
        after = _entry(merged)
        changed = [name for name, value in after.items() if value != stored[name]]
        if changed:
            repository.update(transaction, contact_id, version, merged, clock.now())
            old, new = {name: stored[name] for name in changed}, {name: after[name] for name in changed}
            audit.record(transaction, actor, audit.Change("edit", "contact", contact_id, old, new))
        once.settle(transaction, key, contact_id)


def note_departure(store: Store, actor: Actor, contact_id: int, left_on: date | None, *, key: str) -> None:
    """Note since when a contact is no longer with the customer; None: it is there after all.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; its customer is not the actor's to edit.
        InvalidInput: at ``left_on``, where the day lies ahead.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    if left_on is not None and left_on > clock.today(settings.current(store).zone):
        raise InvalidInput({"left_on": message(N_("This day has not come yet."))})
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored = repository.find_to_change(transaction, reach, contact_id)
        if stored is None:
            raise NotFound("contact", contact_id)
        customer_id = stored["customer_id"]
        repository.put_departure(transaction, contact_id, customer_id, left_on, by=actor.user_id, at=clock.now())
        audit.record(transaction, actor, audit.Change("edit", "contact", contact_id, None, {"left_on": left_on}))
        once.settle(transaction, key, contact_id)


def remove_contact(store: Store, actor: Actor, contact_id: int, *, version: int, key: str) -> None:
    """Remove a contact.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; its customer is not the actor's to edit.
        StaleWrite: somebody saved since ``version``.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored = repository.find_to_change(transaction, reach, contact_id)
        if stored is None:
            raise NotFound("contact", contact_id)
        if not repository.remove(transaction, contact_id, version):
            theirs = {"name": stored["name"], "title": stored["title"], "version": stored["version"]}
            raise StaleWrite("contact", contact_id, {}, theirs)
        birthdays.remove(transaction, stored["customer_id"], contact_id)
        repository.put_departure(transaction, contact_id, stored["customer_id"], None, by=actor.user_id, at=clock.now())
        before = {name: stored[name] for name in FIELD_LABELS if stored[name]}
        audit.record(transaction, actor, audit.Change("remove", "contact", contact_id, before, None))
        once.settle(transaction, key, contact_id)


def reveal_contact(store: Store, actor: Actor, contact_id: int, field: str, reason: str) -> str:
    """Return one sensitive field in clear, and note in the trail who saw it and why; '' where nothing is stored.

    Raises:
        NotPermitted: the role may not.
        InvalidInput: the reason is missing, or the field is none that is masked.
        NotFound: there is no such contact, or its customer is not the actor's to see.
    """
    reach = actor.require(Permission.CUSTOMER_REVEAL)
    why = reveal_reason(reason)
    if field not in tuple(ContactSecret):
        raise InvalidInput({"field": message(N_("Please choose from the list."))})
    with store.transaction() as transaction:
        found = repository.find_to_reveal(transaction, contact_id)
        if found is None:
            raise NotFound("contact", contact_id)
        seen_customer(store, reach, found["customer_id"])
        audit.record(transaction, actor, audit.Change("reveal", "contact", contact_id, None, {field: why}))
        note_curiosity(transaction, actor)
    return str(found[field] or "")


def _entry(draft: ContactDraft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in FIELD_LABELS}


def _merged(draft: ContactDraft, stored: Row, cleared: Collection[str]) -> ContactDraft:
    kept: dict[str, object] = {}
    for field in ContactSecret:
        if getattr(draft, field) is not None and field in cleared:
            raise InvalidInput({field: message(N_("Either clear this field or fill it, not both."))})
        if getattr(draft, field) is None and field not in cleared:
            kept[field] = stored[field]
            if field is ContactSecret.PHONE:
                kept["phone_key"] = stored["phone_key"]
    return replace(draft, **kept)  # type: ignore[arg-type] # each value comes from its own column
