"""What stands in the way: registered, made an action of in one step, held against what customers said, and handed over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from crm_core.access.model import CONSOLE, Actor, Permission
from crm_core.board.service import directly
from crm_core.customers.profile.stages.lost import LostRequest, lost_counts, lost_customers
from crm_core.customers.profile.stages.service import loss_reasons, set_stage
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.relationships.model import Dimension
from crm_core.relationships.service import set_standing
from crm_core.store import Store
from crm_core.store.check import check
from crm_core.strategy.barriers.model import About, Barrier, BarrierDraft, State
from crm_core.strategy.barriers.service import (
    Evidence,
    add_barrier,
    add_barrier_action,
    barriers_of,
    edit_barrier,
    evidence,
    question,
    remove_barrier,
    unnamed_reasons,
)
from crm_core.team.leaving.service import hand_over_everything, holding_of
from crm_core.touchpoints.said.service import log_with_details
from crm_core.touchpoints.said.voiced import VoicedRequest, voiced
from tests.conftest import Cast
from tests.customers.faces import Faces, faces
from tests.plans.stage import TODAY, Plans, fresh, make_plans

__all__ = ["faces"]
SLOW = {
    "what": "Delivery is slow '; drop 🍵",
    "about": "rung:high",
    "heard": "Slow, delivery",
    "since_on": "2026-02-01",
}


@pytest.fixture
def plans(store: Store, cast: Cast) -> Plans:
    return make_plans(store, cast)


def known(store: Store, actor: Actor, plan_id: int) -> tuple[Barrier, ...]:
    return barriers_of(store, OnePlan(viewer_of(actor), plan_id))


def told(store: Store, actor: Actor, plan_id: int) -> list[Evidence]:
    found = known(store, actor, plan_id)
    reach = actor.require(Permission.CUSTOMER_READ)
    return list(evidence(directly(store), reach, found, TODAY).values())


def lose(store: Store, cast: Cast, customer_id: int, reason: str) -> int:
    """Let Sol's customer be lost, and return the reason's id."""
    reason_id = next(one.reason_id for one in loss_reasons(store, CONSOLE) if one.known == reason)
    given = {"stage": "lost", "reason_id": reason_id, "why": "They were slow"}
    set_stage(store, cast.sol, customer_id, given, version=0, key=fresh())
    return reason_id


def test_a_barrier_is_registered_acted_on_evidenced_and_handed_over(
    store: Store, cast: Cast, plans: Plans, faces: Faces
) -> None:
    set_standing(store, cast.mia, faces.wang, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())
    reason = lose(store, cast, faces.wang, "service")
    talk = {"channel": "phone", "outcome": "reached", "content": "x", "suggestion": "Faster DELIVERY, please"}
    log_with_details(store, cast.sol, faces.wang, talk, [], key=fresh())
    key, company = fresh(), plans.company
    grabbed = {"plan_id": plans.north, "version": 9, "ended_on": "2020-01-01", "created_by": cast.vic.user_id}
    made = add_barrier(store, cast.mia, company, {**SLOW, "reason_id": str(reason), **grabbed}, key=key)
    with pytest.raises(AlreadyDone):
        add_barrier(store, cast.mia, company, SLOW, key=key)
    add_barrier(store, cast.mia, company, {"what": "Prices", "owner_id": cast.sol.user_id, "action_id": str(plans.vic_action)}, key=fresh())  # fmt: skip
    first, second = known(store, cast.sol, company)
    assert (first.barrier_id, first.lacks_person, first.lacks_action, first.heard) == (
        made,
        True,
        True,
        ("Slow", "delivery"),
    )
    assert (second.is_marked, second.since_on, second.ended_on) == (False, TODAY, None)

    assert told(store, cast.sol, company) == [Evidence(1, 1), Evidence(None, None)]
    assert told(store, cast.vic, company)[0] == Evidence(0, 0)  # another team's customers are not counted for him
    reach, since = cast.sol.require(Permission.CUSTOMER_READ), date(2025, 6, 1)
    (lost,) = lost_customers(store, LostRequest(reach, since, "rung:high", reason))
    assert (lost.customer_id, lost.why) == (faces.wang, "They were slow")
    assert lost_customers(store, LostRequest(reach, since, "rung:low", reason)) == ()
    (heard,) = voiced(store, VoicedRequest(reach, (question(first, since),)))
    assert heard.customer_id == faces.wang
    counts = lost_counts(store, LostRequest(reach, since))
    assert (unnamed_reasons(counts, (first,)), unnamed_reasons(counts, ())) == ({}, {reason: 1})

    act = {
        "what": "Deliver at once",
        "due_on": "2026-04-01",
        "owner_id": cast.sol.user_id,
        "status": "done",
        "goal_id": 1,
    }
    action = add_barrier_action(store, cast.mia, company, made, act, key=fresh())
    changed = next(one for one in known(store, cast.mia, company) if one.barrier_id == made)
    assert (changed.action_id, changed.owner_id, changed.is_marked, changed.version) == (
        action,
        cast.sol.user_id,
        False,
        2,
    )
    assert next(one.goal_id for one in plan_record(store, OnePlan(viewer_of(cast.mia), company)).actions if one.action_id == action) is None  # fmt: skip
    with pytest.raises(StaleWrite):
        edit_barrier(store, cast.mia, company, made, SLOW, version=1, key=fresh())

    assert holding_of(store, cast.ada, cast.sol.user_id).barriers == 2
    given = {"way": "one", "taker": cast.tao.user_id, "work_to": cast.tao.user_id}
    hand_over_everything(store, cast.ada, cast.sol.user_id, given, key=fresh())
    assert {one.owner_id for one in known(store, cast.mia, company)} == {cast.tao.user_id}
    over = SLOW | {"state": "overcome", "action_id": str(action), "owner_id": cast.tao.user_id}
    edit_barrier(store, cast.mia, company, made, over, version=3, key=fresh())
    last = known(store, cast.mia, company)[-1]
    assert (last.barrier_id, last.state, last.ended_on, last.is_marked) == (made, State.OVERCOME, TODAY, False)
    remove_barrier(store, cast.mia, company, made, version=4, key=fresh())
    assert len(known(store, cast.mia, company)) == 1
    assert check(store) == []


def test_what_is_not_theirs_is_refused_and_leaves_everything(store: Store, cast: Cast, plans: Plans) -> None:
    company, north = plans.company, plans.north
    made = add_barrier(store, cast.tao, north, SLOW, key=fresh())
    act = {"what": "w", "due_on": "2026-04-01"}

    def add(actor: Actor, plan_id: int, **more: object) -> Callable[[], object]:
        return lambda: add_barrier(store, actor, plan_id, {**SLOW, **more}, key=fresh())

    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (NotPermitted, add(cast.sol, north)),
        (NotPermitted, add(cast.rea, company)),
        (NotFound, add(cast.tao, company)),
        (NotFound, add(cast.mia, 999)),
        (InvalidInput, add(cast.tao, north, owner_id=cast.vic.user_id)),
        (InvalidInput, add(cast.tao, north, owner_id=cast.rea.user_id)),
        (InvalidInput, add(cast.tao, north, action_id=str(plans.vic_action))),
        (InvalidInput, add(cast.tao, north, reason_id="999")),
        (InvalidInput, add(cast.tao, north, about="touchpoint:999")),
        (NotFound, lambda: edit_barrier(store, cast.mia, company, made, SLOW, version=1, key=fresh())),
        (NotPermitted, lambda: edit_barrier(store, cast.sol, north, made, SLOW, version=1, key=fresh())),
        (NotFound, lambda: add_barrier_action(store, cast.tao, company, made, act, key=fresh())),
        (InvalidInput, lambda: add_barrier_action(store, cast.tao, north, made, {**act, "what": " "}, key=fresh())),
        (NotPermitted, lambda: remove_barrier(store, cast.rea, north, made, version=1, key=fresh())),
        (StaleWrite, lambda: remove_barrier(store, cast.tao, north, made, version=5, key=fresh())),
        (NotFound, lambda: known(store, cast.vic, north)),
    ]
    before = store.head.seq
    for place, (error, call) in enumerate(refused):
        with pytest.raises(error):
            call()
        assert store.head.seq == before, place


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 10_000}, "what"),
        ({"what": "x", "about": "rung:x' or 1"}, "about"),
        ({"what": "x", "since_on": "2026-03-19"}, "since_on"),
        ({"what": "x", "state": "gone"}, "state"),
        ({"what": "x", "heard": "a"}, "heard"),
        ({"what": "x", "heard": " ".join(f"word{place}" for place in range(9))}, "heard"),
        ({"what": "x", "owner_id": "1; drop"}, "owner_id"),
        ({"what": "x", "note": "x" * 1_001}, "note"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(given: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        BarrierDraft.parse(given, today=TODAY)
    assert set(caught.value.fields) == {field}


def test_about_leads_back() -> None:
    for text in ("", "rung:high", "tag:3", "touchpoint:12"):
        assert str(About.parse(text)) == text
    assert About.parse("touchpoint:x") is None
