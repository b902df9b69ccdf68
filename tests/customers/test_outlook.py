"""Potential, estimated by people or read from the size; and the marks new, old and large by the company's thresholds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.fields import FIELDS, parse_condition
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.customers.lists.service import customer_list
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.group.service import set_parent
from crm_core.customers.profile.outlook.model import Level, Mark, Outlook, Thresholds, guessed, marks_of
from crm_core.customers.profile.outlook.service import marks, outlook_of, set_potential
from crm_core.customers.service import customer_face, edit_customer
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.settings.service import change_settings, current_version
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, add, faces, fresh
from tests.metrics.stage import Line, add_lines

__all__ = ["faces"]
HIGH = {"level": "high", "reason": "新厂 'B' 明年投产 🙂"}
LIMITS, TODAY = Thresholds(90, 24, Decimal(50_000)), date(2026, 3, 18)


def outlook(store: Store, actor: Actor, customer_id: int) -> Outlook:
    return outlook_of(store, OneCustomer(actor.require(Permission.CUSTOMER_READ), customer_id))


@pytest.mark.parametrize(
    ("first", "last", "net", "found"),
    [
        (None, None, 0, ()),
        (date(2025, 12, 18), date(2026, 3, 1), 49_999, (Mark.NEW,)),
        (date(2025, 12, 17), date(2026, 3, 1), 50_000, (Mark.LARGE,)),
        (date(2024, 3, 18), date(2025, 3, 18), 10, (Mark.OLD,)),
        (date(2024, 3, 19), date(2026, 3, 1), 10, ()),
        (date(2020, 1, 1), date(2025, 3, 17), 10, ()),
        (date(2020, 1, 1), date(2026, 3, 1), 90_000, (Mark.OLD, Mark.LARGE)),
    ],
)
def test_marks_follow_days_and_sums(first: date | None, last: date | None, net: int, found: tuple[Mark, ...]) -> None:
    assert marks_of(first, last, Decimal(net), LIMITS, TODAY) == found


@given(st.integers(0, 4000), st.integers(0, 400), st.integers(0, 100_000))
def test_nobody_is_new_and_old_and_what_is_switched_off_marks_nobody(back: int, since: int, net: int) -> None:
    first = TODAY - timedelta(days=back)
    last = max(first, TODAY - timedelta(days=since))
    found = marks_of(first, last, Decimal(net), LIMITS, TODAY)
    assert not {Mark.NEW, Mark.OLD} <= set(found)
    assert marks_of(first, last, Decimal(net), Thresholds(0, 0, Decimal(0)), TODAY) == ()


@given(st.one_of(st.none(), st.integers(1, 5000)), st.integers(0, 10))
def test_more_people_or_companies_never_speak_for_less(employees: int | None, companies: int) -> None:
    order = {None: -1, Level.LOW: 0, Level.MID: 1, Level.HIGH: 2}
    here = guessed(employees, companies)
    more = guessed(employees, companies + 1)
    larger = guessed((employees or 0) + 100, companies)
    if employees is None and here is None:
        return
    level = order[here.level if here else None]
    assert order[more.level if more else None] >= level
    if employees is not None:
        assert order[larger.level if larger else None] >= level


def test_an_estimate_stands_beside_what_the_size_speaks_for(store: Store, cast: Cast, faces: Faces) -> None:
    assert outlook(store, cast.tao, faces.li) == Outlook(None, None)
    reach = cast.tao.require(Permission.CUSTOMER_READ)
    version = customer_face(store, OneCustomer(reach, faces.li)).version
    known = {"name": "远航装饰有限公司", "kind": "company", "region": "上海", "fact_employees": "60"}
    edit_customer(store, cast.tao, faces.li, known, version=version, key=fresh())
    guess = outlook(store, cast.tao, faces.li).guess
    assert guess is not None
    assert (guess.level, str(guess.why)) == (Level.MID, "60 employees")
    for name in ("甲", "乙", "丙"):
        set_parent(
            store, cast.mia, add(store, cast.mia, name, cast.tao, kind="company"), faces.li, shown=None, key=fresh()
        )
    guess = outlook(store, cast.tao, faces.li).guess
    assert guess is not None
    assert (guess.level, str(guess.why)) == (Level.HIGH, "a group of 4 companies")
    key = fresh()
    more = {"customer_id": faces.nan, "set_by": 1, "version": 9, "set_on": date(2020, 1, 1)}
    set_potential(store, cast.tao, faces.li, {**HIGH, **more}, version=0, key=key)
    with pytest.raises(AlreadyDone):
        set_potential(store, cast.tao, faces.li, HIGH, version=0, key=key)
    stands = outlook(store, cast.rea, faces.li).potential
    assert stands is not None
    assert (stands.level, stands.reason, stands.set_on, stands.who) == (Level.HIGH, HIGH["reason"], TODAY, "Tao")
    assert store.value(sql("select count(*) from customer_potential")) == 1
    with pytest.raises(StaleWrite):
        set_potential(store, cast.mia, faces.li, {**HIGH, "level": "low"}, version=0, key=fresh())
    set_potential(store, cast.tao, faces.li, {"level": ""}, version=1, key=fresh())
    assert outlook(store, cast.tao, faces.li).potential is None


def test_who_may_not_estimates_nothing(store: Store, cast: Cast, faces: Faces) -> None:
    for actor, refusal in ((cast.vic, NotFound), (cast.rea, NotPermitted)):
        with pytest.raises(refusal):
            set_potential(store, actor, faces.li, HIGH, version=0, key=fresh())
    for wrong in ({"level": "huge", "reason": "x"}, {"level": "high"}, {"level": "high", "reason": "x" * 201}):
        with pytest.raises(InvalidInput):
            set_potential(store, cast.tao, faces.li, wrong, version=0, key=fresh())
    with pytest.raises(NotFound):
        outlook(store, cast.vic, faces.li)


def test_thresholds_are_the_companys_choice(store: Store, cast: Cast, faces: Faces) -> None:
    add_lines(store, [Line(date(2026, 3, 2), 1, faces.wang, 1, "9000")])

    def found() -> tuple[Mark, ...]:
        return marks(store, OneCustomer(cast.sol.require(Permission.CUSTOMER_READ), faces.wang))

    assert found() == (Mark.NEW,)
    choices = {"new_customer_days": "10", "large_customer_thousands": "9"}
    change_settings(store, cast.ada, choices, current_version(store))
    assert found() == (Mark.LARGE,)


def test_a_list_marks_customers_as_their_pages_do_and_finds_them(store: Store, cast: Cast, faces: Faces) -> None:
    large = add(store, cast.mia, "大客户", cast.sol)
    bought = [(faces.wang, date(2026, 3, 2), 90), (faces.nan, date(2020, 1, 1), 10), (faces.nan, date(2025, 12, 1), 10),
              (large, date(2023, 1, 1), 10), (large, date(2026, 2, 1), 60_000), (faces.li, date(2019, 1, 1), 10)]  # fmt: skip
    add_lines(store, [Line(day, at, who, 1, str(sum_)) for at, (who, day, sum_) in enumerate(bought, 1)])
    reach = cast.mia.require(Permission.CUSTOMER_READ)
    lines = customer_list(store, CustomerListRequest(reach)).lines
    for line in lines:
        if line.is_open:
            own = ",".join(marks(store, OneCustomer(reach, line.customer_id))) or None
            assert line.marks == own, line.name
    assert {line.marks for line in lines} == {None, "new", "old", "old,large"}

    def found(operator: str, *values: str) -> set[str]:
        asked = CustomerListRequest(reach, conditions=(parse_condition(FIELDS["marks"], operator, values),))
        return {line.name for line in customer_list(store, asked).lines}

    assert found("any_of", "new", "large") == {"王小明", "大客户"}
    assert found("all_of", "old", "large") == {"大客户"}
    assert found("none_of", "old") == {"王小明", "远航装饰有限公司", "公海鱼"}
    assert found("filled") == {"王小明", "大客户", "南方金丝雀"}
    change_settings(store, cast.ada, {"new_customer_days": "0"}, current_version(store))
    assert found("any_of", "new") == set()
