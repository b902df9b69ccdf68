"""What a customer agreed to, and the channels it closed: one calm line that opens to all of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.customers.model import CustomerFace, OneCustomer
from crm_core.errors import CrmError
from crm_core.privacy.consent.model import (
    CLOSED_LABELS,
    MEANS_LABELS,
    NOTE_LIMIT,
    STATE_LABELS,
    ClosedChannel,
    ConsentState,
    Means,
    OptOut,
    PurposeState,
    Said,
    Wishes,
)
from crm_core.privacy.consent.service import close_channel, closed_channels, note_consent, open_channel, wishes_of
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.session import flash, page_state
from crm_core.ui.show import day, days
from crm_core.ui.text import _, language, ngettext, plain, plain_lines

_COLOURS = {ConsentState.GIVEN: "green", ConsentState.REFUSED: "gray", ConsentState.WITHDRAWN: "orange"}


@dataclass
class _Opened:
    """Whose consent is unfolded: its line changes with each answer, and would fold it each time."""

    customer_id: int | None = None


def show_consent(face: CustomerFace, asked: OneCustomer) -> None:
    """Show in one line how many purposes are agreed to and what is closed; opened, all of it and its forms."""
    found = fetch(wishes_of, asked)
    may_note = current_actor().may(Permission.CONSENT_LOG)
    if not found.purposes and not found.closed and not may_note:
        return
    opened, whose = page_state(_Opened), face.customer_id
    fold = st.expander(
        _line(found),
        opened.customer_id == whose,
        icon=":material/handshake:",
        key=f"consent:{whose}",
        on_change="rerun",
    )
    opened.customer_id = whose if fold.open else None
    if not fold.open:
        return
    with fold:
        for state in found.purposes:
            _show_purpose(state)
        for out in found.closed:
            _show_closed(face, out, may_note=may_note)
        if may_note:
            with st.container(horizontal=True):
                if any(state.purpose.is_active for state in found.purposes):
                    with st.popover(_("Note a consent"), icon=":material/handshake:"):
                        _consent_form(face, found)
                if len(found.closed) < len(ClosedChannel):
                    with st.popover(_("Close a channel"), icon=":material/do_not_disturb_on:"):
                        _channel_form(face, found)
        _show_past(found)


def warn_of_closed(customer_id: int) -> None:
    """Say above a form which channels the customer has closed; nothing where all are open."""
    actor = current_actor()
    closed = fetch(closed_channels, OneCustomer(actor.require(Permission.CUSTOMER_READ), customer_id))
    if closed:
        st.warning(
            _("Does not want to be contacted by: {channels}", channels=_names(closed)),
            icon=":material/do_not_disturb_on:",
        )


def closed_mark(channels: Sequence[str]) -> str:
    """Return the channels that a customer has closed as a mark in Markdown; '' where none is."""
    names = " · ".join(_(CLOSED_LABELS[ClosedChannel(channel)]) for channel in channels)
    return f":orange[{plain(_('closed: {channels}', channels=names))}]" if names else ""


def _names(closed: Sequence[OptOut]) -> str:
    return plain(" · ".join(dict.fromkeys(_(CLOSED_LABELS[out.channel]) for out in closed)))


def _line(found: Wishes) -> str:
    asked = [state for state in found.purposes if state.purpose.is_active]
    if any(state.now for state in asked):
        total = len(asked)
        told = ngettext("Consent: {given} of {count}", "Consent: {given} of {count}", total, given=found.given_count)
    else:
        told = _("Consent: not asked yet")
    return f"{told} · :orange[{_('closed: {channels}', channels=_names(found.closed))}]" if found.closed else told


def _show_purpose(state: PurposeState) -> None:
    name, now = plain(state.purpose.name.in_language(language().value)), state.now
    if now is None:
        st.markdown(f"**{name}** &nbsp; :gray[{_('not asked yet')}]")
        return
    old = f" :orange-badge[{_('earlier text')}]" if state.is_of_old_text else ""
    st.markdown(f"**{name}** &nbsp; {_badge(now)}{old}  \n{_facts(now)}")


def _badge(said: Said) -> str:
    return f":{_COLOURS[said.state]}-badge[{_(STATE_LABELS[said.state])}]"


def _facts(said: Said) -> str:
    parts = [day(said.said_on), _(MEANS_LABELS[said.means]), _("text {number}", number=said.text_number), said.who]
    note = f"  \n{plain_lines(said.note)}" if said.note else ""
    return f":small[:gray[{plain(' · '.join(part for part in parts if part))}]]{note}"


def _show_closed(face: CustomerFace, out: OptOut, *, may_note: bool) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        parts = [_("since {day}", day=day(out.since_on)), out.who]
        facts = f":small[:gray[{plain(' · '.join(part for part in parts if part))}]]"
        why = f"  \n{plain_lines(out.reason)}" if out.reason else ""
        closed = f":orange-badge[{_('closed')}]"
        st.markdown(f"**{plain(_(CLOSED_LABELS[out.channel]))}** &nbsp; {closed} {facts}{why}", width="stretch")
        if may_note:
            st.button(
                _("Open again"), type="tertiary", key=f"channel:{out.channel.value}", on_click=_open_again,
                args=(face.customer_id, out.channel.value),
            )  # fmt: skip


def _open_again(customer_id: int, channel: str) -> None:
    try:
        open_channel(store(), current_actor(), customer_id, channel, key=f"channel:{secrets.token_hex(8)}")
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("The channel is open again."))


def _consent_form(face: CustomerFace, found: Wishes) -> None:
    def save(values: Values, key: str, _version: int) -> str:
        note_consent(store(), current_actor(), face.customer_id, values, key=key)
        return _("Noted.")

    form, chosen = Form("consent", save, about=face.customer_id), language().value
    with form:
        active = [state.purpose for state in found.purposes if state.purpose.is_active]
        names = {purpose.purpose_id: purpose.name.in_language(chosen) for purpose in active}
        form.choose("purpose_id", _("Purpose of consent"), names, next(iter(names)))
        states = {state.value: _(label) for state, label in STATE_LABELS.items()}
        form.chips("state", _("What the customer said"), states, ConsentState.GIVEN.value, required=True)
        ways = {means.value: _(label) for means, label in MEANS_LABELS.items()}
        form.chips("means", _("How"), ways, Means.PHONE.value, required=True)
        today = clock.today(settings().zone)
        form.day("said_on", _("Day"), today, max_value=today)
        form.text("note", _("Proof"), max_chars=NOTE_LIMIT, placeholder=_("such as: form in folder 12"))
        form.submit(_("Save"), icon=":material/check:")
    for purpose in active:
        with st.expander(plain(purpose.name.in_language(chosen)), icon=":material/article:", type="compact"):
            st.markdown(plain_lines(purpose.text.in_language(chosen)) or "–")
            st.caption(_("text {number}", number=purpose.text_number))


def _channel_form(face: CustomerFace, found: Wishes) -> None:
    def save(values: Values, key: str, _version: int) -> str:
        close_channel(store(), current_actor(), face.customer_id, values, key=key)
        return _("Noted. Nobody is reminded of this channel any more.")

    closed = {out.channel for out in found.closed}
    form = Form("close_channel", save, about=f"{face.customer_id}:{','.join(sorted(closed))}")
    with form:
        free = {channel.value: _(label) for channel, label in CLOSED_LABELS.items() if channel not in closed}
        form.chips("channel", _("Channel"), free, next(iter(free)), required=True)
        today = clock.today(settings().zone)
        form.day("since_on", _("Since"), today, max_value=today)
        form.text("reason", _("Reason"), max_chars=NOTE_LIMIT)
        form.submit(_("Save"), icon=":material/check:")


def _show_past(found: Wishes) -> None:
    earlier = [(state, said) for state in found.purposes for said in state.history[1:]]
    if not earlier and not found.opened:
        return
    with st.expander(_("Earlier answers"), icon=":material/history:", type="compact"):
        for state, said in earlier:
            name = plain(state.purpose.name.in_language(language().value))
            st.markdown(f"**{name}** &nbsp; {_badge(said)}  \n{_facts(said)}")
        for out in found.opened:
            ended_on = clock.local_day(out.ended_at, settings().zone) if out.ended_at else None
            facts = plain(
                " · ".join(part for part in (days(out.since_on, ended_on), out.who, out.ended_by or "") if part)
            )
            why = f"  \n{plain_lines(out.reason)}" if out.reason else ""
            st.markdown(f"**{plain(_(CLOSED_LABELS[out.channel]))}** :small[:gray[{facts}]]{why}")
