"""What customers suggested: by state, the latest first, each answered in place."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.touchpoints.said.model import ANSWER_LIMIT, STATE_LABELS, State, Suggestion, SuggestionsRequest
from crm_core.touchpoints.said.service import answer_suggestion, suggestions
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import link_to
from crm_core.ui.page import empty_state
from crm_core.ui.session import page_state
from crm_core.ui.show import day, number
from crm_core.ui.text import _, plain, plain_lines
from crm_core.ui.touchpoints.said import answer_line, state_badge

SIZE = 10


@dataclass
class _Shown:
    """Which suggestions are shown, on which page, and whose form is open."""

    state: str = ""
    page: int = 1
    open_id: int | None = None


def show_suggestions(actor: Actor) -> None:
    """Show the suggestions of the customers within the reach, with how many there are in each state."""
    shown, reach = page_state(_Shown), actor.require(Permission.INTERACTION_READ)
    state = State(shown.state) if shown.state else None
    found = fetch(suggestions, SuggestionsRequest(reach, state, (shown.page - 1) * SIZE, SIZE))
    total = sum(found.counts.values())
    if not total:
        empty_state(
            _("No suggestion yet. Note one where you log an interaction, in the customer's words."), icon="lightbulb"
        )
        return
    names = {"": f"{_('All')} {number(total)}"}
    names |= {one.value: f"{_(label)} {number(found.counts.get(one, 0))}" for one, label in STATE_LABELS.items()}
    st.segmented_control(
        _("State"), list(names), default=shown.state, key="suggestions:chosen", format_func=lambda one: names[one],
        label_visibility="collapsed", required=True, on_change=_choose,
    )  # fmt: skip
    if not found.found:
        empty_state(_("None in this state."), icon="lightbulb")
    reach_to_answer = actor.may(Permission.SUGGESTION_ANSWER)
    for one in found.found:
        _show_one(one, shown, may_answer=reach_to_answer)
    in_state = total if state is None else found.counts.get(state, 0)
    pages = -(-in_state // SIZE)
    if pages > 1:
        key = f"suggestions:{shown.state}:page"
        st.pagination(pages, default=min(shown.page, pages), key=key, max_visible_pages=5, on_change=_turn, args=(key,))


def _choose() -> None:
    shown = page_state(_Shown)
    shown.state, shown.page, shown.open_id = st.session_state["suggestions:chosen"] or "", 1, None


def _turn(key: str) -> None:
    page_state(_Shown).page = st.session_state[key]


def _toggle(suggestion_id: int | None) -> None:
    shown = page_state(_Shown)
    shown.open_id = None if shown.open_id == suggestion_id else suggestion_id


def _show_one(one: Suggestion, shown: _Shown, *, may_answer: bool) -> None:
    is_open = may_answer and shown.open_id == one.suggestion_id
    with st.container(border=True, gap="small", key=f"suggestion-{one.suggestion_id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(state_badge(one), width="content")
            link_to(plain(one.customer), "customers/customer.py", id=one.customer_id)
            st.markdown(f":small[:gray[{_by(one)}]]", width="content")
            if may_answer:
                st.button(
                    _("Do not answer") if is_open else _("Answer"),
                    icon=":material/close:" if is_open else ":material/reply:", type="tertiary",
                    key=f"suggestion:{one.suggestion_id}:open", on_click=_toggle, args=(one.suggestion_id,),
                )  # fmt: skip
        st.markdown(plain_lines(one.content) + answer_line(one))
        if is_open:
            _form(one)


def _by(one: Suggestion) -> str:
    return " · ".join(part for part in (day(one.said_on), plain(one.who) if one.who else "") if part)


def _form(one: Suggestion) -> None:
    def save(values: Values, key: str, version: int) -> str:
        answer_suggestion(store(), current_actor(), one.suggestion_id, values, version=version, key=key)
        _toggle(None)
        return _("Saved.")

    form = Form("suggestion", save, about=one.suggestion_id, version=one.version)
    with form:
        states = {state: _(label) for state, label in STATE_LABELS.items()}
        form.chips("state", _("State"), states, one.state, required=True)
        form.area("answer", _("What the customer is told"), one.answer, max_chars=ANSWER_LIMIT, height=80)
        form.submit(_("Save"), icon=":material/check:")
