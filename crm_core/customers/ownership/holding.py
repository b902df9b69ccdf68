"""All that somebody owns goes over at once: to one person, in turn to several, or to the pool."""

from __future__ import annotations

from collections.abc import Sequence

from crm_core import audit, clock
from crm_core.access.model import Actor, Reach
from crm_core.customers.model import Owner
from crm_core.customers.ownership import repository
from crm_core.customers.ownership.hands import Cause, hand_over
from crm_core.customers.ownership.service import move_to
from crm_core.store import Transaction

takers_table = repository.takers_table  # for the rooms whose rows follow


def hand_over_all(transaction: Transaction, actor: Actor, giver_id: int, takers: Sequence[Owner], reason: str) -> int:
    """Give all customers of a giver to the takers, in turn (none: to the pool); return how many. The caller authorised."""
    found = repository.find_owned(transaction, giver_id)
    moves = [move_to(row, takers[place % len(takers)] if takers else None) for place, row in enumerate(found)]
    hand_over(transaction, actor, moves, Cause.LEAVE, reason=reason)
    return len(moves)


def hand_over_collaborations(transaction: Transaction, reach: Reach, giver_id: int, takers: Sequence[Owner]) -> int:
    """End the giver's collaborations and return how many there were.

    The takers work along in turn on those customers that the reach opens: to let somebody see another team's customer is
    not the actor's to grant.
    """
    return repository.move_collaborations(transaction, reach, giver_id, takers)


def let_work_along(transaction: Transaction, actor: Actor, customer_id: int, user_id: int) -> None:
    """Let somebody work along on a customer, as who was given a task with it has to; the caller has authorised it."""
    repository.add_collaborator(transaction, customer_id, user_id, clock.now())
    after = {"user_id": user_id}
    audit.record(transaction, actor, audit.Change("collaboration_granted", "customer", customer_id, None, after))
