"""Purposes and their texts, what a customer said to them, and closed channels. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.texts import clean_line, clean_text

NAME_LIMIT, TEXT_LIMIT, NOTE_LIMIT = 60, 4000, 300
MOST_PURPOSES = 30
LANGUAGES = {"cn": "zh_CN", "tw": "zh_TW", "en": "en"}  # how columns end, by the program's languages


class ConsentState(StrEnum):
    """What a customer said to a purpose."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Means(StrEnum):
    """How a customer said it."""

    FORM = "form"
    PHONE = "phone"
    PAPER = "paper"
    ONLINE = "online"


class ClosedChannel(StrEnum):
    """A channel that a customer may close; those in which interactions are logged too bear the same names there."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    WECHAT = "wechat"
    POST = "post"


STATE_LABELS = {
    ConsentState.GIVEN: N_("Given"),
    ConsentState.REFUSED: N_("Refused"),
    ConsentState.WITHDRAWN: N_("Withdrawn"),
}
MEANS_LABELS = {
    Means.FORM: N_("on our form"),
    Means.PHONE: N_("by phone"),
    Means.PAPER: N_("on paper"),
    Means.ONLINE: N_("online"),
}
CLOSED_LABELS = {
    ClosedChannel.PHONE: N_("Phone call"),
    ClosedChannel.SMS: N_("Text message"),
    ClosedChannel.EMAIL: N_("Email message"),
    ClosedChannel.WECHAT: N_("WeChat"),
    ClosedChannel.POST: N_("Post"),
}
Member = TypeVar("Member", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class InLanguages:
    """One text as it was written in each of the program's languages; '' where it was not."""

    cn: str = ""
    tw: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """Return the text in ``language`` (``zh_CN``, ``zh_TW``, ``en``), else in the next one that there is."""
        chosen = {"zh_CN": (self.cn, self.tw, self.en), "zh_TW": (self.tw, self.cn, self.en)}
        return next((text for text in chosen.get(language, (self.en, self.cn, self.tw)) if text), "")

    @classmethod
    def parse(cls, given: Mapping[str, object], prefix: str, limit: int, problems: dict[str, Message]) -> InLanguages:
        """Return the text of the fields ``prefix``_cn, _tw and _en; what is wrong goes into ``problems`` by field."""
        found = {}
        for ending in LANGUAGES:
            name = f"{prefix}_{ending}"
            typed = str(given.get(name) or "")
            text = clean_text(typed) if limit > NAME_LIMIT else clean_line(typed)
            if len(text) > limit:
                problems[name] = message(N_("At most {count} characters, please."), count=limit)
            found[ending] = text
        if not any(found.values()):
            problems[f"{prefix}_cn"] = message(N_("Please fill this in, in one language at least."))
        return cls(**found)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What consent is asked for, with the text that stands: its version (0: there is none yet), and since when."""

    purpose_id: int
    name: InLanguages
    is_active: bool
    version: int
    text_number: int = 0
    text: InLanguages = field(default_factory=InLanguages)
    text_since_on: date | None = None


@dataclass(frozen=True, slots=True)
class PurposeDraft:
    """What a form says of a purpose, checked."""

    name: InLanguages
    text: InLanguages
    is_active: bool

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> PurposeDraft:
        """Return the draft.

        Raises:
            InvalidInput: with a message a field.
        """
        problems: dict[str, Message] = {}
        name = InLanguages.parse(given, "name", NAME_LIMIT, problems)
        text = InLanguages.parse(given, "text", TEXT_LIMIT, problems)
        if problems:
            raise InvalidInput(problems)
        return cls(name, text, bool(given.get("is_active", True)))


@dataclass(frozen=True, slots=True)
class Said:
    """What a customer said to a purpose once. ``note`` is the evidence; ``who`` logged it."""

    consent_id: int
    purpose_id: int
    text_number: int
    state: ConsentState
    said_on: date
    means: Means
    note: str
    who: str
    logged_at: datetime


@dataclass(frozen=True, slots=True)
class OptOut:
    """A channel that a customer closed. ``ended_at``: it was opened again."""

    opt_out_id: int
    channel: ClosedChannel
    since_on: date
    reason: str
    who: str
    logged_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None


@dataclass(frozen=True, slots=True)
class PurposeState:
    """A purpose and all that a customer said to it, the latest first; nothing where it was never asked."""

    purpose: Purpose
    history: tuple[Said, ...]

    @property
    def now(self) -> Said | None:
        """What stands."""
        return self.history[0] if self.history else None

    @property
    def is_of_old_text(self) -> bool:
        """Whether consent was given to an earlier version of the text than the one that stands."""
        now = self.now
        return now is not None and now.state is ConsentState.GIVEN and now.text_number < self.purpose.text_number


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a customer agreed to and does not want. ``closed`` are the channels that stand closed, ``opened`` the former ones."""

    purposes: tuple[PurposeState, ...]
    closed: tuple[OptOut, ...]
    opened: tuple[OptOut, ...]

    @property
    def given_count(self) -> int:
        """How many of the purposes that are in use stand as given."""
        return sum(1 for each in self.purposes if each.now is not None and each.now.state is ConsentState.GIVEN)


