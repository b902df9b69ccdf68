"""The number by its groups: a switch, a chart, and a table with the year before and the way into each group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from crm_core.access.model import Scope
from crm_core.errors import N_
from crm_core.metrics.model import EMPTY_LABELS, GROUP_LABELS, GroupBy, Metric, MetricRow, Unit, Value, change_of
from crm_core.metrics.service import Breakdown, ComparisonRequest, breakdown
from crm_core.periods import Period, PeriodKind, add_months, period_of
from crm_core.ui import show
from crm_core.ui.board.charts import groups_chart
from crm_core.ui.charts import show_chart
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import NO_DATA, change, difference, full_figure, metric_name, part_figure, period_label
from crm_core.ui.house import settings
from crm_core.ui.number.charts import PeriodBar, periods_chart
from crm_core.ui.number.view import NumberView, ask, group_word
from crm_core.ui.tables import figure_column, height_of, open_rows
from crm_core.ui.text import _, noted

PART_LABELS = {
    Unit.ORDERS: N_("Orders"),
    Unit.CUSTOMERS: N_("Customers"),
    Unit.MONEY: N_("Of amount"),
    Unit.FOLLOW_UPS: N_("Follow-ups"),
    Unit.CONTACTS: N_("Contacts asked for"),
    Unit.FIELDS: N_("Fields"),
}
BARS = 12
_WHOLE = 13  # rows of the table that are shown without scrolling: twelve months and the one that runs
_BESIDE = 4  # columns of the table that have room beside the chart; with more it stands below, or its end were cut off
CHART_HEIGHT, CHART_ABOVE = 420, 300  # in pixels, beside the table and above it
NAMES_ON_AXIS = 7
MONTHS_BEFORE = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 12, PeriodKind.YEAR: 24}


def show_groups(view: NumberView) -> None:
    """Show the number by what was chosen."""
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(
                _("By {group}", group=_(GROUP_LABELS[view.question.by]).lower()), anchor=False, width="content"
            )
            _choose_by(view)
        found, asked = _found(view)
        rows = found.result.rows
        if not rows:
            st.caption(_("There is nothing to break down in this period."))
            return
        columns = _columns(view, found)
        picture, table = st.columns(2, gap="medium") if len(columns) <= _BESIDE else (st.container(), st.container())
        with picture:
            _show_chart(view, found, asked, CHART_HEIGHT if len(columns) <= _BESIDE else CHART_ABOVE)
        with table:
            _show_table(view, found, asked, columns)


def _choose_by(view: NumberView) -> None:
    if st.session_state.get("number:by") != view.question.by.value:
        st.session_state["number:by"] = view.question.by.value

    def take() -> None:
        ask(replace(view.question, by=GroupBy(st.session_state["number:by"])))

    st.segmented_control(
        _("By"),
        [by.value for by in view.metric.groups],
        format_func=lambda value: _(GROUP_LABELS[GroupBy(value)]),
        key="number:by",
        on_change=take,
        label_visibility="collapsed",
        required=True,
        wrap=True,
    )


def _found(view: NumberView) -> tuple[Breakdown, Period]:
    """Return the groups, and the days they were asked for: one whole month, quarter or year is shown among those before."""
    asked, period, kind = view.grouped, view.question.period, view.question.by.period_kind
    if kind is not None and period == period_of(kind, period.first, settings().first_month):
        period = Period(add_months(period.first, -MONTHS_BEFORE[kind]), period.last)
        asked = replace(asked, period=period)
    return fetch(breakdown, ComparisonRequest(asked, view.question.align_to_festival)), period


def _name(view: NumberView, row: MetricRow) -> str:
    kind = view.question.by.period_kind
    if kind is not None:
        return period_label(kind, _period(kind, row))
    return group_word(view.question.by, row.label) if row.label else _(EMPTY_LABELS[view.question.by])


def _period(kind: PeriodKind, row: MetricRow) -> Period:
    return period_of(kind, row.key, settings().first_month)  # type: ignore[arg-type] # periods are keyed by their first day


def _ordered(view: NumberView, rows: tuple[MetricRow, ...]) -> list[MetricRow]:
    """Return periods in their order, other groups the largest first."""
    if view.question.by.period_kind is not None:
        return list(rows)
    return sorted(rows, key=lambda row: (row.value is None, -(row.value or 0)))


def _show_chart(view: NumberView, found: Breakdown, asked: Period, height: int) -> None:
    rows = _ordered(view, found.result.rows)
    befores = [_before(found, row) for row in rows]
    kind = view.question.by.period_kind
    title = f"{metric_name(view.metric.metric_id)} · {_(GROUP_LABELS[view.question.by])}"
    if kind is None:
        rows = rows[:BARS]
        names = tuple(_name(view, row)[:24] for row in rows)
        values, marks = tuple(row.value for row in rows), tuple(befores[:BARS])
        show_chart(
            "number-groups", title, max(150, 60 + 30 * len(names)), groups_chart, view.metric, names, values, marks
        )
        return
    periods = [_period(kind, row) for row in rows]
    bars = tuple(
        PeriodBar(
            period_label(kind, period), tick, row.value, before, row.complete,
            asked == view.question.period or _overlap(period, view.question.period),
        )
        for period, tick, row, before in zip(periods, _ticks(kind, periods), rows, befores, strict=True)
    )  # fmt: skip
    show_chart("number-periods", title, height, periods_chart, view.metric, bars)


def _overlap(one: Period, other: Period) -> bool:
    return one.first <= other.last and other.first <= one.last


def _ticks(kind: PeriodKind, periods: list[Period]) -> list[str]:
    """Return what the axis says below each period: its short name and, where it changes, the year; "" to leave room.

    The last period has a name, and as many of those before it as fit side by side on a phone.
    """
    step = -(-len(periods) // NAMES_ON_AXIS)
    ticks, told = [], 0
    for place, period in enumerate(periods):
        if (len(periods) - 1 - place) % step:
            ticks.append("")
            continue
        year = f"<br>{period.first.year}" if period.first.year != told and kind is not PeriodKind.YEAR else ""
        told = period.first.year
        ticks.append(_short(kind, period) + year)
    return ticks


def _short(kind: PeriodKind, period: Period) -> str:
    if kind is PeriodKind.MONTH:
        return show.short_month(period.first)
    first_month = settings().first_month
    return (
        f"Q{(period.first.month - first_month) % 12 // 3 + 1}"
        if kind is PeriodKind.QUARTER
        else period_label(kind, period)
    )


def _before(found: Breakdown, row: MetricRow) -> Value | None:
    return found.before.get(row.key) if found.before_is_whole or found.result.by.period_kind else None


def _shown_rows(view: NumberView, found: Breakdown) -> list[MetricRow]:
    """Return the rows as the table shows them: the newest period first, other groups the largest first."""
    rows = _ordered(view, found.result.rows)
    return rows[::-1] if view.question.by.period_kind is not None else rows


def _columns(view: NumberView, found: Breakdown) -> dict[str, Sequence[object]]:
    """Return the table's columns: the group, its value, what stands beside it, the year before and the change."""
    rows = _shown_rows(view, found)
    partial = _("not complete")
    is_by_period = view.question.by.period_kind is not None
    columns: dict[str, Sequence[object]] = {
        _(GROUP_LABELS[view.question.by]): [
            noted(_name(view, row), partial if is_by_period and not row.complete else None) for row in rows
        ],
        _("Value"): [full_figure(view.metric, row.value) for row in rows],
    }
    columns |= _beside(view.metric, rows)
    befores = [_before(found, row) for row in rows]
    if any(before is not None for before in befores):
        columns[_("Year before")] = [full_figure(view.metric, before) for before in befores]
        columns[_("Change")] = [
            change(change_of(view.metric, row.value, before), view.metric) or NO_DATA
            for row, before in zip(rows, befores, strict=True)
        ]
    return columns


