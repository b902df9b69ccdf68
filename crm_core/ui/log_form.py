"""写跟进: the one form in which interactions are logged, on a page, beside my day, or in a dialog."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.errors import N_
from crm_core.i18n import formats
from crm_core.interactions.model import (
    CHANNEL_LABELS,
    CONTENT_LIMIT,
    OUTCOME_LABELS,
    PURPOSE_LIMIT,
    Channel,
    FollowUp,
    Outcome,
)
from crm_core.targets.workdays import working_day_after
from crm_core.touchpoints.model import PURPOSE_LABELS, Purpose
from crm_core.touchpoints.said.service import log_with_details
from crm_core.ui.attaching import ask_files, uploads_of
from crm_core.ui.customers.completeness import show_what_to_ask
from crm_core.ui.customers.consent import warn_of_closed
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.picking import drop_pick, pick_customer
from crm_core.ui.strategy.guidance import show_rules
from crm_core.ui.text import _, language, plain, plain_lines
from crm_core.ui.touchpoints.guides import purpose_in, show_guides
from crm_core.ui.touchpoints.said import ask_more

SOON = {1: N_("Tomorrow"), 3: N_("In 3 days"), 7: N_("In a week"), 14: N_("In 2 weeks"), 30: N_("In a month")}


def log_form(customer_id: int, follow_up: FollowUp | None = None, *, place: str = "log") -> bool:
    """Show the form for one customer and, where given, the promise that it keeps; return whether it was just saved.

    ``place`` tells two forms for the same customer on one page apart.
    """
    today = clock.today(settings().zone)

    def save(values: Values, key: str, _version: int) -> str:
        given = {**values, "next_due_on": values.get("next_due_on")}
        if given["next_due_on"] is None and values.get("next_in"):
            given["next_due_on"] = today + timedelta(days=values["next_in"])
        promise = follow_up.follow_up_id if follow_up else None
        uploads = uploads_of(given.pop("files", None))
        log_with_details(store(), current_actor(), customer_id, given, uploads, key=key, follow_up_id=promise)
        if promise is not None and values.get("outcome") == Outcome.NOT_REACHED:
            return _("Logged. The follow-up stays open, as nobody was reached.")
        return _("Logged.")

    warn_of_closed(customer_id)
    show_rules(customer_id)
    form = Form(f"{place}_interaction", save, about=f"{customer_id}:{follow_up.follow_up_id if follow_up else ''}")
    _ask_what(form, follow_up, place)
    with form:
        form.area("content", _("What was said"), height=110, max_chars=CONTENT_LIMIT)
        form.chips("next_in", _("Next follow-up"), _soon(form.current("outcome"), today))
        left, right = st.columns(2)
        with left:
            form.day("next_due_on", _("or on a day"), min_value=today)
        with right:
            form.text("next_purpose", _("What for"), max_chars=PURPOSE_LIMIT, placeholder=_("such as: send the offer"))
        ask_more(form, customer_id)
        with st.expander(_("It was earlier"), icon=":material/schedule:", type="compact"):
            form.moment("happened_at", _("When it was"))
        with st.expander(_("Documents"), icon=":material/attach_file:", type="compact"):
            ask_files(form)
        form.submit(_("Save"), width="stretch", icon=":material/check:")
    show_what_to_ask(customer_id)
    return form.just_saved


def _soon(outcome: str | None, today: date) -> dict[int, str]:
    """Return in how many days the next follow-up may be due; after nobody was reached, the next working day leads."""
    days = {days: _(label) for days, label in SOON.items()}
    if outcome != Outcome.NOT_REACHED:
        return days
    again_on = working_day_after(today, 1)
    wait = (again_on - today).days
    again = _("Try again tomorrow") if wait == 1 else _("Try again on {day}", day=formats.weekday(again_on, language()))
    return {wait: again, **{one: label for one, label in days.items() if one != wait}}


def _ask_what(form: Form, follow_up: FollowUp | None, place: str) -> None:
    """Ask for channel, outcome and purpose, outside the frame of the form: what stands beneath follows them at once."""
    form.chips(
        "channel",
        _("Channel"),
        {channel: _(label) for channel, label in CHANNEL_LABELS.items()},
        follow_up.channel if follow_up and follow_up.channel else Channel.PHONE,
        required=True,
    )
    outcomes = {outcome: _(label) for outcome, label in OUTCOME_LABELS.items()}
    form.chips("outcome", _("Outcome"), outcomes, Outcome.REACHED, required=True)
    purposes = {purpose: _(label) for purpose, label in PURPOSE_LABELS.items()}
    named = purpose_in(follow_up.purpose) if follow_up else None
    form.choose("purpose", _("Purpose"), purposes, named, placeholder=_("What it was about, if you like"))
    channel, purpose = form.current("channel"), form.current("purpose")
    show_guides(Channel(channel) if channel else None, Purpose(purpose) if purpose else None, place=place)


@st.fragment
def log_panel() -> None:
    """Show the box to pick a customer and, once picked, the form; after saving, it begins anew."""
    picked = pick_customer(Permission.INTERACTION_LOG)
    if picked is not None and log_form(picked.customer_id):
        drop_pick()
        st.rerun(scope="app")


def log_dialog(
    customer_id: int, name: str, follow_up: FollowUp | None, *, on_close: Callable[[], None], guide: str = ""
) -> None:
    """Show the form in a dialog; ``on_close`` is called when it was saved or put away, ``guide`` says what to talk about."""

    @st.dialog(_("Log an interaction"), icon=":material/edit_note:", on_dismiss=on_close)
    def dialog() -> None:
        st.markdown(f"**{plain(name)}**" + (f" :gray[{plain(follow_up.purpose)}]" if follow_up else ""))
        if guide:
            st.caption(f":material/lightbulb: {plain_lines(guide)}")
        if log_form(customer_id, follow_up, place="dialog"):
            on_close()
            st.rerun(scope="app")

    dialog()
