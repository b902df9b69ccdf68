"""代班: who is away, and who stands in."""

import streamlit as st

from crm_core import clock
from crm_core.access.model import Permission
from crm_core.team.absence.model import AbsencesRequest
from crm_core.team.absence.service import absences
from crm_core.ui.absence import absence_form, show_absences
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.house import settings
from crm_core.ui.page import page_head
from crm_core.ui.text import _

actor = require(Permission.ABSENCE_EDIT)
reach = actor.require(Permission.ABSENCE_EDIT)
today = clock.today(settings().zone)

page_head(
    _("Away"), _("Whoever stands in finds the due work on the own day; it ends by itself, and nothing changes hands.")
)
left, right = st.columns([2, 3], gap="medium")
with left, st.container(border=True):
    st.subheader(_("Note an absence"), anchor=False)
    absence_form(actor, today)
with right, st.container(border=True):
    st.subheader(_("Now and later"), anchor=False)
    show_absences(actor, fetch(absences, AbsencesRequest(reach, today)), today)
