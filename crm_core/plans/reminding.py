"""The bell's reminders of plans, for a job: overdue actions to whoever owns them, due check-ins to the plan's owner."""

from __future__ import annotations

from crm_core import clock
from crm_core.access.model import Permission, Role
from crm_core.access.policy import scope_of
from crm_core.errors import N_, message
from crm_core.messages import service as messages
from crm_core.plans import repository
from crm_core.plans.model import Rhythm, check_in_day
from crm_core.settings import service as settings
from crm_core.store import Store

OVERDUE, DUE = "plan_actions_overdue", "plan_check_in"


def notify_of_plans(store: Store) -> int:
    """Leave a notice for each owner of overdue actions and of a plan whose check-in is due; return how many people.

    What people have not read of earlier days goes, also where nothing is left to be told.
    """
    today = clock.today(settings.current(store).zone)
    told: set[int] = set()
    with store.transaction() as transaction:
        for kind in (OVERDUE, DUE):
            messages.drop_unread(transaction, kind)
        for row in repository.overdue_by_owner(transaction, today):
            text = message(
                N_("Overdue actions: {count}, the oldest since {day}."),
                count=row["overdue_count"],
                day=row["oldest_on"],
            )
            messages.notify(transaction, row["owner_id"], OVERDUE, text, _page_of(Role(row["role"])))
            told.add(row["owner_id"])
        due: dict[int, list[int]] = {}
        for row in repository.running_plans(transaction):
            day = check_in_day(Rhythm(row["rhythm"]), row["first_on"], row["last_on"], row["last_checked_on"])
            if day is not None and day <= today:
                due.setdefault(row["owner_id"], []).append(row["plan_id"])
        for owner_id, plan_ids in due.items():
            for plan_id in plan_ids:
                text = message(N_("A plan of yours is due for a check-in: how does it go?"))
                messages.notify(transaction, owner_id, DUE, text, "plan/plan.py", {"id": plan_id})
        told |= set(due)
    return len(told)


def _page_of(role: Role) -> str:
    """Return where a role works on its actions."""
    return "work/day.py" if scope_of(role, Permission.DAY_READ) else "plan/plans.py"
