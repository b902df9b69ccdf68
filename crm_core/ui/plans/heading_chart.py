"""A small chart of where a number is heading: what came, what is expected with its band, and the target's path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import plotly.graph_objects as go

from crm_core.forecasts.model import Outlook
from crm_core.metrics.folders import metric as metric_of
from crm_core.periods import Period
from crm_core.plans.model import Goal
from crm_core.ui import show
from crm_core.ui.charts import colours, theme
from crm_core.ui.figures import aim_figure, figure
from crm_core.ui.plans.words import goal_figure
from crm_core.ui.text import _

_ROOM = 0.08  # of the height, left above and below


@dataclass(frozen=True, slots=True)
class Course:
    """What a goal's stage asks for: from the first to the last day, to the target, from the baseline where there is one."""

    goal: Goal
    span: Period
    target: Decimal | None

    @property
    def is_flow(self) -> bool:
        """Whether the number adds up from nothing; that of several metrics together does not."""
        return not self.goal.is_composed and metric_of(self.goal.metric_id or "").is_flow

    @property
    def start(self) -> Decimal | None:
        """Where the way to the target begins; None: at the target."""
        if self.goal.is_composed:
            return None
        return Decimal(0) if self.is_flow else self.goal.baseline

    def figure(self, value: float) -> str:
        """Return a number of the goal as people read it."""
        exact = Decimal(str(value))
        return (
            goal_figure(self.goal, exact)
            if self.goal.is_composed
            else figure(metric_of(self.goal.metric_id or ""), exact)
        )

    def aim(self, value: float) -> str:
        """Return a number of the goal as targets are written."""
        exact = Decimal(str(value))
        if self.goal.is_composed:
            return goal_figure(self.goal, exact)
        return aim_figure(metric_of(self.goal.metric_id or ""), exact)


def heading_chart(found: Outlook, course: Course) -> go.Figure:
    """Return the figure of one goal in one stage."""
    made = go.Figure()
    _add_band(made, found, course)
    _add_path(made, course)
    _add_lines(made, found, course)
    values = [value for _day, value in found.seen] + [end for one in found.way for end in (one.low, one.high)]
    values += [float(one) for one in (course.target,) if one is not None]
    _set_axes(made, found, course, values)
    made.update_layout(showlegend=False, hovermode="x unified")
    return made


def _start(found: Outlook, course: Course) -> tuple[date, float] | None:
    """Return from where the way ahead goes on: the last thing seen; a flow that has not begun from 0."""
    if found.seen:
        return found.seen[-1]
    return (course.span.first - timedelta(days=1), 0.0) if course.is_flow else None


def _add_band(made: go.Figure, found: Outlook, course: Course) -> None:
    if not found.has_band:
        return
    start = _start(found, course)
    days = [one.day for one in found.way]
    low, high = [one.low for one in found.way], [one.high for one in found.way]
    if start is not None:
        days, low, high = [start[0], *days], [start[1], *low], [start[1], *high]
    red, green, blue = (int(colours()[0][place : place + 2], 16) for place in (1, 3, 5))
    for values, name, fill in ((low, _("At least"), None), (high, _("At most"), "tonexty")):
        made.add_scatter(
            x=[day.isoformat() for day in days], y=values, name=name, mode="lines", line={"width": 0}, fill=fill,
            fillcolor=f"rgba({red},{green},{blue},{0.28 if theme() == 'dark' else 0.2})",
            customdata=[course.figure(value) for value in values], hovertemplate="%{customdata}",
        )  # fmt: skip


def _add_path(made: go.Figure, course: Course) -> None:
    """Add the way to the target: straight from 0 for what adds up, else from the baseline, else flat."""
    if course.target is None:
        return
    end, start = float(course.target), course.start
    begin = end if start is None else float(start)
    first = course.span.first - timedelta(days=1)
    made.add_scatter(
        x=[first.isoformat(), course.span.last.isoformat()], y=[begin, end], name=_("Target"), mode="lines+markers",
        line={"dash": "dot", "width": 1.8, "color": colours()[1]},
        marker={"size": [0, 9], "symbol": "diamond", "color": colours()[1]},
        customdata=[course.figure(value) for value in (begin, end)], hovertemplate="%{customdata}",
    )  # fmt: skip


def _add_lines(made: go.Figure, found: Outlook, course: Course) -> None:
    accent, start = colours()[0], _start(found, course)
    ahead = [(one.day, one.expected) for one in found.way]
    lines = (
        (_("Actual"), list(found.seen), {"width": 2.6, "color": accent}, "lines" if len(found.seen) > 1 else "markers"),
        (_("Expected"), [*([start] if start else []), *ahead], {"width": 2, "color": accent, "dash": "dash"}, "lines"),
    )
    for name, points, line, mode in lines:
        made.add_scatter(
            x=[day.isoformat() for day, _value in points], y=[value for _day, value in points], name=name, mode=mode,
            line=line, marker={"size": 8, "color": accent},
            customdata=[course.figure(value) for _day, value in points], hovertemplate="%{customdata}",
        )  # fmt: skip


def _set_axes(made: go.Figure, found: Outlook, course: Course, values: list[float]) -> None:
    low = min(0.0, *values) if course.is_flow else min(values)
    high = max(values)
    room = (high - low) * _ROOM or abs(high) * _ROOM or 1.0
    ticks = [0.0] if course.is_flow else []
    ticks += [float(course.target)] if course.target is not None else [found.end.expected]
    made.update_yaxes(
        range=[low - (0 if course.is_flow and low == 0 else room), high + room], tickvals=ticks,
        ticktext=[course.aim(tick) for tick in ticks], showgrid=True, zeroline=False, fixedrange=True,
        tickfont={"size": 11},
    )  # fmt: skip
    first, last = course.span.first - timedelta(days=1), course.span.last + timedelta(days=2)
    made.update_xaxes(
        range=[first.isoformat(), last.isoformat()], type="date", tickvals=[found.known_on.isoformat()],
        ticktext=[show.day(found.known_on)], showgrid=True, griddash="dot", fixedrange=True, tickfont={"size": 11},
        hoverformat="%Y-%m-%d",
    )  # fmt: skip
