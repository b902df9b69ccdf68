"""A plan's actions in Excel: taken out, worked in there, brought back, looked over row by row, then saved."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

import streamlit as st

from crm_core.access.model import Permission
from crm_core.errors import N_, AlreadyDone, CrmError, Message
from crm_core.exchange.uploads import kept_upload
from crm_core.i18n import Language, translate
from crm_core.plans.model import ACTION_LABELS, PRIORITY_LABELS, PlanState
from crm_core.plans.work.book import COLUMNS, MARK, ActionBook, action_book
from crm_core.plans.work.reading import ROW_LABELS, CheckedSheet, RowKind, SheetRow, Words, check_upload, save_sheet
from crm_core.ui.guard import actor_by_then, current_actor
from crm_core.ui.house import store
from crm_core.ui.plans.files import COLUMN_LABELS
from crm_core.ui.plans.view import Looked, close_dialog
from crm_core.ui.plans.words import goal_name
from crm_core.ui.session import flash, page_state
from crm_core.ui.tables import height_of
from crm_core.ui.text import _, ngettext, plain

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MARK_LABEL = N_("Mark (leave as it is)")
_AS_LINES = 12  # rows that are read as lines; more stand in a table
_SHOWN = 10  # rows without scrolling
_LONGEST = 60
_LOOKS = {RowKind.ADDED: "green", RowKind.CHANGED: "blue", RowKind.UNCHANGED: "gray", RowKind.REFUSED: "red"}


@dataclass
class BookState:
    """Whether the dialog is open, for which plan; the file that was brought, or why it could not be read."""

    plan_id: int = 0
    is_open: bool = False
    checked: CheckedSheet | None = None
    problem: Message | None = None
    round: int = 0  # renews the uploader
    key: str = field(default_factory=lambda: uuid.uuid4().hex)

    def clear(self) -> None:
        """Forget the file."""
        self.checked, self.problem, self.key = None, None, uuid.uuid4().hex


def _open(plan_id: int) -> None:
    close_dialog()
    state = page_state(BookState)
    state.clear()
    state.plan_id, state.is_open = plan_id, True


def _close() -> None:
    state = page_state(BookState)
    state.clear()
    state.is_open = False


def book_button(looked: Looked) -> None:
    """Show the way to work on the actions in Excel, to whoever edits plans and may take them out."""
    is_theirs = looked.viewer.edit is not None and looked.actor.may(Permission.PLAN_EXPORT)
    if is_theirs and looked.view.plan.state is not PlanState.CLOSED:
        st.button(
            _("In Excel …"), key="work:book", icon=":material/table_view:", on_click=_open, args=(looked.plan_id,)
        )


def show_book(looked: Looked) -> None:
    """Show the dialog, where it was asked for."""
    state = page_state(BookState)
    if not state.is_open or state.plan_id != looked.plan_id or looked.viewer.edit is None:
        return

    @st.dialog(_("Actions in Excel"), width="large", on_dismiss=_close)
    def dialog() -> None:
        left, right = st.columns(2, gap="medium")
        with left:
            _show_out(looked)
        with right:
            _show_in(looked, state)
        if state.checked is not None:
            _show_checked(state, state.checked)

    dialog()


def _headings(language: Language | None = None) -> dict[str, str]:
    """Return the columns' headings, in the reader's language or another."""
    labels = {name: _MARK_LABEL if name == MARK else COLUMN_LABELS[name] for name in COLUMNS}
    return {name: _(label) if language is None else translate(language, label) for name, label in labels.items()}


def _codes() -> dict[str, str]:
    return {code.value: label for code, label in (*ACTION_LABELS.items(), *PRIORITY_LABELS.items())}


def _words(looked: Looked) -> Words:
    """Return what a file may say, in whatever language it was taken out."""
    headings = {text: name for language in Language for name, text in _headings(language).items()}
    words = {translate(language, label).casefold(): code for language in Language for code, label in _codes().items()}
    return Words(headings, words | {code: code for code in _codes()}, _goals(looked))


def _goals(looked: Looked) -> dict[int, str]:
    return {goal.goal_id: goal_name(goal, looked.view.plan) for goal in looked.view.record.goals}


def _show_out(looked: Looked) -> None:
    st.markdown(f"**{_('1. Take them out')}**")
    st.caption(
        _(
            "All actions that you may change, a row each. Change rows, and add new ones below with an empty first column."
        )
    )
    wanted = ActionBook(
        looked.plan_id, _headings(), {code: _(label) for code, label in _codes().items()}, _goals(looked), _("Actions"),
        (
            _("Leave the first column and the headings as they are: they say which action a row is. A new action has an empty first column."),
            _("A row that is left out changes nothing: actions are dropped by their status, not by deleting rows."),
            _("Goals and people are called as in the plan; several helpers are parted by a semicolon."),
            _("Days stand as 2026-03-31; amounts are plain numbers."),
            _("Nothing is saved before you have seen what each row does and agreed."),
        ),
        _("How to fill in"),
    )  # fmt: skip
    by_then, here = actor_by_then(), store()
    st.download_button(
        _("Workbook with the actions"), lambda: action_book(here, by_then(), wanted),
        f"plan_{looked.plan_id}_actions_{looked.view.today}.xlsx", _XLSX, icon=":material/download:", key="work:book:out",
        on_click="ignore",
    )  # fmt: skip


def _show_in(looked: Looked, state: BookState) -> None:
    st.markdown(f"**{_('2. Bring them back')}**")
    key, words = f"work:book:in:{state.round}", _words(looked)

    def take() -> None:
        given = st.session_state.get(key)
        if given is None:
            return
        state.round += 1  # the uploader begins anew, and the server lets go of its copy
        state.clear()
        try:
            with kept_upload(given) as path:
                state.checked = check_upload(store(), current_actor(), looked.plan_id, path, words)
        except CrmError as error:
            state.problem = error.message

    st.file_uploader(_("The workbook that was taken out here"), type=["xlsx"], key=key, on_change=take)
    if state.problem is not None:
        st.error(plain(_(state.problem)), icon=":material/error:")


def _show_checked(state: BookState, checked: CheckedSheet) -> None:
    counts = [
        f":{_LOOKS[kind]}-badge[{_(ROW_LABELS[kind])} {len(checked.of(kind))}]" for kind in RowKind if checked.of(kind)
    ]
    st.markdown(" ".join(counts) or _("The file has no rows."))
    told = checked.of(RowKind.ADDED, RowKind.CHANGED, RowKind.REFUSED)
    if told:
        order = (RowKind.REFUSED, RowKind.CHANGED, RowKind.ADDED)
        _show_rows(sorted(told, key=lambda one: (order.index(one.kind), one.row)))
    count = len(checked.to_save)
    if checked.of(RowKind.REFUSED) and count:
        st.caption(
            _("What is not taken stays as it is: mend it in the file and bring it again, or save the others now.")
        )
    elif not told and checked.rows:
        st.success(_("The file says what stands already: nothing to save."), icon=":material/check_circle:")
    with st.container(horizontal=True, gap="small"):
        if count:
            st.button(
                ngettext("Save {count} action", "Save {count} actions", count), type="primary", icon=":material/save:",
                key=f"work:book:save:{state.key}", on_click=_save, args=(checked, state.key),
            )  # fmt: skip
        st.button(_("Discard"), key="work:book:forget", on_click=state.clear)


def _show_rows(rows: list[SheetRow]) -> None:
    """Show few rows as lines that are read whole, on a phone too; many as a table."""
    if len(rows) <= _AS_LINES:
        st.markdown("\n\n".join(_row_line(one) for one in rows))
    else:
        _show_table(rows)


def _row_line(one: SheetRow) -> str:
    name = f":{_LOOKS[one.kind]}-badge[{_(ROW_LABELS[one.kind])}] **{plain(one.what or '–')}**"
    told = f"  \n:small[{plain(_told(one))}]" if _told(one) else ""
    return f"{name} :small[:gray[{_('Row')} {one.row}]]{told}"


def _show_table(rows: list[SheetRow]) -> None:
    labels = [_(ROW_LABELS[kind]) for kind in _LOOKS]
    st.dataframe(
        {
            "row": [one.row for one in rows],
            "kind": [[_(ROW_LABELS[one.kind])] for one in rows],
            "what": [one.what for one in rows],
            "told": [_told(one) for one in rows],
        },
        hide_index=True, height=height_of(len(rows), _SHOWN), key="work:book:rows",
        column_config={
            "row": st.column_config.NumberColumn(_("Row"), width=60),
            "kind": st.column_config.MultiselectColumn(
                _("What happens"), options=labels, color=list(_LOOKS.values()), width=100
            ),
            "what": st.column_config.TextColumn(_("What is done"), width=260),
            "told": st.column_config.TextColumn(_("What changes, or why not"), width=420),
        },
    )  # fmt: skip


def _told(one: SheetRow) -> str:
    headings = _headings()
    if one.kind is RowKind.REFUSED:
        parts = [f"{headings[name]}: {_(why)}" if name in headings else _(why) for name, why in one.reasons]
    else:
        parts = [
            f"{headings[name]}: {_short(name, before)} → {_short(name, after)}" for name, before, after in one.changes
        ]
    return "; ".join(parts)


def _short(name: str, text: str) -> str:
    shown = _(_codes()[text]) if name in ("priority", "status") and text in _codes() else text.replace("\n", " ")
    return (shown[:_LONGEST] + "…" if len(shown) > _LONGEST else shown) or "–"


def _save(checked: CheckedSheet, key: str) -> None:
    try:
        count = save_sheet(store(), current_actor(), checked, key=f"plan-actions:{checked.plan_id}:{key}")
    except AlreadyDone:
        return  # the second half of a double click: the first has said so
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        _close()
        flash(ngettext("Saved {count} action.", "Saved {count} actions.", count))
