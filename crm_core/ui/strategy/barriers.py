"""The register of barriers on the page: what stands in the way, who sees to it, what is done, and what customers say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from crm_core.access.model import Reach
from crm_core.customers.profile.stages.lost import LostRequest, lost_counts
from crm_core.plans.reach import may_edit_plan
from crm_core.plans.service import OnePlan
from crm_core.strategy.barriers.model import COUNTED, STATE_LABELS, Barrier, State
from crm_core.strategy.barriers.service import Evidence, barriers_of, evidence, unnamed_reasons
from crm_core.ui.fetch import fetch
from crm_core.ui.page import empty_state
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.words import due_text
from crm_core.ui.relationships.words import whom_badge
from crm_core.ui.show import day
from crm_core.ui.strategy.evidence import customer_reach, reasons_by_id
from crm_core.ui.strategy.state import Open, open_dialog
from crm_core.ui.text import _, ngettext, plain, plain_lines

_LOOKS = {
    State.OPEN: ("red", "block"),
    State.WORKING: ("blue", "construction"),
    State.OVERCOME: ("green", "task_alt"),
    State.ACCEPTED: ("gray", "front_hand"),
}
_REASONS = 3  # unnamed reasons shown


def show_barriers(looked: Looked) -> None:
    """Show the barriers, what lacks a person or an action first, and the reasons of customers that no barrier names."""
    found = fetch(barriers_of, OnePlan(looked.viewer, looked.plan_id))
    may_edit = may_edit_plan(looked.viewer, looked.view.plan.team_id)
    reach, reasons = customer_reach(looked), reasons_by_id()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f":small[:gray[{_summary(found)}]]", width="content")
        if may_edit:
            st.button(
                _("Add a barrier"), key="barrier:add", icon=":material/add:", type="primary", on_click=open_dialog,
                args=(Open.BARRIER,),
            )  # fmt: skip
    if reach is not None:
        _show_unnamed(looked, reach, found, reasons)
    if not found:
        empty_state(
            _("No barrier is known. What keeps customers from coming closer: prices, waiting, somebody who left?"),
            icon="block",
        )
    told = evidence(fetch, reach, found, looked.view.today) if reach is not None else {}
    open_ones, done = [one for one in found if one.state.is_open], [one for one in found if not one.state.is_open]
    for one in open_ones:
        with st.container(border=True, key=f"barrier-{one.barrier_id}"):
            _show(looked, one, told.get(one.barrier_id), reasons, may_edit=may_edit)
    if done:
        label = ngettext("{count} barrier behind us", "{count} barriers behind us", len(done))
        with st.expander(label, icon=":material/task_alt:"):
            for one in done:
                _show(looked, one, told.get(one.barrier_id), reasons, may_edit=may_edit)


def _summary(found: Sequence[Barrier]) -> str:
    marked = sum(one.is_marked for one in found)
    told = [ngettext("{count} barrier", "{count} barriers", len(found))]
    if marked:
        text = ngettext("{count} without a person or an action", "{count} without a person or an action", marked)
        told.append(f":orange[{text}]")
    return " · ".join(told)


def _show_unnamed(looked: Looked, reach: Reach, found: Sequence[Barrier], reasons: Mapping[int, str]) -> None:
    """Show for which reasons customers left that no barrier names, each opening to the customers."""
    counts = fetch(lost_counts, LostRequest(reach, looked.view.today - COUNTED))
    unnamed = [(key, count) for key, count in unnamed_reasons(counts, tuple(found)).items() if key in reasons]
    if not unnamed:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="barrier-unnamed"):
        st.markdown(f":small[:gray[{_('No barrier names why customers left:')}]]", width="content")
        for key, count in unnamed[:_REASONS]:
            st.button(
                f"{plain(reasons[key])} · {count}", key=f"barrier:unnamed:{key}", type="tertiary",
                icon=":material/person_off:", on_click=open_dialog, args=(Open.LOST, f"reason:{key}"),
            )  # fmt: skip


def _show(looked: Looked, one: Barrier, told: Evidence | None, reasons: Mapping[int, str], *, may_edit: bool) -> None:
    colour, icon = _LOOKS[one.state]
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key=f"due-row-barrier-{one.barrier_id}"):
        state = f":{colour}-badge[:material/{icon}: {_(STATE_LABELS[one.state])}]"
        facts = [about_badge(one), state, f":small[:gray[{_since(one)}]]"]
        st.markdown(f"**{plain(one.what)}**  \n{' '.join(facts)}", width="stretch")
        if may_edit:
            st.button(
                ":material/edit:", key=f"barrier:edit:{one.barrier_id}", type="tertiary", help=_("Edit the barrier"),
                on_click=open_dialog, args=(Open.BARRIER, str(one.barrier_id)),
            )  # fmt: skip
    if one.note:
        st.markdown(f":small[{plain_lines(one.note)}]")
    left, right = st.columns([6, 5], gap="medium")
    with left:
        _show_work(looked, one, may_edit=may_edit)
    with right:
        _show_evidence(one, told, reasons)


def about_badge(one: Barrier) -> str:
    """Return for whom or where a barrier is as a badge, Markdown."""
    if one.about.touchpoint_id is not None:
        return f":gray-badge[:material/hub: {plain(one.place or _('a touchpoint that is gone'))}]"
    if one.about.subject is None:
        return f":gray-badge[:material/groups: {_('all customers')}]"
    return whom_badge(one.about.subject, one.place)


def _since(one: Barrier) -> str:
    told = _("since {day}", day=day(one.since_on))
    return told if one.ended_on is None else f"{told} · {_('until {day}', day=day(one.ended_on))}"


def _show_work(looked: Looked, one: Barrier, *, may_edit: bool) -> None:
    """Show who sees to it and what is done; what is missing stands out."""
    action = next((each for each in looked.view.actions if each.action_id == one.action_id), None)
    lines = []
    if one.lacks_person:
        gone = f" :small[:gray[{plain(one.owner_name)}]]" if one.owner_name else ""
        lines.append(f":orange[:material/person_off: {_('Nobody sees to it')}]{gone}")
    elif one.owner_name:
        lines.append(f":small[:material/person: {plain(one.owner_name)}]")
    if action is not None:
        facts = " · ".join([plain(action.owner_name or "–"), due_text(action, looked.view.today)])
        lines.append(f":small[:material/bolt: **{plain(action.what)}** :gray[{facts}]]")
    elif one.action_id is not None:
        lines.append(f":small[:material/bolt: {_('An action of another team is against it.')}]")
    if lines:
        st.markdown("  \n".join(lines))
    if one.lacks_action:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":orange[:material/bolt: {_('No action yet')}]", width="content")
            if may_edit:
                st.button(
                    _("Add an action"), key=f"barrier:act:{one.barrier_id}", icon=":material/add:", on_click=open_dialog,
                    args=(Open.BARRIER_ACTION, str(one.barrier_id)),
                )  # fmt: skip


def _show_evidence(one: Barrier, told: Evidence | None, reasons: Mapping[int, str]) -> None:
    """Show what customers said in the last year, each number opening to its rows."""
    if told is None or (told.lost is None and told.suggested is None):
        st.markdown(f":small[:gray[{_('No reason or words of customers are named for it.')}]]")
        return
    with st.container(gap=None):
        if told.lost is not None and one.reason_id is not None:
            reason = plain(reasons.get(one.reason_id, "–"))
            text = ngettext(
                "{count} customer left: {reason}", "{count} customers left: {reason}", told.lost, reason=reason
            )
            _evidence_button(text, told.lost, "person_off", Open.LOST, one)
        if told.suggested is not None:
            words = plain(_(", ").join(one.heard))
            text = ngettext(
                "{count} suggestion with {words}", "{count} suggestions with {words}", told.suggested, words=words
            )
            _evidence_button(text, told.suggested, "lightbulb", Open.HEARD, one)


def _evidence_button(text: str, count: int, icon: str, dialog: Open, one: Barrier) -> None:
    if count:
        st.button(
            text, key=f"barrier:{dialog}:{one.barrier_id}", icon=f":material/{icon}:", type="tertiary",
            help=_("In the last year, among the customers you may see"), on_click=open_dialog,
            args=(dialog, str(one.barrier_id)),
        )  # fmt: skip
    else:
        st.markdown(f":small[:gray[:material/{icon}: {text}]]")
