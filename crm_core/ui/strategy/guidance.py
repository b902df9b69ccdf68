"""The rules that hold for one customer, where people work: in the form in which they log, and on the customer's page."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission
from crm_core.errors import NotFound
from crm_core.strategy.model import GuidanceRequest, InForce
from crm_core.strategy.service import guidance_for
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.relationships.words import whom_badge
from crm_core.ui.show import day
from crm_core.ui.strategy.words import rule_lines
from crm_core.ui.text import _, plain_lines


def _holding(customer_id: int) -> tuple[tuple[InForce, str | None], ...]:
    actor = current_actor()
    if not actor.may(Permission.CUSTOMER_READ):
        return ()
    try:
        return fetch(guidance_for, GuidanceRequest(actor.require(Permission.CUSTOMER_READ), customer_id))
    except NotFound:
        return ()  # in the public pool, or gone since the page was drawn


def show_rules(customer_id: int) -> None:
    """Show the rules for whoever talks to a customer, in few lines; nothing where none are in force."""
    found = [(one, group) for one, group in _holding(customer_id) if one.words.rules]
    if not found:
        return
    lines = []
    for one, group in found:
        first, *others = rule_lines(one.words)
        lines += [f"{whom_badge(one.subject, group)} {first}", *others]
    with st.container(key="customer-rules"):
        st.markdown("  \n".join(lines))


def show_guidance(customer_id: int) -> None:
    """Show on a customer's page what is wanted of such customers, and the rules; nothing where nothing is in force."""
    found = _holding(customer_id)
    if not found:
        return
    with st.container(border=True, key="guidance"):
        st.subheader(_("How we treat this customer"), anchor=False)
        for one, group in found:
            since = _("since {day}", day=day(one.put_at.date()))
            told = f"{whom_badge(one.subject, group)} {plain_lines(one.words.aim)} :small[:gray[{since}]]"
            st.markdown("  \n".join([told, *rule_lines(one.words)]))
