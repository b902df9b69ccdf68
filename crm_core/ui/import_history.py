"""Past imports: what was written when and by whom, the problems that are kept of each, and the way back."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.imports import service
from crm_core.imports.model import KEPT_PROBLEMS, KIND_LABELS, OUTCOME_LABELS, SHOWN_PROBLEMS, Outcome, PastImport
from crm_core.imports.service import HistoryRequest, past_imports
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import actor_by_then
from crm_core.ui.house import store
from crm_core.ui.import_check import show_problem_table
from crm_core.ui.import_start import show_downloads
from crm_core.ui.import_undo import show_undo
from crm_core.ui.links import asked_id
from crm_core.ui.show import moment, number
from crm_core.ui.tables import figure_column, height_of, moment_column, pick_row
from crm_core.ui.text import _, language, plain


def show_history(actor: Actor) -> None:
    """Show the latest imports within reach; one of them can be opened."""
    found = fetch(past_imports, HistoryRequest(actor.require(Permission.IMPORT_RUN)))
    if not found:
        return
    st.subheader(_("Past imports"), anchor=False)
    labels = [_("Read"), *(_(OUTCOME_LABELS[outcome]) for outcome in Outcome)]
    figures = [[number(value) for value in past.counts.as_facts().values()] for past in found]
    chosen = pick_row(
        {
            _("Time"): [past.finished_at for past in found],
            _("File"): [past.file_name for past in found],
            _("Content"): [_content(past) for past in found],
            _("Who"): [_who(past) for past in found],
            **{label: [line[at] for line in figures] for at, label in enumerate(labels)},
        },
        {_("Time"): moment_column(_("Time"))} | {label: figure_column(label) for label in labels},
        key=f"table:imports:{found[0].import_id}",
        height=height_of(len(found), 12),
    )
    asked = asked_id("id")
    past = found[chosen] if chosen is not None else next((one for one in found if one.import_id == asked), None)
    if past is not None:
        _show_past(actor, past)
    else:
        st.caption(_("Choose a row to see what was rejected, or to take the import back."))


def _content(past: PastImport) -> str:
    kind = _(KIND_LABELS[past.kind])
    return kind if past.undone_at is None else _("{kind}, taken back", kind=kind)


def _who(past: PastImport) -> str:
    return _("Command line") if past.user_name == "console" else past.user_name


def _show_past(actor: Actor, past: PastImport) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(past.file_name)}** &nbsp; {moment(past.finished_at)}")
            if past.problem_count:
                _show_downloads(past)
        show_undo(actor, past)
        if not past.problem_count:
            st.caption(_("No line was rejected."))
            return
        problems = service.kept_problems(store(), actor, past.import_id)
        show_problem_table(problems[:SHOWN_PROBLEMS])
        if past.problem_count >= KEPT_PROBLEMS:
            st.caption(_("Of each import the first {count} problems are kept.", count=number(KEPT_PROBLEMS)))


def _show_downloads(past: PastImport) -> None:
    tongue, here, actor = language(), store(), actor_by_then()
    with st.container(horizontal=True, width="content"):
        show_downloads(
            lambda form: service.exported_problems(here, actor(), past.import_id, form, tongue),
            f"import-{past.import_id}-problems",
        )
