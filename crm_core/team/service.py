"""What an administrator, or the console, does with users and teams.

A change of role, team or password, and disabling, ends the user's sessions in the same transaction. There is always an
active administrator. The trail never holds a password or its hash.
"""

from __future__ import annotations

from collections.abc import Mapping

from crm_core import audit
from crm_core.access import passwords
from crm_core.access.model import CONSOLE, Actor, Permission, Role, fold_username
from crm_core.access.sessions import end_sessions_of
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.team import repository
from crm_core.team.model import (
    HandedOut,
    LastAdministrator,
    LeftBehind,
    NotYourself,
    Team,
    TeamHasMembers,
    User,
    UserDraft,
    UsersExist,
    parse_team_name,
)


def has_users(store: Store) -> bool:
    """Return whether anybody has an account; before that, the first administrator is to be made."""
    return repository.has_users(store)


def first_admin(store: Store, username: str, display_name: str, password: str) -> int:
    """Make the first administrator of a store without users and return the id; of two at once, one is refused.

    Raises:
        UsersExist: somebody has an account already.
        InvalidInput: with a message a field.
    """
    if has_users(store):
        raise UsersExist
    draft = UserDraft.parse({"username": username, "display_name": display_name, "role": Role.ADMIN.value})
    passwords.check_strength(password, draft.username, draft.display_name)
    password_hash = passwords.hash_password(password)
    with store.transaction() as transaction:
        if has_users(store):
            raise UsersExist
        user_id = repository.add_user(transaction, draft, password_hash, must_change=False, is_demo=False)
        audit.record(transaction, CONSOLE, audit.Change("add", "app_user", user_id, None, draft.as_text()))
    return user_id


@reads("app_user", "team", "sign_in")
def users(store: Store, actor: Actor) -> list[User]:
    """Return all users, active ones first, by name; Chinese names in the order of their pinyin.

    Raises:
        NotPermitted: the role may not.
    """
    actor.require(Permission.USER_MANAGE)
    return sorted(repository.users(store), key=lambda user: (not user.is_active, _in_order(user.display_name)))


@reads("app_user", "team")
def teams(store: Store, actor: Actor) -> list[Team]:
    """Return all teams with their numbers of active users, active teams first.

    Raises:
        NotPermitted: the role may not.
    """
    actor.require(Permission.USER_MANAGE)
    return sorted(repository.teams(store), key=lambda team: (not team.is_active, _in_order(team.name)))


