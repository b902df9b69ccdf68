"""What is not saved yet of a plan's tables: told cell by cell, with the buttons that save or discard it."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Actor
from crm_core.errors import N_
from crm_core.plans.table import place_of
from crm_core.targets.model import LEVEL_LABELS
from crm_core.ui import show
from crm_core.ui.figures import metric_name
from crm_core.ui.house import store
from crm_core.ui.plans.sheet import Cell, Sheet, save_sheet
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.words import goal_name
from crm_core.ui.session import flash
from crm_core.ui.text import _, ngettext, plain

STAGE_LABELS = {"name": N_("Name"), "first_on": N_("First day"), "last_on": N_("Last day")}
SHOWN = 12


def show_saving(looked: Looked, sheet: Sheet) -> None:
    """Show what was typed, what cannot be taken, and the buttons; without anything typed, what can be done."""
    _show_stale(looked, sheet)
    if sheet.problem is not None:
        st.error(plain(_(sheet.problem)), icon=":material/error:")
    if sheet.problems:
        lines = [f"- **{_name_of(looked, cell)}**　{plain(_(text))}" for cell, text in sheet.problems.items()]
        st.error("\n".join([_("Nothing was saved. Please check these cells:"), "", *lines]), icon=":material/error:")
    stage = looked.view.stage
    if stage is not None and stage.last_on < looked.view.today:
        text = _("This stage is over: a target that is typed now is set in hindsight.")
        st.caption(f":material/history: {text}")
    if not sheet.typed:
        st.caption(_("Type into floor, target or stretch. 120万, 1.2m and 1,200,000 are understood; empty removes."))
        return
    _show_typed(looked, sheet)
    key = sheet.key
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(_("Discard"), key=f"plan:discard:{key}", on_click=sheet.clear)
        st.button(
            ngettext("Save {count} change", "Save {count} changes", len(sheet.typed)),
            key=f"plan:save:{key}",
            type="primary",
            icon=":material/save:",
            on_click=_save,
            args=(looked.actor, looked.plan_id, sheet, key),
        )


def _save(actor: Actor, plan_id: int, sheet: Sheet, key: str) -> None:
    if key != sheet.key:
        return  # a second click on what the first has saved
    changed = save_sheet(store(), actor, plan_id, sheet)
    if changed is not None:
        flash(ngettext("{count} change saved.", "{count} changes saved.", changed))


def _show_typed(looked: Looked, sheet: Sheet) -> None:
    told = [
        f"{_name_of(looked, cell)}　{_cell(_stored(sheet, cell))} → **{_cell(value)}**"
        for cell, value in list(sheet.typed.items())[:SHOWN]
    ]
    if len(sheet.typed) > len(told):
        told.append("…")
    head = ngettext("{count} change is not saved yet:", "{count} changes are not saved yet:", len(sheet.typed))
    st.caption(f"{head}  \n" + "  \n".join(told))


def _stored(sheet: Sheet, cell: str) -> Cell:
    kind, first, *rest = cell.split(":")
    if kind == "stage":
        return sheet.stored_stage(int(first), rest[0])
    return sheet.stored_value(place_of(cell))


def _cell(value: Cell) -> str:
    return plain(str(value)[:60]) if value else show.NO_DATA


def _name_of(looked: Looked, cell: str) -> str:
    record = looked.view.record
    kind, first, *rest = cell.split(":")
    stages = {str(stage.stage_id): stage.name for stage in record.stages}
    if kind == "stage":
        return f"{plain(stages.get(first, show.NO_DATA))} · {_(STAGE_LABELS[rest[0]])}"
    goal_id, stage_id, level, part_id = place_of(cell)
    goal = record.goal(goal_id)
    name = goal_name(goal, looked.view.plan) if goal is not None else show.NO_DATA
    part = next((one for one in record.parts if one.part_id == part_id), None)
    if part is not None:
        name += f" · {metric_name(part.metric_id)}"
    return f"{plain(name)} · {plain(stages.get(str(stage_id), show.NO_DATA))} · {_(LEVEL_LABELS[level])}"


def _show_stale(looked: Looked, sheet: Sheet) -> None:
    """Both versions side by side; what happens next is the person's choice."""
    stale = sheet.stale
    if stale is None:
        return
    st.warning(plain(_(stale.message)), icon=":material/sync_problem:")
    cells = sorted(stale.mine)
    st.dataframe(
        {
            _("Cell"): [_name_of(looked, cell) for cell in cells],
            _("Saved by someone else"): [str(stale.theirs[cell]) or show.NO_DATA for cell in cells],
            _("Yours, not saved"): [str(stale.mine[cell]) or show.NO_DATA for cell in cells],
        },
        hide_index=True,
    )
    with st.container(horizontal=True):
        mine, theirs = _("Keep mine: the next save goes over theirs"), _("Take theirs, drop mine")
        st.button(mine, key=f"plan:mine:{sheet.key}", on_click=sheet.keep_mine, args=(looked.view.record,))
        st.button(theirs, key=f"plan:theirs:{sheet.key}", on_click=sheet.take_theirs, args=(looked.view.record,))
