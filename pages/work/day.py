"""我的一天: what there is to do today in one list, the most urgent first; each done in place."""

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.interactions.model import DayRequest
from crm_core.interactions.service import my_day
from crm_core.ui.day.coming import show_coming
from crm_core.ui.day.listing import show_day_dialog, show_head_ways, show_items, todays
from crm_core.ui.day.team import show_team
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.house import settings
from crm_core.ui.log_form import log_panel
from crm_core.ui.page import empty_state, page_head
from crm_core.ui.plans.day import my_actions, my_waits
from crm_core.ui.plans.own_milestones import show_own_milestones
from crm_core.ui.reviews.day import show_own_reviews
from crm_core.ui.show import weekday
from crm_core.ui.text import _, ngettext, plain

actor = require(Permission.DAY_READ)
today = clock.today(settings().zone)
promised = fetch(my_day, DayRequest(actor.require(Permission.INTERACTION_LOG), today))
actions = my_actions(actor, today)
waits = my_waits(actor, actions)
items = todays(actor, promised, actions, today)

logged = ngettext("{count} logged today", "{count} logged today", promised.logged_today)
page_head(_("My day"), f"{plain(actor.name)} · {weekday(today)} · {logged}", show_head_ways, has_log=False)
left, right = st.columns([3, 2], gap="medium")
with left:
    show_items(items, waits, today)
    show_coming(actor, promised, actions, waits, today)
    if not items and not promised.coming and not actions.coming:
        empty_state(
            _("Nothing is promised for the next 7 days. Log an interaction and say when the next one is."),
            icon="task_alt",
        )
with right:
    with st.container(border=True):
        st.subheader(_("Log an interaction"), anchor=False)
        log_panel()
    show_own_milestones(actor, today)
    show_own_reviews(actor, today)
    show_team(actor, today)
show_day_dialog(actions)
