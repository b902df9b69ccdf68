"""The own account: who I am here, my language, my password, and where I am signed in."""

import streamlit as st

from crm_core.access.model import ROLE_LABELS, Permission
from crm_core.team.own_account import own_sessions, profile
from crm_core.ui.account_panels import show_language, show_password, show_sessions
from crm_core.ui.fetch import fetch
from crm_core.ui.guard import require
from crm_core.ui.house import store
from crm_core.ui.identity import signed_in
from crm_core.ui.page import page_head
from crm_core.ui.text import _, plain

reach = require(Permission.ACCOUNT_OWN).require(Permission.ACCOUNT_OWN)
who = signed_in()
if who is None:
    st.stop()

me = fetch(profile, reach)
facts = [plain(me.display_name), _(ROLE_LABELS[me.role]), *([plain(me.team_name)] if me.team_name else [])]
page_head(_("My account"), " · ".join(facts))

if who.must_change_password:
    st.info(_("Please choose your own password before you go on."), icon=":material/key:")
    show_password(me.username)
else:
    left, right = st.columns(2, gap="medium")
    with left:
        show_password(me.username)
    with right:
        show_language(who.language)
        show_sessions(own_sessions(store(), who))
