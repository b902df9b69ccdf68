"""A plan's head: its stages in a strip with today, and how it goes in one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from crm_core.errors import AlreadyDone, CrmError
from crm_core.plans import words
from crm_core.plans.editing import remove_stage
from crm_core.plans.model import Stage
from crm_core.plans.reach import may_edit_plan
from crm_core.plans.service import PlanView
from crm_core.plans.table import STAGE_COLUMNS
from crm_core.targets.model import STATUS_LABELS
from crm_core.ui import show
from crm_core.ui.figures import LOOKS
from crm_core.ui.house import store
from crm_core.ui.plans.saving import STAGE_LABELS
from crm_core.ui.plans.sheet import Cell, Sheet, stage_cell
from crm_core.ui.plans.view import Dialog, Looked, open_dialog, page
from crm_core.ui.session import flash
from crm_core.ui.style import show_style
from crm_core.ui.text import _, language, ngettext, plain, plain_lines, told_apart

NEAR = 6  # stages in sight of a long plan
_STYLE = Path(__file__).with_name("plans.css")


def describe(looked: Looked) -> str:
    """Return in one line, as Markdown, whose plan it is, its days, its state and who answers for it."""
    return " · ".join(plain(part) for part in words.described(language(), looked.view.plan))


def summary(view: PlanView) -> str:
    """Return as Markdown how many goals stand how, what share of the actions is done, and when a check-in is due."""
    late, due = words.overdue_actions(language(), view), words.next_check_in(language(), view)
    facts = [words.done_share(language(), view), f":red[{late}]" if late else ""]
    if due:
        facts.append(f":orange[{due}]" if view.is_check_in_due else f":gray[{due}]")
    return "　".join(part for part in (status_badges(view), " · ".join(fact for fact in facts if fact)) if part)


def status_badges(view: PlanView) -> str:
    """Return as Markdown how many goals stand how."""
    badges = [
        f":{LOOKS[status].colour}-badge[:material/{LOOKS[status].icon}: {_(STATUS_LABELS[status])} {count}]"
        for status, count in view.counts.items()
        if status is not None
    ]
    if view.counts.get(None):
        badges.append(f":gray-badge[{_('Not known yet')} {view.counts[None]}]")
    return " ".join(badges)


def show_summary(looked: Looked) -> None:
    """Show the plan's purpose, and how it goes in one line."""
    plan = looked.view.plan
    if plan.purpose:
        st.markdown(plain_lines(plan.purpose))
    told = summary(looked.view)
    if told:
        st.markdown(told)


def show_stages(looked: Looked, sheet: Sheet) -> None:
    """Show the stages side by side, with how much of each has run; one can be looked at, and who may, moves them."""
    show_style(_STYLE)
    view, state = looked.view, page(looked.plan_id)
    may = may_edit_plan(looked.viewer, view.plan.team_id)
    if not view.record.stages:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(_("No stages yet. A stage is a dated part of the plan with targets of its own."))
            if may:
                _add_button(is_first=True)
        return
    with st.container(key="plan-stages", gap="small"):
        for stage in view.record.stages if state.shows_stages else _near(looked):
            with st.container(border=True, gap="xxsmall", height="stretch"):
                _show_stage(looked, stage)
    count = len(view.record.stages)
    if count > NEAR:
        label = _("Show fewer") if state.shows_stages else _("All {count} stages", count=count)
        st.button(label, key="plan:stages:all", type="tertiary", on_click=_toggle_stages, args=(looked.plan_id,))
    if may:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            label = _("Done moving stages") if state.is_moving_stages else _("Move stages")
            st.button(
                label,
                key="plan:stages:move",
                type="tertiary",
                icon=":material/edit_calendar:",
                on_click=_toggle,
                args=(looked.plan_id,),
            )
            _add_button()
        if state.is_moving_stages or any(cell.startswith("stage:") for cell in sheet.typed):
            _edit_stages(looked, sheet)


def _near(looked: Looked) -> Sequence[Stage]:
    """Return the stage looked at with those around it; all of a few."""
    stages, shown = looked.view.record.stages, looked.view.stage
    if len(stages) <= NEAR:
        return stages
    place = next((at for at, one in enumerate(stages) if one == shown), 0)
    first = max(0, min(place - 1, len(stages) - NEAR))
    return stages[first : first + NEAR]


