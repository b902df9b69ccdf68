"""What is expected of a customer on its page: the marks beside the name, and the estimate of its potential."""

from __future__ import annotations

import streamlit as st

from crm_core.customers.model import CustomerFace, OneCustomer
from crm_core.customers.profile.outlook.model import LEVEL_LABELS, MARK_LABELS, REASON_LIMIT, Level, Mark
from crm_core.customers.profile.outlook.service import marks, outlook_of, set_potential
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.show import day
from crm_core.ui.text import _, plain

_MARK_COLOURS = {Mark.NEW: "blue", Mark.OLD: "gray", Mark.LARGE: "violet"}
_LEVEL_COLOURS = {Level.HIGH: "green", Level.MID: "blue", Level.LOW: "gray"}


def marks_after(asked: OneCustomer) -> str:
    """Return the marks of a customer as they stand after its name; Markdown."""
    return "".join(f" :small[:{_MARK_COLOURS[mark]}-badge[{_(MARK_LABELS[mark])}]]" for mark in fetch(marks, asked))


def show_potential(face: CustomerFace, asked: OneCustomer, *, may_edit: bool) -> None:
    """Show the estimate with its reason, what the size speaks for, and the way to estimate for whoever may."""
    outlook = fetch(outlook_of, asked)
    stands, guess = outlook.potential, outlook.guess
    if stands is None and guess is None and not may_edit:
        return
    with st.container(border=True, key="potential", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", key="one-line-potential"):
            st.subheader(_("Potential"), anchor=False)
            if may_edit:
                with st.popover(_("Estimate"), icon=":material/edit:", type="tertiary"):
                    _form(face, asked)
        if stands is not None:
            facts = " · ".join(part for part in (day(stands.set_on), stands.who or "") if part)
            st.markdown(f"{_badge(stands.level)} {plain(stands.reason)} :small[:gray[{plain(facts)}]]")
        else:
            st.caption(_("Nobody has estimated it yet."))
        if guess is not None and (stands is None or stands.level is not guess.level):
            st.markdown(
                f":material/lightbulb: {_('The size speaks for')} {_badge(guess.level)} :small[:gray[{plain(_(guess.why))}]]"
            )


def _badge(level: Level) -> str:
    return f":{_LEVEL_COLOURS[level]}-badge[{_(LEVEL_LABELS[level])}]"


def _form(face: CustomerFace, asked: OneCustomer) -> None:
    outlook = fetch(outlook_of, asked)
    stands = outlook.potential
    first = stands.level if stands else (outlook.guess.level if outlook.guess else None)

    def save(values: Values, key: str, version: int) -> str:
        set_potential(store(), current_actor(), face.customer_id, values, version=version, key=key)
        return _("Saved.")

    form = Form("potential", save, about=face.customer_id, version=stands.version if stands else 0)
    with form:
        levels = {"": "–"} | {level: _(label) for level, label in LEVEL_LABELS.items()}
        form.choose("level", _("Potential"), levels, first or "")
        form.text("reason", _("Why"), stands.reason if stands else "", max_chars=REASON_LIMIT)
        form.submit(_("Save"), icon=":material/check:")
