"""What a file looks like once it is read: the same shape for CSV, XLSX and XLS.

Every cell is text, blank is ``""``; a number of a workbook is written as people read it ("12345", "28.16", "2024-03-08"),
one that lost digits stays in scientific form ("1.10105199001011E+17") so that the parser of a code can refuse it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa

from crm_core.errors import Message
from crm_core.exchange.limited import Handover
from crm_core.exchange.problems import Problems, plain_values


class FileKind(StrEnum):
    """What a file is, judged by its first bytes and never by its name."""

    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the caller has decided about a file; ``None`` means: find it out.

    ``header_row`` is a line number of the file, from 1, or 0 where no line holds names. ``names`` are column names
    that the caller would know; they help to find the header line. ``keep_footer`` takes the last lines as data
    even where they look like totals.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quoted: bool | None = None
    header_row: int | None = None
    sheet: str | None = None
    names: tuple[str, ...] = ()
    keep_footer: bool = False


@dataclass(frozen=True, slots=True)
class EncodingChoice:
    """One encoding that a file may be in, with a piece of the file read in it. ``plausibility`` is 0 to 1."""

    encoding: str
    plausibility: float
    sample: str


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """One sheet of a workbook; ``rows`` and ``columns`` are 0 where it is empty or the file does not say."""

    name: str
    is_hidden: bool
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file was read, so that a screen can show it and offer the other choices."""

    kind: FileKind
    encoding: str = ""  # empty for workbooks
    encodings: tuple[EncodingChoice, ...] = ()  # the most plausible first
    is_encoding_doubtful: bool = False
    delimiter: str = ""  # empty for workbooks and for a single column
    is_quoted: bool = True
    sheet: str = ""
    sheets: tuple[SheetInfo, ...] = ()
    header_row: int = 0  # 0: no line holds names, columns are called A, B, C
    is_header_doubtful: bool = False
    is_epoch_1904: bool = False  # day 0 of Excel's serial numbers is 1904-01-01


@dataclass(frozen=True, slots=True)
class SetAside:
    """A line that is no data: before the header, or a footer after the last data line."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A file's data lines. ``rows[i]`` is the file's own line number of the i-th line of ``cells``.

    ``problems`` name lines that cannot be taken as they are (ragged, undecodable, Excel errors); these lines are in
    ``cells`` too, so that what is read = what is accepted + what is rejected. ``notices`` are about the whole file.
    """

    headers: tuple[str, ...]
    cells: pa.Table
    rows: pa.Int64Array
    layout: Layout
    problems: Problems
    notices: tuple[Message, ...] = ()
    preamble: tuple[SetAside, ...] = ()
    footer: tuple[SetAside, ...] = ()

    @property
    def row_count(self) -> int:
        """The number of data lines, sound or not."""
        return int(self.cells.num_rows)

    def column(self, header: str) -> pa.ChunkedArray:
        """Return one column's texts.

        Raises:
            KeyError: the file has no such column.
        """
        return self.cells.column(header)

    def sound(self) -> np.ndarray:
        """Return, for each line, whether reading it met no problem."""
        bad = self.problems.rows()
        if not bad:
            return np.ones(self.row_count, dtype=bool)
        return ~np.isin(self.rows.to_numpy(zero_copy_only=False), np.fromiter(bad, dtype=np.int64, count=len(bad)))

    def head(self, count: int) -> list[list[str]]:
        """Return the first ``count`` data lines as lists of texts."""
        columns = [column.to_pylist() for column in self.cells.slice(0, count).columns]
        return [list(line) for line in zip(*columns, strict=True)]

    def to_handover(self) -> Handover:
        """Return this table in the form that crosses from the child process."""
        facts: dict[str, Any] = {
            "headers": list(self.headers),
            "layout": asdict(self.layout),
            "notices": [[notice.text, plain_values(notice.values)] for notice in self.notices],
            "preamble": [[line.row, line.text] for line in self.preamble],
            "footer": [[line.row, line.text] for line in self.footer],
        }
        rows = pa.table({"row": self.rows})
        return Handover(facts, {"cells": self.cells, "rows": rows, "problems": self.problems.to_arrow()})

    @classmethod
    def from_handover(cls, handover: Handover) -> Table:
        """Return the table that ``to_handover`` wrote."""
        facts = handover.facts
        return cls(
            headers=tuple(facts["headers"]),
            cells=handover.tables["cells"],
            rows=handover.tables["rows"]["row"].combine_chunks(),
            layout=layout_from(facts["layout"]),
            problems=Problems.from_arrow(handover.tables["problems"]),
            notices=tuple(Message(text, values) for text, values in facts["notices"]),
            preamble=tuple(SetAside(row, text) for row, text in facts["preamble"]),
            footer=tuple(SetAside(row, text) for row, text in facts["footer"]),
        )


def layout_from(facts: Mapping[str, Any]) -> Layout:
    """Return the layout that ``dataclasses.asdict`` and JSON have carried."""
    encodings = tuple(EncodingChoice(**choice) for choice in facts["encodings"])
    sheets = tuple(SheetInfo(**sheet) for sheet in facts["sheets"])
    return Layout(**{**facts, "kind": FileKind(facts["kind"]), "encodings": encodings, "sheets": sheets})
