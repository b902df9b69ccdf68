"""Rules of return visits that have been on for a while, and what came of their visits: for the demo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from crm_core import audit
from crm_core.access.model import CONSOLE
from crm_core.store import Transaction
from crm_core.visits import repository
from crm_core.visits.model import RuleDraft


def found_rules(
    transaction: Transaction, drafts: Sequence[tuple[RuleDraft, bool]], since_on: date, *, user_id: int, at: datetime
) -> int:
    """Write rules, each with whether it is on since a day; return how many."""
    for draft, is_on in drafts:
        rule_id = repository.insert(transaction, draft, at, user_id)
        if is_on:
            repository.switch(transaction, rule_id, 1, on=since_on, by=user_id, at=at)
    audit.record_batch(transaction, CONSOLE, audit.Change("demo", "visit_rule", None), len(drafts))
    return len(drafts)
