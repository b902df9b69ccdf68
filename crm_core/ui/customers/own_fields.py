"""The company's own fields in a customer's form and on the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import streamlit as st

from crm_core.customers.model import CustomerFace, Kind, OneCustomer
from crm_core.customers.profile.own_fields.model import TEXT_LIMIT, FieldKind, OwnField
from crm_core.customers.profile.own_fields.service import own_fields, own_values
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form
from crm_core.ui.guard import current_actor
from crm_core.ui.show import day, number
from crm_core.ui.text import _, plain

_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 12, 31)


def fields_in_use(kind: Kind | None = None) -> list[OwnField]:
    """Return the fields in use, in order; with ``kind`` those that such customers have."""
    found = [field for field in fetch(own_fields, current_actor()) if field.is_active]
    return found if kind is None else [field for field in found if field.is_of(kind)]


def ask_own_fields(form: Form, kind: Kind, kept: Mapping[int, str]) -> None:
    """Draw the own fields of customers of a kind in an open form, two a row; ``kept`` is what stands in them."""
    fields = fields_in_use(kind)
    for start in range(0, len(fields), 2):
        for column, field in zip(st.columns(2), fields[start : start + 2], strict=False):
            with column:
                _ask(form, field, kept.get(field.field_id))


def _ask(form: Form, field: OwnField, kept: str | None) -> None:
    label = plain(field.name) + (" \\*" if field.is_required else "")
    if field.kind is FieldKind.DAY:
        value = date.fromisoformat(kept) if kept else None
        form.day(field.key, label, value, min_value=_EARLIEST, max_value=_LATEST)
    elif field.kind is FieldKind.CHOICE:
        form.choose(field.key, label, {"": "–"} | {choice: choice for choice in field.choices}, kept or "")
    elif field.kind is FieldKind.TRUTH:
        form.choose(field.key, label, {"": "–", "true": _("Yes"), "false": _("No")}, kept or "")
    else:
        form.text(field.key, label, kept or "", max_chars=TEXT_LIMIT)


def own_rows(face: CustomerFace, asked: OneCustomer) -> list[list[str]]:
    """Return name and value of the own fields in which something stands; Markdown, every value is escaped."""
    if face.kind is None:
        return []
    fields = fields_in_use(face.kind)
    kept = fetch(own_values, asked) if fields else {}
    return [
        [f":gray[{plain(field.name)}]", plain(shown(field, kept[field.field_id]))]
        for field in fields
        if field.field_id in kept
    ]


def shown(field: OwnField, value: str) -> str:
    """Return a kept value as people read it."""
    if field.kind is FieldKind.NUMBER:
        exact = Decimal(value)
        return number(exact, max(0, -int(exact.as_tuple().exponent)))
    if field.kind is FieldKind.DAY:
        return day(date.fromisoformat(value))
    if field.kind is FieldKind.TRUTH:
        return _("Yes") if value == "true" else _("No")
    return value
