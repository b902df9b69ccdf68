"""Taking an import of purchases and products back: lines with the orders that they leave empty, then products."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from crm_core import clock
from crm_core.access.model import Actor, Reach
from crm_core.imports.taking_back import JUDGE_SECONDS, LEAVING
from crm_core.store import Store, Transaction, statement

ROOM = "purchases"


class TakingBackLines:
    """Purchase lines. One stays where it was changed since, or where the customer or product that it had before has gone."""

    entity = "purchase"
    tables = ("purchase", "purchase_order", "product", "customer")

    def judge(self, store: Store, reach: Reach, changes: pa.Table, leaving: Mapping[str, pa.Table]) -> pa.Table:
        """Return the lines with the reason why one stays."""
        query = statement(ROOM, "judged_lines")
        return store.table(query, tables={"changes": changes}, seconds=JUDGE_SECONDS)

    def undo(self, transaction: Transaction, actor: Actor, taken: pa.Table) -> None:
        """Remove the added lines and the orders left empty, and put the changed lines back."""
        transaction.execute_with({"taken": taken}, statement(ROOM, "restore_lines"))
        transaction.execute_with({"taken": taken}, statement(ROOM, "remove_lines"))
        transaction.execute_with({"taken": taken}, statement(ROOM, "remove_empty_orders"))


class TakingBackProducts:
    """Products. One that was added stays where it was changed since, or where other lines hold it."""

    entity = "product"
    tables = ("product", "purchase")

    def judge(self, store: Store, reach: Reach, changes: pa.Table, leaving: Mapping[str, pa.Table]) -> pa.Table:
        """Return the products with the reason why one stays."""
        tables = {"changes": changes, "leaving_purchase": leaving.get("leaving_purchase", LEAVING)}
        return store.table(statement(ROOM, "judged_products"), tables=tables, seconds=JUDGE_SECONDS)

    def undo(self, transaction: Transaction, actor: Actor, taken: pa.Table) -> None:
        """Remove the added products and put the changed ones back."""
        transaction.execute_with({"taken": taken}, statement(ROOM, "restore_products"), [clock.now()])
        transaction.execute_with({"taken": taken}, statement(ROOM, "remove_products"))
