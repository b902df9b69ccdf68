"""The plans, a card each: how its goals stand, where it is, what is due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import streamlit as st

from crm_core.plans import words
from crm_core.plans.model import STATE_LABELS, Plan, PlanState
from crm_core.plans.service import PlanView, Viewer, plan_list
from crm_core.sections.service import current_plans
from crm_core.ui import show
from crm_core.ui.fetch import fetch, fetch_whole
from crm_core.ui.links import link_to
from crm_core.ui.plans.head import status_badges, summary
from crm_core.ui.text import _, language, ngettext, plain

_OPEN = (PlanState.RUNNING, PlanState.DRAFT)
_COLOURS = {PlanState.RUNNING: "green", PlanState.DRAFT: "gray", PlanState.CLOSED: "gray"}


def show_all_plans(viewer: Viewer, known: Sequence[Plan], today: date) -> None:
    """Show the plans that run or are drafted; the closed ones are folded up, and asked for once they are opened."""
    current = fetch(current_plans, viewer).values()
    show_plans(fetch_whole(plan_list, viewer, today, _OPEN), current)
    closed = sum(plan.state is PlanState.CLOSED for plan in known)
    if not closed:
        return
    label = f"{_('Closed plans')} :gray[{show.number(closed)}]"
    is_alone = closed == len(known)
    fold = st.expander(label, icon=":material/inventory_2:", key="plans:closed", expanded=is_alone, on_change="rerun")
    if fold.open:
        with fold:
            show_plans(fetch_whole(plan_list, viewer, today, (PlanState.CLOSED,)), current)


def show_plans(views: Sequence[PlanView], current: Collection[int]) -> None:
    """Show each plan with its stage, its goals by status, the next check-in and what is overdue; ``current`` are marked."""
    for view in views:
        with st.container(border=True, gap="xsmall", key=f"plan-card-{view.plan.plan_id}"):
            _show_plan(view, is_current=view.plan.plan_id in current)


def _show_plan(view: PlanView, *, is_current: bool) -> None:
    plan = view.plan
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        link_to(f"**{plain(plan.name)}**", "plan/plan.py", id=plan.plan_id)
        mark = f":green-badge[:material/verified: {_('Current plan')}] " if is_current else ""
        st.markdown(f"{mark}:{_COLOURS[plan.state]}-badge[{_(STATE_LABELS[plan.state])}]", width="content")
    whose = plan.team_name or _("Whole company")
    st.caption(" · ".join(plain(part) for part in (whose, show.span(plan.span), plan.owner_name or show.NO_DATA)))
    if plan.purpose:
        st.markdown(plain(plan.purpose[:160] + ("…" if len(plan.purpose) > 160 else "")))
    told = [_ended(view)] if plan.state is PlanState.CLOSED else [_stage(view)]
    if plan.state is PlanState.RUNNING:
        told.append(summary(view))
    st.markdown("  \n".join(part for part in told if part))


def _ended(view: PlanView) -> str:
    """Return in words how a closed plan's goals stood in its last stage, and how much was done."""
    return "　".join(part for part in (status_badges(view), words.done_share(language(), view)) if part)


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
