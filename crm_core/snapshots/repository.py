"""Snapshots of plans, between rows and types."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from crm_core.plans.model import Goal, Stage
from crm_core.snapshots.model import GoalThen, Kind, Snapshot
from crm_core.store import Row, Store, Transaction, statement
from crm_core.targets.model import ScopeKind, Status, TargetScope

ROOM = "snapshots"
_OF_GOAL = (
    "goal_id",
    "metric_id",
    "name",
    "unit",
    "lower_is_better",
    "scope_name",
    "team_id",
    "owner_id",
    "owner_name",
    "weight",
)


def kept_days(store: Store) -> set[tuple[int, date]]:
    """Return of which plan which days are kept."""
    return {(row["plan_id"], row["as_of_on"]) for row in store.rows(statement(ROOM, "kept"))}


def of_plan(store: Store, plan_id: int) -> tuple[Snapshot, ...]:
    """Return the snapshots of a plan without their goals, the latest first."""
    return tuple(_snapshot(row) for row in store.rows(statement(ROOM, "snapshots"), [plan_id]))


def goals_of(store: Store, snapshot_id: int) -> tuple[GoalThen, ...]:
    """Return how the goals stood, the heaviest first."""
    return tuple(_goal(row) for row in store.rows(statement(ROOM, "goals"), [snapshot_id]))


def statuses_of(store: Store, plan_id: int) -> dict[int, dict[date, Status]]:
    """Return how a plan's goals stood on the days that are kept, by goal and day."""
    found: dict[int, dict[date, Status]] = {}
    for row in store.rows(statement(ROOM, "statuses"), [plan_id]):
        found.setdefault(row["goal_id"], {})[row["as_of_on"]] = Status(row["status"])
    return found


def _snapshot(row: Row) -> Snapshot:
    given = {name: value for name, value in row.items() if not name.startswith("stage_")}
    stage = None
    if row["stage_id"] is not None:
        stage = Stage(row["stage_id"], row["stage_name"], row["stage_first_on"], row["stage_last_on"], 0)
    return Snapshot(**{**given, "kind": Kind(row["kind"])}, stage=stage)


def _goal(row: Row) -> GoalThen:
    scope = TargetScope(ScopeKind(row["scope_kind"]), row["scope_id"])
    goal = Goal(
        **{name: row[name] for name in _OF_GOAL}, scope=scope, baseline=row["baseline"], baseline_on=None, version=0
    )
    status = Status(row["status"]) if row["status"] else None
    numbers = {name: row[name] for name in ("target", "actual", "low", "expected", "high", "chance")}
    return GoalThen(goal, status=status, **numbers)


def add(transaction: Transaction, found: Snapshot, at: datetime) -> int:
    """Store a snapshot with its goals and return its id."""
    stage = found.stage
    of_stage = [None] * 4 if stage is None else [stage.stage_id, stage.name, stage.first_on, stage.last_on]
    counts = [found.action_count, found.done_count, found.overdue_count]
    given = [found.plan_id, found.as_of_on, found.kind.value, *of_stage, *counts, at]
    snapshot_id = int(transaction.rows(statement(ROOM, "add"), given)[0]["snapshot_id"])
    for one in found.goals:
        goal = one.goal
        about = [goal.goal_id, goal.metric_id, goal.name, goal.unit, goal.lower_is_better, goal.scope.kind.value]
        about += [goal.scope.scope_id, goal.scope_name, goal.team_id, goal.owner_id, goal.weight]
        numbers = [_exact(value) for value in (goal.baseline, one.target, one.actual)]
        expected = [_exact(value) for value in (one.low, one.expected, one.high)]
        status = None if one.status is None else one.status.value
        given = [snapshot_id, *about, *numbers, status, *expected, _exact(one.chance)]
        transaction.execute(statement(ROOM, "add_goal"), given)
    return snapshot_id


def _exact(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.000001"))
