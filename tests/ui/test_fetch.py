"""The cache: exact, and never across what different people may see."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from crm_core import clock
from crm_core.access.model import Permission, Reach
from crm_core.board.service import Ask
from crm_core.errors import CrmError, NotFound, message
from crm_core.server.environment import environment
from crm_core.server.running import Running, use
from crm_core.store import Store
from crm_core.store.reads import reads
from crm_core.store.rewriting import rewrite
from crm_core.ui import fetch as fetching
from crm_core.ui.fetch import fetch, fetch_ahead, fetch_whole
from tests.conftest import NOW, Cast, sql

ADD = sql(
    "insert into customer (code, kind, name, search_text, name_key, owner_id, team_id, version, created_at, created_on, updated_at, "
    "created_by) values ($1, 'person', $2, '', '', $3, $4, 1, $5, $6, $5, 0)"
)
calls: list[object] = []


@dataclass(frozen=True)
class Wanted:
    reach: Reach


@reads("customer")
def names(store: Store, wanted: Wanted) -> list[str]:
    """Return the names of the customers in reach."""
    calls.append(wanted)
    text = "select name from customer where ($1 = 'all' or team_id = any($2::bigint[]) or owner_id = $3) order by name"
    return [row["name"] for row in store.rows(sql(text), wanted.reach.positional())]


def not_declared(store: Store, wanted: Wanted) -> list[str]:
    return []


@pytest.fixture(autouse=True)
def house(store: Store, cast: Cast) -> Iterator[None]:
    use(Running.over(store, environment()))
    calls.clear()
    with store.transaction() as transaction:
        transaction.execute(ADD, ["N1", "Northern", cast.sol.user_id, cast.north, NOW, NOW.date()])
        transaction.execute(ADD, ["S1", "Southern", cast.vic.user_id, cast.south, NOW, NOW.date()])
    yield
    use(None)


def wanted(actor) -> Wanted:
    return Wanted(actor.require(Permission.CUSTOMER_READ))


def test_the_second_look_asks_the_store_no_more(cast: Cast) -> None:
    assert fetch(names, wanted(cast.mia)) == fetch(names, wanted(cast.mia)) == ["Northern", "Southern"]
    assert len(calls) == 1


def test_what_held_yesterday_is_asked_anew(cast: Cast) -> None:
    fetch(names, wanted(cast.mia))
    with clock.held_at(NOW + timedelta(hours=13)):  # 23:30 in Shanghai
        fetch(names, wanted(cast.mia))
    assert len(calls) == 1
    with clock.held_at(NOW + timedelta(hours=14)):  # past midnight there
        fetch(names, wanted(cast.mia))
    assert len(calls) == 2


def test_two_users_never_share_an_answer(cast: Cast) -> None:
    for _ in range(2):
        assert fetch(names, wanted(cast.sol)) == ["Northern"]
        assert fetch(names, wanted(cast.vic)) == ["Southern"]
        assert fetch(names, wanted(cast.tao)) == ["Northern"]
    assert len(calls) == 3


def test_a_write_to_the_table_is_seen_at_once_and_another_tables_is_not_waited_for(store: Store, cast: Cast) -> None:
    fetch(names, wanted(cast.mia))
    with store.transaction() as transaction:
        transaction.execute(sql("update team set version = version + 1"))
    fetch(names, wanted(cast.mia))
    assert len(calls) == 1
    with store.transaction() as transaction:
        transaction.execute(ADD, ["N2", "Newest", None, None, NOW, NOW.date()])
    assert "Newest" in fetch(names, wanted(cast.mia))


def test_a_write_that_was_rolled_back_changes_nothing(store: Store, cast: Cast) -> None:
    fetch(names, wanted(cast.mia))
    with pytest.raises(RuntimeError), store.transaction() as transaction:
        transaction.execute(ADD, ["N3", "Never", None, None, NOW, NOW.date()])
        raise RuntimeError
    assert "Never" not in fetch(names, wanted(cast.mia))


def test_a_query_that_declares_no_tables_is_refused(cast: Cast) -> None:
    with pytest.raises(TypeError, match="declares no tables"):
        fetch(not_declared, wanted(cast.mia))


def test_nothing_is_kept_of_a_store_whose_file_was_written_anew(store: Store, cast: Cast) -> None:
    fetch(names, wanted(cast.mia))
    assert "Northern" in str(list(fetching._kept.values()))
    rewrite(store)
    with store.transaction() as transaction:
        transaction.execute(sql("update customer set name = 'Nobody'"))
    assert fetch(names, wanted(cast.mia)) == ["Nobody", "Nobody"]
    assert "Northern" not in str(list(fetching._kept.values()))


def both(ask: Ask, wanted: Wanted) -> tuple[list[str], list[str]]:
    """Put the names together with those that a colleague sees."""
    calls.append("both")
    return ask(names, wanted), ask(names, replace(wanted, reach=replace(wanted.reach, me=0)))


def test_what_is_put_together_is_kept_as_a_whole_until_a_table_that_it_asked_for_is_written(
    store: Store, cast: Cast
) -> None:
    asked = wanted(cast.mia)
    assert fetch_whole(both, asked) is fetch_whole(both, asked)
    assert calls.count("both") == 1
    with store.transaction() as transaction:
        transaction.execute(sql("update team set version = version + 1"))
    fetch_whole(both, asked)
    assert calls.count("both") == 1
    with store.transaction() as transaction:
        transaction.execute(sql("update customer set name = 'Renamed' where code = 'N1'"))
    assert fetch_whole(both, asked)[0] == ["Renamed", "Southern"]
    with clock.held_at(NOW + timedelta(hours=14)):
        fetch_whole(both, asked)
    assert calls.count("both") == 3


def test_a_write_while_it_is_put_together_is_not_missed(store: Store, cast: Cast) -> None:
    asked = wanted(cast.mia)

    def late(ask: Ask, wanted: Wanted) -> list[str]:
        found = ask(names, wanted)
        if len(calls) == 1:
            with store.transaction() as transaction:
                transaction.execute(sql("update customer set name = 'Late' where code = 'N1'"))
        return found

    assert fetch_whole(late, asked) == ["Northern", "Southern"]
    assert fetch_whole(late, asked) == ["Late", "Southern"]


def test_what_was_put_together_is_nobody_elses(cast: Cast) -> None:
    assert fetch_whole(both, wanted(cast.sol))[0] == ["Northern"]
    assert fetch_whole(both, wanted(cast.vic))[0] == ["Southern"]


def test_what_one_thread_asks_the_others_wait_for(store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, entered = threading.Event(), threading.Event()

    @reads("customer")
    def slowly(held: Store, request: Wanted) -> list[str]:
        entered.set()
        assert gate.wait(10)
        return names(held, request)

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(fetch, slowly, wanted(cast.mia))
        assert entered.wait(10)
        others = [pool.submit(fetch, slowly, wanted(cast.mia)) for _ in range(2)]
        gate.set()
        assert [one.result(10) for one in (first, *others)] == [["Northern", "Southern"]] * 3
    assert len(calls) == 1


def test_who_waited_for_what_failed_asks_by_itself(cast: Cast) -> None:
    gate, entered = threading.Event(), threading.Event()
    failures = [CrmError(message("Not now."))]

    @reads("customer")
    def once(held: Store, request: Wanted) -> list[str]:
        entered.set()
        assert gate.wait(10)
        if failures:
            raise failures.pop()
        return names(held, request)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(fetch, once, wanted(cast.mia))
        assert entered.wait(10)
        second = pool.submit(fetch, once, wanted(cast.mia))
        gate.set()
        with pytest.raises(CrmError):
            first.result(10)
        assert second.result(10) == ["Northern", "Southern"]


def test_what_is_looked_ahead_for_is_put_together_once(cast: Cast) -> None:
    def count(ask: Ask, request: Wanted) -> int:
        calls.append("put together")
        return len(ask(names, request))

    fetch_ahead(count, wanted(cast.mia))
    assert fetch_whole(count, wanted(cast.mia)) == 2
    fetch_ahead(count, wanted(cast.mia))
    assert fetch_whole(count, wanted(cast.mia)) == 2
    assert calls.count("put together") == 1


def test_what_fails_ahead_fails_where_it_is_needed(cast: Cast) -> None:
    def count(ask: Ask, request: Wanted) -> int:
        raise NotFound("customer", 7)

    fetch_ahead(count, wanted(cast.mia))
    with pytest.raises(NotFound):
        fetch_whole(count, wanted(cast.mia))
