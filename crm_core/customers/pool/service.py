"""The public pool 公海: looking into it, claiming from it, releasing to it, and marking who is not to fall into it.

A customer without an owner lies in the pool. Where a team is written on it (a lead imported it without an owner), it is
that team's pool, for its people alone; else the company's. Whoever releases a customer gives it to the company's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.customers import repository as customers
from crm_core.customers import service as customer_service
from crm_core.customers.model import REASON_LIMIT, OneCustomer, Owner
from crm_core.customers.ownership.hands import Cause, hand_over
from crm_core.customers.ownership.model import MOST_AT_ONCE
from crm_core.customers.ownership.service import move_to
from crm_core.customers.pool import repository
from crm_core.customers.pool.model import Allowance, AllowanceRequest, PoolPage, PoolRequest, PoolSort
from crm_core.errors import N_, InvalidInput, NotFound, Refused, message
from crm_core.settings import service as settings
from crm_core.store import Row, Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.texts import clean_line


@dataclass(frozen=True, slots=True)
class Exempt:
    """Why a customer is to be kept: no rule releases it, and staff do not."""

    reason: str
    marked_by: str | None
    marked_at: datetime


def pool_of(
    actor: Actor,
    *,
    text: str = "",
    region: str = "",
    page: int = 0,
    size: int = 25,
    sort: PoolSort = PoolSort.FELL,
    is_descending: bool = True,
) -> PoolRequest:
    """Return the request for one page of the pool as the actor may see it; what fell last first, unless told.

    Raises:
        NotPermitted: the role sees no customers.
    """
    reach = actor.require(Permission.CUSTOMER_READ)
    return PoolRequest(reach, actor.team_id, text, region, page, size, sort, is_descending)


@reads("customer", "ownership_change", "interaction")
def pool_page(store: Store, request: PoolRequest) -> PoolPage:
    """Return one page of the pool: the company's and the own team's, every team's where the reach is all."""
    return repository.find_page(store, request)


@reads("customer")
def pool_regions(store: Store, request: PoolRequest) -> tuple[str, ...]:
    """Return the regions to find customers of the pool by, the most frequent first."""
    return repository.find_regions(store, request)


def day_begins(store: Store) -> datetime:
    """Return when the company's day began."""
    zone = settings.current(store).zone
    return datetime.combine(clock.today(zone), time.min, ZoneInfo(zone))


@reads("customer", "ownership_change", "setting")
def allowance(store: Store, request: AllowanceRequest) -> Allowance:
    """Return how many customers ``reach.me`` owns and has claimed today, and how many are allowed."""
    return _allowance(store, store, request.reach.me, request.since)


def _allowance(store: Store, rows: Transaction | Store, user_id: int, since: datetime) -> Allowance:
    choices, found = settings.current(store), repository.count_owned(rows, user_id, since)
    return Allowance(found["owned"], choices.pool_most_owned, found["claimed"], choices.pool_claims_a_day)


def claim(store: Store, actor: Actor, customer_ids: Sequence[int], *, key: str) -> int:
    """Take customers out of the pool and own them; all or none. Returns how many.

    Raises:
        NotPermitted: the role may not.
        NotFound: one is not there, or lies in another team's pool.
        InvalidInput: there are none or too many.
        Refused: somebody else was quicker, the caps do not leave so many, or the actor let one go lately.
        AlreadyDone: the same click was taken before.
    """
    actor.require(Permission.CUSTOMER_CLAIM)
    wanted = _wanted(customer_ids)
    since, back = day_begins(store), clock.now() - timedelta(days=settings.current(store).pool_back_days)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        found = repository.find_to_claim(transaction, wanted, actor.user_id, back)
        for customer_id in set(wanted) - {row["customer_id"] for row in found}:
            raise NotFound("customer", customer_id)
        _check_free(store, actor, found)
        refusal = _allowance(store, transaction, actor.user_id, since).refusal(len(found))
        if refusal is not None:
            raise Refused(refusal)
        owner = Owner(actor.user_id, actor.name, actor.team_id)
        hand_over(transaction, actor, [move_to(row, owner) for row in found], Cause.CLAIM)
        once.settle(transaction, key, len(found))
    return len(found)


def _wanted(customer_ids: Sequence[int]) -> tuple[int, ...]:
    wanted = tuple(dict.fromkeys(customer_ids))
    if not 0 < len(wanted) <= MOST_AT_ONCE:
        raise InvalidInput({"customers": message(N_("Please choose 1 to {count} customers."), count=MOST_AT_ONCE)})
    return wanted


