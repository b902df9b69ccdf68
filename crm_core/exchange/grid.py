"""A workbook to work in: values to change in place, what the machine needs in hidden columns, a guide on a second sheet.

Each row has a number format of its own: amounts and rates stand in one table. Texts are always written as texts.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from crm_core.exchange.cells import sound_text
from crm_core.exchange.xlsx_file import sheet_name, shown_width

EXACT_DIGITS = 15  # what a spreadsheet keeps of a number
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_WIDEST, _NARROWEST = 40, 10


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to work in. The first ``hidden`` columns are hidden, the ones up to ``fixed`` stay in sight."""

    sheet: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str | Decimal | None]]
    formats: Sequence[str]
    hidden: int
    fixed: int
    guide_sheet: str
    guide: Sequence[str]


def grid_xlsx(grid: Grid) -> bytes:
    """Return the workbook. A number of more than 15 digits is written as text, which keeps them."""
    buffer = io.BytesIO()
    with closing(Workbook(buffer, _OPTIONS)) as book:
        sheet = book.add_worksheet(sheet_name(grid.sheet))
        _lay_out(book, sheet, grid)
        known: dict[str, Format] = {}
        for place, (cells, number_format) in enumerate(zip(grid.rows, grid.formats, strict=True), start=1):
            if number_format not in known:
                known[number_format] = book.add_format({"num_format": number_format})
            for column, cell in enumerate(cells):
                _put(sheet, place, column, cell, known[number_format])
        guide = book.add_worksheet(sheet_name(grid.guide_sheet))
        guide.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
        for place, line in enumerate(grid.guide):
            guide.write_string(place, 0, sound_text(line))
    return buffer.getvalue()


def _lay_out(book: Workbook, sheet: Worksheet, grid: Grid) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, header in enumerate(grid.headers):
        texts = [cell for row in grid.rows if isinstance(cell := row[column], str)]
        width = max([shown_width(header), *(shown_width(text) for text in texts)])
        hidden = {"hidden": True} if column < grid.hidden else {}
        sheet.set_column(column, column, min(_WIDEST, max(_NARROWEST, width + 2)), None, hidden)
        sheet.write_string(0, column, sound_text(header), bold)
    sheet.freeze_panes(1, grid.fixed)


def _put(sheet: Worksheet, row: int, column: int, cell: str | Decimal | None, number_format: Format) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, sound_text(cell))
    elif cell is None:
        sheet.write_blank(row, column, None, number_format)
    elif len(cell.normalize().as_tuple().digits) > EXACT_DIGITS:
        sheet.write_string(row, column, f"{cell:f}", number_format)
    else:
        sheet.write_number(row, column, float(cell), number_format)
