"""One DuckDB file, one connection, a cursor a call, one write lock.

Reads never wait for writes. ``transaction()`` takes the lock, commits or rolls back, and joins an outer transaction of
the same thread. When it has returned, the work is on the disk and the high-water mark behind it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from crm_core.store.connection import connect
from crm_core.store.faults import StoreBusy, StoreDamaged, translated
from crm_core.store.mark import NO_HEAD, Head, MarkFile, read_mark
from crm_core.store.migrate import migrate
from crm_core.store.statement import Statement

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
Parameters = Sequence[object] | Mapping[str, object]

LOCK_SECONDS = 30.0
QUERY_SECONDS = 60.0


class Transaction:
    """A write in progress. Reads through it see what it has written so far."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, head: Head) -> None:
        self._cursor = cursor
        self.head = head
        self.touched: set[str] = set()

    def execute(self, query: Statement, params: Parameters = ()) -> None:
        """Run a writing statement."""
        self.touched |= query.writes
        with translated():
            self._cursor.execute(query.text, _bound(params))

    def rows(self, query: Statement, params: Parameters = ()) -> list[Row]:
        """Run a statement (INSERT … RETURNING too) and return its rows."""
        self.touched |= query.writes
        with translated():
            return _rows(self._cursor.execute(query.text, _bound(params)))

    def row(self, query: Statement, params: Parameters = ()) -> Row | None:
        """Return the first row, or None."""
        found = self.rows(query, params)
        return found[0] if found else None

    def execute_with(self, tables: Mapping[str, pa.Table], query: Statement, params: Parameters = ()) -> list[Row]:
        """Run a statement that reads the given Arrow ``tables`` by their names, and return its rows."""
        self.touched |= query.writes
        with translated():
            for name, table in tables.items():
                self._cursor.register(name, table)
            try:
                return _rows(self._cursor.execute(query.text, _bound(params)))
            finally:
                for name in tables:
                    self._cursor.unregister(name)

    def touch(self, *tables: str) -> None:
        """Raise the data version of further tables."""
        self.touched.update(tables)


