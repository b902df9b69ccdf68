"""The own account: password, language, and the sessions that end with a new password."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from crm_core import audit, clock
from crm_core.access.model import CONSOLE
from crm_core.access.sessions import Sessions, SignedIn
from crm_core.access.sign_in import SignIn, TooManyAttempts, WrongCredentials
from crm_core.errors import AlreadyDone, InvalidInput, Refused
from crm_core.store import Store
from crm_core.team import own_account, service
from tests.conftest import NOW, Cast

OLD, NEW = "violet-tractor-monsoon-7", "copper-lantern-orbit-19"


def _in(store: Store, cast: Cast) -> tuple[str, SignedIn]:
    token = SignIn(store).sign_in("sol", OLD, address="127.0.0.1", is_local=True)
    who = Sessions(store).identify(token)
    assert who is not None
    return token, who


@pytest.fixture
def sol(store: Store, cast: Cast) -> tuple[str, SignedIn]:
    service.set_password(store, CONSOLE, cast.sol.user_id, OLD)
    return _in(store, cast)


def _given(**changes: str) -> dict[str, str]:
    return {"current": OLD, "password": NEW, "again": NEW, **changes}


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(
    store: Store, cast: Cast, sol: tuple[str, SignedIn]
) -> None:
    elsewhere, _ = _in(store, cast)
    own_account.set_own_password(store, sol[1], _given(), key="k")
    assert Sessions(store).identify(sol[0]) is not None
    assert Sessions(store).identify(elsewhere) is None
    with pytest.raises(WrongCredentials):
        SignIn(store).sign_in("sol", OLD, address="127.0.0.1", is_local=True)
    assert SignIn(store).sign_in("sol", NEW, address="127.0.0.1", is_local=True)
    assert audit.verify(store) is None


def test_two_clicks_at_once_change_the_password_once_and_the_second_is_told_so(
    store: Store, sol: tuple[str, SignedIn]
) -> None:
    start, told = threading.Barrier(2), []

    def click() -> None:
        start.wait()
        try:
            own_account.set_own_password(store, sol[1], _given(), key="k")
        except AlreadyDone:
            told.append("already done")

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["already done"]
    assert SignIn(store).sign_in("sol", NEW, address="127.0.0.1", is_local=True)


def test_a_throw_away_password_is_no_longer_asked_to_be_changed(store: Store, cast: Cast) -> None:
    given = service.reset_password(store, cast.ada, cast.sol.user_id)
    token = SignIn(store).sign_in("sol", given.password, address="127.0.0.1", is_local=True)
    who = Sessions(store).identify(token)
    assert who is not None
    own_account.set_own_password(store, who, _given(current=given.password), key="k")
    again = Sessions(store).identify(token)
    assert again is not None
    assert not again.must_change_password


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"current": "wrong"}, "current"),
        ({"password": "short", "again": "short"}, "password"),
        ({"password": "sol-sol-sol", "again": "sol-sol-sol"}, "password"),
        ({"again": NEW + "x"}, "again"),
        ({"password": OLD, "again": OLD}, "password"),
        ({"password": "x" * 10_000, "again": "x" * 10_000}, "password"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_changes_nothing(
    store: Store, sol: tuple[str, SignedIn], changes: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        own_account.set_own_password(store, sol[1], _given(**changes), key="k")
    assert set(refused.value.fields) == {field}
    assert SignIn(store).sign_in("sol", OLD, address="127.0.0.1", is_local=True)


def test_guessing_the_current_password_at_an_open_screen_is_stopped(store: Store, sol: tuple[str, SignedIn]) -> None:
    for _ in range(5):
        with pytest.raises(InvalidInput):
            own_account.set_own_password(store, sol[1], _given(current="wrong"), key="k")
    with pytest.raises(TooManyAttempts):
        own_account.set_own_password(store, sol[1], _given(), key="k")


def test_a_password_that_was_reset_meanwhile_is_not_overwritten(
    store: Store, cast: Cast, sol: tuple[str, SignedIn], monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = own_account.passwords.verify_password

    def reset_in_between(stored: str | None, password: str) -> bool:
        fits = verified(stored, password)
        service.reset_password(store, cast.ada, cast.sol.user_id)
        return fits

    monkeypatch.setattr(own_account.passwords, "verify_password", reset_in_between)
    with pytest.raises(Refused):
        own_account.set_own_password(store, sol[1], _given(), key="k")


def test_the_own_sessions_are_listed_and_those_elsewhere_ended(
    store: Store, cast: Cast, sol: tuple[str, SignedIn]
) -> None:
    elsewhere, _ = _in(store, cast)
    assert sorted(session.is_this for session in own_account.own_sessions(store, sol[1])) == [False, True]
    assert own_account.end_other_sessions(store, sol[1]) == 1
    assert Sessions(store).identify(elsewhere) is None
    assert [session.is_this for session in own_account.own_sessions(store, sol[1])] == [True]
    assert own_account.end_other_sessions(store, sol[1]) == 0


def test_a_session_that_lapsed_is_not_listed(store: Store, cast: Cast, sol: tuple[str, SignedIn]) -> None:
    with clock.held_at(NOW + timedelta(hours=9)):
        _, later = _in(store, cast)
        assert [session.is_this for session in own_account.own_sessions(store, later)] == [True]


def test_the_language_is_kept_for_the_next_sign_in(store: Store, cast: Cast, sol: tuple[str, SignedIn]) -> None:
    own_account.set_language(store, sol[1].actor, "zh_TW")
    assert _in(store, cast)[1].language == "zh_TW"
    with pytest.raises(InvalidInput):
        own_account.set_language(store, sol[1].actor, "tlh")
