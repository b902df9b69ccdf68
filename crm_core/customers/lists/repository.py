"""Lists of customers from the store.

What each customer spent and when each was met last is summed up over the whole store and kept until the tables behind
it change, so that a keystroke or a page does not sum up a million purchases again.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from weakref import WeakKeyDictionary

import pyarrow as pa

from crm_core.access.model import Reach
from crm_core.customers.fields import phone_search
from crm_core.customers.lists.model import (
    CustomerLine,
    CustomerListRequest,
    CustomerPage,
    Pick,
    PickRequest,
    Sort,
    View,
)
from crm_core.customers.model import Kind, Owner
from crm_core.customers.search import search_terms
from crm_core.relationships.model import Rung
from crm_core.store import Composer, Row, Store, statement
from crm_core.store.database import QUERY_SECONDS
from crm_core.texts import key_of

ROOM = "customers/lists"

# What the public pool may not tell is null for it here too: an order would tell it.
_KEYS = {
    Sort.NAME: "s.search_text",
    Sort.CODE: "s.code",
    Sort.CREATED: "case when s.is_open then s.created_at end",
    Sort.LAST_PURCHASE: "case when s.is_open then l.last_on end",
    Sort.SPEND: "case when s.is_open then l.spend end",
    Sort.LAST_CONTACT: "case when s.is_open then n.last_at end",
}
_JOINS = {
    Sort.LAST_PURCHASE: "left join lifetime as l on l.customer_id = s.customer_id",
    Sort.SPEND: "left join lifetime as l on l.customer_id = s.customer_id",
    Sort.LAST_CONTACT: "left join contact as n on n.customer_id = s.customer_id",
}
_FILTERS = {
    "mine": "and s.owner_id = $me",
    "shared": "and s.customer_id in (select v.customer_id from collaborator as v where v.user_id = $me)",
    "pool": "and s.owner_id is null",
    "owner": "and s.is_open and s.owner_id = $owner",
    "team": "and s.is_open and s.team_id = $team",
    "kind": "and s.is_open and s.kind = $kind",
    "region": "and s.is_open and s.region = $region",
    "tier": "and s.is_open and s.customer_id in (select k.customer_id from customer_standing_view as k "
    "where k.dimension = 'tier' and k.until_on is null and k.rung = $tier)",
    "relation_type": "and s.is_open and s.customer_id in (select k.customer_id from customer_standing_view as k "
    "where k.dimension = 'type' and k.until_on is null and k.rung = $relation_type)",
    "tag": "and s.is_open and s.customer_id in (select g.customer_id from customer_tag as g where g.tag_id = $tag)",
    "follow_up": "and s.is_open and s.customer_id in "
    "(select d.customer_id from follow_up_view as d where d.status = 'open')",
}
_LIST = Composer(
    statement(ROOM, "customer_list"),
    {
        "sort_key": {sort.value: key for sort, key in _KEYS.items()},
        "joins": {sort.value: join for sort, join in _JOINS.items()},
        "filters": _FILTERS,
        "order": {"up": "sort_key asc nulls last", "down": "sort_key desc nulls last"},
    },
    joiners={"filters": " "},
)

_LINES = statement(ROOM, "customer_lines")
_SUMS = {"lifetime": ("lifetime_of_all", "purchase"), "contact": ("last_contact_of_all", "interaction")}

_ALL, _ALL_SECONDS = 2**31 - 1, 300.0

_kept: WeakKeyDictionary[Store, dict[str, tuple[tuple[int, ...], pa.Table]]] = WeakKeyDictionary()
_lock = threading.Lock()


def _summed(store: Store, name: str, table: str) -> pa.Table:
    """Return a sum over the whole store, anew only where ``table`` was written since."""
    versions = store.versions((table,))
    with _lock:
        found = _kept.setdefault(store, {}).get(name)
        if found is None or found[0] != versions:
            found = (versions, store.table(statement(ROOM, name)))
            _kept[store][name] = found
    return found[1]


def find_page(store: Store, request: CustomerListRequest) -> CustomerPage:
    """Return one page of a list."""
    sums = _sums(store)
    rows = _found(store, request, sums, size=request.size, skip=request.page * request.size).to_pylist()
    return CustomerPage(_lines(store, rows, sums), rows[0]["total"] if rows else 0)


def find_all(store: Store, request: CustomerListRequest) -> pa.Table:
    """Return all lines of a list in order: customer_id, is_open, and the columns of a file, masked."""
    sums = _sums(store)
    found = _found(store, request, sums, size=_ALL, skip=0, seconds=_ALL_SECONDS).drop_columns(["total"])
    placed = found.append_column("place", pa.array(range(found.num_rows), pa.int64()))
    return store.table(statement(ROOM, "export_lines"), tables={"found": placed, **sums}, seconds=_ALL_SECONDS)


def count_outside(store: Store, reach: Reach, seen: pa.Table) -> int:
    """Return how many customers of ``seen`` (customer_id, is_open) the reach does not open any more."""
    query = statement(ROOM, "count_outside")
    return int(store.table(query, reach.positional(), tables={"seen": seen})["outside"][0].as_py())


def _sums(store: Store) -> dict[str, pa.Table]:
    return {name: _summed(store, *source) for name, source in _SUMS.items()}


def _found(
    store: Store,
    request: CustomerListRequest,
    sums: Mapping[str, pa.Table],
    *,
    size: int,
    skip: int,
    seconds: float = QUERY_SECONDS,
) -> pa.Table:
    """Return customer_id, is_open and total of a part of a list, in order."""
    first, second, third = search_terms(request.text)
    phone, tail = phone_search(request.text)
    filters, values = _filters(request)
    query = _LIST.compose(
        sort_key=request.sort.value,
        joins=(request.sort.value,) if request.sort in _JOINS else (),
        filters=filters,
        order="down" if request.is_descending else "up",
    )
    return store.table(
        query,
        {
            **request.reach.named(),
            **values,
            **{"first": first, "second": second, "third": third, "phone": phone, "tail": tail},
            "size": size,
            "skip": skip,
        },
        tables=sums if request.sort in _JOINS else None,
        seconds=seconds,
    )


def _lines(store: Store, rows: list[Row], sums: Mapping[str, pa.Table]) -> tuple[CustomerLine, ...]:
    """Return what is told of the found customers, in their order."""
    asked = {
        "ids": [row["customer_id"] for row in rows],
        "open": [row["customer_id"] for row in rows if row["is_open"]],
    }
    told = {row["customer_id"]: row for row in store.table(_LINES, asked, tables=sums).to_pylist()} if rows else {}
    return tuple(_line(told[key]) for key in asked["ids"] if key in told)


def _line(row: Row) -> CustomerLine:
    rungs = {name: Rung(row[name]) if row[name] else None for name in ("tier", "relation_type")}
    return CustomerLine(**{**row, **rungs, "kind": Kind(row["kind"]) if row["kind"] else None})


def _filters(request: CustomerListRequest) -> tuple[list[str], dict[str, object]]:
    """Return the names of the filters that were asked for, and their values."""
    filters = [] if request.view is View.ALL else [request.view.value]
    values: dict[str, object] = {}
    for name, value in (
        ("owner", request.owner_id),
        ("team", request.team_id),
        ("kind", request.kind.value if request.kind else None),
        ("region", request.region or None),
        ("tier", request.tier.value if request.tier else None),
        ("relation_type", request.relation_type.value if request.relation_type else None),
        ("tag", request.tag_id),
    ):
        if value is not None:
            filters.append(name)
            values[name] = value
    if request.has_open_follow_up:
        filters.append("follow_up")
    return filters, values


def find_picks(store: Store, request: PickRequest) -> tuple[Pick, ...]:
    """Return the customers that fit best; where nothing was typed, those whom the actor contacted last."""
    reach = {**request.reach.named(), "size": request.size}
    if not key_of(request.text):
        rows = store.rows(statement(ROOM, "recent_customers"), reach)
    else:
        first, second, third = search_terms(request.text)
        phone, tail = phone_search(request.text)
        words = {"first": first, "second": second, "third": third, "whole": " ".join((first, second, third)).strip()}
        rows = store.rows(statement(ROOM, "customer_pick"), {**reach, **words, "phone": phone, "tail": tail})
    return tuple(Pick(**row) for row in rows)


def find_regions(store: Store, reach: Reach) -> tuple[str, ...]:
    """Return the regions of the customers within a reach, the most frequent first, at most 200."""
    return tuple(row["region"] for row in store.rows(statement(ROOM, "regions"), reach.positional()))


def find_owners_present(store: Store, reach: Reach) -> tuple[Owner, ...]:
    """Return the users who own customers within a reach, disabled ones too."""
    return tuple(Owner(**row) for row in store.rows(statement(ROOM, "owners_present"), reach.positional()))
