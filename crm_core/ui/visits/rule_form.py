"""The form of a rule of return visits: after what, when, through which channel, what to say, what to ask."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crm_core.interactions.model import CHANNEL_LABELS, Channel
from crm_core.surveys.service import team_choices
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import go_to
from crm_core.ui.session import page_state
from crm_core.ui.text import _
from crm_core.visits.events import events
from crm_core.visits.model import (
    MOST_QUESTIONS,
    NAME_LIMIT,
    QUESTION_LABELS,
    QUESTION_LIMIT,
    SCRIPT_LIMIT,
    Question,
    QuestionKind,
    Rule,
)
from crm_core.visits.service import add_rule, edit_rule

PAGE = "customers/visits.py"
_ROOM = 2  # empty lines for further questions


@dataclass
class _Made:
    """The rule that was just added."""

    rule_id: int | None = None


def show_form(rule: Rule | None) -> None:
    """Show the form of one rule, or of a new one."""
    made = page_state(_Made)  # held before the save: a second click may interrupt it

    def save(values: Values, key: str, version: int) -> str:
        if rule is None:
            made.rule_id = add_rule(store(), current_actor(), values, key=key)
            return _("The rule is saved, and off.")
        if (
            edit_rule(store(), current_actor(), rule.rule_id, values, version=version, key=key)
            or rule.switched_on_at is None
        ):
            return _("Saved.")
        return _("The rule is saved, and off until you switch it on.")

    about, version = (rule.rule_id, rule.version) if rule else ("new", 0)
    form = Form("visit_rule", save, about=about, version=version, is_live=True)  # asks for what the choices call for
    with form:
        form.text("name", _("Name"), rule.name if rule else "", max_chars=NAME_LIMIT)
        _when(form, rule)
        form.area("script", _("What to say"), rule.script if rule else "", max_chars=SCRIPT_LIMIT, height=120)
        _ask(form, rule)
        _tries(form, rule)
        form.submit(_("Save"), icon=":material/check:")
    if rule is None and form.just_saved:
        go_to(PAGE, rule=made.rule_id)


def _when(form: Form, rule: Rule | None) -> None:
    left, right = st.columns(2)
    known = {event.event_id: _(event.name) for event in events().values()}
    about = "\n".join(f"- **{_(event.name)}** {_(event.about)}" for event in events().values())
    channels = {channel.value: _(label) for channel, label in CHANNEL_LABELS.items()}
    with left:
        form.choose("event", _("After what"), known, rule.event if rule else next(iter(known)), help=about)
        form.choose("channel", _("Channel"), channels, rule.channel.value if rule else Channel.PHONE.value)
    event = events().get(str(form.current("event")))
    with right:
        form.text("working_days", _("Working days after it"), str(rule.working_days) if rule else "3", max_chars=2)
        if event is not None and event.has_amount:
            amount = f"{rule.amount.normalize():f}" if rule and rule.amount is not None else ""
            form.text("amount", _("From which amount"), amount, max_chars=18)


def _ask(form: Form, rule: Rule | None) -> None:
    asked = rule.questions if rule else ()
    kinds = {kind.value: _(label) for kind, label in QUESTION_LABELS.items()}
    st.markdown(f"**{_('Questions')}**")
    for number in range(1, min(MOST_QUESTIONS, len(asked) + _ROOM) + 1):
        question = asked[number - 1] if number <= len(asked) else Question(QuestionKind.TEXT, "")
        is_list = (form.current(f"q{number}.kind") or question.kind) == QuestionKind.CHOICE
        text, kind, *choices = st.columns(3 if is_list else [3, 2], gap="small", vertical_alignment="bottom")
        with text:
            label = _("Question {number}", number=number)
            form.text(f"q{number}.text", label, question.text, max_chars=QUESTION_LIMIT)
        with kind:
            form.choose(f"q{number}.kind", _("How it is answered"), kinds, question.kind.value)
        for column in choices:
            with column:
                form.text(f"q{number}.choices", _("Answers of a list"), _(", ").join(question.choices))


def _tries(form: Form, rule: Rule | None) -> None:
    first, second = st.columns(2, vertical_alignment="bottom")
    with first:
        form.text(
            "retries",
            _("Tries again"),
            str(rule.retries) if rule else "2",
            max_chars=1,
            help=_("Where nobody was reached."),
        )
        teams = {"": _("Whole company")} | {str(key): name for key, name in fetch(team_choices, None)}
        form.choose("team_id", _("Team"), teams, str(rule.team_id) if rule and rule.team_id else "")
    with second:
        form.text(
            "retry_days", _("Working days until it is tried again"), str(rule.retry_days) if rule else "1", max_chars=2
        )
        form.text("most_a_night", _("At most a night"), str(rule.most_a_night) if rule else "50", max_chars=4)
