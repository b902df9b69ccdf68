"""What has changed lately in a customer's business: one calm line on its page, with the numbers behind it."""

from __future__ import annotations

import streamlit as st

from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.changes.model import Business, Tone, changes_in
from crm_core.customers.profile.changes.service import business_of
from crm_core.periods import Period
from crm_core.ui.fetch import fetch
from crm_core.ui.show import money, number, span
from crm_core.ui.text import _, plain

_ICONS = {
    Tone.GOOD: ":green[:material/trending_up:]",
    Tone.BAD: ":orange[:material/trending_down:]",
    Tone.NEUTRAL: ":material/info:",
}


def show_changes(asked: OneCustomer) -> None:
    """Show what has changed, with the numbers to open; nothing where nothing has."""
    business = fetch(business_of, asked)
    found = changes_in(business)
    if not found:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="customer-changes"):
        told = " &nbsp; ".join(f"{_ICONS[one.tone]} {plain(_(one.text))}" for one in found)
        st.markdown(f":gray[{_('Lately:')}] {told}", width="content")
        with st.popover(_("The numbers"), type="tertiary", icon=":material/query_stats:"):
            _show_numbers(business)


def _show_numbers(business: Business) -> None:
    rows = [[f"**{_('Span')}**", f"**{_('Net sales')}**", f"**{_('Orders')}**"]]
    spans = business.spans
    for name, period, turnover in (
        (_("Last three months"), spans.recent, business.recent),
        (_("The three before"), spans.before, business.before),
        (_("A year ago"), spans.year_ago, business.year_ago),
    ):
        rows.append([_named(name, period), plain(money(turnover.net)), number(turnover.orders)])
    st.table(rows, border="horizontal", hide_index=True, hide_header=True)
    st.caption(_("Counted up to the last day of which purchases are known. Less than a fifth up or down is not told."))


def _named(name: str, period: Period) -> str:
    return f"{plain(name)}  \n:small[:gray[{plain(span(period))}]]"
