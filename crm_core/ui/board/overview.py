"""All metrics in one table, and the year of one metric against its target."""

from __future__ import annotations

import streamlit as st

from crm_core.board import service as board
from crm_core.board.model import BoardView, Card
from crm_core.i18n import Language
from crm_core.metrics.folders import metric as metric_of
from crm_core.metrics.folders import metrics
from crm_core.metrics.model import Value
from crm_core.periods import months_in
from crm_core.ui.board.cards import number_query
from crm_core.ui.board.charts import path_chart
from crm_core.ui.board.view import BoardState
from crm_core.ui.charts import show_chart
from crm_core.ui.fetch import fetch_whole
from crm_core.ui.figures import (
    NO_DATA,
    attainment_column,
    attainment_percent,
    change,
    full_figure,
    gap_text,
    is_limit,
    metric_name,
    status_column,
    status_pills,
)
from crm_core.ui.links import address_to
from crm_core.ui.session import page_state
from crm_core.ui.tables import figure_column, show_table
from crm_core.ui.text import _, language

_NAMED, _TREND = 172, 72  # pixels: of the longest English name, and of a line of twelve months
_CHANGED = {Language.SIMPLIFIED: 106, Language.TRADITIONAL: 106, Language.ENGLISH: 84}  # of a change in points


def show_path(seen: BoardView) -> None:
    """Show the year of the chosen metric by month, beside its target's path."""
    state = page_state(BoardState)
    with st.container(border=True):
        title = _("{metric} and its target", metric=metric_name(state.metric_id))
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(title, anchor=False, width="content")
            with st.container(horizontal=True, width="content", vertical_alignment="center"):
                choose_metric("path")
                if metric_of(state.metric_id).is_flow:
                    st.segmented_control(
                        _("How"),
                        [False, True],
                        format_func=lambda summed: _("Summed up") if summed else _("By month"),
                        default=state.is_summed,
                        key="board:summed",
                        on_change=_summed_chosen,
                        label_visibility="collapsed",
                        required=True,
                    )
        found = metric_of(state.metric_id)
        months = fetch_whole(board.path, seen, state.metric_id)
        chosen = tuple(month.first.isoformat() for month in months_in(seen.period))
        show_chart("path", title, 300, path_chart, found, months, state.is_summed and found.is_flow, chosen)


def choose_metric(place: str) -> None:
    """Show the choice of the metric that chart and breakdown are about."""
    state, key = page_state(BoardState), f"board:metric:{place}"
    st.session_state[key] = state.metric_id
    st.selectbox(
        _("Metric"),
        list(metrics()),
        format_func=metric_name,
        key=key,
        on_change=_metric_chosen,
        args=(key,),
        label_visibility="collapsed",
        width=180,
    )


def _metric_chosen(key: str) -> None:
    page_state(BoardState).metric_id = st.session_state[key]


def _summed_chosen() -> None:
    page_state(BoardState).is_summed = st.session_state["board:summed"]


def show_overview(seen: BoardView, cards: list[Card]) -> None:
    """Show every metric with status, actual, target, attainment, gap, pace, year before and trend."""
    with st.container(border=True):
        st.subheader(_("All metrics"), anchor=False)
        columns: dict[str, list[object]] = {
            _("Metric"): [metric_name(card.metric.metric_id) for card in cards],
            _("Status"): [status_pills(card.standing) for card in cards],
            _("Actual"): [full_figure(card.metric, card.value) for card in cards],
            _("Target"): [_of(card, card.standing.target if card.standing else None) for card in cards],
            _("Attainment"): [_attained(card) for card in cards],
            _("Gap"): [gap_text(card.metric, card.standing) for card in cards],
            _("Pace"): [_of(card, card.standing.pace if card.standing else None) for card in cards],
            _("Year before"): [_of(card, _before(card)) for card in cards],
            _("YoY"): [change(card.change, card.metric) or NO_DATA for card in cards],
            _("Last 12 months"): [_trend(card) for card in cards],
            _("Behind it"): [
                address_to("board/number.py", **number_query(seen, card.metric.metric_id)) for card in cards
            ],
        }
        config = {name: figure_column(name) for name in columns}
        config |= {
            _("Metric"): st.column_config.TextColumn(
                pinned=True, width=_NAMED if language() is Language.ENGLISH else None
            ),
            _("Status"): status_column(),
            _("Attainment"): attainment_column(
                help=_(
                    "How much of the target is reached. Empty where it is an upper limit: there the gap is what is left."
                )
            ),
            _("Gap"): figure_column(
                _("Gap"), help=_("What is missing to the target; with a plus where it is surpassed.")
            ),
            _("Pace"): figure_column(_("Pace"), help=_("What was expected by now on the target's path.")),
            _("YoY"): figure_column(_("YoY"), width=_CHANGED[language()]),
            _("Last 12 months"): st.column_config.LineChartColumn(width=_TREND),
            _("Behind it"): st.column_config.LinkColumn(display_text=_("open")),
        }
        show_table(columns, config, key="overview", height="content")


def _of(card: Card, value: Value | None) -> str:
    return full_figure(card.metric, value)


def _attained(card: Card) -> float | None:
    """Return what is attained; nothing for a limit, whose use would read like an attainment among the others."""
    return None if is_limit(card.metric) else attainment_percent(card.metric, card.standing)


def _before(card: Card) -> Value | None:
    before = card.number.before_row
    return before.value if before is not None and card.number.before_is_whole else None


def _trend(card: Card) -> list[float]:
    return [float(row.value) for row in card.number.trend if row.value is not None and row.complete]
