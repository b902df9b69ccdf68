"""How we talk, on the page: touchpoint by touchpoint who answers, within which time, with which words, revised when and why."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission
from crm_core.plans.reach import may_edit_plan
from crm_core.strategy.communication import words
from crm_core.strategy.communication.service import WORDS_LIMIT, Talk, note_revision, talks, unplaced
from crm_core.touchpoints.model import PHASE_LABELS, PURPOSE_LABELS, Phase
from crm_core.touchpoints.said.voiced import VoicedRequest, voiced_counts
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import link_to
from crm_core.ui.page import empty_state
from crm_core.ui.plans.view import Looked
from crm_core.ui.strategy.evidence import customer_reach
from crm_core.ui.strategy.state import Open, open_dialog
from crm_core.ui.text import _, language, ngettext, plain, plain_lines
from crm_core.ui.touchpoints.words import channel_badges, how_soon, who_answers

PAGE = "customers/touchpoints.py"


def fetch_talks(looked: Looked) -> tuple[Talk, ...]:
    """Return the register with its revisions and what customers suggested since."""
    register = looked.actor.require(Permission.TOUCHPOINT_READ)
    return talks(fetch, register, customer_reach(looked), looked.view.today)


def may_revise(looked: Looked) -> bool:
    """Return whether whoever looks may note a revision."""
    return looked.actor.may(Permission.TOUCHPOINT_EDIT) and may_edit_plan(looked.viewer, looked.view.plan.team_id)


def show_talk(looked: Looked) -> None:
    """Show each phase's touchpoints; where customers suggested something since the last revision, it stands out."""
    found = fetch_talks(looked)
    waiting = sum(bool(one.suggested) for one in found)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        told, silent = [words.counted(language(), found)], words.silent(language(), found)
        if waiting:
            text = ngettext(
                "{count} with suggestions since the last revision",
                "{count} with suggestions since the last revision",
                waiting,
            )
            told.append(f":orange[{text}]")
        if silent:
            told.append(silent)
        st.markdown(f":small[:gray[{' · '.join(told)}]]", width="content")
        link_to(_("The register of touchpoints"), PAGE, icon=":material/hub:")
    _show_unplaced(looked)
    if not found:
        empty_state(
            _("No touchpoint yet. The register of touchpoints holds who answers, how soon, and with which words."),
            icon="hub",
        )
    for phase in Phase:
        listed = [one for one in found if one.point.phase is phase]
        if not listed:
            continue
        st.markdown(f"**{_(PHASE_LABELS[phase])}**")
        for one in listed:
            with st.container(border=True, key=f"talk-{one.point.touchpoint_id}"):
                _show(looked, one)


def _show_unplaced(looked: Looked) -> None:
    """Say how many suggestions belong to no touchpoint, opening to them."""
    reach = customer_reach(looked)
    asked = unplaced(looked.view.today)
    count = fetch(voiced_counts, VoicedRequest(reach, (asked,)))[asked.key] if reach is not None else 0
    if count:
        text = ngettext(
            "{count} suggestion of a year says no purpose: it belongs to no touchpoint",
            "{count} suggestions of a year say no purpose: they belong to no touchpoint",
            count,
        )
        st.button(
            text,
            key="talk:unplaced",
            icon=":material/lightbulb:",
            type="tertiary",
            on_click=open_dialog,
            args=(Open.SAID,),
        )


def _show(looked: Looked, one: Talk) -> None:
    point = one.point
    left, right = st.columns([6, 5], gap="medium")
    with left:
        soon = how_soon(point)
        facts = [who_answers(point), f"**{plain(soon)}**" if soon else f":gray[{_('no time promised')}]"]
        lines = [f"**{plain(point.name)}** {channel_badges(point.channels)}", f":small[{' · '.join(facts)}]"]
        lines += [f":small[:gray[{line}]]" for line in plain_lines(point.standard).split("  \n") if line]
        st.markdown("  \n".join(lines))
        if point.guides:
            label = ngettext("What to say: {count} situation", "What to say: {count} situations", len(point.guides))
            with st.expander(label, icon=":material/record_voice_over:", type="compact"):
                for guide in point.guides:
                    head = f"**{plain(guide.title)}** :gray-badge[{_(PURPOSE_LABELS[guide.purpose])}]"
                    st.markdown(f"{head}  \n{plain_lines(guide.text)}")
    with right:
        _show_revision(looked, one)


def _show_revision(looked: Looked, one: Talk) -> None:
    key, last = one.point.touchpoint_id, one.revision
    if last is None:
        st.markdown(f":small[:gray[:material/history: {words.revised(language(), one)}]]")
    else:
        told = plain(words.revised(language(), one))
        st.markdown(f":small[:gray[:material/history: {told}]  \n{plain_lines(last.words)}]")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if one.suggested:
            text = words.suggested(language(), one)
            st.button(
                text, key=f"talk:said:{key}", icon=":material/lightbulb:", type="tertiary", on_click=open_dialog,
                args=(Open.SAID, str(key)), help=_("Through its channels, about its matters, among the customers you may see, at most a year back"),
            )  # fmt: skip
        elif one.suggested is not None:
            st.markdown(f":small[:gray[:material/lightbulb: {words.suggested(language(), one)}]]", width="content")
        if may_revise(looked):
            st.button(
                _("Note a revision"), key=f"talk:revise:{key}", icon=":material/edit_note:", type="tertiary",
                on_click=open_dialog, args=(Open.REVISION, str(key)),
            )  # fmt: skip


def revision_form(looked: Looked, one: Talk) -> bool:
    """Show the form of a revision, with the way to the touchpoint's own words; return whether it was just saved."""

    def save(values: Values, key: str, _version: int) -> str:
        note_revision(store(), current_actor(), looked.plan_id, one.point.touchpoint_id, values, key=key)
        return _("Saved.")

    st.markdown(f"**{plain(one.point.name)}**")
    link_to(
        _("Change words and standard in the register"), PAGE, icon=":material/edit:", touchpoint=one.point.touchpoint_id
    )
    form = Form("revision", save, about=one.point.touchpoint_id)
    with form:
        form.area(
            "words", _("What was changed, or why nothing was"), max_chars=WORDS_LIMIT, height=110,
            placeholder=_("such as: the delivery is announced by text message now, as four customers asked"),
        )  # fmt: skip
        form.day("revised_on", _("Revised on"), looked.view.today)
        form.submit(_("Save"), icon=":material/check:")
    return form.just_saved
