"""The board's charts: a metric against its target's path over the year, and its groups side by side."""

from __future__ import annotations

from decimal import Decimal

import plotly.graph_objects as go

from crm_core.board.model import PathMonth
from crm_core.metrics.model import Metric, Unit, Value
from crm_core.ui import show
from crm_core.ui.charts import colours
from crm_core.ui.figures import figure
from crm_core.ui.text import _


def path_chart(metric: Metric, months: tuple[PathMonth, ...], is_summed: bool, chosen: tuple[str, ...]) -> go.Figure:
    """Return bars of what was reached and lines of what was aimed at, by month; a month that is not over is hatched.

    ``is_summed`` adds up from the year's start. ``chosen`` are the first days, as ISO texts, of the months looked at: the
    others are paler; none: all are.
    """
    names = [show.short_month(month.first) for month in months]
    actual = [month.total if is_summed else month.actual for month in months]
    aims = {
        _("Target"): [month.expected if is_summed else month.target for month in months],
        _("Stretch"): [month.stretch_expected if is_summed else month.stretch for month in months],
    }
    way = colours()
    made = go.Figure()
    made.add_bar(
        x=names,
        y=_floats(actual),
        name=_("Actual"),
        customdata=[figure(metric, value) for value in actual],
        hovertemplate="%{customdata}",
        marker={
            "color": way[0],
            "opacity": [
                1.0 if is_summed or not chosen or month.first.isoformat() in chosen else 0.55 for month in months
            ],
            "pattern": {
                "shape": ["" if month.is_complete or month.actual is None else "/" for month in months],
                "fgopacity": 0.9,
                "solidity": 0.45,
            },
        },
    )
    dashes = {_("Target"): ("solid", 2.2, way[1]), _("Stretch"): ("dot", 1.6, way[2])}
    for label, values in aims.items():
        if any(value is not None for value in values):
            dash, width, colour = dashes[label]
            made.add_scatter(
                x=names,
                y=_floats(values),
                name=label,
                mode="lines+markers" if not is_summed else "lines",
                marker={"size": 5},
                line={"dash": dash, "width": width, "color": colour, "shape": "linear"},
                customdata=[figure(metric, value) for value in values],
                hovertemplate="%{customdata}",
                connectgaps=False,
            )
    fit_axis(made, metric, [*actual, *(value for values in aims.values() for value in values)])
    made.update_layout(bargap=0.34)
    return made


def groups_chart(
    metric: Metric, names: tuple[str, ...], values: tuple[Value | None, ...], befores: tuple[Value | None, ...]
) -> go.Figure:
    """Return horizontal bars of groups, the first on top, with a mark where each stood a year before."""
    way = colours()
    made = go.Figure()
    made.add_bar(
        y=names,
        x=_floats(values),
        orientation="h",
        name=_("Actual"),
        marker={"color": way[0]},
        customdata=[figure(metric, value) for value in values],
        hovertemplate="%{customdata}",
    )
    if any(before is not None for before in befores):
        made.add_scatter(
            y=names,
            x=_floats(befores),
            mode="markers",
            name=_("Year before"),
            marker={"symbol": "line-ns-open", "size": 13, "line": {"width": 2.4, "color": way[1]}, "color": way[1]},
            customdata=[figure(metric, before) for before in befores],
            hovertemplate="%{customdata}",
        )
    largest = [*values, *befores]
    ticks, texts = _ticks(metric, largest, 4)
    made.update_xaxes(tickvals=ticks, ticktext=texts, rangemode="tozero", zeroline=False)
    made.update_yaxes(autorange="reversed", type="category")
    made.update_layout(hovermode="y unified", bargap=0.38)
    return made


def _floats(values: object) -> list[float | None]:
    return [None if value is None else float(value) for value in values]  # type: ignore[attr-defined] # a sequence


def fit_axis(made: go.Figure, metric: Metric, values: list[Value | None]) -> None:
    """Give the vertical axis round ticks, written as the user's language writes large numbers."""
    ticks, texts = _ticks(metric, values, 5)
    made.update_yaxes(tickvals=ticks, ticktext=texts, rangemode="tozero", zeroline=False)
    made.update_xaxes(type="category", tickangle=0, tickfont={"size": 11})


def _ticks(metric: Metric, values: object, count: int) -> tuple[list[float], list[str]]:
    """Return round ticks from 0 (or below) upwards, written as the user's language writes large numbers."""
    known = [Decimal(value) for value in values if value is not None]  # type: ignore[attr-defined] # a sequence
    high, low = max([*known, Decimal(0)]), min([*known, Decimal(0)])
    if high == low:
        return [0.0], [figure(metric, 0)]
    raw = (high - low) / count
    size = Decimal(10) ** raw.adjusted()
    step = next(size * factor for factor in (1, 2, Decimal("2.5"), 5, 10) if size * factor >= raw)
    first = int(low / step) - (1 if low < 0 else 0)
    ticks = [step * number for number in range(first, int(high / step) + 2)]
    places = 0 if step * 100 == int(step * 100) else 1
    shown = [show.share(tick, places) if metric.unit is Unit.SHARE else show.tick(tick) for tick in ticks]
    return [float(tick) for tick in ticks], shown
