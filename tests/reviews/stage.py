"""Asking a store as pages do: what was asked before, and has not changed since, is not asked again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from typing import Any

from crm_core.store import Store
from crm_core.store.reads import tables_of


@cache
def asking(store: Store) -> Callable[[Callable[[Store, Any], Any], Any], Any]:
    """Return the one ``ask`` of a store, which remembers."""
    kept: dict[Hashable, Any] = {}

    def ask(query: Callable[[Store, Any], Any], request: Any) -> Any:
        key = (query, request, store.versions(tables_of(query)))
        if key not in kept:
            kept[key] = query(store, request)
        return kept[key]

    return ask
