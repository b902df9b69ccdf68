"""Birthdays beside customers' own data: rows of the store."""

from __future__ import annotations

from datetime import datetime

from crm_core.customers.profile.birthdays.model import Birthday, BirthdayMark, Calendar
from crm_core.store import Row, Store, Transaction, statement

ROOM = "customers/profile/birthdays"


def find_marks(store: Store, customer_id: int) -> tuple[BirthdayMark, ...]:
    """Return the birthdays of one customer and its contacts, the own one first; no day of any."""
    rows = store.rows(statement(ROOM, "marks_of_customer"), [customer_id])
    return tuple(BirthdayMark(**{**row, "calendar": Calendar(row["calendar"])}) for row in rows)


def find_mark(transaction: Transaction, customer_id: int, contact_id: int) -> Row | None:
    """Return one birthday, in clear."""
    return transaction.row(statement(ROOM, "mark"), [customer_id, contact_id])


def has_contact(transaction: Transaction, customer_id: int, contact_id: int) -> bool:
    """Return whether somebody is a contact of a customer."""
    return bool(transaction.rows(statement(ROOM, "contact"), [customer_id, contact_id]))


def put(
    transaction: Transaction, customer_id: int, contact_id: int, birthday: Birthday, *, by: int, at: datetime
) -> None:
    """Store a birthday, new or in place of the one before."""
    given = [customer_id, contact_id, birthday.calendar.value, birthday.month, birthday.day, birthday.is_leap, by, at]
    transaction.execute(statement(ROOM, "put_mark"), given)


def remove(transaction: Transaction, customer_id: int, contact_id: int) -> None:
    """Remove a birthday."""
    transaction.execute(statement(ROOM, "remove_mark"), [customer_id, contact_id])
