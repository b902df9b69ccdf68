"""Two groups or two periods held against each other, with a verdict that says no more than the answers do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from crm_core.errors import N_
from crm_core.periods import Period
from crm_core.surveys.guessing import question
from crm_core.surveys.model import Measure
from crm_core.surveys.results import Picked, Results, compared, group_names
from crm_core.surveys.statistics import Verdict
from crm_core.ui import show
from crm_core.ui.surveys.view import choose_measure, shown_name
from crm_core.ui.surveys.words import VERDICT_ICONS, answers, figure, interval, margin, verdict
from crm_core.ui.text import _, plain

_PERIODS = 0  # the id of no question: periods are compared
_RULE = N_(
    "Welch's t-test at the 5 % level. Who belongs to both sides counts on neither. The answers are taken as a random sample."
)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison."""

    name: str
    picked: Picked


def show_comparison(found: Results) -> None:
    """Show the choice of two groups or periods, both numbers, and the verdict."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            measure = choose_measure(found, "compare")
            by = _choose_by(found)
        left, right = st.columns(2, gap="medium")
        if by == _PERIODS:
            halves = _halves(found)
            with left:
                first = _period(found, "a", halves[0])
            with right:
                second = _period(found, "b", halves[1])
        else:
            names = group_names(found, by)
            if len(names) < 2:
                st.caption(_("There is only one group so far."))
                return
            with left:
                first = _group(found, by, names, 0)
            with right:
                second = _group(found, by, names, 1)
        for column, side in ((left, first), (right, second)):
            with column:
                _show_side(found, measure, side)
        _show_verdict(found, measure, first, second)


def _choose_by(found: Results) -> int:
    names = {item_id: question(item.header) for item_id, (item, _said) in found.groups.items()}
    options = [*names, _PERIODS]
    return st.selectbox(
        _("What to compare"),
        options,
        format_func=lambda each: _("Two periods") if each == _PERIODS else _("Groups: {name}", name=names[each]),
        key="survey:compare:by",
        width=360,
    )


def _group(found: Results, item_id: int, names: Sequence[str], place: int) -> Side:
    label = _("First group") if place == 0 else _("Second group")
    name = st.selectbox(label, names, place, key=f"survey:compare:{item_id}:{place}")
    return Side(shown_name(name), found.in_group(item_id, name))


def _halves(found: Results) -> tuple[Period, Period]:
    """Return the months before the latest one, and the latest: the usual question is what has changed."""
    months = sorted({day.replace(day=1) for day in found.days.astype(object).tolist()})
    days: list[date] = sorted(found.days.astype(object).tolist())
    if len(months) < 2:
        return Period(days[0], days[-1]), Period(days[0], days[-1])
    earlier = [day for day in days if day < months[-1]]
    return Period(days[0], earlier[-1]), Period(months[-1], days[-1])


def _period(found: Results, side: str, usual: Period) -> Side:
    label = _("First period") if side == "a" else _("Second period")
    chosen = st.date_input(label, (usual.first, usual.last), key=f"survey:compare:{side}", format="YYYY-MM-DD")
    ends = chosen if isinstance(chosen, tuple) and len(chosen) == 2 else (usual.first, usual.last)
    period = Period(*ends)
    return Side(show.span(period), found.in_period(period))


def _show_side(found: Results, measure: Measure, side: Side) -> None:
    estimate = found.estimate(measure, side.picked)
    st.metric(
        side.name,
        figure(measure, estimate.value),
        help=_("95 % interval: {interval}", interval=interval(measure, estimate)),
    )
    st.caption(f"{margin(measure, estimate)} · {answers(estimate.count)}")


def _show_verdict(found: Results, measure: Measure, first: Side, second: Side) -> None:
    apart = compared(found, measure, first.picked, second.picked)
    text = verdict(measure, apart, f"**{first.name}**", f"**{second.name}**")
    tone = st.success if apart.verdict in (Verdict.CLEARLY_HIGHER, Verdict.CLEARLY_LOWER) else st.info
    tone(text, icon=VERDICT_ICONS[apart.verdict])
    notes = [_(_RULE)]
    if apart.low is not None and apart.high is not None:
        scale = 100 if measure is Measure.CSAT else 1
        low, high = show.number(apart.low * scale, 1), show.number(apart.high * scale, 1)
        notes.insert(0, _("Difference: {low} to {high} points with 95 % confidence.", low=low, high=high))
    st.caption(plain(" ".join(notes)))
