"""The forms of a plan: the plan itself, its stages and milestones. Each returns whether it was just saved."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from crm_core.periods import add_months
from crm_core.plans.drafts import NAME_LIMIT, TEXT_LIMIT
from crm_core.plans.editing import add_milestone, add_stage, edit_milestone, edit_plan, remove_milestone
from crm_core.plans.model import RHYTHM_LABELS, STATE_LABELS, Milestone, Plan, PlanState
from crm_core.plans.people import PeopleRequest, people_to_choose
from crm_core.plans.reach import Viewer
from crm_core.targets.model import ScopeKind
from crm_core.targets.service import ScopesRequest, readable_scopes
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.view import Looked
from crm_core.ui.strategy.ending import ask_after_closing
from crm_core.ui.text import _, noted


def people(viewer: Viewer, team_id: int | None, *kept: tuple[int, str | None]) -> dict[int, str]:
    """Return who may own something of a team's plan, by id; ``kept`` are those who own it already."""
    found = {key: name or "–" for key, name in kept}
    if viewer.edit is not None:
        for one in fetch(people_to_choose, PeopleRequest(viewer.edit, team_id)):
            found[one.user_id] = noted(one.name, one.team_name)
    return found


def plan_form(viewer: Viewer, plan: Plan) -> bool:
    """Show the form of a plan."""

    def save(values: Values, key: str, version: int) -> str:
        edit_plan(store(), current_actor(), plan.plan_id, values, version=version, key=key)
        if plan.state is not PlanState.CLOSED and ask_after_closing(plan.plan_id):
            return _("Closed. Its strategy is still in force: say what becomes of it.")
        return _("Saved.")

    form = Form("plan", save, about=plan.plan_id, version=plan.version)
    with form:
        form.text("name", _("Name"), plan.name, max_chars=NAME_LIMIT)
        form.area("purpose", _("What it is for"), plan.purpose, max_chars=TEXT_LIMIT, height=90)
        left, right = st.columns(2)
        with left:
            form.day("first_on", _("First day"), plan.first_on)
        with right:
            form.day("last_on", _("Last day"), plan.last_on)
        left, right = st.columns(2)
        with left:
            rhythms = {rhythm.value: _(label) for rhythm, label in RHYTHM_LABELS.items()}
            form.choose("rhythm", _("Check-ins"), rhythms, plan.rhythm.value)
        with right:
            me = current_actor()
            names = people(viewer, plan.team_id, (me.user_id, me.name), (plan.owner_id, plan.owner_name))
            form.choose("owner_id", _("Owner"), names, plan.owner_id)
        states = {state.value: _(label) for state, label in STATE_LABELS.items()}
        form.chips("state", _("State"), states, plan.state.value, required=True)
        form.submit(_("Save"))
    return form.just_saved


def team_field(form: Form, viewer: Viewer) -> None:
    """Show whose plan it shall be, as far as the viewer makes plans."""
    if viewer.edit is None:
        return
    names = {"": _("Whole company")} if viewer.edits_all else {}
    for choice in fetch(readable_scopes, ScopesRequest(viewer.edit)):
        if choice.scope.kind is ScopeKind.TEAM:
            names[str(choice.scope.scope_id)] = choice.name
    form.choose("team_id", _("Whose plan"), names, next(iter(names), ""))


def stage_form(looked: Looked) -> bool:
    """Show the form of a new stage; it begins where the last one ends."""
    plan, stages = looked.view.plan, looked.view.record.stages

    def save(values: Values, key: str, _version: int) -> str:
        add_stage(store(), current_actor(), plan.plan_id, values, key=key)
        return _("Stage added.")

    first = max((stage.last_on for stage in stages), default=plan.first_on - timedelta(days=1)) + timedelta(days=1)
    first = min(first, plan.last_on)
    last = min(plan.last_on, add_months(first, 3) - timedelta(days=1))
    form = Form("plan_stage", save, about=plan.plan_id)
    with form:
        form.text("name", _("Name"), max_chars=NAME_LIMIT)
        left, right = st.columns(2)
        with left:
            form.day("first_on", _("First day"), first)
        with right:
            form.day("last_on", _("Last day"), last)
        form.submit(_("Add the stage"))
    return form.just_saved


def milestone_form(looked: Looked, milestone: Milestone | None) -> bool:
    """Show the form of a milestone, or of a new one."""
    plan = looked.view.plan

    def save(values: Values, key: str, version: int) -> str:
        if milestone is None:
            add_milestone(store(), current_actor(), plan.plan_id, values, key=key)
            return _("Milestone added.")
        number = milestone.milestone_id
        if values.pop("remove", False):
            remove_milestone(store(), current_actor(), plan.plan_id, number, version=version, key=key)
            return _("Removed.")
        edit_milestone(store(), current_actor(), plan.plan_id, number, values, version=version, key=key)
        return _("Saved.")

    form = Form(
        "plan_milestone", save, about=f"{plan.plan_id}:{milestone.milestone_id if milestone else ''}",
        version=milestone.version if milestone else 0,
    )  # fmt: skip
    with form:
        form.text("name", _("Name"), milestone.name if milestone else "", max_chars=NAME_LIMIT)
        left, right = st.columns(2)
        with left:
            form.day("due_on", _("Due on"), milestone.due_on if milestone else None)
        with right:
            owner_id, owner = (
                (milestone.owner_id, milestone.owner_name) if milestone else (plan.owner_id, plan.owner_name)
            )
            form.choose("owner_id", _("Owner"), people(looked.viewer, plan.team_id, (owner_id, owner)), owner_id)
        if milestone is not None:
            form.day("done_on", _("Reached on"), milestone.done_on, max_value=looked.view.today)
            form.tick("remove", _("Remove this milestone"))
        form.submit(_("Save") if milestone else _("Add the milestone"))
    return form.just_saved
