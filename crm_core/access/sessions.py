"""Sessions: an opaque random id in a cookie, its SHA-256 in the store, with idle and absolute limits.

A session ends at once when it is signed out, its user is disabled or gets another role or password.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.settings import service as settings
from crm_core.store import Store, StoreBusy, StoreFull, Transaction, statement

TOUCH_AFTER = timedelta(minutes=1)
_CACHE_SIZE = 5000


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session: whose it is, and what the screen needs to know of them."""

    session_hash: str
    actor: Actor
    username: str
    language: str | None
    must_change_password: bool
    created_at: datetime
    seen_at: datetime


def digest(token: str) -> str:
    """Return what the store keeps of a session id."""
    return hashlib.sha256(token.encode()).hexdigest()


def start_session(transaction: Transaction, user_id: int, address: str, *, is_by_oidc: bool = False) -> str:
    """Store a new session and return its id, 256 random bits, for the cookie."""
    token, now = secrets.token_urlsafe(32), clock.now()
    transaction.execute(statement("access", "start_session"), [digest(token), user_id, now, address, is_by_oidc])
    return token


@dataclass(frozen=True, slots=True)
class LiveSessions:
    """How many sessions live, and of how many people."""

    session_count: int
    user_count: int


def count_live(store: Store) -> LiveSessions:
    """Return how many sessions have neither ended nor lapsed."""
    choices, now = settings.current(store), clock.now()
    since, seen = now - timedelta(days=choices.session_absolute_days), now - timedelta(hours=choices.session_idle_hours)
    return LiveSessions(**store.rows(statement("access", "live_session_count"), [since, seen])[0])


class Sessions:
    """Finds live sessions quickly: answers are kept until the tables behind them change."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[tuple[int, ...], SignedIn | None]] = OrderedDict()
        self._touched: dict[str, datetime] = {}

    def identify(self, token: str | None, *, touch: bool = True) -> SignedIn | None:
        """Return who holds ``token``; None where the session has ended, lapsed, or never was."""
        if not token or len(token) > 100:
            return None
        key = digest(token)
        found = self._look_up(key)
        if found is None:
            return None
        now = clock.now()
        choices = settings.current(self._store)
        seen_at = max(found.seen_at, self._touched.get(key, found.seen_at))
        if now - seen_at > timedelta(hours=choices.session_idle_hours):
            return None
        if now - found.created_at > timedelta(days=choices.session_absolute_days):
            return None
        if touch and now - seen_at > TOUCH_AFTER:
            self._touch(key, now)
        return found

    def _look_up(self, key: str) -> SignedIn | None:
        today = clock.today(settings.current(self._store).zone)  # with a new day somebody may be back, or away
        versions = (*self._store.versions(("session", "app_user", "absence")), today.toordinal())
        with self._lock:
            kept = self._known.get(key)
            if kept is not None and kept[0] == versions:
                self._known.move_to_end(key)
                return kept[1]
        row = self._store.row(statement("access", "live_session"), [key, today])
        found = row and SignedIn(
            key,
            Actor.of(row),
            row["username"],
            row["language"],
            row["must_change_password"],
            row["created_at"],
            row["seen_at"],
        )
        with self._lock:
            self._known[key] = (versions, found or None)
            while len(self._known) > _CACHE_SIZE:
                dropped, _ = self._known.popitem(last=False)
                self._touched.pop(dropped, None)
        return found or None

    def _touch(self, key: str, now: datetime) -> None:
        """Write that the session was seen, where the store takes it; else the memory of it serves until next time.

        It never waits for a writer, and a full disk turns nobody away: reading goes on.
        """
        self._touched[key] = now
        try:
            with self._store.transaction(wait_seconds=0.05) as transaction:
                transaction.execute(statement("access", "touch_session"), [key, now])
                transaction.touched.clear()  # who is signed in has not changed
        except (StoreBusy, StoreFull):
            return

    def end(self, token: str, reason: str) -> None:
        """End one session; ending it twice does no harm."""
        found = self.identify(token, touch=False)
        if found is None:
            return
        with self._store.transaction() as transaction:
            transaction.execute(statement("access", "end_session"), [found.session_hash, clock.now(), reason])
            audit.record(transaction, found.actor, audit.Change("sign_out", "session", found.actor.user_id))


def end_sessions_of(transaction: Transaction, user_id: int, reason: str) -> None:
    """End every live session of a user."""
    transaction.execute(statement("access", "end_sessions_of_user"), [user_id, clock.now(), reason])


def remove_old_sessions(transaction: Transaction, before: datetime) -> int:
    """Remove the sessions that ended or were last seen before an instant; return how many."""
    return len(transaction.rows(statement("access", "remove_old_sessions"), [before]))


def end_all_sessions(transaction: Transaction, reason: str) -> None:
    """End every live session of everybody; after a restore."""
    transaction.execute(statement("access", "end_all_sessions"), [clock.now(), reason])
