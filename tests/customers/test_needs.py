"""What a customer wants and where the data came from: noted with day, weight and state, by who may edit the customer."""

from __future__ import annotations

from datetime import date

import pytest

from crm_core.access.model import Actor, Permission
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.needs.model import MOST_NEEDS, Need, NeedState, Origin, Want, Way
from crm_core.customers.profile.needs.service import add_need, edit_need, needs_of, origin_of, set_origin
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, fresh

CHEAP = {"kind": "price", "content": "比 'x' 便宜 🙂", "weight": 3}


def wants(store: Store, actor: Actor, customer_id: int) -> tuple[Need, ...]:
    return needs_of(store, OneCustomer(actor.require(Permission.CUSTOMER_READ), customer_id))


def test_a_need_is_noted_once_and_met_later(store: Store, cast: Cast, faces: Faces) -> None:
    key = fresh()
    need_id = add_need(store, cast.sol, faces.wang, CHEAP, key=key)
    with pytest.raises(AlreadyDone):
        add_need(store, cast.sol, faces.wang, CHEAP, key=key)
    add_need(store, cast.tao, faces.wang, {"kind": "ease", "weight": 1, "noted_on": date(2026, 1, 2)}, key=fresh())
    first, second = wants(store, cast.sol, faces.wang)
    assert first == Need(need_id, Want.PRICE, "比 'x' 便宜 🙂", 3, NeedState.OPEN, date(2026, 3, 18), 1)
    assert (second.kind, second.noted_on) == (Want.EASE, date(2026, 1, 2))
    edit_need(store, cast.sol, need_id, {**CHEAP, "state": "met"}, version=1, key=fresh())
    assert [one.state for one in wants(store, cast.rea, faces.wang)] == [NeedState.OPEN, NeedState.MET]
    with pytest.raises(StaleWrite):
        edit_need(store, cast.tao, need_id, {**CHEAP, "state": "given_up"}, version=1, key=fresh())


@pytest.mark.parametrize(
    "given",
    [
        {}, {"kind": "love"}, {"kind": "other"}, {"kind": "price", "weight": 4}, {"kind": "price", "weight": True},
        {"kind": "price", "state": "lost"}, {"kind": "price", "noted_on": date(2026, 3, 19)}, {"kind": "price", "content": "x" * 501},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(store: Store, cast: Cast, faces: Faces, given: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        add_need(store, cast.sol, faces.wang, given, key=fresh())
    assert wants(store, cast.sol, faces.wang) == ()


def test_nobody_else_notes_or_reads(store: Store, cast: Cast, faces: Faces) -> None:
    need_id = add_need(store, cast.sol, faces.wang, CHEAP, key=fresh())
    for actor, refusal in ((cast.vic, NotFound), (cast.rea, NotPermitted)):
        with pytest.raises(refusal):
            add_need(store, actor, faces.wang, CHEAP, key=fresh())
        with pytest.raises(refusal):
            edit_need(store, actor, need_id, CHEAP, version=1, key=fresh())
        with pytest.raises(refusal):
            set_origin(store, actor, faces.wang, {"way": "online"}, version=0, key=fresh())
    with pytest.raises(NotFound):
        wants(store, cast.vic, faces.wang)
    with pytest.raises(NotFound):
        origin_of(store, OneCustomer(cast.vic.require(Permission.CUSTOMER_READ), faces.wang))


def test_a_form_sets_its_own_fields_alone(store: Store, cast: Cast, faces: Faces) -> None:
    more = {"customer_id": faces.nan, "need_id": 4711, "version": 9, "created_by": 1}
    need_id = add_need(store, cast.sol, faces.wang, {**CHEAP, **more}, key=fresh())
    edit_need(store, cast.sol, need_id, {**CHEAP, **more}, version=1, key=fresh())
    row = store.row(sql("select customer_id, version, created_by from customer_need"))
    assert row == {"customer_id": faces.wang, "version": 2, "created_by": cast.sol.user_id}


def test_there_are_only_so_many(store: Store, cast: Cast, faces: Faces) -> None:
    for _ in range(MOST_NEEDS):
        add_need(store, cast.sol, faces.wang, CHEAP, key=fresh())
    with pytest.raises(Refused):
        add_need(store, cast.sol, faces.wang, CHEAP, key=fresh())


def test_the_origin_is_kept_and_not_overwritten(store: Store, cast: Cast, faces: Faces) -> None:
    asked = OneCustomer(cast.sol.require(Permission.CUSTOMER_READ), faces.wang)
    assert origin_of(store, asked) == Origin()
    given = {"way": "membership", "first_contact_on": date(2025, 5, 1)}
    set_origin(store, cast.sol, faces.wang, given, version=0, key=fresh())
    assert origin_of(store, asked) == Origin(Way.MEMBERSHIP, date(2025, 5, 1), 1)
    with pytest.raises(StaleWrite):
        set_origin(store, cast.tao, faces.wang, {"way": "online"}, version=0, key=fresh())
    for wrong in ({"way": "magic"}, {"first_contact_on": date(2026, 3, 19)}):
        with pytest.raises(InvalidInput):
            set_origin(store, cast.sol, faces.wang, wrong, version=1, key=fresh())
    set_origin(store, cast.sol, faces.wang, {"way": "", "first_contact_on": None}, version=1, key=fresh())
    assert origin_of(store, asked) == Origin(None, None, 2)
