"""Snapshots of plans, between rows and types."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from crm_core.plans.model import Goal, Stage
from crm_core.snapshots.model import GoalThen, Kind, Snapshot
from crm_core.store import Row, Store, Transaction, statement
from crm_core.targets.model import ONE, ScopeKind, Status, TargetScope

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
_NUMBERS = ("target", "actual", "low", "expected", "high", "chance")


def kept_days(store: Store) -> set[tuple[int, date]]:
    """Return of which plan which days are kept."""
    return {(row["plan_id"], row["as_of_on"]) for row in store.rows(statement(ROOM, "kept"))}


def of_plan(store: Store, plan_id: int) -> tuple[Snapshot, ...]:
    """Return the snapshots of a plan without their goals, the latest first."""
    return tuple(_snapshot(row) for row in store.rows(statement(ROOM, "snapshots"), [plan_id]))


def goals_of(store: Store, snapshot_id: int) -> tuple[GoalThen, ...]:
    """Return how the goals stood, the heaviest first; those of several metrics whole, with each of them."""
    goals = tuple(_goal(row) for row in store.rows(statement(ROOM, "goals"), [snapshot_id]))
    wholes = {row["goal_id"]: row for row in store.rows(statement(ROOM, "wholes"), [snapshot_id])}
    parts: dict[int, list[Row]] = {}
    for row in store.rows(statement(ROOM, "parts"), [snapshot_id]):
        parts.setdefault(row["goal_id"], []).append(row)
    return tuple(
        _whole(one, wholes[key], parts.get(key, [])) if (key := one.goal.goal_id) in wholes else one for one in goals
    )


def _whole(first: GoalThen, row: Row, parts: list[Row]) -> GoalThen:
    """Return a goal of several metrics: its own row is that of its first one, with the status of the whole."""
    goal = replace(first.goal, metric_count=len(parts))
    numbers = {name: row[name] for name in ("low", "expected", "high", "chance")}
    each = tuple(_part(first.goal, one) for one in parts)
    return GoalThen(goal, ONE, row["attainment"], first.status, parts=each, **numbers)


def _part(goal: Goal, row: Row) -> GoalThen:
    by_hand = row["metric_id"] is None
    alone = replace(
        goal, metric_id=row["metric_id"], name=goal.name if by_hand else "", unit=goal.unit if by_hand else "",
        lower_is_better=row["lower_is_better"], weight=row["weight"], baseline=row["baseline"],
    )  # fmt: skip
    return GoalThen(
        alone, status=Status(row["status"]) if row["status"] else None, **{name: row[name] for name in _NUMBERS}
    )


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
    numbers = {name: row[name] for name in _NUMBERS}
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
        first = one.parts[0] if one.parts else one
        about = [goal.goal_id, goal.metric_id, goal.name, goal.unit, goal.lower_is_better, goal.scope.kind.value]
        about += [goal.scope.scope_id, goal.scope_name, goal.team_id, goal.owner_id, goal.weight]
        transaction.execute(statement(ROOM, "add_goal"), [snapshot_id, *about, *_numbers(first, one.status)])
        if one.parts:
            _add_parts(transaction, snapshot_id, one)
    return snapshot_id


def _numbers(one: GoalThen, status: Status | None) -> list[object]:
    numbers = [_exact(value) for value in (one.goal.baseline, one.target, one.actual)]
    expected = [_exact(value) for value in (one.low, one.expected, one.high, one.chance)]
    return [*numbers, None if status is None else status.value, *expected]


def _add_parts(transaction: Transaction, snapshot_id: int, one: GoalThen) -> None:
    key = [snapshot_id, one.goal.goal_id]
    whole = [_exact(value) for value in (one.actual, one.low, one.expected, one.high, one.chance)]
    transaction.execute(statement(ROOM, "add_whole"), [*key, *whole])
    for place, part in enumerate(one.parts):
        about = [place, part.goal.metric_id, part.goal.lower_is_better, part.goal.weight]
        transaction.execute(statement(ROOM, "add_part"), [*key, *about, *_numbers(part, part.status)])


def _exact(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.000001"))


# What is told of them ---------------------------------------------------------------------------------------------------


def words(source: Store | Transaction, plan_id: int) -> list[Row]:
    """Return what was told to all of a plan's period ends, the latest first."""
    return source.rows(statement(ROOM, "words"), [plan_id])


def voices(source: Store | Transaction, plan_id: int) -> list[Row]:
    """Return what people said to them, in its order."""
    return source.rows(statement(ROOM, "voices"), [plan_id])


def voice(source: Store | Transaction, voice_id: int) -> Row | None:
    """Return one thing that was said, with its plan and day."""
    return source.row(statement(ROOM, "voice"), [voice_id])


def put_word(transaction: Transaction, snapshot_id: int, content: str, version: int, *, by: int, at: datetime) -> bool:
    """Store what is told to all; False where it was changed since ``version``."""
    return bool(transaction.rows(statement(ROOM, "put_word"), [snapshot_id, content, by, at, version]))


def add_voice(transaction: Transaction, snapshot_id: int, content: str, *, by: int, at: datetime) -> int:
    """Store what somebody says and return its id."""
    return int(transaction.rows(statement(ROOM, "add_voice"), [snapshot_id, content, by, at])[0]["voice_id"])


def answer_voice(transaction: Transaction, voice_id: int, version: int, answer: str, *, by: int, at: datetime) -> bool:
    """Store an answer; False where it was answered since ``version``."""
    return bool(transaction.rows(statement(ROOM, "answer_voice"), [voice_id, version, answer, by, at]))
