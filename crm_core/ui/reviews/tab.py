"""The tab of a plan's reviews: which there are, and the one looked at with its numbers, agenda and minutes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from crm_core.errors import NotFound
from crm_core.plans.model import PlanState
from crm_core.plans.reach import may_edit_plan
from crm_core.plans.service import OnePlan
from crm_core.reviews import words
from crm_core.reviews.model import Review
from crm_core.reviews.service import ReviewRequest, ReviewView, review_view, reviews_of
from crm_core.ui.fetch import fetch, fetch_whole
from crm_core.ui.page import empty_state
from crm_core.ui.plans.view import Looked
from crm_core.ui.reviews.agenda import show_agenda
from crm_core.ui.reviews.dialogs import show_dialog
from crm_core.ui.reviews.ending import show_ending
from crm_core.ui.reviews.feedback import show_report
from crm_core.ui.reviews.head import show_head
from crm_core.ui.reviews.results import show_bare_results, show_results
from crm_core.ui.reviews.state import Open, chosen_review, look_at, open_dialog
from crm_core.ui.show import day
from crm_core.ui.style import show_style
from crm_core.ui.text import _, language

_STYLE = Path(__file__).with_name("reviews.css")
_IN_SIGHT = 4


def show_reviews(looked: Looked) -> None:
    """Show the reviews of a plan, and the one that is looked at."""
    show_style(_STYLE)
    found = fetch(reviews_of, OnePlan(looked.viewer, looked.plan_id))
    may_plan = may_edit_plan(looked.viewer, looked.view.plan.team_id) and looked.view.plan.state is PlanState.RUNNING
    review_id = chosen_review(looked.plan_id, found)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="reviews-head"
    ):
        _show_choice(found, review_id)
        if may_plan:
            st.button(
                _("Plan a review"), key="plan:review:add", icon=":material/event:", type="secondary" if found else "primary",
                on_click=open_dialog, args=(Open.PLAN,),
            )  # fmt: skip
    view = view_of(looked, review_id) if review_id is not None else None
    if view is not None:
        show_head(looked, view)
        show_agenda(looked, view)
        show_ending(looked, view)
        show_results(looked, view)
        show_report(looked, view)
    elif review_id is not None and show_bare_results(looked, review_id):
        pass
    elif may_plan:
        empty_state(
            _("No review yet. Give it a day and say who takes part: the agenda makes itself."), icon="event_repeat"
        )
    else:
        empty_state(_("No review that you take part in, and no results that were told to all."), icon="event_repeat")
    show_dialog(looked, view)


def view_of(looked: Looked, review_id: int) -> ReviewView | None:
    """Return a review as whoever looks may read it today; None where they may not open it."""
    request = ReviewRequest(looked.viewer, looked.plan_id, review_id, looked.view.today)
    try:
        return fetch_whole(review_view, request)
    except NotFound:
        return None


def _show_choice(found: Sequence[Review], review_id: int | None) -> None:
    """Show the reviews side by side, the earliest first; many in a list."""
    if not found or review_id is None:
        st.subheader(_("Reviews"), anchor=False, width="content")
        return
    ordered = list(reversed(found))
    names = {one.review_id: f"{day(one.held_on)} · {_(words.STATES[one.is_closed])}" for one in ordered}
    key = f"plan:review:chosen:{review_id}:{language().value}"

    def choose() -> None:
        chosen = st.session_state.get(key)
        if chosen is not None:
            look_at(chosen)

    if len(ordered) <= _IN_SIGHT:
        st.segmented_control(
            _("Review"), list(names), default=review_id, format_func=lambda one: names[one], key=key, required=True,
            on_change=choose, label_visibility="collapsed", width="content",
        )  # fmt: skip
    else:
        st.selectbox(
            _("Review"), list(names), index=list(names).index(review_id), format_func=lambda one: names[one], key=key,
            on_change=choose, label_visibility="collapsed", width=280,
        )  # fmt: skip
