"""The plans' pages as each role: what they show, what they offer, and that what is typed is saved once and seen."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.adjustments.service import add_adjustment
from crm_core.i18n import Language, translate
from crm_core.metrics import service as metrics
from crm_core.metrics.model import NumbersRequest
from crm_core.metrics.service import measure
from crm_core.plans.acting import add_action, check_in, work_on_action
from crm_core.plans.editing import add_milestone, add_plan, add_stage, edit_plan
from crm_core.plans.goals import add_goal
from crm_core.plans.model import ActionStatus, Priority
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.plans.table import value_cell
from crm_core.plans.work.writing import add_whole_action
from crm_core.settings.service import change_settings, current_version
from crm_core.store import Store
from crm_core.store.reads import reads
from crm_core.targets.model import Level, ScopeKind, TargetScope
from crm_core.team.service import disable_user
from crm_core.ui.plans.view import Dialog, PageState
from crm_core.ui.plans.work.view import Way
from crm_core.ui.text import told_apart
from tests.board.stage import fill_company
from tests.conftest import Cast, Peopled, Scene, played
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_canaries import sent
from tests.plans.stage import YEAR, Plans, aim, fresh, make_plans

LIST, PLAN = "plan/plans.py", "plan/plan.py"
SAVE = "保存 1 处修改"


def said(text: str, **values: object) -> str:
    """Return a text as the pages of the tests say it."""
    return translate(Language.SIMPLIFIED, text, **values)


@pytest.fixture(scope="module")
def scene(peopled: Peopled, tmp_path_factory: pytest.TempPathFactory) -> Scene[Plans]:
    return played(peopled, tmp_path_factory.mktemp("plans"), make_plans)


@pytest.fixture
def plans(scene: Scene[Plans]) -> Plans:
    return scene.known


def button(test: AppTest, label: str) -> object:
    found = [one for one in test.button if one.label == label]
    assert found, (label, [one.label for one in test.button])
    return found[0]


def labels(test: AppTest) -> set[str]:
    return {one.label for one in test.button}


def state(test: AppTest) -> PageState:
    return test.session_state[f"state:{PageState.__module__}.{PageState.__qualname__}"]


@pytest.mark.parametrize("who", ["ada", "mia", "tao", "sol", "rea"])
def test_everybody_reads_the_plans(cast: Cast, plans: Plans, open_page: type_of_open, who: str) -> None:
    actor = getattr(cast, who)
    test = open_page(actor, LIST)
    assert not test.exception
    assert b"Loyal customers" in sent(test)
    assert (said("Make a plan") in labels(test)) == (who in ("ada", "mia", "tao"))
    test = open_page(actor, PLAN, {"id": str(plans.company)})
    assert not test.exception
    assert test.title[0].value == "Loyal customers"
    assert (said("Edit the plan") in labels(test)) == (who in ("ada", "mia"))
    assert (said("Add a goal") in labels(test)) == (who in ("ada", "mia", "tao"))


def test_closed_plans_are_folded_up_and_measured_only_when_opened(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {**YEAR, "name": "Loyal customers", "state": "closed"}
    edit_plan(store, cast.mia, plans.company, given, version=1, key=fresh())
    measured: list[object] = []

    def noted(store: Store, request: NumbersRequest) -> object:
        measured.append(request)
        return measure(store, request)

    monkeypatch.setattr(metrics, "measure", reads("purchase")(noted))
    test = open_page(cast.mia, LIST)
    assert b"North plan" in sent(test)
    assert b"Loyal customers" not in sent(test)
    assert measured == []  # the north's goal is told by hand, the company's are those of a closed plan
    test.session_state["plans:closed"] = True
    test.run()
    assert not test.exception
    assert b"Loyal customers" in sent(test)
    assert len(measured) == 3


def test_a_foreign_teams_plan_reads_as_not_found(cast: Cast, plans: Plans, open_page: type_of_open) -> None:
    for query in ({"id": str(plans.north)}, {"id": "999"}, {"id": "x'"}, {}):
        test = open_page(cast.vic, PLAN, query)
        assert not test.exception
        assert "未找到" in texts(test)
        assert "North plan" not in texts(test)


def test_without_plans_the_page_says_what_to_do_first(cast: Cast, open_page: type_of_open) -> None:
    assert "还没有计划" in texts(open_page(cast.mia, LIST))
    assert "还没有执行中的计划" in texts(open_page(cast.rea, LIST))


def test_an_empty_plan_leads_on_step_by_step(store: Store, cast: Cast, open_page: type_of_open) -> None:
    plan_id = add_plan(store, cast.mia, {**YEAR, "name": "D'Arcy 🍵 <b>**x**"}, key=fresh())
    test = open_page(cast.mia, PLAN, {"id": str(plan_id)})
    assert not test.exception
    shown = texts(test)
    for first in ("还没有阶段", "还没有目标", "还没有行动", "还没有里程碑", "还没有人更新过进展"):
        assert first in shown
    button(test, said("Add a stage")).click().run()  # type: ignore[attr-defined]
    assert not test.exception
    assert [one.label for one in test.text_input] == [said("Name")]


def test_a_lead_types_a_target_and_a_double_click_saves_it_once(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    test = open_page(cast.tao, PLAN, {"id": str(plans.company)})
    sheet = state(test).sheets[plans.company]
    place = (plans.north_goal, plans.second_stage, Level.TARGET)
    sheet.take(value_cell(*place), "8千", sheet.stored_value(place))
    test.run()
    button(test, SAVE).click().run()  # type: ignore[attr-defined]
    assert said("Nothing was saved. Please check these cells:") in "\n".join(str(one.value) for one in test.error)
    sheet.take(value_cell(*place), "8000", sheet.stored_value(place))
    test.run()
    save = button(test, SAVE)
    save.click().run()  # type: ignore[attr-defined]
    save.click().run()  # type: ignore[attr-defined]
    assert not test.exception
    record = plan_record(store, OnePlan(viewer_of(cast.tao), plans.company))
    assert [(one.value, one.version) for one in record.values if one.goal_id == plans.north_goal] == [(8000, 2)]


def test_a_colleagues_save_in_between_is_told(store: Store, cast: Cast, plans: Plans, open_page: type_of_open) -> None:
    test = open_page(cast.tao, PLAN, {"id": str(plans.company)})
    sheet = state(test).sheets[plans.company]
    place = (plans.north_goal, plans.second_stage, Level.TARGET)
    sheet.take(value_cell(*place), "8000", sheet.stored_value(place))
    aim(store, cast.mia, plans.company, plans.north_goal, plans.second_stage, "7000", version=1)
    test.run()
    button(test, SAVE).click().run()  # type: ignore[attr-defined]
    assert said("Someone else changed this in the meantime. Compare the two versions and save again.") in "\n".join(
        str(one.value) for one in test.warning
    )
    button(test, said("Keep mine: the next save goes over theirs")).click().run()  # type: ignore[attr-defined]
    button(test, SAVE).click().run()  # type: ignore[attr-defined]
    record = plan_record(store, OnePlan(viewer_of(cast.mia), plans.company))
    assert {one.value for one in record.values if one.goal_id == plans.north_goal} == {8000}


def test_staff_do_an_action_on_their_day_in_one_click(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    test = open_page(cast.sol, "work/day.py")
    done = button(test, said("Done"))
    done.click().run()  # type: ignore[attr-defined]
    assert not test.exception
    assert said("Done") not in labels(test)
    record = plan_record(store, OnePlan(viewer_of(cast.mia), plans.north))
    assert [action.status for action in record.actions] == [ActionStatus.DONE]


def test_staff_change_no_action_of_another(store: Store, cast: Cast, plans: Plans, open_page: type_of_open) -> None:
    work_on_action(store, cast.tao, plans.sol_action, {"note": "x"}, version=1, key=fresh())
    assert said("Done") in labels(open_page(cast.sol, PLAN, {"id": str(plans.north)}))
    assert said("Done") not in labels(open_page(cast.rea, PLAN, {"id": str(plans.north)}))
    assert said("Done") not in labels(open_page(cast.sol, PLAN, {"id": str(plans.company)}))


def test_the_board_tells_what_needs_a_decision(cast: Cast, plans: Plans, store: Store, open_page: type_of_open) -> None:
    check_in(store, cast.sol, plans.north, {f"goal:{plans.hand_goal}": "39"}, key=fresh())
    fill_company(store, cast)
    for actor, expected in ((cast.mia, True), (cast.tao, True), (cast.vic, False)):
        shown = texts(open_page(actor, "board/board.py"))
        assert ("Complaints" in shown) == expected


def test_milestones_are_ticked_off_by_who_edits_the_plan(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    add_milestone(store, cast.tao, plans.north, {"name": "100 calls", "due_on": "2026-03-01"}, key=fresh())
    assert said("Mark as reached") not in labels(open_page(cast.sol, PLAN, {"id": str(plans.north)}))
    test = open_page(cast.tao, PLAN, {"id": str(plans.north)})
    button(test, said("Mark as reached")).click().run()  # type: ignore[attr-defined]
    assert plan_record(store, OnePlan(viewer_of(cast.tao), plans.north)).milestones[0].done_on is not None


def test_a_rate_stands_in_percent_and_a_form_saved_as_it_is_leaves_it(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    given = {"metric_id": "repurchase_rate", "scope": f"team-{cast.north}", "baseline": "20%", "name": "Come back"}
    goal = add_goal(store, cast.tao, plans.north, given, key=fresh())
    aim(store, cast.tao, plans.north, goal, plans.north_stage, "30%")
    test = open_page(cast.tao, PLAN, {"id": str(plans.north)})
    assert state(test).sheets[plans.north].stored_value((goal, plans.north_stage, Level.TARGET, 0)) == "30%"
    state(test).dialog, state(test).about = Dialog.GOAL, goal
    test.run()
    next(one for one in test.text_input if one.label == said("Name")).set_value("They come back")
    button(test, said("Save")).click().run()  # type: ignore[attr-defined]
    assert not test.exception
    kept = plan_record(store, OnePlan(viewer_of(cast.tao), plans.north)).goal(goal)
    assert kept is not None
    assert (kept.name, kept.baseline) == ("They come back", Decimal("0.2"))


def test_adjustments_stand_in_their_tab_and_another_teams_do_not(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    given = {"reason": "CanaryReason", "changed_on": "2026-02-02", "metric:1": "net_sales"}
    add_adjustment(
        store,
        cast.tao,
        plans.company,
        {**given, "what": "CanaryChange **b**", "scope": f"team-{cast.north}"},
        key=fresh(),
    )
    where = {"id": str(plans.company), "tab": "adjustments"}
    test = open_page(cast.tao, PLAN, where)
    assert not test.exception
    assert "CanaryChange" in texts(test)
    button(test, said("My opinion")).click().run()  # type: ignore[attr-defined]
    assert not test.exception
    assert "CanaryReason" in texts(open_page(cast.sol, PLAN, where))
    foreign = open_page(cast.vic, PLAN, where)
    assert not foreign.exception
    assert b"Canary" not in sent(foreign).replace(b"CanaryGoal", b"").replace(b"CanaryAction", b"")


def test_the_work_of_a_plan_stands_in_its_tab_and_what_has_nobody_is_given_to_somebody_once(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    given = {"due_on": "2026-03-25", "start_on": "2026-03-02", "owner_id": cast.sol.user_id, "planned_cost": "300"}
    made = add_whole_action(
        store, cast.tao, plans.north, {**given, "what": "Then **write**", "before": [plans.sol_action]}, key=fresh()
    )
    for way in Way:
        for who in (cast.tao, cast.sol, cast.rea):
            where = {"id": str(plans.north if who is not cast.rea else plans.company), "tab": "work"}
            test = open_page(who, PLAN, where)
            test.segmented_control[0].set_value(way).run()
            assert not test.exception, (way, who.name)
    assert said("waits for {names}").format(names="“Call the lapsing”") in texts(open_page(cast.sol, "work/day.py"))
    change_settings(store, cast.ada, {"plan_high_actions": "1"}, current_version(store))
    test = open_page(cast.tao, PLAN, {"id": str(plans.north), "tab": "work"})
    state(test).dialog = Dialog.ACTION
    test.run()
    next(one for one in test.text_input if one.label == said("What is done")).set_value("More important")
    chosen = {one.label: one for one in test.selectbox}
    chosen[said("Priority")].set_value("high")
    chosen[said("If this one is of high priority: which becomes medium for it?")].set_value(plans.sol_action)
    next(one for one in test.button if (one.key or "").endswith(":submit")).click().run()
    assert not test.exception
    known = plan_record(store, OnePlan(viewer_of(cast.tao), plans.north)).actions
    assert {one.what for one in known if one.priority is Priority.HIGH} == {"More important"}
    disable_user(store, cast.ada, cast.sol.user_id)
    test = open_page(cast.tao, PLAN, {"id": str(plans.north), "tab": "work"})
    key = f"lack:action:{made}:1"
    test.selectbox(key=key).set_value(cast.tao.user_id)
    test.button(key=f"{key}:go").click()
    test.run()
    assert not test.exception
    owners = {
        one.action_id: one.owner_id for one in plan_record(store, OnePlan(viewer_of(cast.tao), plans.north)).actions
    }
    assert {key: owners[key] for key in (made, plans.sol_action)} == {
        made: cast.tao.user_id,
        plans.sol_action: cast.sol.user_id,
    }
    assert key not in {one.key for one in test.selectbox}


def test_two_goals_of_the_same_number_are_told_apart(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    north = TargetScope(ScopeKind.TEAM, cast.north)
    for _ in range(2):
        given = {"metric_id": "orders", "scope": north, "owner_id": cast.tao.user_id}
        add_goal(store, cast.tao, plans.north, given, key=fresh())
    test = open_page(cast.tao, PLAN, {"id": str(plans.north)})
    assert not test.exception
    assert not test.error
    names = told_apart({1: "a", 2: "a", 3: "a (2)", 4: "b", 5: "a"})
    assert names == {1: "a", 2: "a (2)", 3: "a (2) (2)", 4: "b", 5: "a (3)"}


def test_many_actions_are_listed_a_part_at_a_time_and_found_by_a_word(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    for place in range(70):
        given = {
            "what": f"Step {place}'s",
            "owner_id": cast.tao.user_id,
            "due_on": date(2026, 3, 18),
            "priority": "low",
        }
        add_action(store, cast.tao, plans.north, given, key=fresh())
    test = open_page(cast.tao, PLAN, {"id": str(plans.north)})
    assert len(_steps(test)) == 7  # and one that was there
    button(test, said("{count} more of {total}", count=40, total=63)).click().run()  # type: ignore[attr-defined]
    assert len(_steps(test)) == 47
    test.text_input(key=f"plan:actions:find:{plans.north}").set_value("STEP 33's").run()
    assert _steps(test) == ["33"]
    test.text_input(key=f"plan:actions:find:{plans.north}").set_value("`; drop").run()
    assert not _steps(test)
    assert not test.exception


def _steps(test: AppTest) -> list[str]:
    return [found for one in test.markdown for found in re.findall(r"\*\*Step (\d+)'s", str(one.value))]


def test_of_a_long_plan_the_stages_around_the_one_in_force_are_in_sight(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    given = {"name": "Years", "first_on": date(2026, 1, 1), "last_on": date(2026, 12, 31), "team_id": str(cast.north)}
    plan_id = add_plan(store, cast.tao, given, key=fresh())
    for month in range(1, 13):
        days = {"first_on": date(2026, month, 1), "last_on": date(2026, month, 28)}
        add_stage(store, cast.tao, plan_id, {"name": f"Stage {month}", **days}, key=fresh())
    test = open_page(cast.tao, PLAN, {"id": str(plan_id)})
    shown = [one.label for one in test.button if "Stage " in one.label]
    assert shown == ["Stage 2", "**Stage 3**", *(f"Stage {month}" for month in range(4, 8))]
    button(test, said("All {count} stages", count=12)).click().run()  # type: ignore[attr-defined]
    assert len([one for one in test.button if "Stage " in one.label]) == 12
