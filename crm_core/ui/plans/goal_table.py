"""Tables of goals, or of the metrics of one goal: to read, or with what they shall come to typed in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from crm_core.i18n import Language
from crm_core.plans.model import Stage
from crm_core.plans.progress import GoalProgress
from crm_core.plans.table import ValueKey
from crm_core.plans.words import part_attainment, said_of
from crm_core.targets.model import LEVEL_LABELS, STATUS_LABELS, Level, ScopeKind
from crm_core.ui.figures import NO_DATA, attainment_column, status_column
from crm_core.ui.links import address_to
from crm_core.ui.plans.sheet import Sheet, value_cell, with_unit, without_unit
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.words import goal_attainment, goal_figure, goal_gap, goal_pace
from crm_core.ui.tables import figure_column
from crm_core.ui.text import _, language

_FIGURES = (
    "actual", Level.TARGET.value, "attainment", "gap", "pace", "baseline", "trend",
)  # fmt: skip
_LAST = ("open", Level.FLOOR.value, Level.STRETCH.value)
OF_GOALS = ("goal", "said", "status", *_FIGURES, "owner", *_LAST)
OF_METRICS = ("goal", "weight", "status", *_FIGURES, *_LAST)
_TYPED = ("status", "actual", *(level.value for level in Level), "attainment", "gap", "pace", "baseline", "open")
_EDITED = (
    "goal",
    "weight",
    *_TYPED,
    "said",
    "owner",
    "trend",
)  # where there is room for ten: what is typed is in sight
WITHOUT_FIGURES = ("goal", "said", "status", "owner")
_LEVELS = tuple(level.value for level in Level)


@dataclass(frozen=True, slots=True)
class Row:
    """A goal, or one metric of a goal (``part_id`` 0: its first; it has a ``weight``), by the name that it has here."""

    progress: GoalProgress
    name: str
    part_id: int = 0
    weight: str = ""

    def place(self, stage: Stage, level: Level) -> ValueKey:
        """Return what it shall come to in a stage at a level, as the sheet names it."""
        return (self.progress.goal.goal_id, stage.stage_id, level, self.part_id)


def show_read(looked: Looked, rows: Sequence[Row], key: str, order: Sequence[str]) -> None:
    """Show rows to read."""
    columns = _columns(looked, rows)
    for level in Level:
        columns[level.value] = [goal_figure(one.progress.goal, one.progress.values.get(level)) for one in rows]
    config = _config(order) | {level.value: figure_column(_(LEVEL_LABELS[level])) for level in Level}
    st.dataframe(
        _frame(columns, order), column_order=order, column_config=config, hide_index=True, height="content",
        placeholder="", key=key,
    )  # fmt: skip


def show_edit(looked: Looked, rows: Sequence[Row], stage: Stage, sheet: Sheet, key: str, order: Sequence[str]) -> None:  # noqa: PLR0917 - a table
    """Show rows whose floor, target and stretch are typed in place."""
    columns = _columns(looked, rows)
    for level in Level:
        places = [one.place(stage, level) for one in rows]
        cells = [sheet.shown(value_cell(*place), sheet.stored_value(place)) for place in places]
        columns[level.value] = [with_unit(cell, _unit_of(one)) for one, cell in zip(rows, cells, strict=True)]
    order = [name for name in _EDITED if name in (*order, *_LEVELS)]
    frame = _frame(columns, order)
    config = _config(order) | {
        level.value: st.column_config.TextColumn(_(LEVEL_LABELS[level]), alignment="right", max_chars=40)
        for level in Level
    }
    key = f"{key}:{stage.stage_id}:{sheet.key}"
    st.data_editor(
        frame,
        column_order=order,
        column_config=config,
        disabled=[name for name in order if name not in _LEVELS],
        hide_index=True,
        height="content",
        placeholder="",
        key=key,
        on_change=_typed,
        args=(key, rows, stage, sheet, sheet.key),
    )


def _unit_of(row: Row) -> str:
    """Return the unit in which a value is typed: a goal's own; nothing where a metric knows how its numbers look."""
    goal = row.progress.goal
    return goal.unit if goal.metric_id is None else ""


