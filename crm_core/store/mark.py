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


def read_mark(store: Path) -> Head | None:
    """Return the highest readable mark; None where there is no file, or none of its slots can be read."""
    try:
        raw = mark_path(store).read_bytes()
    except FileNotFoundError:
        return None
    heads = [head for start in (0, _SLOT) if (head := _read_slot(raw[start : start + _SLOT])) is not None]
    return max(heads, key=lambda head: head.seq, default=None)


class MarkFile:
    """The open mark of one store; ``write`` returns when the mark is on the disk."""

    def __init__(self, store: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        self._handle = os.open(mark_path(store), flags, 0o600)

    def write(self, head: Head) -> None:
        """Write ``head`` into the slot whose turn it is, and sync it."""
        os.lseek(self._handle, (head.seq % 2) * _SLOT, os.SEEK_SET)
        os.write(self._handle, _slot(head))
        os.fsync(self._handle)

    def reset(self, head: Head) -> None:
        """Forget what was marked and mark ``head``; after a restore only."""
        os.ftruncate(self._handle, 0)
        self.write(head)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._handle)
