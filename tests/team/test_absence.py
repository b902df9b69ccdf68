"""Away: a deputy sees and does the due work meanwhile, just that, and it ends by itself; no row moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.access.sessions import Sessions, start_session
from crm_core.customers.model import OneCustomer
from crm_core.customers.service import customer_face, edit_customer, reveal
from crm_core.errors import InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.interactions.model import DayRequest
from crm_core.interactions.service import add_follow_up, cancel_follow_up, log_interaction, my_day, postpone_follow_up
from crm_core.plans.acting import work_on_action
from crm_core.plans.to_do import my_actions
from crm_core.store import Store
from crm_core.team.absence.model import Absence, AbsencesRequest
from crm_core.team.absence.service import absences, add_absence, end_absence
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, add, content, faces, fresh
from tests.customers.test_ownership import SAID
from tests.plans.stage import make_plans

__all__ = ["faces"]
TODAY = date(2026, 3, 18)


def away(store: Store, actor: Actor, who: Actor, deputy: Actor, *, first: int = 0, last: int = 6) -> int:
    given = {"deputy_id": deputy.user_id, "first_on": TODAY + timedelta(first), "last_on": TODAY + timedelta(last)}
    return add_absence(store, actor, who.user_id, given, key=fresh())


def now(store: Store, actor: Actor) -> Actor:
    """Return the person as a session finds them at this moment."""
    with store.transaction() as transaction:
        token = start_session(transaction, actor.user_id, "test")
    found = Sessions(store).identify(token)
    assert found is not None
    return found.actor


@contextmanager
def day(number: int) -> Iterator[None]:
    with clock.held_at(NOW + timedelta(days=number)):
        yield


def due(store: Store, actor: Actor, on: date = TODAY) -> list[tuple[str, str | None]]:
    found = my_day(store, DayRequest(actor.require(Permission.INTERACTION_LOG), on))
    return [(item.customer, item.who) for item in (*found.overdue, *found.due, *found.coming)]


def sees(store: Store, actor: Actor, customer_id: int) -> bool:
    try:
        return customer_face(store, OneCustomer(actor.require(Permission.CUSTOMER_READ), customer_id)).is_open
    except NotFound:
        return False


def listed(store: Store, actor: Actor) -> tuple[Absence, ...]:
    return absences(store, AbsencesRequest(actor.require(Permission.ABSENCE_EDIT), TODAY))


@pytest.fixture
def promise(store: Store, cast: Cast, faces: Faces) -> int:
    return add_follow_up(store, cast.sol, faces.wang, {"due_on": "2026-03-19", "purpose": "报价"}, key=fresh())


def test_the_deputy_sees_the_due_work_from_the_first_day_to_the_last(
    store: Store, cast: Cast, faces: Faces, promise: int
) -> None:
    away(store, cast.sol, cast.sol, cast.vic, first=1, last=3)
    seen = {}
    for number in range(6):
        with day(number):
            vic = now(store, cast.vic)
            seen[number] = (due(store, vic, TODAY + timedelta(number)), sees(store, vic, faces.wang))
    assert seen == {
        0: ([], False),
        **dict.fromkeys((1, 2, 3), ([("王小明", "Sol")], True)),
        **dict.fromkeys((4, 5), ([], False)),
    }
    row = store.row(sql("select user_id, owner_id from follow_up inner join customer using (customer_id)"))
    assert row == {"user_id": cast.sol.user_id, "owner_id": cast.sol.user_id}, "no row has moved"


def test_a_session_that_goes_on_over_midnight_knows_it(store: Store, cast: Cast, faces: Faces, promise: int) -> None:
    away(store, cast.sol, cast.sol, cast.vic, last=0)
    with store.transaction() as transaction:
        token = start_session(transaction, cast.vic.user_id, "test")
    sessions = Sessions(store)
    found = sessions.identify(token)
    assert found is not None
    assert found.actor.stands_in_for == (cast.sol.user_id,)
    with clock.held_at(NOW + timedelta(hours=7.9)):  # 18:24 in Shanghai
        later = sessions.identify(token)
        assert later is not None
        assert later.actor.stands_in_for == (cast.sol.user_id,)
    with clock.held_at(NOW + timedelta(hours=14)):  # past midnight there
        sessions.identify(token)
        assert now(store, cast.vic).stands_in_for == ()


def test_just_what_is_needed_is_open(store: Store, cast: Cast, faces: Faces, promise: int) -> None:
    other = add(store, cast.mia, "另一位客户", cast.sol)
    later = add(store, cast.mia, "下个月的客户", cast.sol)
    add_follow_up(store, cast.sol, later, {"due_on": "2026-04-20"}, key=fresh())
    away(store, cast.tao, cast.sol, cast.vic)
    vic = now(store, cast.vic)
    assert sees(store, vic, faces.wang)
    assert not sees(store, vic, other)
    assert not sees(store, vic, later), "it falls due after the absence"
    assert not sees(store, vic, faces.li)
    assert reveal(store, vic, faces.wang, "phone", "代班回电") == "13800138000"
    with pytest.raises(NotFound):
        edit_customer(store, vic, faces.wang, {"name": "改名"}, version=1, key=fresh())
    with pytest.raises(NotFound):
        add_absence(store, vic, cast.sol.user_id, {"deputy_id": cast.tao.user_id, "first_on": TODAY, "last_on": TODAY}, key=fresh())  # fmt: skip


def test_a_later_absence_opens_nothing_before_it_begins(store: Store, cast: Cast, faces: Faces, promise: int) -> None:
    later = add(store, cast.mia, "下个月的客户", cast.sol)
    add_follow_up(store, cast.sol, later, {"due_on": "2026-04-20"}, key=fresh())
    away(store, cast.sol, cast.sol, cast.vic, first=0, last=3)
    away(store, cast.sol, cast.sol, cast.vic, first=30, last=40)
    seen = {}
    for number in (0, 3, 30):
        with day(number):
            vic = now(store, cast.vic)
            seen[number] = (sees(store, vic, faces.wang), sees(store, vic, later), len(due(store, vic, TODAY + timedelta(number))))  # fmt: skip
    assert seen == {0: (True, False, 1), 3: (True, False, 1), 30: (True, True, 2)}


def test_the_deputy_does_it_and_the_trail_says_who(store: Store, cast: Cast, faces: Faces, promise: int) -> None:
    away(store, cast.sol, cast.sol, cast.vic)
    vic = now(store, cast.vic)
    given = {**SAID, "next_due_on": "2026-03-30", "next_purpose": "回访"}
    interaction = log_interaction(store, vic, faces.wang, given, key=fresh(), follow_up_id=promise)
    row = store.row(sql("select user_id, owner_id, team_id from interaction where interaction_id = $1"), [interaction])
    assert row == {"user_id": cast.vic.user_id, "owner_id": cast.sol.user_id, "team_id": cast.north}
    rows = store.rows(sql("select user_id, status from follow_up order by follow_up_id"))
    sol = cast.sol.user_id
    assert rows == [{"user_id": sol, "status": "done"}, {"user_id": sol, "status": "open"}], "what comes next is Sol's"
    entry = sql("select actor_id from audit_entry where action = 'done' and entity = 'follow_up'")
    assert store.value(entry) == cast.vic.user_id
    assert not sees(store, vic, faces.wang), "nothing is due there any more"
    assert audit.verify(store) is None


def test_the_deputy_postpones_and_cancels_and_nobody_else_does(
    store: Store, cast: Cast, faces: Faces, promise: int
) -> None:
    away(store, cast.sol, cast.sol, cast.vic)
    for stranger in (replace(cast.vic), now(store, cast.rea)):
        before = content(store)
        with pytest.raises((NotFound, NotPermitted)):
            postpone_follow_up(store, stranger, promise, {"due_on": "2026-03-21"}, version=1, key=fresh())
        assert content(store) == before
    vic = now(store, cast.vic)
    postpone_follow_up(store, vic, promise, {"due_on": "2026-03-21"}, version=1, key=fresh())
    cancel_follow_up(store, vic, promise, "客户取消", version=2, key=fresh())
    assert store.value(sql("select user_id from follow_up")) == cast.sol.user_id


def test_actions_of_plans_are_done_by_the_deputy_of_the_team(store: Store, cast: Cast, faces: Faces) -> None:
    plans = make_plans(store, cast)
    away(store, cast.tao, cast.sol, cast.tao)
    tao = now(store, cast.tao)
    found = my_actions(store, tao, TODAY)
    assert [
        one.owner_name for one in (*found.overdue, *found.due, *found.coming) if one.action_id == plans.sol_action
    ] == ["Sol"]
    work_on_action(store, tao, plans.sol_action, {"status": "done"}, version=1, key=fresh())
    row = store.row(sql("select status, owner_id from plan_action where action_id = $1"), [plans.sol_action])
    assert row == {"status": "done", "owner_id": cast.sol.user_id}


def test_who_notes_an_absence_and_of_whom(store: Store, cast: Cast) -> None:
    for actor, who, refusal in (
        (cast.sol, cast.tao, NotFound), (cast.tao, cast.vic, NotFound), (cast.rea, cast.rea, NotPermitted),
        (cast.ada, cast.rea, NotFound),
    ):  # fmt: skip
        with pytest.raises(refusal):
            away(store, actor, who, cast.mia)
    away(store, cast.ada, cast.vic, cast.mia)
    away(store, cast.tao, cast.sol, cast.tao)
    assert [one.name for one in listed(store, cast.vic)] == ["Vic"]
    assert {one.name for one in listed(store, cast.tao)} == {"Sol"}
    assert {one.name for one in listed(store, cast.mia)} == {"Sol", "Vic"}


def test_what_is_no_absence_is_refused_at_its_field(store: Store, cast: Cast) -> None:
    away(store, cast.mia, cast.vic, cast.mia, first=2, last=4)
    good = {"deputy_id": cast.tao.user_id, "first_on": TODAY, "last_on": TODAY}
    for given, field in (
        ({"deputy_id": None}, "deputy_id"), ({"deputy_id": cast.sol.user_id}, "deputy_id"), ({"deputy_id": 999}, "deputy_id"),
        ({"deputy_id": cast.rea.user_id}, "deputy_id"), ({"first_on": TODAY - timedelta(1)}, "first_on"),
        ({"last_on": None}, "last_on"), ({"last_on": TODAY + timedelta(400)}, "last_on"), ({"reason": "x" * 101}, "reason"),
        ({"deputy_id": cast.vic.user_id, "last_on": TODAY + timedelta(2)}, "deputy_id"),
    ):  # fmt: skip
        with pytest.raises(InvalidInput) as caught:
            add_absence(store, cast.sol, cast.sol.user_id, {**good, **given}, key=fresh())
        assert field in caught.value.fields, given
    add_absence(store, cast.sol, cast.sol.user_id, good, key=fresh())
    with pytest.raises(InvalidInput):
        add_absence(store, cast.sol, cast.sol.user_id, good, key=fresh())


def test_an_absence_is_ended_early_and_taken_back(store: Store, cast: Cast, faces: Faces, promise: int) -> None:
    absence = away(store, cast.sol, cast.sol, cast.vic)
    with day(2):
        with pytest.raises(NotFound):
            end_absence(store, cast.vic, absence, version=1, key=fresh())
        with pytest.raises(StaleWrite):
            end_absence(store, cast.sol, absence, version=7, key=fresh())
        end_absence(store, cast.tao, absence, version=1, key=fresh())
        assert now(store, cast.vic).stands_in_for == ()
    assert store.value(sql("select last_on from absence")) == TODAY + timedelta(1)
    later = away(store, cast.sol, cast.sol, cast.vic, first=10, last=12)
    end_absence(store, cast.sol, later, version=1, key=fresh())
    assert [one.absence_id for one in listed(store, cast.sol)] == [absence]
