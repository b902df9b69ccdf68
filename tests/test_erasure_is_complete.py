"""No table and no column of text is forgotten by an erasure: the list names each; a room that makes one adds it there."""

from __future__ import annotations

from crm_core.privacy.erasure.places import PLACES, What
from crm_core.store import Store
from crm_core.store.check import tables
from tests.conftest import sql

COLUMNS = sql("select table_name, column_name, data_type from duckdb_columns() where not internal order by all")
HINT = "add it to crm_core/privacy/erasure/places.py and say what becomes of it"


def test_every_table_stands_in_the_list_of_an_erasure(store: Store) -> None:
    named = [place.table for place in PLACES]
    assert len(named) == len(set(named))
    assert sorted(set(tables(store)) - set(named)) == [], HINT
    assert sorted(set(named) - set(tables(store))) == []


def test_no_table_that_names_a_customer_is_kept_as_it_is(store: Store) -> None:
    naming = {row["table_name"] for row in store.rows(COLUMNS) if row["column_name"] == "customer_id"}
    kept = {place.table for place in PLACES if place.what is What.KEEP}
    assert sorted(naming & kept) == [], HINT


def test_every_text_of_a_table_whose_rows_stay_is_blanked_struck_or_kept_for_a_reason(store: Store) -> None:
    places = {place.table: place for place in PLACES}
    forgotten, unknown = [], []
    for row in store.rows(COLUMNS):
        place = places.get(row["table_name"])
        if place is None:
            continue
        is_told = row["column_name"] in {*place.blank, *place.strike, *place.kept}
        if place.what is not What.REMOVE and row["data_type"] == "VARCHAR" and not is_told:
            forgotten.append(f"{row['table_name']}.{row['column_name']}")
    columns = {(row["table_name"], row["column_name"]) for row in store.rows(COLUMNS)}
    for place in PLACES:
        for name in (*place.blank, *place.strike, *place.kept, *place.told):
            if (place.table, name) not in columns:
                unknown.append(f"{place.table}.{name}")
    assert (forgotten, unknown) == ([], []), HINT
