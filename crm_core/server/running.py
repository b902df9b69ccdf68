"""What one running process holds: the open store, its sessions, its sign-in."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime

from crm_core import clock
from crm_core.access.oidc.service import OidcSignIn
from crm_core.access.passwords import throwaway_password
from crm_core.access.sessions import Sessions
from crm_core.access.sign_in import SignIn
from crm_core.server.environment import Environment, environment
from crm_core.store import Store

COOKIE = "crm_session"
LANGUAGE_COOKIE = "crm_language"


@dataclass
class Running:
    """The process's own things, made once. ``setup_code`` is the one-time code for the first administrator.

    ``is_our_server`` says that ``python app.py`` chose the address, not the command line of another server.
    """

    environment: Environment
    store: Store
    sessions: Sessions
    sign_in: SignIn
    oidc: OidcSignIn | None = None
    started_at: datetime = field(default_factory=clock.now)
    setup_code: str = field(default_factory=throwaway_password)

    is_our_server: bool = False
    _setup_tries: int = 0

    def may_try_setup(self) -> bool:
        """Count a try at the one-time code; False after twenty, until the server is started again."""
        self._setup_tries += 1
        return self._setup_tries <= 20

    @classmethod
    def over(cls, store: Store, where: Environment) -> Running:
        """Return what a process holds that serves ``store``."""
        outside = OidcSignIn(store, where.oidc) if where.oidc else None
        return cls(where, store, Sessions(store), SignIn(store), outside)


_running: Running | None = None
_lock = threading.Lock()


def running() -> Running:
    """Return what this process holds, opening the store at the first call."""
    global _running  # noqa: PLW0603 - one process, one open store
    held = _running
    if held is not None:  # a page asks a thousand times
        return held
    with _lock:
        if _running is None:
            where = environment()
            _running = Running.over(Store.open(where.store), where)
        return _running


def use(held: Running | None) -> None:
    """Let this process hold ``held``; None lets go of it. The caller closes the store."""
    global _running  # noqa: PLW0603 - see above
    with _lock:
        _running = held
