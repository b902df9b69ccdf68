"""What a person can do with one customer: see, add, edit, reveal. Each asks for the grant first.

Who sees a customer: the reach of the role, and those who collaborate. Collaborators may log and reveal; they do not edit.
"Not yours" is not found.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Reach
from crm_core.customers import repository
from crm_core.customers.collision import MetCustomer, meet_nobody, note_collision
from crm_core.customers.model import (
    CustomerDraft,
    CustomerFace,
    Lifetime,
    MonthOfPurchases,
    OneCustomer,
    Secret,
    Timeline,
    TimelineRequest,
    reveal_reason,
)
from crm_core.customers.owners import owner_for
from crm_core.customers.profile.own_fields import keeping
from crm_core.customers.watch import note_curiosity
from crm_core.errors import N_, InvalidInput, Message, NotFound, StaleWrite, message
from crm_core.periods import add_months
from crm_core.settings import service as settings
from crm_core.store import Row, Store, once
from crm_core.store.reads import reads

CHART_MONTHS = 24
_FIELDS = ("name", "kind", "code", "phone", "email", "id_number", "birthday", "gender", "region", "note")


@dataclass(frozen=True, slots=True)
class SeenCustomer:
    """What other rooms may know of a customer within a reach."""

    customer_id: int
    code: str
    name: str
    owner_id: int | None
    team_id: int | None


def seen_customer(store: Store, reach: Reach, customer_id: int) -> SeenCustomer:
    """Return the customer where ``reach`` opens it, collaborations included; the public pool only at scope all.

    Raises:
        NotFound: there is none, or it is not the actor's to see.
    """
    row = repository.find_in_reach(store, reach, customer_id, clock.today(settings.current(store).zone))
    if row is None:
        raise NotFound("customer", customer_id)
    return SeenCustomer(row["customer_id"], row["code"], row["name"], row["owner_id"], row["team_id"])


@reads("customer", "collaborator", "follow_up", "absence", "app_user", "team")
def customer_face(store: Store, request: OneCustomer) -> CustomerFace:
    """Return one customer, masked; name and code alone of one in the public pool.

    Raises:
        NotFound: there is none, or it is not the actor's to see.
    """
    face = repository.find_face(store, request.reach, request.customer_id, clock.today(settings.current(store).zone))
    if face is None:
        raise NotFound("customer", request.customer_id)
    return face


@reads("customer", "collaborator", "follow_up", "absence", "purchase")
def customer_lifetime(store: Store, request: OneCustomer) -> Lifetime:
    """Return what one customer ever bought."""
    seen_customer(store, request.reach, request.customer_id)
    return repository.lifetime(store, request.customer_id)


@reads("customer", "collaborator", "follow_up", "absence", "purchase", "setting")
def customer_months(store: Store, request: OneCustomer) -> tuple[MonthOfPurchases, ...]:
    """Return the purchases by month up to the last month in which the customer bought, at most 24 months back from it."""
    seen_customer(store, request.reach, request.customer_id)
    last_on = repository.lifetime(store, request.customer_id).last_on
    if last_on is None:
        return ()
    return repository.months(store, request.customer_id, add_months(last_on.replace(day=1), 1 - CHART_MONTHS))


@reads(
    "customer", "collaborator", "interaction", "follow_up", "absence", "purchase", "purchase_order", "product", "audit_entry",
    "app_user",
)  # fmt: skip
def customer_timeline(store: Store, request: TimelineRequest) -> Timeline:
    """Return one page of what happened with a customer, the latest first.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    return repository.timeline(store, request)


