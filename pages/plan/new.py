"""A new plan: from a template, a copy, a document or from nothing; named, dated, and made in one go."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission
from crm_core.plans.reach import viewer_of
from crm_core.ui.guard import require
from crm_core.ui.links import link_to
from crm_core.ui.page import page_head
from crm_core.ui.plans.drafting.choosing import choose_beginning, show_what_comes_along
from crm_core.ui.plans.drafting.making import leave_for_made, making_form
from crm_core.ui.text import _

actor = require(Permission.PLAN_EDIT)
viewer = viewer_of(actor)
leave_for_made()
page_head(
    _("Make a plan"),
    _("Choose what to begin with, then name it and give it days. Everything can be changed afterwards."),
    lambda: link_to(_("All plans"), "plan/plans.py", icon=":material/arrow_back:"),
)
left, right = st.columns([3, 2], gap="large")
with left, st.container(border=True):
    st.subheader(_("1 · What it begins with"), anchor=False)
    beginning = choose_beginning(viewer)
if beginning is not None:
    with left, st.container(border=True):
        st.subheader(_("2 · Name, days, whose it is"), anchor=False)
        making_form(viewer, beginning)
    with right:
        show_what_comes_along(beginning)
