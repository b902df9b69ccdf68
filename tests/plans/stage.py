"""A plan of the company and one of the north on Wednesday 18 March 2026, made by the services themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from crm_core.access.model import Actor
from crm_core.plans.acting import add_action
from crm_core.plans.editing import add_plan, add_stage
from crm_core.plans.goals import add_goal
from crm_core.plans.table import ValueEdit, save_table
from crm_core.store import Store
from crm_core.targets.model import Level
from tests.conftest import Cast

TODAY = date(2026, 3, 18)
YEAR = {"first_on": "2026-01-01", "last_on": "2026-12-31"}
_keys: Iterator[int] = count()


def fresh() -> str:
    return f"plan-{next(_keys)}"


@dataclass(frozen=True)
class Plans:
    """The ids: the company's plan with a goal of the company, the north and the south, and the north's own plan."""

    company: int
    first_stage: int
    second_stage: int
    company_goal: int
    north_goal: int
    south_goal: int
    north: int
    hand_goal: int
    north_stage: int
    sol_action: int
    vic_action: int


def aim(store: Store, actor: Actor, plan_id: int, goal_id: int, stage_id: int, value: str, *, version: int = 0) -> int:  # noqa: PLR0917 - a row of a table
    """Set one target."""
    return save_table(
        store, actor, plan_id, [], [ValueEdit(goal_id, stage_id, Level.TARGET, value, version)], key=fresh()
    )


def make_plans(store: Store, cast: Cast) -> Plans:
    """Mia's plan for the company, Tao's for the north."""
    mia, tao = cast.mia, cast.tao
    company = add_plan(store, mia, {**YEAR, "name": "Loyal customers", "state": "running"}, key=fresh())
    first = {"name": "Know them", "first_on": "2026-01-01", "last_on": "2026-02-28"}
    second = {"name": "Keep them", "first_on": "2026-03-01", "last_on": "2026-06-30"}
    stages = [add_stage(store, mia, company, given, key=fresh()) for given in (first, second)]
    sales = {"metric_id": "net_sales", "owner_id": mia.user_id}
    goals = [
        add_goal(store, mia, company, {**sales, "scope": scope, "name": name}, key=fresh())
        for scope, name in (
            ("company", ""),
            (f"team-{cast.north}", "North sells"),
            (f"team-{cast.south}", "CanaryGoal"),
        )
    ]
    north = add_plan(store, tao, {**YEAR, "name": "North plan", "state": "running", "rhythm": "weekly"}, key=fresh())
    north_stage = add_stage(store, tao, north, second, key=fresh())
    by_hand = {"name": "Complaints", "unit": "件", "lower_is_better": True, "scope": f"team-{cast.north}"}
    hand = add_goal(
        store, tao, north, {**by_hand, "baseline": "40", "baseline_on": "2026-01-31", "owner_id": cast.sol.user_id}, key=fresh()
    )  # fmt: skip
    for goal in goals:
        aim(store, mia, company, goal, stages[1], "10000")
    aim(store, tao, north, hand, north_stage, "20")
    call = {"what": "Call the lapsing", "due_on": "2026-03-10", "priority": "high"}
    sol = add_action(store, tao, north, {**call, "goal_id": hand, "owner_id": cast.sol.user_id}, key=fresh())
    vic = add_action(
        store, mia, company, {**call, "what": "CanaryAction", "goal_id": goals[2], "owner_id": cast.vic.user_id}, key=fresh()
    )  # fmt: skip
    return Plans(company, *stages, *goals, north, hand, north_stage, sol, vic)
