"""触点: where customers meet us, who answers, how soon, with what words; and what customers suggested."""

import streamlit as st

from crm_core.access.model import Permission
from crm_core.touchpoints.model import RegisterRequest
from crm_core.touchpoints.service import touchpoints
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.links import asked, asked_id
from crm_core.ui.page import page_head
from crm_core.ui.text import _
from crm_core.ui.touchpoints.form import show_form
from crm_core.ui.touchpoints.register import add_button, show_register
from crm_core.ui.touchpoints.suggestions import show_suggestions

actor = require(Permission.TOUCHPOINT_READ)
known = fetch(touchpoints, RegisterRequest(actor.require(Permission.TOUCHPOINT_READ)))
one = next((each for each in known if each.touchpoint_id == asked_id("touchpoint")), None)

page_head(
    _("Touchpoints"),
    _("Where customers meet us, before, during and after the sale: who answers, how soon, and with what words."),
    lambda: add_button(actor),
)
if actor.may(Permission.TOUCHPOINT_EDIT) and (one is not None or asked("touchpoint") == "new"):
    show_form(actor, one)
else:
    register, suggested = st.tabs([_("Register"), _("Suggestions")], key="touchpoint-tabs")
    with register:
        show_register(actor, known)
    with suggested:
        show_suggestions(actor)
