"""Where a plan's goals are heading: a card a goal with its path, what came, and the band in which it will likely end."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

import streamlit as st

from crm_core.forecasts import words
from crm_core.forecasts.goals import GoalOutlook, plan_outlooks
from crm_core.forecasts.model import Likelihood, Outlook
from crm_core.plans.words import metric_label
from crm_core.ui.charts import show_chart
from crm_core.ui.fetch import fetch_whole, is_whole_kept
from crm_core.ui.figures import spoken
from crm_core.ui.plans.heading_chart import Course, heading_chart
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.words import goal_name
from crm_core.ui.text import _, language, ngettext, plain

_AT_FIRST, _IN_A_ROW = 3, 3
_HEIGHT = 150
_COLOURS = {
    Likelihood.ALMOST_CERTAIN: ("green", "check_circle"),
    Likelihood.LIKELY: ("blue", "trending_up"),
    Likelihood.OPEN: ("gray", "balance"),
    Likelihood.UNLIKELY: ("orange", "trending_down"),
    Likelihood.HARDLY: ("red", "cancel"),
}


def show_heading(looked: Looked) -> None:
    """Show where the goals of the stage looked at are heading, the least likely first; nothing where no goal has a figure."""
    is_kept = is_whole_kept(plan_outlooks, looked.request)
    with nullcontext() if is_kept else st.spinner(_("Working out where the goals are heading …")):
        found = fetch_whole(plan_outlooks, looked.request)
    told = [one for one in found if isinstance(one.found, Outlook)]
    parts = [part for one in found for part in one.parts if isinstance(part.found, Outlook)]
    if not found:
        return
    with st.container(border=True):
        shown = _show_head(looked, told, parts)
        if not told:
            st.caption(_("No goal can be forecast yet."))
        for place in range(0, len(shown), _IN_A_ROW):
            row = shown[place : place + _IN_A_ROW]
            for column, one in zip(st.columns(_IN_A_ROW, gap="medium"), row, strict=False):
                with column:
                    _show_card(looked, one)
        _show_silent(looked, found)


def _show_head(looked: Looked, told: Sequence[GoalOutlook], parts: Sequence[GoalOutlook]) -> Sequence[GoalOutlook]:
    """Show the heading with the way to all goals, then with their metrics; return those to be shown."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        stage = looked.view.stage
        name = f" :gray[{plain(stage.name)}]" if stage is not None else ""
        st.subheader(f"{_('Where the goals are heading')}{name}", anchor=False, width="content")
        is_whole = False
        if len(told) > _AT_FIRST or parts:
            count = ngettext("All {count} goal", "All {count} goals", len(told))
            if parts:
                count = _("{goals} with their metrics", goals=count)
            is_whole = st.toggle(count, key="plan:heading:all")
    if told:
        st.caption(
            _("Line: what came. Dashed: what is expected; in 4 of 5 cases it ends within the band. Dotted: the path.")
        )
    return _with_parts(told, parts) if is_whole else (told or parts)[:_AT_FIRST]


def _with_parts(told: Sequence[GoalOutlook], parts: Sequence[GoalOutlook]) -> list[GoalOutlook]:
    """Return the goals each with its metrics behind it, then the metrics of those that have no forecast as a whole."""
    found = [each for one in told for each in (one, *one.parts) if isinstance(each.found, Outlook)]
    return [*found, *(one for one in parts if one not in found)]


def _show_card(looked: Looked, one: GoalOutlook) -> None:
    found = one.found
    if not isinstance(found, Outlook):
        return
    name = goal_name(one.progress.goal, looked.view.plan)
    with st.container(gap="xsmall"):
        st.markdown(f"**{plain(name)}**  \n{_badge(one)}")
        goal = one.progress.goal
        kind = "whole" if goal.is_composed else goal.metric_id
        show_chart(f"plan:heading:{goal.goal_id}:{kind}", name, _HEIGHT, heading_chart, found, _course(one))
        st.caption(plain(words.expected_text(spoken(), one)), help=words.method_text(language(), found))
        if one.parts:
            st.caption(plain(_parts_text(one)))


def _parts_text(one: GoalOutlook) -> str:
    """Return how likely each metric of a goal reaches its target by itself."""
    figures = spoken()
    told = [
        f"{metric_label(figures, part.progress.goal)} {words.chance_text(language(), part.chance)}"
        for part in one.parts
        if part.chance is not None
    ]
    return _("Each alone: {parts}", parts=" · ".join(told)) if told else ""


def _badge(one: GoalOutlook) -> str:
    told = words.likelihood_text(language(), one)
    if one.at_most is not None:
        return f":gray-badge[:material/balance: {told}]"
    if one.likelihood is None:
        return f":gray-badge[{_('No target')}]"
    colour, icon = _COLOURS[one.likelihood]
    return f":{colour}-badge[:material/{icon}: {told}]"


def _course(one: GoalOutlook) -> Course:
    goal, standing = one.progress.goal, one.progress.standing
    return Course(goal, one.span, None if standing is None else standing.target)


def _show_silent(looked: Looked, found: Sequence[GoalOutlook]) -> None:
    """Say of which goals nothing is forecast, and why; those measured by hand by their names alone."""
    by_reason: dict[str, list[str]] = {}
    for one in found:
        if not isinstance(one.found, Outlook):
            reason = words.silence_text(language(), one.found)
            by_reason.setdefault(reason, []).append(plain(goal_name(one.progress.goal, looked.view.plan)))
    for reason, names in by_reason.items():
        st.caption(_("{names}: {reason}", names=" · ".join(names), reason=reason))
