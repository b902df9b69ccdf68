"""Follow-ups on a page: each with its customer, its day, and what can be done with it in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.customers.model import CustomerFace, OneCustomer
from crm_core.errors import N_, AlreadyDone, CrmError
from crm_core.interactions.model import CHANNEL_ICONS, CHANNEL_LABELS, PURPOSE_LIMIT, REASON_LIMIT, Channel, FollowUp
from crm_core.interactions.service import (
    add_follow_up,
    cancel_follow_up,
    follow_ups_of,
    log_not_reached,
    may_change,
    postpone_follow_up,
)
from crm_core.targets.workdays import working_day_after
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.links import link_to
from crm_core.ui.log_form import log_dialog
from crm_core.ui.session import flash, page_state
from crm_core.ui.show import day, weekday
from crm_core.ui.text import _, ngettext, plain
from crm_core.ui.visits.form import said_after, visit_dialog
from crm_core.visits.model import Visit, VisitsRequest
from crm_core.visits.service import not_reached, visits_among

SHOWN = 10
_LATER = {
    "1": N_("To tomorrow"),
    "3": N_("By 3 days"),
    "7": N_("By a week"),
    "day": N_("To a day …"),
    "cancel": N_("Cancel it …"),
}
_DAYS = {"1": 1, "3": 3, "7": 7}


@dataclass
class _Open:
    """Which follow-up a dialog is open for, and how many of each list are shown."""

    logging: FollowUp | None = None
    cancelling: FollowUp | None = None
    moving: FollowUp | None = None
    shown: int = SHOWN


def _close() -> None:
    state = page_state(_Open)
    state.logging = state.cancelling = state.moving = None


def _log(item: FollowUp) -> None:
    _close()
    page_state(_Open).logging = item


def _more() -> None:
    page_state(_Open).shown += SHOWN


def _later(item: FollowUp, key: str, today: date) -> None:
    """Do what was chosen from a follow-up's menu: give it another day, or ask why it is cancelled."""
    chosen = st.session_state.get(key)
    if chosen in ("cancel", "day"):
        _close()
        if chosen == "cancel":
            page_state(_Open).cancelling = item
        else:
            page_state(_Open).moving = item
        return
    if chosen not in _DAYS:
        return
    due_on = today + timedelta(days=_DAYS[chosen])
    try:
        postpone_follow_up(
            store(),
            current_actor(),
            item.follow_up_id,
            {"due_on": due_on, "purpose": item.purpose},
            version=item.version,
            key=f"postpone:{item.follow_up_id}:{item.version}",
        )
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Moved to {day}.", day=day(due_on)))


def show_follow_ups(items: Sequence[FollowUp], today: date, *, place: str, has_customer: bool = True) -> None:
    """Show follow-ups, the first ten at first; each can be logged, moved and cancelled by whose it is, or leads."""
    state, actor = page_state(_Open), current_actor()
    for item in items[: state.shown]:
        # Beside a customer's other data there is no room for both in a row.
        with st.container(border=True), _row(item) if has_customer else st.container():
            with st.container(width="stretch"):
                _show_what(item, today, has_customer=has_customer)
            if may_change(actor, item):
                show_ways(item, today, place, width="content" if has_customer else "stretch")
    if len(items) > state.shown:
        rest = len(items) - state.shown
        st.button(ngettext("{count} more", "{count} more", rest), key=f"{place}:more", on_click=_more, type="tertiary")


def visit_of(item: FollowUp) -> Visit | None:
    """Return the return visit that a follow-up is, if it is one."""
    actor = current_actor()
    if not actor.may(Permission.INTERACTION_LOG):
        return None
    asked = VisitsRequest(actor.require(Permission.INTERACTION_LOG), (item.follow_up_id,))
    return fetch(visits_among, asked).get(item.follow_up_id)


def _row(item: FollowUp) -> DeltaGenerator:
    """Return a row for what is promised and the ways to act on it; on a phone too, so that many stand in one screen."""
    return st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"due-row-{item.follow_up_id}")


def _show_what(item: FollowUp, today: date, *, has_customer: bool) -> None:
    """Show whom it is for, what for and when; the customer's name leads to its page."""
    days = (today - item.due_on).days
    if days > 0:
        due = f":red[{ngettext('overdue by {count} day', 'overdue by {count} days', days)}]"
    else:
        due = _("today") if days == 0 else weekday(item.due_on)
    channel = f":material/{CHANNEL_ICONS[item.channel]}:" if item.channel else ""
    who = plain(item.who or "")
    if item.user_id in current_actor().stands_in_for:
        who = f":orange-badge[{_('for {name}', name=who)}]"
    elif has_customer:
        who = ""
    facts = " · ".join(part for part in (channel, due, who) if part)
    first = plain(item.purpose) if item.purpose else _("Follow-up")
    if has_customer:
        with st.container(gap=None):
            link_to(f"**{plain(item.customer)}**", "customers/customer.py", id=item.customer_id)
            st.markdown(f"{first} :small[:gray[{facts}]]")
    else:
        st.markdown(f"{first}  \n:small[:gray[{facts}]]")


