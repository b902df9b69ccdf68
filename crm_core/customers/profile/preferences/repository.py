"""Rows of the store become likings, and the other way round."""

from __future__ import annotations

import json
from datetime import date, datetime

from crm_core.access.model import Reach
from crm_core.customers.profile.preferences.model import Aspect, Bought, Origin, Preference, Talk
from crm_core.errors import Message
from crm_core.interactions.model import Channel
from crm_core.store import Row, Store, Transaction, statement
from crm_core.texts import key_of

ROOM = "customers/profile/preferences"


def find_kept(store: Store | Transaction, customer_id: int) -> list[tuple[str, Preference]]:
    """Return key and liking of all that is kept of a customer."""
    return [
        (
            row.pop("value_key"),
            Preference(
                **{
                    **row,
                    "aspect": Aspect(row["aspect"]),
                    "origin": Origin(row["origin"]),
                    "evidence": Message(**json.loads(row["evidence"])) if row["evidence"] else None,
                    "said_by": Channel(row["said_by"]) if row["said_by"] else None,
                }
            ),
        )
        for row in store.rows(statement(ROOM, "preferences_of_customer"), [customer_id])
    ]


def is_with(transaction: Transaction, interaction_id: int, customer_id: int) -> bool:
    """Return whether an interaction was with a customer."""
    return transaction.row(statement(ROOM, "interaction_with"), [interaction_id, customer_id]) is not None


def find_bought(store: Store, customer_id: int, since: date) -> tuple[list[Bought], int]:
    """Return what a customer spent by category since a day, and in how many orders."""
    rows = store.rows(statement(ROOM, "bought_by_category"), {"customer": customer_id, "from": since})
    bought = [Bought(row["category"], row["net"], row["orders"]) for row in rows]
    return bought, rows[0]["order_count"] if rows else 0


def find_talks(store: Store, customer_id: int, since: date) -> list[Talk]:
    """Return the interactions in which a customer was reached since a day, at most the latest 500."""
    rows = store.rows(statement(ROOM, "reached_since"), [customer_id, since])
    return [Talk(Channel(row["channel"]), row["happened_at"]) for row in rows]


def find_to_change(transaction: Transaction, reach: Reach, preference_id: int) -> Row | None:
    """Return a liking where the reach opens its customer for a change."""
    return transaction.row(statement(ROOM, "preference_to_change"), [*reach.positional(), preference_id])


def insert(
    transaction: Transaction,
    customer_id: int,
    aspect: Aspect,
    value: str,
    origin: Origin,
    *,
    evidence: Message | None,
    interaction_id: int | None,
    by: int,
    on: date,
    at: datetime,
) -> int:
    """Store a liking and return its id."""
    said = json.dumps({"text": evidence.text, "values": dict(evidence.values)}) if evidence else ""
    facts = [customer_id, aspect.value, value, key_of(value), origin.value, said, interaction_id, by, on, at]
    return int(transaction.rows(statement(ROOM, "add_preference"), facts)[0]["preference_id"])


def remove(transaction: Transaction, preference_id: int) -> None:
    """Remove a liking."""
    transaction.execute(statement(ROOM, "remove_preference"), [preference_id])
