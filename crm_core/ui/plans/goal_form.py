"""The form of a goal: a metric or something measured by hand, whose it is, where it starts."""

from __future__ import annotations

import streamlit as st

from crm_core.drafting.proposing import proposals_of, sources_of_goals
from crm_core.metrics.folders import metrics
from crm_core.plans.drafts import HEAVIEST, NAME_LIMIT, UNIT_LIMIT
from crm_core.plans.goals import baseline_days, remove_goal
from crm_core.plans.model import Goal
from crm_core.plans.parts.drafts import PURPOSE_LIMIT
from crm_core.plans.parts.model import HORIZON_LABELS, NOTHING
from crm_core.plans.parts.writing import add_whole_goal, edit_whole_goal
from crm_core.plans.reach import may_edit_plan
from crm_core.plans.service import OnePlan
from crm_core.plans.table import kind_of
from crm_core.relationships.model import DIMENSION_LABELS, LADDERS, RUNG_LABELS
from crm_core.targets.drafts import as_typed
from crm_core.targets.model import COMPANY, ScopeKind, TargetScope
from crm_core.targets.service import ScopesRequest, readable_scopes
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import metric_name, scope_code, scope_label
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.forms import people
from crm_core.ui.plans.hints import show_hints_while_written
from crm_core.ui.plans.metric_fields import show_metric_fields
from crm_core.ui.plans.view import Looked
from crm_core.ui.text import _, plain, quoted


def _show_source(looked: Looked, goal: Goal) -> None:
    """Show the sentence of the document that a goal was made of."""
    if not may_edit_plan(looked.viewer, looked.view.plan.team_id):
        return
    source = sources_of_goals(fetch(proposals_of, OnePlan(looked.viewer, looked.plan_id))).get(goal.goal_id)
    if source is not None:
        st.caption(f"{quoted(plain(source.sentence))}  \n{plain(source.file_name)} · {plain(source.section)}")


def goal_form(looked: Looked, goal: Goal | None) -> bool:
    """Show the form of a goal, or of a new one; return whether it was just saved."""
    plan = looked.view.plan

    def save(values: Values, key: str, version: int) -> str:
        if goal is None:
            add_whole_goal(store(), current_actor(), plan.plan_id, values, key=key)
            return _("Goal added. Now type its targets into the table.")
        if values.pop("remove", False):
            remove_goal(store(), current_actor(), plan.plan_id, goal.goal_id, version=version, key=key)
            return _("Removed.")
        edit_whole_goal(store(), current_actor(), plan.plan_id, goal.goal_id, values, version=version, key=key)
        return _("Saved.")

    about = f"{plan.plan_id}:{goal.goal_id if goal else ''}"
    form = Form("plan_goal", save, about=about, version=goal.version if goal else 0, is_live=True)
    with form:
        if goal is None:
            _what_fields(form, looked)
        elif goal.metric_id is not None:
            st.markdown(
                f"**{plain(metric_name(goal.metric_id))}** :gray[{plain(goal.scope_name or _('Whole company'))}]"
            )
        if goal is not None:
            _show_source(looked, goal)
        is_by_hand = not form.current("metric_id") if goal is None else goal.metric_id is None
        form.text(
            "name", _("Name (needed where measured by hand)") if goal is None else _("Name"), goal.name if goal else "",
            max_chars=NAME_LIMIT,
        )  # fmt: skip
        if is_by_hand:
            left, right = st.columns(2, vertical_alignment="bottom")
            with left:
                label = _("Unit (by hand)")
                form.text("unit", label, goal.unit if goal else "", max_chars=UNIT_LIMIT, placeholder="%, 件")
            with right:
                form.tick("lower_is_better", _("Lower is better (by hand)"), goal.lower_is_better if goal else False)
        _start_fields(form, looked, goal)
        show_metric_fields(form, looked, goal)
        _detail_fields(form, goal)
        show_hints_while_written(form, looked, goal)
        if goal is not None:
            form.tick("remove", _("Remove this goal with its targets; its actions stay"))
        form.submit(_("Save") if goal else _("Add the goal"))
    return form.just_saved


def _detail_fields(form: Form, goal: Goal | None) -> None:
    """Show how far ahead a goal looks, for whom and what it is: folded up until something is said."""
    said = NOTHING if goal is None else goal.detail
    is_said = bool(said.horizon or said.group or said.purpose)
    with st.expander(_("More about the goal"), expanded=is_said, icon=":material/more_horiz:", type="compact"):
        horizons = {horizon.value: _(label) for horizon, label in HORIZON_LABELS.items()}
        form.chips("horizon", _("How far ahead"), horizons, said.horizon and said.horizon.value)
        groups = {"": _("All customers")}
        for dimension, ladder in LADDERS.items():
            names = {rung.value: f"{_(DIMENSION_LABELS[dimension])} · {_(RUNG_LABELS[rung])}" for rung in ladder}
            groups |= names
        form.choose("group", _("For which customers"), groups, said.group.value if said.group else "")
        form.area("purpose", _("What the goal is for"), said.purpose, max_chars=PURPOSE_LIMIT, height=68)


def _what_fields(form: Form, looked: Looked) -> None:
    left, right = st.columns(2)
    with left:
        names = {metric_id: metric_name(metric_id) for metric_id in metrics()}
        form.choose("metric_id", _("Metric"), {**names, "": _("Measured by hand")}, next(iter(names), ""))
    with right:
        scopes = _scopes(looked)
        form.choose("scope", _("Whose numbers"), scopes, next(iter(scopes), ""))


def _scopes(looked: Looked) -> dict[str, str]:
    """Return whose numbers a goal may be about: the plan's team and its people, or all that the viewer edits."""
    viewer, plan = looked.viewer, looked.view.plan
    if viewer.edit is None:
        return {}
    choices = fetch(readable_scopes, ScopesRequest(viewer.edit))
    scopes: list[TargetScope] = [
        choice.scope for choice in choices if plan.team_id is None or choice.team_id == plan.team_id
    ]
    if plan.team_id is None and may_edit_plan(viewer, None):
        scopes.insert(0, COMPANY)
    scopes.sort(key=lambda scope: list(ScopeKind).index(scope.kind))
    return {scope_code(scope): scope_label(scope, choices) for scope in scopes}


def _baseline_of(goal: Goal | None) -> str:
    """Return a goal's baseline as a person types it: of a rate in percent."""
    return "" if goal is None else as_typed(goal.baseline, kind_of(goal))


def _start_fields(form: Form, looked: Looked, goal: Goal | None) -> None:
    plan, viewer = looked.view.plan, looked.viewer
    me = current_actor()
    left, right = st.columns(2)
    with left:
        form.text("baseline", _("Baseline (optional)"), _baseline_of(goal), max_chars=40)
    with right:
        form.day("baseline_on", _("Measured on"), goal.baseline_on if goal else None, max_value=looked.view.today)
    if goal is None or goal.metric_id is not None:
        days = baseline_days(looked.view.record.stages)
        form.tick("fill_baseline", _("Fill the baseline from the metric: the {days} days up to that day", days=days))
    left, right = st.columns(2)
    with left:
        kept = [] if goal is None else [(goal.owner_id, goal.owner_name)]
        names = people(viewer, plan.team_id, (me.user_id, me.name), *kept)
        form.choose("owner_id", _("Owner"), names, goal.owner_id if goal else me.user_id)
    with right:
        label = _("Weight (1 to {most}): the heaviest stand first", most=HEAVIEST)
        form.text("weight", label, str(goal.weight) if goal else "1", max_chars=3)
