"""Writing and verifying the trail.

Each entry's hash covers the entry and the hash before it; the values lie beside the chain under a salted digest, so that
an erasure can remove them and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa

from crm_core import clock
from crm_core.store import Store, Transaction, statement
from crm_core.store.mark import NO_HEAD, Head

if TYPE_CHECKING:
    from crm_core.access.model import Actor

_PAGE = 5000
_ENTRIES = pa.schema(
    [
        ("seq", pa.int64()),
        ("happened_at", pa.timestamp("us", "UTC")),
        ("actor_id", pa.int64()),
        *((name, pa.string()) for name in ("actor_name", "action", "entity")),
        ("entity_id", pa.int64()),
        ("row_count", pa.int64()),
        *((name, pa.string()) for name in ("values_digest", "previous_hash", "hash", "salt", "content")),
    ]
)


@dataclass(frozen=True, slots=True)
class Change:
    """What an entry says: the action, the kind and id of the record, and its fields before and after."""

    action: str
    entity: str
    entity_id: int | None
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None


def record(transaction: Transaction, actor: Actor, change: Change) -> int:
    """Append one entry for one record edited by hand; return its number."""
    return _append(transaction, actor, change, 1)


def record_batch(transaction: Transaction, actor: Actor, change: Change, row_count: int) -> int:
    """Append one entry for a batch of ``row_count`` rows (an import, a job); return its number."""
    return _append(transaction, actor, change, row_count)


def record_many(transaction: Transaction, actor: Actor, changes: Sequence[Change]) -> None:
    """Append one entry for each of many records, in their order, with two statements in all."""
    rows, head = [], transaction.head
    for change in changes:
        row, head = _entry(head, actor, change, 1)
        rows.append(row)
    if not rows:
        return
    entries = {"entries": pa.Table.from_pylist(rows, schema=_ENTRIES)}
    transaction.execute_with(entries, statement("audit", "add_entries"))
    transaction.execute_with(entries, statement("audit", "add_many_values"))
    transaction.head = head


def _append(transaction: Transaction, actor: Actor, change: Change, row_count: int) -> int:
    row, head = _entry(transaction.head, actor, change, row_count)
    salt, content = row.pop("salt"), row.pop("content")
    transaction.execute(statement("audit", "add_entry"), list(row.values()))
    transaction.execute(statement("audit", "add_values"), [head.seq, salt, content])
    transaction.head = head
    return head.seq


def _entry(before: Head, actor: Actor, change: Change, row_count: int) -> tuple[dict[str, object], Head]:
    """Return the entry that follows the head ``before``, with its salt and content, and the new head."""
    seq, happened_at, salt = before.seq + 1, clock.now(), secrets.token_hex(16)
    content = json.dumps(
        {"before": change.before, "after": change.after}, default=_plain, ensure_ascii=False, sort_keys=True
    )
    told = {
        "actor_id": actor.user_id,
        "actor_name": actor.name,
        "action": change.action,
        "entity": change.entity,
        "entity_id": change.entity_id,
        "row_count": row_count,
    }
    digest = _digest(salt, content)
    hashed = _hash(before.hash, (seq, _instant(happened_at), *told.values()), digest)
    chained = {"values_digest": digest, "previous_hash": before.hash, "hash": hashed}
    row = {"seq": seq, "happened_at": happened_at, **told, **chained, "salt": salt, "content": content}
    return row, Head(seq, hashed)


def verify(store: Store) -> int | None:
    """Walk the whole chain; return the number of the first entry that does not fit, None where all do.

    Entries that are written meanwhile are walked too; the chain must hold the head that the store had at the start.
    """
    head, before = store.head, NO_HEAD
    is_held = head == NO_HEAD
    while True:
        entries = store.rows(statement("audit", "all_entries"), [before.seq, _PAGE])
        for entry in entries:
            if not _fits(entry, before):
                return int(entry["seq"])
            before = Head(entry["seq"], entry["hash"])
            is_held = is_held or before == head
        if len(entries) < _PAGE:
            return None if is_held else before.seq + 1


def _fits(entry: Mapping[str, object], before: Head) -> bool:
    happened_at = entry["happened_at"]
    if not isinstance(happened_at, datetime) or entry["seq"] != before.seq + 1 or entry["previous_hash"] != before.hash:
        return False
    fields = tuple(
        _instant(happened_at) if name == "happened_at" else entry[name]
        for name in ("seq", "happened_at", "actor_id", "actor_name", "action", "entity", "entity_id", "row_count")
    )
    if _hash(before.hash, fields, str(entry["values_digest"])) != entry["hash"]:
        return False
    return entry["content"] is None or _digest(str(entry["salt"]), str(entry["content"])) == entry["values_digest"]


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(salt: str, content: str) -> str:
    return hashlib.sha256(f"{salt}:{content}".encode()).hexdigest()


def _hash(previous: str, fields: tuple[object, ...], digest: str) -> str:
    body = json.dumps([previous, *fields, digest], ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, (date, Decimal)):
        return str(value)
    raise TypeError(f"the trail does not keep {type(value).__name__}")
