"""Notes on gaps, between rows and types. Who may is the service's to say."""

from __future__ import annotations

from datetime import date, datetime

from crm_core.gaps.drafts import GapDraft
from crm_core.gaps.model import Cause, GapNote
from crm_core.store import Row, Store, Transaction, statement

ROOM = "gaps"


def find_notes(source: Store | Transaction, plan_id: int) -> dict[str, GapNote]:
    """Return what was noted of a plan's gaps, by key."""
    rows = source.rows(statement(ROOM, "notes"), [plan_id])
    return {row["gap_key"]: _note(row) for row in rows}


def _note(row: Row) -> GapNote:
    return GapNote(**{**row, "cause": Cause(row["cause"]) if row["cause"] else None})


def add(
    transaction: Transaction, plan_id: int, gap_key: str, draft: GapDraft, *, on: date, by: int, at: datetime
) -> int:
    """Store a new note and return its id."""
    given = [plan_id, gap_key, *_values(draft), on, by, at]
    return int(transaction.rows(statement(ROOM, "add"), given)[0]["gap_note_id"])


def edit(transaction: Transaction, gap_note_id: int, version: int, draft: GapDraft, *, by: int, at: datetime) -> bool:
    """Change a note; False where ``version`` is not the stored one."""
    return bool(transaction.rows(statement(ROOM, "edit"), [gap_note_id, version, *_values(draft), by, at]))


def _values(draft: GapDraft) -> list[object]:
    return [draft.problem, draft.cause.value if draft.cause else None, draft.cause_words, draft.action_id]
