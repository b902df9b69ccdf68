"""Customers whom the demo company entered twice over the years: another way of writing, the same phone, the same email.

They are among its oldest customers, each with sales and talks of its own; whom they look like depends on the codes alone.
"""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa

from crm_core import audit
from crm_core.access.model import CONSOLE
from crm_core.customers.search import search_text
from crm_core.store import Row, Transaction, statement
from crm_core.texts import key_of

_OLDEST, _PERSONS, _COMPANIES = 400, 9, 6
_SCHEMA = pa.schema(
    [
        ("customer_id", pa.int64()),
        ("name", pa.string()),
        ("name_key", pa.string()),
        ("search_text", pa.string()),
        ("phone", pa.string()),
        ("phone_key", pa.string()),
        ("email", pa.string()),
        ("birthday", pa.date32()),
        ("region", pa.string()),
    ]
)


def add_duplicates(transaction: Transaction) -> int:
    """Let some of the oldest customers look like another one of the same owner; return how many."""
    found = transaction.rows(statement("demo", "oldest_customers"), [_OLDEST])
    rows = [*_twins(found, "person", _PERSONS), *_twins(found, "company", _COMPANIES)]
    if rows:
        given = {"given": pa.Table.from_pylist(rows, schema=_SCHEMA)}
        transaction.execute_with(given, statement("demo", "enter_twice"))
        audit.record_batch(transaction, CONSOLE, audit.Change("demo", "customer", None), len(rows))
    return len(rows)


def _twins(found: list[Row], kind: str, most: int) -> list[Row]:
    """Return what the second one of each two of an owner holds, the owners in turn."""
    by_owner: dict[int, list[Row]] = defaultdict(list)
    for row in found:
        if row["kind"] == kind:
            by_owner[row["owner_id"]].append(row)
    pairs = [
        (first, second)
        for rows in by_owner.values()
        for first, second in list(zip(rows[::2], rows[1::2], strict=False))[:2]
    ]
    return [_twin(place, first, second) for place, (first, second) in enumerate(pairs[:most])]


def _twin(place: int, first: Row, second: Row) -> Row:
    """Return the second one as it was entered: what it has of the first depends on its place."""
    name = _other_writing(first["name"]) if second["kind"] == "company" else first["name"]
    row = {**{name: second[name] for name in ("phone", "phone_key", "email", "birthday")}, "region": first["region"]}
    if place % 3 == 0:
        row["phone"], row["phone_key"] = first["phone"], first["phone_key"]
    elif place % 3 == 1:
        row["email"], row["phone"], row["phone_key"] = first["email"], None, None
    else:
        row["birthday"] = first["birthday"]
    told = search_text(name, second["code"])
    return {**row, "customer_id": second["customer_id"], "name": name, "name_key": key_of(name), "search_text": told}


def _other_writing(name: str) -> str:
    """Return a company's name with another legal form, as a colleague might have typed it."""
    return name.replace("有限公司", "（有限责任公司）") if name.endswith("有限公司") else f"{name}有限公司"
