"""Who has seen a customer, and how. No I/O."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from crm_core.errors import N_

MOST_LINES = 60
COUNTS_AGAIN_AFTER = timedelta(minutes=10)


class Way(StrEnum):
    """How a person came to see a customer."""

    PAGE = "page"  # its page was opened
    FILE = "file"  # it stood in a file that was taken out


SEEN_LABELS = {Way.PAGE: N_("Page opened"), Way.FILE: N_("Taken out in a file")}


@dataclass(frozen=True, slots=True)
class Sight:
    """One time that a person saw a customer; ``seen_on`` is the company's day."""

    customer_id: int
    user_id: int
    way: Way
    seen_on: date
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """One field that was shown in clear: whose (the customer's, or a contact's), and the reason that was given."""

    field: str
    is_contacts: bool
    reason: str


@dataclass(frozen=True, slots=True)
class SeenBy:
    """What one person saw of a customer on one day. ``looks`` are the fields that were shown in clear."""

    seen_on: date
    user_id: int
    person: str
    team: str | None
    opened: int
    in_files: int
    last_at: datetime
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenList:
    """Who has seen a customer, the latest day first; ``is_whole``: no further lines are kept."""

    lines: tuple[SeenBy, ...]
    is_whole: bool


@dataclass
class _Line:
    person: str
    team: str | None
    last_at: datetime
    opened: int = 0
    in_files: int = 0
    looks: list[Look] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a store knows of one seeing: either a count of one way, or one look at fields in clear."""

    seen_on: date
    user_id: int
    person: str
    team: str | None
    last_at: datetime
    way: Way | None = None
    count: int = 0
    looks: tuple[Look, ...] = ()


def by_person_and_day(found: Iterable[Seen], most: int = MOST_LINES) -> SeenList:
    """Return one line a day and person, the latest day first and on it whoever came last; at most ``most``."""
    lines: dict[tuple[date, int], _Line] = {}
    for each in found:
        line = lines.setdefault((each.seen_on, each.user_id), _Line(each.person, each.team, each.last_at))
        line.last_at = max(line.last_at, each.last_at)
        line.opened += each.count if each.way is Way.PAGE else 0
        line.in_files += each.count if each.way is Way.FILE else 0
        line.looks.extend(each.looks)
    told = [
        SeenBy(
            day, user_id, line.person, line.team, line.opened, line.in_files, line.last_at, tuple(line.looks)
        )
        for (day, user_id), line in lines.items()
    ]  # fmt: skip
    told.sort(key=lambda line: (line.seen_on, line.last_at, line.user_id), reverse=True)
    return SeenList(tuple(told[:most]), len(told) <= most)
