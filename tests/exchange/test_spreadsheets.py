"""Every awkward file of other programs is read right, or refused with a sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_core.errors import UnusableFile
from crm_core.exchange.columns import Reading, amount_column, day_column, moment_column
from crm_core.exchange.reading import read_limited, read_table
from crm_core.exchange.table import ReadOptions

pytestmark = pytest.mark.real_data

# name: header row, rows read, first row number, columns, a cell (row, column, text)
READ = {
    "alipay-gbk-preamble.csv": (25, 10, 26, 12, (0, "商品说明", "亲情卡                 ")),
    "bom-crlf.csv": (20, 29, 21, 11, (0, "订单金额", "¥22.30")),
    "date_1904.xlsx": (0, 3, 1, 2, (1, "A", "2021-01-02")),
    "header-row.xlsx": (9, 1, 10, 4, (0, "Column C", "3")),
    "header_only.csv": (1, 0, None, 1, None),
    "invalid_utf8.csv": (1, 2, 2, 1, (0, "bla", "bla")),
    "legacy.xls": (2, 13, 3, 8, (0, "卡末四位", "6688")),
    "locations_header_trailing_comma.csv": (1, 1, 2, 4, (0, "lon", "0")),
    "merge_cells.xlsx": (1, 1, 2, 3, (0, "Row Merge (2)", "Chunk Merged")),
    "merged_range.xlsx": (1, 2, 3, 8, (1, "H1", "H4")),
    "mixed_dates.csv": (1, 5, 2, 2, (2, "B", "03/10/2024")),
    "no_quote.csv": (1, 3, 2, 2, (1, "a", "h'ow do you")),
    "nullbyte.csv": (1, 1, 2, 3, (0, "col2", "val\x002")),
    "wechat-preamble.csv": (17, 27, 18, 11, (0, "金额(元)", "¥28.16")),
    "wechat-preamble.xlsx": (18, 27, 19, 11, (26, "备注", "/")),
}
REFUSED = {"empty_sheet.xlsx": "The workbook is empty", "pass_protected.xlsx": "protected by a password"}


def test_every_file_of_the_folder_has_its_expectation(spreadsheets: Path) -> None:
    assert {path.name for path in spreadsheets.iterdir()} == set(READ) | set(REFUSED)


@pytest.mark.parametrize("name", sorted(READ))
def test_file_is_read_with_its_header_and_all_its_lines(spreadsheets: Path, name: str) -> None:
    header_row, count, first, width, cell = READ[name]
    table = read_table(spreadsheets / name)
    assert table.layout.header_row == header_row
    assert table.row_count == count == len(table.rows)
    assert len(table.headers) == width
    assert first is None or table.rows[0].as_py() == first
    if cell is not None:
        row, column, text = cell
        assert table.column(column)[row].as_py() == text


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_file_is_refused_with_a_sentence(spreadsheets: Path, name: str) -> None:
    with pytest.raises(UnusableFile, match=REFUSED[name]):
        read_limited(spreadsheets / name)


def test_alipay_bill_is_known_as_gb18030_without_doubt(spreadsheets: Path) -> None:
    layout = read_table(spreadsheets / "alipay-gbk-preamble.csv").layout
    assert (layout.encoding, layout.is_encoding_doubtful) == ("gb18030", False)
    assert "支付宝" in layout.encodings[0].sample


def test_character_that_was_lost_before_is_named_with_its_row(spreadsheets: Path) -> None:
    problems = list(read_table(spreadsheets / "invalid_utf8.csv").problems)
    assert [(problem.row, problem.column) for problem in problems] == [(3, "bla")]


def test_second_sheet_of_the_wechat_bill_gives_its_numbers(spreadsheets: Path) -> None:
    table = read_table(spreadsheets / "wechat-preamble.xlsx", ReadOptions(sheet="Sheet1"))
    amounts = amount_column()(table.column("金额(元)"), Reading(currency="CNY"))
    assert table.layout.header_row == 18
    assert amounts.is_sound.all()
    assert [str(amount) for amount in amounts.values.to_pylist()[:3]] == ["28.1600", "0.3500", "12.0000"]


def test_mixed_dates_name_the_row_that_does_not_fit(spreadsheets: Path) -> None:
    table = read_table(spreadsheets / "mixed_dates.csv")
    days = day_column()(table.column("B"), Reading())
    assert [str(day) for day in days.values.to_pylist()] == [
        "2024-03-08",
        "2024-03-09",
        "None",
        "2024-03-11",
        "2024-03-12",
    ]
    assert table.rows.to_pylist()[list(days.is_sound).index(False)] == 4


def test_bill_times_are_company_time(spreadsheets: Path) -> None:
    table = read_table(spreadsheets / "bom-crlf.csv")
    moments = moment_column()(table.column("交易创建时间"), Reading(zone="Asia/Shanghai"))
    assert moments.is_sound.all()
    assert moments.values[0].as_py().isoformat() == "2025-02-28T12:35:13+00:00"
