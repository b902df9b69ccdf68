"""Whom a customer can be given to: active staff, leads and managers, as far as the giver's grant reaches."""

from __future__ import annotations

from crm_core.access.model import Actor, Reach, Scope
from crm_core.customers import repository
from crm_core.customers.model import Owner
from crm_core.errors import N_, InvalidInput, message
from crm_core.store import Transaction


def owner_for(transaction: Transaction, actor: Actor, reach: Reach, owner_id: int | None) -> Owner | None:
    """Return the asked owner; None for the public pool, where the reach is all.

    Staff own what they add; a lead gives to the own team.

    Raises:
        InvalidInput: at ``owner_id``, where the reach does not go that far, or nobody such can own customers.
    """
    if reach.scope is Scope.OWN:
        owner_id = actor.user_id if owner_id is None else owner_id
    if owner_id is None:
        if reach.scope is Scope.ALL:
            return None
        raise InvalidInput({"owner_id": message(N_("Please choose an owner in your team."))})
    owner = repository.find_owner(transaction, owner_id)
    if owner is None:
        raise InvalidInput({"owner_id": message(N_("This person cannot own customers. Choose active staff."))})
    is_in_reach = reach.scope is Scope.ALL or owner.user_id == actor.user_id or owner.team_id in reach.teams
    if not is_in_reach:
        raise InvalidInput({"owner_id": message(N_("Please choose an owner in your team."))})
    return owner
