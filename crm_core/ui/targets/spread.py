"""Spreading a year's targets over its months and quarters: a way is chosen, looked at beside last year, then taken over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from crm_core.board.planning import bases_of, last_years_values
from crm_core.board.year import YearQuestion
from crm_core.metrics.folders import metric as metric_of
from crm_core.metrics.model import Metric
from crm_core.periods import PeriodKind, months_in
from crm_core.targets.model import LEVEL_LABELS, Level, periods_of_year
from crm_core.targets.spreading import (
    WAY_LABELS,
    Place,
    Way,
    over_the_year,
    rough_step,
    same_in_each,
    shape_of_last_year,
)
from crm_core.targets.traits import number_kind_of
from crm_core.targets.workdays import working_days
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import full_figure, period_label
from crm_core.ui.session import page_state
from crm_core.ui.tables import figure_column, show_table, text_column
from crm_core.ui.targets.draft import stored_cell, values_in
from crm_core.ui.targets.editor import Table
from crm_core.ui.text import _, plain


@dataclass
class SpreadState:
    """What was chosen in the panel. ``is_open``: whether it is shown."""

    is_open: bool = False
    way: Way = Way.LAST_YEAR
    in_figures: bool = True


Spread = Mapping[Level, Mapping[Place, Decimal]]


def offer_spread(table: Table) -> None:
    """Offer the panel where the year has a value to spread."""
    state = page_state(SpreadState)
    if not _wholes(table):
        state.is_open = False
        return
    st.button(
        _("Spread the year"),
        key="targets:spread:open",
        icon=":material/call_split:",
        type="primary" if state.is_open else "secondary",
        on_click=_toggle,
    )


def show_spread(table: Table, question: YearQuestion) -> None:
    """Show the panel, if it is open: ways, a preview beside last year, and the button that fills the table."""
    state = page_state(SpreadState)
    wholes = _wholes(table)
    if not state.is_open or not wholes:
        return
    metric = metric_of(table.about.metric_id)
    with st.container(border=True, key="spread-panel"):
        if metric.is_flow:
            found = _spread(table, question, wholes, _ways(question))
            st.caption(_explained(state.way))
        else:
            found = {level: same_in_each(whole, table.about.year_first) for level, whole in wholes.items()}
            st.caption(_("This number does not add up: each month and quarter gets the year's value."))
        _preview(table, question, metric, found)
        with st.container(horizontal=True):
            st.button(
                _("Fill the table"), key="targets:spread:fill", type="primary", icon=":material/table_edit:",
                on_click=_fill, args=(table, found), help=_("Nothing is saved yet: look it through, then save."),
            )  # fmt: skip
            st.button(_("Close"), key="targets:spread:close", on_click=_toggle)


def _toggle() -> None:
    state = page_state(SpreadState)
    state.is_open = not state.is_open


def _wholes(table: Table) -> dict[Level, Decimal]:
    """Return the year's values by level, as the table shows them."""
    place = (PeriodKind.YEAR, table.about.year_first)
    found = {level: values_in(table.about, table.sheet, level).get(place) for level in Level}
    return {level: value for level, value in found.items() if value is not None}


def _ways(question: YearQuestion) -> list[Decimal]:
    """Let a way be chosen; return the weights of the twelve months by it."""
    state = page_state(SpreadState)
    shape = shape_of_last_year(bases_of(fetch, question))
    ways = [way for way in Way if way is not Way.LAST_YEAR or shape is not None]
    if state.way not in ways:
        state.way = ways[0]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            _("How to spread"), ways, default=state.way, format_func=lambda way: _(WAY_LABELS[way]),
            key="targets:spread:way", on_change=_take_way, label_visibility="collapsed", required=True,
        )  # fmt: skip
        st.toggle(_("Round to three figures"), state.in_figures, key="targets:spread:figures", on_change=_take_figures)
    if state.way is Way.LAST_YEAR and shape is not None:
        return shape
    months = months_in(question.year)
    if state.way is Way.WORKING_DAYS:
        return [Decimal(working_days(month)) for month in months]
    return [Decimal(1)] * len(months)


def _take_way() -> None:
    page_state(SpreadState).way = Way(st.session_state["targets:spread:way"])


def _take_figures() -> None:
    page_state(SpreadState).in_figures = st.session_state["targets:spread:figures"]


def _explained(way: Way) -> str:
    return {
        Way.LAST_YEAR: _(
            "Each month takes what a working day brought in the days of last year that lie alike to Spring Festival, "
            "times its own working days. A month nothing is known of takes the mean of the others."
        ),
        Way.WORKING_DAYS: _("By the working days of each month: public holidays off, make-up days worked."),
        Way.EVENLY: _("The same in each month."),
    }[way]


def _spread(table: Table, question: YearQuestion, wholes: Mapping[Level, Decimal], weights: list[Decimal]) -> Spread:
    least = number_kind_of(table.about.metric_id).step
    found = {}
    for level, whole in wholes.items():
        step = rough_step(whole, len(weights), least) if page_state(SpreadState).in_figures else least
        found[level] = over_the_year(whole, weights, question.year_first, step)
    return found


def _preview(table: Table, question: YearQuestion, metric: Metric, found: Spread) -> None:
    last, places = last_years_values(fetch, question), _places(table)
    columns: dict[str, Sequence[object]] = {
        _("Period"): [period_label(kind, period) for kind, period in periods_of_year(table.about.year_first)],
        _("Last year, actual"): [full_figure(metric, last.get(place)) for place in places],
    }
    if metric.is_flow:
        columns[_("Working days")] = [working_days(period) for _kind, period in periods_of_year(table.about.year_first)]
    config = {
        _("Period"): text_column(_("Period"), width=116),
        _("Last year, actual"): figure_column(_("Last year, actual")),
    }
    for level, values in found.items():
        now = values_in(table.about, table.sheet, level)
        heads = {
            _("{level} now", level=_(LEVEL_LABELS[level])): now,
            _("{level} new", level=_(LEVEL_LABELS[level])): {
                **values,
                (PeriodKind.YEAR, table.about.year_first): _wholes(table)[level],
            },
        }
        for head, shown in heads.items():
            if any(shown.get(place) is not None for place in places if place[0] is not PeriodKind.YEAR):
                columns[head] = [full_figure(metric, shown.get(place)) for place in places]
                config[head] = figure_column(head)
    show_table(columns, config, key="targets:spread:preview", height="content")
    told = " · ".join(
        f"{plain(_(LEVEL_LABELS[level]))} {full_figure(metric, sum(_months(values), Decimal(0)))}"
        for level, values in found.items()
    )
    if metric.is_flow:
        st.caption(_("The twelve months add up to the year exactly: {sums}", sums=told))


def _months(values: Mapping[Place, Decimal]) -> list[Decimal]:
    return [value for (kind, _first), value in values.items() if kind is PeriodKind.MONTH]


def _places(table: Table) -> list[Place]:
    return [(kind, period.first) for kind, period in periods_of_year(table.about.year_first)]


def _fill(table: Table, found: Spread) -> None:
    for level, values in found.items():
        for (kind, first), value in values.items():
            place = (kind, first, level.value)
            shown = stored_cell(table.about, table.sheet.seen, *place)
            table.sheet.take(place, table.about.typed(value), shown)
    page_state(SpreadState).is_open = False
