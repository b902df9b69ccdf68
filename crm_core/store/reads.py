"""A query function says which tables it reads, so that caches know when its answer is old."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Query = TypeVar("Query", bound=Callable[..., object])


def reads(*tables: str) -> Callable[[Query], Query]:
    """Declare the stored tables (not views) that the decorated ``query(store, request)`` depends on."""

    def mark(query: Query) -> Query:
        query.__dict__["reads"] = tables
        return query

    return mark


def tables_of(query: Callable[..., object]) -> tuple[str, ...]:
    """Return the tables that ``query`` declared.

    Raises:
        TypeError: it declared none; a bug, since its answers could never grow old.
    """
    tables: tuple[str, ...] | None = query.__dict__.get("reads")
    if not tables:
        raise TypeError(f"{query.__qualname__} declares no tables: decorate it with @reads(…)")
    return tables
