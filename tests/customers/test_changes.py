"""What has changed lately with a customer: spans that do not overlap, sentences that say what the numbers say."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.access.model import Actor, Permission
from crm_core.customers.contacts.service import add_contact, contacts_of, note_departure, remove_contact
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.changes.model import (
    NOTABLE,
    Business,
    Departed,
    Tone,
    Turnover,
    change_of,
    changes_in,
    spans_until,
)
from crm_core.customers.profile.changes.service import business_of
from crm_core.errors import AlreadyDone, CrmError, InvalidInput, NotFound, NotPermitted
from crm_core.store import Store
from tests.access.test_refusals import everything
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, faces, fresh
from tests.metrics.stage import Line, add_lines

__all__ = ["faces"]
TODAY = date(2026, 3, 18)
NOTHING = Turnover(Decimal(0), 0)


def business(recent: Turnover, before: Turnover = NOTHING, year: Turnover = NOTHING, **more: object) -> Business:
    known = {"has_history": True, "new_categories": (), "departed": (), **more}
    return Business(spans_until(TODAY), recent, before, year, **known)  # type: ignore[arg-type] # each by its name


def said(found: Business) -> list[str]:
    return [str(one.text) for one in changes_in(found)]


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)))
def test_spans_follow_each_other_without_gap_and_overlap(last: date) -> None:
    spans = spans_until(last)
    assert spans.recent.last == last
    assert spans.before.last + timedelta(days=1) == spans.recent.first
    assert spans.year_ago.last < spans.before.first
    for span in (spans.recent, spans.before, spans.year_ago):
        assert 89 <= (span.last - span.first).days + 1 <= 92


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 5000))
def test_more_is_never_told_as_less_and_little_is_not_told(now: int, then: int, year: int) -> None:
    recent, before, ago = (Turnover(Decimal(sum_), int(sum_ > 0)) for sum_ in (now, then, year))
    found = changes_in(business(recent, before, ago))
    for one in found:
        is_up = (now > then > 0) or (now > year > 0) or (then == 0 == year)
        is_down = now < then or now < year
        assert is_up if one.tone is Tone.GOOD else is_down
    small = all(
        change is None or abs(change) < NOTABLE
        for change in (change_of(Decimal(now), Decimal(other)) for other in (then, year))
    )
    if now > 0 and (then > 0 or year > 0) and small:
        assert found == ()


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (business(NOTHING), []),
        (business(NOTHING, Turnover(Decimal(90), 2)), ["Bought nothing in the last 3 months, after 2 orders in the 3 before."]),
        (business(Turnover(Decimal(9), 1)), ["Buys again: 1 orders in the last 3 months, after none in the 3 before."]),
        (business(Turnover(Decimal(9), 1), has_history=False, new_categories=("茶",)), []),
        (
            business(Turnover(Decimal(150), 3), Turnover(Decimal(100), 2), Turnover(Decimal(300), 5), new_categories=("茶", "杯")),
            [
                "Spends 50% more than in the 3 months before.",
                "Spends 50% less than in the same 3 months a year ago.",
                "Bought for the first time: 茶, 杯.",
            ],
        ),
        (
            business(NOTHING, departed=(Departed("李凯", True, TODAY),)),
            ["李凯, who decides, has left (2026-03-18)."],
        ),
    ],
)  # fmt: skip
def test_the_sentences_say_what_the_numbers_say(found: Business, told: list[str]) -> None:
    assert said(found) == told


def seen(store: Store, actor: Actor, customer_id: int) -> Business:
    return business_of(store, OneCustomer(actor.require(Permission.CUSTOMER_READ), customer_id))


def test_the_months_end_with_the_last_known_purchase_of_all(store: Store, cast: Cast, faces: Faces) -> None:
    assert said(seen(store, cast.sol, faces.wang)) == []
    add_lines(
        store,
        [
            Line(date(2024, 6, 1), 1, faces.wang, 1, "10", category="绿茶"),
            Line(date(2025, 11, 20), 2, faces.wang, 1, "100", category="绿茶"),
            Line(date(2026, 1, 5), 3, faces.wang, 1, "130", category="绿茶"),
            Line(date(2026, 2, 5), 4, faces.wang, 1, "20", category="杯子"),
            Line(date(2026, 2, 28), 5, faces.nan, 1, "999", category="家具"),
        ],
    )
    found = seen(store, cast.sol, faces.wang)
    assert found.spans.recent.last == date(2026, 2, 28)
    assert (found.recent, found.before) == (Turnover(Decimal(150), 2), Turnover(Decimal(100), 1))
    assert said(found) == ["Spends 50% more than in the 3 months before.", "Bought for the first time: 杯子."]
    assert said(seen(store, cast.vic, faces.nan)) == []  # all of it is new: there is nothing to compare with
    with pytest.raises(NotFound):
        seen(store, cast.vic, faces.wang)


def test_a_contact_who_has_left_is_told_and_stays_in_the_list(store: Store, cast: Cast, faces: Faces) -> None:
    reach = cast.tao.require(Permission.CUSTOMER_READ)
    kai = add_contact(store, cast.tao, faces.li, {"name": "李凯 '1'", "is_decision_maker": True}, key=fresh())
    key = fresh()
    note_departure(store, cast.tao, kai, date(2026, 3, 1), key=key)
    with pytest.raises(AlreadyDone):
        note_departure(store, cast.tao, kai, date(2026, 3, 1), key=key)
    assert said(seen(store, cast.tao, faces.li)) == ["李凯 '1', who decides, has left (2026-03-01)."]
    (contact,) = contacts_of(store, OneCustomer(reach, faces.li))
    assert contact.left_on == date(2026, 3, 1)
    before = everything(store)
    refused: list[tuple[type[CrmError], Actor, int, date | None]] = [
        (NotFound, cast.vic, kai, TODAY), (NotFound, cast.sol, kai, TODAY), (NotPermitted, cast.rea, kai, TODAY),
        (InvalidInput, cast.tao, kai, TODAY + timedelta(days=1)), (NotFound, cast.tao, 4711, TODAY),
    ]  # fmt: skip
    for refusal, actor, who, day in refused:
        with pytest.raises(CrmError) as caught:
            note_departure(store, actor, who, day, key=fresh())
        assert type(caught.value) is refusal
        assert everything(store) == before
    note_departure(store, cast.tao, kai, None, key=fresh())
    assert said(seen(store, cast.tao, faces.li)) == []
    note_departure(store, cast.tao, kai, TODAY, key=fresh())
    remove_contact(store, cast.tao, kai, version=contact.version, key=fresh())
    assert store.value(sql("select count(*) from contact_departure")) == 0
