"""How complete a customer's record is and what to ask for next: on the customer's page and where an interaction is logged."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.completeness import ASK_LABELS, Completeness, completeness_of
from crm_core.errors import NotFound
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.show import share
from crm_core.ui.text import _, plain


def show_completeness(asked: OneCustomer) -> None:
    """Show the share as a bar, and what to ask for next."""
    found = fetch(completeness_of, asked)
    told = _("Record complete: {share}", share=share(found.share, 0))
    nxt = _next(found)
    st.progress(found.share, text=f":small[:gray[{plain(told)}{' · ' + plain(nxt) if nxt else ''}]]")


def show_what_to_ask(customer_id: int) -> None:
    """Show what to ask for next while somebody writes down a talk; nothing where nothing is missing."""
    try:
        found = fetch(completeness_of, OneCustomer(current_actor().require(Permission.CUSTOMER_READ), customer_id))
    except NotFound:  # who stands in for a colleague logs for customers that are not theirs to read
        return
    nxt = _next(found)
    if nxt:
        told = _("Record complete: {share}", share=share(found.share, 0))
        st.caption(f":material/lightbulb: {plain(nxt)} :gray[{plain(told)}]")


def _next(found: Completeness) -> str:
    if found.ask is not None:
        return _(ASK_LABELS[found.ask])
    name = found.ask_own or (_(found.ask_fact) if found.ask_fact else None)
    return _("Ask for “{name}” next.", name=name) if name else ""
