"""What stands below a review's items: decisions of the whole, the next day, what was added after the close."""

from __future__ import annotations

import streamlit as st

from crm_core.reviews.service import ReviewView
from crm_core.sections.markdown import read, shown
from crm_core.ui import show
from crm_core.ui.plans.view import Looked
from crm_core.ui.reviews.agenda import show_decision
from crm_core.ui.reviews.state import Open, open_dialog
from crm_core.ui.text import _, plain


def show_ending(looked: Looked, view: ReviewView) -> None:
    """Show what concerns a review as a whole."""
    review = view.review
    with st.container(border=True, gap="small", key="review-ending"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("Of the plan as a whole"), anchor=False, width="content")
            if view.may_edit and not review.is_closed:
                st.button(
                    _("Note a decision"), key="plan:review:decide", icon=":material/task_alt:", on_click=open_dialog,
                    args=(Open.DECIDE, ""),
                )  # fmt: skip
            elif view.may_edit:
                st.button(
                    _("Add to the minutes"), key="plan:review:addendum", icon=":material/post_add:",
                    on_click=open_dialog, args=(Open.ADD,),
                )  # fmt: skip
        for one in view.decisions:
            show_decision(looked, view, one)
        if not view.decisions:
            st.markdown(f":small[:gray[{_('No decision about the whole.')}]]")
        if review.is_closed:
            told = [
                _("closed by {name}, {moment}", name=plain(review.closer or "–"), moment=show.moment(review.closed_at))
            ]
            if review.next_on is not None:
                told.append(_("next review on {day}", day=show.weekday(review.next_on)))
            st.markdown(f":small[:gray[{' · '.join(told)}]]")
        for added in view.addenda:
            who = f"{plain(added.writer or '–')} · {show.moment(added.written_at)}"
            st.markdown(f":small[:gray[:material/post_add: {_('Added later')} · {who}]]")
            st.markdown(shown(read(added.content)))
