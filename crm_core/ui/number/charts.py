"""A number over time: a bar a period, a mark where it stood a year before."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from crm_core.metrics.model import Metric, Value
from crm_core.ui.board.charts import fit_axis
from crm_core.ui.charts import colours
from crm_core.ui.figures import figure
from crm_core.ui.text import _


@dataclass(frozen=True, slots=True)
class PeriodBar:
    """One period: its name, and how the axis says it; its number, its year before; is it over, is it looked at."""

    name: str
    tick: str
    value: Value | None
    before: Value | None
    is_complete: bool
    is_chosen: bool


def periods_chart(metric: Metric, bars: tuple[PeriodBar, ...]) -> go.Figure:
    """Return bars by period: one that is not over is hatched, those that are not looked at are paler."""
    way, names = colours(), [bar.name for bar in bars]
    made = go.Figure()
    made.add_bar(
        x=names,
        y=[_float(bar.value) for bar in bars],
        name=_("Value"),
        customdata=[figure(metric, bar.value) for bar in bars],
        hovertemplate="%{customdata}",
        marker={
            "color": way[0],
            "opacity": [1.0 if bar.is_chosen else 0.5 for bar in bars],
            "pattern": {
                "shape": ["" if bar.is_complete or bar.value is None else "/" for bar in bars],
                "fgopacity": 0.9,
                "solidity": 0.45,
            },
        },
    )
    if any(bar.before is not None for bar in bars):
        made.add_scatter(
            x=names,
            y=[_float(bar.before) for bar in bars],
            mode="markers",
            name=_("Year before"),
            marker={"symbol": "line-ew-open", "size": 16, "line": {"width": 2.4, "color": way[1]}, "color": way[1]},
            customdata=[figure(metric, bar.before) for bar in bars],
            hovertemplate="%{customdata}",
        )
    fit_axis(made, metric, [*(bar.value for bar in bars), *(bar.before for bar in bars)])
    made.update_xaxes(tickvals=names, ticktext=[bar.tick for bar in bars], tickangle=0)
    made.update_layout(bargap=0.34 if len(bars) > 3 else 0.7)
    return made


def _float(value: Value | None) -> float | None:
    return None if value is None else float(value)
