"""Charts: plotly graph objects, built once for the same data, drawn in the theme's colours and the user's language."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from functools import cache
from typing import Any, ParamSpec

import plotly.graph_objects as go
import streamlit as st
from babel import Locale

from crm_core.i18n import Language
from crm_core.ui.text import _, language

COLOURS = {
    "light": ["#0f6b5c", "#d98324", "#3d6fb6", "#8a5a9e", "#6b7f4a", "#b5485d", "#5f7d8c", "#a58b4f"],
    "dark": ["#4fc3ad", "#efa858", "#7fa8e6", "#c094d6", "#a9c07c", "#e58799", "#9bb7c4", "#d5bd83"],
}
_FONT = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',system-ui,sans-serif"
_SIZE = 300
_LISTED = 6  # so many points are told one by one; of more, the ends and the extremes
_built: OrderedDict[Hashable, tuple[KeptFigure, str]] = OrderedDict()
_lock = threading.Lock()
Given = ParamSpec("Given")


class KeptFigure(go.Figure):  # type: ignore[misc] # plotly says nothing of its types
    """A figure that is drawn again and again: what plotly copies in depth for each drawing is copied once. Read only."""

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as plotly's JSON has it; the same dictionary each time."""
        kept: dict[str, Any] | None = getattr(self, "_kept", None)
        if kept is None:
            kept = self._kept = super().to_dict()
        return kept


def theme() -> str:
    """Return "light" or "dark", as the browser shows it."""
    return "dark" if st.context.theme.type == "dark" else "light"


def contrast(one: Sequence[int], other: Sequence[int]) -> float:
    """Return how well words of one colour are read on another, from 1 to 21; WCAG 2.2 asks for 4.5. Colours: red, green, blue."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Sequence[int]) -> float:
    """Return the relative luminance of an sRGB colour, as WCAG 2.2 defines it."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colours() -> list[str]:
    """Return the colour way of the theme; the first is the accent."""
    return COLOURS[theme()]


def show_chart(
    key: str, title: str, height: int, build: Callable[Given, go.Figure], *args: Given.args, **kwargs: Given.kwargs
) -> None:
    """Show the figure that ``build`` returns; built once for the same arguments (hashable), theme and language.

    Who cannot see it is told ``title`` and what the figure's bars and lines say.
    """
    figure, told = _made(height, build, *args, **kwargs)
    st.plotly_chart(
        figure, key=key, config=_config(language()), alt=_("Chart: {title}. {told}", title=title, told=told)
    )


def pick_in_chart(
    key: str, title: str, height: int, build: Callable[Given, go.Figure], *args: Given.args, **kwargs: Given.kwargs
) -> int | None:
    """Show the figure like ``show_chart``; return the place of the bar or point that was clicked, None for none."""
    figure, told = _made(height, build, *args, **kwargs)
    chosen = st.plotly_chart(
        figure, key=key, config=_config(language()), alt=_("Chart: {title}. {told}", title=title, told=told),
        on_select="rerun", selection_mode="points",
    )  # fmt: skip
    points = chosen["selection"]["point_indices"]
    return int(points[0]) if points else None


def _made(
    height: int, build: Callable[Given, go.Figure], *args: Given.args, **kwargs: Given.kwargs
) -> tuple[KeptFigure, str]:
    """Return a figure and what it says in words, built once for the same arguments, theme and language."""
    name = (build.__module__, build.__qualname__, args, tuple(sorted(kwargs.items())), theme(), language(), height)
    with _lock:
        built = _built.get(name)
    if built is None:
        figure = KeptFigure(_dressed(build(*args, **kwargs), height))
        built = figure, chart_text(figure)
        with _lock:
            _built[name] = built
            while len(_built) > _SIZE:
                _built.popitem(last=False)
    return built


def chart_text(figure: go.Figure) -> str:
    """Return what a figure's bars and lines say: each point of a few; of many the first, last, highest and lowest.

    A point's value is told as its label writes it (``customdata``), its place as the axis does.
    """
    return " ".join(_told_of(trace) for trace in figure.data)


def _told_of(trace: Any) -> str:  # noqa: ANN401 - plotly's traces have no common type
    places, values = (
        (trace.y, trace.x) if getattr(trace, "orientation", None) == "h" or _is_flat(trace) else (trace.x, trace.y)
    )
    known = [
        (value, _("{place} {value}", place=place, value=label))
        for place, value, label in zip(places, values, trace.customdata, strict=True)
        if value is not None
    ]
    if not known:
        return _("{name}: no data.", name=trace.name)
    if len(known) <= _LISTED:
        return _("{name}: {points}.", name=trace.name, points=", ".join(text for _value, text in known))
    return _(
        "{name}: from {first} to {last}; highest {highest}, lowest {lowest}.",
        name=trace.name,
        first=known[0][1],
        last=known[-1][1],
        highest=max(known, key=lambda point: point[0])[1],
        lowest=min(known, key=lambda point: point[0])[1],
    )


def _is_flat(trace: Any) -> bool:  # noqa: ANN401 - plotly's traces have no common type
    """Return whether the values of a trace lie along x: its places are texts, and they stand on y."""
    return any(isinstance(place, str) for place in trace.y)


def _dressed(figure: go.Figure, height: int) -> go.Figure:
    figure.update_layout(
        colorway=colours(), height=height, margin={"l": 0, "r": 0, "t": 8, "b": 0}, hovermode="x unified",
        barcornerradius=3, font={"family": _FONT},
        legend={"orientation": "h", "y": 1.12, "x": 0, "yanchor": "bottom"}, separators=".,",
    )  # fmt: skip
    return figure


@cache
def _config(chosen: Language) -> dict[str, Any]:
    locale = Locale.parse(chosen.value)
    days = [(number + 6) % 7 for number in range(7)]  # plotly begins with Sunday
    return {
        "displayModeBar": False,
        "locale": chosen.tag,
        "locales": {
            chosen.tag: {
                "dictionary": {},
                "format": {
                    "days": [locale.days["format"]["wide"][day] for day in days],
                    "shortDays": [locale.days["format"]["abbreviated"][day] for day in days],
                    "months": [locale.months["format"]["wide"][month] for month in range(1, 13)],
                    "shortMonths": [locale.months["format"]["abbreviated"][month] for month in range(1, 13)],
                    "date": "%Y-%m-%d",
                },
            }
        },
    }
