"""The team lead's day: what each person has to do, who is behind, and work given to another in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.service import Choices, owners_to_choose
from crm_core.customers.ownership.service import assign_owner
from crm_core.day.model import Load, PersonRequest, TeamRequest
from crm_core.day.service import give_task, tasks_of, team_load
from crm_core.interactions.model import FollowUp
from crm_core.relationships.norms.model import DueContact, DueRequest, OverdueRequest, UntouchedOf
from crm_core.relationships.norms.service import overdue_of, untouched_of_team
from crm_core.ui.colleagues import colleague_labels
from crm_core.ui.fetch import fetch
from crm_core.ui.forms import Form, Values
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import link_to
from crm_core.ui.relationships.day import last_contact, late, why
from crm_core.ui.session import page_state
from crm_core.ui.show import day
from crm_core.ui.tables import figure_column, height_of, pick_row, text_column
from crm_core.ui.text import _, ngettext, plain

SHOWN = 8
_WIDTHS = (66, 54, 58, 76)  # in pixels: the table stands in the narrow column
_TASK, _CUSTOMER = "task", "customer"


@dataclass
class _Open:
    """Whose work is shown, how much of it, and which item is being given away."""

    user_id: int | None = None
    shown: int = SHOWN
    giving: FollowUp | DueContact | None = None


def show_team(actor: Actor, today: date) -> None:
    """Show the load of the people within the reach; nothing where that is the own rows, or nobody has anything to do."""
    reach = actor.require(Permission.INTERACTION_READ)
    loads = fetch(team_load, TeamRequest(reach, today))
    behind = {one.user_id: one for one in fetch(untouched_of_team, DueRequest(reach, today))}
    busy = [one for one in loads if one.overdue or one.due or one.coming or one.user_id in behind]
    if not busy:
        return
    st.subheader(_("The team's day"), anchor=False)
    st.caption(_("A click on a person shows the work, to be given to others."))
    _choose(busy, behind)
    state = page_state(_Open)
    person = next((one for one in busy if one.user_id == state.user_id), None)
    if person is not None:
        _show_person(actor, person, today)


def _choose(busy: Sequence[Load], behind: Mapping[int, UntouchedOf]) -> None:
    overdue, due, coming, untouched = _("Overdue"), _("Today"), _("7 days"), _("Norms")
    chosen = pick_row(
        {
            _("Name shown"): [_name(one) for one in busy],
            overdue: [str(one.overdue) for one in busy],
            due: [str(one.due) for one in busy],
            coming: [str(one.coming) for one in busy],
            untouched: [str(behind[one.user_id].count if one.user_id in behind else 0) for one in busy],
        },
        {
            _("Name shown"): text_column(_("Name shown"), width=94),
            **{
                head: figure_column(head, width=wide)
                for head, wide in zip((overdue, due, coming, untouched), _WIDTHS, strict=True)
            },
        },
        key="table:team-load",
        height=height_of(len(busy), 12),
    )
    state = page_state(_Open)
    if chosen is not None and busy[chosen].user_id != state.user_id:
        state.user_id, state.shown = busy[chosen].user_id, SHOWN


def _name(one: Load) -> str:
    return _("{name} (away)", name=one.name) if one.away_until else one.name


def _show_person(actor: Actor, person: Load, today: date) -> None:
    reach = actor.require(Permission.INTERACTION_READ)
    tasks = fetch(tasks_of, PersonRequest(reach, person.user_id, today))
    norms = fetch(overdue_of, OverdueRequest(reach, person.user_id, today))
    items: list[FollowUp | DueContact] = [*tasks, *norms]
    state = page_state(_Open)
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(person.name)}** :gray[{len(items)}]", width="content")
            st.button(_("Close"), key="team:close", type="tertiary", icon=":material/close:", on_click=_close)
        for item in items[: state.shown]:
            _show_item(item, today)
        if len(items) > state.shown:
            rest = len(items) - state.shown
            st.button(ngettext("{count} more", "{count} more", rest), key="team:more", on_click=_more, type="tertiary")


def _close() -> None:
    page_state(_Open).user_id = None


def _more() -> None:
    page_state(_Open).shown += 2 * SHOWN


def _show_item(item: FollowUp | DueContact, today: date) -> None:
    is_task = isinstance(item, FollowUp)
    key = f"team:{_TASK}:{item.follow_up_id}" if isinstance(item, FollowUp) else f"team:{_CUSTOMER}:{item.customer_id}"
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"due-row-{key.replace(':', '-')}"
    ):
        with st.container(width="stretch", gap=None):
            link_to(f"**{plain(item.customer)}**", "customers/customer.py", id=item.customer_id)
            st.markdown(f":small[{_what(item, today)}]")
        if current_actor().may(Permission.WORK_HAND_OVER):
            said = _("Give the task or the customer to somebody") if is_task else _("Give the customer to somebody")
            st.button(":material/move_up:", key=f"{key}:give", help=said, on_click=_give, args=(item,))


def _what(item: FollowUp | DueContact, today: date) -> str:
    if isinstance(item, DueContact):
        return f"{late(item)} {plain(why(item))} :gray[{last_contact(item, today)}]"
    days = (today - item.due_on).days
    if days > 0:
        due = f":red[{ngettext('overdue by {count} day', 'overdue by {count} days', days)}]"
    else:
        due = _("today") if days == 0 else f":gray[{day(item.due_on)}]"
    return f"{due} {plain(item.purpose) if item.purpose else _('Follow-up')}"


def _give(item: FollowUp | DueContact) -> None:
    page_state(_Open).giving = item


def _end() -> None:
    page_state(_Open).giving = None


def show_giving_dialog() -> bool:
    """Show the dialog in which work is given to another, and return whether it was asked for."""
    item = page_state(_Open).giving
    if item is None:
        return False
    reach = current_actor().require(Permission.WORK_HAND_OVER)
    taken = item.user_id if isinstance(item, FollowUp) else item.owner_id
    people = colleague_labels([one for one in fetch(owners_to_choose, Choices(reach)) if one.user_id != taken])
    what = {_TASK: _("This task alone"), _CUSTOMER: _("The customer, with what is open")}

    def save(values: Values, key: str, version: int) -> str:
        taker = int(values.get("owner_id") or 0)
        if isinstance(item, FollowUp) and values.get("what") == _TASK:
            give_task(store(), current_actor(), item.follow_up_id, taker, version=version, key=key)
        else:
            assign_owner(store(), current_actor(), [item.customer_id], taker, key=key)
        return _("Given to {name}.", name=plain(people.get(taker, "")))

    @st.dialog(_("Give to somebody"), icon=":material/move_up:", on_dismiss=_end)
    def dialog() -> None:
        purpose = item.purpose if isinstance(item, FollowUp) else ""
        st.markdown(f"**{plain(item.customer)}**" + (f" :gray[{plain(purpose)}]" if purpose else ""))
        is_task = isinstance(item, FollowUp)
        about = f"task:{item.follow_up_id}" if isinstance(item, FollowUp) else f"customer:{item.customer_id}"
        form = Form("give", save, about=about, version=item.version if isinstance(item, FollowUp) else 0)
        with form:
            form.choose("owner_id", _("To whom"), people, next(iter(people), None))
            if is_task:
                form.radio("what", _("What is given"), what, _TASK)
            form.submit(_("Give"), icon=":material/check:")
        if form.just_saved:
            _end()
            st.rerun(scope="app")

    dialog()
    return True
