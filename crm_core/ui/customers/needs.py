"""What a customer wants of us, and how its data came to us: on the customer's page, noted and changed in place."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crm_core import clock
from crm_core.customers.model import CustomerFace, OneCustomer
from crm_core.customers.profile.needs.model import (
    CONTENT_LIMIT,
    STATE_LABELS,
    WANT_LABELS,
    WAY_LABELS,
    WEIGHT_LABELS,
    Need,
    NeedState,
)
from crm_core.customers.profile.needs.service import add_need, edit_need, needs_of, origin_of, set_origin
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.session import page_state
from crm_core.ui.show import day
from crm_core.ui.text import _, plain, plain_lines

_NEW = 0
_COLOURS = {NeedState.OPEN: "orange", NeedState.MET: "green", NeedState.GIVEN_UP: "gray"}


@dataclass
class _Wants:
    """Whose page it is and which form is open: of a need (0: a new one), or of the origin."""

    customer_id: int = 0
    open_id: int | None = None
    is_origin_open: bool = False


def show_needs(face: CustomerFace, asked: OneCustomer, *, may_edit: bool) -> None:
    """Show what the customer wants, what matters most first, and beneath it where the data came from."""
    state = page_state(_Wants)
    if state.customer_id != face.customer_id:
        state.customer_id, state.open_id, state.is_origin_open = face.customer_id, None, False
    found, origin = fetch(needs_of, asked), fetch(origin_of, asked)
    if not found and not may_edit and not origin.version:
        return
    with st.container(border=True, key="needs", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("What the customer wants"), anchor=False, width="content")
            if may_edit:
                is_open = state.open_id == _NEW
                st.button(
                    _("Do not add") if is_open else _("Add"),
                    icon=":material/close:" if is_open else ":material/add:",
                    type="tertiary", key="need:new", on_click=_toggle, args=(_NEW,),
                )  # fmt: skip
        if may_edit and state.open_id == _NEW:
            _need_form(face.customer_id, None)
        for need in found:
            if may_edit and state.open_id == need.need_id:
                with st.container(border=True):
                    _need_form(face.customer_id, need)
            else:
                _show_one(need, may_edit=may_edit)
        if not found and state.open_id != _NEW:
            st.caption(_("Nothing is noted yet."))
        _show_origin(face, asked, state, may_edit=may_edit)


def _toggle(need_id: int) -> None:
    state = page_state(_Wants)
    state.open_id = None if state.open_id == need_id else need_id


def _toggle_origin() -> None:
    state = page_state(_Wants)
    state.is_origin_open = not state.is_origin_open


def _show_one(need: Need, *, may_edit: bool) -> None:
    facts = f":small[:gray[{plain(_(WEIGHT_LABELS[need.weight]))} · {day(need.noted_on)}]]"
    words = f"  \n{plain_lines(need.content)}" if need.content else ""
    badge = f":{_COLOURS[need.state]}-badge[{_(STATE_LABELS[need.state])}]"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"one-line-need-{need.need_id}"):
        st.markdown(f"**{_(WANT_LABELS[need.kind])}** {badge} {facts}{words}", width="stretch")
        if may_edit:
            st.button(
                _("Edit"), icon=":material/edit:", type="tertiary", key=f"need:{need.need_id}", on_click=_toggle,
                args=(need.need_id,),
            )  # fmt: skip


def _need_form(customer_id: int, need: Need | None) -> None:
    def save(values: Values, key: str, version: int) -> str:
        if need is None:
            add_need(store(), current_actor(), customer_id, values, key=key)
        else:
            edit_need(store(), current_actor(), need.need_id, values, version=version, key=key)
        page_state(_Wants).open_id = None
        return _("Saved.")

    about = f"{customer_id}:{need.need_id if need else _NEW}"
    form = Form("need", save, about=about, version=need.version if need else 0)
    with form:
        left, right = st.columns(2, vertical_alignment="bottom")
        with left:
            wants = {want: _(label) for want, label in WANT_LABELS.items()}
            form.choose("kind", _("What matters to the customer"), wants, need.kind if need else next(iter(wants)))
        with right:
            weights = {weight: _(label) for weight, label in WEIGHT_LABELS.items()}
            form.choose("weight", _("Weight"), weights, need.weight if need else 2)
        form.area(
            "content", _("In the customer's words"), need.content if need else "", max_chars=CONTENT_LIMIT, height=68
        )
        left, right = st.columns(2)
        today = clock.today(settings().zone)
        with left:
            form.day("noted_on", _("Noted on"), need.noted_on if need else today, max_value=today)
        with right:
            states = {state: _(label) for state, label in STATE_LABELS.items()}
            form.choose("state", _("State"), states, need.state if need else NeedState.OPEN)
        form.submit(_("Save"), icon=":material/check:")
    if need is not None:
        st.button(
            _("Do not edit"), icon=":material/close:", type="tertiary", key="need:close", on_click=_toggle,
            args=(need.need_id,),
        )  # fmt: skip


def _show_origin(face: CustomerFace, asked: OneCustomer, state: _Wants, *, may_edit: bool) -> None:
    origin = fetch(origin_of, asked)
    facts = []
    if origin.way is not None:
        facts.append(_("Data from: {way}", way=_(WAY_LABELS[origin.way])))
    if origin.first_contact_on is not None:
        facts.append(_("first contact {day}", day=day(origin.first_contact_on)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="one-line-origin"):
        st.caption(plain(" · ".join(facts)) if facts else _("It is not noted where the data came from."))
        if may_edit:
            st.button(
                _("Do not edit") if state.is_origin_open else _("Edit"),
                icon=":material/close:" if state.is_origin_open else ":material/edit:",
                type="tertiary", key="origin:edit", on_click=_toggle_origin,
            )  # fmt: skip
    if not (may_edit and state.is_origin_open):
        return

    def save(values: Values, key: str, version: int) -> str:
        set_origin(store(), current_actor(), face.customer_id, values, version=version, key=key)
        page_state(_Wants).is_origin_open = False
        return _("Saved.")

    form = Form("origin", save, about=face.customer_id, version=origin.version)
    with form:
        left, right = st.columns(2)
        with left:
            ways = {"": "–"} | {way: _(label) for way, label in WAY_LABELS.items()}
            form.choose("way", _("How the data came to us"), ways, origin.way or "")
        with right:
            form.day(
                "first_contact_on", _("First contact"), origin.first_contact_on, max_value=clock.today(settings().zone)
            )
        form.submit(_("Save"), icon=":material/check:")
