"""The tab of what a plan takes in: what customers want and which goal meets it, touchpoints, maturity."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from crm_core.plans.reach import may_edit_plan
from crm_core.ui.plans.scope.maturity import maturity_form, show_maturity
from crm_core.ui.plans.scope.places import place_form, show_places
from crm_core.ui.plans.scope.state import Open, ScopeState, leave_behind, put_away
from crm_core.ui.plans.scope.wants import show_wants, want_form
from crm_core.ui.plans.view import Looked
from crm_core.ui.session import page_state
from crm_core.ui.style import show_style
from crm_core.ui.text import _

_STYLE = Path(__file__).with_name("scope.css")


def show_scope(looked: Looked) -> None:
    """Show what the plan takes in, and the dialog that was asked for."""
    leave_behind(looked.plan_id)
    show_style(_STYLE)
    show_wants(looked)
    show_places(looked)
    show_maturity(looked)
    state = page_state(ScopeState)
    if state.dialog is None or not may_edit_plan(looked.viewer, looked.view.plan.team_id):
        return
    if state.dialog is Open.WANT:
        _show(_("Goals that answer to it"), lambda: want_form(looked, state.about))
    elif state.dialog is Open.TOUCHPOINT:
        _show(_("In the plan or left out"), lambda: place_form(looked, state.about))
    else:
        _show(_("Where we are, and where we want to be"), lambda: maturity_form(looked))


def _show(title: str, form: Callable[[], bool]) -> None:
    @st.dialog(title, on_dismiss=put_away)
    def dialog() -> None:
        if form():
            put_away()
            st.rerun(scope="app")

    dialog()
