"""The only room that knows a database.

``Store`` reads and writes; ``statement`` loads one SQL file of a room; ``compose`` joins constant fragments by closed
names. Nothing else in the program builds or runs SQL.
"""

from crm_core.store.composer import Composer
from crm_core.store.database import Store
from crm_core.store.faults import (
    MarkNotWritten,
    NewerStore,
    NotAStore,
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreFull,
    StoreInUse,
    StoreUnreachable,
    UniqueViolation,
)
from crm_core.store.statement import Statement, statement
from crm_core.store.transaction import Parameters, Row, Transaction

__all__ = [
    "Composer",
    "MarkNotWritten",
    "NewerStore",
    "NotAStore",
    "Parameters",
    "Row",
    "Statement",
    "Store",
    "StoreBusy",
    "StoreClosed",
    "StoreDamaged",
    "StoreFull",
    "StoreInUse",
    "StoreUnreachable",
    "Transaction",
    "UniqueViolation",
    "statement",
]
