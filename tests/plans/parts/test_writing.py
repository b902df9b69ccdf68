"""A goal of several metrics from its form to its numbers: written, typed, measured, listed, copied, taken away again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm_core.access.model import Actor
from crm_core.board.figures import Figures
from crm_core.board.service import directly
from crm_core.drafting.making import make_plan, outline_of_plan
from crm_core.drafting.outline import as_json, from_json
from crm_core.errors import InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.gaps.listing import GapsRequest, gap_list
from crm_core.i18n import Language
from crm_core.plans.acting import check_in
from crm_core.plans.editing import edit_plan, remove_stage
from crm_core.plans.goals import remove_goal
from crm_core.plans.parts.model import Detail, Horizon
from crm_core.plans.parts.service import plan_hints
from crm_core.plans.parts.vague import Vague
from crm_core.plans.parts.writing import add_whole_goal, edit_whole_goal
from crm_core.plans.progress import GoalProgress
from crm_core.plans.service import LookRequest, OnePlan, look, plan_record, viewer_of
from crm_core.plans.table import ValueEdit, save_table, value_cell
from crm_core.plans.words import seen_text
from crm_core.relationships.model import Rung
from crm_core.store import Store
from crm_core.store.check import check
from crm_core.targets.model import Level, Status
from tests.conftest import Cast, sql
from tests.metrics.stage import Line, add_lines
from tests.plans.stage import TODAY, YEAR, Plans, fresh

MORE = ["returns", "average_order_value"]
_LEFT = sql(
    "select (select count(*) from plan_goal_part) + (select count(*) from plan_goal_part_value) "
    "+ (select count(*) from plan_goal_detail)"
)


def whole_goal(store: Store, actor: Actor, plan_id: int, scope: str, **more: object) -> int:
    given = {"metric_id": "orders", "name": "More, and kept", "scope": scope, "more_metrics": MORE}
    weights = {"first_weight": "5", "weight:returns": "3", "weight:average_order_value": "2"}
    return add_whole_goal(store, actor, plan_id, {**given, **weights, **more}, key=fresh())


def shown(store: Store, actor: Actor, plan_id: int, goal_id: int, today: date = TODAY) -> GoalProgress:
    view = look(directly(store), LookRequest(viewer_of(actor), plan_id, today, has_trends=False))
    return next(one for one in view.goals if one.goal.goal_id == goal_id)


def type_targets(store: Store, actor: Actor, plan_id: int, goal_id: int, stage_id: int) -> tuple[int, ...]:
    """Type a target for each metric: 8 orders, 100 of returns at most, 50 an order; return the parts' ids."""
    parts = {one.metric_id: one.part_id for one in plan_record(store, OnePlan(viewer_of(actor), plan_id)).parts}
    given = {0: "8", parts["returns"]: "100", parts["average_order_value"]: "50"}
    edits = [ValueEdit(goal_id, stage_id, Level.TARGET, text, 0, part) for part, text in given.items()]
    assert save_table(store, actor, plan_id, [], edits, key=fresh()) == 3
    return tuple(given)


def assert_late_form_is_compared(store: Store, actor: Actor, plan_id: int, goal_id: int) -> None:
    """What an old form says of each metric stands against what is stored there by now."""
    late = {"name": "Late", "more_metrics": MORE, "weight:returns": "4", "baseline:average_order_value": "30"}
    with pytest.raises(StaleWrite) as stale:
        edit_whole_goal(store, actor, plan_id, goal_id, late, version=1, key=fresh())
    names = ("more_metrics", "weight:returns", "baseline:average_order_value")
    assert [stale.value.mine[name] for name in names] == [tuple(MORE), 4, "30"]
    assert [stale.value.theirs[name] for name in names] == [("returns",), 1, None]


