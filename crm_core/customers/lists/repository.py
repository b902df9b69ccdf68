"""Lists of customers from the store.

What each customer spent and when each was met last is summed up over the whole store and kept until the tables behind
it change, so that a keystroke or a page does not sum up a million purchases again; so is what a search looks in.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa

from crm_core import clock
from crm_core.access.model import Reach
from crm_core.customers.fields import phone_search
from crm_core.customers.lists.fields import Shape, own_id, own_list_field
from crm_core.customers.lists.finding import ROOM, compose, fields_asked
from crm_core.customers.lists.model import CustomerLine, CustomerListRequest, CustomerPage, Pick, PickRequest
from crm_core.customers.lists.narrowing import ENOUGH, MOST, Narrowed, rows_at, with_places
from crm_core.customers.lists.telling import telling
from crm_core.customers.model import Gender, Kind, Owner
from crm_core.customers.profile.needs.model import Way
from crm_core.customers.profile.outlook.model import Level
from crm_core.customers.profile.outlook.service import mark_days
from crm_core.customers.profile.own_fields.exporting import fields_for_file
from crm_core.customers.profile.own_fields.repository import find_values_of_many
from crm_core.customers.profile.stages.model import Stage
from crm_core.customers.search import search_terms
from crm_core.relationships.model import Rung
from crm_core.settings import service as settings
from crm_core.store import Row, Store, statement
from crm_core.store.database import QUERY_SECONDS
from crm_core.texts import key_of

# What is kept: by the name that statements know it by, the statement it comes from and the tables behind it.
_KEPT = {
    "lifetime": ("lifetime_of_all", ("purchase", "setting")),
    "contact": ("last_contact_of_all", ("interaction",)),
    "standing": ("standing_of_all", ("customer_standing",)),
    "people": ("customers_to_search", ("customer",)),
}
_SUMS = ("lifetime", "contact")
_ROWS_A_PART = 122_880  # of a kept table, so that several threads share it

_ALL, _ALL_SECONDS = 2**31 - 1, 300.0

_PLACES = ("first", "second", "third")  # of the words that are looked for

_narrowed: WeakKeyDictionary[Store, tuple[object, Narrowed]] = WeakKeyDictionary()
_kept: WeakKeyDictionary[Store, dict[str, tuple[object, pa.Table]]] = WeakKeyDictionary()
_lock = threading.Lock()


def _kept_of(store: Store, names: Iterable[str]) -> dict[str, pa.Table]:
    """Return kept tables by name, each made anew only where one behind it was written since, or on another day."""
    return {name: _kept_by_key(store, name)[1] for name in names}


def _kept_by_key(store: Store, name: str) -> tuple[object, pa.Table]:
    """Return a kept table, and the key of the state that it is of."""
    source, tables = _KEPT[name]
    given = mark_days(store) if name == "lifetime" else {}
    key = (store.versions(tables), tuple(given.values()))
    with _lock:
        found = _kept.setdefault(store, {}).get(name)
        if found is None or found[0] != key:
            whole = store.table(statement(ROOM, source), given).combine_chunks()
            parted = pa.Table.from_batches(whole.to_batches(max_chunksize=_ROWS_A_PART), whole.schema)
            found = (key, with_places(parted) if name == "people" else whole)
            _kept[store][name] = found
    return found


def _people(store: Store, text: str) -> tuple[pa.Table, Narrowed]:
    """Return "people", of whom those are left that fit what was typed where that is known; and the searches of late.

    Digits may be a phone's, which is found by no part of it: they are looked for among all.
    """
    key, whole = _kept_by_key(store, "people")
    with _lock:
        if store not in _narrowed or _narrowed[store][0] != key:
            _narrowed[store] = (key, Narrowed())
        narrowed = _narrowed[store][1]
    words = _words(text)
    if not words or any(phone_search(text)):
        return whole, narrowed
    left = narrowed.among(words)
    if left is not None and left.num_rows <= ENOUGH:
        return left, narrowed
    if left is not None or narrowed.is_worth_keeping(words):
        given = {
            **dict.fromkeys(("first", "second", "third"), ""),
            **dict(zip(_PLACES, words, strict=False)),
            "most": MOST,
        }
        places = store.table(statement(ROOM, "people_like"), given, tables={"people": whole if left is None else left})
        if places.num_rows < MOST:
            left = rows_at(whole, places["place"].to_numpy())
            narrowed.keep(words, left)
            return left, narrowed
    return whole if left is None else left, narrowed


def _words(text: str) -> tuple[str, ...]:
    return tuple(filter(None, search_terms(text)))


def find_page(store: Store, request: CustomerListRequest) -> CustomerPage:
    """Return one page of a list."""
    rows = _found(store, request, size=request.size, skip=request.page * request.size, in_memory=True).to_pylist()
    return CustomerPage(_lines(store, rows, request.columns), rows[0]["total"] if rows else 0)


def find_all(store: Store, request: CustomerListRequest) -> pa.Table:
    """Return all lines of a list in order: customer_id, is_open, and the columns of a file, masked."""
    found = _found(store, request, size=_ALL, skip=0, seconds=_ALL_SECONDS).drop_columns(["total"])
    placed = found.append_column("place", pa.array(range(found.num_rows), pa.int64()))
    tables = {"found": placed, **_kept_of(store, _SUMS)}
    return store.table(statement(ROOM, "export_lines"), tables=tables, seconds=_ALL_SECONDS)


def find_ids(store: Store, request: CustomerListRequest, most: int) -> list[int]:
    """Return the customers of a list in its order, at most so many; those of the public pool too."""
    ids: list[int] = _found(store, request, size=most, skip=0)["customer_id"].to_pylist()
    return ids


def count_outside(store: Store, reach: Reach, seen: pa.Table) -> int:
    """Return how many customers of ``seen`` (customer_id, is_open) the reach does not open any more."""
    query = statement(ROOM, "count_outside")
    return int(store.table(query, reach.positional(), tables={"seen": seen})["outside"][0].as_py())


def _found(
    store: Store,
    request: CustomerListRequest,
    *,
    size: int,
    skip: int,
    seconds: float = QUERY_SECONDS,
    in_memory: bool = False,
) -> pa.Table:
    """Return customer_id, is_open and total of a part of a list, in order.

    ``in_memory``: a search looks in what is kept, which knows nothing of a transaction that is under way.
    """
    today = clock.today(settings.current(store).zone)
    query, values, given = compose(request, _own_shapes(store, request), today, in_memory=in_memory)
    tables = _kept_of(store, given - {"people"})
    if "people" in given:
        tables["people"], narrowed = _people(store, request.text)
    found = store.table(query, {**values, "size": size, "skip": skip}, tables=tables or None, seconds=seconds)
    if "people" in given and (skip == 0 or found.num_rows):
        narrowed.note(_words(request.text), found["total"][0].as_py() if found.num_rows else 0)
    return found


def _own_shapes(store: Store, request: CustomerListRequest) -> dict[str, Shape]:
    """Return the shapes of the company's own fields that are in use; none where the request asks for none."""
    if not any(own_id(name) is not None for name in fields_asked(request)):
        return {}
    return {field.name: field.shape for field in map(own_list_field, fields_for_file(store))}


