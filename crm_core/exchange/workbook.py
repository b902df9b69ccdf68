"""Sheets of XLSX and XLS workbooks as lines of text cells, with merged cells, dates and numbers as people see them."""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import python_calamine as calamine

from crm_core.errors import N_, UnusableFile, message
from crm_core.exchange.assembling import MAX_COLUMNS
from crm_core.exchange.container import damaged, protected
from crm_core.exchange.scanning import SheetScan, WorkbookParts, scan_sheet, sheet_dimensions, workbook_parts
from crm_core.exchange.table import FileKind, SheetInfo

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
Read = TypeVar("Read")
Merge = tuple[tuple[int, int], tuple[int, int]]

EXACT_BELOW = 1e15  # Excel keeps 15 digits; a longer number has lost its last ones
_BOF8 = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILE_PASS, _DATE_MODE, _END_OF_STREAM = 0x002F, 0x0022, 0x000A


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, opened: its lines can be read once."""

    name: str
    lines: Callable[[], Iterator[list[str]]]  # from the sheet's first row and column
    top: int  # index of the first filled row
    height: int  # rows from the first to the last filled one
    merges: tuple[Merge, ...]
    scan: SheetScan


@dataclass(slots=True)
class Workbook:
    """An opened workbook."""

    path: Path
    kind: FileKind
    book: calamine.CalamineWorkbook
    parts: WorkbookParts
    sheets: tuple[SheetInfo, ...] = field(default=())

    def open(self, name: str) -> Sheet:
        """Return one sheet.

        Raises:
            UnusableFile: damaged, or cells far outside.
        """
        member = self.parts.members.get(name)
        scan = scan_sheet(self.path, member) if member is not None else SheetScan()
        sheet = _guarded(lambda: self.book.get_sheet_by_name(name))
        if sheet.end is not None and sheet.end[1] >= MAX_COLUMNS:
            raise UnusableFile(message(
                N_("The file has {found} columns; at most {limit} can be read. Delete the columns that are not needed."),
                found=sheet.end[1] + 1, limit=MAX_COLUMNS,
            ))  # fmt: skip
        merges = tuple(sheet.merged_cell_ranges or ())
        return Sheet(
            name, lambda: _lines(sheet), sheet.start[0] if sheet.start else 0, sheet.total_height + 1, merges, scan
        )


def open_workbook(path: Path, kind: FileKind) -> Workbook:
    """Return the workbook with its list of sheets.

    Raises:
        UnusableFile: protected by a password, damaged, without a worksheet.
    """
    content = path.read_bytes()  # not the path: the reader would judge it by its name
    parts = workbook_parts(path) if kind is FileKind.XLSX else WorkbookParts({}, _xls_counts_from_1904(content))
    book = _guarded(lambda: calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)))
    sheets = []
    for each in book.sheets_metadata:
        if each.typ == calamine.SheetTypeEnum.WorkSheet:
            member = parts.members.get(each.name)
            rows, columns = sheet_dimensions(path, member) if member is not None else _filled(book, each.name)
            sheets.append(SheetInfo(each.name, each.visible != calamine.SheetVisibleEnum.Visible, rows, columns))
    if not sheets:
        raise UnusableFile(message(N_("The workbook has no worksheet. Save the table as XLSX or CSV and try again.")))
    return Workbook(path, kind, book, parts, tuple(sheets))


def _filled(book: calamine.CalamineWorkbook, name: str) -> tuple[int, int]:
    """Return the rows and columns of a sheet of an old workbook, which the reader has read already."""
    end = _guarded(lambda: book.get_sheet_by_name(name)).end
    return (end[0] + 1, end[1] + 1) if end is not None else (0, 0)


def _guarded(read: Callable[[], Read]) -> Read:
    """Return what the reader gives; whatever it cannot read is a refusal with a sentence."""
    try:
        return read()
    except calamine.PasswordError as error:
        raise protected() from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own crash, which is no Exception
            raise
        raise damaged() from error


def _lines(sheet: calamine.CalamineSheet) -> Iterator[list[str]]:
    left = [""] * (sheet.start[1] if sheet.start is not None else 0)
    for values in sheet.iter_rows():
        yield left + [value if type(value) is str else cell_text(value) for value in values]


def cell_text(value: Value) -> str:
    """Return a typed cell as people read it: 12345.0 is "12345", a day "2024-03-08", a moment "2024-03-08 12:30:00".

    A number of more than 15 digits has lost its last ones in Excel; it comes as "1.10105199001011E+17".
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number_text(float(value))
    if isinstance(value, dt.datetime):
        return _to_second(value).isoformat(sep=" ")
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, dt.time):
        return value.replace(microsecond=0).isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value


