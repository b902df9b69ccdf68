"""Under the menu: who is signed in, the way to the own account, and out."""

from __future__ import annotations

import streamlit as st

from crm_core.access.model import ROLE_LABELS
from crm_core.access.sessions import SignedIn
from crm_core.server.running import running
from crm_core.ui.house import settings
from crm_core.ui.links import link_to
from crm_core.ui.text import _, plain

_LINK = "color: inherit; opacity: .75; text-decoration: none; font-size: .9rem; padding-left: .5rem"


def show_sidebar(who: SignedIn) -> None:
    """Show the company, the user and what they may do with their account."""
    base = running().environment.base_path
    with st.sidebar:
        if settings().company_name:
            st.caption(plain(settings().company_name))
        st.markdown(f"**{plain(who.actor.name)}** :gray[{_(ROLE_LABELS[who.actor.role])}]")
        if not who.must_change_password:
            link_to(_("My account"), "account/account.py", icon=":material/account_circle:")
        # A plain same-tab link: signing out is a route of the server, not a page.
        st.html(f'<a href="{base}/account/sign-out" target="_self" style="{_LINK}">{_("Sign out")}</a>')
