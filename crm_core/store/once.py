"""A form's key: the first save with it stands, the second is told so."""

from __future__ import annotations

from datetime import datetime

from crm_core import clock
from crm_core.errors import AlreadyDone
from crm_core.store.database import Store
from crm_core.store.statement import statement
from crm_core.store.transaction import Transaction


def refuse_again(store: Store, key: str) -> None:
    """Refuse a ``key`` that was taken, before costly work; the claim in the transaction still decides.

    Raises:
        AlreadyDone: it was taken before; carries what was made then.
    """
    found = store.row(statement("store", "idempotency_key"), [key])
    if found is not None:
        raise AlreadyDone(found["result_id"])


def claim(transaction: Transaction, actor_id: int, key: str) -> None:
    """Take ``key`` for this transaction.

    Raises:
        AlreadyDone: it was taken before; carries what was made then.
    """
    found = transaction.row(statement("store", "idempotency_key"), [key])
    if found is not None:
        raise AlreadyDone(found["result_id"])
    transaction.execute(statement("store", "claim_key"), [key, actor_id, clock.now()])


def settle(transaction: Transaction, key: str, result_id: int) -> None:
    """Note what the save with ``key`` made."""
    transaction.execute(statement("store", "settle_key"), [key, result_id])


def forget(transaction: Transaction, before: datetime) -> int:
    """Forget the keys that were taken before an instant; return how many."""
    return len(transaction.rows(statement("store", "forget_keys"), [before]))
