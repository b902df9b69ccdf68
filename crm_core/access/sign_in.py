"""Signing in: the same answer for a wrong name and a wrong password, and a growing delay against guessing.

Limits count failures for the pair of account and address, and for an address, so that an outsider can slow himself but
not lock the only administrator out.
"""

from __future__ import annotations

import hmac
import secrets

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from crm_core import audit, clock
from crm_core.access import passwords
from crm_core.access.model import NOBODY, Actor, fold_username
from crm_core.access.sessions import start_session
from crm_core.errors import N_, Refused, message
from crm_core.store import Row, Store, Transaction, statement

_PAIR: tuple[RateLimitItem, ...] = (
    RateLimitItemPerMinute(5, 1),
    RateLimitItemPerMinute(10, 15),
    RateLimitItemPerMinute(20, 24 * 60),
)
_ADDRESS: tuple[RateLimitItem, ...] = (RateLimitItemPerSecond(30, 60), RateLimitItemPerMinute(200, 60))


class WrongCredentials(Refused):
    """The name or the password is wrong; which of them is not said."""

    def __init__(self) -> None:
        super().__init__(message(N_("The user name or the password is wrong.")))


class TooManyAttempts(Refused):
    """Too many failures from this address, or for this account from it."""

    def __init__(self) -> None:
        super().__init__(message(N_("Too many attempts. Please wait a few minutes and try again.")))


class DemoRefused(Refused):
    """A demo account from outside this machine."""

    def __init__(self) -> None:
        super().__init__(message(N_("Demo accounts work on this computer only. Ask an administrator for an account.")))


def let_in(
    transaction: Transaction, user: Row, *, address: str, fresh_hash: str | None = None, is_by_oidc: bool = False
) -> str:
    """Start a session of a user who has proven who he is, write it down, and return its id for the cookie.

    ``fresh_hash`` replaces the password's hash; ``is_by_oidc`` says that the company's service vouched, not a password.
    """
    actor, told = Actor.of(user), {"address": address}
    if is_by_oidc:
        told["by"] = "oidc"
    token = start_session(transaction, actor.user_id, address, is_by_oidc=is_by_oidc)
    transaction.execute(statement("access", "note_sign_in"), [actor.user_id, clock.now()])
    if fresh_hash is not None:
        transaction.execute(statement("access", "set_fresh_hash"), [actor.user_id, fresh_hash])
    audit.record(transaction, actor, audit.Change("sign_in", "session", actor.user_id, None, told))
    return token


class SignIn:
    """Signs people in to one store, and remembers who fails."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._key = secrets.token_bytes(32)

    def sign_in(self, username: str, password: str, *, address: str, is_local: bool) -> str:
        """Return a new session id. ``is_local`` is False where the request may come from another machine.

        Raises:
            TooManyAttempts: wait.
            WrongCredentials: name or password, or the user is disabled.
            DemoRefused: a demo account, and the request is not local.
        """
        name = fold_username(username)
        pair, at = f"{name}\n{address}", address
        if not all(self._limiter.test(item, pair) for item in _PAIR) or not all(
            self._limiter.test(item, at) for item in _ADDRESS
        ):
            raise TooManyAttempts
        # Counted before the slow look at the password, so that many tries at once are no more than as many in turn.
        if not all(self._limiter.hit(item, pair) for item in _PAIR):
            raise TooManyAttempts
        user = self._store.row(statement("access", "user_for_sign_in"), [name])
        fits = passwords.verify_password(user["password_hash"] if user else None, password)
        if user is None or not fits or not user["is_active"]:
            self._failed(name, user["user_id"] if user else None, at)
            raise WrongCredentials
        if user["is_demo"] and not is_local:
            raise DemoRefused
        fresh = passwords.hash_password(password) if passwords.needs_rehash(user["password_hash"]) else None
        with self._store.transaction() as transaction:
            token = let_in(transaction, user, address=address, fresh_hash=fresh)
        for item in _PAIR:
            self._limiter.clear(item, pair)
        return token

    def _failed(self, name: str, user_id: int | None, address: str) -> None:
        """Note a failure: of a known account its id, of anything else a digest, for people type passwords there.

        The key of the digest lives with this process, so that two tries can be told apart and nothing can be guessed.
        """
        for limit in _ADDRESS:
            self._limiter.hit(limit, address)
        told = {"address": address}
        if user_id is None:
            told["digest"] = hmac.digest(self._key, name.encode(), "sha256").hex()[:12]
        with self._store.transaction() as transaction:
            change = audit.Change("sign_in_failed", "session", user_id, None, told)
            audit.record(transaction, NOBODY, change)
