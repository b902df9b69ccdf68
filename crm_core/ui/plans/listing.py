"""The plans, a card each: how its goals stand, where it is, what is due."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from crm_core.plans.model import STATE_LABELS, PlanState
from crm_core.plans.service import PlanView
from crm_core.ui import show
from crm_core.ui.links import link_to
from crm_core.ui.plans.head import summary
from crm_core.ui.text import _, ngettext, plain

_COLOURS = {PlanState.RUNNING: "green", PlanState.DRAFT: "gray", PlanState.CLOSED: "gray"}


def show_plans(views: Sequence[PlanView]) -> None:
    """Show each plan with its stage, its goals by status, the next check-in and what is overdue."""
    for view in views:
        with st.container(border=True, gap="xsmall", key=f"plan-card-{view.plan.plan_id}"):
            _show_plan(view)


def _show_plan(view: PlanView) -> None:
    plan = view.plan
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        link_to(f"**{plain(plan.name)}**", "plan/plan.py", id=plan.plan_id)
        st.markdown(f":{_COLOURS[plan.state]}-badge[{_(STATE_LABELS[plan.state])}]", width="content")
    whose = plan.team_name or _("Whole company")
    st.caption(" · ".join(plain(part) for part in (whose, show.span(plan.span), plan.owner_name or show.NO_DATA)))
    if plan.purpose:
        st.markdown(plain(plan.purpose[:160] + ("…" if len(plan.purpose) > 160 else "")))
    told = [_stage(view), summary(view)] if plan.state is PlanState.RUNNING else [_stage(view)]
    st.markdown("  \n".join(part for part in told if part))


def _stage(view: PlanView) -> str:
    """Return in words which stage is in force and what comes next."""
    if not view.record.stages:
        return f":gray[{_('No stages yet.')}]"
    if view.current is not None:
        left = (view.current.last_on - view.today).days
        days = ngettext("{count} day left", "{count} days left", left)
        return f"{_('Stage')} **{plain(view.current.name)}** :gray[{show.span(view.current.span)} · {days}]"
    if view.coming is not None:
        return f":gray[{_('Next stage: {name}, from {day}', name=plain(view.coming.name), day=show.day(view.coming.first_on))}]"
    return f":gray[{_('All stages are over.')}]"
