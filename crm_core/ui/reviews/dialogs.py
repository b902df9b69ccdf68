"""The dialogs of a review: one form each, that saves and goes away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from crm_core.adjustments.service import adjustments
from crm_core.errors import N_
from crm_core.plans.drafts import LINE_LIMIT, TEXT_LIMIT
from crm_core.plans.model import PRIORITY_LABELS, Priority
from crm_core.plans.service import OnePlan
from crm_core.reviews import words
from crm_core.reviews.closing import add_addendum, close_review
from crm_core.reviews.drafts import MINUTES_LIMIT
from crm_core.reviews.holding import add_topic, decide, write_minutes
from crm_core.reviews.model import MOST_PEOPLE, WHOLE, Decision, Entry
from crm_core.reviews.planning import add_review, edit_review, remove_review
from crm_core.reviews.service import ReviewView
from crm_core.reviews.wording import reword_decision
from crm_core.sections.service import people_of_plan
from crm_core.ui.adjustments.forms import decision_form
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import spoken
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.forms import people
from crm_core.ui.plans.view import Looked
from crm_core.ui.reviews.report_dialogs import report_form_of, voice_form
from crm_core.ui.reviews.state import Open, ReviewState, look_at, put_away
from crm_core.ui.session import page_state
from crm_core.ui.text import _, plain

_TITLES = {
    Open.PLAN: N_("Plan a review"),
    Open.EDIT: N_("Day and people"),
    Open.TOPIC: N_("Add a topic"),
    Open.MINUTES: N_("Minutes"),
    Open.DECIDE: N_("Note a decision"),
    Open.REWORD: N_("Word the decision anew"),
    Open.JUDGE: N_("What came of it"),
    Open.CLOSE: N_("Close the minutes"),
    Open.ADD: N_("Add to the minutes"),
    Open.REPORT: N_("Report to leadership"),
    Open.FEEDBACK: N_("Say something to it"),
    Open.ANSWER: N_("Answer"),
    Open.PUBLISH: N_("Results for all"),
    Open.VOICE: N_("Say what you think"),
}
_DAYS = 14  # until a decision is done, where nobody says otherwise
Opened = Callable[[], bool] | None


def show_dialog(looked: Looked, view: ReviewView | None) -> None:
    """Show the dialog that was asked for, if any; one whose item is gone goes away."""
    state = page_state(ReviewState)
    kind = state.dialog
    if kind is None:
        return
    form = _form_of(looked, view, kind, state.about)
    if form is None:
        put_away()
        return

    @st.dialog(_(_TITLES[kind]), width="large" if kind is Open.MINUTES else "medium", on_dismiss=put_away)
    def dialog() -> None:
        if form():
            put_away()
            st.rerun(scope="app")

    dialog()


def _form_of(looked: Looked, view: ReviewView | None, kind: Open, key: str | None) -> Opened:
    """Return the form of a dialog; None where what it is about is gone."""
    if kind is Open.PLAN:
        return lambda: _plan_form(looked)
    if kind is Open.VOICE:
        return lambda: voice_form(looked, int(key or 0))
    if view is None:
        return None
    found, entry = view, view.entry(key)
    simple: dict[Open, Opened] = {
        Open.EDIT: lambda: _edit_form(looked, found),
        Open.TOPIC: lambda: _topic_form(found),
        Open.CLOSE: lambda: _close_form(looked, found),
        Open.ADD: lambda: _addendum_form(found),
    }
    decision = next((one for one in view.every_decision if str(one.decision_id) == key), None)
    if decision is not None:
        simple[Open.REWORD] = lambda: reword_form(looked, found, decision)
    if key == WHOLE or entry is not None:
        simple[Open.DECIDE] = lambda: _decide_form(looked, found, entry)
    if entry is not None:
        item = entry
        simple[Open.MINUTES] = lambda: _minutes_form(found, item)
        simple[Open.JUDGE] = _judge(looked, item) if kind is Open.JUDGE else None
    return simple.get(kind) or report_form_of(looked, found, kind, key)


def _judge(looked: Looked, entry: Entry) -> Opened:
    found = fetch(adjustments, OnePlan(looked.viewer, looked.plan_id))
    one = next((each for each in found if each.adjustment_id == entry.fact.about_id), None)
    return None if one is None else lambda: decision_form(looked, one)


def _people_of(looked: Looked) -> dict[int, str]:
    return dict(fetch(people_of_plan, OnePlan(looked.viewer, looked.plan_id)))


def _day_and_people(form: Form, looked: Looked, view: ReviewView | None) -> None:
    known = _people_of(looked)
    if view is None:
        own = {looked.actor.user_id, *(goal.owner_id for goal in looked.view.record.goals), looked.view.plan.owner_id}
        chosen, held_on = [one for one in known if one in own], looked.view.today + timedelta(days=7)
    else:
        known = {one.user_id: one.name for one in view.review.people} | known
        chosen, held_on = [one.user_id for one in view.review.people], view.review.held_on
    form.day("held_on", _("Day of the review"), held_on)
    form.several("people", _("Who takes part"), known, chosen, max_selections=MOST_PEOPLE, placeholder=_("Choose"))
    st.caption(_("They are told by the bell, reminded before it, and see of the agenda what is theirs to know."))


def _plan_form(looked: Looked) -> bool:
    def save(values: Values, key: str, _version: int) -> str:
        look_at(add_review(store(), current_actor(), looked.plan_id, values, key=key))
        return _("Planned. The agenda is ready whenever you look.")

    form = Form("plan_review", save, about=looked.plan_id)
    with form:
        _day_and_people(form, looked, None)
        form.submit(_("Plan the review"))
    return form.just_saved


def _edit_form(looked: Looked, view: ReviewView) -> bool:
    review = view.review

    def save(values: Values, key: str, version: int) -> str:
        if values.pop("remove", False):
            remove_review(store(), current_actor(), review.review_id, version=version, key=key)
            return _("Removed.")
        edit_review(store(), current_actor(), review.review_id, values, version=version, key=key)
        return _("Saved.")

    form = Form("plan_review", save, about=f"{looked.plan_id}:{review.review_id}", version=review.version)
    with form:
        _day_and_people(form, looked, view)
        form.tick("remove", _("Remove this review: it is not held"))
        form.submit(_("Save"))
    return form.just_saved


def _topic_form(view: ReviewView) -> bool:
    def save(values: Values, key: str, _version: int) -> str:
        add_topic(store(), current_actor(), view.review.review_id, values, key=key)
        return _("It is on the agenda.")

    form = Form("review_topic", save, about=view.review.review_id)
    with form:
        form.text("title", _("What should be talked about"), max_chars=LINE_LIMIT)
        form.submit(_("Put it on the agenda"))
    return form.just_saved


def _minutes_form(view: ReviewView, entry: Entry) -> bool:
    def save(values: Values, key: str, version: int) -> str:
        write_minutes(
            store(), current_actor(), view.review.review_id, entry.fact.key, values, fetch, version=version, key=key
        )
        return _("Saved.")

    _show_about(view, entry)
    form = Form("review_minutes", save, about=f"{view.review.review_id}:{entry.fact.key}", version=entry.item.version)
    with form:
        form.area("minutes", _("Minutes"), entry.item.minutes, max_chars=MINUTES_LIMIT, height=260)
        st.caption(_("Markdown: {marks}", marks=plain("**…**  *…*  - …  1. …  ## …  > …  | … | … |  [ … ](https://…)")))
        form.submit(_("Save"))
    return form.just_saved


def _show_about(view: ReviewView, entry: Entry) -> None:
    figures = spoken()
    facts = " · ".join(plain(part) for part in words.about(figures, entry.fact, view.day))
    st.markdown(f"**{plain(words.name(figures, entry.fact, view.plan))}**  \n:small[:gray[{facts}]]")


def _decide_form(looked: Looked, view: ReviewView, entry: Entry | None) -> bool:
    me, item_key = current_actor(), WHOLE if entry is None else entry.fact.key

    def save(values: Values, key: str, _version: int) -> str:
        decide(store(), current_actor(), view.review.review_id, item_key, values, fetch, key=key)
        return _("Decided. It is an action of the plan now.") if values.get("is_action") else _("Decided.")

    if entry is not None:
        _show_about(view, entry)
    names = people(looked.viewer, view.plan.team_id, (me.user_id, me.name))
    owner = entry.fact.owner_id if entry is not None else None
    form = Form("review_decision", save, about=f"{view.review.review_id}:{item_key}")
    with form:
        form.text("what", _("What is decided"), max_chars=LINE_LIMIT)
        form.choose("owner_id", _("Who does it"), names, owner if owner in names else me.user_id)
        left, right = st.columns(2)
        with left:
            form.day("due_on", _("Due on"), looked.view.today + timedelta(days=_DAYS))
        with right:
            priorities = {one.value: _(label) for one, label in PRIORITY_LABELS.items()}
            form.choose("priority", _("Priority"), priorities, Priority.MID.value)
        form.tick("is_action", _("Make it an action of the plan at once"), value=True)
        form.submit(_("Note the decision"))
    return form.just_saved


def reword_form(looked: Looked, view: ReviewView, one: Decision) -> bool:
    """Show the form of a decision that is there; of one that is an action the wording alone."""

    def save(values: Values, key: str, version: int) -> str:
        reword_decision(store(), current_actor(), one.decision_id, values, version=version, key=key)
        return _("Saved. What it said before stands in the audit trail.")

    form = Form("review_reword", save, about=one.decision_id, version=one.version)
    with form:
        form.area("what", _("What is decided"), one.what, max_chars=LINE_LIMIT, height=90)
        if one.action_id is None:
            names = people(looked.viewer, view.plan.team_id, (one.owner_id, one.owner_name))
            left, right = st.columns(2)
            with left:
                form.choose("owner_id", _("Who does it"), names, one.owner_id)
            with right:
                form.day("due_on", _("Due on"), one.due_on)
        else:
            st.caption(
                _(
                    "It is an action of the plan: who does it until when is changed there. The action gets the new wording too."
                )
            )
        form.submit(_("Save"))
    return form.just_saved


def _close_form(looked: Looked, view: ReviewView) -> bool:
    review, today = view.review, looked.view.today

    def save(values: Values, key: str, version: int) -> str:
        close_review(store(), current_actor(), review.review_id, values, fetch, version=version, key=key)
        return _("Closed. The minutes stand as they are now.")

    form = Form("review_close", save, about=review.review_id, version=review.version)
    with form:
        st.markdown(
            _(
                "Agenda, minutes and numbers are fixed as they stood on the day of the review. Later words are added with a date."
            )
        )
        held_on = min(review.held_on, today)
        form.day(
            "next_on",
            _("Next review (optional)"),
            view.plan.rhythm.after(held_on),
            min_value=held_on + timedelta(days=1),
        )
        st.caption(_("The same people are invited to it; with no day, none is planned."))
        form.submit(_("Close the minutes"), icon=":material/lock:")
    return form.just_saved


def _addendum_form(view: ReviewView) -> bool:
    def save(values: Values, key: str, _version: int) -> str:
        add_addendum(store(), current_actor(), view.review.review_id, values, key=key)
        return _("Added, with today's date.")

    form = Form("review_addendum", save, about=view.review.review_id)
    with form:
        form.area("content", _("What is added"), max_chars=TEXT_LIMIT, height=160)
        form.submit(_("Add it"))
    return form.just_saved
