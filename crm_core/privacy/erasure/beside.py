"""Files beside the store that may hold a person: lists that were made, imports under way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa

from crm_core.exports.service import files_path, holds_customer
from crm_core.imports.workspace import every
from crm_core.privacy.erasure.work import ROOM, Subject
from crm_core.store import Store, Transaction, statement


def remove_lists(store: Store, transaction: Transaction, subject: Subject) -> int:
    """Remove the made files in which the customer stands, and those under way; return how many."""
    known = {row["folder"]: row["file_id"] for row in transaction.rows(statement(ROOM, "files_made"))}
    removed = 0
    for folder in _folders(files_path(store)):
        if holds_customer(folder, subject.ids):
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
            if folder.name in known:
                transaction.execute(statement(ROOM, "file_gone"), [known[folder.name]])
    return removed


def remove_imports(store: Store, subject: Subject) -> int:
    """Remove imports under way whose file names the person, or was not read yet; return how many.

    What was read lies in Arrow and JSON files, whose texts are plain; an upload may be a zip and is not looked into.
    """
    wanted = [needle.encode() for needle in subject.needles]
    removed = 0
    for space in every(store):
        read = [place for place in space.path.iterdir() if place.suffix in (".arrow", ".json")]
        is_read = any(place.name == "read-cells.arrow" for place in read)
        if not is_read or any(_names(place, wanted) for place in read):
            space.remove()
            removed += 1
    return removed


def _folders(path: Path) -> list[Path]:
    return sorted(place for place in path.iterdir() if place.is_dir()) if path.is_dir() else []


def _names(place: Path, wanted: list[bytes]) -> bool:
    with pa.memory_map(str(place)) if place.stat().st_size else pa.BufferReader(b"") as file:
        content = memoryview(file.read_buffer())
        return any(needle in content.tobytes() for needle in wanted) if content else False
