"""All numbers at once, with few scans: what a board shows, and every number by team or person.

The definitions are those of the metric folders; tests hold the two against each other on random stores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from crm_core.metrics import folders, repository
from crm_core.metrics.festival import YearBefore, same_span_a_year_before
from crm_core.metrics.model import (
    Coverage,
    GroupBy,
    GroupKey,
    Metric,
    MetricResult,
    MetricRow,
    NumbersRequest,
    Source,
    Value,
)
from crm_core.metrics.rows import Ground, rows_of
from crm_core.metrics.service import ground_of, reaches_back_over, trend_months
from crm_core.periods import Period, month_of
from crm_core.store import Store
from crm_core.store.reads import reads

Found = dict[GroupKey, dict[str, Value | None]]

# Metrics that days add up to, each with the statement that gives it by day; the others come from one scan together.
_BY_DAY = {"new_customers": "new_customers_by_day", "interactions_logged": "interactions_by_day"}
_TOGETHER = ("gross_sales", "returns", "net_sales", "orders", "average_order_value", "active_customers")


@dataclass(frozen=True, slots=True)
class BoardRequest:
    """What the board asks: its numbers (ungrouped), and whether the year before follows Spring Festival."""

    numbers: NumbersRequest
    align_to_festival: bool = False


@dataclass(frozen=True, slots=True)
class BoardNumber:
    """One metric on the board: the span's number, the same span's a year before, and its last 13 months.

    ``row.value`` is None where there is nothing to say. ``counted`` are the days that both spans count; None, like
    ``before``, where none is covered. ``before_is_whole`` says that the data reach back over all of last year's span;
    where not, the two do not compare.
    """

    metric: Metric
    row: MetricRow
    counted: Period | None
    before: YearBefore | None
    before_row: MetricRow | None
    before_is_whole: bool
    trend: tuple[MetricRow, ...]


@reads("purchase", "interaction", "setting", "team", "app_user")
def numbers(store: Store, request: NumbersRequest) -> Mapping[str, MetricResult]:
    """Return every metric that has the asked grouping, by id: the numbers that ``measure`` gives one by one."""
    ground = ground_of(store, request)
    asked = [
        metric for metric in folders.metrics().values() if request.by is GroupBy.NONE or request.by in metric.groups
    ]
    together = _together(store, request, ground)
    answers = {}
    for metric in asked:
        found: Found | None = None
        if metric.can_be_asked(request.filters, request.customers):
            found = together.get(metric.metric_id)
            if found is None:
                rows, _ = repository.metric_rows(store, metric, request.of(metric.metric_id), ground.first_month)
                found = {row["group_key"]: row for row in rows}
        answers[metric.metric_id] = MetricResult(
            metric, request.period, request.by, rows_of(metric, request, found, ground)
        )
    return answers


def _together(store: Store, request: NumbersRequest, ground: Ground) -> dict[str, Found]:
    rows = repository.shared_rows(store, "purchase_numbers", Source.PURCHASE, request, ground.first_month)
    found: dict[str, Found] = {metric_id: {} for metric_id in _TOGETHER}
    for row in rows:
        key = row["group_key"]
        for metric_id in _TOGETHER:
            if metric_id == "average_order_value" and row["orders"] is not None:
                found[metric_id][key] = {"numerator": row["gross_sales"], "denominator": row["orders"]}
            elif row.get(metric_id) is not None:
                found[metric_id][key] = {"value": row[metric_id]}
    return found


@reads("purchase", "interaction", "setting", "team", "app_user")
def board_numbers(store: Store, request: BoardRequest) -> Mapping[str, BoardNumber]:
    """Return all metrics by id, each with its year before and its trend."""
    asked = replace(request.numbers, by=GroupBy.NONE)
    ground = ground_of(store, asked)
    spans = {source: _spans(asked, covered, request) for source, covered in ground.coverages.items()}
    answers: dict[str, BoardNumber] = {}
    bought = _bought(store, asked, spans[Source.PURCHASE], ground)
    for metric in folders.metrics().values():
        mine = spans[metric.source]
        if not metric.can_be_asked(asked.filters, asked.customers):
            found = _Found(None, None, None)
        elif metric.metric_id in _BY_DAY:
            found = _by_day(store, metric, asked, mine, ground)
        else:
            found = bought[metric.metric_id]
        answers[metric.metric_id] = _board_number(metric, asked, mine, found, ground)
    return answers


@dataclass(frozen=True, slots=True)
class _Spans:
    counted: Period | None
    before: YearBefore | None
    months: Period


@dataclass(frozen=True, slots=True)
class _Found:
    now: Found | None
    before: Found | None
    months: Found | None


def _spans(asked: NumbersRequest, covered: Coverage, request: BoardRequest) -> _Spans:
    counted = covered.counted(asked.period, asked.as_of)
    before = same_span_a_year_before(counted, align_to_festival=request.align_to_festival) if counted else None
    return _Spans(counted, before, trend_months(counted or asked.period))


def _bought(store: Store, asked: NumbersRequest, spans: _Spans, ground: Ground) -> dict[str, _Found]:
    if spans.before is None:
        return {metric_id: _Found({}, {}, {}) for metric_id in _TOGETHER}
    now = _together(store, asked, ground)
    before = _together(store, replace(asked, period=spans.before.period), ground)
    months = _together(store, replace(asked, period=spans.months, by=GroupBy.MONTH), ground)
    return {metric_id: _Found(now[metric_id], before[metric_id], months[metric_id]) for metric_id in _TOGETHER}


def _by_day(store: Store, metric: Metric, asked: NumbersRequest, spans: _Spans, ground: Ground) -> _Found:
    if spans.before is None:
        return _Found({}, {}, {})
    periods = (asked.period, spans.before.period, spans.months)
    reach = Period(min(period.first for period in periods), max(period.last for period in periods))
    rows = repository.shared_rows(
        store, _BY_DAY[metric.metric_id], metric.source, replace(asked, period=reach), ground.first_month
    )
    days: dict[date, int] = {row["day"]: row["value"] for row in rows}
    months: dict[GroupKey, int] = {}
    for day, value in days.items():
        if day in spans.months:
            first = month_of(day).first
            months[first] = months.get(first, 0) + value
    return _Found(
        _sum_of(days, asked.period),
        _sum_of(days, spans.before.period),
        {first: {"value": value} for first, value in months.items()},
    )


def _sum_of(days: Mapping[date, int], period: Period) -> Found:
    return {None: {"value": sum(value for day, value in days.items() if day in period)}}


def _board_number(metric: Metric, asked: NumbersRequest, spans: _Spans, found: _Found, ground: Ground) -> BoardNumber:
    row = rows_of(metric, asked, found.now, ground)[0]
    trend = rows_of(metric, replace(asked, period=spans.months, by=GroupBy.MONTH), found.months, ground)
    if spans.before is None:
        return BoardNumber(metric, row, None, None, None, before_is_whole=False, trend=trend)
    earlier = rows_of(metric, replace(asked, period=spans.before.period), found.before, ground)[0]
    is_whole = reaches_back_over(ground.coverages[metric.source], spans.before.period)
    return BoardNumber(metric, row, spans.counted, spans.before, earlier, is_whole, trend)
