"""What people hold: rows of the store."""

from __future__ import annotations

from crm_core.access.model import Role
from crm_core.store import Store, Transaction, statement
from crm_core.team.leaving.model import Holding, HoldingsRequest


def find_holdings(source: Store | Transaction, request: HoldingsRequest) -> tuple[Holding, ...]:
    """Return what each person of the reach holds: whoever is active, and the disabled who still hold something."""
    rows = source.rows(
        statement("team/leaving", "holdings"), [request.reach.scope.value, list(request.reach.teams), request.user_id]
    )
    return tuple(Holding(**{**row, "role": Role(row["role"])}) for row in rows)
