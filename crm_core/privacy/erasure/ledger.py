"""The ledger beside the store: what was erased, without whom, so that a restore of an older backup can erase it again.

One line an erasure, JSON, readable for the owner alone; a line is on the disk before its erasure is committed. The same stands in
the store; whichever knows more teaches the other. Moved to another machine, the file goes along with the store's.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from crm_core.store.faults import opening
from crm_core.store.files import sync_folder


@dataclass(frozen=True, slots=True)
class Entry:
    """One erasure. ``digests``: by what the customer is known again in a backup, with the ``salt``; ``counts``: rows by table.

    ``signs``: by what a line of a file is (``coming_back``).
    """

    key: str
    salt: str
    digests: tuple[str, ...]
    reason: str
    reference: str
    counts: dict[str, int]
    erased_at: datetime
    erased_by: int
    asked_by: int | None
    signs: tuple[str, ...] = ()


def ledger_path(store_path: Path) -> Path:
    """Return where the ledger of the store at ``store_path`` lies."""
    return store_path.with_name(store_path.name + ".erasures")


def read(store_path: Path) -> list[Entry]:
    """Return the entries in their order; a line that a crash left unfinished is left out.

    Raises:
        StoreUnreachable: the system does not let this program read it.
    """
    place = ledger_path(store_path)
    with opening(place.name):
        if not place.exists():
            return []
        lines = place.read_text("utf-8").splitlines()
    return [entry for line in lines if (entry := _entry(line)) is not None]


def append(store_path: Path, entries: list[Entry]) -> None:
    """Write further entries and return when they are on the disk.

    Raises:
        StoreFull, StoreUnreachable: they could not be written.
    """
    if not entries:
        return
    place = ledger_path(store_path)
    content = "".join(f"{_line(entry)}\n" for entry in entries)
    with opening(place.name):
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "ab") as file:
            torn = place.stat().st_size and not place.read_bytes().endswith(b"\n")
            file.write((b"\n" if torn else b"") + content.encode())
            file.flush()
            os.fsync(file.fileno())
        sync_folder(place.parent)


def _line(entry: Entry) -> str:
    return json.dumps({**asdict(entry), "erased_at": entry.erased_at.isoformat()}, ensure_ascii=False, sort_keys=True)


def _entry(line: str) -> Entry | None:
    try:
        told = json.loads(line)
        lists = {"digests": tuple(told["digests"]), "signs": tuple(told.get("signs", ()))}
        return Entry(**{**told, **lists, "erased_at": datetime.fromisoformat(told["erased_at"])})
    except (ValueError, TypeError, KeyError):
        return None
