"""What may stand in an exported cell, and how a typed value is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import TypeAlias
from zoneinfo import ZoneInfo

import pyarrow as pa

Cell: TypeAlias = str | int | float | Decimal | bool | dt.date | dt.datetime | None
Rows: TypeAlias = Iterable[Sequence[Cell]] | pa.Table


def lines_of(rows: Rows) -> Iterator[Sequence[Cell]]:
    """Yield the lines of an Arrow table, by the block, or of any iterable."""
    if not isinstance(rows, pa.Table):
        yield from rows
        return
    for batch in rows.to_batches(max_chunksize=10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def local(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return an aware instant as the clock of ``zone`` shows it, without its zone; a naive one is taken as local."""
    return moment if moment.tzinfo is None else moment.astimezone(zone).replace(tzinfo=None)


def written(value: Cell, zone: ZoneInfo) -> str:
    """Return a value as text: numbers with a point and no groups, days as 2024-03-08, moments in ``zone``, blank for none."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else ""
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}" if isfinite(value) else ""
    if isinstance(value, dt.datetime):
        return local(value, zone).isoformat(sep=" ")
    return "" if value is None else str(value)


def sound_text(text: str) -> str:
    """Return ``text`` without lone surrogates, which no file can hold: each becomes U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in text)
    return text


def worded(values: list[Cell], words: Mapping[str, str] | None) -> list[Cell]:
    """Return a column with its codes, of which a comma parts several, as words, and its numbers without needless zeros."""
    if words is not None:
        return [", ".join(words.get(part, "") for part in str(value).split(",")) if value else None for value in values]
    return [Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value for value in values]
