"""Above the menu the product's mark; under it who is signed in, the way to the own account, and out."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from pathlib import Path

import streamlit as st

from crm_core.access.model import ROLE_LABELS
from crm_core.access.sessions import SignedIn
from crm_core.server import icon
from crm_core.server.running import running
from crm_core.ui.house import settings
from crm_core.ui.links import link_to
from crm_core.ui.text import _, plain

_PICTURES = Path(__file__).with_name("pictures")
# As texts: of a file, the framework would open and check the picture in every run of every page.
ICON = "data:image/png;base64," + b64encode(icon.ICON).decode("ascii")
_LOGO = (_PICTURES / "logo.svg").read_text("utf-8").strip()
_MARK, _WIDE, _NARROW = 28, 16, 9.6  # widths in the logo: the flag, a Chinese character, a Latin letter


def show_logo() -> None:
    """Show the flag and the product's name above the menu; the flag alone where the menu is folded away."""
    name = _("CRM Plan Board")
    width = _MARK + sum(_NARROW if letter.isascii() else _WIDE for letter in name)
    st.logo(_LOGO.format(name=escape(name), width=round(width)), icon_image=ICON)


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
        st.html(f'<a href="{base}/account/sign-out" target="_self" class="sign-out">{_("Sign out")}</a>')
