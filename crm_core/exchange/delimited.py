"""Lines of a delimited text file, each with its number in the file, none lost.

A quotation mark that is never closed must not swallow the rest of the file: a record that runs over too many lines, or
comes out with the wrong number of cells after running over several, is given back line by line, and its first line is
marked as broken.
"""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from crm_core.exchange.encoding import MARK_BAD_BYTES, codec_of

DELIMITERS = (",", "\t", ";", "|")
HEAD_RECORDS = 200
MAX_RECORD_LINES = 500  # one cell with more line breaks than this is an open quotation mark
MAX_CELL = 1_000_000

Flaw = Literal["", "quote"]
Record = tuple[int, list[str], Flaw]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a text file are told apart. An empty ``delimiter`` means a single column."""

    delimiter: str
    is_quoted: bool


class _OpenQuote(Exception):
    """A quotation mark was opened and not closed."""


class _Lines:
    """The physical lines of a file, with those of the present record kept so that they can be given back."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.row = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._source, None)
        if line is None:
            if self.taken:
                raise _OpenQuote
            raise StopIteration
        if len(self.taken) >= MAX_RECORD_LINES:
            self._again.appendleft(line)
            raise _OpenQuote
        self.taken.append(line)
        self.row += 1
        return line

    def give_back(self) -> str:
        """Keep the record's first line, return it, and let the others be read again."""
        first, *others = self.taken
        self._again.extendleft(reversed(others))
        self.row -= len(others)
        return first


@contextmanager
def text_lines(path: Path, encoding: str) -> Iterator[Iterator[str]]:
    """Give the file's lines with their ends; bytes that cannot be decoded become lone surrogates."""
    with path.open(encoding=codec_of(encoding), errors=MARK_BAD_BYTES, newline="") as file:
        lines = iter(file)
        yield _without_bom(lines) if encoding.startswith("utf-16") else lines


def _without_bom(lines: Iterator[str]) -> Iterator[str]:
    first = next(lines, None)
    if first is not None:
        yield first.removeprefix("\ufeff")
        yield from lines


def read_records(lines: Iterator[str], dialect: Dialect, width: int | None = None) -> Iterator[Record]:
    """Yield (row, cells, flaw) for each record; a blank line gives no cells.

    ``width`` is the table's number of columns where it is known: a record over several lines that has another number
    of cells is taken for the work of a stray quotation mark.
    """
    csv.field_size_limit(MAX_CELL)
    feed = _Lines(lines)
    reader = _reader(feed, dialect)
    while True:
        feed.taken = []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_OpenQuote, csv.Error):
            cells = None
        if cells is not None and (len(feed.taken) == 1 or width is None or len(cells) == width):
            yield feed.row - len(feed.taken) + 1, cells, ""
            continue
        first = feed.give_back()
        yield feed.row, _plain_cells(first, dialect), "quote"
        reader = _reader(feed, dialect)


def _reader(lines: Iterator[str], dialect: Dialect) -> Iterator[list[str]]:
    delimiter = dialect.delimiter or "\x1f"
    if dialect.is_quoted:
        return csv.reader(lines, delimiter=delimiter, strict=False)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)


def _plain_cells(line: str, dialect: Dialect) -> list[str]:
    text = line.rstrip("\r\n")[:MAX_CELL]
    return text.split(dialect.delimiter) if dialect.delimiter else [text]


def guess_dialect(path: Path, encoding: str, delimiter: str | None = None, quoted: bool | None = None) -> Dialect:
    """Return the dialect of a text file by its first lines; what is given is kept."""
    with text_lines(path, encoding) as lines:
        head = [line for _, line in zip(range(HEAD_RECORDS), lines, strict=False)]
    if delimiter is None:
        best = max(DELIMITERS, key=lambda each: _evenness(head, Dialect(each, quoted is not False)))
        delimiter = best if any(best in line for line in head) else ""
    if quoted is None:
        quoted = not (_evenness(head, Dialect(delimiter, False)) > _evenness(head, Dialect(delimiter, True)))
    return Dialect(delimiter, quoted)


def _evenness(head: list[str], dialect: Dialect) -> float:
    """Return how evenly a dialect divides the lines: the share that has the commonest width of two or more."""
    widths = Counter[int]()
    count = 0
    for _, cells, flaw in read_records(iter(head), dialect):
        if any(cell.strip() for cell in cells):
            count += 1
            widths[0 if flaw else len(cells)] += 1
    best = max((times * (1 + min(width, 20) / 100) for width, times in widths.items() if width > 1), default=0.0)
    return best / count if count else 0.0
