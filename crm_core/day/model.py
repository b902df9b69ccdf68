"""One list of what to do today: from which sources, why, what it is worth, in which order. No I/O.

The order: promises and return visits that are overdue; then what has its day today and not tomorrow (promises, visits,
occasions, actions of plans, requests); then what is due by norm. Within each by what it is worth: the customer's tier
(4, 2, 1) × (1 + log10 of a year's sales) × how late it is in parts of its own span.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from crm_core import clock
from crm_core.access.model import Reach
from crm_core.customers.ownership.model import CollaborationRequest
from crm_core.customers.profile.birthdays.days import AHEAD_DAYS
from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.interactions.model import FollowUp
from crm_core.plans.to_do import OwnAction
from crm_core.relationships.model import REASON_LIMIT, Rung
from crm_core.relationships.norms.model import DueContact, urgency
from crm_core.texts import clean_line
from crm_core.visits.model import Visit

LONGEST_DELAY = timedelta(days=60)


class Source(StrEnum):
    """Where an item comes from."""

    PROMISE = "promise"
    VISIT = "visit"
    NORM = "norm"
    OCCASION = "occasion"
    ACTION = "action"
    REQUEST = "request"


SOURCE_LABELS = {
    Source.PROMISE: N_("Promise"),
    Source.VISIT: N_("Return visit"),
    Source.NORM: N_("By norm"),
    Source.OCCASION: N_("Occasion"),
    Source.ACTION: N_("Action of a plan"),
    Source.REQUEST: N_("Request to collaborate"),
}
_ORDER = {source: place for place, source in enumerate(Source)}
# In how many days an item that is left alone doubles its weight; a norm's is its own.
_SPANS = {Source.PROMISE: 1, Source.VISIT: 2, Source.OCCASION: 1, Source.ACTION: 2, Source.REQUEST: 1}


class OccasionKind(StrEnum):
    """What there is to congratulate on."""

    BIRTHDAY = "birthday"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Occasion:
    """An occasion with a customer: a birthday of the customer or of a contact (``who``), or ``years`` with us.

    ``due_on`` is the last working day until ``on``; ``is_lunar`` by the lunar calendar.
    """

    customer_id: int
    customer: str
    contact_id: int
    who: str
    kind: OccasionKind
    on: date
    due_on: date
    years: int
    is_lunar: bool
    owner_id: int
    owner: str | None


@dataclass(frozen=True, slots=True)
class Worth:
    """What a customer is worth to us: the tier and the net sales of a year."""

    tier: Rung | None = None
    sales: Decimal = Decimal(0)


Record = FollowUp | DueContact | Occasion | OwnAction | CollaborationRequest


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do today. ``customer_id`` None: it is about a plan. ``beneath``: what else there is with the customer."""

    source: Source
    record: Record
    customer_id: int | None
    due_on: date
    late_days: int
    worth: Worth
    urgency: float
    visit: Visit | None = None
    beneath: tuple[Item, ...] = ()

    @property
    def rank(self) -> int:
        """0: somebody waits since an earlier day; 1: it has its day today; 2: it is due by norm, or can be made good."""
        if self.source in (Source.PROMISE, Source.VISIT) and self.late_days > 0:
            return 0
        is_past = self.source is Source.OCCASION and self.late_days > 0
        return 2 if self.source is Source.NORM or is_past else 1

    @property
    def place(self) -> tuple[int, float, int, date, int]:
        """Where it stands in the list; the smallest first."""
        return (self.rank, -self.urgency, _ORDER[self.source], self.due_on, self.customer_id or 0)


NOTHING_KNOWN = Worth()


def item_of(
    source: Source,
    record: Record,
    due_on: date,
    today: date,
    *,
    worths: Mapping[int, Worth],
    visit: Visit | None = None,
) -> Item:
    """Return one item with its weight; ``worths`` are those of customers, by id."""
    customer_id = None if isinstance(record, OwnAction) else record.customer_id
    late = (today - due_on).days
    if isinstance(record, DueContact):
        worth, span = Worth(record.tier, record.sales), record.days
    else:
        worth = worths.get(customer_id, NOTHING_KNOWN) if customer_id is not None else NOTHING_KNOWN
        span = _SPANS[source]
    weight = urgency(worth.tier, worth.sales, late, span)
    return Item(source, record, customer_id, due_on, late, worth, weight, visit)


