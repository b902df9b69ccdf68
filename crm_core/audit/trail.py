"""Writing and verifying the trail.

Each entry's hash covers the entry and the hash before it; the values lie beside the chain under a salted digest, so that
an erasure can remove them and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from crm_core import clock
from crm_core.store import Store, Transaction, statement
from crm_core.store.mark import NO_HEAD, Head

if TYPE_CHECKING:
    from crm_core.access.model import Actor

_PAGE = 5000


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


def _append(transaction: Transaction, actor: Actor, change: Change, row_count: int) -> int:
    seq, happened_at, salt = transaction.head.seq + 1, clock.now(), secrets.token_hex(16)
    content = json.dumps(
        {"before": change.before, "after": change.after}, default=_plain, ensure_ascii=False, sort_keys=True
    )
    digest = _digest(salt, content)
    hashed = _hash(
        transaction.head.hash,
        (
            seq,
            _instant(happened_at),
            actor.user_id,
            actor.name,
            change.action,
            change.entity,
            change.entity_id,
            row_count,
        ),
        digest,
    )
    transaction.execute(
        statement("audit", "add_entry"),
        [
            seq,
            happened_at,
            actor.user_id,
            actor.name,
            change.action,
            change.entity,
            change.entity_id,
            row_count,
            digest,
            transaction.head.hash,
            hashed,
        ],
    )
    transaction.execute(statement("audit", "add_values"), [seq, salt, content])
    transaction.head = Head(seq, hashed)
    return seq


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
