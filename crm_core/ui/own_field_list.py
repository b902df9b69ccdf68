"""The administrator's list of the company's own fields: add, change, put in order, take out of use."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import streamlit as st

from crm_core.customers.model import Kind
from crm_core.customers.profile.own_fields.model import (
    FIELD_KIND_LABELS,
    FOR_LABELS,
    NAME_LIMIT,
    FieldKind,
    OwnField,
)
from crm_core.customers.profile.own_fields.service import add_own_field, edit_own_field, move_own_field, own_fields
from crm_core.errors import AlreadyDone, CrmError
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.page import empty_state
from crm_core.ui.session import flash, page_state
from crm_core.ui.text import _, plain

_NEW = 0


@dataclass
class _Fields:
    """Whose form is open (0: a new field's), and the key of the next click that moves one."""

    open_id: int | None = None
    key: str = field(default_factory=lambda: secrets.token_hex(8))


def show_own_fields() -> None:
    """Show the fields in their order, each with its ways, and the form for a new one."""
    state, found = page_state(_Fields), fetch(own_fields, current_actor())
    with st.container(border=True, key="own-fields", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("Own fields"), anchor=False, width="content")
            is_open = state.open_id == _NEW
            st.button(
                _("Do not add") if is_open else _("Add a field"),
                icon=":material/close:" if is_open else ":material/add:",
                type="tertiary", key="own:new", on_click=_toggle, args=(_NEW,),
            )  # fmt: skip
        st.caption(_("They stand in the customers' form, on their page, in the list's file and in imports."))
        if state.open_id == _NEW:
            with st.container(border=True):
                _field_form(None)
        for at, one in enumerate(found):
            if state.open_id == one.field_id:
                with st.container(border=True):
                    _field_form(one)
            else:
                _show_one(one, is_first=at == 0, is_last=at == len(found) - 1)
        if not found and state.open_id != _NEW:
            empty_state(
                _("No field of your own yet, such as membership level or preferred branch."), icon="dashboard_customize"
            )


def _toggle(field_id: int) -> None:
    state = page_state(_Fields)
    state.open_id = None if state.open_id == field_id else field_id


def _show_one(one: OwnField, *, is_first: bool, is_last: bool) -> None:
    facts = [_(FIELD_KIND_LABELS[one.kind]), _(FOR_LABELS[one.for_kind])]
    if one.is_required:
        facts.append(_("must be filled in"))
    if one.choices:
        facts.append(" / ".join(one.choices))
    mark = "" if one.is_active else f" :gray-badge[{_('not in use')}]"
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(one.name)}**{mark}  \n:small[:gray[{plain(' · '.join(facts))}]]", width="stretch")
        with st.container(horizontal=True, width="content", gap="xsmall"):
            for is_up, icon, is_end in ((True, "arrow_upward", is_first), (False, "arrow_downward", is_last)):
                if not is_end:
                    label = _("Move {name} up", name=one.name) if is_up else _("Move {name} down", name=one.name)
                    st.button(
                        "", icon=f":material/{icon}:", help=plain(label), type="tertiary",
                        key=f"own:{one.field_id}:{icon}", on_click=_move, args=(one.field_id, is_up),
                    )  # fmt: skip
            st.button(
                _("Edit"), icon=":material/edit:", type="tertiary", key=f"own:{one.field_id}:edit",
                on_click=_toggle, args=(one.field_id,),
            )  # fmt: skip


def _move(field_id: int, is_up: bool) -> None:
    state = page_state(_Fields)
    key, state.key = state.key, secrets.token_hex(8)
    try:
        move_own_field(store(), current_actor(), field_id, is_up=is_up, key=key)
    except AlreadyDone:
        return
    except CrmError as error:
        flash(_(error.message), ":material/error:")


def _field_form(one: OwnField | None) -> None:
    def save(values: Values, key: str, version: int) -> str:
        if one is None:
            add_own_field(store(), current_actor(), values, key=key)
        else:
            edit_own_field(store(), current_actor(), one.field_id, values, version=version, key=key)
        page_state(_Fields).open_id = None
        return _("Added.") if one is None else _("Saved.")

    form = Form("own_field", save, about=one.field_id if one else _NEW, version=one.version if one else 0, is_live=True)
    with form:
        left, right = st.columns(2)
        with left:
            form.text("name", _("Name of the field"), one.name if one else "", max_chars=NAME_LIMIT)
        with right:
            kinds = {kind: _(label) for kind, label in FIELD_KIND_LABELS.items()}
            form.choose("kind", _("Field type"), kinds, one.kind if one else FieldKind.TEXT)
        if form.current("kind") is FieldKind.CHOICE:
            form.area("choices", _("The choices, one a line"), "\n".join(one.choices) if one else "", height=110)
        left, right = st.columns(2, vertical_alignment="bottom")
        with left:
            kinds_of: dict[Kind | str, str] = {kind or "": _(label) for kind, label in FOR_LABELS.items()}
            form.choose("for_kind", _("Of which customers"), kinds_of, (one.for_kind or "") if one else "")
        with right, st.container(horizontal=True):
            form.tick("is_required", _("Must be filled in"), one.is_required if one else False)
            if one is not None:
                form.tick("is_active", _("In use"), one.is_active)
        form.submit(_("Save") if one else _("Add the field"), icon=":material/check:")
    if one is not None:
        st.button(
            _("Do not edit"), icon=":material/close:", type="tertiary", key="own:close", on_click=_toggle,
            args=(one.field_id,),
        )  # fmt: skip
