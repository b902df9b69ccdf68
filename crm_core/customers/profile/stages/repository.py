"""Rows of the store become stages and reasons of loss, and the other way round."""

from __future__ import annotations

from datetime import date, datetime

from crm_core.customers.profile.stages.model import Buying, LossReason, Stage, StageDraft, Standing
from crm_core.store import Store, Transaction, statement

ROOM = "customers/profile/stages"


def find_history(store: Store | Transaction, customer_id: int) -> tuple[Standing, ...]:
    """Return the stages of a customer, the latest first."""
    rows = store.rows(statement(ROOM, "stages_of_customer"), [customer_id])
    return tuple(Standing(**{**row, "stage": Stage(row["stage"])}) for row in rows)


def find_buying(store: Store, customer_id: int) -> Buying:
    """Return how often and when a customer bought."""
    return Buying(**store.rows(statement(ROOM, "buying_of_customer"), {"customer": customer_id})[0])


def insert(
    transaction: Transaction, customer_id: int, draft: StageDraft, since_on: date, *, is_proposed: bool, by: int, at: datetime
) -> int:  # fmt: skip
    """Store a customer's new stage and return its id."""
    values = [customer_id, draft.stage.value, since_on, draft.reason_id, draft.why, is_proposed, by, at]
    return int(transaction.rows(statement(ROOM, "add_stage"), values)[0]["stage_id"])


def find_reasons(store: Store | Transaction) -> tuple[LossReason, ...]:
    """Return all reasons of loss in their order, those out of use too."""
    return tuple(LossReason(**row) for row in store.rows(statement(ROOM, "loss_reasons")))


def name_is_taken(transaction: Transaction, name_key: str, but: int | None) -> bool:
    """Return whether another reason is called so."""
    return transaction.row(statement(ROOM, "loss_reason_named"), [name_key, but]) is not None


def insert_reason(transaction: Transaction, name: str, name_key: str, at: datetime) -> int:
    """Store a new reason, the last in the list, and return its id."""
    return int(transaction.rows(statement(ROOM, "add_loss_reason"), [name, name_key, at])[0]["reason_id"])


def update_reason(
    transaction: Transaction, reason: LossReason, name_key: str | None, version: int, at: datetime
) -> bool:
    """Store a changed reason; False where ``version`` is not the stored one any more."""
    values = [reason.reason_id, version, reason.name, name_key, reason.is_active, at]
    return bool(transaction.rows(statement(ROOM, "edit_loss_reason"), values))
