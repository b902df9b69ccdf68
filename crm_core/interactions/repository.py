"""Rows of the store become interactions and follow-ups, and these rows."""

from __future__ import annotations

from datetime import date, datetime

from crm_core.access.model import Reach
from crm_core.interactions.model import (
    Channel,
    Direction,
    FollowUp,
    FollowUpDraft,
    Interaction,
    InteractionDraft,
    Outcome,
)
from crm_core.store import Row, Store, Transaction, statement

ROOM = "interactions"
MOST_SHOWN = 200


def insert(
    transaction: Transaction,
    draft: InteractionDraft,
    *,
    customer_id: int,
    user_id: int,
    team_id: int | None,
    owner_id: int | None,
    on: date,
    follow_up_id: int | None,
    at: datetime,
) -> int:
    """Store an interaction and return its id."""
    place = [customer_id, user_id, team_id, owner_id]
    said = [draft.channel.value, draft.outcome.value, draft.content, draft.happened_at, on, follow_up_id]
    return int(
        transaction.rows(statement(ROOM, "add_interaction"), [*place, *said, at, draft.direction])[0]["interaction_id"]
    )


def update(
    transaction: Transaction, interaction_id: int, version: int, draft: InteractionDraft, *, on: date, at: datetime
) -> bool:
    """Store a corrected interaction; False where ``version`` is not the stored one any more."""
    said = [draft.channel.value, draft.outcome.value, draft.content, draft.happened_at, on]
    return bool(
        transaction.rows(statement(ROOM, "edit_interaction"), [interaction_id, version, *said, at, draft.direction])
    )


def find_own(store: Store, interaction_id: int, user_id: int) -> Interaction | None:
    """Return an interaction that the user logged."""
    row = store.row(statement(ROOM, "own_interaction"), [interaction_id, user_id])
    return _interaction(row) if row else None


def find_correctable(store: Store, customer_id: int, user_id: int, since: datetime) -> tuple[Interaction, ...]:
    """Return what the user logged with a customer since an instant, the latest first."""
    rows = store.rows(statement(ROOM, "work_of_customer"), [customer_id, user_id, since])
    return tuple(_interaction(row) for row in rows)


def insert_follow_up(
    transaction: Transaction,
    draft: FollowUpDraft,
    *,
    customer_id: int,
    user_id: int,
    team_id: int | None,
    interaction_id: int | None,
    at: datetime,
) -> int:
    """Store a follow-up and return its id."""
    channel = draft.channel.value if draft.channel else None
    values = [customer_id, user_id, team_id, draft.due_on, channel, draft.purpose, interaction_id, at]
    return int(transaction.rows(statement(ROOM, "add_follow_up"), values)[0]["follow_up_id"])


def find_follow_up(store: Store, follow_up_id: int) -> Row | None:
    """Return a follow-up's row, whatever its status."""
    return store.row(statement(ROOM, "follow_up"), [follow_up_id])


def close(
    transaction: Transaction, follow_up_id: int, version: int, *, status: str, done_by: int | None, at: datetime
) -> bool:
    """Close an open follow-up; False where it changed since ``version``."""
    values = [follow_up_id, version, status, done_by, at]
    return bool(transaction.rows(statement(ROOM, "close_follow_up"), values))


def postpone(
    transaction: Transaction, follow_up_id: int, version: int, *, due_on: date, purpose: str, at: datetime
) -> bool:
    """Give an open follow-up another day; False where it changed since ``version``."""
    values = [follow_up_id, version, due_on, purpose, at]
    return bool(transaction.rows(statement(ROOM, "postpone_follow_up"), values))


def find_mine(store: Store, reach: Reach, today: date, until: date) -> tuple[FollowUp, ...]:
    """Return the open follow-ups of ``reach.me`` up to a day, the oldest first, at most 200."""
    values = {**reach.named(), "absent": list(reach.stands_in_for), "today": today, "until": until, "size": MOST_SHOWN}
    return tuple(_follow_up(row) for row in store.rows(statement(ROOM, "my_follow_ups"), values))


def find_of_customer(store: Store, customer_id: int) -> tuple[FollowUp, ...]:
    """Return the open follow-ups with a customer, the oldest first."""
    return tuple(_follow_up(row) for row in store.rows(statement(ROOM, "follow_ups_of_customer"), [customer_id]))


def count_logged(store: Store, user_id: int, on: date) -> int:
    """Return how many interactions a user dated on a day."""
    return int(store.value(statement(ROOM, "logged_on"), [user_id, on]))


def _interaction(row: Row) -> Interaction:
    direction = Direction(row["direction"]) if row["direction"] else None
    return Interaction(
        **{**row, "channel": Channel(row["channel"]), "outcome": Outcome(row["outcome"]), "direction": direction}
    )


def _follow_up(row: Row) -> FollowUp:
    return FollowUp(**{**row, "channel": Channel(row["channel"]) if row["channel"] else None})