def _frame(columns: Mapping[str, Sequence[Any]], wanted: Sequence[str]) -> pd.DataFrame:
    """Return the wanted columns; texts as they are, since looking what they might be takes longer than all else here."""
    return pd.DataFrame(
        {
            name: pd.Series(values, dtype="float64" if name == "attainment" else "object")
            for name, values in columns.items()
            if name in wanted
        }
    )


def _columns(looked: Looked, rows: Sequence[Row]) -> dict[str, list[Any]]:
    goals = [one.progress for one in rows]
    return {
        "open": [_address(looked, one) for one in goals],
        "goal": [one.name for one in rows],
        "weight": [one.weight for one in rows],
        "status": [[_(STATUS_LABELS[one.status])] if one.status else [] for one in goals],
        "actual": [goal_figure(one.goal, one.actual) for one in goals],
        "attainment": [part_attainment(row.progress) if row.weight else goal_attainment(row.progress) for row in rows],
        "gap": [goal_gap(one) for one in goals],
        "pace": [goal_pace(one.goal, one.standing.pace if one.standing else None) for one in goals],
        "baseline": [goal_figure(one.goal, one.goal.baseline) for one in goals],
        "owner": [one.goal.owner_name or NO_DATA for one in goals],
        "said": [said_of(language(), one.goal) for one in goals],
        "trend": [list(one.trend) for one in goals],
    }


def _config(order: Sequence[str]) -> dict[str, Any]:
    gap = _("What is missing to the target; with a plus where it is surpassed.")
    label = _("Metric") if "weight" in order else _("Goal")
    return {
        "goal": st.column_config.TextColumn(label, pinned=True, width=104 if "weight" in order else 132),
        "weight": figure_column(_("Weight")),
        "status": status_column(_("Status")),
        "actual": figure_column(_("Actual")),
        "attainment": attainment_column(_("Attainment"), width=86 if language() is Language.ENGLISH else 76),
        "gap": figure_column(_("Gap"), help=gap),
        "pace": figure_column(_("By now"), help=_("What was expected by now on the target's path.")),
        "baseline": figure_column(_("Baseline")),
        "owner": st.column_config.TextColumn(_("Owner"), width=80),
        "said": st.column_config.TextColumn(_("Looks to"), width=112),
        "trend": st.column_config.LineChartColumn(_("Trend"), width=90),
        "open": st.column_config.LinkColumn(_("Behind it"), display_text=_("open")),
    }


def _address(looked: Looked, progress: GoalProgress) -> str | None:
    """Return the way to what is behind a metric's number, where the board shows the same number to the viewer."""
    goal, stage, reach = progress.goal, looked.view.stage, looked.viewer.reach
    is_mine = goal.scope.kind is ScopeKind.PERSON and goal.scope.scope_id == reach.me
    is_shown = looked.viewer.sees_all or is_mine or (goal.team_id is not None and goal.team_id in reach.teams)
    if goal.metric_id is None or goal.is_composed or stage is None or not is_shown or progress.actual is None:
        return None
    query: dict[str, object] = {"metric": goal.metric_id, "from": stage.first_on}
    query["to"] = min(stage.last_on, looked.view.today)
    if goal.scope.kind is not ScopeKind.COMPANY:
        query[goal.scope.kind.value] = goal.scope.scope_id
    return address_to("board/number.py", **query)


def _typed(key: str, rows: Sequence[Row], stage: Stage, sheet: Sheet, of: str) -> None:
    """Take over what was typed, the moment it was: another stage or page does not lose it."""
    if of != sheet.key:
        return  # the table that was saved says once more what was typed into it
    for index, cells in st.session_state[key]["edited_rows"].items():
        for column, value in cells.items():
            if column in _LEVELS:
                row = rows[int(index)]
                place = row.place(stage, Level(column))
                sheet.take(value_cell(*place), without_unit(value, _unit_of(row)), sheet.stored_value(place))
