"""What a customer likes, on its page: noted ones, and those that the data speak for, with their evidence, to be judged."""

from __future__ import annotations

from zlib import crc32

import streamlit as st

from crm_core import clock
from crm_core.customers.model import CustomerFace, Event, OneCustomer, TimelineRequest
from crm_core.customers.profile.preferences.model import (
    ASPECT_LABELS,
    CHOICES,
    HOURS_LABELS,
    ORIGIN_LABELS,
    VALUE_LIMIT,
    Aspect,
    Derived,
    Hours,
    Preference,
)
from crm_core.customers.profile.preferences.service import (
    judge_preference,
    note_preference,
    preferences_of,
    remove_preference,
)
from crm_core.customers.service import customer_timeline
from crm_core.errors import CrmError
from crm_core.interactions.model import CHANNEL_LABELS, Channel
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.session import flash
from crm_core.ui.show import day, moment
from crm_core.ui.text import _, plain

_TALKS = 8  # the latest interactions, to choose in which it was said


def show_preferences(face: CustomerFace, asked: OneCustomer, *, may_edit: bool) -> None:
    """Show what the customer likes by what it is about, and beneath it what the data speak for."""
    found = fetch(preferences_of, asked)
    if not found.kept and not found.derived and not may_edit:
        return
    with st.container(border=True, key="preferences", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", key="one-line-preferences"):
            st.subheader(_("Preferences"), anchor=False)
            if may_edit:
                with st.popover(_("Add"), icon=":material/add:", type="tertiary", key="preference:new"):
                    _form(face, asked)
        for one in found.kept:
            _show_kept(one, may_edit=may_edit)
        if not found.kept and not found.derived:
            st.caption(_("Nothing is noted yet."))
        for derived in found.derived:
            _show_derived(face.customer_id, derived, may_edit=may_edit)


def value_text(aspect: Aspect, value: str) -> str:
    """Return a liking as people read it."""
    if aspect is Aspect.CHANNEL and value in tuple(Channel):
        return _(CHANNEL_LABELS[Channel(value)])
    if aspect is Aspect.TIME and value in tuple(Hours):
        return _(HOURS_LABELS[Hours(value)])
    return value


def _show_kept(one: Preference, *, may_edit: bool) -> None:
    said = f"{_(CHANNEL_LABELS[one.said_by])} {day(one.said_on)}" if one.said_by and one.said_on else ""
    facts = [
        _(ORIGIN_LABELS[one.origin]),
        said,
        one.who or "",
        day(one.noted_on),
        _(one.evidence) if one.evidence else "",
    ]
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"one-line-liking-{one.preference_id}"
    ):
        told = plain(" · ".join(part for part in facts if part))
        st.markdown(
            f":gray[{_(ASPECT_LABELS[one.aspect])}] **{plain(value_text(one.aspect, one.value))}**  \n:small[:gray[{told}]]"
        )
        if may_edit:
            st.button(
                "", icon=":material/close:", type="tertiary", help=_("Take it away"), key=f"liking:{one.preference_id}",
                on_click=_remove, args=(one.preference_id, one.version),
            )  # fmt: skip


def _show_derived(customer_id: int, one: Derived, *, may_edit: bool) -> None:
    with st.container(
        horizontal=True,
        vertical_alignment="center",
        gap="small",
        key=f"one-line-derived-{one.aspect}-{crc32(one.value.encode())}",
    ):
        label, value = _(ASPECT_LABELS[one.aspect]), plain(value_text(one.aspect, one.value))
        st.markdown(f":material/lightbulb: :gray[{label}] **{value}**  \n:small[:gray[{plain(_(one.evidence))}]]")
        if may_edit:
            for is_right, icon, text in ((True, "check", _("That is right")), (False, "close", _("That is not so"))):
                st.button(
                    "", icon=f":material/{icon}:", type="tertiary", help=text, on_click=_judge,
                    key=f"derived:{customer_id}:{one.aspect}:{one.value}:{icon}",
                    args=(customer_id, one.aspect, one.value, is_right),
                )  # fmt: skip


def _judge(customer_id: int, aspect: Aspect, value: str, is_right: bool) -> None:
    key = f"judge:{customer_id}:{aspect}:{value}:{store().versions(('customer_preference',))[0]}"
    try:
        judge_preference(store(), current_actor(), customer_id, aspect, value, is_right=is_right, key=key)
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Confirmed.") if is_right else _("It is not proposed again."))


def _remove(preference_id: int, version: int) -> None:
    try:
        remove_preference(
            store(), current_actor(), preference_id, version=version, key=f"liking:{preference_id}:{version}"
        )
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Taken away."))


def _form(face: CustomerFace, asked: OneCustomer) -> None:
    def save(values: Values, key: str, _version: int) -> str:
        values["interaction_id"] = values.get("interaction_id") or None
        note_preference(store(), current_actor(), face.customer_id, values, key=key)
        return _("Noted.")

    form = Form("preference", save, about=face.customer_id, is_live=True)
    with form:
        aspects = {aspect: _(label) for aspect, label in ASPECT_LABELS.items()}
        form.choose("aspect", _("What it is about"), aspects, Aspect.PRODUCT)
        aspect = form.current("aspect") or Aspect.PRODUCT
        if aspect in CHOICES:
            options = {value: value_text(aspect, value) for value in CHOICES[aspect]}
            form.choose("choice", _("What the customer likes"), options, CHOICES[aspect][0])
        else:
            form.text("value", _("What the customer likes"), max_chars=VALUE_LIMIT)
        today = clock.today(settings().zone)
        form.day("noted_on", _("Noted on"), today, max_value=today)
        talks = {event.key: _talk(event) for event in fetch(customer_timeline, _recent(asked)).events}
        if talks:
            form.choose("interaction_id", _("Said in"), {0: "–"} | talks, 0)
        form.submit(_("Save"), icon=":material/check:")


def _recent(asked: OneCustomer) -> TimelineRequest:
    return TimelineRequest(asked.reach, asked.customer_id, "interaction", size=_TALKS)


def _talk(event: Event) -> str:
    """Return an interaction in one line, for a list to choose from."""
    return f"{_(CHANNEL_LABELS[Channel(str(event.channel))])} {moment(event.happened_at)} {(event.text or '')[:24]}".strip()
