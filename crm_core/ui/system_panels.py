"""The panels of the state of the system: figures, facts, backups, restore, the integrity check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.imports.model import PastImport
from crm_core.server.running import running
from crm_core.store.check import Finding
from crm_core.system import service
from crm_core.system.labels import HOUSEKEEPING, TABLE_LABELS
from crm_core.system.service import BackupFile
from crm_core.system.state import SystemState
from crm_core.ui.errors import shown_errors
from crm_core.ui.forms import Form, Values
from crm_core.ui.house import store
from crm_core.ui.session import flash, page_state
from crm_core.ui.show import NO_DATA, file_size, moment, number
from crm_core.ui.tables import figure_column, height_of, moment_column, show_table
from crm_core.ui.text import _, ngettext, plain

_HOW = {
    "crm": N_("each night"),
    "by-hand": N_("by hand"),
    "before-restore": N_("before a restore"),
    "damaged": N_("damaged store, kept"),
}


@dataclass
class CheckState:
    """What the last integrity check of this session found, and when."""

    findings: list[Finding] | None = None
    at: datetime | None = None


def _span(seconds: float) -> str:
    hours, minutes = int(seconds // 3600), int(seconds % 3600 // 60)
    if hours >= 48:
        return ngettext("{count} day", "{count} days", hours // 24)
    return _("{hours} h {minutes} min", hours=hours, minutes=minutes) if hours else _("{minutes} min", minutes=minutes)


def _ago(seconds: float) -> str:
    return _("{span} ago", span=_span(seconds)) if seconds >= 60 else _("just now")


def show_concerns(found: Sequence[Message]) -> None:
    """Say what to look at first, or that all is well."""
    if not found:
        st.success(_("Everything is in order."), icon=":material/check_circle:")
    for concern in found:
        st.warning(plain(_(concern)), icon=":material/error:")


def show_figures(state: SystemState) -> None:
    """Show the four figures that an administrator asks for."""
    last = state.last_backup
    age = _ago((clock.now() - last.made_at).total_seconds()) if last else _("never")
    sessions = ngettext("{count} session", "{count} sessions", state.sessions.session_count)
    figures = (
        (_("Store"), file_size(state.store_size + state.log_size), _("file and log")),
        (_("Rows"), number(state.row_count), _("in all tables")),
        (_("Last backup"), age, file_size(last.size) if last else "–"),
        (_("People signed in"), number(state.sessions.user_count), sessions),
    )
    with st.container(border=True, horizontal=True, horizontal_alignment="distribute"):
        for label, value, about in figures:
            with st.container(width=150, gap=None):
                st.caption(label)
                st.markdown(f"### {value}")
                st.caption(about)


def show_facts(state: SystemState, last_import: PastImport | None) -> None:
    """Show versions, uptime, the last import and the high-water mark."""
    marked = "–" if state.marked is None else number(state.marked)
    agrees = _("{marked}, agrees", marked=marked) if state.mark_agrees else _("{marked}, does not agree", marked=marked)
    facts = {
        _("File"): plain(state.store_name),
        _("Program"): plain(state.program_version),
        _("Shape of the store"): number(state.schema_version),
        _("Running for"): _span((clock.now() - running().started_at).total_seconds()),
        _("Last import"): moment(last_import.finished_at) if last_import else NO_DATA,
        _("Last entry of the trail"): number(state.stored),
        _("High-water mark"): agrees,
    }
    with st.container(border=True):
        st.subheader(_("Facts"), anchor=False)
        with st.container(gap="xxsmall"):
            for label, value in facts.items():
                with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
                    st.markdown(f":small[:gray[{label}]]", width="content")
                    st.markdown(f":small[{value}]", width="content", text_alignment="right")


def show_tables(state: SystemState) -> None:
    """Show how many rows the store holds of what, most first."""
    with st.container(border=True):
        st.subheader(_("What it holds"), anchor=False)
        counts: Counter[str] = Counter()
        for table in state.tables:
            counts[_(TABLE_LABELS.get(table.name, HOUSEKEEPING))] += table.row_count
        found, rows = counts.most_common(), _("Rows")
        show_table(
            {_("Content"): [name for name, _count in found], rows: [number(count) for _name, count in found]},
            {rows: figure_column(rows)},
            height="content",
        )


def show_backups(actor: Actor, copies: Sequence[BackupFile], store_name: str) -> None:
    """Show the backups beside the store, the way to put one of them back, and the button that makes one now."""
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("Backups"), anchor=False, width="content")
            with st.container(horizontal=True, width="content", gap="small"):
                if actor.may(Permission.RESTORE_RUN) and copies:
                    _show_restore(actor, copies, store_name)
                is_wanted = actor.may(Permission.BACKUP_RUN) and st.button(
                    _("Back up now"), icon=":material/backup:", type="primary"
                )
        if is_wanted:
            _back_up(actor)
        if not copies:
            st.caption(_("No backup lies beside the store yet."))
            return
        made, size_of = _("Made"), _("Size")
        show_table(
            {
                made: [copy.made_at for copy in copies],
                size_of: [file_size(copy.size) for copy in copies],
                _("How"): [_(_HOW.get(copy.origin, N_("by hand"))) for copy in copies],
            },
            {made: moment_column(made), size_of: figure_column(size_of)},
            height=height_of(len(copies), 8),
        )
        st.caption(_("Each backup was opened and compared with the store before it counted."))


def _back_up(actor: Actor) -> None:
    with shown_errors(), st.spinner(_("Copying …")):
        done = service.make_backup(store(), actor)
        flash(_("Backed up and checked: {name}, {size}.", name=done.path.name, size=file_size(done.size)))
        st.rerun()


def _show_restore(actor: Actor, copies: Sequence[BackupFile], store_name: str) -> None:
    """Show the form that puts a backup in the store's place; the store's name has to be typed."""

    def save(values: Values, key: str, _version: int) -> str:
        chosen = next((copy for copy in copies if copy.path.name == values["backup"]), None)
        problems = {}
        if chosen is None:
            problems["backup"] = message(N_("Choose a backup, please."))
        if (values["confirmation"] or "").strip() != store_name:
            problems["confirmation"] = message(N_("Type {name} to confirm."), name=store_name)
        if chosen is None or problems:
            raise InvalidInput(problems)
        service.restore(store(), actor, chosen.path, key=key)
        return _("The backup is restored. Everybody is signed out.")

    with st.popover(_("Restore a backup"), icon=":material/settings_backup_restore:", width="content"):
        st.write(
            _(
                "Everything written since the backup is lost. The store as it is now is backed up first, and everybody "
                "is signed out, you too."
            )
        )
        form = Form("restore", save)
        with form:
            names = {copy.path.name: f"{moment(copy.made_at)} · {copy.path.name}" for copy in copies}
            form.choose("backup", _("Backup"), names)
            form.text("confirmation", _("The store's name, to confirm"), placeholder=store_name, autocomplete="off")
            form.submit(_("Restore now"))


def show_check(actor: Actor) -> None:
    """Show the button that reads the whole store, and what did not fit."""
    state = page_state(CheckState)
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(_("Integrity"), anchor=False, width="content")
            if st.button(_("Check now"), icon=":material/fact_check:"):
                with shown_errors(), st.spinner(_("Reading the whole store …")):
                    state.findings, state.at = service.check_store(store(), actor), clock.now()
        if state.findings is None:
            st.caption(_("Reads every value, proves the audit trail, and looks for rows that refer to nothing."))
            return
        st.caption(_("Checked: {moment}", moment=moment(state.at)))
        if not state.findings:
            st.success(_("Everything fits together."), icon=":material/verified:")
        for finding in state.findings:
            st.error(plain(_(finding.text)), icon=":material/error:")
