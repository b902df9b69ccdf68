"""Rows of the store become tags, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from crm_core.access.model import Reach
from crm_core.customers.profile.tags.model import Tag, TagUse
from crm_core.store import Store, Transaction, statement
from crm_core.texts import key_of

ROOM = "customers/profile/tags"


def find_tags(store: Store | Transaction) -> tuple[Tag, ...]:
    """Return all tags by name."""
    return tuple(Tag(**row) for row in store.rows(statement(ROOM, "tags")))


def find_uses(store: Store, reach: Reach) -> tuple[TagUse, ...]:
    """Return all tags with how many customers within the reach have each."""
    rows = store.rows(statement(ROOM, "tag_uses"), reach.positional())
    return tuple(TagUse(Tag(row["tag_id"], row["name"], row["version"]), row["customers"]) for row in rows)


def find_of_customer(store: Store | Transaction, customer_id: int) -> tuple[Tag, ...]:
    """Return the tags of one customer by name."""
    return tuple(Tag(**row) for row in store.rows(statement(ROOM, "tags_of_customer"), [customer_id]))


def insert(transaction: Transaction, name: str, by: int, at: datetime) -> int:
    """Store a new tag and return its id."""
    return int(transaction.rows(statement(ROOM, "add_tag"), [name, key_of(name), by, at])[0]["tag_id"])


def rename(transaction: Transaction, tag_id: int, version: int, name: str, at: datetime) -> bool:
    """Store another name; False where ``version`` is not the stored one any more."""
    return bool(transaction.rows(statement(ROOM, "rename_tag"), [tag_id, version, name, key_of(name), at]))


def put_on(transaction: Transaction, customer_id: int, tag_ids: Iterable[int], by: int, at: datetime) -> None:
    """Put tags on a customer who has none of them."""
    for tag_id in tag_ids:
        transaction.execute(statement(ROOM, "put_tag"), [customer_id, tag_id, by, at])


def take_off(transaction: Transaction, customer_id: int, tag_ids: Iterable[int], zone: str, today: date) -> None:
    """Take tags off a customer; how long each stood is kept."""
    for tag_id in tag_ids:
        transaction.execute(statement(ROOM, "keep_past"), [customer_id, tag_id, zone, today])
        transaction.execute(statement(ROOM, "take_tag"), [customer_id, tag_id])


def merge(transaction: Transaction, tag_id: int, into_id: int, zone: str, today: date) -> None:
    """Let the customers of one tag have another, once, and remove the first; how long it stood is kept."""
    transaction.execute(statement(ROOM, "keep_past"), [None, tag_id, zone, today])
    transaction.execute(statement(ROOM, "move_tag"), [tag_id, into_id])
    transaction.execute(statement(ROOM, "clear_tag"), [tag_id])
    transaction.execute(statement(ROOM, "remove_tag"), [tag_id])
