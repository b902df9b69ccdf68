"""Erasing again what the ledger names: in the copy of a backup before it takes the store's place, and where a store was exchanged
by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import structlog

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.errors import StoreError
from crm_core.privacy.erasure import ledger
from crm_core.privacy.erasure.coming_back import add_signs
from crm_core.privacy.erasure.ledger import Entry
from crm_core.privacy.erasure.work import ROOM, erase_rows, subject_of
from crm_core.settings import service as settings
from crm_core.store import Row, Store, Transaction, documents, statement
from crm_core.store.rewriting import rewrite

AT_ONCE_BYTES = 200_000_000  # half a minute of work, which is as long as savers wait
_log = structlog.get_logger("crm")


def replay(store: Store, actor: Actor, ledger_of: Path) -> tuple[str, ...]:
    """Erase again whomever the ledger of the store at ``ledger_of`` names and this store still knows.

    Return the places of the documents that no row names any more; the file is to be written anew where anything went.
    """
    lines = ledger.read(ledger_of)
    stored = {row["erasure_key"]: row for row in store.rows(statement(ROOM, "erasures"))}
    here, there = set(stored), {entry.key for entry in lines}
    unknown = [entry for entry in lines if entry.key not in here]
    ledger.append(ledger_of, [_of_row(row) for key, row in stored.items() if key not in there])
    if not unknown:
        return ()
    places: list[str] = []
    with store.transaction() as transaction:
        for entry in unknown:
            places += _again(store, transaction, actor, entry)
    return tuple(places)


def _again(store: Store, transaction: Transaction, actor: Actor, entry: Entry) -> Sequence[str]:
    found = transaction.rows(statement(ROOM, "known_again"), {"salt": entry.salt, "digests": list(entry.digests)})
    today = clock.today(settings.current(store).zone)
    places: list[str] = []
    for row in found:
        places += erase_rows(transaction, subject_of(transaction, row["customer_id"]), today).documents
    note(transaction, entry, replayed=True)
    if found:
        transaction.execute(statement(ROOM, "want_rewrite"))
        for row in found:
            change = audit.Change("erase_again", "customer", row["customer_id"], None, {"reason": entry.reason})
            audit.record(transaction, actor, change)
    return places


def note(transaction: Transaction, entry: Entry, *, replayed: bool = False) -> int:
    """Note an erasure in the store's own ledger and return its number."""
    given = [
        entry.key, entry.salt, ",".join(entry.digests), entry.reason, entry.reference, json.dumps(entry.counts, sort_keys=True),
        entry.erased_at, entry.erased_by, entry.asked_by, clock.now() if replayed else None,
    ]  # fmt: skip
    erasure_id = int(transaction.rows(statement(ROOM, "add_erasure"), given)[0]["erasure_id"])
    add_signs(transaction, entry.key, entry.signs)
    return erasure_id


def _of_row(row: Row) -> Entry:
    return Entry(
        row["erasure_key"], row["salt"], tuple(row["digests"].split(",")), row["reason"], row["reference"],
        json.loads(row["row_counts"]), row["erased_at"], row["erased_by"], row["asked_by"],
        tuple(row["signs"]),
    )  # fmt: skip


def catch_up(store: Store, actor: Actor) -> None:
    """Erase again what the store's own ledger names and the store does not know of, and write its file anew where that waits."""
    documents.discard(store.path, replay(store, actor, store.path))
    write_anew(store, AT_ONCE_BYTES)


def write_anew(store: Store, most_bytes: int | None = None) -> bool:
    """Write the store's file anew where an erasure asks for it; return whether nothing waits any more.

    Savers wait meanwhile: a file of more than ``most_bytes`` is left to the nightly clean-up, as is one that cannot be
    written now.
    """
    if not store.value(statement(ROOM, "wants_rewrite")):
        return True
    if most_bytes is not None and store.path.stat().st_size > most_bytes:
        return False
    try:
        rewrite(store)
    except StoreError as error:
        _log.error("the store's file could not be written anew", entity="store", exc_info=error)
        return False
    with store.transaction() as transaction:
        transaction.execute(statement(ROOM, "rewritten"))
    return True
