"""What the next days bring: what is promised and planned, not due yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from crm_core.access.model import Actor
from crm_core.interactions.model import Day
from crm_core.plans.to_do import MyActions
from crm_core.plans.work.model import Waiting
from crm_core.ui.follow_ups import show_follow_ups
from crm_core.ui.plans.actions import show_own_actions
from crm_core.ui.text import _


def show_coming(actor: Actor, promised: Day, actions: MyActions, waits: Mapping[int, Waiting], today: date) -> None:
    """Show what falls due within the next seven days; nothing where there is none."""
    count = len(promised.coming) + len(actions.coming)
    if not count:
        return
    st.subheader(f"{_('Next 7 days')} :gray[{count}]", anchor=False)
    show_follow_ups(promised.coming, today, place="coming")
    show_own_actions(actions.coming, today, waits, me=actor.user_id, stands_in_for=actor.stands_in_for)
