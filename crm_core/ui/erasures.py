"""The administrator's view of erasures: those that were asked for, and those that were done, without whom."""

from __future__ import annotations

import streamlit as st

from crm_core.privacy.erasure.model import REASON_LABELS, REFERENCE_LIMIT, Erasure, Request
from crm_core.privacy.erasure.service import allow_return, decline, erasures, requests
from crm_core.ui.customers.privacy import show_backup_words
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import link_to
from crm_core.ui.show import moment, number
from crm_core.ui.tables import figure_column, moment_column, show_table
from crm_core.ui.text import _, noted, plain


def show_requests() -> None:
    """Show the erasures that were asked for, each with the way to do or to decline it; nothing where none waits."""
    waiting = fetch(requests, current_actor())
    if not waiting:
        return
    with st.container(border=True, key="erasure-requests", gap="small"):
        st.subheader(_("Erasures asked for"), anchor=False)
        for one in waiting:
            _show_request(one)


def _show_request(one: Request) -> None:
    facts = [_(REASON_LABELS[one.reason]), one.reference, one.asked_name, moment(one.asked_at)]
    told = plain(" · ".join(fact for fact in facts if fact))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        with st.container(width="content", gap=None):
            link_to(plain(noted(one.name, one.code)), "customers/customer.py", id=one.customer_id)
            st.caption(told)
        with st.popover(_("Decline"), icon=":material/block:"):
            _decline_form(one)


def _decline_form(one: Request) -> None:
    def save(values: Values, key: str, version: int) -> str:
        decline(store(), current_actor(), one.request_id, values, version=version, key=key)
        return _("Declined. Whoever asked is told why.")

    form = Form("decline_erasure", save, about=one.request_id, version=one.version)
    with form:
        form.text("answer", _("Why"), max_chars=2 * REFERENCE_LIMIT)
        form.submit(_("Decline"), icon=":material/block:")


def show_erasures() -> None:
    """Show what was erased, and how long backups still hold it."""
    found = fetch(erasures, current_actor())
    with st.container(border=True, key="erasures", gap="small"):
        st.subheader(_("Erasures done"), anchor=False)
        if not found:
            st.caption(_("Nobody was erased yet. An administrator erases a customer on its page, under “Privacy”."))
        else:
            rows, when, again = _("Rows"), _("When"), _("Erased again after a restore")
            back = _("May come back by an import")
            show_table(
                {
                    _("Serial number"): [str(one.erasure_id) for one in found],
                    when: [one.erased_at for one in found],
                    _("Reason"): [_(REASON_LABELS[one.reason]) for one in found],
                    _("Where this is filed"): [one.reference for one in found],
                    _("Erased by"): [one.by for one in found],
                    _("Asked for by"): [one.asked_by or "" for one in found],
                    rows: [number(one.rows) for one in found],
                    again: [one.replayed_at for one in found],
                    back: [_coming_back(one) for one in found],
                },
                {rows: figure_column(rows), when: moment_column(when), again: moment_column(again)},
                key="erasures:list", height="content",
            )  # fmt: skip
            _offer_return([one for one in found if one.is_known and one.allowed_at is None])
        show_backup_words()


def _coming_back(one: Erasure) -> str:
    if not one.is_known:
        return _("Yes")
    return _("No") if one.allowed_at is None else _("Yes, since {moment}", moment=moment(one.allowed_at))


def _offer_return(kept_out: list[Erasure]) -> None:
    """Offer to let somebody come back whom an import would bring back; nothing where nobody is kept out."""
    if not kept_out:
        return
    with st.popover(_("Let somebody come back"), icon=":material/person_add:"):
        st.caption(
            _("A file that would bring an erased person back is refused line by line, with the number of the erasure.")
        )

        def save(values: Values, key: str, version: int) -> str:
            allow_return(store(), current_actor(), values, key=key)
            return _("Allowed. Import the file again.")

        form = Form("allow_return", save)
        with form:
            names = {one.erasure_id: f"{one.erasure_id} · {moment(one.erased_at)}" for one in kept_out}
            form.choose("erasure_id", _("Serial number"), names)
            form.text("reason", _("Why"), max_chars=REFERENCE_LIMIT)
            form.submit(_("Allow it"), icon=":material/check:")
        if form.just_saved:
            st.rerun()
