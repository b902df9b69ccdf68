"""The files that somebody asked for: those being made, those to take, and what became of the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from crm_core.access.model import Permission
from crm_core.customers.lists.export import MOST_ROWS
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.errors import AlreadyDone, CrmError
from crm_core.exports import worker
from crm_core.exports.model import STATUS_LABELS, ExportFile, FileStatus, OwnFiles
from crm_core.exports.service import ask_for_answers, ask_for_list, own_files
from crm_core.server.running import running
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import link_to
from crm_core.ui.page import empty_state
from crm_core.ui.session import flash
from crm_core.ui.show import file_size, moment, number
from crm_core.ui.surveys.words import answers
from crm_core.ui.text import _, ngettext, plain

_LOOK_AGAIN = 3.0  # seconds
_ICONS = {
    FileStatus.WAITING: ":material/hourglass_top:",
    FileStatus.READY: ":green[:material/check_circle:]",
    FileStatus.FAILED: ":red[:material/error:]",
    FileStatus.REMOVED: ":material/delete:",
}


def show_files() -> None:
    """Show the own files, the latest first; while one is being made, look again every few seconds."""
    files = _files()
    if not files:
        empty_state(
            _("No files. A list of more than 10,000 lines is made into a file here, out of your way."),
            icon="folder_open",
            button=_("To the customers"),
            page="customers/customers.py",
        )
    elif any(file.status is FileStatus.WAITING for file in files):
        _show_while_making()
    else:
        _show(files)


@st.fragment(run_every=_LOOK_AGAIN)
def _show_while_making() -> None:
    files = _files()
    if not any(file.status is FileStatus.WAITING for file in files):
        st.rerun()
    _show(files)


def _files() -> tuple[ExportFile, ...]:
    return fetch(own_files, OwnFiles(current_actor().require(Permission.CUSTOMER_EXPORT)))


def _show(files: tuple[ExportFile, ...]) -> None:
    for file in files:
        _show_file(file)


def _show_file(file: ExportFile) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(width="stretch", gap=None):
            st.markdown(f"{_ICONS[file.status]} **{plain(file.file_name)}**")
            st.caption(" · ".join(_facts(file)))
            if file.problem is not None:
                st.caption(plain(_(file.problem)))
        if file.status is FileStatus.READY:
            base = running().environment.base_path
            st.link_button(_("Download"), f"{base}/account/files/{file.file_id}", icon=":material/download:")


def _facts(file: ExportFile) -> list[str]:
    facts = [_(STATUS_LABELS[file.status])]
    if file.row_count is not None:
        facts.append(_lines(file.kind, file.row_count))
    if file.byte_count is not None and file.status is FileStatus.READY:
        facts.append(file_size(file.byte_count))
    facts.append(_("asked for {moment}", moment=moment(file.asked_at)))
    if file.kept_until is not None:
        facts.append(_("kept until {moment}", moment=moment(file.kept_until)))
    return facts


def _lines(kind: str, count: int) -> str:
    if kind == "survey_answers":
        return answers(count)
    return ngettext("{total} customer", "{total} customers", count, total=number(count))


def ask_for_file(
    request: CustomerListRequest,
    file_name: str,
    headings: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]],
    key: str,
) -> None:
    """Have a whole list made into a file, and say that the bell will tell; for a button's callback."""
    _ask(partial(ask_for_list, store(), current_actor(), request, file_name, headings=headings, words=words, key=key))


def ask_for_file_of_answers(
    survey_id: int, part: str | None, file_name: str, headings: Mapping[str, str], key: str
) -> None:
    """Have a survey's answers made into a file, and say that the bell will tell; for a button's callback."""
    _ask(partial(ask_for_answers, store(), current_actor(), survey_id, part, file_name, headings, key))


def _ask(ask: Callable[[], int]) -> None:
    try:
        ask()
    except AlreadyDone:
        return
    except CrmError as error:
        flash(_(error.message), ":material/error:")
        return
    worker.wake(store())
    flash(_("The file is being made. The bell tells you when it is ready."), ":material/hourglass_top:")


def say_that_it_is_long() -> None:
    """Say below the buttons of a long file that it is made in the background, with the way to it."""
    st.caption(_("More than {most}: the file is made out of your way, and the bell tells you.", most=number(MOST_ROWS)))
    link_to(_("My files"), "account/files.py", icon=":material/folder:")
