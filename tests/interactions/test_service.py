"""Logging, promising and keeping; and what happens to who may not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.model import OneCustomer
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.interactions.model import Day, DayRequest
from crm_core.interactions.service import (
    add_follow_up,
    cancel_follow_up,
    edit_interaction,
    follow_ups_of,
    log_interaction,
    logged_lately,
    may_change,
    my_day,
    postpone_follow_up,
)
from crm_core.store import Store
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, content, fresh

TODAY = date(2026, 3, 18)
SAID = {"channel": "phone", "outcome": "reached", "content": "聊了聊报价"}


def day_of(store: Store, actor: Actor) -> Day:
    return my_day(store, DayRequest(actor.require(Permission.INTERACTION_LOG), TODAY))


def promise(store: Store, actor: Actor, customer_id: int, due_on: str = "2026-03-20") -> int:
    return add_follow_up(store, actor, customer_id, {"due_on": due_on, "purpose": "报价"}, key=fresh())


def overdue(store: Store, follow_up_id: int, due_on: date) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("update follow_up set due_on = $2 where follow_up_id = $1"), [follow_up_id, due_on])


def work_along(store: Store, customer_id: int, actor: Actor) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("insert into collaborator values ($1, $2, $3)"), [customer_id, actor.user_id, NOW])


# Logging --------------------------------------------------------------------------------------------------------------


def test_what_was_logged_is_stamped_with_owner_team_and_local_day(store: Store, cast: Cast, faces: Faces) -> None:
    log_interaction(store, cast.tao, faces.wang, {**SAID, "happened_at": "2026-03-18 00:30"}, key=fresh())
    row = store.row(sql("select * from interaction"))
    assert row is not None
    assert (row["user_id"], row["owner_id"], row["team_id"]) == (cast.tao.user_id, cast.sol.user_id, cast.north)
    assert (row["happened_on"], row["happened_at"].isoformat()) == (date(2026, 3, 18), "2026-03-17T16:30:00+00:00")
    assert audit.verify(store) is None


def test_who_may_log_where(store: Store, cast: Cast, faces: Faces) -> None:
    for actor, customer_id in (
        (cast.sol, faces.wang), (cast.tao, faces.wang), (cast.mia, faces.nan), (cast.mia, faces.pool),
    ):  # fmt: skip
        log_interaction(store, actor, customer_id, SAID, key=fresh())
    for actor, customer_id, refusal in (
        (cast.vic, faces.wang, NotFound),
        (cast.sol, faces.li, NotFound),
        (cast.sol, faces.pool, NotFound),
        (cast.tao, faces.nan, NotFound),
        (cast.tao, faces.pool, NotFound),
        (cast.rea, faces.wang, NotPermitted),
        (cast.ada, faces.wang, NotPermitted),
    ):
        before, entries = content(store), store.head.seq
        with pytest.raises(refusal):
            log_interaction(store, actor, customer_id, SAID, key=fresh())
        assert (content(store), store.head.seq) == (before, entries)


def test_a_double_click_logs_once(store: Store, cast: Cast, faces: Faces) -> None:
    key = fresh()
    first = log_interaction(store, cast.sol, faces.wang, SAID, key=key)
    with pytest.raises(AlreadyDone) as caught:
        log_interaction(store, cast.sol, faces.wang, SAID, key=key)
    assert caught.value.result == first
    assert store.value(sql("select count(*) from interaction")) == 1


def test_what_cannot_be_taken_leaves_nothing(store: Store, cast: Cast, faces: Faces) -> None:
    before = content(store)
    with pytest.raises(InvalidInput):
        log_interaction(store, cast.sol, faces.wang, {**SAID, "next_due_on": "2026-03-17"}, key=fresh())
    assert content(store) == before


def test_a_next_follow_up_is_promised_with_it(store: Store, cast: Cast, faces: Faces) -> None:
    log_interaction(
        store, cast.sol, faces.wang, {**SAID, "next_due_on": "2026-03-19", "next_purpose": "送样"}, key=fresh()
    )
    item = day_of(store, cast.sol).coming[0]
    assert (item.customer, item.purpose, item.due_on, item.channel) == ("王小明", "送样", date(2026, 3, 19), "phone")
    assert item.last_contact_at == NOW


def test_logging_keeps_the_promise_it_is_given(store: Store, cast: Cast, faces: Faces) -> None:
    follow_up_id = promise(store, cast.sol, faces.wang, "2026-03-18")
    made = log_interaction(store, cast.sol, faces.wang, SAID, key=fresh(), follow_up_id=follow_up_id)
    row = store.row(sql("select status, done_by, closed_at from follow_up"))
    assert row == {"status": "done", "done_by": made, "closed_at": NOW}
    assert day_of(store, cast.sol) == Day((), (), (), logged_today=1)
    before = content(store)
    with pytest.raises(Refused):
        log_interaction(store, cast.sol, faces.wang, SAID, key=fresh(), follow_up_id=follow_up_id)
    assert content(store) == before


def test_a_promise_stays_open_where_nobody_was_reached(store: Store, cast: Cast, faces: Faces) -> None:
    follow_up_id = promise(store, cast.sol, faces.wang, "2026-03-18")
    missed = {"channel": "phone", "outcome": "not_reached", "content": ""}
    log_interaction(store, cast.sol, faces.wang, missed, key=fresh(), follow_up_id=follow_up_id)
    assert [item.follow_up_id for item in day_of(store, cast.sol).due] == [follow_up_id]
    again = {**missed, "next_due_on": "2026-03-19"}
    log_interaction(store, cast.sol, faces.wang, again, key=fresh(), follow_up_id=follow_up_id)
    coming = day_of(store, cast.sol).coming
    assert [(item.follow_up_id, item.due_on, item.purpose) for item in coming] == [
        (follow_up_id, date(2026, 3, 19), "报价")
    ]


def test_a_promise_of_another_customer_is_not_kept(store: Store, cast: Cast, faces: Faces) -> None:
    follow_up_id = promise(store, cast.vic, faces.nan)
    before = content(store)
    with pytest.raises(NotFound):
        log_interaction(store, cast.sol, faces.wang, SAID, key=fresh(), follow_up_id=follow_up_id)
    assert content(store) == before


def test_staff_neither_keep_nor_move_a_colleagues_promise(store: Store, cast: Cast, faces: Faces) -> None:
    work_along(store, faces.wang, cast.vic)
    theirs, own = promise(store, cast.sol, faces.wang), promise(store, cast.vic, faces.wang)
    before = content(store)
    for said in (SAID, {"channel": "phone", "outcome": "not_reached", "content": "", "next_due_on": "2026-03-25"}):
        with pytest.raises(NotFound):
            log_interaction(store, cast.vic, faces.wang, said, key=fresh(), follow_up_id=theirs)
    assert content(store) == before
    reach = cast.vic.require(Permission.INTERACTION_LOG)
    items = follow_ups_of(store, OneCustomer(reach, faces.wang))
    assert {item.follow_up_id for item in items if may_change(cast.vic, item)} == {own}
    assert all(may_change(cast.tao, item) and not may_change(cast.rea, item) for item in items)
    log_interaction(store, cast.tao, faces.wang, SAID, key=fresh(), follow_up_id=theirs)


# Correcting -----------------------------------------------------------------------------------------------------------


def test_an_own_interaction_is_corrected_within_a_day(store: Store, cast: Cast, faces: Faces) -> None:
    made = log_interaction(store, cast.sol, faces.wang, SAID, key=fresh())
    edit_interaction(store, cast.sol, made, {**SAID, "content": "改正"}, version=1, key=fresh())
    found = logged_lately(store, OneCustomer(cast.sol.require(Permission.INTERACTION_LOG), faces.wang))
    assert [(item.content, item.version) for item in found] == [("改正", 2)]
    with pytest.raises(StaleWrite) as caught:
        edit_interaction(store, cast.sol, made, {**SAID, "content": "又改"}, version=1, key=fresh())
    assert (caught.value.mine["content"], caught.value.theirs["content"]) == ("又改", "改正")


def test_after_a_day_or_by_others_nothing_is_corrected(store: Store, cast: Cast, faces: Faces) -> None:
    made = log_interaction(store, cast.sol, faces.wang, SAID, key=fresh())
    before = content(store)
    for actor, refusal in ((cast.tao, NotFound), (cast.mia, NotFound), (cast.vic, NotFound), (cast.rea, NotPermitted)):
        with pytest.raises(refusal):
            edit_interaction(store, actor, made, SAID, version=1, key=fresh())
    with clock.held_at(NOW + timedelta(hours=25)), pytest.raises(Refused):
        edit_interaction(store, cast.sol, made, SAID, version=1, key=fresh())
    assert content(store) == before


# Follow-ups -----------------------------------------------------------------------------------------------------------


def test_my_day_is_overdue_today_and_a_week(store: Store, cast: Cast, faces: Faces) -> None:
    late = promise(store, cast.sol, faces.wang)
    overdue(store, late, date(2026, 3, 1))
    now, soon = promise(store, cast.sol, faces.wang, "2026-03-18"), promise(store, cast.sol, faces.wang, "2026-03-25")
    promise(store, cast.sol, faces.wang, "2026-03-26")
    day = day_of(store, cast.sol)
    assert [[item.follow_up_id for item in part] for part in (day.overdue, day.due, day.coming)] == [
        [late], [now], [soon],
    ]  # fmt: skip
    assert day_of(store, cast.vic) == Day((), (), (), logged_today=0)


def test_a_customer_that_is_gone_is_gone_from_the_day(store: Store, cast: Cast, faces: Faces) -> None:
    promise(store, cast.sol, faces.wang)
    with store.transaction() as transaction:
        transaction.execute(
            sql("update customer set owner_id = $1, team_id = $2 where code = 'C-WANG'"), [5, cast.south]
        )
    assert day_of(store, cast.sol).coming == ()


def test_postponing_and_cancelling_need_the_version_that_was_seen(store: Store, cast: Cast, faces: Faces) -> None:
    made = promise(store, cast.sol, faces.wang)
    postpone_follow_up(store, cast.sol, made, {"due_on": "2026-03-22"}, version=1, key=fresh())
    item = day_of(store, cast.sol).coming[0]
    assert (item.due_on, item.purpose, item.version) == (date(2026, 3, 22), "报价", 2)
    for change in (
        lambda: postpone_follow_up(store, cast.sol, made, {"due_on": "2026-03-23"}, version=1, key=fresh()),
        lambda: cancel_follow_up(store, cast.sol, made, "不需要", version=1, key=fresh()),
    ):
        before = content(store)
        with pytest.raises(StaleWrite):
            change()
        assert content(store) == before
    with pytest.raises(InvalidInput):
        cancel_follow_up(store, cast.sol, made, " ", version=2, key=fresh())
    cancel_follow_up(store, cast.sol, made, "不需要", version=2, key=fresh())
    assert day_of(store, cast.sol).coming == ()


def test_nobody_changes_a_follow_up_out_of_reach(store: Store, cast: Cast, faces: Faces) -> None:
    made = promise(store, cast.sol, faces.wang)
    for actor, refusal in ((cast.vic, NotFound), (cast.rea, NotPermitted), (cast.ada, NotPermitted)):
        before = content(store)
        with pytest.raises(refusal):
            postpone_follow_up(store, actor, made, {"due_on": "2026-03-22"}, version=1, key=fresh())
        with pytest.raises(refusal):
            cancel_follow_up(store, actor, made, "x", version=1, key=fresh())
        with pytest.raises(refusal):
            add_follow_up(store, actor, faces.wang, {"due_on": "2026-03-22"}, key=fresh())
        assert content(store) == before
    postpone_follow_up(store, cast.tao, made, {"due_on": "2026-03-22"}, version=1, key=fresh())


def test_a_lead_gives_a_task_to_the_owner_who_is_told(store: Store, cast: Cast, faces: Faces) -> None:
    add_follow_up(store, cast.tao, faces.wang, {"due_on": "2026-03-19"}, key=fresh(), user_id=cast.sol.user_id)
    assert len(day_of(store, cast.sol).coming) == 1
    assert store.value(sql("select count(*) from notice where user_id = $1"), [cast.sol.user_id]) == 1
    for actor, user in ((cast.tao, cast.vic), (cast.sol, cast.tao)):
        with pytest.raises(InvalidInput):
            add_follow_up(store, actor, faces.wang, {"due_on": "2026-03-19"}, key=fresh(), user_id=user.user_id)


def test_a_customers_follow_ups_are_seen_by_who_sees_the_customer(store: Store, cast: Cast, faces: Faces) -> None:
    promise(store, cast.sol, faces.wang)
    reach = cast.rea.require(Permission.CUSTOMER_READ)
    assert [item.who for item in follow_ups_of(store, OneCustomer(reach, faces.wang))] == ["Sol"]
    with pytest.raises(NotFound):
        follow_ups_of(store, OneCustomer(cast.vic.require(Permission.CUSTOMER_READ), faces.wang))
