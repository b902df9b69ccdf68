"""Rows of the store become pairs, previews and merges."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from crm_core import clock
from crm_core.access.model import Reach
from crm_core.customers.merging.model import (
    FIELDS,
    KEPT_DAYS,
    Face,
    Merge,
    MergeList,
    MergesWanted,
    Pair,
    PairPage,
    PairStatus,
    PairsWanted,
    Search,
    Sign,
)
from crm_core.customers.merging.moves import COUNT, PARTS, ROOM
from crm_core.customers.search import search_terms
from crm_core.store import Row, Store, Transaction, statement

_WRITTEN = (
    "kind", "name", "name_key", "search_text", "phone", "phone_key", "email", "id_number", "birthday", "gender", "region",
    "owner_id", "team_id", "note",
)  # fmt: skip


def find_pairs(store: Store, wanted: PairsWanted) -> PairPage:
    """Return a part of the pairs, each with both faces."""
    first, second, third = search_terms(wanted.text)
    given = {
        **wanted.reach.named(), "status": wanted.status.value, "sign": wanted.sign, "first": first, "second": second,
        "third": third,
    }  # fmt: skip
    rows = store.rows(statement(ROOM, "pairs"), {**given, "size": wanted.size, "skip": wanted.first})
    total = int(store.value(statement(ROOM, "pair_count"), given))
    both = [(row["low_id"], row["high_id"]) for row in rows]
    faces, flags = find_faces(store, {key for pair in both for key in pair}), find_compared(store, both)
    return PairPage(tuple(_pair(row, faces, flags) for row in rows), total)


def _pair(row: Row, faces: Mapping[int, Face], flags: Mapping[tuple[int, int], Row]) -> Pair:
    low, high = row["low_id"], row["high_id"]
    same, different = compared_fields(flags.get((low, high)))
    signs = tuple(Sign(sign) for sign in row["signs"].split(",") if sign)
    status = PairStatus(row["status"])
    return Pair(
        row["pair_id"], faces[low], faces[high], row["score"], signs, status, same, different, row["judged_at"], row["judged_by"]
    )  # fmt: skip


def find_faces(store: Store, customer_ids: Iterable[int]) -> dict[int, Face]:
    """Return some customers by id, masked, with what hangs on each."""
    wanted = sorted(customer_ids)
    if not wanted:
        return {}
    counts: dict[int, dict[str, int]] = {key: {} for key in wanted}
    for part in PARTS:
        if part.label is not None:
            for row in store.rows(COUNT.compose(table=part.table), [wanted]):
                counts[row["customer_id"]][part.table] = row["row_count"]
    found = {}
    for row in store.rows(statement(ROOM, "faces"), [wanted]):
        key = row["customer_id"]
        values = {field: row[field] for field in FIELDS}
        found[key] = Face(key, row["code"], row["version"], values, counts[key])
    return found


def find_compared(store: Store, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Row]:
    """Return for each two customers which fields both have, equal and different."""
    if not pairs:
        return {}
    rows = store.rows(statement(ROOM, "compared"), [[low for low, _ in pairs], [high for _, high in pairs]])
    return {(row["low_id"], row["high_id"]): row for row in rows}


def compared_fields(row: Row | None) -> tuple[frozenset[str], frozenset[str]]:
    """Return the fields that are equal and those that differ."""
    if row is None:
        return frozenset(), frozenset()
    return (
        frozenset(name for name in row["same"].split(",") if name),
        frozenset(name for name in row["different"].split(",") if name),
    )


def find_pair(transaction: Transaction, reach: Reach, pair_id: int) -> Row | None:
    """Return a pair whose two customers the reach opens."""
    return transaction.row(statement(ROOM, "pair_to_judge"), [*reach.positional(), pair_id])


def judge_pair(transaction: Transaction, pair_id: int, before: PairStatus, by: int, at: datetime) -> None:
    """Say of an open pair that its two are different; of one that was said to be, that it is open again."""
    given = (PairStatus.DIFFERENT, by, at) if before is PairStatus.OPEN else (PairStatus.OPEN, None, None)
    status, judged_by, judged_at = given
    transaction.execute(statement(ROOM, "judge_pair"), [pair_id, before.value, status.value, judged_by, judged_at])


def find_search(store: Store) -> Search | None:
    """Return the last look through all customers."""
    row = store.row(statement(ROOM, "last_search"))
    return None if row is None else Search(**{**row, "crowded": json.loads(row["crowded"])})


def find_to_merge(transaction: Transaction, reach: Reach, customer_ids: Sequence[int]) -> dict[int, Row]:
    """Return customers by id with all they hold, in clear, where the reach opens them."""
    rows = transaction.rows(statement(ROOM, "customers_to_merge"), [*reach.positional(), list(customer_ids)])
    return {row["customer_id"]: row for row in rows}


def write_fields(transaction: Transaction, customer_id: int, values: Row, at: datetime) -> int:
    """Write the fields of a customer and return its new version."""
    given = [customer_id, *(values[name] for name in _WRITTEN), at]
    return int(transaction.rows(statement(ROOM, "write_fields"), given)[0]["version"])


def write_memory(transaction: Transaction, merge_id: int, side: str, values: Row) -> None:
    """Write the fields of one side of a merge's memory."""
    transaction.execute(statement(ROOM, "write_memory"), [merge_id, side, *(values[name] for name in _WRITTEN)])


def find_memory(reader: Store | Transaction, merge_id: int) -> dict[str, Row]:
    """Return what the customers of a merge were, by side."""
    return {row["side"]: row for row in reader.rows(statement(ROOM, "memory"), [merge_id])}


def find_merges(store: Store, wanted: MergesWanted) -> MergeList:
    """Return a part of the merges of the last days."""
    given = {
        **wanted.reach.named(),
        "since": clock.now() - timedelta(days=KEPT_DAYS),
        "survivor": wanted.survivor_id,
    }
    rows = store.rows(statement(ROOM, "merges"), {**given, "size": wanted.size, "skip": wanted.first})
    total = int(store.value(statement(ROOM, "merge_count"), given))
    return MergeList(tuple(Merge(**{**row, "moved": json.loads(row["moved"])}) for row in rows), total)
