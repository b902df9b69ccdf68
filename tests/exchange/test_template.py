"""A template can be filled in, explains itself, and imports as nothing while it is empty."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from crm_core.errors import Message
from crm_core.exchange.matching import FieldKind, match_columns
from crm_core.exchange.reading import read_table
from crm_core.exchange.template import template_csv, template_xlsx
from tests.exchange.making import put
from tests.exchange.test_matching import FIELDS


def shout(text: Message) -> str:
    """Translate into a language of capitals."""
    return str(text).upper()


def test_template_has_the_headers_and_explains_them_on_its_second_sheet() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(FIELDS, shout)))
    fill, explain = book.worksheets
    assert [cell.value for cell in fill[1]] == [field.label.upper() for field in FIELDS]
    assert fill.max_row == 1
    assert "MUST BE FILLED" in fill["A1"].comment.text
    assert "A1001" in fill["A1"].comment.text
    assert [cell.value for cell in explain[2]][:2] == ["ORDER", "MUST BE FILLED"]
    assert explain.max_row == len(FIELDS) + 1


def test_codes_are_formatted_as_text_so_that_they_keep_their_digits() -> None:
    fill = openpyxl.load_workbook(io.BytesIO(template_xlsx(FIELDS, str))).worksheets[0]
    formats = {field.name: fill.column_dimensions[chr(65 + at)].number_format for at, field in enumerate(FIELDS)}
    assert {formats[field.name] for field in FIELDS if field.kind is FieldKind.CODE} == {"@"}
    assert formats["purchased_at"] == "yyyy-mm-dd hh:mm"


def test_empty_template_is_read_as_a_table_without_rows_whose_columns_match(tmp_path: Path) -> None:
    for name, content in (("t.xlsx", template_xlsx(FIELDS, str)), ("t.csv", template_csv(FIELDS, str))):
        table = read_table(put(tmp_path / name, content))
        assert table.row_count == 0
        assert list(match_columns(table.headers, FIELDS).values()) == [field.name for field in FIELDS]
