"""Noting who has seen a customer, without a page waiting for it.

A page that is opened puts what was seen into a queue and goes on; a thread writes it at once, also while the write lock is held by
others for long: then it waits, the page does not. What is in the queue when the server stops is written before the store is closed.
Files are noted in the transaction that notes the export.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

import pyarrow as pa
import structlog

from crm_core import clock
from crm_core.access.model import Actor
from crm_core.privacy.seen.model import Sight, Way
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction, statement

ROOM = "privacy/seen"
STOP_SECONDS = 10.0
_SCHEMA = pa.schema(
    [
        ("customer_id", pa.int64()),
        ("user_id", pa.int64()),
        ("seen_on", pa.date32()),
        ("way", pa.string()),
        ("seen_at", pa.timestamp("us", "UTC")),
    ]
)
_log = structlog.get_logger("crm")
_lock = threading.Lock()
_waiting: dict[Store, list[Sight]] = {}
_threads: dict[Store, threading.Thread] = {}


def note_page(store: Store, actor: Actor, customer_id: int) -> None:
    """Note that ``actor`` has opened a customer's page. Returns at once; a thread writes it."""
    now = clock.now()
    seen = Sight(customer_id, actor.user_id, Way.PAGE, clock.local_day(now, settings.current(store).zone), now)
    with _lock:
        _waiting.setdefault(store, []).append(seen)
        if store not in _threads:
            _threads[store] = threading.Thread(target=_work, args=(store,), name="sights", daemon=True)
            _threads[store].start()


def note_file(store: Store, transaction: Transaction, actor: Actor, customer_ids: Iterable[int | None]) -> None:
    """Note that the customers stood in a file that ``actor`` took out; in the transaction that notes the export."""
    now = clock.now()
    day = clock.local_day(now, settings.current(store).zone)
    ids = sorted({each for each in customer_ids if each is not None})
    _write(transaction, [Sight(each, actor.user_id, Way.FILE, day, now) for each in ids])


def write_waiting(store: Store) -> int:
    """Write what is in the queue and return how many that were; where the store refuses, it stays in the queue.

    Raises:
        StoreError: it could not be written now.
    """
    with _lock:
        taken = _waiting.pop(store, [])
    if not taken:
        return 0
    try:
        with store.transaction() as transaction:
            _write(transaction, taken)
    except BaseException:
        with _lock:
            _waiting[store] = [*taken, *_waiting.get(store, [])]
        raise
    return len(taken)


def stop(store: Store) -> None:
    """Write what is left, before the store is closed.

    Raises:
        StoreError: it could not be written.
    """
    with _lock:
        thread = _threads.get(store)
    if thread is not None:
        thread.join(STOP_SECONDS)
    write_waiting(store)


def _work(store: Store) -> None:
    """Write until nothing waits; the next one that is noted begins another thread."""
    while _goes_on(store):
        try:
            write_waiting(store)
        except Exception as error:  # noqa: BLE001 - a thread that ended with its name still here would be the last one
            _log.error("who saw customers could not be written yet", entity="customer_sight", exc_info=error)
            with _lock:
                _threads.pop(store, None)  # what waits goes with the next one
            return


def _goes_on(store: Store) -> bool:
    with _lock:
        if _waiting.get(store):
            return True
        _threads.pop(store, None)
        return False


def _write(transaction: Transaction, seen: Sequence[Sight]) -> None:
    if not seen:
        return
    rows = [
        {"customer_id": each.customer_id, "user_id": each.user_id, "seen_on": each.seen_on, "way": each.way.value, "seen_at": each.seen_at}
        for each in seen
    ]  # fmt: skip
    given = {"seen": pa.Table.from_pylist(rows, schema=_SCHEMA)}
    transaction.execute_with(given, statement(ROOM, "count_again"))
    transaction.execute_with(given, statement(ROOM, "add_first"), [min(each.seen_on for each in seen)])
