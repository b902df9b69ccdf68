"""Rows of the store become comments, and comments rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from crm_core.access.model import Permission, Role
from crm_core.access.policy import scope_of
from crm_core.customers.comments.model import MOST_SHOWN, Comment, CommentDraft, Person
from crm_core.store import Row, Store, Transaction, statement

ROOM = "customers/comments"


def find_of_customer(store: Store, customer_id: int) -> tuple[Comment, ...]:
    """Return the comments on a customer, the latest first, at most 200."""
    rows = store.rows(statement(ROOM, "comments_of_customer"), [customer_id, MOST_SHOWN])
    known = [(row, tuple(json.loads(row.pop("mentioned")))) for row in rows]
    wanted = sorted({one for _row, ids in known for one in ids})
    names = {row["user_id"]: row["name"] for row in store.rows(statement(ROOM, "names"), [wanted])} if wanted else {}
    return tuple(
        Comment(**row, mentioned_ids=ids, mentioned=tuple(names[one] for one in ids if one in names)) for row, ids in known
    )  # fmt: skip


def find(transaction: Transaction, comment_id: int) -> Row | None:
    """Return whose comment it is, on whom, what it says and when it was written."""
    row = transaction.row(statement(ROOM, "comment"), [comment_id])
    return {**row, "mentioned": tuple(json.loads(row["mentioned"]))} if row else None


def find_people(source: Store | Transaction, customer_id: int) -> tuple[Person, ...]:
    """Return everybody active, with what decides whether they may see the customer."""
    return tuple(_person(row) for row in source.rows(statement(ROOM, "people"), [customer_id]))


def insert(transaction: Transaction, customer_id: int, draft: CommentDraft, *, by: int, at: datetime) -> int:
    """Store a comment and return its id."""
    given = [customer_id, by, draft.content, _as_json(draft.mentioned), at]
    return int(transaction.rows(statement(ROOM, "add_comment"), given)[0]["comment_id"])


def update(transaction: Transaction, comment_id: int, version: int, draft: CommentDraft, at: datetime) -> bool:
    """Change a comment; False where ``version`` is not the stored one."""
    given = [comment_id, version, draft.content, _as_json(draft.mentioned), at]
    return bool(transaction.rows(statement(ROOM, "edit_comment"), given))


def remove(transaction: Transaction, comment_id: int) -> None:
    """Remove a comment."""
    transaction.execute(statement(ROOM, "remove_comment"), [comment_id])


def _as_json(people: Sequence[int]) -> str:
    return json.dumps(list(people))


def _person(row: Row) -> Person:
    scope = scope_of(Role(row.pop("role")), Permission.CUSTOMER_READ)
    return Person(**row, scope=scope)
