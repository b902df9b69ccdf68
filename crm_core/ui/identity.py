"""Who is looking, and in which language: asked anew at each run, since fragments and callbacks run without the shell."""

from __future__ import annotations

import threading
from time import monotonic

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from crm_core.access.sessions import SignedIn
from crm_core.i18n import Language, language_of_tag
from crm_core.server.running import COOKIE, LANGUAGE_COOKIE, running

_KEPT_SECONDS = 0.1
_asked = threading.local()


def session_token() -> str | None:
    """Return the session id that the browser sent; the one place that tests replace."""
    return st.context.cookies.get(COOKIE)


def signed_in() -> SignedIn | None:
    """Return who is signed in; None where the session has ended."""
    return running().sessions.identify(session_token())


def language() -> Language:
    """Return the user's chosen language, else the cookie's, else the browser's.

    A page asks some hundred times a run: the answer is kept for a moment, for the same session and an unchanged store.
    """
    context = get_script_run_ctx()
    key = (context.session_id if context else "", running().store.write_count)
    kept: tuple[object, float, Language] | None = getattr(_asked, "kept", None)
    if kept is not None and kept[0] == key and monotonic() < kept[1]:
        return kept[2]
    found = _language()
    _asked.kept = (key, monotonic() + _KEPT_SECONDS, found)
    return found


def _language() -> Language:
    who = signed_in()
    if who is not None and who.language in set(Language):
        return Language(str(who.language))
    chosen = st.context.cookies.get(LANGUAGE_COOKIE)
    if chosen in set(Language):
        return Language(str(chosen))
    return language_of_tag(st.context.locale)
