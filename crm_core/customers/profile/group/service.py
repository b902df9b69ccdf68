"""What a person can do with groups of companies: see one, and say whom a company belongs to."""

from __future__ import annotations

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers import repository as customers
from crm_core.customers.model import Kind, OneCustomer
from crm_core.customers.profile.group import repository
from crm_core.customers.profile.group.model import Group, leads_back
from crm_core.customers.service import customer_face, seen_customer
from crm_core.errors import N_, NotFound, Refused, StaleWrite, message
from crm_core.periods import add_months
from crm_core.settings import service as settings
from crm_core.store import Store, once
from crm_core.store.reads import reads


@reads("customer_parent", "customer_former", "customer", "collaborator", "follow_up", "absence", "purchase", "setting")
def group_of(store: Store, request: OneCustomer) -> Group:
    """Return the group that a company belongs to; without lines where it stands alone.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    today = clock.today(settings.current(store).zone)
    return repository.find_group(store, request.reach, request.customer_id, add_months(today, -12))


def set_parent(
    store: Store, actor: Actor, customer_id: int, parent_id: int | None, *, shown: int | None, key: str
) -> None:
    """Note whom a company belongs to; ``parent_id`` None: to nobody. ``shown`` is the parent that was shown.

    Raises:
        NotPermitted, NotFound: the role may not edit customers; the company is not the actor's to edit, or the parent not the
            actor's to see.
        Refused: one of them is a person, or the company would stand above itself.
        StaleWrite: somebody changed it since.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_EDIT)
    sight = actor.require(Permission.CUSTOMER_READ)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored = customers.find_to_change(transaction, reach, customer_id)
        if stored is None:
            raise NotFound("customer", customer_id)
        parents = repository.find_parents(transaction)
        before = parents.get(customer_id)
        if before != shown:
            raise StaleWrite("customer", customer_id, {"parent": parent_id}, {"parent": before})
        code = None
        if parent_id is not None:
            parent = customer_face(store, OneCustomer(sight, parent_id))
            if not parent.is_open:
                raise NotFound("customer", parent_id)
            if stored["kind"] != Kind.COMPANY or parent.kind is not Kind.COMPANY:
                raise Refused(message(N_("Only companies belong to a group.")))
            if leads_back(parents, customer_id, parent_id):
                raise Refused(
                    message(N_("This company stands beneath the other one already: the group would be a circle."))
                )
            code = parent.code
        if before != parent_id:
            repository.put_parent(transaction, customer_id, parent_id, actor.user_id, clock.now())
            old, new = {"parent": repository.find_code(transaction, before)}, {"parent": code}
            audit.record(transaction, actor, audit.Change("edit", "customer", customer_id, old, new))
        once.settle(transaction, key, customer_id)