def _lines(store: Store, rows: list[Row], columns: tuple[str, ...] | None) -> tuple[CustomerLine, ...]:
    """Return what is told of the found customers, in their order."""
    if not rows:
        return ()
    ids, opened = [row["customer_id"] for row in rows], [row["customer_id"] for row in rows if row["is_open"]]
    query, given = telling(columns)
    told = store.table(query, {"ids": ids, "open": opened}).to_pylist()
    kept = _told_by_kept(store, opened, given)
    own = _own_values(store, opened, columns)
    lines = {key: _line({**row, **kept.get(key, {})}, own.get(key, {})) for row in told if (key := row["customer_id"])}
    return tuple(lines[key] for key in ids if key in lines)


def _told_by_kept(store: Store, ids: list[int], given: Mapping[str, Mapping[str, str]]) -> dict[int, Row]:
    """Return what the kept tables tell of some customers: by customer the fields, of each table those that are asked for."""
    found: dict[int, Row] = {}
    for table, rows in _kept_of(store, given).items():
        for row in _rows_of(rows, ids).to_pylist():
            told = {name: row[column] for name, column in given[table].items()}
            found.setdefault(row["customer_id"], {}).update(told)
    for fields in found.values():
        if "marks" in fields:
            fields["marks"] = ",".join(fields["marks"]) or None
    return found


