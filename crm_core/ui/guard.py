"""May I: the first line of each page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from crm_core.access.model import Actor, Permission
from crm_core.errors import NotPermitted, NotSignedIn
from crm_core.server.running import running
from crm_core.ui.errors import show_error
from crm_core.ui.identity import session_token, signed_in


def current_actor() -> Actor:
    """Return who is looking.

    Raises:
        NotSignedIn: the session has ended.
    """
    who = signed_in()
    if who is None:
        raise NotSignedIn
    return who.actor


def actor_by_then() -> Callable[[], Actor]:
    """Return a question for who is looking by the time it is asked, for files: a thread that knows no user makes them.

    The question raises ``NotSignedIn`` where the session has ended since.
    """
    token = session_token()

    def ask() -> Actor:
        who = running().sessions.identify(token, touch=False)
        if who is None:
            raise NotSignedIn
        return who.actor

    return ask


def require(permission: Permission) -> Actor:
    """Return who is looking where the role grants ``permission``; otherwise say so and end the page here."""
    try:
        actor = current_actor()
        actor.require(permission)
    except (NotSignedIn, NotPermitted) as error:
        show_error(error)
        st.stop()
    return actor
