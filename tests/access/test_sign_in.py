"""Signing in: the same answer for a wrong name and a wrong password, limits that cannot lock the admin out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BoundedSemaphore, Event, Thread

import pytest

from crm_core.access import passwords, sign_in
from crm_core.access.sessions import Sessions
from crm_core.access.sign_in import DemoRefused, SignIn, TooManyAttempts, WrongCredentials
from crm_core.errors import InvalidInput
from crm_core.store import Store
from tests.conftest import Cast, sql

PASSWORD = "correct-horse-battery"


@pytest.fixture
def door(store: Store, cast: Cast) -> SignIn:
    with store.transaction() as transaction:
        transaction.execute(sql("update app_user set password_hash = $1"), [passwords.hash_password(PASSWORD)])
    return SignIn(store)


def test_the_right_password_opens_a_session(store: Store, cast: Cast, door: SignIn) -> None:
    token = door.sign_in(" ADA ", PASSWORD, address="10.0.0.1", is_local=False)
    found = Sessions(store).identify(token)
    assert found is not None
    assert found.actor == cast.ada
    assert store.value(sql("select count(*) from audit_entry where action = 'sign_in'")) == 1


@pytest.mark.parametrize(
    ("name", "password"),
    [("ada", "wrong"), ("nobody", PASSWORD), ("", ""), ("ada'--", PASSWORD), ("ada", "x" * 100_000)],
)
def test_wrong_name_and_wrong_password_read_alike(store: Store, door: SignIn, name: str, password: str) -> None:
    with pytest.raises(WrongCredentials) as refusal:
        door.sign_in(name, password, address="10.0.0.1", is_local=False)
    assert str(refusal.value) == "The user name or the password is wrong."
    assert store.value(sql("select count(*) from session")) == 0
    assert store.value(sql("select count(*) from audit_entry where action = 'sign_in_failed'")) == 1


def test_an_unknown_user_costs_a_hash_too(door: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []

    def counted(stored: str | None, password: str) -> bool:
        asked.append(stored)
        return False

    monkeypatch.setattr(sign_in.passwords, "verify_password", counted)
    with pytest.raises(WrongCredentials):
        door.sign_in("nobody", "x", address="10.0.0.1", is_local=False)
    assert asked == [None]


def test_the_first_unknown_names_of_a_process_may_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords._nobodys_hash.cache_clear()
    monkeypatch.setattr(passwords, "_AT_ONCE", BoundedSemaphore(passwords.AT_ONCE))  # a stuck one is nobody else's
    both, answers = Barrier(passwords.AT_ONCE), []

    def ask() -> None:
        both.wait()
        answers.append(passwords.verify_password(None, "anything at all"))

    asking = [Thread(target=ask, daemon=True) for _ in range(passwords.AT_ONCE)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(10)
    assert answers == [False, False]


def test_a_disabled_user_is_refused_with_the_right_password(store: Store, cast: Cast, door: SignIn) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("update app_user set is_active = false where user_id = $1"), [cast.sol.user_id])
    with pytest.raises(WrongCredentials):
        door.sign_in("sol", PASSWORD, address="10.0.0.1", is_local=False)


def test_guessing_slows_the_guesser_and_not_the_admin(door: SignIn) -> None:
    for _ in range(5):
        with pytest.raises(WrongCredentials):
            door.sign_in("ada", "wrong", address="10.6.6.6", is_local=False)
    with pytest.raises(TooManyAttempts):
        door.sign_in("ada", PASSWORD, address="10.6.6.6", is_local=False)
    assert door.sign_in("ada", PASSWORD, address="10.0.0.1", is_local=False)


def test_many_tries_at_once_are_no_more_than_as_many_in_turn(door: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody, looked = Barrier(12), []

    def slow(stored: str | None, password: str) -> bool:
        looked.append(password)
        all_asked.wait(30)
        return False

    all_asked = Event()
    monkeypatch.setattr(sign_in.passwords, "verify_password", slow)

    def guess(number: int) -> str:
        everybody.wait(30)
        try:
            door.sign_in("ada", f"guess {number}", address="10.6.6.6", is_local=False)
        except TooManyAttempts:
            refused.append(1)
            if len(refused) >= 7:
                all_asked.set()
            return "refused"
        except WrongCredentials:
            return "wrong"
        return "in"

    refused: list[int] = []
    with ThreadPoolExecutor(12) as people:
        said = list(people.map(guess, range(12)))
    assert len(looked) == 5
    assert sorted(said) == ["refused"] * 7 + ["wrong"] * 5


def test_one_address_cannot_try_many_names(door: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in.passwords, "verify_password", lambda stored, password: False)
    for number in range(30):
        with pytest.raises(WrongCredentials):
            door.sign_in(f"user{number}", "wrong", address="10.6.6.6", is_local=False)
    with pytest.raises(TooManyAttempts):
        door.sign_in("somebody", "wrong", address="10.6.6.6", is_local=False)


def test_demo_accounts_open_on_this_machine_only(store: Store, cast: Cast, door: SignIn) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("update app_user set is_demo = true"))
    with pytest.raises(DemoRefused):
        door.sign_in("ada", PASSWORD, address="10.0.0.1", is_local=False)
    assert door.sign_in("ada", PASSWORD, address="127.0.0.1", is_local=True)


def test_an_old_hash_is_made_anew_at_sign_in(store: Store, door: SignIn, cast: Cast) -> None:
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    with store.transaction() as transaction:
        transaction.execute(sql("update app_user set password_hash = $1 where user_id = $2"), [old, cast.ada.user_id])
    door.sign_in("ada", PASSWORD, address="10.0.0.1", is_local=False)
    fresh = store.value(sql("select password_hash from app_user where user_id = $1"), [cast.ada.user_id])
    assert fresh != old
    assert passwords.verify_password(fresh, PASSWORD)


@pytest.mark.parametrize("weak", ["short", "password123456", "1234567890123", "x" * 129])
def test_weak_passwords_are_refused_at_their_field(weak: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        passwords.check_strength(weak)
    assert set(refusal.value.fields) == {"password"}


def test_a_password_made_of_the_own_name_is_weak() -> None:
    with pytest.raises(InvalidInput):
        passwords.check_strength("zhangsanfeng", "zhangsanfeng")
    passwords.check_strength("marble-otter-42-lantern")


def test_throwaway_passwords_differ_and_are_strong() -> None:
    made = {passwords.throwaway_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        passwords.check_strength(password)


def test_one_time_codes_hold_no_letters_that_look_alike_and_are_known_however_typed() -> None:
    codes = [passwords.throwaway_password() for _ in range(200)]
    used = set("".join(codes)) - {"-"}
    assert used == set("abcdefghjkmnpqrstuvwxyz23456789")
    assert len(used) ** 16 > 2**72
    for code in codes:
        letters = code.replace("-", "")
        assert len(letters) == 16
        assert passwords.as_typed(code) == code
        assert passwords.as_typed(f"  {letters.upper()} ") == code
        assert passwords.as_typed(code.replace("-", " – ")) == code


def test_what_was_typed_as_a_name_is_not_kept_for_people_type_passwords_there(
    store: Store, cast: Cast, door: SignIn
) -> None:
    for typed in ("my-Secret-pass 9", "my-Secret-pass 9", "other-secret", "sol"):
        with pytest.raises(WrongCredentials):
            door.sign_in(typed, "wrong", address="10.0.0.1", is_local=False)
    kept = store.rows(
        sql(
            "select e.entity_id, v.content from audit_entry as e inner join audit_value as v on v.seq = e.seq "
            "where e.action = 'sign_in_failed' order by e.seq"
        )
    )
    assert [row["entity_id"] for row in kept] == [None, None, None, cast.sol.user_id]
    texts = [str(row["content"]) for row in kept]
    assert not [text for text in texts if "secret" in text.lower()]
    assert texts[0] == texts[1] != texts[2]
    assert "10.0.0.1" in texts[0]
    assert "digest" not in texts[3]
