"""A transaction is saved whole, marked, or not at all; and it says which."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest

from crm_core import audit
from crm_core.access.model import CONSOLE
from crm_core.errors import StoreError
from crm_core.store import MarkNotWritten, Store, StoreBusy, StoreClosed, StoreFull, StoreInUse, UniqueViolation
from crm_core.store.faults import translated
from crm_core.store.mark import MarkFile, read_mark
from crm_core.store.transaction import Transaction
from tests.conftest import NOW, sql

ADD_TEAM = sql("insert into team (name, is_active, version, created_at) values ($1, true, 1, $2)")
TEAMS = sql("select count(*) from team")


def add_team(transaction: Transaction, name: str) -> None:
    transaction.execute(ADD_TEAM, [name, NOW])
    audit.record(transaction, CONSOLE, audit.Change("add", "team", None))


def test_an_error_in_the_block_leaves_nothing_behind(store: Store):
    before = store.head
    with pytest.raises(ZeroDivisionError), store.transaction() as transaction:
        add_team(transaction, "North")
        raise ZeroDivisionError
    assert store.value(TEAMS) == 0
    assert store.head == before == read_mark(store.path)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_a_transaction_that_is_interrupted_leaves_nothing_behind(store: Store, stop: type[BaseException]):
    with pytest.raises(stop), store.transaction() as transaction:
        add_team(transaction, "North")
        raise stop
    assert store.value(TEAMS) == 0
    with store.transaction() as transaction:
        add_team(transaction, "North")
    assert store.value(TEAMS) == 1


def test_a_fault_that_was_swallowed_is_raised_at_the_end_instead_of_losing_the_work_silently(store: Store):
    with pytest.raises(UniqueViolation), store.transaction() as transaction:
        add_team(transaction, "North")
        with suppress(UniqueViolation):  # whoever goes on here believes that the rest will be saved
            transaction.execute(ADD_TEAM, ["North", NOW])
    assert store.value(TEAMS) == 0
    assert audit.verify(store) is None


def test_an_inner_block_that_failed_halfway_spoils_the_outer_one(store: Store):
    with pytest.raises(ZeroDivisionError), store.transaction() as outer:
        add_team(outer, "North")
        try:
            with store.transaction() as inner:
                add_team(inner, "South")
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    assert store.value(TEAMS) == 0


def test_an_inner_block_that_refused_before_it_wrote_spoils_nothing(store: Store):
    with store.transaction() as outer:
        add_team(outer, "North")
        try:
            with store.transaction():
                raise ZeroDivisionError
        except ZeroDivisionError:
            add_team(outer, "South")
    assert store.value(TEAMS) == 2


class _FailsAfterCommit:
    """A cursor whose commit is done and then reported as failed, as where the checkpoint after it fails."""

    def __init__(self, real: duckdb.DuckDBPyConnection) -> None:
        self._real = real
        self.close = real.close

    def execute(self, text: str, *params: object) -> object:
        done = self._real.execute(text, *params)
        if text == "commit":
            raise duckdb.IOException("Could not write file")
        return done


def test_a_commit_that_reports_an_error_after_it_took_place_counts_as_saved(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    commit = Store._commit
    with monkeypatch.context() as failing:
        failing.setattr(Store, "_commit", lambda self, cursor, given: commit(self, _FailsAfterCommit(cursor), given))
        with store.transaction() as transaction:
            add_team(transaction, "North")
    assert store.value(TEAMS) == 1
    assert store.head.seq == 1
    assert read_mark(store.path) == store.head
    with store.transaction() as transaction:
        add_team(transaction, "South")
    assert audit.verify(store) is None


def test_a_mark_that_cannot_be_written_is_told_and_the_work_stays(store: Store, monkeypatch: pytest.MonkeyPatch):
    def refuse(self: MarkFile, head: object) -> None:
        raise MarkNotWritten

    with monkeypatch.context() as broken:
        broken.setattr(MarkFile, "write", refuse)
        with pytest.raises(MarkNotWritten), store.transaction() as transaction:
            add_team(transaction, "North")
    assert store.value(TEAMS) == 1
    with store.transaction() as transaction:
        add_team(transaction, "South")
    assert audit.verify(store) is None
    assert read_mark(store.path) == store.head


def test_a_full_disk_at_commit_reads_as_a_full_disk(store: Store):
    with pytest.raises(StoreFull), translated():
        raise duckdb.TransactionException("Failed to commit: Could not write file: No space left on device")


def test_a_double_found_at_commit_reads_as_a_double():
    with pytest.raises(UniqueViolation), translated():
        raise duckdb.TransactionException("Failed to commit: PRIMARY KEY or UNIQUE violation: duplicate key 7")


def test_a_database_that_the_driver_gave_up_is_opened_again_and_nothing_is_lost(store: Store):
    with store.transaction() as transaction:
        add_team(transaction, "North")
    with pytest.raises(StoreError), store.transaction() as transaction:
        add_team(transaction, "South")
        try:
            raise duckdb.FatalException("database has been invalidated because of a previous fatal error")
        except duckdb.FatalException as error:
            raise StoreFull from error
    broken = store._connection
    assert store.value(TEAMS) == 1
    assert store._connection is not broken
    with store.transaction() as transaction:
        add_team(transaction, "South")
    assert audit.verify(store) is None


def test_writers_wait_for_each_other_and_no_increment_is_lost(store: Store):
    with store.transaction() as transaction:
        transaction.execute(sql("insert into store_info values ('count', '0')"))

    def work() -> None:
        for _ in range(25):
            with store.transaction() as transaction:
                count = int(store.value(sql("select value from store_info where name = 'count'")))
                transaction.execute(sql("update store_info set value = $1 where name = 'count'"), [str(count + 1)])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.value(sql("select value from store_info where name = 'count'")) == "100"


def test_a_writer_that_waits_too_long_is_told_that_the_store_is_busy(store: Store):
    told: list[str] = []

    def second() -> None:
        try:
            with store.transaction(wait_seconds=0.05):
                told.append("in")
        except StoreBusy:
            told.append("busy")

    with store.transaction():
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert told == ["busy"]


def test_two_threads_read_the_right_rows_while_a_third_writes(store: Store):
    wrong: list[object] = []
    stop = threading.Event()

    def read(number: int) -> None:
        while not stop.is_set():
            rows = store.rows(sql("select $1::int as mine, range as n from range(50)"), [number])
            if any(row["mine"] != number for row in rows) or [row["n"] for row in rows] != list(range(50)):
                wrong.append(rows)

    threads = [threading.Thread(target=read, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for turn in range(60):
        with store.transaction() as transaction:
            add_team(transaction, f"Team {turn}")
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert store.value(TEAMS) == 60


def test_one_process_cannot_open_a_store_twice(store: Store):
    with pytest.raises(StoreInUse):
        Store.open(store.path)


def test_a_closed_store_says_that_the_program_is_stopping(tmp_path: Path):
    store = Store.open(tmp_path / "crm.duckdb")
    store.close()
    store.close()
    with pytest.raises(StoreClosed):
        store.value(TEAMS)
    with pytest.raises(StoreClosed), store.transaction():
        pass
    Store.open(tmp_path / "crm.duckdb").close()


def test_closing_waits_for_the_writer(tmp_path: Path):
    store = Store.open(tmp_path / "crm.duckdb")
    entered, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with store.transaction() as transaction:
            add_team(transaction, "North")
            entered.set()
            go_on.wait(5)

    writer = threading.Thread(target=write)
    writer.start()
    entered.wait(5)
    closer = threading.Thread(target=store.close)
    closer.start()
    go_on.set()
    writer.join()
    closer.join()
    opened = Store.open(tmp_path / "crm.duckdb")
    assert opened.value(TEAMS) == 1
    opened.close()
