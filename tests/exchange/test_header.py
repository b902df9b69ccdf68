"""The header line is found below what bills and exports write above it, and what stands below the data is set aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crm_core.exchange.header import column_letter, column_names, find_header, is_footer, is_label
from crm_core.exchange.reading import read_table
from crm_core.exchange.table import ReadOptions, SetAside

MakeFile = Callable[..., Path]
BILL = [f"说明{number}：这里是一行说明" for number in range(1, 24)]
TABLE = ["订单号,金额,日期", "A1,12.50,2024-03-08", "A2,9.00,2024-03-09", "A3,7.25,2024-03-10"]


@pytest.mark.parametrize("above", [0, 1, 5, 23])
def test_header_is_found_below_a_preamble(text_file: MakeFile, above: int) -> None:
    table = read_table(text_file("\n".join([*BILL[:above], "", *TABLE])))
    assert table.headers == ("订单号", "金额", "日期")
    assert table.layout.header_row == above + 2
    assert table.row_count == 3
    assert [line.row for line in table.preamble] == list(range(1, above + 1))


@pytest.mark.parametrize("above", [3, 23])
def test_preamble_padded_with_delimiters_is_no_header(text_file: MakeFile, above: int) -> None:
    table = read_table(text_file("\n".join([*(f"{line},," for line in BILL[:above]), ",,", *TABLE])))
    assert table.layout.header_row == above + 2


def test_table_far_below_blank_lines_is_found(text_file: MakeFile) -> None:
    table = read_table(text_file("\n" * 700 + ",,\n" * 5 + "\n".join(TABLE)))
    assert (table.layout.header_row, table.rows.to_pylist()) == (706, [707, 708, 709])


def test_known_names_decide_between_two_candidates(text_file: MakeFile) -> None:
    text = "Column1,Column2,Column3\nreport,of,march\norder,amount,day\nA1,12,2024-03-08\n"
    assert read_table(text_file(text), ReadOptions(names=("Order", "Amount"))).layout.header_row == 3


def test_header_that_is_not_the_first_wide_line_is_doubtful() -> None:
    lines = [(1, ["Column1", "Column2"]), *[(row, ["note", ""]) for row in range(2, 12)], (12, ["order", "amount"])]
    lines += [(row, ["A", "1"]) for row in range(13, 30)]
    guess = find_header(lines)
    assert (guess.row, guess.is_doubtful) == (12, True)


def test_numbers_in_the_first_line_mean_that_there_is_no_header(text_file: MakeFile) -> None:
    table = read_table(text_file("1001,2024-03-08,12.5\n1002,2024-03-09,8\n"))
    assert table.layout.header_row == 0
    assert table.layout.is_header_doubtful
    assert table.headers == ("A", "B", "C")
    assert table.row_count == 2
    assert any("No line with column names" in str(notice) for notice in table.notices)


def test_column_without_name_is_kept_where_it_has_values(text_file: MakeFile) -> None:
    table = read_table(text_file("a,,c,\n1,2,3,\n"))
    assert table.headers == ("a", "B", "c")
    assert table.head(1) == [["1", "2", "3"]]


def test_repeated_names_are_made_distinct_and_said(text_file: MakeFile) -> None:
    table = read_table(text_file("电话,姓名,电话,电话\n1,2,3,4\n"))
    assert table.headers == ("电话", "姓名", "电话 (2)", "电话 (3)")
    assert any("电话 (2), 电话 (3)" in str(notice) for notice in table.notices)


def test_names_are_distinct_without_regard_to_case_and_never_taken_twice() -> None:
    names = column_names(["a", "A", "a (2)", "", "D", "A"], 6).names
    assert len({name.casefold() for name in names}) == 6
    assert names[0] == "a"
    assert names[2] == "a (2)"


def test_header_alone_is_a_table_without_lines(text_file: MakeFile) -> None:
    table = read_table(text_file("name,phone\n"))
    assert (table.row_count, table.headers) == (0, ("name", "phone"))
    assert any("no data lines" in str(notice) for notice in table.notices)


@pytest.mark.parametrize(
    "footer",
    [
        ["合计,28.75,"],
        ["----------"],
        ["共3笔记录"],
        ["总计：,28.75,", "导出时间：2024-03-11"],
        ["Total,28.75,", "", "Sum,1,"],
    ],
)
def test_totals_and_remarks_below_the_table_are_set_aside_and_said(text_file: MakeFile, footer: list[str]) -> None:
    path = text_file("\n".join([*TABLE, *footer]))
    table = read_table(path)
    assert table.row_count == 3
    assert [line.row for line in table.footer] == [at for at, line in enumerate(footer, start=5) if line]
    assert any("not imported" in str(notice) for notice in table.notices)
    kept = read_table(path, ReadOptions(keep_footer=True))
    assert kept.row_count == 3 + len([line for line in footer if line])


def test_data_lines_at_the_end_are_never_taken_for_a_footer(text_file: MakeFile) -> None:
    table = read_table(text_file("code,name,phone\nA,合计有限公司,1\nB,Total Ltd,\nC,,\n"))
    assert table.row_count == 3
    assert table.footer == ()


def test_footer_line_in_the_middle_is_data(text_file: MakeFile) -> None:
    body = "".join(f"A{number},1,2024-03-08\n" for number in range(20))
    table = read_table(text_file("a,b,c\n" + body + "合计,20,\n" + body))
    assert table.row_count == 41


def test_footer_text_is_kept_for_the_screen(text_file: MakeFile) -> None:
    assert read_table(text_file("\n".join([*TABLE, "合计,28.75,"]))).footer == (SetAside(5, "合计 28.75"),)


@pytest.mark.parametrize("text", ["金额(元)", "Order No.", "客户", "unit_price", "A"])
def test_names_are_labels(text: str) -> None:
    assert is_label(text)


@pytest.mark.parametrize(
    "text", ["12", "-3.5", "¥12.00", "2024-03-08", "2024年3月", "a@b.cn", "-----", "x" * 80, "", "12%"]
)
def test_values_are_no_labels(text: str) -> None:
    assert not is_label(text)


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [column_letter(at) for at in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_single_column_has_no_footer() -> None:
    assert not is_footer(["合计"], 1)
