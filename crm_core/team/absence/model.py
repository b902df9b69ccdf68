"""Absence 代班: who is away, from when to when, and who stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from crm_core.access.model import Reach
from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.texts import clean_line

REASON_LIMIT, MOST_DAYS = 100, 366


@dataclass(frozen=True, slots=True)
class Absence:
    """One period, both days included; ``version`` goes back with a change."""

    absence_id: int
    user_id: int
    name: str
    team: str | None
    deputy_id: int
    deputy: str
    first_on: date
    last_on: date
    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class AbsencesRequest:
    """The periods that are not over on a day, as far as ``reach`` (that of ``ABSENCE_EDIT``) goes; one's own tasks too."""

    reach: Reach
    today: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can be away or stand in."""

    user_id: int
    name: str
    team_id: int | None
    team: str | None


@dataclass(frozen=True, slots=True)
class AbsenceDraft:
    """What a form says of an absence, checked."""

    deputy_id: int
    first_on: date
    last_on: date
    reason: str

    @classmethod
    def parse(cls, given: Mapping[str, object], *, today: date) -> AbsenceDraft:
        """Return the draft of ``deputy_id``, ``first_on``, ``last_on`` and ``reason``.

        Raises:
            InvalidInput: with a message a field.
        """
        problems: dict[str, Message] = {}
        deputy = given.get("deputy_id")
        if not isinstance(deputy, int) or isinstance(deputy, bool):
            problems["deputy_id"] = message(N_("Please choose who stands in."))
        first, last = given.get("first_on"), given.get("last_on")
        for name, day in (("first_on", first), ("last_on", last)):
            if not isinstance(day, date):
                problems[name] = message(N_("Please choose a day."))
        if isinstance(first, date) and isinstance(last, date):
            if first < today:
                problems["first_on"] = message(N_("A day from today on, please."))
            if not first <= last <= first + timedelta(days=MOST_DAYS):
                problems["last_on"] = message(N_("Not before the first day, and within a year."))
        reason = clean_line(str(given.get("reason") or ""))
        if len(reason) > REASON_LIMIT:
            problems["reason"] = message(N_("At most {count} characters, please."), count=REASON_LIMIT)
        if problems or not (isinstance(deputy, int) and isinstance(first, date) and isinstance(last, date)):
            raise InvalidInput(problems)
        return cls(deputy, first, last, reason)
