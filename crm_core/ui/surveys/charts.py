"""Bars of scores with their 95 % intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from crm_core.surveys.model import Measure
from crm_core.surveys.statistics import Estimate
from crm_core.ui import show
from crm_core.ui.charts import colours
from crm_core.ui.surveys.words import answers, figure, interval
from crm_core.ui.text import _

_TICKS = {
    Measure.INDEX: (0, 25, 50, 75, 100),
    Measure.CSAT: (0, 0.25, 0.5, 0.75, 1),
    Measure.NPS: (-100, -50, 0, 50, 100),
}


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """One bar: its name on the axis, and its number."""

    name: str
    estimate: Estimate
    tick: str = ""  # what the axis says below it; "" leaves room


def across(measure: Measure, bars: tuple[ScoreBar, ...]) -> go.Figure:
    """Return bars that lie, the first on top: for groups and indicators, whose names are long."""
    made = _bars(measure, bars, is_lying=True)
    made.update_layout(yaxis={"autorange": "reversed"}, hovermode="closest")
    made.update_xaxes(**_axis(measure))
    return made


def over_time(measure: Measure, bars: tuple[ScoreBar, ...]) -> go.Figure:
    """Return bars that stand, in their order: for months."""
    made = _bars(measure, bars, is_lying=False)
    made.update_layout(bargap=0.4 if len(bars) > 3 else 0.7, hovermode="closest")
    made.update_yaxes(**_axis(measure))
    names, ticks = [bar.name for bar in bars], [bar.tick for bar in bars]
    made.update_xaxes(type="category", tickvals=names, ticktext=ticks, tickangle=0)
    return made


def _axis(measure: Measure) -> dict[str, Any]:
    """Return the whole scale of a measure, so that bars of different charts can be held against each other."""
    ticks = _TICKS[measure]
    room = (ticks[-1] - ticks[0]) * 0.09  # for the last label
    return {
        "range": [ticks[0], ticks[-1] + room],
        "autorange": False,
        "fixedrange": True,
        "tickvals": list(ticks),
        "ticktext": [show.share(tick, 0) if measure is Measure.CSAT else show.number(tick) for tick in ticks],
        "zeroline": measure is Measure.NPS,
    }


def _bars(measure: Measure, bars: tuple[ScoreBar, ...], *, is_lying: bool) -> go.Figure:
    way, names = colours(), [bar.name for bar in bars]
    values = [bar.estimate.value for bar in bars]
    error = {
        "type": "data",
        "symmetric": False,
        "array": [_apart(bar.estimate.high, bar.estimate.value) for bar in bars],
        "arrayminus": [_apart(bar.estimate.value, bar.estimate.low) for bar in bars],
        "color": way[1],
        "thickness": 1.6,
        "width": 4,
    }
    made = go.Figure()
    made.add_bar(
        x=values if is_lying else names,
        y=names if is_lying else values,
        orientation="h" if is_lying else "v",
        error_x=error if is_lying else None,
        error_y=None if is_lying else error,
        name=_("Value"),
        marker={"color": way[0]},
        customdata=[_told(measure, bar.estimate) for bar in bars],
        hovertemplate="%{customdata}<extra></extra>",
    )
    return made


def _apart(high: float | None, low: float | None) -> float:
    return 0.0 if high is None or low is None else max(0.0, high - low)


def _told(measure: Measure, found: Estimate) -> str:
    return f"{figure(measure, found.value)} · 95 %: {interval(measure, found)} · {answers(found.count)}"
