"""The copy of a customer's data: all that is held about it, nothing of others, and nothing that a spreadsheet would run."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pytest

from crm_core import audit
from crm_core.access.model import Actor
from crm_core.customers.contacts.service import add_contact
from crm_core.customers.service import add_customer
from crm_core.errors import NotFound, NotPermitted
from crm_core.interactions.service import log_interaction
from crm_core.privacy.erasure.places import IN_ORDER
from crm_core.privacy.erasure.work import rows_of, subject_of
from crm_core.privacy.subject.model import COLUMN_LABELS, Words
from crm_core.privacy.subject.service import copy_of
from crm_core.store import Store
from tests.access.test_refusals import everything
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, faces, fresh
from tests.privacy.test_erasure import live, surround

__all__ = ["faces"]
WORDS = Words({"interaction": "说过的话"}, {"content": "内容"}, {("*", "channel"): {"phone": "电话"}}, {}, "en")


def opened(content: bytes) -> tuple[dict[str, list[dict[str, object]]], openpyxl.Workbook, list[str]]:
    """Return the tables of the JSON, the workbook, and the names in the ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = json.loads(archive.read("data.json"))
        book = openpyxl.load_workbook(io.BytesIO(archive.read("data.xlsx")))
        return told["tables"], book, archive.namelist()


def test_a_copy_holds_every_row_of_the_customer_in_words_and_none_of_others(
    store: Store, cast: Cast, faces: Faces
) -> None:
    person = live(store, cast)
    surround(store, cast, person)
    content = copy_of(store, cast.mia, person, WORDS)
    told, book, names = opened(content)
    text = json.dumps(told, ensure_ascii=False)
    for word in (
        "13612345678",
        "canary@bird.example",
        "wx_canarybird",
        "鸟语花香",
        "前身鸟",
        "1990-03-07",
        "Service contact",
    ):
        assert word in text, word
    for word in ("邻居", "王小明", "13800138000", "北京"):
        assert word not in text, word
    held = rows_of(store, subject_of(store, person))
    shown = {place.table for place in IN_ORDER if place.told and place.table in held}
    assert shown <= set(told)
    assert {"customer", "contact", "purchase", "survey_answer", "own_field_value", "customer_at_merge"} <= shown
    assert told["interaction"][-1]["user_id"] == "Sol"
    sheet = book["说过的话"]
    assert [cell.value for cell in sheet[1]][:5] == ["happened_at", "channel", "outcome", "direction", "内容"]
    assert sheet.cell(2, 2).value == "电话"
    assert [name.split("-", 1)[1] for name in names if name.startswith("documents/")] == ["金丝雀小姐.pdf"]
    (entry,) = store.rows(sql("select action, actor_id, entity_id from audit_entry order by seq desc limit 1"))
    assert entry == {"action": "take_copy", "actor_id": cast.mia.user_id, "entity_id": person}
    assert audit.verify(store) is None
    files = store.rows(sql("select user_id from customer_sight where way = 'file' and customer_id = $1"), [person])
    assert files == [{"user_id": cast.mia.user_id}]


def test_nothing_in_a_copy_is_a_formula_or_a_path(store: Store, cast: Cast) -> None:
    nasty = '=HYPERLINK("http://x")'
    person = add_customer(
        store, cast.sol, {"name": nasty, "code": "+1+1", "note": "@SUM(1)"}, owner_id=cast.sol.user_id, key=fresh()
    )
    add_contact(store, cast.sol, person, {"name": "-2+3", "title": "=1"}, key=fresh())
    said = {"channel": "phone", "outcome": "reached", "content": "\t=cmd|' /C calc'!A0"}
    log_interaction(store, cast.sol, person, said, key=fresh())
    _told, book, names = opened(copy_of(store, cast.ada, person, WORDS))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert nasty in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    assert names == ["data.xlsx", "data.json"]


def test_who_does_not_answer_for_a_customer_takes_no_copy(store: Store, cast: Cast, faces: Faces) -> None:
    before = everything(store)
    refused: list[tuple[Actor, type[Exception], int]] = [
        (cast.sol, NotPermitted, faces.wang), (cast.rea, NotPermitted, faces.wang), (cast.vic, NotPermitted, faces.nan),
        (cast.tao, NotFound, faces.nan), (cast.mia, NotFound, 10**9),
    ]  # fmt: skip
    for who, kind, customer_id in refused:
        with pytest.raises(kind):
            copy_of(store, who, customer_id, WORDS)
        assert everything(store) == before
    assert opened(copy_of(store, cast.tao, faces.wang, WORDS))[0]["customer"][0]["name"] == "王小明"


def test_every_column_of_a_copy_has_a_name_in_the_words_of_the_business() -> None:
    from crm_core.audit.field_labels import FIELD_LABELS
    from crm_core.customers.contacts.model import FIELD_LABELS as CONTACT_LABELS
    from crm_core.customers.model import FIELD_LABELS as CUSTOMER_LABELS

    known = {*FIELD_LABELS, *CONTACT_LABELS, *CUSTOMER_LABELS, *COLUMN_LABELS}
    assert {name for place in IN_ORDER for name in place.told} - known == set()
