"""Workbooks are read as people see them, and refused with a sentence where they cannot be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from crm_core.errors import UnusableFile
from crm_core.exchange.columns import Reading, day_column
from crm_core.exchange.reading import read_table
from crm_core.exchange.table import FileKind, ReadOptions
from crm_core.exchange.workbook import cell_text
from tests.exchange.making import put, sheet_xml, text_rows, xls, xlsx

TABLE = [["编号", "名称"], ["1", "甲"], ["2", "乙"]]


def test_name_of_the_file_does_not_decide(tmp_path: Path) -> None:
    old = put(tmp_path / "renamed.xlsx", xls([["编号", "名称"], [1.0, "甲"]]))
    new = put(tmp_path / "renamed.xls", xlsx({"S": sheet_xml(text_rows(TABLE))}))
    text = put(tmp_path / "text.xlsx", "编号,名称\n1,甲\n".encode())
    assert [read_table(path).layout.kind for path in (old, new, text)] == [FileKind.XLS, FileKind.XLSX, FileKind.TEXT]
    assert read_table(old).head(1) == [["1", "甲"]]
    assert [(sheet.rows, sheet.columns) for sheet in read_table(old).layout.sheets] == [(2, 2)]


def test_old_workbook_says_when_it_counts_from_1904(tmp_path: Path) -> None:
    lines: list[list[str | float]] = [["name", "day"], ["a", 43897.0]]
    for is_1904, day in ((True, dt.date(2024, 3, 8)), (False, dt.date(2020, 3, 7))):
        table = read_table(put(tmp_path / "a.xls", xls(lines, is_epoch_1904=is_1904)))
        assert table.layout.is_epoch_1904 is is_1904
        days = day_column()(table.column("day"), Reading(is_epoch_1904=table.layout.is_epoch_1904))
        assert days.values.to_pylist() == [day]


def test_old_workbook_with_a_password_is_refused_and_not_read_as_garbage(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="protected by a password"):
        read_table(put(tmp_path / "a.xls", xls([["a", "b"], ["1", "2"]], is_protected=True)))


def test_typed_cells_read_as_people_see_them(tmp_path: Path) -> None:
    path = tmp_path / "typed.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("数据")
        day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, ["code", "amount", "day", "moment", "flag", "id", "tiny", "text"])
        sheet.write_row(1, 0, [12345.0, 0.1 + 0.2])
        sheet.write_datetime(1, 2, dt.datetime(2024, 3, 8), day)
        sheet.write_datetime(1, 3, dt.datetime(2010, 12, 1, 8, 26, 7), moment)
        sheet.write_boolean(1, 4, True)
        sheet.write_number(1, 5, 110105199001011234)
        sheet.write_number(1, 6, 0.00000012)
        sheet.write_string(1, 7, "00123\n二")
    assert read_table(path).head(1) == [
        ["12345", "0.3", "2024-03-08", "2010-12-01 08:26:07", "TRUE", "1.10105199001011E+17", "0.00000012", "00123\n二"]
    ]


def test_durations_and_times_are_written_out() -> None:
    assert cell_text(dt.timedelta(days=10, seconds=54_610)) == "255:10:10"
    assert cell_text(-dt.timedelta(minutes=5)) == "-0:05:00"
    assert cell_text(dt.time(8, 5)) == "08:05:00"
    assert cell_text(dt.datetime(2024, 3, 8, 23, 59, 59, 999_000)) == "2024-03-09 00:00:00"


def test_errors_and_formulas_without_result_are_named_by_cell(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (["name", "sum"], ["a", "=1+1"], ["b", 5], ["c", "#DIV/0!"], ["#N/A", 7]):
        sheet.append(line)
    sheet["B4"].data_type = "e"
    sheet["A5"].data_type = "e"
    book.save(path)
    table = read_table(path)
    assert table.row_count == 4
    assert sorted((problem.row, problem.column) for problem in table.problems) == [(2, "sum"), (4, "sum"), (5, "name")]
    assert table.sound().tolist() == [False, True, False, False]
    assert table.head(4)[2] == ["c", "#DIV/0!"]


def test_formula_that_gives_an_empty_text_is_no_problem(tmp_path: Path) -> None:
    rows = text_rows([["a", "b"]]) + (
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><f>IF(1,"")</f><v></v></c></row>'
        '<row r="3"><c r="A3"><f>A2+1</f><v>2</v></c></row>'
    )
    table = read_table(put(tmp_path / "a.xlsx", xlsx({"S": sheet_xml(rows)})))
    assert table.head(2) == [["1", ""], ["2", ""]]
    assert len(table.problems) == 0


def test_texts_of_merged_cells_go_down_and_amounts_stay(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["customer", "item", "order sum"])
        sheet.merge_range(1, 0, 3, 0, "甲公司")
        sheet.write_column(1, 1, ["a", "b", "c"])
        sheet.merge_range(1, 2, 3, 2, 300)
        sheet.merge_range(4, 0, 5, 0, "乙公司")
        sheet.write(4, 1, "d")
    table = read_table(path)
    assert table.head(9) == [["甲公司", "a", "300"], ["甲公司", "b", ""], ["甲公司", "c", ""], ["乙公司", "d", ""]]
    assert any("Merged cells" in str(notice) for notice in table.notices)


def test_header_over_two_rows_joins_its_levels(tmp_path: Path) -> None:
    path = tmp_path / "levels.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 0, "姓名")
        sheet.merge_range(0, 1, 0, 2, "联系方式")
        sheet.write_row(1, 1, ["电话", "邮箱"])
        sheet.merge_range(0, 3, 1, 3, "金额")
        sheet.write_row(2, 0, ["张三", "138", "a@b.cn", 5])
    table = read_table(path)
    assert table.headers == ("姓名", "联系方式 电话", "联系方式 邮箱", "金额")
    assert table.rows.to_pylist() == [3]


def test_first_visible_sheet_with_content_is_read_and_the_others_are_said(tmp_path: Path) -> None:
    sheets = {
        "隐": sheet_xml(text_rows([["h"], ["0"]])),
        "空": sheet_xml(""),
        "甲": sheet_xml(text_rows(TABLE)),
        "乙": sheet_xml(text_rows(TABLE)),
    }
    path = put(tmp_path / "many.xlsx", xlsx(sheets, states={"隐": "hidden"}))
    table = read_table(path)
    assert table.layout.sheet == "甲"
    assert [(sheet.name, sheet.is_hidden) for sheet in table.layout.sheets] == [
        ("隐", True),
        ("空", False),
        ("甲", False),
        ("乙", False),
    ]
    assert "乙" in str(table.notices[0])
    assert read_table(path, ReadOptions(sheet="隐")).head(1) == [["0"]]
    with pytest.raises(UnusableFile, match="no sheet “丙”"):
        read_table(path, ReadOptions(sheet="丙"))
    with pytest.raises(UnusableFile, match="no lines with content"):
        read_table(path, ReadOptions(sheet="空"))


def test_workbook_whose_content_is_hidden_says_so(tmp_path: Path) -> None:
    sheets = {"空": sheet_xml(""), "隐": sheet_xml(text_rows(TABLE))}
    with pytest.raises(UnusableFile, match=r"hidden.*隐"):
        read_table(put(tmp_path / "a.xlsx", xlsx(sheets, states={"隐": "veryHidden"})))


def test_table_that_begins_further_down_and_right_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "offset.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(4, 2, ["name", "sum"])
        sheet.write_row(5, 2, ["a", 1])
        sheet.write_row(7, 2, ["b", 2])
    table = read_table(path)
    assert table.headers == ("name", "sum")
    assert table.layout.header_row == 5
    assert table.rows.to_pylist() == [6, 8]


def test_table_far_below_blank_rows_is_found(tmp_path: Path) -> None:
    path = tmp_path / "low.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(499, 0, ["name", "sum"])
        book.worksheets()[0].write_row(500, 0, ["a", 1])
    table = read_table(path)
    assert (table.layout.header_row, table.rows.to_pylist()) == (500, [501])


def test_dates_from_1904_are_read_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "1904.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["day", "serial"])
        sheet.write_datetime(1, 0, dt.datetime(2024, 3, 8), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(1, 1, 43897)
    table = read_table(path)
    assert table.layout.is_epoch_1904
    days = day_column()(table.column("serial"), Reading(is_epoch_1904=True))
    assert (table.head(1)[0][0], days.values.to_pylist()) == ("2024-03-08", [dt.date(2024, 3, 8)])


def test_row_far_down_is_read_and_blank_styled_cells_are_nothing(tmp_path: Path) -> None:
    far = '<row r="99999"><c r="A99999" t="inlineStr"><is><t>3</t></is></c></row>'
    styled = '<row r="1048576"><c r="SR1048576" s="0"/></row>'
    assert read_table(put(tmp_path / "a.xlsx", xlsx({"S": sheet_xml(text_rows(TABLE) + far)}))).rows.to_pylist() == [
        2,
        3,
        99_999,
    ]
    assert read_table(put(tmp_path / "b.xlsx", xlsx({"S": sheet_xml(text_rows(TABLE) + styled)}))).row_count == 2
