"""Open follow-ups change hands with their customers, or with the person who leaves."""

from __future__ import annotations

import pyarrow as pa

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.store import Row, Transaction, statement

ROOM = "interactions"


def hand_over_follow_ups(transaction: Transaction, actor: Actor, moves: pa.Table) -> int:
    """Give open follow-ups to the new owners of customers; cancel them where there is none. Return how many.

    Those of the former owner go along, those of others where they lose sight of the customer. ``moves``: customer_id,
    giver_id, giver_team_id, taker_id and team_id, where a null taker is the public pool. For the room that lets customers
    change hands, which has authorised it.
    """
    found = transaction.execute_with({"moves": moves}, statement(ROOM, "follow_ups_to_hand_over"))
    return _move(transaction, actor, found)


def hand_over_rest(transaction: Transaction, actor: Actor, giver_id: int, takers: pa.Table) -> int:
    """Give the open follow-ups that somebody keeps after the own customers have gone; return how many.

    ``takers`` (place from 0, user_id, team_id) take them in turn; where there are none, the customer's owner does, and
    those with customers of the public pool are cancelled.
    """
    found = transaction.execute_with({"takers": takers}, statement(ROOM, "rest_to_hand_over"), [giver_id])
    return _move(transaction, actor, found)


def _move(transaction: Transaction, actor: Actor, found: list[Row]) -> int:
    if not found:
        return 0
    names = ("follow_up_id", "taker_id", "team_id")
    given = {"given": pa.table({name: pa.array([row[name] for row in found], pa.int64()) for name in names})}
    transaction.execute_with(given, statement(ROOM, "hand_over_follow_ups"), [clock.now()])
    audit.record_many(transaction, actor, [_change(row) for row in found])
    return len(found)


def _change(row: Row) -> audit.Change:
    released: dict[str, object] = {"status": "cancelled", "reason": "released"}
    after = released if row["taker_id"] is None else {"user_id": row["taker_id"]}
    return audit.Change("hand_over", "follow_up", row["follow_up_id"], {"user_id": row["giver_id"]}, after)


def hand_over_one(transaction: Transaction, actor: Actor, stored: Row, taker_id: int, team_id: int | None) -> None:
    """Give one open follow-up (``follow_up_id``, ``user_id``) to somebody; the caller has authorised it."""
    row = {
        "follow_up_id": stored["follow_up_id"],
        "giver_id": stored["user_id"],
        "taker_id": taker_id,
        "team_id": team_id,
    }
    _move(transaction, actor, [row])
