"""What was said with a customer, and what was promised next. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from crm_core.access.model import Reach
from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.texts import clean_line, clean_text

CONTENT_LIMIT, PURPOSE_LIMIT, REASON_LIMIT = 10_000, 200, 200
EDIT_HOURS = 24  # how long somebody may correct what he logged
DAYS_AHEAD = 7
_FARTHEST = timedelta(days=5 * 366)


class Channel(StrEnum):
    """How an interaction took place."""

    PHONE = "phone"
    VISIT = "visit"
    WECHAT = "wechat"
    SMS = "sms"
    EMAIL = "email"
    STORE = "store"


class Outcome(StrEnum):
    """What came of an interaction."""

    REACHED = "reached"
    SOLVED = "solved"
    NOT_REACHED = "not_reached"


class Direction(StrEnum):
    """Who began."""

    OUT = "out"
    IN = "in"


CHANNEL_LABELS = {
    Channel.PHONE: N_("Phone call"),
    Channel.VISIT: N_("Visit"),
    Channel.WECHAT: N_("WeChat"),
    Channel.SMS: N_("Text message"),
    Channel.EMAIL: N_("Email message"),
    Channel.STORE: N_("In store"),
}
CHANNEL_ICONS = {
    Channel.PHONE: "call",
    Channel.VISIT: "directions_walk",
    Channel.WECHAT: "chat",
    Channel.SMS: "sms",
    Channel.EMAIL: "mail",
    Channel.STORE: "storefront",
}
DIRECTION_LABELS = {
    Direction.OUT: N_("We contacted the customer"),
    Direction.IN: N_("The customer contacted us"),
}
OUTCOME_LABELS = {
    Outcome.REACHED: N_("Reached"),
    Outcome.SOLVED: N_("Solved"),
    Outcome.NOT_REACHED: N_("Not reached"),
}


class _Reader:
    """Reads given values field by field, and gathers what is wrong."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self.given = given
        self.problems: dict[str, Message] = {}

    def text(self, field: str) -> str:
        value = self.given.get(field)
        return "" if value is None else str(value)

    def line(self, field: str, limit: int) -> str:
        return self._limited(field, clean_line(self.text(field)), limit)

    def note(self, field: str, limit: int) -> str:
        return self._limited(field, clean_text(self.text(field)), limit)

    def _limited(self, field: str, text: str, limit: int) -> str:
        if len(text) > limit:
            self.problems[field] = message(N_("At most {count} characters, please."), count=limit)
        return text

    def day(self, field: str) -> date | None:
        value = self.given.get(field)
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(clean_line(str(value)))
        except ValueError:
            self.problems[field] = message(N_("A date, please, such as 2026-03-31."))
            return None

    def due(self, field: str, today: date) -> date | None:
        day = self.day(field)
        if day is not None and not today <= day <= today + _FARTHEST:
            self.problems[field] = message(N_("A day from today on, within five years."))
        return day

    def check(self) -> None:
        if self.problems:
            raise InvalidInput(self.problems)


