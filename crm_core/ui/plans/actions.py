"""A plan's actions, overdue first: each says how far it is, and is worked on in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from crm_core.errors import N_, AlreadyDone, CrmError
from crm_core.plans.acting import may_edit_action, may_work_on, work_on_action
from crm_core.plans.model import ACTION_LABELS, Action, ActionStatus, PlanState
from crm_core.plans.to_do import OwnAction
from crm_core.plans.work.model import PlanWork, Waiting, begins_early, waiting_of
from crm_core.ui import show
from crm_core.ui.guard import current_actor
from crm_core.ui.house import store
from crm_core.ui.links import link_to
from crm_core.ui.plans.action_form import work_of
from crm_core.ui.plans.origin import review_of, show_origin
from crm_core.ui.plans.view import Dialog, Looked, open_dialog, page
from crm_core.ui.plans.words import PRIORITY_MARKS, due_text, goal_name, state_text
from crm_core.ui.session import flash
from crm_core.ui.show import NO_DATA
from crm_core.ui.text import _, listed, ngettext, plain, plain_lines, quoted

SHOWN, MORE, MANY = 8, 40, 30  # at first; with each click; and how many make a field to find one worth its place
_WORK, _EDIT = "work", "edit"
_MORE = {_WORK: N_("Note and evidence …"), _EDIT: N_("Edit it …")}


def add_action_button(looked: Looked, place: str) -> None:
    """Show the way to add an action to whoever edits plans."""
    if looked.viewer.edit is not None:
        st.button(
            _("Add an action"), key=f"{place}:action:add", icon=":material/add:",
            on_click=open_dialog, args=(Dialog.ACTION,),
        )  # fmt: skip


def show_actions(looked: Looked, *, has_button: bool = True) -> None:
    """Show the actions: the open ones, overdue first, then on demand those that are closed."""
    view, work = looked.view, work_of(looked)
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            count = sum(action.status.is_open for action in view.actions)
            st.subheader(f"{_('Actions')} :gray[{count}]", anchor=False, width="content")
            if has_button:
                add_action_button(looked, "plan")
        if not view.actions:
            st.caption(_("No actions yet. An action is a step for a goal, with an owner and a day."))
        wanted = ""
        if len(view.actions) > MANY:
            wanted = st.text_input(
                _("Find an action"), key=f"plan:actions:find:{looked.plan_id}", label_visibility="collapsed",
                placeholder=_("Find an action, a person, a goal …"), icon=":material/search:",
            )  # fmt: skip
        sought = wanted.strip().casefold()
        found = [one for one in view.actions if _fits(looked, one, sought)] if sought else view.actions
        if not found and view.actions:
            st.caption(_("No action fits."))
        _show_listed(looked, found, work)


def _fits(looked: Looked, action: Action, wanted: str) -> bool:
    """Return whether what was typed stands in an action, among its people, or in its goal."""
    goal = looked.view.record.goal(action.goal_id)
    told = [action.what, action.owner_name or "", *action.helper_names, action.note]
    if goal is not None:
        told.append(goal_name(goal, looked.view.plan))
    return any(wanted in text.casefold() for text in told)


def _show_listed(looked: Looked, found: Sequence[Action], work: PlanWork) -> None:
    """Show the open ones first, a part at a time: hundreds at once are read by nobody, and slow."""
    state = page(looked.plan_id)
    opened = [action for action in found if action.status.is_open]
    listed = [*opened, *(action for action in found if not action.status.is_open)]
    most = state.listed_actions or min(SHOWN, len(opened))
    known = {one.action_id: one for one in looked.view.record.actions}
    for action in listed[:most]:
        _show_action(looked, action, work, waiting_of(action, known, work))
    hidden = len(listed) - most
    with st.container(horizontal=True):
        if hidden > 0:
            ended = min(hidden, len(listed) - len(opened))
            label = ngettext("{count} more", "{count} more", hidden)
            if ended:
                label = _("{count} more open, {ended} ended", count=hidden - ended, ended=ended)
            if hidden == ended:
                label = _("{count} ended", count=ended)
            if hidden > MORE:
                label = _("{count} more of {total}", count=MORE, total=hidden)
            st.button(label, key="plan:actions:more", type="tertiary", on_click=_list, args=(looked, most + MORE))
        if state.listed_actions:
            st.button(_("Show fewer"), key="plan:actions:fewer", type="tertiary", on_click=_list, args=(looked, 0))


def _list(looked: Looked, most: int) -> None:
    page(looked.plan_id).listed_actions = most


def _show_action(looked: Looked, action: Action, work: PlanWork, waiting: Waiting) -> None:
    """Show an action in as few elements as it can be: what there is to say in one, then its ways."""
    view = looked.view
    is_running = view.plan.state is not PlanState.CLOSED
    may_work = is_running and may_work_on(looked.viewer, view.plan, action)
    told = [
        _head_text(looked, action),
        *_waiting_lines(waiting, action),
        *_words_of(action, work.detail(action.action_id).method),
    ]
    with _row(f"step-row-{action.action_id}"):
        review = review_of(looked, action)
        with st.container(gap=None, width="stretch") if review is not None else nullcontext():
            st.markdown("  \n".join(told), width="stretch")
            if review is not None:
                show_origin(looked, action, review)
        if may_work:
            more = [_WORK, *([_EDIT] if may_edit_action(looked.viewer, view.plan, action) else [])]
            _show_ways(action, more, place="plan")
        else:
            st.markdown(f":small[:gray[{state_text(action)}]]", width="content")


def _head_text(looked: Looked, action: Action) -> str:
    """Return as Markdown what is done, by when, by whom and for which goal."""
    view = looked.view
    who, goal = [action.owner_name or NO_DATA, *action.helper_names], view.record.goal(action.goal_id)
    facts = [due_text(action, view.today), plain(" + ".join(who))]
    if goal is not None:
        facts.append(plain(goal_name(goal, view.plan)))
    what = f"~~{plain(action.what)}~~" if action.status is ActionStatus.DROPPED else f"**{plain(action.what)}**"
    return f"{PRIORITY_MARKS[action.priority]} {what}  \n:small[:gray[{' · '.join(facts)}]]"


def _row(key: str) -> DeltaGenerator:
    return st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small", key=key
    )


def _words_of(action: Action, method: str) -> list[str]:
    """Return as Markdown how an action is done, its note and its evidence, a line each."""
    told = [(_("How it is done"), method), (_("Note"), action.note), (_("Evidence"), action.evidence)]
    return [f":small[:gray[{label}] {plain_lines(text[:300])}]" for label, text in told if text]


def waiting_text(waiting: Waiting) -> str:
    """Return as Markdown what an action waits for; perhaps nothing."""
    if not waiting.waits:
        return ""
    names = [quoted(plain(one.what[:60])) for one in waiting.actions]
    if waiting.hidden:
        names.append(ngettext("{count} step of others", "{count} steps of others", waiting.hidden))
    return f":orange[:material/hourglass_top: {_('waits for {names}', names=listed(names))}]"


def waiting_count(looked: Looked, work: PlanWork) -> int:
    """Return how many open actions wait for others."""
    left = {one.action_id for one in looked.view.record.actions if one.status.is_open}
    return len({one for one, before in work.links if one in left and before in left} | (left & set(work.hidden_open)))


def _waiting_lines(waiting: Waiting, action: Action) -> list[str]:
    """Return as Markdown what an action waits for, and that it begins before that is due; perhaps nothing."""
    told = [waiting_text(waiting)]
    early = [one for one in waiting.actions if begins_early(action, one)]
    if early:
        told.append(f":red[{_('begins before that is due, {day}', day=show.day(max(one.due_on for one in early)))}]")
    return [f":small[{' · '.join(told)}]"] if told[0] else []


def _show_ways(action: Action | OwnAction, more: Sequence[str], *, place: str) -> None:
    """Show the button that says it is done, and the action's state with the ways to change it, note or edit."""
    key = f"{place}:action:{action.action_id}:{action.version}"
    if action.status.is_open:
        st.button(
            _("Done"), key=f"{key}:done", icon=":material/check:", on_click=set_status,
            args=(action.action_id, action.version, ActionStatus.DONE),
        )  # fmt: skip
    options = [*(status.value for status in ActionStatus if status is not action.status), *more]
    st.menu_button(
        state_text(action), options, key=f"{key}:more", type="tertiary",
        format_func=lambda option: _(_MORE.get(option) or ACTION_LABELS[ActionStatus(option)]),
        on_click=_chosen, args=(action, f"{key}:more"),
    )  # fmt: skip


