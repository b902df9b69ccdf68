"""Plans: who sees and edits what, what is worked out by itself, and that nothing is lost or doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crm_core.access.model import Actor, Permission
from crm_core.board.service import directly
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.metrics.model import GroupBy
from crm_core.metrics.service import measure
from crm_core.plans import measuring
from crm_core.plans.acting import add_action, check_in, edit_action, work_on_action
from crm_core.plans.editing import add_milestone, add_plan, add_stage, edit_milestone, edit_plan, remove_stage
from crm_core.plans.goals import add_goal, edit_goal, remove_goal
from crm_core.plans.model import ActionStatus, PlanState, Seen
from crm_core.plans.reaching import OwnMilestonesRequest, own_milestones, reach_milestone
from crm_core.plans.service import (
    LookRequest,
    OnePlan,
    PlansRequest,
    PlanView,
    concerns,
    known_plans,
    look,
    plan_list,
    plan_record,
    viewer_of,
)
from crm_core.plans.table import StageEdit, ValueEdit, save_table, stage_cell, value_cell
from crm_core.plans.to_do import my_actions
from crm_core.plans.work.assigning import assign_part
from crm_core.plans.work.model import PartKind
from crm_core.store import Store
from crm_core.store.check import check
from crm_core.targets.model import Level, Status
from crm_core.team.leaving.service import hand_over_everything, holding_of
from tests.conftest import Cast, sql
from tests.metrics.stage import Line, add_lines
from tests.plans.stage import TODAY, YEAR, Plans, aim, fresh


def seen(store: Store, actor: Actor, plan_id: int, **more: object) -> PlanView:
    return look(directly(store), LookRequest(viewer_of(actor), plan_id, TODAY, **more))  # type: ignore[arg-type]


def names(store: Store, actor: Actor) -> set[str]:
    return {plan.name for plan in known_plans(store, PlansRequest(viewer_of(actor)))}


# Who sees what --------------------------------------------------------------------------------------------------------


def test_the_companys_plan_is_for_all_and_a_teams_for_its_members(store: Store, cast: Cast, plans: Plans) -> None:
    for actor in (cast.ada, cast.mia, cast.rea, cast.tao, cast.sol):
        assert names(store, actor) == {"Loyal customers", "North plan"}
    assert names(store, cast.vic) == {"Loyal customers"}
    with pytest.raises(NotFound):
        seen(store, cast.vic, plans.north)
    with pytest.raises(NotFound):
        plan_record(store, OnePlan(viewer_of(cast.vic), plans.north))


def test_a_draft_is_for_those_who_may_edit_it(store: Store, cast: Cast) -> None:
    add_plan(store, cast.mia, {**YEAR, "name": "Secret"}, key=fresh())
    add_plan(store, cast.tao, {**YEAR, "name": "Of the north"}, key=fresh())
    assert names(store, cast.mia) == {"Secret", "Of the north"}
    assert names(store, cast.tao) == {"Of the north"}
    assert names(store, cast.sol) == names(store, cast.rea) == set()


def test_a_foreign_teams_goals_and_actions_are_not_shown_and_the_companys_without_figures(
    store: Store, cast: Cast, plans: Plans
) -> None:
    add_lines(store, [Line(date(2026, 3, 3), 1, 1, 1, "8000", team=cast.north, owner=cast.sol.user_id)])
    for actor in (cast.tao, cast.sol):
        view = seen(store, actor, plans.company)
        assert {one.goal.goal_id for one in view.goals} == {plans.company_goal, plans.north_goal}
        assert [action.what for action in view.actions] == []
        company = next(one for one in view.goals if one.goal.goal_id == plans.company_goal)
        assert (company.has_figures, company.standing, company.actual, company.values) == (False, None, None, {})
        assert company.status is Status.ON_TRACK
        assert {value.goal_id for value in view.record.values} <= {plans.north_goal}
    assert seen(store, cast.tao, plans.company).goals[1].actual == 8000
    assert seen(store, cast.sol, plans.company).goals[1].actual is None
    assert {one.goal.goal_id for one in seen(store, cast.rea, plans.company).goals} == {
        plans.company_goal, plans.north_goal, plans.south_goal,
    }  # fmt: skip


def test_staff_read_actions_of_their_team_without_notes_of_others(store: Store, cast: Cast, plans: Plans) -> None:
    given = {"what": "Tea", "due_on": "2026-04-01", "owner_id": cast.tao.user_id, "note": "about 王晓明"}
    add_action(store, cast.tao, plans.north, given, key=fresh())
    assert {one.note for one in seen(store, cast.sol, plans.north).actions} == {""}
    assert {one.note for one in seen(store, cast.tao, plans.north).actions} == {"", "about 王晓明"}


# Who edits what -------------------------------------------------------------------------------------------------------


def test_a_lead_edits_the_own_teams_plan_and_its_goals_in_the_companys(store: Store, cast: Cast, plans: Plans) -> None:
    tao = cast.tao
    assert aim(store, tao, plans.company, plans.north_goal, plans.first_stage, "500") == 1
    add_goal(store, tao, plans.company, {"metric_id": "orders", "scope": f"team-{cast.north}"}, key=fresh())
    with pytest.raises(NotFound):
        aim(store, tao, plans.company, plans.south_goal, plans.first_stage, "500")
    with pytest.raises(NotFound):
        aim(store, tao, plans.company, plans.company_goal, plans.first_stage, "500")
    with pytest.raises(NotFound):
        add_goal(store, tao, plans.company, {"metric_id": "orders", "scope": f"team-{cast.south}"}, key=fresh())
    with pytest.raises(NotFound):
        add_goal(store, tao, plans.company, {"metric_id": "orders", "scope": "company"}, key=fresh())
    with pytest.raises(NotFound):
        edit_plan(store, tao, plans.company, {**YEAR, "name": "Mine"}, version=1, key=fresh())
    with pytest.raises(NotFound):
        add_stage(store, tao, plans.company, {**YEAR, "name": "Mine"}, key=fresh())
    with pytest.raises(NotFound):
        add_milestone(store, tao, plans.company, {"name": "Mine", "due_on": "2026-05-01"}, key=fresh())
    with pytest.raises(InvalidInput):
        add_plan(store, tao, {**YEAR, "name": "Theirs", "team_id": cast.south}, key=fresh())


def test_a_teams_plan_aims_at_the_team_and_its_people(store: Store, cast: Cast, plans: Plans) -> None:
    for scope in ("company", f"team-{cast.south}", f"person-{cast.vic.user_id}"):
        with pytest.raises(InvalidInput):
            add_goal(store, cast.mia, plans.north, {"metric_id": "orders", "scope": scope}, key=fresh())
    add_goal(store, cast.mia, plans.north, {"metric_id": "orders", "scope": f"person-{cast.sol.user_id}"}, key=fresh())


@pytest.mark.parametrize("who", ["sol", "vic", "rea"])
def test_staff_and_readers_edit_no_plan(store: Store, cast: Cast, plans: Plans, who: str) -> None:
    actor = getattr(cast, who)
    with pytest.raises(NotPermitted):
        add_plan(store, actor, {**YEAR, "name": "x"}, key=fresh())
    with pytest.raises(NotPermitted):
        save_table(store, actor, plans.north, [], [], key=fresh())
    with pytest.raises(NotPermitted):
        add_action(store, actor, plans.north, {"what": "x", "due_on": "2026-04-01"}, key=fresh())


def test_staff_say_how_far_their_own_actions_are_and_nobody_elses(store: Store, cast: Cast, plans: Plans) -> None:
    done = {"status": "done", "evidence": "12 of 20 came back"}
    work_on_action(store, cast.sol, plans.sol_action, done, version=1, key=fresh())
    action = next(one for one in seen(store, cast.tao, plans.north).actions)
    assert (action.status, action.evidence, action.done_on) == (ActionStatus.DONE, "12 of 20 came back", TODAY)
    with pytest.raises(NotFound):
        work_on_action(store, cast.sol, plans.vic_action, done, version=1, key=fresh())
    with pytest.raises(NotFound):
        work_on_action(store, cast.vic, plans.sol_action, done, version=2, key=fresh())
    with pytest.raises(NotPermitted):
        work_on_action(store, cast.rea, plans.sol_action, done, version=2, key=fresh())
    with pytest.raises(NotPermitted):
        edit_action(store, cast.sol, plans.sol_action, {"what": "x"}, version=2, key=fresh())


def test_an_action_goes_to_somebody_of_the_team(store: Store, cast: Cast, plans: Plans) -> None:
    given = {"what": "x", "due_on": "2026-04-01"}
    for actor in (cast.tao, cast.mia):
        with pytest.raises(InvalidInput) as problem:
            add_action(store, actor, plans.north, {**given, "owner_id": cast.vic.user_id}, key=fresh())
        assert set(problem.value.fields) == {"owner_id"}
    with pytest.raises(InvalidInput):
        add_action(store, cast.mia, plans.company, {**given, "owner_id": cast.rea.user_id}, key=fresh())
    with pytest.raises(InvalidInput):
        add_action(store, cast.tao, plans.company, {**given, "goal_id": plans.south_goal}, key=fresh())


def test_a_closed_plans_actions_stay(store: Store, cast: Cast, plans: Plans) -> None:
    edit_plan(store, cast.tao, plans.north, {**YEAR, "name": "North plan", "state": "closed"}, version=1, key=fresh())
    with pytest.raises(Refused):
        work_on_action(store, cast.sol, plans.sol_action, {"status": "done"}, version=1, key=fresh())
    assert my_actions(store, cast.sol, TODAY).count == 0


# What is worked out by itself -----------------------------------------------------------------------------------------


def test_a_flow_stands_by_its_pace_within_the_stages_own_days(store: Store, cast: Cast, plans: Plans) -> None:
    north = {"team": cast.north, "owner": cast.sol.user_id}
    lines = [Line(date(2026, 2, 27), 1, 1, 1, "9999", **north), Line(date(2026, 3, 3), 2, 1, 1, "1000", **north)]
    add_lines(store, [*lines, Line(TODAY, 3, 1, 1, "300", **north)])
    view = seen(store, cast.mia, plans.company)
    assert view.stage is not None
    assert (view.stage.name, view.current, view.coming) == ("Keep them", view.stage, None)
    goal = next(one for one in view.goals if one.goal.goal_id == plans.north_goal)
    assert goal.standing is not None
    assert goal.actual == 1300
    assert goal.standing.pace == Decimal(10000) * 18 / 122  # 1 to 18 March of 1 March to 30 June
    assert goal.standing.gap == 8700
    assert goal.status is Status.BEHIND
    assert view.counts == {Status.BEHIND: 2, None: 1} or view.counts[Status.BEHIND] >= 2


def test_a_goal_by_hand_moves_from_a_start_above_its_target(store: Store, cast: Cast, plans: Plans) -> None:
    told = {}
    for day, value in (("2026-03-02", "40"), ("2026-03-10", "29"), ("2026-03-17", "24件"), ("2026-03-18", "20")):
        given = {"checked_on": day, f"goal:{plans.hand_goal}": value, "confidence": "high"}
        check_in(store, cast.sol, plans.north, given, key=fresh())
        view = seen(store, cast.tao, plans.north)
        assert view.goals[0].standing is not None
        told[day] = (view.goals[0].status, view.goals[0].standing.attainment, view.goals[0].standing.gap)
    assert told["2026-03-02"] == (Status.BEHIND, 0, 20)
    assert told["2026-03-10"] == (Status.AT_RISK, Decimal("0.55"), 9)
    assert told["2026-03-17"] == (Status.ON_TRACK, Decimal("0.8"), 4)
    assert told["2026-03-18"] == (Status.REACHED, 1, 0)
    assert view.goals[0].reached is Level.TARGET
    assert [one.values[plans.hand_goal].status for one in view.record.check_ins] == [
        Status.REACHED, Status.ON_TRACK, Status.AT_RISK, Status.BEHIND,
    ]  # fmt: skip
    assert view.goals[0].trend == (40.0, 40.0, 29.0, 24.0, 20.0)


def test_progress_is_told_by_goals_and_actions_not_by_an_average(store: Store, cast: Cast, plans: Plans) -> None:
    add_action(store, cast.tao, plans.north, {"what": "b", "due_on": "2026-04-01"}, key=fresh())
    add_action(store, cast.tao, plans.north, {"what": "c", "due_on": "2026-04-01", "status": "dropped"}, key=fresh())
    add_action(store, cast.tao, plans.north, {"what": "d", "due_on": "2026-04-01", "status": "done"}, key=fresh())
    view = seen(store, cast.tao, plans.north)
    assert (view.done_share, view.overdue_count, view.counts) == (Decimal(1) / 3, 1, {None: 1})
    assert [action.what for action in view.actions] == ["Call the lapsing", "b", "d", "c"]


def test_a_check_in_is_due_by_the_rhythm(store: Store, cast: Cast, plans: Plans) -> None:
    view = seen(store, cast.tao, plans.north)
    assert (view.check_in_on, view.is_check_in_due) == (date(2026, 1, 8), True)
    check_in(store, cast.tao, plans.north, {"comment": "goes well"}, key=fresh())
    view = seen(store, cast.tao, plans.north)
    assert (view.check_in_on, view.is_check_in_due) == (date(2026, 3, 25), False)
    with pytest.raises(NotFound):
        check_in(store, cast.sol, plans.company, {"comment": "x"}, key=fresh())
    with pytest.raises(NotPermitted):
        check_in(store, cast.rea, plans.company, {"comment": "x"}, key=fresh())


def test_what_needs_a_decision_is_told_with_its_plan(store: Store, cast: Cast, plans: Plans) -> None:
    add_lines(store, [Line(date(2026, 3, 3), 1, 1, 1, "10", team=cast.north, owner=cast.sol.user_id)])
    found = concerns(directly(store), viewer_of(cast.tao), TODAY)
    assert {one.progress.goal.goal_id for one in found} == {plans.north_goal}
    assert len(concerns(directly(store), viewer_of(cast.mia), TODAY)) == 3
    assert [view.plan.name for view in plan_list(directly(store), viewer_of(cast.vic), TODAY)] == ["Loyal customers"]


def test_my_day_holds_my_actions_and_those_i_help_with(store: Store, cast: Cast, plans: Plans) -> None:
    given = {"what": "Help", "due_on": "2026-03-20", "helpers": [cast.sol.user_id], "owner_id": cast.tao.user_id}
    add_action(store, cast.tao, plans.north, given, key=fresh())
    mine = my_actions(store, cast.sol, TODAY)
    assert [one.what for one in mine.overdue] == ["Call the lapsing"]
    assert [one.what for one in mine.coming] == ["Help"]
    assert my_actions(store, cast.vic, TODAY).overdue[0].what == "CanaryAction"
    with pytest.raises(NotPermitted):
        my_actions(store, cast.rea, TODAY)


# Nothing is lost, doubled or overlaps ---------------------------------------------------------------------------------


def test_stages_never_overlap_and_lie_within_their_plan(store: Store, cast: Cast, plans: Plans) -> None:
    for first, last in (("2026-06-30", "2026-07-31"), ("2026-02-01", "2026-02-02"), ("2026-01-01", "2026-12-31")):
        with pytest.raises(InvalidInput):
            add_stage(store, cast.mia, plans.company, {"name": "x", "first_on": first, "last_on": last}, key=fresh())
    with pytest.raises(InvalidInput):
        add_stage(
            store,
            cast.mia,
            plans.company,
            {"name": "x", "first_on": "2026-12-01", "last_on": "2027-01-01"},
            key=fresh(),
        )
    add_stage(
        store, cast.mia, plans.company, {"name": "x", "first_on": "2026-07-01", "last_on": "2026-07-01"}, key=fresh()
    )
    with pytest.raises(InvalidInput):
        edit_plan(
            store, cast.mia, plans.company, {**YEAR, "first_on": "2026-02-01", "name": "x"}, version=1, key=fresh()
        )


def test_the_table_moves_stages_past_each_other_and_is_saved_as_a_whole(store: Store, cast: Cast, plans: Plans) -> None:
    later = StageEdit(plans.second_stage, "Keep them", date(2026, 4, 1), date(2026, 6, 30), 1)
    longer = StageEdit(plans.first_stage, "Know them well", date(2026, 1, 1), date(2026, 3, 31), 1)
    with pytest.raises(InvalidInput) as problem:
        save_table(store, cast.mia, plans.company, [longer], [], key=fresh())
    assert set(problem.value.fields) == {stage_cell(plans.second_stage, "first_on")}
    bad = ValueEdit(plans.north_goal, plans.second_stage, Level.FLOOR, "20000", 0)
    with pytest.raises(InvalidInput) as problem:
        save_table(store, cast.mia, plans.company, [later, longer], [bad], key=fresh())
    assert set(problem.value.fields) == {value_cell(plans.north_goal, plans.second_stage, Level.FLOOR)}
    good = replace(bad, text="8,000")
    assert save_table(store, cast.mia, plans.company, [later, longer], [good], key=fresh()) == 3
    view = seen(store, cast.mia, plans.company)
    assert view.current is not None
    assert view.current.name == "Know them well"
    assert not check(store)


def test_a_stale_table_is_refused_with_both_versions(store: Store, cast: Cast, plans: Plans) -> None:
    aim(store, cast.mia, plans.company, plans.north_goal, plans.second_stage, "7000", version=1)
    with pytest.raises(StaleWrite) as stale:
        aim(store, cast.tao, plans.company, plans.north_goal, plans.second_stage, "6000", version=1)
    cell = value_cell(plans.north_goal, plans.second_stage, Level.TARGET)
    assert (stale.value.mine[cell], stale.value.theirs[cell]) == ("6,000", "7,000")
    assert aim(store, cast.tao, plans.company, plans.north_goal, plans.second_stage, "7000", version=1) == 0
    assert aim(store, cast.tao, plans.company, plans.north_goal, plans.second_stage, "", version=2) == 1
    assert aim(store, cast.tao, plans.company, plans.north_goal, plans.second_stage, "5", version=3) == 1


def test_each_save_happens_once(store: Store, cast: Cast, plans: Plans) -> None:
    given = {"what": "x", "due_on": "2026-04-01"}
    first = add_action(store, cast.tao, plans.north, given, key="twice")
    with pytest.raises(AlreadyDone) as again:
        add_action(store, cast.tao, plans.north, given, key="twice")
    assert again.value.result == first
    work_on_action(store, cast.sol, plans.sol_action, {"status": "doing"}, version=1, key=fresh())
    with pytest.raises(StaleWrite):
        work_on_action(store, cast.tao, plans.sol_action, {"status": "dropped"}, version=1, key=fresh())


def test_a_goal_that_goes_takes_its_values_and_leaves_its_actions(store: Store, cast: Cast, plans: Plans) -> None:
    edit_goal(
        store,
        cast.tao,
        plans.north,
        plans.hand_goal,
        {"name": "Fewer", "unit": "件", "baseline": "30"},
        version=1,
        key=fresh(),
    )
    check_in(store, cast.tao, plans.north, {f"goal:{plans.hand_goal}": "3"}, key=fresh())
    remove_goal(store, cast.tao, plans.north, plans.hand_goal, version=2, key=fresh())
    view = seen(store, cast.tao, plans.north)
    assert (view.goals, [action.goal_id for action in view.actions]) == ((), [None])
    remove_stage(store, cast.mia, plans.company, plans.second_stage, version=1, key=fresh())
    assert not check(store)


def test_milestones_are_ticked_off(store: Store, cast: Cast, plans: Plans) -> None:
    given = {"name": "100 calls", "due_on": "2026-03-01"}
    key = add_milestone(store, cast.tao, plans.north, given, key=fresh())
    edit_milestone(store, cast.tao, plans.north, key, {**given, "done_on": "2026-03-10"}, version=1, key=fresh())
    assert seen(store, cast.tao, plans.north).record.milestones[0].done_on == date(2026, 3, 10)
    with pytest.raises(InvalidInput):
        add_milestone(store, cast.tao, plans.north, {"name": "x", "due_on": "2027-01-01"}, key=fresh())


def test_who_answers_for_a_milestone_sees_it_a_week_before_and_says_that_it_is_reached(
    store: Store, cast: Cast, plans: Plans
) -> None:
    def own(actor: Actor) -> list[str]:
        found = own_milestones(store, OwnMilestonesRequest(actor.require(Permission.ACTION_EDIT), date(2026, 3, 18)))
        return [one.name for one in found]

    tao, sol, day = cast.tao, cast.sol, {"due_on": "2026-03-25"}
    plain = add_milestone(store, tao, plans.north, {**day, "name": "the plan's"}, key=fresh())
    mine = add_milestone(store, tao, plans.north, {**day, "name": "Sol's", "owner_id": sol.user_id}, key=fresh())
    add_milestone(
        store, tao, plans.north, {"due_on": "2026-03-26", "name": "later", "owner_id": sol.user_id}, key=fresh()
    )
    assert (own(sol), own(tao)) == (["Sol's"], ["the plan's"])
    for wrong in (cast.vic.user_id, cast.rea.user_id, 999):
        with pytest.raises(InvalidInput):
            add_milestone(store, tao, plans.north, {**day, "name": "x", "owner_id": wrong}, key=fresh())
    for actor, about, error in (
        (cast.vic, mine, NotFound),
        (sol, plain, NotFound),
        (cast.rea, mine, NotPermitted),
        (sol, 999, NotFound),
    ):
        with pytest.raises(error):
            reach_milestone(store, actor, about, version=1, key=fresh())
    assert holding_of(store, cast.mia, sol.user_id).milestones == 2
    given = {"way": "one", "taker": tao.user_id, "work_to": tao.user_id}
    assign_part(store, tao, plans.north, PartKind.MILESTONE, plain, sol.user_id, version=1, key=fresh())
    reach_milestone(store, sol, plain, version=2, key=fresh())
    with pytest.raises(Refused):
        reach_milestone(store, sol, plain, version=3, key=fresh())
    hand_over_everything(store, cast.mia, sol.user_id, given, key=fresh())
    assert (own(sol), own(tao)) == ([], ["Sol's"])
    record = seen(store, tao, plans.north).record
    assert [(one.name, one.owner_id, one.done_on) for one in record.milestones] == [
        ("the plan's", sol.user_id, date(2026, 3, 18)), ("Sol's", tao.user_id, None), ("later", tao.user_id, None),
    ]  # fmt: skip
    assert not check(store)


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "\u202e"])
def test_names_that_cannot_be_taken_are_refused_at_their_field(store: Store, cast: Cast, name: str) -> None:
    with pytest.raises(InvalidInput) as problem:
        add_plan(store, cast.mia, {**YEAR, "name": name}, key=fresh())
    assert set(problem.value.fields) == {"name"}


def test_odd_names_are_kept_as_they_are(store: Store, cast: Cast) -> None:
    add_plan(store, cast.mia, {**YEAR, "name": "D'Arcy 🍵 <b>", "purpose": "x" * 4000}, key=fresh())
    assert names(store, cast.mia) == {"D'Arcy 🍵 <b>"}
    assert known_plans(store, PlansRequest(viewer_of(cast.mia)))[0].state is PlanState.DRAFT


def test_each_write_is_in_the_trail(store: Store, cast: Cast, plans: Plans) -> None:
    found = store.rows(sql("select distinct entity from audit_entry where entity like 'plan%' order by entity"))
    assert {row["entity"] for row in found} == {"plan", "plan_action", "plan_goal", "plan_stage"}


def test_a_baseline_is_filled_from_the_metric_over_as_many_days_as_the_first_stage(
    store: Store, cast: Cast, plans: Plans
) -> None:
    north = {"team": cast.north, "owner": cast.sol.user_id}
    days = (date(2025, 12, 1), date(2026, 1, 10), date(2026, 2, 28), date(2026, 3, 1))  # the stage has 59 days
    add_lines(store, [Line(day, place, 1, 1, "100", **north) for place, day in enumerate(days, 1)])
    given = {"metric_id": "net_sales", "scope": f"team-{cast.north}", "fill_baseline": True}
    key = add_goal(store, cast.mia, plans.company, {**given, "baseline_on": "2026-02-28"}, key=fresh())
    goal = plan_record(store, OnePlan(viewer_of(cast.mia), plans.company)).goal(key)
    assert goal is not None
    assert (goal.baseline, goal.baseline_on) == (200, date(2026, 2, 28))
    with pytest.raises(InvalidInput) as problem:
        add_goal(store, cast.mia, plans.company, {**given, "baseline_on": "2020-01-01"}, key=fresh())
    assert set(problem.value.fields) == {"baseline_on"}


@pytest.mark.parametrize("number", ["x", "1'; drop table plan", "9" * 60, "🍵", "--1"])
def test_what_is_no_number_is_refused_at_its_cell(store: Store, cast: Cast, plans: Plans, number: str) -> None:
    with pytest.raises(InvalidInput) as problem:
        aim(store, cast.mia, plans.company, plans.north_goal, plans.second_stage, number, version=1)
    assert set(problem.value.fields) == {value_cell(plans.north_goal, plans.second_stage, Level.TARGET)}


def test_what_is_read_off_after_a_stage_is_kept_as_it_was_read(store: Store, cast: Cast, plans: Plans) -> None:
    shorter = StageEdit(plans.north_stage, "Keep them", date(2026, 3, 1), date(2026, 3, 10), 1)
    save_table(store, cast.tao, plans.north, [shorter], [], key=fresh())
    check_in(store, cast.sol, plans.north, {"checked_on": "2026-03-09", f"goal:{plans.hand_goal}": "31"}, key=fresh())
    check_in(store, cast.sol, plans.north, {f"goal:{plans.hand_goal}": "25"}, key=fresh())
    view = seen(store, cast.tao, plans.north)
    told = [(one.checked_on, one.values[plans.hand_goal]) for one in view.record.check_ins]
    assert told == [(TODAY, Seen(Decimal(25), None)), (date(2026, 3, 9), Seen(Decimal(31), Status.BEHIND))]
    assert view.goals[0].actual == 31  # the stage's own


def test_who_is_not_named_stays_the_owner(store: Store, cast: Cast, plans: Plans) -> None:
    given = {"name": "Fewer", "unit": "件", "baseline": "30"}
    edit_goal(store, cast.tao, plans.north, plans.hand_goal, given, version=1, key=fresh())
    edit_plan(store, cast.mia, plans.north, {**YEAR, "name": "North", "state": "running"}, version=1, key=fresh())
    view = seen(store, cast.tao, plans.north)
    assert (view.goals[0].goal.owner_id, view.plan.owner_id) == (cast.sol.user_id, cast.tao.user_id)


def test_a_plans_days_hold_its_milestones(store: Store, cast: Cast, plans: Plans) -> None:
    add_milestone(store, cast.tao, plans.north, {"name": "100 calls", "due_on": "2026-11-30"}, key=fresh())
    given = {"name": "North plan", "state": "running", "first_on": "2026-01-01"}
    with pytest.raises(InvalidInput) as problem:
        edit_plan(store, cast.tao, plans.north, {**given, "last_on": "2026-11-29"}, version=1, key=fresh())
    assert set(problem.value.fields) == {"last_on"}
    edit_plan(store, cast.tao, plans.north, {**given, "last_on": "2026-11-30"}, version=1, key=fresh())


def test_a_stale_rate_is_told_in_percent(store: Store, cast: Cast, plans: Plans) -> None:
    given = {"metric_id": "repurchase_rate", "scope": f"team-{cast.north}", "owner_id": cast.tao.user_id}
    goal = add_goal(store, cast.tao, plans.north, given, key=fresh())
    aim(store, cast.tao, plans.north, goal, plans.north_stage, "30%")
    with pytest.raises(StaleWrite) as stale:
        aim(store, cast.mia, plans.north, goal, plans.north_stage, "25%")
    cell = value_cell(goal, plans.north_stage, Level.TARGET)
    assert (stale.value.mine[cell], stale.value.theirs[cell]) == ("25%", "30%")


@pytest.mark.parametrize("day", ["2026-03-19", "2026-04-30"])
def test_a_baseline_that_is_filled_in_was_measured_too(store: Store, cast: Cast, plans: Plans, day: str) -> None:
    add_lines(store, [Line(date(2026, 3, 2), 1, None, 2, "5", "CN", "Tea")])
    given = {"metric_id": "net_sales", "fill_baseline": True, "baseline_on": day}
    with pytest.raises(InvalidInput, match="its day cannot lie ahead"):
        add_goal(store, cast.mia, plans.company, given, key=fresh())


@pytest.mark.parametrize(("number", "is_lower_better"), [("40", False), ("40", True), ("0", False), ("-5", True)])
def test_a_goal_that_begins_at_its_target_is_reached_by_standing_still(
    store: Store, cast: Cast, number: str, is_lower_better: bool
) -> None:
    day = {"first_on": TODAY.isoformat(), "last_on": TODAY.isoformat()}
    plan = add_plan(store, cast.mia, {**day, "name": "One day", "state": "running"}, key=fresh())
    stage = add_stage(store, cast.mia, plan, {**day, "name": "All of it"}, key=fresh())
    given = {"name": "Held", "baseline": number, "baseline_on": "2026-03-01", "lower_is_better": is_lower_better}
    goal = add_goal(store, cast.mia, plan, given, key=fresh())
    aim(store, cast.mia, plan, goal, stage, number)
    check_in(store, cast.mia, plan, {f"goal:{goal}": number}, key=fresh())
    view = seen(store, cast.mia, plan)
    assert [one.status for one in view.goals] == [Status.REACHED]
    assert view.stage is not None and view.stage.stage_id == stage


def test_goals_of_many_teams_are_asked_for_together_and_stand_as_each_alone(
    store: Store, cast: Cast, plans: Plans, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = (date(2026, 3, 2), date(2026, 3, 9))
    add_lines(
        store,
        [Line(day, place, 1, place, team=team) for day in days for place, team in ((1, cast.north), (2, cast.south), (3, None))],
    )  # fmt: skip
    asked: list[GroupBy] = []

    def ask(query: Any, request: Any) -> Any:
        if query is measure:
            asked.append(request.by)
        return query(store, request)

    request = LookRequest(viewer_of(cast.mia), plans.company, TODAY, has_trends=False)
    alone = look(ask, request)
    assert asked == [GroupBy.NONE] * 3
    asked.clear()
    monkeypatch.setattr(measuring, "_MANY", 2)
    assert look(ask, request) == alone
    assert asked == [GroupBy.NONE, GroupBy.TEAM, GroupBy.TEAM], (
        "the company's by itself; the teams' one question, kept by pages"
    )
    assert [one.actual for one in alone.goals] == [Decimal(120), Decimal(20), Decimal(40)]
