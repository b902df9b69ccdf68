"""Read any file that people bring: ``read_table`` here and now, ``read_limited`` in a child process with limits.

Uploads go through ``read_limited``; ``read_table`` is for code that runs in such a child already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, dropwhile, islice
from pathlib import Path

import pyarrow.compute as pc

from crm_core.errors import N_, Message, UnusableFile, message
from crm_core.exchange.assembling import MAX_COLUMNS, Assembler
from crm_core.exchange.container import file_kind
from crm_core.exchange.delimited import HEAD_RECORDS, Dialect, guess_dialect, read_records, text_lines
from crm_core.exchange.encoding import EncodingGuess, codec_of, guess_encoding
from crm_core.exchange.formulas import without_guard
from crm_core.exchange.header import ColumnNames, HeaderGuess, column_names, extent, find_header
from crm_core.exchange.limited import Handover, Limits, Report, Step, run_limited
from crm_core.exchange.table import FileKind, Layout, ReadOptions, SetAside, Table
from crm_core.exchange.workbook import Sheet, Workbook, fill_down, header_block, header_top, open_workbook

LAST_HEADER = 1_000
UNCALCULATED = "=?"
REASON_UNCALCULATED = message(
    N_("The cell holds a formula without a result. Open the file in Excel or WPS and save it.")
)


def reason_error(error: str) -> Message:
    """Return why a cell with Excel's ``error`` cannot be taken."""
    return message(N_("The cell holds the Excel error {error}. Correct the formula or type the value."), error=error)


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A file to read in the child."""

    path: Path
    options: ReadOptions


def read_limited(
    path: Path,
    options: ReadOptions | None = None,
    *,
    limits: Limits | None = None,
    on_step: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Table:
    """Return the table that a file holds, read in a child process. The server's process never parses the file.

    Raises:
        UnusableFile: the file cannot be read; the message says what to do.
        Cancelled: ``cancelled`` said so.
    """
    request = ReadRequest(path, options or ReadOptions())
    return Table.from_handover(
        run_limited(hand_over_table, request, limits=limits, on_step=on_step, cancelled=cancelled)
    )


def hand_over_table(request: ReadRequest, report: Report) -> Handover:
    """Read the requested file inside the child."""
    return read_table(request.path, request.options, report).to_handover()


def read_table(path: Path, options: ReadOptions | None = None, report: Report | None = None) -> Table:
    """Return the table that a file holds, with every data line in it and every line that does not fit named.

    ``report`` is told ``Step("reading", lines so far, about how many there are)``.

    Raises:
        UnusableFile: the file cannot be read; the message says what to do.
    """
    wanted = options or ReadOptions()
    kind = file_kind(path)
    if kind is FileKind.TEXT:
        return _read_text(path, wanted, report)
    return _read_workbook(open_workbook(path, kind), wanted, report)


def _told(report: Report | None, total: int) -> Callable[[int], None] | None:
    """Return what tells how many of about ``total`` lines are read."""
    return None if report is None else lambda count: report(Step("reading", count, max(count, total)))


def _read_text(path: Path, options: ReadOptions, report: Report | None) -> Table:
    guess = guess_encoding(path)
    if options.encoding is not None:
        codec_of(options.encoding)  # refuses what is not offered
        guess = EncodingGuess(options.encoding, False, guess.choices)
    dialect = guess_dialect(path, guess.encoding, options.delimiter, options.quoted)
    with text_lines(path, guess.encoding) as lines:
        count = _head_length(options)
        records = dropwhile(lambda record: not any(record[1]), read_records(lines, dialect))
        head = [(row, cells) for row, cells, _ in islice(records, count)]
    about = _about_lines(path, head, guess.encoding)
    header = _header_of(head, options)
    names = next((cells for row, cells in head if row == header.row), [])
    body = [cells for row, cells in head if row > header.row]
    columns = column_names([without_guard(name) for name in names], _width(names, body))
    assembler = Assembler(
        columns.names,
        columns.least_width,
        is_guarded=True,
        keep_footer=options.keep_footer,
        on_block=_told(report, about),
    )
    preamble: list[SetAside] = []
    with text_lines(path, guess.encoding) as lines:
        for row, cells, flaw in read_records(
            lines, dialect, lambda found: columns.least_width <= found <= len(columns.names)
        ):
            if row > header.row:
                assembler.add(row, cells, flaw)
            elif row < header.row and any(cells):
                preamble.append(_set_aside(row, cells))
    layout = Layout(
        FileKind.TEXT, guess.encoding, guess.choices, guess.is_doubtful, dialect.delimiter, dialect.is_quoted,
        header_row=header.row, is_header_doubtful=header.is_doubtful,
    )  # fmt: skip
    return _finished(assembler, columns, layout, _text_notices(guess, dialect), preamble)


def _about_lines(path: Path, head: Sequence[tuple[int, Sequence[str]]], encoding: str) -> int:
    """Return about how many lines a text file has, by the length of its first ones."""
    text = "\n".join(",".join(cells) for _, cells in head)
    size = len(text.encode(codec_of(encoding), "replace"))
    return round(path.stat().st_size / max(1, size) * len(head))


def _read_workbook(book: Workbook, options: ReadOptions, report: Report | None) -> Table:
    sheet, lines, head = _chosen_sheet(book, options)
    header = _header_of([(at + 1, cells) for at, cells in enumerate(head)], options)
    if options.header_row is None and header.row:
        header = replace(header, row=header_top(header.row - 1, sheet.merges) + 1)
    bottom, names = header_block(head, header.row - 1, sheet.merges) if header.row else (-1, [])
    columns = column_names(names, max((len(cells) for cells in head), default=0))
    assembler = Assembler(columns.names, 0, keep_footer=options.keep_footer, on_block=_told(report, sheet.height))
    marks = _marks(sheet)
    rows = ((at, cells) for at, cells in enumerate(chain(head, lines)) if at > bottom)
    for at, cells in fill_down(_marked(rows, marks), sheet.merges):
        assembler.add(at + 1, cells)
    preamble = [_set_aside(at + 1, cells) for at, cells in enumerate(head[: max(0, header.row - 1)]) if any(cells)]
    layout = Layout(
        book.kind, sheet=sheet.name, sheets=book.sheets, header_row=header.row,
        is_header_doubtful=header.is_doubtful, is_epoch_1904=book.parts.is_epoch_1904,
    )  # fmt: skip
    notices = _workbook_notices(book, sheet, options, bottom)
    table = _finished(assembler, columns, layout, notices, preamble)
    _name_marks(table, columns, sheet)
    return table


def _header_of(head: Sequence[tuple[int, Sequence[str]]], options: ReadOptions) -> HeaderGuess:
    if not any(cell.strip() for _, cells in head for cell in cells):
        raise UnusableFile(message(N_("The file has no lines with content. Check that you exported the right table.")))
    if options.header_row is not None and not 0 <= options.header_row <= LAST_HEADER:
        raise UnusableFile(message(
            N_("The column names must stand in one of the first {limit} lines."), limit=LAST_HEADER
        ))  # fmt: skip
    if options.header_row is None:
        return find_header(head, options.names)
    if options.header_row and not any(any(cells) for row, cells in head if row == options.header_row):
        raise UnusableFile(message(
            N_("Line {row} is empty or does not begin a line of the table. Choose the line that holds the column names."),
            row=options.header_row,
        ))  # fmt: skip
    return HeaderGuess(options.header_row, False)


def _head_length(options: ReadOptions) -> int:
    return max(HEAD_RECORDS, min(LAST_HEADER, options.header_row or 0) + 20)


def _width(names: Sequence[str], body: Sequence[Sequence[str]]) -> int:
    width = max(len(names), 0 if names else extent(body), 1)
    if width > MAX_COLUMNS:
        raise UnusableFile(message(
            N_("The file has {found} columns; at most {limit} can be read. Delete the columns that are not needed."),
            found=width, limit=MAX_COLUMNS,
        ))  # fmt: skip
    return width


def _set_aside(row: int, cells: Sequence[str]) -> SetAside:
    text = " ".join(cell.strip() for cell in cells if cell.strip())
    return SetAside(row, text.encode("utf-8", "replace").decode())


def _finished(
    assembler: Assembler, columns: ColumnNames, layout: Layout, notices: list[Message], preamble: list[SetAside]
) -> Table:
    """Return the table without columns that have neither a name nor a value."""
    cells, rows = assembler.finish()
    blank = [at for at in columns.unnamed if pc.all(pc.equal(pc.utf8_trim_whitespace(cells.column(at)), "")).as_py()]
    kept = [at for at in range(len(columns.names)) if at not in blank] if cells.num_rows else sorted(
        set(range(len(columns.names))) - columns.unnamed
    )  # fmt: skip
    notices = notices + columns.notices(kept)
    if layout.header_row == 0:
        notices.append(message(N_("No line with column names was found; the columns are called by their letters.")))
    if assembler.footer:
        notices.append(message(
            N_("Lines below the table that are taken as totals or remarks and not imported: {count}"),
            count=len(assembler.footer),
        ))  # fmt: skip
    if cells.num_rows == 0:
        notices.append(message(N_("The file has column names but no data lines.")))
    names = tuple(columns.names[at] for at in kept)
    footer, before = tuple(assembler.footer), tuple(preamble)
    return Table(names, cells.select(kept), rows, layout, assembler.problems, tuple(notices), before, footer)


def _text_notices(guess: EncodingGuess, dialect: Dialect) -> list[Message]:
    notices: list[Message] = []
    if guess.is_doubtful:
        notices.append(message(
            N_("The encoding is uncertain; {name} was taken. Look at the sample and choose another if it is garbled."),
            name=guess.encoding,
        ))  # fmt: skip
    if not dialect.is_quoted:
        notices.append(
            message(N_("Quotation marks are taken as part of the text, because they do not enclose whole cells."))
        )
    return notices


def _workbook_notices(book: Workbook, sheet: Sheet, options: ReadOptions, bottom: int) -> list[Message]:
    notices: list[Message] = []
    others = [each.name for each in book.sheets if each.name != sheet.name and not each.is_hidden]
    if others and options.sheet is None:
        notices.append(message(
            N_("The sheet “{sheet}” was read. The workbook has others: {names}"),
            sheet=sheet.name, names=", ".join(others[:10]),
        ))  # fmt: skip
    if any(last > first > bottom for (first, _), (last, _) in sheet.merges):
        notices.append(message(N_(
            "Merged cells: a text is repeated in each of its rows; a number stays in the first row only."
        )))  # fmt: skip
    return notices


def _chosen_sheet(book: Workbook, options: ReadOptions) -> tuple[Sheet, Iterator[list[str]], list[list[str]]]:
    """Return the sheet to read, its remaining lines and its first lines: the named one, or the first that is not empty."""
    if options.sheet is not None and options.sheet not in [each.name for each in book.sheets]:
        raise UnusableFile(message(
            N_("The workbook has no sheet “{sheet}”. It has: {names}"),
            sheet=options.sheet, names=", ".join(each.name for each in book.sheets[:20]),
        ))  # fmt: skip
    for info in book.sheets:
        if info.name == options.sheet or (options.sheet is None and not info.is_hidden):
            sheet = book.open(info.name)
            lines = sheet.lines()
            head = list(islice(lines, sheet.top + _head_length(options)))
            if options.sheet is not None or any(any(cells) for cells in head):
                return sheet, lines, head
    raise UnusableFile(_nothing_visible(book))


def _nothing_visible(book: Workbook) -> Message:
    hidden = [each.name for each in book.sheets if each.is_hidden]
    if hidden:
        return message(
            N_("The visible sheets of the workbook are empty. If a hidden one is meant, choose it: {names}"),
            names=", ".join(hidden[:10]),
        )  # fmt: skip
    return message(N_("The workbook is empty. Check that you exported the right table and try again."))


def _marks(sheet: Sheet) -> dict[int, list[tuple[int, str]]]:
    """Return what to write into cells that the reader gives as blank though they are not: by row index."""
    marks: dict[int, list[tuple[int, str]]] = {}
    for row, column, error in sheet.scan.errors:
        marks.setdefault(row - 1, []).append((column, error))
    for row, column in sheet.scan.uncalculated:
        marks.setdefault(row - 1, []).append((column, UNCALCULATED))
    return marks


def _marked(
    rows: Iterator[tuple[int, list[str]]], marks: dict[int, list[tuple[int, str]]]
) -> Iterator[tuple[int, list[str]]]:
    for at, cells in rows:
        for column, text in marks.get(at, ()):
            if column < len(cells) and not cells[column]:
                cells[column] = text
        yield at, cells


def _name_marks(table: Table, columns: ColumnNames, sheet: Sheet) -> None:
    """Name the cells with errors and uncalculated formulas among the table's own lines and columns."""
    if not sheet.scan.errors and not sheet.scan.uncalculated:
        return
    present = frozenset(table.rows.to_pylist())
    headers = frozenset(table.headers)
    marks = [(row, column, text, reason_error(text)) for row, column, text in sheet.scan.errors]
    marks += [(row, column, UNCALCULATED, REASON_UNCALCULATED) for row, column in sheet.scan.uncalculated]
    for row, column, text, reason in marks:
        if row in present and column < len(columns.names) and columns.names[column] in headers:
            table.problems.add(row, columns.names[column], text, reason)
