"""Norms of contact: saved by managers, read by leads; what is due by them, put off with a reason, and who is behind.

A norm holds from the day it is saved, and what it asked for before is kept: past compliance is judged by what held then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.customers import service as customers
from crm_core.customers.profile.tags.service import is_tag
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.interactions.model import DAYS_AHEAD
from crm_core.relationships.model import RelationsRequest
from crm_core.relationships.norms import repository
from crm_core.relationships.norms.model import (
    DelayDraft,
    DueContact,
    DueRequest,
    NextRequest,
    Norm,
    NormDraft,
    OverdueRequest,
    UntouchedOf,
)
from crm_core.relationships.norms.writing import end, put
from crm_core.settings import service as settings
from crm_core.store import Row, Store, once
from crm_core.store.reads import reads
from crm_core.targets.workdays import is_working_day

_DUE = (
    "customer",
    "customer_standing",
    "customer_tag",
    "customer_tag_past",
    "tag",
    "setting",
    "contact_norm",
    "contact_delay",
    "interaction",
    "follow_up",
    "purchase",
    "channel_opt_out",
)  # fmt: skip - what every answer about contacts that are due is read from


@reads("contact_norm", "team", "tag", "app_user")
def norms_of(store: Store, request: RelationsRequest) -> tuple[Norm, ...]:
    """Return the norms that hold today, as far as the reach goes; the company's always."""
    return repository.find_norms(store, request.reach)


def save_norm(
    store: Store, actor: Actor, given: Mapping[str, object], *, norm_id: int | None = None, version: int = 0, key: str
) -> int:
    """Store a norm, new or (with ``norm_id``) in place of what it asked for before, and return its id.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such norm today.
        InvalidInput: with a message a field; also where another one stands for the same rung, channel and team.
        StaleWrite: somebody changed it since ``version``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.NORM_EDIT)
    draft = NormDraft.parse(given)
    today = clock.today(settings.current(store).zone)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored = repository.find_norm(transaction, norm_id) if norm_id is not None else None
        if norm_id is not None:
            stored = _current(stored, norm_id, version, draft)
        if draft.team_id is not None and not repository.is_team(transaction, draft.team_id):
            raise InvalidInput({"team_id": message(N_("Please choose from the list."))})
        if draft.subject.rung is None and not is_tag(transaction, draft.subject.tag_id):
            raise InvalidInput({"rung": message(N_("Please choose from the list."))})
        if repository.has_same(transaction, draft, norm_id or 0):
            raise InvalidInput(
                {"channel": message(N_("There is a norm for these customers and this channel already."))}
            )
        saved_id = put(transaction, actor, stored, draft, today)
        once.settle(transaction, key, saved_id)
    return saved_id


def remove_norm(store: Store, actor: Actor, norm_id: int, *, version: int, key: str) -> None:
    """Let a norm hold no longer from today on.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such norm today.
        StaleWrite: somebody changed it since ``version``.
        AlreadyDone: it was removed by the same click before.
    """
    actor.require(Permission.NORM_EDIT)
    today = clock.today(settings.current(store).zone)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored = _current(repository.find_norm(transaction, norm_id), norm_id, version, None)
        end(transaction, actor, stored, today)
        once.settle(transaction, key, norm_id)


def _current(stored: Row | None, norm_id: int, version: int, draft: NormDraft | None) -> Row:
    if stored is None:
        raise NotFound("contact_norm", norm_id)
    if stored["version"] != version:
        mine = {} if draft is None else {"days": draft.days, "guide": draft.guide}
        raise StaleWrite("contact_norm", norm_id, mine, {name: stored[name] for name in ("days", "guide", "version")})
    return stored


@reads(*_DUE, "app_user")
def due_by_norm(store: Store, request: DueRequest) -> tuple[DueContact, ...]:
    """Return what is due by norm today with the own customers, the most urgent first; nothing on a day off work.

    Who has an open promise within the days that *My day* shows is left out.
    """
    if not is_working_day(request.today):
        return ()
    found = repository.find_mine(store, request.reach, request.today, request.today + timedelta(days=DAYS_AHEAD))
    return tuple(sorted((one for one in found if one.late_days >= 0), key=lambda one: (-one.urgency, one.customer_id)))


@reads(*_DUE, "absence", "app_user")
def untouched_of_team(store: Store, request: DueRequest) -> tuple[UntouchedOf, ...]:
    """Return who else within the reach has customers overdue by norm, the most first; nobody where the reach is the own rows."""
    if request.reach.scope is Scope.OWN or not is_working_day(request.today):
        return ()
    return repository.count_others(store, request.reach, request.today)


@reads(*_DUE, "absence", "app_user")
def overdue_of(store: Store, request: OverdueRequest) -> tuple[DueContact, ...]:
    """Return what is overdue by norm with the customers that one person owns within the reach, the most urgent first."""
    if request.reach.scope is Scope.OWN or not is_working_day(request.today):
        return ()
    found = repository.find_of_person(store, request.reach, request.user_id, request.today)
    return tuple(sorted(found, key=lambda one: (-one.urgency, one.customer_id)))


@reads(*_DUE, "absence", "collaborator")
def next_by_norm(store: Store, request: NextRequest) -> DueContact | None:
    """Return when the next contact with a customer is due by norm; None where none fits, or nobody owns the customer.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    customers.seen_customer(store, request.reach, request.customer_id)
    return repository.find_next(store, request.customer_id, request.today)


def put_off(store: Store, actor: Actor, customer_id: int, given: Mapping[str, object], *, key: str) -> None:
    """Put a contact that is due by norm off to another day, with a reason; it holds until the next contact.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such customer, or it is not the actor's to decide on.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.INTERACTION_LOG)
    today = clock.today(settings.current(store).zone)
    draft = DelayDraft.parse(given, today=today)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if not repository.may_put_off(transaction, reach, customer_id):
            seen = customers.seen_customer(store, reach, customer_id)
            if seen.owner_id not in actor.stands_in_for:
                raise NotFound("customer", customer_id)
        repository.put_delay(transaction, customer_id, draft, today, at=clock.now(), user_id=actor.user_id)
        after = {"due_on": draft.due_on, "reason": draft.reason}
        audit.record(transaction, actor, audit.Change("put_off", "customer", customer_id, None, after))
        once.settle(transaction, key, customer_id)
