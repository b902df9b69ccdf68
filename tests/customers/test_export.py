"""A list of customers as a file: by who may, masked, noted, without formulas."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crm_core.access.model import Actor, Permission
from crm_core.customers.lists import export
from crm_core.customers.lists.export import COLUMNS, FileKind, export_customers
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.errors import NotPermitted, Refused
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, add

HEADINGS = {name: name for name in COLUMNS}
WORDS = {"kind": {"person": "个人", "company": "企业"}}


def file_of(store: Store, actor: Actor, kind: FileKind, **asked: object) -> bytes:
    wanted = CustomerListRequest(actor.require(Permission.CUSTOMER_READ), **asked)  # type: ignore[arg-type]
    return export_customers(store, actor, wanted, kind, headings=HEADINGS, words=WORDS)


def test_a_file_holds_the_own_reach_masked_and_is_noted(store: Store, cast: Cast, faces: Faces) -> None:
    text = file_of(store, cast.tao, FileKind.CSV).decode("utf-8-sig")
    assert "王小明" in text
    assert "138****8000" in text
    for word in ("13800138000", "南方", "13912349876", "139****9876", "13700137000", "137****7000", "深圳"):
        assert word not in text
    entry = store.row(sql("select action, entity, actor_id, row_count from audit_entry order by seq desc limit 1"))
    assert entry == {"action": "export", "entity": "customer", "actor_id": cast.tao.user_id, "row_count": 3}


def test_a_file_of_chosen_customers_holds_those_alone_and_no_others_than_the_own(
    store: Store, cast: Cast, faces: Faces
) -> None:
    text = file_of(store, cast.tao, FileKind.CSV, ids=(faces.wang, faces.nan)).decode("utf-8-sig")
    assert len(text.splitlines()) == 2
    assert "王小明" in text


def test_staff_and_readers_export_nothing(store: Store, cast: Cast, faces: Faces) -> None:
    for actor in (cast.sol, cast.rea):
        entries = store.head.seq
        with pytest.raises(NotPermitted):
            file_of(store, actor, FileKind.CSV)
        assert store.head.seq == entries


def test_a_borrowed_reach_opens_nothing_more(store: Store, cast: Cast, faces: Faces) -> None:
    wanted = CustomerListRequest(cast.mia.require(Permission.CUSTOMER_READ))
    content = export_customers(store, cast.tao, wanted, FileKind.CSV, headings=HEADINGS, words=WORDS)
    assert "南方金丝雀" not in content.decode("utf-8-sig")


def test_a_name_like_a_formula_stays_a_text(store: Store, cast: Cast, tmp_path: Path) -> None:
    add(store, cast.tao, "=1+1", cast.tao, code="@code")
    assert "'=1+1" in file_of(store, cast.tao, FileKind.CSV).decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(io.BytesIO(file_of(store, cast.tao, FileKind.XLSX)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][:3] == ["@code", "=1+1", "个人"]


def test_too_long_a_list_asks_for_filters(
    store: Store, cast: Cast, faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 2)
    entries = store.head.seq
    with pytest.raises(Refused):
        file_of(store, cast.mia, FileKind.CSV)
    assert store.head.seq == entries
    assert "王小明" in file_of(store, cast.mia, FileKind.CSV, text="wang").decode("utf-8-sig")
