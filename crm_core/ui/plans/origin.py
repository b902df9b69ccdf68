"""Where an action comes from: the review that decided it, with the way there."""

from __future__ import annotations

import streamlit as st

from crm_core.plans.model import Action
from crm_core.plans.service import OnePlan
from crm_core.reviews.model import Review
from crm_core.reviews.service import decided_in
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.plans.view import Looked
from crm_core.ui.reviews.state import look_at
from crm_core.ui.text import _


def review_of(looked: Looked, action: Action) -> Review | None:
    """Return the review that decided an action; None where none did that whoever looks may open."""
    return fetch(decided_in, OnePlan(looked.viewer, looked.plan_id)).get(action.action_id)


def show_origin(looked: Looked, action: Action, review: Review) -> None:
    """Show the way to the review that decided an action."""
    st.button(
        _("Decided in the review of {day}", day=show.day(review.held_on)), key=f"plan:action:{action.action_id}:review",
        icon=":material/event_repeat:", type="tertiary", on_click=_turn_to, args=(looked.plan_id, review.review_id),
    )  # fmt: skip


def _turn_to(plan_id: int, review_id: int) -> None:
    look_at(review_id)
    st.query_params.from_dict({"id": str(plan_id), "tab": "reviews", "review": str(review_id)})
