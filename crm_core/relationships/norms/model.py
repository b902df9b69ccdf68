"""How often customers are to be contacted, when that falls due, and what comes first. No I/O.

A contact is due ``days`` calendar days after the last one in which somebody was reached; where that is a day off work, on the
next working day. It never drifts: the next span is counted from the contact itself, not from the day it was moved to.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from crm_core.access.model import Reach
from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.interactions.model import Channel
from crm_core.relationships.model import LADDERS, REASON_LIMIT, Dimension, Rung
from crm_core.targets.workdays import next_working_day
from crm_core.texts import clean_line, clean_text

GUIDE_LIMIT, MOST_DAYS = 2_000, 730
MOST_SHOWN = 200
LONGEST_DELAY = timedelta(days=180)
_WEIGHTS = {Rung.HIGH: 4.0, Rung.MID: 2.0}


SUBJECTS: tuple[Rung, ...] = (*LADDERS[Dimension.TYPE], *LADDERS[Dimension.TIER])


@dataclass(frozen=True, slots=True)
class Subject:
    """Which customers: those of a type or tier, or (``rung`` None) those of a group, which is a tag."""

    rung: Rung | None = None
    tag_id: int | None = None

    def __str__(self) -> str:
        return f"rung:{self.rung.value}" if self.rung is not None else f"tag:{self.tag_id}"

    @property
    def code(self) -> str:
        """The rung's own word, or ``tag:`` with the tag's id: how norms keep it."""
        return self.rung.value if self.rung is not None else f"tag:{self.tag_id}"

    @classmethod
    def parse(cls, text: str) -> Subject | None:
        """Return the subject that a key names; None where it names none."""
        kind, _, about = text.partition(":")
        if kind == "rung" and about in tuple(Rung):
            return cls(rung=Rung(about))
        if kind == "tag" and about.isascii() and about.isdigit() and 0 < len(about) < 19:
            return cls(tag_id=int(about))
        return None

    @classmethod
    def of(cls, code: str) -> Subject | None:
        """Return the subject that a norm keeps so; None where it is none."""
        return cls.parse(code if ":" in code else f"rung:{code}")

    @classmethod
    def kept(cls, code: str) -> Subject:
        """Return for whom a stored norm is."""
        found = cls.of(code)
        assert found is not None  # noqa: S101 - what is stored was parsed
        return found


@dataclass(frozen=True, slots=True)
class Norm:
    """One norm: with which customers, through which channel (None: any), at least every so many days, with what content.

    ``group``: the tag's name, None where it is of a rung or the tag is gone.
    """

    norm_id: int
    subject: Subject
    group: str | None
    channel: Channel | None
    days: int
    guide: str
    team_id: int | None
    team: str | None
    since_on: date
    version: int
    updated_at: datetime
    updated_by: str | None

    @property
    def rung(self) -> Rung | None:
        """The type or tier; None of a group."""
        return self.subject.rung


@dataclass(frozen=True, slots=True)
class NormDraft:
    """What a form says of a norm, checked."""

    subject: Subject
    channel: Channel | None
    days: int
    guide: str
    team_id: int | None

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> NormDraft:
        """Return the draft of ``rung`` (a type or tier, or ``tag:`` with an id), ``channel`` ('' for any), ``days``, ``guide`` and ``team_id`` ('' for the company).

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        problems: dict[str, Message] = {}
        rung, channel, days, team = (
            clean_line(str(given.get(name) or "")) for name in ("rung", "channel", "days", "team_id")
        )
        guide = clean_text(str(given.get("guide") or ""))
        subject = Subject.of(rung)
        if subject is None:
            problems["rung"] = message(N_("Please choose from the list."))
        if channel and channel not in tuple(Channel):
            problems["channel"] = message(N_("Please choose from the list."))
        count = int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0
        if not 0 < count <= MOST_DAYS:
            problems["days"] = message(N_("A whole number of days from 1 to {most}, please."), most=MOST_DAYS)
        if len(guide) > GUIDE_LIMIT:
            problems["guide"] = message(N_("At most {count} characters, please."), count=GUIDE_LIMIT)
        if team and not (team.isascii() and team.isdigit() and len(team) < 19):
            problems["team_id"] = message(N_("Please choose from the list."))
        if problems or subject is None:
            raise InvalidInput(problems)
        return cls(subject, Channel(channel) if channel else None, count, guide, int(team) if team else None)


