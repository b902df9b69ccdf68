"""写跟进: pick a customer while typing, say what was said, save."""

import streamlit as st

from crm_core.access.model import Permission
from crm_core.ui.guard import require
from crm_core.ui.log_form import log_panel
from crm_core.ui.page import page_head
from crm_core.ui.text import _

require(Permission.INTERACTION_LOG)
page_head(_("Log an interaction"), _("Whom you spoke with, what was said, and what comes next."), has_log=False)
with st.container(border=True, width=640):
    log_panel()
