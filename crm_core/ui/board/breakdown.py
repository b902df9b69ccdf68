"""One metric by team, person, type, tier, country, category or month: a table beside its chart."""

from __future__ import annotations

import streamlit as st

from crm_core.board import service as board
from crm_core.board import words
from crm_core.board.model import BoardView, Group
from crm_core.metrics.folders import metric as metric_of
from crm_core.metrics.model import GroupBy, Metric
from crm_core.periods import month_of
from crm_core.ui import show
from crm_core.ui.board.cards import number_query
from crm_core.ui.board.charts import groups_chart
from crm_core.ui.board.overview import choose_metric
from crm_core.ui.board.view import BoardState
from crm_core.ui.charts import show_chart
from crm_core.ui.fetch import fetch_whole
from crm_core.ui.figures import (
    NO_DATA,
    attainment_column,
    attainment_label,
    attainment_percent,
    change,
    full_figure,
    metric_name,
    status_column,
    status_pills,
)
from crm_core.ui.links import address_to
from crm_core.ui.session import page_state
from crm_core.ui.tables import figure_column, show_table
from crm_core.ui.text import _, language

BARS = 12
_LINK, _ATTAINED = 68, 88  # pixels: with them all columns fit into a window of 1280


def show_breakdown(seen: BoardView) -> None:
    """Show the chosen metric's groups with their year before and, where they have one, their target."""
    state = page_state(BoardState)
    found = metric_of(state.metric_id)
    offered = words.offered_breakdowns(seen, found)
    by = state.by if state.by in offered else offered[0]
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("{metric} by …", metric=metric_name(found.metric_id)), anchor=False, width="content")
            with st.container(horizontal=True, width="content", vertical_alignment="center"):
                choose_metric("breakdown")
                _choose_by(by, offered)
        groups = fetch_whole(board.breakdown, seen, found.metric_id, by)
        if not groups:
            st.caption(_("There is nothing to break down in this period."))
            return
        left, right = st.columns([2, 5], gap="small")
        with left:
            names = tuple(words.group_name(language(), by, group) for group in groups[:BARS])
            values, befores = (
                tuple(group.value for group in groups[:BARS]),
                tuple(group.before for group in groups[:BARS]),
            )
            title = f"{metric_name(found.metric_id)} · {words.breakdown_label(language(), by)}"
            show_chart("groups", title, 70 + 32 * len(names), groups_chart, found, names, values, befores)
        with right:
            _show_groups(seen, found, by, groups)


def _choose_by(by: GroupBy, offered: list[GroupBy]) -> None:
    st.session_state["board:by"] = by.value
    st.segmented_control(
        _("Broken down by"),
        [one.value for one in offered],
        format_func=lambda value: words.breakdown_label(language(), GroupBy(value)),
        key="board:by",
        on_change=_by_chosen,
        label_visibility="collapsed",
        required=True,
    )


def _by_chosen() -> None:
    page_state(BoardState).by = GroupBy(st.session_state["board:by"])


def _show_groups(seen: BoardView, found: Metric, by: GroupBy, groups: list[Group]) -> None:
    heading = words.breakdown_label(language(), by)
    columns: dict[str, list[object]] = {
        heading: [words.group_name(language(), by, group) for group in groups],
        _("Actual"): [full_figure(found, group.value) for group in groups],
        _("Year before"): [full_figure(found, group.before) for group in groups],
        _("YoY"): [change(group.change, found) or NO_DATA for group in groups],
    }
    if any(group.share is not None for group in groups):
        columns[_("Share")] = [show.share(group.share) for group in groups]
    config = {name: figure_column(name) for name in columns}
    config[heading] = st.column_config.TextColumn(pinned=True)
    if any(group.standing for group in groups):
        columns[_("Status")] = [status_pills(group.standing) for group in groups]
        columns[attainment_label(found)] = [attainment_percent(found, group.standing) for group in groups]
        config |= {_("Status"): status_column(), attainment_label(found): attainment_column(width=_ATTAINED)}
    columns[_("Behind it")] = [address_to("board/number.py", **_query(seen, found, by, group)) for group in groups]
    config[_("Behind it")] = st.column_config.LinkColumn(display_text=_("open"), width=_LINK)
    show_table(columns, config, key="groups-table")


def _query(seen: BoardView, found: Metric, by: GroupBy, group: Group) -> dict[str, object]:
    query = number_query(seen, found.metric_id)
    if by is GroupBy.MONTH and group.key is not None:
        month = month_of(group.key)  # type: ignore[arg-type] # months are keyed by their first day
        return query | {"from": month.first, "to": month.last}
    empty: object = 0 if by in (GroupBy.TEAM, GroupBy.PERSON) else ""
    return query | {by.value: empty if group.key is None else group.key}
