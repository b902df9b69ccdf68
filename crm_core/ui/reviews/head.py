"""The head of a review: its day, who takes part, how the plan's goals stand, and what can be done with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from crm_core.reviews import words
from crm_core.reviews.model import Fact
from crm_core.reviews.service import ReviewView
from crm_core.targets.model import STATUS_LABELS, Status
from crm_core.ui import show
from crm_core.ui.figures import attainment_column, spoken, status_badge, status_column
from crm_core.ui.plans.view import Looked
from crm_core.ui.reviews.files import show_review_files
from crm_core.ui.reviews.state import Open, open_dialog
from crm_core.ui.tables import figure_column
from crm_core.ui.text import _, language, listed, ngettext, plain


def show_head(looked: Looked, view: ReviewView) -> None:
    """Show what a review is, and how the goals stand in it."""
    review = view.review
    with st.container(border=True, key="review-head"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="top", key="review-line-head"
        ):
            with st.container(gap=None, width="stretch"):
                st.subheader(f"{words.title(language(), review)} {_state(view, looked)}", anchor=False)
                names = listed(plain(one.name) for one in review.people)
                st.markdown(f":small[:gray[:material/group:] {names}]")
            _show_ways(looked, view)
        _show_counts(view)
        if view.goals:
            _show_goals(view)


def _state(view: ReviewView, looked: Looked) -> str:
    if view.review.is_closed:
        return f":green-badge[:material/lock: {_('Minutes closed')}]"
    days = (view.review.held_on - looked.view.today).days
    if days > 0:
        told = ngettext("in {count} day", "in {count} days", days)
    else:
        told = _("today") if days == 0 else ngettext("{count} day ago", "{count} days ago", -days)
    return f":{'orange' if days < 0 else 'blue'}-badge[:material/event: {told}]"


def _show_ways(looked: Looked, view: ReviewView) -> None:
    with st.container(horizontal=True, width="content", gap="small", key="review-ways"):
        show_review_files(looked, view)
        if not view.may_edit or view.review.is_closed:
            return
        st.button(
            ":material/edit:", key="plan:review:edit", help=_("Day and people"), on_click=open_dialog, args=(Open.EDIT,)
        )
        if view.review.held_on <= looked.view.today or any(one.item.minutes or one.decisions for one in view.entries):
            st.button(
                _("Close the minutes"), key="plan:review:close", icon=":material/lock:", type="primary",
                on_click=open_dialog, args=(Open.CLOSE,),
            )  # fmt: skip


def _show_counts(view: ReviewView) -> None:
    counted = Counter(fact.status for fact in view.goals)
    told = [f"{status_badge(status)} {counted[status]}" for status in reversed(Status) if counted[status]]
    if counted[None]:
        told.append(f":gray[{_('Not known yet')} {counted[None]}]")
    told.append(words.counts(language(), view.counts))
    told.append(f":gray[{words.as_of(language(), view.day, is_fixed=view.is_fixed)}]")
    st.markdown(f":small[{'　'.join(told)}]")


def _show_goals(view: ReviewView) -> None:
    figures, goals = spoken(), view.standing
    frame = pd.DataFrame(
        {
            "goal": [words.name(figures, fact, view.plan) for fact in goals],
            "owner": [fact.owner_name or show.NO_DATA for fact in goals],
            "status": [[_(STATUS_LABELS[fact.status])] if fact.status else [] for fact in goals],
            "target": [words.figure(figures, fact, fact.target) for fact in goals],
            "actual": [words.figure(figures, fact, fact.actual) for fact in goals],
            "attainment": [words.attainment(fact) for fact in goals],
            "gap": [words.gap(figures, fact) for fact in goals],
            "expected": [words.expected(figures, fact) or show.NO_DATA for fact in goals],
        }
    )
    st.dataframe(
        frame, hide_index=True, height="content", key=f"plan:review:goals:{view.review.review_id}",
        column_order=[str(name) for name in frame if name != "expected" or _any_forecast(goals)],
        column_config={
            "goal": st.column_config.TextColumn(_("Goal"), pinned=True, width=170),
            "owner": st.column_config.TextColumn(_("Owner"), width=80),
            "status": status_column(_("Status")),
            "target": figure_column(_("Target")),
            "actual": figure_column(_("Actual")),
            "attainment": attainment_column(_("Attainment")),
            "gap": figure_column(_("Gap")),
            "expected": figure_column(_("Expected at the stage's end")),
        },
    )  # fmt: skip
    if any(not fact.has_figures for fact in goals):
        st.caption(_("Where no figures stand, they are for whom the board shows them."))


def _any_forecast(goals: Sequence[Fact]) -> bool:
    return any(fact.expected is not None for fact in goals)
