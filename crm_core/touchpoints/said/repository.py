"""Rows of the store become details and suggestions, and these rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crm_core.access.model import Reach
from crm_core.store import Row, Store, Transaction, statement
from crm_core.touchpoints.model import Purpose
from crm_core.touchpoints.said.model import AnswerDraft, Said, SaidDraft, State, Suggestion

ROOM = "touchpoints/said"


def has_contact(transaction: Transaction, customer_id: int, contact_id: int) -> bool:
    """Return whether a contact is the customer's."""
    return bool(transaction.rows(statement(ROOM, "contact"), [customer_id, contact_id]))


def add_detail(transaction: Transaction, customer_id: int, interaction_id: int, draft: SaidDraft, at: datetime) -> None:
    """Store purpose, contact and chat of an interaction."""
    purpose = draft.purpose.value if draft.purpose else None
    given = [interaction_id, customer_id, purpose, draft.contact_id, draft.chat, at]
    transaction.execute(statement(ROOM, "add_detail"), given)


def add_suggestion(transaction: Transaction, interaction_id: int, content: str, by: int, at: datetime) -> int:
    """Store what a customer suggested in an interaction, and return its id."""
    rows = transaction.rows(statement(ROOM, "add_suggestion"), [interaction_id, content, by, at])
    return int(rows[0]["suggestion_id"])


def find_stored(transaction: Transaction, interaction_id: int, user_id: int) -> Row:
    """Return whose interaction it is, what it has beyond its own row, and what the user noted and nobody has taken up."""
    return transaction.rows(statement(ROOM, "stored_details"), [interaction_id, user_id])[0]


def edit_detail(transaction: Transaction, interaction_id: int, draft: SaidDraft) -> None:
    """Store another purpose, chat and contact of an interaction."""
    purpose = draft.purpose.value if draft.purpose else None
    transaction.execute(statement(ROOM, "edit_detail"), [interaction_id, purpose, draft.chat, draft.contact_id])


def edit_suggestion(transaction: Transaction, suggestion_id: int, content: str) -> None:
    """Store other words of a suggestion that nobody has taken up; without any, remove it."""
    if content:
        transaction.execute(statement(ROOM, "edit_suggestion"), [suggestion_id, content])
    else:
        transaction.execute(statement(ROOM, "remove_suggestion"), [suggestion_id])


def find_suggestions(
    source: Store | Transaction, reach: Reach, state: State | None, first: int, count: int
) -> tuple[Suggestion, ...]:
    """Return a part of the suggestions within a reach, the latest first."""
    given = [*reach.positional(), state.value if state else None, first, count, None]
    return tuple(suggestion_of(row) for row in source.rows(statement(ROOM, "suggestions"), given))


def find_suggestion(transaction: Transaction, reach: Reach, suggestion_id: int) -> Suggestion | None:
    """Return one suggestion where the reach opens its customer."""
    rows = transaction.rows(statement(ROOM, "suggestions"), [*reach.positional(), None, 0, 1, suggestion_id])
    return suggestion_of(rows[0]) if rows else None


def count_by_state(store: Store, reach: Reach) -> dict[State, int]:
    """Return how many suggestions there are within a reach, by state."""
    rows = store.rows(statement(ROOM, "suggestion_counts"), reach.positional())
    return {State(row["state"]): row["count"] for row in rows}


def noted_by(transaction: Transaction, suggestion_id: int) -> int:
    """Return who noted a suggestion."""
    return int(transaction.rows(statement(ROOM, "noted_by"), [suggestion_id])[0]["noted_by"])


def answer(
    transaction: Transaction, suggestion_id: int, version: int, draft: AnswerDraft, *, by: int, at: datetime
) -> bool:
    """Store what became of a suggestion; False where ``version`` is not the stored one."""
    given = [suggestion_id, version, draft.state.value, draft.answer, by, at]
    return bool(transaction.rows(statement(ROOM, "answer_suggestion"), given))


def find_said(store: Store, customer_id: int, interaction_ids: Sequence[int]) -> dict[int, Said]:
    """Return what interactions of a customer have beyond their own rows, by interaction."""
    given = [customer_id, list(interaction_ids)]
    details = {row["interaction_id"]: row for row in store.rows(statement(ROOM, "details"), given)}
    suggested: dict[int, list[Suggestion]] = {}
    for row in store.rows(statement(ROOM, "suggestions_of"), given):
        suggested.setdefault(row["interaction_id"], []).append(suggestion_of(row))
    return {
        key: _said(details.get(key), tuple(suggested.get(key, ()))) for key in interaction_ids if key in details or key in suggested
    }  # fmt: skip


def _said(row: Row | None, suggestions: tuple[Suggestion, ...]) -> Said:
    if row is None:
        return Said(None, None, None, "", suggestions)
    purpose = Purpose(row["purpose"]) if row["purpose"] else None
    return Said(purpose, row["contact_id"], row["contact"], row["chat"], suggestions)


def suggestion_of(row: Row) -> Suggestion:
    """Return the suggestion that a row is."""
    return Suggestion(**{**row, "state": State(row["state"])})
