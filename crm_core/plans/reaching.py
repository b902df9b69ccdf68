"""A milestone on my day: who answers for it sees it a week before, and says that it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Reach
from crm_core.errors import N_, NotFound, Refused, StaleWrite, message
from crm_core.plans import repository
from crm_core.plans.drafts import MilestoneDraft
from crm_core.plans.editing import plan_to_edit, today_of
from crm_core.plans.model import Milestone, Plan, PlanState
from crm_core.plans.reach import Viewer, may_edit_plan, viewer_of
from crm_core.store import Store, once
from crm_core.store.reads import reads

DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class OwnMilestonesRequest:
    """Which milestones does ``reach.me`` answer for, as of a day?"""

    reach: Reach
    today: date


@dataclass(frozen=True, slots=True)
class OwnMilestone:
    """A milestone that somebody answers for."""

    milestone_id: int
    plan_id: int
    plan_name: str
    name: str
    due_on: date
    version: int


@reads("plan", "plan_milestone", "plan_milestone_owner")
def own_milestones(store: Store, request: OwnMilestonesRequest) -> tuple[OwnMilestone, ...]:
    """Return the milestones of running plans that ``reach.me`` answers for, not reached and due within a week, the oldest first."""
    until = request.today + timedelta(days=DAYS_AHEAD)
    return tuple(OwnMilestone(**row) for row in repository.own_milestones(store, request.reach.me, until))


def may_reach(viewer: Viewer, plan: Plan, milestone: Milestone) -> bool:
    """Return whether the viewer may say that a milestone is reached: who edits the plan, and while it runs who answers for it."""
    is_own = milestone.owner_id == viewer.reach.me and plan.state is PlanState.RUNNING
    return may_edit_plan(viewer, plan.team_id) or is_own


def reach_milestone(store: Store, actor: Actor, milestone_id: int, *, version: int, key: str) -> None:
    """Say that a milestone is reached today.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to say.
        Refused: it is reached already.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same click was taken before.
    """
    actor.require(Permission.ACTION_EDIT)
    viewer, today = viewer_of(actor), today_of(store)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_id = repository.plan_of_milestone(transaction, milestone_id)
        if plan_id is None:
            raise NotFound("plan_milestone", milestone_id)
        plan = plan_to_edit(store, viewer, plan_id, as_whole=False)
        found = next(one for one in repository.milestones(store, plan_id) if one.milestone_id == milestone_id)
        if not may_reach(viewer, plan, found):
            raise NotFound("plan_milestone", milestone_id)
        if found.done_on is not None:
            raise Refused(message(N_("This milestone is reached already.")))
        draft = MilestoneDraft(found.name, found.due_on, today, found.owner_id)
        if not repository.edit_milestone(transaction, milestone_id, version, draft, found.owner_id, clock.now()):
            raise StaleWrite("plan_milestone", milestone_id, {"done_on": today}, {"version": found.version})
        told = audit.Change("change", "plan_milestone", milestone_id, {"done_on": None}, {"done_on": today})
        audit.record(transaction, actor, told)
        once.settle(transaction, key, milestone_id)
