"""Sessions: opaque, revocable at once, bounded by idle and absolute limits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm_core import clock
from crm_core.access.sessions import Sessions, digest, end_all_sessions, end_sessions_of, start_session
from crm_core.errors import StoreError
from crm_core.store import Store, StoreBusy, StoreFull
from tests.conftest import NOW, Cast, sql


@pytest.fixture
def token(store: Store, cast: Cast) -> str:
    with store.transaction() as transaction:
        return start_session(transaction, cast.sol.user_id, "127.0.0.1")


def test_a_token_has_256_bits_and_only_its_digest_is_stored(store: Store, token: str) -> None:
    assert len(token) >= 43
    kept = store.rows(sql("select session_hash from session"))
    assert [row["session_hash"] for row in kept] == [digest(token)]
    assert token not in str(store.rows(sql("select * from session")))


def test_who_holds_the_token_is_known(store: Store, cast: Cast, token: str) -> None:
    found = Sessions(store).identify(token)
    assert found is not None
    assert found.actor == cast.sol


@pytest.mark.parametrize("wrong", [None, "", "x", "é" * 50, "a" * 5000])
def test_a_wrong_token_is_nobody(store: Store, token: str, wrong: str | None) -> None:
    assert Sessions(store).identify(wrong) is None


def test_signing_out_ends_the_session_for_a_copied_cookie_too(store: Store, token: str) -> None:
    sessions = Sessions(store)
    assert sessions.identify(token)
    sessions.end(token, "signed out")
    assert sessions.identify(token) is None
    assert Sessions(store).identify(token) is None
    sessions.end(token, "signed out")


def test_a_disabled_user_is_nobody_at_once(store: Store, cast: Cast, token: str) -> None:
    sessions = Sessions(store)
    assert sessions.identify(token)
    with store.transaction() as transaction:
        transaction.execute(sql("update app_user set is_active = false where user_id = $1"), [cast.sol.user_id])
    assert sessions.identify(token) is None


def test_ending_a_users_sessions_leaves_the_others(store: Store, cast: Cast, token: str) -> None:
    with store.transaction() as transaction:
        other = start_session(transaction, cast.vic.user_id, "127.0.0.1")
        end_sessions_of(transaction, cast.sol.user_id, "role changed")
    sessions = Sessions(store)
    assert sessions.identify(token) is None
    assert sessions.identify(other)
    with store.transaction() as transaction:
        end_all_sessions(transaction, "restored")
    assert sessions.identify(other) is None


def test_a_session_lapses_after_eight_idle_hours_and_seven_days(store: Store, token: str) -> None:
    sessions = Sessions(store)
    with clock.held_at(NOW + timedelta(hours=8)):
        assert sessions.identify(token)
    with clock.held_at(NOW + timedelta(hours=16, minutes=1)):
        assert sessions.identify(token) is None, "it was seen last eight hours before"
    for hours in range(7, 7 * 24, 7):
        with clock.held_at(NOW + timedelta(hours=hours)):
            sessions.identify(token)
    with clock.held_at(NOW + timedelta(days=7, minutes=1)):
        assert sessions.identify(token) is None


def test_being_seen_is_kept_for_the_next_process(store: Store, token: str) -> None:
    with clock.held_at(NOW + timedelta(hours=7)):
        assert Sessions(store).identify(token)
    with clock.held_at(NOW + timedelta(hours=14)):
        assert Sessions(store).identify(token)


def test_a_clock_that_jumps_back_lengthens_no_session(store: Store, token: str) -> None:
    sessions = Sessions(store)
    with clock.held_at(NOW + timedelta(hours=6)):
        assert sessions.identify(token)
    with clock.held_at(NOW - timedelta(days=30)):
        sessions.identify(token)
    with clock.held_at(NOW + timedelta(hours=14, minutes=1)):
        assert sessions.identify(token) is None


def test_a_busy_store_does_not_hold_up_whoever_looks(store: Store, token: str) -> None:
    import threading

    held, let_go = threading.Event(), threading.Event()

    def write_for_long() -> None:
        with store.transaction():
            held.set()
            let_go.wait(20)

    writer = threading.Thread(target=write_for_long)
    writer.start()
    held.wait(5)
    try:
        with clock.held_at(NOW + timedelta(minutes=5)):
            assert Sessions(store).identify(token)
    finally:
        let_go.set()
        writer.join()


@pytest.mark.parametrize("fault", [StoreBusy, StoreFull])
def test_a_store_that_takes_no_more_turns_nobody_away(
    store: Store, token: str, cast: Cast, monkeypatch: pytest.MonkeyPatch, fault: type[StoreError]
) -> None:
    sessions = Sessions(store)

    def refuse(**_options: object) -> None:
        raise fault

    monkeypatch.setattr(store, "transaction", refuse)
    with clock.held_at(NOW + timedelta(minutes=5)):
        found = sessions.identify(token)
    assert found is not None
    assert found.actor == cast.sol
