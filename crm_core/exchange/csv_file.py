"""The one writer of CSV: UTF-8 with BOM so that Excel reads Chinese, RFC 4180, and no text that a spreadsheet would run.

``read_table`` takes the guard off again: what was written comes back as it was.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from crm_core.exchange.cells import Cell, Rows, lines_of, sound_text, written
from crm_core.exchange.formulas import guarded
from crm_core.exchange.placing import placed


def write_csv(target: Path | IO[bytes], headers: Sequence[str], rows: Rows, *, zone: str = "UTC") -> int:
    """Write a header line and ``rows``, and return how many rows there were. Moments are shown in ``zone``.

    A file at a path appears whole or not at all, readable by its owner only; an existing one is replaced.
    """
    if isinstance(target, Path):
        with placed(target) as file:
            return _write(file, headers, rows, ZoneInfo(zone))
    return _write(target, headers, rows, ZoneInfo(zone))


def csv_bytes(headers: Sequence[str], rows: Rows, *, zone: str = "UTC") -> bytes:
    """Return the CSV file as bytes."""
    buffer = io.BytesIO()
    write_csv(buffer, headers, rows, zone=zone)
    return buffer.getvalue()


def _write(file: IO[bytes], headers: Sequence[str], rows: Rows, zone: ZoneInfo) -> int:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow([_text(header) for header in headers])
    count = 0
    for row in lines_of(rows):
        lines.writerow([_cell(value, zone) for value in row])
        count += 1
    text.flush()
    text.detach()
    return count


def _cell(value: Cell, zone: ZoneInfo) -> str:
    return _text(value) if isinstance(value, str) else written(value, zone)


def _text(text: str) -> str:
    return guarded(sound_text(text))
