"""Who is there already and looks like the customer that is being entered, with the way to open it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from crm_core.customers.entering import Likely, likely_same
from crm_core.errors import N_
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import link_to
from crm_core.ui.text import _, noted, plain

_BY = {
    "code": N_("Same customer code"),
    "phone": N_("Same phone"),
    "id_number": N_("Same credit code"),
    "name": N_("Similar name"),
}


def show_likely(given: Mapping[str, object]) -> None:
    """Show the customers who may be the one that ``given`` describes; nothing where there is none."""
    found = likely_same(store(), current_actor(), given)
    if not found:
        return
    with st.container(border=True, key="likely", gap="xsmall"):
        st.markdown(f":material/group: **{_('This customer may be there already')}**")
        for one in found:
            _show_one(one)


def _show_one(one: Likely) -> None:
    why = f":gray-badge[{_(_BY[one.alike_by])}]"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if one.customer_id is not None:
            label = plain(noted(one.name, one.code))
            link_to(label, "customers/customer.py", icon=":material/open_in_new:", id=one.customer_id)
            st.markdown(f":gray[{plain(one.owner or _('Public pool'))}] {why}", width="content")
        elif one.code is not None:
            st.markdown(f"{plain(noted(one.name, one.code))} :gray[{_('in the public pool')}] {why}")
        else:
            said = _(
                "A colleague has this customer: {name} ({owner}, {team}).",
                name=plain(one.name), owner=plain(one.owner), team=plain(one.team or "–"),
            )  # fmt: skip
            st.markdown(f"{said} {why}")
