"""The tab of a plan's work: what has nobody on top, then when, who, what it costs, and what waits for what."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from crm_core.ui import show
from crm_core.ui.house import settings
from crm_core.ui.plans.action_form import high_text, work_of
from crm_core.ui.plans.actions import add_action_button, show_actions, waiting_count
from crm_core.ui.plans.gantt import show_gantt
from crm_core.ui.plans.view import Looked
from crm_core.ui.plans.work.book import book_button, show_book
from crm_core.ui.plans.work.costs import plan_cost, show_costs
from crm_core.ui.plans.work.lacking import show_lacking
from crm_core.ui.plans.work.month import show_month
from crm_core.ui.plans.work.people import show_people
from crm_core.ui.plans.work.view import WAYS, Way, parts_of
from crm_core.ui.style import show_style
from crm_core.ui.text import _, language, ngettext

_STYLE = Path(__file__).with_name("work.css")


def show_work(looked: Looked) -> None:
    """Show the work of a plan in the way that was chosen."""
    show_style(_STYLE)
    work, parts = work_of(looked), parts_of(looked)
    show_lacking(looked, parts, work.active)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="work-head"):
        labels = {way: _(label) for way, label in WAYS.items()}
        way = st.segmented_control(
            _("View"), list(Way), default=Way.TIMELINE, format_func=lambda one: labels[one], required=True,
            key=f"work:way:{language().value}", label_visibility="collapsed", width="content",
        )  # fmt: skip
        with st.container(horizontal=True, width="content", gap="small"):
            book_button(looked)
            add_action_button(looked, "work")
    show_book(looked)
    _show_facts(looked)
    if way is Way.MONTH:
        show_month(looked)
    elif way is Way.PEOPLE:
        show_people(parts)
    elif way is Way.COSTS:
        show_costs(looked, work)
    elif way is Way.LIST:
        show_actions(looked, has_button=False)
    else:
        with st.container(border=True):
            show_gantt(looked.view, work)
            if work.links:
                st.caption(_("An arrow leads to what comes after; red: it begins before the other is due."))
            if not looked.view.record.actions:
                st.caption(_("No actions yet. An action is a step for a goal, with an owner and a day."))


def _show_facts(looked: Looked) -> None:
    view, work = looked.view, work_of(looked)
    count = sum(action.status.is_open for action in view.actions)
    facts = [ngettext("{count} open action", "{count} open actions", count)]
    if view.overdue_count:
        facts.append(f":red[{ngettext('{count} overdue', '{count} overdue', view.overdue_count)}]")
    waits = waiting_count(looked, work)
    if waits:
        facts.append(f":orange[{ngettext('{count} waits for others', '{count} wait for others', waits)}]")
    facts.append(high_text(work.high_count, settings().plan_high_actions))
    cost = plan_cost(looked, work)
    if work.sees_budget and (cost.count or work.budget is not None):
        money = _(
            "{spent} spent of {planned} planned",
            spent=show.whole_money(cost.spent),
            planned=show.whole_money(cost.planned),
        )
        facts.append(money)
    st.markdown(f":small[{' · '.join(facts)}]")
