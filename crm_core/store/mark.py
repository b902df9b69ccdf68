"""The high-water mark: the last audit entry, kept outside the store's file.

A damaged write-ahead log may open without a word and lack acknowledged work. The mark is synced after each commit and
compared at start: a store that lies behind its mark is refused. Two slots are written in turn, so that a torn write
leaves the other one whole.
"""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from pathlib import Path

from crm_core.store.faults import MarkNotWritten, StoreDamaged
from crm_core.store.files import sync_folder

_SLOT = 128


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the audit trail: its number, and its hash ('' before the first entry)."""

    seq: int
    hash: str


NO_HEAD = Head(0, "")


def mark_path(store: Path) -> Path:
    """Return where the mark of the store at ``store`` lies."""
    return store.with_name(store.name + ".mark")


def _slot(head: Head) -> bytes:
    body = f"{head.seq:020d} {head.hash:64s}"
    return f"{body} {zlib.crc32(body.encode()):08x}".ljust(_SLOT - 1).encode() + b"\n"


def _read_slot(raw: bytes) -> Head | None:
    try:
        body, crc = raw[:85].decode("ascii"), raw[86:94].decode("ascii")
        if f"{zlib.crc32(body.encode()):08x}" != crc:
            return None
        return Head(int(body[:20]), body[21:].strip())
    except (UnicodeDecodeError, ValueError):
        return None


def _slots(raw: bytes) -> list[Head | None]:
    return [_read_slot(raw[start : start + _SLOT]) for start in (0, _SLOT)]


def read_mark(store: Path) -> Head | None:
    """Return the highest readable mark; None where nothing was ever marked.

    Raises:
        StoreDamaged: something was marked, and nothing of it can be read.
    """
    try:
        raw = mark_path(store).read_bytes()
    except FileNotFoundError:
        return None
    heads = [head for head in _slots(raw) if head is not None]
    if not heads and raw.strip(b"\0"):
        raise StoreDamaged("its high-water mark cannot be read")
    return max(heads, key=lambda head: head.seq, default=None)


class MarkFile:
    """The open mark of one store; ``write`` returns when the mark is on the disk."""

    def __init__(self, store: Path) -> None:
        place = mark_path(store)
        is_new = not place.exists()
        self._handle = os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        slots = _slots(os.read(self._handle, 2 * _SLOT))
        older = min((0, 1), key=lambda turn: -1 if (head := slots[turn]) is None else head.seq)
        self._turn = older
        if is_new:
            sync_folder(place.parent)

    def write(self, head: Head) -> None:
        """Write ``head`` into the slot whose turn it is, and sync it.

        Raises:
            MarkNotWritten: the disk refused; what was committed stays committed.
        """
        try:
            os.lseek(self._handle, self._turn * _SLOT, os.SEEK_SET)
            if os.write(self._handle, _slot(head)) != _SLOT:
                raise MarkNotWritten
            os.fsync(self._handle)
        except OSError as error:
            raise MarkNotWritten from error
        self._turn = 1 - self._turn

    def forget(self) -> None:
        """Mark nothing any more; only while a restored file takes the place of the store's."""
        os.ftruncate(self._handle, 0)
        os.fsync(self._handle)
        self._turn = 0

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._handle)
