"""The store's side of importing purchases and products: what becomes of each line, and the writing under the lock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from crm_core import clock
from crm_core.access.model import Actor, Reach, Scope
from crm_core.customers import intake as customer_intake
from crm_core.errors import N_, Refused, message
from crm_core.imports.contract import Outdated
from crm_core.imports.model import ImportOptions, Outcome, Reason, UpdateRule
from crm_core.privacy.erasure import coming_back
from crm_core.purchases import repository
from crm_core.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class PreparedPurchases:
    """Purchase lines that wait for the lock, with the orders, products and customers to be made first."""

    ready: pa.Table
    orders: pa.Table
    products: pa.Table
    customers: pa.Table  # all that the accepted lines name
    new_customers: customer_intake.PreparedCustomers | None

    def write(self, transaction: Transaction, reach: Reach, import_id: int) -> None:
        """Write customers, orders, products and lines.

        Raises:
            Outdated: a customer has gone since the lines were compared, or is no longer the actor's to import for.
        """
        if self.new_customers is not None:
            customer_intake.add_customers(transaction, self.new_customers, import_id)
        if repository.lacks_customer(transaction, reach, self.customers):
            raise Outdated
        repository.add_orders(transaction, self.orders)
        if self.products.num_rows:
            repository.add_products_of_lines(transaction, self.products, clock.now(), import_id)
        repository.add_lines(transaction, self.ready, import_id)
        if _holds(self.ready, Outcome.UPDATED):
            repository.update_lines(transaction, self.ready, import_id)


class PurchaseIntake:
    """Takes in purchase lines."""

    tables = ("purchase", "purchase_order", "product", *coming_back.TABLES)
    shown: Mapping[str, str] = {
        "order_code": N_("Order"),
        "purchased_on": N_("Day"),
        "customer_code": N_("Customer code"),
        "product_name": N_("Product name"),
        "quantity": N_("Quantity"),
        "unit_price": N_("Unit price"),
        "amount": N_("Amount"),
        "country": N_("Country or region"),
    }
    reasons: Mapping[str, Reason] = {
        "anonymous": Reason(
            "customer",
            N_(
                "A sale without a customer belongs to no team. Give the customer, or ask an administrator to import it."
            ),
        ),
        "unknown_customer": Reason(
            "customer",
            N_("There is no customer {value}. Add the customer first, or choose to create missing customers."),
        ),
        "unknown_name": Reason(
            "customer_name",
            N_("There is no customer called {value}. Add the customer first, or choose to create missing customers."),
        ),
        "ambiguous_customer": Reason(
            "customer_name", N_("Several customers are called {value}. Give the customer code.")
        ),
        "foreign_customer": Reason("customer", N_("Customer {value} is not one of your team's.")),
        "erased": customer_intake.ERASED,
        "line_twice": Reason("line", N_("Row {row} has the same order and line with other content.")),
        "foreign_line": Reason("line", N_("This line is known and belongs to another team, so it is not changed.")),
    }

    def compare(self, store: Store, reach: Reach, staged: pa.Table, options: ImportOptions) -> pa.Table:
        """Return the lines with what becomes of each."""
        ready = repository.compared_lines(
            store,
            reach,
            staged,
            customer_intake.customers_named(store, reach, staged["customer_key"]),
            create_customers=options.create_customers,
            is_updating=options.update is UpdateRule.BY_KEY,
        )
        if not options.create_customers or not coming_back.keeps_out(store):
            return ready
        return customer_intake.without_erased_customers(store, ready, repository.customers_of(store, ready))

    def missing_customers(self, store: Store, ready: pa.Table, options: ImportOptions) -> int:
        """Return how many customers the accepted lines name whom the store lacks; 0 where none are to be made."""
        if not options.create_customers:
            return 0
        unknown: int = customer_intake.unknown_customers(store, repository.customers_of(store, ready)).num_rows
        return unknown + len(pc.unique(ready["customer_key"].filter(_is_named_alone(ready))))

    def changed(self, store: Store, reach: Reach, lines: pa.Table) -> pa.Table | None:
        """Return the fields of known purchase lines that the lines would write over."""
        return repository.changed_lines(store, reach, lines)

    def prepare(self, store: Store, actor: Actor, ready: pa.Table, options: ImportOptions) -> PreparedPurchases:
        """Return the lines with all that is to be made for them."""
        ready = _with_codes(store, ready)
        customers = repository.customers_of(store, ready)
        missing = customer_intake.customers_to_add(store, actor, customers) if options.create_customers else None
        return PreparedPurchases(
            ready,
            repository.new_orders(store, ready),
            repository.new_products(store, ready),
            customers,
            missing,
        )


def _with_codes(store: Store, ready: pa.Table) -> pa.Table:
    """Return the lines with a made code for each customer of whom only the name is given and who is to be added."""
    is_open = _is_named_alone(ready)
    keys = pc.unique(ready["customer_key"].filter(is_open)).to_pylist()
    if not keys:
        return ready
    taken = pa.table({"code": pc.unique(ready["customer_code"]).drop_null()})
    codes = pa.array(customer_intake.free_codes(store, taken, len(keys)), pa.string())
    found = codes.take(pc.index_in(ready["customer_key"].combine_chunks(), pa.array(keys, pa.string())))
    filled = pc.if_else(is_open, found, ready["customer_code"])
    return ready.set_column(ready.schema.get_field_index("customer_code"), "customer_code", filled)


def _is_named_alone(ready: pa.Table) -> pa.ChunkedArray:
    """Return, for each line, whether it is accepted and gives a customer's name but no code, known or given."""
    is_written = pc.is_in(ready["outcome"], pa.array([Outcome.ADDED.value, Outcome.UPDATED.value]))
    return pc.and_(is_written, pc.and_(pc.is_null(ready["customer_code"]), pc.is_valid(ready["customer_key"])))


