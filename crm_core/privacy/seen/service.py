"""Telling who has seen a customer, to whoever answers for that customer's people; and forgetting it in time."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_core import clock
from crm_core.customers.model import OneCustomer
from crm_core.customers.service import seen_customer
from crm_core.privacy.seen.model import MOST_LINES, Look, Seen, SeenList, Way, by_person_and_day
from crm_core.privacy.seen.noting import ROOM
from crm_core.settings import service as settings
from crm_core.store import Row, Store, Transaction, statement
from crm_core.store.reads import reads

_ROWS = 3 * MOST_LINES + 1


@reads(
    "customer_sight", "audit_entry", "audit_value", "contact", "customer", "collaborator", "app_user", "team", "setting"
)
def seen_by(store: Store, request: OneCustomer) -> SeenList:
    """Return who has seen a customer within the days that are kept; ``reach`` is that of SIGHT_READ.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    choices = settings.current(store)
    first = _first_kept(store)
    sights = store.rows(statement(ROOM, "sights"), [request.customer_id, first, _ROWS])
    since = datetime.combine(first, time.min, ZoneInfo(choices.zone))
    looks = store.rows(statement(ROOM, "looks"), [request.customer_id, since, _ROWS])
    return by_person_and_day([*map(_of_sight, sights), *(_of_look(row, choices.zone) for row in looks)])


def forget_old(store: Store, transaction: Transaction) -> int:
    """Forget what lies further back than the company keeps it; return how many rows that were."""
    return len(transaction.rows(statement(ROOM, "forget_sights"), [_first_kept(store)]))


def _first_kept(store: Store) -> date:
    choices = settings.current(store)
    return clock.today(choices.zone) - timedelta(days=choices.sights_kept_days)


def _of_sight(row: Row) -> Seen:
    return Seen(
        row["seen_on"], row["user_id"], row["person"] or "–", row["team"], row["last_at"], Way(row["way"]), row["seen_count"]
    )  # fmt: skip


def _of_look(row: Row, zone: str) -> Seen:
    told = json.loads(row["told"]) if row["told"] else {}
    looks = tuple(
        Look(name, row["entity"] == "contact", str(why)) for name, why in told.items() if name != "customer_id"
    )
    day = clock.local_day(row["happened_at"], zone)
    return Seen(day, row["user_id"], row["person"], row["team"], row["happened_at"], looks=looks)
