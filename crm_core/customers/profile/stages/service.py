"""What a person can do with a customer's stage: see it, with what the data propose, and set it."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers import repository as customers
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.stages import repository
from crm_core.customers.profile.stages.model import CustomerStages, LossReason, StageDraft, Standing, proposed
from crm_core.customers.service import seen_customer
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads


@reads(
    "customer_stage",
    "loss_reason",
    "customer",
    "collaborator",
    "follow_up",
    "absence",
    "purchase",
    "app_user",
    "setting",
)
def stages_of(store: Store, request: OneCustomer) -> CustomerStages:
    """Return a customer's stages and what the data propose.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    history = repository.find_history(store, request.customer_id)
    today = clock.today(settings.current(store).zone)
    proposal = proposed(repository.find_buying(store, request.customer_id), today, history[0] if history else None)
    return CustomerStages(history, proposal)


def set_stage(
    store: Store,
    actor: Actor,
    customer_id: int,
    given: Mapping[str, object],
    *,
    version: int,
    key: str,
    is_proposed: bool = False,
) -> int:
    """Give a customer a stage and return its id. ``version`` is the id of the stage that was shown, 0 for none.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; this one is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: somebody set another stage meanwhile.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    today = clock.today(settings.current(store).zone)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if customers.find_to_change(transaction, reach, customer_id) is None:
            raise NotFound("customer", customer_id)
        history = repository.find_history(transaction, customer_id)
        now = history[0] if history else None
        if (now.stage_id if now else 0) != version:
            raise _stale(customer_id, given, now)
        draft = StageDraft.parse(given, now=now, today=today)
        if draft.reason_id is not None:
            check_reason(transaction, draft.reason_id)
        since_on = draft.since_on or today
        stage_id = repository.insert(
            transaction, customer_id, draft, since_on, is_proposed=is_proposed, by=actor.user_id, at=clock.now()
        )
        before = {"stage": now.stage.value} if now else None
        told = {"stage": draft.stage.value, "since": since_on, "reason_id": draft.reason_id, "note": draft.why or None}
        after = {name: value for name, value in told.items() if value is not None}
        audit.record(transaction, actor, audit.Change("set_stage", "customer", customer_id, before, after))
        once.settle(transaction, key, stage_id)
    return stage_id


def _stale(customer_id: int, given: Mapping[str, object], now: Standing | None) -> StaleWrite:
    theirs = {"stage": now.stage.value, "why": now.why, "version": now.stage_id} if now else {"version": 0}
    return StaleWrite("customer_stage", customer_id, {name: given.get(name) for name in ("stage", "why")}, theirs)


def check_reason(transaction: Transaction, reason_id: int) -> None:
    """See that a reason of loss is in use.

    Raises:
        InvalidInput: at ``reason_id``.
    """
    usable = {reason.reason_id for reason in repository.find_reasons(transaction) if reason.is_active}
    if reason_id not in usable:
        raise InvalidInput({"reason_id": message(N_("Please choose from the list."))})


@reads("loss_reason")
def loss_reasons(store: Store, request: Actor) -> tuple[LossReason, ...]:
    """Return the company's reasons of loss in their order, those out of use too; for everybody who reads customers.

    Raises:
        NotPermitted: the role may not read customers.
    """
    request.require(Permission.CUSTOMER_READ)
    return repository.find_reasons(store)
