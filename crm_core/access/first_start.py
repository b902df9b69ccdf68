"""Whether anybody has an account yet."""

from __future__ import annotations

from crm_core.store import Store, statement


def has_users(store: Store) -> bool:
    """Return whether the store holds at least one user."""
    return bool(store.value(statement("access", "any_user")))
