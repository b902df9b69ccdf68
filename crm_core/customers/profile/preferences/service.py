"""What a person can do with likings: see them with their evidence, note one, judge a derived one, take one away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers import repository as customers
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.preferences import repository
from crm_core.customers.profile.preferences.model import (
    MONTHS,
    MOST,
    Aspect,
    Derived,
    Origin,
    PreferenceDraft,
    Preferences,
    liked_products,
    liked_ways,
    unjudged,
)
from crm_core.customers.service import seen_customer
from crm_core.errors import N_, InvalidInput, Message, NotFound, Refused, message
from crm_core.periods import add_months
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.texts import key_of


@reads(
    "customer_preference", "customer", "collaborator", "follow_up", "absence", "purchase", "interaction", "app_user",
    "setting",
)  # fmt: skip
def preferences_of(store: Store, request: OneCustomer) -> Preferences:
    """Return what is known of a customer's likings, and what the data speak for that nobody has judged yet.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    kept = repository.find_kept(store, request.customer_id)
    known = [(one.aspect, key) for key, one in kept]
    shown = tuple(one for _, one in kept if one.origin is not Origin.REJECTED)
    return Preferences(shown, unjudged(_derived(store, request.customer_id), known))


def _derived(store: Store, customer_id: int) -> list[Derived]:
    zone = settings.current(store).zone
    since = add_months(clock.today(zone), -MONTHS)
    bought, orders = repository.find_bought(store, customer_id, since)
    return [*liked_products(bought, orders), *liked_ways(repository.find_talks(store, customer_id, since), zone)]


def note_preference(store: Store, actor: Actor, customer_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Note what a customer says it likes, and return the liking's id.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; this one is not the actor's to edit.
        InvalidInput: with a message a field; also where it is noted already.
        Refused: 40 are noted already.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    draft = PreferenceDraft.parse(given, today=clock.today(settings.current(store).zone))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if customers.find_to_change(transaction, reach, customer_id) is None:
            raise NotFound("customer", customer_id)
        known = repository.find_kept(transaction, customer_id)
        same = [one for found, one in known if (one.aspect, found) == (draft.aspect, key_of(draft.value))]
        if any(one.origin is not Origin.REJECTED for one in same):
            raise InvalidInput({"value": message(N_("This is noted already."))})
        if len(known) >= MOST:
            raise Refused(message(N_("{count} are noted already. Change one of those."), count=MOST))
        for one in same:  # the customer's own word stands over what somebody rejected
            repository.remove(transaction, one.preference_id)
        if draft.interaction_id is not None and not repository.is_with(transaction, draft.interaction_id, customer_id):
            raise InvalidInput({"interaction_id": message(N_("Please choose from the list."))})
        made = _insert(
            transaction,
            actor,
            customer_id,
            (draft.aspect, draft.value, Origin.STATED),
            evidence=None,
            on=draft.noted_on,
            interaction_id=draft.interaction_id,
        )
        once.settle(transaction, key, made)
    return made


def judge_preference(
    store: Store, actor: Actor, customer_id: int, aspect: Aspect, value: str, *, is_right: bool, key: str
) -> int:
    """Confirm or reject a liking that the data speak for, and return what is kept of it.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; this one is not the actor's to edit.
        Refused: the data do not speak for it any more, or somebody has judged it.
        AlreadyDone: the same click was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if customers.find_to_change(transaction, reach, customer_id) is None:
            raise NotFound("customer", customer_id)
        known = [(one.aspect, found) for found, one in repository.find_kept(transaction, customer_id)]
        open_ones = unjudged(_derived(store, customer_id), known)
        meant = next((one for one in open_ones if (one.aspect, one.value) == (aspect, value)), None)
        if meant is None:
            raise Refused(message(N_("This was judged meanwhile, or the data speak for it no longer.")))
        origin = Origin.CONFIRMED if is_right else Origin.REJECTED
        today = clock.today(settings.current(store).zone)
        made = _insert(transaction, actor, customer_id, (aspect, value, origin), evidence=meant.evidence, on=today)
        once.settle(transaction, key, made)
    return made


def _insert(
    transaction: Transaction,
    actor: Actor,
    customer_id: int,
    what: tuple[Aspect, str, Origin],
    *,
    evidence: Message | None,
    on: date,
    interaction_id: int | None = None,
) -> int:
    aspect, value, origin = what
    made = repository.insert(
        transaction, customer_id, aspect, value, origin, evidence=evidence, interaction_id=interaction_id, by=actor.user_id,
        on=on, at=clock.now(),
    )  # fmt: skip
    told = {"customer_id": customer_id, "aspect": aspect.value, "liking": value, "origin": origin.value}
    audit.record(transaction, actor, audit.Change("add", "customer_preference", made, None, told))
    return made


def remove_preference(store: Store, actor: Actor, preference_id: int, *, version: int, key: str) -> None:
    """Take a liking away; one that was derived is proposed again while the data speak for it.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; its customer is not the actor's to edit, or it is gone.
        AlreadyDone: the same click was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        found = repository.find_to_change(transaction, reach, preference_id)
        if found is None or found["version"] != version:
            raise NotFound("customer_preference", preference_id)
        repository.remove(transaction, preference_id)
        told = {"customer_id": found["customer_id"], "aspect": found["aspect"], "liking": found["value"]}
        audit.record(transaction, actor, audit.Change("remove", "customer_preference", preference_id, told, None))
        once.settle(transaction, key, preference_id)