def _in_order(name: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionaries take longer to read than most commands to run

    return tuple(part.casefold() for part in lazy_pinyin(name))


def user_named(store: Store, actor: Actor, username: str) -> User:
    """Return the user of a user name in any spelling; for the command line.

    Raises:
        NotFound: there is none.
    """
    actor.require(Permission.USER_MANAGE)
    user_id = repository.id_of_username(store, fold_username(username))
    if user_id is None:
        raise NotFound("app_user", username)
    return _user(store, user_id)


def left_behind(store: Store, actor: Actor, user_id: int) -> LeftBehind:
    """Return what a user owns that somebody would have to take over."""
    actor.require(Permission.USER_MANAGE)
    return repository.left_behind(store, user_id)


def add_user(
    store: Store,
    actor: Actor,
    given: Mapping[str, str],
    *,
    key: str | None = None,
    password: str | None = None,
    is_demo: bool = False,
) -> HandedOut:
    """Make a user and return the throw-away password, which is to be changed at the first sign-in.

    ``given`` holds the texts ``username``, ``display_name``, ``role`` and ``team_id``. A ``password`` of the console's
    choice is taken as it is where the user ``is_demo``, and held to the rules otherwise.

    Raises:
        InvalidInput: with a message a field; a taken user name too.
        AlreadyDone: the form was sent twice.
    """
    actor.require(Permission.USER_MANAGE)
    draft = UserDraft.parse(given)
    if password is not None and not is_demo:
        passwords.check_strength(password, draft.username, draft.display_name)
    chosen = password if password is not None else passwords.throwaway_password()
    password_hash = passwords.hash_password(chosen)
    with store.transaction() as transaction:
        if key is not None:
            once.claim(transaction, actor.user_id, key)
        _check_place(store, draft, None, None)
        user_id = repository.add_user(transaction, draft, password_hash, must_change=password is None, is_demo=is_demo)
        audit.record(transaction, actor, audit.Change("add", "app_user", user_id, None, draft.as_text()))
        if key is not None:
            once.settle(transaction, key, user_id)
    return HandedOut(user_id, draft.username, chosen)


def change_user(store: Store, actor: Actor, user_id: int, given: Mapping[str, str], version: int) -> User:
    """Store a user's name, role and team, and return the user; another role or team ends the user's sessions.

    Fields that ``given`` lacks stay as they are.

    Raises:
        InvalidInput: with a message a field.
        LastAdministrator: the role of the only active administrator stays.
        StaleWrite: somebody changed the user since ``version``.
        NotFound: there is no such user.
    """
    actor.require(Permission.USER_MANAGE)
    with store.transaction() as transaction:
        before = _user(store, user_id)
        draft = UserDraft.parse({**before.as_text(), **given})
        _check_version(before, version, draft.as_text())
        _check_place(store, draft, user_id, before.team_id)
        if draft.role is not Role.ADMIN:
            _keep_an_admin(store, before)
        old, new = _differences(before.as_text(), draft.as_text())
        if not new:
            return before
        repository.change_user(transaction, user_id, version, draft)
        audit.record(transaction, actor, audit.Change("change", "app_user", user_id, old, new))
        if new.keys() & {"role", "team_id"}:
            end_sessions_of(transaction, user_id, "role or team changed")
        return _user(store, user_id)


def disable_user(store: Store, actor: Actor, user_id: int) -> LeftBehind:
    """Disable a user, end the sessions at once, and return what is left for somebody to take over.

    Whoever is to be kept out is kept out, whatever else was edited meanwhile: there is no version to be stale.

    Raises:
        NotYourself: nobody disables himself.
        LastAdministrator: one active administrator stays.
        NotFound: there is no such user.
    """
    actor.require(Permission.USER_MANAGE)
    if user_id == actor.user_id:
        raise NotYourself
    with store.transaction() as transaction:
        before = _user(store, user_id)
        if before.is_active:
            _keep_an_admin(store, before)
            _switch(transaction, actor, before, is_active=False)
            end_sessions_of(transaction, user_id, "disabled")
    return repository.left_behind(store, user_id)


def enable_user(store: Store, actor: Actor, user_id: int) -> None:
    """Let a disabled user in again.

    Raises:
        NotFound: there is no such user.
        InvalidInput: the user's team is closed; choose another one first.
    """
    actor.require(Permission.USER_MANAGE)
    with store.transaction() as transaction:
        before = _user(store, user_id)
        if not before.is_active:
            _check_place(store, UserDraft.parse(before.as_text()), user_id, None)
            _switch(transaction, actor, before, is_active=True)


def reset_password(store: Store, actor: Actor, user_id: int, *, key: str | None = None) -> HandedOut:
    """Give a user a throw-away password and end the user's sessions; return it to be shown once.

    Raises:
        NotFound: there is no such user.
        AlreadyDone: the form was sent twice.
    """
    actor.require(Permission.USER_MANAGE)
    chosen = passwords.throwaway_password()
    _store_password(store, actor, user_id, chosen, must_change=True, key=key)
    return HandedOut(user_id, _user(store, user_id).username, chosen)


def set_password(store: Store, actor: Actor, user_id: int, password: str) -> None:
    """Give a user the password that was chosen for it, and end the user's sessions; for the command line.

    Raises:
        InvalidInput: the password is weak.
        NotFound: there is no such user.
    """
    actor.require(Permission.USER_MANAGE)
    known = _user(store, user_id)
    passwords.check_strength(password, known.username, known.display_name)
    _store_password(store, actor, user_id, password, must_change=False, key=None)


def _store_password(
    store: Store, actor: Actor, user_id: int, password: str, *, must_change: bool, key: str | None
) -> None:
    password_hash = passwords.hash_password(password)
    with store.transaction() as transaction:
        if key is not None:
            once.claim(transaction, actor.user_id, key)
        _user(store, user_id)
        repository.set_password(transaction, user_id, password_hash, must_change=must_change)
        end_sessions_of(transaction, user_id, "password reset")
        audit.record(transaction, actor, audit.Change("reset_password", "app_user", user_id))


def add_team(store: Store, actor: Actor, name: str, *, key: str | None = None) -> int:
    """Make a team and return its id.

    Raises:
        InvalidInput: the name is empty, too long, or taken.
        AlreadyDone: the form was sent twice.
    """
    actor.require(Permission.USER_MANAGE)
    parsed = parse_team_name(name)
    with store.transaction() as transaction:
        if key is not None:
            once.claim(transaction, actor.user_id, key)
        _check_team_name(store, parsed, None)
        team_id = repository.add_team(transaction, parsed)
        audit.record(transaction, actor, audit.Change("add", "team", team_id, None, {"name": parsed}))
        if key is not None:
            once.settle(transaction, key, team_id)
    return team_id


def change_team(store: Store, actor: Actor, team_id: int, name: str, *, is_active: bool, version: int) -> None:
    """Rename a team, close it, or open it again.

    Raises:
        InvalidInput: the name is empty, too long, or taken.
        TeamHasMembers: a team with active users cannot be closed.
        StaleWrite: somebody changed the team since ``version``.
        NotFound: there is no such team.
    """
    actor.require(Permission.USER_MANAGE)
    parsed = parse_team_name(name)
    with store.transaction() as transaction:
        before = next((team for team in repository.teams(store) if team.team_id == team_id), None)
        if before is None:
            raise NotFound("team", team_id)
        then = {"name": before.name, "is_active": str(before.is_active)}
        now = {"name": parsed, "is_active": str(is_active)}
        if before.version != version:
            raise StaleWrite("team", team_id, now, {**then, "version": before.version})
        _check_team_name(store, parsed, team_id)
        if before.is_active and not is_active and before.member_count:
            raise TeamHasMembers(before.member_count)
        old, new = _differences(then, now)
        if new:
            repository.change_team(transaction, team_id, version, parsed, is_active=is_active)
            audit.record(transaction, actor, audit.Change("change", "team", team_id, old, new))


def _user(store: Store, user_id: int) -> User:
    found = repository.user(store, user_id)
    if found is None:
        raise NotFound("app_user", user_id)
    return found


def _check_version(before: User, version: int, mine: Mapping[str, str]) -> None:
    if before.version != version:
        raise StaleWrite("app_user", before.user_id, mine, {**before.as_text(), "version": before.version})


def _check_place(store: Store, draft: UserDraft, user_id: int | None, kept_team: int | None) -> None:
    """Refuse a taken user name, and a team that is closed or unknown unless the user is on it already."""
    taken_by = repository.id_of_username(store, draft.username)
    if taken_by is not None and taken_by != user_id:
        raise InvalidInput({"username": message(N_("Somebody has this user name already."))})
    if draft.team_id is not None and draft.team_id != kept_team:
        open_teams = {team.team_id for team in repository.teams(store) if team.is_active}
        if draft.team_id not in open_teams:
            raise InvalidInput({"team_id": message(N_("This team is closed. Choose another one, please."))})


def _check_team_name(store: Store, name: str, team_id: int | None) -> None:
    same = [team for team in repository.teams(store) if fold_username(team.name) == fold_username(name)]
    if any(team.team_id != team_id for team in same):
        raise InvalidInput({"name": message(N_("There is a team of this name already."))})


def _keep_an_admin(store: Store, before: User) -> None:
    is_admin = before.role is Role.ADMIN and before.is_active
    if is_admin and repository.other_active_admins(store, before.user_id) == 0:
        raise LastAdministrator


def _switch(transaction: Transaction, actor: Actor, before: User, *, is_active: bool) -> None:
    repository.set_active(transaction, before.user_id, is_active=is_active)
    action = "enable" if is_active else "disable"
    audit.record(transaction, actor, audit.Change(action, "app_user", before.user_id))


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the fields that differ, before and after."""
    changed = [name for name in new if new[name] != old[name]]
    return {name: old[name] for name in changed}, {name: new[name] for name in changed}
