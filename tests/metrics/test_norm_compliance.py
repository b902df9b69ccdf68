"""Norms of contact kept: a year's figures worked out by hand, what held on the day, and the law that binds it to my day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm_core import clock
from crm_core.access.model import Actor
from crm_core.customers.ownership.service import assign_owner
from crm_core.interactions.service import log_interaction
from crm_core.metrics.behind import RowsRequest, rows_behind
from crm_core.metrics.model import Filters, GroupBy
from crm_core.metrics.service import kept_by_norm, measure
from crm_core.periods import Period
from crm_core.relationships.model import Dimension
from crm_core.relationships.norms.model import due_day
from crm_core.relationships.norms.service import save_norm
from crm_core.relationships.service import set_standing
from crm_core.store import Store
from tests.conftest import NOW, Cast
from tests.customers.faces import Faces, faces, fresh
from tests.metrics.conftest import ask

__all__ = ["faces"]
SPAN = Period(date(2026, 2, 1), date(2026, 3, 31))


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=NOW.tzinfo)


def talk(
    store: Store, actor: Actor, customer: int, day: date, channel: str = "phone", *, outcome: str = "reached"
) -> None:
    given = {"channel": channel, "outcome": outcome, "content": "x", "happened_at": f"{day} 09:00"}
    log_interaction(store, actor, customer, given, key=fresh())


def test_what_norms_asked_for_and_what_was_kept(store: Store, cast: Cast, faces: Faces) -> None:
    """2 February is a Monday. Spring Festival is off from the 15th to the 23rd; the 14th of March is a Saturday."""
    with clock.held_at(at(date(2026, 2, 2))):
        norms = [
            save_norm(store, cast.mia, {"rung": "high", "channel": channel, "days": days, "guide": "", "team_id": team}, key=fresh())
            for channel, days, team in (("", "10", ""), ("visit", "20", ""), ("", "40", str(cast.south)))
        ]  # fmt: skip
        for customer in (faces.wang, faces.nan):
            set_standing(store, cast.mia, customer, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())
    # any channel, every 10 days: due on 12 February, 22 (off: the 24th), 4 March, 14 (off: the 16th)
    talk(store, cast.sol, faces.wang, date(2026, 2, 10))
    talk(store, cast.sol, faces.wang, date(2026, 2, 24))  # in time for the 24th, and for 4 March too
    talk(store, cast.sol, faces.wang, date(2026, 3, 15), outcome="not_reached")
    # a visit every 20 days: due on 24 February and 16 March
    with clock.held_at(at(date(2026, 3, 10))):
        assign_owner(store, cast.mia, [faces.wang], cast.tao.user_id, key=fresh())
    total = measure(store, ask("norm_compliance", SPAN)).total
    # Wang: 3 of 4 and no visit of 2; Nan of the south has the team's norm (16 March) and the company's visits: none of 3
    assert (total.numerator, total.denominator) == (3, 9)
    talk(store, cast.tao, faces.wang, date(2026, 3, 13), "visit")  # a visit in time, and the 16th of March too
    by_month = measure(store, ask("norm_compliance", SPAN, by=GroupBy.MONTH)).rows
    assert [(row.label, row.numerator, row.denominator) for row in by_month] == [("2026-02", 2, 4), ("2026-03", 3, 5)]
    by_person = {
        row.key: (row.numerator, row.denominator)
        for row in measure(store, ask("norm_compliance", SPAN, by=GroupBy.PERSON)).rows
    }
    assert by_person == {cast.sol.user_id: (3, 4), cast.tao.user_id: (2, 2), cast.vic.user_id: (0, 3)}
    by_team = {
        row.key: (row.numerator, row.denominator)
        for row in measure(store, ask("norm_compliance", SPAN, by=GroupBy.TEAM)).rows
    }
    assert by_team == {cast.north: (5, 6), cast.south: (0, 3)}
    assert kept_by_norm(store, ask("norm_compliance", SPAN)) == {norms[0]: (4, 4), norms[1]: (1, 4), norms[2]: (0, 1)}
    behind = rows_behind(store, RowsRequest(ask("norm_compliance", SPAN)))
    assert sorted((row["day"], row["is_kept"]) for row in behind.rows if row["customer_id"] == faces.wang) == [
        (date(2026, 2, 12), True), (date(2026, 2, 24), False), (date(2026, 2, 24), True), (date(2026, 3, 4), True),
        (date(2026, 3, 16), True), (date(2026, 3, 16), True),
    ]  # fmt: skip
    # by type as it stood on the calendar's due day, whatever asked for the contact
    with clock.held_at(at(date(2026, 3, 1))):
        set_standing(store, cast.mia, faces.wang, Dimension.TYPE, {"rung": "strategic"}, version=0, key=fresh())
    by_type = measure(store, ask("norm_compliance", SPAN, by=GroupBy.TYPE)).rows
    told = [(row.key, row.numerator, row.denominator) for row in by_type]
    assert told == [("strategic", 3, 3), (None, 2, 6)], "4, 16 and 16 March; before, Wang had no type, and Nan has none"
    by_tier = measure(store, ask("norm_compliance", SPAN, by=GroupBy.TIER)).rows
    assert [(row.key, row.numerator, row.denominator) for row in by_tier] == [("high", 5, 9)]
    for name, count in (("strategic", 3), ("", 6)):
        narrowed = RowsRequest(ask("norm_compliance", SPAN, filters=Filters(type=name)))
        assert rows_behind(store, narrowed).row_count == count
    # what is decided today says nothing of the days before
    set_standing(store, cast.mia, faces.wang, Dimension.TIER, {"rung": "low"}, version=1, key=fresh())
    save_norm(store, cast.mia, {"rung": "high", "channel": "", "days": "5", "guide": "", "team_id": ""}, norm_id=norms[0], version=1, key=fresh())  # fmt: skip
    assert measure(store, ask("norm_compliance", SPAN)).total.denominator == 9


@given(
    st.dates(date(2019, 1, 1), date(2027, 12, 31)), st.integers(1, 120),
    st.lists(st.floats(0, 1, exclude_min=True), min_size=1, max_size=30),
)  # fmt: skip
def test_whoever_follows_my_day_keeps_every_norm(begins_on: date, days: int, haste: list[float]) -> None:
    """Each contact on or before the day my day names leaves no window of the metric without one."""
    contacts, last = [], begins_on
    for part in haste:
        due = due_day(last, days)
        last += timedelta(days=max(1, round((due - last).days * part)))
        contacts.append(last)
    number = 1
    while due_day(begins_on, number * days) <= last:
        after, until = begins_on + timedelta(days=(number - 1) * days), due_day(begins_on, number * days)
        assert any(after < contact <= until for contact in contacts), (number, contacts)
        number += 1
