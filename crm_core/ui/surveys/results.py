"""The results of a survey: four numbers, and each by indicator, month and group; every bar opens its answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import plotly.graph_objects as go
import streamlit as st

from crm_core.surveys.guessing import question
from crm_core.surveys.model import MEASURE_LABELS, Measure
from crm_core.surveys.results import Results, by_group, by_indicator, by_month
from crm_core.surveys.service import SurveyLine
from crm_core.surveys.statistics import Estimate
from crm_core.ui import show
from crm_core.ui.charts import pick_in_chart
from crm_core.ui.surveys.charts import ScoreBar, across, over_time
from crm_core.ui.surveys.view import View, ask, choose_measure
from crm_core.ui.surveys.words import answered, answers, figure, interval, margin
from crm_core.ui.tables import figure_column, height_of, open_rows, text_column
from crm_core.ui.text import _, plain

_AXIS, _BARS, _TICKS = 14, 12, 7


def show_numbers(line: SurveyLine) -> None:
    """Show answered of asked, the index, CSAT and NPS, each with its count and 95 % margin."""
    asked = line.survey.asked_count if line.is_whole else None
    with st.container(key="survey-cards", gap="small"):
        with st.container(border=True, height="stretch", gap="xsmall"):
            st.metric(_("Answered"), answered(line))
            st.caption(
                _("{share} of those asked", share=show.share(line.answered_count / asked))
                if asked
                else _("within your reach")
                if not line.is_whole
                else _("number asked not known")
            )
        for measure in Measure:
            found = line.estimates[measure]
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.metric(
                    _(MEASURE_LABELS[measure]),
                    figure(measure, found.value),
                    help=_("95 % interval: {interval}", interval=interval(measure, found)),
                )
                st.caption(f"{margin(measure, found)} · {answers(found.count)}" if found.count else _("no answer yet"))


def show_results(found: Results) -> None:
    """Show the numbers by indicator, by month and by group."""
    if found.scheme.counted():
        with st.container(border=True):
            _show_indicators(found)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        _show_months(found)
    with right, st.container(border=True):
        _show_groups(found)


def _show_indicators(found: Results) -> None:
    st.subheader(_("By indicator"), anchor=False)
    bars = by_indicator(found)
    left, right = st.columns([2, 3], gap="medium")
    codes = [f"indicator:{bar.place}" for bar in bars]
    with left:
        _chart(
            "indicators",
            _("By indicator"),
            across,
            Measure.INDEX,
            [ScoreBar(_axis(bar.indicator.name), bar.estimate) for bar in bars],
            codes,
        )
    with right:
        _table(
            {
                _("Indicator"): [bar.indicator.name for bar in bars],
                _("Weight"): [show.share(bar.share) for bar in bars],
                _("Mean"): [figure(Measure.INDEX, bar.estimate.value) for bar in bars],
                _("Margin"): [margin(Measure.INDEX, bar.estimate) for bar in bars],
                _("Count"): [show.number(bar.estimate.count) for bar in bars],
                "α": [show.number(bar.alpha.raw, 2) if bar.alpha else show.NO_DATA for bar in bars],
            },
            codes,
            "indicators",
        )
        st.caption(_("α (Cronbach): how well an indicator's questions hang together; from 0.7 they measure the same."))


def _show_months(found: Results) -> None:
    st.subheader(_("By month"), anchor=False)
    measure = choose_measure(found, "months")
    months = by_month(found, measure)
    codes = [f"month:{first:%Y-%m}" for first, _found in months]
    ticks = _month_ticks([first for first, _estimate in months[-24:]])
    bars = [
        ScoreBar(f"{first:%Y-%m}", estimate, tick) for (first, estimate), tick in zip(months[-24:], ticks, strict=True)
    ]
    _chart("months", _("By month"), over_time, measure, bars, codes[-24:], height=240)
    _bar_table(_("Month"), measure, [(show.month(first), estimate) for first, estimate in months], codes, "months")


def _month_ticks(months: Sequence[date]) -> list[str]:
    """Return what the axis says below each month: as many names as fit side by side on a phone, the year where it changes."""
    step = -(-len(months) // _TICKS)
    ticks, told = [], 0
    for place, first in enumerate(months):
        if (len(months) - 1 - place) % step:
            ticks.append("")
            continue
        ticks.append(show.short_month(first) + (f"<br>{first.year}" if first.year != told else ""))
        told = first.year
    return ticks


def _show_groups(found: Results) -> None:
    st.subheader(_("By group"), anchor=False)
    if not found.groups:
        st.caption(_("No question is marked as a group. Mark one under “Indicators and weights”."))
        return
    measure = choose_measure(found, "groups")
    items = {item_id: plain(question(item.header)) for item_id, (item, _said) in found.groups.items()}
    item_id = next(iter(items))
    if len(items) > 1:
        item_id = st.selectbox(_("Question"), list(items), format_func=lambda each: items[each], key="survey:group")
    else:
        st.caption(items[item_id])
    groups = by_group(found, item_id, measure)
    codes = [f"group:{item_id}:{bar.name}" for bar in groups]
    bars = [ScoreBar(_axis(bar.name), bar.estimate) for bar in groups[:_BARS]]
    _chart("groups", _("By group"), across, measure, bars, codes[:_BARS])
    _bar_table(_("Group"), measure, [(bar.name, bar.estimate) for bar in groups], codes, "groups")


def _chart(  # noqa: PLR0917 - what a chart takes, in the order of show_chart
    name: str,
    title: str,
    build: Callable[[Measure, tuple[ScoreBar, ...]], go.Figure],
    measure: Measure,
    bars: Sequence[ScoreBar],
    codes: Sequence[str],
    *,
    height: int | None = None,
) -> None:
    tall = height or max(130, 50 + 32 * len(bars))
    picked = pick_in_chart(f"survey-{name}", title, tall, build, measure, tuple(bars))
    if picked is not None and picked < len(codes):
        ask(View.ANSWERS, codes[picked])
        st.rerun()


def _bar_table(
    label: str, measure: Measure, bars: Sequence[tuple[str, Estimate]], codes: Sequence[str], key: str
) -> None:
    estimates = [estimate for _name, estimate in bars]
    _table(
        {
            label: [name for name, _estimate in bars],
            _("Value"): [figure(measure, each.value) for each in estimates],
            _("Margin"): [margin(measure, each) for each in estimates],
            _("Count"): [show.number(each.count) for each in estimates],
        },
        codes,
        key,
    )


def _table(columns: dict[str, list[str]], codes: Sequence[str], key: str) -> None:
    name, *figures = columns
    config = {name: text_column(name, width=130)} | {each: figure_column(each) for each in figures}
    row, _ticked = open_rows(columns, config, key=f"survey:table:{key}", height=height_of(len(codes), 8))
    if row is not None:
        ask(View.ANSWERS, codes[row])
        st.rerun()


def _axis(name: str) -> str:
    return name if len(name) <= _AXIS else name[: _AXIS - 1] + "…"
