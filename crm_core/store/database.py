"""One DuckDB file, one connection, a cursor a call, one write lock.

Reads never wait for writes. ``transaction()`` takes the lock, commits or rolls back, and joins an outer transaction of
the same thread. When it has returned, the work is on the disk and the high-water mark behind it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import duckdb

from crm_core.errors import StoreError
from crm_core.store.connection import connect
from crm_core.store.faults import StoreBusy, StoreClosed, StoreDamaged, StoreInUse, is_fatal, opening, translated
from crm_core.store.files import logs_of, put_in_place
from crm_core.store.gate import Gate
from crm_core.store.mark import NO_HEAD, Head, MarkFile, read_mark
from crm_core.store.migrate import connect_migrated, roll_back
from crm_core.store.standing import holds, stored_head, stored_versions
from crm_core.store.statement import Statement
from crm_core.store.transaction import Parameters, Row, Transaction, bound, fetched
from crm_core.store.versions import Versions

if TYPE_CHECKING:
    import pyarrow as pa

LOCK_SECONDS = 30.0
QUERY_SECONDS = 60.0
_READ = Statement("read", "", frozenset())


_open_stores: WeakValueDictionary[Path, Store] = WeakValueDictionary()
_open_lock = threading.Lock()


class Store:
    """An open store. Threads share it; each call has its own cursor."""

    _can_copy_open_file = os.name != "nt"

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()
        self._gate = Gate()
        self._local = threading.local()
        self._versions = Versions()
        self._head = NO_HEAD
        self._mark = MarkFile(path)
        self._is_closed = False
        self._is_broken = False
        self.epoch = 0

    @classmethod
    def open(cls, path: Path, *, backup_to: Path | None = None) -> Store:
        """Open or make the store at ``path``, bring it up to date and compare it with its high-water mark.

        An older store is copied to ``backup_to`` (beside the store by default) before it is upgraded. From here on the
        process makes files for its own user alone: the driver's log holds people's data.

        Raises:
            StoreInUse: another process has it open, or this one.
            NewerStore: it was written by a newer program.
            NotAStore: the file is something else.
            StoreDamaged: it cannot be read, or lacks work that was acknowledged.
            StoreUnreachable: the system does not let this program read and write it.
        """
        os.umask(0o077)
        with _open_lock, opening(path.name):
            whole = path.resolve()
            if whole in _open_stores:
                raise StoreInUse
            connection = connect_migrated(path, backup_to)
            try:
                store = cls(path, connection)
            except BaseException:
                connection.close()
                raise
            try:
                store._catch_up()
            except BaseException:
                store._let_go()
                raise
            _open_stores[whole] = store
            return store

    def _catch_up(self) -> None:
        head = stored_head(self._connection, self.path)
        marked = read_mark(self.path)
        if marked is not None and not holds(self._connection, self.path, marked):
            raise StoreDamaged(f"entry {marked.seq} of the audit trail is missing")
        self._head = head
        for _ in range(2):  # both slots, so that the disk has room for either from now on
            self._mark.write(head)
        self._versions.take(stored_versions(self._connection, self.path))

    def marked(self) -> tuple[Head | None, Head]:
        """Return what the mark on the disk says and what the store's last entry is, at one moment between two writes."""
        with self._writing(LOCK_SECONDS):
            return read_mark(self.path), self._head

    @property
    def head(self) -> Head:
        """The last committed entry of the audit trail."""
        return self._head

    def rows(self, query: Statement, params: Parameters = ()) -> list[Row]:
        """Return the rows of a reading statement as dictionaries, all fetched."""
        with self._reading() as cursor:
            return fetched(cursor.execute(query.text, bound(params)))

    def row(self, query: Statement, params: Parameters = ()) -> Row | None:
        """Return the first row, or None."""
        found = self.rows(query, params)
        return found[0] if found else None

    def value(self, query: Statement, params: Parameters = ()) -> Any:  # noqa: ANN401 - a column of any type
        """Return the first column of the first row; None where there is no row."""
        with self._reading() as cursor:
            found = cursor.execute(query.text, bound(params)).fetchone()
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
        with self._reading() as cursor:
            timer = threading.Timer(seconds, _interrupt, [[cursor]])
            timer.daemon = True
            timer.start()
            try:
                for name, given in (tables or {}).items():
                    cursor.register(name, given)
                return cursor.execute(query.text, bound(params)).to_arrow_table()
            finally:
                timer.cancel()
                for name in tables or {}:
                    cursor.unregister(name)

    def versions(self, tables: Iterable[str]) -> tuple[int, ...]:
        """Return the data versions of ``tables``; any write to a table raises its own."""
        return self._versions.of(tables)

    def version_before(self, table: str, until: date) -> int | None:
        """Return the version of a table's past, see ``Versions``; None inside a transaction, which sees what it has written."""
        return None if self._is_inside() else self._versions.before(table, until)

    @property
    def write_count(self) -> int:
        """How often this process has written into the store: while it stays, no version has changed."""
        return self._versions.write_count

    @contextmanager
    def transaction(self, *, wait_seconds: float = LOCK_SECONDS) -> Iterator[Transaction]:
        """Hold the write lock; commit when the block ends, roll back when an error leaves it.

        Raises:
            StoreBusy: another writer held the lock for ``wait_seconds``.
            StoreFull, UniqueViolation: and nothing of it was saved.
            MarkNotWritten: it is saved, but its mark is not.
        """
        outer: Transaction | None = getattr(self._local, "transaction", None)
        if outer is not None:
            with outer.joined():
                yield outer
            return
        with self._writing(wait_seconds):
            with translated():
                cursor = self._connection.cursor()
            transaction = Transaction(cursor, self._head)
            self._local.transaction, self._local.cursor = transaction, cursor
            try:
                try:
                    with translated():
                        cursor.execute("begin transaction")
                    yield transaction
                except BaseException as error:
                    roll_back(cursor)
                    self._note(error)
                    raise
                self._commit(cursor, transaction)
            finally:
                self._local.transaction = self._local.cursor = None
                cursor.close()

    def _commit(self, cursor: duckdb.DuckDBPyConnection, transaction: Transaction) -> None:
        try:
            if transaction.fault is not None:
                raise transaction.fault
            self._versions.raise_stored(cursor, transaction.touched)
            with translated():
                cursor.execute("commit")
        except BaseException as error:
            roll_back(cursor)
            cursor.close()  # an open cursor would keep a database alive that the driver gave up
            self._note(error)
            if not self._took_place(transaction):
                raise
            self._after_commit(transaction)
            if isinstance(error, StoreError):
                return  # the driver failed after the commit; the work is there
            raise
        self._after_commit(transaction)

    def _took_place(self, transaction: Transaction) -> bool:
        """Return whether a commit that ended in an error is in the store all the same."""
        if transaction.head == self._head:
            return False
        try:
            if self._is_broken:
                self._mend()
            return stored_head(self._connection, self.path) == transaction.head
        except StoreError:
            return False  # the store cannot be asked; what it holds shows when it is opened again

    def _after_commit(self, transaction: Transaction) -> None:
        self._versions.raise_known(transaction.touched, transaction.since)
        if transaction.head != self._head:
            self._head = transaction.head
            self._mark.write(transaction.head)

    @contextmanager
    def _writing(self, seconds: float) -> Iterator[None]:
        if not self._lock.acquire(timeout=seconds):
            raise StoreBusy
        try:
            if self._is_closed:
                raise StoreClosed
            if self._is_broken:
                self._mend()
            yield
        finally:
            self._lock.release()

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        own = getattr(self._local, "cursor", None)
        if own is not None:
            with self._local.transaction.step(_READ):
                yield own
            return
        if self._is_broken:
            with self._writing(LOCK_SECONDS):
                pass  # taking the lock mends the store
        ticket, cursor = self._enter()
        try:
            with translated():
                yield cursor
        except StoreError as error:
            self._note(error)
            raise
        finally:
            cursor.close()
            self._gate.leave(ticket)

    def _enter(self) -> tuple[int, duckdb.DuckDBPyConnection]:
        ready: list[duckdb.DuckDBPyConnection] = []
        ticket = self._gate.enter(lambda: _interrupt(ready), LOCK_SECONDS)
        try:
            if self._is_closed:
                raise StoreClosed
            with translated():
                ready.append(self._connection.cursor())
        except BaseException:
            self._gate.leave(ticket)
            raise
        return ticket, ready[0]

    def _note(self, error: BaseException) -> None:
        """Remember that the driver gave the database up, so that the next call opens it anew."""
        if is_fatal(error):
            self._is_broken = True

    def _mend(self) -> None:
        """Open the file again after the driver gave it up; under the write lock."""
        with self._gate.alone(LOCK_SECONDS):
            self._connection.close()
            self._connection = connect(self.path)
            self._is_broken = False
        if not holds(self._connection, self.path, self._head):
            raise StoreDamaged(f"entry {self._head.seq} of the audit trail is missing")

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Hold the write lock for as long as a copy of the file and its logs takes; reads go on.

        On Windows an open file cannot be copied: there the store lets go of it meanwhile, and reads wait.
        """
        with self._writing(LOCK_SECONDS):
            self._refuse_inside("a copy")
            if self._can_copy_open_file:
                yield
                return
            with self._released():
                yield

    @contextmanager
    def still(self) -> Iterator[None]:
        """Hold the write lock, so that what is done with the file in several steps is done with one state of it."""
        with self._writing(LOCK_SECONDS):
            self._refuse_inside("a rewriting")
            yield

    @contextmanager
    def _released(self) -> Iterator[None]:
        """Let go of the file with everything folded into it, and open it again afterwards; under the write lock."""
        with self._gate.alone(LOCK_SECONDS):
            with translated():
                self._connection.close()
            try:
                yield
            finally:
                self._is_broken = True  # until it is open again
                self._connection = connect(self.path)
                self._is_broken = False

    def replace_file(self, fresh: Path) -> None:
        """Put the closed store file ``fresh`` in this one's place and go on with it; readers wait meanwhile.

        A crash on the way leaves either the old store or the fresh one, never a mixture.

        Raises:
            StoreBusy: a reader or writer did not finish in time; nothing has changed.
            StoreDamaged: a file's log could not be folded in; nothing has changed.
        """
        with self._writing(LOCK_SECONDS):
            self._refuse_inside("a restore")
            try:
                with self._released(), opening(fresh.name):
                    if logs_of(self.path) or logs_of(fresh):
                        raise StoreDamaged("its log is not folded in")
                    self._mark.forget()  # before the rename: the fresh file holds other entries
                    put_in_place(fresh, self.path)
            finally:
                if not self._is_broken:
                    self._begin_anew()

    def _begin_anew(self) -> None:
        """Take the file as it is now: its head, its mark, and data versions that no cache has seen."""
        self._head = stored_head(self._connection, self.path)
        for _ in range(2):
            self._mark.write(self._head)
        found = stored_versions(self._connection, self.path)
        self.epoch += 1  # what was read before is not to be kept any longer
        self._versions.begin_anew(found)

    def _refuse_inside(self, what: str) -> None:
        if self._is_inside():
            raise RuntimeError(f"{what} cannot be made inside a transaction")

    def _is_inside(self) -> bool:
        return getattr(self._local, "transaction", None) is not None

    def close(self) -> None:
        """Let writers and readers finish, fold the log into the file and let go of it; twice does no harm.

        Raises:
            StoreBusy: a writer or reader did not finish in time.
        """
        if not self._lock.acquire(timeout=LOCK_SECONDS):
            raise StoreBusy
        try:
            self._refuse_inside("closing")
            if not self._is_closed:
                with self._gate.alone(LOCK_SECONDS):
                    self._is_closed = True
                    self._let_go()
        finally:
            self._lock.release()

    def _let_go(self) -> None:
        self._connection.close()
        self._mark.close()
        _open_stores.pop(self.path.resolve(), None)


def _interrupt(cursors: list[duckdb.DuckDBPyConnection]) -> None:
    for cursor in cursors:
        with suppress(duckdb.ConnectionException):  # it has just been closed
            cursor.interrupt()
