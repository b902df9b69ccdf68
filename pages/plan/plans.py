"""All plans: how each goes, its stage, when the next check-in is due, what is overdue; and the way to a new one."""

from __future__ import annotations

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.plans.service import PlansRequest, known_plans, viewer_of
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.house import settings
from crm_core.ui.links import go_to
from crm_core.ui.page import empty_state, page_head
from crm_core.ui.plans.listing import show_all_plans
from crm_core.ui.text import _

actor = require(Permission.PLAN_READ)
viewer = viewer_of(actor)


def actions() -> None:
    """The way to a new plan."""
    if actor.may(Permission.PLAN_EDIT) and st.button(_("Make a plan"), icon=":material/add:", type="primary"):
        go_to("plan/new.py")


found = fetch(known_plans, PlansRequest(viewer))
page_head(_("Plans"), _("What we want to reach with our customers, and how far it is."), actions)
if found:
    show_all_plans(viewer, found, clock.today(settings().zone))
elif actor.may(Permission.PLAN_EDIT):
    empty_state(_("No plan yet. Make one from a template, from a document that you have, or step by step."), icon="map")
else:
    empty_state(_("No plan is running. A manager or your team lead makes one."), icon="map")
