"""The events that ask for a return visit: a registry that rooms add to, each with the statement that finds them.

An event's statement answers with one row an event: customer_id, event_key (what tells it apart within one customer, for
ever), event_on (its day), within $since and $until. A room that knows of further events, such as a complaint that was
closed, registers them when it is loaded; what is not registered is shown nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from crm_core.errors import N_
from crm_core.store import statement


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of event. ``has_amount``: a rule says from which amount ($amount) on it counts.

    ``is_foreseen``: its day is known beforehand, so that a visit on the day itself can be moved to the last working day
    before a day off. ``takes_birthdays``: its statement reads the keys of birthdays ($keys) and their days ($days).
    """

    event_id: str
    name: str
    about: str
    room: str
    query: str
    has_amount: bool = False
    is_foreseen: bool = False
    takes_birthdays: bool = False


_events: dict[str, Event] = {}


def register(event: Event) -> None:
    """Add a kind of event.

    Raises:
        ValueError: there is one of this id already; a bug of the room that registers it.
    """
    if event.event_id in _events:
        raise ValueError(f"the event {event.event_id} is registered already")
    statement(event.room, event.query)  # fails now, not in the night, where there is none
    _events[event.event_id] = event


def events() -> Mapping[str, Event]:
    """Return the kinds of events that rooms have registered, by id."""
    return MappingProxyType(_events)


for _own in (
    Event(
        "first_purchase", N_("First purchase"), N_("The day on which a customer bought for the first time."), "visits", "first_purchase"
    ),
    Event(
        "large_purchase", N_("Large purchase"), N_("Each order that is worth at least the amount of the rule."), "visits", "large_purchase",
        has_amount=True,
    ),
    Event(
        "silence", N_("Silence"),
        N_("No purchase for twice the customer's own rhythm, at least 60 days; after the only purchase, 180 days."),
        "visits", "silence",
    ),
    Event(
        "birthday", N_("Birthday"), N_("By the solar or lunar calendar, of customers and of contacts at companies."), "visits", "birthday",
        is_foreseen=True, takes_birthdays=True,
    ),
):  # fmt: skip
    register(_own)
