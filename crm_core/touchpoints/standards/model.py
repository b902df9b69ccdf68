"""Whether a touchpoint keeps its promise of an answer in time: by what that is told, from which days, by which rule. No I/O.

Only what the store holds days of is measured: a customer's entry and first contact, a suggestion and its answer, a promise and its
doing. When an enquiry came in by itself is stored nowhere, so of it a person says what they found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm_core.errors import N_, message
from crm_core.plans.drafts import Reader
from crm_core.targets.workdays import working_day_after
from crm_core.touchpoints.model import Touchpoint, Unit

EVIDENCE_LIMIT, MOST_ASKED = 500, 100_000


class Measure(StrEnum):
    """By what a standard is measured."""

    HAND = "hand"
    FIRST_CONTACT = "first_contact"
    SUGGESTION = "suggestion"
    PROMISE = "promise"


MEASURE_LABELS = {
    Measure.HAND: N_("By hand: somebody looks and counts"),
    Measure.FIRST_CONTACT: N_("First contact after a customer was entered"),
    Measure.SUGGESTION: N_("Answer to what a customer suggested"),
    Measure.PROMISE: N_("Promised follow-up done by its day"),
}
MEASURE_RULES = {
    Measure.HAND: N_(
        "Nothing in the records tells when an enquiry came in here. Look at some of them, and enter how many were answered in time."
    ),
    Measure.FIRST_CONTACT: N_(
        "Of the customers entered by hand in the last 90 days: those who were reached within the promised working days. Imported ones "
        "do not count, nor those whose days are not over yet."
    ),
    Measure.SUGGESTION: N_(
        "Of the suggestions of the last 90 days that came through its channels about what its guides are for: those that were answered "
        "within the promised working days."
    ),
    Measure.PROMISE: N_(
        "Of the follow-ups promised in conversations through its channels about what its guides are for, due in the last 90 days: those "
        "that were done by their day. How long the promise itself was plays no part."
    ),
}


def measures_for(point: Touchpoint) -> tuple[Measure, ...]:
    """Return by what a touchpoint can be measured: days are known, hours are not; what its guides are for has to be said."""
    found = [Measure.HAND]
    if point.unit is Unit.DAY:
        found.append(Measure.FIRST_CONTACT)
    if point.guides:
        found += [Measure.SUGGESTION] if point.unit is Unit.DAY else []
        found.append(Measure.PROMISE)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Happened:
    """What was asked on one day and answered on another (None: not yet), so many times."""

    asked_on: date
    answered_on: date | None
    count: int


def kept_in_time(rows: Iterable[Happened], within: int, today: date) -> tuple[int, int]:
    """Return how many were answered within so many working days, and how many of which that is known.

    One that is not answered yet counts once its last day is over. ``within`` 0: by the very day.
    """
    kept = asked = 0
    for row in rows:
        last = row.asked_on if within == 0 else working_day_after(row.asked_on, within)
        is_kept = row.answered_on is not None and row.answered_on <= last
        if is_kept or row.answered_on is not None or last < today:
            asked += row.count
            kept += row.count if is_kept else 0
    return kept, asked


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person found on a day: of ``asked`` looked at, ``kept`` were answered in time."""

    reading_id: int
    touchpoint_id: int
    measured_on: date
    asked: int
    kept: int
    evidence: str
    read_by: str | None


@dataclass(frozen=True, slots=True)
class ReadingDraft:
    """What a form says of a reading, checked."""

    measured_on: date
    asked: int
    kept: int
    evidence: str

    @classmethod
    def parse(cls, given: Mapping[str, object], *, today: date) -> ReadingDraft:
        """Return the draft of ``measured_on`` (today where not said), ``asked``, ``kept`` and ``evidence``.

        Raises:
            InvalidInput: with a message a field.
        """
        reader = Reader(given)
        day = reader.day("measured_on") or today
        if day > today:
            reader.problems["measured_on"] = message(N_("This day lies ahead."))
        asked, kept = _count(reader, "asked", 1), _count(reader, "kept", 0)
        if kept > asked and not reader.problems:
            reader.problems["kept"] = message(N_("No more than were looked at."))
        evidence = reader.line("evidence", EVIDENCE_LIMIT, is_required=True)
        reader.check()
        return cls(day, asked, kept, evidence)


def _count(reader: Reader, name: str, least: int) -> int:
    text = reader.line(name, 10, is_required=True)
    count = int(text) if text.isascii() and text.isdigit() else -1
    if not least <= count <= MOST_ASKED:
        reader.problems.setdefault(
            name, message(N_("A whole number from {low} to {high}, please."), low=least, high=MOST_ASKED)
        )
    return count


@dataclass(frozen=True, slots=True)
class Told:
    """By what a touchpoint is measured (``version`` 0: nobody has said), and what people found, the latest first."""

    measure: Measure
    version: int
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """How many answers of one touchpoint were in time, between two days, as known on ``today``?"""

    point: Touchpoint
    measure: Measure
    first: date
    last: date
    today: date
