"""From what SQL found by group to the rows that are shown: filled, labelled, marked as complete or not. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypedDict

from crm_core.metrics.coverage import Coverage, is_group_complete
from crm_core.metrics.model import (
    GroupBy,
    GroupKey,
    Kind,
    Metric,
    MetricRow,
    NumbersRequest,
    Source,
    Unit,
    Value,
    group_label,
    ratio,
)
from crm_core.metrics.tally import Tally
from crm_core.periods import Period, PeriodKind, period_of

Found = Mapping[GroupKey, Mapping[str, Value | None]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are laid out on: the covered days a source, the year's first month, names of teams or people by id."""

    coverages: Mapping[Source, Coverage]
    first_month: int
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Span:
    """Days that are asked for together: the group's key, the first day, and the day after the last that counts."""

    key: date | None
    first: date
    end: date


@dataclass(frozen=True, slots=True)
class Frame:
    """What a question's days come to in this store: the year's first month, and each span as far as it is counted.

    ``today`` is the day it is asked on; ``window_days`` the days that the metric's definition names.
    """

    first_month: int
    today: date
    spans: tuple[Span, ...] = ()
    window_days: int | None = None


def frame_of(metric: Metric, request: NumbersRequest, ground: Ground) -> Frame:
    """Return the frame of a question to ``metric``; spans before which the data do not reach back far enough are left out."""
    covered = ground.coverages[metric.source]
    spans = spans_of(request, covered, ground.first_month) if metric.is_as_of else ()
    whole = tuple(span for span in spans if covered.reaches_back(span.end, metric.history_days))
    return Frame(ground.first_month, request.as_of, whole, metric.window_days)


def spans_of(request: NumbersRequest, covered: Coverage, first_month: int) -> tuple[Span, ...]:
    """Return the spans of a question, each to the last counted day: one a covered period, or one in all."""
    kind = request.by.period_kind
    if kind is None:
        counted = covered.counted(request.period, request.as_of)
        return () if counted is None else (Span(None, counted.first, counted.end),)
    spans = []
    for period in _periods(kind, request.period, covered, first_month):
        asked = Period(max(period.first, request.period.first), min(period.last, request.period.last))
        counted = covered.counted(asked, request.as_of)
        if counted is not None:
            spans.append(Span(period.first, counted.first, counted.end))
    return tuple(spans)


def rows_of(metric: Metric, request: NumbersRequest, found: Found | None, ground: Ground) -> tuple[MetricRow, ...]:
    """Return the rows of an answer; ``found`` is None where the metric has nothing to say to the question.

    Without grouping there is exactly one row. Grouped by period, covered periods in which nothing happened are rows
    too, so that a chart has no hole; other groups are given where something was counted.
    """
    covered = ground.coverages[metric.source]
    if request.by is GroupBy.NONE:
        only = None if found is None else found.get(None, {})
        complete = covered.is_complete(request.period, request.as_of)
        numbers = _numbers(metric, only, covered, request.period, request.as_of)
        return (MetricRow(None, None, complete=complete, **numbers),)
    if found is None:
        return ()
    kind = request.by.period_kind
    if kind is not None:
        return _period_rows(metric, request, found, ground, kind)
    complete = covered.is_complete(request.period, request.as_of)
    rows = [
        MetricRow(
            key,
            _label(key, ground.names),
            complete=complete,
            **_numbers(metric, values, covered, request.period, request.as_of),
        )
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
            complete=is_group_complete(period, request.period, covered, request.as_of),
            **_numbers(
                metric,
                found.get(period.first, {}),
                covered,
                Period(max(period.first, request.period.first), min(period.last, request.period.last)),
                request.as_of,
            ),
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


class _Numbers(TypedDict, total=False):
    value: Value | None
    numerator: Value | None
    denominator: Value | None
    known_share: Decimal | None
    tally: Tally | None


def _numbers(
    metric: Metric, row: Mapping[str, Value | None] | None, covered: Coverage, period: Period, as_of: date
) -> _Numbers:
    """Return the numbers of one group. A sum that SQL gives as null although there are rows is not known, rather than 0."""
    found: _Numbers = {"value": None, "numerator": None, "denominator": None}
    if row is None or not covered.touches(period) or not _has_past(metric, covered, period, as_of):
        return found
    if metric.is_quotient:
        numerator, denominator = row.get("numerator") or 0, row.get("denominator") or 0
        found = {"value": ratio(numerator, denominator), "numerator": numerator, "denominator": denominator}
    elif metric.kind is Kind.SCORE:
        count, total, squares = int(row.get("count") or 0), row.get("sum") or 0, row.get("squares") or 0
        tally = Tally(count, Decimal(total), Decimal(squares), is_share=metric.unit is Unit.SHARE)
        found |= {"value": tally.mean, "tally": tally}
    else:
        found["value"] = row.get("value", 0)
    if "known" in row:
        found["known_share"] = ratio(row["known"] or 0, row["whole"])
    return found


def _has_past(metric: Metric, covered: Coverage, period: Period, as_of: date) -> bool:
    """Return whether the data reach back as far before the last counted day as the metric's definition needs."""
    if not metric.history_days:
        return True
    counted = covered.counted(period, as_of)
    return counted is not None and covered.reaches_back(counted.end, metric.history_days)


def _label(key: GroupKey, names: Mapping[int, str]) -> str | None:
    if isinstance(key, int):
        return names.get(key, str(key))
    return key if isinstance(key, str) else None
