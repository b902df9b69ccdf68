"""The same head on every page: what it is, for which period and whom, what to do next; and empty states."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from crm_core.access.model import Permission
from crm_core.messages.service import unread_count
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.identity import signed_in
from crm_core.ui.links import go_to, link_to
from crm_core.ui.text import _, words_of


def name_tab(title: str) -> None:
    """Call the browser's tab, and so a bookmark, by what the page shows; ``title`` is Markdown."""
    st.set_page_config(page_title=f"{words_of(title)} · {_('CRM Plan Board')}")


def page_head(title: str, what: str = "", actions: Callable[[], None] | None = None, *, has_log: bool = True) -> None:
    """Show title and scope on the left; the page's ``actions``, 写跟进 and the bell on the right.

    ``has_log`` False: the page itself holds 写跟进. ``title`` and ``what`` are Markdown: put people's text through
    ``plain`` first.
    """
    name_tab(title)
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        with st.container(width="content"):
            st.title(title, anchor=False)
            if what:
                st.caption(what)
        with st.container(horizontal=True, width="content", vertical_alignment="center", key="page-ways"):
            if actions is not None:
                actions()
            _always(has_log)


def _always(has_log: bool) -> None:
    who = signed_in()
    if who is None or who.must_change_password:
        return  # only the own account is open, and there is nowhere to lead to
    actor = who.actor
    if has_log and actor.may(Permission.INTERACTION_LOG):
        link_to(_("Log an interaction"), "work/log.py", icon=":material/edit_note:")
    link_to(_bell_label(), "account/notices.py", icon=":material/notifications:")


def _bell_label() -> str:
    count = fetch(unread_count, current_actor().require(Permission.NOTICE_OWN))
    return f"{_('Notices')} :red-badge[{count}]" if count else _("Notices")


def empty_state(text: str, *, icon: str = "inbox", button: str | None = None, page: str | None = None) -> None:
    """Show that there is nothing yet, and what to do first: a ``button`` that leads to ``page``."""
    with st.container(border=True, horizontal_alignment="center", gap="small"):
        st.markdown(f":material/{icon}:", width="content")
        st.markdown(text, width="content", text_alignment="center")
        if button and page and st.button(button, type="primary", key=f"empty:{page}:{button}"):
            go_to(page)
