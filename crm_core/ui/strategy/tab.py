"""The tab of a plan's strategy: its parts, one at a time, each fetched when it is opened."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from crm_core.plans.reach import may_edit_plan
from crm_core.plans.service import OnePlan
from crm_core.strategy.model import Shown, Subject
from crm_core.strategy.service import groups_to_choose, strategies_of
from crm_core.ui.fetch import fetch
from crm_core.ui.plans.view import Looked
from crm_core.ui.session import page_state
from crm_core.ui.strategy.customers import show_customers
from crm_core.ui.strategy.force import show_force
from crm_core.ui.strategy.form import strategy_form
from crm_core.ui.strategy.state import Open, StrategyState, leave_behind, put_away
from crm_core.ui.strategy.words import whom_badge
from crm_core.ui.text import _


def show_strategy(looked: Looked) -> None:
    """Show the plan's strategy, and the dialog that was asked for."""
    leave_behind(looked.plan_id)
    st.subheader(_("Strategy"), anchor=False)
    found = fetch(strategies_of, OnePlan(looked.viewer, looked.plan_id))
    show_customers(looked, found)
    _show_dialog(looked, found)


def _show_dialog(looked: Looked, found: Sequence[Shown]) -> None:
    state = page_state(StrategyState)
    if state.dialog is None or not may_edit_plan(looked.viewer, looked.view.plan.team_id):
        return
    kind, subject = state.dialog, Subject.parse(state.about)

    @st.dialog(_("Put into force") if kind is Open.FORCE else _("Strategy"), width="large", on_dismiss=put_away)
    def dialog() -> None:
        if kind is Open.FORCE:
            show_force(looked)
        elif subject is not None and _strategy(looked, found, subject):
            put_away()
            st.rerun(scope="app")

    dialog()


def _strategy(looked: Looked, found: Sequence[Shown], subject: Subject) -> bool:
    groups = fetch(groups_to_choose, OnePlan(looked.viewer, looked.plan_id))
    one = next((each.strategy for each in found if each.strategy.subject == subject), None)
    st.markdown(whom_badge(subject, groups.get(subject.tag_id or 0)))
    return strategy_form(looked, subject, one)
