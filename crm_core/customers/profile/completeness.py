"""How complete a customer's record is, and what to ask for next.

The share is that of the metric ``record_completeness``, of this one customer: key fields that hold something ÷ key fields,
each counting the same (phone, email, region, owner; of persons birthday and gender too). Weights only order what to ask
for; they never change the share, so that the page and the metric cannot contradict each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_core.customers.model import Kind, OneCustomer
from crm_core.customers.profile.facts.model import ASKED, FACTS
from crm_core.customers.profile.own_fields import repository as own_fields
from crm_core.customers.service import seen_customer
from crm_core.errors import N_, NotFound
from crm_core.store import Store, statement
from crm_core.store.reads import reads

# What helps most stands first: a way to reach the customer, an occasion, a place. An owner is given, not asked for.
WEIGHTS: Mapping[str, int] = {"phone": 5, "birthday": 4, "email": 3, "region": 2, "gender": 1}
ASK_LABELS: Mapping[str, str] = {
    "phone": N_("Ask for the phone number next."),
    "birthday": N_("Ask for the birthday next."),
    "email": N_("Ask for the email address next."),
    "region": N_("Ask for the region next."),
    "gender": N_("Fill in the gender next."),
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of a customer's key fields hold something, and the next best one to ask for.

    ``ask`` is a key of ``ASK_LABELS``, None where nothing of those is missing; then ``ask_own`` is the name of a field of the
    company's own that must be filled in and is not, None where there is none; then ``ask_fact`` is the name, a source text,
    of a fact worth asking for.
    """

    filled: int
    fields: int
    ask: str | None
    ask_own: str | None
    ask_fact: str | None = None

    @property
    def share(self) -> float:
        """Filled ÷ all, 0-1."""
        return self.filled / self.fields


@reads("customer", "collaborator", "follow_up", "absence", "own_field", "own_field_value")
def completeness_of(store: Store, request: OneCustomer) -> Completeness:
    """Return how complete a customer's record is.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    row = store.row(statement("customers/profile", "completeness_of_customer"), [request.customer_id])
    if row is None:
        raise NotFound("customer", request.customer_id)
    empty = [name for name in WEIGHTS if name in row["empty_fields"].split(",")]
    ask = max(empty, key=WEIGHTS.__getitem__, default=None)
    if ask is not None:
        return Completeness(row["filled_count"], row["field_count"], ask, None)
    kind, kept = Kind(row["kind"]), own_fields.find_values(store, request.customer_id)
    required = (field for field in own_fields.find_fields(store) if field.is_required and field.is_of(kind))
    own = next((field.name for field in required if field.field_id not in kept), None)
    facts = (fact for code in ASKED for fact in FACTS if fact.fact == code and fact.is_of(kind))
    fact = None if own else next((one.name for one in facts if one.field_id not in kept), None)
    return Completeness(row["filled_count"], row["field_count"], None, own, fact)
