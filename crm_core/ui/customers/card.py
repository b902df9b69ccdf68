"""One customer's data: masked, revealed for a reason, edited in place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.customers.model import (
    FIELD_LABELS,
    GENDER_LABELS,
    KIND_LABELS,
    REASON_LIMIT,
    Collision,
    CustomerFace,
    OneCustomer,
    Secret,
)
from crm_core.customers.profile.own_fields.service import own_values
from crm_core.customers.service import edit_customer, reveal
from crm_core.errors import N_
from crm_core.ui.customers.adding import CollisionState, customer_fields, show_collision
from crm_core.ui.customers.completeness import show_completeness
from crm_core.ui.customers.own_fields import own_rows
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.session import page_state
from crm_core.ui.show import day
from crm_core.ui.text import _, noted, plain, plain_lines

_SHOWN_FOR = timedelta(minutes=2)
_REASONS = {
    "contact": N_("To contact the customer"),
    "check": N_("To check who is calling"),
    "correct": N_("To correct the data"),
    "other": N_("Another reason"),
}


@dataclass
class _Card:
    """Whether the data are being edited, and what this session may see in clear, until when."""

    editing: int | None = None
    clear: dict[tuple[int, str], tuple[str, datetime]] = field(default_factory=dict)


def is_editing(customer_id: int) -> bool:
    """Return whether this session is editing the customer: the form wants more room."""
    return page_state(_Card).editing == customer_id


def show_card(face: CustomerFace, asked: OneCustomer, *, may_edit: bool) -> None:
    """Show the data, and the ways to see them in clear and to edit them."""
    state = page_state(_Card)
    state.clear = {
        key: kept for key, kept in state.clear.items() if key[0] == face.customer_id and kept[1] > clock.now()
    }
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("Customer data"), anchor=False, width="content")
            with st.container(horizontal=True, width="content", gap="xsmall"):
                _ways(face, state, may_edit=may_edit)
        if is_editing(face.customer_id) and may_edit:
            _edit_form(face, asked, state)
        else:
            st.table(
                [*_rows(face, state), *own_rows(face, asked)], border="horizontal", hide_index=True, hide_header=True
            )
            show_completeness(asked)
            if face.note:
                st.markdown(plain_lines(face.note))
            if any(key[0] == face.customer_id for key in state.clear):
                st.caption(_("Shown in clear to you for two minutes; the trail keeps that you looked."))


def _rows(face: CustomerFace, state: _Card) -> list[list[str]]:
    """Return the fields with something in them, each with its name; cells are Markdown, every value is escaped."""
    values = {
        "phone": noted(_value(face, state, Secret.PHONE), _("landline") if face.has_landline else None),
        "email": _value(face, state, Secret.EMAIL),
        "id_number": _value(face, state, Secret.ID_NUMBER),
        "birthday": _value(face, state, Secret.BIRTHDAY),
        "gender": _(GENDER_LABELS[face.gender]) if face.gender else "",
        "kind": _(KIND_LABELS[face.kind]) if face.kind else "",
        "region": face.region or "",
        "owner_id": face.owner or _("Public pool"),
        "team_id": face.team or "",
    }
    rows = [[f":gray[{_(FIELD_LABELS[name])}]", plain(value)] for name, value in values.items() if value]
    return [*rows, [f":gray[{_('Added on')}]", day(face.created_on)]]


def _value(face: CustomerFace, state: _Card, secret: Secret) -> str:
    kept = state.clear.get((face.customer_id, secret.value))
    return kept[0] if kept else getattr(face, secret.value) or ""


def _ways(face: CustomerFace, state: _Card, *, may_edit: bool) -> None:
    stored = [secret for secret in Secret if getattr(face, secret.value)]
    if stored and current_actor().may(Permission.CUSTOMER_REVEAL):
        with st.popover(_("Show in clear"), icon=":material/visibility:", type="tertiary"):
            _reveal_form(face, state, stored)
    if may_edit:
        is_open = is_editing(face.customer_id)
        st.button(
            _("Do not edit") if is_open else _("Edit"),
            icon=":material/close:" if is_open else ":material/edit:",
            type="tertiary",
            key="card:edit",
            on_click=_toggle,
            args=(face.customer_id,),
        )


def _toggle(customer_id: int) -> None:
    state = page_state(_Card)
    state.editing = None if state.editing == customer_id else customer_id
    page_state(CollisionState).met = None


def _reveal_form(face: CustomerFace, state: _Card, stored: list[Secret]) -> None:
    def save(values: Values, _key: str, _version: int) -> str:
        chosen, said = values.get("why"), str(values.get("reason") or "")
        why = said if chosen in (None, "other") else f"{_(_REASONS[str(chosen)])} {said}".strip()
        clear = reveal(store(), current_actor(), face.customer_id, str(values.get("field")), why)
        state.clear[(face.customer_id, str(values["field"]))] = (clear, clock.now() + _SHOWN_FOR)
        return _("Shown for two minutes.")

    form = Form("reveal", save, about=face.customer_id)
    with form:
        fields = {secret.value: _(FIELD_LABELS[secret.value]) for secret in stored}
        form.chips("field", _("What"), fields, stored[0].value, required=True)
        form.choose("why", _("Why"), {key: _(label) for key, label in _REASONS.items()}, "contact")
        form.text("reason", _("More to say"), max_chars=REASON_LIMIT)
        form.submit(_("Show"), icon=":material/visibility:")


def _edit_form(face: CustomerFace, asked: OneCustomer, state: _Card) -> None:
    collision = page_state(CollisionState)
    masks = {secret.value: getattr(face, secret.value) for secret in Secret}
    stored = {name: mask for name, mask in masks.items() if mask}

    def save(values: Values, key: str, version: int) -> str:
        collision.met = None
        try:
            edit_customer(
                store(), current_actor(), face.customer_id, values, version=version, key=key,
                cleared=values.pop("cleared", None) or (),
            )  # fmt: skip
        except Collision as met:
            collision.met = met
            raise
        state.editing = None
        return _("Saved.")

    form = Form("edit_customer", save, about=face.customer_id, version=face.version)
    with form:
        customer_fields(
            form, masks, fetch(own_values, asked), name=face.name, code=face.code, kind=face.kind, gender=face.gender, region=face.region,
            note=face.note,
        )  # fmt: skip
        if stored:
            form.several(
                "cleared",
                _("Clear these fields"),
                {name: _(FIELD_LABELS[name]) for name in stored},
                placeholder=_("None"),
            )
        form.submit(_("Save"), icon=":material/check:")
    if show_collision():
        st.rerun()
