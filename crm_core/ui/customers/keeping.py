"""Releasing one customer to the pool, and the mark that keeps it out of it."""

from __future__ import annotations

import secrets

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission, Scope
from crm_core.customers.model import REASON_LIMIT, CustomerFace, OneCustomer
from crm_core.customers.pool.service import Exempt, exempt_of, keep, lift, release
from crm_core.errors import CrmError
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.session import flash
from crm_core.ui.show import day
from crm_core.ui.text import _, plain


def may_release(face: CustomerFace) -> bool:
    """Return whether to offer the release: of the own customer, of the team's, of any. The service decides."""
    return face.owner_id is not None and _reaches(face, Permission.CUSTOMER_RELEASE)


def _reaches(face: CustomerFace, permission: Permission) -> bool:
    actor = current_actor()
    scope = actor.scope(permission)
    if scope is None or scope is Scope.ALL:
        return scope is not None
    is_teams = scope is Scope.TEAM and face.team_id is not None and face.team_id == actor.team_id
    return is_teams or face.owner_id == actor.user_id


def show_keeping(face: CustomerFace, asked: OneCustomer) -> None:
    """Show the mark, and the ways to set and lift it and to release the customer, for whoever may."""
    mark, may_keep = fetch(exempt_of, asked), _reaches(face, Permission.CUSTOMER_KEEP)
    if mark is not None:
        _show_mark(face, mark, may_lift=may_keep)
    is_free = mark is None or current_actor().scope(Permission.CUSTOMER_RELEASE) is not Scope.OWN
    ways = st.container(horizontal=True)
    if mark is None and may_keep:
        with ways, st.popover(_("Keep"), icon=":material/push_pin:"):
            _keep_form(face)
    if is_free and may_release(face):
        with ways, st.popover(_("Release"), icon=":material/waves:"):
            _release_form(face)


def _show_mark(face: CustomerFace, mark: Exempt, *, may_lift: bool) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        on = day(clock.local_day(mark.marked_at, settings().zone))
        who = plain(mark.marked_by or "")
        st.markdown(f":material/push_pin: {plain(mark.reason)}  \n:small[:gray[{who} · {on}]]", width="content")
        if may_lift:
            st.button(_("Lift the mark"), type="tertiary", key="lift-mark", on_click=_lift, args=(face.customer_id,))


def _lift(customer_id: int) -> None:
    try:
        lift(store(), current_actor(), customer_id, key=f"lift:{secrets.token_hex(8)}")
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("The mark is lifted."))


def _keep_form(face: CustomerFace) -> None:
    def save(values: Values, key: str, _version: int) -> str:
        keep(store(), current_actor(), face.customer_id, str(values["reason"] or ""), key=key)
        return _("Marked: no rule releases this customer.")

    st.write(_("No rule releases a customer with this mark, and its owner cannot either."))
    form = Form("keep", save, about=face.customer_id)
    with form:
        form.text("reason", _("Why"), max_chars=REASON_LIMIT)
        form.submit(_("Keep the customer"))


def _release_form(face: CustomerFace) -> None:
    def save(values: Values, key: str, _version: int) -> str:
        release(store(), current_actor(), [face.customer_id], str(values["reason"] or ""), key=key)
        return _("Released: the customer lies in the public pool.")

    st.write(_("The customer goes to the public pool, where everybody can claim it. Open follow-ups are cancelled."))
    form = Form("release", save, about=face.customer_id)
    with form:
        form.text("reason", _("Why"), max_chars=REASON_LIMIT, placeholder=_("Whoever looks into the pool reads it"))
        form.submit(_("Release the customer"))
