"""How much a customer could become, by a person's estimate or its size, and the marks new, old and large. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from crm_core.customers.model import Fields
from crm_core.errors import N_, Message, message
from crm_core.periods import add_months

REASON_LIMIT = 200
_LARGE_COMPANY, _MIDDLE_COMPANY, _LARGE_GROUP = 300, 50, 4


class Level(StrEnum):
    """How much more a customer could buy."""

    HIGH = "high"
    MID = "mid"
    LOW = "low"


class Mark(StrEnum):
    """What dates and sums say of a customer; one may be old and large."""

    NEW = "new"
    OLD = "old"
    LARGE = "large"


LEVEL_LABELS: Mapping[Level, str] = {
    Level.HIGH: N_("High potential"),
    Level.MID: N_("Some potential"),
    Level.LOW: N_("Little potential"),
}
MARK_LABELS: Mapping[Mark, str] = {
    Mark.NEW: N_("Newly won"),
    Mark.OLD: N_("Old customer"),
    Mark.LARGE: N_("Large customer"),
}


@dataclass(frozen=True, slots=True)
class Potential:
    """A person's estimate; ``version`` goes back with an edit."""

    level: Level
    reason: str
    set_on: date
    who: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Guess:
    """What a company's size speaks for, and why."""

    level: Level
    why: Message


@dataclass(frozen=True, slots=True)
class Outlook:
    """Estimate and guess of a customer's potential; None where there is none."""

    potential: Potential | None
    guess: Guess | None


def guessed(employees: int | None, companies: int) -> Guess | None:
    """Return what the size of a company and the number of companies of its group speak for; None where neither is known."""
    if companies >= _LARGE_GROUP:
        return Guess(Level.HIGH, message(N_("a group of {count} companies"), count=companies))
    if employees is None:
        return Guess(Level.MID, message(N_("a group of {count} companies"), count=companies)) if companies > 1 else None
    level = Level.LOW
    if employees >= _MIDDLE_COMPANY or companies > 1:
        level = Level.HIGH if employees >= _LARGE_COMPANY else Level.MID
    return Guess(level, message(N_("{count} employees"), count=employees))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From when on a customer counts as new, old or large; 0 switches a mark off. ``large`` in the store's currency."""

    new_days: int
    old_months: int
    large: Decimal


def marks_of(
    first_on: date | None, last_on: date | None, year_net: Decimal, limits: Thresholds, today: date
) -> tuple[Mark, ...]:
    """Return the marks of a customer by the days of its first and last purchase and its net sales of twelve months.

    New is who first bought at most so many days ago; old who first bought so many months ago and again within twelve; large
    who bought for so much within twelve months.
    """
    found = []
    if first_on is not None and limits.new_days and (today - first_on).days <= limits.new_days:
        found.append(Mark.NEW)
    is_kept = last_on is not None and last_on >= add_months(today, -12)
    if first_on is not None and is_kept and limits.old_months and first_on <= add_months(today, -limits.old_months):
        found.append(Mark.OLD)
    if limits.large and year_net >= limits.large:
        found.append(Mark.LARGE)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PotentialDraft:
    """What a form says of a customer's potential, checked; ``level`` None takes the estimate away."""

    level: Level | None
    reason: str

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> PotentialDraft:
        """Return the draft; an estimate asks for its reason.

        Raises:
            InvalidInput: with a message a field.
        """
        fields = Fields(given)
        level = fields.choice("level", Level, None)
        reason = fields.line("reason", REASON_LIMIT)
        if level is not None and not reason:
            fields.problems.setdefault("reason", message(N_("Please say why.")))
        fields.check()
        return cls(level, reason or "")
