"""How actions are done, what they cost and wait for: who writes, who sees, and the few that may be most important."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_core.access.model import Actor
from crm_core.errors import AlreadyDone, CrmError, InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.plans.acting import work_on_action
from crm_core.plans.limit import high_count
from crm_core.plans.model import Action, Priority
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.plans.work.assigning import assign_part
from crm_core.plans.work.model import PartKind, PlanWork
from crm_core.plans.work.service import WaitingRequest, plan_work, waiting_for
from crm_core.plans.work.writing import add_whole_action, edit_whole_action, set_budget, work_on_whole_action
from crm_core.settings.service import change_settings, current_version
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.plans.stage import Plans, fresh, make_plans

STEP = {"what": "Write to them", "due_on": "2026-03-25", "start_on": "2026-03-01"}
HIGH = {**STEP, "priority": "high"}


@pytest.fixture
def plans(store: Store, cast: Cast) -> Plans:
    return make_plans(store, cast)


def seen(store: Store, actor: Actor, plan_id: int) -> PlanWork:
    return plan_work(store, OnePlan(viewer_of(actor), plan_id))


def step(store: Store, action_id: int, actor: Actor, plan_id: int) -> Action:
    record = plan_record(store, OnePlan(viewer_of(actor), plan_id))
    return next(one for one in record.actions if one.action_id == action_id)


def test_an_action_is_kept_with_its_method_money_and_order(store: Store, cast: Cast, plans: Plans) -> None:
    tao, sol = cast.tao, cast.sol
    given = {
        **STEP, "method": "By phone, ' twice 🍵", "planned_cost": "1.2万", "spent_cost": "300.50",
        "before": [plans.sol_action], "owner_id": sol.user_id,
    }  # fmt: skip
    key = fresh()
    grabbed = {"plan_id": plans.company, "action_id": 4711, "version": 9, "created_by": cast.vic.user_id}
    made = add_whole_action(store, tao, plans.north, {**given, **grabbed}, key=key)
    assert step(store, made, tao, plans.north).version == 1
    with pytest.raises(AlreadyDone):
        add_whole_action(store, tao, plans.north, given, key=key)
    work = seen(store, tao, plans.north)
    detail = work.detail(made)
    assert (detail.method, detail.planned_cost, detail.spent_cost) == (
        "By phone, ' twice 🍵",
        Decimal(12000),
        Decimal("300.5"),
    )
    assert work.links == ((made, plans.sol_action),)

    # what a form does not name stays; what was seen before it was changed is refused with both versions
    edit_whole_action(store, tao, made, {**STEP, "spent_cost": "400", "owner_id": sol.user_id}, version=1, key=fresh())
    assert seen(store, tao, plans.north).detail(made).spent_cost == Decimal(400)
    assert seen(store, tao, plans.north).before(made) == (plans.sol_action,)
    with pytest.raises(StaleWrite) as stale:
        edit_whole_action(store, tao, made, {**STEP, "method": "Mine"}, version=1, key=fresh())
    assert (stale.value.mine["method"], stale.value.theirs["method"]) == ("Mine", "By phone, ' twice 🍵")
    assert stale.value.theirs["version"] == 2

    # in my day it waits, until what it waits for is done; its owner says what was spent
    asked = WaitingRequest(viewer_of(sol), (made, plans.sol_action))
    assert [one.what for one in waiting_for(store, asked)[made].actions] == ["Call the lapsing"]
    work_on_action(store, sol, plans.sol_action, {"status": "done"}, version=1, key=fresh())
    assert waiting_for(store, asked) == {}
    work_on_whole_action(store, sol, made, {"status": "doing", "spent_cost": "450"}, version=2, key=fresh())
    assert seen(store, sol, plans.north).detail(made).spent_cost == Decimal(450)
    told = store.rows(
        sql(
            "select v.content from audit_entry as e join audit_value as v on v.seq = e.seq where e.entity = 'plan_action'"
        )
    )
    written = " ".join(row["content"] for row in told)
    assert all(f'"{name}"' in written for name in ("comes_after", "planned_cost", "method"))


def test_no_circle_is_stored_and_no_foreign_action_is_waited_for(store: Store, cast: Cast, plans: Plans) -> None:
    tao = cast.tao
    first, last = (
        plans.sol_action,
        add_whole_action(store, tao, plans.north, {**STEP, "before": [plans.sol_action]}, key=fresh()),
    )
    whole = {"what": "Call the lapsing", "due_on": "2026-03-10", "priority": "high", "owner_id": cast.sol.user_id}
    for wrong in ([last], [first], [plans.vic_action], [4711], "x" * 10_000):
        problem = {**whole, "before": wrong if isinstance(wrong, list) else [wrong]}
        with pytest.raises(InvalidInput) as caught:
            edit_whole_action(store, tao, first, problem, version=1, key=fresh())
        assert set(caught.value.fields) == {"before"}
    assert seen(store, tao, plans.north).links == ((last, first),)
    assert step(store, first, tao, plans.north).version == 1  # a refusal leaves all of the action as it was
    for field, wrong in (
        ("planned_cost", "-1"),
        ("spent_cost", "1.234"),
        ("planned_cost", "lots"),
        ("method", "x" * 2_001),
    ):
        with pytest.raises(InvalidInput) as caught:
            edit_whole_action(store, tao, first, {**whole, field: wrong}, version=1, key=fresh())
        assert set(caught.value.fields) == {field}


def test_who_sees_an_action_sees_that_it_waits_but_not_for_what_is_hidden(
    store: Store, cast: Cast, plans: Plans
) -> None:
    mia, tao, sol = cast.mia, cast.tao, cast.sol
    given = {**STEP, "owner_id": sol.user_id, "before": [plans.vic_action], "method": "m", "planned_cost": "10"}
    made = add_whole_action(store, mia, plans.company, given, key=fresh())
    assert seen(store, mia, plans.company).before(made) == (plans.vic_action,)
    for who in (tao, sol):
        work = seen(store, who, plans.company)
        assert (work.links, dict(work.hidden_open), work.sees_budget) == ((), {made: 1}, False)
        found = waiting_for(store, WaitingRequest(viewer_of(who), (made,)))[made]
        assert (found.actions, found.hidden) == ((), 1)
    # the lead's edit keeps what the lead does not see
    whole = {**STEP, "owner_id": sol.user_id, "before": []}
    edit_whole_action(store, tao, made, whole, version=1, key=fresh())
    assert seen(store, mia, plans.company).before(made) == (plans.vic_action,)
    # a colleague reads neither method nor money
    lee = add_whole_action(store, tao, plans.north, {**STEP, "method": "m", "planned_cost": "10"}, key=fresh())
    assert seen(store, tao, plans.north).detail(lee).method == "m"
    assert seen(store, sol, plans.north).detail(lee).planned_cost is None


def test_a_budget_is_set_by_who_edits_the_plan(store: Store, cast: Cast, plans: Plans) -> None:
    tao, key = cast.tao, fresh()
    set_budget(store, tao, plans.north, {"amount": "5,000"}, version=0, key=key)
    with pytest.raises(AlreadyDone):
        set_budget(store, tao, plans.north, {"amount": "5,000"}, version=0, key=key)
    assert seen(store, tao, plans.north).budget == Decimal(5000)
    assert seen(store, cast.sol, plans.north).budget is None
    with pytest.raises(StaleWrite):
        set_budget(store, tao, plans.north, {"amount": "1"}, version=0, key=fresh())
    set_budget(store, tao, plans.north, {"amount": ""}, version=1, key=fresh())
    assert (seen(store, tao, plans.north).budget, seen(store, tao, plans.north).budget_version) == (None, 2)
    with pytest.raises(NotFound):
        set_budget(store, tao, plans.company, {"amount": "1"}, version=0, key=fresh())
    with pytest.raises(NotPermitted):
        set_budget(store, cast.sol, plans.north, {"amount": "1"}, version=0, key=fresh())


def test_a_part_is_given_to_a_person_and_stays_as_it_is(store: Store, cast: Cast, plans: Plans) -> None:
    tao, sol = cast.tao, cast.sol
    before = step(store, plans.sol_action, tao, plans.north)
    assign_part(
        store, tao, plans.north, PartKind.ACTION, plans.sol_action, tao.user_id, version=before.version, key=fresh()
    )
    after = step(store, plans.sol_action, tao, plans.north)
    assert (after.owner_id, after.what, after.priority) == (tao.user_id, before.what, before.priority)
    assign_part(store, tao, plans.north, PartKind.GOAL, plans.hand_goal, tao.user_id, version=1, key=fresh())
    record = plan_record(store, OnePlan(viewer_of(tao), plans.north))
    goal = record.goal(plans.hand_goal)
    assert goal is not None
    assert (goal.owner_id, goal.baseline, goal.unit, goal.lower_is_better) == (tao.user_id, Decimal(40), "件", True)
    assign_part(store, tao, plans.north, PartKind.PLAN, plans.north, sol.user_id, version=1, key=fresh())
    plan = plan_record(store, OnePlan(viewer_of(tao), plans.north)).plan
    assert (plan.owner_id, plan.name, plan.state) == (sol.user_id, record.plan.name, record.plan.state)
    for kind, about in ((PartKind.ACTION, plans.vic_action), (PartKind.GOAL, plans.south_goal), (PartKind.SECTION, 1)):
        with pytest.raises(NotFound):
            assign_part(store, tao, plans.north, kind, about, sol.user_id, version=1, key=fresh())


def test_one_more_of_high_priority_asks_which_is_lowered(store: Store, cast: Cast, plans: Plans) -> None:
    change_settings(store, cast.ada, {"plan_high_actions": "2"}, current_version(store))
    tao, north = cast.tao, plans.north
    second = add_whole_action(store, tao, north, HIGH, key=fresh())
    with pytest.raises(InvalidInput) as caught:
        add_whole_action(store, tao, north, HIGH, key=fresh())
    assert set(caught.value.fields) == {"priority"}
    with pytest.raises(InvalidInput) as caught:
        add_whole_action(store, tao, north, {**HIGH, "lower": [plans.vic_action]}, key=fresh())
    assert set(caught.value.fields) == {"lower"}
    third = add_whole_action(store, tao, north, {**HIGH, "lower": [second]}, key=fresh())
    assert step(store, second, tao, north).priority is Priority.MID
    assert high_count(store, north) == 2
    # what is done makes room; what is taken up again needs it
    work_on_action(store, tao, third, {"status": "done"}, version=1, key=fresh())
    edit_whole_action(store, tao, second, HIGH, version=2, key=fresh())
    with pytest.raises(Refused):
        work_on_action(store, tao, third, {"status": "doing"}, version=2, key=fresh())
    assert high_count(store, north) == 2


CALLS = st.lists(
    st.tuples(
        st.sampled_from(["add", "edit", "work"]), st.integers(0, 5), st.sampled_from(["high", "mid"]),
        st.sampled_from(["planned", "doing", "done", "dropped"]), st.lists(st.integers(0, 5), max_size=2),
    ), min_size=4, max_size=9,
)  # fmt: skip


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CALLS)
def test_no_sequence_of_calls_exceeds_the_limit(
    store: Store, cast: Cast, calls: list[tuple[str, int, str, str, list[int]]]
) -> None:
    if not store.rows(sql("select 1 from plan")):
        make_plans(store, cast)
        change_settings(store, cast.ada, {"plan_high_actions": "2"}, current_version(store))
    plan_id = store.rows(sql("select plan_id from plan where team_id is not null"))[0]["plan_id"]
    tao = cast.tao
    for what, place, priority, status, lower in calls:
        steps = sorted(plan_record(store, OnePlan(viewer_of(tao), plan_id)).actions, key=lambda one: one.action_id)
        named = [steps[one].action_id for one in lower if one < len(steps)]
        about = steps[place % len(steps)]
        given = {**STEP, "priority": priority, "status": status, "lower": named}
        try:
            if what == "add" and len(steps) < 12:
                add_whole_action(store, tao, plan_id, given, key=fresh())
            elif what == "edit":
                edit_whole_action(store, tao, about.action_id, given, version=about.version, key=fresh())
            else:
                work_on_whole_action(
                    store, tao, about.action_id, {"status": status}, version=about.version, key=fresh()
                )
        except CrmError as error:
            assert isinstance(error, (InvalidInput, Refused))
        assert high_count(store, plan_id) <= 2
