"""What is kept beside a plan's goals, between rows and types. Who may is the service's to say."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from crm_core.metrics.folders import metrics
from crm_core.plans.model import GoalValue
from crm_core.plans.parts.drafts import PartDraft
from crm_core.plans.parts.model import Detail, GoalPart
from crm_core.relationships.model import dimension_of
from crm_core.store import Row, Store, Transaction, statement
from crm_core.targets.model import Level
from crm_core.targets.traits import rule_of

ROOM = "plans/parts"


def _part(row: Row) -> GoalPart:
    metric_id = row["metric_id"]
    return GoalPart(**row, lower_is_better=metric_id in metrics() and rule_of(metric_id).lower_is_better)


def parts(store: Store, plan_id: int) -> tuple[GoalPart, ...]:
    """Return the further metrics of a plan's goals, in the order in which they came."""
    return tuple(_part(row) for row in store.rows(statement(ROOM, "parts"), [plan_id]))


def add_part(transaction: Transaction, goal_id: int, draft: PartDraft, at: datetime) -> int:
    """Store a further metric of a goal and return its id."""
    given = [goal_id, draft.metric_id, draft.weight, draft.baseline, draft.baseline_on, at]
    return int(transaction.rows(statement(ROOM, "add_part"), given)[0]["part_id"])


def edit_part(transaction: Transaction, part_id: int, draft: PartDraft, at: datetime) -> None:
    """Change a further metric's weight and baseline."""
    given = [part_id, draft.weight, draft.baseline, draft.baseline_on, at]
    transaction.execute(statement(ROOM, "edit_part"), given)


def remove_part(transaction: Transaction, part_id: int) -> None:
    """Remove a further metric with its values."""
    transaction.execute(statement(ROOM, "remove_part_values"), [part_id])
    transaction.execute(statement(ROOM, "remove_part"), [part_id])


def put_detail(transaction: Transaction, goal_id: int, detail: Detail, at: datetime) -> None:
    """Store what a goal says of itself, in place of what was."""
    dimension = None if detail.group is None else dimension_of(detail.group).value
    given = [goal_id, detail.first_weight, detail.horizon and detail.horizon.value, dimension]
    transaction.execute(
        statement(ROOM, "put_detail"), [*given, detail.group and detail.group.value, detail.purpose, at]
    )


def remove_of_goal(transaction: Transaction, goal_id: int) -> None:
    """Remove all that is kept beside a goal."""
    for name in ("remove_values_of_goal", "remove_parts_of_goal", "remove_detail"):
        transaction.execute(statement(ROOM, name), [goal_id])


def remove_of_stage(transaction: Transaction, stage_id: int) -> None:
    """Remove what further metrics shall come to in a stage."""
    transaction.execute(statement(ROOM, "remove_values_of_stage"), [stage_id])


def value(transaction: Transaction, part_id: int, stage_id: int, level: Level) -> GoalValue | None:
    """Return what a further metric shall come to in a stage at a level, as the transaction sees it."""
    row = transaction.row(statement(ROOM, "value"), [part_id, stage_id, level.value])
    return GoalValue(**{**row, "level": Level(row["level"])}) if row else None


def put_value(
    transaction: Transaction, key: tuple[int, int, Level], version: int | None, given: Decimal | None, at: datetime
) -> None:
    """Add (``version`` None), change or take away (None) a further metric's value, which was checked before."""
    part_id, stage_id, level = key
    if version is None:
        transaction.execute(statement(ROOM, "add_value"), [part_id, stage_id, level.value, given, at])
    else:
        transaction.execute(statement(ROOM, "edit_value"), [part_id, stage_id, level.value, version, given, at])
