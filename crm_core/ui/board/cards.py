"""The cards by section: the main numbers large with trend and way to the target, the others small; each opens."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st

from crm_core.board.model import BoardView, Card
from crm_core.metrics.model import SECTION_LABELS, MetricRow, Section
from crm_core.targets.model import LEVEL_LABELS, Level, Standing
from crm_core.ui.figures import (
    aim_figure,
    attainment_percent,
    attainment_share,
    change,
    figure,
    metric_name,
    pace_figure,
    parts_text,
    rests_on,
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
    """Show the cards by section: the main ones four in a row, the others in a row of small ones, two on a phone.

    What has nothing to say in the period stands in one line: a survey is not asked every month.
    """
    show_style(_STYLE)
    for section in Section:
        own = [card for card in cards if card.metric.section is section]
        st.markdown(f"**{_(SECTION_LABELS[section])}**")
        if section is Section.SATISFACTION and all(card.value is None for card in own):
            _show_silence(seen, own)
            continue
        main, small = ([card for card in own if card.metric.is_main is is_main] for is_main in (True, False))
        if main:
            with st.container(key=f"kpi-cards-{section}", gap="small"):
                for card in main:
                    with st.container(border=True, height="stretch", gap="xsmall"):
                        _show_card(seen, card)
        with st.container(key=f"kpi-small-{len(small)}-{section}", gap="small"):
            for card in small:
                with st.container(border=True, height="stretch", gap="xsmall"):
                    _show_small(seen, card)


def _show_silence(seen: BoardView, cards: list[Card]) -> None:
    """Say that nobody answered in the period, with the ways to the numbers."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":gray[{_('No answers in this period.')}]", width="content")
        for card in cards:
            open_number(metric_name(card.metric.metric_id), seen, card.metric.metric_id)


def _show_small(seen: BoardView, card: Card) -> None:
    metric_id, found = card.metric.metric_id, card.metric
    open_number(metric_name(metric_id), seen, metric_id)
    status = card.standing.status if card.standing is not None else None
    if status is None:
        _show_figure(card)
    else:
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall"
        ):
            _show_figure(card)
            st.markdown(status_badge(status), width="content")
    notes = rests_on(found, card.number.row)
    if card.standing is not None:
        notes.append(_notes(card, card.standing)[0])
    if notes:
        st.caption(" · ".join(notes))


def _show_figure(card: Card) -> None:
    rate = change(card.change, card.metric)
    st.metric(
        metric_name(card.metric.metric_id),
        figure(card.metric, card.value),
        rate,
        delta_color=_delta_color(card),
        delta_arrow="auto" if card.change else "off",
        delta_description=_("YoY") if rate else None,
        label_visibility="collapsed",
        chart_data=_sparkline(card.number.trend) if card.metric.is_main else None,
        chart_type="area" if card.metric.is_flow else "line",
        width="stretch" if card.metric.is_main else "content",
    )


def _show_card(seen: BoardView, card: Card) -> None:
    metric_id = card.metric.metric_id
    open_number(metric_name(metric_id), seen, metric_id)
    _show_figure(card)
    told = list(rests_on(card.metric, card.number.row))
    if not card.number.trend and card.number.row.numerator is not None:
        told.insert(0, parts_text(card.metric, card.number.row))
    if card.standing is None:
        told.append(_("No target for this period"))
    if told:
        st.caption("  \n".join(told))
    if card.standing is not None:
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
    badge = f"{status_badge(standing.status)} " if standing.status is not None else ""
    st.markdown(f"{badge}**{attainment_share(card.metric, standing)}**")
    percent = attainment_percent(card.metric, standing) or 0.0
    st.progress(min(1.0, max(0.0, percent / 100)))
    st.caption("  \n".join([*_notes(card, standing), *_ticks(card)]))


def _ticks(card: Card) -> list[str]:
    """Return floor and stretch, a line each, with a tick where it is reached; nothing where there are none."""
    told = []
    for level in (Level.FLOOR, Level.STRETCH):
        if level in card.levels:
            is_reached = level in card.reached
            icon = ":green[:material/check_circle:]" if is_reached else ":material/radio_button_unchecked:"
            told.append(f"{icon} {_(LEVEL_LABELS[level])} {aim_figure(card.metric, card.levels[level])}")
    return told


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
