"""What is due by norm on my day: why, and done or put off in place; and who of the team is behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.errors import AlreadyDone, CrmError
from crm_core.interactions.model import CHANNEL_LABELS
from crm_core.interactions.service import log_not_reached
from crm_core.relationships.model import REASON_LIMIT
from crm_core.relationships.norms.model import DueContact, DueRequest
from crm_core.relationships.norms.service import due_by_norm, put_off
from crm_core.targets.workdays import next_working_day
from crm_core.ui.fetch import fetch
from crm_core.ui.follow_ups import missed_button
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.log_form import log_dialog
from crm_core.ui.relationships.norms import often
from crm_core.ui.relationships.words import whom
from crm_core.ui.session import flash, page_state
from crm_core.ui.show import day
from crm_core.ui.text import _, ngettext, plain


@dataclass
class _Open:
    """Which item a dialog is open for."""

    logging: DueContact | None = None
    delaying: DueContact | None = None


def my_due(actor: Actor, today: date) -> tuple[DueContact, ...]:
    """Return what is due by norm with the actor's own customers, the most urgent first."""
    return fetch(due_by_norm, DueRequest(actor.require(Permission.DAY_READ), today))


def why(one: DueContact) -> str:
    """Return why a contact is due, in one sentence."""
    channel = f" · {_(CHANNEL_LABELS[one.channel])}" if one.channel else ""
    return f"{plain(whom(one.subject, one.group))}{channel} · {often(one.days)}"


def last_contact(one: DueContact, today: date) -> str:
    """Return when somebody was reached last."""
    if one.last_on is None:
        return _("no contact since {day}", day=day(one.anchor_on))
    days = (today - one.last_on).days
    return ngettext("last contact {count} day ago", "last contact {count} days ago", days)


def late(one: DueContact) -> str:
    """Return how late it is, as Markdown."""
    if one.late_days > 0:
        return f":red[{ngettext('overdue by {count} day', 'overdue by {count} days', one.late_days)}]"
    return _("today")


def _close() -> None:
    state = page_state(_Open)
    state.logging = state.delaying = None


def _log(one: DueContact) -> None:
    _close()
    page_state(_Open).logging = one


def _delay(one: DueContact) -> None:
    _close()
    page_state(_Open).delaying = one


def _missed(one: DueContact) -> None:
    """Log that nobody was reached, and plan it again for the next working day."""
    key = f"missed:norm:{one.customer_id}:{one.last_on}:{clock.today(settings().zone)}"
    given = {"channel": one.channel, "purpose": why(one)}
    try:
        again_on = log_not_reached(store(), current_actor(), one.customer_id, given, key=key)
    except AlreadyDone:
        return  # the second half of a double click: the first has said so
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Logged: nobody reached. Again on {day}.", day=day(again_on)))


def show_norm_ways(one: DueContact) -> None:
    """Show the ways to do what is due by norm: log it, say that nobody was reached, put it off with a reason."""
    key = f"norm:{one.customer_id}"
    with st.container(horizontal=True, horizontal_alignment="right", gap="xsmall", width="content"):
        st.button(_("Log"), key=f"{key}:log", icon=":material/edit_note:", on_click=_log, args=(one,))
        missed_button(key, _missed, one)
        st.button(":material/more_time:", key=f"{key}:later", help=_("Put off"), on_click=_delay, args=(one,))


def show_due_dialog() -> bool:
    """Show the dialog that was asked for, and return whether one was; a page shows one dialog at a time."""
    state = page_state(_Open)
    if state.logging is not None:
        item = state.logging
        log_dialog(item.customer_id, item.customer, None, on_close=_close, guide=item.guide)
    elif state.delaying is not None:
        _delay_dialog(state.delaying)
    else:
        return False
    return True


def _delay_dialog(one: DueContact) -> None:
    today = one.due_on + timedelta(days=one.late_days)

    def save(values: Values, key: str, _version: int) -> str:
        put_off(store(), current_actor(), one.customer_id, values, key=key)
        return _("Put off.")

    @st.dialog(_("Put the contact off"), icon=":material/more_time:", on_dismiss=_close)
    def dialog() -> None:
        st.markdown(f"**{plain(one.customer)}**")
        form = Form("put_off", save, about=one.customer_id)
        with form:
            tomorrow = today + timedelta(days=1)
            form.day("due_on", _("Put off to"), next_working_day(today + timedelta(days=7)), min_value=tomorrow)
            form.text("reason", _("Why"), max_chars=REASON_LIMIT)
            form.submit(_("Put off"))
        if form.just_saved:
            _close()
            st.rerun(scope="app")

    dialog()
