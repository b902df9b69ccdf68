"""The people at a customer: a compact list, masked; added, edited, removed and shown in clear in place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.customers.contacts.model import (
    FIELD_LABELS,
    NAME_LIMIT,
    NOTE_LIMIT,
    TITLE_LIMIT,
    WECHAT_LIMIT,
    ContactFace,
    ContactSecret,
)
from crm_core.customers.contacts.service import (
    add_contact,
    contacts_of,
    edit_contact,
    note_departure,
    remove_contact,
    reveal_contact,
)
from crm_core.customers.model import REASON_LIMIT, CustomerFace, OneCustomer
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.session import page_state
from crm_core.ui.show import day
from crm_core.ui.text import _, plain, plain_lines

_SHOWN_FOR = timedelta(minutes=2)
_NEW = 0


@dataclass
class _People:
    """Whose form is open (0: a new contact's), and what this session may see in clear, until when."""

    customer_id: int = 0
    open_id: int | None = None
    clear: dict[tuple[int, str], tuple[str, datetime]] = field(default_factory=dict)


def show_contacts(face: CustomerFace, asked: OneCustomer, *, may_edit: bool) -> None:
    """Show the contacts of a customer, who decides first."""
    state = page_state(_People)
    if state.customer_id != face.customer_id:
        state.customer_id, state.open_id = face.customer_id, None
    state.clear = {key: kept for key, kept in state.clear.items() if kept[1] > clock.now()}
    found = fetch(contacts_of, asked)
    if not found and not may_edit:
        return
    with st.container(border=True, key="contacts"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("Contacts"), anchor=False, width="content")
            with st.container(horizontal=True, width="content", gap="xsmall"):
                _reveal(found, state)
                if may_edit:
                    is_open = state.open_id == _NEW
                    st.button(
                        _("Do not add") if is_open else _("Add"),
                        icon=":material/close:" if is_open else ":material/person_add:",
                        type="tertiary", key="contact:new", on_click=_toggle, args=(_NEW,),
                    )  # fmt: skip
        if may_edit and state.open_id == _NEW:
            _add_form(face.customer_id)
        for contact in found:
            if may_edit and state.open_id == contact.contact_id:
                _edit_form(contact)
            else:
                _show_one(contact, state, may_edit=may_edit)
        if not found and state.open_id != _NEW:
            st.caption(_("Nobody is entered yet."))


def _toggle(contact_id: int) -> None:
    state = page_state(_People)
    state.open_id = None if state.open_id == contact_id else contact_id


def _show_one(contact: ContactFace, state: _People, *, may_edit: bool) -> None:
    marks = [f"**{plain(contact.name)}**"]
    if contact.title:
        marks.append(f":gray[{plain(contact.title)}]")
    if contact.left_on is not None:
        marks.append(f":orange-badge[{_('left on {day}', day=day(contact.left_on))}]")
    elif contact.is_decision_maker:
        marks.append(f":blue-badge[{_('Decision maker')}]")
    ways = " &nbsp; ".join(f":small[{icon} {plain(text)}]" for icon, text in _ways(contact, state) if text)
    note = f":gray[{plain_lines(contact.note)}]" if contact.note else ""
    with st.container(gap=None):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
            st.markdown(" ".join(marks), width="content")
            if may_edit:
                st.button(
                    _("Edit"), icon=":material/edit:", type="tertiary", key=f"contact:edit:{contact.contact_id}",
                    on_click=_toggle, args=(contact.contact_id,),
                )  # fmt: skip
        if ways or note:
            st.markdown("  \n".join(line for line in (ways, note) if line))


def _ways(contact: ContactFace, state: _People) -> list[tuple[str, str]]:
    icons = {
        ContactSecret.PHONE: ":material/call:",
        ContactSecret.EMAIL: ":material/mail:",
        ContactSecret.WECHAT: ":material/chat:",
    }
    found = []
    for secret, icon in icons.items():
        kept = state.clear.get((contact.contact_id, secret.value))
        found.append((icon, kept[0] if kept else getattr(contact, secret.value) or ""))
    return found


def _reveal(found: tuple[ContactFace, ...], state: _People) -> None:
    choices = {
        (one.contact_id, secret.value): f"{one.name} · {_(FIELD_LABELS[secret.value])}"
        for one in found
        for secret in ContactSecret
        if getattr(one, secret.value)
    }
    if not choices or not current_actor().may(Permission.CUSTOMER_REVEAL):
        return

    def save(values: Values, _key: str, _version: int) -> str:
        contact_id, name = values.get("field") or (0, "")
        clear = reveal_contact(store(), current_actor(), contact_id, name, str(values.get("reason") or ""))
        state.clear[(contact_id, name)] = (clear, clock.now() + _SHOWN_FOR)
        return _("Shown for two minutes.")

    with st.popover(_("Show in clear"), icon=":material/visibility:", type="tertiary"):
        form = Form("reveal_contact", save, about=state.customer_id)
        with form:
            form.choose("field", _("What"), choices, next(iter(choices)))
            form.text("reason", _("Why"), _("To contact the customer"), max_chars=REASON_LIMIT)
            form.submit(_("Show"), icon=":material/visibility:")


def _fields(form: Form, shown: ContactFace | None) -> None:
    """Draw a contact's fields in an open form; a masked value stands beside as a hint, and an empty field keeps it."""
    labels = {name: _(label) for name, label in FIELD_LABELS.items()}

    def hint(name: str) -> str:
        mask = getattr(shown, name) if shown else None
        return _("{mask} is kept", mask=mask) if mask else ""

    left, right = st.columns(2)
    with left:
        form.text("name", labels["name"], shown.name if shown else "", max_chars=NAME_LIMIT)
    with right:
        form.text("title", labels["title"], (shown.title or "") if shown else "", max_chars=TITLE_LIMIT)
    left, right = st.columns(2)
    with left:
        form.text("phone", labels["phone"], type="phone", placeholder=hint("phone"))
    with right:
        form.text("email", labels["email"], type="email", placeholder=hint("email"))
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        form.text("wechat", labels["wechat"], max_chars=WECHAT_LIMIT, placeholder=hint("wechat"))
    with right:
        form.tick("is_decision_maker", labels["is_decision_maker"], shown.is_decision_maker if shown else False)
    form.area("note", labels["note"], (shown.note or "") if shown else "", max_chars=NOTE_LIMIT, height=68)


def _add_form(customer_id: int) -> None:
    def save(values: Values, key: str, _version: int) -> str:
        add_contact(store(), current_actor(), customer_id, values, key=key)
        page_state(_People).open_id = None
        return _("Added.")

    form = Form("add_contact", save, about=customer_id)
    with form:
        _fields(form, None)
        form.submit(_("Add the contact"), icon=":material/person_add:")


def _departure_form(contact: ContactFace) -> None:
    """Show the way to note that somebody has left, or is there after all."""

    def save(values: Values, key: str, _version: int) -> str:
        note_departure(store(), current_actor(), contact.contact_id, values.get("left_on"), key=key)
        page_state(_People).open_id = None
        return _("Saved.")

    with st.popover(_("Has left"), icon=":material/logout:", type="tertiary", key=f"contact:left:{contact.contact_id}"):
        form = Form("contact_left", save, about=contact.contact_id)
        with form:
            today = clock.today(settings().zone)
            form.day("left_on", _("Left on"), contact.left_on or today, max_value=today)
            st.caption(_("Emptied: the contact is there after all."))
            form.submit(_("Save"), icon=":material/check:")


def _edit_form(contact: ContactFace) -> None:
    def save(values: Values, key: str, version: int) -> str:
        cleared = values.pop("cleared", None) or ()
        edit_contact(store(), current_actor(), contact.contact_id, values, version=version, key=key, cleared=cleared)
        page_state(_People).open_id = None
        return _("Saved.")

    def remove(_values: Values, key: str, version: int) -> str:
        remove_contact(store(), current_actor(), contact.contact_id, version=version, key=key)
        page_state(_People).open_id = None
        return _("The contact was removed.")

    stored = {secret.value: _(FIELD_LABELS[secret.value]) for secret in ContactSecret if getattr(contact, secret.value)}
    with st.container(border=True):
        form = Form("edit_contact", save, about=contact.contact_id, version=contact.version)
        with form:
            _fields(form, contact)
            if stored:
                form.several("cleared", _("Clear these fields"), stored, placeholder=_("None"))
            form.submit(_("Save"), icon=":material/check:")
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.button(
                _("Do not edit"), icon=":material/close:", type="tertiary", key=f"contact:close:{contact.contact_id}",
                on_click=_toggle, args=(contact.contact_id,),
            )  # fmt: skip
            _departure_form(contact)
            gone = Form("remove_contact", remove, about=contact.contact_id, version=contact.version)
            with gone:
                gone.submit(_("Remove the contact"), icon=":material/delete:", type="tertiary")
