"""Whose a customer is, and who works along: rows of the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa

from crm_core import clock
from crm_core.access.model import Reach
from crm_core.customers.model import Owner
from crm_core.customers.ownership.model import CollaborationRequest, Collaborator, WaitingRequests
from crm_core.store import Row, Store, Transaction, statement

ROOM = "customers/ownership"


def find_met(store: Store, handle: int, user_id: int) -> int | None:
    """Return the customer that a user met as a colleague's."""
    row = store.row(statement(ROOM, "met_customer"), [handle, user_id])
    return int(row["customer_id"]) if row else None


def find_standing(transaction: Transaction, customer_id: int, user_id: int) -> Row | None:
    """Return owner and team of a customer, and whether the user works along or has asked to."""
    return transaction.row(statement(ROOM, "standing"), [customer_id, user_id])


def insert_request(transaction: Transaction, customer_id: int, user_id: int, reason: str, at: datetime) -> int:
    """Store a request and return its id."""
    return int(transaction.rows(statement(ROOM, "add_request"), [customer_id, user_id, reason, at])[0]["request_id"])


def find_request(transaction: Transaction, reach: Reach, request_id: int) -> Row | None:
    """Return a request that somebody with this reach may answer, whatever its status."""
    return transaction.row(statement(ROOM, "request_to_answer"), [*reach.positional(), request_id])


def answer(transaction: Transaction, request_id: int, version: int, *, status: str, user_id: int, at: datetime) -> bool:
    """Answer an open request; False where it was answered since ``version``."""
    values = [request_id, version, status, user_id, at]
    return bool(transaction.rows(statement(ROOM, "answer_request"), values))


def find_waiting(store: Store, request: WaitingRequests) -> tuple[CollaborationRequest, ...]:
    """Return the open requests that somebody with this reach may answer, the oldest first."""
    rows = store.rows(statement(ROOM, "waiting_requests"), [*request.reach.positional(), request.customer_id])
    return tuple(CollaborationRequest(**row) for row in rows)


def add_collaborator(transaction: Transaction, customer_id: int, user_id: int, at: datetime) -> None:
    """Let a user work along on a customer."""
    transaction.execute(statement(ROOM, "add_collaborator"), [customer_id, user_id, at])


def remove_collaborator(transaction: Transaction, customer_id: int, user_id: int) -> bool:
    """End a user's work on a customer; False where there was none."""
    return bool(transaction.rows(statement(ROOM, "remove_collaborator"), [customer_id, user_id]))


def find_collaborators(store: Store, customer_id: int) -> tuple[Collaborator, ...]:
    """Return who works along on a customer."""
    return tuple(Collaborator(**row) for row in store.rows(statement(ROOM, "collaborators"), [customer_id]))


def find_deciders(transaction: Transaction, owner_id: int | None, team_id: int | None) -> list[int]:
    """Return the owner, where active, and the leads of the team."""
    rows = transaction.rows(statement(ROOM, "who_decides"), [owner_id, team_id])
    return [row["user_id"] for row in rows]


def find_owned(transaction: Transaction, user_id: int) -> list[Row]:
    """Return the customers that a user owns: customer_id, version, owner_id, team_id."""
    return transaction.rows(statement(ROOM, "owned_customers"), [user_id])


def takers_table(takers: Sequence[Owner]) -> pa.Table:
    """Return who takes over in turn: place from 0, user_id, team_id."""
    return pa.table(
        {
            "place": pa.array(range(len(takers)), pa.int64()),
            "user_id": pa.array([taker.user_id for taker in takers], pa.int64()),
            "team_id": pa.array([taker.team_id for taker in takers], pa.int64()),
        }
    )


def move_collaborations(transaction: Transaction, reach: Reach, giver_id: int, takers: Sequence[Owner]) -> int:
    """Let the takers work along in turn where the reach opens the customer, and end the giver's collaborations."""
    if takers:
        given = {"takers": takers_table(takers)}
        values = [*reach.positional(), giver_id, clock.now()]
        transaction.execute_with(given, statement(ROOM, "give_collaborations"), values)
    return len(transaction.rows(statement(ROOM, "end_collaborations"), [giver_id]))
