"""A list that goes out and comes in again by key changes just what somebody edited in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from crm_core.access.model import CONSOLE, Actor, Permission
from crm_core.customers.lists.export import FileKind, export_customers, file_columns, file_headings
from crm_core.customers.lists.fields import Shape, known_fields
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.customers.profile.own_fields.service import add_own_field, own_fields
from crm_core.customers.service import edit_customer
from crm_core.errors import CrmError
from crm_core.exchange.csv_file import write_csv
from crm_core.i18n import Language, translate
from crm_core.store import Store
from crm_core.team.service import disable_user
from tests.conftest import Cast
from tests.customers.faces import Faces, add, faces, fresh
from tests.imports.conftest import Desk, reasons

__all__ = ["faces"]
KEPT = (
    "select * exclude (updated_at) from customer order by customer_id",
    "select * from own_field_value order by customer_id, field_id",
    "select * from ownership_change",
)


def taken_out(desk: Desk, actor: Actor, kind: FileKind, tongue: Language) -> Path:
    """Return the file of all customers with all columns, as the page makes it in a language."""
    known = known_fields(own_fields(desk.store, actor))
    columns = [known[name] for name in file_columns(list(known))]
    words = {
        field.name: {value: translate(tongue, label) for value, label in field.choices.items()}
        for field in columns
        if field.choices is not None and field.is_worded and field.shape is Shape.CHOICE
    }
    request = CustomerListRequest(actor.require(Permission.CUSTOMER_READ))
    headings = file_headings(columns, lambda text: translate(tongue, text))
    content = export_customers(desk.store, actor, request, kind, headings=headings, words=words)
    path = desk.folder / f"customers.{kind.value}"
    path.write_bytes(content)
    return path


def kept(desk: Desk) -> list[object]:
    return [desk.rows(query) for query in KEPT]


def define(desk: Desk) -> list[str]:
    """Make a field of the company's own of each kind, one of them called like a column of every list."""
    fields = [
        {"name": "Level", "kind": "choice", "choices": "金\n银"}, {"name": "Budget", "kind": "number"},
        {"name": "Since", "kind": "day"}, {"name": "VIP", "kind": "truth"}, {"name": "电话", "kind": "text"},
    ]  # fmt: skip
    return [f"own_{add_own_field(desk.store, CONSOLE, field, key=fresh())}" for field in fields]


def fill(desk: Desk, cast: Cast, faces: Faces, names: list[str]) -> None:
    said = dict(zip(names, ("金", "1234.5", "2026-03-01", "yes", "分机 8\n二楼"), strict=True))
    given = {"name": "王小明", "region": "北京", "gender": "male", "note": "爱喝茶\n两行", **said}
    edit_customer(desk.store, cast.sol, faces.wang, given, version=1, key=fresh())
    facts = {
        "industry": "farming",
        "employees": "120",
        "capital": "500.5",
        "founded": "2001-02-03",
        "website": "https://x.cn",
    }
    told = {f"fact_{name}": value for name, value in facts.items()}
    firm = {"name": "远航装饰有限公司", "kind": "company", "region": "上海", **told}
    edit_customer(desk.store, cast.tao, faces.li, firm, version=1, key=fresh())
    add(desk.store, cast.sol, "王氏公司", cast.sol, kind="person", gender="female", birthday="1980-05-06", code="=1+1")
    disable_user(desk.store, cast.ada, cast.vic.user_id)


@pytest.mark.parametrize(
    ("kind", "tongue"),
    [(FileKind.XLSX, Language.SIMPLIFIED), (FileKind.CSV, Language.ENGLISH), (FileKind.CSV, Language.TRADITIONAL)],
)
def test_a_list_taken_out_and_in_again_changes_nothing(
    desk: Desk, cast: Cast, faces: Faces, kind: FileKind, tongue: Language
) -> None:
    fill(desk, cast, faces, define(desk))
    before = kept(desk)
    result = desk.check("customers", taken_out(desk, cast.ada, kind, tongue), actor=cast.ada, update=True)
    assert reasons(result) == []
    counts = result.counts
    assert (counts.added, counts.updated, counts.unchanged, counts.rejected) == (0, 0, 5, 0)
    desk.write(result, actor=cast.ada)
    assert kept(desk) == before


def test_just_what_was_edited_is_changed_and_what_is_masked_stays(desk: Desk, cast: Cast, faces: Faces) -> None:
    fill(desk, cast, faces, define(desk))
    path = taken_out(desk, cast.tao, FileKind.XLSX, Language.ENGLISH)
    head, *lines = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    edited = [[str(cell) for cell in line] for line in lines]
    line = next(line for line in edited if "王小明" in line)
    line[head.index("Region")], line[head.index("Level")] = "天津", "银"
    assert line[head.index("Phone")] == "138****8000"
    write_csv(path.with_suffix(".csv"), [str(cell) for cell in head], edited)
    (wang,) = desk.rows("select * from customer where code = 'C-WANG'")
    others = desk.rows("select * from customer where code <> 'C-WANG' order by customer_id")
    result = desk.bring("customers", path.with_suffix(".csv"), actor=cast.tao, update=True)
    assert (result.counts.added, result.counts.updated, result.counts.rejected) == (0, 1, 0)
    (now,) = desk.rows("select * from customer where code = 'C-WANG'")
    assert {name for name in now if now[name] != wang[name]} == {"region", "import_id", "version"}
    assert (now["region"], now["phone"], now["version"]) == ("天津", "13800138000", wang["version"] + 1)
    assert desk.rows("select * from customer where code <> 'C-WANG' order by customer_id") == others
    assert desk.rows("select value from own_field_value where value in ('金', '银')") == [{"value": "银"}]


_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.tuples(_TEXT, _TEXT, _TEXT), min_size=1, max_size=6), kind=st.sampled_from(FileKind))
def test_whatever_customers_are_called_a_file_of_them_updates_and_adds_none(
    desk: Desk, cast: Cast, store: Store, lines: list[tuple[str, str, str]], kind: FileKind
) -> None:
    for name, region, note in lines:
        try:
            add(store, cast.mia, name, cast.sol, region=region, note=note)
        except CrmError:
            continue  # a name of blanks
    path = taken_out(desk, cast.ada, kind, Language.ENGLISH)
    counts = desk.check("customers", path, actor=cast.ada, update=True).counts
    assert (counts.added, counts.updated) == (0, 0)