@dataclass(frozen=True, slots=True)
class FollowUpDraft:
    """A promised next interaction, checked."""

    due_on: date
    purpose: str = ""
    channel: Channel | None = None

    @classmethod
    def parse(cls, given: Mapping[str, object], *, today: date) -> FollowUpDraft:
        """Return the draft of ``due_on``, ``purpose`` and ``channel``; the day is required.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        reader = _Reader(given)
        due_on = reader.due("due_on", today)
        if due_on is None and "due_on" not in reader.problems:
            reader.problems["due_on"] = message(N_("Please choose a day."))
        channel = _channel(reader, "channel", None)
        purpose = reader.line("purpose", PURPOSE_LIMIT)
        reader.check()
        return cls(due_on or today, purpose, channel)


@dataclass(frozen=True, slots=True)
class InteractionDraft:
    """What a form says of one interaction, checked; ``happened_at`` is aware. ``next`` is what was promised."""

    channel: Channel
    outcome: Outcome
    content: str
    happened_at: datetime
    next: FollowUpDraft | None = None
    direction: Direction | None = None

    @classmethod
    def parse(cls, given: Mapping[str, object], *, now: datetime, zone: str) -> InteractionDraft:
        """Return the draft of the ``given`` values by field name.

        ``happened_at`` empty means ``now``; a naive time is the company's (``zone``). ``content`` may be empty only where
        nobody was reached. A next follow-up is made where ``next_due_on`` is given; its channel is this one's.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        reader = _Reader(given)
        channel = _channel(reader, "channel", message(N_("Please choose a channel.")))
        outcome = _outcome(reader)
        direction = _direction(reader)
        content = reader.note("content", CONTENT_LIMIT)
        if not content and outcome is not Outcome.NOT_REACHED:
            reader.problems.setdefault("content", message(N_("Please write what was said.")))
        happened_at = _instant(reader, now, zone)
        due_on = reader.due("next_due_on", now.astimezone(ZoneInfo(zone)).date())
        purpose = reader.line("next_purpose", PURPOSE_LIMIT)
        if purpose and due_on is None:
            reader.problems.setdefault("next_due_on", message(N_("Please choose a day.")))
        reader.check()
        promised = FollowUpDraft(due_on, purpose, channel) if due_on is not None else None
        return cls(channel or Channel.PHONE, outcome or Outcome.REACHED, content, happened_at, promised, direction)


def _channel(reader: _Reader, field: str, empty: Message | None) -> Channel | None:
    text = clean_line(reader.text(field))
    if text in tuple(Channel):
        return Channel(text)
    if text:
        reader.problems[field] = message(N_("Please choose from the list."))
    elif empty is not None:
        reader.problems[field] = empty
    return None


def _outcome(reader: _Reader) -> Outcome | None:
    text = clean_line(reader.text("outcome"))
    if text in tuple(Outcome):
        return Outcome(text)
    reader.problems["outcome"] = message(N_("Please choose from the list."))
    return None


def _direction(reader: _Reader) -> Direction | None:
    text = clean_line(reader.text("direction"))
    if text and text not in tuple(Direction):
        reader.problems["direction"] = message(N_("Please choose from the list."))
        return None
    return Direction(text) if text else None


def _instant(reader: _Reader, now: datetime, zone: str) -> datetime:
    value = reader.given.get("happened_at")
    if value is None or value == "":
        return now
    if not isinstance(value, datetime):
        try:
            value = datetime.fromisoformat(clean_line(str(value)))
        except ValueError:
            reader.problems["happened_at"] = message(N_("Date and time, please, such as 2026-03-31 14:00."))
            return now
    instant = (value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    if instant > now:
        reader.problems["happened_at"] = message(N_("This lies in the future. Plan a follow-up instead."))
    elif instant.year < 2000:
        reader.problems["happened_at"] = message(N_("Please check the date."))
    return instant


@dataclass(frozen=True, slots=True)
class Interaction:
    """One logged interaction, as its author may correct it."""

    interaction_id: int
    customer_id: int
    user_id: int
    channel: Channel
    outcome: Outcome
    content: str
    happened_at: datetime
    created_at: datetime
    version: int
    direction: Direction | None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One promised interaction, open; ``version`` goes back with a change."""

    follow_up_id: int
    customer_id: int
    customer: str
    code: str
    user_id: int
    who: str | None
    due_on: date
    channel: Channel | None
    purpose: str
    last_contact_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class DayRequest:
    """A request for the follow-ups of ``me`` up to a week after ``today``; ``reach`` opens the customers."""

    reach: Reach
    today: date


@dataclass(frozen=True, slots=True)
class Day:
    """What one person has promised: overdue, for today, for the next seven days; and how many were logged today."""

    overdue: tuple[FollowUp, ...]
    due: tuple[FollowUp, ...]
    coming: tuple[FollowUp, ...]
    logged_today: int
