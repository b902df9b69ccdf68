"""A plan as a picture: stages as bands, actions as bars coloured by state, milestones as diamonds, today as a line.

An action that comes after another is led to from it; the line is red where it begins before the other is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from crm_core.errors import N_
from crm_core.periods import Period
from crm_core.plans.model import ACTION_LABELS, Action, ActionStatus, Milestone, Stage
from crm_core.plans.service import PlanView
from crm_core.plans.work.model import PlanWork, begins_early
from crm_core.ui import show
from crm_core.ui.charts import colours, show_chart, theme
from crm_core.ui.text import _

_OVERDUE = "overdue"
_ROW, _HEAD, _FOOT = 34, 44, 34  # in pixels
_LONGEST = 26
_DAY_MS = 86_400_000
_MOST_ROWS = 40
_BAR = 0.21  # how far below its name the middle of a bar lies, in rows
STATE_WORDS = {**{status.value: label for status, label in ACTION_LABELS.items()}, _OVERDUE: N_("Overdue")}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the picture: an action, or (``due_on`` alone) a milestone."""

    name: str
    start_on: date | None
    due_on: date
    state: str


@dataclass(frozen=True, slots=True)
class Lead:
    """From one action (its place) to one that comes after it; ``is_early`` where that begins before the first is due."""

    before: int
    after: int
    is_early: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that the picture shows; equal ones are drawn once."""

    first: date
    last: date
    today: date
    stages: tuple[Stage, ...]
    milestones: tuple[Line, ...]
    actions: tuple[Line, ...]
    leads: tuple[Lead, ...] = ()

    @property
    def height(self) -> int:
        """How high it is, in pixels."""
        return _HEAD + _FOOT + _ROW * max(1, len(self.milestones) + len(self.actions))


def show_gantt(view: PlanView, work: PlanWork) -> None:
    """Show the picture of a plan; without anything dated in it, nothing."""
    picture = picture_of(view, work)
    if picture.stages or picture.actions or picture.milestones:
        show_chart("plan:gantt", _("Timeline of the plan"), picture.height, gantt, picture)


def picture_of(view: PlanView, work: PlanWork) -> Picture:
    """Return what the picture of a plan shows: milestones and then actions, each in the order of their days."""
    actions = sorted(view.actions, key=lambda one: (one.start_on or one.due_on, one.due_on, one.action_id))
    open_first = [one for one in actions if one.status is not ActionStatus.DROPPED][:_MOST_ROWS]
    return Picture(
        view.plan.first_on,
        view.plan.last_on,
        view.today,
        view.record.stages,
        tuple(_milestone(one, view.today) for one in view.record.milestones),
        tuple(_action(one, view.today) for one in open_first),
        _leads(open_first, work),
    )


def _leads(actions: Sequence[Action], work: PlanWork) -> tuple[Lead, ...]:
    """Return what leads to what among the actions shown; an open one is early where it cannot wait for the other's end."""
    places = {action.action_id: place for place, action in enumerate(actions)}
    return tuple(
        Lead(
            places[before],
            places[one],
            begins_early(actions[places[one]], actions[places[before]]),
            actions[places[before]].status.is_open,
        )
        for one, before in work.links
        if one in places and before in places
    )


def _action(action: Action, today: date) -> Line:
    state = _OVERDUE if action.is_overdue(today) else action.status.value
    return Line(action.what, action.start_on or action.due_on, action.due_on, state)


def _milestone(milestone: Milestone, today: date) -> Line:
    if milestone.done_on is not None:
        state = ActionStatus.DONE.value
    else:
        state = _OVERDUE if milestone.due_on < today else ActionStatus.PLANNED.value
    return Line(milestone.name, None, milestone.due_on, state)


def gantt(picture: Picture) -> go.Figure:
    """Return the figure: a row a milestone and an action, its name above its mark so that it is whole on a phone."""
    made, ink = go.Figure(), "#e8ece9" if theme() == "dark" else "#2b3632"
    shades = _shades()
    rows = [*picture.milestones, *picture.actions]
    for state in dict.fromkeys(line.state for line in picture.actions):
        _add_bars(made, rows, state, shades[state])
    for lead in picture.leads:
        _add_lead(made, picture, lead, ink)
    if picture.milestones:
        _add_diamonds(made, picture.milestones, shades)
    for place, line in enumerate(rows):
        made.add_annotation(
            x=0, xref="paper", xanchor="left", y=place, yref="y", yanchor="bottom", yshift=2, showarrow=False,
            text=_name(line), font={"size": 12, "color": ink}, align="left",
        )  # fmt: skip
    _add_bands(made, picture, ink)
    _add_today(made, picture)
    span = (picture.first - timedelta(days=2), picture.last + timedelta(days=2))
    made.update_xaxes(
        range=[day.isoformat() for day in span], type="date", showgrid=True, tickformat="%b", dtick="M1",
        ticklabelmode="period", side="bottom", fixedrange=True,
    )  # fmt: skip
    made.update_yaxes(range=[len(rows) - 0.1, -1.35], visible=False, showgrid=False, zeroline=False, fixedrange=True)
    made.update_layout(barmode="overlay", showlegend=False, bargap=0.74)
    return made


