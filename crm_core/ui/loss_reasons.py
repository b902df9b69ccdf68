"""The administrator's list of reasons why customers are lost: add, rename, take out of use."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crm_core.customers.profile.stages.model import REASON_NAME_LIMIT, LossReason
from crm_core.customers.profile.stages.reasons import add_loss_reason, edit_loss_reason
from crm_core.customers.profile.stages.service import loss_reasons
from crm_core.ui.customers.words import reason_text
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.session import page_state
from crm_core.ui.text import _, plain


@dataclass
class _Reasons:
    """Which reason's form is open."""

    open_id: int | None = None


def show_loss_reasons() -> None:
    """Show the reasons in their order, each with its way to change it, and the form for a new one."""
    state = page_state(_Reasons)
    with st.container(border=True, key="loss-reasons", gap="small"):
        st.subheader(_("Reasons of loss"), anchor=False)
        st.caption(_("Whoever sets a customer to “lost” chooses one of these. What was chosen before is kept."))
        for reason in fetch(loss_reasons, current_actor()):
            if state.open_id == reason.reason_id:
                _edit_form(reason)
            else:
                _show_one(reason)
        _add_form()


def _show_one(reason: LossReason) -> None:
    name = plain(reason_text(reason.known, reason.name))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(name if reason.is_active else f":gray[{name}] :gray-badge[{_('not in use')}]", width="content")
        st.button(
            _("Edit"), icon=":material/edit:", type="tertiary", key=f"reason:{reason.reason_id}", on_click=_toggle,
            args=(reason.reason_id,),
        )  # fmt: skip


def _toggle(reason_id: int | None) -> None:
    page_state(_Reasons).open_id = reason_id


def _edit_form(reason: LossReason) -> None:
    def save(values: Values, key: str, version: int) -> str:
        shown = reason_text(reason.known, reason.name)
        given = {**values, "name": "" if values.get("name") == shown else values.get("name")}
        edit_loss_reason(store(), current_actor(), reason.reason_id, given, version=version, key=key)
        page_state(_Reasons).open_id = None
        return _("Saved.")

    with st.container(border=True):
        form = Form("edit_loss_reason", save, about=reason.reason_id, version=reason.version)
        with form:
            form.text("name", _("Name"), reason_text(reason.known, reason.name), max_chars=REASON_NAME_LIMIT)
            form.tick("is_active", _("In use"), reason.is_active)
            form.submit(_("Save"), icon=":material/check:")
        st.button(
            _("Do not edit"), icon=":material/close:", type="tertiary", key="reason:close", on_click=_toggle,
            args=(None,),
        )  # fmt: skip


def _add_form() -> None:
    def save(values: Values, key: str, _version: int) -> str:
        add_loss_reason(store(), current_actor(), values, key=key)
        return _("Added.")

    form = Form("add_loss_reason", save)
    with form:
        form.text("name", _("Another reason"), max_chars=REASON_NAME_LIMIT)
        form.submit(_("Add"), type="secondary", icon=":material/add:")
