"""How the command line writes: lines, aligned tables, one JSON value."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TextIO

_WIDE = ("W", "F")


def write(stream: TextIO, text: str) -> None:
    """Write one line at once."""
    stream.write(f"{text}\n")
    stream.flush()


def show(stream: TextIO, value: Mapping[str, object] | Sequence[object]) -> None:
    """Write one JSON value; dates and decimals go out as their exact text."""
    write(stream, json.dumps(value, ensure_ascii=False, default=str))


def aligned(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Return ``rows`` as lines with aligned columns; those numbered in ``right`` end in line. Han counts as two wide."""
    widths = [max(width(row[number]) for row in rows) for number in range(len(rows[0]))] if rows else []
    lines = []
    for row in rows:
        cells = [
            " " * (widths[number] - width(cell)) + cell
            if number in right
            else cell + " " * (widths[number] - width(cell))
            for number, cell in enumerate(row)
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def width(text: str) -> int:
    """Return how many places ``text`` takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in _WIDE else 1 for sign in text)
