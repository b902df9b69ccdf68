"""What a customer likes, and what the data say of it. No I/O.

Derived is only what enough evidence speaks for: of product types those with a quarter of the spend of 24 months and more, of
channels and times of day the one in which at least half of the interactions reached somebody, from three on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from crm_core.customers.model import Fields
from crm_core.errors import N_, Message, message
from crm_core.interactions.model import Channel
from crm_core.texts import key_of

VALUE_LIMIT, MOST, MONTHS = 100, 40, 24
LEAST_ORDERS, LEAST_SHARE, MOST_PRODUCTS = 3, Decimal("0.25"), 3
LEAST_TALKS, LEAST_TALK_SHARE = 3, Decimal("0.5")


class Aspect(StrEnum):
    """What a preference is about."""

    PRODUCT = "product"
    COLOUR = "colour"
    STYLE = "style"
    BRAND = "brand"
    SERVICE = "service"
    CHANNEL = "channel"
    TIME = "time"
    OTHER = "other"


class Origin(StrEnum):
    """Where a preference comes from."""

    STATED = "stated"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Hours(StrEnum):
    """A time of day."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


ASPECT_LABELS: Mapping[Aspect, str] = {
    Aspect.PRODUCT: N_("Product type"),
    Aspect.COLOUR: N_("Colour"),
    Aspect.STYLE: N_("Style"),
    Aspect.BRAND: N_("Brand"),
    Aspect.SERVICE: N_("Way of service"),
    Aspect.CHANNEL: N_("Preferred channel"),
    Aspect.TIME: N_("Best time"),
    Aspect.OTHER: N_("Other likings"),
}
ORIGIN_LABELS: Mapping[Origin, str] = {
    Origin.STATED: N_("stated by the customer"),
    Origin.CONFIRMED: N_("confirmed"),
    Origin.REJECTED: N_("rejected"),
}
HOURS_LABELS: Mapping[Hours, str] = {
    Hours.MORNING: N_("in the morning (before 12)"),
    Hours.NOON: N_("at noon (12 to 14)"),
    Hours.AFTERNOON: N_("in the afternoon (14 to 18)"),
    Hours.EVENING: N_("in the evening (from 18)"),
}
# What may be chosen where a liking is one of a list; elsewhere people write.
CHOICES: Mapping[Aspect, tuple[str, ...]] = {Aspect.CHANNEL: tuple(Channel), Aspect.TIME: tuple(Hours)}


@dataclass(frozen=True, slots=True)
class Preference:
    """A kept liking. ``evidence`` is what spoke for it when it was confirmed; None of a stated one.

    ``said_by`` and ``said_on``: by which channel and on which day the interaction was in which the customer said so.
    """

    preference_id: int
    aspect: Aspect
    value: str
    origin: Origin
    interaction_id: int | None
    who: str | None
    noted_on: date
    version: int
    evidence: Message | None = None
    said_by: Channel | None = None
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """A liking that the data speak for. ``share`` 0-1; ``evidence`` says of what, with the counts."""

    aspect: Aspect
    value: str
    share: Decimal
    evidence: Message

    @property
    def value_key(self) -> str:
        """What two likings of one aspect are compared by."""
        return key_of(self.value)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What is known of a customer's likings: kept ones by aspect, and derived ones that nobody has judged yet."""

    kept: tuple[Preference, ...]
    derived: tuple[Derived, ...]


@dataclass(frozen=True, slots=True)
class Bought:
    """What a customer spent on one category in a span, in how many of its orders."""

    category: str
    net: Decimal
    orders: int


@dataclass(frozen=True, slots=True)
class Talk:
    """One interaction in which somebody was reached."""

    channel: Channel
    happened_at: datetime


def hours_of(moment: datetime, zone: str) -> Hours:
    """Return the time of day of an instant in the company's zone."""
    hour = moment.astimezone(ZoneInfo(zone)).hour
    if hour < 12:
        return Hours.MORNING
    if hour < 14:
        return Hours.NOON
    return Hours.AFTERNOON if hour < 18 else Hours.EVENING


def liked_products(bought: Sequence[Bought], orders: int) -> list[Derived]:
    """Return the product types that stand out by their share of what was spent, the largest first; none from few orders."""
    total = sum((one.net for one in bought if one.net > 0), Decimal(0))
    if orders < LEAST_ORDERS or total <= 0:
        return []
    found = sorted((one for one in bought if one.net / total >= LEAST_SHARE), key=lambda one: (-one.net, one.category))
    text = N_("{percent} of the spend of {months} months, in {part} of {count} orders")
    return [
        Derived(
            Aspect.PRODUCT, one.category, one.net / total,
            message(text, percent=f"{round(one.net / total * 100)}%", months=MONTHS, part=one.orders, count=orders),
        )
        for one in found[:MOST_PRODUCTS]
    ]  # fmt: skip


def liked_ways(talks: Sequence[Talk], zone: str) -> list[Derived]:
    """Return by which channel and at what time of day the customer is reached most; none from few interactions."""
    return [
        *_most(Aspect.CHANNEL, (talk.channel.value for talk in talks), len(talks)),
        *_most(Aspect.TIME, (hours_of(talk.happened_at, zone).value for talk in talks), len(talks)),
    ]


def _most(aspect: Aspect, values: Iterable[str], count: int) -> list[Derived]:
    counted = Counter(values)
    if count < LEAST_TALKS:
        return []
    (value, times), *rest = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    if rest and rest[0][1] == times:
        return []
    share = Decimal(times) / count
    if share < LEAST_TALK_SHARE:
        return []
    text = N_("reached so {part} of {count} times in {months} months")
    return [Derived(aspect, value, share, message(text, part=times, count=count, months=MONTHS))]


def unjudged(derived: Iterable[Derived], kept: Iterable[tuple[Aspect, str]]) -> tuple[Derived, ...]:
    """Return what nobody has stated, confirmed or rejected yet; ``kept`` are aspect and key of what somebody has."""
    known = frozenset(kept)
    return tuple(one for one in derived if (one.aspect, one.value_key) not in known)


@dataclass(frozen=True, slots=True)
class PreferenceDraft:
    """What a form says of a liking, checked."""

    aspect: Aspect
    value: str
    noted_on: date
    interaction_id: int | None = None

    @classmethod
    def parse(cls, given: Mapping[str, object], *, today: date) -> PreferenceDraft:
        """Return the draft; without a day it was noted today.

        Raises:
            InvalidInput: with a message a field.
        """
        fields = Fields(given)
        aspect = fields.choice("aspect", Aspect, None)
        if aspect is None:
            fields.problems.setdefault("aspect", message(N_("Please choose from the list.")))
        name = "choice" if aspect in CHOICES else "value"
        value = fields.line(name, VALUE_LIMIT)
        if not value:
            fields.problems.setdefault(name, message(N_("Please fill this in.")))
        elif aspect is not None and value not in CHOICES.get(aspect, (value,)):
            fields.problems[name] = message(N_("Please choose from the list."))
        noted = given.get("noted_on")
        noted_on = noted if isinstance(noted, date) else today
        if noted_on > today:
            fields.problems["noted_on"] = message(N_("This day has not come yet."))
        said_in = given.get("interaction_id")
        fields.check()
        return cls(aspect or Aspect.OTHER, value or "", noted_on, said_in if isinstance(said_in, int) else None)
