"""我的一天: what I have promised, overdue first; each done in place."""

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.customers.ownership.model import WaitingRequests
from crm_core.customers.ownership.service import waiting_requests
from crm_core.interactions.model import DayRequest
from crm_core.interactions.service import my_day, overdue_of_team
from crm_core.ui.absence import show_way
from crm_core.ui.customers.requests import show_requests
from crm_core.ui.fetch import fetch
from crm_core.ui.follow_ups import show_follow_ups, show_open_dialog
from crm_core.ui.guard import require
from crm_core.ui.house import settings
from crm_core.ui.log_form import log_panel
from crm_core.ui.page import empty_state, page_head
from crm_core.ui.plans.day import my_actions, show_my_actions
from crm_core.ui.relationships.day import my_due, show_due, show_due_dialog, show_untouched
from crm_core.ui.show import day, weekday
from crm_core.ui.tables import figure_column, height_of, show_table
from crm_core.ui.text import _, ngettext, plain

actor = require(Permission.DAY_READ)
today = clock.today(settings().zone)
promised = fetch(my_day, DayRequest(actor.require(Permission.INTERACTION_LOG), today))
team = fetch(overdue_of_team, DayRequest(actor.require(Permission.INTERACTION_READ), today))
actions = my_actions(actor, today)
by_norm = my_due(actor, today)
requests = fetch(waiting_requests, WaitingRequests(actor.require(Permission.COLLABORATION_ANSWER)))

logged = ngettext("{count} logged today", "{count} logged today", promised.logged_today)
page_head(_("My day"), f"{plain(actor.name)} · {weekday(today)} · {logged}", show_way, has_log=False)
left, right = st.columns([3, 2], gap="medium")
with left:
    parts = ((_("Overdue"), promised.overdue), (_("Today"), promised.due), (_("Next 7 days"), promised.coming))
    for title, items in parts:
        if title == parts[-1][0]:
            show_due(by_norm, today)
            show_my_actions(actor, actions, today)
        if items:
            st.subheader(f"{title} :gray[{len(items)}]", anchor=False)
            show_follow_ups(items, today, place=title)
    if not actions.count and not by_norm and not any(items for _title, items in parts):
        empty_state(
            _("Nothing is promised for the next 7 days. Log an interaction and say when the next one is."),
            icon="task_alt",
        )
with right:
    if requests:
        show_requests(requests)
    with st.container(border=True):
        st.subheader(_("Log an interaction"), anchor=False)
        log_panel()
    if team:
        st.subheader(_("Overdue in the team"), anchor=False)
        show_table(
            {
                _("Name"): [person.name for person in team],
                _("Overdue"): [str(person.overdue) for person in team],
                _("Oldest"): [day(person.oldest_on) for person in team],
            },
            {_("Overdue"): figure_column(_("Overdue"))},
            height=height_of(len(team), 12),
        )
    show_untouched(actor, today)
if not show_due_dialog():
    show_open_dialog()
