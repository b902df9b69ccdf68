"""The table of a year's targets: to read, or to edit in place and save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from crm_core.access.model import Actor
from crm_core.board.year import YearRow
from crm_core.errors import N_
from crm_core.metrics.folders import metric as metric_of
from crm_core.periods import PeriodKind
from crm_core.targets.model import LEVEL_LABELS, Level, Target
from crm_core.ui import show
from crm_core.ui.figures import (
    attainment_column,
    attainment_label,
    attainment_percent,
    full_figure,
    gap_text,
    period_label,
    status_column,
    status_pills,
)
from crm_core.ui.house import store
from crm_core.ui.session import flash
from crm_core.ui.tables import figure_column
from crm_core.ui.targets.draft import (
    BASELINE,
    BASELINE_ON,
    COLUMNS,
    About,
    Sheet,
    save_sheet,
    stored_cell,
)
from crm_core.ui.text import _, ngettext, plain
from crm_core.ui.unsaved import Cell

COLUMN_LABELS = {
    **{level.value: label for level, label in LEVEL_LABELS.items()},
    BASELINE: N_("Baseline"),
    BASELINE_ON: N_("Baseline measured on"),
}
_ORDER = (
    "period", Level.FLOOR.value, Level.TARGET.value, Level.STRETCH.value, "actual", "attainment", "status", "gap", "pace",
    BASELINE, BASELINE_ON,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that the editor shows: which table, its rows, the stored targets, and what was typed."""

    about: About
    rows: Sequence[YearRow]
    stored: list[Target]
    sheet: Sheet


def show_targets(table: Table) -> None:
    """Show the table to read."""
    st.dataframe(
        _frame(table),
        column_order=_ORDER,
        column_config=_config(table),
        hide_index=True,
        height="content",
        placeholder="",
        key="targets",
    )


def edit_targets(actor: Actor, table: Table) -> None:
    """Show the table to edit, what is not saved yet, and the buttons that save or discard it."""
    sheet = table.sheet
    if sheet.stale is not None:
        _show_stale(table)
    key = f"targets:{sheet.key}"
    st.data_editor(
        _frame(table),
        column_order=_ORDER,
        column_config=_config(table),
        disabled=[name for name in _ORDER if name not in COLUMNS],
        hide_index=True,
        height="content",
        placeholder="",
        key=key,
        on_change=_typed,
        args=(key, table, table.sheet.key),
    )
    _show_problems(table)
    _show_unsaved(table)
    if sheet.typed:
        _show_buttons(actor, table)
        st.caption(_("Only saving stores these cells. Reloading the page or signing out drops what is not saved."))
    else:
        st.caption(
            _("Type into target, baseline, floor or stretch. 120万, 1.2m and 1,200,000 are understood; empty removes.")
        )


def _frame(table: Table) -> pd.DataFrame:
    metric, rows = metric_of(table.about.metric_id), table.rows
    columns: dict[str, Any] = {
        "period": [_period(row) for row in rows],
        "actual": [full_figure(metric, row.actual) for row in rows],
        "attainment": [attainment_percent(metric, row.standing) for row in rows],
        "status": [status_pills(row.standing) for row in rows],
        "gap": [gap_text(metric, row.standing) for row in rows],
        "pace": [full_figure(metric, _pace(row)) for row in rows],
    }
    for column in COLUMNS:
        columns[column] = [_shown(table, row, column) for row in rows]
    frame = pd.DataFrame({name: columns[name] for name in _ORDER})
    frame[BASELINE_ON] = pd.to_datetime(frame[BASELINE_ON])
    for name in COLUMNS:
        if name != BASELINE_ON:
            frame[name] = frame[name].astype("object")
    return frame


def _pace(row: YearRow) -> Decimal | None:
    return row.standing.pace if row.standing is not None and row.actual is not None else None


def _period(row: YearRow) -> str:
    label = period_label(row.kind, row.period)
    return f"{label} ◐" if row.actual is not None and not row.is_complete else label


def _shown(table: Table, row: YearRow, column: str) -> Cell:
    place = (row.kind, row.period.first, column)
    if place in table.sheet.typed:
        return table.sheet.typed[place]
    return stored_cell(table.about, table.sheet.seen, *place)


def _config(table: Table) -> dict[str, Any]:
    numbers = {
        name: st.column_config.TextColumn(_(COLUMN_LABELS[name]), alignment="right", max_chars=40)
        for name in COLUMNS
        if name != BASELINE_ON
    }
    return numbers | {
        "period": st.column_config.TextColumn(
            _("Period"), pinned=True, width=126, help=_("◐ is not over: figures so far.")
        ),
        "actual": figure_column(_("Actual")),
        "attainment": attainment_column(attainment_label(metric_of(table.about.metric_id))),
        "status": status_column(_("Status")),
        "gap": figure_column(_("Gap"), help=_("What is missing to the target; with a plus where it is surpassed.")),
        "pace": figure_column(_("Pace"), help=_("What was expected by now on the target's path.")),
        BASELINE_ON: st.column_config.DateColumn(_(COLUMN_LABELS[BASELINE_ON]), format="YYYY-MM-DD"),
    }


