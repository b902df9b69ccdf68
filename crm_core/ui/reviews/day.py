"""Reviews on my day: those of the next days with the way to the agenda, and what came out of the latest."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.plans.reach import viewer_of
from crm_core.reviews.service import OwnReviewsRequest, own_reviews
from crm_core.reviews.sharing import FreshRequest, fresh_results, shown_since
from crm_core.ui.fetch import fetch
from crm_core.ui.links import link_to
from crm_core.ui.show import day, weekday
from crm_core.ui.text import _, ngettext, plain

AHEAD = 14


def show_own_reviews(actor: Actor, today: date) -> None:
    """Show the reviews that the actor takes part in within two weeks, and results that were told lately; perhaps nothing."""
    if not actor.may(Permission.PLAN_READ):
        return
    reach = actor.require(Permission.PLAN_READ)
    found = own_reviews(fetch, OwnReviewsRequest(reach, today + timedelta(days=AHEAD)))
    told = fresh_results(fetch, FreshRequest(viewer_of(actor), shown_since(clock.now())))
    if not found and not told:
        return
    with st.container(border=True, gap="xsmall", key="day-reviews"):
        st.markdown(f"**{_('Reviews')}**")
        for each in told:
            label = f"{_('Review of {day}: results', day=day(each.held_on))} · {plain(each.plan_name)}"
            link_to(
                label, "plan/plan.py", icon=":material/campaign:", id=each.plan_id, tab="reviews", review=each.review_id
            )
        for one in found:
            days = (one.held_on - today).days
            when = ngettext("in {count} day", "in {count} days", days) if days > 0 else _("today")
            if days < 0:
                when = ngettext("{count} day ago", "{count} days ago", -days)
            label = f"{weekday(one.held_on)} · {plain(one.plan_name)} :gray[{when}]"
            link_to(
                label,
                "plan/plan.py",
                icon=":material/event_repeat:",
                id=one.plan_id,
                tab="reviews",
                review=one.review_id,
            )
