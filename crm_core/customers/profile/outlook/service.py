"""What a person can do with what is expected of a customer: see it, and estimate its potential."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers import repository as customers
from crm_core.customers.model import Kind, OneCustomer
from crm_core.customers.profile.group.service import group_of
from crm_core.customers.profile.outlook.model import (
    Level,
    Mark,
    Outlook,
    Potential,
    PotentialDraft,
    Thresholds,
    guessed,
    marks_of,
)
from crm_core.customers.service import seen_customer
from crm_core.errors import NotFound, StaleWrite
from crm_core.periods import add_months
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction, once, statement
from crm_core.store.reads import reads

ROOM = "customers/profile/outlook"


@reads(
    "customer_potential", "own_field_value", "customer_parent", "customer_former", "customer", "collaborator", "follow_up",
    "absence", "app_user",
)  # fmt: skip
def outlook_of(store: Store, request: OneCustomer) -> Outlook:
    """Return the estimate of a customer's potential, and what its size speaks for.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    size = store.row(statement(ROOM, "size_of_company"), [request.customer_id])
    is_company = size is not None and size["kind"] == Kind.COMPANY
    companies = len(group_of(store, request).lines) if is_company else 0
    guess = guessed(size["employees"], companies) if size is not None and is_company else None
    return Outlook(_find(store, request.customer_id), guess)


def _find(store: Store | Transaction, customer_id: int) -> Potential | None:
    row = store.row(statement(ROOM, "potential_of_customer"), [customer_id])
    return Potential(**{**row, "level": Level(row["level"])}) if row else None


@reads("customer", "collaborator", "follow_up", "absence", "purchase", "setting")
def marks(store: Store, request: OneCustomer) -> tuple[Mark, ...]:
    """Return whether a customer is new, old, large, as the company's thresholds say.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    choices = settings.current(store)
    today = clock.today(choices.zone)
    given = {"customer": request.customer_id, "from": add_months(today, -12)}
    found = store.rows(statement(ROOM, "buying_days"), given)[0]
    return marks_of(**found, limits=thresholds(store), today=today)


def thresholds(store: Store) -> Thresholds:
    """Return from when on a customer counts as new, old or large."""
    choices = settings.current(store)
    large = Decimal(choices.large_customer_thousands) * 1000
    return Thresholds(choices.new_customer_days, choices.old_customer_months, large)


def mark_days(store: Store) -> dict[str, object]:
    """Return the thresholds as SQL holds many customers against them, None where a mark is switched off.

    ``new_from``: the first day of the new; ``old_until``: the last day on which the old began; ``year``: where the twelve
    months begin; ``large``: their net.
    """
    limits, today = thresholds(store), clock.today(settings.current(store).zone)
    return {
        "new_from": today - timedelta(days=limits.new_days) if limits.new_days else None,
        "old_until": add_months(today, -limits.old_months) if limits.old_months else None,
        "year": add_months(today, -12),
        "large": limits.large or None,
    }


def set_potential(
    store: Store, actor: Actor, customer_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Store what a person expects of a customer; ``version`` is that which was shown, 0 for none.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; this one is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: somebody saved since ``version``.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    draft = PotentialDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if customers.find_to_change(transaction, reach, customer_id) is None:
            raise NotFound("customer", customer_id)
        before = _find(transaction, customer_id)
        stored_version = before.version if before else 0
        old, new = _told(before), _told(draft)
        if stored_version != version:
            raise StaleWrite("customer_potential", customer_id, new, {**old, "version": stored_version})
        if old != new:
            transaction.execute(statement(ROOM, "remove_potential"), [customer_id])
            if draft.level is not None:
                today = clock.today(settings.current(store).zone)
                facts = [customer_id, draft.level.value, draft.reason, today, actor.user_id, version + 1, clock.now()]
                transaction.execute(statement(ROOM, "add_potential"), facts)
            audit.record(transaction, actor, audit.Change("edit", "customer", customer_id, old, new))
        once.settle(transaction, key, customer_id)


def _told(said: Potential | PotentialDraft | None) -> dict[str, object]:
    level = said.level if said else None
    return {"potential": level.value if level else None, "potential_reason": said.reason if said and level else None}
