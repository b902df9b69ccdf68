"""Purchases, orders and products in the store: what becomes of a file's lines, and their way in.

Large tables cross as Arrow tables. A lower-case name in quotes here (``ready``, ``staged``) is the name by which the
statement of the same module reads the table.
"""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from crm_core.access.model import Reach
from crm_core.store import Store, Transaction, statement

COMPARE_SECONDS = 300.0
COMPARED_COLUMNS = (
    "row", "outcome", "reason", "first_row", "other", "purchase_id", "order_code", "line_key", "customer_code",
    "customer_name", "customer_key", "product_code", "product_name", "category", "quantity", "unit_price", "unit_cost",
    "amount", "is_return", "is_sold", "purchased_at", "purchased_on", "country", "channel", "differs",
)  # fmt: skip


def compared_lines(
    store: Store, reach: Reach, staged: pa.Table, named: pa.Table, *, create_customers: bool, is_updating: bool
) -> pa.Table:
    """Return a file's lines by row with what becomes of each (``compared_lines.sql``) and all that the store will keep.

    What stands in the file is not asked back from the database: ``staged`` lies on the disk, an answer in memory.
    """
    given = {**reach.named(), "create_customers": create_customers, "update": is_updating}
    tables = {"staged": staged, "named": named}
    made = store.table(statement("purchases", "compared_lines"), given, tables=tables, seconds=COMPARE_SECONDS)
    if not staged["row"].equals(made["row"].cast(staged.schema.field("row").type)):
        staged = staged.sort_by("row")
    columns = {name: made[name] if name in made.column_names else staged[name] for name in COMPARED_COLUMNS}
    return pa.table(columns)


def changed_lines(store: Store, reach: Reach, lines: pa.Table) -> pa.Table:
    """Return the fields of known purchase lines that ``lines`` would write over."""
    return store.table(statement("purchases", "changed_lines"), reach.named(), tables={"lines": lines})


def changed_products(store: Store, lines: pa.Table) -> pa.Table:
    """Return the fields of known products that ``lines`` would write over."""
    return store.table(statement("purchases", "changed_products"), tables={"lines": lines})


def new_orders(store: Store, ready: pa.Table) -> pa.Table:
    """Return code and row of the orders that the accepted lines need and the store lacks."""
    return store.table(statement("purchases", "new_orders"), tables={"ready": ready}, seconds=COMPARE_SECONDS)


def new_products(store: Store, ready: pa.Table) -> pa.Table:
    """Return code, name, category and row of the products that the accepted lines need and the store lacks."""
    return store.table(statement("purchases", "new_products"), tables={"ready": ready}, seconds=COMPARE_SECONDS)


def customers_of(store: Store, ready: pa.Table) -> pa.Table:
    """Return code, name (or null) and row of the customers that the accepted lines name."""
    return store.table(statement("purchases", "customers_of_lines"), tables={"ready": ready}, seconds=COMPARE_SECONDS)


def lacks_customer(transaction: Transaction, reach: Reach, customers: pa.Table) -> bool:
    """Return whether one of ``customers`` is missing, or no longer one whom the actor may import for."""
    found = transaction.execute_with(
        {"customers": customers}, statement("purchases", "missing_customers"), reach.positional()
    )
    return bool(found)


def add_orders(transaction: Transaction, orders: pa.Table) -> None:
    """Add the orders that are still missing."""
    transaction.execute_with({"orders": orders}, statement("purchases", "add_orders"))


def add_products_of_lines(transaction: Transaction, products: pa.Table, now: datetime, import_id: int) -> None:
    """Add the products that are still missing."""
    transaction.execute_with({"products": products}, statement("purchases", "add_products_of_lines"), [now, import_id])
    transaction.execute(statement("purchases", "remember_added_products"), [import_id])


def add_lines(transaction: Transaction, ready: pa.Table, import_id: int) -> None:
    """Append the lines whose outcome is ``added``, with the team and owner that their customers have now."""
    first = pc.min(ready["purchased_on"]).as_py()
    transaction.execute_with({"ready": ready}, statement("purchases", "add_lines"), [import_id], since=first)
    transaction.execute(statement("purchases", "remember_added_lines"), [import_id])


def update_lines(transaction: Transaction, ready: pa.Table, import_id: int) -> None:
    """Change the lines whose outcome is ``updated``."""
    transaction.execute_with({"ready": ready}, statement("purchases", "remember_changed_lines"), [import_id])
    transaction.execute_with({"ready": ready}, statement("purchases", "update_lines"), [import_id])


def compared_products(store: Store, staged: pa.Table, *, is_updating: bool) -> pa.Table:
    """Return a file's products with what becomes of each; see ``compared_products.sql``."""
    query = statement("purchases", "compared_products")
    return store.table(query, {"update": is_updating}, tables={"staged": staged}, seconds=COMPARE_SECONDS)


def add_products(transaction: Transaction, ready: pa.Table, now: datetime, import_id: int) -> None:
    """Add the products whose outcome is ``added``."""
    transaction.execute_with({"ready": ready}, statement("purchases", "add_products"), [now, import_id])
    transaction.execute(statement("purchases", "remember_added_products"), [import_id])


def update_products(transaction: Transaction, ready: pa.Table, now: datetime, import_id: int) -> None:
    """Change the products whose outcome is ``updated``."""
    transaction.execute_with({"ready": ready}, statement("purchases", "remember_changed_products"), [import_id])
    transaction.execute_with({"ready": ready}, statement("purchases", "update_products"), [now, import_id])
