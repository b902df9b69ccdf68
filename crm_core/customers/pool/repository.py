"""The public pool: rows of the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crm_core.customers.ownership.hands import Cause
from crm_core.customers.pool.model import PoolLine, PoolPage, PoolRequest, PoolSort
from crm_core.customers.search import search_terms
from crm_core.store import Composer, Row, Store, Transaction, statement

ROOM = "customers/pool"
_SORTS = {
    PoolSort.NAME: "f.search_text", PoolSort.CODE: "f.code", PoolSort.REGION: "f.region",
    PoolSort.LAST_CONTACT: "n.last_at", PoolSort.FELL: "f.fell_at",
}  # fmt: skip
_CONTACT = (
    "left join (select i.customer_id, max(i.happened_at) as last_at from interaction_view as i "
    "inner join found as w on w.customer_id = i.customer_id group by i.customer_id) as n on n.customer_id = f.customer_id"
)
_PAGE = Composer(
    statement(ROOM, "pool_page"),
    {
        "joined": {PoolSort.LAST_CONTACT: _CONTACT},
        "order": {f"{sort} {way}": f"{key} {way}" for sort, key in _SORTS.items() for way in ("asc", "desc")},
    },
)


def find_page(store: Store, request: PoolRequest) -> PoolPage:
    """Return one page of the pool."""
    first, second, third = search_terms(request.text)
    asked = {
        "scope": request.reach.scope.value, "team": request.team_id, "first": first, "second": second, "third": third,
        "region": request.region, "size": request.size, "skip": request.page * request.size,
    }  # fmt: skip
    page = _PAGE.compose(
        joined=[request.sort] if request.sort is PoolSort.LAST_CONTACT else [],
        order=f"{request.sort} {'desc' if request.is_descending else 'asc'}",
    )
    found = store.table(page, asked).to_pylist()
    if not found:
        return PoolPage((), 0)
    ids = [row["customer_id"] for row in found]
    told = {row["customer_id"]: row for row in store.table(statement(ROOM, "pool_lines"), {"ids": ids}).to_pylist()}
    return PoolPage(tuple(_line(told[key]) for key in ids if key in told), found[0]["total"])


def _line(row: Row) -> PoolLine:
    return PoolLine(**{**row, "cause": Cause(row["cause"]) if row["cause"] else None})


def find_regions(store: Store, request: PoolRequest) -> tuple[str, ...]:
    """Return the regions of the pool's customers, the most frequent first, at most 200."""
    rows = store.rows(statement(ROOM, "pool_regions"), [request.reach.scope.value, request.team_id])
    return tuple(row["region"] for row in rows)


def find_to_claim(transaction: Transaction, customer_ids: Sequence[int], user_id: int, since: datetime) -> list[Row]:
    """Return the asked customers whoever owns them; ``let_go_at`` where the user let one go since an instant."""
    return transaction.rows(statement(ROOM, "customers_to_claim"), [list(customer_ids), user_id, since])


def find_to_release(transaction: Transaction, reach: Sequence[object], customer_ids: Sequence[int]) -> list[Row]:
    """Return those of the asked customers that the reach opens for a change, with the reason to keep one."""
    return transaction.rows(statement(ROOM, "customers_to_release"), [*reach, list(customer_ids)])


def count_owned(transaction: Transaction | Store, user_id: int, since: datetime) -> Row:
    """Return how many customers a user owns, and how many of them were claimed since an instant."""
    found = transaction.row(statement(ROOM, "owned_and_claimed"), [user_id, since])
    return found or {"owned": 0, "claimed": 0}


def find_exempt(store: Store, customer_id: int) -> Row | None:
    """Return why a customer is to be kept, by whom and since when."""
    return store.row(statement(ROOM, "exempt"), [customer_id])


def put_exempt(transaction: Transaction, customer_id: int, reason: str, user_id: int, at: datetime) -> None:
    """Mark a customer as one to be kept."""
    transaction.execute(statement(ROOM, "put_exempt"), [customer_id, reason, user_id, at])


def remove_exempt(transaction: Transaction, customer_id: int) -> bool:
    """Lift the mark of a customer; False where there was none."""
    return bool(transaction.rows(statement(ROOM, "remove_exempt"), [customer_id]))
