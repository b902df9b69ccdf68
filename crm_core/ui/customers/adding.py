"""The form for a new customer, and what to do when a colleague has this customer already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission, Scope
from crm_core.customers.lists.service import Choices, owners_to_choose
from crm_core.customers.model import (
    CODE_LIMIT,
    FIELD_LABELS,
    GENDER_LABELS,
    KIND_LABELS,
    NAME_LIMIT,
    NOTE_LIMIT,
    REASON_LIMIT,
    REGION_LIMIT,
    Collision,
    Kind,
)
from crm_core.customers.ownership.service import ask_to_collaborate
from crm_core.customers.service import add_customer
from crm_core.periods import add_months
from crm_core.ui.colleagues import colleague_labels
from crm_core.ui.customers.likely import show_likely
from crm_core.ui.customers.own_fields import ask_facts, ask_own_fields
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.links import go_to
from crm_core.ui.session import page_state
from crm_core.ui.text import _, noted, plain


@dataclass
class CollisionState:
    """The colleague's customer that this session has met last, if it has not asked for it yet."""

    met: Collision | None = None
    added: int | None = None


def labels() -> dict[str, str]:
    """Return the translated names of a customer's fields."""
    return {name: _(label) for name, label in FIELD_LABELS.items()}


def customer_fields(
    form: Form,
    kept: Mapping[str, str | None] | None = None,
    own: Mapping[int, str] | None = None,
    **shown: str | None,
) -> None:
    """Draw a customer's fields in an open form: ``shown`` are stored values, ``kept`` the masks of sensitive ones, ``own``
    what stands in the company's own fields.

    A masked value is never a field's content: it stands beside as a hint, and an empty field keeps what is stored.
    """
    hints, names = dict(kept or {}), labels()
    today = clock.today(settings().zone)
    kinds = {kind.value: _(label) for kind, label in KIND_LABELS.items()}
    genders = {"": "–"} | {gender.value: _(label) for gender, label in GENDER_LABELS.items()}

    def hint(name: str, example: str) -> str:
        return _("{mask} is kept", mask=hints[name]) if hints.get(name) else example

    form.chips("kind", names["kind"], kinds, shown.get("kind") or Kind.PERSON.value, required=True)
    left, right = st.columns(2)  # a pair a row, so that a message under one field leaves the rows aligned
    with left:
        form.text("name", names["name"], shown.get("name") or "", max_chars=NAME_LIMIT)
    with right:
        made = _("made where empty")
        form.text("code", names["code"], shown.get("code") or "", max_chars=CODE_LIMIT, placeholder=made)
    left, right = st.columns(2)
    with left:
        form.text("phone", names["phone"], type="phone", placeholder=hint("phone", "138 0013 8000"))
    with right:
        form.text("email", names["email"], type="email", placeholder=hint("email", "lilei@example.com"))
    left, right = st.columns(2)
    with left:
        form.text("id_number", _("ID card or credit code"), placeholder=hint("id_number", ""))
    with right:
        form.text("region", names["region"], shown.get("region") or "", max_chars=REGION_LIMIT)
    kind = Kind(form.current("kind") or Kind.PERSON)
    if kind is Kind.PERSON:
        left, right = st.columns(2)
        with left:
            label = noted(names["birthday"], hints.get("birthday"))
            form.day("birthday", label, min_value=add_months(today, -12 * 120), max_value=today)
        with right:
            form.choose("gender", names["gender"], genders, shown.get("gender") or "")
    ask_facts(form, kind, own or {})
    ask_own_fields(form, kind, own or {})
    form.area("note", names["note"], shown.get("note") or "", max_chars=NOTE_LIMIT, height=90)


def owner_field(form: Form) -> None:
    """Draw the owner's field for whoever may choose one."""
    actor = current_actor()
    reach = actor.require(Permission.CUSTOMER_ADD)
    if reach.scope is Scope.OWN:
        return
    names: dict[int | None, str] = {None: _("Public pool")} if reach.scope is Scope.ALL else {}
    for owner_id, label in colleague_labels(fetch(owners_to_choose, Choices(reach))).items():
        names[owner_id] = label
    first = actor.user_id if actor.user_id in names else next(iter(names), None)
    form.choose("owner_id", _("Owner"), names, first)


def show_add_form() -> None:
    """Show the form; after saving, the new customer's page opens. A collision offers to ask the colleague."""
    state = page_state(CollisionState)

    def save(values: Values, key: str, _version: int) -> str:
        state.met = None
        try:
            state.added = add_customer(store(), current_actor(), values, owner_id=values.pop("owner_id", None), key=key)
        except Collision as met:
            state.met = met
            raise
        return _("Added.")

    form = Form("add_customer", save, is_live=True)
    with form:
        customer_fields(form)
        owner_field(form)
        if state.met is None:
            show_likely({name: form.current(name) for name in ("kind", "name", "code", "phone", "id_number")})
        form.submit(_("Add the customer"), icon=":material/person_add:")
    if form.just_saved and state.added is not None:
        go_to("customers/customer.py", id=state.added)
    if show_collision():
        go_to("customers/customers.py")  # there is nothing left to add


def show_collision() -> bool:
    """Where this session has just met a colleague's customer: say whose it is, and offer to ask; return if it did."""
    state = page_state(CollisionState)
    met = state.met
    if met is None:
        return False

    def save(values: Values, key: str, _version: int) -> str:
        ask_to_collaborate(store(), current_actor(), met.handle, str(values["reason"]), key=key)
        return _("Asked. You will get a notice when it is answered.")

    with st.container(border=True):
        st.subheader(_("A colleague has this customer"), anchor=False)
        facts = {_("Customer"): met.masked_name, _("Owner"): met.owner, _("Team"): met.team or "–"}
        st.markdown("  \n".join(f":gray[{name}] {plain(value)}" for name, value in facts.items()))
        form = Form("ask_to_collaborate", save, about=met.handle)
        with form:
            form.text("reason", _("Why you want to collaborate"), max_chars=REASON_LIMIT)
            form.submit(_("Ask to collaborate"), icon=":material/handshake:")
        if form.just_saved:
            state.met = None
        return form.just_saved