def show_ways(
    item: FollowUp, today: date, place: str, *, width: Literal["content", "stretch"] = "content", is_visit: bool = False
) -> None:
    """Show the ways to log a follow-up, to say in one touch that nobody was reached, to move and to cancel it."""
    key = f"{place}:{item.follow_up_id}:{item.version}"
    with st.container(horizontal=True, horizontal_alignment="right", gap="xsmall", width=width):
        label, icon = (_("Return visit"), "phone_callback") if is_visit else (_("Log"), "edit_note")
        st.button(label, key=f"{key}:log", icon=f":material/{icon}:", on_click=_log, args=(item,))
        missed_button(key, _missed, item)
        st.menu_button(
            ":material/more_time:",
            list(_LATER),
            help=_("Later"),
            key=f"{key}:later",
            format_func=lambda option: _(_LATER[option]),
            on_click=_later,
            args=(item, f"{key}:later", today),
        )


def show_next_follow_ups(face: CustomerFace, asked: OneCustomer) -> None:
    """Show what is promised to a customer, and the way to promise more for whoever may."""
    with st.container(border=True):
        st.subheader(_("Next follow-ups"), anchor=False)
        promised = fetch(follow_ups_of, asked)
        show_follow_ups(promised, clock.today(settings().zone), place="customer", has_customer=False)
        if not promised:
            st.caption(_("Nothing is planned."))
        if current_actor().may(Permission.INTERACTION_LOG):
            with st.expander(_("Plan a follow-up"), icon=":material/add:", type="compact"):
                follow_up_form(face.customer_id, face.owner_id)


def show_open_dialog() -> bool:
    """Show the dialog that was asked for, and return whether one was; once at the end of a page with follow-ups."""
    state = page_state(_Open)
    if state.logging is not None:
        visit = visit_of(state.logging)
        if visit is not None:
            visit_dialog(state.logging, visit, on_close=_close)
            return True
        log_dialog(state.logging.customer_id, state.logging.customer, state.logging, on_close=_close)
    elif state.cancelling is not None:
        _cancel_dialog(state.cancelling)
    elif state.moving is not None:
        _move_dialog(state.moving)
    else:
        return False
    return True


def missed_button(key: str, missed: Callable[[Any], None], record: object) -> None:
    """Show the button that says in one touch that nobody was reached."""
    said = _("Not reached: it is planned again")
    st.button(":material/phone_missed:", key=f"{key}:missed", help=said, on_click=missed, args=(record,))


def _missed(item: FollowUp) -> None:
    """Log that nobody was reached: a visit is tried again by its rule, a promise on the next working day."""
    visit, key = visit_of(item), f"missed:{item.follow_up_id}:{item.version}"
    try:
        if visit is not None:
            not_reached(store(), current_actor(), item.follow_up_id, key=key)
            text = said_after(visit)
        else:
            given = {"channel": item.channel}
            again_on = log_not_reached(
                store(), current_actor(), item.customer_id, given, key=key, follow_up_id=item.follow_up_id
            )
            text = _("Logged: nobody reached. Again on {day}.", day=day(again_on))
    except AlreadyDone:
        return  # the second half of a double click: the first has said so
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(text)


def _move_dialog(item: FollowUp) -> None:
    today = clock.today(settings().zone)

    def save(values: Values, key: str, version: int) -> str:
        given = {"due_on": values.get("due_on"), "purpose": item.purpose}
        postpone_follow_up(store(), current_actor(), item.follow_up_id, given, version=version, key=key)
        return _("Moved to {day}.", day=day(values["due_on"]))

    @st.dialog(_("To a day"), icon=":material/more_time:", on_dismiss=_close)
    def dialog() -> None:
        st.markdown(f"**{plain(item.customer)}** :gray[{plain(item.purpose)}]")
        form = Form("move_follow_up", save, about=item.follow_up_id, version=item.version)
        with form:
            form.day("due_on", _("On"), working_day_after(today, 1), min_value=today)
            form.submit(_("Put off"))
        if form.just_saved:
            _close()
            st.rerun(scope="app")

    dialog()


def _cancel_dialog(item: FollowUp) -> None:
    def save(values: Values, key: str, version: int) -> str:
        cancel_follow_up(store(), current_actor(), item.follow_up_id, str(values["reason"]), version=version, key=key)
        return _("Cancelled.")

    @st.dialog(_("Cancel the follow-up"), icon=":material/event_busy:", on_dismiss=_close)
    def dialog() -> None:
        st.markdown(f"**{plain(item.customer)}** :gray[{plain(item.purpose)}]")
        form = Form("cancel_follow_up", save, about=item.follow_up_id, version=item.version)
        with form:
            form.text("reason", _("Why"), max_chars=REASON_LIMIT)
            form.submit(_("Cancel the follow-up"))
        if form.just_saved:
            _close()
            st.rerun(scope="app")

    dialog()


def follow_up_form(customer_id: int, owner_id: int | None) -> None:
    """Show the form that promises a next interaction; who may, can give it to the customer's owner."""
    today, actor = clock.today(settings().zone), current_actor()

    def save(values: Values, key: str, _version: int) -> str:
        user_id = owner_id if values.get("for_owner") else None
        add_follow_up(store(), current_actor(), customer_id, values, key=key, user_id=user_id)
        return _("Planned.")

    form = Form("follow_up", save, about=customer_id)
    with form:
        left, right = st.columns(2)
        with left:
            form.day("due_on", _("On"), today + timedelta(days=1), min_value=today)
        with right:
            labels = {channel: _(label) for channel, label in CHANNEL_LABELS.items()}
            form.choose("channel", _("Channel"), labels, Channel.PHONE)
        form.text("purpose", _("What for"), max_chars=PURPOSE_LIMIT)
        if owner_id is not None and owner_id != actor.user_id:
            form.tick("for_owner", _("It is the owner's task"), value=True)
        form.submit(_("Plan it"), type="secondary")
