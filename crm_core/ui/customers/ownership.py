"""Whose a customer is, who works along, and who asks to."""

from __future__ import annotations

import secrets

import streamlit as st

from crm_core.access.model import Permission, Scope
from crm_core.customers.lists.service import Choices, owners_to_choose
from crm_core.customers.model import CustomerFace, OneCustomer
from crm_core.customers.ownership.model import Collaborator, WaitingRequests
from crm_core.customers.ownership.service import assign_owner, collaborators_of, end_collaboration, waiting_requests
from crm_core.errors import CrmError
from crm_core.ui.colleagues import colleague_labels
from crm_core.ui.customers.keeping import may_release, show_keeping
from crm_core.ui.customers.requests import show_requests
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.session import flash
from crm_core.ui.text import _, plain


def show_waiting(face: CustomerFace) -> None:
    """Show requests to collaborate that wait for an answer, to whoever gives it."""
    actor = current_actor()
    if not actor.may(Permission.COLLABORATION_ANSWER):
        return
    waiting = fetch(waiting_requests, WaitingRequests(actor.require(Permission.COLLABORATION_ANSWER), face.customer_id))
    if waiting:
        show_requests(waiting, has_customer=False)


def show_ownership(face: CustomerFace, asked: OneCustomer) -> None:
    """Show owner, collaborators, and the way to another owner for whoever may."""
    actor = current_actor()
    people = fetch(collaborators_of, asked)
    may_assign = actor.may(Permission.CUSTOMER_ASSIGN)
    with st.container(border=True):
        st.subheader(_("Owner and collaborators"), anchor=False)
        whose = face.owner or _("Public pool")
        st.markdown(f"{plain(whose)} :gray[{plain(face.team or '')}]")
        for person in people:
            _show_collaborator(face, person)
        if may_assign:
            _owner_form(face)
        if people or may_assign or may_release(face):
            show_keeping(face, asked)


def _show_collaborator(face: CustomerFace, person: Collaborator) -> None:
    actor = current_actor()
    is_theirs = actor.user_id in (person.user_id, face.owner_id)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"{plain(person.name)} :gray[{plain(person.team or '')}]", width="content")
        if is_theirs or actor.may(Permission.CUSTOMER_ASSIGN):
            st.button(
                _("End it"), type="tertiary", key=f"collaborator:{person.user_id}", on_click=_end,
                args=(face.customer_id, person.user_id),
            )  # fmt: skip


def _end(customer_id: int, user_id: int) -> None:
    try:
        end_collaboration(store(), current_actor(), customer_id, user_id, key=f"end:{secrets.token_hex(8)}")
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Ended."))


def _owner_form(face: CustomerFace) -> None:
    reach = current_actor().require(Permission.CUSTOMER_ASSIGN)
    names: dict[int | None, str] = {None: _("Public pool")} if reach.scope is Scope.ALL else {}
    for owner_id, label in colleague_labels(fetch(owners_to_choose, Choices(reach))).items():
        names[owner_id] = label

    def save(values: Values, key: str, _version: int) -> str:
        assign_owner(store(), current_actor(), [face.customer_id], values["owner_id"], key=key)
        return _("Assigned.")

    form = Form("assign_owner", save, about=face.customer_id, version=face.version)
    with form:
        first = face.owner_id if face.owner_id in names else next(iter(names), None)
        form.choose("owner_id", _("Owner"), names, first)
        form.submit(_("Assign"), type="secondary", icon=":material/move_up:")
