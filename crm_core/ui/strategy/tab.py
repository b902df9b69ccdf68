"""The tab of a plan's strategy: its parts, one at a time, each fetched when it is opened."""

from __future__ import annotations

import streamlit as st

from crm_core.errors import N_
from crm_core.plans.service import OnePlan
from crm_core.strategy.service import strategies_of
from crm_core.ui.fetch import fetch
from crm_core.ui.plans.view import Looked
from crm_core.ui.session import page_state
from crm_core.ui.strategy.barriers import show_barriers
from crm_core.ui.strategy.customers import show_customers
from crm_core.ui.strategy.dialogs import show_dialog
from crm_core.ui.strategy.retention import show_retention
from crm_core.ui.strategy.state import Part, StrategyState, leave_behind
from crm_core.ui.strategy.talk import show_talk
from crm_core.ui.text import _

PART_LABELS = {
    Part.CUSTOMERS: N_("By type and group"),
    Part.BARRIERS: N_("Barriers"),
    Part.RETENTION: N_("Keeping customers"),
    Part.TALK: N_("How we talk"),
}


def show_strategy(looked: Looked) -> None:
    """Show one part of the plan's strategy, and the dialog that was asked for."""
    leave_behind(looked.plan_id)
    state = page_state(StrategyState)
    names = {part: _(label) for part, label in PART_LABELS.items()}
    chosen = st.segmented_control(
        _("Strategy"), list(names), default=state.part, key="strategy:part", format_func=lambda part: names[part],
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    state.part = Part(chosen) if chosen else state.part
    if state.part is Part.BARRIERS:
        show_barriers(looked)
    elif state.part is Part.RETENTION:
        show_retention(looked)
    elif state.part is Part.TALK:
        show_talk(looked)
    else:
        show_customers(looked, fetch(strategies_of, OnePlan(looked.viewer, looked.plan_id)))
    show_dialog(looked)
