"""Deciding on the type or tier of many customers at once, inside the transaction of whoever chose them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.relationships import repository
from crm_core.relationships.model import Dimension, StandingDraft
from crm_core.store import Row, Transaction, statement


def find_standings(transaction: Transaction, dimension: Dimension, customer_ids: Sequence[int]) -> dict[int, Row]:
    """Return what stands of customers by id: rung, is_fixed, set_at, version; none of those of whom nothing does."""
    wanted = pa.table({"customer_id": pa.array(customer_ids, pa.int64())})
    query = statement(repository.ROOM, "standings_of_many")
    return {row["customer_id"]: row for row in transaction.execute_with({"wanted": wanted}, query, [dimension.value])}


def put_many(
    transaction: Transaction,
    actor: Actor,
    dimension: Dimension,
    draft: StandingDraft,
    *,
    found: dict[int, Row],
    customer_ids: Sequence[int],
    today: date,
) -> None:
    """Let a rung stand for customers from today on, each with its entry in the trail; the caller has authorised.

    ``found`` is what stands of them now.
    """
    chosen = [
        {
            "customer_id": key, "dimension": dimension.value, "rung": draft.rung.value, "is_fixed": draft.is_fixed,
            "reason": draft.reason, "reasons": None, "version": found[key]["version"] if key in found else 0,
        }
        for key in customer_ids
    ]  # fmt: skip
    if not chosen:
        return
    repository.put_standings(transaction, chosen, today=today, user_id=actor.user_id, at=clock.now())
    field = "tier" if dimension is Dimension.TIER else "relation_type"
    fixed = {"is_fixed": True, "reason": draft.reason} if draft.is_fixed else {}
    audit.record_many(
        transaction,
        actor,
        [
            audit.Change(
                "place", "customer", key, {field: found[key]["rung"] if key in found else None},
                {field: draft.rung.value, **fixed},
            )
            for key in customer_ids
        ],
    )  # fmt: skip
