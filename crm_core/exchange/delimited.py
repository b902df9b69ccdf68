"""Lines of a delimited text file, each with its number in the file, none lost.

A quotation mark that is never closed must not swallow the rest of the file: a record that runs over too many lines, whose
marks do not match, or that does not fit the table after running over several lines, is given back line by line, and its
first line is marked as broken.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import dropwhile, islice
from pathlib import Path
from typing import Literal

from crm_core.exchange.encoding import MARK_BAD_BYTES, codec_of

DELIMITERS = (",", "\t", ";", "|")
HEAD_RECORDS = 200
MAX_RECORD_LINES = 500  # one cell with more line breaks than this is an open quotation mark
MAX_CELL = 1_000_000
_EVEN = 0.9
_HEAD_CHARACTERS = 1_000_000

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

    def give_back_all(self) -> None:
        """Let all lines of the record be read again."""
        self._again.extendleft(reversed(self.taken))
        self.row -= len(self.taken)
        self.taken = []

    def give_back(self) -> int:
        """Keep the record's first line, let the others be read again, and return the first one's row."""
        others = self.taken[1:]
        self._again.extendleft(reversed(others))
        self.row -= len(others)
        return self.row


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


def read_records(lines: Iterator[str], dialect: Dialect, fits: Callable[[int], bool] | None = None) -> Iterator[Record]:
    """Yield (row, cells, flaw) for each record; a blank line gives no cells.

    ``fits`` says whether a record may have so many cells, where that is known: a record over several lines that does not
    fit, while its first line would, is taken for the work of a stray quotation mark.
    """
    csv.field_size_limit(MAX_CELL)
    feed = _Lines(lines)
    reader = _reader(feed, dialect)
    while True:
        feed.taken = []
        is_strict = True
        try:
            cells: list[str] | None = next(reader)
        except StopIteration:
            return
        except (_OpenQuote, csv.Error):
            is_strict = False
            cells = _leniently(feed, dialect)
        if cells is not None and (
            len(feed.taken) == 1 or fits is None or not _is_swallowed(feed, cells, dialect, fits)
        ):
            yield feed.row - len(feed.taken) + 1, cells, ""
            if is_strict:
                continue
        else:
            yield feed.give_back(), _plain_cells(feed.taken[0], dialect), "quote"
        reader = _reader(feed, dialect)


def _leniently(feed: _Lines, dialect: Dialect) -> list[str] | None:
    """Return the record again, with blanks allowed between a closing mark and the delimiter; ``None`` if that is not all.

    Bills write ``"3985734"<tab>,`` so that a spreadsheet keeps the number as text.
    """
    feed.give_back_all()
    try:
        cells = next(_reader(feed, dialect, strict=False))
        blanks = " \t".replace(dialect.delimiter, "") if dialect.delimiter else " \t"
        record = re.sub(rf'"[{blanks}]+(?={re.escape(dialect.delimiter)}|[\r\n]|$)', '"', "".join(feed.taken))
        again = list(_reader(iter(record.splitlines(keepends=True)), dialect))
    except (_OpenQuote, csv.Error):
        return None
    return cells if [len(each) for each in again] == [len(cells)] else None


def _is_swallowed(feed: _Lines, cells: Sequence[str], dialect: Dialect, fits: Callable[[int], bool]) -> bool:
    """Return whether a record over several lines is several records that stray marks have joined.

    It is where it does not fit but its first line would; and where each of its lines would, which a text of several
    lines in a table of three columns or more hardly ever does.
    """
    widths = [len(_plain_cells(line, dialect)) for line in feed.taken]
    return fits(widths[0]) and (not fits(len(cells)) or all(width >= 3 and fits(width) for width in widths))


def _reader(lines: Iterator[str], dialect: Dialect, *, strict: bool = True) -> Iterator[list[str]]:
    delimiter = dialect.delimiter or "\x1f"
    if dialect.is_quoted:
        return csv.reader(lines, delimiter=delimiter, strict=strict)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)


def _plain_cells(line: str, dialect: Dialect) -> list[str]:
    text = line.rstrip("\r\n")[:MAX_CELL]
    return text.split(dialect.delimiter) if dialect.delimiter else [text]


def guess_dialect(path: Path, encoding: str, delimiter: str | None = None, quoted: bool | None = None) -> Dialect:
    """Return the dialect of a text file by its first lines; what is given is kept."""
    head: list[str] = []
    size = 0
    with text_lines(path, encoding) as lines:
        for line in islice(dropwhile(lambda line: not line.strip(), lines), HEAD_RECORDS):
            head.append(line[:_HEAD_CHARACTERS])
            size += len(line)
            if size > _HEAD_CHARACTERS:
                break
    if delimiter is None:
        best = max(DELIMITERS, key=lambda each: _evenness(head, Dialect(each, quoted is not False)))
        delimiter = best if any(best in line for line in head) else ""
    if quoted is None:
        quoted = not _is_plain(head, delimiter)
    return Dialect(delimiter, quoted)


def _is_plain(head: list[str], delimiter: str) -> bool:
    """Return whether quotation marks are part of the text: without them the lines are even, and more stray than enclose."""
    plain = Dialect(delimiter, False)
    share, _ = _evenness(head, plain)
    if share < _EVEN or share <= _evenness(head, Dialect(delimiter, True))[0]:
        return False
    enclosing = stray = 0
    for _, cells, _ in read_records(iter(head), plain):
        stray += any(cell.count('"') % 2 for cell in cells)
        enclosing += any(len(cell.strip()) > 1 and cell.strip()[0] == cell.strip()[-1] == '"' for cell in cells)
    return stray > enclosing


def _evenness(head: list[str], dialect: Dialect) -> tuple[float, int]:
    """Return the share of the lines that have the commonest width of two or more, and that width."""
    widths = Counter[int]()
    for _, cells, flaw in read_records(iter(head), dialect):
        if any(cell.strip() for cell in cells):
            widths[0 if flaw else len(cells)] += 1
    count = widths.total()
    return max(((times / count, width) for width, times in widths.items() if width > 1), default=(0.0, 0))
