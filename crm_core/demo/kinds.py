"""Types and tiers of the demo's customers: decided three months ago, and proposed anew today."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from crm_core.periods import add_months
from crm_core.relationships.founding import found_kinds
from crm_core.store import Store, Transaction, statement

_PLANNER = "manager"
_MONTHS = 3
_REASON = "集团集中采购，按战略客户维护"


def add_kinds(store: Store, transaction: Transaction, day: date) -> int:
    """Write criteria, decisions and proposals as they stand on ``day``; return how many decisions."""
    users = {row["username"]: row["user_id"] for row in transaction.rows(statement("demo", "accounts"))}
    since_on = add_months(day, -_MONTHS)
    at = datetime.combine(since_on, datetime.min.time(), UTC) + timedelta(hours=2)
    return found_kinds(store, transaction, day, since_on, user_id=users[_PLANNER], at=at, reason=_REASON)
