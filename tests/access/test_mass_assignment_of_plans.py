"""What a form of a plan does not have is not changed by sending it: each gets every column with what an attacker would want."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crm_core.plans.acting import add_action, check_in, edit_action, work_on_action
from crm_core.plans.editing import add_milestone, add_plan, add_stage, edit_milestone, edit_plan
from crm_core.plans.goals import add_goal, edit_goal
from crm_core.store import Store
from tests.access.test_mass_assignment import columns, wanted_by_an_attacker
from tests.conftest import NOW, Cast, sql
from tests.plans.stage import YEAR, fresh, make_plans

ROOT = Path(__file__).resolve().parents[2]
KEYS = {
    "plan": "plan_id", "plan_stage": "stage_id", "plan_goal": "goal_id", "plan_action": "action_id",
    "plan_milestone": "milestone_id", "plan_check_in": "check_in_id",
}  # fmt: skip
_ROWS = {table: sql(f"select * from {table}") for table in KEYS}  # noqa: S608 - names of this file
STEP = {"name": "Next", "first_on": "2026-07-01", "last_on": "2026-07-31"}
_MOVED = frozenset({"version", "updated_at"})
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Sent:
    """One call with too much in it: the row that it may touch (None: a new one), what may differ, and what a new one is."""

    table: str
    call: Callable[[Given], object]
    own: Given
    row: int | None = None
    may_differ: frozenset[str] = frozenset()
    made: Given | None = None


def calls(store: Store, cast: Cast) -> dict[str, Sent]:
    """Return each form of a plan as the lead of the north sends it (the last two as the staff whose goal and action it is)."""
    plans, tao, sol = make_plans(store, cast), cast.tao, cast.sol
    north, goal, step = plans.north, plans.hand_goal, plans.sol_action
    milestone = add_milestone(store, tao, north, {"name": "m", "due_on": "2026-05-01"}, key=fresh())
    mine, north_scope = str(tao.user_id), f"team-{cast.north}"
    named = {
        **YEAR,
        "name": "Mended",
        "purpose": "p",
        "rhythm": "monthly",
        "state": "running",
        "owner_id": mine,
        "team_id": "",
    }
    aimed = {
        "metric_id": "", "name": "Mended", "unit": "件", "lower_is_better": True, "scope": north_scope, "owner_id": mine,
        "baseline": "41", "baseline_on": "2026-02-01", "weight": "2", "fill_baseline": False,
    }  # fmt: skip
    done = {
        "goal_id": str(goal), "what": "Mended", "owner_id": str(sol.user_id), "helpers": [], "start_on": "2026-03-01",
        "due_on": "2026-03-25", "priority": "low", "status": "doing", "note": "n", "evidence": "e", "done_on": "",
    }  # fmt: skip
    day = {"name": "Mended", "due_on": "2026-05-02", "done_on": "", "owner_id": str(sol.user_id)}
    look = {"checked_on": "", "comment": "c", "confidence": "high"}
    return {
        "add_plan": Sent("plan", lambda given: add_plan(store, tao, given, key=fresh()), named,
                         made={"team_id": cast.north, "created_by": tao.user_id, "version": 1, "created_at": NOW}),
        "edit_plan": Sent("plan", lambda given: edit_plan(store, tao, north, given, version=1, key=fresh()),
                          {**named, "team_id": str(cast.south)}, north,
                          _MOVED | {"name", "purpose", "first_on", "last_on", "rhythm", "state", "owner_id"}),
        "add_stage": Sent("plan_stage", lambda given: add_stage(store, tao, north, given, key=fresh()), STEP,
                          made={"plan_id": north, "version": 1}),
        "add_milestone": Sent("plan_milestone", lambda given: add_milestone(store, tao, north, given, key=fresh()), day,
                              made={"plan_id": north, "version": 1, "done_on": None}),
        "edit_milestone": Sent("plan_milestone",
                               lambda given: edit_milestone(store, tao, north, milestone, given, version=1, key=fresh()),
                               day, milestone, _MOVED | {"name", "due_on", "done_on"}),
        "add_goal": Sent("plan_goal", lambda given: add_goal(store, tao, north, given, key=fresh()), aimed,
                         made={"plan_id": north, "scope_kind": "team", "scope_id": cast.north, "version": 1, "created_at": NOW}),
        "edit_goal": Sent("plan_goal", lambda given: edit_goal(store, tao, north, goal, given, version=1, key=fresh()),
                          {**aimed, "metric_id": "net_sales", "scope": "company"}, goal,
                          _MOVED | {"name", "unit", "lower_is_better", "owner_id", "baseline", "baseline_on", "weight"}),
        "add_action": Sent("plan_action", lambda given: add_action(store, tao, north, given, key=fresh()), done,
                           made={"plan_id": north, "team_id": cast.north, "created_by": tao.user_id, "version": 1,
                                 "created_at": NOW, "done_on": None}),
        "edit_action": Sent("plan_action", lambda given: edit_action(store, tao, step, given, version=1, key=fresh()),
                            done, step, _MOVED | (done.keys() - {"helpers"})),
        "work_on_action": Sent("plan_action", lambda given: work_on_action(store, sol, step, given, version=1, key=fresh()),
                               {"status": "done", "note": "n", "evidence": "e"}, step,
                               _MOVED | {"status", "note", "evidence", "done_on"}),
        "check_in": Sent("plan_check_in", lambda given: check_in(store, sol, north, given, key=fresh()), look,
                         made={"plan_id": north, "user_id": sol.user_id, "team_id": cast.north, "created_at": NOW}),
    }  # fmt: skip


NAMES = (
    "add_plan", "edit_plan", "add_stage", "add_milestone", "edit_milestone", "add_goal", "edit_goal", "add_action",
    "edit_action", "work_on_action", "check_in",
)  # fmt: skip


def rows(store: Store) -> dict[str, dict[int, dict[str, Any]]]:
    return {table: {row[key]: row for row in store.rows(_ROWS[table])} for table, key in KEYS.items()}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_plans_form_does_not_have_is_not_changed(store: Store, cast: Cast, name: str) -> None:
    sent = calls(store, cast)[name]
    before = rows(store)
    worth = {**wanted_by_an_attacker(cast), **dict.fromkeys(KEYS.values(), "4711"), "scope_id": "4711"}
    sent.call({**{column: worth.get(column, "4711") for column in columns(store, sent.table)}, **worth, **sent.own})
    after = rows(store)
    for table, kept in before.items():
        for key, row in kept.items():
            differs = {column for column in row if row[column] != after[table][key][column]}
            is_touched = (table, key) == (sent.table, sent.row)
            assert differs <= (sent.may_differ if is_touched else frozenset()), (name, table, key)
            assert not is_touched or differs - _MOVED, name
    new = [row for table in KEYS for key, row in after[table].items() if key not in before[table]]
    assert len(new) == (sent.row is None)
    for row in new:
        assert sent.made is not None
        assert {column: row[column] for column in sent.made} == sent.made
        assert 4711 not in row.values()


def test_every_form_of_a_plan_stands_here(store: Store, cast: Cast) -> None:
    found = set()
    for path in (ROOT / "crm_core" / "plans").glob("*.py"):
        module = importlib.import_module(f"crm_core.plans.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_own = function.__module__ == module.__name__ and not name.startswith("_")
            if is_own and {"actor", "given"} <= set(inspect.signature(function).parameters):
                found.add(name)
    assert found == set(NAMES) == set(calls(store, cast))
