"""How a service standard is measured: chosen from what the records can tell, or by hand with the day and what it rests on."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission, Reach, Scope
from crm_core.gaps.model import Gap
from crm_core.touchpoints.model import RegisterRequest, Touchpoint
from crm_core.touchpoints.standards.model import (
    EVIDENCE_LIMIT,
    MEASURE_LABELS,
    MEASURE_RULES,
    Measure,
    Reading,
    Told,
    measures_for,
)
from crm_core.touchpoints.standards.service import choose_measure, note_reading, standards, told_of
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.view import Looked
from crm_core.ui.show import day, number
from crm_core.ui.text import _, plain

_SHOWN = 6
_EVERYTHING = RegisterRequest(Reach(Scope.ALL, (), 0))


def show_measure(looked: Looked, gap: Gap) -> None:
    """Show by what a standard is measured, and by hand what was found, each with its form."""
    point = gap.subject
    if not isinstance(point, Touchpoint) or not looked.actor.may(Permission.TOUCHPOINT_EDIT):
        return
    told = told_of(fetch(standards, _EVERYTHING), point)
    _measure_form(point, told)
    if told.measure is Measure.HAND:
        st.markdown(f"**{_('What was found')}**")
        _reading_form(looked, point)
        for one in told.readings[:_SHOWN]:
            _show_reading(one)


def _measure_form(point: Touchpoint, told: Told) -> None:
    def save(values: Values, key: str, version: int) -> str:
        choose_measure(store(), current_actor(), point.touchpoint_id, values, version=version, key=key)
        return _("Saved. The list of gaps follows at once.")

    form = Form("touchpoint_measure", save, about=point.touchpoint_id, version=told.version)
    with form:
        names = {one.value: _(MEASURE_LABELS[one]) for one in measures_for(point)}
        form.choose("measure", _("By what it is measured"), names, told.measure.value)
        st.caption(_(MEASURE_RULES[told.measure]))
        if len(names) < len(MEASURE_LABELS):
            st.caption(
                _(
                    "The records hold days, not working hours; and what a touchpoint is about is said by its guides. So not every way fits."
                )
            )
        form.submit(_("Save"), type="secondary")
    if form.just_saved:
        st.rerun()


def _reading_form(looked: Looked, point: Touchpoint) -> None:
    def save(values: Values, key: str, _version: int) -> str:
        note_reading(store(), current_actor(), point.touchpoint_id, values, key=key)
        return _("Entered. It counts for 90 days.")

    form = Form("touchpoint_reading", save, about=point.touchpoint_id)
    with form:
        left, middle, right = st.columns(3)
        with left:
            form.day("measured_on", _("Looked at on"), looked.view.today, max_value=looked.view.today)
        with middle:
            form.text("asked", _("How many were looked at"), max_chars=6)
        with right:
            form.text("kept", _("Answered in time"), max_chars=6)
        form.text(
            "evidence", _("What it rests on"), max_chars=EVIDENCE_LIMIT, placeholder=_("such as: 40 chats of one week, read one by one"),
        )  # fmt: skip
        form.submit(_("Enter what was found"))
    if form.just_saved:
        st.rerun()


def _show_reading(one: Reading) -> None:
    told = _("{kept} of {asked} in time", kept=number(one.kept), asked=number(one.asked))
    st.markdown(f"**{day(one.measured_on)}** {told} :small[:gray[{plain(one.evidence)} · {plain(one.read_by or '–')}]]")
