"""What people can do with the company's own fields: read them, and, as an administrator, define them."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.own_fields import repository
from crm_core.customers.profile.own_fields.model import MOST_FIELDS, OwnField, OwnFieldDraft, misfits, parse_value
from crm_core.customers.service import seen_customer
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.texts import key_of


@reads("own_field")
def own_fields(store: Store, request: Actor) -> tuple[OwnField, ...]:
    """Return the company's own fields in their order, those out of use too; for everybody who reads customers.

    Raises:
        NotPermitted: the role may not read customers.
    """
    request.require(Permission.CUSTOMER_READ)
    return repository.find_fields(store)


@reads("own_field_value", "customer", "collaborator", "follow_up", "absence")
def own_values(store: Store, request: OneCustomer) -> Mapping[int, str]:
    """Return what one customer has in the own fields, {field: value as it is kept}.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    return repository.find_values(store, request.customer_id)


def add_own_field(store: Store, actor: Actor, given: Mapping[str, object], *, key: str) -> int:
    """Store a new field, the last in order, and return its id.

    Raises:
        NotPermitted: the role may not.
        InvalidInput: with a message a field; at ``name`` where it is taken.
        Refused: there are 40 fields already.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.SETTING_EDIT)
    draft = OwnFieldDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        known = repository.find_fields(transaction)
        if len(known) >= MOST_FIELDS:
            raise Refused(message(N_("There are {count} fields, as many as there may be."), count=MOST_FIELDS))
        _check_free(known, draft.name, None)
        field_id = repository.insert_field(transaction, draft, clock.now())
        audit.record(transaction, actor, audit.Change("add", "own_field", field_id, None, _told(draft)))
        once.settle(transaction, key, field_id)
    return field_id


def edit_own_field(
    store: Store, actor: Actor, field_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Change a field. What customers have in it is never lost: where it does not fit, the change is refused.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is none.
        InvalidInput: with a message a field; at ``kind`` with how many customers' values would not fit.
        StaleWrite: somebody saved since ``version``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.SETTING_EDIT)
    draft = OwnFieldDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        known = repository.find_fields(transaction)
        before = next((field for field in known if field.field_id == field_id), None)
        if before is None:
            raise NotFound("own_field", field_id)
        if before.version != version:
            theirs = {"name": before.name, "kind": before.kind.value, "version": before.version}
            raise StaleWrite("own_field", field_id, {"name": draft.name, "kind": draft.kind.value}, theirs)
        _check_free(known, draft.name, field_id)
        if (draft.kind, draft.choices) != (before.kind, before.choices):
            _refit(transaction, field_id, draft)
        repository.update_field(transaction, field_id, version, draft, clock.now())
        old = OwnFieldDraft(
            before.name, before.kind, before.for_kind, before.is_required, before.choices, before.is_active
        )
        audit.record(transaction, actor, audit.Change("edit", "own_field", field_id, _told(old), _told(draft)))
        once.settle(transaction, key, field_id)


def _refit(transaction: Transaction, field_id: int, draft: OwnFieldDraft) -> None:
    """Write the values of a field as its new kind keeps them.

    Raises:
        InvalidInput: at ``kind``, or ``choices``, with how many do not fit.
    """
    values = repository.find_values_of_field(transaction, field_id)
    count = misfits(values, draft.kind, draft.choices)
    if count:
        text = N_("{count} customers have something here that would not fit. Change those first.")
        raise InvalidInput({"choices" if draft.choices else "kind": message(text, count=count)})
    for value in dict.fromkeys(values):
        after = parse_value(draft.kind, draft.choices, value)
        if after is not None and after != value:
            repository.rewrite_value(transaction, field_id, value, after)


def move_own_field(store: Store, actor: Actor, field_id: int, *, is_up: bool, key: str) -> None:
    """Let a field change places with the one before or after it; at the end of the list nothing happens.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is none.
        AlreadyDone: the same click was saved before.
    """
    actor.require(Permission.SETTING_EDIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        order = [field.field_id for field in repository.find_fields(transaction)]
        if field_id not in order:
            raise NotFound("own_field", field_id)
        at = order.index(field_id)
        to = max(0, at - 1) if is_up else min(len(order) - 1, at + 1)
        order.insert(to, order.pop(at))
        for place, each in enumerate(order):
            repository.put_place(transaction, each, place)
        if to != at:
            audit.record(transaction, actor, audit.Change("move", "own_field", field_id))
        once.settle(transaction, key, field_id)


def _check_free(known: tuple[OwnField, ...], name: str, but: int | None) -> None:
    if any(key_of(field.name) == key_of(name) and field.field_id != but for field in known):
        raise InvalidInput({"name": message(N_("This name is taken."))})


def _told(draft: OwnFieldDraft) -> dict[str, object]:
    return {
        "name": draft.name,
        "form": draft.kind.value,
        "for_kind": draft.for_kind.value if draft.for_kind else None,
        "is_required": draft.is_required,
        "choices": ", ".join(draft.choices),
        "is_active": draft.is_active,
    }
