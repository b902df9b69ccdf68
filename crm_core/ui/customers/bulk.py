"""What can be done with customers that are ticked in a list: give them to an owner, release them to the pool."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from crm_core.access.model import Actor, Permission, Scope
from crm_core.customers.lists.service import Choices, owners_to_choose
from crm_core.customers.model import REASON_LIMIT
from crm_core.customers.ownership.service import assign_owner
from crm_core.customers.pool.service import release
from crm_core.errors import CrmError, InvalidInput
from crm_core.ui.colleagues import colleague_labels
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.session import flash
from crm_core.ui.text import _, ngettext

_POOL = 0  # among the owners to choose; ids of people begin with 1


def show_assign(actor: Actor, ids: list[int], key: str, *, on_done: Callable[[], None]) -> None:
    """Offer the ticked customers to an owner; ``on_done`` is called when they were given."""
    reach = actor.require(Permission.CUSTOMER_ASSIGN)
    owners = fetch(owners_to_choose, Choices(reach))
    names = colleague_labels(owners)
    if reach.scope is Scope.ALL:
        names[_POOL] = _("Public pool")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = ngettext("{count} customer to …", "{count} customers to …", len(ids))
        chosen = st.selectbox(
            label, list(names), None, format_func=lambda key: names[key], key=f"{key}:to", width=280,
            placeholder=_("Choose"),
        )  # fmt: skip
        st.button(
            _("Assign"), type="primary", icon=":material/move_up:", on_click=_assign, args=(ids, chosen, key, on_done),
            key=f"{key}:assign",
        )  # fmt: skip


def _assign(ids: list[int], chosen: int | None, key: str, on_done: Callable[[], None]) -> None:
    if chosen is None:
        flash(_("Please choose from the list."), ":material/info:")
        return
    owner_id = None if chosen == _POOL else chosen
    try:
        count = assign_owner(store(), current_actor(), ids, owner_id, key=f"assign:{key}")
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(ngettext("{count} customer assigned.", "{count} customers assigned.", count))
        on_done()


def show_release(ids: list[int], key: str, *, on_done: Callable[[], None]) -> None:
    """Offer to release the ticked customers to the public pool, with a reason."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = ngettext("Why {count} customer goes to the pool", "Why {count} customers go to the pool", len(ids))
        st.text_input(
            label, key=f"{key}:why", max_chars=REASON_LIMIT, width=380,
            placeholder=_("Whoever looks into the pool reads it"),
        )  # fmt: skip
        st.button(
            _("Release"), icon=":material/waves:", on_click=_release, args=(ids, key, on_done), key=f"{key}:release"
        )


def _release(ids: list[int], key: str, on_done: Callable[[], None]) -> None:
    reason = str(st.session_state.get(f"{key}:why") or "")
    try:
        count = release(store(), current_actor(), ids, reason, key=f"release:{key}")
    except InvalidInput as error:
        flash(_(next(iter(error.fields.values()))), ":material/error:")
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(ngettext("{count} customer released.", "{count} customers released.", count))
        on_done()
