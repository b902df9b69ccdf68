"""Requests to collaborate on a customer, answered in place."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from crm_core.customers.ownership.model import CollaborationRequest
from crm_core.customers.ownership.service import answer_request
from crm_core.errors import CrmError
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import link_to
from crm_core.ui.session import flash
from crm_core.ui.show import moment
from crm_core.ui.text import _, labelled, noted, plain


def _answer(request: CollaborationRequest, is_granted: bool) -> None:
    try:
        answer_request(
            store(),
            current_actor(),
            request.request_id,
            is_granted=is_granted,
            version=request.version,
            key=f"answer:{request.request_id}:{request.version}",
        )
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Granted.") if is_granted else _("Declined."))


def show_requests(requests: Sequence[CollaborationRequest], *, has_customer: bool = True) -> None:
    """Show open requests with what each says, and the two answers."""
    st.subheader(_("Requests to collaborate"), anchor=False)
    for request in requests:
        show_request(request, has_customer=has_customer)


def show_request(request: CollaborationRequest, *, has_customer: bool = True) -> None:
    """Show one open request with what it says, and the two answers."""
    with st.container(border=True, gap="xsmall"):
        who = noted(request.who, request.team)
        if has_customer:
            link_to(f"**{plain(request.customer)}**", "customers/customer.py", id=request.customer_id)
        asks = plain(request.reason)
        if has_customer:
            asks = ":material/group_add: " + labelled(_("Asks to collaborate"), asks)
        st.markdown(f"{asks}  \n:small[:gray[{plain(who)} · {moment(request.asked_at)}]]")
        with st.container(horizontal=True):
            key = f"request:{request.request_id}:{request.version}"
            st.button(_("Grant"), key=f"{key}:yes", on_click=_answer, args=(request, True), type="primary")
            st.button(_("Decline"), key=f"{key}:no", on_click=_answer, args=(request, False))
