"""No exported cell runs as a formula, and importing gives back what was exported."""

from __future__ import annotations

import csv
import datetime as dt
import gc
import io
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_core.exchange.cells import Cell
from crm_core.exchange.csv_file import csv_bytes, write_csv
from crm_core.exchange.formulas import guarded, without_guard
from crm_core.exchange.reading import read_table
from crm_core.exchange.table import ReadOptions
from crm_core.exchange.xlsx_file import sheet_name, shown_width, write_xlsx, xlsx_bytes

TRIGGERS = "=+-@\t\r\n\0＝＋－＠"
RISKY = [
    "=1+1", "=cmd|' /C calc'!A0", "+49 30", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1+1", "＋1", "－1", "＠x",
    " =1", "\u3000=1", "\ufeff=1", "\u200b=1", "\xa0=1", "\x01=1", " \t \ufeff@x", "'=1", "''=1", "' =1", "=HYPERLINK(\"http://a\",\"b\")",
    "-", "+", "\t", "\0", "=", "\r\n", "－", "-2+3+cmd|' /C calc'!A0", "\u202e=1", "\u2060+1",
]  # fmt: skip
HARMLESS = ["a=1", "1-2", "x@y.cn", "'tis", "''", "it's -5", "张三", "1,5", "(5)", "#N/A", "", " ", "'", "' a"]
HEADERS = ["甲", "=乙"]
NEVER_BLANK = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
TEXTS = st.one_of(
    NEVER_BLANK, st.text(alphabet=TRIGGERS + " '\ufeff\u200b\xa0a1\"", max_size=8), st.sampled_from(RISKY + HARMLESS)
)


@pytest.mark.parametrize("text", RISKY)
def test_risky_text_is_guarded_and_comes_back(text: str) -> None:
    assert guarded(text) == "'" + text
    assert without_guard(guarded(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_is_left_alone(text: str) -> None:
    assert guarded(text) == text == without_guard(text)


@settings(deadline=None)
@given(TEXTS)
def test_guard_always_comes_off_again(text: str) -> None:
    assert without_guard(guarded(text)) == text


@settings(deadline=None)
@given(TEXTS)
def test_no_guarded_text_begins_with_a_trigger(text: str) -> None:
    assert not guarded(text).strip(" \u3000\xa0\ufeff\u200b\x01\t\r\n\0").startswith(tuple("=+-@＝＋－＠"))


def test_every_risky_cell_and_header_is_guarded_in_the_file() -> None:
    content = csv_bytes(["=名"], [[text] for text in RISKY]).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(content, newline="")))
    assert lines == [["'=名"], *[["'" + text] for text in RISKY]]


def test_csv_has_a_bom_and_crlf_and_leaves_numbers_alone() -> None:
    moment = dt.datetime(2024, 3, 8, 6, 30, tzinfo=dt.UTC)
    row: list[Cell] = [-5, Decimal("-1234.5000"), -0.00001, True, dt.date(2024, 3, 8), moment, None, "-5", 'a"b']
    content = csv_bytes(list("abcdefghi"), [row], zone="Asia/Shanghai")
    assert content.startswith(b"\xef\xbb\xbfa,b")
    assert (
        content.decode("utf-8-sig").split("\r\n")[1]
        == '''-5,-1234.5000,-0.00001,TRUE,2024-03-08,2024-03-08 14:30:00,,'-5,"a""b"'''
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.lists(st.tuples(TEXTS, TEXTS, st.just("x")), max_size=8))
def test_csv_exported_and_imported_is_the_same(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    path = tmp_path / "export.csv"
    assert write_csv(path, [*HEADERS, "丙"], rows) == len(rows)
    table = read_table(path, ReadOptions(header_row=1, encoding="utf-8", delimiter=",", quoted=True, keep_footer=True))
    assert table.headers == (*HEADERS, "丙")
    assert [tuple(line) for line in table.head(len(rows))] == rows
    named = {problem.row for problem in table.problems}
    assert len(named) == sum(any("\ufffd" in cell for cell in row) for row in rows)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.tuples(TEXTS, TEXTS, st.just("x")), min_size=1, max_size=8))
