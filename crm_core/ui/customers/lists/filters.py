"""The filters of a list: each a chip that a click takes away; the way to add one by any field."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from crm_core.access.model import Actor
from crm_core.customers.lists.fields import (
    DAYS,
    MANY,
    MOST_CONDITIONS,
    OPERATORS,
    Condition,
    ListField,
    Operator,
    Shape,
    parse_condition,
)
from crm_core.errors import InvalidInput
from crm_core.ui.customers.lists.state import ListState, list_state
from crm_core.ui.customers.lists.words import choices, condition_label, field_label, fields, operator_label
from crm_core.ui.session import flash
from crm_core.ui.text import _, plain

_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 12, 31)
_OPEN = "customers:add_filter"


def show_add_filter(actor: Actor, state: ListState) -> None:
    """Offer to add a filter: a field, how it is held against a value, the value."""
    with st.popover(_("Add a filter"), icon=":material/filter_alt:", key=_OPEN, on_change="rerun") as opened:
        if opened.open:
            _ask(actor, state)


def _ask(actor: Actor, state: ListState) -> None:
    known = fields()
    key = f"filter:{state.form_key}"
    name = st.selectbox(
        _("Field"), list(known), None, format_func=lambda each: field_label(known[each]), key=f"{key}:field",
        placeholder=_("Which field?"),
    )  # fmt: skip
    if name is None:
        return
    field = known[name]
    how = st.selectbox(
        _("Condition"), OPERATORS[field.shape], format_func=lambda each: operator_label(field, each),
        key=f"{key}:{name}:operator",
    )  # fmt: skip
    values = _ask_values(actor, field, how, f"{key}:{name}:{how}")
    st.button(
        _("Add a filter"),
        type="primary",
        icon=":material/add:",
        key=f"{key}:add",
        on_click=_add,
        args=(field, how, values, key),
    )


def _ask_values(actor: Actor, field: ListField, how: Operator, key: str) -> list[str]:
    """Draw the widgets for a filter's values, and return the keys under which they lie."""
    if how in (Operator.EMPTY, Operator.FILLED):
        return []
    if how in MANY:
        names = choices(field, actor)
        st.multiselect(
            _("Wanted value"),
            list(names),
            format_func=lambda each: names[each],
            key=f"{key}:0",
            placeholder=_("Choose"),
        )
        return [f"{key}:0"]
    if how in DAYS:
        st.number_input(_("Days"), 0, 36_500, 30, key=f"{key}:0")
        return [f"{key}:0"]
    labels = [_("From"), _("Up to")] if how is Operator.BETWEEN else [_("Wanted value")]
    for place, (column, label) in enumerate(zip(st.columns(len(labels)), labels, strict=True)):
        with column:
            _ask_value(field, label, f"{key}:{place}")
    return [f"{key}:{place}" for place in range(len(labels))]


def _ask_value(field: ListField, label: str, key: str) -> None:
    if field.shape is Shape.DAY:
        st.date_input(label, None, _EARLIEST, _LATEST, key=key, format="YYYY-MM-DD")
    elif field.shape is Shape.NUMBER:
        st.number_input(label, value=None, key=key)
    elif field.shape is Shape.PHONE:
        st.text_input(label, key=key, max_chars=30, placeholder=_("Whole, or the last four digits"))
    else:
        st.text_input(label, key=key, max_chars=200)


def _add(field: ListField, how: Operator, keys: Sequence[str], form: str) -> None:
    """Take the filter that was made; for the button's callback."""
    state = list_state()
    if form != f"filter:{state.form_key}":
        return  # the second half of a double click
    given: list[Any] = []
    for key in keys:
        value = st.session_state.get(key)
        given.extend(value if isinstance(value, list) else [value])
    try:
        found = parse_condition(field, how, given)
    except InvalidInput as error:
        flash(_(next(iter(error.fields.values()))), ":material/error:")
        return
    if len(state.conditions) >= MOST_CONDITIONS:
        flash(_("At most {count} filters at once, please.", count=MOST_CONDITIONS), ":material/error:")
        return
    state.conditions = tuple(dict.fromkeys((*state.conditions, found)))
    state.form_key = secrets.token_hex(8)
    st.session_state[_OPEN] = False


def show_chips(actor: Actor, state: ListState) -> None:
    """Show the filters that hold; a click takes one away."""
    known = fields()
    kept = [one for one in state.conditions if one.field in known]
    if not kept:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="customers-filters"):
        for condition in kept:
            label = condition_label(condition, known[condition.field], actor)
            st.button(
                label, icon=":material/close:", icon_position="right", key=f"chip:{condition}", on_click=_remove,
                args=(condition,), help=_("Take this filter away"),
            )  # fmt: skip
        if len(kept) > 1:
            st.button(_("Clear all"), type="tertiary", key="chips:clear", on_click=_clear)


def _remove(condition: Condition) -> None:
    state = list_state()
    state.conditions = tuple(one for one in state.conditions if one != condition)


def _clear() -> None:
    list_state().conditions = ()


def shown_name(name: str) -> str:
    """Return a field's name for a sentence, its key where it is gone."""
    field = fields().get(name)
    return plain(field_label(field)) if field else plain(name)
