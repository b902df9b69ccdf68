"""Own fields in a file of customers: found by their names, typed, held against what is kept, and taken back with it."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core.access.model import CONSOLE
from crm_core.customers.profile.facts.model import FACTS
from crm_core.customers.profile.own_fields.service import add_own_field
from crm_core.i18n import Language
from crm_core.imports.comparing import own_of
from crm_core.imports.model import ImportKind
from crm_core.imports.rejects import FileForm, template_bytes
from crm_core.imports.undo import undo_import
from tests.conftest import Cast
from tests.customers.faces import fresh
from tests.imports.conftest import Desk, reasons

HEADERS = ("客户编号", "姓名", "会员 等级", "年预算")


def define(desk: Desk, name: str, **told: object) -> int:
    return add_own_field(desk.store, CONSOLE, {"name": name, "kind": "text", **told}, key=fresh())


def held(desk: Desk) -> Mapping[tuple[str, int], str]:
    rows = desk.rows(
        "select c.code, v.field_id, v.value from own_field_value as v inner join customer as c using (customer_id)"
    )
    return {(row["code"], row["field_id"]): row["value"] for row in rows}


def test_they_are_found_typed_written_changed_and_taken_back(desk: Desk, cast: Cast) -> None:
    level, sum_ = define(desk, "会员等级", kind="choice", choices="金\n银"), define(desk, "年预算", kind="number")
    first = desk.bring(
        "customers", desk.file(HEADERS, [("K1", "李雷", "金", "1,200"), ("", "无码", "银", ""), ("K3", "王芳", "", "")])
    )
    made = desk.rows("select code from customer where name = '无码'")[0]["code"]
    stood = {("K1", level): "金", ("K1", sum_): "1200", (made, level): "银"}
    assert held(desk) == stood
    again = desk.check(
        "customers", desk.file(HEADERS, [("K1", "李雷", "金", "1200"), ("K3", "王芳", "", "")]), update=True
    )
    assert (again.counts.updated, again.counts.unchanged) == (0, 2)
    changed = desk.bring(
        "customers", desk.file(HEADERS, [("K1", "李雷", "银", ""), ("K3", "王芳", "金", "7")]), update=True
    )
    assert changed.counts.updated == 2
    assert held(desk) == {**stood, ("K1", level): "银", ("K3", level): "金", ("K3", sum_): "7"}
    assert undo_import(desk.store, CONSOLE, changed.import_id, fresh()).kept == 0
    assert held(desk) == stood
    assert undo_import(desk.store, CONSOLE, first.import_id, fresh()).kept == 0
    assert desk.rows("select * from own_field_value") == []


def test_what_does_not_fit_is_told_at_its_cell_and_two_contents_of_one_customer_too(desk: Desk, cast: Cast) -> None:
    define(desk, "会员等级", kind="choice", choices="金\n银")
    define(desk, "年预算", kind="number")
    checked = desk.check(
        "customers",
        desk.file(HEADERS, [("K1", "李雷", "铂", "viel"), ("K2", "王芳", "金", ""), ("K2", "王芳", "银", "")]),
    )
    told = [(row, column) for row, column, _ in reasons(checked)]
    assert told == [(2, "会员 等级"), (2, "年预算"), (4, "客户编号")]


def test_a_field_out_of_use_or_of_another_kind_of_file_is_not_offered(desk: Desk, cast: Cast) -> None:
    define(desk, "会员等级")
    define(desk, "旧字段", is_active=False)
    offered = own_of(desk.store, ImportKind.CUSTOMERS)
    assert [field.name for field in offered if field.fact is None] == ["会员等级"]
    assert offered[: len(FACTS)] == FACTS
    assert own_of(desk.store, ImportKind.PURCHASES) == ()
    own = own_of(desk.store, ImportKind.CUSTOMERS)
    template = template_bytes(ImportKind.CUSTOMERS, FileForm.CSV, Language.ENGLISH, own).decode("utf-8-sig")
    assert template.splitlines()[0].endswith(",会员等级")
