"""Copies of a store's file: taken while people work, proven before they count, and put in the store's place.

A copy is made under the write lock from the file and its log, which agree then; it is opened, compared and folded into
one file outside the lock. Nothing takes its final name before it is whole and on the disk. The store's documents go along.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crm_core.errors import N_, UnusableFile, message
from crm_core.store import documents
from crm_core.store.connection import connect
from crm_core.store.database import Store
from crm_core.store.faults import NotAStore, StoreDamaged, opening, translated
from crm_core.store.files import copy_store, logs_of, looks_like_a_database, put_in_place, remove_store, sync_folder
from crm_core.store.mark import NO_HEAD, Head, mark_path


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished copy: where it lies, its size in bytes, the last audit entry in it, how long writers waited (s)."""

    path: Path
    size: int
    head: Head
    stall_seconds: float


def backup(store: Store, to: Path) -> Backup:
    """Write a copy of the open ``store`` to the file ``to`` and return what was written; an older backup is replaced.

    Raises:
        UnusableFile: ``to`` is the store itself, a folder, or a file that is no store.
        StoreFull, StoreUnreachable: the copy could not be written.
        StoreDamaged: the copy does not hold what the store holds; it was thrown away.
    """
    target = to.absolute()
    refuse_target(target, store.path)
    with opening(target.name):
        target.parent.mkdir(parents=True, exist_ok=True)
    with work_file(target) as part:
        with documents.held(store.path) as stage:
            with opening(target.name), store.quiet():
                began = time.perf_counter()
                head = store.head
                copy_store(store.path, part)
                documents.hold_the_rest(store.path, stage)
                stalled = time.perf_counter() - began
            found = fold(part)
            if found != head:
                raise StoreDamaged(f"the copy ends at entry {found.seq}, the store at {head.seq}")
            documents.bring(stage, target)  # first: a backup that has its name has its documents
        with opening(target.name):
            size = part.stat().st_size
            put_in_place(part, target)
    return Backup(target, size, head, stalled)


def refuse_target(target: Path, store: Path) -> None:
    """Refuse to write a backup where it would destroy something else.

    Raises:
        UnusableFile: it is the store itself or lies under its name, is a folder, or a file that is no store.
    """
    with opening(target.name):
        if target.resolve().name.startswith(store.name) and target.resolve().parent == store.resolve().parent:
            raise UnusableFile(message(N_("A backup cannot take the place of the store itself. Choose another file.")))
        if target.is_dir():
            raise UnusableFile(message(N_("{name} is a folder. Name a file in it, please."), name=target.name))
        if target.exists() and target.stat().st_size and not looks_like_a_database(target):
            raise UnusableFile(
                message(
                    N_("{name} exists and is no backup. It was not touched; choose another file."), name=target.name
                )
            )


@contextmanager
def work_copy(source: Path, beside: Path) -> Iterator[Path]:
    """Yield a private copy of the closed store ``source`` that lies beside ``beside``; whatever is left is removed.

    Raises:
        UnusableFile: there is no such file.
        NotAStore: it is no database.
    """
    with opening(source.name):
        if not source.exists():
            raise UnusableFile(message(N_("There is no file {name}."), name=source.name))
        if source.is_dir() or not looks_like_a_database(source):
            raise NotAStore(source.name)
        beside.parent.mkdir(parents=True, exist_ok=True)
    with work_file(beside) as part:
        with opening(source.name):
            copy_store(source, part)
        fold(part)
        yield part


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Yield where to make a store that takes the name ``target`` when the block ends well; else nothing is left of it."""
    with opening(target.name):
        target.parent.mkdir(parents=True, exist_ok=True)
    with work_file(target) as part:
        yield part
        fold(part)
        documents.share(part, target)  # first: a store that has its name has its documents
        take_place(part, target)


@contextmanager
def work_file(target: Path) -> Iterator[Path]:
    """Yield the name of a private file beside ``target``; whatever is left of it afterwards is removed."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
    finally:
        remove_store(part)


def fold(path: Path) -> Head:
    """Open the closed store at ``path``, fold its log into it, and return its last audit entry.

    Raises:
        NotAStore: it has no audit trail.
        StoreDamaged: it cannot be read, or the log would not go in.
    """
    connection = connect(path)
    try:
        with opening(path.name):
            tables = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
            if not {"schema_migration", "audit_entry"} <= tables:
                raise NotAStore(path.name)
            found = connection.execute("select seq, hash from audit_entry order by seq desc limit 1").fetchone()
            connection.execute("checkpoint")
    finally:
        with translated():
            connection.close()
    if logs_of(path):
        raise StoreDamaged("its log could not be folded in")
    return Head(*found) if found else NO_HEAD


def take_place(fresh: Path, target: Path) -> None:
    """Put the closed store ``fresh`` where no open store is: at ``target``, whose remains have been kept elsewhere."""
    with opening(target.name):
        mark_path(target).unlink(
            missing_ok=True
        )  # first: a crash after it leaves a store without a mark, not a refused one
        for log in logs_of(target):
            log.unlink()
        put_in_place(fresh, target)


def keep_remains(path: Path, to: Path) -> None:
    """Copy whatever lies at ``path``, readable or not, with its logs and its mark, to ``to``."""
    with opening(path.name):
        to.parent.mkdir(parents=True, exist_ok=True)
        copy_store(path, to)
        documents.share(path, to)
        if mark_path(path).exists():
            mark_path(to).write_bytes(mark_path(path).read_bytes())
        sync_folder(to.parent)
