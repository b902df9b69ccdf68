"""撞单: somebody enters a customer that a colleague already has.

Equal means: the phone, the unified social credit code, or the customer code. Where the other customer is the actor's to
see, or lies in the public pool, the field says which it is; where it is a colleague's, the actor learns the masked name,
the owner and the team, and that is noted in the trail.
"""

from __future__ import annotations

from crm_core import audit
from crm_core.access.model import Actor, Reach
from crm_core.customers import repository
from crm_core.customers.model import Collision, CustomerDraft, mask_name
from crm_core.customers.watch import note_curiosity
from crm_core.errors import N_, InvalidInput, message
from crm_core.store import Row, Store, Transaction


class MetCustomer(Exception):
    """A colleague's customer was met inside a transaction that is given up; ``row`` says which."""

    def __init__(self, row: Row) -> None:
        super().__init__("met a colleague's customer")
        self.row = row


def meet_nobody(transaction: Transaction, reach: Reach, own_id: int | None, draft: CustomerDraft) -> None:
    """Return where no other customer is equal to the draft.

    Raises:
        InvalidInput: at the field, where the actor may know the other one.
        MetCustomer: it is a colleague's.
    """
    found = repository.find_collision(transaction, reach, own_id, draft)
    if found is None:
        return
    known = {"name": found["name"], "code": found["code"]}
    if found["is_open"]:
        raise InvalidInput({found["field"]: message(N_("This customer is there already: {name} ({code})."), **known)})
    if found["owner_id"] is None:
        pool = message(N_("This customer lies in the public pool: {name} ({code}). You can claim it there."), **known)
        raise InvalidInput({found["field"]: pool})
    raise MetCustomer(found)


def note_collision(store: Store, actor: Actor, met: MetCustomer) -> Collision:
    """Write into the trail that ``actor`` met a colleague's customer, and return what he may know of it."""
    row = met.row
    with store.transaction() as transaction:
        change = audit.Change("collide", "customer", row["customer_id"], None, {row["field"]: "equal"})
        handle = audit.record(transaction, actor, change)
        note_curiosity(transaction, actor)
    return Collision(row["field"], mask_name(row["name"]), row["owner"], row["team"], handle)
