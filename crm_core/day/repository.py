"""Occasions and what customers are worth: rows of the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from crm_core.access.model import Reach
from crm_core.day.model import (
    ROUND_YEARS,
    Occasion,
    OccasionDraft,
    OccasionKind,
    Worth,
    birthday_pairs,
    occasion_days,
)
from crm_core.periods import add_months
from crm_core.relationships.model import Rung
from crm_core.store import Store, Transaction, statement

ROOM = "day"


def find_occasions(store: Store, reach: Reach, today: date) -> tuple[Occasion, ...]:
    """Return the occasions of today with the customers of ``reach.me`` that nobody has seen to yet; none on a day off."""
    days = occasion_days(today)
    if not days:
        return ()
    begins = dict(days)
    keys, on_days = birthday_pairs(days)
    given = {
        "me": reach.me, "keys": keys, "key_days": on_days, "days": [day for day, _due in days],
        "begins": [due_on for _day, due_on in days], "years": list(ROUND_YEARS), "first": days[0][0],
    }  # fmt: skip
    rows = store.rows(statement(ROOM, "occasions"), given)
    return tuple(Occasion(**{**row, "kind": OccasionKind(row["kind"]), "due_on": begins[row["on"]]}) for row in rows)


def find_worths(store: Store, reach: Reach, customer_ids: Sequence[int], today: date) -> dict[int, Worth]:
    """Return what customers of the reach are worth, by id; whose worth is not known is left out."""
    given = {
        **reach.named(), "absent": list(reach.stands_in_for), "customers": list(customer_ids),
        "since": add_months(today, -12), "today": today,
    }  # fmt: skip
    rows = store.rows(statement(ROOM, "worths"), given)
    return {row["customer_id"]: Worth(Rung(row["tier"]) if row["tier"] else None, row["sales"]) for row in rows}


def add_answer(transaction: Transaction, customer_id: int, draft: OccasionDraft, *, by: int, at: datetime) -> int:
    """Keep that an occasion was put off or let pass, and return the id."""
    given = [customer_id, draft.contact_id, draft.kind.value, draft.on, draft.due_on, draft.reason, by, at]
    return int(transaction.rows(statement(ROOM, "add_answer"), given)[0]["answer_id"])
