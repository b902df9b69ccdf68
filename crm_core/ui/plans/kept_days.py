"""A plan as it was: the ends of stages, quarters and months that were kept, each beside what is known of that day now."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from crm_core.forecasts.words import chance_text
from crm_core.plans.service import OnePlan
from crm_core.plans.words import metric_label
from crm_core.snapshots.model import KIND_LABELS, GoalThen, Snapshot
from crm_core.snapshots.service import OneSnapshot, Opened, ThenAndNow, opened, snapshots
from crm_core.targets.model import STATUS_LABELS
from crm_core.ui import show
from crm_core.ui.fetch import fetch
from crm_core.ui.figures import NO_DATA, spoken, status_column
from crm_core.ui.plans.shared_periods import share_button, show_shared_period
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.words import goal_figure, goal_name
from crm_core.ui.tables import figure_column
from crm_core.ui.text import _, language, ngettext, noted, plain


def show_kept_days(looked: Looked) -> None:
    """Offer the kept days of a plan, and show the one that is chosen; nothing where none is kept."""
    days = fetch(snapshots, OnePlan(looked.viewer, looked.plan_id))
    if not days:
        return
    show_shared_period(looked, is_above=False)
    place = st.expander(_("As it was"), icon=":material/history:", key=f"plan:kept:{looked.plan_id}", on_change="rerun")
    if not place.open:
        return
    with place:
        names = {one.as_of_on: f"{show.day(one.as_of_on)} · {_(KIND_LABELS[one.kind])}" for one in days}
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
            chosen = st.selectbox(
                _("Day"),
                list(names),
                format_func=lambda day: names[day],
                key=f"plan:kept:day:{looked.plan_id}",
                width=360,
            )
            share_button(looked, chosen)
        found = opened(fetch, OneSnapshot(looked.viewer, looked.plan_id, chosen))
        _show_facts(found.snapshot)
        _show_goals(looked, found)


def _show_facts(found: Snapshot) -> None:
    facts = [plain(found.stage.name)] if found.stage is not None else []
    facts.append(
        _("{done} of {count} actions done", done=show.number(found.done_count), count=show.number(found.action_count))
    )
    if found.overdue_count:
        late = ngettext("{count} action overdue", "{count} actions overdue", found.overdue_count)
        facts.append(f":red[{late}]")
    facts.append(f":gray[{_('kept {moment}', moment=show.moment(found.taken_at))}]")
    st.markdown(":small[" + " · ".join(facts) + "]")


def _show_goals(looked: Looked, found: Opened) -> None:
    if not found.goals:
        st.caption(_("The plan had no goals then."))
        return
    goals = [(row, is_part) for one in found.goals for row, is_part in _rows(one)]
    frame = pd.DataFrame(
        {
            "goal": [_name(looked, one, is_part=is_part) for one, is_part in goals],
            "status": [[_(STATUS_LABELS[one.then.status])] if one.then.status else [] for one, _is_part in goals],
            "actual": [goal_figure(one.then.goal, one.then.actual) for one, _is_part in goals],
            "target": [goal_figure(one.then.goal, one.then.target) for one, _is_part in goals],
            "expected": [_expected(one.then) for one, _is_part in goals],
            "now": [_now(one) for one, _is_part in goals],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        height="content",
        key=f"plan:kept:goals:{looked.plan_id}",
        column_config={
            "goal": st.column_config.TextColumn(_("Goal"), pinned=True, width=170),
            "status": status_column(_("Status")),
            "actual": figure_column(_("Actual")),
            "target": figure_column(_("Target")),
            "expected": figure_column(_("Expected at the stage's end")),
            "now": figure_column(_("Known of that day now")),
        },
    )
    changed = sum(one.differs for one, _is_part in goals if not one.parts)
    if changed:
        told = ngettext(
            "{count} number of that day is another now: data were imported or corrected since.",
            "{count} numbers of that day are others now: data were imported or corrected since.",
            changed,
        )
        st.caption(f":material/sync_problem: {told}")


def _rows(one: ThenAndNow) -> Iterator[tuple[ThenAndNow, bool]]:
    """Yield a goal, and of one of several metrics each of them."""
    yield one, False
    yield from ((part, True) for part in one.parts)


def _name(looked: Looked, one: ThenAndNow, *, is_part: bool) -> str:
    if is_part:
        return f"– {metric_label(spoken(), one.then.goal)}"
    return goal_name(one.then.goal, looked.view.plan)


def _expected(one: GoalThen) -> str:
    if one.expected is None:
        return NO_DATA
    if one.low is None or one.high is None:
        return _("about {value}", value=goal_figure(one.goal, one.expected))
    told = f"{goal_figure(one.goal, one.low)} – {goal_figure(one.goal, one.high)}"
    return noted(told, None if one.chance is None else chance_text(language(), float(one.chance)))


def _now(one: ThenAndNow) -> str:
    if not one.has_figures or one.now is None:
        return NO_DATA
    return goal_figure(one.then.goal, one.now) if one.differs else _("the same")
