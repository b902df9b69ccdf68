"""Rows of the store become groups of companies."""

from __future__ import annotations

from datetime import date, datetime

from crm_core.access.model import Reach
from crm_core.customers.profile.group.model import DEEPEST, MOST_MEMBERS, Group, Member, laid_out
from crm_core.store import Store, Transaction, statement

ROOM = "customers/profile/group"


def find_group(store: Store, reach: Reach, customer_id: int, since: date) -> Group:
    """Return the group of a company with what it bought since a day; empty where it stands alone."""
    if store.row(statement(ROOM, "is_in_a_group"), [customer_id]) is None:
        return Group(())
    given = {**reach.named(), "customer": customer_id, "from": since, "size": MOST_MEMBERS, "deepest": DEEPEST}
    rows = store.rows(statement(ROOM, "members_of_group"), given)
    return laid_out({row["customer_id"]: Member(**row) for row in rows})


def find_parents(transaction: Transaction) -> dict[int, int]:
    """Return {company: its parent} of all that have one."""
    return {row["customer_id"]: row["parent_id"] for row in transaction.rows(statement(ROOM, "parents"))}


def find_code(transaction: Transaction, customer_id: int | None) -> str | None:
    """Return the code of a customer; None of nobody."""
    row = transaction.row(statement(ROOM, "code_of"), [customer_id]) if customer_id is not None else None
    return row["code"] if row else None


def put_parent(transaction: Transaction, customer_id: int, parent_id: int | None, by: int, at: datetime) -> None:
    """Write whom a company belongs to; None: to nobody."""
    transaction.execute(statement(ROOM, "remove_parent"), [customer_id])
    if parent_id is not None:
        transaction.execute(statement(ROOM, "add_parent"), [customer_id, parent_id, by, at])