@dataclass(frozen=True, slots=True)
class SaidDraft:
    """What a form says of a consent, checked."""

    purpose_id: int
    state: ConsentState
    said_on: date
    means: Means
    note: str

    @classmethod
    def parse(cls, given: Mapping[str, object], *, today: date) -> SaidDraft:
        """Return the draft; without a day it was said today.

        Raises:
            InvalidInput: with a message a field.
        """
        problems: dict[str, Message] = {}
        state = _choice(given, "state", ConsentState, problems)
        means = _choice(given, "means", Means, problems)
        purpose_id = given.get("purpose_id")
        if not isinstance(purpose_id, int):
            problems["purpose_id"] = message(N_("Please choose from the list."))
        said_on = _day(given, "said_on", today, problems)
        note = _note(given, "note", problems)
        if problems or state is None or means is None or not isinstance(purpose_id, int):
            raise InvalidInput(problems)
        return cls(purpose_id, state, said_on, means, note)


@dataclass(frozen=True, slots=True)
class OptOutDraft:
    """What a form says of a channel that is to be closed, checked."""

    channel: ClosedChannel
    since_on: date
    reason: str

    @classmethod
    def parse(cls, given: Mapping[str, object], *, today: date) -> OptOutDraft:
        """Return the draft; without a day it holds from today.

        Raises:
            InvalidInput: with a message a field.
        """
        problems: dict[str, Message] = {}
        channel = _choice(given, "channel", ClosedChannel, problems)
        since_on = _day(given, "since_on", today, problems)
        reason = _note(given, "reason", problems)
        if problems or channel is None:
            raise InvalidInput(problems)
        return cls(channel, since_on, reason)


def _choice(given: Mapping[str, object], name: str, kind: type[Member], problems: dict[str, Message]) -> Member | None:
    value = given.get(name)
    if isinstance(value, str) and value in [member.value for member in kind]:
        return kind(value)
    problems[name] = message(N_("Please choose from the list."))
    return None


def _day(given: Mapping[str, object], name: str, today: date, problems: dict[str, Message]) -> date:
    value = given.get(name)
    if value is None or value == "":
        return today
    if not isinstance(value, date):
        problems[name] = message(N_("A date, please, such as 2026-03-31."))
        return today
    if value > today:
        problems[name] = message(N_("This day has not come yet."))
    return value


def _note(given: Mapping[str, object], name: str, problems: dict[str, Message]) -> str:
    text = clean_text(str(given.get(name) or ""))
    if len(text) > NOTE_LIMIT:
        problems[name] = message(N_("At most {count} characters, please."), count=NOTE_LIMIT)
    return text
