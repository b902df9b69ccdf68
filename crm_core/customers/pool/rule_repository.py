"""Rules of the public pool: rows of the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pyarrow as pa

from crm_core.customers.model import Kind
from crm_core.customers.pool.rule_model import TIER_LABELS, DueCustomer, Rule, RuleDraft
from crm_core.relationships.model import Rung
from crm_core.store import Row, Store, Transaction, statement

ROOM = "customers/pool"


def find_rules(store: Store, rule_id: int | None = None) -> tuple[Rule, ...]:
    """Return all rules, or one."""
    return tuple(_rule(row) for row in store.rows(statement(ROOM, "rules"), [rule_id]))


def _rule(row: Row) -> Rule:
    named = tuple(tier for tier in TIER_LABELS if tier in row["tiers"])
    return Rule(**{**row, "kind": Kind(row["kind"]) if row["kind"] else None, "tiers": named})


def insert(transaction: Transaction, draft: RuleDraft, at: datetime, by: int) -> int:
    """Store a rule, which is off, and return its id."""
    rule_id = int(transaction.rows(statement(ROOM, "add_rule"), [*draft.values().values(), at, by])[0]["rule_id"])
    transaction.execute(statement(ROOM, "add_rule_tiers"), [rule_id, list(draft.tiers)])
    return rule_id


def update(transaction: Transaction, rule_id: int, version: int, draft: RuleDraft, at: datetime) -> bool:
    """Change a rule and switch it off; False where ``version`` is not the stored one any more."""
    if not transaction.rows(statement(ROOM, "edit_rule"), [rule_id, version, *draft.values().values(), at]):
        return False
    transaction.execute(statement(ROOM, "remove_rule_tiers"), [rule_id])
    transaction.execute(statement(ROOM, "add_rule_tiers"), [rule_id, list(draft.tiers)])
    return True


def switch(transaction: Transaction, rule_id: int, version: int, by: int | None, at: datetime) -> bool:
    """Switch a rule on (``by`` whom) or off (None); False where ``version`` is not the stored one any more."""
    given = [rule_id, version, at if by is not None else None, by, at]
    return bool(transaction.rows(statement(ROOM, "switch_rule"), given))


def remove(transaction: Transaction, rule_id: int, version: int) -> bool:
    """Remove a rule that is off; False where it is not, or was changed."""
    if not transaction.rows(statement(ROOM, "remove_rule"), [rule_id, version]):
        return False
    transaction.execute(statement(ROOM, "remove_rule_tiers"), [rule_id])
    return True


def forget_warnings(transaction: Transaction, rule_id: int) -> None:
    """Forget whom a rule has warned."""
    transaction.execute(statement(ROOM, "forget_warnings"), [rule_id])


def find_due(
    source: Store | Transaction, draft: RuleDraft, today: date, *, protected: int, zone: str, size: int
) -> tuple[tuple[DueCustomer, ...], int]:
    """Return whom a rule releases as of a day, the one left alone longest first, and how many there are in all."""
    asked = {
        "quiet": draft.quiet_days, "unsold": draft.unsold_days, "kind": draft.kind.value if draft.kind else None,
        "team": draft.team_id, "region": draft.region, "tiers": list(draft.tiers), "today": today, "protected": protected, "zone": zone, "size": size,
    }  # fmt: skip
    rows = source.rows(statement(ROOM, "due_by_rule"), asked)
    total = rows[0]["total"] if rows else 0
    return tuple(_due(row) for row in rows), total


def _due(row: Row) -> DueCustomer:
    told = {name: value for name, value in row.items() if name != "total"}
    return DueCustomer(**{**told, "tier": Rung(row["tier"]) if row["tier"] else None})


def settle_warnings(
    transaction: Transaction, rule_id: int, due: Sequence[DueCustomer], today: date, free_on: date
) -> list[Row]:
    """Forget the warnings of whom the rule does not mean any more, note the new ones; return those (customer, owner)."""
    table = pa.table(
        {
            "customer_id": pa.array([one.customer_id for one in due], pa.int64()),
            "owner_id": pa.array([one.owner_id for one in due], pa.int64()),
        }
    )
    transaction.execute_with({"due": table}, statement(ROOM, "settle_warnings"), [rule_id])
    return transaction.execute_with({"due": table}, statement(ROOM, "warn_owners"), [rule_id, today, free_on])


def find_free(transaction: Transaction, rule_id: int, today: date) -> set[int]:
    """Return the customers whose owners were told in time."""
    return {row["customer_id"] for row in transaction.rows(statement(ROOM, "free_customers"), [rule_id, today])}
