"""A plan's goals in the stage looked at: to read, or with their targets edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from crm_core.plans.model import Stage
from crm_core.plans.progress import GoalProgress
from crm_core.plans.reach import may_edit_goal
from crm_core.targets.model import LEVEL_LABELS, STATUS_LABELS, Level, ScopeKind
from crm_core.ui.figures import NO_DATA, attainment_column, status_column
from crm_core.ui.links import address_to
from crm_core.ui.plans.saving import show_saving
from crm_core.ui.plans.sheet import Sheet, value_cell
from crm_core.ui.plans.view import Dialog, Looked, open_dialog
from crm_core.ui.plans.words import goal_attainment, goal_figure, goal_gap, goal_name
from crm_core.ui.tables import figure_column
from crm_core.ui.text import _, plain

_ORDER = (
    "goal", "status", "actual", Level.TARGET.value, "attainment", "gap", "pace", "baseline", "trend", "owner", "open",
    Level.FLOOR.value, Level.STRETCH.value,
)  # fmt: skip
_WITHOUT_FIGURES = ("goal", "status", "owner")
_LEVELS = tuple(level.value for level in Level)


def show_goals(looked: Looked, sheet: Sheet) -> None:
    """Show the goals: those that the viewer may edit with their targets to type into, the others to read."""
    view = looked.view
    mine = [one for one in view.goals if may_edit_goal(looked.viewer, view.plan, one.goal.team_id) and view.stage]
    rest = [one for one in view.goals if one not in mine]
    with st.container(border=True):
        _show_head(looked, mine)
        if not view.goals:
            st.caption(
                _("No goals yet. A goal is a metric, or something measured by hand, with a target for each stage.")
            )
            return
        if view.stage is None:
            st.caption(_("Add a stage first: each goal has its target by stage."))
        if mine and view.stage is not None:
            _edit(looked, mine, view.stage, sheet)
        if rest:
            _read(looked, rest)
        if mine and view.stage is not None:
            show_saving(looked, sheet)
        if any(not one.has_figures for one in view.goals):
            st.caption(_("Where no figures stand, they are for whom the board shows them."))


def _show_head(looked: Looked, mine: Sequence[GoalProgress]) -> None:
    view = looked.view
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        stage = f" :gray[{plain(view.stage.name)}]" if view.stage is not None else ""
        st.subheader(f"{_('Goals')}{stage}", anchor=False, width="content")
        if looked.viewer.edit is None:
            return
        with st.container(horizontal=True, width="content", vertical_alignment="center", gap="small"):
            if mine:
                names = {one.goal.goal_id: goal_name(one.goal, view.plan) for one in mine}
                st.menu_button(
                    _("Edit a goal"),
                    list(names),
                    format_func=lambda key: plain(names[key]),
                    key="plan:goal:edit",
                    icon=":material/edit:",
                    on_click=_edit_chosen,
                )
            st.button(
                _("Add a goal"),
                key="plan:goal:add",
                icon=":material/add:",
                on_click=open_dialog,
                args=(Dialog.GOAL,),
            )


def _edit_chosen() -> None:
    chosen = st.session_state.get("plan:goal:edit")
    if isinstance(chosen, int):
        open_dialog(Dialog.GOAL, chosen)


def _columns(looked: Looked, goals: Sequence[GoalProgress]) -> dict[str, list[Any]]:
    return {
        "open": [_address(looked, one) for one in goals],
        "goal": [goal_name(one.goal, looked.view.plan) for one in goals],
        "status": [[_(STATUS_LABELS[one.status])] if one.status else [] for one in goals],
        "actual": [goal_figure(one.goal, one.actual) for one in goals],
        "attainment": [goal_attainment(one) for one in goals],
        "gap": [goal_gap(one) for one in goals],
        "pace": [goal_figure(one.goal, one.standing.pace if one.standing else None) for one in goals],
        "baseline": [goal_figure(one.goal, one.goal.baseline) for one in goals],
        "owner": [one.goal.owner_name or NO_DATA for one in goals],
        "trend": [list(one.trend) for one in goals],
    }


def _config() -> dict[str, Any]:
    gap = _("What is missing to the target; with a plus where it is surpassed.")
    return {
        "goal": st.column_config.TextColumn(_("Goal"), pinned=True, width=150),
        "status": status_column(_("Status")),
        "actual": figure_column(_("Actual")),
        "attainment": attainment_column(_("Attainment")),
        "gap": figure_column(_("Gap"), help=gap),
        "pace": figure_column(_("Expected by now"), help=_("What was expected by now on the target's path.")),
        "baseline": figure_column(_("Baseline")),
        "owner": st.column_config.TextColumn(_("Owner"), width=80),
        "trend": st.column_config.LineChartColumn(_("Trend"), width=90),
        "open": st.column_config.LinkColumn(_("Behind it"), display_text=_("open")),
    }


def _address(looked: Looked, progress: GoalProgress) -> str | None:
    """Return the way to what is behind a metric's number, where the board shows the same number to the viewer."""
    goal, stage, reach = progress.goal, looked.view.stage, looked.viewer.reach
    is_mine = goal.scope.kind is ScopeKind.PERSON and goal.scope.scope_id == reach.me
    is_shown = looked.viewer.sees_all or is_mine or (goal.team_id is not None and goal.team_id in reach.teams)
    if goal.metric_id is None or stage is None or not is_shown or progress.actual is None:
        return None
    query: dict[str, object] = {"metric": goal.metric_id, "from": stage.first_on}
    query["to"] = min(stage.last_on, looked.view.today)
    if goal.scope.kind is not ScopeKind.COMPANY:
        query[goal.scope.kind.value] = goal.scope.scope_id
    return address_to("board/number.py", **query)


