"""Passwords: argon2id, few at a time, and never told apart from unknown users by the work done."""

from __future__ import annotations

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from zxcvbn import zxcvbn

from crm_core.errors import N_, InvalidInput, Refused, message

# About 60-100 ms on the machines measured, 19 MiB: OWASP's recommended floor for argon2id.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
AT_ONCE = 2
_AT_ONCE = threading.BoundedSemaphore(AT_ONCE)
_QUEUE = threading.BoundedSemaphore(40)
MIN_LENGTH, MAX_LENGTH = 10, 128
_CLEAR_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another: no 0 and o, no 1, i and l


class TooManyAtOnce(Refused):
    """So many sign-ins wait already that one more would wait too long."""

    def __init__(self) -> None:
        super().__init__(message(N_("Too many people are signing in right now. Please try again in a moment.")))


def hash_password(password: str) -> str:
    """Return the argon2id hash of ``password``."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def check_strength(password: str, *about: str) -> None:
    """Refuse a password that is short, long, or easily guessed by someone who knows ``about``.

    Raises:
        InvalidInput: at the field ``password``, with what to do.
    """
    if len(password) < MIN_LENGTH:
        raise InvalidInput({"password": message(N_("At least {count} characters, please."), count=MIN_LENGTH)})
    if len(password) > MAX_LENGTH:
        raise InvalidInput({"password": message(N_("At most {count} characters, please."), count=MAX_LENGTH)})
    if zxcvbn(password, user_inputs=list(about))["score"] < 3:
        raise InvalidInput(
            {"password": message(N_("This password is easy to guess. Several unrelated words are good."))}
        )


@cache
def _nobodys_hash() -> str:
    return hash_password(secrets.token_urlsafe(16))


def verify_password(stored_hash: str | None, password: str) -> bool:
    """Return whether ``password`` fits; an unknown user (None) costs the same work and never fits.

    Raises:
        TooManyAtOnce: too many sign-ins are waiting.
    """
    if not _QUEUE.acquire(blocking=False):
        raise TooManyAtOnce
    try:
        against = stored_hash or _nobodys_hash()  # before the place below is taken: it takes one itself, the first time
        with _AT_ONCE:
            try:
                fits: bool = _HASHER.verify(against, password[: MAX_LENGTH * 4])
            except (VerifyMismatchError, VerificationError, InvalidHashError):
                fits = False
    finally:
        _QUEUE.release()
    return fits and stored_hash is not None


def needs_rehash(stored_hash: str) -> bool:
    """Return whether the hash was made with older settings."""
    return _HASHER.check_needs_rehash(stored_hash)


def throwaway_password() -> str:
    """Return a random password to hand over once: 16 characters that are easy to read aloud, 79 bits."""
    return "-".join("".join(secrets.choice(_CLEAR_LETTERS) for _ in range(4)) for _ in range(4))


def as_typed(code: str) -> str:
    """Return a one-time code as it was made, however it was typed: in capitals, without its dashes, with blanks."""
    bare = "".join(letter for letter in code.lower() if letter.isalnum())
    return "-".join(bare[at : at + 4] for at in range(0, len(bare), 4))