def _show_table(view: NumberView, found: Breakdown, asked: Period, columns: dict[str, Sequence[object]]) -> None:
    rows = _shown_rows(view, found)
    st.caption(_("Click a row to look at it alone."))
    config = {name: figure_column(name) for name in columns}
    config[_(GROUP_LABELS[view.question.by])] = st.column_config.TextColumn(width=160, pinned=True)
    clicked, _ticked = open_rows(
        columns,
        config,
        key=f"number:groups:{view.question.address()}",
        height=height_of(len(rows), _WHOLE),
    )
    if clicked is not None:
        _open(view, rows[clicked], asked)


def _beside(metric: Metric, rows: Sequence[MetricRow]) -> dict[str, Sequence[object]]:
    """Return what stands beside the values: what they were divided by, or their count and margin, or what they rest on."""
    found: dict[str, Sequence[object]] = {}
    if metric.parts is not None:
        unit = metric.parts[1]
        found[_(PART_LABELS[unit])] = [part_figure(unit, row.denominator) for row in rows]
    if any(row.tally for row in rows):
        margins = [row.tally.margin if row.tally else None for row in rows]
        found[_("Answers")] = [show.number(row.tally.count if row.tally else 0) for row in rows]
        found[_("95 % margin")] = ["±" + difference(metric, each) if each is not None else NO_DATA for each in margins]
    if any(row.known_share is not None for row in rows):
        found[_("Cost known")] = [show.share(row.known_share) for row in rows]
    return found


def _open(view: NumberView, row: MetricRow, asked: Period) -> None:
    """Let the page look at one group alone, where it is the reader's to see."""
    by = view.question.by
    if by is GroupBy.TEAM and view.reach.scope is Scope.OWN:
        return
    narrowed = replace(view.request, period=asked, by=by).narrowed(row.key, settings().first_month)
    ask(replace(view.question, period=narrowed.period, filters=narrowed.filters, by=GroupBy.MONTH))
    st.rerun()
