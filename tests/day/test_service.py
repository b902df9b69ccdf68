"""My day over a store: occasions on their day, seen to, put off or let pass; not reached in one touch; a deputy's norms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.contacts.service import add_contact
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.birthdays.service import set_birthday
from crm_core.customers.service import customer_face, seen_customer
from crm_core.day.model import (
    ClosedRequest,
    OccasionKind,
    OccasionsRequest,
    PersonRequest,
    SpokenRequest,
    TeamRequest,
    Worth,
    WorthRequest,
    still_to_see,
)
from crm_core.day.service import (
    answer_occasion,
    closed_among,
    give_task,
    occasions,
    own_worths,
    spoken_since,
    tasks_of,
    team_load,
    worths,
)
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.interactions.model import DayRequest
from crm_core.interactions.service import add_follow_up, log_interaction, log_not_reached, my_day
from crm_core.privacy.consent.service import close_channel
from crm_core.relationships.model import Dimension, Rung
from crm_core.relationships.norms.model import DueRequest
from crm_core.relationships.norms.service import due_by_norm, put_off, save_norm
from crm_core.relationships.service import set_standing
from crm_core.store import Store
from crm_core.team.absence.service import add_absence
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, faces, fresh
from tests.relationships.stage import amount, buy

__all__ = ["faces"]
TODAY = date(2026, 3, 18)


def found(store: Store, actor: Actor, day: date = TODAY) -> list[tuple[int, OccasionKind, date, int]]:
    reach = actor.require(Permission.INTERACTION_LOG)
    every = occasions(store, OccasionsRequest(reach, day))
    ids = tuple(one.customer_id for one in every)
    every = still_to_see(every, spoken_since(store, SpokenRequest(reach, ids, date(2026, 3, 1))))
    return [(one.customer_id, one.kind, one.on, one.contact_id) for one in every]


def test_occasions_are_seen_on_their_day_and_gone_when_seen_to(store: Store, cast: Cast, faces: Faces) -> None:
    born = {"calendar": "solar", "month": "3", "day": "18"}
    set_birthday(store, cast.sol, faces.wang, 0, born, version=0, key=fresh())
    boss = add_contact(store, cast.tao, faces.li, {"name": "赵经理"}, key=fresh())
    set_birthday(
        store, cast.tao, faces.li, boss, {"calendar": "lunar", "month": "2", "day": "3"}, version=0, key=fresh()
    )
    buy(store, [(faces.li, date(2021, 3, 18), "99"), (faces.wang, date(2024, 3, 18), "99")])
    set_standing(store, cast.tao, faces.li, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())
    assert found(store, cast.sol) == [(faces.wang, OccasionKind.BIRTHDAY, TODAY, 0)], "low tiers keep no years"
    assert found(store, cast.tao) == [(faces.li, OccasionKind.YEARS, TODAY, 0)]
    saturday = date(2026, 3, 21)
    assert found(store, cast.tao, date(2026, 3, 19))[-1:] == [(faces.li, OccasionKind.YEARS, TODAY, 0)]
    assert (faces.li, OccasionKind.BIRTHDAY, saturday, boss) in found(store, cast.tao, date(2026, 3, 20))
    assert found(store, cast.tao, saturday) == [], "a day off"
    assert (faces.li, OccasionKind.BIRTHDAY, saturday, boss) in found(store, cast.tao, date(2026, 3, 23))
    assert found(store, cast.tao, date(2026, 3, 25)) == []
    assert found(store, cast.vic) == []
    log_interaction(
        store, cast.sol, faces.wang, {"channel": "phone", "outcome": "reached", "content": "x"}, key=fresh()
    )
    assert found(store, cast.sol) == []
    years = {"kind": "years", "on": TODAY, "contact_id": 0, "answered_by": 9, "customer_id": faces.wang}
    with pytest.raises(InvalidInput):
        answer_occasion(store, cast.tao, faces.li, years, key=fresh())
    for who, refusal in ((cast.vic, NotFound), (cast.rea, NotPermitted)):
        with pytest.raises(refusal):
            answer_occasion(store, who, faces.li, {**years, "reason": "不需要"}, key=fresh())
    answer_occasion(store, cast.tao, faces.li, {**years, "due_on": date(2026, 3, 19), "for": "五周年"}, key="once")
    with pytest.raises(AlreadyDone):
        answer_occasion(store, cast.tao, faces.li, {**years, "due_on": date(2026, 3, 19)}, key="once")
    assert found(store, cast.tao) == []
    (promise,) = store.rows(sql("select customer_id, due_on, purpose, user_id from follow_up"))
    assert promise == {
        "customer_id": faces.li, "due_on": date(2026, 3, 19), "purpose": "五周年", "user_id": cast.tao.user_id,
    }  # fmt: skip
    assert store.rows(sql("select customer_id, answered_by from occasion_answer")) == [
        {"customer_id": faces.li, "answered_by": cast.tao.user_id}
    ]


def test_what_customers_are_worth_and_what_they_closed_is_told_within_the_reach(
    store: Store, cast: Cast, faces: Faces
) -> None:
    buy(
        store,
        [
            (faces.wang, date(2026, 1, 5), "120.50"),
            (faces.nan, date(2026, 1, 5), "9"),
            (faces.wang, date(2024, 1, 5), "7"),
        ],
    )
    set_standing(store, cast.sol, faces.wang, Dimension.TIER, {"rung": "mid"}, version=0, key=fresh())
    everybody = (faces.wang, faces.li, faces.nan)
    own = own_worths(store, OccasionsRequest(cast.sol.require(Permission.INTERACTION_LOG), TODAY))
    assert own == {faces.wang: Worth(Rung.MID, amount("120.50"))}
    asked = WorthRequest(cast.sol.require(Permission.INTERACTION_LOG), everybody, TODAY)
    assert worths(store, asked) == {faces.wang: Worth(Rung.MID, amount("120.50"))}
    assert set(worths(store, replace(asked, reach=cast.mia.require(Permission.INTERACTION_LOG)))) == set(everybody)
    close_channel(store, cast.mia, faces.wang, {"channel": "phone", "since_on": TODAY}, key=fresh())
    close_channel(store, cast.mia, faces.nan, {"channel": "sms", "since_on": TODAY}, key=fresh())
    marked = ClosedRequest(asked.reach, tuple(everybody))
    assert closed_among(store, marked) == {faces.wang: ("phone",)}, "another team's is not told"
    assert set(closed_among(store, replace(marked, reach=cast.mia.require(Permission.INTERACTION_LOG)))) == {
        faces.wang, faces.nan,
    }  # fmt: skip


def test_not_reached_in_one_touch_is_on_the_next_working_day(store: Store, cast: Cast, faces: Faces) -> None:
    with clock.held_at(NOW + timedelta(days=2)):  # Friday
        again_on = log_not_reached(store, cast.sol, faces.wang, {"channel": None, "purpose": "生日"}, key="once")
        with pytest.raises(AlreadyDone):
            log_not_reached(store, cast.sol, faces.wang, {}, key="once")
        assert again_on == date(2026, 3, 23)
        (promise,) = store.rows(sql("select follow_up_id, due_on, purpose, version from follow_up"))
        log_not_reached(store, cast.sol, faces.wang, {}, key=fresh(), follow_up_id=promise["follow_up_id"])
    assert (promise["due_on"], promise["purpose"]) == (again_on, "生日")
    (moved,) = store.rows(sql("select due_on, purpose, status from follow_up"))
    assert moved == {"due_on": again_on, "purpose": "生日", "status": "open"}
    assert store.value(sql("select count(*) from interaction where outcome = 'not_reached'")) == 2


def test_a_deputy_sees_and_does_what_is_due_by_norm_or_an_occasion_and_nothing_else(
    store: Store, cast: Cast, faces: Faces
) -> None:
    save_norm(store, cast.mia, {"rung": "high", "channel": "", "days": "7", "guide": "", "team_id": ""}, key=fresh())
    other = fresh()
    for customer, last in ((faces.wang, "2026-03-02 09:00"), (faces.li, "2026-03-02 09:00")):
        with clock.held_at(datetime(2026, 3, 2, 4, tzinfo=NOW.tzinfo)):
            set_standing(store, cast.tao, customer, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())
        said = {"channel": "phone", "outcome": "reached", "content": other, "happened_at": last}
        log_interaction(store, cast.tao, customer, said, key=fresh())
    absent = {"deputy_id": cast.vic.user_id, "first_on": TODAY, "last_on": date(2026, 3, 20)}
    deputy = Actor(cast.vic.user_id, "Vic", cast.vic.role, cast.vic.team_id, (cast.sol.user_id,))
    reach = deputy.require(Permission.CUSTOMER_READ)
    with pytest.raises(NotFound):
        seen_customer(store, reach, faces.wang)
    add_absence(store, cast.sol, cast.sol.user_id, absent, key=fresh())
    due = due_by_norm(store, DueRequest(deputy.require(Permission.DAY_READ), TODAY))
    assert [(one.customer_id, one.owner) for one in due] == [(faces.wang, "Sol")]
    assert customer_face(store, OneCustomer(reach, faces.wang)).phone == "138****8000"
    for who, customer in ((deputy, faces.li), (cast.vic, faces.wang)):
        with pytest.raises(NotFound):
            seen_customer(store, who.require(Permission.CUSTOMER_READ), customer)
    log_not_reached(store, deputy, faces.wang, {"purpose": "按规范"}, key=fresh())
    assert store.value(sql("select user_id from follow_up")) == cast.sol.user_id, "it is the absent person's to keep"
    put_off(store, deputy, faces.wang, {"due_on": date(2026, 3, 25), "reason": "客户出差"}, key=fresh())
    log_interaction(store, deputy, faces.wang, {"channel": "phone", "outcome": "reached", "content": "x"}, key=fresh())
    with store.transaction() as transaction:
        transaction.execute(sql("delete from follow_up"))
    with pytest.raises(NotFound):
        seen_customer(store, reach, faces.wang)
    born = {"calendar": "solar", "month": "3", "day": "18"}
    set_birthday(store, cast.sol, faces.wang, 0, born, version=0, key=fresh())
    (one,) = occasions(store, OccasionsRequest(deputy.require(Permission.INTERACTION_LOG), TODAY))
    assert (one.customer_id, one.owner) == (faces.wang, "Sol"), "an occasion opens the customer for its days"
    assert seen_customer(store, reach, faces.wang).owner_id == cast.sol.user_id
    passing = {"kind": "birthday", "on": TODAY, "contact_id": 0, "reason": "不过生日"}
    with pytest.raises(NotFound):
        answer_occasion(store, cast.vic, faces.wang, passing, key=fresh())
    answer_occasion(store, deputy, faces.wang, passing, key=fresh())
    assert occasions(store, OccasionsRequest(deputy.require(Permission.INTERACTION_LOG), TODAY)) == ()
    with clock.held_at(NOW + timedelta(days=8)), pytest.raises(NotFound):
        seen_customer(store, reach, faces.wang)


def test_a_lead_gives_ones_task_to_another_who_then_works_along(store: Store, cast: Cast, faces: Faces) -> None:
    made = add_follow_up(store, cast.sol, faces.wang, {"due_on": TODAY, "purpose": "送样"}, key=fresh())
    foreign = add_follow_up(store, cast.vic, faces.nan, {"due_on": TODAY, "purpose": "x"}, key=fresh())
    reach = cast.tao.require(Permission.INTERACTION_READ)
    (load,) = team_load(store, TeamRequest(reach, TODAY))
    assert (load.name, load.overdue, load.due, load.coming) == ("Sol", 0, 1, 0)
    assert [one.follow_up_id for one in tasks_of(store, PersonRequest(reach, cast.sol.user_id, TODAY))] == [made]
    assert tasks_of(store, PersonRequest(reach, cast.vic.user_id, TODAY)) == ()
    assert team_load(store, TeamRequest(cast.sol.require(Permission.INTERACTION_READ), TODAY)) == ()
    own = cast.sol.require(Permission.INTERACTION_READ)
    assert tasks_of(store, PersonRequest(own, cast.sol.user_id, TODAY)) == ()
    before = store.rows(sql("select * from follow_up order by 1"))
    for who, task, taker, version, refusal in (
        (cast.sol, made, cast.tao, 1, NotPermitted),
        (cast.rea, made, cast.tao, 1, NotPermitted),
        (cast.tao, foreign, cast.tao, 1, NotFound),
        (cast.tao, made, cast.vic, 1, InvalidInput),
        (cast.tao, made, cast.rea, 1, InvalidInput),
        (cast.tao, made, cast.sol, 1, InvalidInput),
        (cast.tao, made, cast.tao, 7, StaleWrite),
        (cast.mia, 999, cast.tao, 1, NotFound),
    ):
        with pytest.raises(refusal):
            give_task(store, who, task, taker.user_id, version=version, key=fresh())
        assert store.rows(sql("select * from follow_up order by 1")) == before
    give_task(store, cast.mia, made, cast.vic.user_id, version=1, key="once")
    with pytest.raises(AlreadyDone):
        give_task(store, cast.mia, made, cast.vic.user_id, version=1, key="once")
    found = my_day(store, DayRequest(cast.vic.require(Permission.INTERACTION_LOG), TODAY)).due
    assert made in [one.follow_up_id for one in found]
    assert store.rows(sql("select customer_id, user_id from collaborator")) == [
        {"customer_id": faces.wang, "user_id": cast.vic.user_id}
    ]
    give_task(store, cast.mia, made, cast.tao.user_id, version=2, key=fresh())
    assert store.value(sql("select count(*) from collaborator")) == 1, "a lead sees the team's customers anyway"