def _rows_of(table: pa.Table, ids: list[int]) -> pa.Table:
    """Return the rows of some customers from a table in the order of customer_id, without looking at the others."""
    wanted = np.array(ids, dtype=np.int64)
    known = table["customer_id"].to_numpy()
    places = np.searchsorted(known, wanted)
    places = places[places < len(known)]
    return table.take(pa.array(places[np.isin(known[places], wanted)]))


def _own_values(store: Store, ids: list[int], columns: tuple[str, ...] | None) -> dict[int, dict[str, str]]:
    """Return {customer: {own field's name: what is kept}} of the own fields among ``columns``; None: of all."""
    if columns is not None and not any(own_id(name) is not None for name in columns):
        return {}
    fields = {field.field_id: field.key for field in fields_for_file(store, columns)}
    found: dict[int, dict[str, str]] = {}
    for row in find_values_of_many(store, ids, list(fields)).to_pylist() if fields else ():
        found.setdefault(row["customer_id"], {})[fields[row["field_id"]]] = row["value"]
    return found


_TYPES: Mapping[str, Callable[[str], object]] = {
    "kind": Kind, "gender": Gender, "stage": Stage, "potential": Level, "tier": Rung, "relation_type": Rung, "source": Way,
}  # fmt: skip


def _line(row: Row, own: Mapping[str, str]) -> CustomerLine:
    typed = {name: of(row[name]) for name, of in _TYPES.items() if row.get(name)}
    return CustomerLine(**{**row, **typed}, own=own)


def find_picks(store: Store, request: PickRequest) -> tuple[Pick, ...]:
    """Return the customers that fit best; where nothing was typed, those whom the actor contacted last."""
    wanted = {"kind": request.kind or "", "without": request.without, "size": request.size}
    reach = {**request.reach.named(), **wanted}
    if not key_of(request.text):
        rows = store.rows(statement(ROOM, "recent_customers"), reach)
    else:
        first, second, third = search_terms(request.text)
        phone, tail = phone_search(request.text)
        words = {"first": first, "second": second, "third": third, "whole": " ".join((first, second, third)).strip()}
        given = {**reach, **words, "phone": phone, "tail": tail}
        rows = store.table(
            statement(ROOM, "customer_pick"), given, tables={"people": _people(store, request.text)[0]}
        ).to_pylist()
    return tuple(Pick(**row) for row in rows)


def find_regions(store: Store, reach: Reach) -> tuple[str, ...]:
    """Return the regions of the customers within a reach, the most frequent first, at most 200."""
    return tuple(row["region"] for row in store.rows(statement(ROOM, "regions"), reach.positional()))


def find_owners_present(store: Store, reach: Reach) -> tuple[Owner, ...]:
    """Return the users who own customers within a reach, disabled ones too."""
    return tuple(Owner(**row) for row in store.rows(statement(ROOM, "owners_present"), reach.positional()))


def find_teams_present(store: Store, reach: Reach) -> tuple[tuple[int, str], ...]:
    """Return id and name of the teams that have customers within a reach."""
    rows = store.rows(statement(ROOM, "teams_present"), reach.positional())
    return tuple((row["team_id"], row["name"]) for row in rows)
