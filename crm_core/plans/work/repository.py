"""What is kept beside a plan's actions, between rows and types. Who may is the service's to say."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal

from crm_core.plans.work.model import NOTHING, Detail, Link
from crm_core.store import Row, Store, Transaction, statement

ROOM = "plans/work"


def _detail(row: Row) -> Detail:
    return Detail(row["method"], row["planned_cost"], row["spent_cost"])


def find_details(store: Store, plan_id: int) -> dict[int, Detail]:
    """Return what is kept beside the actions of a plan, by action."""
    return {row["action_id"]: _detail(row) for row in store.rows(statement(ROOM, "details"), [plan_id])}


def find_detail(store: Store, action_id: int) -> Detail:
    """Return what is kept beside an action."""
    row = store.row(statement(ROOM, "detail"), [action_id])
    return _detail(row) if row else NOTHING


def find_links(store: Store, plan_id: int) -> tuple[Link, ...]:
    """Return which action of a plan comes after which."""
    return tuple((row["action_id"], row["after_id"]) for row in store.rows(statement(ROOM, "links"), [plan_id]))


def find_budget(store: Store, plan_id: int) -> tuple[Decimal | None, int]:
    """Return what a plan may cost, with its version; None and 0 where nobody has said."""
    row = store.row(statement(ROOM, "budget"), [plan_id])
    return (row["amount"], row["version"]) if row else (None, 0)


def find_open_before(store: Store, actions: Iterable[int]) -> list[Row]:
    """Return each open action that one of ``actions`` waits for, with its plan."""
    return store.rows(statement(ROOM, "open_before"), [list(actions)])


def put_detail(transaction: Transaction, action_id: int, detail: Detail, at: datetime) -> None:
    """Store what is kept beside an action, in place of what was."""
    given = [action_id, detail.method, detail.planned_cost, detail.spent_cost, at]
    transaction.execute(statement(ROOM, "put_detail"), given)


def put_links(transaction: Transaction, action_id: int, was: Collection[int], becomes: Collection[int]) -> None:
    """Let an action come after ``becomes`` where it came after ``was``."""
    for after in sorted(set(was) - set(becomes)):
        transaction.execute(statement(ROOM, "remove_link"), [action_id, after])
    for after in sorted(set(becomes) - set(was)):
        transaction.execute(statement(ROOM, "add_link"), [action_id, after])


def put_budget(  # noqa: PLR0917 - a row, by whom and when
    transaction: Transaction, plan_id: int, version: int, amount: Decimal | None, by: int, at: datetime
) -> bool:
    """Store what a plan may cost; False where ``version`` is not the stored one any more. 0 is the first."""
    if version == 0:
        if transaction.row(statement(ROOM, "budget"), [plan_id]) is not None:
            return False
        transaction.execute(statement(ROOM, "add_budget"), [plan_id, amount, by, at])
        return True
    return bool(transaction.rows(statement(ROOM, "edit_budget"), [plan_id, version, amount, by, at]))
