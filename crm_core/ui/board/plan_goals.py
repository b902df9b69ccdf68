"""Goals of running plans that need a decision, on the board: each with its plan, its stage and how far it is."""

from __future__ import annotations

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.plans import words
from crm_core.plans.service import GoalConcern, concerns, viewer_of
from crm_core.ui.board.concerns import concern_row, show_words
from crm_core.ui.fetch import fetch_ahead, fetch_whole
from crm_core.ui.figures import spoken, status_badge
from crm_core.ui.house import settings
from crm_core.ui.links import link_to
from crm_core.ui.plans.words import goal_label
from crm_core.ui.text import _, ngettext, plain

SHOWN = 4


def look_ahead(actor: Actor) -> None:
    """Let the goals be measured while the page draws what stands before them."""
    if actor.may(Permission.PLAN_READ):
        fetch_ahead(concerns, viewer_of(actor), clock.today(settings().zone))


def show_plan_goals(actor: Actor) -> None:
    """Show the goals of running plans that are at risk or behind, the heaviest first; nothing where there is none."""
    if not actor.may(Permission.PLAN_READ):
        return
    found = fetch_whole(concerns, viewer_of(actor), clock.today(settings().zone))
    if not found:
        return
    with st.container(border=True, gap="xsmall"):
        count = ngettext("{count} goal", "{count} goals", len(found))
        st.markdown(f"**{_('Goals of plans that need a decision')}** :gray[{count}]")
        for concern in found[:SHOWN]:
            _show(concern)
        if len(found) > SHOWN:
            link_to(_("All plans"), "plan/plans.py", icon=":material/map:")


def _show(concern: GoalConcern) -> None:
    progress, plan = concern.progress, concern.plan
    with concern_row(f"goal-{progress.goal.goal_id}"):
        show_words(status_badge(progress.status) if progress.status is not None else "")
        show_words(f"**{plain(goal_label(progress.goal))}**")
        show_words(f":gray[{plain(words.concern_figures(spoken(), concern))}]")
        show_words(f":gray[{plain(words.concern_whose(concern))}]")
        link_to(plain(plan.name), "plan/plan.py", icon=":material/map:", id=plan.plan_id)
