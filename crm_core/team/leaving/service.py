"""Somebody leaves, or changes the desk: what the person holds goes to another, to several in turn, or to the pool."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core import audit
from crm_core.access.model import Actor, Permission, Reach
from crm_core.customers.model import Owner
from crm_core.customers.owners import owner_for
from crm_core.customers.ownership.holding import hand_over_all, hand_over_collaborations, takers_table
from crm_core.errors import N_, InvalidInput, NotFound, Refused, message
from crm_core.interactions.handing import hand_over_rest
from crm_core.plans.handing import hand_over_work
from crm_core.sections.handing import hand_over_sections
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.strategy.barriers.service import hand_over_barriers
from crm_core.team.leaving import repository
from crm_core.team.leaving.model import HandedOver, HandOverDraft, Holding, HoldingsRequest, Way
from crm_core.touchpoints.service import hand_over_touchpoints


@reads(
    "app_user", "team", "customer", "follow_up", "collaborator", "plan", "plan_action", "plan_goal", "plan_milestone", "plan_milestone_owner", "plan_section", "plan_barrier",
    "touchpoint",
)  # fmt: skip
def holdings(store: Store, request: HoldingsRequest) -> tuple[Holding, ...]:
    """Return what each person of the reach holds: whoever is active, and the disabled who still hold something."""
    return repository.find_holdings(store, request)


def holding_of(store: Store, actor: Actor, user_id: int) -> Holding:
    """Return what one person holds.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such person, or not in the actor's team.
    """
    return _holding(store, actor.require(Permission.WORK_HAND_OVER), user_id)


def _holding(source: Store | Transaction, reach: Reach, user_id: int) -> Holding:
    found = repository.find_holdings(source, HoldingsRequest(reach, user_id))
    if not found:
        raise NotFound("app_user", user_id)
    return found[0]


def hand_over_everything(
    store: Store, actor: Actor, user_id: int, given: Mapping[str, object], *, key: str
) -> HandedOver:
    """Give all that a person holds to others, in one transaction, and return how much it was.

    ``given`` holds ``way``, ``taker`` or ``takers``, and ``work_to`` (who takes actions, goals, plans and touchpoints). Customers and
    their follow-ups go to the takers in turn, or to the pool; follow-ups with customers of others go to the takers, or to
    those others; a lead hands over within the own team.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such person, or not in the actor's team.
        InvalidInput: with a message a field.
        Refused: the person holds nothing.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.WORK_HAND_OVER)
    draft = HandOverDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        held = _holding(transaction, reach, user_id)
        if not held.is_anything:
            raise Refused(message(N_("{name} holds nothing that could be handed over."), name=held.name))
        takers = _takers(transaction, actor, reach, held, draft)
        worker = _worker(transaction, actor, reach, held, draft)
        customers = hand_over_all(transaction, actor, user_id, takers, "")
        rest = hand_over_rest(transaction, actor, user_id, takers_table(takers))
        shared = hand_over_collaborations(transaction, reach, user_id, takers)
        work = 0
        if worker is not None:
            work = hand_over_work(transaction, actor, user_id, worker.user_id, worker.team_id)
            work += hand_over_sections(transaction, actor, user_id, worker.user_id)
            work += hand_over_barriers(transaction, actor, user_id, worker.user_id)
            work += hand_over_touchpoints(transaction, actor, user_id, worker.user_id)
        done = HandedOver(customers, held.follow_ups + rest, work, shared)
        told = {"customers": str(customers), "follow_ups": str(done.follow_ups), "actions": str(work)}
        change = audit.Change("hand_over", "app_user", user_id, None, told)
        audit.record_batch(transaction, actor, change, customers + done.follow_ups + work + shared)
        once.settle(transaction, key, user_id)
    return done


def _takers(
    transaction: Transaction, actor: Actor, reach: Reach, held: Holding, draft: HandOverDraft
) -> tuple[Owner, ...]:
    field = "taker" if draft.way is Way.ONE else "takers"
    return tuple(_taker(transaction, actor, reach, held, taker_id=taker_id, field=field) for taker_id in draft.takers)


def _worker(transaction: Transaction, actor: Actor, reach: Reach, held: Holding, draft: HandOverDraft) -> Owner | None:
    """Return who takes what belongs to plans, and touchpoints; None where there is nothing of it."""
    draft.check(held)
    if draft.work_to is None:
        return None
    return _taker(transaction, actor, reach, held, taker_id=draft.work_to, field="work_to")


def _taker(transaction: Transaction, actor: Actor, reach: Reach, held: Holding, *, taker_id: int, field: str) -> Owner:
    if taker_id == held.user_id:
        raise InvalidInput({field: message(N_("Please choose somebody else."))})
    try:
        owner = owner_for(transaction, actor, reach, taker_id)
    except InvalidInput as error:
        raise InvalidInput({field: next(iter(error.fields.values()))}) from None
    if owner is None:
        raise NotFound("app_user", taker_id)
    return owner
