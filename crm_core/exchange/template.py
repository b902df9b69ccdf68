"""An empty file to fill in: headers on the first sheet, what each column means and an example on the second.

The example stands apart, so that nobody imports it by mistake. Columns of codes are formatted as text, so that a
spreadsheet keeps their leading zeros and all of their digits.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import closing

from xlsxwriter import Workbook

from crm_core.errors import N_, Message, message
from crm_core.exchange.csv_file import csv_bytes
from crm_core.exchange.matching import Field, FieldKind
from crm_core.exchange.xlsx_file import sheet_name, shown_width

Translate = Callable[[Message], str]

EXPECTED = {
    FieldKind.TEXT: message(N_("Any text")),
    FieldKind.CODE: message(N_("Text; keep leading zeros and all digits")),
    FieldKind.AMOUNT: message(N_("Number with a decimal point, without units")),
    FieldKind.WHOLE: message(N_("Whole number")),
    FieldKind.DAY: message(N_("Date like 2024-03-08")),
    FieldKind.MOMENT: message(N_("Date, or date and time like 2024-03-08 14:30")),
    FieldKind.CHOICE: message(N_("One of the words that are offered")),
}
_FORMATS = {
    FieldKind.AMOUNT: "General",
    FieldKind.WHOLE: "0",
    FieldKind.DAY: "yyyy-mm-dd",
    FieldKind.MOMENT: "yyyy-mm-dd hh:mm",
}


def template_xlsx(fields: Sequence[Field], translate: Translate) -> bytes:
    """Return a workbook to fill in, in the language of ``translate``. Required columns are marked by colour and a note."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with closing(Workbook(buffer, options)) as book:
        _fill_in_sheet(book, fields, translate)
        _explaining_sheet(book, fields, translate)
    return buffer.getvalue()


def template_csv(fields: Sequence[Field], translate: Translate) -> bytes:
    """Return a CSV file that has the headers only."""
    return csv_bytes([translate(Message(field.label)) for field in fields], [])


def _fill_in_sheet(book: Workbook, fields: Sequence[Field], translate: Translate) -> None:
    sheet = book.add_worksheet(sheet_name(translate(message(N_("Fill in here")))))
    plain = book.add_format({"bold": True, "bottom": 1})
    marked = book.add_format({"bold": True, "bottom": 1, "bg_color": "#FFF2CC"})
    sheet.freeze_panes(1, 0)
    for column, field in enumerate(fields):
        label = translate(Message(field.label))
        cells = book.add_format({"num_format": _FORMATS.get(field.kind, "@")})
        sheet.set_column(column, column, max(12, shown_width(label) + 4, shown_width(field.example) + 2), cells)
        sheet.write_string(0, column, label, marked if field.required else plain)
        sheet.write_comment(0, column, _note(field, translate))


def _note(field: Field, translate: Translate) -> str:
    lines = [translate(message(N_("Must be filled"))) if field.required else translate(message(N_("May stay empty")))]
    lines.append(translate(EXPECTED[field.kind]))
    if field.example:
        lines.append(translate(message(N_("For example: {example}"), example=field.example)))
    return "\n".join(lines)


def _explaining_sheet(book: Workbook, fields: Sequence[Field], translate: Translate) -> None:
    sheet = book.add_worksheet(sheet_name(translate(message(N_("How to fill in")))))
    bold = book.add_format({"bold": True, "bottom": 1})
    heads = (
        message(N_("Column to fill")),
        message(N_("Must it be filled?")),
        message(N_("What to enter")),
        message(N_("An example")),
    )
    for column, head in enumerate(heads):
        sheet.write_string(0, column, translate(head), bold)
    for row, field in enumerate(fields, start=1):
        is_required = message(N_("Must be filled")) if field.required else message(N_("May stay empty"))
        texts = (
            translate(Message(field.label)),
            translate(is_required),
            translate(EXPECTED[field.kind]),
            field.example,
        )
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)
    sheet.set_column(0, 1, 16)
    sheet.set_column(2, 3, 36)
    sheet.freeze_panes(1, 0)
