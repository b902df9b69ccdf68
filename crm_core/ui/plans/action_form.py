"""The forms of an action: what, for which goal, by whom and when; how it is done, what it costs, what it comes after."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from crm_core.plans.acting import may_edit_action
from crm_core.plans.drafts import LINE_LIMIT, TEXT_LIMIT
from crm_core.plans.limit import takes_place
from crm_core.plans.model import ACTION_LABELS, PRIORITY_LABELS, Action, ActionStatus, Priority
from crm_core.plans.reach import may_edit_goal
from crm_core.plans.service import OnePlan
from crm_core.plans.to_do import OwnAction
from crm_core.plans.work.drafts import AMOUNT, METHOD_LIMIT
from crm_core.plans.work.model import NOTHING, Detail, PlanWork, starts_early
from crm_core.plans.work.service import plan_work
from crm_core.plans.work.writing import add_whole_action, edit_whole_action, work_on_whole_action
from crm_core.targets.drafts import as_typed
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.plans.forms import people
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.words import goal_name
from crm_core.ui.text import _, noted, plain


def work_of(looked: Looked) -> PlanWork:
    """Return what whoever looks may see beside the plan's actions."""
    return fetch(plan_work, OnePlan(looked.viewer, looked.plan_id))


def action_form(looked: Looked, action: Action | None) -> bool:
    """Show the form of an action, or of a new one; return whether it was just saved."""
    plan_id, work = looked.plan_id, work_of(looked)

    def save(values: Values, key: str, version: int) -> str:
        lower = values.get("lower")
        values = values | {"lower": [lower] if isinstance(lower, int) else lower or []}
        if action is None:
            add_whole_action(store(), current_actor(), plan_id, values, key=key)
            return _with_warning(looked, values, _("Action added."))
        edit_whole_action(store(), current_actor(), action.action_id, values, version=version, key=key)
        return _with_warning(looked, values, _("Saved."))

    form = Form(
        "plan_action", save, about=f"{plan_id}:{action.action_id if action else ''}",
        version=action.version if action else 0,
    )  # fmt: skip
    with form:
        form.text("what", _("What is done"), action.what if action else "", max_chars=LINE_LIMIT)
        _who_fields(form, looked, action)
        _days_and_state(form, action, looked.view.today)
        _room_fields(form, looked, action, work)
        _work_fields(form, looked, action, work)
        form.area("note", _("Note"), action.note if action else "", max_chars=TEXT_LIMIT, height=70)
        if action is not None:
            form.area("evidence", _("Evidence of the effect"), action.evidence, max_chars=TEXT_LIMIT, height=70)
        form.submit(_("Save") if action else _("Add the action"))
    return form.just_saved


def _who_fields(form: Form, looked: Looked, action: Action | None) -> None:
    plan, viewer, me = looked.view.plan, looked.viewer, current_actor()
    goals = {"": _("The plan as a whole")} | {
        str(goal.goal_id): goal_name(goal, plan)
        for goal in looked.view.record.goals
        if goal.team_id is None or may_edit_goal(viewer, plan, goal.team_id)
    }
    kept = [] if action is None else [(action.owner_id, action.owner_name)]
    helpers = [] if action is None else list(zip(action.helpers, action.helper_names, strict=False))
    left, right = st.columns(2)
    with left:
        form.choose("goal_id", _("For which goal"), goals, str(action.goal_id or "") if action else "")
    with right:
        names = people(viewer, plan.team_id, (me.user_id, me.name), *kept)
        form.choose("owner_id", _("Owner"), names, action.owner_id if action else me.user_id)
    form.several(
        "helpers", _("Helpers (optional)"), people(viewer, plan.team_id, *helpers), action.helpers if action else ()
    )


def _days_and_state(form: Form, action: Action | None, today: date) -> None:
    left, right = st.columns(2)
    with left:
        form.day("start_on", _("Start"), action.start_on if action else today)
    with right:
        form.day("due_on", _("Due on"), action.due_on if action else today + timedelta(days=14))
    left, right = st.columns(2)
    with left:
        priorities = {one.value: _(label) for one, label in PRIORITY_LABELS.items()}
        form.choose("priority", _("Priority"), priorities, (action.priority if action else Priority.MID).value)
    with right:
        states = {one.value: _(label) for one, label in ACTION_LABELS.items()}
        form.choose("status", _("State"), states, (action.status if action else ActionStatus.PLANNED).value)


