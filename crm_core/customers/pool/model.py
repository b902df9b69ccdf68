"""The public pool 公海: what is told of a customer there, and how many somebody may still take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm_core.access.model import Reach
from crm_core.customers.ownership.hands import Cause
from crm_core.errors import N_, Message, message

# Customers that nobody ever owned.
NEW_LABEL = N_("New, never owned")


class PoolSort(StrEnum):
    """What the pool is ordered by."""

    NAME = "name"
    CODE = "code"
    REGION = "region"
    LAST_CONTACT = "last_contact"
    FELL = "fell"


@dataclass(frozen=True, slots=True)
class PoolRequest:
    """One page of the pool as ``team_id`` sees it: the company's, and the team's own. Pages count from 0."""

    reach: Reach
    team_id: int | None
    text: str = ""
    region: str = ""
    page: int = 0
    size: int = 25
    sort: PoolSort = PoolSort.FELL
    is_descending: bool = True


@dataclass(frozen=True, slots=True)
class PoolLine:
    """One customer of the pool. ``cause`` None: nobody ever owned it, and it lies there since it was added."""

    customer_id: int
    code: str
    name: str
    region: str | None
    is_of_team: bool
    last_contact_at: datetime | None
    fell_at: datetime
    cause: Cause | None
    reason: str


@dataclass(frozen=True, slots=True)
class PoolPage:
    """A part of the pool in the order that was asked for, and how many there are in all."""

    lines: tuple[PoolLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many customers somebody owns and has claimed today, and how many are allowed; 0 allowed: no limit."""

    owned: int
    most_owned: int
    claimed_today: int
    claims_a_day: int

    def refusal(self, count: int) -> Message | None:
        """Return why ``count`` more cannot be claimed; None where they can."""
        if self.most_owned and self.owned + count > self.most_owned:
            return message(
                N_("You own {owned} customers, and {most} is the most. Release some before you claim more."),
                owned=self.owned,
                most=self.most_owned,
            )
        left = max(self.claims_a_day - self.claimed_today, 0)
        if self.claims_a_day and count > left:
            return message(
                N_("At most {most} customers can be claimed a day, and you can claim {left} more today."),
                most=self.claims_a_day,
                left=left,
            )
        return None


@dataclass(frozen=True, slots=True)
class AllowanceRequest:
    """How much may ``reach.me`` still claim? ``reach`` is that of ``CUSTOMER_CLAIM``; ``since`` the beginning of the day."""

    reach: Reach
    since: datetime
