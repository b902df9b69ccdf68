"""The dialogs of the strategy's tab: one at a time, and none that is about something that is gone."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from crm_core.errors import N_
from crm_core.plans.reach import may_edit_plan
from crm_core.plans.service import OnePlan
from crm_core.relationships.norms.model import Subject
from crm_core.strategy.barriers.model import COUNTED, Barrier
from crm_core.strategy.barriers.service import barriers_of, question
from crm_core.strategy.communication.service import Talk, unplaced
from crm_core.strategy.communication.service import question as question_of_talk
from crm_core.strategy.retention.service import measures_of
from crm_core.strategy.service import groups_to_choose, strategies_of
from crm_core.ui.fetch import fetch
from crm_core.ui.plans.view import Looked
from crm_core.ui.relationships.words import whom_badge
from crm_core.ui.session import page_state
from crm_core.ui.strategy.barrier_forms import action_form, barrier_form
from crm_core.ui.strategy.ending import show_end
from crm_core.ui.strategy.evidence import show_heard, show_lost, show_risk
from crm_core.ui.strategy.force import show_force
from crm_core.ui.strategy.form import strategy_form
from crm_core.ui.strategy.retention import measure_form
from crm_core.ui.strategy.state import Open, StrategyState, put_away
from crm_core.ui.strategy.talk import fetch_talks, may_revise, revision_form
from crm_core.ui.text import _

_TITLES = {
    Open.STRATEGY: N_("Strategy"),
    Open.FORCE: N_("Put into force"),
    Open.END: N_("The strategy after the plan"),
    Open.BARRIER: N_("Barrier"),
    Open.BARRIER_ACTION: N_("An action against the barrier"),
    Open.LOST: N_("Customers who left"),
    Open.HEARD: N_("What customers suggested"),
    Open.MEASURE: N_("Measure of keeping customers"),
    Open.RISK: N_("Customers of the segment"),
    Open.REVISION: N_("Revision of the touchpoint"),
    Open.SAID: N_("What customers suggested"),
}
_READING = frozenset({Open.LOST, Open.HEARD, Open.RISK, Open.SAID})
_LARGE = _READING | {Open.STRATEGY, Open.FORCE, Open.END}


def show_dialog(looked: Looked) -> None:
    """Show the dialog that was asked for, if any, to whoever may use it."""
    state = page_state(StrategyState)
    kind, about = state.dialog, state.about
    if kind is None or not (kind in _READING or may_edit_plan(looked.viewer, looked.view.plan.team_id)):
        return

    @st.dialog(_(_TITLES[kind]), width="large" if kind in _LARGE else "medium", on_dismiss=put_away)
    def dialog() -> None:
        if _BODIES[kind](looked, about):
            put_away()
            st.rerun(scope="app")

    dialog()


# Each shows what a dialog holds, and returns whether it is done with.


def _force(looked: Looked, _about: str) -> bool:
    show_force(looked)
    return False


def _end(looked: Looked, _about: str) -> bool:
    return show_end(looked)


def _strategy(looked: Looked, about: str) -> bool:
    subject = Subject.parse(about)
    if subject is None:
        return True
    request = OnePlan(looked.viewer, looked.plan_id)
    groups, found = fetch(groups_to_choose, request), fetch(strategies_of, request)
    one = next((each.strategy for each in found if each.strategy.subject == subject), None)
    st.markdown(whom_badge(subject, groups.get(subject.tag_id or 0)))
    return strategy_form(looked, subject, one)


def _barrier(looked: Looked, about: str) -> Barrier | None:
    found = fetch(barriers_of, OnePlan(looked.viewer, looked.plan_id))
    return next((one for one in found if str(one.barrier_id) == about), None)


def _edit_barrier(looked: Looked, about: str) -> bool:
    one = _barrier(looked, about)
    return barrier_form(looked, one) if one is not None or not about else True


def _act_on_barrier(looked: Looked, about: str) -> bool:
    one = _barrier(looked, about)
    return one is None or action_form(looked, one)


def _lost(looked: Looked, about: str) -> bool:
    if about.startswith("reason:"):
        show_lost(looked, int(about.removeprefix("reason:")), "")
        return False
    one = _barrier(looked, about)
    if one is None or one.reason_id is None:
        return True
    show_lost(looked, one.reason_id, one.about.customers)
    return False


def _heard(looked: Looked, about: str) -> bool:
    one = _barrier(looked, about)
    if one is None:
        return True
    show_heard(looked, one.what, question(one, looked.view.today - COUNTED))
    return False


def _measure(looked: Looked, about: str) -> bool:
    if about.startswith("for:"):
        return measure_form(looked, None, about.removeprefix("for:"))
    found = fetch(measures_of, OnePlan(looked.viewer, looked.plan_id))
    one = next((each for each in found if str(each.retention_id) == about), None)
    return measure_form(looked, one) if one is not None or not about else True


def _risk(looked: Looked, about: str) -> bool:
    stage, _space, subject = about.partition(" ")
    show_risk(looked, subject, is_lost=stage == "lost")
    return False


def _talk(looked: Looked, about: str) -> Talk | None:
    return next((one for one in fetch_talks(looked) if str(one.point.touchpoint_id) == about), None)


def _revise(looked: Looked, about: str) -> bool:
    one = _talk(looked, about)
    return one is None or not may_revise(looked) or revision_form(looked, one)


def _said(looked: Looked, about: str) -> bool:
    if not about:
        show_heard(looked, _("Suggestions without a purpose"), unplaced(looked.view.today))
        return False
    one = _talk(looked, about)
    asked = question_of_talk(one.point, one.revision, looked.view.today) if one is not None else None
    if one is None or asked is None:
        return True
    show_heard(looked, one.point.name, asked)
    return False


_BODIES: dict[Open, Callable[[Looked, str], bool]] = {
    Open.STRATEGY: _strategy,
    Open.FORCE: _force,
    Open.END: _end,
    Open.BARRIER: _edit_barrier,
    Open.BARRIER_ACTION: _act_on_barrier,
    Open.LOST: _lost,
    Open.HEARD: _heard,
    Open.MEASURE: _measure,
    Open.RISK: _risk,
    Open.REVISION: _revise,
    Open.SAID: _said,
}
