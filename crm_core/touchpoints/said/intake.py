"""What imported interactions have beyond their own rows: purposes and suggestions written with them, and taken back with them."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from crm_core.imports.taking_back import JUDGE_SECONDS
from crm_core.store import Store, Transaction, statement

ROOM = "touchpoints/said"


def add_imported(transaction: Transaction, ready: pa.Table, at: datetime) -> None:
    """Write purpose (``about``) and ``suggestion`` of new interactions, where a line says them."""
    for name in ("add_imported_details", "add_imported_suggestions"):
        transaction.execute_with({"ready": ready}, statement(ROOM, name), [at])


def remove_imported(transaction: Transaction, taken: pa.Table) -> None:
    """Remove what the interactions of ``taken`` (record_id) have beyond their own rows."""
    for name in ("remove_imported_details", "remove_imported_suggestions"):
        transaction.execute_with({"taken": taken}, statement(ROOM, name))


def taken_up(store: Store, changes: pa.Table) -> pa.Table:
    """Return the interactions of ``changes`` (record_id) whose suggestion somebody has answered since: interaction_id."""
    return store.table(statement(ROOM, "taken_up"), tables={"changes": changes}, seconds=JUDGE_SECONDS)
