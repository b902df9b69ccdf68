"""Own fields as columns of a file of customers: read by the rules of the form, held against what is kept, written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pyarrow as pa

from crm_core.customers.fields import Unfit
from crm_core.customers.profile.facts.model import SYNONYMS
from crm_core.customers.profile.own_fields import repository
from crm_core.customers.profile.own_fields.model import FieldKind, OwnField
from crm_core.exchange.columns import ColumnParser, each_distinct
from crm_core.exchange.fields import BadValue, is_none
from crm_core.exchange.matching import Field
from crm_core.exchange.matching import FieldKind as ColumnKind
from crm_core.imports.columns import Columns
from crm_core.store import Store, Transaction, statement
from crm_core.texts import clean_line

ROOM = repository.ROOM
_KINDS = {
    FieldKind.TEXT: ColumnKind.TEXT,
    FieldKind.NUMBER: ColumnKind.AMOUNT,
    FieldKind.DAY: ColumnKind.DAY,
    FieldKind.CHOICE: ColumnKind.CHOICE,
    FieldKind.TRUTH: ColumnKind.CHOICE,
}
_VALUES = pa.schema([("row", pa.int64()), ("field_id", pa.int64()), ("value", pa.string())])


def fields_to_import(store: Store) -> tuple[OwnField, ...]:
    """Return the facts and the fields in use, in order."""
    return tuple(field for field in repository.find_all_fields(store) if field.is_active)


def columns_of(fields: Sequence[OwnField]) -> tuple[Field, ...]:
    """Return the fields as columns that a file may have; the company's name for each is how it is found.

    None is required in a file, those neither that the form asks for: an old list may lack them.
    """
    return tuple(
        Field(
            field.key,
            field.name,
            _parser(field),
            SYNONYMS.get(field.fact or "", ()),
            example="" if field.fact else next(iter(field.choices), ""),
            kind=_KINDS[field.kind],
        )
        for field in fields
    )


def _parser(field: OwnField) -> ColumnParser:
    def cell(text: str) -> str | None:
        if is_none(clean_line(text)):
            return None
        try:
            return field.parse(text)
        except Unfit as error:
            raise BadValue(error.reason) from None

    return each_distinct(cell, pa.string())


def staged_values(columns: Columns, fields: Sequence[OwnField]) -> pa.Array:
    """Return for each line what it says of the fields, a JSON object by field; null where it says nothing."""
    mapped = frozenset(columns.mapping.values())
    given = {field.field_id: columns.parsed(field.key).to_pylist() for field in fields if field.key in mapped}
    lines: list[str | None] = [None] * len(columns)
    for place in range(len(columns) if given else 0):
        said = {str(key): values[place] for key, values in given.items() if values[place] is not None}
        lines[place] = json.dumps(said, ensure_ascii=False, sort_keys=True) if said else None
    return pa.array(lines, pa.string())


def exploded(staged: pa.Table) -> pa.Table:
    """Return the lines' values (the column ``own``), one row each: row, field_id, value."""
    lines = [
        {"row": row, "field_id": int(key), "value": value}
        for row, said in zip(staged["row"].to_pylist(), staged["own"].to_pylist(), strict=True)
        if said
        for key, value in _object(said).items()
    ]
    return pa.Table.from_pylist(lines, schema=_VALUES)


def _object(said: str) -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads(said)
    return found


def write_imported(transaction: Transaction, ready: pa.Table, made: pa.Table) -> None:
    """Write the values of the added and changed lines. ``made`` has the codes that were made for lines without one."""
    values = exploded(ready.select(["row", "own"]))
    if not values.num_rows:
        return
    given = {"ready": ready.select(["row", "outcome", "code", "customer_id"]), "made": made, "own": values}
    transaction.execute_with(given, statement(ROOM, "remove_before_import"))
    transaction.execute_with(given, statement(ROOM, "add_imported_values"))


def give_back_values(transaction: Transaction, taken: pa.Table) -> None:
    """Take back what an import wrote into own fields; ``taken`` are its customers as they are taken back."""
    transaction.execute_with({"taken": taken}, statement(ROOM, "remove_taken_values"))
    transaction.execute_with({"taken": taken}, statement(ROOM, "restore_values"))
