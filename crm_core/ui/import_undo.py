"""Taking an import back from the history: what would be removed, put back or has to stay; then the yes."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crm_core.access.model import Actor
from crm_core.errors import CrmError
from crm_core.imports.model import PastImport
from crm_core.imports.undo import ENTITY_LABELS, UndoCounts, UndoPlan, may_undo, undo_import, undo_plan
from crm_core.ui.errors import show_error
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.session import page_state
from crm_core.ui.show import moment, number
from crm_core.ui.tables import figure_column, height_of, show_table, text_column
from crm_core.ui.text import _, ngettext, plain


@dataclass
class _Asking:
    """The import that somebody is about to take back."""

    import_id: int | None = None


def show_undo(actor: Actor, past: PastImport) -> None:
    """Show that an import was taken back, or the way to do it."""
    if past.undone_at is not None:
        who = _("Command line") if past.undone_by == "console" else past.undone_by
        when = moment(past.undone_at)
        said = _("Taken back on {moment} by {name}.", moment=when, name=plain(who))
        st.info(f"{said} {_told(UndoCounts(*past.undone_counts))}", icon=":material/undo:")
        return
    if not may_undo(actor, past):
        return
    state = page_state(_Asking)
    if state.import_id != past.import_id:
        st.button(
            _("Take this import back …"),
            icon=":material/undo:",
            key=f"import:undo:{past.import_id}",
            on_click=_ask,
            args=(past.import_id,),
        )
        return
    try:
        plan = undo_plan(store(), actor, past.import_id)
    except CrmError as error:
        show_error(error)
        return
    with st.container(border=True, key="import-undo"):
        _show_plan(plan)
        _ask_yes(plan)


def _ask(import_id: int | None) -> None:
    page_state(_Asking).import_id = import_id


def _told(counts: UndoCounts) -> str:
    return _(
        "{removed} removed, {restored} put back, {kept} stayed.",
        removed=number(counts.removed),
        restored=number(counts.restored),
        kept=number(counts.kept),
    )


def _show_plan(plan: UndoPlan) -> None:
    st.subheader(_("What taking it back does"), anchor=False)
    removed, restored, kept = _("Removed"), _("Put back to what it was"), _("Stays")
    each = list(plan.by_entity.items())
    show_table(
        {
            _("Content"): [_(ENTITY_LABELS[name]) for name, _counts in each],
            removed: [number(counts.removed) for _name, counts in each],
            restored: [number(counts.restored) for _name, counts in each],
            kept: [number(counts.kept) for _name, counts in each],
        },
        {label: figure_column(label) for label in (removed, restored, kept)},
        height="content",
    )
    if not plan.staying:
        st.caption(_("Nothing was changed since: everything is afterwards as it was before the import."))
        return
    total = plan.counts.kept
    st.markdown(
        ngettext(
            "**{shown} record stays as it is:**", "**{shown} records stay as they are:**", total, shown=number(total)
        )
    )
    why = _("Why")
    show_table(
        {
            _("Content"): [_(ENTITY_LABELS[one.entity]) for one in plan.staying],
            _("Name"): [one.name or _("(not yours to see)") for one in plan.staying],
            why: [_(one.reason) for one in plan.staying],
        },
        {why: text_column(why, width="large")},
        height=height_of(len(plan.staying), 6),
    )
    if total > len(plan.staying):
        st.caption(_("The first {shown} of {count}.", shown=number(len(plan.staying)), count=number(total)))


def _ask_yes(plan: UndoPlan) -> None:
    taken = plan.counts.removed + plan.counts.restored

    def save(_values: Values, key: str, _version: int) -> str:
        done = undo_import(store(), current_actor(), plan.past.import_id, key)
        _ask(None)
        return _("The import was taken back.") + " " + _told(done)

    form = Form("import_undo", save, about=plan.past.import_id)
    with form, st.container(horizontal=True):
        shown = number(taken)
        form.submit(
            ngettext("Take {shown} record back", "Take {shown} records back", taken, shown=shown),
            icon=":material/undo:",
            disabled=not taken,
        )
    if form.just_saved:
        st.rerun()
    st.button(_("Leave everything as it is"), type="tertiary", key="import:undo:no", on_click=_ask, args=(None,))
