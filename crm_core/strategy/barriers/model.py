"""What stands in the way of a deeper relation: for whom, who sees to it, what is done, and how far that is. No I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from crm_core.errors import N_, message
from crm_core.plans.drafts import LINE_LIMIT, Reader
from crm_core.relationships.norms.model import Subject
from crm_core.texts import clean_line

NOTE_LIMIT, WORDS_LIMIT, MOST_WORDS = 1_000, 100, 8
MOST_BARRIERS = 100
COUNTED = timedelta(days=365)  # how far back customers' reasons and suggestions are counted as evidence


class State(StrEnum):
    """How far a barrier is."""

    OPEN = "open"
    WORKING = "working"
    OVERCOME = "overcome"
    ACCEPTED = "accepted"

    @property
    def is_open(self) -> bool:
        """Whether it still stands in the way of something that is wanted."""
        return self in (State.OPEN, State.WORKING)


STATE_LABELS = {
    State.OPEN: N_("In the way"),
    State.WORKING: N_("Being removed"),
    State.OVERCOME: N_("Overcome"),
    State.ACCEPTED: N_("Accepted as it is"),
}


@dataclass(frozen=True, slots=True)
class About:
    """For whom or where a barrier is: a type, tier or group, a touchpoint, or (neither) all customers."""

    subject: Subject | None = None
    touchpoint_id: int | None = None

    def __str__(self) -> str:
        if self.touchpoint_id is not None:
            return f"touchpoint:{self.touchpoint_id}"
        return "" if self.subject is None else str(self.subject)

    @property
    def customers(self) -> str:
        """The key of the customers whom it is about; '' all."""
        return "" if self.subject is None else str(self.subject)

    @classmethod
    def parse(cls, text: str) -> About | None:
        """Return what a key names; None where it names nothing."""
        if not text:
            return cls()
        kind, _, about = text.partition(":")
        if kind == "touchpoint" and about.isascii() and about.isdigit() and 0 < len(about) < 19:
            return cls(touchpoint_id=int(about))
        subject = Subject.parse(text)
        return None if subject is None else cls(subject)


@dataclass(frozen=True, slots=True)
class BarrierDraft:
    """What a form says of a barrier, checked; that people, actions and places exist is the service's to see."""

    what: str
    about: About
    owner_id: int | None
    action_id: int | None
    state: State
    since_on: date
    reason_id: int | None
    heard: tuple[str, ...]
    note: str

    @classmethod
    def parse(cls, given: Mapping[str, object], *, today: date) -> BarrierDraft:
        """Return the draft of ``what``, ``about``, ``owner_id``, ``action_id``, ``state``, ``since_on`` (today where missing),
        ``reason_id``, ``heard`` (words, with commas or blanks between) and ``note``.

        Raises:
            InvalidInput: with a message a field.
        """
        reader = Reader(given)
        what = reader.line("what", LINE_LIMIT, is_required=True)
        about = About.parse(clean_line(str(given.get("about") or "")))
        if about is None:
            reader.problems["about"] = message(N_("Please choose one of the list."))
        since_on = reader.day("since_on") or today
        if since_on > today:
            reader.problems["since_on"] = message(N_("This day lies ahead."))
        heard = tuple(dict.fromkeys(re.findall(r"[^\s,，、;；]+", reader.line("heard", WORDS_LIMIT))))
        if len(heard) > MOST_WORDS or any(len(word) < 2 for word in heard):
            reader.problems["heard"] = message(
                N_("At most {count} words, each of two characters or more."), count=MOST_WORDS
            )
        draft = cls(
            what, about or About(), reader.key("owner_id"), reader.key("action_id"),
            reader.choice("state", State, State.OPEN), since_on, reader.key("reason_id"), heard,
            reader.note("note", NOTE_LIMIT),
        )  # fmt: skip
        reader.check()
        return draft


@dataclass(frozen=True, slots=True)
class Barrier:
    """One barrier of a plan. ``owner_name`` None: nobody, or the person is gone; ``place``: what a group or touchpoint is called."""

    barrier_id: int
    what: str
    about: About
    place: str | None
    owner_id: int | None
    owner_name: str | None
    is_owner_active: bool
    action_id: int | None
    state: State
    since_on: date
    ended_on: date | None
    reason_id: int | None
    heard: tuple[str, ...]
    note: str
    version: int
    updated_at: datetime
    updated_by: str | None

    def draft(self) -> BarrierDraft:
        """Return what its form holds."""
        return BarrierDraft(
            self.what, self.about, self.owner_id, self.action_id, self.state, self.since_on, self.reason_id, self.heard,
            self.note,
        )  # fmt: skip

    @property
    def lacks_person(self) -> bool:
        """Whether it stands in the way and nobody active sees to it."""
        return self.state.is_open and not self.is_owner_active

    @property
    def lacks_action(self) -> bool:
        """Whether it stands in the way and nothing is done."""
        return self.state.is_open and self.action_id is None

    @property
    def is_marked(self) -> bool:
        """Whether something is missing."""
        return self.lacks_person or self.lacks_action


def place_of(one: Barrier) -> tuple[bool, bool, date, int]:
    """Return where a barrier stands in the list: what lacks something first, then the open, the longest known first."""
    return (not one.state.is_open, not one.is_marked, one.since_on, one.barrier_id)
