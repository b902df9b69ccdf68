"""Rows of the store become touchpoints, and touchpoints rows."""

from __future__ import annotations

import json
from datetime import datetime

from crm_core.interactions.model import Channel
from crm_core.store import Row, Store, Transaction, statement
from crm_core.touchpoints.model import Phase, Touchpoint, TouchpointDraft, Unit, guides_from

ROOM = "touchpoints"


def find_all(source: Store | Transaction, touchpoint_id: int | None = None) -> tuple[Touchpoint, ...]:
    """Return the register, or one touchpoint of it, by phase and place."""
    return tuple(_touchpoint(row) for row in source.rows(statement(ROOM, "touchpoints"), [touchpoint_id]))


def find_people(source: Store | Transaction) -> dict[int, str]:
    """Return who may answer for a touchpoint, by id: whoever is active and more than a reader."""
    return {row["user_id"]: row["name"] for row in source.rows(statement(ROOM, "people"))}


def insert(transaction: Transaction, draft: TouchpointDraft, place: int, *, by: int, at: datetime) -> int:
    """Store a touchpoint and return its id."""
    given = [*draft.values().values(), place, by, at]
    return int(transaction.rows(statement(ROOM, "add_touchpoint"), given)[0]["touchpoint_id"])


def update(
    transaction: Transaction, touchpoint_id: int, version: int, draft: TouchpointDraft, *, place: int, at: datetime
) -> bool:
    """Change a touchpoint; False where ``version`` is not the stored one."""
    given = [touchpoint_id, version, *draft.values().values(), place, at]
    return bool(transaction.rows(statement(ROOM, "edit_touchpoint"), given))


def put_place(transaction: Transaction, touchpoint_id: int, place: int, at: datetime) -> None:
    """Give a touchpoint another place in its phase."""
    transaction.execute(statement(ROOM, "place_touchpoint"), [touchpoint_id, place, at])


def remove(transaction: Transaction, touchpoint_id: int, version: int) -> bool:
    """Remove a touchpoint; False where ``version`` is not the stored one."""
    return bool(transaction.rows(statement(ROOM, "remove_touchpoint"), [touchpoint_id, version]))


def hand_over(transaction: Transaction, giver_id: int, taker_id: int, at: datetime) -> list[int]:
    """Let another answer for what somebody answers for; return the ids."""
    rows = transaction.rows(statement(ROOM, "hand_over_touchpoints"), [giver_id, taker_id, at])
    return [row["touchpoint_id"] for row in rows]


def _touchpoint(row: Row) -> Touchpoint:
    within, unit = row.pop("answer_within"), row.pop("answer_unit")
    read = {
        "phase": Phase(row["phase"]), "channels": tuple(Channel(one) for one in json.loads(row["channels"])),
        "guides": guides_from(row["guides"]), "within": within, "unit": Unit(unit) if unit else None,
    }  # fmt: skip
    return Touchpoint(**{**row, **read})
