"""Targets between rows and types. Who may is the service's to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crm_core.access.model import Reach
from crm_core.periods import Period, PeriodKind
from crm_core.store import Store, Transaction, statement
from crm_core.targets.drafts import TargetChange
from crm_core.targets.model import Level, Narrowed, PastChange, ScopeChoice, ScopeKind, Target, TargetKey, TargetScope


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changes a target, when and why."""

    at: datetime
    by: int
    reason: str | None


def _key_values(key: TargetKey) -> list[object]:
    scope = key.scope
    return [key.metric_id, scope.kind.value, scope.scope_id, key.period_kind.value, key.period_first, key.level.value]


def _target(row: Mapping[str, Any]) -> Target:
    scope = TargetScope(ScopeKind(row["scope_kind"]), row["scope_id"])
    key = TargetKey(row["metric_id"], scope, PeriodKind(row["period_kind"]), row["period_first"], Level(row["level"]))
    return Target(
        key,
        row["target_id"],
        row["value"],
        row["baseline"],
        row["baseline_on"],
        row["version"],
        row["updated_at"],
        row["updated_by"],
    )


def of_metric(store: Store, metric_id: str, scope: TargetScope, span: Period) -> list[Target]:
    """Return the targets of one metric and scope whose periods begin in ``span``."""
    given = [metric_id, scope.kind.value, scope.scope_id, span.first, span.end]
    return [_target(row) for row in store.rows(statement("targets", "targets_of_metric"), given)]


def in_span(store: Store, reach: Reach, span: Period, narrowed: Narrowed) -> list[Target]:
    """Return the targets within ``reach`` whose periods begin in ``span``, as far as ``narrowed`` lets them through."""
    within = narrowed.within
    team = within.scope_id if within is not None and within.kind is ScopeKind.TEAM else None
    person = within.scope_id if within is not None and within.kind is ScopeKind.PERSON else None
    kinds = [kind.value for kind in narrowed.kinds]
    given = [*reach.positional(), span.first, span.end, kinds, narrowed.metric_id, team, person]
    return [_target(row) for row in store.rows(statement("targets", "targets_in_span"), given)]


def scopes(store: Store, reach: Reach) -> list[ScopeChoice]:
    """Return the active teams and people within ``reach``, teams first."""
    rows = store.rows(statement("targets", "scopes"), reach.positional())
    return [
        ScopeChoice(
            TargetScope(ScopeKind(row["kind"]), row["scope_id"]),
            row["name"],
            row["team_id"],
            row["team_name"],
            row["lead_names"],
        )
        for row in rows
    ]


def team_of(store: Store, scope: TargetScope) -> tuple[bool, int | None]:
    """Return whether there is such a team or person, and the team it belongs to."""
    name = "team_exists" if scope.kind is ScopeKind.TEAM else "person_team"
    row = store.row(statement("targets", name), [scope.scope_id])
    return (row is not None, row["team_id"] if row else None)


def history(store: Store, metric_id: str, scope: TargetScope, span: Period, limit: int) -> list[PastChange]:
    """Return the newest ``limit`` changes of the targets of one metric and scope in ``span``, the newest first."""
    given = [metric_id, scope.kind.value, scope.scope_id, span.first, span.end, limit]
    return [
        PastChange(
            PeriodKind(row["period_kind"]),
            row["period_first"],
            Level(row["level"]),
            row["old_value"],
            row["value"],
            row["old_baseline"],
            row["baseline"],
            row["old_baseline_on"],
            row["baseline_on"],
            row["changed_at"],
            row["changed_by"],
            row["changed_by_name"],
            row["reason"],
        )
        for row in store.rows(statement("targets", "target_history"), given)
    ]


def by_key(transaction: Transaction, key: TargetKey) -> Target | None:
    """Return the stored target of ``key`` as the transaction sees it."""
    row = transaction.row(statement("targets", "target_by_key"), _key_values(key))
    return _target(row) if row else None


def put(transaction: Transaction, change: TargetChange, before: Target | None, stamp: Stamp) -> int:
    """Add, change or remove the target of ``change``, which was checked against ``before``; return its id."""
    values: list[object] = [change.value, change.baseline, change.baseline_on]
    if before is None:
        given = [*_key_values(change.key), *values, stamp.at, stamp.by]
        return int(transaction.rows(statement("targets", "add_target"), given)[0]["target_id"])
    if change.value is None:
        transaction.execute(statement("targets", "remove_target"), [before.target_id, before.version])
    else:
        given = [before.target_id, before.version, *values, stamp.at, stamp.by]
        transaction.execute(statement("targets", "change_target"), given)
    return before.target_id


def keep_version(transaction: Transaction, target_id: int, version: int, change: TargetChange, stamp: Stamp) -> None:
    """Note what a target became."""
    given = [target_id, version, *_key_values(change.key), change.value, change.baseline, change.baseline_on]
    transaction.execute(statement("targets", "add_version"), [*given, stamp.at, stamp.by, stamp.reason])
