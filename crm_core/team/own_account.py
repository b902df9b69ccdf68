"""What everybody does with the own account: password, language, sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from crm_core import audit, clock
from crm_core.access import passwords
from crm_core.access.model import Actor, Permission, Reach
from crm_core.access.sessions import SignedIn
from crm_core.access.sign_in import TooManyAttempts
from crm_core.errors import N_, InvalidInput, NotSignedIn, Refused, message
from crm_core.i18n import Language
from crm_core.settings import service as settings
from crm_core.store import Store, once, statement
from crm_core.store.reads import reads
from crm_core.team import repository
from crm_core.team.model import User

# Whoever sits at an open screen may not guess the password behind it.
_TRIES = RateLimitItemPerMinute(5, 15)
_limiter = MovingWindowRateLimiter(MemoryStorage())


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One of the own live sessions."""

    created_at: datetime
    seen_at: datetime
    address: str | None
    is_this: bool


@reads("app_user", "team")
def profile(store: Store, reach: Reach) -> User:
    """Return the signed-in user; ``reach`` is that of ``ACCOUNT_OWN``.

    Raises:
        NotSignedIn: the user is gone.
    """
    found = repository.user(store, reach.me)
    if found is None:
        raise NotSignedIn
    return found


def set_own_password(store: Store, who: SignedIn, given: Mapping[str, str], *, key: str) -> None:
    """Store a new own password and end the other sessions of the user; this one stays.

    ``given`` holds the texts ``current``, ``password`` and ``again``.

    Raises:
        InvalidInput: the current password does not fit, the new one is weak, or the two differ.
        TooManyAttempts: too many wrong current passwords.
        AlreadyDone: the form was sent twice.
    """
    who.actor.require(Permission.ACCOUNT_OWN)
    once.refuse_again(store, key)
    row = store.row(statement("team", "password_of"), [who.actor.user_id])
    if row is None:
        raise NotSignedIn
    new = given.get("password", "")
    passwords.check_strength(new, row["username"], row["display_name"])
    if new != given.get("again", ""):
        raise InvalidInput({"again": message(N_("The two passwords differ."))})
    tries = f"{store.path}\n{who.actor.user_id}"
    if not _limiter.test(_TRIES, tries):
        raise TooManyAttempts
    if not passwords.verify_password(row["password_hash"], given.get("current", "")):
        once.refuse_again(store, key)  # the twin of this click may just have changed it
        _limiter.hit(_TRIES, tries)
        with store.transaction() as transaction:
            audit.record(transaction, who.actor, audit.Change("own_password_refused", "app_user", who.actor.user_id))
        raise InvalidInput({"current": message(N_("This is not your current password."))})
    if new == given.get("current"):
        raise InvalidInput({"password": message(N_("Choose another one than the current password."))})
    password_hash = passwords.hash_password(new)
    with store.transaction() as transaction:
        once.claim(transaction, who.actor.user_id, key)
        checked = [who.actor.user_id, password_hash, row["password_hash"]]
        if not transaction.rows(statement("team", "change_own_password"), checked):
            raise Refused(
                message(N_("Your password was changed from elsewhere in the meantime. Please sign in again."))
            )
        ended = [who.actor.user_id, who.session_hash, clock.now(), "password changed"]
        transaction.execute(statement("access", "end_other_sessions"), ended)
        audit.record(transaction, who.actor, audit.Change("set_own_password", "app_user", who.actor.user_id))
    _limiter.clear(_TRIES, tries)


def set_language(store: Store, actor: Actor, language: str) -> None:
    """Store the language that the user wants everywhere.

    Raises:
        InvalidInput: there is no such language.
    """
    actor.require(Permission.ACCOUNT_OWN)
    if language not in set(Language):
        raise InvalidInput({"language": message(N_("Choose a language, please."))})
    with store.transaction() as transaction:
        transaction.execute(statement("team", "set_language"), [actor.user_id, language])
        change = audit.Change("set_language", "app_user", actor.user_id, None, {"language": language})
        audit.record(transaction, actor, change)


def own_sessions(store: Store, who: SignedIn) -> list[OwnSession]:
    """Return the live sessions of the signed-in user, the latest first."""
    who.actor.require(Permission.ACCOUNT_OWN)
    choices, now = settings.current(store), clock.now()
    since = now - timedelta(days=choices.session_absolute_days)
    seen = now - timedelta(hours=choices.session_idle_hours)
    rows = store.rows(statement("access", "live_sessions_of_user"), [who.actor.user_id, since, seen])
    return [
        OwnSession(row["created_at"], row["seen_at"], row["address"], row["session_hash"] == who.session_hash)
        for row in rows
    ]


def end_other_sessions(store: Store, who: SignedIn) -> int:
    """End every session of the signed-in user but this one; return how many."""
    who.actor.require(Permission.ACCOUNT_OWN)
    with store.transaction() as transaction:
        ended = transaction.rows(
            statement("access", "end_other_sessions"),
            [who.actor.user_id, who.session_hash, clock.now(), "signed out everywhere else"],
        )
        if ended:
            change = audit.Change("sign_out_elsewhere", "session", who.actor.user_id, None, {"count": len(ended)})
            audit.record(transaction, who.actor, change)
    return len(ended)