def test_a_goal_of_several_metrics_moves_by_itself_through_all_that_shows_it(
    store: Store, cast: Cast, plans: Plans
) -> None:
    tao, north = cast.tao, cast.north
    goal_id = whole_goal(store, tao, plans.company, f"team-{north}")
    parts = type_targets(store, tao, plans.company, goal_id, plans.second_stage)
    assert shown(store, tao, plans.company, goal_id).status is None
    days = (date(2026, 3, 2), date(2026, 3, 10))
    add_lines(store, [Line(day, at, 1, 1, "40", team=north, owner=cast.sol.user_id) for at, day in enumerate(days)])
    one = shown(store, tao, plans.company, goal_id)
    orders, returns, value = one.parts
    assert [part.goal.weight for part in one.parts] == [5, 3, 2]
    assert (orders.actual, returns.actual, value.actual) == (2, 0, 40)
    assert one.actual == (5 * Decimal(2) / 8 + 3 * 1 + 2 * Decimal("0.8")) / 10
    assert [part.status for part in one.parts] == [Status.ON_TRACK, Status.ON_TRACK, Status.ON_TRACK]
    assert (one.status, one.reached) == (Status.ON_TRACK, None)

    gap = gap_list(directly(store), GapsRequest(viewer_of(tao), plans.company, TODAY)).gap(f"goal:{goal_id}")
    assert gap is not None
    assert gap.severity == one.standing.shortfall == Decimal("0.04")  # type: ignore[union-attr]
    assert [part.actual for part in gap.parts] == [2, 0, 40]
    check_in(store, tao, plans.company, {"comment": "", "confidence": "high"}, key=fresh())
    seen = plan_record(store, OnePlan(viewer_of(tao), plans.company)).check_ins[0].values[goal_id]
    assert (seen.value, seen.status, seen.whole) == (2, Status.ON_TRACK, one.actual)
    assert [(part.metric_id, part.weight, part.value, part.progress) for part in seen.parts] == [
        ("orders", 5, 2, Decimal("0.25")), ("returns", 3, 0, 1), ("average_order_value", 2, 40, Decimal("0.8")),
    ]  # fmt: skip
    figures = Figures(Language.ENGLISH, "CNY")
    told = seen_text(figures, one.goal, plan_record(store, OnePlan(viewer_of(tao), plans.company)).plan, seen)
    assert told.endswith("58% On track (Orders 2, Returns ¥0.00, Average order value ¥40.00)"), told
    bare = shown(store, cast.sol, plans.company, goal_id)
    assert (bare.has_figures, bare.parts, bare.actual, bare.status) == (False, (), None, Status.ON_TRACK)
    assert plan_record(store, OnePlan(viewer_of(cast.sol), plans.company)).parts == ()

    outline = from_json(as_json(outline_of_plan(store, tao, plans.company)))
    copy = make_plan(store, cast.mia, outline, {**YEAR, "name": "Copy", "state": "running"}, key=fresh())
    again = plan_record(store, OnePlan(viewer_of(cast.mia), copy))
    copied = next(goal for goal in again.goals if goal.is_composed)
    assert (copied.detail.first_weight, [(part.metric_id, part.weight) for part in again.parts]) == (
        5, [("returns", 3), ("average_order_value", 2)],
    )  # fmt: skip
    assert {value.value for value in again.values if value.goal_id == copied.goal_id} == {8, 100, 50}

    edit_whole_goal(
        store, tao, plans.company, goal_id, {"name": "More", "more_metrics": ["returns"], "weight:returns": "1"},
        version=1, key=fresh(),
    )  # fmt: skip
    assert_late_form_is_compared(store, tao, plans.company, goal_id)
    kept = shown(store, tao, plans.company, goal_id)
    assert [(part.goal.metric_id, part.goal.weight) for part in kept.parts] == [("orders", 5), ("returns", 1)]
    said = {"horizon": "long", "group": "strategic", "purpose": "They stay 🍵"}
    edit_whole_goal(
        store, tao, plans.company, goal_id, {"name": "More", "more_metrics": [], **said}, version=2, key=fresh()
    )
    assert (shown(store, tao, plans.company, goal_id).actual, parts[0]) == (2, 0)
    detail = shown(store, cast.sol, plans.company, goal_id).goal.detail
    assert detail == Detail(5, Horizon.LONG, Rung.STRATEGIC, "They stay 🍵")
    stages = plan_record(store, OnePlan(viewer_of(cast.mia), copy)).stages
    remove_stage(store, cast.mia, copy, stages[1].stage_id, version=1, key=fresh())
    remove_goal(store, cast.mia, copy, copied.goal_id, version=1, key=fresh())
    remove_goal(store, tao, plans.company, goal_id, version=3, key=fresh())
    assert store.value(_LEFT) == 0
    assert not check(store)