def _shades() -> dict[str, str]:
    way = colours()
    return {
        ActionStatus.DONE.value: way[0],
        ActionStatus.DOING.value: way[2],
        ActionStatus.PLANNED.value: way[6],
        ActionStatus.DROPPED.value: way[6],
        _OVERDUE: way[5],
    }


def _name(line: Line) -> str:
    """Return a row's name with its state in words; plotly reads a few tags, so no angle bracket may pass."""
    text = line.name if len(line.name) <= _LONGEST else line.name[: _LONGEST - 1] + "…"
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"{safe} · {_(STATE_WORDS[line.state])}"


def _add_bars(made: go.Figure, rows: Sequence[Line], state: str, shade: str) -> None:
    own = [(place, line) for place, line in enumerate(rows) if line.state == state and line.start_on is not None]
    starts = [line.start_on or line.due_on for _place, line in own]
    spans = [
        show.span(Period(start, max(start, line.due_on))) for start, (_place, line) in zip(starts, own, strict=True)
    ]
    made.add_bar(
        y=[place for place, _line in own],
        x=[((line.due_on - start).days + 1) * _DAY_MS for start, (_place, line) in zip(starts, own, strict=True)],
        base=[start.isoformat() for start in starts],
        orientation="h",
        name=_(STATE_WORDS[state]),
        marker={"color": shade, "line": {"width": 0}},
        customdata=[f"{line.name[:120]} · {days}" for (_place, line), days in zip(own, spans, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
        offset=0.08,
        width=0.26,
    )


def _add_lead(made: go.Figure, picture: Picture, lead: Lead, ink: str) -> None:
    """Lead down from the end of one bar, and with an arrow to where the other begins."""
    before, after = picture.actions[lead.before], picture.actions[lead.after]
    rows = [len(picture.milestones) + place + _BAR for place in (lead.before, lead.after)]
    end = (before.due_on + timedelta(days=1)).isoformat()
    begin = (after.start_on or after.due_on).isoformat()
    shade = colours()[5] if lead.is_early else ink if lead.is_open else colours()[6]
    width = 1.4 if lead.is_open else 0.8
    line = {"color": shade, "width": width}
    made.add_shape(type="line", xref="x", yref="y", x0=end, x1=end, y0=rows[0], y1=rows[1], line=line)
    made.add_annotation(
        x=begin, y=rows[1], ax=end, ay=rows[1], xref="x", yref="y", axref="x", ayref="y", text="", showarrow=True,
        arrowhead=2, arrowsize=1, arrowwidth=width, arrowcolor=shade,
    )  # fmt: skip


def _add_diamonds(made: go.Figure, milestones: Sequence[Line], shades: dict[str, str]) -> None:
    made.add_scatter(
        x=[line.due_on.isoformat() for line in milestones],
        y=[place + _BAR for place in range(len(milestones))],
        mode="markers",
        name=_("Milestones"),
        marker={
            "symbol": ["diamond" if line.state == ActionStatus.DONE.value else "diamond-open" for line in milestones],
            "size": 12,
            "color": [shades[line.state] for line in milestones],
            "line": {"width": 2, "color": [shades[line.state] for line in milestones]},
        },
        customdata=[f"{line.name[:120]} · {_(STATE_WORDS[line.state])}" for line in milestones],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _add_bands(made: go.Figure, picture: Picture, ink: str) -> None:
    way = colours()
    for place, stage in enumerate(picture.stages):
        end = stage.last_on + timedelta(days=1)
        made.add_shape(
            type="rect", xref="x", yref="paper", x0=stage.first_on.isoformat(), x1=end.isoformat(), y0=0, y1=1,
            fillcolor=way[0] if place % 2 == 0 else way[7], opacity=0.09, line={"width": 0}, layer="below",
        )  # fmt: skip
        name = stage.name if len(stage.name) <= 8 else stage.name[:7] + "…"
        made.add_annotation(
            x=(stage.first_on + (end - stage.first_on) / 2).isoformat(), xref="x", y=1, yref="paper", yanchor="top",
            showarrow=False, text=name.replace("&", "&amp;").replace("<", "&lt;"), font={"size": 11, "color": ink},
        )  # fmt: skip


def _add_today(made: go.Figure, picture: Picture) -> None:
    if not picture.first <= picture.today <= picture.last:
        return
    day, red = picture.today.isoformat(), colours()[5]
    made.add_shape(
        type="line",
        xref="x",
        yref="paper",
        x0=day,
        x1=day,
        y0=0,
        y1=1,
        line={"color": red, "width": 1.6, "dash": "dot"},
    )
    made.add_annotation(
        x=day, xref="x", y=0, yref="paper", yanchor="bottom", xanchor="left", xshift=2, showarrow=False, text=_("Today"),
        font={"size": 12, "color": red},
    )  # fmt: skip