def test_xlsx_exported_and_imported_is_the_same(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    path = tmp_path / "export.xlsx"
    assert write_xlsx(path, [*HEADERS, "丙"], rows).rows == len(rows)
    table = read_table(path, ReadOptions(header_row=1, keep_footer=True))
    assert table.headers == (*HEADERS, "丙")
    assert [tuple(line) for line in table.head(len(rows))] == rows


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    write_xlsx(
        path,
        ["=a"],
        [[text] for text in [*RISKY, "http://example.org", "mailto:a@b.cn", "internal:A1"] if text.strip("\0\r\n\t")],
    )
    sheet = openpyxl.load_workbook(path).active
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_workbook_has_typed_cells_a_frozen_header_and_wide_columns(tmp_path: Path) -> None:
    path = tmp_path / "typed.xlsx"
    moment = dt.datetime(2024, 3, 8, 6, 30, tzinfo=dt.UTC)
    rows: list[list[Cell]] = [
        [1, Decimal("1.25"), 0.5, False, dt.date(2024, 3, 8), moment, "很长的客户名称有限公司", None],
        [12345678901234567890, Decimal("123456789012345.678"), float("nan"), True, dt.date(1850, 1, 1), None, "", "x"],
    ]
    write_xlsx(path, ["整", "金额", "c", "d", "e", "f", "名称", "h"], rows, sheet="导出", zone="Asia/Shanghai")
    book = openpyxl.load_workbook(path)
    sheet = book["导出"]
    first, second = ([cell.value for cell in line] for line in list(sheet.iter_rows(min_row=2)))
    assert first == [
        1,
        1.25,
        0.5,
        False,
        dt.datetime(2024, 3, 8),
        dt.datetime(2024, 3, 8, 14, 30),
        "很长的客户名称有限公司",
        None,
    ]
    assert second == ["12345678901234567890", "123456789012345.678", None, True, "1850-01-01", None, None, "x"]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["G"].width > 20


def test_rows_that_do_not_fit_go_on_in_further_sheets(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    found = write_xlsx(path, ["n"], [[number] for number in range(7)], sheet="A" * 40, rows_a_sheet=3)
    assert (found.rows, found.sheets) == (7, 3)
    book = openpyxl.load_workbook(path)
    assert [line[0].value for sheet in book for line in sheet.iter_rows()] == [
        "n",
        0,
        1,
        2,
        "n",
        3,
        4,
        5,
        "n",
        6,
    ]
    exact = write_xlsx(path, ["n"], [[1], [2]], rows_a_sheet=2)
    assert (exact.rows, exact.sheets) == (2, 1)


def test_export_without_rows_has_its_header(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    assert write_xlsx(path, ["a", "b"], []).sheets == 1
    assert read_table(path).headers == ("a", "b")
    assert csv_bytes(["a", "b"], []) == b"\xef\xbb\xbfa,b\r\n"


def test_text_longer_than_a_cell_is_cut_and_counted() -> None:
    buffer = io.BytesIO()
    assert write_xlsx(buffer, ["a"], [["x" * 40_000], ["y"]]).cut_cells == 1
    sheet = openpyxl.load_workbook(buffer).active
    assert len(sheet["A2"].value) == 32_767


def test_arrow_table_is_written_like_its_rows() -> None:
    moments = [dt.datetime(2024, 3, 8, tzinfo=dt.UTC), None]
    table = pa.table(
        {
            "n": [1, 2],
            "a": pa.array([Decimal("1.50"), None], pa.decimal128(18, 4)),
            "t": pa.array(moments, pa.timestamp("us", "UTC")),
        }
    )
    assert csv_bytes(table.column_names, table, zone="UTC").decode("utf-8-sig").splitlines() == [
        "n,a,t",
        "1,1.5000,2024-03-08 00:00:00",
        "2,,",
    ]
    assert xlsx_bytes(table.column_names, table)[:2] == b"PK"


def test_lone_surrogates_do_not_break_an_export() -> None:
    assert "�" in csv_bytes(["a"], [["x\udc80"]]).decode("utf-8-sig")
    assert xlsx_bytes(["a\ud800"], [["x\udc80"]])[:2] == b"PK"


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_export_that_fails_leaves_the_former_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[..., object]
) -> None:
    def rows() -> Iterator[list[int]]:
        yield [1]
        raise ZeroDivisionError

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    target = tmp_path / "export"
    target.write_text("before")
    with pytest.raises(ZeroDivisionError):
        write(target, ["a"], rows())
    gc.collect()
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_exported_files_are_private(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ["a"], [])
    write_xlsx(tmp_path / "a.xlsx", ["a"], [])
    for path in tmp_path.iterdir():
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("客户/订单", "客户 订单"),
        ("'a'", "a"),
        ("", "Sheet1"),
        ("History", "Sheet1"),
        ("x" * 50, "x" * 31),
        ("[a]:*?\\", "a"),
    ],
)
def test_sheets_have_names_that_excel_takes(wanted: str, name: str) -> None:
    assert sheet_name(wanted) == name


def test_chinese_takes_twice_the_width() -> None:
    assert [shown_width(text) for text in ("ab", "客户", "客a\nlonger", "")] == [2, 4, 6, 0]
