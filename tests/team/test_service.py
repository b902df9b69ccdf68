"""Users and teams through the services: sessions end when they must, an administrator stays, nothing leaks."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

import pytest

from crm_core import audit
from crm_core.access import passwords
from crm_core.access.model import CONSOLE, Actor, Role
from crm_core.access.sessions import Sessions, start_session
from crm_core.access.sign_in import SignIn, WrongCredentials
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.store import Store
from crm_core.team import service
from crm_core.team.model import LastAdministrator, NotYourself, TeamHasMembers, User, UsersExist
from tests.conftest import Cast, sql

NEW = {"username": "Lin", "display_name": "Lin Wei", "role": "staff"}
STRONG = "violet-tractor-monsoon-7"


def _session(store: Store, actor: Actor) -> str:
    with store.transaction() as transaction:
        return start_session(transaction, actor.user_id, "127.0.0.1")


def _is_live(store: Store, token: str) -> bool:
    return Sessions(store).identify(token) is not None


def _user(store: Store, actor: Actor, wanted: Actor) -> User:
    return next(user for user in service.users(store, actor) if user.user_id == wanted.user_id)


def _trail(store: Store) -> list[tuple[str, str, object]]:
    rows = store.rows(
        sql("select action, entity, content from audit_entry join audit_value using (seq) order by seq"),
    )
    return [(row["action"], row["entity"], json.loads(row["content"])) for row in rows]


def test_a_new_user_signs_in_once_with_the_throw_away_password_and_must_change_it(store: Store, cast: Cast) -> None:
    made = service.add_user(store, cast.ada, {**NEW, "team_id": str(cast.north)}, key="k1")
    token = SignIn(store).sign_in("LIN", made.password, address="127.0.0.1", is_local=True)
    who = Sessions(store).identify(token)
    assert who is not None
    assert who.must_change_password
    assert who.actor == Actor(made.user_id, "Lin Wei", Role.STAFF, cast.north)


def test_the_same_form_sent_twice_makes_one_user(store: Store, cast: Cast) -> None:
    made = service.add_user(store, cast.ada, {**NEW, "team_id": str(cast.north)}, key="k1")
    with pytest.raises(AlreadyDone) as second:
        service.add_user(store, cast.ada, {**NEW, "team_id": str(cast.north)}, key="k1")
    assert second.value.result == made.user_id
    assert len(service.users(store, cast.ada)) == 7


def test_a_taken_user_name_is_refused_at_its_field_in_any_spelling(store: Store, cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        service.add_user(store, cast.ada, {**NEW, "username": "ＳＯＬ", "team_id": str(cast.north)})
    assert set(refused.value.fields) == {"username"}


def test_a_closed_or_unknown_team_is_refused_at_its_field(store: Store, cast: Cast) -> None:
    team = service.add_team(store, cast.ada, "East")
    service.change_team(store, cast.ada, team, "East", is_active=False, version=1)
    for wrong in (team, 999):
        with pytest.raises(InvalidInput) as refused:
            service.add_user(store, cast.ada, {**NEW, "team_id": str(wrong)})
        assert set(refused.value.fields) == {"team_id"}


@pytest.mark.parametrize(
    "do",
    [
        lambda store, actor, cast: service.users(store, actor),
        lambda store, actor, cast: service.teams(store, actor),
        lambda store, actor, cast: service.user_named(store, actor, "sol"),
        lambda store, actor, cast: service.left_behind(store, actor, cast.sol.user_id),
        lambda store, actor, cast: service.add_user(store, actor, {**NEW, "team_id": str(cast.north)}),
        lambda store, actor, cast: service.change_user(store, actor, actor.user_id, {"role": "admin"}, 1),
        lambda store, actor, cast: service.disable_user(store, actor, cast.vic.user_id),
        lambda store, actor, cast: service.enable_user(store, actor, cast.vic.user_id),
        lambda store, actor, cast: service.reset_password(store, actor, cast.ada.user_id),
        lambda store, actor, cast: service.set_password(store, actor, cast.ada.user_id, STRONG),
        lambda store, actor, cast: service.add_team(store, actor, "East"),
        lambda store, actor, cast: service.change_team(store, actor, cast.north, "N", is_active=True, version=1),
    ],
)
def test_nobody_but_an_administrator_manages_users_and_nothing_changes_by_trying(
    store: Store, cast: Cast, do: Callable[[Store, Actor, Cast], object]
) -> None:
    before = store.rows(sql("select * from app_user order by 1")), store.rows(sql("select * from team order by 1"))
    for actor in (cast.mia, cast.tao, cast.sol, cast.vic, cast.rea):
        with pytest.raises(NotPermitted):
            do(store, actor, cast)
    after = store.rows(sql("select * from app_user order by 1")), store.rows(sql("select * from team order by 1"))
    assert after == before
    assert store.head.seq == 0


@pytest.mark.parametrize("change", [{"role": "reader"}, {"team_id": "south"}])
def test_another_role_or_team_ends_the_sessions(store: Store, cast: Cast, change: dict[str, str]) -> None:
    token = _session(store, cast.sol)
    given = {name: str(cast.south) if value == "south" else value for name, value in change.items()}
    service.change_user(store, cast.ada, cast.sol.user_id, given, 1)
    assert not _is_live(store, token)


def test_another_name_keeps_the_sessions(store: Store, cast: Cast) -> None:
    token = _session(store, cast.sol)
    changed = service.change_user(store, cast.ada, cast.sol.user_id, {"display_name": "Sol O'Neil"}, 1)
    assert (changed.display_name, changed.version) == ("Sol O'Neil", 2)
    who = Sessions(store).identify(token)
    assert who is not None
    assert who.actor.name == "Sol O'Neil"


def test_a_user_name_can_be_changed_and_changed_back(store: Store, cast: Cast) -> None:
    service.change_user(store, cast.ada, cast.sol.user_id, {"username": "sol2"}, 1)
    assert service.change_user(store, cast.ada, cast.sol.user_id, {"username": "sol"}, 2).username == "sol"


def test_a_stale_edit_is_refused_with_both_versions(store: Store, cast: Cast) -> None:
    service.change_user(store, cast.ada, cast.sol.user_id, {"display_name": "First"}, 1)
    with pytest.raises(StaleWrite) as refused:
        service.change_user(store, cast.ada, cast.sol.user_id, {"display_name": "Second"}, 1)
    assert refused.value.theirs["display_name"] == "First"
    assert refused.value.mine["display_name"] == "Second"
    assert _user(store, cast.ada, cast.sol).display_name == "First"


def test_a_change_that_changes_nothing_leaves_no_trace(store: Store, cast: Cast) -> None:
    assert service.change_user(store, cast.ada, cast.sol.user_id, {"display_name": "Sol"}, 1).version == 1
    assert store.head.seq == 0


def test_a_disabled_user_is_out_at_once_and_cannot_sign_in(store: Store, cast: Cast) -> None:
    service.set_password(store, CONSOLE, cast.sol.user_id, STRONG)
    token = SignIn(store).sign_in("sol", STRONG, address="127.0.0.1", is_local=True)
    service.disable_user(store, cast.ada, cast.sol.user_id)
    assert not _is_live(store, token)
    with pytest.raises(WrongCredentials):
        SignIn(store).sign_in("sol", STRONG, address="127.0.0.1", is_local=True)
    service.enable_user(store, cast.ada, cast.sol.user_id)
    assert not _is_live(store, token)  # a new sign-in is needed
    assert SignIn(store).sign_in("sol", STRONG, address="127.0.0.1", is_local=True)


def test_disabling_twice_or_after_another_edit_is_no_trouble(store: Store, cast: Cast) -> None:
    service.change_user(store, cast.ada, cast.sol.user_id, {"display_name": "Other"}, 1)
    for _ in range(2):
        service.disable_user(store, cast.ada, cast.sol.user_id)
    assert [entry[0] for entry in _trail(store)] == ["change", "disable"]


def test_what_a_disabled_user_leaves_behind_is_counted(store: Store, cast: Cast) -> None:
    with store.transaction() as transaction:
        for number in (1, 2):
            transaction.execute(
                sql(
                    "insert into customer (code, kind, name, search_text, name_key, owner_id, team_id, version, created_at, "
                    "created_on, updated_at, created_by) values ($1, 'person', 'X', 'x', 'x', $2, $3, 1, now(), "
                    "current_date, now(), 0)"
                ),
                [f"C{number}", cast.sol.user_id, cast.north],
            )
        for status in ("open", "done"):
            transaction.execute(
                sql(
                    "insert into follow_up (customer_id, user_id, due_on, purpose, status, version, created_at, updated_at) "
                    "values (1, $1, current_date, 'call', $2, 1, now(), now())"
                ),
                [cast.sol.user_id, status],
            )
    left = service.disable_user(store, cast.ada, cast.sol.user_id)
    assert (left.customer_count, left.follow_up_count, left.touchpoint_count) == (2, 1, 0)
    assert left.is_anything
    assert not service.left_behind(store, cast.ada, cast.vic.user_id).is_anything


def test_the_last_active_administrator_can_be_neither_disabled_nor_demoted(store: Store, cast: Cast) -> None:
    with pytest.raises(LastAdministrator):
        service.disable_user(store, CONSOLE, cast.ada.user_id)
    with pytest.raises(LastAdministrator):
        service.change_user(store, cast.ada, cast.ada.user_id, {"role": "manager"}, 1)
    service.change_user(store, cast.ada, cast.mia.user_id, {"role": "admin"}, 1)
    service.change_user(store, cast.ada, cast.ada.user_id, {"role": "manager"}, 1)
    assert [user.display_name for user in service.users(store, CONSOLE) if user.role is Role.ADMIN] == ["Mia"]


def test_two_administrators_who_demote_each_other_at_once_leave_one(store: Store, cast: Cast) -> None:
    service.change_user(store, cast.ada, cast.mia.user_id, {"role": "admin"}, 1)
    mia = Actor(cast.mia.user_id, "Mia", Role.ADMIN)
    start, refused = threading.Barrier(2), []

    def demote(actor: Actor, other: Actor, version: int) -> None:
        start.wait()
        try:
            service.change_user(store, actor, other.user_id, {"role": "reader"}, version)
        except LastAdministrator:
            refused.append(actor.name)

    threads = [
        threading.Thread(target=demote, args=(cast.ada, mia, 2)),
        threading.Thread(target=demote, args=(mia, cast.ada, 1)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1


def test_nobody_disables_himself(store: Store, cast: Cast) -> None:
    with pytest.raises(NotYourself):
        service.disable_user(store, cast.ada, cast.ada.user_id)


def test_a_password_reset_ends_the_sessions_and_gives_a_new_password_to_change(store: Store, cast: Cast) -> None:
    token = _session(store, cast.sol)
    given = service.reset_password(store, cast.ada, cast.sol.user_id, key="k2")
    assert not _is_live(store, token)
    assert _user(store, cast.ada, cast.sol).must_change_password
    assert SignIn(store).sign_in("sol", given.password, address="127.0.0.1", is_local=True)
    with pytest.raises(AlreadyDone):
        service.reset_password(store, cast.ada, cast.sol.user_id, key="k2")


def test_somebody_who_is_not_there_is_not_found(store: Store, cast: Cast) -> None:
    for do in (
        lambda: service.reset_password(store, cast.ada, 999),
        lambda: service.change_user(store, cast.ada, 999, {}, 1),
        lambda: service.disable_user(store, cast.ada, 999),
        lambda: service.user_named(store, cast.ada, "nobody-here"),
    ):
        with pytest.raises(NotFound):
            do()


def test_the_trail_holds_no_password_and_no_hash(store: Store, cast: Cast) -> None:
    made = service.add_user(store, cast.ada, {**NEW, "team_id": str(cast.north)})
    given = service.reset_password(store, cast.ada, cast.sol.user_id)
    service.set_password(store, CONSOLE, cast.vic.user_id, STRONG)
    text = json.dumps(_trail(store))
    for secret in (made.password, given.password, STRONG, "argon2"):
        assert secret not in text
    assert [entry[:2] for entry in _trail(store)] == [
        ("add", "app_user"),
        ("reset_password", "app_user"),
        ("reset_password", "app_user"),
    ]
    assert audit.verify(store) is None


def test_the_first_administrator_is_made_once_even_by_two_at_the_same_moment(store: Store) -> None:
    start, results = threading.Barrier(2), []

    def make(name: str) -> None:
        start.wait()
        try:
            results.append(service.first_admin(store, name, name.title(), STRONG))
        except UsersExist:
            results.append(None)

    threads = [threading.Thread(target=make, args=(name,)) for name in ("ada", "eve")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result is None for result in results) == [False, True]
    assert [user.role for user in service.users(store, CONSOLE)] == [Role.ADMIN]


def test_the_first_administrator_needs_a_strong_password_and_signs_in_with_it(store: Store) -> None:
    with pytest.raises(InvalidInput) as refused:
        service.first_admin(store, "ada", "Ada", "password12")
    assert set(refused.value.fields) == {"password"}
    assert not service.has_users(store)
    service.first_admin(store, "ada", "Ada", STRONG)
    assert service.has_users(store)
    assert SignIn(store).sign_in("ada", STRONG, address="10.0.0.9", is_local=False)


def test_demo_users_may_have_a_simple_password_and_others_may_not(store: Store, cast: Cast) -> None:
    given = {**NEW, "team_id": str(cast.north)}
    with pytest.raises(InvalidInput):
        service.add_user(store, CONSOLE, given, password="demo")
    made = service.add_user(store, CONSOLE, given, password="demo", is_demo=True)
    user = service.user_named(store, CONSOLE, "LIN")
    assert (user.user_id, user.is_demo, user.must_change_password) == (made.user_id, True, False)


def test_a_team_of_the_same_name_in_any_spelling_is_refused(store: Store, cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        service.add_team(store, cast.ada, " ＮＯＲＴＨ ")


def test_a_team_with_active_members_cannot_be_closed(store: Store, cast: Cast) -> None:
    with pytest.raises(TeamHasMembers):
        service.change_team(store, cast.ada, cast.south, "South", is_active=False, version=1)
    service.disable_user(store, cast.ada, cast.vic.user_id)
    service.change_team(store, cast.ada, cast.south, "South", is_active=False, version=1)
    with pytest.raises(InvalidInput):  # to a closed team nobody comes back
        service.enable_user(store, cast.ada, cast.vic.user_id)
    service.change_team(store, cast.ada, cast.south, "South", is_active=True, version=2)
    service.enable_user(store, cast.ada, cast.vic.user_id)


def test_renaming_a_team_from_an_old_version_is_refused(store: Store, cast: Cast) -> None:
    service.change_team(store, cast.ada, cast.north, "North 1", is_active=True, version=1)
    with pytest.raises(StaleWrite) as refused:
        service.change_team(store, cast.ada, cast.north, "North 2", is_active=True, version=1)
    assert refused.value.theirs == {"name": "North 1", "is_active": "True", "version": 2}


def test_the_hash_of_a_password_never_leaves_the_room(store: Store, cast: Cast) -> None:
    assert not hasattr(service.users(store, cast.ada)[0], "password_hash")
    assert passwords.verify_password(None, "anything") is False
