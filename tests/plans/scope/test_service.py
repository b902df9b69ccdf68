"""What a plan takes in, from people to store: counted within reach, decided by who edits the plan, refused to the others."""

from __future__ import annotations

import pytest

from crm_core.access.model import Actor, Permission
from crm_core.board.service import directly
from crm_core.customers.profile.needs.model import Want
from crm_core.customers.profile.needs.service import add_need
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.plans.goals import remove_goal
from crm_core.plans.scope.model import Placed, Side, Wants
from crm_core.plans.scope.service import (
    PlanWants,
    link_want,
    look_at_maturity,
    maturity_of,
    place_touchpoint,
    plan_wants,
    touchpoints_in_plan,
)
from crm_core.plans.service import OnePlan, viewer_of
from crm_core.store import Store
from crm_core.store.check import check
from crm_core.touchpoints.service import add_touchpoint
from tests.conftest import Cast
from tests.customers.faces import Faces, faces
from tests.plans.conftest import plans
from tests.plans.stage import Plans, fresh

__all__ = ["faces", "plans"]


def wanted(store: Store, actor: Actor, plan_id: int) -> Wants:
    request = PlanWants(OnePlan(viewer_of(actor), plan_id), actor.require(Permission.CUSTOMER_READ))
    return plan_wants(directly(store), request)


def counts(found: Wants) -> dict[Want, tuple[int, int, int]]:
    return {
        one.want: (one.open_count, one.most_count, one.met_count)
        for one in found.kinds
        if one.open_count + one.met_count
    }


def test_what_customers_want_is_counted_in_reach_and_linked_to_goals(
    store: Store, cast: Cast, plans: Plans, faces: Faces
) -> None:
    def need(actor: Actor, customer_id: int, kind: str, weight: int = 2, state: str = "open") -> None:
        given = {"kind": kind, "content": "Tea", "weight": weight, "state": state}
        add_need(store, actor, customer_id, given, key=fresh())

    need(cast.sol, faces.wang, "price", 3)
    need(cast.sol, faces.wang, "price")
    need(cast.sol, faces.wang, "ease", state="met")
    need(cast.mia, faces.nan, "price")
    everybody, own, south = (wanted(store, actor, plans.company) for actor in (cast.mia, cast.sol, cast.vic))
    assert counts(everybody)[Want.EASE] == (0, 0, 1)
    assert counts(everybody)[Want.PRICE][:2] == (2, 1)
    assert everybody.kinds[0].want is Want.PRICE
    assert (everybody.told_count, [one.want for one in everybody.unmet]) == (2, [Want.PRICE])
    assert own.customer_count < everybody.customer_count
    assert Want.EASE in counts(own)
    assert Want.EASE not in counts(south)
    assert wanted(store, cast.mia, plans.north).customer_count < everybody.customer_count

    link = {"goals": [plans.company_goal, plans.south_goal]}
    key = fresh()
    link_want(store, cast.mia, plans.company, "price", link, seen=(), key=key)
    with pytest.raises(AlreadyDone):
        link_want(store, cast.mia, plans.company, "price", link, seen=(), key=key)
    assert wanted(store, cast.mia, plans.company).kinds[0].goals == (plans.company_goal, plans.south_goal)
    assert wanted(store, cast.sol, plans.company).kinds[0].goals == (plans.company_goal,)
    assert wanted(store, cast.mia, plans.company).unmet == ()
    with pytest.raises(StaleWrite):
        link_want(store, cast.mia, plans.company, "price", {"goals": []}, seen=(), key=fresh())
    with pytest.raises(InvalidInput):
        link_want(store, cast.mia, plans.company, "ease", {"goals": [plans.hand_goal]}, seen=(), key=fresh())
    remove_goal(store, cast.mia, plans.company, plans.south_goal, version=1, key=fresh())
    assert wanted(store, cast.mia, plans.company).kinds[0].goals == (plans.company_goal,)
    assert not check(store)


def test_touchpoints_and_maturity_are_decided_by_who_edits_the_plan(store: Store, cast: Cast, plans: Plans) -> None:
    given = {
        "phase": "before",
        "name": "Shop's door 🍵",
        "department": "Shop",
        "owner_id": cast.mia.user_id,
        "channels": ["phone"],
    }
    point = add_touchpoint(store, cast.mia, {**given, "standard": "", "within": "", "unit": ""}, key=fresh())
    other = add_touchpoint(
        store, cast.mia, {**given, "name": "Bill", "standard": "", "within": "", "unit": ""}, key=fresh()
    )

    def placed(actor: Actor) -> dict[int, Placed]:
        found = touchpoints_in_plan(store, OnePlan(viewer_of(actor), plans.north))
        return {one.touchpoint_id: place for one, place in found}

    place_touchpoint(store, cast.tao, plans.north, point, {"is_in": "in", "version": "9"}, version=0, key=fresh())
    out = {"is_in": "out", "reason": "Of the warehouse"}
    place_touchpoint(store, cast.tao, plans.north, other, out, version=0, key=fresh())
    assert placed(cast.sol) == {point: Placed(point, True, "", 1), other: Placed(other, False, "Of the warehouse", 1)}
    with pytest.raises(StaleWrite):
        place_touchpoint(store, cast.tao, plans.north, point, out, version=0, key=fresh())
    place_touchpoint(store, cast.tao, plans.north, point, out, version=1, key=fresh())
    assert placed(cast.rea)[point].is_in is False
    with pytest.raises(NotFound):
        place_touchpoint(store, cast.tao, plans.north, 4711, out, version=0, key=fresh())

    look = {
        "level:knowing": "2",
        "aim:knowing": "4",
        "aim_on": "2026-06-30",
        "note": "asked 王晓明",
        "assessed_by": "4711",
    }
    assert look_at_maturity(store, cast.tao, plans.north, look, key=fresh()) == 1
    assert look_at_maturity(store, cast.tao, plans.north, {**look, "level:knowing": "3"}, key=fresh()) == 1
    knowing = next(
        one for one in maturity_of(store, OnePlan(viewer_of(cast.sol), plans.north)) if one.side is Side.KNOWING
    )
    assert knowing.latest is not None
    assert knowing.before is not None
    assert (knowing.before.level, knowing.latest.level, knowing.latest.assessed_by) == (2, 3, "Tao")

    for actor, refusal in (
        (cast.sol, NotPermitted),
        (cast.rea, NotPermitted),
        (cast.vic, NotPermitted),
        (cast.tao, NotFound),
    ):
        plan_id = plans.company if actor is cast.tao else plans.north
        with pytest.raises(refusal):
            place_touchpoint(store, actor, plan_id, point, out, version=2, key=fresh())
        with pytest.raises(refusal):
            look_at_maturity(store, actor, plan_id, look, key=fresh())
        with pytest.raises(refusal):
            link_want(store, actor, plan_id, "price", {"goals": []}, seen=(), key=fresh())
    for ask in (touchpoints_in_plan, maturity_of):
        with pytest.raises(NotFound):
            ask(store, OnePlan(viewer_of(cast.vic), plans.north))  # type: ignore[operator] # both take a plan
    with pytest.raises(NotFound):
        wanted(store, cast.vic, plans.north)
    assert not check(store)
