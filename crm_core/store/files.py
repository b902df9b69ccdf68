"""Files that must not be lost or read by others: copied, synced, named.

A store is its file and, while it is open or after a crash, the log beside it.
"""

from __future__ import annotations

import glob
import os
import shutil
from pathlib import Path

_LOGS = (".wal", ".wal.checkpoint", ".wal.recovery")
_MAGIC = b"DUCK"


def logs_of(path: Path) -> list[Path]:
    """Return the write-ahead logs that lie beside the store at ``path``."""
    return [place for ending in _LOGS if (place := path.with_name(path.name + ending)).exists()]


def looks_like_a_database(path: Path) -> bool:
    """Return whether the file at ``path`` begins as a database does."""
    with path.open("rb") as file:
        return file.read(12)[8:] == _MAGIC


def copy_store(source: Path, target: Path) -> None:
    """Copy a store that nobody writes at the moment, its logs too; readable for the owner alone."""
    copy_file(source, target)
    for log in logs_of(source):
        copy_file(log, target.with_name(target.name + log.name.removeprefix(source.name)))


def copy_file(source: Path, target: Path) -> None:
    """Copy one file; the copy is readable for the owner alone from its first byte."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as written, source.open("rb") as read:
        shutil.copyfileobj(read, written, 1 << 20)
    target.chmod(0o600)


def sync_file(path: Path) -> None:
    """Return when the file's content is on the disk."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Return when the folder's names are on the disk; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(fresh: Path, target: Path) -> None:
    """Rename ``fresh`` to ``target`` at once, durably."""
    sync_file(fresh)
    fresh.replace(target)
    sync_folder(target.parent)


def remove_store(path: Path) -> None:
    """Remove a work file and all that lies beside it under its name, files and folders."""
    for place in [path, *path.parent.glob(f"{glob.escape(path.name)}.*")]:
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)