def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(store: Store, cast: Cast, plans: Plans) -> None:
    tao, scope = cast.tao, f"team-{cast.north}"
    before = plan_record(store, OnePlan(viewer_of(tao), plans.north))
    wrong: list[tuple[str, dict[str, object]]] = [
        ("more_metrics", {"more_metrics": ["orders"]}),
        ("more_metrics", {"more_metrics": ["returns", "returns"]}),
        ("more_metrics", {"more_metrics": ["'; drop table plan"]}),
        ("more_metrics", {"more_metrics": ["returns"] * 20}),
        ("weight:returns", {"weight:returns": "0"}),
        ("weight:returns", {"weight:returns": "101"}),
        ("first_weight", {"first_weight": "½"}),
        ("baseline:returns", {"baseline:returns": "many"}),
        ("horizon", {"horizon": "for ever"}),
        ("group", {"group": "gold"}),
        ("purpose", {"purpose": "x" * 501}),
    ]
    for field, given in wrong:
        with pytest.raises(InvalidInput) as refused:
            whole_goal(store, tao, plans.north, scope, **given)
        assert field in refused.value.fields, field
    assert plan_record(store, OnePlan(viewer_of(tao), plans.north)) == before
    for actor in (cast.sol, cast.vic, cast.rea):
        with pytest.raises(NotPermitted):
            whole_goal(store, actor, plans.company, "company")
    goal_id = whole_goal(store, tao, plans.north, scope)
    south = whole_goal(store, cast.mia, plans.company, f"team-{cast.south}")
    with pytest.raises(NotFound):
        edit_whole_goal(store, tao, plans.company, south, {"name": "x", "more_metrics": []}, version=1, key=fresh())
    with pytest.raises(StaleWrite):
        edit_whole_goal(store, tao, plans.north, goal_id, {"name": "x", "more_metrics": []}, version=9, key=fresh())
    theirs = plan_record(store, OnePlan(viewer_of(cast.mia), plans.company)).parts[0]
    for edit in (
        ValueEdit(goal_id, plans.north_stage, Level.TARGET, "1", 0, theirs.part_id),
        ValueEdit(south, plans.second_stage, Level.TARGET, "1", 0, theirs.part_id),
    ):
        with pytest.raises(NotFound):
            save_table(store, tao, plans.north, [], [edit], key=fresh())
    own = plan_record(store, OnePlan(viewer_of(tao), plans.north)).parts_of(goal_id)[0]
    steps = [
        ValueEdit(goal_id, plans.north_stage, level, text, 0, own.part_id)
        for level, text in ((Level.FLOOR, "90"), (Level.TARGET, "100"))
    ]
    with pytest.raises(InvalidInput) as refused:
        save_table(store, tao, plans.north, [], steps, key=fresh())
    assert set(refused.value.fields) == {
        value_cell(goal_id, plans.north_stage, level, own.part_id) for level in (Level.FLOOR, Level.TARGET)
    }


def test_hints_are_for_who_may_mend_them_and_know_of_other_plans_only_what_they_see(
    store: Store, cast: Cast, plans: Plans
) -> None:
    def hinted(actor: Actor, plan_id: int) -> list[tuple[Vague, int, bool]]:
        found = plan_hints(directly(store), LookRequest(viewer_of(actor), plan_id, TODAY))
        return [(one.kind, one.aim.goal.goal_id, one.other is not None) for one in found]

    own = {"metric_id": "net_sales", "scope": f"team-{cast.north}", "owner_id": cast.tao.user_id}
    goal_id = add_whole_goal(store, cast.tao, plans.north, own, key=fresh())
    save_table(
        store, cast.tao, plans.north, [], [ValueEdit(goal_id, plans.north_stage, Level.TARGET, "12000", 0)], key=fresh()
    )
    assert hinted(cast.tao, plans.north) == [(Vague.OTHER_TARGET, goal_id, True)]
    assert hinted(cast.tao, plans.company) == [(Vague.OTHER_TARGET, plans.north_goal, True)]
    assert hinted(cast.mia, plans.company) == [(Vague.OTHER_TARGET, plans.north_goal, True)]
    for actor in (cast.sol, cast.rea):
        assert hinted(actor, plans.north) == hinted(actor, plans.company) == []
    with pytest.raises(NotFound):
        hinted(cast.vic, plans.north)
    edit_plan(
        store, cast.mia, plans.company, {**YEAR, "name": "Loyal customers", "state": "closed"}, version=1, key=fresh()
    )
    assert hinted(cast.tao, plans.north) == hinted(cast.mia, plans.company) == []
