"""Targets as a workbook: out with everything that stands, in again after a check of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from crm_core.access.model import Actor
from crm_core.errors import CrmError, Message
from crm_core.exchange.uploads import kept_upload
from crm_core.metrics.folders import metric as metric_of
from crm_core.targets.book import BookWanted, targets_book
from crm_core.targets.model import LEVEL_LABELS
from crm_core.targets.reading import CheckedBook, check_upload
from crm_core.targets.traits import number_kind_of
from crm_core.ui.figures import full_figure, metric_name, period_label, scope_label, unit_of
from crm_core.ui.guard import actor_by_then
from crm_core.ui.house import store
from crm_core.ui.page import empty_state
from crm_core.ui.session import page_state
from crm_core.ui.tables import figure_column, height_of, show_table
from crm_core.ui.targets.many import Chosen, new_key, save_proposals, show_proposals
from crm_core.ui.text import _, ngettext, plain

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 14  # rows without scrolling


@dataclass
class BookState:
    """A workbook that was brought: what it comes to, or why it could not be read. ``round`` renews the uploader."""

    checked: CheckedBook | None = None
    problem: Message | None = None
    problems: list[str] = field(default_factory=list)
    round: int = 0
    key: str = field(default_factory=new_key)

    def clear(self) -> None:
        """Forget the file."""
        self.checked, self.problem, self.problems, self.key = None, None, [], new_key()


def show_book(actor: Actor, chosen: Chosen) -> None:
    """Show the way out and the way in."""
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        _show_out(chosen)
    with right, st.container(border=True, height="stretch"):
        _show_in(actor)
    state = page_state(BookState)
    if state.checked is not None:
        with st.container(border=True):
            _show_checked(actor, chosen, state, state.checked)


def _show_out(chosen: Chosen) -> None:
    st.subheader(_("1. Take them out"), anchor=False)
    if not chosen.metrics or not chosen.scopes:
        empty_state(_("Choose one metric and one team or person at least."), icon="checklist")
        return
    st.caption(
        _("A row for each level, a column for each month, quarter and the year, filled with what stands now. Change it in "
          "Excel or WPS as you like, formulas too, and bring it back.")
    )  # fmt: skip
    wanted, by_then, here = _wanted(chosen), actor_by_then(), store()
    st.download_button(
        _("Workbook with the present targets"), lambda: targets_book(here, by_then(), wanted),
        f"targets-{chosen.year_first.year}.xlsx", _XLSX, icon=":material/download:", key="many:out", on_click="ignore",
    )  # fmt: skip


def _wanted(chosen: Chosen) -> BookWanted:
    return BookWanted(
        chosen.year_first,
        (_("Metric"), _("Whose"), _("Level"), _("Unit")),
        {metric_id: metric_name(metric_id) for metric_id in chosen.metrics},
        {scope: chosen.name(scope) for scope in chosen.scopes},
        {level: _(label) for level, label in LEVEL_LABELS.items()},
        {metric_id: "%" if number_kind_of(metric_id).is_rate else unit_of(metric_id) for metric_id in chosen.metrics},
        _("Targets"),
        _("How to fill in"),
        (
            _("Change the numbers; an empty cell removes its target. Formulas are fine once the file was saved by Excel or WPS."),
            _("Leave the hidden columns and the headings as they are: they say which target a row is."),
            _("Rates are percentages: type 92% in a cell that shows percent."),
            _("The file is checked as a whole; nothing is saved while anything in it is wrong."),
            _("What a colleague changed since and you did not touch stays as the colleague set it."),
        ),
    )  # fmt: skip


def _show_in(actor: Actor) -> None:
    state = page_state(BookState)
    st.subheader(_("2. Bring them back"), anchor=False)
    key = f"many:in:{state.round}"

    def take() -> None:
        given = st.session_state.get(key)
        if given is None:
            return
        state.round += 1  # the uploader begins anew, and the server lets go of its copy
        state.clear()
        try:
            with kept_upload(given) as path:
                state.checked = check_upload(store(), actor, path)
        except CrmError as error:
            state.problem = error.message

    st.file_uploader(_("The workbook that was taken out here"), type=["xlsx", "xlsm", "csv"], key=key, on_change=take)
    st.caption(_("Nothing is saved before you have seen what changes and agreed."))
    if state.problem is not None:
        st.error(plain(_(state.problem)), icon=":material/error:")


def _show_checked(actor: Actor, chosen: Chosen, state: BookState, checked: CheckedBook) -> None:
    if checked.problems:
        text = ngettext("{count} cell cannot be taken.", "{count} cells cannot be taken.", len(checked.problems))
        st.error(f"{text} {_('Nothing was saved. Mend the file and bring it again.')}", icon=":material/error:")
        columns: dict[str, Sequence[object]] = {
            _("Row"): [one.row for one in checked.problems],
            _("Column"): [one.column for one in checked.problems],
            _("Cell content"): [one.value for one in checked.problems],
            _("Reason"): [_(one.reason) for one in checked.problems],
        }
        show_table(columns, key="many:problems", height=height_of(len(checked.problems), _SHOWN))
    if checked.clashes:
        _show_clashes(chosen, checked)
    if not checked.changes:
        if checked.is_sound:
            text = _("The file says what stands already: nothing to save.")
            st.success(text, icon=":material/check_circle:")
        st.button(_("Close"), key="many:forget", on_click=state.clear)
        return
    st.markdown(f"**{ngettext('{count} target would change', '{count} targets would change', len(checked.changes))}**")
    show_proposals(chosen, checked.changes, "many:filled")
    for text in state.problems:
        st.error(plain(text), icon=":material/error:")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if checked.is_sound:
            st.text_input(_("Reason (optional, stands in the history)"), key="many:file:reason", max_chars=500)
        st.button(_("Discard"), key="many:forget", on_click=state.clear)
        if checked.is_sound:
            st.button(
                ngettext("Save {count} change", "Save {count} changes", len(checked.changes)), type="primary",
                key=f"many:file:save:{state.key}", icon=":material/save:", on_click=_save, args=(actor, state.key),
            )  # fmt: skip


def _show_clashes(chosen: Chosen, checked: CheckedBook) -> None:
    count = len(checked.clashes)
    text = ngettext(
        "{count} cell was changed in the file and by someone else since it was taken out.",
        "{count} cells were changed in the file and by someone else since it was taken out.",
        count,
    )
    st.warning(f"{text} {_('Nothing was saved. Take the targets out anew, or set those cells as the others did.')}",
               icon=":material/sync_problem:")  # fmt: skip
    metrics = [metric_of(one.key.metric_id) for one in checked.clashes]
    columns: dict[str, Sequence[object]] = {
        _("Row"): [one.row for one in checked.clashes],
        _("Metric"): [metric_name(one.key.metric_id) for one in checked.clashes],
        _("Whose"): [scope_label(one.key.scope, list(chosen.choices)) for one in checked.clashes],
        _("Period"): [period_label(one.key.period_kind, one.key.period) for one in checked.clashes],
        _("Level"): [_(LEVEL_LABELS[one.key.level]) for one in checked.clashes],
        _("Saved by someone else"): [
            full_figure(at, one.theirs) for at, one in zip(metrics, checked.clashes, strict=True)
        ],
        _("Yours, not saved"): [full_figure(at, one.mine) for at, one in zip(metrics, checked.clashes, strict=True)],
    }
    figures = (_("Saved by someone else"), _("Yours, not saved"))
    show_table(
        columns, {name: figure_column(name) for name in figures}, key="many:clashes", height=height_of(count, _SHOWN)
    )


def _save(actor: Actor, key: str) -> None:
    state = page_state(BookState)
    if key != state.key or state.checked is None:
        return  # a second click on what the first has saved
    saved = save_proposals(actor, state.checked.changes, key, str(st.session_state.get("many:file:reason", "")), "file")
    if isinstance(saved, list):
        state.problems, state.key = saved, new_key()
    else:
        state.clear()
