"""A list as a file: the columns that are shown, as an import takes them in again; a long one is made for later."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from crm_core.access.model import Actor
from crm_core.customers.lists.export import MOST_ROWS, FileKind, export_customers, file_columns, file_headings
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.ui.customers.lists.columns import worded
from crm_core.ui.customers.lists.state import ListState, list_state
from crm_core.ui.customers.lists.words import fields
from crm_core.ui.export_files import ask_for_file, say_that_it_is_long
from crm_core.ui.guard import actor_by_then
from crm_core.ui.house import store
from crm_core.ui.text import _

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SCOPES = ("shown", "all")


def show_export(actor: Actor, state: ListState, total: int) -> None:
    """Offer the whole list as a file; it is made, and noted in the trail, at the click."""
    with st.popover(_("Export"), icon=":material/download:"):
        ask_for_a_file(actor, state, total, "customers")


def ask_for_a_file(actor: Actor, state: ListState, total: int, prefix: str, ids: tuple[int, ...] | None = None) -> None:
    """Offer a list as a file, with ``ids`` these of its customers alone: with which columns, of which kind.

    ``prefix`` tells the widgets from those of the same offer elsewhere.
    """
    names = {"shown": _("The columns shown"), "all": _("All columns")}
    wanted = st.segmented_control(
        _("Columns"), _SCOPES, default="shown", format_func=lambda each: names[each], key=f"{prefix}:file:columns",
        required=True,
    )  # fmt: skip
    known = fields()
    shown = list(known) if wanted == "all" else [name for name in state.columns if name in known]
    # Words are said here: the file is made by another thread, which does not know who is looking.
    columns = [known[name] for name in file_columns(shown)]
    asked = replace(state.request(actor), ids=ids)
    _show_ways(asked, prefix, file_headings(columns, _), worded(columns), is_long=total > MOST_ROWS)
    st.caption(_("Edit it in Excel and import it again, changing known customers: only what you changed is changed."))


def _show_ways(
    asked: CustomerListRequest,
    prefix: str,
    headings: dict[str, str],
    words: dict[str, dict[str, str]],
    *,
    is_long: bool,
) -> None:
    here, by_then, state = store(), actor_by_then(), list_state()
    with st.container(horizontal=True):
        for kind, mime in ((FileKind.CSV, "text/csv"), (FileKind.XLSX, _XLSX)):
            name, key = f"customers.{kind.value}", f"{prefix}:{kind.value}"
            if is_long:
                given = (asked, name, headings, words, f"file:{state.key}:{kind.value}")
                st.button(
                    kind.value.upper(), icon=":material/hourglass_top:", key=f"{key}:later", on_click=_ask_for_file,
                    args=given,
                )  # fmt: skip
                continue

            def make(kind: FileKind = kind) -> bytes:
                return export_customers(here, by_then(), asked, kind, headings=headings, words=words)

            st.download_button(
                kind.value.upper(), make, name, mime, icon=":material/download:", key=key, on_click="ignore"
            )
    if is_long:
        say_that_it_is_long()


def _ask_for_file(*given: Any) -> None:
    ask_for_file(*given)
    list_state().anew()
