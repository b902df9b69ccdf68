"""A large plan to measure on: three years in twelve stages, fifty goals, five hundred actions with work, order and helpers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np

from crm_core import clock
from crm_core.metrics import folders
from crm_core.metrics.model import Unit
from crm_core.plans.drafts import ActionDraft, CheckInDraft, GoalDraft, MilestoneDraft, PlanDraft, StageDraft
from crm_core.plans.founding import WholeCheckIn, WholeGoal, WholePlan, found_plan
from crm_core.plans.model import ActionStatus, Confidence, PlanState, Priority, Rhythm
from crm_core.plans.work.model import Detail
from crm_core.plans.work.writing import found_budget, found_work
from crm_core.store import Transaction, statement
from crm_core.targets.model import Level, ScopeKind, TargetScope
from tools.bench.crowd import STAFF_A_TEAM, TEAMS

STAGES, GOALS, ACTIONS, MILESTONES = 12, 50, 500, 24
_STAGE_DAYS = 91
_MANAGER, _FIRST_STAFF = 2, 4
_OF_COMPANY = (
    "net_sales", "gross_sales", "returns", "orders", "average_order_value", "active_customers", "new_customers",
    "interactions_logged", "gross_profit", "gross_margin", "retention", "churn", "repurchase_rate", "new_customer_return_rate",
    "purchase_frequency", "top_fifth_share", "follow_ups_in_time", "record_completeness",
)  # fmt: skip
_OF_TEAMS = ("net_sales", "interactions_logged", "active_customers")


def add_plan(transaction: Transaction, as_of: date, rng: np.random.Generator) -> int:
    """Write the plan, in the middle of its ninth stage on ``as_of``, and return its id."""
    now, first = clock.now(), as_of - timedelta(days=8 * _STAGE_DAYS + _STAGE_DAYS // 2)
    stages = tuple(
        StageDraft(f"第 {at + 1} 季度", first + timedelta(days=at * _STAGE_DAYS), _last_of(first, at))
        for at in range(STAGES)
    )
    plan = PlanDraft(
        None, "三年客户关系计划", "三年内让老客户买得更勤。", first, _last_of(first, STAGES - 1), Rhythm.MONTHLY,
        PlanState.RUNNING, _MANAGER,
    )  # fmt: skip
    whole = WholePlan(
        plan, stages, _goals(), _actions(first, as_of, rng), _milestones(first, as_of), _check_ins(first, as_of)
    )
    plan_id = found_plan(transaction, whole, now, _MANAGER)
    found_budget(transaction, plan_id, Decimal(2_000_000), _MANAGER, now)
    _add_work(transaction, plan_id)
    return plan_id


def _add_work(transaction: Transaction, plan_id: int) -> None:
    """Write how each action is done and what it costs; nine in ten come after the one before them."""
    actions = [int(row["action_id"]) for row in transaction.rows(statement("demo", "plan_steps"), [plan_id])]
    for place, action_id in enumerate(actions):
        before = [actions[place - 1]] if place % 10 else []
        found_work(
            transaction, action_id, Detail("先看名单，再分人。", Decimal(3000), Decimal(place % 4 * 800)), before
        )


def _last_of(first: date, at: int) -> date:
    return first + timedelta(days=(at + 1) * _STAGE_DAYS - 1)


def _goals() -> tuple[WholeGoal, ...]:
    company = [(metric, TargetScope(ScopeKind.COMPANY)) for metric in _OF_COMPANY]
    teams = [(metric, TargetScope(ScopeKind.TEAM, team)) for metric in _OF_TEAMS for team in range(1, TEAMS + 1)]
    people = [
        ("interactions_logged", TargetScope(ScopeKind.PERSON, _FIRST_STAFF + at)) for at in range(TEAMS * STAFF_A_TEAM)
    ]
    return tuple(
        _goal(metric, scope, place) for place, (metric, scope) in enumerate([*company, *teams, *people][:GOALS])
    )


def _goal(metric: str, scope: TargetScope, place: int) -> WholeGoal:
    is_share = folders.metric(metric).unit is Unit.SHARE
    aim = Decimal("0.5") if is_share else Decimal(1000 * (place + 1))
    values = {
        (stage, level): aim * (1 + step) for stage in range(STAGES) for step, level in enumerate(Level) if step < 2
    }
    return WholeGoal(GoalDraft(metric, "", "", False, scope, _MANAGER, aim / 2, None, 1 + place % 5), values)


def _actions(first: date, as_of: date, rng: np.random.Generator) -> tuple[ActionDraft, ...]:
    days = rng.integers(0, STAGES * _STAGE_DAYS - 60, ACTIONS)
    owners = rng.integers(0, TEAMS * STAFF_A_TEAM, (ACTIONS, 2))
    return tuple(
        _action(place, first + timedelta(days=int(days[place])), as_of, int(owners[place][0]), int(owners[place][1]))
        for place in range(ACTIONS)
    )


def _action(place: int, start: date, as_of: date, owner: int, helper: int) -> ActionDraft:
    due = start + timedelta(days=14 + place % 45)
    is_done = due < as_of and place % 7 > 0
    helpers = (_FIRST_STAFF + helper,) if helper != owner and place % 3 == 0 else ()
    return ActionDraft(
        place % GOALS, f"第 {place + 1} 项：联系 20 位老客户", _FIRST_STAFF + owner, owner // STAFF_A_TEAM + 1, helpers, start,
        due, Priority.HIGH if place % 100 == 0 else Priority.MID, ActionStatus.DONE if is_done else ActionStatus.PLANNED,
        "", "", due if is_done else None,
    )  # fmt: skip


def _milestones(first: date, as_of: date) -> tuple[MilestoneDraft, ...]:
    days = [first + timedelta(days=40 + at * 44) for at in range(MILESTONES)]
    return tuple(MilestoneDraft(f"里程碑 {at + 1}", day, day if day < as_of else None) for at, day in enumerate(days))


def _check_ins(first: date, as_of: date) -> tuple[WholeCheckIn, ...]:
    days = [first + timedelta(days=at) for at in range(30, (as_of - first).days, 30)]
    return tuple(
        WholeCheckIn(CheckInDraft(day, "按计划推进。", Confidence.MID, {}), _MANAGER, _noon(day)) for day in days
    )


def _noon(day: date) -> datetime:
    return datetime.fromisoformat(f"{day}T04:00:00+00:00")
