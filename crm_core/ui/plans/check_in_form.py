"""The form of a check-in: how it goes, how sure one is, and what was read off by hand."""

from __future__ import annotations

import streamlit as st

from crm_core.plans.acting import check_in, goals_by_hand
from crm_core.plans.drafts import TEXT_LIMIT
from crm_core.plans.model import CONFIDENCE_LABELS, Confidence
from crm_core.targets.model import STATUS_LABELS
from crm_core.ui.figures import LOOKS
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.words import goal_figure, goal_name
from crm_core.ui.text import _, noted, plain


def check_in_form(looked: Looked) -> bool:
    """Show what the goals stand at and the form; return whether it was just saved."""
    view = looked.view

    def save(values: Values, key: str, _version: int) -> str:
        check_in(store(), current_actor(), looked.plan_id, values, key=key)
        return _("Thank you: the check-in is kept.")

    seen = [
        f"{plain(goal_name(one.goal, view.plan))} **{plain(goal_figure(one.goal, one.actual))}** "
        f":{LOOKS[one.status].colour}[{_(STATUS_LABELS[one.status])}]"
        for one in view.goals
        if one.has_figures and one.status is not None and one.goal.metric_id is not None
    ]
    if seen:
        st.markdown("  \n".join(f":small[{line}]" for line in seen))
    form = Form("plan_check_in", save, about=looked.plan_id)
    with form:
        for goal in goals_by_hand(looked.viewer, view.plan, view.record.goals):
            form.text(
                f"goal:{goal.goal_id}", noted(plain(goal_name(goal, view.plan)), plain(goal.unit or "")), max_chars=40
            )
        faces = {one.value: _(label) for one, label in CONFIDENCE_LABELS.items()}
        form.chips(
            "confidence",
            _("How sure are you that the goals will be reached?"),
            faces,
            Confidence.MID.value,
            required=True,
        )
        form.area("comment", _("How it goes, and what comes next"), max_chars=TEXT_LIMIT, height=110)
        form.day("checked_on", _("Day"), view.today, max_value=view.today)
        form.submit(_("Check in"))
    return form.just_saved
