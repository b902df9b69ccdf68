"""Taking an import of customers back."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from crm_core import clock
from crm_core.access.model import Actor, Reach
from crm_core.customers.ownership.hands import Cause, Move, follow_hands
from crm_core.customers.profile.own_fields.importing import give_back_values
from crm_core.imports.taking_back import JUDGE_SECONDS, LEAVING
from crm_core.store import Store, Transaction, statement

ROOM = "customers"
_HANGING = ("leaving_purchase", "leaving_interaction", "leaving_follow_up", "leaving_contact")


class TakingBackCustomers:
    """Customers. One that was added stays where it was changed since or where something else hangs on it.

    One that was changed is not put back where another customer has its former phone or credit code by now.
    """

    entity = "customer"
    tables = (
        "customer", "purchase", "interaction", "follow_up", "contact", "collaborator", "collaboration_request",
        "survey_answer", "customer_stage", "own_field_value", "customer_tag", "customer_tag_past", "customer_need",
        "customer_origin", "attachment", "birthday_mark", "customer_parent", "customer_preference", "customer_potential",
    )  # fmt: skip

    def judge(self, store: Store, reach: Reach, changes: pa.Table, leaving: Mapping[str, pa.Table]) -> pa.Table:
        """Return the customers with the reason why one stays; named within the reach only."""
        tables = {"changes": changes, **{name: leaving.get(name, LEAVING) for name in _HANGING}}
        return store.table(statement(ROOM, "judged_customers"), reach.named(), tables=tables, seconds=JUDGE_SECONDS)

    def undo(self, transaction: Transaction, actor: Actor, taken: pa.Table) -> None:
        """Remove the added customers and put the changed ones back."""
        given = {"taken": taken}
        give_back_values(transaction, taken)
        moves = [Move(**row) for row in transaction.execute_with(given, statement(ROOM, "owners_to_restore"))]
        transaction.execute_with(given, statement(ROOM, "restore_imported"), [clock.now()])
        follow_hands(transaction, actor, moves, Cause.IMPORT)
        for name in ("remove_marks_of_imported", "remove_imported"):
            transaction.execute_with(given, statement(ROOM, name))