def _toggle_stages(plan_id: int) -> None:
    state = page(plan_id)
    state.shows_stages = not state.shows_stages


def _toggle(plan_id: int) -> None:
    state = page(plan_id)
    state.is_moving_stages = not state.is_moving_stages


def _add_button(*, is_first: bool = False) -> None:
    st.button(
        _("Add a stage"), key="plan:stage:add", type="primary" if is_first else "tertiary", icon=":material/add:",
        on_click=open_dialog, args=(Dialog.STAGE,),
    )  # fmt: skip


def _show_stage(looked: Looked, stage: Stage) -> None:
    view = looked.view
    run = min(max((view.today - stage.first_on).days + 1, 0), stage.span.day_count)
    if stage == view.current:
        state = f":green-badge[:material/play_arrow: {_('In force')}]"
    elif stage.last_on < view.today:
        state = f":gray-badge[:material/check: {_('Over')}]"
    else:
        days = (stage.first_on - view.today).days
        state = f":gray-badge[{ngettext('in {count} day', 'in {count} days', days)}]"
    is_shown = stage == view.stage
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall"):
        label = f"**{plain(stage.name)}**" if is_shown else plain(stage.name)
        st.button(
            label, key=f"plan:stage:{stage.stage_id}", type="tertiary", on_click=_look_at, args=(looked.plan_id, stage.stage_id),
            help=_("Look at the goals of this stage"),
        )  # fmt: skip
        st.markdown(state, width="content")
    st.progress(run / stage.span.day_count)
    told = show.span(stage.span)
    if stage == view.current:
        told += " · " + _("day {day}/{count}", day=run, count=stage.span.day_count)
    st.caption(told)


def _look_at(plan_id: int, stage_id: int) -> None:
    page(plan_id).stage_id = stage_id


def _edit_stages(looked: Looked, sheet: Sheet) -> None:
    stages = list(sheet.stages.values())
    frame = pd.DataFrame(
        {
            column: [sheet.shown(stage_cell(stage.stage_id, column), getattr(stage, column)) for stage in stages]
            for column in STAGE_COLUMNS
        }
    )
    for column in STAGE_COLUMNS[1:]:
        frame[column] = pd.to_datetime(frame[column])
    key = f"plan:stages:{sheet.key}:{len(stages)}"
    config = {
        "name": st.column_config.TextColumn(_(STAGE_LABELS["name"]), max_chars=80, required=True),
        **{
            column: st.column_config.DateColumn(_(STAGE_LABELS[column]), format="YYYY-MM-DD", required=True)
            for column in STAGE_COLUMNS[1:]
        },
    }
    st.data_editor(
        frame, column_config=config, hide_index=True, height="content", key=key, on_change=_typed,
        args=(key, stages, sheet, sheet.key),
    )  # fmt: skip
    names = {stage.stage_id: stage for stage in looked.view.record.stages}
    labels = told_apart({stage_id: stage.name for stage_id, stage in names.items()})
    st.menu_button(
        _("Remove a stage"), list(names), format_func=lambda stage_id: plain(labels[stage_id]),
        key="plan:stage:remove", type="tertiary", icon=":material/delete:", on_click=_remove, args=(looked, names),
    )  # fmt: skip


def _typed(key: str, stages: list[Stage], sheet: Sheet, of: str) -> None:
    if of != sheet.key:
        return  # the table that was saved says once more what was typed into it
    for index, cells in st.session_state[key]["edited_rows"].items():
        stage = stages[int(index)]
        for column, value in cells.items():
            if column in STAGE_COLUMNS:
                stored = sheet.stored_stage(stage.stage_id, column)
                sheet.take(stage_cell(stage.stage_id, column), _cell(column, value), stored)


def _cell(column: str, value: object) -> Cell:
    if column == "name" or value is None:
        return None if value is None else str(value)
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _remove(looked: Looked, stages: dict[int, Stage]) -> None:
    stage = stages.get(st.session_state.get("plan:stage:remove", 0))
    if stage is None:
        return
    try:
        remove_stage(
            store(), looked.actor, looked.plan_id, stage.stage_id, version=stage.version,
            key=f"remove_stage:{stage.stage_id}:{stage.version}",
        )  # fmt: skip
    except AlreadyDone:
        return  # the second half of a double click: the first has said so
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Removed."))
