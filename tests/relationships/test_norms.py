"""When contacts fall due by norm, what comes first, and who may say so."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.interactions.service import add_follow_up, log_interaction
from crm_core.periods import Period
from crm_core.relationships.model import Dimension, RelationsRequest, Rung
from crm_core.relationships.norms.model import DueContact, DueRequest, NextRequest, due_day, urgency
from crm_core.relationships.norms.service import (
    due_by_norm,
    next_by_norm,
    norms_of,
    put_off,
    remove_norm,
    save_norm,
    untouched_of_team,
)
from crm_core.relationships.service import set_standing
from crm_core.store import Store
from crm_core.targets.workdays import is_working_day, next_working_day, working_days
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, faces, fresh
from tests.relationships.stage import buy

__all__ = ["faces"]
TODAY = date(2026, 3, 18)
DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))


# Working days -------------------------------------------------------------------------------------------------------


@given(DAYS, st.integers(1, 730))
def test_a_due_day_is_worked_and_the_first_that_is(last_on: date, days: int) -> None:
    found, by_calendar = due_day(last_on, days), last_on + timedelta(days=days)
    assert is_working_day(found)
    assert found >= by_calendar
    if found > by_calendar:
        assert working_days(Period(by_calendar, found - timedelta(days=1))) == 0


@given(DAYS, st.integers(1, 90), st.integers(1, 40))
def test_a_due_day_never_drifts_over_leap_days_month_ends_and_make_up_days(first: date, days: int, spans: int) -> None:
    """Contacts on their calendar days lie exactly ``spans`` × ``days`` on, whatever each due day was moved to."""
    contact = first
    for _ in range(spans):
        due = due_day(contact, days)
        assert 0 <= (due - contact).days - days <= 12
        contact += timedelta(days=days)
    assert (contact - first).days == spans * days


@given(DAYS, DAYS, st.integers(1, 400))
def test_an_earlier_contact_is_never_due_later(one: date, other: date, days: int) -> None:
    earlier, later = sorted((one, other))
    assert due_day(earlier, days) <= due_day(later, days)


def test_known_days_off_and_make_up_days() -> None:
    assert next_working_day(date(2026, 3, 21)) == date(2026, 3, 23)
    assert next_working_day(date(2025, 10, 1)) == date(2025, 10, 9)
    assert is_working_day(date(2025, 9, 28)), "a Sunday that is worked for National Day"
    assert due_day(date(2024, 1, 30), 30) == date(2024, 2, 29)


@given(
    st.sampled_from([None, *list(Rung)[:3]]), st.decimals(0, 10**9, places=2), st.integers(0, 900), st.integers(1, 730)
)
def test_what_is_later_or_worth_more_never_comes_after(tier: Rung | None, sales: Decimal, late: int, days: int) -> None:
    assert urgency(tier, sales, late + 1, days) > urgency(tier, sales, late, days)
    assert urgency(Rung.HIGH, sales, late, days) >= urgency(tier, sales, late, days)
    assert urgency(tier, sales + 1, late, days) >= urgency(tier, sales, late, days)


# Norms --------------------------------------------------------------------------------------------------------------


def norm(rung: str, days: int, channel: str = "", team: int | None = None) -> dict[str, object]:
    return {"rung": rung, "channel": channel, "days": str(days), "guide": "近况", "team_id": str(team or "")}


def place(store: Store, actor: Actor, customer: int, rung: str, since: date = date(2025, 6, 2)) -> None:
    dimension = Dimension.TIER if rung in ("high", "mid", "low") else Dimension.TYPE
    with clock.held_at(datetime(since.year, since.month, since.day, 4, tzinfo=NOW.tzinfo)):
        set_standing(store, actor, customer, dimension, {"rung": rung}, version=0, key=fresh())


def talk(
    store: Store, actor: Actor, customer: int, day: date, channel: str = "phone", *, outcome: str = "reached"
) -> None:
    given = {"channel": channel, "outcome": outcome, "content": "x", "happened_at": f"{day} 09:00"}
    log_interaction(store, actor, customer, given, key=fresh())


def due(store: Store, actor: Actor, day: date = TODAY) -> list[tuple[int, int]]:
    found = due_by_norm(store, DueRequest(actor.require(Permission.DAY_READ), day))
    return [(one.customer_id, one.late_days) for one in found]


def following(store: Store, actor: Actor, customer: int) -> DueContact | None:
    return next_by_norm(store, NextRequest(actor.require(Permission.CUSTOMER_READ), customer, TODAY))


def test_the_strictest_norm_that_fits_decides(store: Store, cast: Cast, faces: Faces) -> None:
    place(store, cast.sol, faces.wang, "high")
    place(store, cast.sol, faces.wang, "strategic")
    for asked in (norm("high", 30), norm("high", 100, "visit"), norm("strategic", 14), norm("mid", 1)):
        save_norm(store, cast.mia, asked, key=fresh())
    talk(store, cast.sol, faces.wang, date(2025, 11, 3), "visit")
    talk(store, cast.sol, faces.wang, date(2026, 3, 2))
    talk(store, cast.sol, faces.wang, date(2026, 3, 17), outcome="not_reached")
    found = following(store, cast.sol, faces.wang)
    assert found is not None
    # the visit was due on 11 February; the call, on 16 March by the norm of 14 days, comes later
    assert (found.rung, found.channel, found.days, found.due_on) == (Rung.HIGH, "visit", 100, date(2026, 2, 11))
    talk(store, cast.sol, faces.wang, date(2026, 3, 3), "visit")
    found = following(store, cast.sol, faces.wang)
    assert found is not None
    assert (found.rung, found.due_on, found.late_days) == (Rung.STRATEGIC, date(2026, 3, 17), 1)


def test_a_team_overrides_the_companys_norm_for_its_own_customers(store: Store, cast: Cast, faces: Faces) -> None:
    for actor, customer in ((cast.sol, faces.wang), (cast.vic, faces.nan)):
        place(store, actor, customer, "high")
        talk(store, actor, customer, date(2026, 3, 2))
    save_norm(store, cast.mia, norm("high", 7), key=fresh())
    save_norm(store, cast.mia, norm("high", 60, team=cast.north), key=fresh())
    assert due(store, cast.sol) == []
    assert due(store, cast.vic) == [(faces.nan, 9)]


def test_nothing_falls_due_on_a_day_off(store: Store, cast: Cast, faces: Faces) -> None:
    place(store, cast.sol, faces.wang, "high")
    save_norm(store, cast.mia, norm("high", 7), key=fresh())
    talk(store, cast.sol, faces.wang, date(2026, 3, 14))  # so that Saturday the 21st is its day
    assert due(store, cast.sol, date(2026, 3, 20)) == []
    assert due(store, cast.sol, date(2026, 3, 21)) == []
    assert due(store, cast.sol, date(2026, 3, 23)) == [(faces.wang, 0)]


def test_who_has_a_promise_is_not_listed_twice(store: Store, cast: Cast, faces: Faces) -> None:
    place(store, cast.sol, faces.wang, "high")
    save_norm(store, cast.mia, norm("high", 7), key=fresh())
    talk(store, cast.sol, faces.wang, date(2026, 3, 2))
    assert due(store, cast.sol) == [(faces.wang, 9)]
    add_follow_up(store, cast.sol, faces.wang, {"due_on": "2026-03-18", "purpose": "x"}, key=fresh())
    assert due(store, cast.sol) == []


def test_what_is_put_off_stays_away_until_its_day_and_a_contact_ends_it(store: Store, cast: Cast, faces: Faces) -> None:
    place(store, cast.sol, faces.wang, "high")
    save_norm(store, cast.mia, norm("high", 7), key=fresh())
    talk(store, cast.sol, faces.wang, date(2026, 3, 2))
    put_off(store, cast.sol, faces.wang, {"due_on": date(2026, 3, 28), "reason": "出差"}, key=fresh())
    assert due(store, cast.sol) == []
    found = following(store, cast.sol, faces.wang)
    assert found is not None
    assert (found.due_on, found.put_off) == (date(2026, 3, 30), "出差")  # the 28th is a Saturday
    with clock.held_at(NOW + timedelta(hours=1)):
        log_interaction(
            store, cast.sol, faces.wang, {"channel": "phone", "outcome": "reached", "content": "x"}, key=fresh()
        )
    found = following(store, cast.sol, faces.wang)
    assert found is not None
    assert (found.due_on, found.put_off) == (date(2026, 3, 25), None)


def test_who_was_never_reached_is_due_a_span_after_the_decision(store: Store, cast: Cast, faces: Faces) -> None:
    with clock.held_at(NOW - timedelta(days=100)):
        save_norm(store, cast.mia, norm("high", 30), key=fresh())
    place(store, cast.sol, faces.wang, "high", date(2026, 3, 2))
    found = following(store, cast.sol, faces.wang)
    assert found is not None
    assert (found.last_on, found.due_on) == (None, date(2026, 4, 1))


def test_what_is_worth_more_stands_first(store: Store, cast: Cast, faces: Faces) -> None:
    for customer, rung in ((faces.wang, "high"), (faces.li, "mid")):
        place(store, cast.tao, customer, rung)
        talk(store, cast.tao, customer, date(2026, 2, 2))
    with store.transaction() as transaction:
        transaction.execute(
            sql("update customer set owner_id = $1 where customer_id = $2"), [cast.sol.user_id, faces.li]
        )
    for rung in ("high", "mid"):
        save_norm(store, cast.mia, norm(rung, 7), key=fresh())
    assert [one for one, _ in due(store, cast.sol)] == [faces.wang, faces.li]
    buy(store, [(faces.li, date(2026, 3, 2), "9000000")])
    assert [one for one, _ in due(store, cast.sol)] == [faces.li, faces.wang]


def test_a_lead_sees_who_is_behind_and_staff_do_not(store: Store, cast: Cast, faces: Faces) -> None:
    for actor, customer in ((cast.sol, faces.wang), (cast.vic, faces.nan)):
        place(store, actor, customer, "high")
        talk(store, actor, customer, date(2026, 3, 2))
    save_norm(store, cast.mia, norm("high", 7), key=fresh())
    found = untouched_of_team(store, DueRequest(cast.tao.require(Permission.INTERACTION_READ), TODAY))
    assert [(one.name, one.count, one.worst, one.worst_days) for one in found] == [("Sol", 1, "王小明", 9)]
    assert untouched_of_team(store, DueRequest(cast.sol.require(Permission.INTERACTION_READ), TODAY)) == ()
    company = untouched_of_team(store, DueRequest(cast.mia.require(Permission.INTERACTION_READ), TODAY))
    assert {one.name for one in company} == {"Sol", "Vic"}


def test_what_a_norm_asked_for_before_is_kept(store: Store, cast: Cast) -> None:
    made = save_norm(store, cast.mia, norm("high", 30), key=fresh())
    save_norm(store, cast.mia, {**norm("high", 20)}, norm_id=made, version=1, key=fresh())  # on its first day: in place
    rows = sql("select days, since_on, until_on from contact_norm order by norm_id")
    assert [row["days"] for row in store.rows(rows)] == [20]
    with clock.held_at(NOW + timedelta(days=5)):
        later = save_norm(store, cast.mia, norm("high", 10), norm_id=made, version=2, key=fresh())
    kept = [(row["days"], row["until_on"]) for row in store.rows(rows)]
    assert kept == [(20, TODAY + timedelta(days=5)), (10, None)]
    with clock.held_at(NOW + timedelta(days=9)):
        remove_norm(store, cast.mia, later, version=3, key=fresh())
    assert norms_of(store, RelationsRequest(cast.mia.require(Permission.NORM_READ))) == ()
    assert len(store.rows(rows)) == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"rung": ""}, "rung"), ({"rung": "x"}, "rung"), ({"channel": "fax"}, "channel"), ({"days": "0"}, "days"),
        ({"days": "731"}, "days"), ({"days": "-1"}, "days"), ({"days": "一"}, "days"), ({"days": "1.5"}, "days"),
        ({"guide": "x" * 10_000}, "guide"), ({"team_id": "' or 1=1"}, "team_id"), ({"team_id": "999"}, "team_id"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_norm_is_said_at_its_field(
    store: Store, cast: Cast, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        save_norm(store, cast.mia, {**norm("high", 30), **changed}, key=fresh())
    assert set(caught.value.fields) == {field}


def test_a_second_norm_for_the_same_is_refused(store: Store, cast: Cast) -> None:
    key = fresh()
    save_norm(store, cast.mia, norm("high", 30), key=key)
    with pytest.raises(AlreadyDone):
        save_norm(store, cast.mia, norm("high", 30), key=key)
    with pytest.raises(InvalidInput):
        save_norm(store, cast.mia, norm("high", 60), key=fresh())
    save_norm(store, cast.mia, norm("high", 60, "visit"), key=fresh())


def test_norms_are_for_managers_and_delays_for_whose_customer_it_is(store: Store, cast: Cast, faces: Faces) -> None:
    made = save_norm(store, cast.ada, norm("high", 30), key=fresh())
    for who in (cast.tao, cast.sol, cast.rea):
        with pytest.raises(NotPermitted):
            save_norm(store, who, norm("mid", 30), key=fresh())
        with pytest.raises(NotPermitted):
            remove_norm(store, who, made, version=1, key=fresh())
    with pytest.raises(StaleWrite):
        remove_norm(store, cast.mia, made, version=9, key=fresh())
    with pytest.raises(NotFound):
        remove_norm(store, cast.mia, 10**9, version=1, key=fresh())
    later = {"due_on": date(2026, 3, 28), "reason": "出差"}
    for who, customer in ((cast.sol, faces.li), (cast.tao, faces.nan), (cast.vic, faces.wang)):
        with pytest.raises(NotFound):
            put_off(store, who, customer, later, key=fresh())
    with pytest.raises(NotPermitted):
        put_off(store, cast.rea, faces.wang, later, key=fresh())
    for changed in ({"due_on": TODAY}, {"due_on": None}, {"due_on": date(2027, 3, 1)}, {"reason": ""}):
        with pytest.raises(InvalidInput):
            put_off(store, cast.sol, faces.wang, {**later, **changed}, key=fresh())
