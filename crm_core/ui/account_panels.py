"""The panels of the own account. Each asks at its save who is signed in: a form may outlive a session."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from crm_core.access.passwords import MIN_LENGTH
from crm_core.access.sessions import SignedIn
from crm_core.errors import NotSignedIn
from crm_core.i18n import Language
from crm_core.team import own_account
from crm_core.team.own_account import OwnSession
from crm_core.ui.forms import Form, Values
from crm_core.ui.house import store
from crm_core.ui.identity import language, signed_in
from crm_core.ui.show import moment
from crm_core.ui.text import _, ngettext, plain

_SESSIONS_SHOWN = 6


def _who() -> SignedIn:
    who = signed_in()
    if who is None:
        raise NotSignedIn
    return who


def show_password(username: str) -> None:
    """Show the form for a new own password."""

    def save(values: Values, key: str, _version: int) -> str:
        own_account.set_own_password(store(), _who(), {name: value or "" for name, value in values.items()}, key=key)
        return _("Your password is changed. Other devices are signed out.")

    with st.container(border=True):
        st.subheader(_("Password"), anchor=False)
        st.caption(_("At least {count} characters; several unrelated words are good.", count=MIN_LENGTH))
        form = Form("own_password", save)
        with form:
            form.text("current", _("Current password"), type="password", autocomplete="current-password")
            form.text("password", _("New password"), type="password", autocomplete="new-password")
            form.text("again", _("New password once more"), type="password", autocomplete="new-password")
            form.submit(_("Change password"))
        st.caption(_("Your user name is {name}.", name=plain(username)))


def show_language(chosen: str | None) -> None:
    """Show the form for the own language; ``chosen`` is None while the browser decides."""

    def save(values: Values, _key: str, _version: int) -> str:
        own_account.set_language(store(), _who().actor, values["language"] or "")
        return _("Your language is saved.")

    with st.container(border=True):
        st.subheader(_("Language"), anchor=False)
        form = Form("own_language", save)
        with form:
            names = {entry.value: entry.own_name for entry in Language}
            form.chips("language", _("Language"), names, chosen or language().value, label_visibility="collapsed")
            form.submit(_("Save"), type="secondary")


def show_sessions(sessions: Sequence[OwnSession]) -> None:
    """Show where the user is signed in, and the way to end all but this session."""

    def save(_values: Values, _key: str, _version: int) -> str:
        count = own_account.end_other_sessions(store(), _who())
        return ngettext("{count} other session was ended.", "{count} other sessions were ended.", count)

    with st.container(border=True):
        st.subheader(_("Where you are signed in"), anchor=False)
        for session in sessions[:_SESSIONS_SHOWN]:
            address = plain(session.address or "–")
            with st.container(gap=None):
                st.markdown(f"{address} :green-badge[{_('This one')}]" if session.is_this else address)
                seen, since = moment(session.seen_at), moment(session.created_at)
                st.caption(_("Last seen {seen}, signed in {since}", seen=seen, since=since))
        if len(sessions) > _SESSIONS_SHOWN:
            more = len(sessions) - _SESSIONS_SHOWN
            st.caption(ngettext("and {count} more session", "and {count} more sessions", more))
        if len(sessions) > 1:
            form = Form("end_other_sessions", save)
            with form:
                form.submit(_("Sign out everywhere else"), type="secondary", icon=":material/logout:")
