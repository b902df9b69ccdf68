"""Spreading a year's target over its months: by their days, or by the shape of last year."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from crm_core.board.year import YearQuestion, last_years_months
from crm_core.metrics.folders import metric as metric_of
from crm_core.periods import Period, PeriodKind, add_months, months_in
from crm_core.targets.drafts import Unfit, parse_number
from crm_core.targets.model import Level, spread
from crm_core.targets.traits import number_kind_of
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import full_figure
from crm_core.ui.targets.draft import Cell, stored_cell
from crm_core.ui.targets.editor import Table
from crm_core.ui.text import _


def offer_spread(table: Table, question: YearQuestion) -> None:
    """Offer to fill the months and quarters from the year's target; nothing is saved by it."""
    metric = metric_of(table.about.metric_id)
    whole = _year_target(table)
    if not metric.is_flow or whole is None:
        return
    with st.popover(_("Spread the year"), icon=":material/call_split:"):
        st.caption(
            _(
                "Fills months and quarters so that they add up to {total}. You look, then save.",
                total=full_figure(metric, whole),
            )
        )
        shape = last_years_months(fetch, question)
        if any(shape):
            st.button(
                _("Like last year's months"), key="targets:spread:shape", on_click=_fill, args=(table, whole, shape)
            )
        days = [Decimal(month.day_count) for month in months_in(question.year)]
        st.button(_("Evenly by days"), key="targets:spread:days", on_click=_fill, args=(table, whole, days))


def _year_target(table: Table) -> Decimal | None:
    place = (PeriodKind.YEAR, table.about.year_first, Level.TARGET.value)
    typed = table.sheet.typed.get(place) or stored_cell(table.about, table.sheet.seen, *place)
    try:
        return parse_number(str(typed or ""), number_kind_of(table.about.metric_id))
    except Unfit:
        return None


def _fill(table: Table, whole: Decimal, weights: list[Decimal]) -> None:
    months = spread(whole, weights, _step(whole))
    firsts = [add_months(table.about.year_first, step) for step in range(12)]
    for first, value in zip(firsts, months, strict=True):
        _type(table, PeriodKind.MONTH, Period(first, first), value)
    for step in range(0, 12, 3):
        _type(table, PeriodKind.QUARTER, Period(firsts[step], firsts[step]), sum(months[step : step + 3], Decimal(0)))


def _step(whole: Decimal) -> Decimal:
    """Return what months are rounded to, three figures of an average month: 100 for 80,000 a month."""
    month = whole / 12
    return Decimal(10) ** max(0, month.adjusted() - 2) if month else Decimal(1)


def _type(table: Table, kind: PeriodKind, at: Period, value: Decimal) -> None:
    place = (kind, at.first, Level.TARGET.value)
    shown: Cell = stored_cell(table.about, table.sheet.seen, *place)
    table.sheet.take(place, f"{value:,f}", shown)
