"""Rules of return visits: the list, one rule with its form, its preview, its switch, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.errors import CrmError
from crm_core.interactions.model import CHANNEL_LABELS
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.links import go_to
from crm_core.ui.page import empty_state
from crm_core.ui.session import flash
from crm_core.ui.show import moment, number
from crm_core.ui.tables import day_column, figure_column, height_of, pick_row, show_table, text_column
from crm_core.ui.text import _, ngettext, noted, plain, plain_lines
from crm_core.ui.visits.rule_form import show_form
from crm_core.ui.visits.words import after, answer_words
from crm_core.visits.model import QUESTION_LABELS, STATE_LABELS, OneRule, Preview, Rule, State, Tally
from crm_core.visits.service import preview, remove_rule, switch_rule, tallies

PAGE = "customers/visits.py"


def add_button(actor: Actor) -> None:
    """Show the way to a new rule to whoever may."""
    if actor.may(Permission.VISIT_RULE) and st.button(_("Add a rule"), icon=":material/add:", type="primary"):
        go_to(PAGE, rule="new")


def show_rules(actor: Actor, known: Sequence[Rule]) -> None:
    """Show all rules with what became of their visits; a click on one opens it."""
    if not known:
        text = (
            _("There is no rule yet. Begin with one: after a first purchase, ask within a few days how it went.")
            if actor.may(Permission.VISIT_RULE)
            else _("There is no rule yet. Managers say after which events customers are asked.")
        )
        empty_state(text, icon="phone_callback")
        return
    counts = {
        State.OPEN: [rule.open_count for rule in known],
        State.DONE: [rule.done_count for rule in known],
        State.GIVEN_UP: [rule.given_up_count for rule in known],
    }
    columns = {_(STATE_LABELS[state]): [number(count) for count in found] for state, found in counts.items()}
    chosen = pick_row(
        {
            _("Name"): [rule.name for rule in known],
            _("State"): [_("● On") if rule.switched_on_at else _("○ Off") for rule in known],
            _("After what"): [after(rule) for rule in known],
            _("For whom"): [rule.team or _("All customers") for rule in known],
            **columns,
        },
        {head: figure_column(head) for head in columns},
        key="table:visit-rules",
        height=height_of(len(known), 20),
    )
    if chosen is not None:
        go_to(PAGE, rule=known[chosen].rule_id)
    st.caption(_("A click on a rule opens it."))


def show_rule(actor: Actor, rule: Rule | None) -> None:
    """Show one rule with its form and preview to whoever may change it, else what it says; or the form of a new one."""
    if st.button(_("All rules"), icon=":material/arrow_back:", type="tertiary"):
        go_to(PAGE)
    left, right = st.columns([1, 1], gap="medium")
    with left, st.container(border=True):
        st.subheader(plain(rule.name) if rule else _("New rule"), anchor=False)
        if actor.may(Permission.VISIT_RULE):
            show_form(rule)
        elif rule is not None:
            _show_what(rule)
    if rule is not None:
        with right:
            _show_preview(actor, rule)
            _show_answers(actor, rule)


def _show_what(rule: Rule) -> None:
    st.markdown(f"{plain(after(rule))} · {_(CHANNEL_LABELS[rule.channel])} · {plain(rule.team or _('All customers'))}")
    if rule.script:
        st.markdown(plain_lines(rule.script))
    for question in rule.questions:
        st.markdown(
            f"- {noted(plain(question.text), plain(' / '.join(question.choices)))} :gray[{_(QUESTION_LABELS[question.kind])}]"
        )


def _show_preview(actor: Actor, rule: Rule) -> None:
    today = clock.today(settings().zone)
    found = fetch(preview, OneRule(actor.require(Permission.VISIT_READ), rule.rule_id, today))
    with st.container(border=True):
        st.subheader(_("Whom it asks"), anchor=False)
        _show_switch(actor, rule, found)
        shown = found.found
        if not shown:
            st.caption(_("In the last 30 days it would have asked nobody."))
            return
        days: dict[str, Sequence[date | None]] = {
            _("Happened on"): [one.event_on for one in shown],
            _("Visit due on"): [one.due_on for one in shown],
        }
        show_table(
            {_("Name"): [one.name for one in shown], _("Owner"): [one.owner or "" for one in shown], **days},
            {_("Name"): text_column(_("Name"), width=132), **{head: day_column(head) for head in days}},
            height=height_of(len(shown), 10),
        )
        if found.total > len(shown):
            st.caption(_("The first {shown} of {total} are shown.", shown=len(shown), total=number(found.total)))


def _show_switch(actor: Actor, rule: Rule, found: Preview) -> None:
    """Say what the rule would have done, and offer to switch it on, off, or away."""
    st.markdown(
        f"**{ngettext('{total} visit in the last 30 days', '{total} visits in the last 30 days', found.total, total=number(found.total))}**"
    )
    if rule.switched_on_at:
        st.caption(
            _("On since {moment}. Each night it asks for what happened since.", moment=moment(rule.switched_on_at))
        )
    else:
        st.caption(_("Off: nothing happens. Once on, it asks for what happens from that day on, never for the past."))
    if not actor.may(Permission.VISIT_RULE):
        return
    with st.container(horizontal=True):
        key, given = f"visit-rule:{rule.rule_id}:{rule.version}", (rule.rule_id, rule.version)
        if rule.switched_on_at:
            st.button(
                _("Switch off"), icon=":material/toggle_off:", key=f"{key}:off", on_click=_switch, args=(*given, False)
            )
            return
        st.button(
            _("Switch on"), icon=":material/toggle_on:", key=f"{key}:on", type="primary", on_click=_switch,
            args=(*given, True),
        )  # fmt: skip
        if not rule.made_count:
            st.button(_("Remove"), icon=":material/delete:", key=f"{key}:remove", on_click=_remove, args=given)


def _show_answers(actor: Actor, rule: Rule) -> None:
    found = fetch(tallies, OneRule(actor.require(Permission.VISIT_READ), rule.rule_id, clock.today(settings().zone)))
    if not found:
        return
    with st.container(border=True):
        st.subheader(_("What was answered"), anchor=False)
        for tally in found:
            st.markdown(f"**{plain(tally.question)}**  \n:small[{_parts(tally)}]")


def _parts(tally: Tally) -> str:
    answered = ngettext("{count} answer", "{count} answers", tally.answered)
    if tally.mean is not None:
        return f"{_('mean {value} of 5', value=f'{tally.mean:.1f}')} · :gray[{answered}]"
    parts = [f"{plain(answer_words(tally.kind, answer))} {count / tally.answered:.0%}" for answer, count in tally.parts]
    return " · ".join([*parts, f":gray[{answered}]"])


def _switch(rule_id: int, version: int, is_on: bool) -> None:
    key = f"visit-rule:{rule_id}:{version}:{is_on}"
    try:
        switch_rule(store(), current_actor(), rule_id, is_on=is_on, version=version, key=key)
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("The rule is on.") if is_on else _("The rule is off."))


def _remove(rule_id: int, version: int) -> None:
    try:
        remove_rule(store(), current_actor(), rule_id, version=version, key=f"remove-visit-rule:{rule_id}:{version}")
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("The rule is removed."))
