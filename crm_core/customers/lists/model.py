"""What a list of customers may ask for, and what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from crm_core.access.model import Reach
from crm_core.customers.lists.fields import Condition
from crm_core.customers.model import Gender, Kind
from crm_core.customers.profile.needs.model import Way
from crm_core.customers.profile.outlook.model import Level
from crm_core.customers.profile.stages.model import Stage
from crm_core.errors import N_
from crm_core.relationships.model import Rung


class View(StrEnum):
    """Which customers: all that are seen, the own, those one collaborates on, the public pool."""

    ALL = "all"
    MINE = "mine"
    SHARED = "shared"
    POOL = "pool"


class Sort(StrEnum):
    """What a list is sorted by, beside the company's own fields (``own_12``)."""

    NAME = "name"
    CODE = "code"
    KIND = "kind"
    REGION = "region"
    OWNER = "owner"
    TEAM = "team"
    STAGE = "stage"
    TIER = "tier"
    RELATION_TYPE = "relation_type"
    POTENTIAL = "potential"
    SPEND = "spend"
    ORDERS = "orders"
    FIRST_PURCHASE = "first_purchase"
    LAST_PURCHASE = "last_purchase"
    LAST_CONTACT = "last_contact"
    FOLLOW_UP = "follow_up"
    COMPLETENESS = "completeness"
    FIRST_CONTACT = "first_contact"
    CREATED = "created"


VIEW_LABELS = {
    View.ALL: N_("All customers"),
    View.MINE: N_("My customers"),
    View.SHARED: N_("Shared with me"),
    View.POOL: N_("Public pool"),
}


@dataclass(frozen=True, slots=True)
class CustomerListRequest:
    """One page of the customers within a reach. Empty filters filter nothing; pages count from 0.

    ``conditions`` are filters by any field; the single ones are short for those that much is asked by. ``sort`` is a
    ``Sort`` or the name of a field of the company's own. ``columns`` are the fields that are told; None: all.
    ``ids``: these customers alone, as far as the rest of the request finds them.
    """

    reach: Reach
    text: str = ""
    view: View = View.ALL
    owner_id: int | None = None
    team_id: int | None = None
    kind: Kind | None = None
    region: str = ""
    has_open_follow_up: bool = False
    sort: str = Sort.NAME
    is_descending: bool = False
    page: int = 0
    size: int = 25
    tier: Rung | None = None
    relation_type: Rung | None = None
    tag_id: int | None = None
    conditions: tuple[Condition, ...] = ()
    columns: tuple[str, ...] | None = None
    ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One customer in a list, masked. ``is_open`` False: in the public pool, and only name and code are told.

    ``completeness`` in percent; ``tags`` by name, ``marks`` by code, comma-separated; ``own`` what stands in the company's own fields, by name,
    as it is kept.
    """

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
    spend: Decimal | None = None
    last_purchase_on: date | None = None
    last_contact_at: datetime | None = None
    follow_up_due_on: date | None = None
    tier: Rung | None = None
    relation_type: Rung | None = None
    email: str | None = None
    id_number: str | None = None
    birthday: str | None = None
    gender: Gender | None = None
    note: str | None = None
    tags: str | None = None
    marks: str | None = None
    stage: Stage | None = None
    potential: Level | None = None
    orders: int | None = None
    first_purchase_on: date | None = None
    completeness: int | None = None
    source: Way | None = None
    first_contact_on: date | None = None
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """One page of a list, and how many customers all pages hold."""

    lines: tuple[CustomerLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class PickRequest:
    """The few customers that fit what was typed so far; where nothing was, those whom the actor contacted last.

    ``kind``: persons or companies alone; ``without``: one customer who is not offered.
    """

    reach: Reach
    text: str = ""
    size: int = 8
    kind: Kind | None = None
    without: int | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """One customer to pick, its phone masked."""

    customer_id: int
    code: str
    name: str
    phone: str | None
    owner: str | None
