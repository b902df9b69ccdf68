"""Ways from page to page, by the page's file and a query."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from crm_core.server.environment import PROJECT
from crm_core.server.running import running
from crm_core.ui.menu import address_of_page, is_open

_PAGES = PROJECT / "pages"


def _query(query: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in query.items() if value is not None}


def asked(name: str) -> str | None:
    """Return what the address asks for under ``name``; None where it asks for nothing."""
    return st.query_params.get(name) or None


def asked_id(name: str) -> int | None:
    """Return the id that the address asks for; None where there is none, or what stands there is no id."""
    text = asked(name)
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 18 else None


def go_to(page: str, **query: object) -> None:
    """Leave for ``page`` (such as ``customers/customer.py``) with its query; does not return."""
    st.switch_page(str(_PAGES / page), query_params=_query(query))


def link_to(label: str, page: str, *, icon: str | None = None, help: str | None = None, **query: object) -> None:
    """Show a link to ``page`` with its query. ``label`` is Markdown: put people's text through ``plain`` first.

    Raises:
        LookupError: whoever looks may not open the page; do not offer it.
    """
    if not is_open(page):
        raise LookupError(f"a link to {page}, which is not open here")
    st.page_link(_place(page), label=label, icon=icon, help=help, query_params=_query(query))


@cache
def _place(page: str) -> StreamlitPage:
    """Return what a link leads to. Made once: given the file's path, Streamlit asks the disk for it at every link."""
    return st.Page(_PAGES / page, title=page, url_path=address_of_page(page))


def address_to(page: str, **query: object) -> str:
    """Return the path of ``page`` with its query, for link columns of tables."""
    base = running().environment.base_path
    parts = urlencode(_query(query))
    return f"{base}/{address_of_page(page)}" + (f"?{parts}" if parts else "")
