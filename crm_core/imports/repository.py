"""Imports and their problems in the store: rows to types and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from crm_core import clock
from crm_core.access.model import Actor, Reach
from crm_core.errors import Message
from crm_core.exchange.problems import Problem
from crm_core.imports.model import KEPT_PROBLEMS, Counts, ImportKind, PastImport
from crm_core.store import Store, Transaction, statement


@dataclass(frozen=True, slots=True)
class Batch:
    """What is noted of one import."""

    kind: ImportKind
    file_name: str
    sha256: str
    mapping: Mapping[str, str]
    counts: Counts
    first_on: date | None
    last_on: date | None
    started_at: datetime


def add_batch(transaction: Transaction, actor: Actor, batch: Batch) -> int:
    """Note an import that is being written; return its id."""
    mapping = json.dumps(dict(batch.mapping), ensure_ascii=False)
    params = [
        batch.kind.value, batch.file_name, batch.sha256, mapping, actor.user_id, actor.team_id,
        *batch.counts.as_facts().values(), batch.first_on, batch.last_on, batch.started_at, clock.now(),
    ]  # fmt: skip
    return int(transaction.rows(statement("imports", "add_batch"), params)[0]["import_id"])


def add_problems(transaction: Transaction, import_id: int, problems: pa.Table) -> None:
    """Keep the first of an import's problems, in the order of the file."""
    transaction.execute_with({"problems": problems}, statement("imports", "add_problems"), [import_id, KEPT_PROBLEMS])


def past_imports(store: Store, reach: Reach, count: int) -> list[PastImport]:
    """Return the latest imports within reach."""
    return [_past(row) for row in store.rows(statement("imports", "past_imports"), [*reach.positional(), count])]


def past_import(store: Store, reach: Reach, import_id: int) -> PastImport | None:
    """Return one import within reach."""
    row = store.row(statement("imports", "past_import"), [*reach.positional(), import_id])
    return None if row is None else _past(row)


def same_file(store: Store, reach: Reach, kind: ImportKind, sha256: str) -> datetime | None:
    """Return when a file of this content was imported last; None where it was not."""
    row = store.row(statement("imports", "same_file"), [*reach.positional(), kind.value, sha256])
    return None if row is None else row["finished_at"]


def problems_of(store: Store, import_id: int) -> list[Problem]:
    """Return the kept problems of an import in the order of the file."""
    return [
        Problem(
            row["row_number"],
            row["column_name"] or "",
            row["value"] or "",
            Message(row["reason"], json.loads(row["reason_values"])),
        )
        for row in store.rows(statement("imports", "problems_of"), [import_id])
    ]


def _past(row: Mapping[str, Any]) -> PastImport:
    counts = Counts(*(row[f"{name}_count"] for name in ("read", "added", "updated", "unchanged", "rejected")))
    return PastImport(
        import_id=row["import_id"],
        kind=ImportKind(row["kind"]),
        file_name=row["file_name"],
        user_name=row["user_name"] or ("console" if row["user_id"] < 1 else ""),
        counts=counts,
        first_on=row["first_on"],
        last_on=row["last_on"],
        finished_at=row["finished_at"],
        problem_count=row["problem_count"],
        user_id=row["user_id"],
        team_id=row["team_id"],
        is_remembered=row["is_remembered"],
        undone_at=row["undone_at"],
        undone_by=row["undone_by"] or ("console" if row["undone_at"] is not None else ""),
        undone_counts=(row["removed_count"] or 0, row["restored_count"] or 0, row["kept_count"] or 0),
    )


def remember(transaction: Transaction, import_id: int) -> None:
    """Note that an import can be taken back, where its rooms have noted what it did."""
    transaction.execute(statement("imports", "remember_import"), [import_id])


def changes_of(store: Store, import_id: int, entity: str) -> pa.Table:
    """Return record_id, version and values_before of the records of a kind that an import added or changed."""
    return store.table(statement("imports", "changes_of"), [import_id, entity], seconds=300.0)


def mend_changes(transaction: Transaction, entity: str, import_id: int, taken: pa.Table) -> None:
    """Let earlier imports know the records again that this one is about to leave as they had left them."""
    transaction.execute_with({"taken": taken}, statement("imports", "mend_changes"), [entity, import_id])


def forget_changes(transaction: Transaction, import_id: int) -> None:
    """Forget what an import did that was taken back."""
    transaction.execute(statement("imports", "forget_changes"), [import_id])


def take_back(transaction: Transaction, import_id: int, user_id: int, counts: tuple[int, int, int]) -> bool:
    """Note that an import was taken back: removed, put back, kept; False where it was already."""
    given = [import_id, clock.now(), user_id, *counts]
    return bool(transaction.rows(statement("imports", "take_back"), given))


def forget_old(store: Store, before: datetime) -> int:
    """Forget what imports did that were written before an instant; return how many those were."""
    with store.transaction() as transaction:
        transaction.execute(statement("imports", "forget_old_changes"), [before])
        return len(transaction.rows(statement("imports", "forget_old_memory"), [before]))
