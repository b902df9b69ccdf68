"""The only room that knows a database.

``Store`` reads and writes; ``statement`` loads one SQL file of a room; ``compose`` joins constant fragments by closed
names. Nothing else in the program builds or runs SQL.
"""

from crm_core.store.composer import Composer
from crm_core.store.database import Store, Transaction
from crm_core.store.faults import NewerStore, NotAStore, StoreBusy, StoreDamaged, StoreInUse, UniqueViolation
from crm_core.store.statement import Statement, statement

__all__ = [
    "Composer",
    "NewerStore",
    "NotAStore",
    "Statement",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "StoreInUse",
    "Transaction",
    "UniqueViolation",
    "statement",
]
