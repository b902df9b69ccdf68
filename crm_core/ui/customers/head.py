"""The head of one customer's page, and the pages in its place: of the public pool, and of nobody."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crm_core.access.model import Permission, Scope
from crm_core.customers.model import KIND_LABELS, CustomerFace
from crm_core.errors import NotFound
from crm_core.ui.customers.pool import show_claim_button
from crm_core.ui.errors import show_error
from crm_core.ui.guard import current_actor
from crm_core.ui.links import link_to
from crm_core.ui.log_form import log_dialog
from crm_core.ui.page import empty_state, page_head
from crm_core.ui.session import page_state
from crm_core.ui.text import _, plain


@dataclass
class _Logging:
    """Which customer the dialog of 写跟进 is open for."""

    customer_id: int | None = None


def what_of(face: CustomerFace) -> str:
    """Return code, kind, owner and team of a customer in one line of Markdown."""
    kind = _(KIND_LABELS[face.kind]) if face.kind else ""
    owner = face.owner or _("Public pool")
    return " · ".join(plain(part) for part in (face.code, kind, face.region, owner, face.team) if part)


def may_edit(face: CustomerFace) -> bool:
    """Return whether to offer editing: not to collaborators. The service decides."""
    actor = current_actor()
    scope = actor.scope(Permission.CUSTOMER_EDIT)
    if scope is None:
        return False
    is_teams = scope is Scope.TEAM and face.team_id is not None and face.team_id == actor.team_id
    return scope is Scope.ALL or is_teams or face.owner_id == actor.user_id


def log_button(face: CustomerFace) -> None:
    """Show the button of 写跟进 for whoever may."""
    if current_actor().may(Permission.INTERACTION_LOG):
        st.button(
            _("Log an interaction"),
            icon=":material/edit_note:",
            type="primary",
            on_click=_open,
            args=(face.customer_id,),
        )


def _open(customer_id: int) -> None:
    page_state(_Logging).customer_id = customer_id


def _close() -> None:
    page_state(_Logging).customer_id = None


def show_log_dialog(face: CustomerFace) -> bool:
    """Show the dialog of 写跟进 where it was asked for, and return whether it was; a page shows one dialog at a time."""
    if page_state(_Logging).customer_id != face.customer_id:
        return False
    log_dialog(face.customer_id, face.name, None, on_close=_close)
    return True


def show_pool(face: CustomerFace) -> None:
    """Show all that is told of a customer in the public pool, and the way to claim it."""
    page_head(plain(face.name), plain(face.code))
    empty_state(_("This customer lies in the public pool: nobody owns it."), icon="waves")
    show_claim_button(face.customer_id, face.name)
    link_to(_("All customers"), "customers/customers.py", icon=":material/arrow_back:")


def show_not_found(error: NotFound) -> None:
    """Say that there is no such customer, or none that is theirs to see: the two read alike."""
    page_head(_("Customer"))
    show_error(error)
    link_to(_("All customers"), "customers/customers.py", icon=":material/arrow_back:")
