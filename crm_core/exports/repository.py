"""Files that were asked for, between rows and types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from crm_core.errors import Message
from crm_core.exports.model import ExportFile, FileStatus
from crm_core.messages.model import message_from, values_as_json
from crm_core.store import Row, Store, Transaction, statement


@dataclass(frozen=True, slots=True)
class Made:
    """How the making of a file ended."""

    status: FileStatus
    folder: str | None = None
    row_count: int | None = None
    byte_count: int | None = None
    problem: Message | None = None


def add(  # noqa: PLR0917 - the columns of the row
    transaction: Transaction, user_id: int, kind: str, asked: Mapping[str, object], file_name: str, at: datetime
) -> int:
    """Store what is asked, and return the file's id."""
    given = [user_id, kind, json.dumps(asked, ensure_ascii=False), file_name, at]
    return int(transaction.rows(statement("exports", "add_file"), given)[0]["file_id"])


def waiting_count(transaction: Transaction, user_id: int) -> int:
    """Return how many files of a user are not made yet."""
    return int(transaction.rows(statement("exports", "waiting_count"), [user_id])[0]["waiting"])


def next_waiting(store: Store) -> Row | None:
    """Return the file that has waited longest, with who asked for it as that person is now."""
    return store.row(statement("exports", "next_file"))


def finish(transaction: Transaction, file_id: int, made: Made, at: datetime) -> None:
    """Note how the making ended."""
    problem = None
    if made.problem is not None:
        problem = json.dumps({"text": made.problem.text, "values": values_as_json(made.problem)}, ensure_ascii=False)
    given = [file_id, made.status.value, made.folder, made.row_count, made.byte_count, problem, at]
    transaction.execute(statement("exports", "finish_file"), given)


def of_user(store: Store, user_id: int) -> tuple[ExportFile, ...]:
    """Return a user's files, the latest first."""
    return tuple(_file(row) for row in store.rows(statement("exports", "own_files"), [user_id]))


def ready_of_user(store: Store, file_id: int, user_id: int) -> Row | None:
    """Return where a user's file lies; None where there is none, it is another's, or it is not ready."""
    return store.row(statement("exports", "own_file"), [file_id, user_id])


def made_before(store: Store, before: datetime) -> list[Row]:
    """Return id and folder of the files that were made before an instant."""
    return store.rows(statement("exports", "old_files"), [before])


def note_removed(transaction: Transaction, file_id: int) -> None:
    """Note that a file is no more."""
    transaction.execute(statement("exports", "remove_file"), [file_id])


def forget(transaction: Transaction, before: datetime) -> int:
    """Forget what was removed and asked for before an instant; return how many files."""
    return len(transaction.rows(statement("exports", "forget_files"), [before]))


def _file(row: Row) -> ExportFile:
    told = json.loads(row["problem"]) if row["problem"] else None
    problem = message_from(told["text"], told["values"]) if told else None
    return ExportFile(**{**row, "status": FileStatus(row["status"]), "problem": problem})