@dataclass(frozen=True, slots=True)
class DelayDraft:
    """What a form says of a contact that is put off, checked."""

    due_on: date
    reason: str

    @classmethod
    def parse(cls, given: Mapping[str, object], *, today: date) -> DelayDraft:
        """Return the draft of ``due_on``, a later day, and ``reason``.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        problems: dict[str, Message] = {}
        day, reason = given.get("due_on"), clean_line(str(given.get("reason") or ""))
        due_on = day.date() if isinstance(day, datetime) else day
        if not isinstance(due_on, date):
            problems["due_on"] = message(N_("Please choose a day."))
        elif not today < due_on <= today + LONGEST_DELAY:
            problems["due_on"] = message(N_("A day after today, within half a year."))
        if len(reason) < 2:
            problems["reason"] = message(N_("Please say why. The reason is kept."))
        elif len(reason) > REASON_LIMIT:
            problems["reason"] = message(N_("At most {count} characters, please."), count=REASON_LIMIT)
        if problems or not isinstance(due_on, date):
            raise InvalidInput(problems)
        return cls(due_on, reason)


def due_day(last_on: date, days: int) -> date:
    """Return the working day on which the next contact is due after one on ``last_on``."""
    return next_working_day(last_on + timedelta(days=days))


def urgency(tier: Rung | None, sales: Decimal, late_days: int, norm_days: int) -> float:
    """Return what comes first, the largest first: worth (tier, a year's sales) × how late in parts of the norm's span.

    Sales count by their order of magnitude, so that one very large customer does not stand before all others for ever.
    """
    worth = _WEIGHTS.get(tier, 1.0) if tier is not None else 1.0
    return worth * (1 + math.log10(1 + max(0.0, float(sales)))) * (1 + max(0, late_days)) / norm_days


@dataclass(frozen=True, slots=True)
class DueContact:
    """A contact that is due by norm. ``last_on`` None: nobody was reached since the norm began to hold on ``anchor_on``.

    ``late_days`` 0: due today; below 0: still to come. ``put_off`` says that the day is one to which it was put off.
    """

    customer_id: int
    customer: str
    code: str
    owner_id: int | None
    owner: str | None
    subject: Subject
    group: str | None
    tier: Rung | None
    channel: Channel | None
    days: int
    guide: str
    last_on: date | None
    anchor_on: date
    due_on: date
    late_days: int
    put_off: str | None
    sales: Decimal

    @property
    def rung(self) -> Rung | None:
        """The type or tier that the norm is for; None of a group."""
        return self.subject.rung

    @property
    def urgency(self) -> float:
        """What comes first, the largest first."""
        return urgency(self.tier, self.sales, self.late_days, self.days)


@dataclass(frozen=True, slots=True)
class DueRequest:
    """A request for what is due by norm on ``today`` with the customers that ``reach.me`` owns, or those of the reach."""

    reach: Reach
    today: date


@dataclass(frozen=True, slots=True)
class NextRequest:
    """A request for when the next contact with one customer is due by norm."""

    reach: Reach
    customer_id: int
    today: date


@dataclass(frozen=True, slots=True)
class UntouchedOf:
    """How many customers of one person are due by norm, and who of them is the furthest behind."""

    user_id: int
    name: str
    count: int
    worst: str
    worst_id: int
    worst_days: int


@dataclass(frozen=True, slots=True)
class OverdueRequest:
    """A request for what is overdue by norm with the customers that one person owns within the reach."""

    reach: Reach
    user_id: int
    today: date
