"""Users and teams: what a form may say of them, and the rules that need no store."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from crm_core.access.model import Role, fold_username
from crm_core.errors import N_, InvalidInput, Message, Refused, message

MIN_USERNAME, MAX_USERNAME, MAX_NAME = 2, 64, 60
ROLES_WITH_TEAM = (Role.LEAD, Role.STAFF)
# What the trail calls those who are no users; nobody may look like them.
_RESERVED = frozenset({"console", "scheduler", "nobody"})
# Latin without accents, digits and Han only: no letter of another script can pass for one of these.
_HAN = "㐀-䶿一-鿿\U00020000-\U000323af"
_USERNAME = re.compile(rf"[a-z0-9{_HAN}](?:[a-z0-9{_HAN}._@-]*[a-z0-9{_HAN}])?")


@dataclass(frozen=True, slots=True)
class Team:
    """A team and how many active users are on it."""

    team_id: int
    name: str
    is_active: bool
    version: int
    member_count: int


@dataclass(frozen=True, slots=True)
class User:
    """A user as an administrator sees one. ``signed_in_at`` is None before the first sign-in."""

    user_id: int
    username: str
    display_name: str
    role: Role
    team_id: int | None
    team_name: str | None
    language: str | None
    is_active: bool
    must_change_password: bool
    is_demo: bool
    version: int
    created_at: datetime
    signed_in_at: datetime | None

    def as_text(self) -> dict[str, str]:
        """Return what a form may change, as texts; for the two versions of a stale edit."""
        return UserDraft(self.username, self.display_name, self.role, self.team_id).as_text()


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A throw-away password, to be shown once and kept nowhere in the clear."""

    user_id: int
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What a user still owns: customers, follow-ups that are open, touchpoints. They are for somebody to take over."""

    customer_count: int
    follow_up_count: int
    touchpoint_count: int

    @property
    def is_anything(self) -> bool:
        """Whether somebody has to take over."""
        return bool(self.customer_count or self.follow_up_count or self.touchpoint_count)


@dataclass(frozen=True, slots=True)
class UserDraft:
    """A user as a form says it: ``username`` folded, ``team_id`` None where the role needs no team."""

    username: str
    display_name: str
    role: Role
    team_id: int | None

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> UserDraft:
        """Return what the texts ``username``, ``display_name``, ``role`` and ``team_id`` say.

        Raises:
            InvalidInput: with a message a field.
        """
        problems: dict[str, Message] = {}
        username = _taken(problems, "username", parse_username, given.get("username", ""))
        display_name = _taken(problems, "display_name", parse_name, given.get("display_name", ""))
        role = given.get("role", "")
        if role not in set(Role):
            problems["role"] = message(N_("Choose a role, please."))
        team = given.get("team_id", "").strip()
        if team and not re.fullmatch(r"[0-9]{1,18}", team):
            problems["team_id"] = message(N_("Choose a team, please."))
        elif not team and role in ROLES_WITH_TEAM:
            problems["team_id"] = message(N_("A team lead and staff belong to a team. Choose one, please."))
        if problems:
            raise InvalidInput(problems)
        return cls(username, display_name, Role(role), int(team) if team else None)

    def as_text(self) -> dict[str, str]:
        """Return the fields as a form holds them."""
        team = "" if self.team_id is None else str(self.team_id)
        return {
            "username": self.username,
            "display_name": self.display_name,
            "role": self.role.value,
            "team_id": team,
        }


class _Unfit(Exception):
    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _taken(problems: dict[str, Message], name: str, parse: Callable[[str], str], text: str) -> str:
    try:
        return parse(text)
    except _Unfit as error:
        problems[name] = error.reason
        return ""


def parse_username(text: str) -> str:
    """Return the folded user name: lower case, full-width signs made plain."""
    folded = fold_username(text)
    if len(folded) < MIN_USERNAME or len(text.strip()) > MAX_USERNAME:
        raise _Unfit(message(N_("{low} to {high} characters, please."), low=MIN_USERNAME, high=MAX_USERNAME))
    if not _USERNAME.fullmatch(folded):
        raise _Unfit(
            message(N_("Only a–z, digits, Chinese characters and . _ - @ inside, please; no blanks, no other letters."))
        )
    if folded in _RESERVED:
        raise _Unfit(message(N_("This name is taken by the program itself.")))
    return folded


def parse_name(text: str) -> str:
    """Return a name for people to read: composed, one blank between words, no invisible signs."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise _Unfit(message(N_("A name, please.")))
    if len(name) > MAX_NAME:
        raise _Unfit(message(N_("At most {count} characters, please."), count=MAX_NAME))
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") for sign in name):
        raise _Unfit(message(N_("This holds invisible or unknown signs. Please type it anew.")))
    if fold_username(name) in _RESERVED:
        raise _Unfit(message(N_("This name is taken by the program itself.")))
    return name


def parse_team_name(text: str) -> str:
    """Return the name of a team.

    Raises:
        InvalidInput: at the field ``name``.
    """
    try:
        return parse_name(text)
    except _Unfit as error:
        raise InvalidInput({"name": error.reason}) from None


class LastAdministrator(Refused):
    """The only active administrator would be gone."""

    def __init__(self) -> None:
        super().__init__(message(N_("This is the last active administrator. Make another one first.")))


class NotYourself(Refused):
    """Nobody disables himself, so that nobody locks himself out by a slip."""

    def __init__(self) -> None:
        super().__init__(message(N_("You cannot disable your own account. Ask another administrator.")))


class TeamHasMembers(Refused):
    """A team with active members stays."""

    def __init__(self, count: int) -> None:
        super().__init__(
            message(N_("This team still has active users ({count}). Move them to another team first."), count=count)
        )
        self.count = count


class UsersExist(Refused):
    """The first administrator is made once."""

    def __init__(self) -> None:
        super().__init__(message(N_("There are users already. Please sign in.")))
