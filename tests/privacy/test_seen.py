"""Who has seen a customer: noted without a page waiting, counted by day, told to whoever answers for it, forgotten in time."""

from __future__ import annotations

import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.export import FileKind, export_customers
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.customers.merging.service import merge
from crm_core.customers.model import OneCustomer
from crm_core.customers.service import reveal
from crm_core.errors import NotFound, NotPermitted
from crm_core.jobs.tasks import JOBS
from crm_core.privacy.seen import noting
from crm_core.privacy.seen.model import Look, Seen, SeenList, Way, by_person_and_day
from crm_core.privacy.seen.noting import note_page, stop, write_waiting
from crm_core.privacy.seen.service import seen_by
from crm_core.store import Store, StoreClosed
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, add, faces, fresh

__all__ = ["faces"]
ROWS = sql(
    "select customer_id, user_id, seen_on, way, seen_count from customer_sight order by customer_id, seen_on, user_id, way"
)


def told(store: Store, who: Actor, customer_id: int) -> SeenList:
    return seen_by(store, OneCustomer(who.require(Permission.SIGHT_READ), customer_id))


def test_a_line_is_a_person_and_a_day_whatever_was_done() -> None:
    day, noon = date(2026, 3, 18), datetime(2026, 3, 18, 4, 0, tzinfo=UTC)
    look = Look("phone", is_contacts=False, reason="to call")
    found = by_person_and_day(
        [
            Seen(day, 7, "Sol", "North", noon, Way.PAGE, 3),
            Seen(day, 7, "Sol", "North", noon + timedelta(hours=1), Way.FILE, 1),
            Seen(day, 8, "Tao", "North", noon + timedelta(hours=2), looks=(look,)),
            Seen(day - timedelta(days=1), 7, "Sol", "North", noon - timedelta(days=1), Way.PAGE, 1),
            Seen(day, 7, "Sol", "North", noon, looks=(look,)),
        ],
        most=2,
    )
    assert [(line.person, line.opened, line.in_files, line.looks) for line in found.lines] == [
        ("Tao", 0, 0, (look,)),
        ("Sol", 3, 1, (look,)),
    ]
    assert found.lines[1].last_at == noon + timedelta(hours=1)
    assert not found.is_whole


def test_pages_files_and_looks_are_told_by_day_to_whoever_answers_for_the_customer(
    store: Store, cast: Cast, faces: Faces
) -> None:
    for _again in range(3):
        note_page(store, cast.sol, faces.wang)
    note_page(store, cast.mia, faces.wang)
    stop(store)
    note_page(store, cast.sol, faces.wang)
    stop(store)
    reveal(store, cast.sol, faces.wang, "phone", "to call")
    asked = CustomerListRequest(cast.tao.require(Permission.CUSTOMER_READ))
    export_customers(store, cast.tao, asked, FileKind.CSV, headings={"code": "C"}, words={})
    with clock.held_at(NOW + timedelta(days=1)):
        note_page(store, cast.sol, faces.wang)
        stop(store)
    first, second = date(2026, 3, 18), date(2026, 3, 19)
    of_wang = [tuple(row.values())[1:] for row in store.rows(ROWS) if row["customer_id"] == faces.wang]
    assert of_wang == [
        (cast.mia.user_id, first, "page", 1),
        (cast.tao.user_id, first, "file", 1),
        (cast.sol.user_id, first, "page", 4),
        (cast.sol.user_id, second, "page", 1),
    ]
    with clock.held_at(NOW + timedelta(days=1)):
        lines = told(store, cast.tao, faces.wang).lines
    assert (lines[0].person, lines[0].seen_on, lines[0].opened, lines[0].looks) == ("Sol", second, 1, ())
    assert {(line.person, line.opened, line.in_files, line.looks) for line in lines[1:]} == {
        ("Mia", 1, 0, ()),
        ("Tao", 0, 1, ()),
        ("Sol", 4, 0, (Look("phone", is_contacts=False, reason="to call"),)),
    }
    assert told(store, cast.mia, faces.wang).lines == told(store, cast.ada, faces.wang).lines


def test_who_does_not_answer_for_a_customer_is_not_told(store: Store, cast: Cast, faces: Faces) -> None:
    for who in (cast.sol, cast.vic, cast.rea):
        with pytest.raises(NotPermitted):
            told(store, who, faces.wang)
    with pytest.raises(NotFound):
        told(store, cast.tao, faces.nan)


def test_a_page_does_not_wait_while_others_write_for_long(store: Store, cast: Cast, faces: Faces) -> None:
    is_held, may_end = threading.Event(), threading.Event()

    def write_for_long() -> None:
        with store.transaction():
            is_held.set()
            may_end.wait(20)

    writer = threading.Thread(target=write_for_long)
    writer.start()
    is_held.wait(20)
    began = time.perf_counter()
    note_page(store, cast.sol, faces.wang)
    took = time.perf_counter() - began
    assert store.rows(ROWS) == []
    may_end.set()
    writer.join()
    stop(store)
    assert [row["seen_count"] for row in store.rows(ROWS)] == [1]
    assert took < 1


def test_what_the_store_refuses_is_written_later(store: Store, cast: Cast, faces: Faces) -> None:
    store._is_closed = True
    note_page(store, cast.sol, faces.wang)
    with pytest.raises(StoreClosed):
        stop(store)
    store._is_closed = False
    assert write_waiting(store) == 1
    assert [row["seen_count"] for row in store.rows(ROWS)] == [1]


def test_what_is_older_than_the_company_keeps_it_is_neither_told_nor_kept(
    store: Store, cast: Cast, faces: Faces
) -> None:
    note_page(store, cast.sol, faces.wang)
    stop(store)
    clean_up = next(job for job in JOBS if job.job_id == "clean_up")
    with clock.held_at(NOW + timedelta(days=365)):
        assert len(told(store, cast.mia, faces.wang).lines) == 1
        clean_up.run(store)
        assert len(store.rows(ROWS)) == 1
    with clock.held_at(NOW + timedelta(days=366)):
        assert told(store, cast.mia, faces.wang).lines == ()
        assert clean_up.run(store).values["sights"] == 1
    assert store.rows(ROWS) == []


def test_merged_customers_have_been_seen_by_whoever_saw_one_of_them(store: Store, cast: Cast, faces: Faces) -> None:
    double = add(store, cast.mia, "王小明二", cast.sol)
    for customer_id in (faces.wang, double):
        note_page(store, cast.sol, customer_id)
    stop(store)
    merge(store, cast.mia, faces.wang, double, {}, versions=(1, 1), key=fresh())
    assert [line.opened for line in told(store, cast.mia, faces.wang).lines] == [2]
    note_page(store, cast.sol, faces.wang)
    stop(store)
    assert [line.opened for line in told(store, cast.mia, faces.wang).lines] == [3]


def test_a_fault_of_one_writing_keeps_no_later_one_back(
    store: Store, cast: Cast, faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def once_wrong(given: Store) -> int:
        tries.append(1)
        if len(tries) == 1:
            raise LookupError("no such column")
        return write_waiting(given)

    monkeypatch.setattr(noting, "write_waiting", once_wrong)
    monkeypatch.setattr(threading, "excepthook", lambda _args: None)
    for _ in range(2):
        note_page(store, cast.sol, faces.wang)
        writing = [thread for thread in threading.enumerate() if thread.name == "sights"]
        for thread in writing:
            thread.join(5)
    assert [row["seen_count"] for row in store.rows(ROWS)] == [2]
