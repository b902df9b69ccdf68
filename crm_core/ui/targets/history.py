"""What became of the targets: who changed what, when and why."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from crm_core.access.model import Reach
from crm_core.metrics.folders import metric as metric_of
from crm_core.metrics.model import Metric, Value, change_rate
from crm_core.targets.model import LEVEL_LABELS, PastChange, TargetKey
from crm_core.targets.service import TargetsRequest, history
from crm_core.targets.versions import ComparisonRequest, compared
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import change as change_text
from crm_core.ui.figures import full_figure, period_label
from crm_core.ui.house import settings
from crm_core.ui.tables import figure_column, height_of, moment_column, show_table
from crm_core.ui.targets.draft import About
from crm_core.ui.text import _

_WIDTH = 210  # a value with its baseline
_SHOWN = 12  # changes without scrolling


def show_history(reach: Reach, about: About) -> None:
    """Show the changes of the table's targets, the newest first."""
    changes = fetch(history, TargetsRequest(reach, about.metric_id, about.scope, about.year_first))
    with st.container(border=True):
        st.subheader(_("History"), anchor=False)
        if not changes:
            st.caption(_("Nobody has set a target here yet."))
            return
        metric = metric_of(about.metric_id)
        if st.toggle(_("Compare two days"), key="targets:compare"):
            _compare(reach, about, metric, changes)
            return
        show_table(
            {
                _("When"): [change.changed_at for change in changes],
                _("Who"): [change.changed_by_name or _("The system") for change in changes],
                _("Changed"): [_what(about, change) for change in changes],
                _("Before"): [_told(metric, change, change.old_value, change.old_baseline) for change in changes],
                _("After"): [_told(metric, change, change.value, change.baseline) for change in changes],
                _("Reason"): [change.reason for change in changes],
            },
            {_("When"): moment_column(_("When"))}
            | {name: figure_column(name, width=_WIDTH) for name in (_("Before"), _("After"))},
            key="targets:history",
            height=height_of(len(changes), _SHOWN),
        )


def _compare(reach: Reach, about: About, metric: Metric, changes: list[PastChange]) -> None:
    """Let two days be chosen and show what stood differently at their ends, and who changed it last."""
    zone = ZoneInfo(settings().zone)
    days = [change.changed_at.astimezone(zone).date() for change in changes]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = st.date_input(
            _("As it stood on"), max(days) - timedelta(days=1), key="targets:compare:first", width=170
        )
        second = st.date_input(_("and on"), max(days), key="targets:compare:second", width=170)
    if not isinstance(first, date) or not isinstance(second, date):
        return
    early, late = sorted((first, second))
    ends = [datetime.combine(day, time.max, zone) for day in (early, late)]
    found = fetch(compared, ComparisonRequest(reach, about.metric_id, about.scope, about.year_first, *ends))
    if not found:
        st.caption(_("Nothing differs between the two days."))
        return
    heads = show.day(early), show.day(late)
    if heads[0] == heads[1]:
        return
    show_table(
        {
            _("Period"): [period_label(one.key.period_kind, one.key.period) for one in found],
            _("Level"): [_(LEVEL_LABELS[one.key.level]) for one in found],
            heads[0]: [full_figure(metric, one.first) for one in found],
            heads[1]: [full_figure(metric, one.second) for one in found],
            _("Change"): [change_text(change_rate(one.second, one.first)) for one in found],
            _("Who"): [one.last.changed_by_name or _("The system") for one in found],
            _("When"): [one.last.changed_at for one in found],
            _("Reason"): [one.last.reason for one in found],
        },
        {_("When"): moment_column(_("When"))} | {name: figure_column(name) for name in (*heads, _("Change"))},
        key="targets:compared",
        height=height_of(len(found), _SHOWN),
    )


def _what(about: About, change: PastChange) -> str:
    key = TargetKey(about.metric_id, about.scope, change.period_kind, change.period_first, change.level)
    return f"{period_label(change.period_kind, key.period)} · {_(LEVEL_LABELS[change.level])}"


def _told(metric: Metric, change: PastChange, value: Value | None, baseline: Value | None) -> str:
    if value is None:
        return show.NO_DATA
    text = full_figure(metric, value)
    return (
        text
        if baseline is None
        else _("{value} (baseline {baseline})", value=text, baseline=full_figure(metric, baseline))
    )
