"""A whole register at once, for the demo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crm_core import audit
from crm_core.access.model import CONSOLE
from crm_core.store import Transaction
from crm_core.touchpoints import repository
from crm_core.touchpoints.model import TouchpointDraft


def found_register(transaction: Transaction, drafts: Sequence[TouchpointDraft], *, user_id: int, at: datetime) -> int:
    """Write touchpoints in their order; return how many."""
    for place, draft in enumerate(drafts):
        repository.insert(transaction, draft, place, by=user_id, at=at)
    audit.record_batch(transaction, CONSOLE, audit.Change("demo", "touchpoint", None), len(drafts))
    return len(drafts)
