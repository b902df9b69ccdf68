"""Only the few most important: how many open actions of a plan may be of high priority at a time.

Nothing is lowered by itself: who brings one more says which shall make room, or is refused.
"""

from __future__ import annotations

from crm_core.errors import N_, InvalidInput, Message, message
from crm_core.plans import repository
from crm_core.plans.drafts import ActionDraft
from crm_core.plans.model import Action, Priority
from crm_core.settings import service as settings
from crm_core.store import Store

FULL = N_(
    "{count} open actions of this plan are of high priority, and {limit} may be. Say which one to lower, or take medium."
)


def takes_place(action: Action | ActionDraft | None) -> bool:
    """Return whether an action counts against the limit: it is open and of high priority."""
    return action is not None and action.priority is Priority.HIGH and action.status.is_open


def most_high(store: Store) -> int:
    """Return how many open actions of high priority a plan may have."""
    return settings.current(store).plan_high_actions


def high_count(store: Store, plan_id: int) -> int:
    """Return how many open actions of high priority a plan has, whoever sees them."""
    return len(repository.high_actions(store, plan_id))


def require_place(store: Store, plan_id: int, before: Action | None, draft: ActionDraft) -> None:
    """Do nothing where an action may become what the draft says; one that counted before goes on to.

    Raises:
        InvalidInput: at ``priority``, where the plan has all that it may have.
    """
    if not takes_place(draft) or takes_place(before):
        return
    count, limit = high_count(store, plan_id), most_high(store)
    if count >= limit:
        raise InvalidInput({"priority": full(count, limit)})


def full(count: int, limit: int) -> Message:
    """Return what is said where a plan has all that it may have."""
    return message(FULL, count=count, limit=limit)