def _number_text(value: float) -> str:
    text = f"{value:.15g}"
    if "e" not in text:
        return text
    return text.upper() if abs(value) >= EXACT_BELOW else f"{Decimal(text):f}"


def _to_second(moment: dt.datetime) -> dt.datetime:
    """Return the moment without the crumbs that a day counted as a fraction leaves."""
    if moment.microsecond in range(2_000, 998_001):
        return moment
    return (moment + dt.timedelta(milliseconds=2)).replace(microsecond=0)


def fill_down(rows: Iterator[tuple[int, list[str]]], merges: Sequence[Merge]) -> Iterator[tuple[int, list[str]]]:
    """Yield lines (index, cells) with texts and dates of cells merged over several rows repeated in each of them.

    A number stays in the first row only: an amount merged over three lines was paid once. A line that has nothing
    but such repetitions is no line of its own and comes as it is, blank.
    """
    by_top: dict[int, list[Merge]] = {}
    for merge in merges:
        if merge[1][0] > merge[0][0]:
            by_top.setdefault(merge[0][0], []).append(merge)
    open_now: list[tuple[int, int, str]] = []  # (last row, column, text)
    for index, cells in rows:
        open_now = [each for each in open_now if each[0] >= index]
        if open_now and "".join(cells).strip():
            for _, column, text in open_now:
                if column < len(cells) and not cells[column]:
                    cells[column] = text
        for (_, column), (last, _) in by_top.get(index, ()):
            if column < len(cells) and not is_number(cells[column]):
                open_now.append((last, column, cells[column]))
        yield index, cells


def is_number(text: str) -> bool:
    """Return whether a cell's text is a plain number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def header_top(row: int, merges: Sequence[Merge]) -> int:
    """Return the index of the line where the header that includes line ``row`` begins: where its merged cells begin."""
    tops = [first for (first, _), (last, _) in merges if first < row <= last]
    return min(tops, default=row)


def header_block(lines: Sequence[Sequence[str]], top: int, merges: Sequence[Merge]) -> tuple[int, list[str]]:
    """Return the last row index of the header that begins at ``top``, and its names, parts of merged levels joined."""
    bottoms = [merge[1][0] for merge in merges if merge[0][0] == top < merge[1][0]]
    bottom = min(max(set(bottoms), key=bottoms.count), len(lines) - 1) if bottoms else top
    width = max((len(lines[row]) for row in range(top, bottom + 1)), default=0)
    levels = [list(lines[row]) + [""] * (width - len(lines[row])) for row in range(top, bottom + 1)]
    for (first_row, first), (_, last) in merges:
        if top <= first_row <= bottom and last > first:
            level = levels[first_row - top]
            for column in range(first + 1, min(last + 1, width)):
                level[column] = level[column] or level[first]
    names: list[str] = []
    for parts in zip(*levels, strict=True):
        distinct = dict.fromkeys(part.strip() for part in parts if part.strip())
        names.append(" ".join(distinct))
    return bottom, names


def _xls_counts_from_1904(content: bytes) -> bool:
    """Return whether an XLS workbook counts days from 1904, by the records at the start of its stream.

    Raises:
        UnusableFile: one of them says that the rest is encrypted, which the reader would take for content.
    """
    at = content.find(_BOF8)
    while 0 <= at <= len(content) - 4:
        kind, length = struct.unpack_from("<HH", content, at)
        if kind == _FILE_PASS:
            raise protected()
        if kind == _DATE_MODE and length == 2:
            return content[at + 4 : at + 6] == b"\x01\x00"
        if kind == _END_OF_STREAM:
            break
        at += 4 + length
    return False
