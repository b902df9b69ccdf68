"""The third and fourth step of an import: what the check has found, the yes, and what was written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import streamlit as st

from crm_core.access.model import Actor
from crm_core.exchange.problems import Problem
from crm_core.imports import wizard
from crm_core.imports.changing import TOLD
from crm_core.imports.checked import CheckedImport, load_checked
from crm_core.imports.comparing import INTAKES
from crm_core.imports.model import KIND_LABELS, OUTCOME_LABELS, SHOWN_PROBLEMS, Counts, ImportKind, Outcome
from crm_core.imports.rejects import rejects_bytes
from crm_core.imports.workspace import Workspace
from crm_core.ui.house import store
from crm_core.ui.import_alike import show_alike
from crm_core.ui.import_changes import show_changes
from crm_core.ui.import_mapping import show_kept
from crm_core.ui.import_start import show_downloads
from crm_core.ui.links import link_to
from crm_core.ui.show import day, moment, number
from crm_core.ui.tables import day_column, figure_column, show_table, text_column
from crm_core.ui.text import _, language, ngettext, plain

SHOWN_PREVIEW = 6
_MONEY = frozenset({"unit_price", "unit_cost", "amount"})
_COLOURS = {Outcome.REJECTED: "orange"}
_FIGURES = _MONEY | {"quantity"}


def show_checked(actor: Actor, space: Workspace) -> None:
    """Show what writing would do, what is wrong, and ask for the yes."""
    checked = load_checked(space)
    if checked is None:  # another tab has gone back to the columns just now
        st.rerun()
    counts = checked.counts
    st.markdown(f"**{plain(checked.file_name)}** &nbsp; {_(KIND_LABELS[checked.kind])}{_span(checked)}")
    if checked.seen_at is not None:
        st.info(
            _("A file of the same content was imported on {moment}. Lines that are known are not added again.", moment=moment(checked.seen_at)),
            icon=":material/content_copy:",
        )  # fmt: skip
    show_counts(counts)
    if checked.new_customers:
        _show_new_customers(checked.new_customers)
    show_alike(actor, space, checked)
    show_changes(actor, space, checked)
    if counts.rejected:
        _show_problems(space, checked)
    if counts.accepted:
        _show_preview(checked)
    if not counts.accepted:
        st.info(_("There is nothing new to write."), icon=":material/check:")
    _show_ways(actor, space, checked)
    if counts.accepted and counts.rejected:
        st.caption(
            _("Rejected lines are left out. You can mend them in the downloaded file and import that one later.")
        )


def _show_ways(actor: Actor, space: Workspace, checked: CheckedImport) -> None:
    """Show the yes where there is something to write, and the ways back."""
    count = checked.counts.accepted
    with st.container(horizontal=True):
        if count:
            st.button(
                ngettext("Write {shown} line", "Write {shown} lines", count, shown=number(count)),
                type="primary",
                icon=":material/task_alt:",
                on_click=wizard.write,
                args=(store(), actor, space, checked),
            )
        st.button(
            _("Back to the columns"), icon=":material/arrow_back:", on_click=wizard.back_to_columns, args=(space,)
        )
        st.button(
            _("Take another file"),
            type="secondary" if count else "primary",
            icon=":material/undo:",
            on_click=wizard.give_up,
            args=(space,),
        )


def _show_new_customers(count: int) -> None:
    said = ngettext(
        "Writing also adds {shown} customer whom the file names and who is not here yet.",
        "Writing also adds {shown} customers whom the file names and who are not here yet.",
        count,
        shown=number(count),
    )
    st.info(said, icon=":material/person_add:")


def _span(checked: CheckedImport) -> str:
    if checked.first_on is None or checked.last_on is None:
        return ""
    return " · " + _("{first} to {last}", first=day(checked.first_on), last=day(checked.last_on))


def show_counts(counts: Counts) -> None:
    """Show how many lines were read and what becomes of them; the four add up to the first."""
    figures = [(_("Read"), counts.read, "")]
    figures += [
        (_(OUTCOME_LABELS[outcome]), getattr(counts, outcome.value), _COLOURS.get(outcome, "")) for outcome in Outcome
    ]
    with st.container(key="import-counts", gap="small"):
        for label, value, colour in figures:
            with st.container(border=True, gap=None):
                st.caption(label)
                shown = number(value)
                st.subheader(f":{colour}[{shown}]" if colour and value else shown, anchor=False)


def _show_problems(space: Workspace, checked: CheckedImport) -> None:
    problems = checked.first_problems(SHOWN_PROBLEMS)
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("Rejected lines"), anchor=False)
            tongue = language()
            with st.container(horizontal=True, width="content"):
                show_downloads(lambda form: rejects_bytes(space, form, tongue), "rejected-lines")
        show_problem_table(problems)
        if checked.problem_count > len(problems):
            st.caption(
                _("The first {shown} of {count} problems; the files have all.", shown=number(len(problems)), count=number(checked.problem_count))
            )  # fmt: skip


def _show_preview(checked: CheckedImport) -> None:
    """Show the first lines as they will be stored; of known records that are told field by field, none."""
    ends = (Outcome.ADDED,) if checked.kind in TOLD else (Outcome.ADDED, Outcome.UPDATED)
    shown, lines = INTAKES[checked.kind].shown, checked.preview(SHOWN_PREVIEW, ends)
    if not lines:
        return
    figures = {_(label) for name, label in shown.items() if name in _FIGURES}
    days = {_(label) for name, label in shown.items() if name.endswith("_on")}
    with st.container(border=True):
        st.subheader(_("The first lines as they will be stored"), anchor=False)
        show_table(
            {
                _("Row"): [row for row, _outcome, _values in lines],
                _("Outcome"): [_(OUTCOME_LABELS[outcome]) for _row, outcome, _values in lines],
                **{
                    _(label): [_cell(name, line[2][at]) for line in lines]
                    for at, (name, label) in enumerate(shown.items())
                    if any(line[2][at] is not None for line in lines)
                },
            },
            {label: figure_column(label) for label in figures} | {label: day_column(label) for label in days},
            height="content",
        )


def _cell(name: str, value: object) -> str | date:
    """Return a cell as it will be stored: a day as such, and no figure that the file gave is rounded away."""
    if isinstance(value, Decimal):
        given = -int(value.normalize().as_tuple().exponent)
        return number(value, max(given, 2 if name in _MONEY else 0))
    if isinstance(value, date):
        return value
    return "" if value is None else str(value)


def show_problem_table(problems: list[Problem]) -> None:
    """Show problems by row, column, content and reason."""
    reason = _("Reason")
    show_table(
        {
            _("Row"): [problem.row for problem in problems],
            _("Column"): [problem.column for problem in problems],
            _("Cell content"): [problem.value for problem in problems],
            reason: [_(problem.reason) for problem in problems],
        },
        {reason: text_column(reason, width="large")},
    )


def show_done(actor: Actor, space: Workspace) -> None:
    """Show what was written, and where to go from here."""
    result = wizard.result_of(store(), actor, space)
    count = result.counts.accepted
    st.success(
        ngettext("{shown} line is written.", "{shown} lines are written.", count, shown=number(count)),
        icon=":material/task_alt:",
    )
    show_counts(result.counts)
    show_kept(actor, space)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Import another file"),
            type="primary",
            icon=":material/upload_file:",
            on_click=wizard.give_up,
            args=(space,),
        )
        if result.kind is ImportKind.PURCHASES:
            link_to(_("To the KPI board"), "board/board.py", icon=":material/monitoring:")
        if result.kind is ImportKind.ANSWERS:
            link_to(_("To the surveys"), "surveys/surveys.py", icon=":material/reviews:")
        if result.kind in (ImportKind.PURCHASES, ImportKind.CUSTOMERS):
            link_to(_("To the customers"), "customers/customers.py", icon=":material/groups:")
