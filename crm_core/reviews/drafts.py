"""From what people type about reviews to typed drafts, with a message for each field that cannot be taken. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_core.errors import N_, message
from crm_core.plans.drafts import LINE_LIMIT, TEXT_LIMIT, Reader
from crm_core.plans.model import Priority
from crm_core.reviews.model import MOST_PEOPLE

MINUTES_LIMIT, SUMMARY_LIMIT = 8_000, 2_000


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """When a review is held, and who takes part."""

    held_on: date
    people: tuple[int, ...]

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> ReviewDraft:
        """Return the draft of ``held_on`` and ``people``, at least one.

        Raises:
            InvalidInput: with a message a field.
        """
        reader = Reader(given)
        held_on, people = reader.day("held_on", is_required=True), reader.keys("people", MOST_PEOPLE)
        if not people and "people" not in reader.problems:
            reader.problems["people"] = message(N_("Please choose who takes part."))
        reader.check()
        assert held_on is not None  # noqa: S101 - the reader would have raised
        return cls(held_on, people)


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What was decided, by whom it is done and until when; ``is_action``: it becomes an action of the plan at once."""

    what: str
    owner_id: int
    due_on: date
    priority: Priority
    is_action: bool

    @classmethod
    def parse(cls, given: Mapping[str, object], *, me: int) -> DecisionDraft:
        """Return the draft; who fills it in does it where nobody else is named.

        Raises:
            InvalidInput: with a message a field.
        """
        reader = Reader(given)
        what, due_on = reader.line("what", LINE_LIMIT, is_required=True), reader.day("due_on", is_required=True)
        owner_id, priority = reader.key("owner_id"), reader.choice("priority", Priority, Priority.MID)
        reader.check()
        assert due_on is not None  # noqa: S101 - the reader would have raised
        return cls(what, me if owner_id is None else owner_id, due_on, priority, given.get("is_action", True) is True)


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What is answered to a feedback: words, an action of the plan (``step``), or both."""

    answer: str
    step: DecisionDraft | None

    @classmethod
    def parse(cls, given: Mapping[str, object], *, me: int) -> AnswerDraft:
        """Return the draft of ``answer`` and, where ``is_action``, of ``what``, ``owner_id`` and ``due_on``.

        Raises:
            InvalidInput: with a message a field.
        """
        is_action = given.get("is_action") is True
        reader = Reader(given)
        answer = reader.note("answer", TEXT_LIMIT)
        if not answer and not is_action and not reader.problems:
            reader.problems["answer"] = message(N_("Please answer in words, or make an action of it."))
        reader.check()
        return cls(answer, DecisionDraft.parse(given, me=me) if is_action else None)


@dataclass(frozen=True, slots=True)
class CloseDraft:
    """How a review ends: the day of the next (None: not known yet)."""

    next_on: date | None

    @classmethod
    def parse(cls, given: Mapping[str, object], *, held_on: date) -> CloseDraft:
        """Return the draft of ``next_on``.

        Raises:
            InvalidInput: with a message a field.
        """
        reader = Reader(given)
        next_on = reader.day("next_on")
        if next_on is not None and next_on <= held_on:
            reader.problems["next_on"] = message(N_("A day after this review, please."))
        reader.check()
        return cls(next_on)


def topic(given: Mapping[str, object]) -> str:
    """Return what somebody puts on the agenda.

    Raises:
        InvalidInput: at ``title``.
    """
    reader = Reader(given)
    title = reader.line("title", LINE_LIMIT, is_required=True)
    reader.check()
    return title


def words(given: Mapping[str, object], name: str, limit: int = TEXT_LIMIT, *, is_required: bool = True) -> str:
    """Return a text of several lines.

    Raises:
        InvalidInput: at its field.
    """
    reader = Reader(given)
    text = reader.note(name, limit)
    if is_required and not text and name not in reader.problems:
        reader.problems[name] = message(N_("Please fill this in."))
    reader.check()
    return text


def chosen(given: Mapping[str, object], name: str) -> tuple[int, ...]:
    """Return the people of a list, at least one.

    Raises:
        InvalidInput: at its field.
    """
    reader = Reader(given)
    found = reader.keys(name, MOST_PEOPLE)
    if not found and name not in reader.problems:
        reader.problems[name] = message(N_("Please choose from the list."))
    reader.check()
    return found