def add_customer(store: Store, actor: Actor, given: Mapping[str, object], *, owner_id: int | None, key: str) -> int:
    """Store a new customer and return its id.

    Staff own what they add; a lead adds for the own team; managers and administrators for anybody, or for nobody.

    Raises:
        NotPermitted: the role may not.
        InvalidInput: with a message a field; also where the customer is there already and the actor may see it.
        Collision: a colleague has this customer; that is noted in the trail.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_ADD)
    today = clock.today(settings.current(store).zone)
    draft = CustomerDraft.parse(given, today=today)
    try:
        with store.transaction() as transaction:
            once.claim(transaction, actor.user_id, key)
            owner = owner_for(transaction, actor, reach, owner_id)
            own = keeping.changes_of_new(transaction, given, draft.kind)
            meet_nobody(transaction, reach, None, draft)
            customer_id, code = repository.free_code(transaction)
            draft = replace(draft, code=draft.code or code)
            repository.insert(transaction, customer_id, draft, owner, at=clock.now(), on=today, by=actor.user_id)
            own.write(transaction, customer_id)
            after = {**_entry(draft), **own.after, "owner_id": owner.user_id if owner else None}
            told = {name: value for name, value in after.items() if value is not None}
            audit.record(transaction, actor, audit.Change("add", "customer", customer_id, None, told))
            once.settle(transaction, key, customer_id)
    except MetCustomer as met:
        raise note_collision(store, actor, met) from None
    return customer_id


def edit_customer(
    store: Store,
    actor: Actor,
    customer_id: int,
    given: Mapping[str, object],
    *,
    version: int,
    key: str,
    cleared: Collection[str] = (),
) -> None:
    """Store what a form says of a customer.

    A masked field that is left empty keeps what is stored; one named in ``cleared`` is emptied. So is a blank code kept.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is none, or it is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: somebody saved since ``version``; sensitive fields of the stored version are masked in it.
        Collision: a colleague has a customer that is equal now; that is noted in the trail.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    draft = CustomerDraft.parse(given, today=clock.today(settings.current(store).zone))
    try:
        with store.transaction() as transaction:
            once.claim(transaction, actor.user_id, key)
            stored = repository.find_to_change(transaction, reach, customer_id)
            if stored is None:
                raise NotFound("customer", customer_id)
            if stored["version"] != version:
                theirs = {**stored, **repository.masked_fields(transaction, customer_id)}
                mine, kept = keeping.compared(transaction, customer_id, given)
                shown = {**_compared(theirs, theirs), **kept, "version": stored["version"]}
                raise StaleWrite("customer", customer_id, {**_compared(given, theirs), **mine}, shown)
            merged = _merged(draft, stored, frozenset(cleared))
            after = _entry(merged)
            changed = [name for name in after if after[name] != stored[name]]
            own = keeping.changes_of_known(transaction, customer_id, given, merged.kind)
            if changed or own:
                meet_nobody(transaction, reach, customer_id, _only(merged, changed))
                repository.update(transaction, customer_id, version, merged, clock.now())
                if "code" in changed:
                    repository.change_code(transaction, customer_id, str(merged.code))
                own.write(transaction, customer_id)
                old = {**{name: stored[name] for name in changed}, **own.before}
                new = {**{name: after[name] for name in changed}, **own.after}
                audit.record(transaction, actor, audit.Change("edit", "customer", customer_id, old, new))
            once.settle(transaction, key, customer_id)
    except MetCustomer as met:
        raise note_collision(store, actor, met) from None


def reveal(store: Store, actor: Actor, customer_id: int, field: str, reason: str) -> str:
    """Return one sensitive field in clear, and note in the trail who saw it and why; '' where nothing is stored.

    Many reveals within an hour are told to the administrators.

    Raises:
        NotPermitted: the role may not.
        InvalidInput: the reason is missing, or the field is none that is masked.
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    reach = actor.require(Permission.CUSTOMER_REVEAL)
    why = reveal_reason(reason)
    if field not in tuple(Secret):
        raise InvalidInput({"field": message(N_("Please choose from the list."))})
    with store.transaction() as transaction:
        seen_customer(store, reach, customer_id)
        value = repository.clear_fields(transaction, customer_id)[field]
        audit.record(transaction, actor, audit.Change("reveal", "customer", customer_id, None, {field: why}))
        note_curiosity(transaction, actor)
    return "" if value is None else str(value)


def _entry(draft: CustomerDraft) -> dict[str, object]:
    """Return a draft as the trail and the comparison with a stored row take it."""
    return {name: _plain(getattr(draft, name)) for name in _FIELDS}


def _plain(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value


def _compared(given: Mapping[str, object], theirs: Mapping[str, object]) -> dict[str, object]:
    """Return the fields in which two versions may differ for the eye; a masked one only where something was typed."""
    return {
        name: "" if (value := _plain(given.get(name))) is None else value
        for name in _FIELDS
        if name not in tuple(Secret) or given is theirs or given.get(name)
    }


def _merged(draft: CustomerDraft, stored: Row, cleared: frozenset[str]) -> CustomerDraft:
    """Return the draft with what is stored in the masked fields that were left empty.

    Raises:
        InvalidInput: a field is both filled and cleared, or what is kept does not fit the kind any more.
    """
    problems: dict[str, Message] = {}
    kept: dict[str, object] = {"code": draft.code or stored["code"]}
    for field in Secret:
        if getattr(draft, field) is not None and field in cleared:
            problems[field] = message(N_("Either clear this field or fill it, not both."))
        elif getattr(draft, field) is None and field not in cleared:
            kept[field] = stored[field]
            if field is Secret.PHONE:
                kept["phone_key"] = stored["phone_key"]
            elif stored[field] is not None and draft.kind != stored["kind"] and field is not Secret.EMAIL:
                problems[field] = message(N_("The kind has changed: fill this anew, or clear it."))
    if problems:
        raise InvalidInput(problems)
    return replace(draft, **kept)  # type: ignore[arg-type] # each value comes from its own column


def _only(draft: CustomerDraft, changed: Collection[str]) -> CustomerDraft:
    """Return the draft with what others are compared by only where it has changed: an old likeness stops no edit."""
    return replace(
        draft,
        phone_key=draft.phone_key if "phone" in changed else None,
        id_number=draft.id_number if "id_number" in changed else None,
        code=draft.code if "code" in changed else None,
    )
