"""The number itself: its value, its year before, what it means, and how it is computed."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from crm_core.forecasts.model import Outlook
from crm_core.forecasts.service import OutlookRequest, outlook
from crm_core.forecasts.words import band_text, method_text
from crm_core.metrics.daily import adds_up_by_day
from crm_core.metrics.model import Computation, Unit, change_of
from crm_core.metrics.report import plain_digits
from crm_core.metrics.service import Comparison, definition
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import NO_DATA, change, figure, full_figure, parts_text, rests_on, spoken
from crm_core.ui.number.view import NumberView, choose_alignment
from crm_core.ui.tables import show_table
from crm_core.ui.text import _, language


def show_value(view: NumberView, found: Comparison) -> None:
    """Show the value large and exact, beside what it means."""
    left, right = st.columns([2, 3], gap="medium")
    with left, st.container(border=True, height="stretch"):
        _show_figure(view, found)
    with right, st.container(border=True, height="stretch"):
        told = definition(view.metric.metric_id, language())
        st.subheader(_("What it means"), anchor=False)
        st.markdown(told.about)


def _show_figure(view: NumberView, found: Comparison) -> None:
    metric, row = view.metric, found.row
    rate = change_of(metric, row.value, found.before_value) if found.before_is_whole else None
    st.metric(
        _("Value"),
        figure(metric, row.value),
        change(rate, metric),
        delta_color="off" if not rate else "inverse" if metric.lower_is_better else "normal",
        delta_arrow="auto" if rate else "off",
        delta_description=_("on last year") if rate is not None else None,
        label_visibility="collapsed",
    )
    if row.value is not None and not row.complete:
        st.markdown(f":orange-badge[:material/hourglass_top: {_('Not complete yet')}]")
    notes = [_exact(view, found), " · ".join(rests_on(metric, row)), *_before_notes(view, found)]
    st.caption("  \n".join(note for note in notes if note))
    _show_expected(view)
    choose_alignment(view)


def _show_expected(view: NumberView) -> None:
    """Say where a span that is not over will likely end, where its days add up; what is counted for its span alone costs too much."""
    if not adds_up_by_day(view.metric) or view.request.period.last < view.as_of:
        return
    found = outlook(fetch, OutlookRequest(view.request))
    if isinstance(found, Outlook):
        told = band_text(spoken(), view.metric.metric_id, found)
        st.caption(f":material/trending_up: {told}", help=method_text(language(), found))


def _exact(view: NumberView, found: Comparison) -> str:
    row = found.row
    if row.value is None:
        return _("There are no data for this. No data is not 0.")
    if view.metric.is_quotient:
        return parts_text(view.metric, row)
    return _("exactly {value}", value=show.money(row.value)) if view.metric.unit is Unit.MONEY else ""


def _before_notes(view: NumberView, found: Comparison) -> list[str]:
    if found.before is None or found.counted is None:
        return []
    if not view.metric.has_history:
        return [_("As of {day}", day=show.day(found.counted.last))]
    before = found.before.period
    value = full_figure(view.metric, found.before_value)
    notes = [
        _("Days counted: {days}", days=show.span(found.counted)),
        _("A year before, {days}: {value}", days=show.span(before), value=value),
    ]
    if found.before.shift_days:
        notes.append(_("Shifted by {days} days with Spring Festival.", days=f"{found.before.shift_days:+d}"))
    if not found.before_is_whole and view.metric.has_history:
        notes.append(_("The data do not reach back over all of these days, so that the two do not compare."))
    return notes


def show_computation(computation: Computation | None) -> None:
    """Show the very SQL that ran for the value, and the values of its parameters."""
    if computation is None:
        return
    with st.expander(_("How is this computed?"), icon=":material/function:"):
        st.caption(_("This is the SQL that gave the value above. The last day is given as the day after it."))
        st.code(computation.sql, language="sql", wrap_lines=True)
        names = list(computation.parameters)
        shown = [_parameter(computation.parameters[name]) for name in names]
        show_table({_("Parameter"): [f"${name}" for name in names], _("Content"): shown}, key="number:parameters")


def _parameter(value: object) -> str:
    if isinstance(value, Decimal):
        return plain_digits(value)
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or NO_DATA
    return str(value)
