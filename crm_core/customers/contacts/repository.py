"""Rows of the store become contacts, and contacts rows."""

from __future__ import annotations

from datetime import date, datetime

from crm_core.access.model import Reach
from crm_core.customers.contacts.model import ContactDraft, ContactFace
from crm_core.store import Row, Store, Transaction, statement
from crm_core.texts import key_of

ROOM = "customers/contacts"


def find_of_customer(store: Store, customer_id: int) -> tuple[ContactFace, ...]:
    """Return the contacts of a customer, masked: who decides first, then by name."""
    return tuple(ContactFace(**row) for row in store.rows(statement(ROOM, "contacts_of_customer"), [customer_id]))


def find_to_change(transaction: Transaction, reach: Reach, contact_id: int) -> Row | None:
    """Return all that a contact holds, in clear, where the reach opens its customer for a change."""
    return transaction.row(statement(ROOM, "contact_to_change"), [*reach.positional(), contact_id])


def find_to_reveal(transaction: Transaction, contact_id: int) -> Row | None:
    """Return whose contact it is and its masked fields in clear; for a reveal only."""
    return transaction.row(statement(ROOM, "clear_contact"), [contact_id])


def masked_fields(transaction: Transaction, contact_id: int) -> Row:
    """Return the sensitive fields of one contact as they may be shown."""
    return transaction.row(statement(ROOM, "masked_contact"), [contact_id]) or {}


def insert(transaction: Transaction, customer_id: int, draft: ContactDraft, *, by: int, at: datetime) -> int:
    """Store a new contact and return its id."""
    return int(
        transaction.rows(statement(ROOM, "add_contact"), [customer_id, *_values(draft), at, by])[0]["contact_id"]
    )


def update(transaction: Transaction, contact_id: int, version: int, draft: ContactDraft, at: datetime) -> bool:
    """Store a changed contact; False where ``version`` is not the stored one any more."""
    return bool(transaction.rows(statement(ROOM, "edit_contact"), [contact_id, version, *_values(draft), at]))


def put_departure(
    transaction: Transaction, contact_id: int, customer_id: int, left_on: date | None, *, by: int, at: datetime
) -> None:
    """Write since when a contact is no longer with the customer; None: it is."""
    transaction.execute(statement(ROOM, "remove_departure"), [contact_id])
    if left_on is not None:
        transaction.execute(statement(ROOM, "add_departure"), [contact_id, customer_id, left_on, by, at])


def remove(transaction: Transaction, contact_id: int, version: int) -> bool:
    """Remove a contact; False where ``version`` is not the stored one any more."""
    return bool(transaction.rows(statement(ROOM, "remove_contact"), [contact_id, version]))


def _values(draft: ContactDraft) -> list[object]:
    return [
        draft.name, key_of(draft.name), draft.title, draft.is_decision_maker, draft.phone, draft.phone_key, draft.email,
        draft.wechat, draft.note,
    ]  # fmt: skip
