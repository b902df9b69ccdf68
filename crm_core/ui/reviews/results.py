"""The results of a review for everybody: a few sentences, how the goals stand as far as each may know, what people say."""

from __future__ import annotations

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.customers.comments.model import may_change
from crm_core.errors import NotFound
from crm_core.plans.service import OnePlan
from crm_core.reviews import words
from crm_core.reviews.model import Review
from crm_core.reviews.service import ReviewView, comments_on_results
from crm_core.reviews.sharing import Results, results
from crm_core.sections.comments import remove_plan_comment
from crm_core.sections.markdown import read, shown
from crm_core.ui import show
from crm_core.ui.comments import show_comment, take_back
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import spoken, status_badge
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.view import Looked
from crm_core.ui.reviews.state import Open, open_dialog
from crm_core.ui.text import _, language, plain

_ALL_GOALS = 12


def show_results(looked: Looked, view: ReviewView) -> None:
    """Show what everybody is told of a closed review, and to whoever holds it the way to tell it."""
    if not view.review.is_closed:
        return
    with st.container(border=True, gap="small", key="review-results"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("Results for all"), anchor=False, width="content")
            if view.may_edit:
                label = _("Tell it to all") if view.review.published_at is None else _("Edit the wording")
                st.button(
                    label,
                    key="plan:review:publish",
                    icon=":material/groups:",
                    on_click=open_dialog,
                    args=(Open.PUBLISH,),
                )
        if view.review.published_at is None:
            st.markdown(f":small[:gray[{_('Nobody else was told yet what came out of it.')}]]")
        else:
            _show_summary(view.review)
            show_voices(looked, view.review)


def show_bare_results(looked: Looked, review_id: int) -> bool:
    """Show the results of a review to whoever may not open it; return whether there are any for them."""
    try:
        found = results(fetch, OnePlan(looked.viewer, looked.plan_id), review_id)
    except NotFound:
        return False
    with st.container(border=True, gap="small", key="review-results"):
        st.subheader(words.title(language(), found.review), anchor=False)
        _show_summary(found.review)
        _show_goals(found)
    with st.container(border=True, gap="small", key="review-voices"):
        show_voices(looked, found.review)
    return True


def _show_summary(review: Review) -> None:
    st.markdown(shown(read(review.summary)))
    who = f"{plain(review.publisher or '–')} · {show.moment(review.published_at)}"
    st.markdown(f":small[:gray[{who}]]")


def _show_goals(found: Results) -> None:
    """Show how the goals stood, in a line each; figures where they are the reader's."""
    figures, lines = spoken(), []
    for fact in found.goals[:_ALL_GOALS]:
        status = status_badge(fact.status) if fact.status is not None else f":gray-badge[{_('Not known yet')}]"
        percent = words.attainment(fact)
        told = f" :small[:gray[{percent:.0f}%]]" if percent is not None else ""
        lines.append(f"- {status} {plain(words.name(figures, fact, found.plan))}{told}")
    if lines:
        st.markdown(f":small[:gray[{_('How the goals stood that day')}]]")
        st.markdown("\n".join(lines))


def show_voices(looked: Looked, review: Review) -> None:
    """Show what people say of the results, and the way to say something; it stands on the next agenda."""
    found = comments_on_results(fetch, OnePlan(looked.viewer, looked.plan_id), review.review_id)
    if found:
        st.markdown(f"**{_('What people say')}**")
    for one in reversed(found):
        comment = one.comment
        is_mine = may_change(comment.author_id, comment.created_at, me=looked.actor.user_id, now=clock.now())
        show_comment(comment, "review-comment", remove=_remove if is_mine else None)
    if looked.actor.may(Permission.COMMENT_WRITE):
        st.button(
            _("Say what you think"), key=f"plan:review:voice:{review.review_id}", icon=":material/comment:", type="tertiary",
            on_click=open_dialog, args=(Open.VOICE, str(review.review_id)),
            help=_("It comes onto the agenda of the next review."),
        )  # fmt: skip


def _remove(comment_id: int) -> None:
    key = f"remove-plan-comment:{comment_id}"
    take_back(lambda: remove_plan_comment(store(), current_actor(), comment_id, key=key))