def _typed(key: str, table: Table, of: str) -> None:
    """Take over what was typed, the moment it was: another metric or page does not lose it."""
    if of != table.sheet.key:
        return  # the table that was saved says once more what was typed into it
    for index, cells in st.session_state[key]["edited_rows"].items():
        row = table.rows[int(index)]
        for column, value in cells.items():
            if column not in COLUMNS:
                continue
            place = (row.kind, row.period.first, column)
            table.sheet.take(place, _cell(column, value), stored_cell(table.about, table.sheet.seen, *place))


def _cell(column: str, value: object) -> Cell:
    if column != BASELINE_ON:
        return None if value is None else str(value)
    try:
        return None if value is None else date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _name(kind: PeriodKind, first: date, column: str, table: Table) -> str:
    row = next(row for row in table.rows if (row.kind, row.period.first) == (kind, first))
    return f"{period_label(kind, row.period)} · {_(COLUMN_LABELS[column])}"


def _name_of(cell_name: str, table: Table) -> str:
    kind, _colon, rest = cell_name.partition(":")
    first, _colon, column = rest.partition(":")
    if column not in COLUMN_LABELS:
        return _("Reason")
    return _name(PeriodKind(kind), date.fromisoformat(first), column, table)


def _show_problems(table: Table) -> None:
    if table.sheet.problem is not None:
        st.error(plain(_(table.sheet.problem)), icon=":material/error:")
    if table.sheet.problems:
        lines = [
            f"- **{plain(_name_of(name, table))}**　{plain(_(text))}" for name, text in table.sheet.problems.items()
        ]
        st.error("\n".join([_("Nothing was saved. Please check these cells:"), "", *lines]), icon=":material/error:")


def _show_unsaved(table: Table) -> None:
    typed = table.sheet.typed
    if not typed:
        return
    told = []
    for place, value in list(typed.items())[:12]:
        before = stored_cell(table.about, table.sheet.seen, *place)
        told.append(f"{_name(*place, table)}　{_plain_cell(before)} → **{_plain_cell(value)}**")
    if len(typed) > len(told):
        told.append("…")
    st.caption(
        f"{ngettext('{count} change is not saved yet:', '{count} changes are not saved yet:', len(typed))}  \n"
        + "  \n".join(told)
    )


def _plain_cell(value: Cell) -> str:
    return plain(str(value)[:60]) if value else show.NO_DATA


def _show_buttons(actor: Actor, table: Table) -> None:
    key = table.sheet.key
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = f"targets:reason:{key}"
        st.text_input(_("Reason (optional, stands in the history)"), key=reason, max_chars=500)
        st.button(_("Discard"), key=f"targets:discard:{key}", on_click=table.sheet.clear)
        st.button(
            ngettext("Save {count} change", "Save {count} changes", len(table.sheet.typed)),
            key=f"targets:save:{key}",
            type="primary",
            icon=":material/save:",
            on_click=_save,
            args=(actor, table, key),
        )


def _save(actor: Actor, table: Table, key: str) -> None:
    if key != table.sheet.key:
        return  # a second click on what the first has saved
    changed = save_sheet(store(), actor, table.about, table.sheet, st.session_state.get(f"targets:reason:{key}", ""))
    if changed is not None:
        flash(ngettext("{count} target saved.", "{count} targets saved.", changed))


def _show_stale(table: Table) -> None:
    """Both versions side by side; what happens next is the person's choice."""
    stale = table.sheet.stale
    if stale is None:
        return
    st.warning(plain(_(stale.message)), icon=":material/sync_problem:")
    names = sorted(stale.mine)
    st.dataframe(
        {
            _("Cell"): [_name_of(name, table) for name in names],
            _("Saved by someone else"): [str(stale.theirs[name]) or show.NO_DATA for name in names],
            _("Yours, not saved"): [str(stale.mine[name]) or show.NO_DATA for name in names],
        },
        hide_index=True,
    )
    with st.container(horizontal=True):
        mine, theirs = _("Keep mine: the next save goes over theirs"), _("Take theirs, drop mine")
        st.button(mine, key=f"targets:mine:{table.sheet.key}", on_click=table.sheet.keep_mine, args=(table.stored,))
        st.button(
            theirs, key=f"targets:theirs:{table.sheet.key}", on_click=table.sheet.take_theirs, args=(table.stored,)
        )