def _read(looked: Looked, goals: Sequence[GoalProgress]) -> None:
    columns = _columns(looked, goals)
    for level in Level:
        columns[level.value] = [goal_figure(one.goal, one.values.get(level)) for one in goals]
    config = _config() | {level.value: figure_column(_(LEVEL_LABELS[level])) for level in Level}
    order = _ORDER if any(one.has_figures for one in goals) else _WITHOUT_FIGURES
    st.dataframe(
        pd.DataFrame(columns), column_order=order, column_config=config, hide_index=True, height="content",
        placeholder="", key="plan:goals:read",
    )  # fmt: skip


def _edit(looked: Looked, goals: Sequence[GoalProgress], stage: Stage, sheet: Sheet) -> None:
    columns = _columns(looked, goals)
    for level in Level:
        keys = [(one.goal.goal_id, stage.stage_id, level) for one in goals]
        columns[level.value] = [sheet.shown(value_cell(*key), sheet.stored_value(key)) for key in keys]
    frame = pd.DataFrame(columns)
    for name in (*_LEVELS, "open"):
        frame[name] = frame[name].astype("object")
    config = _config() | {
        level.value: st.column_config.TextColumn(_(LEVEL_LABELS[level]), alignment="right", max_chars=40)
        for level in Level
    }
    key = f"plan:goals:{stage.stage_id}:{sheet.key}"
    st.data_editor(
        frame,
        column_order=_ORDER,
        column_config=config,
        disabled=[name for name in _ORDER if name not in _LEVELS],
        hide_index=True,
        height="content",
        placeholder="",
        key=key,
        on_change=_typed,
        args=(key, goals, stage, sheet, sheet.key),
    )


def _typed(key: str, goals: Sequence[GoalProgress], stage: Stage, sheet: Sheet, of: str) -> None:
    """Take over what was typed, the moment it was: another stage or page does not lose it."""
    if of != sheet.key:
        return  # the table that was saved says once more what was typed into it
    for index, cells in st.session_state[key]["edited_rows"].items():
        for column, value in cells.items():
            if column in _LEVELS:
                place = (goals[int(index)].goal.goal_id, stage.stage_id, Level(column))
                sheet.take(value_cell(*place), None if value is None else str(value), sheet.stored_value(place))
