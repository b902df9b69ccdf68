"""A write in progress, and how values go into a statement and rows come out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb

from crm_core.store.faults import translated
from crm_core.store.mark import Head
from crm_core.store.statement import Statement

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
Parameters = Sequence[object] | Mapping[str, object]


class Transaction:
    """A write in progress. Reads through it see what it has written so far."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, head: Head) -> None:
        self._cursor = cursor
        self.head = head
        self.touched: set[str] = set()
        self._since: dict[str, date | None] = {}
        self.fault: BaseException | None = None
        self._steps = 0

    def execute(self, query: Statement, params: Parameters = (), *, since: date | None = None) -> None:
        """Run a writing statement; ``since``: no row that it writes is of an earlier day."""
        self.rows(query, params, since=since)

    def rows(self, query: Statement, params: Parameters = (), *, since: date | None = None) -> list[Row]:
        """Run a statement (INSERT … RETURNING too) and return its rows; ``since``: no row that it writes is of an earlier day."""
        with self.step(query, since):
            return fetched(self._cursor.execute(query.text, bound(params)))

    def row(self, query: Statement, params: Parameters = ()) -> Row | None:
        """Return the first row, or None."""
        found = self.rows(query, params)
        return found[0] if found else None

    def execute_with(
        self, tables: Mapping[str, pa.Table], query: Statement, params: Parameters = (), *, since: date | None = None
    ) -> list[Row]:
        """Run a statement that reads the given Arrow ``tables`` by their names, and return its rows; ``since`` as for ``rows``."""
        with self.step(query, since):
            for name, table in tables.items():
                self._cursor.register(name, table)
            try:
                return fetched(self._cursor.execute(query.text, bound(params)))
            finally:
                for name in tables:
                    self._cursor.unregister(name)

    def touch(self, *tables: str) -> None:
        """Raise the data version of further tables."""
        self.touched.update(tables)
        self._since.update(dict.fromkeys(tables))

    @property
    def since(self) -> Mapping[str, date]:
        """The day before which nothing was written, by table; a table of which it is not known is missing."""
        return {table: day for table, day in self._since.items() if day is not None}

    @contextmanager
    def step(self, query: Statement, since: date | None = None) -> Iterator[None]:
        self.touched |= query.writes
        for table in query.writes:
            known = self._since.get(table, since)
            self._since[table] = None if known is None or since is None else min(known, since)
        self._steps += bool(query.writes)
        try:
            with translated():
                yield
        except BaseException as error:
            self._spoil(error)
            raise

    @contextmanager
    def joined(self) -> Iterator[Transaction]:
        """Take part in this transaction; an error that leaves the block after it wrote spoils the whole.

        There are no savepoints: half of a block's work must not be committed by an outer block that caught its error.
        """
        before = self._steps
        try:
            yield self
        except BaseException as error:
            if self._steps != before:
                self._spoil(error)
            raise

    def _spoil(self, error: BaseException) -> None:
        # The driver rolls back without a word when a spoilt transaction is committed, so its fault is kept.
        self.fault = self.fault or error


def bound(params: Parameters) -> Any:  # noqa: ANN401 - what the driver takes
    """Return the values as the driver takes them."""
    if isinstance(params, Mapping):
        return {name: _written_out(value) for name, value in params.items()}
    return [_written_out(value) for value in params]


def _written_out(value: object) -> object:
    """Return ``value`` as the driver can bind it: DuckDB 1.5.5 binds Decimal("1.10E+6") as 110."""
    if isinstance(value, Decimal) and "E+" in str(value):
        return Decimal(f"{value:f}")
    return value


def fetched(cursor: duckdb.DuckDBPyConnection) -> list[Row]:
    """Return all rows of the statement that ``cursor`` has just run, as dictionaries."""
    if cursor.description is None:
        return []
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
