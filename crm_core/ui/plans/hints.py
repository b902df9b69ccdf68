"""Hints at goals that are vague, contradict each other or ask for what was never seen: quiet, each with the way to mend it."""

from __future__ import annotations

import streamlit as st

from crm_core.metrics.folders import metrics
from crm_core.plans.model import Goal
from crm_core.plans.parts.service import plan_hints
from crm_core.plans.parts.telling import HINT_TEXTS, hint_text
from crm_core.plans.parts.vague import Hint, Vague
from crm_core.plans.words import metric_label
from crm_core.ui.fetch import fetch_whole
from crm_core.ui.figures import scope_code, spoken
from crm_core.ui.forms import Form
from crm_core.ui.links import link_to
from crm_core.ui.plans.view import Dialog, Looked, open_dialog, page
from crm_core.ui.plans.words import goal_name
from crm_core.ui.text import _, ngettext, plain

_AT_STAGE = frozenset(
    {Vague.NO_TARGET, Vague.STEP_BACK, Vague.OUT_OF_PROPORTION, Vague.OTHER_TARGET, Vague.WRONG_SIDE, Vague.SUM_SHORT}
)


def show_hints(looked: Looked) -> None:
    """Show, folded up, what is to be mended of the goals that the viewer may edit; nothing where nothing is."""
    found = fetch_whole(plan_hints, looked.request)
    if not found:
        return
    told = ngettext("{count} hint on the goals", "{count} hints on the goals", len(found))
    folded = st.expander(told, icon=":material/lightbulb:", type="compact", key="plan:hints", on_change="rerun")
    if not folded.open:  # drawn once somebody looks: there may be dozens
        return
    with folded:
        for place, hint in enumerate(found):
            _show_hint(looked, hint, f"plan:hint:{place}")


def _show_hint(looked: Looked, hint: Hint, key: str) -> None:
    goal = looked.view.record.goal(hint.aim.goal.goal_id)
    whole = goal if goal is not None else hint.aim.goal
    name = plain(goal_name(whole, looked.view.plan))
    if whole.is_composed:
        name += f" · {plain(metric_label(spoken(), hint.aim.goal))}"
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        st.markdown(f":small[**{name}**　{plain(hint_text(spoken(), hint))}]", width="stretch")
        with st.container(horizontal=True, width="content", gap="small", vertical_alignment="center"):
            _show_ways(looked, hint, key)


def _show_ways(looked: Looked, hint: Hint, key: str) -> None:
    """Show where it can be mended: the stage's table, the goal's form, the other plan, or the plan's stages."""
    stage, shown = hint.stage, looked.view.stage
    if hint.kind is Vague.NO_DATE:
        st.button(_("Add a stage"), key=key, type="tertiary", on_click=open_dialog, args=(Dialog.STAGE,))
    elif hint.kind in _AT_STAGE and stage is not None and stage != shown:
        st.button(
            _("Look at the stage"), key=key, type="tertiary", on_click=_look_at, args=(looked.plan_id, stage.stage_id)
        )
    elif hint.kind not in _AT_STAGE or hint.kind is Vague.WRONG_SIDE:
        about = (Dialog.GOAL, hint.aim.goal.goal_id)
        st.button(_("Edit the goal"), key=key, type="tertiary", on_click=open_dialog, args=about)
    else:
        st.markdown(f":small[:gray[{_('in the table above')}]]", width="content")
    other = hint.other
    if other is not None and other.plan.plan_id != looked.plan_id:
        link_to(_("The other plan"), "plan/plan.py", id=other.plan.plan_id)


def _look_at(plan_id: int, stage_id: int) -> None:
    page(plan_id).stage_id = stage_id


def show_hints_while_written(form: Form, looked: Looked, goal: Goal | None) -> None:
    """Show what is still vague of a goal while its form is filled in."""
    metric_id = goal.metric_id if goal is not None else form.current("metric_id") or None
    found = []
    if metric_id is None and not str(form.current("unit") or "").strip():
        found.append(_(HINT_TEXTS[Vague.NO_METRIC]))
    is_rate = metric_id is None or (metric_id in metrics() and not metrics()[metric_id].is_flow)
    is_empty = not str(form.current("baseline") or "").strip() and not form.current("fill_baseline")
    if is_rate and is_empty:
        found.append(_(HINT_TEXTS[Vague.NO_BASELINE]))
    if goal is None and metric_id is not None:
        scope = form.current("scope")
        same = [
            one for one in looked.view.record.goals if one.metric_id == metric_id and scope_code(one.scope) == scope
        ]
        found += [_(HINT_TEXTS[Vague.TWICE], other=goal_name(one, looked.view.plan)) for one in same]
    for text in found:
        st.markdown(f":small[:gray[:material/lightbulb: {plain(text)}]]")
