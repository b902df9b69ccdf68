"""A plan's month: what is due, what begins, milestones and check-ins, day by day; a grid, and on a phone a list."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st
from babel.dates import get_day_names

from crm_core.plans.acting import may_edit_action, may_work_on
from crm_core.plans.model import Action, ActionStatus, Milestone, PlanState
from crm_core.plans.reach import is_mine, may_edit_plan
from crm_core.plans.work.model import DayEntry, DayKind, entries_by_day, month_days
from crm_core.ui import show
from crm_core.ui.plans.view import Dialog, Looked, open_dialog
from crm_core.ui.plans.words import ACTION_ICONS
from crm_core.ui.plans.work.view import WorkState
from crm_core.ui.session import page_state
from crm_core.ui.text import _, language, ngettext, plain

SHOWN = 5  # things of one day; the others are counted
_LONGEST = 22


def show_month(looked: Looked) -> None:
    """Show one month of the plan, with the ways to the one before and after."""
    state, view = page_state(WorkState), looked.view
    if state.plan_id != looked.plan_id:
        state.plan_id, state.month = looked.plan_id, None
    month = state.month or _first(looked)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="work-months"):
        st.button(
            ":material/arrow_back_ios_new:",
            key="work:month:back",
            help=_("Month before"),
            on_click=_turn,
            args=(month, -1),
        )
        st.markdown(f"**{show.month(month)}**", width="content")
        st.button(
            ":material/arrow_forward_ios:", key="work:month:on", help=_("Month after"), on_click=_turn, args=(month, 1)
        )
        st.toggle(_("Only mine"), state.only_mine, key="work:mine", on_change=_only_mine)
    actions = [one for one in view.actions if not state.only_mine or is_mine(looked.viewer, one)]
    by_day = entries_by_day(actions, view.record.milestones, view.record.check_ins, view.check_in_on)
    with st.container(key="work-month", gap=None):
        for day in month_days(month):
            _show_day(looked, day, by_day.get(day, []), is_inside=day.month == month.month)
    if not any(day in by_day for day in month_days(month)):
        st.caption(_("Nothing is due, begins or is checked in on in this month."))


def _first(looked: Looked) -> date:
    """Return the present month, or the plan's nearest."""
    plan = looked.view.plan
    return max(plan.first_on, min(looked.view.today, plan.last_on)).replace(day=1)


def _turn(month: date, by: int) -> None:
    step = month + timedelta(days=31) if by > 0 else month - timedelta(days=1)
    page_state(WorkState).month = step.replace(day=1)


def _only_mine() -> None:
    state = page_state(WorkState)
    state.only_mine = not state.only_mine


def _show_day(looked: Looked, day: date, entries: list[DayEntry], *, is_inside: bool) -> None:
    kind = "full" if entries else "empty"
    place = "in" if is_inside else "out"
    with st.container(key=f"work-cell-{kind}-{place}-{day}", gap=None):
        name = get_day_names("abbreviated", locale=language().value)[day.weekday()]
        number = f":green-badge[**{day.day}**]" if day == looked.view.today else f"**{day.day}**"
        st.markdown(f"{number} :small[:gray[{name}]]")
        for entry in entries[:SHOWN]:
            _show_entry(looked, entry, day)
        if len(entries) > SHOWN:
            rest = len(entries) - SHOWN
            st.markdown(f":small[:gray[{ngettext('{count} more', '{count} more', rest)}]]")


def _show_entry(looked: Looked, entry: DayEntry, day: date) -> None:
    text = _entry_text(looked, entry)
    about = _dialog_of(looked, entry)
    if about is None:
        st.markdown(f":small[{text}]")
        return
    name = entry.about.what if isinstance(entry.about, Action) else getattr(entry.about, "name", "")
    st.button(
        f":small[{text}]", key=f"work:entry:{day}:{entry.kind}:{about[1]}", type="tertiary", on_click=open_dialog, args=about,
        help=plain(name) if len(name) > _LONGEST else None,
    )  # fmt: skip


def _entry_text(looked: Looked, entry: DayEntry) -> str:
    today, about = looked.view.today, entry.about
    if isinstance(about, Action):
        name = plain(_short(about.what))
        if entry.kind is DayKind.BEGINS:
            return f":gray[:material/start: {name}]"
        if about.is_overdue(today):
            return f":red[:material/error: {name}]"
        text = f":material/{ACTION_ICONS[about.status]}: {name}"
        return f":gray[{text}]" if about.status is ActionStatus.DONE else text
    if isinstance(about, Milestone):
        is_late = about.done_on is None and about.due_on < today
        return f":{'red' if is_late else 'violet'}[:material/diamond: {plain(_short(about.name))}]"
    if entry.kind is DayKind.CHECK_IN:
        return f":orange[:material/event_upcoming: {_('Check-in due')}]"
    return f":gray[:material/fact_check: {_('Check-in')}]"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _dialog_of(looked: Looked, entry: DayEntry) -> tuple[Dialog, int | None] | None:
    """Return the dialog that whoever looks may open for the entry; None where they only read."""
    plan, viewer, about = looked.view.plan, looked.viewer, entry.about
    if plan.state is PlanState.CLOSED:
        return None
    if isinstance(about, Action):
        if may_edit_action(viewer, plan, about):
            return Dialog.ACTION, about.action_id
        return (Dialog.WORK, about.action_id) if may_work_on(viewer, plan, about) else None
    if isinstance(about, Milestone) and may_edit_plan(viewer, plan.team_id):
        return Dialog.MILESTONE, about.milestone_id
    return None
