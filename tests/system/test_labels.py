"""An administrator reads what the store holds in the words of the business."""

from __future__ import annotations

from crm_core.store import Store
from crm_core.store.check import tables
from crm_core.system.labels import TABLE_LABELS


def test_every_table_of_the_store_has_a_name_in_the_words_of_the_business(store: Store) -> None:
    assert set(tables(store)) == set(TABLE_LABELS)