@dataclass(frozen=True, slots=True)
class PreparedProducts:
    """Product lines that wait for the lock."""

    ready: pa.Table

    def write(self, transaction: Transaction, reach: Reach, import_id: int) -> None:
        """Write the new and the changed products."""
        repository.add_products(transaction, self.ready, clock.now(), import_id)
        if _holds(self.ready, Outcome.UPDATED):
            repository.update_products(transaction, self.ready, clock.now(), import_id)


class ProductIntake:
    """Takes in products. They are the whole company's, so only who imports for all may."""

    tables = ("product",)
    shown: Mapping[str, str] = {
        "code": N_("Product code"),
        "name": N_("Product name"),
        "category": N_("Category"),
        "unit_price": N_("Unit price"),
        "unit_cost": N_("Unit cost"),
    }
    reasons: Mapping[str, Reason] = {
        "code_twice": Reason("code", N_("Row {row} has the same code with other content.")),
    }

    def compare(self, store: Store, reach: Reach, staged: pa.Table, options: ImportOptions) -> pa.Table:
        """Return the lines with what becomes of each.

        Raises:
            Refused: the actor imports into one team only.
        """
        if reach.scope is not Scope.ALL:
            raise Refused(message(N_("Products belong to the whole company. Ask an administrator to import them.")))
        return repository.compared_products(store, staged, is_updating=options.update is UpdateRule.BY_KEY)

    def missing_customers(self, store: Store, ready: pa.Table, options: ImportOptions) -> int:
        """Return 0: products name no customers."""
        return 0

    def changed(self, store: Store, reach: Reach, lines: pa.Table) -> pa.Table | None:
        """Return the fields of known products that the lines would write over."""
        return repository.changed_products(store, lines)

    def prepare(self, store: Store, actor: Actor, ready: pa.Table, options: ImportOptions) -> PreparedProducts:
        """Return the lines as they are."""
        return PreparedProducts(ready)


def _holds(ready: pa.Table, outcome: Outcome) -> bool:
    return bool(pc.any(pc.equal(ready["outcome"], outcome.value)).as_py())
