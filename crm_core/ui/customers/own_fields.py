"""The company's own fields in a customer's form and on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import quote

import streamlit as st

from crm_core.customers.model import CustomerFace, Kind, OneCustomer
from crm_core.customers.profile.facts.industries import INDUSTRY_LABELS
from crm_core.customers.profile.facts.model import FACTS, size_of
from crm_core.customers.profile.own_fields.model import TEXT_LIMIT, FieldKind, OwnField
from crm_core.customers.profile.own_fields.service import own_fields, own_values
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form
from crm_core.ui.guard import current_actor
from crm_core.ui.show import compact_money, day, number
from crm_core.ui.text import _, plain

_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 12, 31)


def fields_in_use(kind: Kind | None = None) -> list[OwnField]:
    """Return the fields in use, in order; with ``kind`` those that such customers have."""
    found = [field for field in fetch(own_fields, current_actor()) if field.is_active]
    return found if kind is None else [field for field in found if field.is_of(kind)]


def ask_own_fields(form: Form, kind: Kind, kept: Mapping[int, str]) -> None:
    """Draw the own fields of customers of a kind in an open form, two a row; ``kept`` is what stands in them."""
    fields = fields_in_use(kind)
    _ask_all(form, fields, kept)


def ask_facts(form: Form, kind: Kind, kept: Mapping[int, str]) -> None:
    """Draw the facts of customers of a kind in an open form, folded where nothing is kept yet."""
    facts = facts_of(kind)
    label = _("More about the company") if kind is Kind.COMPANY else _("More about the person")
    is_known = any(fact.field_id in kept for fact in facts)
    with st.expander(
        label, expanded=is_known, icon=":material/domain:" if kind is Kind.COMPANY else ":material/person:"
    ):
        _ask_all(form, facts, kept)


def facts_of(kind: Kind) -> list[OwnField]:
    """Return the facts that every archive knows of customers of a kind."""
    return [fact for fact in FACTS if fact.is_of(kind)]


def name_of(field: OwnField) -> str:
    """Return what a field is called: a fact in the user's language, an own field as the company wrote it."""
    return _(field.name) if field.fact else field.name


def words_of(field: OwnField) -> dict[str, str]:
    """Return what the codes in a field mean, in the user's language; nothing where it holds none."""
    if field.fact == "industry":
        return {code: _(label) for code, label in INDUSTRY_LABELS.items()}
    return {"true": _("Yes"), "false": _("No")} if field.kind is FieldKind.TRUTH else {}


def _ask_all(form: Form, fields: Sequence[OwnField], kept: Mapping[int, str]) -> None:
    for start in range(0, len(fields), 2):
        for column, field in zip(st.columns(2), fields[start : start + 2], strict=False):
            with column:
                _ask(form, field, kept.get(field.field_id))


def _ask(form: Form, field: OwnField, kept: str | None) -> None:
    label = plain(name_of(field)) + (" \\*" if field.is_required else "")
    if field.kind is FieldKind.DAY:
        value = date.fromisoformat(kept) if kept else None
        form.day(field.key, label, value, min_value=_EARLIEST, max_value=_LATEST)
    elif field.kind is FieldKind.CHOICE:
        words = words_of(field)
        form.choose(
            field.key, label, {"": "–"} | {choice: words.get(choice, choice) for choice in field.choices}, kept or ""
        )
    elif field.kind is FieldKind.TRUTH:
        form.choose(field.key, label, {"": "–"} | words_of(field), kept or "")
    else:
        form.text(field.key, label, kept or "", max_chars=TEXT_LIMIT)


def own_rows(face: CustomerFace, asked: OneCustomer) -> list[list[str]]:
    """Return name and value of the own fields in which something stands; Markdown, every value is escaped."""
    if face.kind is None:
        return []
    return _rows(fields_in_use(face.kind), asked)


def fact_rows(face: CustomerFace, asked: OneCustomer) -> list[list[str]]:
    """Return name and value of the facts that are kept; Markdown, every value is escaped."""
    return _rows(facts_of(face.kind), asked) if face.kind is not None else []


def _rows(fields: Sequence[OwnField], asked: OneCustomer) -> list[list[str]]:
    kept = fetch(own_values, asked) if fields else {}
    return [
        [f":gray[{plain(name_of(field))}]", _cell(field, kept[field.field_id])]
        for field in fields
        if field.field_id in kept
    ]


def _cell(field: OwnField, value: str) -> str:
    if field.fact == "website":
        return f"[{plain(value.partition('://')[2])}]({quote(value, safe=':/?&=%#~+,;@!$*.-_')})"
    if field.fact == "employees":
        return plain(f"{shown(field, value)} · {_(size_of(int(value)))}")
    if field.fact == "capital":
        return plain(compact_money(Decimal(value)))
    return plain(shown(field, value))


def shown(field: OwnField, value: str) -> str:
    """Return a kept value as people read it."""
    if field.kind is FieldKind.NUMBER:
        exact = Decimal(value)
        return number(exact, max(0, -int(exact.as_tuple().exponent)))
    if field.kind is FieldKind.DAY:
        return day(date.fromisoformat(value))
    if field.kind is FieldKind.TRUTH:
        return _("Yes") if value == "true" else _("No")
    return words_of(field).get(value, value)
