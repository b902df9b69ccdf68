"""Rows of the store become own fields and their values, and the other way round."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

import pyarrow as pa

from crm_core.customers.model import Kind
from crm_core.customers.profile.facts.model import FACTS
from crm_core.customers.profile.own_fields.model import FieldKind, OwnField, OwnFieldDraft
from crm_core.store import Store, Transaction, statement
from crm_core.texts import key_of

ROOM = "customers/profile/own_fields"


def find_fields(store: Store | Transaction) -> tuple[OwnField, ...]:
    """Return all fields in their order, those out of use too."""
    return tuple(
        OwnField(
            row["field_id"], row["name"], FieldKind(row["kind"]), Kind(row["for_kind"]) if row["for_kind"] else None,
            row["is_required"], tuple(json.loads(row["choices"])), row["is_active"], row["version"],
        )
        for row in store.rows(statement(ROOM, "own_fields"))
    )  # fmt: skip


def find_all_fields(store: Store | Transaction) -> tuple[OwnField, ...]:
    """Return the facts that every archive knows, and after them all fields of the company's own in their order."""
    return (*FACTS, *find_fields(store))


def find_values(store: Store | Transaction, customer_id: int) -> dict[int, str]:
    """Return {field: value} of one customer."""
    rows = store.rows(statement(ROOM, "values_of_customer"), [customer_id])
    return {row["field_id"]: row["value"] for row in rows}


def find_values_of_field(transaction: Transaction, field_id: int) -> list[str]:
    """Return the distinct values that customers have in a field, each with how many have it, as value and count."""
    return [
        row["value"]
        for row in transaction.rows(statement(ROOM, "values_of_field"), [field_id])
        for _ in range(row["customers"])
    ]


def find_values_of_many(store: Store, customer_ids: Sequence[int], field_ids: Sequence[int]) -> pa.Table:
    """Return customer_id, field_id and value of many customers in some fields."""
    wanted = pa.table({"customer_id": pa.array(customer_ids, pa.int64())})
    return store.table(statement(ROOM, "values_of_many"), [list(field_ids)], tables={"wanted": wanted}, seconds=300.0)


def put_values(transaction: Transaction, customer_id: int, values: Mapping[int, str | None]) -> None:
    """Write a customer's values; None removes one."""
    for field_id, value in values.items():
        transaction.execute(statement(ROOM, "remove_value"), [customer_id, field_id])
        if value is not None:
            transaction.execute(statement(ROOM, "add_value"), [customer_id, field_id, value])


def insert_field(transaction: Transaction, draft: OwnFieldDraft, at: datetime) -> int:
    """Store a new field, the last in order, and return its id."""
    values = [*_values(draft), at]
    return int(transaction.rows(statement(ROOM, "add_own_field"), values)[0]["field_id"])


def update_field(transaction: Transaction, field_id: int, version: int, draft: OwnFieldDraft, at: datetime) -> bool:
    """Store a changed field; False where ``version`` is not the stored one any more."""
    return bool(transaction.rows(statement(ROOM, "edit_own_field"), [field_id, version, *_values(draft), at]))


def rewrite_value(transaction: Transaction, field_id: int, before: str, after: str) -> None:
    """Write one value of a field in another form, for every customer who has it."""
    transaction.execute(statement(ROOM, "rewrite_value"), [field_id, before, after])


def put_place(transaction: Transaction, field_id: int, place: int) -> None:
    """Give a field its place in the order."""
    transaction.execute(statement(ROOM, "place_own_field"), [field_id, place])


def _values(draft: OwnFieldDraft) -> list[object]:
    choices = json.dumps(list(draft.choices), ensure_ascii=False)
    for_kind = draft.for_kind.value if draft.for_kind else None
    return [draft.name, key_of(draft.name), draft.kind.value, for_kind, draft.is_required, choices, draft.is_active]
