"""The demo's register of touchpoints, what customers suggested, and what was said beyond the interactions themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from crm_core.demo.guides import REGISTER
from crm_core.store import Store, Transaction, statement
from crm_core.touchpoints.founding import found_register
from crm_core.touchpoints.model import TouchpointDraft

_KEEPER = "manager"
_SINCE = timedelta(days=60)


def add_touchpoints(store: Store, transaction: Transaction, day: date) -> int:
    """Write the register and what hangs on interactions up to ``day``; return how many touchpoints there are."""
    users = {row["username"]: row["user_id"] for row in transaction.rows(statement("demo", "accounts"))}
    at = datetime.combine(day - _SINCE, datetime.min.time(), UTC) + timedelta(hours=2)
    drafts = [
        TouchpointDraft(
            one.phase,
            one.name,
            one.department,
            users[one.owner],
            one.channels,
            one.standard,
            one.within,
            one.unit,
            one.guides,
        )
        for one in REGISTER
    ]
    made = found_register(transaction, drafts, user_id=users[_KEEPER], at=at)
    for name in ("add_details", "add_suggestions", "answer_suggestions", "add_comments"):
        transaction.execute(statement("demo", name), [day])
    return made