def _chosen(action: Action | OwnAction, key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen in (_WORK, _EDIT):
        open_dialog(Dialog.WORK if chosen == _WORK else Dialog.ACTION, action.action_id)
    elif chosen in set(ActionStatus):
        set_status(action.action_id, action.version, ActionStatus(chosen))


def set_status(action_id: int, version: int, status: ActionStatus) -> None:
    """Say how far an action is, once however often it was clicked."""
    try:
        work_on_action(
            store(), current_actor(), action_id, {"status": status.value}, version=version,
            key=f"action:{action_id}:{version}:{status.value}",
        )  # fmt: skip
    except AlreadyDone:
        return  # the second half of a double click: the first has said so
    except CrmError as error:
        flash(_(error.message), ":material/error:")
    else:
        flash(_("Saved: {state}.", state=_(ACTION_LABELS[status])))


def show_own_actions(
    actions: Sequence[OwnAction],
    today: date,
    waits: Mapping[int, Waiting],
    *,
    me: int,
    stands_in_for: Sequence[int] = (),
) -> None:
    """Show actions of whoever looks, each with its plan and what it waits for; the own ones are done in one click."""
    for action in actions:
        with st.container(border=True), _row(f"own-step-{action.action_id}"):
            with st.container(gap=None, width="stretch"):
                link_to(f"**{plain(action.what)}**", "plan/plan.py", id=action.plan_id)
                facts = [due_text(action, today), plain(action.plan_name)]
                if action.owner_id in stands_in_for:
                    facts.append(_("for {name}", name=plain(action.owner_name or NO_DATA)))
                elif action.owner_id != me:
                    facts.append(_("with {name}", name=plain(action.owner_name or NO_DATA)))
                st.markdown(f"{PRIORITY_MARKS[action.priority]} :small[:gray[{' · '.join(facts)}]]")
                told = waiting_text(waits.get(action.action_id, Waiting()))
                if told:
                    st.markdown(f":small[{told}]")
            if action.owner_id == me or action.owner_id in stands_in_for:
                _show_ways(action, [_WORK], place="day")
            else:
                st.markdown(f":small[:gray[{state_text(action)}]]", width="content")
