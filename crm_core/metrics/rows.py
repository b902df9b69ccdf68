"""From what SQL found by group to the rows that are shown: filled, labelled, marked as complete or not. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_core.metrics.model import (
    Coverage,
    GroupBy,
    GroupKey,
    Kind,
    Metric,
    MetricRow,
    NumbersRequest,
    Source,
    Value,
    group_label,
    is_group_complete,
    ratio,
)
from crm_core.periods import Period, PeriodKind, period_of

Found = Mapping[GroupKey, Mapping[str, Value | None]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are laid out on: the covered days a source, the year's first month, names of teams or people by id."""

    coverages: Mapping[Source, Coverage]
    first_month: int
    names: Mapping[int, str]


def rows_of(metric: Metric, request: NumbersRequest, found: Found | None, ground: Ground) -> tuple[MetricRow, ...]:
    """Return the rows of an answer; ``found`` is None where the metric has nothing to say to the question.

    Without grouping there is exactly one row. Grouped by period, covered periods in which nothing happened are rows
    too, so that a chart has no hole; other groups are given where something was counted.
    """
    covered = ground.coverages[metric.source]
    if request.by is GroupBy.NONE:
        only = None if found is None else found.get(None, {})
        complete = covered.is_complete(request.period, request.as_of)
        return (MetricRow(None, None, *_numbers(metric, only, covered, request.period), complete),)
    if found is None:
        return ()
    kind = request.by.period_kind
    if kind is not None:
        return _period_rows(metric, request, found, ground, kind)
    complete = covered.is_complete(request.period, request.as_of)
    rows = [
        MetricRow(key, _label(key, ground.names), *_numbers(metric, values, covered, request.period), complete)
        for key, values in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.key is None, row.label or "")))


def _period_rows(
    metric: Metric, request: NumbersRequest, found: Found, ground: Ground, kind: PeriodKind
) -> tuple[MetricRow, ...]:
    covered = ground.coverages[metric.source]
    return tuple(
        MetricRow(
            period.first,
            group_label(request.by, period.first, ground.first_month),
            *_numbers(metric, found.get(period.first, {}), covered, period),
            is_group_complete(period, request.period, covered, request.as_of),
        )
        for period in _periods(kind, request.period, covered, ground.first_month)
    )


def _periods(kind: PeriodKind, asked: Period, covered: Coverage, first_month: int) -> list[Period]:
    whole = covered.whole
    if whole is None or not covered.touches(asked):
        return []
    day, last = max(asked.first, whole.first), min(asked.last, whole.last)
    periods = []
    while day <= last:
        periods.append(period_of(kind, day, first_month))
        day = periods[-1].end
    return periods


def _numbers(
    metric: Metric, row: Mapping[str, Value | None] | None, covered: Coverage, period: Period
) -> tuple[Value | None, Value | None, Value | None]:
    if row is None or not covered.touches(period):
        return None, None, None
    if metric.kind is Kind.RATIO:
        numerator, denominator = row.get("numerator") or 0, row.get("denominator") or 0
        return ratio(numerator, denominator), numerator, denominator
    value = row.get("value")
    if value is None and metric.kind in (Kind.SUM, Kind.DISTINCT):
        value = 0
    return value, None, None


def _label(key: GroupKey, names: Mapping[int, str]) -> str | None:
    if isinstance(key, int):
        return names.get(key, str(key))
    return key if isinstance(key, str) else None
