"""The last three months of a customer held against the three before and the same of a year ago, in plain words. No I/O.

The months end with the last day of which purchases are known, so that a late import makes nobody poorer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from crm_core.errors import N_, Message, message
from crm_core.periods import Period, add_months

MONTHS = 3
NOTABLE = Decimal("0.2")  # a smaller change is everyday up and down


class Tone(StrEnum):
    """Whether a change is good news, bad news, or neither."""

    GOOD = "good"
    BAD = "bad"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Spans:
    """Three spans of as many months: the latest, the one before it, and the same of a year ago."""

    recent: Period
    before: Period
    year_ago: Period


def spans_until(last: date) -> Spans:
    """Return the spans of which the latest ends with the day ``last``."""

    def ending(day: date) -> Period:
        return Period(add_months(day + timedelta(days=1), -MONTHS), day)

    recent = ending(last)
    return Spans(recent, ending(recent.first - timedelta(days=1)), ending(add_months(last, -12)))


@dataclass(frozen=True, slots=True)
class Turnover:
    """What was bought in a span: net in the store's currency, and orders."""

    net: Decimal
    orders: int


@dataclass(frozen=True, slots=True)
class Departed:
    """A contact who has left."""

    name: str
    is_decision_maker: bool
    left_on: date


@dataclass(frozen=True, slots=True)
class Business:
    """What a customer bought in each span, what it bought for the first time, and who has left lately.

    ``has_history`` False: it had bought nothing before the latest span.
    """

    spans: Spans
    recent: Turnover
    before: Turnover
    year_ago: Turnover
    has_history: bool
    new_categories: tuple[str, ...]
    departed: tuple[Departed, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that has changed, as a sentence."""

    tone: Tone
    text: Message


def change_of(now: Decimal, then: Decimal) -> Decimal | None:
    """Return by how much a sum has changed, as a share of what it was; None where there was nothing to compare with."""
    return (now - then) / then if then > 0 else None


def changes_in(business: Business) -> tuple[Change, ...]:
    """Return what is worth saying, the weightiest first; nothing where nothing has changed."""
    found = []
    if business.has_history:
        found = [*_amounts(business), *_categories(business.new_categories)]
    return (*(_departure(one) for one in business.departed), *found)


def _amounts(business: Business) -> list[Change]:
    recent, before, year_ago = business.recent, business.before, business.year_ago
    if recent.orders == 0:
        if before.orders == 0:
            return []
        text = N_("Bought nothing in the last {months} months, after {count} orders in the {months} before.")
        return [Change(Tone.BAD, message(text, months=MONTHS, count=before.orders))]
    if before.orders == 0 and year_ago.orders == 0:
        text = N_("Buys again: {count} orders in the last {months} months, after none in the {months} before.")
        return [Change(Tone.GOOD, message(text, months=MONTHS, count=recent.orders))]
    found = []
    for other, more, less in (
        (
            before,
            N_("Spends {percent} more than in the {months} months before."),
            N_("Spends {percent} less than in the {months} months before."),
        ),
        (
            year_ago,
            N_("Spends {percent} more than in the same {months} months a year ago."),
            N_("Spends {percent} less than in the same {months} months a year ago."),
        ),
    ):
        change = change_of(recent.net, other.net)
        if change is not None and abs(change) >= NOTABLE:
            is_more = change > 0
            percent = f"{round(abs(change) * 100)}%"
            tone = Tone.GOOD if is_more else Tone.BAD
            found.append(Change(tone, message(more if is_more else less, percent=percent, months=MONTHS)))
    return found


def _categories(names: tuple[str, ...]) -> list[Change]:
    if not names:
        return []
    text = N_("Bought for the first time: {names}.")
    return [Change(Tone.GOOD, message(text, names=", ".join(names)))]


def _departure(one: Departed) -> Change:
    text = N_("{name} has left ({day}).")
    if one.is_decision_maker:
        text = N_("{name}, who decides, has left ({day}).")
    return Change(Tone.BAD, message(text, name=one.name, day=one.left_on.isoformat()))
