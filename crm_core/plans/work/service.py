"""What people see beside a plan's actions: method, money, what waits for what, who answers for which part.

Who sees an action sees what it waits for; method and money as its note: the own ones, and all for who leads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_core.access.model import Scope
from crm_core.errors import NotFound
from crm_core.plans.limit import high_count
from crm_core.plans.model import Action, Plan
from crm_core.plans.people import active_people
from crm_core.plans.reach import Viewer, is_mine
from crm_core.plans.service import OnePlan, plan_record
from crm_core.plans.work import repository
from crm_core.plans.work.model import PlanWork, Waiting
from crm_core.store import Store
from crm_core.store.reads import reads

_TABLES = (
    "plan", "plan_stage", "plan_goal", "plan_goal_value", "plan_action", "plan_action_helper", "plan_milestone",
    "plan_milestone_owner",
    "plan_check_in", "plan_check_in_value", "plan_check_in_part", "plan_action_detail", "plan_action_link", "plan_budget", "team", "app_user",
)  # fmt: skip


def sees_detail(viewer: Viewer, action: Action) -> bool:
    """Return whether the viewer may read an action's method and money: their own, and who leads all that they see."""
    return viewer.reach.scope is not Scope.OWN or is_mine(viewer, action)


def sees_budget(viewer: Viewer, plan: Plan) -> bool:
    """Return whether the viewer sees all that a plan's budget is for: else the sums would be of another whole."""
    return viewer.sees_all or (plan.team_id is not None and plan.team_id in viewer.reach.teams)


@reads(*_TABLES)
def plan_work(store: Store, request: OnePlan) -> PlanWork:
    """Return what the viewer may see beside a plan's actions.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    viewer, plan_id = request.viewer, request.plan_id
    record = plan_record(store, request)
    seen = {action.action_id: action for action in record.actions}
    links = repository.find_links(store, plan_id)
    before_seen = [one for one, after in links if one in seen and after not in seen]
    open_before = repository.find_open_before(store, before_seen) if before_seen else []
    hidden = [row["action_id"] for row in open_before if row["after_id"] not in seen]
    may_see_budget = sees_budget(viewer, record.plan)
    budget, version = repository.find_budget(store, plan_id) if may_see_budget else (None, 0)
    return PlanWork(
        {
            action_id: detail
            for action_id, detail in repository.find_details(store, plan_id).items()
            if action_id in seen and sees_detail(viewer, seen[action_id])
        },
        tuple((one, after) for one, after in links if one in seen and after in seen),
        {action_id: hidden.count(action_id) for action_id in set(hidden)},
        may_see_budget,
        budget,
        version,
        high_count(store, plan_id),
        active_people(store, None),
    )


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """What do these actions wait for, as far as the viewer may know?"""

    viewer: Viewer
    actions: tuple[int, ...]


@reads(*_TABLES)
def waiting_for(store: Store, request: WaitingRequest) -> Mapping[int, Waiting]:
    """Return, by action, what it waits for; those that wait for nothing are left out."""
    rows = repository.find_open_before(store, request.actions) if request.actions else []
    known: dict[int, Action] = {}
    for plan_id in {row["plan_id"] for row in rows}:
        try:
            record = plan_record(store, OnePlan(request.viewer, plan_id))
        except NotFound:  # who helps with another team's action does not see its plan
            continue
        known |= {action.action_id: action for action in record.actions}
    found: dict[int, Waiting] = {}
    for row in rows:
        before = found.get(row["action_id"], Waiting())
        action = known.get(row["after_id"])
        found[row["action_id"]] = (
            Waiting(before.actions, before.hidden + 1)
            if action is None
            else Waiting((*before.actions, action), before.hidden)
        )
    return found
