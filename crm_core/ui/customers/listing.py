"""The list of customers: what is asked, the table, and what can be done with its rows."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.model import VIEW_LABELS, CustomerListRequest, CustomerPage, View
from crm_core.customers.lists.service import customer_list
from crm_core.customers.pool.service import pool_of, pool_regions
from crm_core.ui.customers.lists.bulk import show_bulk
from crm_core.ui.customers.lists.columns import columns_shown, order_by_head, show_columns, show_sort, table_of, worded
from crm_core.ui.customers.lists.files import show_export
from crm_core.ui.customers.lists.filters import show_add_filter, show_chips
from crm_core.ui.customers.lists.state import SIZE, TEXT, VIEW, ListState, list_state
from crm_core.ui.customers.lists.views import begin, show_gone, show_views
from crm_core.ui.customers.lists.words import fields
from crm_core.ui.customers.pool import show_pool_list
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.links import go_to
from crm_core.ui.page import empty_state
from crm_core.ui.session import show_flashes
from crm_core.ui.show import number
from crm_core.ui.tables import open_rows
from crm_core.ui.text import _, ngettext


@st.fragment
def show_list(owner_id: int | None = None, view: str | None = None) -> None:
    """Show the search box, the filters, the table and its pages; a click on a row opens the customer.

    ``owner_id`` is the owner whose customers the address asked for, ``view`` the view.
    """
    show_flashes()  # a click in the list runs the list alone, not the shell that shows them elsewhere
    actor, state = current_actor(), list_state()
    if owner_id is None and view is None:
        begin(actor, state)
    state.take_address(owner_id, view)
    _ask(actor, state)
    if state.view is View.POOL:
        show_pool_list(state.text, state.pool_region or "")
        return
    known = fields()
    state.conditions = tuple(one for one in state.conditions if one.field in known)
    asked = state.request(actor)
    if state.asked is not None and _question(asked) != _question(state.asked):
        state.page = 1
        asked = replace(asked, page=0)
        state.anew()
    state.asked = asked
    found = fetch(customer_list, asked)
    if found.lines or _is_narrowed(state):
        _show_ways(actor, state, found)
    show_gone(actor)
    show_chips(actor, state)
    if found.lines:
        _show_table(actor, state, found)
    else:
        _show_nothing(actor, state)


def _question(request: CustomerListRequest) -> CustomerListRequest:
    """Return whom a request asks for, and in which order, whatever is told of them."""
    return replace(request, page=0, columns=None)


def _ask(actor: Actor, state: ListState) -> None:
    st.session_state.setdefault(TEXT, state.text)
    st.session_state.setdefault(VIEW, state.view)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        state.text = (
            st.text_input(
                _("Find customers"),
                key=TEXT,
                live="200ms",
                type="search",
                placeholder=_("Name, pinyin, initials, code, or phone"),
                icon=":material/search:",
                label_visibility="collapsed",
                width=290,
            )
            or ""
        )
        views = [view for view in View if view is not View.SHARED or actor.may(Permission.COLLABORATION_ASK)]
        chosen = st.segmented_control(
            _("Which customers"),
            views,
            key=VIEW,
            format_func=lambda view: _(VIEW_LABELS[view]),
            label_visibility="collapsed",
            required=True,
        )
        state.view = chosen or View.ALL
        if state.view is View.POOL:
            _ask_pool_filters(actor, state)


def _ask_pool_filters(actor: Actor, state: ListState) -> None:
    """Ask for what is told of customers in the pool: the region alone."""
    regions = fetch(pool_regions, pool_of(actor))
    badge = " :green-badge[1]" if state.pool_region else ""
    with st.popover(f"{_('Filters')}{badge}", icon=":material/tune:"):
        index = regions.index(state.pool_region) if state.pool_region in regions else None
        state.pool_region = st.selectbox(_("Region"), regions, index, key="customers:pool_region", placeholder=_("All"))


def _show_ways(actor: Actor, state: ListState, found: CustomerPage) -> None:
    """Show how the list is narrowed, ordered and taken out, in one row."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="customers-ways"):
        show_views(actor, state)
        show_add_filter(actor, state)
        show_sort(state)
        show_columns(state)
        if actor.may(Permission.CUSTOMER_EXPORT):
            show_export(actor, state, found.total)


def _is_narrowed(state: ListState) -> bool:
    """Return whether something is searched or filtered for, or a part of the customers chosen."""
    return bool(state.text.strip()) or bool(state.conditions) or state.view is not View.ALL


def _show_nothing(actor: Actor, state: ListState) -> None:
    if state.text.strip() or state.conditions:
        empty_state(_("Nobody found. Phones are found whole or by their last four digits."), icon="person_search")
    elif state.view is View.SHARED:
        empty_state(_("You do not collaborate on a colleague's customer yet."), icon="handshake")
    elif state.view is View.MINE:
        text = _("No customer is yours yet.")
        if actor.may(Permission.CUSTOMER_CLAIM):
            text = _("No customer is yours yet. Add one, or claim one from the public pool.")
        empty_state(text, icon="group_add")
    else:
        may_import = actor.may(Permission.IMPORT_RUN)
        text = _("There are no customers yet.")
        if may_import:
            text = _("There are no customers yet. Add the first one, or import a list.")
        elif actor.may(Permission.CUSTOMER_ADD):
            text = _("There are no customers yet. Add the first one; administrators and team leads import whole lists.")
        empty_state(
            text,
            icon="group_add",
            button=_("Import a list") if may_import else None,
            page="exchange/imports.py" if may_import else None,
        )


def _show_table(actor: Actor, state: ListState, found: CustomerPage) -> None:
    # Ticks are places in the table: they end where others' work has put other customers there.
    shown = hash(tuple(line.customer_id for line in found.lines))
    columns, config = table_of(state, found.lines, worded(columns_shown(state)))
    clicked, ticked = open_rows(
        columns,
        config,
        key=f"customers:{state.key}:{state.page}:{shown}",
        has_ticks=actor.may(Permission.CUSTOMER_RELEASE),
        on_head=order_by_head,
    )
    if clicked is not None:
        state.anew()
        go_to("customers/customer.py", id=found.lines[clicked].customer_id)
    _show_pages(state, found)
    show_bulk(actor, state, found, [found.lines[row].customer_id for row in ticked])


def _show_pages(state: ListState, found: CustomerPage) -> None:
    pages = -(-found.total // SIZE)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(
            ngettext("{total} customer", "{total} customers", found.total, total=number(found.total)), width="content"
        )
        if pages > 1:
            key = f"customers:pages:{state.key}"
            st.pagination(
                pages, default=min(state.page, pages), key=key, max_visible_pages=5, on_change=_turn, args=(key,)
            )


def _turn(key: str) -> None:
    list_state().page = st.session_state[key]
