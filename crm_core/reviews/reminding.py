"""The bell's reminders of reviews, for a job: who takes part is told a few days before, once for each day that it is set to."""

from __future__ import annotations

from datetime import timedelta

from crm_core import clock
from crm_core.errors import N_, message
from crm_core.plans.model import PlanState
from crm_core.plans.service import PlansRequest, known_plans
from crm_core.reviews import repository
from crm_core.reviews.agenda import HOUSE
from crm_core.reviews.planning import tell
from crm_core.settings import service as settings
from crm_core.store import Store

DAYS_BEFORE = 2


def remind_of_reviews(store: Store) -> int:
    """Leave a notice for whoever takes part in a review of the next days, or of a past one still open; return how many people."""
    today = clock.today(settings.current(store).zone)
    plans = {plan.plan_id: plan for plan in known_plans(store, PlansRequest(HOUSE)) if plan.state is PlanState.RUNNING}
    told: set[int] = set()
    with store.transaction() as transaction:
        for row in repository.coming(transaction, today + timedelta(days=DAYS_BEFORE)):
            plan, is_past = plans.get(row["plan_id"]), row["held_on"] < today
            key = f"review:{row['review_id']}:{row['held_on'].isoformat()}{':open' if is_past else ''}"
            if plan is None or not repository.remind(transaction, key, row["user_id"], today):
                continue
            text = (
                N_("The review of the plan “{plan}” was to be on {day}; its minutes are still open.")
                if is_past
                else N_("The review of the plan “{plan}” is on {day}. Its agenda is ready.")
            )
            about = message(text, plan=plan.name, day=row["held_on"])
            tell(transaction, row["user_id"], about, row["plan_id"], row["review_id"])
            told.add(row["user_id"])
    return len(told)
