"""The one writer of XLSX: typed cells, texts always as texts, the header frozen, columns as wide as their content.

More rows than a sheet holds go on in further sheets, each with the header.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from math import isfinite
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from crm_core.exchange.cells import Cell, Rows, lines_of, local, sound_text, written
from crm_core.exchange.placing import placed

ROWS_A_SHEET = 1_048_575
MAX_TEXT = 32_767  # what one cell can hold
_CUT_MARK = "…"
_EXACT_DIGITS = 15
_LOOK_AT = 200
_WIDEST, _NARROWEST = 60, 8
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "default_date_format": "yyyy-mm-dd",
}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. ``cut_cells`` counts texts that were longer than a cell can hold."""

    rows: int
    sheets: int
    cut_cells: int


def write_xlsx(
    target: Path | IO[bytes],
    headers: Sequence[str],
    rows: Rows,
    *,
    sheet: str = "Sheet1",
    zone: str = "UTC",
    rows_a_sheet: int = ROWS_A_SHEET,
) -> Written:
    """Write a header and ``rows`` and return what was written. Moments are shown in ``zone``, numbers are numbers.

    Numbers of more than 15 digits, which a spreadsheet would damage, are written as text. A file at a path appears
    whole or not at all, readable by its owner only; an existing one is replaced.
    """
    if isinstance(target, Path):
        with placed(target) as file:
            return write_xlsx(file, headers, rows, sheet=sheet, zone=zone, rows_a_sheet=rows_a_sheet)
    with tempfile.TemporaryDirectory(prefix="crm-export-", ignore_cleanup_errors=True) as folder:
        book = Workbook(target, _OPTIONS | {"tmpdir": folder})
        writer = _SheetWriter(book, [sound_text(header) for header in headers], sheet_name(sheet), ZoneInfo(zone))
        lines = lines_of(rows)
        while writer.take(islice(lines, min(rows_a_sheet, ROWS_A_SHEET))):
            pass
        book.close()
    return Written(writer.rows, writer.sheets, writer.cut_cells)


def xlsx_bytes(headers: Sequence[str], rows: Rows, *, sheet: str = "Sheet1", zone: str = "UTC") -> bytes:
    """Return the workbook as bytes."""
    buffer = io.BytesIO()
    write_xlsx(buffer, headers, rows, sheet=sheet, zone=zone)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook of several."""

    name: str
    headers: Sequence[str]
    rows: Rows


def workbook_bytes(sheets: Sequence[Sheet], *, zone: str = "UTC") -> bytes:
    """Return a workbook of several sheets, each written as ``write_xlsx`` writes one; at least one."""
    buffer, taken = io.BytesIO(), set[str]()
    with tempfile.TemporaryDirectory(prefix="crm-export-", ignore_cleanup_errors=True) as folder:
        book = Workbook(buffer, _OPTIONS | {"tmpdir": folder})
        for given in sheets:
            name = _free(sheet_name(given.name), taken)
            headers = [sound_text(header) for header in given.headers]
            writer, lines = _SheetWriter(book, headers, name, ZoneInfo(zone)), lines_of(given.rows)
            while writer.take(islice(lines, ROWS_A_SHEET)):
                pass
        book.close()
    return buffer.getvalue()


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no sheet has yet: Excel takes names that differ in case alone for the same."""
    fresh, number = name, 1
    while fresh.casefold() in taken:
        number += 1
        fresh = f"{name[:24]} - {number}"
    taken.add(fresh.casefold())
    return fresh


def sheet_name(name: str) -> str:
    """Return ``name`` as a sheet may be called: at most 31 characters, none of ``[]:*?/\\``, no ``'`` at its ends."""
    kept = _FORBIDDEN.sub(" ", sound_text(name)).strip(" '")[:31].strip(" '")
    return "Sheet1" if not kept or kept.casefold() == "history" else kept


def shown_width(text: str) -> int:
    """Return how many columns of a fixed-width font a text's longest line takes; CJK takes two."""
    lines = text[:500].split("\n")
    return max(sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in line) for line in lines)


class _SheetWriter:
    """Writes one sheet after another into a workbook."""

    def __init__(self, book: Workbook, headers: Sequence[str], name: str, zone: ZoneInfo) -> None:
        self._book = book
        self._headers = headers
        self._name = name
        self._zone = zone
        self._bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.rows = self.sheets = self.cut_cells = 0

    def take(self, lines: Iterator[Sequence[Cell]]) -> bool:
        """Write a sheet with ``lines`` and return whether there may be more. The first sheet is written even if empty."""
        head = list(islice(lines, _LOOK_AT))
        if not head and self.sheets:
            return False
        self.sheets += 1
        name = self._name if self.sheets == 1 else f"{self._name[:26]} ({self.sheets})"
        sheet = self._book.add_worksheet(name)
        self._lay_out(sheet, head)
        row = 0
        for row, values in enumerate(chain(head, lines), start=1):
            for column, value in enumerate(values):
                self._put(sheet, row, column, value)
        self.rows += row
        return bool(head)

    def _lay_out(self, sheet: Worksheet, head: Sequence[Sequence[Cell]]) -> None:
        sheet.freeze_panes(1, 0)
        for column, header in enumerate(self._headers):
            texts = [written(line[column], self._zone) for line in head if column < len(line)]
            width = max([shown_width(header), *map(shown_width, texts)], default=0)
            sheet.set_column(column, column, min(_WIDEST, max(_NARROWEST, width + 2)))
        for column, header in enumerate(self._headers):
            sheet.write_string(0, column, header[:MAX_TEXT], self._bold)

    def _put(self, sheet: Worksheet, row: int, column: int, value: Cell) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float | Decimal):
            self._put_number(sheet, row, column, value)
        elif isinstance(value, dt.datetime):
            moment = local(value, self._zone)
            if moment.year < 1900:
                sheet.write_string(row, column, moment.isoformat(sep=" "))
            else:
                sheet.write_datetime(row, column, moment, self._moment)
        elif isinstance(value, dt.date):
            if value.year < 1900:
                sheet.write_string(row, column, value.isoformat())
            else:
                sheet.write_datetime(row, column, value, self._day)
        else:
            sheet.write_string(row, column, self._fitting(sound_text(value)))

    def _put_number(self, sheet: Worksheet, row: int, column: int, value: float | Decimal) -> None:
        number = value if isinstance(value, Decimal) else Decimal(repr(value))
        if not number.is_finite():
            return
        is_exact = isinstance(value, float) or len(number.normalize().as_tuple().digits) <= _EXACT_DIGITS
        if is_exact and isfinite(float(number)):
            sheet.write_number(row, column, float(number))
        else:
            sheet.write_string(row, column, f"{number:f}")

    def _fitting(self, text: str) -> str:
        if len(text) <= MAX_TEXT:
            return text
        self.cut_cells += 1
        return text[: MAX_TEXT - 1] + _CUT_MARK
