"""My files: large lists that were made in the background, each to be taken for seven days."""

import streamlit as st

from crm_core.access.model import Permission
from crm_core.exports.model import KEPT_FOR
from crm_core.ui.export_files import show_files
from crm_core.ui.guard import require
from crm_core.ui.page import page_head
from crm_core.ui.text import _

require(Permission.CUSTOMER_EXPORT)
page_head(_("My files"), _("Nobody else can open them. Each is kept for {days} days.", days=KEPT_FOR.days))
with st.container(width=860):
    show_files()
