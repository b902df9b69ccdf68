"""Rows of users and teams, and the types they become."""

from __future__ import annotations

from crm_core import clock
from crm_core.access.model import Role
from crm_core.store import Row, Store, Transaction, statement
from crm_core.team.model import LeftBehind, Team, User, UserDraft


def _user(row: Row) -> User:
    return User(**{**row, "role": Role(row["role"])})


def users(store: Store) -> list[User]:
    """Return all users, active ones first."""
    return [_user(row) for row in store.rows(statement("team", "users"))]


def user(store: Store, user_id: int) -> User | None:
    """Return one user."""
    row = store.row(statement("team", "user"), [user_id])
    return _user(row) if row else None


def id_of_username(store: Store, username: str) -> int | None:
    """Return the id of the user with this folded name."""
    row = store.row(statement("team", "user_by_name"), [username])
    return int(row["user_id"]) if row else None


def has_users(store: Store) -> bool:
    """Return whether there is a user at all."""
    return bool(store.value(statement("team", "any_user")))


def other_active_admins(store: Store, user_id: int) -> int:
    """Return how many active administrators there are beside one user."""
    return int(store.value(statement("team", "other_active_admins"), [user_id]))


def add_user(
    transaction: Transaction, draft: UserDraft, password_hash: str, *, must_change: bool, is_demo: bool
) -> int:
    """Store a new user and return the id.

    Raises:
        UniqueViolation: the user name is taken.
    """
    given = [draft.username, draft.display_name, password_hash, draft.role.value, draft.team_id]
    return int(
        transaction.rows(statement("team", "add_user"), [*given, must_change, is_demo, clock.now()])[0]["user_id"]
    )


def change_user(transaction: Transaction, user_id: int, version: int, draft: UserDraft) -> bool:
    """Store a user's changed data; False where the version is not the stored one."""
    given = [user_id, version, draft.display_name, draft.role.value, draft.team_id, draft.username]
    return bool(transaction.rows(statement("team", "change_user"), given))


def set_active(transaction: Transaction, user_id: int, *, is_active: bool) -> None:
    """Store that a user is disabled or enabled."""
    transaction.execute(statement("team", "set_active"), [user_id, is_active])


def set_password(transaction: Transaction, user_id: int, password_hash: str, *, must_change: bool) -> None:
    """Store a password's hash."""
    transaction.execute(statement("team", "set_password"), [user_id, password_hash, must_change])


def left_behind(store: Store, user_id: int) -> LeftBehind:
    """Return what a user owns."""
    row = store.rows(statement("team", "left_behind"), [user_id])[0]
    return LeftBehind(**row)


def teams(store: Store) -> list[Team]:
    """Return all teams, active ones first."""
    return [Team(**row) for row in store.rows(statement("team", "teams"))]


def add_team(transaction: Transaction, name: str) -> int:
    """Store a new team and return its id."""
    return int(transaction.rows(statement("team", "add_team"), [name, clock.now()])[0]["team_id"])


def change_team(transaction: Transaction, team_id: int, version: int, name: str, *, is_active: bool) -> bool:
    """Store a team's name and state; False where the version is not the stored one."""
    return bool(transaction.rows(statement("team", "change_team"), [team_id, version, name, is_active]))
