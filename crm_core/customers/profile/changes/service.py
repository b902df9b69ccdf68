"""What has changed lately in a customer's business, for whoever sees the customer."""

from __future__ import annotations

from crm_core import clock
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.changes.model import Business, Departed, Turnover, spans_until
from crm_core.customers.service import seen_customer
from crm_core.periods import add_months
from crm_core.settings import service as settings
from crm_core.store import Store, statement
from crm_core.store.reads import reads

ROOM = "customers/profile/changes"
_DEPARTED_MONTHS = 6


@reads("customer", "collaborator", "follow_up", "absence", "purchase", "contact", "contact_departure", "setting")
def business_of(store: Store, request: OneCustomer) -> Business:
    """Return what one customer bought lately and before, and who has left within six months.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    choices = settings.current(store)
    today = clock.today(choices.zone)
    known = choices.purchases_cover_until or store.value(statement(ROOM, "known_until")) or today
    spans = spans_until(min(today, known))
    given: dict[str, object] = {"customer": request.customer_id}
    for letter, span in (("r", spans.recent), ("b", spans.before), ("y", spans.year_ago)):
        given |= {f"{letter}1": span.first, f"{letter}2": span.last}
    row = store.rows(statement(ROOM, "business_of_customer"), given)[0]
    gone = store.rows(statement(ROOM, "departed_since"), [request.customer_id, add_months(today, -_DEPARTED_MONTHS)])
    return Business(
        spans,
        Turnover(row["recent_net"], row["recent_orders"]),
        Turnover(row["before_net"], row["before_orders"]),
        Turnover(row["year_net"], row["year_orders"]),
        row["has_history"],
        tuple(row["new_categories"] or ()),
        tuple(Departed(**one) for one in gone),
    )
