"""The second step of a new plan: its name, days, whose it is, and what comes along; then it is made and opened."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from crm_core import clock
from crm_core.drafting.making import make_plan, within_limit
from crm_core.drafting.reading import make_plan_of_document
from crm_core.periods import add_months
from crm_core.plans.drafts import NAME_LIMIT, TEXT_LIMIT
from crm_core.plans.model import RHYTHM_LABELS, STATE_LABELS, PlanState
from crm_core.plans.reach import Viewer
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.links import go_to
from crm_core.ui.plans.drafting.state import Beginning, DraftingState
from crm_core.ui.plans.forms import people, team_field
from crm_core.ui.session import page_state
from crm_core.ui.text import _, ngettext

_MONTH = 30.4


def making_form(viewer: Viewer, beginning: Beginning) -> None:
    """Show the form that makes the plan of what was chosen; the plan opens once it is made."""
    state = page_state(DraftingState)

    def save(values: Values, key: str, _version: int) -> str:
        if beginning.document is not None:
            state.made_id = make_plan_of_document(
                store(), current_actor(), beginning.document, values, key=key, stage=_("Whole plan")
            )
        else:
            state.made_id = make_plan(store(), current_actor(), beginning.outline, values, key=key)
        has_text = beginning.document is not None or beginning.outline.sections
        state.tab = "written" if has_text else None
        return _("The plan is made.")

    form = Form("new_plan", save, about=beginning.key)
    with form:
        form.text("name", _("Name"), beginning.name[:NAME_LIMIT], max_chars=NAME_LIMIT)
        form.area("purpose", _("What it is for"), beginning.outline.purpose, max_chars=TEXT_LIMIT, height=90)
        team_field(form, viewer)
        _days(form, beginning)
        left, right = st.columns(2)
        with left:
            rhythms = {rhythm.value: _(label) for rhythm, label in RHYTHM_LABELS.items()}
            form.choose("rhythm", _("Check-ins"), rhythms, beginning.outline.rhythm.value)
        with right:
            me = current_actor()
            form.choose("owner_id", _("Owner"), people(viewer, None, (me.user_id, me.name)), me.user_id)
        _parts(form, beginning)
        states = {one.value: _(STATE_LABELS[one]) for one in (PlanState.DRAFT, PlanState.RUNNING)}
        form.chips("state", _("State"), states, PlanState.DRAFT.value, required=True)
        form.submit(_("Make the plan"))


def leave_for_made() -> None:
    """Open the plan that has just been made, if any; the page begins afresh for the next one."""
    state = page_state(DraftingState)
    if state.made_id is not None:
        made, tab = state.made_id, state.tab
        state.made_id = state.document = state.problem = None
        go_to("plan/plan.py", id=made, tab=tab)


def _days(form: Form, beginning: Beginning) -> None:
    first: date = clock.today(settings().zone).replace(day=1)
    months = max(1, round(beginning.outline.days / _MONTH))
    left, right = st.columns(2)
    with left:
        form.day("first_on", _("First day"), first)
    with right:
        form.day("last_on", _("Last day"), add_months(first, months) - timedelta(days=1))


def _parts(form: Form, beginning: Beginning) -> None:
    """Ask what comes along, as far as there is something."""
    outline = beginning.outline
    if outline.sections:
        form.tick("has_sections", _("Take the written sections along"), True)
    if outline.goals:
        form.tick("has_goals", _("Take the goals along"), True)
    if outline.actions or outline.milestones:
        form.tick("has_actions", _("Take actions and milestones along"), True)
        kept = within_limit(store(), outline).actions
        lowered = sum(one != was for one, was in zip(kept, outline.actions, strict=True))
        if lowered:
            text = ngettext(
                "{count} action becomes of medium priority: a plan has at most {limit} open ones of high priority.",
                "{count} actions become of medium priority: a plan has at most {limit} open ones of high priority.",
                lowered, limit=settings().plan_high_actions,
            )  # fmt: skip
            st.markdown(f":small[:orange[{text}]]")
