"""A plan's goals in the stage looked at: to read, or with their targets edited in place."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from crm_core.plans.parts.model import RULE
from crm_core.plans.progress import GoalProgress
from crm_core.plans.reach import may_edit_goal
from crm_core.plans.words import metric_label, weight_share
from crm_core.targets.model import STATUS_LABELS
from crm_core.ui.figures import LOOKS, spoken
from crm_core.ui.plans.goal_table import OF_GOALS, OF_METRICS, WITHOUT_FIGURES, Row, show_edit, show_read
from crm_core.ui.plans.saving import show_saving
from crm_core.ui.plans.sheet import Sheet
from crm_core.ui.plans.view import Dialog, Looked, open_dialog
from crm_core.ui.plans.words import goal_figure, goal_name
from crm_core.ui.text import _, plain


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
        _show_mine(looked, mine, sheet)
        _show_rest(looked, rest)
        if mine and view.stage is not None:
            show_saving(looked, sheet)
        if any(not one.has_figures for one in view.goals):
            st.caption(_("Where no figures stand, they are for whom the board shows them."))


def _show_mine(looked: Looked, goals: Sequence[GoalProgress], sheet: Sheet) -> None:
    stage = looked.view.stage
    rows = [_row(looked, one) for one in goals if not one.parts]
    if rows and stage is not None:
        show_edit(looked, rows, stage, sheet, "plan:goals", OF_GOALS)
    for one in goals:
        if one.parts and stage is not None:
            _show_composed(looked, one)
            show_edit(looked, _metrics(one, looked), stage, sheet, f"plan:goal:{one.goal.goal_id}", OF_METRICS)


def _show_rest(looked: Looked, goals: Sequence[GoalProgress]) -> None:
    rows = [_row(looked, one) for one in goals if not one.parts]
    if rows:
        has_figures = any(one.progress.has_figures for one in rows)
        show_read(looked, rows, "plan:goals:read", OF_GOALS if has_figures else WITHOUT_FIGURES)
    for one in goals:
        if one.parts:
            _show_composed(looked, one)
            show_read(looked, _metrics(one, looked), f"plan:goal:{one.goal.goal_id}:read", OF_METRICS)


def _row(looked: Looked, one: GoalProgress) -> Row:
    return Row(one, goal_name(one.goal, looked.view.plan))


def _metrics(one: GoalProgress, looked: Looked) -> list[Row]:
    figures, ids = spoken(), [0, *(part.part_id for part in looked.view.record.parts_of(one.goal.goal_id))]
    return [
        Row(part, metric_label(figures, part.goal), part_id, weight_share(figures, one, part))
        for part, part_id in zip(one.parts, ids, strict=True)
    ]


def _show_composed(looked: Looked, one: GoalProgress) -> None:
    """Show how a goal of several metrics stands as a whole, above the table of its metrics."""
    goal = one.goal
    badge = f":gray-badge[{_('Not known yet')}]"
    if one.status is not None:
        look = LOOKS[one.status]
        badge = f":{look.colour}-badge[:material/{look.icon}: {_(STATUS_LABELS[one.status])}]"
    reached = f"**{goal_figure(goal, one.actual)}**" if one.actual is not None else ""
    owner = f":small[:gray[{plain(goal.owner_name or '')}]]"
    name = f"**{plain(goal_name(goal, looked.view.plan))}**"
    told = "　".join(part for part in (name, badge, reached, owner) if part)
    st.markdown(told, help=_(RULE))


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