def _check_free(store: Store, actor: Actor, found: Sequence[Row]) -> None:
    for row in found:
        is_theirs = row["owner_id"] is None and row["team_id"] is not None and row["team_id"] != actor.team_id
        if is_theirs and actor.scope(Permission.CUSTOMER_CLAIM) is not Scope.ALL:
            raise NotFound("customer", row["customer_id"])
    taken = sum(row["owner_id"] is not None for row in found)
    if taken:
        raise Refused(
            message(N_("Somebody else was quicker: this customer has an owner now."))
            if len(found) == 1
            else message(N_("{count} of these customers have an owner by now. Please choose again."), count=taken)
        )
    days, zone = settings.current(store).pool_back_days, settings.current(store).zone
    for row in found:
        if row["let_go_at"] is not None:
            free_on = clock.local_day(row["let_go_at"], zone) + timedelta(days=days)
            raise Refused(
                message(
                    N_("You let {customer} go; you can claim this customer again from {day}."),
                    customer=row["name"],
                    day=free_on,
                )
            )


def release(store: Store, actor: Actor, customer_ids: Sequence[int], reason: str, *, key: str) -> int:
    """Give customers to the company's pool, with a reason that whoever looks into the pool reads; return how many.

    Staff release the own ones, leads the team's, managers all; those marked to be kept only leads and managers.

    Raises:
        NotPermitted: the role may not.
        NotFound: one is not there, or not the actor's to release; then none is.
        InvalidInput: there is no reason, or there are none or too many customers.
        Refused: one lies in the pool already, or is to be kept.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_RELEASE)
    wanted, why = _wanted(customer_ids), checked_reason(reason)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        found = repository.find_to_release(transaction, reach.positional(), wanted)
        for customer_id in set(wanted) - {row["customer_id"] for row in found}:
            raise NotFound("customer", customer_id)
        for row in found:
            if row["owner_id"] is None and row["team_id"] is None:
                raise Refused(message(N_("{customer} lies in the public pool already."), customer=row["name"]))
            if row["kept_for"] is not None and reach.scope is Scope.OWN:
                raise Refused(
                    message(
                        N_("{customer} is to be kept: {reason}. Ask your lead to lift the mark."),
                        customer=row["name"],
                        reason=row["kept_for"],
                    )
                )
        hand_over(transaction, actor, [move_to(row, None) for row in found], Cause.RELEASE, reason=why)
        once.settle(transaction, key, len(found))
    return len(found)


@reads("customer_exempt", "customer", "collaborator", "follow_up", "absence", "app_user")
def exempt_of(store: Store, request: OneCustomer) -> Exempt | None:
    """Return why a customer is to be kept; None where it is not marked.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    customer_service.seen_customer(store, request.reach, request.customer_id)
    row = repository.find_exempt(store, request.customer_id)
    return Exempt(**row) if row else None


def keep(store: Store, actor: Actor, customer_id: int, reason: str, *, key: str) -> None:
    """Mark a customer as one to be kept: no rule releases it.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is none, or it is not the actor's to mark.
        InvalidInput: there is no reason.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_KEEP)
    why = checked_reason(reason)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if customers.find_to_change(transaction, reach, customer_id) is None:
            raise NotFound("customer", customer_id)
        repository.put_exempt(transaction, customer_id, why, actor.user_id, clock.now())
        audit.record(transaction, actor, audit.Change("keep", "customer", customer_id, None, {"reason": why}))
        once.settle(transaction, key, customer_id)


def lift(store: Store, actor: Actor, customer_id: int, *, key: str) -> None:
    """Lift the mark of a customer that was to be kept; nothing happens where there is none.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such customer, or it is not the actor's.
        AlreadyDone: the same click was taken before.
    """
    reach = actor.require(Permission.CUSTOMER_KEEP)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if customers.find_to_change(transaction, reach, customer_id) is None:
            raise NotFound("customer", customer_id)
        if repository.remove_exempt(transaction, customer_id):
            audit.record(transaction, actor, audit.Change("lift", "customer", customer_id))
        once.settle(transaction, key, customer_id)


def checked_reason(text: str) -> str:
    """Return a reason as it is kept.

    Raises:
        InvalidInput: at ``reason``, where it says nothing or too much.
    """
    why = clean_line(text)
    if not why:
        raise InvalidInput({"reason": message(N_("Please say why."))})
    if len(why) > REASON_LIMIT:
        raise InvalidInput({"reason": message(N_("At most {count} characters, please."), count=REASON_LIMIT)})
    return why
