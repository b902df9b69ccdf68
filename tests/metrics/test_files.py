"""The rows behind a number leave as files: whole, in the reader's words, by permission, with an entry in the trail."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import openpyxl
import pytest

from crm_core.errors import NotPermitted
from crm_core.metrics import files
from crm_core.metrics.files import FileKind, FileWanted, number_file
from crm_core.metrics.model import Customers, MetricRequest
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.metrics.conftest import MARCH, ask
from tests.metrics.stage import Line, Talk, add_lines, add_talks

HEADINGS = {"day": "日期", "customer_name": "客户", "country": "国家", "amount": "金额"}


@pytest.fixture
def shop(store: Store, cast: Cast) -> Store:
    """Sol sells to customer 1, Vic to customer 2 in a country that a spreadsheet would run, nobody to a stranger."""
    sol, vic = ({"team": each.team_id, "owner": each.user_id} for each in (cast.sol, cast.vic))
    add_lines(
        store,
        [
            Line(date(2026, 3, 1), 1, 1, 3, "1.2345", country="中国", **sol),
            Line(date(2026, 3, 2), 2, 2, 1, "10", country="=1+1", **vic),
            Line(date(2026, 3, 3), 3, None, 1, "5", country=None),
        ],
    )
    add_talks(store, [Talk(date(2026, 3, 1), 1, cast.sol.user_id, cast.north, cast.sol.user_id)])
    return store


def wanted(kind: FileKind, number: MetricRequest | None = None) -> FileWanted:
    return FileWanted(number or ask("gross_sales", MARCH), kind, HEADINGS, {}, "销售额")


def test_a_csv_holds_all_rows_and_opens_in_excel(shop: Store, cast: Cast) -> None:
    content = number_file(shop, cast.mia, wanted(FileKind.CSV))
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [
        ["日期", "客户", "国家", "金额"],
        ["2026-03-03", "", "", "5.0000"],
        ["2026-03-02", "Customer 2", "'=1+1", "10.0000"],
        ["2026-03-01", "Customer 1", "中国", "3.7035"],
    ]


def test_an_xlsx_holds_numbers_and_no_formula(shop: Store, cast: Cast) -> None:
    book = openpyxl.load_workbook(io.BytesIO(number_file(shop, cast.mia, wanted(FileKind.XLSX))))
    sheet = book["销售额"]
    assert [cell.value for cell in sheet[4]][1:] == ["Customer 1", "中国", 3.7035]
    assert (sheet["C3"].value, sheet["C3"].data_type) == ("=1+1", "s")


def test_codes_are_written_in_words(shop: Store, cast: Cast) -> None:
    asked = FileWanted(
        ask("interactions_logged", MARCH), FileKind.CSV, {"channel": "渠道", "outcome": "结果"},
        {"channel": {"phone": "电话"}}, "-",
    )  # fmt: skip
    assert number_file(shop, cast.mia, asked).decode("utf-8-sig").split() == ["渠道,结果", "电话,reached"]


def test_the_reader_takes_no_number_out(shop: Store, cast: Cast) -> None:
    before = shop.head
    with pytest.raises(NotPermitted):
        number_file(shop, cast.rea, wanted(FileKind.CSV))
    assert shop.head == before


def test_a_file_holds_what_its_taker_may_see_whatever_was_asked_for(shop: Store, cast: Cast) -> None:
    content = number_file(shop, cast.sol, wanted(FileKind.CSV, ask("gross_sales", MARCH, actor=cast.mia))).decode()
    assert "Customer 1" in content and "Customer 2" not in content and "5.0000" not in content


def test_the_trail_says_who_took_which_rows(shop: Store, cast: Cast) -> None:
    number_file(shop, cast.mia, wanted(FileKind.CSV, ask("gross_sales", MARCH, customers=Customers.KNOWN)))
    entry = shop.rows(
        sql(
            "select e.*, v.content from audit_entry as e inner join audit_value as v using (seq) order by seq desc limit 1"
        )
    )[0]
    assert (entry["actor_id"], entry["action"], entry["entity"], entry["row_count"]) == (
        cast.mia.user_id, "export", "number", 2,
    )  # fmt: skip
    assert json.loads(entry["content"])["after"] == {
        "metric": "gross_sales", "first": "2026-03-01", "last": "2026-03-31", "customers": "known", "file": "csv",
        "count": 2,
    }  # fmt: skip


@pytest.mark.parametrize("kind", FileKind)
def test_a_long_file_written_aside_is_the_same_file(
    shop: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch, kind: FileKind
) -> None:
    here = number_file(shop, cast.mia, wanted(kind))
    monkeypatch.setattr(files, "ROWS_AT_ONCE", 1)
    aside = number_file(shop, cast.mia, wanted(kind))
    assert _cells(kind, aside) == _cells(kind, here)


def _cells(kind: FileKind, content: bytes) -> list[list[object]]:
    if kind is FileKind.CSV:
        return [list(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content))["销售额"]]


def test_a_file_is_named_after_its_number() -> None:
    assert wanted(FileKind.XLSX).name == "gross_sales_2026-03-01_2026-03-31.xlsx"
