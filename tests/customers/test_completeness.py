"""How complete a record is: the metric's own share of one customer, and the field that helps most to ask for."""

from __future__ import annotations

import pytest

from crm_core.access.model import CONSOLE, Actor, Permission
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.completeness import ASK_LABELS, WEIGHTS, Completeness, completeness_of
from crm_core.customers.profile.own_fields.service import add_own_field
from crm_core.errors import NotFound
from crm_core.metrics.service import measure
from crm_core.store import Store
from tests.conftest import Cast
from tests.customers.faces import Faces, add, fresh
from tests.metrics.conftest import MARCH, ask


def seen(store: Store, actor: Actor, customer_id: int) -> Completeness:
    return completeness_of(store, OneCustomer(actor.require(Permission.CUSTOMER_READ), customer_id))


def test_the_share_is_the_metrics_own(store: Store, cast: Cast, faces: Faces) -> None:
    for actor, customer_id in ((cast.sol, faces.wang), (cast.vic, faces.nan)):
        found = seen(store, actor, customer_id)
        row = measure(store, ask("record_completeness", MARCH, actor=actor)).total
        assert (row.numerator, row.denominator) == (found.filled, found.fields)
    assert seen(store, cast.sol, faces.wang) == Completeness(6, 6, None, None, "Postal address")
    assert seen(store, cast.vic, faces.nan).share == pytest.approx(4 / 6)


def test_what_helps_most_is_asked_for_first_and_only_what_is_missing(store: Store, cast: Cast, faces: Faces) -> None:
    bare = add(store, cast.mia, "空", cast.sol)
    given: dict[str, object] = {}
    filled = {"phone": "13811112222", "birthday": "1990-01-01", "email": "a@b.cn", "region": "北京", "gender": "female"}
    assert seen(store, cast.sol, bare).ask == "phone"
    for name in sorted(WEIGHTS, key=lambda each: -WEIGHTS[each]):
        one = add(store, cast.mia, f"到 {name}", cast.sol, **given)
        assert seen(store, cast.sol, one).ask == name
        given[name] = filled[name]
        given["phone"] = f"1381111{len(given):04d}"
    assert seen(store, cast.tao, faces.li).ask == "email"  # of a company neither birthday nor gender
    assert WEIGHTS.keys() == ASK_LABELS.keys()


def test_a_full_record_asks_for_the_required_own_field(store: Store, cast: Cast, faces: Faces) -> None:
    for name, kind in (("行业", "company"), ("会员等级", "person")):
        add_own_field(
            store, CONSOLE, {"name": name, "kind": "text", "for_kind": kind, "is_required": True}, key=fresh()
        )
    found = seen(store, cast.sol, faces.wang)
    assert (found.share, found.ask, found.ask_own) == (1.0, None, "会员等级")


def test_another_teams_record_is_not_told_of(store: Store, cast: Cast, faces: Faces) -> None:
    for customer_id in (faces.nan, faces.pool, 10**6):
        with pytest.raises(NotFound):
            seen(store, cast.sol, customer_id)
