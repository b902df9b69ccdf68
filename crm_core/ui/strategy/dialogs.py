"""The dialogs of the strategy's tab: one at a time, and none that is about something that is gone."""

from __future__ import annotations

import streamlit as st

from crm_core.errors import N_
from crm_core.plans.reach import may_edit_plan
from crm_core.plans.service import OnePlan
from crm_core.strategy.barriers.model import Barrier
from crm_core.strategy.barriers.service import barriers_of
from crm_core.strategy.model import Subject
from crm_core.strategy.service import groups_to_choose, strategies_of
from crm_core.ui.fetch import fetch
from crm_core.ui.plans.view import Looked
from crm_core.ui.session import page_state
from crm_core.ui.strategy.barrier_forms import action_form, barrier_form, show_heard, show_lost
from crm_core.ui.strategy.force import show_force
from crm_core.ui.strategy.form import strategy_form
from crm_core.ui.strategy.state import Open, StrategyState, put_away
from crm_core.ui.strategy.words import whom_badge
from crm_core.ui.text import _

_TITLES = {
    Open.STRATEGY: N_("Strategy"),
    Open.FORCE: N_("Put into force"),
    Open.BARRIER: N_("Barrier"),
    Open.BARRIER_ACTION: N_("An action against the barrier"),
    Open.LOST: N_("Customers who left"),
    Open.HEARD: N_("What customers suggested"),
}
_READING = frozenset({Open.LOST, Open.HEARD})
_LARGE = frozenset({Open.STRATEGY, Open.FORCE, Open.LOST, Open.HEARD})


def show_dialog(looked: Looked) -> None:
    """Show the dialog that was asked for, if any, to whoever may use it."""
    state = page_state(StrategyState)
    kind, about = state.dialog, state.about
    if kind is None or not (kind in _READING or may_edit_plan(looked.viewer, looked.view.plan.team_id)):
        return

    @st.dialog(_(_TITLES[kind]), width="large" if kind in _LARGE else "medium", on_dismiss=put_away)
    def dialog() -> None:
        if _shown(looked, kind, about):
            put_away()
            st.rerun(scope="app")

    dialog()


def _shown(looked: Looked, kind: Open, about: str) -> bool:
    """Show what a dialog holds; return whether it is done with."""
    if kind is Open.FORCE:
        show_force(looked)
        return False
    if kind is Open.STRATEGY:
        subject = Subject.parse(about)
        return subject is None or _strategy(looked, subject)
    if kind is Open.BARRIER and not about:
        return barrier_form(looked, None)
    if kind is Open.LOST and about.startswith("reason:"):
        show_lost(looked, int(about.removeprefix("reason:")), "")
        return False
    one = _barrier(looked, about)
    return one is None or _of_barrier(looked, kind, one)


def _of_barrier(looked: Looked, kind: Open, one: Barrier) -> bool:
    if kind is Open.BARRIER:
        return barrier_form(looked, one)
    if kind is Open.BARRIER_ACTION:
        return action_form(looked, one)
    if kind is Open.HEARD:
        show_heard(looked, one)
    elif one.reason_id is not None:
        show_lost(looked, one.reason_id, one.about.customers)
    return False


def _barrier(looked: Looked, about: str) -> Barrier | None:
    found = fetch(barriers_of, OnePlan(looked.viewer, looked.plan_id))
    return next((one for one in found if str(one.barrier_id) == about), None)


def _strategy(looked: Looked, subject: Subject) -> bool:
    request = OnePlan(looked.viewer, looked.plan_id)
    groups, found = fetch(groups_to_choose, request), fetch(strategies_of, request)
    one = next((each.strategy for each in found if each.strategy.subject == subject), None)
    st.markdown(whom_badge(subject, groups.get(subject.tag_id or 0)))
    return strategy_form(looked, subject, one)
