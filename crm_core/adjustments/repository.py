"""Adjustments and what hangs on them, between rows and types. Who may is the service's to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from crm_core.adjustments.drafts import AdjustmentDraft, OpinionDraft
from crm_core.adjustments.model import Adjustment, Aim, Opinion, Ruling, Said, Touch, Touched, Wanted
from crm_core.store import Row, Store, Transaction, statement
from crm_core.targets.model import ScopeKind, TargetScope

ROOM = "adjustments"
Part = TypeVar("Part")


def _adjustment(row: Row) -> Adjustment:
    given = {name: value for name, value in row.items() if name not in ("scope_kind", "scope_id")}
    return Adjustment(**given, scope=TargetScope(ScopeKind(row["scope_kind"]), row["scope_id"]))


def of_plan(store: Store, plan_id: int) -> tuple[Adjustment, ...]:
    """Return the adjustments of a plan with all that hangs on them, the newest first; what was touched without names."""
    aims = _parts(store, "aims", plan_id, lambda row: Aim(row["metric_id"], Wanted(row["wanted"]), row["size"]))
    touches = _parts(store, "touches", plan_id, lambda row: Touch(Touched(row["kind"]), row["about_id"], None))
    said = _parts(store, "opinions", plan_id, lambda row: Said(**{**row, "opinion": Opinion(row["opinion"])}))
    rulings = _parts(store, "verdicts", plan_id, lambda row: Ruling(**{**row, "opinion": Opinion(row["opinion"])}))
    return tuple(
        replace(
            _adjustment(row),
            aims=tuple(aims.get(row["adjustment_id"], ())),
            touches=tuple(touches.get(row["adjustment_id"], ())),
            said=tuple(said.get(row["adjustment_id"], ())),
            rulings=tuple(rulings.get(row["adjustment_id"], ())),
        )
        for row in store.rows(statement(ROOM, "adjustments"), [plan_id])
    )


def _parts(store: Store, name: str, plan_id: int, make: Callable[[Row], Part]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = {}
    for row in store.rows(statement(ROOM, name), [plan_id]):
        rest = {column: value for column, value in row.items() if column != "adjustment_id"}
        found.setdefault(row["adjustment_id"], []).append(make(rest))
    return found


def one(store: Store, adjustment_id: int) -> Adjustment | None:
    """Return one adjustment without what hangs on it."""
    row = store.row(statement(ROOM, "one"), [adjustment_id])
    return _adjustment(row) if row else None


def touchable(store: Store) -> list[Row]:
    """Return the touchpoints and norms of contact: kind, id, name, days of a norm, and whether it is in force."""
    return store.rows(statement(ROOM, "touchable"))


def add(transaction: Transaction, plan_id: int, draft: AdjustmentDraft, *, by: int, at: datetime) -> int:
    """Store a new adjustment and return its id."""
    given = [plan_id, *_values(draft), by, at]
    adjustment_id = int(transaction.rows(statement(ROOM, "add"), given)[0]["adjustment_id"])
    _add_parts(transaction, adjustment_id, draft)
    return adjustment_id


def edit(transaction: Transaction, adjustment_id: int, version: int, draft: AdjustmentDraft, at: datetime) -> bool:
    """Change an adjustment; False where ``version`` is not the stored one any more."""
    if not transaction.rows(statement(ROOM, "edit"), [adjustment_id, version, *_values(draft), at]):
        return False
    transaction.execute(statement(ROOM, "remove_aims"), [adjustment_id])
    transaction.execute(statement(ROOM, "remove_touches"), [adjustment_id])
    _add_parts(transaction, adjustment_id, draft)
    return True


def _values(draft: AdjustmentDraft) -> list[object]:
    scope = draft.scope
    return [draft.changed_on, draft.what, draft.reason, scope.kind.value, scope.scope_id, draft.judge_on]


def _add_parts(transaction: Transaction, adjustment_id: int, draft: AdjustmentDraft) -> None:
    for place, aim in enumerate(draft.aims):
        given = [adjustment_id, place, aim.metric_id, aim.wanted.value, aim.size]
        transaction.execute(statement(ROOM, "add_aim"), given)
    for kind, about_id in draft.touches:
        transaction.execute(statement(ROOM, "add_touch"), [adjustment_id, kind.value, about_id])


def say(transaction: Transaction, adjustment_id: int, draft: OpinionDraft, *, by: int, at: datetime) -> None:
    """Store what somebody says, in place of what they said before."""
    transaction.execute(statement(ROOM, "say"), [adjustment_id, by, draft.opinion.value, draft.comment, at])


def decide(
    transaction: Transaction, adjustment_id: int, draft: OpinionDraft, proposed: str, *, on: date, by: int, at: datetime
) -> int:
    """Store what was decided and return its id; what was decided before stays."""
    given = [adjustment_id, draft.opinion.value, draft.comment, proposed, on, by, at]
    return int(transaction.rows(statement(ROOM, "decide"), given)[0]["verdict_id"])
