"""How a plan stood on a day: which days are kept, and what of each goal. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from crm_core.errors import N_
from crm_core.periods import Period, month_of, quarter_of
from crm_core.plans.model import Action, ActionStatus, Goal, Plan, Stage
from crm_core.targets.model import Status

WAIT_DAYS = 14  # days after its end that a period's data may still come


class Kind(StrEnum):
    """What ended on a day, the weightiest first."""

    STAGE = "stage"
    QUARTER = "quarter"
    MONTH = "month"


KIND_LABELS: Mapping[Kind, str] = {
    Kind.STAGE: N_("End of the stage"),
    Kind.QUARTER: N_("End of the quarter"),
    Kind.MONTH: N_("End of the month"),
}


@dataclass(frozen=True, slots=True)
class GoalThen:
    """A goal as it was, and what it stood at; ``low`` to ``high`` is where its stage was expected to end.

    Of a goal of several metrics the numbers are shares of 1, and ``parts`` are its metrics; where it was kept before they were, it
    stands here as its first metric with the status of the whole.
    """

    goal: Goal
    target: Decimal | None
    actual: Decimal | None
    status: Status | None
    low: Decimal | None = None
    expected: Decimal | None = None
    high: Decimal | None = None
    chance: Decimal | None = None
    parts: tuple[GoalThen, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A plan on a day, as it was known when the snapshot was taken. ``stage`` is the one in force then."""

    snapshot_id: int
    plan_id: int
    as_of_on: date
    kind: Kind
    stage: Stage | None
    action_count: int
    done_count: int
    overdue_count: int
    taken_at: datetime
    goals: tuple[GoalThen, ...] = ()


def ends(plan: Plan, stages: Iterable[Stage], first_month: int, today: date) -> dict[date, Kind]:
    """Return the past days of a plan on which a stage, quarter or month ended, in order, each with the weightiest of them."""
    last = min(plan.last_on, today - timedelta(days=1))
    found: dict[date, Kind] = {}
    day = plan.first_on
    while day <= last:
        month = month_of(day).last
        if month <= last:
            is_quarter = quarter_of(month, first_month).last == month
            found[month] = Kind.QUARTER if is_quarter else Kind.MONTH
        day = month + timedelta(days=1)
    for stage in stages:
        if plan.first_on <= stage.last_on <= last:
            found[stage.last_on] = Kind.STAGE
    return dict(sorted(found.items()))


def is_ready(day: date, covered_until: Sequence[date | None], today: date) -> bool:
    """Return whether the data of a day are in, or have had their time to come."""
    if (today - day).days > WAIT_DAYS:
        return True
    return all(until is not None and until >= day for until in covered_until)


def counts_on(actions: Iterable[Action], day: date) -> tuple[int, int, int]:
    """Return how many actions there are, how many were done by a day, and how many were overdue then; not those dropped."""
    counted = [action for action in actions if action.status is not ActionStatus.DROPPED]
    done = [action for action in counted if action.done_on is not None and action.done_on <= day]
    late = [action for action in counted if action not in done and action.due_on < day]
    return len(counted), len(done), len(late)


def asked_on(day: date, stage: Stage | None) -> date:
    """Return the day as of which a stage is judged at the end of ``day``: after its last day it is over."""
    return day + timedelta(days=1) if stage is not None and stage.last_on == day else day


def span_of(stage: Stage | None, plan: Plan) -> Period:
    """Return the days that a snapshot's goals are about."""
    return stage.span if stage is not None else plan.span
