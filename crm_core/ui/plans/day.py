"""My actions on my day: overdue, today, within a week; each done there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.plans.service import MyActions, OwnActionsRequest, own_actions
from crm_core.ui.fetch import fetch
from crm_core.ui.plans.actions import show_own_actions
from crm_core.ui.plans.dialogs import show_work_dialog
from crm_core.ui.style import show_style
from crm_core.ui.text import _

_STYLE = Path(__file__).with_name("plans.css")


def my_actions(actor: Actor, today: date) -> MyActions:
    """Return what the actor has to do for plans; nothing where the role has no actions."""
    if not actor.may(Permission.ACTION_EDIT):
        return MyActions((), (), ())
    return fetch(own_actions, OwnActionsRequest(actor.require(Permission.ACTION_EDIT), today))


def show_my_actions(actor: Actor, found: MyActions, today: date) -> None:
    """Show the actions, overdue first; nothing where there are none."""
    if not found.count:
        return
    show_style(_STYLE)
    st.subheader(f"{_('Actions of plans')} :gray[{found.count}]", anchor=False)
    every = [*found.overdue, *found.due, *found.coming]
    show_own_actions(every, today, me=actor.user_id, stands_in_for=actor.stands_in_for)
    show_work_dialog({one.action_id: one for one in every})
