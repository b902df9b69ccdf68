"""The data versions of the tables: any write to a table raises its own, so that what was read is known to be current."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping

import duckdb

from crm_core.store.faults import translated

_RAISE = "update data_version set version = version + 1 where list_contains($1, table_name) returning table_name"


class Versions:
    """What the store's versions are, kept in memory: pages ask for them at every run.

    ``write_count`` rises with every write, to whatever table: whoever asks some hundred times a run looks at it alone.
    """

    def __init__(self) -> None:
        self.write_count = 0
        self._known: dict[str, int] = {}
        self._lock = threading.Lock()

    def take(self, found: Mapping[str, int]) -> None:
        """Begin with what the store holds."""
        with self._lock:
            self._known = dict(found)

    def of(self, tables: Iterable[str]) -> tuple[int, ...]:
        """Return the versions of ``tables``; 0 of one that was never written."""
        with self._lock:
            return tuple(self._known.get(name, 0) for name in tables)

    @staticmethod
    def raise_stored(cursor: duckdb.DuckDBPyConnection, touched: Collection[str]) -> None:
        """Raise the stored versions of the tables that a transaction has written, inside it."""
        if not touched:
            return
        with translated():  # nearly always one statement, at a quarter of what an upsert costs
            known = {name for (name,) in cursor.execute(_RAISE, [sorted(touched)]).fetchall()}
            for name in sorted(set(touched) - known):
                cursor.execute("insert into data_version values ($1, 1)", [name])

    def raise_known(self, touched: Collection[str]) -> None:
        """Follow the store after a commit."""
        with self._lock:
            self.write_count += 1
            for name in touched:
                self._known[name] = self._known.get(name, 0) + 1

    def begin_anew(self, found: Mapping[str, int]) -> None:
        """Go on with another file, which holds ``found``, by versions that no cache has seen."""
        with self._lock:
            self.write_count += 1
            names = set(self._known) | set(found)
            self._known = {name: self._known.get(name, 0) + found.get(name, 0) + 1 for name in names}
