"""Whether a year's months and quarters add up to it, said under the table."""

from __future__ import annotations

import streamlit as st

from crm_core.metrics.folders import metric as metric_of
from crm_core.metrics.model import Metric
from crm_core.periods import PeriodKind
from crm_core.targets.model import LEVEL_LABELS, Level
from crm_core.targets.sums import Adding, year_and_parts
from crm_core.ui.figures import full_figure
from crm_core.ui.targets.draft import values_in
from crm_core.ui.targets.editor import Table
from crm_core.ui.text import _, ngettext


def show_sums(table: Table) -> None:
    """Say of each level whether months and quarters add up to the year, as the table shows them, unsaved ones too."""
    metric = metric_of(table.about.metric_id)
    shown = {level: values_in(table.about, table.sheet, level) for level in Level}
    if not any(shown.values()):
        return
    if not metric.is_flow:
        st.caption(
            _(":material/info: Months and quarters of this number do not add up: the year has a value of its own.")
        )
        return
    lines = []
    for level, values in shown.items():
        found = {
            kind: adding
            for kind in (PeriodKind.MONTH, PeriodKind.QUARTER)
            if (adding := year_and_parts(values, table.about.year_first, kind)) is not None
        }
        if found:
            told = " · ".join(_told(metric, kind, adding) for kind, adding in found.items())
            is_even = all(adding.is_even for adding in found.values())
            icon = ":green[:material/check:]" if is_even else ":orange[:material/difference:]"
            lines.append(f"{icon} **{_(LEVEL_LABELS[level])}**　{told}")
    if lines:
        st.caption("  \n".join(lines))


def _told(metric: Metric, kind: PeriodKind, adding: Adding) -> str:
    total = full_figure(metric, adding.total)
    name = _("Months") if kind is PeriodKind.MONTH else _("Quarters")
    if adding.is_even:
        text = _("{parts} add up to {total}, as the year", parts=name, total=total)
    elif adding.difference > 0:
        gap = full_figure(metric, adding.difference)
        text = _("{parts} add up to {total}: {gap} less than the year", parts=name, total=total, gap=gap)
    else:
        gap = full_figure(metric, -adding.difference)
        text = _("{parts} add up to {total}: {gap} more than the year", parts=name, total=total, gap=gap)
    if adding.missing:
        text += ngettext(" ({count} of them empty)", " ({count} of them empty)", adding.missing)
    return text
