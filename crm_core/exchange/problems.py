"""What is wrong with single lines and cells of a file: each with its row, column, value and reason.

Held by column, because a file of half a million lines with one wrong choice has half a million problems.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from crm_core.errors import Message

SHOWN_LENGTH = 200  # characters of a value that a report repeats; the file has the rest

_SCHEMA = pa.schema(
    [
        ("row", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("text", pa.string()),
        ("values", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. ``row`` is the file's own line number, from 1; ``column`` is empty for a whole line."""

    row: int
    column: str
    value: str
    reason: Message


class Problems:
    """A growing list of problems that crosses from the child process to the server as an Arrow table."""

    def __init__(self) -> None:
        self._rows: list[int] = []
        self._columns: list[str] = []
        self._shown: list[str] = []
        self._reason_ids: list[int] = []
        self._reasons: dict[tuple[str, str], int] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Problem]:
        reasons = [Message(text, json.loads(values)) for text, values in self._reasons]
        for row, column, value, reason in zip(self._rows, self._columns, self._shown, self._reason_ids, strict=True):
            yield Problem(row, column, value, reasons[reason])

    def add(self, row: int, column: str, value: str, reason: Message) -> None:
        """Note one problem. A long ``value`` is cut for the report."""
        self._rows.append(row)
        self._columns.append(column)
        self._shown.append(shown_value(value))
        self._reason_ids.append(self._reason_id(reason))

    def extend(self, others: Iterable[Problem]) -> None:
        """Note each of ``others``."""
        for other in others:
            self.add(other.row, other.column, other.value, other.reason)

    def rows(self) -> frozenset[int]:
        """Return the row numbers that have at least one problem: these are the rows that cannot be taken."""
        return frozenset(self._rows)

    def first(self, count: int) -> list[Problem]:
        """Return at most ``count`` problems in the order of the file."""
        order = sorted(range(len(self._rows)), key=self._rows.__getitem__)[:count]
        reasons = [Message(text, json.loads(values)) for text, values in self._reasons]
        return [
            Problem(self._rows[at], self._columns[at], self._shown[at], reasons[self._reason_ids[at]]) for at in order
        ]

    def to_arrow(self) -> pa.Table:
        """Return the problems as a table of row, column, value, text and values (the text's values as JSON)."""
        reasons = list(self._reasons)
        ids = pa.array(self._reason_ids, pa.int32())
        texts = pa.array([text for text, _ in reasons], pa.string()).take(ids)
        values = pa.array([values for _, values in reasons], pa.string()).take(ids)
        rows = pa.array(self._rows, pa.int64())
        shown = pa.array(self._shown, pa.string())
        return pa.Table.from_arrays([rows, pa.array(self._columns, pa.string()), shown, texts, values], schema=_SCHEMA)

    @classmethod
    def from_arrow(cls, table: pa.Table) -> Problems:
        """Return the problems that ``to_arrow`` wrote."""
        problems = cls()
        problems._rows = table["row"].to_pylist()
        problems._columns = table["column"].to_pylist()
        problems._shown = table["value"].to_pylist()
        for text, values in zip(table["text"].to_pylist(), table["values"].to_pylist(), strict=True):
            key = (text, values)
            problems._reason_ids.append(problems._reasons.setdefault(key, len(problems._reasons)))
        return problems

    def _reason_id(self, reason: Message) -> int:
        key = (reason.text, json.dumps(plain_values(reason.values), ensure_ascii=False))
        return self._reasons.setdefault(key, len(self._reasons))


def plain_values(values: Mapping[str, object]) -> dict[str, object]:
    """Return a message's values as JSON can carry them: numbers and texts stay, anything else becomes its text."""
    return {name: value if isinstance(value, int | float | str) else str(value) for name, value in values.items()}


def shown_value(value: str) -> str:
    """Return ``value`` as a report shows it: cut where it is long, undecodable bytes as U+FFFD."""
    cut = value if len(value) <= SHOWN_LENGTH else value[:SHOWN_LENGTH] + "…"
    return cut.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if has_surrogates(cut) else cut


def has_surrogates(text: str) -> bool:
    """Return whether ``text`` holds lone surrogates, the mark of bytes that could not be decoded."""
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)
