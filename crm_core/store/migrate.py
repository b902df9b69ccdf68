"""Numbered migrations: each with its record in one transaction, never edited after it landed.

An older store is copied before it is upgraded; a newer one is refused.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb

from crm_core import clock
from crm_core.store.connection import connect
from crm_core.store.faults import NewerStore, NotAStore, StoreDamaged

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


def migrate(path: Path, backup_to: Path | None = None) -> None:
    """Bring the store at ``path`` (made where it is missing) to the newest shape.

    Raises:
        NewerStore: it has a migration that this program does not know.
        NotAStore: the file holds other tables, or is no database.
        StoreDamaged: an applied migration was edited.
    """
    is_new = not path.exists() or path.stat().st_size == 0
    if not is_new and not _looks_like_a_database(path):
        raise NotAStore(path.name)
    connection = connect(path)
    try:
        applied = _applied(connection, path, is_new=is_new)
        missing = [step for step in migrations() if step.number not in applied]
        if missing and applied:
            connection.execute("checkpoint")
            shutil.copy2(path, backup_to or path.with_name(f"{path.name}.before-{missing[0].number:04d}"))
        for step in missing:
            _apply(connection, step)
    finally:
        connection.close()
    if is_new:
        path.chmod(0o600)


def _looks_like_a_database(path: Path) -> bool:
    with path.open("rb") as file:
        return b"DUCK" in file.read(32)


def _applied(connection: duckdb.DuckDBPyConnection, path: Path, *, is_new: bool) -> dict[int, str]:
    known = {step.number: step for step in migrations()}
    tables = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    if "schema_migration" not in tables:
        if tables and not is_new:
            raise NotAStore(path.name)
        connection.execute(_RECORD)
        return {}
    applied = dict(connection.execute("select number, checksum from schema_migration").fetchall())
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
        connection.execute(step.text)
        connection.execute(
            "insert into schema_migration values ($1, $2, $3, $4)", [step.number, step.name, step.checksum, clock.now()]
        )
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
