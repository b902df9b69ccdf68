"""The list of customers who look alike, and of the merges of the last days."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.customers.merging.finding import search_now
from crm_core.customers.merging.model import PAGE_SIZE, SIGN_LABELS, WORTH, Pair, PairStatus, PairsWanted, Sign
from crm_core.customers.merging.service import call_different, last_search, open_again, pairs
from crm_core.errors import CrmError
from crm_core.ui.customers.merging.side_by_side import show_side_by_side
from crm_core.ui.customers.merging.words import sign_badges
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import link_to
from crm_core.ui.page import empty_state
from crm_core.ui.paging import ask_part
from crm_core.ui.session import flash
from crm_core.ui.show import moment, number
from crm_core.ui.text import _, labelled, plain


def search_button() -> None:
    """Show the way to look through all customers now."""
    st.button(_("Search now"), icon=":material/manage_search:", key="duplicates:search", on_click=_search)


def _search() -> None:
    try:
        open_count, fresh = search_now(store(), current_actor())
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(
            _(
                "{open} pairs of customers look alike, {fresh} of them new.",
                open=number(open_count),
                fresh=number(fresh),
            )
        )


def show_last_search(actor: Actor) -> None:
    """Say when all customers were looked through last, and which values said nothing."""
    found = fetch(last_search, PairsWanted(actor.require(Permission.CUSTOMER_MERGE)))
    if found is None:
        return  # the empty list says so
    when = moment(found.searched_at)
    st.caption(_("{count} customers looked through on {moment}.", count=number(found.customer_count), moment=when))
    if found.crowded:
        told = " · ".join(labelled(_(SIGN_LABELS[Sign(sign)]), number(count)) for sign, count in found.crowded.items())
        st.caption(
            _("Left out, since more than 20 customers share the value: {values}", values=told),
            help=_("A switchboard's number or a placeholder says nothing about who is who."),
        )


def show_pairs(actor: Actor, status: PairStatus) -> None:
    """Show a part of the pairs with what can be done about each."""
    reach = actor.require(Permission.CUSTOMER_MERGE)
    if fetch(last_search, PairsWanted(reach)) is None:
        empty_state(_("Nobody has looked for duplicates yet. It is done each night, or now."), icon="manage_search")
        return
    sign, text = _ask_filters(status)
    wanted = PairsWanted(reach, status, sign, text)
    total = fetch(pairs, PairsWanted(reach, status, sign, text, size=1)).total
    if not total:
        _show_none(status, bool(sign or text))
        return
    first = ask_part(f"duplicates:{status.value}", total, PAGE_SIZE, wanted)
    for pair in fetch(pairs, PairsWanted(reach, status, sign, text, first)).pairs:
        _show_pair(pair)


def _ask_filters(status: PairStatus) -> tuple[str, str]:
    signs = {"": _("Any sign"), **{sign.value: _(SIGN_LABELS[sign]) for sign in WORTH}}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            _("Search"), key=f"duplicates:{status.value}:text", type="search", icon=":material/search:", width=260,
            placeholder=_("Name, pinyin, initials or code"),
        )  # fmt: skip
        sign = st.selectbox(
            _("Alike by"), list(signs), format_func=lambda name: signs[name], key=f"duplicates:{status.value}:sign",
            width=260,
        )  # fmt: skip
    return sign or "", (text or "").strip()


def _show_none(status: PairStatus, is_filtered: bool) -> None:
    if is_filtered:
        empty_state(_("No pair fits these filters."), icon="filter_alt_off")
    elif status is PairStatus.OPEN:
        empty_state(_("No two customers look alike. All of them are looked through each night."), icon="task_alt")
    else:
        empty_state(_("Nobody has said of a pair that the two are different."), icon="call_split")


def _show_pair(pair: Pair) -> None:
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{_('{score} % alike', score=pair.score)}** {sign_badges(pair.signs)}", width="content")
            with st.container(horizontal=True, width="content", vertical_alignment="center"):
                _show_ways(pair)
        show_side_by_side(str(pair.pair_id), (pair.low, pair.high), pair.different)
        if pair.judged_at is not None:
            said = _(
                "Called different by {name} on {moment}.",
                name=plain(pair.judged_by or "–"),
                moment=moment(pair.judged_at),
            )
            st.caption(said)


def _show_ways(pair: Pair) -> None:
    key = f"pair:{pair.pair_id}"
    if pair.status is PairStatus.DIFFERENT:
        st.button(
            _("Open it again"), key=f"{key}:open", icon=":material/undo:", on_click=_judge, args=(pair.pair_id, False)
        )
        return
    st.button(
        _("Not the same"),
        key=f"{key}:different",
        icon=":material/call_split:",
        on_click=_judge,
        args=(pair.pair_id, True),
    )
    link_to(
        _("Compare and merge"), "customers/merge.py", icon=":material/merge:",
        id=pair.low.customer_id, other=pair.high.customer_id,
    )  # fmt: skip


def _judge(pair_id: int, is_different: bool) -> None:
    act = call_different if is_different else open_again
    try:
        act(store(), current_actor(), pair_id)
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Noted: two different customers.") if is_different else _("The pair is open again."))
