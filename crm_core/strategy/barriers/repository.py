"""Barriers between rows and types. Who may is the service's to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from crm_core.store import Row, Store, Transaction, statement
from crm_core.strategy.barriers.model import About, Barrier, BarrierDraft, State

ROOM = "strategy/barriers"


def find(
    source: Store | Transaction, plan_id: int, places: Mapping[str, str], barrier_id: int | None = None
) -> tuple[Barrier, ...]:
    """Return a plan's barriers, or one of them; ``places`` names groups and touchpoints by key."""
    return tuple(_barrier(row, places) for row in source.rows(statement(ROOM, "barriers"), [plan_id, barrier_id]))


def insert(
    transaction: Transaction, plan_id: int, draft: BarrierDraft, ended_on: date | None, *, by: int, at: datetime
) -> int:
    """Store a barrier and return its id."""
    given = [plan_id, *_values(draft, ended_on), by, at]
    return int(transaction.rows(statement(ROOM, "add"), given)[0]["barrier_id"])


def update(
    transaction: Transaction, barrier_id: int, version: int, draft: BarrierDraft, *, ended_on: date | None, by: int, at: datetime
) -> bool:  # fmt: skip
    """Change a barrier; False where ``version`` is not the stored one."""
    given = [barrier_id, version, *_values(draft, ended_on), by, at]
    return bool(transaction.rows(statement(ROOM, "edit"), given))


def remove(transaction: Transaction, barrier_id: int, version: int) -> bool:
    """Remove a barrier; False where ``version`` is not the stored one."""
    return bool(transaction.rows(statement(ROOM, "remove"), [barrier_id, version]))


def hand_over(transaction: Transaction, giver_id: int, taker_id: int, at: datetime) -> list[int]:
    """Let another see to the open barriers of somebody; return the ids."""
    rows = transaction.rows(statement(ROOM, "hand_over"), [giver_id, taker_id, at])
    return [row["barrier_id"] for row in rows]


def _values(draft: BarrierDraft, ended_on: date | None) -> list[object]:
    return [
        draft.what, str(draft.about), draft.owner_id, draft.action_id, draft.state.value, draft.since_on, ended_on,
        draft.reason_id, " ".join(draft.heard), draft.note,
    ]  # fmt: skip


def _barrier(row: Row, places: Mapping[str, str]) -> Barrier:
    key = row.pop("subject")
    read = {
        "about": About.parse(key) or About(), "place": places.get(key), "state": State(row["state"]),
        "heard": tuple(row["heard"].split()),
    }  # fmt: skip
    return Barrier(**{**row, **read})
