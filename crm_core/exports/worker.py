"""The one thread that makes the files that wait, one after another, so that people who work are not slowed."""

from __future__ import annotations

import threading

import structlog

from crm_core.errors import CrmError
from crm_core.exchange.limited import Cancelled
from crm_core.exports.service import make_next
from crm_core.store import Store

STOP_SECONDS = 10.0
_log = structlog.get_logger("crm")
_lock = threading.Lock()
_stopping = threading.Event()
_threads: dict[Store, threading.Thread] = {}
_asked: set[Store] = set()


def wake(store: Store) -> None:
    """Have the files that wait made; those too that a stopped server has left. Returns at once."""
    with _lock:
        _stopping.clear()
        _asked.add(store)
        going = _threads.get(store)
        if going is None or not going.is_alive():
            _threads[store] = threading.Thread(target=_work, args=(store,), name="files", daemon=True)
            _threads[store].start()


def stop(store: Store) -> None:
    """End the work on a store's files; what is under way waits for the next start."""
    _stopping.set()
    with _lock:
        thread = _threads.pop(store, None)
    if thread is not None:
        thread.join(STOP_SECONDS)


def _work(store: Store) -> None:
    while _is_asked(store):
        try:
            while not _stopping.is_set() and make_next(store, _stopping.is_set):
                pass
        except Cancelled:
            return
        except CrmError as error:
            _log.error("a file's end could not be noted", entity="export_file", exc_info=error)


def _is_asked(store: Store) -> bool:
    """Take the request to look; without one the thread ends, and the next request begins another."""
    with _lock:
        if store in _asked and not _stopping.is_set():
            _asked.discard(store)
            return True
        _threads.pop(store, None)
        return False
