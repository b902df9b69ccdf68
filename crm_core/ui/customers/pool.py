"""The public pool 公海: what lies in it, and claiming from it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.customers.ownership.hands import CAUSE_LABELS
from crm_core.customers.pool.model import NEW_LABEL, AllowanceRequest, PoolLine, PoolPage, PoolSort
from crm_core.customers.pool.service import allowance, claim, day_begins, pool_of, pool_page
from crm_core.errors import CrmError
from crm_core.ui.customers.bulk import show_assign, show_release
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.links import go_to, link_to
from crm_core.ui.ordering import Order
from crm_core.ui.page import empty_state
from crm_core.ui.session import flash, page_state
from crm_core.ui.show import number
from crm_core.ui.tables import day_column, open_rows, text_column
from crm_core.ui.text import _, ngettext, plain

SIZE = 25
_WIDTHS = {"name": 216, "why": 300}  # in pixels
_LATEST_FIRST = (PoolSort.LAST_CONTACT, PoolSort.FELL)


@dataclass
class _Pool:
    """Which page of the pool is shown, for which question, in which order, and the key of the next click."""

    page: int = 1
    asked: tuple[str, str] = ("", "")
    order: Order[PoolSort] = field(default_factory=lambda: Order(PoolSort.FELL, is_descending=True))
    key: str = field(default_factory=lambda: secrets.token_hex(8))

    def anew(self) -> None:
        """Begin with an empty selection and a fresh idempotency key."""
        self.key = secrets.token_hex(8)


def show_pool_list(text: str, region: str) -> None:
    """Show the pool, what fell last first; ticked customers can be claimed, or assigned by whoever may."""
    actor, state = current_actor(), page_state(_Pool)
    if (text, region) != state.asked:
        state.asked, state.page = (text, region), 1
        state.anew()
    first = pool_of(
        actor, text=text, region=region, size=SIZE, sort=state.order.by, is_descending=state.order.is_descending
    )
    found = fetch(pool_page, replace(first, page=state.page - 1))
    if not found.lines and state.page > 1:  # the last one of a page was claimed
        state.page = 1
        found = fetch(pool_page, first)
    if not found.lines:
        is_asked = bool(text or region)
        empty_state(
            _("Nobody found in the public pool.")
            if is_asked
            else _("The public pool is empty: every customer has an owner."),
            icon="person_search" if is_asked else "waves",
        )
        _show_rules_way(actor)
        return
    _show_lines(actor, state, found)


def _show_lines(actor: Actor, state: _Pool, found: PoolPage) -> None:
    may_claim, may_assign = actor.may(Permission.CUSTOMER_CLAIM), actor.may(Permission.CUSTOMER_ASSIGN)
    shown = hash(tuple(line.customer_id for line in found.lines))
    clicked, ticked = open_rows(
        _columns(found.lines),
        _config(state.order),
        key=f"pool:{state.key}:{state.page}:{shown}",
        has_ticks=may_claim or may_assign,
        on_head=_order_by,
    )
    if clicked is not None:
        state.anew()
        go_to("customers/customer.py", id=found.lines[clicked].customer_id)
    pages = -(-found.total // SIZE)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        total = ngettext("{total} customer", "{total} customers", found.total, total=number(found.total))
        st.caption(f"{total} · {_allowed(actor)}" if may_claim else total, width="content")
        if pages > 1:
            key = f"pool:pages:{state.key}"
            st.pagination(
                pages, default=min(state.page, pages), key=key, max_visible_pages=5, on_change=_turn, args=(key,)
            )
    _show_rules_way(actor)
    if ticked:
        with st.container(border=True, key="docked-pool", gap="small"):
            _show_work(actor, state, [found.lines[row] for row in ticked])


def _show_work(actor: Actor, state: _Pool, lines: list[PoolLine]) -> None:
    """Show what the actor may do with the ticked customers."""
    ids, is_of_team = [line.customer_id for line in lines], all(line.is_of_team for line in lines)
    may_assign = actor.may(Permission.CUSTOMER_ASSIGN)
    if actor.may(Permission.CUSTOMER_CLAIM):
        _show_claim(state, ids)
    if actor.may(Permission.CUSTOMER_RELEASE) and is_of_team and may_assign:
        show_release(ids, state.key, on_done=state.anew)
    if may_assign and (is_of_team or actor.scope(Permission.CUSTOMER_ASSIGN) is Scope.ALL):
        show_assign(actor, ids, state.key, on_done=state.anew)


def _show_rules_way(actor: Actor) -> None:
    if actor.may(Permission.POOL_RULE):
        link_to(_("Rules of the public pool"), "customers/pool_rules.py", icon=":material/rule:")


def _heads() -> dict[str, PoolSort]:
    """Return what the pool can be ordered by, by the headings."""
    return {
        _("Name"): PoolSort.NAME,
        _("Customer code"): PoolSort.CODE,
        _("Region"): PoolSort.REGION,
        _("Last contact"): PoolSort.LAST_CONTACT,
        _("In the pool since"): PoolSort.FELL,
    }


def _order_by(head: str) -> None:
    state = page_state(_Pool)
    state.order, state.page = state.order.after_click(head, _heads(), _LATEST_FIRST), 1
    state.anew()  # else the column stays marked


def _config(order: Order[PoolSort]) -> dict[str, Any]:
    """Return the settings of the columns; an arrow marks the order."""
    found: dict[str, Any] = {_("Why"): text_column(_("Why"), width=_WIDTHS["why"])}
    for head, by in _heads().items():
        label = order.label(head, by)
        if by in _LATEST_FIRST:
            found[head] = day_column(label)
        else:
            found[head] = text_column(label, width=_WIDTHS["name"] if by is PoolSort.NAME else None)
    return found


def _columns(lines: tuple[PoolLine, ...]) -> dict[str, list[Any]]:
    zone = settings().zone
    return {
        _("Name"): [line.name for line in lines],
        _("Customer code"): [line.code for line in lines],
        _("Region"): [line.region or "–" for line in lines],
        _("Last contact"): [
            clock.local_day(line.last_contact_at, zone) if line.last_contact_at else None for line in lines
        ],
        _("In the pool since"): [clock.local_day(line.fell_at, zone) for line in lines],
        _("Why"): [_why(line) for line in lines],
    }


def _why(line: PoolLine) -> str:
    """Return in words why a customer lies in the pool."""
    why = _(CAUSE_LABELS[line.cause]) if line.cause else _(NEW_LABEL)
    whole = _("{cause}: {reason}", cause=why, reason=line.reason) if line.reason else why
    return f"{_('Team pool')} · {whole}" if line.is_of_team else whole


def _allowed(actor: Actor) -> str:
    """Return how many customers the actor may still claim, in one line."""
    request = AllowanceRequest(actor.require(Permission.CUSTOMER_CLAIM), day_begins(store()))
    found = fetch(allowance, request)
    owned = (
        _("you own {owned} of at most {most}", owned=number(found.owned), most=number(found.most_owned))
        if found.most_owned
        else _("you own {owned}", owned=number(found.owned))
    )
    if not found.claims_a_day:
        return owned
    claimed = _("claimed today: {count} of {most}", count=found.claimed_today, most=found.claims_a_day)
    return f"{owned} · {claimed}"


def _turn(key: str) -> None:
    page_state(_Pool).page = st.session_state[key]


def _show_claim(state: _Pool, ids: list[int]) -> None:
    st.button(
        ngettext("Claim {count} customer", "Claim {count} customers", len(ids)), type="primary",
        icon=":material/back_hand:", key=f"{state.key}:claim", on_click=_claim, args=(ids, state.key),
    )  # fmt: skip


def _claim(customer_ids: list[int], key: str) -> None:
    state = page_state(_Pool)
    try:
        count = claim(store(), current_actor(), customer_ids, key=f"claim:{key}")
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(ngettext("{count} customer is yours now.", "{count} customers are yours now.", count))
    state.anew()


def show_claim_button(customer_id: int, name: str) -> None:
    """Show the way to claim one customer on its own page."""
    actor = current_actor()
    if not actor.may(Permission.CUSTOMER_CLAIM):
        return
    state = page_state(_Pool)
    st.button(
        _("Claim {name}", name=plain(name)), type="primary", icon=":material/back_hand:",
        key=f"claim:{customer_id}:{state.key}", on_click=_claim, args=([customer_id], state.key),
    )  # fmt: skip
    st.caption(_allowed(actor))
