"""The sections that somebody answers for go to another. For the room that lets people leave."""

from __future__ import annotations

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.plans.editing import touch_plan
from crm_core.sections import repository
from crm_core.store import Transaction


def hand_over_sections(transaction: Transaction, actor: Actor, giver_id: int, taker_id: int) -> int:
    """Let a taker answer for the sections of somebody who leaves; return how many. The caller has authorised."""
    moved = repository.hand_over(transaction, giver_id, taker_id, clock.now())
    for plan_id in {repository.find_plan_of(transaction, one) for one in moved} - {None}:
        touch_plan(transaction, plan_id or 0)
    before, after = {"owner_id": giver_id}, {"owner_id": taker_id}
    changes = [audit.Change("hand_over", "plan_section", one, before, after) for one in moved]
    audit.record_many(transaction, actor, changes)
    return len(moved)