def _room_fields(form: Form, looked: Looked, action: Action | None, work: PlanWork) -> None:
    """Say how many of the few most important are taken; where all are, ask which makes room."""
    limit = settings().plan_high_actions
    st.markdown(f":small[{high_text(work.high_count, limit)}]")
    if work.high_count < limit or takes_place(action):
        return
    options = {
        one.action_id: one.what
        for one in looked.view.record.actions
        if takes_place(one) and may_edit_action(looked.viewer, looked.view.plan, one)
    }
    label = _("If this one is of high priority: which becomes medium for it?")
    needed = work.high_count - limit + 1  # more than one where the setting was lowered meanwhile
    if needed == 1:
        form.choose("lower", label, options)
    else:
        form.several("lower", label, options, max_selections=needed, placeholder=_("Choose"))


def high_text(count: int, limit: int) -> str:
    """Return as Markdown how many of the few most important are taken."""
    text = _("High priority: {count} of {limit} taken", count=count, limit=limit)
    return f":orange[{text}]" if count >= limit else text


def _work_fields(form: Form, looked: Looked, action: Action | None, work: PlanWork) -> None:
    detail = work.detail(action.action_id) if action else NOTHING
    before = work.before(action.action_id) if action else ()
    others = {
        one.action_id: f"{one.what} · {show.day(one.due_on)}"
        for one in looked.view.actions
        if one.action_id in before or (one.status.is_open and (action is None or one.action_id != action.action_id))
    }
    form.several("before", _("Comes after (optional)"), others, before, placeholder=_("Choose"))
    form.area("method", _("How it is done"), detail.method, max_chars=METHOD_LIMIT, height=90)
    left, right = st.columns(2)
    with left:
        form.text("planned_cost", _money_label(_("Planned cost")), as_typed(detail.planned_cost, AMOUNT), max_chars=40)
    with right:
        form.text("spent_cost", _money_label(_("Spent so far")), as_typed(detail.spent_cost, AMOUNT), max_chars=40)


def _money_label(label: str) -> str:
    return noted(label, show.currency_sign())


def _with_warning(looked: Looked, values: Values, saved: str) -> str:
    """Return what is said after saving; also that it begins before something it waits for is due."""
    begin = values.get("start_on") or values.get("due_on")
    named = set(values.get("before") or ())
    early = [
        one.what for one in looked.view.record.actions if one.action_id in named and starts_early(begin, one)
    ]  # fmt: skip
    if not early or not ActionStatus(values.get("status") or ActionStatus.PLANNED).is_open:
        return saved
    return _("{saved} Mind: it begins before “{name}” is due.", saved=saved, name=plain(early[0]))


def work_form(action: Action | OwnAction, detail: Detail | None = None) -> bool:
    """Show the form that says how far an action is, with note and evidence; return whether it was just saved.

    Where ``detail`` is known, it also asks what was spent.
    """

    def save(values: Values, key: str, version: int) -> str:
        work_on_whole_action(store(), current_actor(), action.action_id, values, version=version, key=key)
        return _("Saved.")

    form = Form("plan_work", save, about=action.action_id, version=action.version)
    st.markdown(f"**{plain(action.what)}**")
    with form:
        form.chips(
            "status", _("State"), {status.value: _(label) for status, label in ACTION_LABELS.items()},
            (ActionStatus.DONE if action.status.is_open else action.status).value, required=True,
        )  # fmt: skip
        form.area("evidence", _("Evidence of the effect"), action.evidence, max_chars=TEXT_LIMIT, height=90)
        form.area("note", _("Note"), action.note, max_chars=TEXT_LIMIT, height=90)
        if detail is not None:
            spent = as_typed(detail.spent_cost, AMOUNT)
            form.text("spent_cost", _money_label(_("Spent so far")), spent, max_chars=40)
        form.submit(_("Save"))
    return form.just_saved
