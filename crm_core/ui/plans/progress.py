"""How a plan goes: stages, goals, actions, milestones and check-ins, as the first tab of its page shows them."""

from __future__ import annotations

import streamlit as st

from crm_core.ui.plans.actions import show_actions
from crm_core.ui.plans.goals import show_goals
from crm_core.ui.plans.head import show_stages, show_summary
from crm_core.ui.plans.heading import show_heading
from crm_core.ui.plans.kept_days import show_kept_days
from crm_core.ui.plans.looks import show_check_ins, show_milestones
from crm_core.ui.plans.shared_periods import show_shared_period
from crm_core.ui.plans.view import Looked, table


def show_progress(looked: Looked) -> None:
    """Show how the plan goes in the stage looked at, and what can be done about it."""
    sheet = table(looked)
    show_summary(looked)
    show_stages(looked, sheet)
    show_shared_period(looked, is_above=True)
    show_goals(looked, sheet)
    heading = st.container()
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show_actions(looked)
    with right:
        show_milestones(looked)
        show_check_ins(looked)
    show_kept_days(looked)
    with heading:  # last: what is forecast for the first time that day takes a while, and nothing waits for it
        show_heading(looked)
