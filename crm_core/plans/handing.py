"""What somebody holds in plans goes to another: open actions, goals, plans, milestones. For the room that lets people leave."""

from __future__ import annotations

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.store import Transaction, statement

ROOM = "plans"
_KINDS = (("plan_action", "action_id"), ("plan_goal", "goal_id"), ("plan", "plan_id"))


def hand_over_work(transaction: Transaction, actor: Actor, giver_id: int, taker_id: int, team_id: int | None) -> int:
    """Give the open actions, goals, plans and milestones of a giver, in plans that are not closed, to a taker; return how many.

    Where the giver helped with an action, the taker does. The caller has authorised.
    """
    changes = []
    for entity, key in _KINDS:
        given = [giver_id, taker_id, clock.now()] + ([team_id] if entity == "plan_action" else [])
        for row in transaction.rows(statement(ROOM, f"hand_over_{entity}"), given):
            before, after = {"owner_id": giver_id}, {"owner_id": taker_id}
            changes.append(audit.Change("hand_over", entity, row[key], before, after))
    for row in transaction.rows(statement(ROOM, "hand_over_plan_milestone"), [giver_id, taker_id]):
        before, after = {"owner_id": giver_id}, {"owner_id": taker_id}
        changes.append(audit.Change("hand_over", "plan_milestone", row["milestone_id"], before, after))
    transaction.execute(statement(ROOM, "hand_over_help"), [giver_id, taker_id])
    transaction.execute(statement(ROOM, "end_help"), [giver_id])
    audit.record_many(transaction, actor, changes)
    return len(changes)
