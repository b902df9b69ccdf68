"""What a form of a stage or of an own field does not have is not changed by sending it."""

from __future__ import annotations

from datetime import date

from crm_core.customers.profile.own_fields.service import add_own_field, edit_own_field
from crm_core.customers.profile.stages.service import set_stage
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
