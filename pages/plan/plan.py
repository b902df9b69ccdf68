"""One plan: how it goes, and in a tab each what else belongs to it."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import Permission
from crm_core.errors import NotFound
from crm_core.plans.reach import may_edit_plan
from crm_core.ui.errors import show_error
from crm_core.ui.guard import require
from crm_core.ui.links import asked_id, link_to
from crm_core.ui.page import page_head
from crm_core.ui.plans.dialogs import show_open_dialog
from crm_core.ui.plans.files import show_files
from crm_core.ui.plans.head import describe
from crm_core.ui.plans.tabs import show_tabs
from crm_core.ui.plans.view import Dialog, looked_at, open_dialog
from crm_core.ui.text import _, plain

actor = require(Permission.PLAN_READ)


def to_plans() -> None:
    link_to(_("All plans"), "plan/plans.py", icon=":material/arrow_back:")


try:
    looked = looked_at(actor, asked_id("id") or 0)
except NotFound as error:
    page_head(_("Plan"), actions=to_plans)
    show_error(error)
    st.stop()


def actions() -> None:
    if may_edit_plan(looked.viewer, looked.view.plan.team_id):
        about = (Dialog.PLAN, looked.plan_id)
        st.button(_("Edit the plan"), key="plan:edit", icon=":material/edit:", on_click=open_dialog, args=about)
    show_files(looked)
    to_plans()


page_head(plain(looked.view.plan.name), describe(looked), actions)
show_tabs(looked)
show_open_dialog(looked)
