"""From lines to a table: the data lines of any reader become columns, and each line that does not fit is named.

Lines are turned into Arrow columns by the block, so that half a million of them need little more memory than their text.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc

from crm_core.errors import N_, Message, UnusableFile, message
from crm_core.exchange.formulas import without_guard
from crm_core.exchange.header import MAX_FOOTER, footer_length
from crm_core.exchange.problems import Problems, has_surrogates, shown_value
from crm_core.exchange.table import SetAside
from crm_core.exchange.text import clean_text

BLOCK = 20_000
MAX_ROWS = 1_048_576  # what a sheet can hold
MAX_COLUMNS = 512
_HABIT = 8  # so many equally short lines on end are a habit

REASON_QUOTE = message(N_("The quotation marks of this line do not match. Remove the stray one or double it."))
REASON_BYTES = message(
    N_("Some characters cannot be read in this encoding. Choose another encoding or correct the line.")
)
REASON_LOST = message(
    N_("A character was already lost before this file was written (�). Correct it here or in the source.")
)


def reason_long(found: int, width: int) -> Message:
    """Return why a line with too many cells cannot be taken."""
    return message(
        N_("The line has {found} cells, the table {width}. A cell that contains the delimiter needs quotation marks."),
        found=found, width=width,
    )  # fmt: skip


def reason_short(found: int, width: int) -> Message:
    """Return why a line with too few cells cannot be taken."""
    return message(
        N_("The line has only {found} of {width} cells. It may be broken in two; complete it."),
        found=found,
        width=width,
    )


@dataclass(slots=True)
class Assembler:
    """Collects data lines for columns called ``headers``. Every line that is added is in the table or in the footer.

    A line may end before the last column, but not before ``least_width`` columns.
    """

    headers: tuple[str, ...]
    least_width: int
    is_guarded: bool = False  # text files carry our own guard against formulas; workbooks do not
    keep_footer: bool = False
    on_block: Callable[[int], None] | None = None
    problems: Problems = field(default_factory=Problems)
    footer: list[SetAside] = field(default_factory=list)
    _short: list[tuple[int, int, int, str]] = field(default_factory=list)  # ordinal, row, cells, text
    _tail: deque[tuple[int, Sequence[str], str]] = field(default_factory=deque)
    _lines: list[Sequence[str]] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)
    _blocks: list[pa.Table] = field(default_factory=list)
    _rows: list[pa.Array] = field(default_factory=list)
    _count: int = 0

    def add(self, row: int, cells: Sequence[str], flaw: str = "") -> None:
        """Take one line; a blank one is passed over.

        Raises:
            UnusableFile: more lines than a sheet can hold.
        """
        joined = "".join(cells).strip()
        if not joined or (len(joined) < 4 and not clean_text(joined)):
            return
        self._tail.append((row, cells, flaw))
        if len(self._tail) > MAX_FOOTER:
            self._take(*self._tail.popleft())

    def finish(self) -> tuple[pa.Table, pa.Int64Array]:
        """Return the columns and the row numbers; what stands below the data is in ``footer``."""
        tail = list(self._tail)
        self._tail.clear()
        below = 0 if self.keep_footer else footer_length([cells for _, cells, _ in tail], len(self.headers))
        for row, cells, flaw in tail[: len(tail) - below]:
            self._take(row, cells, flaw)
        self._flush()
        self._name_short()
        for row, cells, _ in tail[len(tail) - below :]:
            text = " ".join(cell.strip() for cell in cells if cell.strip())
            self.footer.append(SetAside(row, text.encode("utf-8", "replace").decode()))
        schema = pa.schema([(header, pa.string()) for header in self.headers])
        cells_table = pa.concat_tables(self._blocks) if self._blocks else schema.empty_table()
        return cells_table, pa.concat_arrays(self._rows) if self._rows else pa.array([], pa.int64())

    def _take(self, row: int, cells: Sequence[str], flaw: str) -> None:
        width = len(self.headers)
        if flaw:
            self.problems.add(row, "", " ".join(cells), REASON_QUOTE)
        if len(cells) != width:
            cells = self._fitted(row, cells, width, is_named=bool(flaw))
        self._lines.append(cells)
        self._numbers.append(row)
        if len(self._lines) >= BLOCK:
            self._flush()

    def _fitted(self, row: int, cells: Sequence[str], width: int, *, is_named: bool) -> Sequence[str]:
        if len(cells) > width:
            if not is_named and any(cell.strip() for cell in cells[width:]):
                self.problems.add(row, "", " | ".join(cells), reason_long(len(cells), width))
            return cells[:width]
        if not is_named and len(cells) < self.least_width:
            self._short.append((self._count + len(self._lines), row, len(cells), shown_value(" | ".join(cells))))
        return [*cells, *[""] * (width - len(cells))]

    def _name_short(self) -> None:
        """Name the lines with too few cells, except where leaving out empty cells at the end is the file's habit.

        Excel does so for whole blocks of 16 lines. A habit is a run of equally short lines; a line that was broken in
        two by a stray line break stands alone, beside its other half.
        """
        habits: set[int] = set()
        for _, run in groupby(enumerate(self._short), key=lambda each: (each[1][0] - each[0], each[1][2])):
            lines = [line for _, line in run]
            if len(lines) >= _HABIT:
                habits.add(lines[0][2])
        for _, row, found, text in self._short:
            if found not in habits:
                self.problems.add(row, "", text, reason_short(found, len(self.headers)))

    def _flush(self) -> None:
        if not self._lines:
            return
        self._count += len(self._lines)
        if self._count > MAX_ROWS:
            raise UnusableFile(message(
                N_("The file has more than {limit} lines. Split it into smaller files."), limit=MAX_ROWS
            ))  # fmt: skip
        rows = pa.array(self._numbers, pa.int64())
        arrays = [
            self._array(name, texts) for name, texts in zip(self.headers, zip(*self._lines, strict=True), strict=True)
        ]
        self._blocks.append(pa.Table.from_arrays(arrays, names=list(self.headers)))
        self._rows.append(rows)
        self._lines, self._numbers = [], []
        if self.on_block is not None:
            self.on_block(self._count)

    def _array(self, header: str, texts: Iterable[str]) -> pa.Array:
        """Return one column of a block, with its unreadable cells named and our own guard taken off."""
        texts = list(texts)
        try:
            array = pa.array(texts, pa.string())
        except UnicodeEncodeError:
            array = pa.array(self._without_surrogates(header, texts), pa.string())
        if pc.any(pc.match_substring(array, "\ufffd")).as_py():
            self._name_lost(header, array.to_pylist(), texts)
        if self.is_guarded and pc.any(pc.starts_with(array, "'")).as_py():
            array = pa.array([without_guard(text) for text in array.to_pylist()], pa.string())
        return array

    def _without_surrogates(self, header: str, texts: Sequence[str]) -> list[str]:
        kept: list[str] = []
        for row, text in zip(self._numbers, texts, strict=True):
            if has_surrogates(text):
                self.problems.add(row, header, text, REASON_BYTES)
                kept.append("".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in text))
            else:
                kept.append(text)
        return kept

    def _name_lost(self, header: str, shown: Sequence[str], texts: Sequence[str]) -> None:
        for row, now, before in zip(self._numbers, shown, texts, strict=True):
            if "\ufffd" in now and not has_surrogates(before):
                self.problems.add(row, header, now, REASON_LOST)
