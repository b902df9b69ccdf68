"""The milestones on my day that somebody answers for: what should stand within a week, said to be reached there."""

from __future__ import annotations

from datetime import date

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.plans import words
from crm_core.plans.reaching import OwnMilestonesRequest, own_milestones
from crm_core.ui.fetch import fetch
from crm_core.ui.links import link_to
from crm_core.ui.plans.looks import mark_reached
from crm_core.ui.text import _, language, plain


def show_own_milestones(actor: Actor, today: date) -> None:
    """Show the milestones that the actor answers for, overdue or due within a week; perhaps nothing."""
    if not actor.may(Permission.ACTION_EDIT):
        return
    found = fetch(own_milestones, OwnMilestonesRequest(actor.require(Permission.ACTION_EDIT), today))
    if not found:
        return
    with st.container(border=True, gap="xsmall", key="day-milestones"):
        st.markdown(f"**{_('Milestones')}**")
        for one in found:
            key = f"own-milestone:{one.milestone_id}:{one.version}"
            with st.container(
                horizontal=True,
                horizontal_alignment="distribute",
                vertical_alignment="center",
                gap="small",
                key=f"due-row-{key}",
            ):
                is_late = one.due_on < today
                when = (
                    words.overdue_by(language(), one.due_on, today)
                    if is_late
                    else words.due_on(language(), one.due_on, today)
                )
                colour, icon = ("red", ":red[:material/diamond:]") if is_late else ("gray", ":gray[:material/diamond:]")
                with st.container(width="stretch", gap=None):
                    st.markdown(f"{icon} **{plain(one.name)}** :small[:{colour}[{when}]]")
                    link_to(plain(one.plan_name), "plan/plan.py", icon=":material/map:", id=one.plan_id)
                st.button(
                    _("Mark as reached"), key=f"{key}:done", icon=":material/check:", on_click=mark_reached,
                    args=(one.milestone_id, one.version),
                )  # fmt: skip
