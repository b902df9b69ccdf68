"""The awkward files of other programs through the whole import: read right, or refused with a sentence; no line is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crm_core.access.model import CONSOLE
from crm_core.errors import UnusableFile
from crm_core.imports import service
from crm_core.imports.contract import ImportRequest
from crm_core.imports.model import Counts, ImportKind
from crm_core.imports.workspace import passing
from tests.imports.conftest import Desk

pytestmark = pytest.mark.real_data
_FOLDER = Path(os.environ.get("CRM_TEST_DATA", "")) / "spreadsheets"
FILES = sorted(_FOLDER.iterdir()) if os.environ.get("CRM_TEST_DATA") and _FOLDER.is_dir() else []


@pytest.fixture(autouse=True)
def _given() -> None:
    if not FILES:
        pytest.skip("CRM_TEST_DATA names no folder with spreadsheets: the files of other programs are NOT tested")


def named(name: str) -> Path:
    return _FOLDER / name


BILL = {
    "交易单号": "order",
    "数量": "quantity",
    "金额(元)": "unit_price",
    "交易时间": "purchased_at",
    "交易对方": "customer_name",
}


@pytest.mark.parametrize("path", FILES or [None], ids=lambda path: path.name if path else "none")
def test_every_file_is_read_or_refused_and_every_line_accounted_for(desk: Desk, path: Path) -> None:
    request = ImportRequest(ImportKind.CUSTOMERS, path, path.name)
    with passing(desk.store, 0) as space:
        try:
            table = service.read_upload(CONSOLE, request, space)
        except UnusableFile as error:
            assert len(str(error)) > 30
            return
        if not table.headers:
            return
        mapping = {table.headers[-1]: "name"}
        request = ImportRequest(ImportKind.CUSTOMERS, path, path.name, mapping=mapping)
        checked = service.check_import(desk.store, CONSOLE, request, space, table=table)
        assert checked.counts.read == table.row_count
        result = service.write_import(desk.store, CONSOLE, checked, path.name)
        assert result.counts == checked.counts
        assert desk.rows("select count(*) as n from customer")[0]["n"] == checked.counts.added


def test_a_wechat_bill_below_its_preamble_is_imported_line_by_line(desk: Desk) -> None:
    request = ImportRequest(ImportKind.PURCHASES, named("wechat-preamble.csv"), "wechat.csv")
    with passing(desk.store, 0) as space:
        table = service.read_upload(CONSOLE, request, space)
        assert "交易单号" in table.headers
        headers = {header: field for header, field in BILL.items() if header in table.headers}
        assert set(headers.values()) >= {"order", "unit_price", "purchased_at"}


def test_a_pass_protected_workbook_says_what_to_do(desk: Desk) -> None:
    with pytest.raises(UnusableFile, match=r"(?i)password"):
        desk.check("customers", named("pass_protected.xlsx"))


def test_mixed_dates_are_not_guessed(desk: Desk) -> None:
    path = named("mixed_dates.csv")
    mapping = {"A": "code", "B": "birthday"}
    with pytest.raises(UnusableFile, match="name"):
        desk.check("customers", path, mapping=mapping)
    checked = desk.check("purchases", desk.file(("order", "quantity", "unit_price", "purchased_at"), [
        (line.split(",")[0], "1", "1", line.split(",")[1]) for line in path.read_text().split()[1:]
    ]))  # fmt: skip
    assert checked.counts == Counts(5, 4, 0, 0, 1)
