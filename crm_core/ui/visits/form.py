"""A return visit done in a dialog: why it is due, what to say, what to ask, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from crm_core import clock
from crm_core.interactions.model import CHANNEL_LABELS, OUTCOME_LABELS, PURPOSE_LIMIT, FollowUp, Outcome
from crm_core.ui.customers.consent import warn_of_closed
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.log_form import SOON
from crm_core.ui.text import _, ngettext, plain, plain_lines
from crm_core.ui.touchpoints.said import ask_more
from crm_core.ui.visits.words import why_visit
from crm_core.visits.model import ANSWER_LIMIT, NOTE_LIMIT, TRUTH_LABELS, Question, QuestionKind, Visit
from crm_core.visits.service import do_visit

_SCALE = ("1", "2", "3", "4", "5")


def visit_dialog(follow_up: FollowUp, visit: Visit, *, on_close: Callable[[], None]) -> None:
    """Show a visit's script and questions in a dialog; ``on_close`` is called when it was saved or put away."""

    @st.dialog(plain(visit.rule), icon=":material/phone_callback:", on_dismiss=on_close)
    def dialog() -> None:
        st.markdown(f"**{plain(follow_up.customer)}** :gray[{plain(why_visit(visit))}]")
        if visit.script:
            st.info(plain_lines(visit.script), icon=":material/record_voice_over:")
        warn_of_closed(follow_up.customer_id)
        if _form(follow_up, visit):
            on_close()
            st.rerun(scope="app")

    dialog()


def _form(follow_up: FollowUp, visit: Visit) -> bool:
    today = clock.today(settings().zone)

    def save(values: Values, key: str, _version: int) -> str:
        given = dict(values)
        if given.get("next_due_on") is None and given.get("next_in"):
            given["next_due_on"] = today + timedelta(days=given["next_in"])
        do_visit(store(), current_actor(), visit.follow_up_id, given, key=key)
        return said_after(visit) if given.get("outcome") == Outcome.NOT_REACHED else _("Logged.")

    form = Form("visit", save, about=visit.follow_up_id)
    with form:
        channels = {channel: _(label) for channel, label in CHANNEL_LABELS.items()}
        form.chips("channel", _("Channel"), channels, visit.channel, required=True)
        outcomes = {outcome: _(label) for outcome, label in OUTCOME_LABELS.items()}
        form.chips("outcome", _("Outcome"), outcomes, Outcome.REACHED, required=True)
        for place, question in enumerate(visit.questions, start=1):
            _ask(form, f"a{place}", question)
        form.area("content", _("What was said"), height=90, max_chars=NOTE_LIMIT)
        form.chips("next_in", _("Next follow-up"), {days: _(label) for days, label in SOON.items()})
        left, right = st.columns(2)
        with left:
            form.day("next_due_on", _("or on a day"), min_value=today)
        with right:
            form.text("next_purpose", _("What for"), max_chars=PURPOSE_LIMIT, placeholder=_("such as: send the offer"))
        ask_more(form, follow_up.customer_id)
        form.submit(_("Save"), width="stretch", icon=":material/check:")
    return form.just_saved


def _ask(form: Form, field: str, question: Question) -> None:
    label = plain(question.text)
    if question.kind is QuestionKind.TEXT:
        form.text(field, label, max_chars=ANSWER_LIMIT)
    elif question.kind is QuestionKind.TRUTH:
        form.chips(field, label, {value: _(text) for value, text in TRUTH_LABELS.items()})
    elif question.kind is QuestionKind.SCALE:
        form.chips(field, label, {value: value for value in _SCALE})
    else:
        form.chips(field, label, {choice: plain(choice) for choice in question.choices})


def said_after(visit: Visit) -> str:
    """Return what becomes of a visit in which nobody was reached, in one sentence."""
    left = visit.retries - visit.tries
    if left <= 0:
        return _("Logged. That was the last try; the visit is closed.")
    return ngettext(
        "Logged. It is tried again by the rule; {count} try is left.",
        "Logged. It is tried again by the rule; {count} tries are left.",
        left,
    )
