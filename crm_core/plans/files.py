"""A plan's goals or actions as a file: what the actor sees of them, noted in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from crm_core import audit
from crm_core.access.model import Actor
from crm_core.access.policy import EXPORTS
from crm_core.board.service import directly
from crm_core.exchange.csv_file import csv_bytes
from crm_core.exchange.xlsx_file import xlsx_bytes
from crm_core.metrics.files import FileKind
from crm_core.plans.model import Action
from crm_core.plans.parts.model import progress_of
from crm_core.plans.progress import GoalProgress
from crm_core.plans.service import LookRequest, OnePlan, look, viewer_of
from crm_core.plans.work.model import PlanWork
from crm_core.plans.work.service import plan_work
from crm_core.settings import service as settings
from crm_core.store import Store
from crm_core.targets.model import Level

GOAL_COLUMNS = (
    "goal", "scope", "unit", "owner", "weight", "stage", "baseline", "baseline_on", "floor", "target", "stretch", "actual",
    "expected", "gap", "attainment", "status", "horizon", "customers", "purpose",
)  # fmt: skip
ACTION_COLUMNS = (
    "what", "goal", "owner", "helpers", "start_on", "due_on", "priority", "status", "done_on", "method", "comes_after",
    "planned_cost", "spent_cost", "note", "evidence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A file of a plan: its goals in a stage (None: the one in force), or its actions.

    ``headings`` name the columns, ``words`` the codes in them, ``goals`` and ``metrics`` the goals and metrics, all in the reader's language.
    """

    plan_id: int
    has_goals: bool
    kind: FileKind
    headings: Mapping[str, str]
    words: Mapping[str, str]
    goals: Mapping[int, str]
    sheet: str
    stage_id: int | None = None
    metrics: Mapping[str, str] = field(default_factory=dict)


def plan_file(store: Store, actor: Actor, wanted: PlanFile, today: date) -> bytes:
    """Return the file, after an entry in the trail says who took what.

    Raises:
        NotPermitted: the role may not take plans out.
        NotFound: there is no such plan or stage, or it is not the actor's to see.
    """
    actor.require(EXPORTS["plan_goals" if wanted.has_goals else "plan_actions"])
    view = look(
        directly(store), LookRequest(viewer_of(actor), wanted.plan_id, today, wanted.stage_id, has_trends=False)
    )
    stage = view.stage.name if view.stage is not None else None
    columns: tuple[str, ...] = GOAL_COLUMNS if wanted.has_goals else ACTION_COLUMNS
    if wanted.has_goals:
        rows = []
        for one in view.goals:
            name = wanted.goals.get(one.goal.goal_id)
            rows.append(_goal_row(one, name, stage, wanted))
            parts = [
                (f"{name} – {wanted.metrics.get(part.goal.metric_id or '', part.goal.name)}", part)
                for part in one.parts
            ]
            rows += [_part_row(_goal_row(part, label, stage, wanted), part) for label, part in parts]
    else:
        work = plan_work(store, OnePlan(viewer_of(actor), wanted.plan_id))
        names = {one.action_id: one.what for one in view.actions}
        rows = [_action_row(one, work, names, wanted) for one in view.actions]
    with store.transaction() as transaction:
        told = {"file": wanted.kind.value, "view": "goals" if wanted.has_goals else "actions", "count": len(rows)}
        audit.record_batch(transaction, actor, audit.Change("export", "plan", wanted.plan_id, None, told), len(rows))
    headings, zone = [wanted.headings[name] for name in columns], settings.current(store).zone
    if wanted.kind is FileKind.CSV:
        return csv_bytes(headings, rows, zone=zone)
    return xlsx_bytes(headings, rows, sheet=wanted.sheet, zone=zone)


def _goal_row(progress: GoalProgress, name: str | None, stage: str | None, wanted: PlanFile) -> list[object]:
    goal, standing = progress.goal, progress.standing
    start = (None, None) if goal.is_composed else (goal.baseline, goal.baseline_on)
    status, detail = wanted.words.get(progress.status.value) if progress.status else None, goal.detail
    return [
        name, goal.scope_name, goal.unit or None, goal.owner_name, goal.weight, stage,
        *start, *(progress.values.get(level) for level in Level), progress.actual,
        standing.pace if standing else None, standing.gap if standing else None,
        standing.attainment if standing else None, status, wanted.words.get(detail.horizon or ""),
        wanted.words.get(detail.group or ""), detail.purpose or None,
    ]  # fmt: skip


def _part_row(row: list[object], part: GoalProgress) -> list[object]:
    """Return the row of one metric of a goal with what it counts for, as the goal's page shows it."""
    counted = progress_of(part.standing) if part.standing is not None else None
    return [counted if name == "attainment" else value for name, value in zip(GOAL_COLUMNS, row, strict=True)]


def _action_row(action: Action, work: PlanWork, names: Mapping[int, str], wanted: PlanFile) -> list[object]:
    goal = wanted.goals.get(action.goal_id) if action.goal_id is not None else None
    detail = work.detail(action.action_id)
    before = "; ".join(names[one] for one in work.before(action.action_id) if one in names)
    return [
        action.what, goal, action.owner_name, ", ".join(action.helper_names) or None, action.start_on, action.due_on,
        wanted.words.get(action.priority.value), wanted.words.get(action.status.value), action.done_on,
        detail.method or None, before or None, detail.planned_cost, detail.spent_cost, action.note or None,
        action.evidence or None,
    ]  # fmt: skip
