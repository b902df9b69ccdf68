"""The list of customers: what is asked, the table, and what can be done with its rows."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.customers.lists.export import COLUMNS, MOST_ROWS, FileKind, export_customers
from crm_core.customers.lists.model import (
    SORT_LABELS,
    VIEW_LABELS,
    CustomerLine,
    CustomerListRequest,
    CustomerPage,
    Sort,
    View,
)
from crm_core.customers.lists.service import (
    Choices,
    customer_list,
    owners_to_find_by,
    regions_to_choose,
)
from crm_core.customers.model import KIND_LABELS, Kind
from crm_core.customers.pool.service import pool_of, pool_regions
from crm_core.customers.profile.own_fields.model import FieldKind as OwnKind
from crm_core.customers.profile.tags.service import tags
from crm_core.errors import N_
from crm_core.relationships.model import DIMENSION_LABELS, LADDERS, RUNG_LABELS, Dimension, Rung
from crm_core.ui.customers.bulk import show_assign, show_release
from crm_core.ui.customers.own_fields import fields_in_use
from crm_core.ui.customers.pool import show_pool_list
from crm_core.ui.export_files import ask_for_file
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import actor_by_then, current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.links import go_to, link_to
from crm_core.ui.page import empty_state
from crm_core.ui.session import page_state, show_flashes
from crm_core.ui.show import money, number
from crm_core.ui.tables import day_column, figure_column, open_rows, text_column
from crm_core.ui.text import _, ngettext

SIZE = 25
_NAME_WIDTH = 216  # in pixels: a company's whole name
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADINGS = {
    "code": N_("Customer code"), "name": N_("Name"), "kind": N_("Kind"), "phone": N_("Phone"), "region": N_("Region"),
    "owner": N_("Owner"), "team": N_("Team"), "created_on": N_("Added"), "spend": N_("Lifetime spend"),
    "last_purchase_on": N_("Last purchase"), "last_contact_at": N_("Last contact"), "follow_up_due_on": N_("Follow-up due"),
    "tier": DIMENSION_LABELS[Dimension.TIER], "relation_type": DIMENSION_LABELS[Dimension.TYPE],
}  # fmt: skip
_DAYS = ("last_purchase_on", "last_contact_at", "follow_up_due_on")


@dataclass
class _List:
    """What this session asks of the list, kept while other pages are open."""

    text: str = ""
    view: View = View.ALL
    owner_id: int | None = None
    asked_owner_id: int | None = None
    asked_view: str | None = None
    team_id: int | None = None
    kind: Kind | None = None
    region: str | None = None
    pool_region: str | None = None
    tier: Rung | None = None
    relation_type: Rung | None = None
    has_open_follow_up: bool = False
    tag_id: int | None = None
    sort: Sort = Sort.NAME
    is_descending: bool = False
    page: int = 1
    asked: CustomerListRequest | None = None
    key: str = field(default_factory=lambda: secrets.token_hex(8))

    def anew(self) -> None:
        """Begin with an empty selection and a fresh idempotency key."""
        self.key = secrets.token_hex(8)


@st.fragment
def show_list(owner_id: int | None = None, view: str | None = None) -> None:
    """Show the search box, the filters, the table and its pages; a click on a row opens the customer.

    ``owner_id`` is the owner whose customers the address asked for, ``view`` the view.
    """
    show_flashes()  # a click in the list runs the list alone, not the shell that shows them elsewhere
    actor, state = current_actor(), page_state(_List)
    if owner_id is not None and owner_id != state.asked_owner_id:
        for name in ("owner", "view", "text"):
            st.session_state.pop(f"customers:{name}", None)
        state.owner_id, state.view, state.text = owner_id, View.ALL, ""
    state.asked_owner_id = owner_id
    if view != state.asked_view and view in tuple(View):
        st.session_state.pop("customers:view", None)
        state.view = View(view)
    state.asked_view = view
    _ask(actor, state)
    if state.view is View.POOL:
        show_pool_list(state.text, state.pool_region or "")
        return
    asked = _request(actor, state)
    if state.asked is not None and replace(asked, page=0) != replace(state.asked, page=0):
        state.page = 1
        asked = replace(asked, page=0)
        state.anew()
    state.asked = asked
    found = fetch(customer_list, asked)
    if not found.lines:
        _show_nothing(actor, state)
        return
    _show_table(actor, state, found)


def _request(actor: Actor, state: _List) -> CustomerListRequest:
    return CustomerListRequest(
        actor.require(Permission.CUSTOMER_READ),
        state.text,
        state.view,
        state.owner_id,
        state.team_id,
        state.kind,
        state.region or "",
        state.has_open_follow_up,
        state.sort,
        state.is_descending,
        state.page - 1,
        SIZE,
        state.tier,
        state.relation_type,
        state.tag_id,
    )


def _ask(actor: Actor, state: _List) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        state.text = (
            st.text_input(
                _("Find customers"),
                state.text,
                key="customers:text",
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
            default=state.view,
            key="customers:view",
            format_func=lambda view: _(VIEW_LABELS[view]),
            label_visibility="collapsed",
            required=True,
        )
        state.view = chosen or View.ALL
        if state.view is View.POOL:
            _ask_pool_filters(actor, state)
            return
        chosen_filters = (
            state.owner_id, state.kind, state.region or None, state.tier, state.relation_type, state.tag_id,
        )  # fmt: skip
        count = sum(one is not None for one in chosen_filters) + state.has_open_follow_up
        label = f"{_('Filters')} :green-badge[{count}]" if count else _("Filters")
        with st.popover(label, icon=":material/tune:"):
            _ask_filters(actor, state)


def _ask_pool_filters(actor: Actor, state: _List) -> None:
    """Ask for what is told of customers in the pool: the region alone."""
    state.tier, state.relation_type = (
        _choice(
            _(DIMENSION_LABELS[dimension]),
            {rung: _(RUNG_LABELS[rung]) for rung in LADDERS[dimension]},
            value,
            dimension,
        )
        for dimension, value in ((Dimension.TIER, state.tier), (Dimension.TYPE, state.relation_type))
    )
    regions = {region: region for region in fetch(pool_regions, pool_of(actor))}
    badge = " :green-badge[1]" if state.pool_region else ""
    with st.popover(f"{_('Filters')}{badge}", icon=":material/tune:"):
        state.pool_region = _choice(_("Region"), regions, state.pool_region, "pool_region")


def _ask_filters(actor: Actor, state: _List) -> None:
    reach = actor.require(Permission.CUSTOMER_READ)
    if reach.scope is not Scope.OWN:
        owners = {owner.user_id: owner for owner in fetch(owners_to_find_by, Choices(reach))}
        names = {
            key: f"{one.display_name} ({one.team})" if one.team else one.display_name for key, one in owners.items()
        }
        state.owner_id = _choice(_("Owner"), names, state.owner_id, "owner")
    state.kind = _choice(_("Kind"), {kind: _(label) for kind, label in KIND_LABELS.items()}, state.kind, "kind")
    regions = {region: region for region in fetch(regions_to_choose, Choices(reach))}
    state.region = _choice(_("Region"), regions, state.region, "region")
    known = {tag.tag_id: tag.name for tag in fetch(tags, actor)}
    if known:
        state.tag_id = _choice(_("Tag"), known, state.tag_id, "tag")
    state.has_open_follow_up = st.checkbox(
        _("With an open follow-up"), state.has_open_follow_up, key="customers:follow_up"
    )
    left, right = st.columns(2)
    sorts = {sort: _(label) for sort, label in SORT_LABELS.items()}
    with left:
        state.sort = (
            st.selectbox(
                _("Sort by"), list(sorts), list(sorts).index(state.sort), format_func=lambda sort: sorts[sort],
                key="customers:sort",
            )
            or Sort.NAME
        )  # fmt: skip
    with right:
        ways = {False: _("Ascending"), True: _("Descending")}
        state.is_descending = bool(
            st.selectbox(
                _("Direction"), list(ways), int(state.is_descending), format_func=lambda way: ways[way],
                key="customers:order",
            )
        )  # fmt: skip
    if actor.may(Permission.CUSTOMER_EXPORT):
        _show_export(actor, state)


Option = TypeVar("Option")


def _choice(label: str, options: dict[Option, str], value: Option | None, name: str) -> Option | None:
    index = list(options).index(value) if value in options else None
    return st.selectbox(
        label, list(options), index, format_func=lambda option: options[option], key=f"customers:{name}",
        placeholder=_("All"),
    )  # fmt: skip


def _show_export(actor: Actor, state: _List) -> None:
    """Offer the whole list as a file; it is made, and noted in the trail, at the click. A long one is made for later."""
    # Labels are translated here: the file is made by another thread, which does not know who is looking.
    headings = {name: _(_HEADINGS[name]) for name in COLUMNS}
    kinds = {kind.value: _(label) for kind, label in KIND_LABELS.items()}
    own = fields_in_use()
    truths = {"true": _("Yes"), "false": _("No")}
    words = {"kind": kinds, **{field.key: truths for field in own if field.kind is OwnKind.TRUTH}}
    all_headings = headings | {field.key: field.name for field in own}
    asked, here, by_then = _request(actor, state), store(), actor_by_then()
    is_long = fetch(customer_list, asked).total > MOST_ROWS
    with st.container(horizontal=True):
        for kind, mime in ((FileKind.CSV, "text/csv"), (FileKind.XLSX, _XLSX)):
            name, key = f"customers.{kind.value}", f"customers:{kind.value}"
            if is_long:
                given = (asked, name, all_headings, words, f"file:{state.key}:{kind.value}")
                st.button(
                    kind.value.upper(), icon=":material/hourglass_top:", key=f"{key}:later", on_click=_ask_for_file,
                    args=given,
                )  # fmt: skip
                continue

            def make(kind: FileKind = kind) -> bytes:
                return export_customers(
                    here, by_then(), asked, kind, headings=list(headings.values()), kinds=kinds, truths=truths
                )

            st.download_button(
                kind.value.upper(), make, name, mime, icon=":material/download:", key=key, on_click="ignore"
            )
    if is_long:
        st.caption(
            _("More than {most}: the file is made out of your way, and the bell tells you.", most=number(MOST_ROWS))
        )
        link_to(_("My files"), "account/files.py", icon=":material/folder:")


def _ask_for_file(*given: Any) -> None:
    state = page_state(_List)
    ask_for_file(*given)
    state.anew()


def _show_nothing(actor: Actor, state: _List) -> None:
    is_asked = replace(_request(actor, state), page=0) != CustomerListRequest(
        actor.require(Permission.CUSTOMER_READ), view=state.view, sort=state.sort, is_descending=state.is_descending
    )
    if is_asked:
        text = _("Nobody found. Phones are found whole or by their last four digits.")
        empty_state(text, icon="person_search")
    elif state.view is View.SHARED:
        empty_state(_("You do not collaborate on a colleague's customer yet."), icon="handshake")
    else:
        text = _("There are no customers yet. Add the first one, or import a list.")
        may_import = actor.may(Permission.IMPORT_RUN)
        empty_state(
            text,
            icon="group_add",
            button=_("Import a list") if may_import else None,
            page="exchange/imports.py" if may_import else None,
        )


def _show_table(actor: Actor, state: _List, found: CustomerPage) -> None:
    may_assign = actor.may(Permission.CUSTOMER_ASSIGN)
    # Ticks are places in the table: they end where others' work has put other customers there.
    shown = hash(tuple(line.customer_id for line in found.lines))
    clicked, ticked = open_rows(
        _columns(found.lines),
        {
            _(_HEADINGS["name"]): text_column(_(_HEADINGS["name"]), width=_NAME_WIDTH),
            _(_HEADINGS["spend"]): figure_column(_(_HEADINGS["spend"])),
            **{_(_HEADINGS[name]): day_column(_(_HEADINGS[name])) for name in _DAYS},
        },
        key=f"customers:{state.key}:{state.page}:{shown}",
        has_ticks=actor.may(Permission.CUSTOMER_RELEASE),
    )
    if clicked is not None:
        state.anew()
        go_to("customers/customer.py", id=found.lines[clicked].customer_id)
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
    if ticked:
        ids = [found.lines[row].customer_id for row in ticked]
        if may_assign:
            show_assign(actor, ids, state.key, on_done=state.anew)
        show_release(ids, state.key, on_done=state.anew)


def _turn(key: str) -> None:
    page_state(_List).page = st.session_state[key]


def _columns(lines: tuple[CustomerLine, ...]) -> dict[str, list[Any]]:
    shown = (
        "name",
        "code",
        "phone",
        "owner",
        "tier",
        "spend",
        "last_purchase_on",
        "last_contact_at",
        "follow_up_due_on",
        "relation_type",
        "region",
    )
    return {
        _(_HEADINGS[name]): [_day(line, name) if name in _DAYS else _cell(line, name) for line in lines]
        for name in shown
    }


def _day(line: CustomerLine, name: str) -> date | None:
    """Return a day; None where there is none, and where the customer is not open to whom it is shown."""
    value = getattr(line, name) if line.is_open else None
    return clock.local_day(value, settings().zone) if isinstance(value, datetime) else value


def _cell(line: CustomerLine, name: str) -> str:
    value = getattr(line, name)
    if not line.is_open and name not in ("name", "code"):
        return _("Public pool") if name == "owner" else ""
    if value is None:
        return _("Public pool") if name == "owner" else "–"
    shown: dict[str, Callable[[Any], str]] = {
        "spend": money,
        "kind": lambda kind: _(KIND_LABELS[kind]),
        "tier": lambda rung: _(RUNG_LABELS[rung]),
        "relation_type": lambda rung: _(RUNG_LABELS[rung]),
    }
    return shown.get(name, str)(value)
