"""Looking back at targets: two days side by side, the saves that changed several, and taking one of those back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Reach
from crm_core.errors import N_, NotFound, Refused, message
from crm_core.periods import Period, PeriodKind, add_months
from crm_core.store import Store, once, statement
from crm_core.store.reads import reads
from crm_core.targets import repository, saving
from crm_core.targets.drafts import TargetChange, wide_cell
from crm_core.targets.model import Level, ScopeKind, TargetKey, TargetScope
from crm_core.targets.service import require_editable, require_within

SAVES = 20
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Then:
    """One target as it stood at an instant; value None: it had been removed."""

    key: TargetKey
    value: Decimal | None
    changed_at: datetime
    changed_by_name: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One target at two instants; None: there was none. ``last`` is its last change up to the later one."""

    key: TargetKey
    first: Decimal | None
    second: Decimal | None
    last: Then


@dataclass(frozen=True, slots=True)
class ComparisonRequest:
    """The targets of one metric and scope in the company's year from ``year_first``, at two instants."""

    reach: Reach
    metric_id: str
    scope: TargetScope
    year_first: date
    first_at: datetime
    second_at: datetime


@reads("target_version", "team", "app_user")
def compared(store: Store, request: ComparisonRequest) -> list[Difference]:
    """Return the targets that stood differently at the two instants, by period and level.

    Raises:
        NotFound: no such team or person, or not within reach.
    """
    require_within(store, request.reach, request.scope)
    first, second = _then(store, request, request.first_at), _then(store, request, request.second_at)
    found = []
    for key, last in second.items():
        before = first.get(key)
        values = (before.value if before else None, last.value)
        if values[0] != values[1]:
            found.append(Difference(key, *values, last))
    return sorted(found, key=lambda one: _order(one.key))


def _order(key: TargetKey) -> tuple[int, date, int]:
    return (list(PeriodKind).index(key.period_kind), key.period_first, list(Level).index(key.level))


def _then(store: Store, request: ComparisonRequest, at: datetime) -> dict[TargetKey, Then]:
    span = Period(request.year_first, add_months(request.year_first, 12) - timedelta(days=1))
    scope = request.scope
    given = [request.metric_id, scope.kind.value, scope.scope_id, span.first, span.end, at]
    found = {}
    for row in store.rows(statement("targets", "values_then"), given):
        kind, level = PeriodKind(row["period_kind"]), Level(row["level"])
        key = TargetKey(request.metric_id, scope, kind, row["period_first"], level)
        found[key] = Then(key, row["value"], row["changed_at"], row["changed_by_name"], row["reason"])
    return found


@dataclass(frozen=True, slots=True)
class Save:
    """One save that changed several targets; ``count`` are those within the asker's reach."""

    changed_at: datetime
    changed_by: int
    changed_by_name: str | None
    reason: str | None
    count: int
    metric_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavesRequest:
    """The latest saves of several targets within ``reach``."""

    reach: Reach
    limit: int = SAVES


@reads("target_version", "app_user")
def saves(store: Store, request: SavesRequest) -> list[Save]:
    """Return the latest saves that changed two targets or more within reach, the newest first."""
    given = [*request.reach.positional(), _SEVERAL, request.limit]
    return [
        Save(
            row["changed_at"],
            row["changed_by"],
            row["changed_by_name"],
            row["reason"],
            row["target_count"],
            tuple(row["metric_ids"]),
        )
        for row in store.rows(statement("targets", "saves"), given)
    ]


def undo(store: Store, actor: Actor, save: Save, *, key: str) -> int:
    """Set all targets of a save to what they were before it, as new versions; return how many.

    Raises:
        NotPermitted, NotFound: there is no such save, or it set targets that are not the actor's to set.
        Refused: some of them were changed again since.
        InvalidInput: other levels were set meanwhile that the former values do not fit; by ``drafts.wide_cell``.
        AlreadyDone: this very click was done before.
    """
    actor.require(Permission.TARGET_EDIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        rows = store.rows(statement("targets", "changes_of_save"), [save.changed_at, save.changed_by])
        if not rows:
            raise NotFound("target save", save.changed_at)
        changes = [_taken_back(row) for row in rows]
        require_editable(store, actor, {change.key.scope for change in changes})
        _require_standing(rows)
        standing = saving.standing_of(store, [change.key for change in changes])
        todo = [change for change in changes if saving.differs(change, standing[change.key])]
        saving.require_ordered(todo, standing, wide_cell)
        stamp = repository.Stamp(clock.now(), actor.user_id, f"↩ {save.reason or save.changed_at.isoformat()}"[:500])
        saving.write(transaction, todo, standing, stamp)
        facts = {"reason": save.reason, "changed_at": save.changed_at, "count": len(todo)}
        audit.record_batch(transaction, actor, audit.Change("take_back", "target", None, None, facts), len(todo))
    return len(todo)


def _taken_back(row: Mapping[str, Any]) -> TargetChange:
    scope = TargetScope(ScopeKind(row["scope_kind"]), row["scope_id"])
    key = TargetKey(row["metric_id"], scope, PeriodKind(row["period_kind"]), row["period_first"], Level(row["level"]))
    return TargetChange(key, row["old_value"], row["old_baseline"], row["old_baseline_on"], row["now_version"])


def _require_standing(rows: Sequence[Mapping[str, Any]]) -> None:
    again = sum(not row["is_standing"] for row in rows)
    if again:
        raise Refused(
            message(
                N_("{again} of these {count} targets were changed again since. Change those by hand."),
                again=again,
                count=len(rows),
            )
        )
