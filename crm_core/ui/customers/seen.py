"""Who has seen this customer: the opening of a page is noted, and told to whoever answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.customers.contacts.model import FIELD_LABELS as CONTACT_LABELS
from crm_core.customers.model import FIELD_LABELS, CustomerFace, OneCustomer
from crm_core.privacy.seen.model import COUNTS_AGAIN_AFTER, Look, SeenBy
from crm_core.privacy.seen.noting import note_page
from crm_core.privacy.seen.service import seen_by
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings, store
from crm_core.ui.session import page_state
from crm_core.ui.show import moment
from crm_core.ui.text import _, ngettext, plain

_LABELS = {**CONTACT_LABELS, **FIELD_LABELS}


@dataclass
class _Opened:
    """Which customer's page this session opened last, and when that was noted."""

    customer_id: int = 0
    noted_at: datetime | None = None


def note_opening(customer_id: int) -> None:
    """Note that the page was opened: once, not at each run; after ten minutes on it, or elsewhere, it counts again."""
    state, now = page_state(_Opened), clock.now()
    is_known = state.customer_id == customer_id and state.noted_at is not None
    if is_known and state.noted_at is not None and now - state.noted_at < COUNTS_AGAIN_AFTER:
        return
    state.customer_id, state.noted_at = customer_id, now
    note_page(store(), current_actor(), customer_id)


def show_seen(face: CustomerFace) -> None:
    """Show, folded, who has seen the customer."""
    actor = current_actor()
    fold = st.expander(
        _("Who has seen this customer"), icon=":material/visibility:", key=f"seen:{face.customer_id}", on_change="rerun"
    )
    if not fold.open:
        return
    with fold:
        found = fetch(seen_by, OneCustomer(actor.require(Permission.SIGHT_READ), face.customer_id))
        if not found.lines:
            st.caption(_("Nobody yet, as far as it is kept."))
        for line in found.lines:
            st.markdown(_told(line))
        days = settings().sights_kept_days
        kept = ngettext("Kept for {count} day.", "Kept for {count} days.", days)
        st.caption(kept if found.is_whole else f"{_('Only the latest are shown.')} {kept}")


def _told(line: SeenBy) -> str:
    who = f"**{plain(line.person)}**" + (f" :gray[{plain(line.team)}]" if line.team else "")
    acts = []
    if line.opened:
        acts.append(ngettext("opened the page", "opened the page {count} times", line.opened))
    if line.in_files:
        acts.append(ngettext("took it out in a file", "took it out in {count} files", line.in_files))
    acts += [_look(look) for look in line.looks]
    when = f":small[:gray[{moment(line.last_at)}]]"
    return f"{who} {when}  \n{' · '.join(plain(act) for act in acts)}"


def _look(look: Look) -> str:
    name = _(_LABELS[look.field]) if look.field in _LABELS else look.field
    what = _("a contact's {field}", field=name) if look.is_contacts else name
    return _("looked at {field} in clear ({reason})", field=what, reason=look.reason)
