"""Likings: stated ones, and those the data speak for, shown only with enough evidence, confirmed or rejected by people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.preferences.model import (
    LEAST_ORDERS,
    LEAST_SHARE,
    MOST,
    Aspect,
    Bought,
    Hours,
    Origin,
    Preferences,
    Talk,
    hours_of,
    liked_products,
    liked_ways,
)
from crm_core.customers.profile.preferences.service import (
    judge_preference,
    note_preference,
    preferences_of,
    remove_preference,
)
from crm_core.errors import AlreadyDone, CrmError, InvalidInput, NotFound, NotPermitted, Refused
from crm_core.interactions.model import Channel
from crm_core.interactions.service import log_interaction
from crm_core.store import Store
from tests.access.test_refusals import everything
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, faces, fresh
from tests.metrics.stage import Line, add_lines

__all__ = ["faces"]
BLUE = {"aspect": "colour", "value": "深色 'x' 🙂"}


def seen(store: Store, actor: Actor, customer_id: int) -> Preferences:
    return preferences_of(store, OneCustomer(actor.require(Permission.CUSTOMER_READ), customer_id))


def said(store: Store, actor: Actor, customer_id: int) -> list[tuple[str, str, str]]:
    return [(one.aspect, one.value, one.origin) for one in seen(store, actor, customer_id).kept]


def proposed(store: Store, actor: Actor, customer_id: int) -> list[tuple[str, str]]:
    return [(one.aspect, one.value) for one in seen(store, actor, customer_id).derived]


@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDE"), st.integers(-50, 500), st.integers(0, 9)), unique_by=lambda one: one[0]
    ),
    st.integers(0, 12),
)
def test_what_is_derived_stands_out_and_has_enough_behind_it(lines: list[tuple[str, int, int]], orders: int) -> None:
    bought = [Bought(name, Decimal(net), count) for name, net, count in lines]
    found = liked_products(bought, orders)
    assert not found or orders >= LEAST_ORDERS
    assert all(one.share >= LEAST_SHARE for one in found)
    assert sum(one.share for one in found) <= Decimal("1.0000001")
    assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)


def test_two_orders_or_two_talks_prove_nothing() -> None:
    assert liked_products([Bought("茶", Decimal(900), 2)], 2) == []
    talk = Talk(Channel.PHONE, NOW)
    assert liked_ways([talk, talk], "Asia/Shanghai") == []
    assert [one.value for one in liked_ways([talk] * 3, "Asia/Shanghai")] == ["phone", "morning"]
    evening = Talk(Channel.VISIT, NOW + timedelta(hours=10))
    assert liked_ways([talk, talk, evening, evening], "Asia/Shanghai") == []  # as often so as so
    mixed = [talk, Talk(Channel.VISIT, NOW), Talk(Channel.EMAIL, NOW)]
    assert [one.aspect for one in liked_ways(mixed, "Asia/Shanghai")] == [Aspect.TIME]


@pytest.mark.parametrize(
    ("hour", "kept"), [(11, "morning"), (12, "noon"), (14, "afternoon"), (18, "evening"), (23, "evening")]
)
def test_a_time_of_day_is_the_companys(hour: int, kept: str) -> None:
    moment = datetime(2026, 3, 2, hour, 0, tzinfo=UTC) - timedelta(hours=8)
    assert hours_of(moment, "Asia/Shanghai") is Hours(kept)


def test_a_liking_is_noted_once_and_taken_away(store: Store, cast: Cast, faces: Faces) -> None:
    key = fresh()
    made = note_preference(store, cast.sol, faces.wang, BLUE, key=key)
    with pytest.raises(AlreadyDone):
        note_preference(store, cast.sol, faces.wang, BLUE, key=key)
    with pytest.raises(InvalidInput):
        note_preference(store, cast.tao, faces.wang, {**BLUE, "value": "深色 'X' 🙂 "}, key=fresh())
    note_preference(store, cast.sol, faces.wang, {"aspect": "channel", "choice": "wechat", "value": "?"}, key=fresh())
    assert said(store, cast.rea, faces.wang) == [("channel", "wechat", "stated"), ("colour", "深色 'x' 🙂", "stated")]
    remove_preference(store, cast.sol, made, version=1, key=fresh())
    assert said(store, cast.sol, faces.wang) == [("channel", "wechat", "stated")]


def test_what_the_data_speak_for_is_confirmed_or_rejected_and_not_asked_again(
    store: Store, cast: Cast, faces: Faces
) -> None:
    days = [date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)]
    lines = [Line(day, at, faces.wang, 1, "80", category="绿茶") for at, day in enumerate(days, 1)]
    add_lines(store, [*lines, Line(days[0], 1, faces.wang, 1, "10", category="杯子"),
                      Line(date(2023, 1, 5), 9, faces.wang, 1, "9000", category="家具")])  # fmt: skip
    for back in (1, 2, 3, 4):
        with clock.held_at(NOW - timedelta(days=back)):
            outcome = {"channel": "phone", "outcome": "not_reached" if back == 4 else "reached", "content": "x"}
            log_interaction(store, cast.sol, faces.wang, outcome, key=fresh())
    found = seen(store, cast.sol, faces.wang).derived
    assert [(one.aspect, one.value) for one in found] == [
        ("product", "绿茶"),
        ("channel", "phone"),
        ("time", "morning"),
    ]
    assert str(found[0].evidence) == "96% of the spend of 24 months, in 3 of 3 orders"
    assert str(found[1].evidence) == "reached so 3 of 3 times in 24 months"
    judge_preference(store, cast.sol, faces.wang, Aspect.PRODUCT, "绿茶", is_right=True, key=fresh())
    judge_preference(store, cast.sol, faces.wang, Aspect.TIME, "morning", is_right=False, key=fresh())
    assert proposed(store, cast.sol, faces.wang) == [("channel", "phone")]
    assert said(store, cast.sol, faces.wang) == [("product", "绿茶", Origin.CONFIRMED)]
    (confirmed,) = seen(store, cast.sol, faces.wang).kept
    assert confirmed.evidence == found[0].evidence
    with pytest.raises(Refused):
        judge_preference(store, cast.sol, faces.wang, Aspect.TIME, "morning", is_right=True, key=fresh())
    stated = {"aspect": "time", "choice": "morning"}  # the customer's own word stands over a rejection
    note_preference(store, cast.sol, faces.wang, stated, key=fresh())
    assert ("time", "morning", "stated") in said(store, cast.sol, faces.wang)


def test_a_liking_says_in_which_interaction_it_was_stated(store: Store, cast: Cast, faces: Faces) -> None:
    said_in = {"channel": "visit", "outcome": "reached", "content": "x"}
    talk, other = (log_interaction(store, cast.mia, one, said_in, key=fresh()) for one in (faces.wang, faces.li))
    note_preference(store, cast.sol, faces.wang, {**BLUE, "interaction_id": talk}, key=fresh())
    (kept,) = seen(store, cast.sol, faces.wang).kept
    assert (kept.interaction_id, kept.said_by, kept.said_on) == (talk, Channel.VISIT, date(2026, 3, 18))
    for wrong in (other, 4711):
        with pytest.raises(InvalidInput):
            note_preference(store, cast.sol, faces.wang, {**BLUE, "value": "y", "interaction_id": wrong}, key=fresh())


@pytest.mark.parametrize(
    "given",
    [
        {}, {"aspect": "taste"}, {"aspect": "colour"}, {"aspect": "colour", "value": " "}, {"aspect": "colour", "choice": "x"},
        {"aspect": "channel", "choice": "pigeon"}, {"aspect": "time", "value": "morning"},
        {"aspect": "colour", "value": "x" * 101}, {**BLUE, "noted_on": date(2026, 3, 19)},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(store: Store, cast: Cast, faces: Faces, given: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        note_preference(store, cast.sol, faces.wang, given, key=fresh())


def test_nobody_else_notes_judges_or_removes(store: Store, cast: Cast, faces: Faces) -> None:
    made = note_preference(store, cast.sol, faces.wang, BLUE, key=fresh())
    before = everything(store)
    for actor, refusal in ((cast.vic, NotFound), (cast.rea, NotPermitted)):
        calls: list[object] = [
            lambda actor=actor: note_preference(store, actor, faces.wang, {**BLUE, "value": "y"}, key=fresh()),
            lambda actor=actor: judge_preference(
                store, actor, faces.wang, Aspect.PRODUCT, "x", is_right=True, key=fresh()
            ),
            lambda actor=actor: remove_preference(store, actor, made, version=1, key=fresh()),
        ]
        for call in calls:
            with pytest.raises(CrmError) as caught:
                call()  # type: ignore[operator] # each is a call
            assert type(caught.value) is refusal
    with pytest.raises(NotFound):
        seen(store, cast.vic, faces.wang)
    with pytest.raises(NotFound):
        remove_preference(store, cast.sol, made, version=7, key=fresh())
    assert everything(store) == before


def test_a_form_sets_its_own_fields_alone_and_there_are_only_so_many(store: Store, cast: Cast, faces: Faces) -> None:
    more = {"customer_id": faces.nan, "preference_id": 4711, "version": 9, "noted_by": 1, "origin": "rejected"}
    for at in range(MOST):
        note_preference(store, cast.sol, faces.wang, {"aspect": "other", "value": f"x{at}", **more}, key=fresh())
    found = store.rows(sql("select distinct customer_id, version, noted_by, origin from customer_preference"))
    assert found == [{"customer_id": faces.wang, "version": 1, "noted_by": cast.sol.user_id, "origin": "stated"}]
    with pytest.raises(Refused):
        note_preference(store, cast.sol, faces.wang, BLUE, key=fresh())
