"""What a plan takes in, between rows and types. Who may is the service's to say."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from crm_core.customers.profile.needs.model import Want
from crm_core.plans.scope.model import Look, Placed, PlaceDraft, Side
from crm_core.store import Store, Transaction, statement

ROOM = "plans/scope"


def links(store: Store, plan_id: int) -> dict[Want, tuple[int, ...]]:
    """Return which goals of a plan answer to which kind of want."""
    found: dict[Want, tuple[int, ...]] = {}
    for row in store.rows(statement(ROOM, "links"), [plan_id]):
        found[Want(row["want"])] = (*found.get(Want(row["want"]), ()), row["goal_id"])
    return found


def put_links(
    transaction: Transaction,
    place: tuple[int, Want],
    was: Collection[int],
    becomes: Collection[int],
    *,
    by: int,
    at: datetime,
) -> None:
    """Let other goals answer to a kind of want in a plan."""
    plan_id, want = place
    for goal_id in sorted(set(was) - set(becomes)):
        transaction.execute(statement(ROOM, "remove_link"), [plan_id, want.value, goal_id])
    for goal_id in sorted(set(becomes) - set(was)):
        transaction.execute(statement(ROOM, "add_link"), [plan_id, want.value, goal_id, by, at])


def remove_links_of_goal(transaction: Transaction, goal_id: int) -> None:
    """Remove what a goal answers to."""
    transaction.execute(statement(ROOM, "remove_links_of_goal"), [goal_id])


def placed(store: Store, plan_id: int) -> dict[int, Placed]:
    """Return what was decided of touchpoints in a plan, by touchpoint."""
    return {row["touchpoint_id"]: Placed(**row) for row in store.rows(statement(ROOM, "placed"), [plan_id])}


def put_place(
    transaction: Transaction, place: tuple[int, int], draft: PlaceDraft, *, version: int, by: int, at: datetime
) -> bool:
    """Store what was decided of a touchpoint in a plan; False where ``version`` is not the stored one any more."""
    given = [*place, draft.is_in, draft.reason, by, at]
    if version == 0:
        transaction.execute(statement(ROOM, "add_place"), given)
        return True
    return bool(transaction.rows(statement(ROOM, "edit_place"), [*place, version, draft.is_in, draft.reason, by, at]))


def looks(store: Store, plan_id: int) -> tuple[Look, ...]:
    """Return the looks at maturity in a plan, the earliest first."""
    found = []
    for row in store.rows(statement(ROOM, "looks"), [plan_id]):
        found.append(
            Look(**{name: value for name, value in row.items() if name != "dimension"}, side=Side(row["dimension"]))
        )
    return tuple(found)


def add_look(transaction: Transaction, plan_id: int, look: Look, *, by: int, at: datetime) -> None:
    """Store one look at one side."""
    given = [plan_id, look.side.value, look.level, look.aim, look.aim_on, look.note, look.assessed_on, by, at]
    transaction.execute(statement(ROOM, "add_look"), given)
