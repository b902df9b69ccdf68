"""The one list of a day: its order, one line a customer, and which occasions are seen to when. No store."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm_core.customers.ownership.model import CollaborationRequest
from crm_core.customers.profile.birthdays.days import occasion_days
from crm_core.day.model import Found, Item, Occasion, OccasionKind, Source, Worth, items_of
from crm_core.interactions.model import Channel, FollowUp
from crm_core.relationships.model import Rung
from crm_core.relationships.norms.model import DueContact, Subject
from crm_core.targets.workdays import is_working_day
from crm_core.visits.model import Visit

TODAY = date(2026, 3, 18)
_IDS, _LATE = st.integers(1, 6), st.integers(0, 60)


def promise(number: int, customer: int, late: int) -> FollowUp:
    due_on = TODAY - timedelta(days=late)
    return FollowUp(number, customer, "王", "C", 1, None, due_on, Channel.PHONE, "送样", None, 1)


def norm(customer: int, late: int, days: int) -> DueContact:
    day = TODAY - timedelta(days=late)
    return DueContact(
        customer,
        "王",
        "C",
        1,
        "Sol",
        Subject(Rung.HIGH),
        None,
        Rung.MID,
        None,
        days,
        "",
        day,
        day,
        day,
        late,
        None,
        Decimal(9),
    )


def birthday(customer: int, late: int) -> Occasion:
    day = TODAY - timedelta(days=late)
    return Occasion(customer, "王", 0, "王", OccasionKind.BIRTHDAY, day, day, 0, False, 1, "Sol")


def request(customer: int) -> CollaborationRequest:
    return CollaborationRequest(customer, customer, "王", 2, "Vic", None, "x", datetime(2026, 3, 17, tzinfo=UTC), 1)


def visit(number: int) -> Visit:
    return Visit(number, number, "回访", "silence", TODAY, Channel.PHONE, "", (), 0, 1, 1)


_PROMISES = st.lists(st.tuples(_IDS, _LATE), max_size=6)
_WORTHS = st.dictionaries(
    _IDS, st.builds(Worth, st.sampled_from([None, Rung.HIGH, Rung.LOW]), st.decimals(0, 10**6, places=2))
)


@given(
    _PROMISES,
    st.sets(st.integers(0, 5)),
    st.dictionaries(_IDS, _LATE),
    st.dictionaries(_IDS, st.integers(0, 3)),
    _WORTHS,
)
def test_every_item_stands_once_in_its_order_and_one_a_customer(
    promised: list[tuple[int, int]],
    visited: set[int],
    due: dict[int, int],
    born: dict[int, int],
    worths: dict[int, Worth],
) -> None:
    found = Found(
        tuple(promise(number, *one) for number, one in enumerate(promised)),
        {number: visit(number) for number in visited},
        tuple(norm(customer, late, 30) for customer, late in due.items()),
        tuple(birthday(customer, late) for customer, late in born.items()),
        requests=(request(1),),
        worths=worths,
    )
    items = items_of(found, TODAY, "Asia/Shanghai")
    heads = [one for one in items if one.source is not Source.REQUEST]
    assert len({one.customer_id for one in heads}) == len(heads)
    assert [one.rank for one in items] == sorted(one.rank for one in items)
    every = [one for head in items for one in (head, *head.beneath)]
    assert len(every) == len(promised) + len(due) + len(born) + 1
    for head in items:
        assert all(one.customer_id == head.customer_id and one.place >= head.place for one in head.beneath)
    for rank in range(3):
        weights = [one.urgency for one in items if one.rank == rank]
        assert weights == sorted(weights, reverse=True)


def test_what_is_worth_more_stands_first_and_what_waits_longer_before_all() -> None:
    found = Found(
        (promise(1, 1, 0), promise(2, 2, 0), promise(3, 3, 1)), {}, (norm(4, 300, 30), norm(1, 20, 30)),
        worths={1: Worth(None, Decimal(0)), 2: Worth(Rung.HIGH, Decimal(5_000))},
    )  # fmt: skip
    items = items_of(found, TODAY, "Asia/Shanghai")
    assert [(one.source, one.customer_id) for one in items] == [
        (Source.PROMISE, 3), (Source.PROMISE, 2), (Source.PROMISE, 1), (Source.NORM, 4),
    ]  # fmt: skip
    assert [one.source for one in items[2].beneath] == [Source.NORM]
    assert isinstance(items[0], Item)


@given(st.dates(date(2019, 1, 1), date(2027, 12, 31)))
def test_each_day_is_seen_to_on_a_working_day_before_or_on_it(day: date) -> None:
    """Whatever the holidays, an occasion appears on a working day not after it, and on no day off."""
    shown = [on for on in (day - timedelta(days=step) for step in range(21)) if day in dict(occasion_days(on))]
    assert shown
    assert all(is_working_day(on) for on in shown)
    begun = dict(occasion_days(shown[-1]))[day]
    assert begun == shown[-1] <= day
    if is_working_day(day):
        assert shown == [day]
