"""The store's side of importing contacts, and of taking such an import back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from crm_core import clock
from crm_core.access.model import Actor, Reach
from crm_core.customers.intake import COMPARE_SECONDS, REASONS_OF_CUSTOMER, customers_named
from crm_core.errors import N_
from crm_core.imports.contract import Outdated
from crm_core.imports.model import ImportOptions, Outcome, Reason, UpdateRule
from crm_core.imports.taking_back import JUDGE_SECONDS
from crm_core.store import Store, Transaction, statement

ROOM = "customers/contacts"


@dataclass(frozen=True, slots=True)
class PreparedContacts:
    """Contact lines that wait for the lock."""

    actor: Actor
    ready: pa.Table

    def write(self, transaction: Transaction, reach: Reach, import_id: int) -> None:
        """Write the new and the changed contacts.

        Raises:
            Outdated: a customer has gone since, or is no longer the actor's to import for.
        """
        given = {"ready": self.ready}
        if transaction.execute_with(given, statement(ROOM, "moved_customers"), reach.positional()):
            raise Outdated
        highest = transaction.rows(statement(ROOM, "highest_contact"))[0]["contact_id"]
        now = clock.now()
        transaction.execute_with(given, statement(ROOM, "add_imported_contacts"), [now, self.actor.user_id])
        transaction.execute(statement(ROOM, "remember_added_contacts"), [import_id, highest])
        if pc.any(pc.equal(self.ready["outcome"], Outcome.UPDATED.value)).as_py():
            transaction.execute_with(given, statement(ROOM, "remember_changed_contacts"), [import_id])
            transaction.execute_with(given, statement(ROOM, "update_imported_contacts"), [now])


class ContactIntake:
    """Takes in contacts of customers that are there."""

    tables = ("contact", "customer")
    shown: Mapping[str, str] = {  # nothing that is masked elsewhere
        "customer_code": N_("Customer code"),
        "name": N_("Name"),
        "title": N_("Role or title"),
    }
    reasons: Mapping[str, Reason] = {
        "nobody": Reason("customer", N_("A contact belongs to a customer. Give the customer's code or name.")),
        **REASONS_OF_CUSTOMER,
        "contact_twice": Reason("name", N_("Row {row} is the same contact with other content.")),
    }

    def compare(self, store: Store, reach: Reach, staged: pa.Table, options: ImportOptions) -> pa.Table:
        """Return the lines with what becomes of each."""
        tables = {"staged": staged, "named": customers_named(store, reach, staged["customer_key"])}
        given = {**reach.named(), "update": options.update is UpdateRule.BY_KEY}
        return store.table(statement(ROOM, "compared_contacts"), given, tables=tables, seconds=COMPARE_SECONDS)

    def missing_customers(self, store: Store, ready: pa.Table, options: ImportOptions) -> int:
        """Return 0: a contact makes no customer."""
        return 0

    def changed(self, store: Store, reach: Reach, lines: pa.Table) -> pa.Table | None:
        """Return the fields of known contacts that the lines would write over."""
        return store.table(statement(ROOM, "changed_contacts"), reach.named(), tables={"lines": lines})

    def prepare(self, store: Store, actor: Actor, ready: pa.Table, options: ImportOptions) -> PreparedContacts:
        """Return the lines as they are."""
        return PreparedContacts(actor, ready)


class TakingBackContacts:
    """Contacts. One that was changed since the import stays."""

    entity = "contact"
    tables = ("contact", "customer")

    def judge(self, store: Store, reach: Reach, changes: pa.Table, leaving: Mapping[str, pa.Table]) -> pa.Table:
        """Return the contacts with the reason why one stays; named within the reach only."""
        query = statement(ROOM, "judged_contacts")
        return store.table(query, reach.named(), tables={"changes": changes}, seconds=JUDGE_SECONDS)

    def undo(self, transaction: Transaction, actor: Actor, taken: pa.Table) -> None:
        """Remove the added contacts and put the changed ones back."""
        transaction.execute_with({"taken": taken}, statement(ROOM, "restore_imported_contacts"), [clock.now()])
        for name in ("remove_departures_of_imported", "remove_imported_contacts"):
            transaction.execute_with({"taken": taken}, statement(ROOM, name))
