"""Types and tiers of all customers: how many stand where, and the proposals that wait for a decision."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.errors import CrmError
from crm_core.relationships.model import (
    DIMENSION_LABELS,
    LADDERS,
    RUNG_LABELS,
    Counts,
    CriteriaRequest,
    Dimension,
    ProposalLine,
    ProposalPage,
    ProposalSort,
    ProposalsRequest,
    RelationsRequest,
    Rung,
)
from crm_core.relationships.service import counts, criteria_of, derive, proposals, take_proposals
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import go_to
from crm_core.ui.ordering import Order
from crm_core.ui.page import empty_state
from crm_core.ui.relationships.words import badge, why
from crm_core.ui.session import flash, page_state
from crm_core.ui.show import NO_DATA, day, number, share
from crm_core.ui.tables import open_rows, text_column
from crm_core.ui.text import _, ngettext

SIZE = 25
CRITERIA = "customers/criteria.py"


@dataclass
class _Shown:
    """What this session looks at, and the key of its next decision."""

    dimension: Dimension = Dimension.TIER
    rung: Rung | None = None
    page: int = 1
    order: Order[ProposalSort] = field(default_factory=lambda: Order("proposed", is_descending=True))
    key: str = field(default_factory=lambda: secrets.token_hex(8))

    def anew(self) -> None:
        """Begin with an empty selection, the first page and a fresh idempotency key."""
        self.page, self.key = 1, secrets.token_hex(8)


def actions(actor: Actor) -> None:
    """Show the ways to the criteria and, for whoever may, to new proposals."""
    if actor.may(Permission.CRITERION_EDIT):
        st.button(_("Propose anew"), icon=":material/refresh:", on_click=_derive, key="kinds:derive")
    if st.button(_("Criteria"), icon=":material/rule:", key="kinds:criteria"):
        go_to(CRITERIA)


def _derive() -> None:
    try:
        count = derive(store(), current_actor())
    except CrmError as error:
        flash(_(error.message), ":material/error:")
        return
    page_state(_Shown).anew()
    flash(ngettext("Proposed anew for {count} customer.", "Proposed anew for {count} customers.", count))


def show_counts(found: Counts) -> None:
    """Show how many customers stand on each rung of both ladders."""
    for column, dimension in zip(st.columns(2, gap="medium"), Dimension, strict=True):
        with column, st.container(border=True, height="stretch"):
            st.subheader(_(DIMENSION_LABELS[dimension]), anchor=False)
            total = sum(found.stands.get(rung, 0) for rung in LADDERS[dimension]) + found.undecided[dimension]
            for rung in LADDERS[dimension]:
                _line(badge(rung), found.stands.get(rung, 0), total)
            _line(f":gray[{_('not decided')}]", found.undecided[dimension], total)


def _line(label: str, count: int, total: int) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(label, width="content")
        part = f" :small[:gray[{share(count / total, 0)}]]" if total else ""
        st.markdown(f"**{number(count)}**{part}", width="content")


def show_proposals(actor: Actor) -> None:
    """Show the proposals that differ from what stands, each with its reasons; whoever may takes them, ticked or all."""
    state = page_state(_Shown)
    reach = actor.require(Permission.RELATION_READ)
    found = fetch(counts, RelationsRequest(reach))
    show_counts(found)
    if found.made_on is None:
        _show_nothing_proposed(actor)
        return
    _ask(state, found)
    order = state.order
    asked = ProposalsRequest(
        reach, state.dimension, state.rung, state.page - 1, SIZE, order.by, is_descending=order.is_descending
    )
    page = fetch(proposals, asked)
    st.caption(_("Proposed on {day}. Customers who are fixed are left as they are.", day=day(found.made_on)))
    if not page.lines and not fetch(criteria_of, CriteriaRequest(reach, state.dimension)).version:
        _show_nothing_proposed(actor)
        return
    if not page.lines:
        empty_state(_("Nothing to decide: everybody stands where the criteria propose."), icon="task_alt")
        return
    _show_table(actor, state, page)


def _ask(state: _Shown, found: Counts) -> None:
    st.subheader(_("To decide"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        labels = {
            dimension: f"{_(DIMENSION_LABELS[dimension])} · {number(found.to_decide[dimension])}"
            for dimension in Dimension
        }
        chosen = st.segmented_control(
            _("Which"), list(labels), default=state.dimension, format_func=lambda one: labels[one],
            key="kinds:dimension", label_visibility="collapsed", required=True,
        )  # fmt: skip
        if chosen is not None and chosen is not state.dimension:
            state.dimension, state.rung = chosen, None
            state.anew()
        rungs = list(LADDERS[state.dimension])
        rung = st.selectbox(
            _("Proposed as"), rungs, rungs.index(state.rung) if state.rung in rungs else None,
            format_func=lambda one: _(RUNG_LABELS[one]), key=f"kinds:rung:{state.dimension}",
            placeholder=_("Proposed as: all"), label_visibility="collapsed", width=220,
        )  # fmt: skip
        if rung is not state.rung:
            state.rung = rung
            state.anew()


def _show_nothing_proposed(actor: Actor) -> None:
    if actor.may(Permission.CRITERION_EDIT):
        empty_state(
            _("Nothing is proposed yet. Look through the criteria and save them; proposals follow at once."),
            icon="stairs",
            button=_("Criteria"),
            page=CRITERIA,
        )
    else:
        empty_state(_("Nothing is proposed yet: a manager has not saved any criteria."), icon="stairs")


def _show_table(actor: Actor, state: _Shown, page: ProposalPage) -> None:
    may_set = actor.may(Permission.STANDING_SET)
    shown = hash(tuple(line.customer_id for line in page.lines))
    columns, widths = _columns(page.lines), {_("Name"): 190, _("Why"): 340}
    clicked, ticked = open_rows(
        columns,
        {head: text_column(state.order.label(head, _heads().get(head)), width=widths.get(head)) for head in columns},
        key=f"kinds:{state.key}:{state.dimension}:{state.page}:{shown}",
        has_ticks=may_set,
        on_head=_order_by,
    )
    if clicked is not None:
        go_to("customers/customer.py", id=page.lines[clicked].customer_id)
    pages = -(-page.total // SIZE)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(
            ngettext("{total} proposal", "{total} proposals", page.total, total=number(page.total)), width="content"
        )
        if pages > 1:
            key = f"kinds:pages:{state.key}"
            st.pagination(
                pages, default=min(state.page, pages), key=key, max_visible_pages=5, on_change=_turn, args=(key,)
            )
    if may_set:
        _show_ways(state, page, [page.lines[row].customer_id for row in ticked])


def _heads() -> dict[str, ProposalSort]:
    """Return what the proposals can be ordered by, by the headings."""
    return {
        _("Name"): "name",
        _("Stands as"): "stands",
        _("Proposed"): "proposed",
        _("Owner"): "owner",
        _("Customer code"): "code",
    }


def _order_by(head: str) -> None:
    state = page_state(_Shown)
    state.order = state.order.after_click(head, _heads(), ("stands", "proposed"))
    state.anew()  # else the column stays marked


def _columns(lines: Sequence[ProposalLine]) -> dict[str, list[str]]:
    return {
        _("Name"): [line.name for line in lines],
        _("Stands as"): [_(RUNG_LABELS[line.stands]) if line.stands else NO_DATA for line in lines],
        _("Proposed"): [_(RUNG_LABELS[line.proposal.rung]) for line in lines],
        _("Why"): [why(line.proposal.reasons) for line in lines],
        _("Owner"): [line.owner or _("Public pool") for line in lines],
        _("Customer code"): [line.code for line in lines],
    }


def _show_ways(state: _Shown, page: ProposalPage, ticked: Sequence[int]) -> None:
    if ticked:
        with st.container(border=True, key="docked-kinds"):
            label = ngettext("Take {count} ticked", "Take {count} ticked", len(ticked))
            st.button(
                label, type="primary", icon=":material/check:", key=f"{state.key}:ticked", on_click=_take,
                args=(tuple(ticked),),
            )  # fmt: skip
    with st.popover(_("Take all …"), icon=":material/done_all:"):
        st.markdown(
            ngettext(
                "From today on {total} customer stands as proposed.",
                "From today on {total} customers stand as proposed.",
                page.total,
                total=number(page.total),
            )
        )
        st.button(_("Take all"), type="primary", key=f"{state.key}:all", on_click=_take, args=((),))


def _take(customer_ids: tuple[int, ...]) -> None:
    state = page_state(_Shown)
    key, dimension, rung = f"take:{state.key}", state.dimension, state.rung
    try:
        count = take_proposals(
            store(), current_actor(), dimension, customer_ids, rung=rung, takes_all=not customer_ids, key=key
        )
    except CrmError as error:
        flash(_(error.message), ":material/error:")
        return
    state.anew()
    flash(ngettext("{count} customer decided.", "{count} customers decided.", count))


def _turn(key: str) -> None:
    page_state(_Shown).page = st.session_state[key]
