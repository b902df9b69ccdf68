"""The dialogs of a closed review: to report it, to say something to it, to answer, to tell its results to all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from crm_core.plans.drafts import LINE_LIMIT, TEXT_LIMIT
from crm_core.plans.service import OnePlan
from crm_core.reviews.drafts import SUMMARY_LIMIT
from crm_core.reviews.model import MOST_PEOPLE, WHOLE, Feedback
from crm_core.reviews.reporting import answer_feedback, leaders_of_plan, report_review, say_feedback
from crm_core.reviews.service import ReviewView
from crm_core.reviews.sharing import comment_on_results, publish_results
from crm_core.sections.service import people_of_plan
from crm_core.ui.comments import comment_fields
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.forms import people
from crm_core.ui.plans.view import Looked
from crm_core.ui.reviews.feedback import found
from crm_core.ui.reviews.state import Open
from crm_core.ui.text import _, ngettext, plain, plain_lines

_DAYS = 14
Opened = Callable[[], bool] | None


def report_form_of(looked: Looked, view: ReviewView, kind: Open, key: str | None) -> Opened:
    """Return the form of a dialog of a closed review; None where what it is about is gone."""
    simple: dict[Open, Callable[[], bool]] = {
        Open.REPORT: lambda: _report_form(looked, view),
        Open.PUBLISH: lambda: _publish_form(view),
    }
    if kind is Open.FEEDBACK:
        is_there = key == WHOLE or view.entry(key) is not None
        return (lambda: _feedback_form(view, key or WHOLE)) if is_there else None
    if kind is Open.ANSWER:
        one = found(view.feedback, key)
        return None if one is None else lambda: _answer_form(looked, view, one)
    return simple.get(kind)


def voice_form(looked: Looked, review_id: int) -> bool:
    """Show the form of a comment on results; return whether it was just saved."""

    def save(values: Values, key: str, _version: int) -> str:
        comment_on_results(store(), current_actor(), review_id, values, key=key)
        return _("Thank you: it is on the agenda of the next review.")

    everybody = fetch(people_of_plan, OnePlan(looked.viewer, looked.plan_id))
    known = {key: name for key, name in everybody.items() if key != looked.actor.user_id}
    form = Form("review_voice", save, about=review_id)
    comment_fields(form, known, _("They are told by the bell. Only who may see this plan is offered."))
    return form.just_saved


def _report_form(looked: Looked, view: ReviewView) -> bool:
    def save(values: Values, key: str, _version: int) -> str:
        count = report_review(store(), current_actor(), view.review.review_id, values, key=key)
        return ngettext("Reported to {count} more person.", "Reported to {count} more people.", count)

    known = dict(fetch(leaders_of_plan, OnePlan(looked.viewer, looked.plan_id)))
    form = Form("review_report", save, about=view.review.review_id)
    with form:
        st.markdown(_("They are told by the bell, read agenda, minutes and numbers, and say what they think of it."))
        chosen = [one.user_id for one in view.review.reported if one.user_id in known]
        form.several("people", _("To whom"), known, chosen, max_selections=MOST_PEOPLE, placeholder=_("Choose"))
        form.submit(_("Report it"), icon=":material/send:")
    return form.just_saved


def _publish_form(view: ReviewView) -> bool:
    review = view.review

    def save(values: Values, key: str, version: int) -> str:
        publish_results(store(), current_actor(), review.review_id, values, version=version, key=key)
        return _("Everybody who sees the plan can read it now.")

    form = Form("review_publish", save, about=review.review_id, version=review.version)
    with form:
        form.area("summary", _("Results in short"), review.summary, max_chars=SUMMARY_LIMIT, height=200)
        st.caption(
            _(
                "Everybody who sees this plan reads these words: leave figures out that are not for all. How the goals stand is "
                "shown beside them, to each as far as they may know."
            )
        )
        form.submit(_("Tell it to all"), icon=":material/groups:")
    return form.just_saved


def _feedback_form(view: ReviewView, item_key: str) -> bool:
    def save(values: Values, key: str, _version: int) -> str:
        say_feedback(store(), current_actor(), view.review.review_id, item_key, values, key=key)
        return _("Said. It stands open until it is answered.")

    form = Form("review_feedback", save, about=f"{view.review.review_id}:{item_key}")
    with form:
        form.area("content", _("What do you think of it?"), max_chars=TEXT_LIMIT, height=140)
        form.submit(_("Say it"))
    return form.just_saved


def _answer_form(looked: Looked, view: ReviewView, one: Feedback) -> bool:
    me = current_actor()

    def save(values: Values, key: str, version: int) -> str:
        answer_feedback(store(), current_actor(), one.feedback_id, values, version=version, key=key)
        return _("Answered. Whoever said it is told.")

    st.markdown(f"**{plain(one.said_name or '–')}**  \n{plain_lines(one.content)}")
    form = Form("review_answer", save, about=one.feedback_id, version=one.version)
    with form:
        form.area("answer", _("Answer"), max_chars=TEXT_LIMIT, height=120)
        form.tick("is_action", _("Make an action of the plan of it"))
        form.text("what", _("What is done"), max_chars=LINE_LIMIT)
        left, right = st.columns(2)
        with left:
            names = people(looked.viewer, view.plan.team_id, (me.user_id, me.name))
            form.choose("owner_id", _("Who does it"), names, me.user_id)
        with right:
            form.day("due_on", _("Due on"), looked.view.today + timedelta(days=_DAYS))
        form.submit(_("Answer"))
    return form.just_saved
