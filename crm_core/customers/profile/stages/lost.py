"""Customers who were lost, and for which reason: counted by reason and kind of customers, and by name, within a reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_core.access.model import Reach
from crm_core.customers.profile.stages.model import Stage
from crm_core.customers.profile.stages.repository import ROOM
from crm_core.store import Store, statement
from crm_core.store.reads import reads

_READ = ("customer", "customer_stage", "customer_standing", "customer_tag", "collaborator", "app_user")


@dataclass(frozen=True, slots=True)
class LostRequest:
    """Who was lost since a day, or came to another ``stage``? ``subject``: '' all, ``rung:CODE`` or ``tag:ID``; ``reason_id`` None: for any reason."""

    reach: Reach
    since: date
    subject: str = ""
    reason_id: int | None = None
    stage: Stage = Stage.LOST
    most: int = 100


@dataclass(frozen=True, slots=True)
class LostCustomer:
    """One customer who is lost, or about to leave, and what somebody wrote of it."""

    customer_id: int
    customer: str
    owner: str | None
    since_on: date
    reason_id: int | None
    why: str


@reads(*_READ)
def lost_counts(store: Store, request: LostRequest) -> Mapping[tuple[int | None, str], int]:
    """Return how many customers within the reach were lost since the day, by reason and kind of customers ('' all)."""
    given = {**request.reach.named(), "since": request.since}
    rows = store.rows(statement(ROOM, "lost_counts"), given)
    return {(row["reason_id"], row["subject"]): row["customers"] for row in rows}


@reads(*_READ)
def lost_customers(store: Store, request: LostRequest) -> tuple[LostCustomer, ...]:
    """Return the customers within the reach who stand in the stage since the day or later, the latest first."""
    given = {
        **request.reach.named(), "since": request.since, "subject": request.subject, "reason": request.reason_id,
        "stage": request.stage.value, "most": request.most,
    }  # fmt: skip
    return tuple(LostCustomer(**row) for row in store.rows(statement(ROOM, "lost_rows"), given))


@dataclass(frozen=True, slots=True)
class Risk:
    """Of the customers of a segment: how many there are, are about to leave, were lost since a day."""

    customers: int
    at_risk: int
    lost: int


@reads(*_READ)
def risks(store: Store, request: LostRequest) -> Mapping[str, Risk]:
    """Return how many customers within the reach are about to leave and were lost since the day, by type, tier and tag, the key of each;
    '' holds all of them.
    """
    rows = store.rows(statement(ROOM, "risks"), {**request.reach.named(), "since": request.since})
    return {row["subject"]: Risk(row["customers"], row["at_risk"], row["lost"]) for row in rows}