def one_list(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return items in their order, one a customer: what else there is with the same one is beneath it.

    Requests stand by themselves: somebody else waits for the answer.
    """
    ordered = sorted(items, key=lambda item: item.place)
    heads: dict[object, list[Item]] = {}
    for number, item in enumerate(ordered):
        alone = item.customer_id is None or item.source is Source.REQUEST
        heads.setdefault(("alone", number) if alone else item.customer_id, []).append(item)
    return tuple(replace(found[0], beneath=tuple(found[1:])) for found in heads.values())


@dataclass(frozen=True, slots=True)
class Found:
    """What each room has to say of a day. ``visits`` are those of the follow-ups, by follow-up; ``worths`` by customer."""

    promised: tuple[FollowUp, ...] = ()
    visits: Mapping[int, Visit] = field(default_factory=dict)
    norms: tuple[DueContact, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    actions: tuple[OwnAction, ...] = ()
    requests: tuple[CollaborationRequest, ...] = ()
    worths: Mapping[int, Worth] = field(default_factory=dict)

    @property
    def customer_ids(self) -> tuple[int, ...]:
        """The customers whose worth is not told by their rooms."""
        lists: tuple[tuple[FollowUp | Occasion | CollaborationRequest, ...], ...] = (
            self.promised, self.occasions, self.requests,
        )  # fmt: skip
        return tuple(sorted({one.customer_id for found in lists for one in found}))


def items_of(found: Found, today: date, zone: str) -> tuple[Item, ...]:
    """Return the one list of a day; a request is due on the day in ``zone`` on which it was asked."""
    items = []
    for one in found.promised:
        visit = found.visits.get(one.follow_up_id)
        source = Source.VISIT if visit is not None else Source.PROMISE
        items.append(item_of(source, one, one.due_on, today, worths=found.worths, visit=visit))
    others: list[tuple[Source, Record, date]] = [
        *((Source.NORM, one, one.due_on) for one in found.norms),
        *((Source.OCCASION, one, one.on) for one in found.occasions),
        *((Source.ACTION, one, one.due_on) for one in found.actions),
        *((Source.REQUEST, one, clock.local_day(one.asked_at, zone)) for one in found.requests),
    ]
    items += [item_of(source, one, on, today, worths=found.worths) for source, one, on in others]
    return one_list(items)


@dataclass(frozen=True, slots=True)
class OccasionDraft:
    """What a form says of an occasion that is put off (``due_on``) or let pass (None), checked."""

    contact_id: int
    kind: OccasionKind
    on: date
    due_on: date | None
    reason: str

    @classmethod
    def parse(cls, given: Mapping[str, object], *, today: date) -> OccasionDraft:
        """Return the draft of ``contact_id``, ``kind``, ``on``, ``due_on`` and ``reason``; letting it pass wants a reason.

        Raises:
            InvalidInput: with a message for each field that cannot be taken.
        """
        problems: dict[str, Message] = {}
        kind, on, contact = given.get("kind"), _day(given.get("on")), given.get("contact_id")
        due = _day(given.get("due_on"))
        reason = clean_line(str(given.get("reason") or ""))
        if kind not in tuple(OccasionKind):
            problems["kind"] = message(N_("Please choose from the list."))
        if on is None or abs((on - today).days) > AHEAD_DAYS:
            problems["on"] = message(N_("Please choose a day."))
        if due is not None and not today < due <= today + LONGEST_DELAY:
            problems["due_on"] = message(N_("A day after today, within two months."))
        if due is None and len(reason) < 2:
            problems["reason"] = message(N_("Please say why. The reason is kept."))
        elif len(reason) > REASON_LIMIT:
            problems["reason"] = message(N_("At most {count} characters, please."), count=REASON_LIMIT)
        whose = contact if isinstance(contact, int) and not isinstance(contact, bool) else 0
        if problems or on is None:
            raise InvalidInput(problems)
        return cls(whose, OccasionKind(str(kind)), on, due, reason)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


@dataclass(frozen=True, slots=True)
class OccasionsRequest:
    """A request for the occasions with the customers of ``reach.me`` and of whom it stands in for, as of a day."""

    reach: Reach
    today: date


@dataclass(frozen=True, slots=True)
class SpokenRequest:
    """A request for when somebody spoke last with customers since a day; ``reach`` is that of whoever sees occasions."""

    reach: Reach
    customer_ids: tuple[int, ...]
    since: date


def still_to_see(found: Iterable[Occasion], spoken: Mapping[int, date]) -> tuple[Occasion, ...]:
    """Return the occasions with whose customers nobody spoke since the day on which they are seen to."""
    return tuple(one for one in found if one.customer_id not in spoken or spoken[one.customer_id] < one.due_on)


@dataclass(frozen=True, slots=True)
class WorthRequest:
    """A request for what customers are worth as of a day; ``reach`` is that of whoever sees items with them."""

    reach: Reach
    customer_ids: tuple[int, ...]
    today: date


@dataclass(frozen=True, slots=True)
class ClosedRequest:
    """A request for the channels that customers have closed; ``reach`` is that of whoever sees items with them."""

    reach: Reach
    customer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TeamRequest:
    """A request for the load of the people within the reach, but for ``reach.me``, on a day."""

    reach: Reach
    today: date


@dataclass(frozen=True, slots=True)
class Load:
    """How much somebody has to do: follow-ups overdue, due today, in the next seven days; away until when."""

    user_id: int
    name: str
    overdue: int
    due: int
    coming: int
    oldest_on: date | None
    away_until: date | None


@dataclass(frozen=True, slots=True)
class PersonRequest:
    """A request for what one person has to do with customers of the reach, on a day."""

    reach: Reach
    user_id: int
    today: date
