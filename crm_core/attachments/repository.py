"""Rows of the store become documents, and documents rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crm_core.attachments.model import Attachment, Document, DocumentKind
from crm_core.store import Row, Store, Transaction, statement

ROOM = "attachments"


def find_of_customer(store: Store, customer_id: int) -> tuple[Attachment, ...]:
    """Return the documents of a customer, the latest first."""
    rows = store.rows(statement(ROOM, "attachments_of_customer"), [customer_id])
    return tuple(Attachment(**{**row, "kind": DocumentKind(row["kind"])}) for row in rows)


def find(store: Store | Transaction, attachment_id: int) -> Row | None:
    """Return whose a document is, what it is called, where it lies and who attached it."""
    return store.row(statement(ROOM, "attachment"), [attachment_id])


def find_places(store: Store) -> dict[str, int]:
    """Return the bytes of every document by where its content lies."""
    return {row["place"]: row["byte_count"] for row in store.rows(statement(ROOM, "places"))}


def find_known(transaction: Transaction, customer_id: int, digests: Sequence[str]) -> list[Row]:
    """Return name and time of the customer's documents with one of these contents."""
    return transaction.rows(statement(ROOM, "known_documents"), [customer_id, list(digests)])


def room_taken(transaction: Transaction, customer_id: int) -> tuple[int, int]:
    """Return how many documents a customer has, and their bytes."""
    row = transaction.rows(statement(ROOM, "room_taken"), [customer_id])[0]
    return row["documents"], row["taken"]


def customer_of(transaction: Transaction, interaction_id: int) -> int | None:
    """Return whose interaction it is; None where there is none."""
    row = transaction.row(statement(ROOM, "customer_of_interaction"), [interaction_id])
    return row["customer_id"] if row else None


def insert(
    transaction: Transaction,
    customer_id: int,
    interaction_id: int | None,
    document: Document,
    place: str,
    *,
    by: int,
    at: datetime,
) -> int:
    """Store a document whose content lies at ``place``, and return its id."""
    facts = [document.name, document.kind.value, len(document.content), document.digest, place]
    values = [customer_id, interaction_id, *facts, by, at]
    return int(transaction.rows(statement(ROOM, "add_attachment"), values)[0]["attachment_id"])


def remove(transaction: Transaction, attachment_id: int) -> None:
    """Remove a document; its content is the caller's to discard."""
    transaction.execute(statement(ROOM, "remove_attachment"), [attachment_id])
