"""The shell around every page: who is looking, what they may open, and the frame of the screen."""

from __future__ import annotations

import streamlit as st

from crm_core.ui.ended import show_ended
from crm_core.ui.identity import signed_in
from crm_core.ui.menu import only_account, pages_for
from crm_core.ui.session import keep_apart, show_flashes
from crm_core.ui.sidebar import ICON, show_logo, show_sidebar
from crm_core.ui.style import show_frame
from crm_core.ui.text import _

st.set_page_config(page_icon=ICON, layout="wide")
who = signed_in()
if who is None:
    # The pages that were open are not registered any more, and what the session held is forgotten.
    st.session_state.clear()
    st.navigation([st.Page(show_ended, title=_("Sign in"), default=True)], position="hidden").run()
else:
    keep_apart(who.actor.user_id)
    page = st.navigation(
        only_account() if who.must_change_password else pages_for(who.actor), position="sidebar", expanded=True
    )
    show_frame()
    show_logo()
    show_sidebar(who)
    show_flashes()
    page.run()
