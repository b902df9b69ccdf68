"""Rows of the store become origins and needs, and the other way round."""

from __future__ import annotations

from datetime import datetime

from crm_core.access.model import Reach
from crm_core.customers.profile.needs.model import Need, NeedDraft, NeedState, Origin, Want, WantCount, WantCounts, Way
from crm_core.store import Row, Store, Transaction, statement

ROOM = "customers/profile/needs"


def find_origin(store: Store | Transaction, customer_id: int) -> Origin:
    """Return where a customer's data came from."""
    row = store.row(statement(ROOM, "origin_of_customer"), [customer_id])
    if row is None:
        return Origin()
    return Origin(Way(row["way"]) if row["way"] else None, row["first_contact_on"], row["version"])


def put_origin(
    transaction: Transaction, customer_id: int, origin: Origin, *, version: int, by: int, at: datetime
) -> None:
    """Store where a customer's data came from, over the stored ``version``, 0 for none."""
    values = [customer_id, origin.way.value if origin.way else None, origin.first_contact_on, by, at]
    transaction.execute(statement(ROOM, "edit_origin" if version else "add_origin"), values)


def find_needs(store: Store, customer_id: int) -> tuple[Need, ...]:
    """Return what a customer wants: what is open first, then by weight, then the latest."""
    return tuple(_need(row) for row in store.rows(statement(ROOM, "needs_of_customer"), [customer_id]))


def find_to_change(transaction: Transaction, reach: Reach, need_id: int) -> tuple[int, Need] | None:
    """Return customer and need, where the reach opens the customer for a change."""
    row = transaction.row(statement(ROOM, "need_to_change"), [*reach.positional(), need_id])
    return (row.pop("customer_id"), _need(row)) if row else None


def count_needs(transaction: Transaction, customer_id: int) -> int:
    """Return how many needs are noted of a customer."""
    return int(transaction.rows(statement(ROOM, "count_needs"), [customer_id])[0]["needs"])


def insert_need(transaction: Transaction, customer_id: int, draft: NeedDraft, by: int, at: datetime) -> int:
    """Store a new need and return its id."""
    values = [customer_id, *_values(draft), by, at]
    return int(transaction.rows(statement(ROOM, "add_need"), values)[0]["need_id"])


def update_need(transaction: Transaction, need_id: int, draft: NeedDraft, at: datetime) -> None:
    """Store a changed need."""
    transaction.execute(statement(ROOM, "edit_need"), [need_id, *_values(draft), at])


def _need(row: Row) -> Need:
    return Need(**{**row, "kind": Want(row["kind"]), "state": NeedState(row["state"])})


def _values(draft: NeedDraft) -> list[object]:
    return [draft.kind.value, draft.content, draft.weight, draft.state.value, draft.noted_on]


def count_wants(store: Store, reach: Reach, team_id: int | None) -> WantCounts:
    """Return how many of the customers in reach, of a team (None: of all), want what."""
    asked = {**reach.named(), "team": team_id}
    rows = store.rows(statement(ROOM, "wants_in_reach"), asked)
    by_kind = {row["kind"]: row for row in rows if not row["is_total"]}
    whole = next((row for row in rows if row["is_total"]), None)
    kinds = tuple(
        WantCount(want, *(by_kind[want.value][f"{name}_count"] for name in ("open", "most", "met")))
        if want.value in by_kind
        else WantCount(want, 0, 0, 0)
        for want in Want
    )
    return WantCounts(kinds, whole["customer_count"] if whole else 0, whole["told_count"] if whole else 0)
