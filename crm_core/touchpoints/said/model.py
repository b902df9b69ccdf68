"""What an interaction has beyond its own row: its purpose, with whom, the chat; and what the customer suggested. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from crm_core.access.model import Reach
from crm_core.customers.model import Fields
from crm_core.errors import N_, message
from crm_core.touchpoints.model import Purpose

CHAT_LIMIT, SUGGESTION_LIMIT, ANSWER_LIMIT = 20_000, 2_000, 1_000


class State(StrEnum):
    """What became of a suggestion."""

    NEW = "new"
    CONSIDERED = "considered"
    ADOPTED = "adopted"
    DECLINED = "declined"


STATE_LABELS = {
    State.NEW: N_("New suggestion"),
    State.CONSIDERED: N_("Being considered"),
    State.ADOPTED: N_("Adopted"),
    State.DECLINED: N_("Not adopted"),
}


@dataclass(frozen=True, slots=True)
class SaidDraft:
    """What a form says beyond the interaction itself, checked; all of it may be missing."""

    purpose: Purpose | None
    contact_id: int | None
    chat: str
    suggestion: str

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> SaidDraft:
        """Return the draft of ``purpose``, ``contact_id``, ``chat`` and ``suggestion``.

        Raises:
            InvalidInput: with a message a field.
        """
        fields = Fields(given)
        purpose = fields.choice("purpose", Purpose, None)
        contact = given.get("contact_id") or None
        if contact is not None and (not isinstance(contact, int) or isinstance(contact, bool)):
            fields.problems["contact_id"] = message(N_("Please choose from the list."))
            contact = None
        chat, suggestion = fields.note("chat", CHAT_LIMIT), fields.note("suggestion", SUGGESTION_LIMIT)
        fields.check()
        return cls(purpose, int(str(contact)) if contact is not None else None, chat or "", suggestion or "")

    @property
    def has_details(self) -> bool:
        """Whether anything is said but a suggestion."""
        return self.purpose is not None or self.contact_id is not None or bool(self.chat)


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What becomes of a suggestion, as a form says it, checked."""

    state: State
    answer: str

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> AnswerDraft:
        """Return the draft of ``state`` and ``answer``; what is adopted or not needs words to the customer.

        Raises:
            InvalidInput: with a message a field.
        """
        fields = Fields(given)
        state = fields.choice("state", State, None)
        answer = fields.note("answer", ANSWER_LIMIT)
        if state is None:
            fields.problems.setdefault("state", message(N_("Please choose from the list.")))
        if state in (State.ADOPTED, State.DECLINED) and not answer:
            fields.problems.setdefault("answer", message(N_("Please say what the customer is told.")))
        fields.check()
        return cls(state or State.NEW, answer or "")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a customer suggested; ``version`` goes back with an answer."""

    suggestion_id: int
    interaction_id: int
    customer_id: int
    customer: str
    content: str
    state: State
    answer: str
    said_on: date
    who: str | None
    answered_by: str | None
    answered_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class SuggestionsRequest:
    """A request for a part of the suggestions within a reach; ``state`` None: all of them."""

    reach: Reach
    state: State | None
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A part of the suggestions, the latest first; how many there are in each state within the reach."""

    found: tuple[Suggestion, ...]
    counts: Mapping[State, int]


@dataclass(frozen=True, slots=True)
class SaidRequest:
    """What was said in these interactions of one customer, beyond their own rows?"""

    reach: Reach
    customer_id: int
    interaction_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What one interaction has beyond its own row."""

    purpose: Purpose | None
    contact_id: int | None
    contact: str | None
    chat: str
    suggestions: tuple[Suggestion, ...]
