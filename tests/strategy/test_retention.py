"""Keeping customers and how we talk: numbers for whom the board shows them, risk by segment, measures with actions, revisions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from crm_core.access.model import Actor, Permission
from crm_core.board.service import directly
from crm_core.customers.profile.stages.lost import LostRequest, Risk, lost_customers, risks
from crm_core.customers.profile.stages.model import Stage
from crm_core.customers.profile.stages.service import set_stage
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.relationships.model import Dimension
from crm_core.relationships.service import set_standing
from crm_core.store import Store
from crm_core.store.check import check
from crm_core.strategy.communication.service import Talk, note_revision, talks, unplaced
from crm_core.strategy.retention.model import METRICS, Measure
from crm_core.strategy.retention.service import (
    add_measure,
    edit_measure,
    measures_of,
    numbers,
    remove_measure,
    segments,
)
from crm_core.touchpoints.said.service import log_with_details
from crm_core.touchpoints.said.voiced import VoicedRequest, voiced_counts
from crm_core.touchpoints.service import add_touchpoint
from tests.conftest import Cast
from tests.customers.faces import Faces, faces
from tests.plans.stage import TODAY, Plans, fresh, make_plans

__all__ = ["faces"]
SINCE = date(2025, 6, 1)


@pytest.fixture
def plans(store: Store, cast: Cast) -> Plans:
    return make_plans(store, cast)


def known(store: Store, actor: Actor, plan_id: int) -> tuple[Measure, ...]:
    return measures_of(store, OnePlan(viewer_of(actor), plan_id))


def test_segments_at_risk_stand_with_what_is_done_by_whom_until_when(
    store: Store, cast: Cast, plans: Plans, faces: Faces
) -> None:
    set_standing(store, cast.mia, faces.wang, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())
    set_stage(store, cast.sol, faces.wang, {"stage": "at_risk", "why": "silent"}, version=0, key=fresh())
    reach = cast.sol.require(Permission.CUSTOMER_READ)
    told = risks(store, LostRequest(reach, SINCE))
    assert (told["rung:high"], told[""].at_risk) == (Risk(1, 1, 0), 1)
    others = risks(store, LostRequest(cast.vic.require(Permission.CUSTOMER_READ), SINCE))
    assert "rung:high" not in others
    (row,) = lost_customers(store, LostRequest(reach, date.min, "rung:high", stage=Stage.AT_RISK))
    assert (row.customer_id, row.why) == (faces.wang, "silent")
    north, key = plans.north, fresh()
    whole, high = segments((), told)
    assert (whole.subject, high.is_neglected, whole.is_neglected) == (None, True, True)

    given = {
        "subject": "rung:high",
        "what": "Call whoever is silent '; 🍵",
        "owner_id": str(cast.sol.user_id),
        "due_on": "2026-04-02",
    }
    made = add_measure(store, cast.tao, north, {**given, "plan_id": 1, "version": 9}, key=key)
    with pytest.raises(AlreadyDone):
        add_measure(store, cast.tao, north, given, key=key)
    (one,) = known(store, cast.sol, north)
    actions = {each.action_id: each for each in plan_record(store, OnePlan(viewer_of(cast.tao), north)).actions}
    action = actions[one.action_id or 0]
    assert (action.what, action.owner_id, action.due_on) == (one.what, cast.sol.user_id, date(2026, 4, 2))
    assert not segments((one,), told)[1].is_neglected
    edit_measure(
        store,
        cast.tao,
        north,
        made,
        {"subject": "", "what": "Call", "action_id": str(plans.sol_action)},
        version=1,
        key=fresh(),
    )
    (one,) = known(store, cast.tao, north)
    assert (one.subject, one.action_id, one.version) == (None, plans.sol_action, 2)
    with pytest.raises(StaleWrite):
        edit_measure(
            store, cast.tao, north, made, {**given, "action_id": str(plans.sol_action)}, version=1, key=fresh()
        )
    remove_measure(store, cast.tao, north, made, version=2, key=fresh())
    assert known(store, cast.tao, north) == ()
    plan = plan_record(store, OnePlan(viewer_of(cast.sol), north)).plan
    ask = directly(store)
    assert tuple(numbers(ask, viewer_of(cast.tao), plan, TODAY)) == METRICS
    assert numbers(ask, viewer_of(cast.sol), plan, TODAY) == {}  # as on the board: the team's numbers are its lead's
    assert check(store) == []


def test_a_touchpoint_is_revised_with_what_customers_suggested_since(
    store: Store, cast: Cast, plans: Plans, faces: Faces
) -> None:
    given = {
        "phase": "during",
        "name": "Delivery",
        "department": "Stock",
        "owner_id": cast.sol.user_id,
        "channels": ["phone"],
    }
    guide = {"g1.title": "late", "g1.text": "Say sorry", "g1.purpose": "delivery"}
    point = add_touchpoint(store, cast.tao, given | guide, key=fresh())
    add_touchpoint(store, cast.tao, given | {"name": "Shop"}, key=fresh())
    for channel, purpose, day in (
        ("phone", "delivery", "2026-03-02"), ("phone", "delivery", "2026-03-12"), ("wechat", "delivery", "2026-03-12"),
        ("phone", "price", "2026-03-12"), ("phone", "", "2026-03-12"),
    ):  # fmt: skip
        talk = {"channel": channel, "outcome": "reached", "content": "x", "suggestion": "Faster", "purpose": purpose, "happened_at": f"{day} 09:00"}  # fmt: skip
        log_with_details(store, cast.sol, faces.wang, talk, [], key=fresh())
    ask, reach = directly(store), cast.sol.require(Permission.CUSTOMER_READ)

    def told(actor: Actor) -> list[Talk]:
        register = actor.require(Permission.TOUCHPOINT_READ)
        return list(talks(ask, register, actor.require(Permission.CUSTOMER_READ), TODAY))

    assert [(one.suggested, one.revision) for one in told(cast.sol)] == [(2, None), (None, None)]
    assert [one.suggested for one in told(cast.vic)] == [0, None]
    assert voiced_counts(store, VoicedRequest(reach, (unplaced(TODAY),))) == {"unplaced": 1}
    words = {"words": "Announced by message", "revised_on": "2026-03-10", "touchpoint_id": 99}
    note_revision(store, cast.mia, plans.company, point, words, key=fresh())
    first = told(cast.sol)[0]
    assert first.revision is not None
    assert (first.suggested, first.revision.revised_on, first.revision.words) == (1, date(2026, 3, 10), words["words"])

    measure = {"what": "x", "owner_id": str(cast.sol.user_id), "due_on": "2026-04-01"}
    company, north = plans.company, plans.north
    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (NotPermitted, lambda: note_revision(store, cast.sol, company, point, words, key=fresh())),
        (NotFound, lambda: note_revision(store, cast.tao, company, point, words, key=fresh())),
        (NotFound, lambda: note_revision(store, cast.mia, company, 999, words, key=fresh())),
        (InvalidInput, lambda: note_revision(store, cast.mia, company, point, {"words": " "}, key=fresh())),
        (InvalidInput, lambda: note_revision(store, cast.mia, company, point, words | {"revised_on": "2026-03-09"}, key=fresh())),
        (InvalidInput, lambda: note_revision(store, cast.mia, company, point, words | {"revised_on": "2026-03-19"}, key=fresh())),
        (NotPermitted, lambda: add_measure(store, cast.sol, north, measure, key=fresh())),
        (NotFound, lambda: add_measure(store, cast.tao, company, measure, key=fresh())),
        (InvalidInput, lambda: add_measure(store, cast.tao, north, measure | {"subject": "tag:9"}, key=fresh())),
        (InvalidInput, lambda: add_measure(store, cast.tao, north, measure | {"subject": "rung:x' or 1"}, key=fresh())),
        (InvalidInput, lambda: add_measure(store, cast.tao, north, measure | {"owner_id": ""}, key=fresh())),
        (InvalidInput, lambda: add_measure(store, cast.tao, north, measure | {"owner_id": str(cast.vic.user_id)}, key=fresh())),
        (InvalidInput, lambda: add_measure(store, cast.tao, north, measure | {"action_id": str(plans.vic_action)}, key=fresh())),
        (InvalidInput, lambda: add_measure(store, cast.tao, north, measure | {"what": "x" * 10_000}, key=fresh())),
        (NotFound, lambda: edit_measure(store, cast.tao, north, 9, measure, version=1, key=fresh())),
        (NotPermitted, lambda: remove_measure(store, cast.rea, north, 9, version=1, key=fresh())),
    ]  # fmt: skip
    before = store.head.seq
    for place, (error, call) in enumerate(refused):
        with pytest.raises(error):
            call()
        assert store.head.seq == before, place
