"""Occasions and what customers are worth: rows of the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from crm_core.access.model import Reach
from crm_core.customers.profile.birthdays.days import ROUND_YEARS, birthday_pairs, occasion_days
from crm_core.day.model import (
    Load,
    Occasion,
    OccasionDraft,
    OccasionKind,
    Worth,
)
from crm_core.interactions.model import DAYS_AHEAD, Channel, FollowUp
from crm_core.periods import add_months
from crm_core.relationships.model import Rung
from crm_core.store import Row, Store, Transaction, statement

ROOM = "day"


def find_occasions(store: Store, reach: Reach, today: date) -> tuple[Occasion, ...]:
    """Return the occasions of today with the customers of ``reach.me`` and of whom it stands in for that nobody answered.

    None on a day off.
    """
    days = occasion_days(today)
    if not days:
        return ()
    begins = dict(days)
    keys, on_days = birthday_pairs(days)
    given = {
        "owners": [reach.me, *reach.stands_in_for], "keys": keys, "key_days": on_days, "days": [day for day, _due in days], "years": list(ROUND_YEARS),
    }  # fmt: skip
    rows = store.rows(statement(ROOM, "occasions"), given)
    return tuple(Occasion(**{**row, "kind": OccasionKind(row["kind"]), "due_on": begins[row["on"]]}) for row in rows)


def find_spoken(store: Store, customer_ids: Sequence[int], since: date) -> dict[int, date]:
    """Return with which of the customers somebody spoke since a day, and the last time."""
    rows = store.rows(statement(ROOM, "spoken_since"), {"customers": list(customer_ids), "since": since})
    return {row["customer_id"]: row["last_on"] for row in rows}


def find_own_worths(store: Store, reach: Reach, today: date) -> dict[int, Worth]:
    """Return what the customers whom ``reach.me`` owns are worth, by id."""
    rows = store.rows(statement(ROOM, "own_worths"), {"me": reach.me, "since": add_months(today, -12), "today": today})
    return {row["customer_id"]: Worth(Rung(row["tier"]) if row["tier"] else None, row["sales"]) for row in rows}


def find_worths(store: Store, reach: Reach, customer_ids: Sequence[int], today: date) -> dict[int, Worth]:
    """Return what customers of the reach are worth, by id; whose worth is not known is left out."""
    given = {
        **reach.named(), "absent": list(reach.stands_in_for), "customers": list(customer_ids),
        "since": add_months(today, -12), "today": today,
    }  # fmt: skip
    rows = store.rows(statement(ROOM, "worths"), given)
    return {row["customer_id"]: Worth(Rung(row["tier"]) if row["tier"] else None, row["sales"]) for row in rows}


def find_closed(store: Store, reach: Reach, customer_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return which channels customers of the reach have closed, by id."""
    given = {**reach.named(), "absent": list(reach.stands_in_for), "customers": list(customer_ids)}
    rows = store.rows(statement(ROOM, "closed_among"), given)
    return {row["customer_id"]: tuple(row["channels"]) for row in rows}


def find_loads(store: Store, reach: Reach, today: date) -> tuple[Load, ...]:
    """Return how much the people of the reach have to do, the most overdue first."""
    asked = {**reach.named(), "today": today, "until": today + timedelta(days=DAYS_AHEAD)}
    return tuple(Load(**row) for row in store.rows(statement(ROOM, "team_load"), asked))


def find_tasks(store: Store, reach: Reach, user_id: int, today: date) -> tuple[FollowUp, ...]:
    """Return the open follow-ups of a person with customers of the reach, up to a week ahead, the oldest first."""
    asked = {**reach.named(), "person": user_id, "until": today + timedelta(days=DAYS_AHEAD)}
    rows = store.rows(statement(ROOM, "tasks_of_person"), asked)
    return tuple(FollowUp(**{**row, "channel": Channel(row["channel"]) if row["channel"] else None}) for row in rows)


def find_task(transaction: Transaction, reach: Reach, follow_up_id: int, taker_id: int) -> Row | None:
    """Return an open follow-up of the reach, and whether the taker sees its customer (``is_seen``)."""
    return transaction.row(statement(ROOM, "task_to_give"), [*reach.positional(), follow_up_id, taker_id])


def add_answer(transaction: Transaction, customer_id: int, draft: OccasionDraft, *, by: int, at: datetime) -> int:
    """Keep that an occasion was put off or let pass, and return the id."""
    given = [customer_id, draft.contact_id, draft.kind.value, draft.on, draft.due_on, draft.reason, by, at]
    return int(transaction.rows(statement(ROOM, "add_answer"), given)[0]["answer_id"])
