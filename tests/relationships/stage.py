"""What customers bought and what was said with them, put straight into a store: for types, tiers and norms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from crm_core.access.model import Actor, Permission
from crm_core.relationships.model import CriteriaRequest, Dimension, ProposalsRequest
from crm_core.relationships.service import derive, save_criteria
from crm_core.store import Store
from tests.conftest import Cast
from tests.customers.faces import fresh
from tests.metrics.stage import Line, add_lines

TIER: Mapping[str, object] = {
    "high.1.measure": "net_sales", "high.1.months": "12", "high.1.threshold": "50,000",
    "mid.1.measure": "net_sales", "mid.1.months": "12", "mid.1.threshold": "5000",
}  # fmt: skip
TYPE: Mapping[str, object] = {
    "strategic.1.measure": "net_sales", "strategic.1.months": "12", "strategic.1.threshold": "80000",
    "strategic.2.measure": "months_since_first", "strategic.2.threshold": "12",
    "relational.1.measure": "orders", "relational.1.months": "12", "relational.1.threshold": "2",
}  # fmt: skip


def buy(store: Store, bought: Sequence[tuple[int, date, str]]) -> None:
    """Let customers buy: who, when, for how much; each an order of its own."""
    add_lines(
        store,
        [Line(day, number, customer, 1, amount) for number, (customer, day, amount) in enumerate(bought, start=1)],
    )


def save(store: Store, actor: Actor, dimension: Dimension, given: Mapping[str, object], version: int = 0) -> None:
    """Save criteria, and make the proposals."""
    save_criteria(store, actor, dimension, given, version=version, key=fresh())
    derive(store, actor)


def asked(actor: Actor, dimension: Dimension = Dimension.TIER) -> ProposalsRequest:
    """Return a request for the proposals that an actor may see."""
    return ProposalsRequest(actor.require(Permission.RELATION_READ), dimension)


def wanted(cast: Cast, dimension: Dimension = Dimension.TIER) -> CriteriaRequest:
    """Return the manager's request for criteria."""
    return CriteriaRequest(cast.mia.require(Permission.RELATION_READ), dimension)


def amount(text: str) -> Decimal:
    """Return an amount."""
    return Decimal(text)
