"""Rows of the store become customers, and customers rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from crm_core.access.model import Reach
from crm_core.customers.fields import is_landline
from crm_core.customers.model import (
    CustomerDraft,
    CustomerFace,
    Event,
    Gender,
    Kind,
    Lifetime,
    MonthOfPurchases,
    Owner,
    Timeline,
    TimelineRequest,
)
from crm_core.customers.profile.birthdays.days import ROUND_YEARS, birthday_pairs, occasion_days
from crm_core.customers.search import search_text
from crm_core.store import Row, Store, Transaction, statement
from crm_core.texts import key_of

ROOM = "customers"


def find_face(store: Store, reach: Reach, customer_id: int, today: date) -> CustomerFace | None:
    """Return the customer as the reach opens it; name and code of one in the public pool; else None."""
    given = [*reach.positional(), customer_id, list(reach.stands_in_for), today]
    row = store.row(statement(ROOM, "customer_face"), given)
    if row is None and _of_absent(store, reach, customer_id, today) is not None:
        row = store.row(statement(ROOM, "customer_face"), ["all", [], reach.me, customer_id, [], today])
    if row is None:
        row = store.row(statement(ROOM, "pool_face"), [customer_id])
        return CustomerFace(**row, is_open=False) if row else None
    phone_key = row.pop("phone_key")
    row["kind"], row["gender"] = Kind(row["kind"]), Gender(row["gender"]) if row["gender"] else None
    return CustomerFace(**row, is_open=True, has_landline=phone_key is not None and is_landline(phone_key))


def find_in_reach(store: Store, reach: Reach, customer_id: int, today: date) -> Row | None:
    """Return whose the customer is, where the reach opens it, collaborations included."""
    given = [*reach.positional(), customer_id, list(reach.stands_in_for), today]
    return store.row(statement(ROOM, "customer_in_reach"), given) or _of_absent(store, reach, customer_id, today)


def _of_absent(store: Store, reach: Reach, customer_id: int, today: date) -> Row | None:
    """Return whose the customer is, where a deputy may see it: due by norm while its owner is away, or an occasion today."""
    if not reach.stands_in_for:
        return None
    given = [customer_id, reach.me, list(reach.stands_in_for), today]
    due = store.row(statement(ROOM, "customer_of_absent"), given)
    days = occasion_days(today) if due is None else ()
    if not days:
        return due
    keys, _days = birthday_pairs(days)
    asked = [*given, keys, [day for day, _due_on in days], list(ROUND_YEARS)]
    return store.row(statement(ROOM, "occasion_of_absent"), asked)


def find_to_change(transaction: Transaction, reach: Reach, customer_id: int) -> Row | None:
    """Return all that a customer holds, in clear, where the reach opens it for a change."""
    return transaction.row(statement(ROOM, "customer_to_change"), [*reach.positional(), customer_id])


def masked_fields(transaction: Transaction, customer_id: int) -> Row:
    """Return the sensitive fields of one customer as they may be shown."""
    return transaction.row(statement(ROOM, "masked_fields"), [customer_id]) or {}


def clear_fields(transaction: Transaction, customer_id: int) -> Row:
    """Return the sensitive fields of one customer in clear; for a reveal only."""
    return transaction.row(statement(ROOM, "clear_value"), [customer_id]) or {}


def find_collision(transaction: Transaction, reach: Reach, own_id: int | None, draft: CustomerDraft) -> Row | None:
    """Return another customer that is equal by phone, credit code or customer code, a colleague's first."""
    number = draft.id_number if draft.kind is Kind.COMPANY else None
    return transaction.row(
        statement(ROOM, "colliding_customers"), [own_id, draft.phone_key, number, draft.code, *reach.positional()]
    )


def free_code(transaction: Transaction) -> tuple[int, str]:
    """Return a new customer's id and a code made of it that nobody has, such as K000123."""
    while True:
        customer_id = int(transaction.rows(statement(ROOM, "next_customer_id"))[0]["customer_id"])
        code = f"K{customer_id:06d}"
        if transaction.row(statement(ROOM, "code_is_taken"), [code]) is None:
            return customer_id, code


def insert(
    transaction: Transaction,
    customer_id: int,
    draft: CustomerDraft,
    owner: Owner | None,
    *,
    at: datetime,
    on: date,
    by: int,
) -> None:
    """Store a new customer, whose code the draft holds."""
    values = _values(draft)
    note = values.pop("note")
    place = [owner.user_id if owner else None, owner.team_id if owner else None]
    transaction.execute(
        statement(ROOM, "add_customer"), [customer_id, draft.code, *values.values(), *place, note, at, on, by]
    )


def update(transaction: Transaction, customer_id: int, version: int, draft: CustomerDraft, at: datetime) -> bool:
    """Store a changed customer, but for its code; False where ``version`` is not the stored one any more."""
    values = [customer_id, version, *_values(draft).values(), at]
    return bool(transaction.rows(statement(ROOM, "edit_customer"), values))


def change_code(transaction: Transaction, customer_id: int, code: str) -> None:
    """Give a customer another code."""
    transaction.execute(statement(ROOM, "change_code"), [customer_id, code])


def find_owner(transaction: Transaction, user_id: int) -> Owner | None:
    """Return the user if customers can be given to him."""
    row = transaction.row(statement(ROOM, "possible_owner"), [user_id])
    return Owner(row["user_id"], row["display_name"], row["team_id"]) if row else None


def find_owners(store: Store, reach: Reach) -> tuple[Owner, ...]:
    """Return the users to whom somebody with this reach can give customers."""
    rows = store.rows(statement(ROOM, "possible_owners"), reach.positional())
    return tuple(Owner(**row) for row in rows)


def _values(draft: CustomerDraft) -> dict[str, object]:
    """Return the columns that follow from a draft, in the order in which the statements take them."""
    return {
        "kind": draft.kind.value,
        "name": draft.name,
        "search_text": search_text(draft.name, draft.code or ""),
        "name_key": key_of(draft.name),
        "phone": draft.phone,
        "phone_key": draft.phone_key,
        "email": draft.email,
        "id_number": draft.id_number,
        "birthday": draft.birthday,
        "gender": draft.gender.value if draft.gender else None,
        "region": draft.region,
        "note": draft.note,
    }


def lifetime(store: Store, customer_id: int) -> Lifetime:
    """Return what one customer ever bought."""
    row: Mapping[str, Any] = store.rows(statement(ROOM, "lifetime_of_one"), {"customer": customer_id})[0]
    return Lifetime(**row)


def months(store: Store, customer_id: int, first: date) -> tuple[MonthOfPurchases, ...]:
    """Return the months since ``first`` in which one customer bought or returned."""
    rows = store.rows(statement(ROOM, "purchases_by_month"), {"customer": customer_id, "from": first})
    return tuple(MonthOfPurchases(**row) for row in rows)


def timeline(store: Store, request: TimelineRequest) -> Timeline:
    """Return one page of one customer's events."""
    rows = store.rows(
        statement(ROOM, "timeline"),
        {
            "customer": request.customer_id,
            "kind": request.kind,
            "size": request.size,
            "skip": request.page * request.size,
        },
    )
    total = rows[0]["total"] if rows else 0
    return Timeline(tuple(Event(**{name: row[name] for name in row if name != "total"}) for row in rows), total)
