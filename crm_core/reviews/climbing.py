"""Missed check-ins climb: whoever owns a goal is reminded on the next working day, then the team's lead, then the managers.

Each person is told once of each check-in that a goal missed, however often the job runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from crm_core import clock
from crm_core.access.model import Actor, Role
from crm_core.errors import N_, Message, message
from crm_core.messages import service as messages
from crm_core.periods import Period
from crm_core.plans.model import CheckIn, Goal, Plan, PlanState, check_in_day
from crm_core.plans.progress import PlanRecord
from crm_core.plans.reach import may_see_goal, viewer_of
from crm_core.plans.service import OnePlan, PlansRequest, known_plans, whole_plan
from crm_core.reviews import repository
from crm_core.reviews.agenda import HOUSE
from crm_core.sections.service import who_sees
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction
from crm_core.targets.workdays import working_days

PAGE, NOTICE = "plan/plan.py", "plan_goal_check_in"
OWN = N_("Goals of yours without a check-in in the plan “{plan}”: {count}, the oldest due on {day}.")
CLIMBED = N_(
    "Goals without a check-in in the plan “{plan}”: {count}, the oldest due on {day}. Who answers for them was reminded."
)


@dataclass(frozen=True, slots=True)
class Missed:
    """A goal whose check-in was due on a day and did not come, by how many working days."""

    goal: Goal
    due_on: date
    late_days: int


def missed_of(record: PlanRecord, today: date) -> tuple[Missed, ...]:
    """Return the goals of a running plan whose check-in is missed; the day that it is due on is not late."""
    plan = record.plan
    if plan.state is not PlanState.RUNNING:
        return ()
    found = []
    for goal in record.goals:
        due = check_in_day(plan.rhythm, plan.first_on, plan.last_on, checked_on(goal, record.check_ins))
        if due is not None and due < today:
            found.append(Missed(goal, due, working_days(Period(due + timedelta(days=1), today))))
    return tuple(found)


def checked_on(goal: Goal, check_ins: Iterable[CheckIn]) -> date | None:
    """Return when a goal was checked in on last; None where it never was.

    A goal that a metric measures is, by a check-in that saw its number, of whoever owns it, or of the company; one that is
    measured by hand where it was read off.
    """
    days = [
        one.checked_on
        for one in check_ins
        if goal.goal_id in one.values
        or (goal.metric_id is not None and (one.user_id == goal.owner_id or one.team_id is None))
    ]
    return max(days, default=None)


def climb(store: Store) -> int:
    """Leave the notices of missed check-ins that are due and were not left before; return how many people were told."""
    choices = settings.current(store)
    today, told = clock.today(choices.zone), set()
    with store.transaction() as transaction:
        for plan in known_plans(store, PlansRequest(HOUSE)):
            missed = missed_of(whole_plan(store, OnePlan(HOUSE, plan.plan_id)), today)
            if missed:
                people = who_sees(transaction, plan)
                told |= _tell(transaction, plan, missed, people, today=today, wait=choices.plan_climb_days)
    return len(told)


def _tell(
    transaction: Transaction, plan: Plan, missed: Iterable[Missed], people: Iterable[Actor], *, today: date, wait: int
) -> set[int]:
    """Tell each person once of what is new to them in a plan, all of it in one notice; return who was."""
    known = {one.user_id: one for one in people}
    fresh: dict[int, list[Missed]] = {}
    for one in missed:
        key = f"check_in:{plan.plan_id}:{one.goal.goal_id}:{one.due_on.isoformat()}"
        for user_id in told_of(one, plan, known, wait):
            if repository.remind(transaction, key, user_id, today):
                fresh.setdefault(user_id, []).append(one)
    for user_id, found in fresh.items():
        messages.notify(transaction, user_id, NOTICE, _text(plan, user_id, found), PAGE, {"id": plan.plan_id})
    return set(fresh)


def _text(plan: Plan, user_id: int, found: list[Missed]) -> Message:
    is_own = any(one.goal.owner_id == user_id for one in found)
    oldest = min(one.due_on for one in found)
    return message(OWN if is_own else CLIMBED, plan=plan.name, count=len(found), day=oldest)


def told_of(one: Missed, plan: Plan, people: Mapping[int, Actor], wait: int) -> set[int]:
    """Return who is to know by now that a check-in was missed: the owner, ``wait`` working days later the lead, then the managers.

    Without a lead of its team that sees it, the plan's owner is; with ``wait`` 0 it climbs no further than the owner.
    """
    if one.late_days < 1:
        return set()
    rungs = {one.goal.owner_id}
    if wait and one.late_days > wait:
        leads = {
            each.user_id for each in people.values() if each.role is Role.LEAD and each.team_id == one.goal.team_id
        }
        rungs |= leads if one.goal.team_id is not None and leads else {plan.owner_id}
    if wait and one.late_days > 2 * wait:
        rungs |= {each.user_id for each in people.values() if each.role is Role.MANAGER}
    return {user_id for user_id in rungs if user_id in people and may_see_goal(viewer_of(people[user_id]), one.goal)}
