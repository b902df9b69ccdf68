"""Who may own goals and actions of a plan."""

from __future__ import annotations

from dataclasses import dataclass

from crm_core.access.model import Reach, Scope
from crm_core.plans import repository
from crm_core.store import Store
from crm_core.store.reads import reads


@dataclass(frozen=True, slots=True)
class PeopleRequest:
    """Who may own goals and actions of a team's plan (None: of the company's), as far as the asker edits?"""

    edit: Reach
    team_id: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may own goals and actions."""

    user_id: int
    name: str
    team_id: int | None
    team_name: str | None


@reads("app_user", "team")
def people_to_choose(store: Store, request: PeopleRequest) -> tuple[Person, ...]:
    """Return who may own goals and actions: a lead chooses among the own team."""
    edit = request.edit
    found = [
        Person(row["user_id"], row["display_name"], row["team_id"], row["team_name"])
        for row in repository.people(store, request.team_id)
    ]
    return tuple(one for one in found if edit.scope is Scope.ALL or one.team_id in edit.teams or one.user_id == edit.me)


@reads("app_user")
def active_people(store: Store, _request: None) -> frozenset[int]:
    """Return the active people who may own what lies in plans."""
    return repository.active_people(store)
