"""What somebody has to do for plans: the open actions of running plans that are theirs, or that they help with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crm_core.access.model import Actor, Permission, Reach
from crm_core.plans import repository
from crm_core.plans.model import ActionStatus, Priority
from crm_core.store import Store
from crm_core.store.reads import reads

DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class OwnActionsRequest:
    """What does ``reach.me`` have to do, as of a day?"""

    reach: Reach
    today: date


@dataclass(frozen=True, slots=True)
class OwnAction:
    """An open action of a running plan that is mine, or that I help with."""

    action_id: int
    plan_id: int
    plan_name: str
    what: str
    owner_id: int
    owner_name: str | None
    start_on: date | None
    due_on: date
    priority: Priority
    status: ActionStatus
    note: str
    evidence: str
    version: int


@dataclass(frozen=True, slots=True)
class MyActions:
    """What somebody has to do for plans: overdue, due today, and within a week."""

    overdue: tuple[OwnAction, ...]
    due: tuple[OwnAction, ...]
    coming: tuple[OwnAction, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.overdue) + len(self.due) + len(self.coming)


@reads("plan", "plan_action", "plan_action_helper", "absence", "app_user")
def own_actions(store: Store, request: OwnActionsRequest) -> MyActions:
    """Return the open actions of running plans that ``reach.me`` owns or helps with, due within a week, the oldest first."""
    today = request.today
    rows = repository.own_actions(
        store, request.reach.me, request.reach.stands_in_for, today + timedelta(days=DAYS_AHEAD)
    )
    found = [
        OwnAction(**{**row, "priority": Priority(row["priority"]), "status": ActionStatus(row["status"])})
        for row in rows
    ]
    return MyActions(
        tuple(one for one in found if one.due_on < today),
        tuple(one for one in found if one.due_on == today),
        tuple(one for one in found if one.due_on > today),
    )


def my_actions(store: Store, actor: Actor, today: date) -> MyActions:
    """Return what the actor has to do for plans, overdue first.

    Raises:
        NotPermitted: the role has no actions.
    """
    return own_actions(store, OwnActionsRequest(actor.require(Permission.ACTION_EDIT), today))
