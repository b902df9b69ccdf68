"""What of a survey is looked at: it stands in the address, so that it can be sent and the browser's way back works."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import streamlit as st

from crm_core.errors import N_
from crm_core.surveys import parts
from crm_core.surveys.model import Measure
from crm_core.surveys.results import Picked, Results
from crm_core.ui import show
from crm_core.ui.links import asked
from crm_core.ui.text import _, plain


class View(StrEnum):
    """The parts of the page."""

    RESULTS = "results"
    COMPARE = "compare"
    ANSWERS = "answers"
    SCHEME = "scheme"
    EDIT = "edit"


VIEW_LABELS = {
    View.RESULTS: N_("Results"),
    View.COMPARE: N_("Differences"),
    View.ANSWERS: N_("Answers"),
    View.SCHEME: N_("Indicators and weights"),
    View.EDIT: N_("Survey data"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a survey's answers: what the address calls them, what people call them, and which they are."""

    code: str
    name: str
    picked: Picked


def ask(view: View, part: str | None = None) -> None:
    """Look at another view, and at a part of the answers; to be followed by a rerun (a callback's own will do)."""
    st.query_params["view"] = view.value
    if part is None:
        st.query_params.pop("part", None)
    else:
        st.query_params["part"] = part


def choose_view(views: list[View]) -> View:
    """Show the parts of the page and return the one that is looked at."""
    wanted = asked("view")
    now = View(wanted) if wanted in set(views) else View.RESULTS
    if st.session_state.get("survey:view") != now:
        st.session_state["survey:view"] = now

    def take() -> None:
        ask(View(st.session_state["survey:view"]))

    st.segmented_control(
        _("What to look at"),
        views,
        format_func=lambda view: _(VIEW_LABELS[view]),
        key="survey:view",
        on_change=take,
        label_visibility="collapsed",
        required=True,
        wrap=True,
    )
    return now


def choose_measure(found: Results, name: str) -> Measure:
    """Show the measures that have scores and return the chosen one."""
    labels = {Measure.INDEX: _("Index"), Measure.CSAT: _("CSAT"), Measure.NPS: _("NPS")}
    known = [measure for measure in Measure if not np.isnan(found.scores[measure]).all()] or [Measure.INDEX]
    chosen = st.segmented_control(
        _("Measure"),
        known,
        default=known[0],
        format_func=lambda measure: labels[measure],
        key=f"survey:measure:{name}",
        label_visibility="collapsed",
        required=True,
    )
    return chosen if chosen in known else known[0]


def part_of(found: Results) -> Part | None:
    """Return the part of the answers that the address asks for; None for all, and for what is no part."""
    part = parts.part(found, asked("part") or "")
    if part is None:
        return None
    return Part(part.code, part.name if part.first is None else show.month(part.first), part.picked)


def shown_name(name: str) -> str:
    """Return a name on a chart's axis or in a heading: not endlessly long."""
    return plain(name if len(name) <= 24 else name[:23] + "…")
