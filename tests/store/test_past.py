"""What is known of the past is kept until something of it is written, and not a write longer."""

from __future__ import annotations

from datetime import date

import pytest

from crm_core.store import Store
from crm_core.store.past import Past, past_rows
from crm_core.store.rewriting import rewrite
from tests.conftest import sql

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
ADD = sql("insert into holiday_probe values ($1, $2)")
SUM = sql("select sum(amount) as total from holiday_probe where day < $until")


@pytest.fixture(autouse=True)
def _probe(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("create table holiday_probe (day date, amount integer)"))
        transaction.execute(ADD, [MARCH, 1])


def add(store: Store, day: date, amount: int, *, since: date | None = None) -> None:
    with store.transaction() as transaction:
        transaction.execute(ADD, [day, amount], since=since)


def total(store: Store, until: date = APRIL) -> int:
    found: int = past_rows(store, SUM, {"until": until}, Past("holiday_probe", until, ("setting",)))[0]["total"]
    return found


def put_in(store: Store, day: date, amount: int) -> None:
    """Write behind the versions' back: what is kept does not see it."""
    with store.transaction() as transaction:
        transaction.execute(ADD, [day, amount])
        transaction.touched.clear()


def test_what_is_kept_is_not_asked_for_again(store: Store) -> None:
    assert total(store) == 1
    put_in(store, MARCH, 100)
    assert total(store) == 1
    assert total(store, MAY) == 101, "another question"


def test_a_write_that_says_nothing_of_its_days_ends_it(store: Store) -> None:
    total(store)
    add(store, MARCH, 10)
    assert total(store) == 11


def test_a_write_of_later_days_leaves_it_and_one_of_earlier_days_ends_it(store: Store) -> None:
    total(store)
    put_in(store, MARCH, 100)
    add(store, APRIL, 10, since=APRIL)
    assert total(store) == 1, "kept"
    add(store, MARCH, 10, since=MARCH)
    assert total(store) == 111


def test_the_furthest_question_counts(store: Store) -> None:
    assert (total(store, MAY), total(store)) == (1, 1)
    add(store, APRIL, 10, since=APRIL)
    assert (total(store, MAY), total(store)) == (11, 1)


def test_one_statement_that_says_nothing_speaks_for_the_whole_transaction(store: Store) -> None:
    for order in (1, -1):
        total(store)
        before = total(store)
        with store.transaction() as transaction:
            for day, since in ((MAY, MAY), (MARCH, None))[::order]:
                transaction.execute(ADD, [day, 10], since=since)
        assert total(store) == before + 10


def test_another_table_that_it_rests_on_ends_it_too(store: Store) -> None:
    total(store)
    put_in(store, MARCH, 100)
    with store.transaction() as transaction:
        transaction.touch("setting")
    assert total(store) == 101


def test_a_transaction_sees_what_it_wrote_and_leaves_nothing_of_it_behind(store: Store) -> None:
    total(store)
    with pytest.raises(ZeroDivisionError), store.transaction() as transaction:
        transaction.execute(ADD, [MARCH, 1000])
        assert total(store) == 1001
        raise ZeroDivisionError
    assert total(store) == 1


def test_nothing_is_kept_of_a_file_that_was_replaced(store: Store) -> None:
    total(store)
    put_in(store, MARCH, 100)
    rewrite(store)
    assert total(store) == 101
