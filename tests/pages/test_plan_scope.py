"""The tabs of what a plan takes in and how its goals are told, as each role."""

from __future__ import annotations

import pytest

from crm_core.customers.profile.needs.service import add_need
from crm_core.plans.parts.writing import add_whole_goal
from crm_core.plans.scope.service import touchpoints_in_plan
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.store import Store
from crm_core.touchpoints.service import add_touchpoint
from tests.conftest import Cast
from tests.customers.faces import Faces, faces
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_gaps import said
from tests.pages.test_plan_pages import button, labels
from tests.plans.stage import Plans, fresh, make_plans

__all__ = ["faces"]
PLAN = "plan/plan.py"
HOSTILE = "Door ![x](http://evil.example/a.png) '; drop <b>x</b>"


@pytest.fixture
def plans(store: Store, cast: Cast) -> Plans:
    return make_plans(store, cast)


def test_a_lead_decides_what_the_teams_plan_takes_in_and_staff_read_it(
    store: Store, cast: Cast, plans: Plans, faces: Faces, open_page: type_of_open
) -> None:
    add_need(store, cast.mia, faces.wang, {"kind": "price", "content": "", "weight": 3}, key=fresh())
    point = {
        "phase": "before",
        "name": HOSTILE,
        "department": "Shop",
        "owner_id": cast.mia.user_id,
        "channels": ["phone"],
    }
    add_touchpoint(store, cast.mia, {**point, "standard": "", "within": "", "unit": ""}, key=fresh())
    where = {"id": str(plans.north), "tab": "scope"}
    test = open_page(cast.tao, PLAN, where)
    assert not test.exception
    assert said("No goal of the plan meets it yet") in texts(test)
    assert "![x]" not in texts(test)
    button(test, said("Take in")).click().run()  # type: ignore[attr-defined]
    assert [place.is_in for _point, place in touchpoints_in_plan(store, OnePlan(viewer_of(cast.tao), plans.north))] == [
        True
    ]
    button(test, said("Take a first look")).click().run()  # type: ignore[attr-defined]
    chosen = [one for one in test.selectbox if one.key and one.key.endswith("level:leading")]
    chosen[0].set_value("2")
    [one for one in test.button if one.label == said("Save")][-1].click().run()
    assert not test.exception
    assert said("2 By habit") in texts(test)
    for actor in (cast.sol, cast.rea):
        read = open_page(actor, PLAN, where)
        assert not read.exception
        assert said("2 By habit") in texts(read)
        assert not labels(read) & {said("Take in"), said("Look again"), ":material/edit:"}


def test_a_goals_form_asks_for_weights_only_when_it_has_several_metrics_and_hints_while_it_is_written(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    test = open_page(cast.tao, PLAN, {"id": str(plans.north)})
    button(test, said("Add a goal")).click().run()  # type: ignore[attr-defined]
    assert not [one for one in test.text_input if one.key and "first_weight" in one.key]
    assert said("Without a baseline, its progress counts from zero.") not in texts(test)
    next(one for one in test.selectbox if one.key and one.key.endswith(":metric_id")).set_value(
        "average_order_value"
    ).run()
    assert said("Without a baseline, its progress counts from zero.") in texts(test)
    next(one for one in test.multiselect if one.key and one.key.endswith("more_metrics")).set_value(["orders"]).run()
    next(one for one in test.text_input if one.key and one.key.endswith("weight:orders")).set_value("3")
    next(one for one in test.text_area if one.key and one.key.endswith("purpose")).set_value("Why **not**")
    [one for one in test.button if one.label == said("Add the goal")][-1].click().run()
    assert not test.exception
    record = plan_record(store, OnePlan(viewer_of(cast.tao), plans.north))
    assert [(part.metric_id, part.weight) for part in record.parts] == [("orders", 3)]
    add_whole_goal(
        store,
        cast.tao,
        plans.north,
        {"metric_id": "orders", "scope": f"team-{cast.north}", "horizon": "long"},
        key=fresh(),
    )
    test = open_page(cast.tao, PLAN, {"id": str(plans.north)})
    next(one for one in test.toggle if one.label == said("By how far they look")).set_value(True).run()
    assert not test.exception
    assert said("Long term") in texts(test)
