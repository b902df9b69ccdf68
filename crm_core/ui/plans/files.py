"""A plan as a document, its goals and actions as tables, for whom the policy lets take them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.documents.model import TEXT
from crm_core.documents.service import PlanWanted, file_name, plan_document
from crm_core.errors import N_
from crm_core.metrics.files import FileKind
from crm_core.metrics.folders import metrics
from crm_core.plans.files import ACTION_COLUMNS, GOAL_COLUMNS, PlanFile, plan_file
from crm_core.plans.model import ACTION_LABELS, PRIORITY_LABELS
from crm_core.plans.parts.model import HORIZON_LABELS
from crm_core.relationships.model import RUNG_LABELS
from crm_core.targets.model import STATUS_LABELS
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import metric_name
from crm_core.ui.guard import actor_by_then
from crm_core.ui.house import store
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.words import goal_name
from crm_core.ui.text import _, language

COLUMN_LABELS = {
    "goal": N_("Goal"), "scope": N_("Team or person"), "unit": N_("Unit"), "owner": N_("Owner"), "weight": N_("Weight"),
    "stage": N_("Stage"), "baseline": N_("Baseline"), "baseline_on": N_("Baseline measured on"), "floor": N_("Floor"),
    "target": N_("Target"), "stretch": N_("Stretch"), "actual": N_("Actual"), "expected": N_("Expected by now"),
    "gap": N_("Gap"), "attainment": N_("Attainment"), "status": N_("Status"), "what": N_("What is done"),
    "helpers": N_("Helpers"), "start_on": N_("Start"), "due_on": N_("Due on"), "priority": N_("Priority"),
    "done_on": N_("Done on"), "note": N_("Note"), "evidence": N_("Evidence of the effect"),
    "method": N_("How it is done"), "comes_after": N_("Comes after"), "planned_cost": N_("Planned cost"),
    "spent_cost": N_("Spent so far"), "horizon": N_("How far ahead"), "customers": N_("For which customers"),
    "purpose": N_("What the goal is for"),
}  # fmt: skip


def show_files(looked: Looked) -> None:
    """Show the downloads; a file is made, and noted in the trail, at the click, by a thread that knows no user."""
    if not looked.actor.may(Permission.PLAN_EXPORT):
        return
    files = st.popover(_("Files"), icon=":material/download:", key="plan:files", on_change="rerun")
    if not files.open:
        return
    with files:
        with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
            day = st.date_input(
                _("The whole plan, as of"), looked.view.today, min_value=min(looked.view.plan.first_on, looked.view.today),
                max_value=looked.view.today, key="plan:file:document:day", format="YYYY-MM-DD", width=160,
            )  # fmt: skip
            _show_document(looked, day if isinstance(day, date) else looked.view.today)
        for has_goals, name in ((True, _("Goals")), (False, _("Actions"))):
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(name, width="content")
                with st.container(horizontal=True, width="content", gap="xsmall"):
                    for kind in FileKind:
                        _show_file(looked, kind, name, has_goals=has_goals)


def _show_file(looked: Looked, kind: FileKind, name: str, *, has_goals: bool) -> None:
    view, ask = looked.view, actor_by_then()
    columns = GOAL_COLUMNS if has_goals else ACTION_COLUMNS
    labels = (*STATUS_LABELS.items(), *ACTION_LABELS.items(), *PRIORITY_LABELS.items())
    said = (*HORIZON_LABELS.items(), *RUNG_LABELS.items())
    wanted = PlanFile(
        looked.plan_id,
        has_goals,
        kind,
        {column: _(COLUMN_LABELS[column]) for column in columns},
        {code.value: _(label) for code, label in (*labels, *(said if has_goals else ()))},
        {goal.goal_id: goal_name(goal, view.plan) for goal in view.record.goals},
        name,
        view.stage.stage_id if view.stage is not None else None,
        {metric_id: metric_name(metric_id) for metric_id in metrics()},
    )
    file_name = f"plan_{looked.plan_id}_{'goals' if has_goals else 'actions'}_{view.today}.{kind}"
    key = f"plan:file:{'goals' if has_goals else 'actions'}:{kind}"
    making = _making(ask, wanted, view.today)
    st.download_button(kind.value.upper(), making, file_name, kind.mime, key=key, on_click="ignore")


def _show_document(looked: Looked, day: date) -> None:
    wanted = PlanWanted(language(), looked.plan_id, day)
    name = file_name(_("Plan"), looked.view.plan.name, ending="docx")
    making = _writing(actor_by_then(), wanted)
    st.download_button("DOCX", making, name, TEXT, key="plan:file:document", on_click="ignore")


def _writing(ask: Callable[[], Actor], wanted: PlanWanted) -> Callable[[], bytes]:
    return lambda: plan_document(store(), ask(), wanted, fetch)


def _making(ask: Callable[[], Actor], wanted: PlanFile, today: date) -> Callable[[], bytes]:
    return lambda: plan_file(store(), ask(), wanted, today)
