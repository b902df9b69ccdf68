"""The merges of the last 30 days, each with the way back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.customers.merging.model import KEPT_DAYS, PAGE_SIZE, Merge, MergesWanted, Undone
from crm_core.customers.merging.service import merges
from crm_core.customers.merging.undoing import undo_merge, undo_plan
from crm_core.errors import CrmError
from crm_core.ui.customers.merging.words import counted, field_label
from crm_core.ui.errors import show_error
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import link_to
from crm_core.ui.page import empty_state
from crm_core.ui.paging import ask_part
from crm_core.ui.session import flash, page_state
from crm_core.ui.show import moment
from crm_core.ui.text import _, listed, plain


@dataclass
class _Undoing:
    """The merge that somebody is about to take back, and the key of that form."""

    merge_id: int | None = None
    key: str = ""


def show_merges(actor: Actor, survivor_id: int | None = None) -> None:
    """Show the merges within reach, or those into one customer alone."""
    reach = actor.require(Permission.CUSTOMER_MERGE)
    total = fetch(merges, MergesWanted(reach, survivor_id, size=1)).total
    if not total:
        if survivor_id is None:
            empty_state(_("Nothing was merged in the last {days} days.", days=KEPT_DAYS), icon="merge")
        return
    first = ask_part(f"merges:{survivor_id or 0}", total, PAGE_SIZE, survivor_id)
    for merge in fetch(merges, MergesWanted(reach, survivor_id, first)).merges:
        _show_merge(actor, merge)


def _show_merge(actor: Actor, merge: Merge) -> None:
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(
                f"{plain(merge.gone_name)} :gray[{plain(merge.gone_code)}] :material/arrow_forward:", width="content"
            )
            link_to(f"**{plain(merge.keeper)}**", "customers/customer.py", id=merge.survivor_id)
        said = _("Merged by {name} on {moment}.", name=plain(merge.merged_by), moment=moment(merge.merged_at))
        moved = counted(merge.moved)
        st.caption(f"{said} {_('Moved: {what}', what=moved)}" if moved else said)
        if merge.undone_at is not None:
            st.caption(
                _(
                    "Taken back on {moment} by {name}.",
                    moment=moment(merge.undone_at),
                    name=plain(merge.undone_by or "–"),
                )
            )
            return
        state = page_state(_Undoing)
        if state.merge_id == merge.merge_id:
            _ask_yes(actor, merge, state.key)
        else:
            st.button(
                _("Take this merge back …"), icon=":material/undo:", key=f"merge:{merge.merge_id}:undo", on_click=_ask,
                args=(merge.merge_id,), type="tertiary",
            )  # fmt: skip


def _ask(merge_id: int | None) -> None:
    state = page_state(_Undoing)
    state.merge_id, state.key = merge_id, secrets.token_urlsafe(16)


def _ask_yes(actor: Actor, merge: Merge, key: str) -> None:
    try:
        plan = undo_plan(store(), actor, merge.merge_id)
    except CrmError as error:
        show_error(error)
        return
    st.markdown(_("{name} is there again, with all that came from it.", name=plain(merge.gone_name)))
    st.markdown(_told(plan))
    with st.container(horizontal=True):
        st.button(
            _("Take the merge back"), icon=":material/undo:", type="primary", key=f"merge:{merge.merge_id}:yes",
            on_click=_undo, args=(merge.merge_id, key),
        )  # fmt: skip
        st.button(_("Leave everything as it is"), type="tertiary", key="merge:no", on_click=_ask, args=(None,))


def _told(plan: Undone) -> str:
    """Return what becomes of the survivor's fields, and that what was added since stays."""
    said = [_("What was added since the merge stays where it is.")]
    if plan.restored:
        said.append(_("Put back to what they were: {fields}.", fields=listed(map(field_label, plan.restored))))
    if plan.kept:
        kept = listed(map(field_label, plan.kept))
        said.append(_("Edited since, and therefore kept as they are now: {fields}.", fields=kept))
    return " ".join(said)


def _undo(merge_id: int, key: str) -> None:
    try:
        undo_merge(store(), current_actor(), merge_id, key=key)
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        _ask(None)
        flash(_("The merge was taken back."))
