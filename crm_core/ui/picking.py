"""Picking one customer while typing: at most eight that fit, never a list of all."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crm_core.access.model import Permission
from crm_core.customers.lists.model import Pick, PickRequest
from crm_core.customers.lists.service import customer_picks
from crm_core.customers.model import Kind
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.links import link_to
from crm_core.ui.session import page_state
from crm_core.ui.text import _, plain

MOST, RECENT = 8, 5


@dataclass
class _Picked:
    """Whom this session has picked, and how often, so that the box begins empty after each."""

    customer: Pick | None = None
    count: int = 0


def drop_pick() -> None:
    """Forget whom was picked; the box begins empty."""
    state = page_state(_Picked)
    state.customer, state.count = None, state.count + 1


def _take(pick: Pick) -> None:
    page_state(_Picked).customer = pick


def pick_customer(permission: Permission, *, kind: Kind | None = None, without: int | None = None) -> Pick | None:
    """Show a box to type into and the customers that fit, within the reach of ``permission``; return the picked one.

    ``kind``: persons or companies alone; ``without``: one customer who is not offered.

    Draw it in a fragment, outside of a form: it runs again while somebody types.
    """
    state = page_state(_Picked)
    if state.customer is not None:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{plain(state.customer.name)}** :gray[{_details(state.customer)}]", width="content")
            st.button(_("Choose another"), on_click=drop_pick, type="tertiary", icon=":material/swap_horiz:")
        return state.customer
    typed = st.text_input(
        _("Customer"),
        key=f"pick:{state.count}",
        live="200ms",
        type="search",
        placeholder=_("Name, pinyin, initials, code, or phone"),
        icon=":material/search:",
    )
    is_asked = bool((typed or "").strip())
    reach = current_actor().require(permission)
    picks = fetch(customer_picks, PickRequest(reach, typed or "", MOST if is_asked else RECENT, kind, without))
    if picks and not is_asked:
        st.caption(_("Contacted last"))
    elif not picks:
        _nobody(is_asked=is_asked)
    with st.container(gap="xxsmall"):
        for pick in picks:
            label = f"**{plain(pick.name)}** :gray[{_details(pick)}]"
            st.button(
                label, key=f"pick:{state.count}:{pick.customer_id}", on_click=_take, args=(pick,), type="tertiary"
            )
    return None


def _nobody(*, is_asked: bool) -> None:
    """Say that nobody fits, and lead on: whoever called for the first time is yet to be added."""
    if is_asked:
        st.caption(_("Nobody found. Phones are found whole or by their last four digits."))
    else:
        st.caption(_("You have not spoken with anybody yet. Type to find a customer."))
    if current_actor().may(Permission.CUSTOMER_ADD):
        link_to(_("Add a customer"), "customers/customers.py", icon=":material/person_add:", add="1")


def _details(pick: Pick) -> str:
    owner = None if pick.owner == current_actor().name else pick.owner
    return plain(" · ".join(part for part in (pick.phone or pick.code, owner) if part))
