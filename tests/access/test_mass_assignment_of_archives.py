"""What a form of a stage, an own field, a tag, a need or an origin does not have is not changed by sending it."""

from __future__ import annotations

from datetime import date

from crm_core.customers.profile.needs.service import add_need, edit_need, set_origin
from crm_core.customers.profile.own_fields.service import add_own_field, edit_own_field
from crm_core.customers.profile.stages.service import set_stage
from crm_core.customers.profile.tags.service import add_tag, rename_tag
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, faces, fresh

__all__ = ["faces"]
LEVEL = {"name": "会员等级", "kind": "choice", "choices": "金\n银\n铜"}


def test_a_stage_is_the_customers_whose_page_it_is_and_bears_who_gave_it(
    store: Store, cast: Cast, faces: Faces
) -> None:
    wanted = {"stage_id": 4711, "customer_id": faces.nan, "set_by": 1, "set_at": "2020-01-01", "is_proposed": True}
    set_stage(store, cast.sol, faces.wang, {"stage": "active", **wanted}, version=0, key=fresh())
    (row,) = store.rows(sql("select * from customer_stage"))
    assert (row["customer_id"], row["set_by"], row["is_proposed"]) == (faces.wang, cast.sol.user_id, False)
    assert row["stage_id"] != 4711
    assert row["set_at"].date() == date(2026, 3, 18)


def test_an_own_field_keeps_its_number_its_place_and_its_version(store: Store, cast: Cast) -> None:
    wanted = {"field_id": 4711, "place": 99, "version": 99, "name_key": "x", "updated_at": "2020-01-01"}
    made = add_own_field(store, cast.ada, {**LEVEL, **wanted}, key=fresh())
    other = add_own_field(store, cast.ada, {**LEVEL, "name": "其他"}, key=fresh())
    edit_own_field(
        store, cast.ada, made, {**LEVEL, **wanted, "name": "等级", "field_id": other}, version=1, key=fresh()
    )
    rows = store.rows(
        sql("select field_id, name, version, name_key <> 'x' as is_keyed from own_field order by field_id")
    )
    assert rows == [
        {"field_id": made, "name": "等级", "version": 2, "is_keyed": True},
        {"field_id": other, "name": "其他", "version": 1, "is_keyed": True},
    ]
    assert store.value(sql("select max(place) from own_field")) < 99


def test_a_tag_keeps_its_number_its_maker_and_its_version(store: Store, cast: Cast) -> None:
    wanted = {
        "tag_id": 4711,
        "version": 99,
        "name_key": "x",
        "created_by": cast.vic.user_id,
        "updated_at": "2020-01-01",
    }
    other = add_tag(store, cast.mia, {"name": "团购"}, key=fresh())
    made = add_tag(store, cast.mia, {"name": "送礼", **wanted}, key=fresh())
    rename_tag(store, cast.mia, made, {"name": "商务送礼", **wanted, "tag_id": other}, version=1, key=fresh())
    rows = store.rows(
        sql("select tag_id, name, version, created_by, name_key <> 'x' as is_keyed from tag order by tag_id")
    )
    maker = {"created_by": cast.mia.user_id, "is_keyed": True}
    assert rows == [
        {"tag_id": other, "name": "团购", "version": 1, **maker},
        {"tag_id": made, "name": "商务送礼", "version": 2, **maker},
    ]


def test_a_need_stays_with_its_customer_and_bears_who_noted_it(store: Store, cast: Cast, faces: Faces) -> None:
    wanted = {"need_id": 4711, "customer_id": faces.nan, "version": 99, "created_by": cast.vic.user_id}
    given = {"kind": "price", "content": "长期供价", "weight": 3, "noted_on": date(2026, 3, 2)}
    need_id = add_need(store, cast.sol, faces.wang, {**given, **wanted}, key=fresh())
    edit_need(store, cast.sol, need_id, {**given, **wanted, "state": "met"}, version=1, key=fresh())
    (row,) = store.rows(sql("select need_id, customer_id, state, version, created_by from customer_need"))
    assert row == {
        "need_id": need_id, "customer_id": faces.wang, "state": "met", "version": 2, "created_by": cast.sol.user_id,
    }  # fmt: skip
    assert need_id != 4711


def test_an_origin_stays_with_its_customer(store: Store, cast: Cast, faces: Faces) -> None:
    wanted = {"customer_id": faces.nan, "version": 99, "updated_by": cast.vic.user_id, "updated_at": "2020-01-01"}
    set_origin(store, cast.sol, faces.wang, {"way": "on_site", **wanted}, version=0, key=fresh())
    (row,) = store.rows(sql("select customer_id, way, version, updated_by from customer_origin"))
    assert row == {"customer_id": faces.wang, "way": "on_site", "version": 1, "updated_by": cast.sol.user_id}
