"""Signing in through the company's service, and what an administrator decides about it.

An account is known by issuer and subject alone. The first time, it becomes a user's only where an administrator allowed
that very account for that user, by an e-mail address that the service has confirmed or by its name there. The session is
the same as after a password: opaque, in the store, ended at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

import structlog
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from crm_core import audit, clock
from crm_core.access.model import NOBODY, Actor, Permission
from crm_core.access.oidc.asking import NoAnswer, SaysNo
from crm_core.access.oidc.model import (
    ALLOWANCE_LIVES,
    Allowance,
    Claim,
    Identity,
    Link,
    OidcRefused,
    OidcSettings,
    OutsideAccount,
    Reason,
    parse_allowance,
)
from crm_core.access.oidc.pending import Begun, Pending
from crm_core.access.oidc.provider import Provider
from crm_core.access.oidc.tokens import BadToken
from crm_core.access.sessions import end_sessions_of
from crm_core.access.sign_in import let_in
from crm_core.errors import N_, InvalidInput, NotFound, Refused, message
from crm_core.store import Row, Store, Transaction, once, statement

_ROOM = "access/oidc"
_BEGINNINGS = RateLimitItemPerMinute(60, 1)
_FAILURES = RateLimitItemPerMinute(30, 1)
_LONGEST = 4_000  # characters of what a browser brings back

_log = structlog.get_logger("crm")


class OidcSignIn:
    """Signs people in to one store through one service."""

    def __init__(self, store: Store, settings: OidcSettings) -> None:
        self.settings = settings
        self._store = store
        self._provider = Provider(settings)
        self._pending = Pending()
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def begin(self, browser: str, *, redirect_uri: str, target: str, tongue: str, address: str) -> str:
        """Return the address of the service to send a browser to; ``browser`` is the secret in its cookie.

        Raises:
            OidcRefused: too many, or the service cannot be reached.
        """
        if not self._limiter.hit(_BEGINNINGS, address):
            raise self._refusal(Reason.BUSY)
        state, begun = self._pending.begin(browser, redirect_uri=redirect_uri, target=target)
        try:
            return self._provider.address_to_sign_in(
                state=state, nonce=begun.nonce, challenge=begun.challenge, redirect_uri=redirect_uri, tongue=tongue
            )
        except NoAnswer as error:
            refusal = self._refusal(Reason.UNREACHABLE, str(error))
            _warn(refusal)
            raise refusal from error

    def finish(self, brought: Mapping[str, str], browser: str, *, address: str, is_local: bool) -> tuple[str, str]:
        """Return a new session id and where the person wanted to go; ``brought`` is what the service sent along.

        Raises:
            OidcRefused: nobody is signed in; the reason says why.
        """
        if not self._limiter.test(_FAILURES, address):
            raise self._refusal(Reason.BUSY)
        try:
            begun = self._begun(brought, browser)
            who = self._identity(brought, begun)
            return self._let_in(who, address=address, is_local=is_local), begun.target
        except OidcRefused as error:
            self._limiter.hit(_FAILURES, address)
            self._note(error, address)
            raise

    def _refusal(self, reason: Reason, detail: str = "") -> OidcRefused:
        return OidcRefused(reason, self.settings.name, detail)

    def _begun(self, brought: Mapping[str, str], browser: str) -> Begun:
        if any(len(value) > _LONGEST for value in brought.values()):
            raise self._refusal(Reason.UNPROVEN, "what was brought is too long")
        begun = self._pending.take(brought.get("state", ""), browser) if browser else None
        if begun is None:
            raise self._refusal(Reason.STALE, "the state is unknown, old, used, or of another browser")
        return begun

    def _identity(self, brought: Mapping[str, str], begun: Begun) -> Identity:
        if "error" in brought:
            raise self._refusal(Reason.DENIED, "the service says so")
        try:
            issuer = brought.get("iss")
            if issuer != self.settings.issuer and (issuer is not None or self._provider.doors().names_itself):
                raise BadToken("the answer comes from another service")
            if not brought.get("code"):
                raise BadToken("the answer brings no code")
            claims = self._provider.claims_for(
                brought["code"], verifier=begun.verifier, nonce=begun.nonce, redirect_uri=begun.redirect_uri
            )
        except NoAnswer as error:
            raise self._refusal(Reason.UNREACHABLE, str(error)) from error
        except SaysNo as error:
            raise self._refusal(Reason.UNPROVEN, "the service does not take its own code back") from error
        except BadToken as error:
            raise self._refusal(Reason.UNPROVEN, str(error)) from error
        return Identity.of(claims)

    def _let_in(self, who: Identity, *, address: str, is_local: bool) -> str:
        if not who.is_of(self.settings.domains):
            raise self._refusal(Reason.DOMAIN)
        with self._store.transaction() as transaction:
            user = self._store.row(statement(_ROOM, "user_of_account"), [who.issuer, who.subject])
            is_first = user is None
            user = user or self._allowed(who)
            if not user["is_active"]:
                raise self._refusal(Reason.DISABLED)
            if user["is_demo"] and not is_local:
                raise self._refusal(Reason.DEMO)
            if is_first:
                _link(transaction, who, user)
            return let_in(transaction, user, address=address, is_by_oidc=True)

    def _allowed(self, who: Identity) -> Row:
        """Return the one user who waits for this account."""
        asked = [who.email, who.username, clock.now() - ALLOWANCE_LIVES]
        waiting = self._store.rows(statement(_ROOM, "users_allowed"), asked)
        if len(waiting) != 1:
            raise self._refusal(Reason.NOT_LINKED if who.email else Reason.UNCONFIRMED)
        return waiting[0]

    def _note(self, error: OidcRefused, address: str) -> None:
        """Write down that nobody was signed in, and why; whom the service named stays out."""
        _warn(error)
        told = {"address": address, "by": "oidc", "problem": error.reason.value}
        with self._store.transaction() as transaction:
            audit.record(transaction, NOBODY, audit.Change("sign_in_failed", "session", None, None, told))


def _warn(error: OidcRefused) -> None:
    """Log why nobody was signed in; the detail is one of the program's own sentences and names nobody."""
    what = f": {error.detail}" if error.detail else ""
    _log.warning(f"sign-in through the service refused{what}", kind=error.reason.value)


