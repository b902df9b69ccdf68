"""Answers about the past, kept until something of it is written: the months that are over are summed up at every view."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from crm_core.store.database import Store
from crm_core.store.statement import Statement
from crm_core.store.transaction import Row

_SIZE = 3000
_kept: WeakKeyDictionary[Store, tuple[int, OrderedDict[Hashable, list[Row]]]] = WeakKeyDictionary()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Past:
    """What an answer rests on: of ``table`` the rows of days before ``until``, and the whole of the tables ``besides``."""

    table: str
    until: date
    besides: tuple[str, ...] = ()


def past_rows(store: Store, query: Statement, params: Mapping[str, object], past: Past) -> list[Row]:
    """Return the rows of a reading statement, kept as long as what it rests on stands. Treat them as read only."""
    version = store.version_before(past.table, past.until)
    if version is None:
        return store.rows(query, params)
    key = (query.text, _frozen(params), version, store.versions(past.besides))
    with _lock:
        found = _of(store).get(key)
        if found is not None:
            _of(store).move_to_end(key)
            return found
    rows = store.rows(query, params)
    with _lock:
        kept = _of(store)
        kept[key] = rows
        while len(kept) > _SIZE:
            kept.popitem(last=False)
    return rows


def _of(store: Store) -> OrderedDict[Hashable, list[Row]]:
    """Return what is kept of a store's file; nothing of one that was replaced."""
    epoch, kept = _kept.get(store, (-1, None))
    if kept is None or epoch != store.epoch:
        kept = OrderedDict()
        _kept[store] = (store.epoch, kept)
    return kept


def _frozen(params: Mapping[str, object]) -> Hashable:
    return tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in params.items())
