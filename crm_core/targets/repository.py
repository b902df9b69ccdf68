"""Targets between rows and types. Who may is the service's to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from crm_core.access.model import Reach
from crm_core.periods import Period, PeriodKind
from crm_core.store import Store, Transaction, statement
from crm_core.targets.drafts import TargetChange
from crm_core.targets.model import Level, Narrowed, PastChange, ScopeChoice, ScopeKind, Target, TargetKey, TargetScope

_DECIMAL = pa.decimal128(18, 6)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changes a target, when and why."""

    at: datetime
    by: int
    reason: str | None


def _key(row: Mapping[str, Any]) -> TargetKey:
    scope = TargetScope(ScopeKind(row["scope_kind"]), row["scope_id"])
    return TargetKey(row["metric_id"], scope, PeriodKind(row["period_kind"]), row["period_first"], Level(row["level"]))


def _target(row: Mapping[str, Any]) -> Target:
    return Target(
        _key(row),
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


def in_span_of(store: Store, reach: Reach, span: Period, metric_ids: Sequence[str]) -> list[Target]:
    """Return the targets of some metrics within ``reach`` whose periods begin in ``span``."""
    found = in_span(store, reach, span, Narrowed())
    return [target for target in found if target.key.metric_id in metric_ids]


def versions_in_span(
    store: Store, reach: Reach, span: Period, metric_ids: Sequence[str]
) -> dict[tuple[TargetKey, str], Decimal | None]:
    """Return what each version of the targets of some metrics said, by target and "id:version"."""
    given = [*reach.positional(), span.first, span.end, list(metric_ids)]
    rows = store.rows(statement("targets", "versions_in_span"), given)
    return {(_key(row), f"{row['target_id']}:{row['version']}"): row["value"] for row in rows}


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


def add(transaction: Transaction, changes: Sequence[TargetChange], stamp: Stamp) -> dict[TargetKey, int]:
    """Add targets and return their ids."""
    if not changes:
        return {}
    given = {"given": _given(changes)}
    rows = transaction.execute_with(given, statement("targets", "add_targets"), [stamp.at, stamp.by])
    return {_key(row): int(row["target_id"]) for row in rows}


def change(
    transaction: Transaction, changes: Sequence[TargetChange], ids: Mapping[TargetKey, int], stamp: Stamp
) -> None:
    """Give targets their new values; each counts its version on."""
    if changes:
        given = {"given": _given(changes, target_id=[ids[one.key] for one in changes])}
        transaction.execute_with(given, statement("targets", "change_targets"), [stamp.at, stamp.by])


def remove(transaction: Transaction, ids: Sequence[int]) -> None:
    """Remove targets."""
    if ids:
        transaction.execute(statement("targets", "remove_targets"), [list(ids)])


def keep_versions(
    transaction: Transaction,
    changes: Sequence[TargetChange],
    ids: Mapping[TargetKey, int],
    versions: Mapping[TargetKey, int],
    stamp: Stamp,
) -> None:
    """Note what targets became."""
    if changes:
        numbers = {"target_id": [ids[one.key] for one in changes], "version": [versions[one.key] for one in changes]}
        given = {"given": _given(changes, **numbers)}
        transaction.execute_with(given, statement("targets", "add_versions"), [stamp.at, stamp.by, stamp.reason])


def _given(changes: Sequence[TargetChange], **numbers: Sequence[int]) -> pa.Table:
    keys = [one.key for one in changes]
    return pa.table(
        {
            "place": pa.array(range(len(keys)), pa.int64()),
            "metric_id": pa.array([key.metric_id for key in keys], pa.string()),
            "scope_kind": pa.array([key.scope.kind.value for key in keys], pa.string()),
            "scope_id": pa.array([key.scope.scope_id for key in keys], pa.int64()),
            "period_kind": pa.array([key.period_kind.value for key in keys], pa.string()),
            "period_first": pa.array([key.period_first for key in keys], pa.date32()),
            "level": pa.array([key.level.value for key in keys], pa.string()),
            "value": pa.array([one.value for one in changes], _DECIMAL),
            "baseline": pa.array([one.baseline for one in changes], _DECIMAL),
            "baseline_on": pa.array([one.baseline_on for one in changes], pa.date32()),
            **{name: pa.array(values, pa.int64()) for name, values in numbers.items()},
        }
    )
