"""Visits from the rule to the answer: previewed, made once, done, tried again, handed on with the customer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.contacts.service import add_contact
from crm_core.customers.merging.service import merge
from crm_core.customers.ownership.service import assign_owner
from crm_core.customers.pool.service import release
from crm_core.customers.profile.birthdays.service import remove_birthday, set_birthday
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.interactions.model import DayRequest
from crm_core.interactions.service import log_interaction, my_day
from crm_core.privacy.consent.service import close_channel, open_channel
from crm_core.store import Store
from crm_core.team.absence.service import add_absence
from crm_core.visits.model import OneRule, RulesRequest, VisitsRequest
from crm_core.visits.service import (
    add_rule,
    do_visit,
    edit_rule,
    make_visits,
    not_reached,
    preview,
    remove_rule,
    rules,
    switch_rule,
    tallies,
    visits_among,
)
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, faces, fresh
from tests.relationships.stage import buy
from tests.visits.test_model import FORM

__all__ = ["faces"]
TODAY = date(2026, 3, 18)  # a Wednesday


def rule(store: Store, cast: Cast, **changed: object) -> int:
    """Add a rule and switch it on."""
    made = add_rule(store, cast.mia, {**FORM, **changed}, key=fresh())
    switch_rule(store, cast.mia, made, is_on=True, version=1, key=fresh())
    return made


def visits(store: Store) -> list[tuple[int, date, str, int]]:
    found = store.rows(
        sql(
            "select f.customer_id, f.due_on, f.status, f.user_id from visit_view as v inner join follow_up as f "
            "on f.follow_up_id = v.follow_up_id order by v.visit_id"
        )
    )
    return [(row["customer_id"], row["due_on"], row["status"], row["user_id"]) for row in found]


def on_day(store: Store, actor: Actor, day: date) -> list[int]:
    found = my_day(store, DayRequest(actor.require(Permission.INTERACTION_LOG), day))
    return [one.follow_up_id for one in (*found.overdue, *found.due, *found.coming)]


def test_a_visit_from_the_rule_to_the_answer(store: Store, cast: Cast, faces: Faces) -> None:
    made = add_rule(store, cast.mia, FORM, key=fresh())
    buy(store, [(faces.wang, date(2026, 3, 16), "99"), (faces.pool, date(2026, 3, 18), "99")])
    asked = OneRule(cast.mia.require(Permission.VISIT_READ), made, TODAY)
    (one,) = preview(store, asked).found
    assert (one.customer_id, one.event_on, one.due_on) == (faces.wang, date(2026, 3, 16), date(2026, 3, 19))
    south = OneRule(cast.tao.require(Permission.VISIT_READ), made, TODAY)
    assert preview(store, south).total == 1
    assert make_visits(store) == 0, "the rule is off"
    switch_rule(store, cast.mia, made, is_on=True, version=1, key=fresh())
    assert make_visits(store) == 0, "it happened before the rule was on"
    buy_later = [(faces.li, date(2026, 3, 19), "10"), (faces.nan, date(2026, 3, 20), "10")]
    with store.transaction() as transaction:
        transaction.execute(sql("delete from purchase"))
        transaction.execute(sql("delete from purchase_order"))
    buy(store, buy_later)
    with clock.held_at(NOW + timedelta(days=2)):
        assert make_visits(store) == 2
        assert make_visits(store) == 0, "made twice, it makes none twice"
    assert visits(store) == [
        (faces.li, date(2026, 3, 24), "open", cast.tao.user_id),
        (faces.nan, date(2026, 3, 25), "open", cast.vic.user_id),
    ]
    first, second = (row["follow_up_id"] for row in store.rows(sql("select follow_up_id from visit order by visit_id")))
    with clock.held_at(NOW + timedelta(days=6)):
        reach = cast.tao.require(Permission.INTERACTION_LOG)
        assert set(visits_among(store, VisitsRequest(reach, (first, second)))) == {first}
        said = {"channel": "phone", "outcome": "reached", "content": "很满意", "a1": "yes", "a2": "5", "a3": "公司"}
        with pytest.raises(NotFound):
            do_visit(store, cast.vic, first, said, key=fresh())
        with pytest.raises(InvalidInput):
            do_visit(store, cast.tao, first, {**said, "a2": "9"}, key=fresh())
        key = fresh()
        do_visit(store, cast.tao, first, said, key=key)
        with pytest.raises((AlreadyDone, NotFound)):
            do_visit(store, cast.tao, first, said, key=key)
    text = store.value(sql("select content from interaction"))
    assert text == "很满意\n是否收到货 ✓\n打几分 5/5\n用在哪里 公司"
    found = tallies(store, OneRule(cast.mia.require(Permission.VISIT_READ), made, TODAY))
    assert [(one.question, one.answered, one.mean) for one in found] == [
        ("是否收到货", 1, None), ("打几分", 1, 5.0), ("用在哪里", 1, None),
    ]  # fmt: skip
    (told,) = rules(store, RulesRequest(cast.mia.require(Permission.VISIT_READ)))
    assert (told.open_count, told.done_count, told.given_up_count) == (1, 1, 0)
    (of_team,) = rules(store, RulesRequest(cast.tao.require(Permission.VISIT_READ)))
    assert of_team.made_count == 1


def test_nobody_reached_is_tried_again_and_closed_after_the_last_try(store: Store, cast: Cast, faces: Faces) -> None:
    rule(store, cast)
    buy(store, [(faces.wang, TODAY, "99")])
    make_visits(store)
    (follow_up,) = (row["follow_up_id"] for row in store.rows(sql("select follow_up_id from visit")))
    with clock.held_at(NOW + timedelta(days=2)):  # Friday
        not_reached(store, cast.sol, follow_up, key="once")
        with pytest.raises(AlreadyDone):
            not_reached(store, cast.sol, follow_up, key="once")
    assert visits(store) == [(faces.wang, date(2026, 3, 23), "open", cast.sol.user_id)]
    with clock.held_at(NOW + timedelta(days=5)):
        assert on_day(store, cast.sol, date(2026, 3, 23)) == [follow_up]
        do_visit(store, cast.sol, follow_up, {"channel": "wechat", "outcome": "not_reached"}, key=fresh())
    assert store.value(sql("select state from visit_view")) == "given_up"
    assert [row["channel"] for row in store.rows(sql("select channel from interaction order by 1"))] == [
        "phone",
        "wechat",
    ]
    with pytest.raises(NotFound):
        not_reached(store, cast.sol, follow_up, key=fresh())


def test_each_event_is_found_on_its_day(store: Store, cast: Cast, faces: Faces) -> None:
    rule(store, cast, name="大单", event="large_purchase", amount="1000", working_days="0")
    rule(store, cast, name="沉默", event="silence", working_days="0")
    rule(store, cast, name="生日", event="birthday", working_days="0")
    buy(
        store,
        [
            (faces.wang, date(2026, 3, 19), "999.99"),
            (faces.wang, date(2026, 3, 20), "1000"),
            (faces.wang, date(2026, 3, 21), "2500"),
            # bought every 31 days, the last time 63 days before the 20th: twice the rhythm is 62
            (faces.nan, date(2025, 12, 17), "10"),
            (faces.nan, date(2026, 1, 17), "10"),
        ],
    )
    # the 3rd of the lunar 2nd month of 2026 is Saturday, 21 March: it is seen to on Friday
    set_birthday(
        store, cast.tao, faces.li, _contact(store, cast, faces), {"calendar": "lunar", "month": "2", "day": "3"}, version=0, key=fresh()
    )  # fmt: skip
    with clock.held_at(NOW + timedelta(days=5)):  # Monday the 23rd
        assert make_visits(store) == 4
    found = store.rows(
        sql(
            "select r.name, v.customer_id, v.event_on from visit as v inner join visit_rule as r on r.rule_id = v.rule_id"
            " order by r.rule_id, v.event_on"
        )
    )
    assert [tuple(row.values()) for row in found] == [
        ("大单", faces.wang, date(2026, 3, 20)),
        ("大单", faces.wang, date(2026, 3, 21)),
        ("沉默", faces.nan, date(2026, 3, 21)),
        ("生日", faces.li, date(2026, 3, 21)),
    ]


def _contact(store: Store, cast: Cast, faces: Faces) -> int:
    return add_contact(store, cast.tao, faces.li, {"name": "赵经理"}, key=fresh())


def test_who_has_closed_the_channel_is_not_asked_through_it(store: Store, cast: Cast, faces: Faces) -> None:
    buy(store, [(faces.wang, date(2026, 3, 16), "99"), (faces.li, date(2026, 3, 16), "99")])
    channel = str(FORM["channel"])
    close_channel(store, cast.sol, faces.wang, {"channel": channel}, key=fresh())
    made = rule(store, cast)
    asked = OneRule(cast.mia.require(Permission.VISIT_READ), made, TODAY)
    assert [one.customer_id for one in preview(store, asked).found] == [faces.li]
    open_channel(store, cast.sol, faces.wang, channel, key=fresh())
    assert {one.customer_id for one in preview(store, asked).found} == {faces.wang, faces.li}


def test_a_visit_goes_where_its_customer_goes(store: Store, cast: Cast, faces: Faces) -> None:
    rule(store, cast)
    buy(store, [(faces.wang, TODAY, "99"), (faces.nan, TODAY, "99")])
    make_visits(store)
    own = store.value(sql("select follow_up_id from visit where customer_id = $1"), [faces.wang])
    with clock.held_at(NOW + timedelta(days=2)):
        absent = {
            "deputy_id": cast.tao.user_id,
            "first_on": date(2026, 3, 20),
            "last_on": date(2026, 3, 27),
            "reason": "x",
        }
        add_absence(store, cast.sol, cast.sol.user_id, absent, key=fresh())
        deputy = Actor(cast.tao.user_id, "Tao", cast.tao.role, cast.tao.team_id, (cast.sol.user_id,))
        assert own in on_day(store, deputy, date(2026, 3, 20))
    assign_owner(store, cast.tao, [faces.wang], cast.tao.user_id, key=fresh())
    assert visits(store)[0][3] == cast.tao.user_id
    release(store, cast.tao, [faces.wang], "无人可跟", key=fresh())
    assert [status for _customer, _due, status, _who in visits(store)] == ["cancelled", "open"]
    assert store.rows(sql("select state from visit_view order by visit_id"))[0]["state"] == "dropped"


def test_who_is_merged_is_not_asked_again(store: Store, cast: Cast, faces: Faces) -> None:
    rule(store, cast)
    buy(store, [(faces.pool, TODAY, "99")])
    with store.transaction() as transaction:
        give = sql("update customer set owner_id = $1, team_id = $2 where customer_id = $3")
        transaction.execute(give, [cast.sol.user_id, cast.north, faces.pool])
    assert make_visits(store) == 1
    merge(store, cast.mia, faces.wang, faces.pool, {}, versions=(1, 1), key=fresh())
    assert store.value(sql("select customer_id from visit")) == faces.wang
    assert make_visits(store) == 0


def test_rules_are_changed_by_managers_and_known_to_leads(store: Store, cast: Cast, faces: Faces) -> None:
    for who in (cast.tao, cast.sol, cast.rea):
        with pytest.raises(NotPermitted):
            add_rule(store, who, FORM, key=fresh())
    made = rule(store, cast)
    assert edit_rule(store, cast.mia, made, {**FORM, "script": "新话术"}, version=2, key=fresh()), "it stays on"
    assert not edit_rule(store, cast.mia, made, {**FORM, "working_days": "5"}, version=3, key=fresh()), "it is off"
    with pytest.raises(StaleWrite):
        switch_rule(store, cast.mia, made, is_on=True, version=3, key=fresh())
    with pytest.raises(InvalidInput):
        edit_rule(store, cast.mia, made, {**FORM, "team_id": "999"}, version=4, key=fresh())
    switch_rule(store, cast.ada, made, is_on=True, version=4, key=fresh())
    with pytest.raises(Refused):
        remove_rule(store, cast.mia, made, version=5, key=fresh())
    switch_rule(store, cast.ada, made, is_on=False, version=5, key=fresh())
    remove_rule(store, cast.mia, made, version=6, key=fresh())
    assert rules(store, RulesRequest(cast.tao.require(Permission.VISIT_READ))) == ()


def test_a_birthday_is_entered_by_who_edits_the_customer(store: Store, cast: Cast, faces: Faces) -> None:
    given = {"calendar": "lunar", "month": "8", "day": "15", "is_leap": False, "set_by": 9, "version": 7}
    for who, customer in ((cast.vic, faces.wang), (cast.sol, faces.li)):
        with pytest.raises(NotFound):
            set_birthday(store, who, customer, 0, given, version=0, key=fresh())
    with pytest.raises(NotPermitted):
        set_birthday(store, cast.rea, faces.wang, 0, given, version=0, key=fresh())
    with pytest.raises(NotFound):
        set_birthday(store, cast.sol, faces.wang, 999, given, version=0, key=fresh())
    set_birthday(store, cast.sol, faces.wang, 0, given, version=0, key=fresh())
    assert store.rows(sql("select version, set_by from birthday_mark")) == [{"version": 1, "set_by": cast.sol.user_id}]
    key_of = sql("select birthday_key from birthday_view where customer_id = $1")
    assert store.value(key_of, [faces.wang]) == "l0815", "in place of the one in the customer's own data"
    with pytest.raises(StaleWrite):
        set_birthday(store, cast.tao, faces.wang, 0, given, version=0, key=fresh())
    remove_birthday(store, cast.sol, faces.wang, 0, version=1, key=fresh())
    assert store.value(key_of, [faces.wang]) == "s1231"
    log_interaction(
        store, cast.sol, faces.wang, {"channel": "phone", "outcome": "reached", "content": "x"}, key=fresh()
    )
