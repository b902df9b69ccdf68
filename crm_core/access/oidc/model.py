"""What the company's sign-in service is, whom it names, and why nobody was signed in: types without I/O."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from crm_core.errors import N_, InvalidInput, Message, Refused, message

ALLOWANCE_LIVES = timedelta(days=14)
MAX_EMAIL, MAX_SUBJECT = 254, 255
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """The sign-in service as the operator named it. ``secret`` is '' for a public client.

    ``domains`` are the folded e-mail domains that may sign in; none means all.
    """

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    name: str
    domains: tuple[str, ...] = ()


class Claim(StrEnum):
    """What of an account at the service is compared when it is linked for the first time."""

    EMAIL = "email"
    USERNAME = "username"


CLAIM_LABELS: Mapping[Claim, str] = {Claim.EMAIL: N_("E-mail address"), Claim.USERNAME: N_("User name there")}


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the service named: ``issuer`` and ``subject`` are the account, the rest is only looked at for a first link.

    ``email`` is '' unless the service says that it has confirmed it.
    """

    issuer: str
    subject: str
    email: str
    username: str

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> Identity:
        """Return the identity in claims that have been verified."""
        email = claims.get("email") if claims.get("email_verified") is True else ""
        username = claims.get("preferred_username")
        return cls(
            str(claims["iss"]),
            str(claims["sub"]),
            fold_outside(email) if isinstance(email, str) else "",
            fold_outside(username) if isinstance(username, str) else "",
        )

    def says(self, claim: Claim) -> str:
        """Return what the service says of ``claim``, folded; '' for nothing."""
        return self.email if claim is Claim.EMAIL else self.username

    def is_of(self, domains: tuple[str, ...]) -> bool:
        """Return whether the confirmed e-mail address lies in one of ``domains``; without domains, always."""
        return not domains or self.email.rpartition("@")[2] in domains


@dataclass(frozen=True, slots=True)
class Allowance:
    """That an account at the service may become a user's, the first time that it signs in."""

    claim: Claim
    expected: str
    allowed_at: datetime

    def lapses_at(self) -> datetime:
        """Return when it holds no longer."""
        return self.allowed_at + ALLOWANCE_LIVES


@dataclass(frozen=True, slots=True)
class Link:
    """An account at a service that is a user's. ``email`` is what the service had confirmed at the first sign-in, or ''."""

    issuer: str
    subject: str
    email: str
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class OutsideAccount:
    """How a user may sign in through the service: by a link, by an allowance that waits, or not at all."""

    link: Link | None
    allowance: Allowance | None


class Reason(StrEnum):
    """Why nobody was signed in; the values stand in addresses and in the trail."""

    UNREACHABLE = "unreachable"
    DENIED = "denied"
    STALE = "stale"
    UNPROVEN = "unproven"
    NOT_LINKED = "not_linked"
    UNCONFIRMED = "unconfirmed"
    DOMAIN = "domain"
    DISABLED = "disabled"
    DEMO = "demo"
    BUSY = "busy"


REASON_TEXTS: Mapping[Reason, str] = {
    Reason.UNREACHABLE: N_("{name} cannot be reached right now. Please try again in a moment, or use your password."),
    Reason.DENIED: N_("{name} did not sign you in. Please try again, or use your password."),
    Reason.STALE: N_(
        "This sign-in was begun too long ago or in another browser, or was used already. Please begin anew."
    ),
    Reason.UNPROVEN: N_(
        "The answer of {name} does not prove who you are, so nobody was signed in. "
        "Please try again; if this stays, tell an administrator."
    ),
    Reason.NOT_LINKED: N_(
        "Your account at {name} belongs to no user here yet. Ask an administrator to allow it under Users and teams."
    ),
    Reason.UNCONFIRMED: N_(
        "{name} has not confirmed your e-mail address, so it cannot be linked with a user. Confirm it there first."
    ),
    Reason.DOMAIN: N_("Only accounts with an e-mail address of the company may sign in here."),
    Reason.DISABLED: N_("Your user is disabled. Ask an administrator."),
    Reason.DEMO: N_("Demo accounts work on this computer only. Ask an administrator for an account."),
    Reason.BUSY: N_("Too many people are signing in right now. Please try again in a moment."),
}


# The same for the trail, in few words.
REASON_LABELS: Mapping[Reason, str] = {
    Reason.UNREACHABLE: N_("service not reached"),
    Reason.DENIED: N_("refused by the service"),
    Reason.STALE: N_("old, used or foreign answer"),
    Reason.UNPROVEN: N_("answer proves nothing"),
    Reason.NOT_LINKED: N_("account not linked"),
    Reason.UNCONFIRMED: N_("e-mail address not confirmed"),
    Reason.DOMAIN: N_("foreign e-mail domain"),
    Reason.DISABLED: N_("disabled user"),
    Reason.DEMO: N_("demo account from elsewhere"),
    Reason.BUSY: N_("too many at once"),
}


def reason_text(reason: Reason, name: str) -> Message:
    """Return the sentence for a person; ``name`` is what the service is called."""
    text = REASON_TEXTS[reason]
    return message(text, name=name) if "{name}" in text else message(text)


class OidcRefused(Refused):
    """Nobody was signed in. ``detail`` says for the log what was wrong, in the program's own words; it names nobody."""

    def __init__(self, reason: Reason, name: str, detail: str = "") -> None:
        super().__init__(reason_text(reason, name))
        self.reason = reason
        self.detail = detail


def fold_outside(text: str) -> str:
    """Return the form in which e-mail addresses and names of the service are kept and compared; '' for what is neither."""
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    return folded if len(folded) <= MAX_EMAIL and folded.isprintable() else ""


def parse_allowance(given: Mapping[str, str]) -> tuple[Claim, str]:
    """Return what a first sign-in must say: the claim, and the folded text that is expected.

    Raises:
        InvalidInput: with a message a field.
    """
    if given.get("claim") not in set(Claim):
        raise InvalidInput({"claim": message(N_("Choose what is compared, please."))})
    claim, expected = Claim(given["claim"]), fold_outside(given.get("expected", ""))
    if claim is Claim.EMAIL and not _EMAIL.fullmatch(expected):
        raise InvalidInput({"expected": message(N_("An e-mail address, please, such as li.na@example.com."))})
    if not expected:
        raise InvalidInput({"expected": message(N_("The name as the sign-in service writes it, please."))})
    return claim, expected


def is_safe_address(url: object, *, issuer: str) -> bool:
    """Return whether ``url`` may be asked: HTTPS, or plain HTTP on loopback where the issuer is there too."""
    if not isinstance(url, str) or not url.isascii() or not url.isprintable() or " " in url:
        return False
    asked, home = urlsplit(url), urlsplit(issuer)
    if not asked.hostname or asked.username or asked.password:
        return False
    loopback = {"localhost", "127.0.0.1", "::1"}
    is_desk = home.scheme == "http" and home.hostname in loopback
    return asked.scheme == "https" or (asked.scheme == "http" and is_desk and asked.hostname in loopback)
