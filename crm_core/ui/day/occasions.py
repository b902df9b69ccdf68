"""An occasion on my day: congratulate and log it, put it off, or say why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from crm_core import clock
from crm_core.day.model import Occasion
from crm_core.day.service import answer_occasion
from crm_core.errors import N_, AlreadyDone, CrmError
from crm_core.interactions.service import log_not_reached
from crm_core.relationships.model import REASON_LIMIT
from crm_core.targets.workdays import working_day_after
from crm_core.ui.day.words import why_occasion
from crm_core.ui.follow_ups import missed_button
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.log_form import log_dialog
from crm_core.ui.session import flash, page_state
from crm_core.ui.show import day
from crm_core.ui.text import _, plain

_LATER = {"1": N_("To the next working day"), "3": N_("By 3 working days"), "why": N_("Not this time …")}


@dataclass
class _Open:
    """Which occasion a dialog is open for."""

    logging: Occasion | None = None
    passing: Occasion | None = None


def _close() -> None:
    state = page_state(_Open)
    state.logging = state.passing = None


def _log(one: Occasion) -> None:
    _close()
    page_state(_Open).logging = one


def _today() -> date:
    return clock.today(settings().zone)


def key_of(one: Occasion) -> str:
    """Return what tells an occasion's widgets and clicks apart."""
    return f"occasion:{one.kind}:{one.customer_id}:{one.contact_id}:{one.on}"


def show_occasion_ways(one: Occasion) -> None:
    """Show the ways to do with an occasion."""
    key = key_of(one)
    with st.container(horizontal=True, horizontal_alignment="right", gap="xsmall", width="content"):
        st.button(_("Log"), key=f"{key}:log", icon=":material/edit_note:", on_click=_log, args=(one,))
        missed_button(key, _missed, one)
        st.menu_button(
            ":material/more_time:", list(_LATER), help=_("Later"), key=f"{key}:later",
            format_func=lambda option: _(_LATER[option]), on_click=_later, args=(one, f"{key}:later"),
        )  # fmt: skip


def _missed(one: Occasion) -> None:
    given = {"purpose": why_occasion(one, _today())}
    try:
        again_on = log_not_reached(store(), current_actor(), one.customer_id, given, key=f"missed:{key_of(one)}")
    except AlreadyDone:
        return  # the second half of a double click: the first has said so
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Logged: nobody reached. Again on {day}.", day=day(again_on)))


def _later(one: Occasion, key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen == "why":
        _close()
        page_state(_Open).passing = one
        return
    if chosen not in _LATER:
        return
    due_on = working_day_after(_today(), int(chosen))
    given = {**_asked(one), "due_on": due_on, "for": why_occasion(one, _today())}
    try:
        answer_occasion(store(), current_actor(), one.customer_id, given, key=f"later:{key_of(one)}")
    except AlreadyDone:
        return  # the second half of a double click: the first has said so
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Moved to {day}.", day=day(due_on)))


def _asked(one: Occasion) -> dict[str, object]:
    return {"kind": one.kind, "on": one.on, "contact_id": one.contact_id}


def show_occasion_dialog() -> bool:
    """Show the dialog that was asked for, and return whether one was."""
    state = page_state(_Open)
    if state.logging is not None:
        one = state.logging
        log_dialog(one.customer_id, one.customer, None, on_close=_close, guide=why_occasion(one, _today()))
    elif state.passing is not None:
        _pass_dialog(state.passing)
    else:
        return False
    return True


def _pass_dialog(one: Occasion) -> None:
    def save(values: Values, key: str, _version: int) -> str:
        given = {**_asked(one), "reason": values.get("reason")}
        answer_occasion(store(), current_actor(), one.customer_id, given, key=key)
        return _("Noted.")

    @st.dialog(_("Not this time"), icon=":material/event_busy:", on_dismiss=_close)
    def dialog() -> None:
        st.markdown(f"**{plain(one.customer)}** :gray[{plain(why_occasion(one, _today()))}]")
        form = Form("pass_occasion", save, about=key_of(one))
        with form:
            form.text("reason", _("Why"), max_chars=REASON_LIMIT)
            form.submit(_("Let it pass"))
        if form.just_saved:
            _close()
            st.rerun(scope="app")

    dialog()
