"""Rows of the store become purposes and what customers said to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from crm_core.privacy.consent.model import (
    ClosedChannel,
    ConsentState,
    InLanguages,
    Means,
    OptOut,
    OptOutDraft,
    Purpose,
    PurposeDraft,
    Said,
    SaidDraft,
)
from crm_core.store import Row, Store, Transaction, statement

ROOM = "privacy/consent"


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One version of a purpose's text, from its day on."""

    number: int
    text: InLanguages
    since_on: date
    who: str


def find_purposes(reader: Store | Transaction) -> tuple[Purpose, ...]:
    """Return all purposes in their order, each with the text that stands."""
    return tuple(_purpose(row) for row in reader.rows(statement(ROOM, "purposes")))


def _purpose(row: Row) -> Purpose:
    return Purpose(
        row["purpose_id"], _texts(row, "name"), row["is_active"], row["version"], row["text_number"], _texts(row, "text"),
        row["text_since_on"],
    )  # fmt: skip


def _texts(row: Row, prefix: str) -> InLanguages:
    return InLanguages(row[f"{prefix}_cn"], row[f"{prefix}_tw"], row[f"{prefix}_en"])


def find_texts(store: Store, purpose_id: int) -> tuple[TextVersion, ...]:
    """Return the versions of a purpose's text, the newest first."""
    rows = store.rows(statement(ROOM, "texts_of"), [purpose_id])
    return tuple(TextVersion(row["number"], _texts(row, "text"), row["since_on"], row["who"]) for row in rows)


def insert_purpose(transaction: Transaction, draft: PurposeDraft, at: datetime) -> int:
    """Store a new purpose without its text and return its id."""
    given = [draft.name.cn, draft.name.tw, draft.name.en, draft.is_active, at]
    return int(transaction.rows(statement(ROOM, "add_purpose"), given)[0]["purpose_id"])


def update_purpose(transaction: Transaction, purpose_id: int, version: int, draft: PurposeDraft, at: datetime) -> None:
    """Store a changed purpose, but for its text."""
    given = [purpose_id, version, draft.name.cn, draft.name.tw, draft.name.en, draft.is_active, at]
    transaction.execute(statement(ROOM, "edit_purpose"), given)


def insert_text(
    transaction: Transaction, purpose_id: int, number: int, text: InLanguages, *, on: date, by: int, at: datetime
) -> None:
    """Store a further version of a purpose's text."""
    transaction.execute(statement(ROOM, "add_text"), [purpose_id, number, text.cn, text.tw, text.en, on, by, at])


def find_said(reader: Store | Transaction, customer_id: int) -> tuple[Said, ...]:
    """Return all that a customer said, the latest first."""
    return tuple(
        Said(
            row["consent_id"], row["purpose_id"], row["text_number"], ConsentState(row["state"]), row["said_on"],
            Means(row["way"]), row["note"], row["who"], row["logged_at"],
        )
        for row in reader.rows(statement(ROOM, "said_by"), [customer_id])
    )  # fmt: skip


def insert_said(
    transaction: Transaction, customer_id: int, draft: SaidDraft, text_number: int, *, by: int, at: datetime
) -> int:
    """Store what a customer said and return its id."""
    given = [
        customer_id, draft.purpose_id, text_number, draft.state.value, draft.said_on, draft.means.value, draft.note, by, at,
    ]  # fmt: skip
    return int(transaction.rows(statement(ROOM, "add_said"), given)[0]["consent_id"])


def find_opt_outs(reader: Store | Transaction, customer_id: int) -> tuple[OptOut, ...]:
    """Return the channels that a customer closed: those that stand closed first."""
    return tuple(
        OptOut(
            row["opt_out_id"], ClosedChannel(row["channel"]), row["since_on"], row["reason"], row["who"], row["logged_at"],
            row["ended_at"], row["ended_by"],
        )
        for row in reader.rows(statement(ROOM, "opt_outs_of"), [customer_id])
    )  # fmt: skip


def insert_opt_out(transaction: Transaction, customer_id: int, draft: OptOutDraft, *, by: int, at: datetime) -> int:
    """Store a channel that a customer closes and return its id."""
    given = [customer_id, draft.channel.value, draft.since_on, draft.reason, by, at]
    return int(transaction.rows(statement(ROOM, "add_opt_out"), given)[0]["opt_out_id"])


def end_opt_outs(
    transaction: Transaction, customer_id: int, channel: ClosedChannel, *, by: int, at: datetime
) -> list[Row]:
    """Open a channel of a customer again; return what had closed it."""
    return transaction.rows(statement(ROOM, "end_opt_outs"), [customer_id, channel.value, by, at])
