"""The dialogs of a plan's page: one form each, that saves and goes away."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from crm_core.errors import N_
from crm_core.plans.to_do import OwnAction
from crm_core.plans.work.service import sees_detail
from crm_core.ui.plans.action_form import action_form, work_form, work_of
from crm_core.ui.plans.check_in_form import check_in_form
from crm_core.ui.plans.forms import milestone_form, plan_form, stage_form
from crm_core.ui.plans.goal_form import goal_form
from crm_core.ui.plans.view import Dialog, Looked, PageState, close_dialog
from crm_core.ui.session import page_state
from crm_core.ui.text import _

_TITLES = {
    (Dialog.PLAN, True): N_("Edit the plan"),
    (Dialog.STAGE, False): N_("Add a stage"),
    (Dialog.GOAL, False): N_("Add a goal"),
    (Dialog.GOAL, True): N_("Edit the goal"),
    (Dialog.ACTION, False): N_("Add an action"),
    (Dialog.ACTION, True): N_("Edit the action"),
    (Dialog.WORK, True): N_("How far it is"),
    (Dialog.MILESTONE, False): N_("Add a milestone"),
    (Dialog.MILESTONE, True): N_("Edit the milestone"),
    (Dialog.CHECK_IN, False): N_("Check in"),
}


def show_open_dialog(looked: Looked) -> None:
    """Show the dialog that was asked for, if any; call it once at the end of the page."""
    state = page_state(PageState)
    if state.dialog is None:
        return
    form = _form_of(looked, state.dialog, state.about)
    if form is None:
        close_dialog()  # what it was about is gone
        return
    _show(_(_TITLES[state.dialog, state.about is not None]), form)


def show_work_dialog(actions: dict[int, OwnAction]) -> None:
    """Show the dialog for one of one's own actions, if it was asked for."""
    state = page_state(PageState)
    action = actions.get(state.about or 0)
    if state.dialog is Dialog.WORK and action is not None:
        _show(_("How far it is"), lambda: work_form(action))


def _show(title: str, form: Callable[[], bool]) -> None:
    @st.dialog(title, on_dismiss=close_dialog)
    def dialog() -> None:
        if form():
            close_dialog()
            st.rerun(scope="app")

    dialog()


Opened = Callable[[], bool] | None


def _form_of(looked: Looked, dialog: Dialog, about: int | None) -> Opened:
    """Return the form of a dialog; None where what it is about is gone."""
    if dialog in (Dialog.ACTION, Dialog.WORK):
        return _action_form(looked, dialog, about)
    simple: dict[Dialog, Callable[[], bool]] = {
        Dialog.PLAN: lambda: plan_form(looked.viewer, looked.view.plan),
        Dialog.STAGE: lambda: stage_form(looked),
        Dialog.CHECK_IN: lambda: check_in_form(looked),
    }
    return simple.get(dialog) or _part_form(looked, dialog, about)


def _part_form(looked: Looked, dialog: Dialog, about: int | None) -> Opened:
    record = looked.view.record
    if dialog is Dialog.GOAL:
        goal = record.goal(about)
        return None if about is not None and goal is None else lambda: goal_form(looked, goal)
    milestone = next((one for one in record.milestones if one.milestone_id == about), None)
    return None if about is not None and milestone is None else lambda: milestone_form(looked, milestone)


def _action_form(looked: Looked, dialog: Dialog, about: int | None) -> Opened:
    action = next((one for one in looked.view.record.actions if one.action_id == about), None)
    if action is not None and dialog is Dialog.WORK:
        sees = sees_detail(looked.viewer, action)
        detail = work_of(looked).detail(action.action_id) if sees else None
        return lambda: work_form(action, detail)
    return None if about is not None and action is None else lambda: action_form(looked, action)
