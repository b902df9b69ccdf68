"""The archive on a customer's page: documents, facts, group, likings, potential and what changed lately, by role."""

from __future__ import annotations

from datetime import date

from streamlit.testing.v1 import AppTest

from crm_core.attachments.model import Upload
from crm_core.attachments.service import attach
from crm_core.customers.contacts.service import add_contact, note_departure
from crm_core.customers.profile.group.service import set_parent
from crm_core.store import Store
from tests.attachments.files import PDF
from tests.conftest import Cast, sql
from tests.customers.faces import PAYLOAD, Faces, add, faces, fresh
from tests.metrics.stage import Line, add_lines
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_customers import everything, field, submit

__all__ = ["faces"]
ONE = "customers/customer.py"


def read(test: AppTest) -> str:
    """Return all that a page sent, as it reads: without the marks that keep people's text from being Markdown."""
    return everything(test).replace("\\", "")


def test_a_companys_archive_is_shown_and_changed_in_place(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    top = add(store, cast.mia, f"集团 {PAYLOAD}", cast.tao, kind="company")
    (made,) = attach(store, cast.tao, faces.li, [Upload(f"报价 {PAYLOAD}.pdf", PDF)], key=fresh())
    set_parent(store, cast.tao, faces.li, top, shown=None, key=fresh())
    kai = add_contact(store, cast.tao, faces.li, {"name": "李凯", "is_decision_maker": True}, key=fresh())
    note_departure(store, cast.tao, kai, date(2026, 3, 1), key=fresh())
    days = [date(2025, 10, 5), date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)]
    add_lines(store, [Line(day, at, faces.li, 1, "80", category="绿茶") for at, day in enumerate(days, 1)])
    test = open_page(cast.tao, ONE, {"id": str(faces.li), "tab": "documents"})
    assert not test.exception
    shown = read(test)
    for part in ("决策人 李凯 已离职", "多 200%", "绿茶", "4 单中有 4 单", "1 份文件"):
        assert part in shown, part
    assert f"/customers/files/{made})" in shown
    assert PAYLOAD not in texts(test)  # escaped wherever it stands
    right = next(one for one in test.button if str(one.key).startswith("derived:") and str(one.key).endswith(":check"))
    right.click().run()
    assert store.value(sql("select origin from customer_preference")) == "confirmed"
    next(one for one in test.button if one.key == "card:edit").click().run()
    field(test, "fact_employees").set_value("450")  # type: ignore[attr-defined] # a text input
    field(test, "fact_capital").set_value("500万")  # type: ignore[attr-defined] # a text input
    submit(test, "edit_customer")
    assert "450 · 300–999 人" in read(test)
    assert "从规模看" in read(test)
    submit(test, "potential")
    assert store.rows(sql("select * from customer_potential")) == []  # an estimate asks for its reason
    next(one for one in test.button if one.key == "group:part").click().run()
    assert store.value(sql("select count(*) from customer_parent")) == 0


def test_a_reader_sees_that_there_are_documents_and_changes_nothing(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    attach(store, cast.sol, faces.wang, [Upload("合同.pdf", PDF)], key=fresh())
    test = open_page(cast.rea, ONE, {"id": str(faces.wang), "tab": "documents"})
    shown = read(test)
    assert "合同.pdf" in shown
    assert "/customers/files/" not in shown
    keys = [str(one.key) for one in test.button]
    assert not [key for key in keys if key.startswith(("attach", "derived:", "liking:", "group:", "form:potential"))]
    mine = open_page(cast.sol, ONE, {"id": str(faces.wang), "tab": "documents"})
    reason = next(one for one in mine.text_input if "remove_document" in str(one.key))
    reason.set_value("换成签字版")
    submit(mine, "remove_document")
    assert store.value(sql("select count(*) from attachment")) == 0
