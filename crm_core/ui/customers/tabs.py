"""The tabs of a customer's page. What is looked at seldom is drawn and fetched once its tab is open.

``tab=<name>`` in the page's address opens a tab, and the address follows whoever turns to another:
``link_to(…, "customers/customer.py", id=7, tab="ownership")`` leads there from anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from crm_core.customers.model import CustomerFace
from crm_core.errors import N_
from crm_core.ui.customers.privacy import may_see_privacy
from crm_core.ui.links import asked
from crm_core.ui.session import page_state
from crm_core.ui.text import _, language

TABS = {
    "overview": N_("Overview"),
    "archive": N_("Archive"),
    "wishes": N_("Wishes"),
    "documents": N_("Documents"),
    "ownership": N_("Ownership"),
    "privacy": N_("Privacy"),
}
OPENED = ("documents", "ownership", "privacy")  # drawn once they are open; the others hold what somebody may be typing


@dataclass
class _Followed:
    """Which customer's address was followed last, and to which tab."""

    customer_id: int = 0
    name: str | None = None


def tabs_of(face: CustomerFace) -> dict[str, Any]:
    """Show the bar of tabs and return those to be drawn now, by name: each a place for ``with``."""
    names = [name for name in TABS if name != "privacy" or may_see_privacy(face)]
    key = f"customer-tabs:{face.customer_id}:{language().value}"
    wanted, followed = asked("tab"), page_state(_Followed)
    # Whoever left the page and comes back finds the tab by the address: what the bar held has gone with the page.
    if (followed.customer_id, followed.name) != (face.customer_id, wanted) or key not in st.session_state:
        followed.customer_id, followed.name = face.customer_id, wanted
        if wanted in names:
            st.session_state[key] = _(TABS[str(wanted)])
    places = dict(zip(names, st.tabs([_(TABS[name]) for name in names], key=key, on_change="rerun"), strict=True))
    _tell_address(next((name for name, place in places.items() if place.open), names[0]), names[0])
    return {name: place for name, place in places.items() if place.open or name not in OPENED}


def _tell_address(opened: str, first: str) -> None:
    """Let the address say which tab is open, so that it is after a reload too; the first needs no word."""
    told = None if opened == first else opened
    if told == asked("tab"):
        return
    page_state(_Followed).name = told
    if told is None:
        st.query_params.pop("tab", None)
    else:
        st.query_params["tab"] = told
