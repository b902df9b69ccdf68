"""The report of a review to leadership: to whom it went, what they say of it, and what is answered."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from crm_core.reviews import words
from crm_core.reviews.model import WHOLE, Feedback
from crm_core.reviews.service import ReviewView
from crm_core.ui import show
from crm_core.ui.figures import spoken
from crm_core.ui.plans.view import Looked
from crm_core.ui.reviews.state import Open, open_dialog
from crm_core.ui.text import _, listed, ngettext, plain, plain_lines


def is_reported_to_me(looked: Looked, view: ReviewView) -> bool:
    """Return whether whoever looks had the review reported, and so may say something to it."""
    return any(one.user_id == looked.viewer.reach.me for one in view.review.reported)


def show_report(looked: Looked, view: ReviewView) -> None:
    """Show to whom a closed review was reported and what came back; nothing where it is none of the reader's."""
    review, may_say = view.review, is_reported_to_me(looked, view)
    if not review.is_closed or not (view.may_edit or may_say or view.feedback):
        return
    waiting = sum(one.is_open for one in view.feedback)
    with st.container(border=True, gap="small", key="review-report"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            badge = f" :orange-badge[{ngettext('{count} waits', '{count} wait', waiting)}]" if waiting else ""
            st.subheader(f"{_('Report to leadership')}{badge}", anchor=False, width="content")
            with st.container(horizontal=True, width="content", gap="small"):
                if may_say:
                    _button("plan:review:feedback", Open.FEEDBACK, _("Say something to it"), "campaign", WHOLE)
                if view.may_edit:
                    _button("plan:review:report", Open.REPORT, _("Report it"), "send", None)
        if review.reported:
            names = listed(plain(one.name) for one in review.reported)
            st.markdown(f":small[:gray[:material/send: {_('Reported to {names}', names=names)}]]")
        else:
            st.markdown(f":small[:gray[{_('Not reported yet.')}]]")
        for one in view.feedback:
            _show_one(view, one)


def _button(key: str, dialog: Open, label: str, icon: str, about: str | None) -> None:
    st.button(label, key=key, icon=f":material/{icon}:", on_click=open_dialog, args=(dialog, about))


def _show_one(view: ReviewView, one: Feedback) -> None:
    entry = view.entry(one.key) if one.key != WHOLE else None
    where = f" · {plain(words.name(spoken(), entry.fact, view.plan))}" if entry is not None else ""
    with st.container(gap="xsmall", key=f"review-feedback-{one.feedback_id}"):
        said = f"**{plain(one.said_name or '–')}** :small[:gray[{show.moment(one.said_at)}{where}]]"
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="top", gap="small",
            key=f"review-line-feedback-{one.feedback_id}",
        ):  # fmt: skip
            st.markdown(f":violet[:material/campaign:] {said}  \n{plain_lines(one.content)}", width="stretch")
            if one.is_open and view.may_edit:
                key = f"plan:review:answer:{one.feedback_id}"
                _button(key, Open.ANSWER, _("Answer"), "reply", str(one.feedback_id))
            elif one.is_open:
                st.markdown(f":orange-badge[{_('waits for an answer')}]", width="content")
        if not one.is_open:
            with st.container(gap="xsmall", key=f"review-said-feedback-{one.feedback_id}"):
                _show_answer(one)


def _show_answer(one: Feedback) -> None:
    who = f":small[:gray[{plain(one.answered_name or '–')} · {show.moment(one.answered_at)}]]"
    parts = [f":green[:material/reply:] {who}", plain_lines(one.answer)]
    if one.action_id is not None:
        parts.append(f":small[:blue[:material/task_alt: {_('It became an action of the plan.')}]]")
    st.markdown("  \n".join(part for part in parts if part))


def found(feedback: Sequence[Feedback], about: str | None) -> Feedback | None:
    """Return an open feedback by its id in words; None where there is none such."""
    return next((one for one in feedback if str(one.feedback_id) == about and one.is_open), None)
