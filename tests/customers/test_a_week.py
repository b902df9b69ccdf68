"""One week of a team through the services: a list comes in, customers are made one, given up, claimed and cared for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.access.sessions import Sessions, start_session
from crm_core.customers.merging.finding import search_now
from crm_core.customers.merging.model import PairsWanted
from crm_core.customers.merging.service import merge, pairs
from crm_core.customers.model import Collision, OneCustomer
from crm_core.customers.ownership.model import WaitingRequests
from crm_core.customers.ownership.service import answer_request, ask_to_collaborate, waiting_requests
from crm_core.customers.pool.service import claim, release
from crm_core.customers.service import customer_face
from crm_core.errors import Refused
from crm_core.imports.model import Counts
from crm_core.interactions.model import DayRequest
from crm_core.interactions.service import log_not_reached, my_day
from crm_core.relationships.model import Dimension
from crm_core.relationships.norms.model import DueRequest
from crm_core.relationships.norms.service import due_by_norm, save_norm
from crm_core.relationships.service import set_standing
from crm_core.store import Store
from crm_core.team.absence.service import add_absence
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import add, fresh
from tests.imports.conftest import Desk, desk, reasons

__all__ = ["desk"]
HEADERS = ("code", "name", "phone", "owner")
PEOPLE, TWICE, THEIRS = 430, 20, 30
_ID_OF = sql("select customer_id from customer where code = $1")
_IN_NO_HANDS_OR_TWO = sql("select count(*) from customer where (owner_id is null) <> (team_id is null)")
_OWNER_OF = sql("select owner_id from customer where customer_id = $1")


@contextmanager
def day(number: int) -> Iterator[None]:
    """Hold the clock so many days after Wednesday."""
    with clock.held_at(NOW + timedelta(days=number)):
        yield


def at_work(store: Store, actor: Actor) -> Actor:
    """Return a person as a session finds them at this moment: with those for whom they stand in."""
    with store.transaction() as transaction:
        token = start_session(transaction, actor.user_id, "test")
    found = Sessions(store).identify(token)
    assert found is not None
    return found.actor


def promised(store: Store, actor: Actor) -> list[tuple[str, str | None]]:
    """Return whom the actor has to call by today, and for whom."""
    found = my_day(store, DayRequest(actor.require(Permission.INTERACTION_LOG), clock.today("Asia/Shanghai")))
    return [(item.customer, item.who) for item in (*found.overdue, *found.due)]


def by_norm(store: Store, actor: Actor) -> list[str]:
    """Return with whom a contact is due by norm today."""
    request = DueRequest(actor.require(Permission.CUSTOMER_READ), clock.today("Asia/Shanghai"))
    return [item.customer for item in due_by_norm(store, request)]


def the_list() -> list[tuple[str, str, str, str]]:
    """500 lines: 20 companies stand in it twice, 30 people belong to colleagues in the south."""
    people = [(f"K{at:03d}", f"客户{at:03d}号", f"138{at:08d}", "sol") for at in range(PEOPLE)]
    firms = [(f"F{at:03d}", f"第{at:03d}茶业有限公司", f"137{at:08d}", "sol") for at in range(TWICE)]
    again = [(f"G{at:03d}", f"第{at:03d}茶业（有限责任公司）", "", "sol") for at in range(TWICE)]
    theirs = [(f"T{at:03d}", f"南方{at:03d}号", f"139{at:08d}", "sol") for at in range(THEIRS)]
    return [*people, *firms, *again, *theirs]


def test_a_week(store: Store, cast: Cast, desk: Desk) -> None:
    for at in range(THEIRS):
        add(store, cast.mia, f"华南客户{at}", cast.vic, phone=f"139{at:08d}")
    checked = desk.check("customers", desk.file(HEADERS, the_list()), actor=cast.tao, keep=True)
    counts = Counts(read=500, added=PEOPLE + 2 * TWICE, updated=0, unchanged=0, rejected=THEIRS)
    assert {(column, "A colleague of another team" in why) for _row, column, why in reasons(checked)} == {
        ("phone", True)
    }
    assert desk.write(checked, actor=cast.tao).counts == counts

    assert search_now(store, cast.tao) == (TWICE, TWICE)
    for pair in pairs(store, PairsWanted(cast.tao.require(Permission.CUSTOMER_MERGE), size=TWICE)).pairs:
        both = pair.low, pair.high
        merge(
            store, cast.tao, *(face.customer_id for face in both), {},
            versions=(pair.low.version, pair.high.version), key=fresh(),
        )  # fmt: skip
    assert search_now(store, cast.tao) == (0, 0)
    assert store.value(sql("select count(*) from customer")) == PEOPLE + TWICE + THEIRS

    given_up = store.value(_ID_OF, ["K000"])
    release(store, cast.sol, [given_up], "搬到了外省", key=fresh())
    with pytest.raises(Refused):  # whoever lets go does not take it back the same day
        claim(store, cast.sol, [given_up], key=fresh())
    assert claim(store, cast.vic, [given_up], key=fresh()) == 1
    assert store.value(_OWNER_OF, [given_up]) == cast.vic.user_id
    assert store.value(_IN_NO_HANDS_OR_TWO) == 0

    with pytest.raises(Collision) as met:
        add(store, cast.vic, "一位客户", None, phone="13800000001")
    ask_to_collaborate(store, cast.vic, met.value.handle, "他在我们这边也有一家店", key=fresh())
    (request,) = waiting_requests(store, WaitingRequests(cast.sol.require(Permission.COLLABORATION_ANSWER)))
    answer_request(store, cast.sol, request.request_id, is_granted=True, version=request.version, key=fresh())
    shared = store.value(_ID_OF, ["K001"])
    assert customer_face(store, OneCustomer(cast.vic.require(Permission.CUSTOMER_READ), shared)).is_open

    log_not_reached(store, cast.sol, store.value(_ID_OF, ["K002"]), {}, key=fresh())
    assert promised(store, cast.sol) == []
    week = {"deputy_id": cast.tao.user_id, "first_on": NOW.date() + timedelta(1), "last_on": NOW.date() + timedelta(6)}
    add_absence(store, cast.sol, cast.sol.user_id, week, key=fresh())
    with day(1):
        assert promised(store, cast.sol) == [("客户002号", None)]
        assert promised(store, at_work(store, cast.tao)) == [("客户002号", "Sol")]
    with day(7):
        assert promised(store, at_work(store, cast.tao)) == []

    cared_for = store.value(_ID_OF, ["K003"])
    set_standing(store, cast.sol, cared_for, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())
    norm_id = save_norm(store, cast.mia, {"rung": "high", "days": "7"}, key=fresh())
    with day(6):
        assert by_norm(store, cast.sol) == []
    with day(7):
        assert by_norm(store, cast.sol) == ["客户003号"]
        save_norm(store, cast.mia, {"rung": "high", "days": "14"}, norm_id=norm_id, version=1, key=fresh())
        assert by_norm(store, cast.sol) == []
    with day(21):
        assert by_norm(store, cast.sol) == ["客户003号"]
