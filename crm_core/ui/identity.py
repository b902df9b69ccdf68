"""Who is looking, and in which language: asked anew at each run, since fragments and callbacks run without the shell."""

from __future__ import annotations

import streamlit as st

from crm_core.access.sessions import SignedIn
from crm_core.i18n import Language, language_of_tag
from crm_core.server.running import COOKIE, LANGUAGE_COOKIE, running


def session_token() -> str | None:
    """Return the session id that the browser sent; the one place that tests replace."""
    return st.context.cookies.get(COOKIE)


def signed_in() -> SignedIn | None:
    """Return who is signed in; None where the session has ended."""
    return running().sessions.identify(session_token())


def language() -> Language:
    """Return the user's chosen language, else the cookie's, else the browser's."""
    who = signed_in()
    if who is not None and who.language in set(Language):
        return Language(str(who.language))
    chosen = st.context.cookies.get(LANGUAGE_COOKIE)
    if chosen in set(Language):
        return Language(str(chosen))
    return language_of_tag(st.context.locale)
