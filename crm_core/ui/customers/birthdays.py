"""Birthdays by the lunar calendar, and of contacts, on the customer's page: the month alone is shown."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crm_core.customers.contacts.service import contacts_of
from crm_core.customers.model import CustomerFace, OneCustomer
from crm_core.customers.profile.birthdays.model import CALENDAR_LABELS, BirthdayMark, Calendar
from crm_core.customers.profile.birthdays.service import birthdays_of, remove_birthday, set_birthday
from crm_core.errors import CrmError
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.session import flash, page_state
from crm_core.ui.text import _, plain

_NEW = -1


@dataclass
class _Marks:
    """Whose page it is, and whose birthday is being edited: a contact's, 0 the customer's, -1 a new one."""

    customer_id: int = 0
    open_id: int | None = None


def show_birthdays(face: CustomerFace, asked: OneCustomer, *, may_edit: bool) -> None:
    """Show the birthdays that were entered here; nothing where there are none and none can be entered."""
    state = page_state(_Marks)
    if state.customer_id != face.customer_id:
        state.customer_id, state.open_id = face.customer_id, None
    found = fetch(birthdays_of, asked)
    if not found and not may_edit:
        return
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("Birthdays to keep"), anchor=False, width="content")
            if may_edit:
                is_open = state.open_id == _NEW
                st.button(
                    _("Do not add") if is_open else _("Add"),
                    icon=":material/close:" if is_open else ":material/add:",
                    type="tertiary", key="birthday:new", on_click=_toggle, args=(_NEW,),
                )  # fmt: skip
        if not found and state.open_id != _NEW:
            st.caption(_("By the lunar calendar, and of contacts: on the day they stand on the owner's day."))
        for mark in found:
            _show(mark, may_edit=may_edit)
        if may_edit and state.open_id is not None:
            _form(face, asked, {mark.contact_id: mark for mark in found}, state)


def _toggle(contact_id: int) -> None:
    state = page_state(_Marks)
    state.open_id = None if state.open_id == contact_id else contact_id


def _show(mark: BirthdayMark, *, may_edit: bool) -> None:
    calendar = _(CALENDAR_LABELS[mark.calendar])
    month = _("leap month {month}", month=mark.month) if mark.is_leap else _("month {month}", month=mark.month)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(mark.name)}** :gray[{calendar} {month}\\*\\*]", width="stretch")
        if may_edit:
            st.button(
                _("Edit"), icon=":material/edit:", type="tertiary", key=f"birthday:{mark.contact_id}", on_click=_toggle,
                args=(mark.contact_id,),
            )  # fmt: skip


def _form(face: CustomerFace, asked: OneCustomer, known: dict[int, BirthdayMark], state: _Marks) -> None:
    opened = state.open_id if state.open_id is not None else _NEW
    mark = known.get(opened)
    people = {0: face.name, **{one.contact_id: one.name for one in fetch(contacts_of, asked)}}
    free = {key: name for key, name in people.items() if key not in known}
    if mark is None and not free:
        st.caption(_("Everybody's birthday is entered."))
        return

    def save(values: Values, key: str, version: int) -> str:
        contact_id = opened if mark is not None else int(values.get("who") or 0)
        set_birthday(store(), current_actor(), face.customer_id, contact_id, values, version=version, key=key)
        page_state(_Marks).open_id = None
        return _("Saved.")

    form = Form("birthday", save, about=f"{face.customer_id}:{opened}", version=mark.version if mark else 0)
    with form:
        if mark is None:
            form.choose("who", _("Whose"), free, next(iter(free)))
        calendars = {one: _(label) for one, label in CALENDAR_LABELS.items()}
        form.chips(
            "calendar", _("By which calendar"), calendars, mark.calendar if mark else Calendar.LUNAR, required=True
        )
        left, right = st.columns(2)
        with left:
            form.choose(
                "month", _("Month"), {number: str(number) for number in range(1, 13)}, mark.month if mark else None
            )
        with right:
            form.choose("day", _("Day of the month"), {number: str(number) for number in range(1, 32)})
        form.tick("is_leap", _("Born in a leap month"), mark.is_leap if mark else False)
        form.submit(_("Save"), icon=":material/check:")
    if mark is not None:
        st.button(
            _("Remove"), icon=":material/delete:", type="tertiary", key="birthday:remove", on_click=_remove,
            args=(face.customer_id, mark),
        )  # fmt: skip


def _remove(customer_id: int, mark: BirthdayMark) -> None:
    key = f"remove-birthday:{customer_id}:{mark.contact_id}:{mark.version}"
    try:
        remove_birthday(store(), current_actor(), customer_id, mark.contact_id, version=mark.version, key=key)
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        page_state(_Marks).open_id = None
        flash(_("Removed."))
