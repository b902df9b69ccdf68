"""The eight cards: each number with its year before, trend, status and way to the target; each opens to what is behind."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st

from crm_core.board.model import BoardView, Card
from crm_core.metrics.model import MetricRow
from crm_core.targets.model import LEVEL_LABELS, Level, Standing
from crm_core.ui.figures import (
    aim_figure,
    attainment_percent,
    attainment_share,
    change,
    figure,
    metric_name,
    pace_figure,
    status_badge,
)
from crm_core.ui.links import link_to
from crm_core.ui.style import show_style
from crm_core.ui.text import _

_STYLE = Path(__file__).with_name("board.css")


def number_query(seen: BoardView, metric_id: str) -> dict[str, object]:
    """Return the query under which a number of this view opens."""
    query: dict[str, object] = {"metric": metric_id, "from": seen.period.first, "to": seen.period.last}
    if seen.align_to_festival:
        query["align"] = 1
    return query | {by.value: value for by, value in seen.filters.asked.items()}


def show_cards(seen: BoardView, cards: list[Card]) -> None:
    """Show the cards side by side, four in a row, two on a phone."""
    show_style(_STYLE)
    with st.container(key="kpi-cards", gap="small"):
        for card in cards:
            with st.container(border=True, height="stretch", gap="xsmall"):
                _show_card(seen, card)


def _show_card(seen: BoardView, card: Card) -> None:
    metric_id = card.metric.metric_id
    open_number(metric_name(metric_id), seen, metric_id)
    rate = change(card.change)
    st.metric(
        metric_name(metric_id),
        figure(card.metric, card.value),
        rate,
        delta_color=_delta_color(card),
        delta_arrow="auto" if card.change else "off",
        delta_description=_("YoY") if rate else None,
        label_visibility="collapsed",
        chart_data=_sparkline(card.number.trend),
        chart_type="area" if card.metric.is_flow else "line",
    )
    if card.standing is None:
        st.caption(_("No target for this period"))
    else:
        _show_standing(card, card.standing)


def open_number(label: str, seen: BoardView, metric_id: str, **more: object) -> None:
    """Show ``label`` as the way to what is behind a number of this view."""
    query = number_query(seen, metric_id) | more
    link_to(label, "board/number.py", help=_("Open this number: definition, SQL and rows"), **query)  # type: ignore[arg-type] # a query holds no icon


def _delta_color(card: Card) -> Literal["off", "inverse", "normal"]:
    if not card.change:
        return "off"
    return "inverse" if card.metric.lower_is_better else "normal"


def _sparkline(trend: tuple[MetricRow, ...]) -> list[float] | None:
    """Return the whole months' numbers: one that is not over would look like a fall."""
    points = [float(row.value) for row in trend if row.value is not None and row.complete]
    return points if len(points) > 1 else None


def _show_standing(card: Card, standing: Standing) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap=None):
        if standing.status is not None:
            st.markdown(status_badge(standing.status), width="content")
        st.markdown(f"**{attainment_share(card.metric, standing)}**", width="content")
    percent = attainment_percent(card.metric, standing) or 0.0
    st.progress(min(1.0, max(0.0, percent / 100)))
    ticks = _ticks(card)
    st.caption("  \n".join([*_notes(card, standing), *([ticks] if ticks else [])]))


def _ticks(card: Card) -> str:
    """Return floor and stretch, each with a tick where it is reached; nothing where there are none."""
    told = []
    for level in (Level.FLOOR, Level.STRETCH):
        if level in card.levels:
            is_reached = level in card.reached
            icon = ":green[:material/check_circle:]" if is_reached else ":material/radio_button_unchecked:"
            told.append(
                f"{icon}\N{NO-BREAK SPACE}{_(LEVEL_LABELS[level])}\N{NO-BREAK SPACE}{aim_figure(card.metric, card.levels[level])}"
            )
    return " \N{EN SPACE}".join(told)


def _notes(card: Card, standing: Standing) -> list[str]:
    found = card.metric
    target = aim_figure(found, standing.target)
    notes = [_("Target ≤ {target}", target=target) if found.lower_is_better else _("Target {target}", target=target)]
    if standing.pace is not None and standing.pace != standing.target:
        pace = pace_figure(found, standing.pace)
        notes.append(_("by now ≤ {pace}", pace=pace) if found.lower_is_better else _("by now {pace}", pace=pace))
    if standing.baseline is not None and standing.pace is None:
        notes.append(_("baseline {baseline}", baseline=aim_figure(found, standing.baseline)))
    return notes
