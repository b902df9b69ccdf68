"""Own fields as columns of a list of customers that goes out as a file."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from crm_core.customers.profile.own_fields import repository
from crm_core.customers.profile.own_fields.model import FieldKind, OwnField, typed
from crm_core.store import Store

_TYPES = {FieldKind.NUMBER: pa.decimal128(24, 6), FieldKind.DAY: pa.date32()}


def fields_for_file(store: Store, keys: Sequence[str] | None = None) -> list[OwnField]:
    """Return the facts and the fields in use, in order; with ``keys`` those of them that were asked for (``own_12``)."""
    found = [field for field in repository.find_all_fields(store) if field.is_active]
    return found if keys is None else [field for field in found if field.key in keys]


def own_columns(
    store: Store, customer_ids: Sequence[int], is_open: Sequence[bool], fields: Sequence[OwnField]
) -> dict[str, list[object]]:
    """Return {field's key: a value a customer}, typed; None where nothing stands or the customer is not open."""
    wanted = [key for key, open_ in zip(customer_ids, is_open, strict=True) if open_]
    found = repository.find_values_of_many(store, wanted, [field.field_id for field in fields])
    kept: dict[int, dict[int, str]] = {field.field_id: {} for field in fields}
    names = ("customer_id", "field_id", "value")
    for customer_id, field_id, value in zip(*(found[name].to_pylist() for name in names), strict=True):
        kept[field_id][customer_id] = value
    return {
        field.key: [
            typed(field.kind, kept[field.field_id][key]) if key in kept[field.field_id] else None
            for key in customer_ids
        ]
        for field in fields
    }


def with_own_columns(store: Store, table: pa.Table, fields: Sequence[OwnField]) -> pa.Table:
    """Return a list (customer_id, is_open, …) with a column for each of ``fields``, named by its key."""
    columns = own_columns(store, table["customer_id"].to_pylist(), table["is_open"].to_pylist(), fields)
    for field in fields:
        table = table.append_column(field.key, pa.array(columns[field.key], _TYPES.get(field.kind, pa.string())))
    return table
