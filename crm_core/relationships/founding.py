"""Types and tiers as a company has them that has worked with them for a while: for the demo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from crm_core import audit
from crm_core.access.model import CONSOLE
from crm_core.periods import add_months
from crm_core.relationships import repository
from crm_core.relationships.model import Dimension, Rung, rung_at, suggested
from crm_core.relationships.norms import repository as norms
from crm_core.relationships.norms.model import NormDraft
from crm_core.relationships.service import SHARES
from crm_core.store import Store, Transaction

_FIXED = 3  # customers whose type was fixed by hand


def found_kinds(
    store: Store, transaction: Transaction, day: date, since_on: date, *, user_id: int, at: datetime, reason: str
) -> int:
    """Write criteria cut from the sales up to ``day``, what they placed customers at on ``since_on`` as decided then, and what
    they propose on ``day``; return how many decisions were written. ``reason`` is why a few types are fixed.
    """
    first = add_months(day, -12) + timedelta(days=1)
    points = repository.find_cut_points(store, first, day, SHARES)
    criteria = [suggested(dimension, points) for dimension in Dimension]
    for one in criteria:
        repository.put_criteria(transaction, one.dimension, one.items, version=1, user_id=user_id, at=at)
    items = [item for one in criteria for item in one.items]
    known = repository.find_known(transaction, since_on)
    chosen = []
    for row in repository.derived(store, items, since_on, since_on).to_pylist():
        if row["customer_id"] in known:
            rung = rung_at(Dimension(row["dimension"]), row["rank"])
            chosen.append({**row, "rung": rung.value, "is_fixed": False, "reason": "", "version": 0})
    relational = [row for row in chosen if row["rung"] == Rung.RELATIONAL]
    for row in relational[:_FIXED]:
        row.update(rung=Rung.STRATEGIC.value, is_fixed=True, reason=reason, reasons=None)
    if chosen:
        repository.put_standings(transaction, chosen, today=since_on, user_id=user_id, at=at)
    repository.replace_proposals(transaction, repository.derived(store, items, day, day), day)
    audit.record_batch(transaction, CONSOLE, audit.Change("demo", "relationship_rule", None), len(chosen))
    return len(chosen)


def found_norms(
    transaction: Transaction, drafts: Sequence[NormDraft], since_on: date, *, user_id: int, at: datetime
) -> int:
    """Write norms that hold since a day; return how many."""
    for draft in drafts:
        norms.insert(transaction, draft, since_on=since_on, version=1, at=at, user_id=user_id)
    audit.record_batch(transaction, CONSOLE, audit.Change("demo", "contact_norm", None), len(drafts))
    return len(drafts)
