"""What an interaction has beyond its own words: in the timeline, and asked for where it is logged."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission
from crm_core.customers.contacts.service import contacts_of
from crm_core.customers.model import OneCustomer
from crm_core.errors import NotFound
from crm_core.interactions.model import DIRECTION_LABELS, Interaction
from crm_core.touchpoints.model import PURPOSE_LABELS
from crm_core.touchpoints.said.model import (
    CHAT_LIMIT,
    STATE_LABELS,
    SUGGESTION_LIMIT,
    Said,
    SaidRequest,
    State,
    Suggestion,
)
from crm_core.touchpoints.said.service import said_in
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form
from crm_core.ui.guard import current_actor
from crm_core.ui.text import _, plain, plain_lines

STATE_COLOURS = {State.NEW: "blue", State.CONSIDERED: "orange", State.ADOPTED: "green", State.DECLINED: "gray"}


def show_said(said: Said) -> None:
    """Show purpose and contact in one line, what the customer suggested, and the chat folded away."""
    about = [f":gray-badge[{_(PURPOSE_LABELS[said.purpose])}]"] if said.purpose else []
    if said.contact:
        about.append(f":small[:gray[{_('with {name}', name=plain(said.contact))}]]")
    if about:
        st.markdown(" ".join(about))
    for one in said.suggestions:
        st.markdown(f":material/lightbulb: {state_badge(one)} {plain_lines(one.content)}{answer_line(one)}")
    if said.chat:
        with st.expander(_("Chat text"), icon=":material/forum:", type="compact"):
            st.markdown(plain_lines(said.chat))


def state_badge(one: Suggestion) -> str:
    """Return the state of a suggestion as a badge; Markdown."""
    return f":{STATE_COLOURS[one.state]}-badge[{_(STATE_LABELS[one.state])}]"


def answer_line(one: Suggestion) -> str:
    """Return what the customer is told, as a second line; Markdown, empty where nothing is."""
    if not one.answer:
        return ""
    told = _("Answer: {answer}", answer=one.answer)
    return "".join(f"  \n:small[:gray[{line}]]" for line in plain_lines(told).split("  \n"))


def ask_more(form: Form, customer_id: int) -> None:
    """Ask, folded away, for the customer's suggestion, the chat, who began, and the contact."""
    with st.expander(_("Suggestion, chat text, contact"), icon=":material/lightbulb:", type="compact"):
        form.area(
            "suggestion", _("What the customer suggests"), max_chars=SUGGESTION_LIMIT, height=68,
            help=_("It is listed by itself, and answered there."),
        )  # fmt: skip
        form.area("chat", _("Chat text"), max_chars=CHAT_LIMIT, height=110, placeholder=_("Paste it here, as it is."))
        form.chips("direction", _("Who began"), {one: _(label) for one, label in DIRECTION_LABELS.items()})
        contacts = _contacts(customer_id)
        if contacts:
            form.choose("contact_id", _("With whom"), {0: "–"} | contacts, 0)


def correct_more(form: Form, item: Interaction) -> None:
    """Ask for purpose, who began, contact, chat and suggestion as they were noted; a suggestion that was taken up is not."""
    asked = SaidRequest(current_actor().require(Permission.INTERACTION_READ), item.customer_id, (item.interaction_id,))
    said = fetch(said_in, asked).get(item.interaction_id, Said(None, None, None, "", ()))
    mine = next((one.content for one in said.suggestions if one.state is State.NEW), "")
    purposes = {"": "–"} | {purpose.value: _(label) for purpose, label in PURPOSE_LABELS.items()}
    form.choose("purpose", _("Purpose"), purposes, said.purpose.value if said.purpose else "")
    form.chips("direction", _("Who began"), {one: _(label) for one, label in DIRECTION_LABELS.items()}, item.direction)
    contacts = _contacts(item.customer_id)
    if contacts:
        form.choose("contact_id", _("With whom"), {0: "–"} | contacts, said.contact_id or 0)
    with st.expander(_("Suggestion and chat text"), icon=":material/lightbulb:", type="compact"):
        form.area("suggestion", _("What the customer suggests"), mine, max_chars=SUGGESTION_LIMIT, height=68)
        form.area("chat", _("Chat text"), said.chat, max_chars=CHAT_LIMIT, height=110)


def _contacts(customer_id: int) -> dict[int, str]:
    asked = OneCustomer(current_actor().require(Permission.CUSTOMER_READ), customer_id)
    try:
        return {one.contact_id: one.name for one in fetch(contacts_of, asked)}
    except NotFound:
        return {}
