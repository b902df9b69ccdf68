"""Who is looking, and in which language: asked anew at each run, since fragments and callbacks run without the shell."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from crm_core.access.sessions import SignedIn
from crm_core.i18n import Language, language_of_tag
from crm_core.server.running import COOKIE, LANGUAGE_COOKIE, running

_KEPT_SECONDS = 0.1
_asked = threading.local()


@dataclass(slots=True)
class Moment:
    """What holds for whoever looks at this moment; ``kept`` has what is derived of it, by name."""

    key: tuple[str, int]
    until: float
    language: Language
    kept: dict[str, Any] = field(default_factory=dict)


def session_token() -> str | None:
    """Return the session id that the browser sent; the one place that tests replace."""
    return st.context.cookies.get(COOKIE)


def signed_in() -> SignedIn | None:
    """Return who is signed in; None where the session has ended."""
    return running().sessions.identify(session_token())


def moment() -> Moment:
    """Return what holds now: for the same session and an unchanged store, a page asks some thousand times a run."""
    context = get_script_run_ctx()
    key = (context.session_id if context else "", running().store.write_count)
    now: Moment | None = getattr(_asked, "moment", None)
    if now is None or now.key != key or monotonic() >= now.until:
        now = _asked.moment = Moment(key, monotonic() + _KEPT_SECONDS, _language())
    return now


def language() -> Language:
    """Return the user's chosen language, else the cookie's, else the browser's."""
    return moment().language


def _language() -> Language:
    who = signed_in()
    if who is not None and who.language in set(Language):
        return Language(str(who.language))
    chosen = st.context.cookies.get(LANGUAGE_COOKIE)
    if chosen in set(Language):
        return Language(str(chosen))
    return language_of_tag(st.context.locale)
