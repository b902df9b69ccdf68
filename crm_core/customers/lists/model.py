"""What a list of customers may ask for, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from crm_core.access.model import Reach
from crm_core.customers.model import Kind
from crm_core.errors import N_
from crm_core.relationships.model import Rung

PAGE_SIZES = (25, 50, 100)


class View(StrEnum):
    """Which customers: all that are seen, the own, those one collaborates on, the public pool."""

    ALL = "all"
    MINE = "mine"
    SHARED = "shared"
    POOL = "pool"


class Sort(StrEnum):
    """What a list is sorted by."""

    NAME = "name"
    CODE = "code"
    CREATED = "created"
    LAST_PURCHASE = "last_purchase"
    SPEND = "spend"
    LAST_CONTACT = "last_contact"


VIEW_LABELS = {
    View.ALL: N_("All customers"),
    View.MINE: N_("My customers"),
    View.SHARED: N_("Shared with me"),
    View.POOL: N_("Public pool"),
}
SORT_LABELS = {
    Sort.NAME: N_("Name"),
    Sort.CODE: N_("Customer code"),
    Sort.CREATED: N_("Added"),
    Sort.LAST_PURCHASE: N_("Last purchase"),
    Sort.SPEND: N_("Lifetime spend"),
    Sort.LAST_CONTACT: N_("Last contact"),
}


@dataclass(frozen=True, slots=True)
class CustomerListRequest:
    """One page of the customers within a reach. Empty filters filter nothing; pages count from 0."""

    reach: Reach
    text: str = ""
    view: View = View.ALL
    owner_id: int | None = None
    team_id: int | None = None
    kind: Kind | None = None
    region: str = ""
    has_open_follow_up: bool = False
    sort: Sort = Sort.NAME
    is_descending: bool = False
    page: int = 0
    size: int = 25
    tier: Rung | None = None
    relation_type: Rung | None = None
    tag_id: int | None = None


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One customer in a list, masked. ``is_open`` False: in the public pool, and only name and code are told."""

    customer_id: int
    code: str
    name: str
    is_open: bool
    kind: Kind | None
    phone: str | None
    region: str | None
    owner_id: int | None
    owner: str | None
    team: str | None
    created_on: date | None
    spend: Decimal | None
    last_purchase_on: date | None
    last_contact_at: datetime | None
    follow_up_due_on: date | None
    tier: Rung | None = None
    relation_type: Rung | None = None


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """One page of a list, and how many customers all pages hold."""

    lines: tuple[CustomerLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class PickRequest:
    """The few customers that fit what was typed so far; where nothing was, those whom the actor contacted last."""

    reach: Reach
    text: str = ""
    size: int = 8


@dataclass(frozen=True, slots=True)
class Pick:
    """One customer to pick, its phone masked."""

    customer_id: int
    code: str
    name: str
    phone: str | None
    owner: str | None
