"""Customers that were merged into another: their ids and codes lead to the one that has all of theirs now."""

from __future__ import annotations

from dataclasses import dataclass

from crm_core.access.model import Reach
from crm_core.customers.merging.moves import ROOM
from crm_core.customers.model import OneCustomer
from crm_core.customers.service import seen_customer
from crm_core.errors import NotFound
from crm_core.store import Store, statement
from crm_core.store.reads import reads


@dataclass(frozen=True, slots=True)
class Former:
    """Where a customer that is gone leads to: ``code`` is what it had."""

    customer_id: int
    code: str


def survivor_of(store: Store, reach: Reach, customer_id: int) -> Former | None:
    """Return where a merged customer leads to, where the reach opens that; None for one that was never merged."""
    row = store.row(statement(ROOM, "leads_to"), [customer_id])
    if row is None:
        return None
    try:
        seen_customer(store, reach, row["customer_id"])
    except NotFound:
        return None
    return Former(row["customer_id"], row["code"])


@reads("customer_former", "customer", "collaborator")
def former_of(store: Store, request: OneCustomer) -> Former | None:
    """Return where the asked customer leads to, as ``survivor_of`` does; for pages."""
    return survivor_of(store, request.reach, request.customer_id)
