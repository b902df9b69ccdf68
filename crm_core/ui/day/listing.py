"""My day as one list: what is promised, asked, due and to be congratulated on, in one order, each done in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import streamlit as st

from crm_core.access.model import Actor, Permission, Reach
from crm_core.customers.ownership.model import CollaborationRequest, WaitingRequests
from crm_core.customers.ownership.service import waiting_requests
from crm_core.day.model import (
    ClosedRequest,
    Found,
    Item,
    Occasion,
    OccasionsRequest,
    SpokenRequest,
    WorthRequest,
    items_of,
    still_to_see,
)
from crm_core.day.service import closed_among, occasions, own_worths, spoken_since, worths
from crm_core.interactions.model import Day, FollowUp
from crm_core.interactions.service import may_change
from crm_core.plans.to_do import MyActions, OwnAction
from crm_core.plans.work.model import Waiting
from crm_core.relationships.norms.model import DueContact
from crm_core.ui.absence import show_way
from crm_core.ui.customers.consent import closed_mark
from crm_core.ui.customers.requests import show_request
from crm_core.ui.day.occasions import show_occasion_dialog, show_occasion_ways
from crm_core.ui.day.team import show_giving_dialog
from crm_core.ui.day.words import beneath_of, channel_of, due_of, why_item, worth_of
from crm_core.ui.fetch import fetch
from crm_core.ui.follow_ups import show_open_dialog, show_ways
from crm_core.ui.guard import current_actor
from crm_core.ui.house import settings
from crm_core.ui.links import link_to
from crm_core.ui.plans.actions import show_own_actions
from crm_core.ui.plans.dialogs import show_work_dialog
from crm_core.ui.relationships.day import my_due, show_due_dialog, show_norm_ways
from crm_core.ui.session import page_state
from crm_core.ui.style import show_style
from crm_core.ui.text import _, ngettext, plain
from crm_core.visits.model import VisitsRequest
from crm_core.visits.service import visits_among

SHOWN = 15
_STYLE = Path(__file__).parents[1] / "plans" / "plans.css"


@dataclass
class _Shown:
    """How many items are shown."""

    count: int = SHOWN


def show_head_ways() -> None:
    """Show the ways in the head: on a phone to the form too, which stands beside the list elsewhere."""
    with st.container(key="phone-log", width="content"):
        link_to(_("Log an interaction"), "work/log.py", icon=":material/edit_note:")
    show_way()


def todays(actor: Actor, promised: Day, actions: MyActions, today: date) -> tuple[Item, ...]:
    """Return what the actor has to do today, from every room, in its order.

    What changes with each call that is logged is asked apart from what is dear to count, so that the latter is kept.
    """
    reach = actor.require(Permission.INTERACTION_LOG)
    due = (*promised.overdue, *promised.due)
    found = Found(
        due,
        fetch(visits_among, VisitsRequest(reach, tuple(one.follow_up_id for one in due))),
        my_due(actor, today),
        _occasions(reach, today),
        (*actions.overdue, *actions.due),
        tuple(fetch(waiting_requests, WaitingRequests(actor.require(Permission.COLLABORATION_ANSWER)))),
    )
    known = fetch(own_worths, OccasionsRequest(reach, today))
    others = tuple(customer_id for customer_id in found.customer_ids if customer_id not in known)
    valued = replace(found, worths={**known, **fetch(worths, WorthRequest(reach, others, today))})
    return items_of(valued, today, settings().zone)


def _occasions(reach: Reach, today: date) -> tuple[Occasion, ...]:
    every = fetch(occasions, OccasionsRequest(reach, today))
    ids = tuple(sorted({one.customer_id for one in every}))
    since = min((one.due_on for one in every), default=today)
    return still_to_see(every, fetch(spoken_since, SpokenRequest(reach, ids, since)))


def show_items(items: Sequence[Item], waits: Mapping[int, Waiting], today: date) -> None:
    """Show the list, the first of it at first; nothing where there is none. ``waits``: what actions of plans wait for."""
    if not items:
        return
    state = page_state(_Shown)
    sorting = _(
        "Overdue promises and return visits stand first, then what has its day today, then what is due by norm. Within "
        "each it goes by worth: the customer's tier and the sales of 12 months, times how late it is. One line a customer."
    )
    st.subheader(f"{_('To do today')} :gray[{len(items)}]", anchor=False, help=sorting)
    show_style(_STYLE)
    shown = items[: state.count]
    closed = _closed(shown)
    for item in shown:
        _show(item, waits, closed.get(item.customer_id or 0, ()), today)
    if len(items) > state.count:
        rest = len(items) - state.count
        st.button(ngettext("{count} more", "{count} more", rest), key="day:more", on_click=_more, type="tertiary")


def _more() -> None:
    page_state(_Shown).count += 2 * SHOWN


def _closed(items: Sequence[Item]) -> Mapping[int, tuple[str, ...]]:
    """Return which channels the customers of these items have closed: who is to be called must not be, where that is one."""
    reach = current_actor().require(Permission.INTERACTION_LOG)
    ids = tuple(sorted({item.customer_id for item in items if item.customer_id is not None}))
    return fetch(closed_among, ClosedRequest(reach, ids))


def _show(item: Item, waits: Mapping[int, Waiting], closed: Sequence[str], today: date) -> None:
    record, actor = item.record, current_actor()
    if isinstance(record, OwnAction):
        show_own_actions([record], today, waits, me=actor.user_id, stands_in_for=actor.stands_in_for)
        return
    if isinstance(record, CollaborationRequest):
        show_request(record)
        return
    with (
        st.container(border=True),
        st.container(
            horizontal=True, vertical_alignment="center", gap="small",
            key=f"due-row-{item.source}-{item.customer_id}-{item.due_on}",
        ),
    ):  # fmt: skip
        with st.container(width="stretch", gap=None):
            link_to(f"**{plain(record.customer)}**", "customers/customer.py", id=record.customer_id)
            facts = [due_of(item), channel_of(item), closed_mark(closed), *map(plain, worth_of(item))]
            whole = [part.replace(" ", "\N{NO-BREAK SPACE}") for part in facts if part]  # a line ends between two facts
            whole += [one for one in (_for_whom(record, actor),) if one]
            st.markdown(f"{why_item(item, today)}  \n:small[:gray[{' · '.join(whole)}]]")
            if item.beneath:
                st.caption(beneath_of(item, today))
        _ways(item, actor, today)


def _for_whom(record: FollowUp | DueContact | Occasion, actor: Actor) -> str:
    """Return for whom the actor does it as a deputy, as a badge."""
    if isinstance(record, FollowUp) and record.user_id in actor.stands_in_for:
        name = record.who or ""
    elif isinstance(record, (DueContact, Occasion)) and record.owner_id in actor.stands_in_for:
        name = record.owner or ""
    else:
        return ""
    return f":orange-badge[{_('for {name}', name=plain(name))}]"


def _ways(item: Item, actor: Actor, today: date) -> None:
    record = item.record
    if isinstance(record, FollowUp):
        if may_change(actor, record):
            show_ways(record, today, "day", is_visit=item.visit is not None)
    elif isinstance(record, DueContact):
        show_norm_ways(record)
    elif isinstance(record, Occasion):
        show_occasion_ways(record)


def show_day_dialog(actions: MyActions) -> None:
    """Show the one dialog that was asked for, if any; call it once at the end of the page."""
    if show_due_dialog() or show_occasion_dialog() or show_giving_dialog() or show_open_dialog():
        return
    every = [*actions.overdue, *actions.due, *actions.coming]
    show_work_dialog({one.action_id: one for one in every})
