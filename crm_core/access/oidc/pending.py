"""Sign-ins that were begun and have not come back: each is bound to a browser, short-lived, and used once.

They live in the process alone: after a restart a person begins anew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crm_core import clock

LIVES = timedelta(minutes=10)
_SIZE = 20_000


@dataclass(frozen=True, slots=True)
class Begun:
    """One sign-in under way: what the answer must fit, and where the person wanted to go."""

    browser: str  # the digest of what the browser's cookie holds
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str
    target: str
    at: datetime

    @property
    def challenge(self) -> str:
        """What the service is told of the verifier (RFC 7636, S256)."""
        hashed = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()


class Pending:
    """The sign-ins under way, the latest some thousands."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun: OrderedDict[str, Begun] = OrderedDict()

    def begin(self, browser: str, *, redirect_uri: str, target: str) -> tuple[str, Begun]:
        """Return the state to send along, and what was noted for it. ``browser`` is the secret in the browser's cookie."""
        state, now = secrets.token_urlsafe(32), clock.now()
        begun = Begun(_digest(browser), secrets.token_urlsafe(32), secrets.token_urlsafe(48), redirect_uri, target, now)
        with self._lock:
            self._begun[state] = begun
            while self._begun and (len(self._begun) > _SIZE or now - next(iter(self._begun.values())).at > LIVES):
                self._begun.popitem(last=False)
        return state, begun

    def take(self, state: str, browser: str) -> Begun | None:
        """Return what was noted for ``state`` and forget it; None where it is unknown, old, or of another browser."""
        with self._lock:
            begun = self._begun.get(state)
            if begun is None or not hmac.compare_digest(begun.browser, _digest(browser)):
                return None  # another browser cannot use up what is not its own
            del self._begun[state]
        return begun if clock.now() - begun.at <= LIVES else None


def _digest(browser: str) -> str:
    return hashlib.sha256(browser.encode("utf-8", "replace")).hexdigest()
