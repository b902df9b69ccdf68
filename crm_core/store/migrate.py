"""Numbered migrations: each with its record in one transaction, never edited after it landed.

An older store is copied before it is upgraded; a newer one is refused.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb

from crm_core import clock
from crm_core.store.connection import connect
from crm_core.store.faults import NewerStore, NotAStore, StoreDamaged, opening, translated
from crm_core.store.files import copy_file, logs_of, looks_like_a_database, put_in_place
from crm_core.store.mark import NO_HEAD, read_mark

_FILE = re.compile(r"(\d{4})_(\w+)\.sql")
_RECORD = (
    "create table if not exists schema_migration "
    "(number bigint primary key, name varchar not null, checksum varchar not null, applied_at timestamptz not null)"
)


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the store's shape."""

    number: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, so that an edited file is found."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@cache
def migrations() -> tuple[Migration, ...]:
    """Return all migrations in order."""
    found = []
    for place in files("crm_core.store").joinpath("migrations").iterdir():
        if match := _FILE.fullmatch(place.name):
            text = place.read_text(encoding="utf-8").replace("\r\n", "\n")
            found.append(Migration(int(match[1]), match[2], text))
    return tuple(sorted(found, key=lambda step: step.number))


def connect_migrated(path: Path, backup_to: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return a connection to the store at ``path`` (made where it is missing) in the newest shape.

    An older store is first copied to ``backup_to``, ``<name>.before-<number>`` beside it unless told.

    Raises:
        NewerStore: it has a migration that this program does not know.
        NotAStore: the file holds other tables, or is no database.
        StoreDamaged: an applied migration was edited, or the file was emptied.
        StoreInUse, StoreFull, StoreUnreachable: the file cannot be opened or written.
    """
    with opening(path.name):
        is_new = _is_new(path)
    connection = connect(path)
    try:
        applied = _applied(connection, path, is_new=is_new)
        missing = [step for step in migrations() if step.number not in applied]
        if missing and applied:
            connection.close()  # folds the log into the file, so that one file is all there is to copy
            _keep_a_copy(path, backup_to or path.with_name(f"{path.name}.before-{missing[0].number:04d}"))
            connection = connect(path)
        for step in missing:
            _apply(connection, step)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_new(path: Path) -> bool:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        return True
    if path.is_dir():
        raise NotAStore(path.name)
    if path.stat().st_size == 0:
        if logs_of(path) or read_mark(path) not in (None, NO_HEAD):
            raise StoreDamaged("the file is empty")
        path.unlink()  # the driver refuses an empty file
        return True
    if not looks_like_a_database(path):
        raise NotAStore(path.name)
    return False


def _keep_a_copy(path: Path, target: Path) -> None:
    with opening(target.name):
        part = target.with_name(f"{target.name}.part")
        copy_file(path, part)
        put_in_place(part, target)


def _applied(connection: duckdb.DuckDBPyConnection, path: Path, *, is_new: bool) -> dict[int, str]:
    known = {step.number: step for step in migrations()}
    with opening(path.name):
        try:
            applied = dict(connection.execute("select number, checksum from schema_migration").fetchall())
        except duckdb.CatalogException as error:
            if not is_new and connection.execute("select 1 from duckdb_tables() limit 1").fetchone():
                raise NotAStore(path.name) from error
            connection.execute(_RECORD)
            return {}
    newest = max(applied, default=0)
    if newest > max(known):
        raise NewerStore(newest, max(known))
    for number, checksum in applied.items():
        if number not in known or known[number].checksum != checksum:
            raise StoreDamaged(f"migration {number:04d} is not the one that was applied")
    return applied


def _apply(connection: duckdb.DuckDBPyConnection, step: Migration) -> None:
    connection.execute("begin transaction")
    try:
        with translated():
            connection.execute(step.text)
            connection.execute(
                "insert into schema_migration values ($1, $2, $3, $4)",
                [step.number, step.name, step.checksum, clock.now()],
            )
            connection.execute("commit")
    except BaseException:
        roll_back(connection)
        raise


def roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """Undo what is under way; where the driver has given up already, there is nothing left to undo."""
    try:
        cursor.execute("rollback")
    except (duckdb.TransactionException, duckdb.FatalException, duckdb.ConnectionException):
        return