def _link(transaction: Transaction, who: Identity, user: Row) -> None:
    user_id, now = user["user_id"], clock.now()
    transaction.execute(statement(_ROOM, "remove_allowance"), [user_id])
    transaction.execute(statement(_ROOM, "add_link"), [who.issuer, who.subject, user_id, who.email, now])
    change = audit.Change("link_account", "app_user", user_id, None, {"issuer": who.issuer, "email": who.email})
    audit.record(transaction, Actor.of(user), change)


def new_browser_secret() -> str:
    """Return what a browser is to bring back: 256 random bits."""
    return secrets.token_urlsafe(32)


# What an administrator decides ------------------------------------------------------------------------------------------


def outside_account(store: Store, actor: Actor, user_id: int) -> OutsideAccount:
    """Return how a user may sign in through the service.

    Raises:
        NotPermitted: the role may not.
    """
    actor.require(Permission.USER_MANAGE)
    link = store.row(statement(_ROOM, "link_of_user"), [user_id])
    allowance = store.row(statement(_ROOM, "allowance_of_user"), [user_id, _since()])
    return OutsideAccount(
        Link(**link) if link else None,
        Allowance(Claim(allowance["claim"]), allowance["expected"], allowance["allowed_at"]) if allowance else None,
    )


def allow_account(store: Store, actor: Actor, user_id: int, given: Mapping[str, str], *, key: str) -> None:
    """Let the account that ``given`` names (``claim``, ``expected``) become a user's at its first sign-in.

    Raises:
        InvalidInput: with a message a field; also where another user waits for the same account.
        Refused: the user is disabled, a demo account, or linked already.
        AlreadyDone: the form was sent twice.
        NotFound: there is no such user.
    """
    actor.require(Permission.USER_MANAGE)
    claim, expected = parse_allowance(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        user = store.row(statement(_ROOM, "user_to_allow"), [user_id])
        if user is None:
            raise NotFound("app_user", user_id)
        if user["is_demo"] or not user["is_active"]:
            raise Refused(message(N_("Disabled users and demo accounts cannot sign in through the service.")))
        if user["is_linked"]:
            raise Refused(message(N_("This user has an account there already. Remove that link first.")))
        if store.value(statement(_ROOM, "expected_elsewhere"), [user_id, claim.value, expected, _since()]):
            raise InvalidInput({"expected": message(N_("Another user waits for this account already."))})
        transaction.execute(statement(_ROOM, "allow"), [user_id, claim.value, expected, actor.user_id, clock.now()])
        told = {"claim": claim.value, "expected": expected}
        audit.record(transaction, actor, audit.Change("allow_account", "app_user", user_id, None, told))
        once.settle(transaction, key, user_id)


def withdraw_allowance(store: Store, actor: Actor, user_id: int) -> None:
    """Take back that an account may become a user's; where there is nothing to take back, nothing happens."""
    actor.require(Permission.USER_MANAGE)
    with store.transaction() as transaction:
        if transaction.rows(statement(_ROOM, "remove_allowance"), [user_id]):
            audit.record(transaction, actor, audit.Change("withdraw_account", "app_user", user_id))


def remove_link(store: Store, actor: Actor, user_id: int) -> None:
    """Part a user from the account at the service, and end the user's sessions at once."""
    actor.require(Permission.USER_MANAGE)
    with store.transaction() as transaction:
        before = store.row(statement(_ROOM, "link_of_user"), [user_id])
        if before is None:
            return
        transaction.execute(statement(_ROOM, "remove_link"), [user_id])
        end_sessions_of(transaction, user_id, "link with the sign-in service removed")
        told = {"issuer": before["issuer"], "email": before["email"]}
        audit.record(transaction, actor, audit.Change("remove_account", "app_user", user_id, told, None))


def _since() -> datetime:
    return clock.now() - ALLOWANCE_LIVES
