"""What people can do with tags: see them, put them on customers, and, as leads and up, keep the list."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers import repository as customers
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.tags import repository
from crm_core.customers.profile.tags.model import MOST_ON_ONE, MOST_TAGS, Tag, TagUse, parse_name
from crm_core.customers.service import seen_customer
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.texts import key_of


@reads("tag")
def tags(store: Store, request: Actor) -> tuple[Tag, ...]:
    """Return the company's tags by name; for everybody who reads customers.

    Raises:
        NotPermitted: the role may not read customers.
    """
    request.require(Permission.CUSTOMER_READ)
    return repository.find_tags(store)


def is_tag(transaction: Transaction, tag_id: int | None) -> bool:
    """Return whether the company's list has such a tag."""
    return any(tag.tag_id == tag_id for tag in repository.find_tags(transaction))


@reads("tag", "customer_tag", "customer")
def tag_uses(store: Store, request: Actor) -> tuple[TagUse, ...]:
    """Return the tags with how many customers within the actor's reach have each.

    Raises:
        NotPermitted: the role does not keep the list.
    """
    return repository.find_uses(store, request.require(Permission.TAG_EDIT))


@reads("tag", "customer_tag", "customer", "collaborator")
def tags_of(store: Store, request: OneCustomer) -> tuple[Tag, ...]:
    """Return the tags of one customer by name.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    return repository.find_of_customer(store, request.customer_id)


def change_tags(
    store: Store, actor: Actor, customer_id: int, *, add: Collection[int], remove: Collection[int], key: str
) -> None:
    """Put tags on a customer and take others off; what a colleague did to further tags meanwhile stays.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; this one is not the actor's to edit.
        InvalidInput: at ``tags``, where one is not on the list, or there would be more than 20.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if customers.find_to_change(transaction, reach, customer_id) is None:
            raise NotFound("customer", customer_id)
        known = {tag.tag_id: tag.name for tag in repository.find_tags(transaction)}
        before = {tag.tag_id for tag in repository.find_of_customer(transaction, customer_id)}
        new, gone = set(add) - before, set(remove) & before
        if not new <= known.keys():
            raise InvalidInput({"tags": message(N_("Please choose from the list."))})
        if len((before | new) - gone) > MOST_ON_ONE:
            raise InvalidInput({"tags": message(N_("At most {count} tags on one customer."), count=MOST_ON_ONE)})
        zone = settings.current(store).zone
        repository.take_off(transaction, customer_id, gone, zone, clock.today(zone))
        repository.put_on(transaction, customer_id, sorted(new), actor.user_id, clock.now())
        if new or gone:
            told = [", ".join(sorted(known[each] for each in ids)) for ids in (before, (before | new) - gone)]
            change = audit.Change("edit", "customer", customer_id, {"tags": told[0]}, {"tags": told[1]})
            audit.record(transaction, actor, change)
        once.settle(transaction, key, customer_id)


def add_tag(store: Store, actor: Actor, given: Mapping[str, object], *, key: str) -> int:
    """Store a new tag and return its id.

    Raises:
        NotPermitted: the role does not keep the list.
        InvalidInput: at ``name``, where it is missing, too long or taken.
        Refused: there are 200 tags already.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.TAG_EDIT)
    name = parse_name(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if len(_check_free(transaction, name, None)) >= MOST_TAGS:
            raise Refused(message(N_("There are {count} tags, as many as there may be. Merge some."), count=MOST_TAGS))
        tag_id = repository.insert(transaction, name, actor.user_id, clock.now())
        audit.record(transaction, actor, audit.Change("add", "tag", tag_id, None, {"name": name}))
        once.settle(transaction, key, tag_id)
    return tag_id


def rename_tag(store: Store, actor: Actor, tag_id: int, given: Mapping[str, object], *, version: int, key: str) -> None:
    """Give a tag another name.

    Raises:
        NotPermitted: the role does not keep the list.
        NotFound: there is none.
        InvalidInput: at ``name``, where it is missing, too long or taken.
        StaleWrite: somebody saved since ``version``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.TAG_EDIT)
    name = parse_name(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before = _one(_check_free(transaction, name, tag_id), tag_id)
        if not repository.rename(transaction, tag_id, version, name, clock.now()):
            raise StaleWrite("tag", tag_id, {"name": name}, {"name": before.name, "version": before.version})
        audit.record(transaction, actor, audit.Change("edit", "tag", tag_id, {"name": before.name}, {"name": name}))
        once.settle(transaction, key, tag_id)


def merge_tags(store: Store, actor: Actor, tag_id: int, into_id: int, *, version: int, key: str) -> None:
    """Let every customer who has a tag have another instead, and remove the first from the list.

    Raises:
        NotPermitted: the role does not keep the list.
        NotFound: one of the two is not there.
        InvalidInput: at ``into``, where the two are the same.
        StaleWrite: somebody changed the tag since ``version``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.TAG_EDIT)
    if tag_id == into_id:
        raise InvalidInput({"into": message(N_("Please choose another tag."))})
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        found = repository.find_tags(transaction)
        one, into = _one(found, tag_id), _one(found, into_id)
        if one.version != version:
            raise StaleWrite("tag", tag_id, {}, {"name": one.name, "version": one.version})
        zone = settings.current(store).zone
        repository.merge(transaction, tag_id, into_id, zone, clock.today(zone))
        change = audit.Change("merge", "tag", into_id, {"name": one.name}, {"name": into.name})
        audit.record(transaction, actor, change)
        once.settle(transaction, key, into_id)


def _one(found: tuple[Tag, ...], tag_id: int) -> Tag:
    for tag in found:
        if tag.tag_id == tag_id:
            return tag
    raise NotFound("tag", tag_id)


def _check_free(transaction: Transaction, name: str, but: int | None) -> tuple[Tag, ...]:
    found = repository.find_tags(transaction)
    if any(key_of(tag.name) == key_of(name) and tag.tag_id != but for tag in found):
        raise InvalidInput({"name": message(N_("This name is taken."))})
    return found
