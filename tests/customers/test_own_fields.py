"""Own fields: defined by the administrator, typed, in the form, the list's file and the import; values are never lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.access.model import Permission
from crm_core.customers.fields import Unfit
from crm_core.customers.lists.export import COLUMNS, FileKind, export_customers
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.customers.lists.service import all_lines
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.own_fields.model import MOST_FIELDS, OwnFieldDraft, parse_value
from crm_core.customers.profile.own_fields.model import FieldKind as Holds
from crm_core.customers.profile.own_fields.service import (
    add_own_field,
    edit_own_field,
    move_own_field,
    own_fields,
    own_values,
)
from crm_core.customers.service import add_customer, customer_face, edit_customer
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, fresh

LEVEL = {"name": "会员等级", "kind": "choice", "choices": "金\n银\n铜"}
PLAIN = {"name": "王小明", "kind": "person", "gender": "male", "region": "北京"}


def define(store: Store, cast: Cast, **told: object) -> int:
    return add_own_field(store, cast.ada, {"name": "会员等级", "kind": "text", **told}, key=fresh())


def values(store: Store, cast: Cast, customer_id: int) -> Mapping[int, str]:
    return own_values(store, OneCustomer(cast.mia.require(Permission.CUSTOMER_READ), customer_id))


def write(store: Store, cast: Cast, customer_id: int, **told: object) -> None:
    reach = cast.sol.require(Permission.CUSTOMER_READ)
    version = customer_face(store, OneCustomer(reach, customer_id)).version
    edit_customer(store, cast.sol, customer_id, {**PLAIN, **told}, version=version, key=fresh())


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (Holds.TEXT, "  一\r\n二 ", "一\n二"),
        (Holds.NUMBER, "１，200.50", "1200.5"),
        (Holds.NUMBER, "-0", "0"),
        (Holds.DAY, "2026年3月5日", "2026-03-05"),
        (Holds.DAY, date(2026, 3, 5), "2026-03-05"),
        (Holds.CHOICE, " 金 ", "金"),
        (Holds.TRUTH, "是", "true"),
        (Holds.TRUTH, False, "false"),
        (Holds.TEXT, " ", None),
        (Holds.NUMBER, None, None),
    ],
)
def test_a_value_is_kept_in_one_form(kind: Holds, text: object, kept: str | None) -> None:
    assert parse_value(kind, ("金", "银"), text) == kept


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Holds.NUMBER, "viel"), (Holds.NUMBER, "nan"), (Holds.NUMBER, "1e99"), (Holds.NUMBER, "0.0000001"),
        (Holds.DAY, "2026-02-30"), (Holds.DAY, "tomorrow"), (Holds.CHOICE, "铂"), (Holds.TRUTH, "perhaps"),
        (Holds.TEXT, "x" * 501),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(kind: Holds, text: str) -> None:
    with pytest.raises(Unfit):
        parse_value(kind, ("金", "银"), text)


@given(kind=st.sampled_from(Holds), text=st.text(max_size=40) | st.decimals().map(str) | st.dates().map(str))
def test_what_was_kept_is_kept_as_it_is(kind: Holds, text: str) -> None:
    try:
        kept = parse_value(kind, ("a", "b"), text)
    except Unfit:
        return
    assert kept is None or parse_value(kind, ("a", "b"), kept) == kept


def test_a_field_is_defined_once_by_the_administrator_alone(store: Store, cast: Cast) -> None:
    key = fresh()
    field_id = add_own_field(store, cast.ada, LEVEL, key=key)
    with pytest.raises(AlreadyDone):
        add_own_field(store, cast.ada, LEVEL, key=key)
    for actor in (cast.mia, cast.tao, cast.sol, cast.rea):
        with pytest.raises(NotPermitted):
            add_own_field(store, actor, {**LEVEL, "name": "x"}, key=fresh())
        with pytest.raises(NotPermitted):
            edit_own_field(store, actor, field_id, LEVEL, version=1, key=fresh())
        with pytest.raises(NotPermitted):
            move_own_field(store, actor, field_id, is_up=True, key=fresh())
    [field] = own_fields(store, cast.rea)
    assert (field.name, field.kind, field.choices, field.key) == (
        "会员等级", Holds.CHOICE, ("金", "银", "铜"), f"own_{field_id}",
    )  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        {"name": ""}, {"name": "x" * 41}, {"kind": "secret"}, {"for_kind": "robot"}, {"kind": "choice", "choices": "one\none"},
        {"kind": "choice", "choices": "\n".join(str(each) for each in range(51))}, {"kind": "choice", "choices": f"a\n{'x' * 61}"},
        {"name": " 已有 "},
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_is_refused(store: Store, cast: Cast, told: dict[str, object]) -> None:
    define(store, cast, name="已有")
    with pytest.raises(InvalidInput):
        define(store, cast, **told)
    assert len(own_fields(store, cast.ada)) == 1


def test_there_are_only_so_many_fields(store: Store, cast: Cast) -> None:
    for number in range(MOST_FIELDS):
        define(store, cast, name=f"field {number}")
    with pytest.raises(Refused):
        define(store, cast, name="one more")


def test_values_are_typed_in_the_form_and_a_colleague_is_not_overwritten(
    store: Store, cast: Cast, faces: Faces
) -> None:
    level, sum_ = add_own_field(store, cast.ada, LEVEL, key=fresh()), define(store, cast, name="年预算", kind="number")
    write(store, cast, faces.wang, **{f"own_{level}": "金", f"own_{sum_}": "12,000"})
    assert values(store, cast, faces.wang) == {level: "金", sum_: "12000"}
    with pytest.raises(StaleWrite) as stale:
        edit_customer(
            store, cast.tao, faces.wang, {**PLAIN, f"own_{level}": "铜"}, version=1, key=fresh()
        )  # fmt: skip
    assert (stale.value.mine[f"own_{level}"], stale.value.theirs[f"own_{level}"]) == ("铜", "金")
    with pytest.raises(InvalidInput) as wrong:
        write(store, cast, faces.wang, **{f"own_{level}": "铂", f"own_{sum_}": "x"})
    assert set(wrong.value.fields) == {f"own_{level}", f"own_{sum_}"}
    write(store, cast, faces.wang, **{f"own_{level}": ""})
    assert values(store, cast, faces.wang) == {sum_: "12000"}


def test_a_required_field_is_asked_for_where_the_kind_of_customer_has_it(store: Store, cast: Cast) -> None:
    define(store, cast, name="行业", for_kind="company", is_required=True)
    add_customer(store, cast.sol, {"name": "个人"}, owner_id=cast.sol.user_id, key=fresh())
    with pytest.raises(InvalidInput) as missing:
        add_customer(store, cast.sol, {"name": "公司", "kind": "company"}, owner_id=cast.sol.user_id, key=fresh())
    assert len(missing.value.fields) == 1
    assert store.value(sql("select count(*) from customer")) == 1


def test_a_change_of_kind_loses_nothing(store: Store, cast: Cast, faces: Faces) -> None:
    field = define(store, cast, name="编号")
    write(store, cast, faces.wang, **{f"own_{field}": "0012"})
    with pytest.raises(InvalidInput) as refused:
        edit_own_field(store, cast.ada, field, {"name": "编号", "kind": "day"}, version=1, key=fresh())
    assert refused.value.fields["kind"].values == {"count": 1}
    edit_own_field(store, cast.ada, field, {"name": "编号", "kind": "number"}, version=1, key=fresh())
    assert values(store, cast, faces.wang) == {field: "12"}
    with pytest.raises(StaleWrite):
        edit_own_field(store, cast.ada, field, {"name": "编号", "kind": "text"}, version=1, key=fresh())
    edit_own_field(
        store, cast.ada, field, {"name": "编号", "kind": "number", "is_active": False}, version=2, key=fresh()
    )
    assert values(store, cast, faces.wang) == {field: "12"}
    with pytest.raises(NotFound):
        edit_own_field(store, cast.ada, 10**6, LEVEL, version=1, key=fresh())


def test_a_choice_that_somebody_has_is_not_taken_off_the_list(store: Store, cast: Cast, faces: Faces) -> None:
    field = add_own_field(store, cast.ada, LEVEL, key=fresh())
    write(store, cast, faces.wang, **{f"own_{field}": "银"})
    with pytest.raises(InvalidInput) as refused:
        edit_own_field(store, cast.ada, field, {**LEVEL, "choices": "金\n铜"}, version=1, key=fresh())
    assert refused.value.fields["choices"].values == {"count": 1}
    edit_own_field(store, cast.ada, field, {**LEVEL, "choices": "金\n银"}, version=1, key=fresh())


@given(st.lists(st.booleans(), max_size=6))
def test_a_draft_reads_what_it_is_told_and_nothing_else(ticks: list[bool]) -> None:
    told = {"name": "a", "kind": "text", "is_required": bool(ticks), "version": 9, "place": 1, "field_id": 4711}
    draft = OwnFieldDraft.parse(told)
    assert (draft.name, draft.is_required, draft.choices, draft.is_active) == ("a", bool(ticks), (), True)


def test_fields_change_places(store: Store, cast: Cast) -> None:
    ids = [define(store, cast, name=name) for name in "abc"]
    move_own_field(store, cast.ada, ids[2], is_up=True, key=fresh())
    move_own_field(store, cast.ada, ids[0], is_up=True, key=fresh())
    assert [field.name for field in own_fields(store, cast.ada)] == ["a", "c", "b"]


def test_the_lists_file_holds_them_typed_and_not_of_the_pool(store: Store, cast: Cast, faces: Faces) -> None:
    level, vip = add_own_field(store, cast.ada, LEVEL, key=fresh()), define(store, cast, name="=VIP", kind="truth")
    write(store, cast, faces.wang, **{f"own_{level}": "金", f"own_{vip}": "yes"})
    with store.transaction() as transaction:
        transaction.execute(sql("insert into own_field_value values ($1, $2, '银')"), [faces.pool, level])
    asked = CustomerListRequest(cast.tao.require(Permission.CUSTOMER_READ))
    headings = {**{name: name for name in COLUMNS}, f"own_{level}": "会员等级", f"own_{vip}": "=VIP"}
    words = {f"own_{vip}": {"true": "是", "false": "否"}}
    content = export_customers(store, cast.tao, asked, FileKind.CSV, headings=headings, words=words).decode("utf-8-sig")
    head, *lines = content.splitlines()
    assert head.endswith("会员等级,'=VIP")
    assert [line.endswith(",金,是") for line in lines if "王小明" in line] == [True]
    assert "银" not in content
    table = all_lines(store, asked, [f"own_{level}", "own_999"])
    assert table.column_names[-1] == f"own_{level}"
    assert sorted(value for value in table[f"own_{level}"].to_pylist() if value) == ["金"]
