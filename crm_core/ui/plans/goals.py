"""A plan's goals in the stage looked at: to read, or with their targets edited in place."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from crm_core.plans.parts.model import HORIZON_LABELS, RULE, Horizon
from crm_core.plans.progress import GoalProgress
from crm_core.plans.reach import may_edit_goal
from crm_core.plans.words import metric_label, said_of, weight_share
from crm_core.targets.model import STATUS_LABELS
from crm_core.ui.figures import LOOKS, spoken
from crm_core.ui.plans.goal_table import OF_GOALS, OF_METRICS, WITHOUT_FIGURES, Row, show_edit, show_read
from crm_core.ui.plans.hints import show_hints
from crm_core.ui.plans.saving import show_saving
from crm_core.ui.plans.sheet import Sheet
from crm_core.ui.plans.view import Dialog, Looked, open_dialog
from crm_core.ui.plans.words import goal_figure, goal_name
from crm_core.ui.text import _, language, plain, plain_lines, told_apart

_BY_HORIZON = "plan:goals:by_horizon"


def show_goals(looked: Looked, sheet: Sheet) -> None:
    """Show the goals: those that the viewer may edit with their targets to type into, the others to read."""
    view = looked.view
    mine = [one for one in view.goals if may_edit_goal(looked.viewer, view.plan, one.goal.team_id) and view.stage]
    with st.container(border=True):
        _show_head(looked, mine)
        if not view.goals:
            st.caption(
                _("No goals yet. A goal is a metric, or something measured by hand, with a target for each stage.")
            )
            return
        if view.stage is None:
            st.caption(_("Add a stage first: each goal has its target by stage."))
        own = {one.goal.goal_id for one in mine}
        for part, label, goals in _grouped(looked):
            if label:
                st.markdown(f"**{label}** :gray[{len(goals)}]")
            _show_goals(looked, goals, own, sheet, part)
        _show_purposes(looked)
        show_hints(looked)
        if mine and view.stage is not None:
            show_saving(looked, sheet)
        if any(not one.has_figures for one in view.goals):
            st.caption(_("Where no figures stand, they are for whom the board shows them."))


def _grouped(looked: Looked) -> list[tuple[str, str, list[GoalProgress]]]:
    """Return the goals as they are to be shown: in one group, or by how far ahead they look, each with a key and a label."""
    goals = list(looked.view.goals)
    if not (_has_horizons(looked) and st.session_state.get(_BY_HORIZON)):
        return [("", "", goals)]
    found = []
    for horizon in (*Horizon, None):
        own = [one for one in goals if one.goal.detail.horizon is horizon]
        label = _(HORIZON_LABELS[horizon]) if horizon is not None else _("Not said")
        if own:
            found.append((f":{horizon.value if horizon is not None else 'none'}", label, own))
    return found


def _has_horizons(looked: Looked) -> bool:
    return any(one.goal.detail.horizon for one in looked.view.goals)


def _show_purposes(looked: Looked) -> None:
    """Show, folded up, what the goals are for."""
    told = [one.goal for one in looked.view.goals if one.goal.detail.purpose]
    if not told:
        return
    label = _("What the goals are for")
    folded = st.expander(label, icon=":material/flag:", type="compact", key="plan:purposes", on_change="rerun")
    if not folded.open:
        return
    with folded:
        for goal in told:
            name, purpose = plain(goal_name(goal, looked.view.plan)), plain_lines(goal.detail.purpose)
            st.markdown(f":small[**{name}**　{purpose}]")


def _show_goals(looked: Looked, goals: Sequence[GoalProgress], mine: Collection[int], sheet: Sheet, part: str) -> None:
    """Show some of the goals: in one table those of one metric, then each of several with the table of its metrics."""
    stage = looked.view.stage
    for is_mine in (True, False):
        own = [one for one in goals if (one.goal.goal_id in mine) == is_mine]
        rows = [Row(one, goal_name(one.goal, looked.view.plan)) for one in own if not one.parts]
        if rows and is_mine and stage is not None:
            show_edit(looked, rows, stage, sheet, f"plan:goals{part}", _order(rows))
        elif rows:
            show_read(looked, rows, f"plan:goals{part}:read", _order(rows))
        for one in own:
            if one.parts:
                _show_composed(looked, one)
                key = f"plan:goal:{one.goal.goal_id}"
                if is_mine and stage is not None:
                    show_edit(looked, _metrics(one, looked), stage, sheet, key, OF_METRICS)
                else:
                    show_read(looked, _metrics(one, looked), f"{key}:read", OF_METRICS)


def _order(rows: Sequence[Row]) -> tuple[str, ...]:
    order = OF_GOALS if any(one.progress.has_figures for one in rows) else WITHOUT_FIGURES
    is_said = any(one.progress.goal.detail.horizon or one.progress.goal.detail.group for one in rows)
    return order if is_said else tuple(name for name in order if name != "said")


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
    facts = (plain(goal.owner_name or ""), said_of(language(), goal))
    owner = f":small[:gray[{' · '.join(fact for fact in facts if fact)}]]"
    name = f"**{plain(goal_name(goal, looked.view.plan))}**"
    told = "　".join(part for part in (name, badge, reached, owner) if part)
    st.markdown(told, help=_(RULE))


def _show_head(looked: Looked, mine: Sequence[GoalProgress]) -> None:
    view = looked.view
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        stage = f" :gray[{plain(view.stage.name)}]" if view.stage is not None else ""
        st.subheader(f"{_('Goals')}{stage}", anchor=False, width="content")
        with st.container(horizontal=True, width="content", vertical_alignment="center", gap="small"):
            if _has_horizons(looked):
                st.toggle(_("By how far they look"), key=_BY_HORIZON)
            if looked.viewer.edit is None:
                return
            if mine:
                names = told_apart({one.goal.goal_id: goal_name(one.goal, view.plan) for one in mine})
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
