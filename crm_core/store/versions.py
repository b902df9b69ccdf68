"""The data versions of the tables: any write to a table raises its own, so that what was read is known to be current."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType

import duckdb

from crm_core.store.faults import translated

_RAISE = "update data_version set version = version + 1 where list_contains($1, table_name) returning table_name"


class Versions:
    """What the store's versions are, kept in memory: pages ask for them at every run.

    ``write_count`` rises with every write, to whatever table: whoever asks some hundred times a run looks at it alone.
    Of what a table holds of past days there is a version too, for whoever keeps it: it rises with each write that does not
    say that it wrote nothing before the latest day asked for.
    """

    def __init__(self) -> None:
        self.write_count = 0
        self._known: dict[str, int] = {}
        self._past: dict[str, int] = {}
        self._until: dict[str, date] = {}
        self._lock = threading.Lock()

    def take(self, found: Mapping[str, int]) -> None:
        """Begin with what the store holds."""
        with self._lock:
            self._known = dict(found)

    def of(self, tables: Iterable[str]) -> tuple[int, ...]:
        """Return the versions of ``tables``; 0 of one that was never written."""
        with self._lock:
            return tuple(self._known.get(name, 0) for name in tables)

    def before(self, table: str, until: date) -> int:
        """Return the version of what ``table`` holds of days before ``until``; ask for it before reading them."""
        with self._lock:
            self._until[table] = max(until, self._until.get(table, until))
            return self._past.get(table, 0)

    @staticmethod
    def raise_stored(cursor: duckdb.DuckDBPyConnection, touched: Collection[str]) -> None:
        """Raise the stored versions of the tables that a transaction has written, inside it."""
        if not touched:
            return
        with translated():  # nearly always one statement, at a quarter of what an upsert costs
            known = {name for (name,) in cursor.execute(_RAISE, [sorted(touched)]).fetchall()}
            for name in sorted(set(touched) - known):
                cursor.execute("insert into data_version values ($1, 1)", [name])

    def raise_known(self, touched: Collection[str], since: Mapping[str, date] = MappingProxyType({})) -> None:
        """Follow the store after a commit; ``since``: the day before which nothing was written, by table, where it is known."""
        with self._lock:
            self.write_count += 1
            for name in touched:
                self._known[name] = self._known.get(name, 0) + 1
                until, first = self._until.get(name), since.get(name)
                if until is not None and (first is None or first < until):
                    self._raise_past(name)

    def _raise_past(self, table: str) -> None:
        self._past[table] = self._past.get(table, 0) + 1
        del self._until[table]

    def begin_anew(self, found: Mapping[str, int]) -> None:
        """Go on with another file, which holds ``found``, by versions that no cache has seen."""
        with self._lock:
            self.write_count += 1
            for table in list(self._until):
                self._raise_past(table)
            names = set(self._known) | set(found)
            self._known = {name: self._known.get(name, 0) + found.get(name, 0) + 1 for name in names}