class Store:
    """An open store. Threads share it; each call has its own cursor."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()
        self._local = threading.local()
        self._versions: dict[str, int] = {}
        self._version_lock = threading.Lock()
        self._head = NO_HEAD
        self._mark = MarkFile(path)

    @classmethod
    def open(cls, path: Path, *, backup_to: Path | None = None) -> Store:
        """Open or make the store at ``path``, bring it up to date and compare it with its high-water mark.

        An older store is copied to ``backup_to`` (beside the store by default) before it is upgraded.

        Raises:
            StoreInUse: another process has it open.
            NewerStore: it was written by a newer program.
            NotAStore: the file is something else.
            StoreDamaged: it cannot be read, or lacks work that was acknowledged.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        with translated():
            migrate(path, backup_to)
            store = cls(path, connect(path))
        try:
            store._catch_up()
        except BaseException:
            store.close()
            raise
        return store

    def _catch_up(self) -> None:
        head = self._stored_head()
        marked = read_mark(self.path)
        if marked is not None and not self._holds(marked, head):
            raise StoreDamaged(f"entry {marked.seq} of the audit trail is missing")
        self._head = head
        self._mark.write(head)
        with translated():
            found = self._connection.cursor().execute("select table_name, version from data_version").fetchall()
        self._versions = dict(found)

    def _stored_head(self) -> Head:
        with translated():
            found = (
                self._connection.cursor()
                .execute("select seq, hash from audit_entry order by seq desc limit 1")
                .fetchone()
            )
        return Head(*found) if found else NO_HEAD

    def _holds(self, marked: Head, head: Head) -> bool:
        if marked.seq == 0:
            return True
        if marked.seq > head.seq:
            return False
        with translated():
            found = (
                self._connection.cursor()
                .execute("select hash from audit_entry where seq = $1", [marked.seq])
                .fetchone()
            )
        return found is not None and found[0] == marked.hash

    @property
    def head(self) -> Head:
        """The last committed entry of the audit trail."""
        return self._head

    def rows(self, query: Statement, params: Parameters = ()) -> list[Row]:
        """Return the rows of a reading statement as dictionaries, all fetched."""
        with self._reading() as cursor, translated():
            return _rows(cursor.execute(query.text, _bound(params)))

    def row(self, query: Statement, params: Parameters = ()) -> Row | None:
        """Return the first row, or None."""
        found = self.rows(query, params)
        return found[0] if found else None

    def value(self, query: Statement, params: Parameters = ()) -> Any:  # noqa: ANN401 - a column of any type
        """Return the first column of the first row; None where there is no row."""
        with self._reading() as cursor, translated():
            found = cursor.execute(query.text, _bound(params)).fetchone()
        return found[0] if found else None

    def table(
        self,
        query: Statement,
        params: Parameters = (),
        *,
        tables: Mapping[str, pa.Table] | None = None,
        seconds: float = QUERY_SECONDS,
    ) -> pa.Table:
        """Return the rows of a large reading statement as an Arrow table; it is interrupted after ``seconds``.

        ``tables`` are Arrow tables that the statement reads by name beside those of the store.

        Raises:
            StoreBusy: the statement took longer.
        """
        with self._reading() as cursor, translated():
            timer = threading.Timer(seconds, cursor.interrupt)
            timer.daemon = True
            timer.start()
            try:
                for name, given in (tables or {}).items():
                    cursor.register(name, given)
                return cursor.execute(query.text, _bound(params)).to_arrow_table()
            finally:
                timer.cancel()
                for name in tables or {}:
                    cursor.unregister(name)

    def versions(self, tables: Iterable[str]) -> tuple[int, ...]:
        """Return the data versions of ``tables``; any write to a table raises its own."""
        with self._version_lock:
            return tuple(self._versions.get(name, 0) for name in tables)

    @contextmanager
    def transaction(self, *, wait_seconds: float = LOCK_SECONDS) -> Iterator[Transaction]:
        """Hold the write lock; commit when the block ends, roll back when an error leaves it.

        Raises:
            StoreBusy: another writer held the lock for ``wait_seconds``.
        """
        outer: Transaction | None = getattr(self._local, "transaction", None)
        if outer is not None:
            yield outer
            return
        with self._writing(wait_seconds):
            cursor = self._connection.cursor()
            transaction = Transaction(cursor, self._head)
            self._local.transaction, self._local.cursor = transaction, cursor
            try:
                with translated():
                    cursor.execute("begin transaction")
                try:
                    yield transaction
                    self._raise_versions(cursor, transaction.touched)
                    with translated():
                        cursor.execute("commit")
                except BaseException:
                    _roll_back(cursor)
                    raise
            finally:
                self._local.transaction = self._local.cursor = None
                cursor.close()
            self._after_commit(transaction)

    def _after_commit(self, transaction: Transaction) -> None:
        with self._version_lock:
            for name in transaction.touched:
                self._versions[name] = self._versions.get(name, 0) + 1
        if transaction.head != self._head:
            self._mark.write(transaction.head)
            self._head = transaction.head

    @staticmethod
    def _raise_versions(cursor: duckdb.DuckDBPyConnection, touched: set[str]) -> None:
        with translated():
            for name in sorted(touched):
                cursor.execute(
                    "insert into data_version values ($1, 1) on conflict (table_name) "
                    "do update set version = data_version.version + 1",
                    [name],
                )

    @contextmanager
    def _writing(self, seconds: float) -> Iterator[None]:
        if not self._lock.acquire(timeout=seconds):
            raise StoreBusy
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        own = getattr(self._local, "cursor", None)
        if own is not None:
            yield own
            return
        with translated():
            cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Hold the write lock with everything folded into the main file, for as long as a copy takes."""
        with self._writing(LOCK_SECONDS):
            with translated():
                self._connection.cursor().execute("checkpoint")
            yield

    def replace_file(self, fresh: Path) -> None:
        """Put the closed store file ``fresh`` in this one's place and go on with it; readers may meet StoreBusy."""
        with self._writing(LOCK_SECONDS):
            self._connection.close()
            fresh.replace(self.path)
            self.path.with_name(self.path.name + ".wal").unlink(missing_ok=True)
            with translated():
                self._connection = connect(self.path)
            self._head = self._stored_head()
            self._mark.reset(self._head)
            with translated():
                found = self._connection.cursor().execute("select table_name, version from data_version").fetchall()
            with self._version_lock:
                names = set(self._versions) | {name for name, _ in found}
                self._versions = {name: self._versions.get(name, 0) + dict(found).get(name, 0) + 1 for name in names}

    def close(self) -> None:
        """Fold the log into the file and let go of it."""
        self._connection.close()
        self._mark.close()


def _bound(params: Parameters) -> Any:  # noqa: ANN401 - what the driver takes
    if isinstance(params, Mapping):
        return {name: _written_out(value) for name, value in params.items()}
    return [_written_out(value) for value in params]


def _written_out(value: object) -> object:
    """Return ``value`` as the driver can bind it: DuckDB 1.5.5 binds Decimal("1.10E+6") as 110."""
    if isinstance(value, Decimal) and "E+" in str(value):
        return Decimal(f"{value:f}")
    return value


def _rows(cursor: duckdb.DuckDBPyConnection) -> list[Row]:
    if cursor.description is None:
        return []
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.execute("rollback")
    except duckdb.TransactionException:
        return  # a failed commit has ended the transaction itself
