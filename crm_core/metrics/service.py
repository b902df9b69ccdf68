"""Asking for numbers: one metric with the SQL that ran, its year before, its trend. All are queries that may be cached.

A request carries the ``Reach`` that the asker's role gave, and the day it is asked on; nothing here reads the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from crm_core.access.model import Reach
from crm_core.metrics import folders, repository
from crm_core.metrics.coverage import Coverage
from crm_core.metrics.festival import YearBefore, same_span_a_year_before
from crm_core.metrics.folders import Definition, definition
from crm_core.metrics.model import (
    Computation,
    GroupBy,
    GroupKey,
    Metric,
    MetricRequest,
    MetricResult,
    MetricRow,
    NumbersRequest,
    Source,
    Value,
)
from crm_core.metrics.rows import Ground, frame_of, rows_of
from crm_core.periods import Period, PeriodKind, add_months, month_of, period_of
from crm_core.settings import service as settings
from crm_core.store import Store
from crm_core.store.reads import reads

__all__ = [
    "Breakdown",
    "Comparison",
    "ComparisonRequest",
    "Definition",
    "breakdown",
    "compare",
    "country_names",
    "coverage",
    "coverages",
    "definition",
    "kept_by_norm",
    "list_metrics",
    "measure",
    "opening_period",
    "trend",
]

# The tables that numbers may come from; an answer is old when one of them was written.
EVERYTHING = (
    "purchase", "product", "interaction", "follow_up", "answer_score", "customer", "setting", "team", "app_user",
    "contact_norm", "customer_standing", "customer_tag", "customer_tag_past", "tag", "ownership_change", "channel_opt_out",
)  # fmt: skip
TREND_MONTHS = 13  # a year and the month to compare with


@dataclass(frozen=True, slots=True)
class Comparison:
    """A number and the same span's a year before.

    ``counted`` are the days that both count: the asked ones up to the last that is covered; None where there is none.
    ``before_is_whole`` says that the data reach back over all of last year's span; where not, the two do not compare.
    ``computation`` is how the number was computed.
    """

    row: MetricRow
    counted: Period | None
    before: YearBefore | None
    before_value: Value | None
    before_is_whole: bool
    computation: Computation | None


def list_metrics() -> tuple[Metric, ...]:
    """Return all metrics in the order of the board."""
    return tuple(folders.metrics().values())


@reads("purchase", "interaction", "follow_up", "answer_score", "customer", "contact_norm", "setting")
def coverages(store: Store, as_of: date) -> Mapping[Source, Coverage]:
    """Return which days each source table covers, as of a day."""
    days = repository.data_days(store)
    first, last = days[Source.PURCHASE]
    until = settings.current(store).purchases_cover_until or last
    by_hand: dict[Source, Coverage] = {source: _until_today(*days[source], as_of) for source in Source}
    return by_hand | {Source.PURCHASE: Coverage(first, last, until if first else None)}


def _until_today(first: date | None, last: date | None, as_of: date) -> Coverage:
    """Return what is covered of what is written down as it happens: until today, once there is something of the past."""
    if first is None or last is None or first > as_of:
        return Coverage()
    return Coverage(first, min(last, as_of), as_of)


@reads("purchase")
def country_names(store: Store, reach: Reach) -> tuple[str, ...]:
    """Return the countries or regions of the purchases within ``reach``, by name."""
    return tuple(repository.country_names(store, reach))


def coverage(store: Store, metric_id: str, as_of: date) -> Coverage:
    """Return which days a metric's source table covers.

    Raises:
        NotFound: there is no such metric.
    """
    return coverages(store, as_of)[folders.metric(metric_id).source]


def opening_period(store: Store, kind: PeriodKind, as_of: date) -> Period:
    """Return the latest period of ``kind`` that has data and has begun; the present one in an empty store."""
    found = coverages(store, as_of)
    lasts = [each.whole.last for each in found.values() if each.whole is not None]
    purchases = found[Source.PURCHASE].whole
    latest = purchases.last if purchases is not None else max(lasts, default=as_of)
    return period_of(kind, min(latest, as_of), settings.current(store).first_month)


@reads(*EVERYTHING)
def measure(store: Store, request: MetricRequest) -> MetricResult:
    """Return a metric's number for the asked days, one row a group, and how it was computed.

    Without grouping there is exactly one row. Covered days on which nothing happened count 0; of a span that is not
    covered, of a ratio without a denominator, and of what the rows cannot say the value is None. Grouped by period,
    covered periods without rows are given too.

    Raises:
        NotFound: there is no such metric.
        CannotBeAskedBy: it has no such grouping or filter.
    """
    metric = folders.metric(request.metric_id)
    metric.refuse_unfit(request)
    ground = ground_of(store, request)
    if not metric.can_be_asked(request.filters, request.customers):
        return MetricResult(metric, request.period, request.by, rows_of(metric, request, None, ground))
    rows, computation = repository.metric_rows(store, metric, request, frame_of(metric, request, ground))
    found = {row["group_key"]: row for row in rows}
    return MetricResult(metric, request.period, request.by, rows_of(metric, request, found, ground), computation)


def ground_of(store: Store, request: NumbersRequest) -> Ground:
    """Return what rows are laid out on: covered days, the year's first month, the groups' names."""
    return Ground(
        coverages(store, request.as_of),
        settings.current(store).first_month,
        repository.group_names(store, request.by),
    )


@dataclass(frozen=True, slots=True)
class ComparisonRequest:
    """A question to one metric, and whether its year before follows Spring Festival."""

    metric: MetricRequest
    align_to_festival: bool = False


@reads(
    "contact_norm",
    "customer_standing",
    "customer_tag",
    "customer_tag_past",
    "tag",
    "ownership_change",
    "channel_opt_out",
    "interaction",
    "customer",
    "app_user",
    "setting",
)
def kept_by_norm(store: Store, request: NumbersRequest) -> Mapping[int, tuple[int, int]]:
    """Return how many contacts were kept and asked for within the asked days, by the id of the norm."""
    ground = ground_of(store, request)
    frame = frame_of(folders.metric("norm_compliance"), request, ground)
    return {row["norm_id"]: (row["kept"], row["asked"]) for row in repository.kept_by_norm(store, request, frame)}


@reads(*EVERYTHING)
def compare(store: Store, request: ComparisonRequest) -> Comparison:
    """Return a metric's number and its year before's; a partial period is compared with the same days.

    Raises:
        NotFound: there is no such metric.
        CannotBeAskedBy: it has no such filter.
    """
    asked = replace(request.metric, by=GroupBy.NONE)
    result = measure(store, asked)
    row, how = result.total, result.computation
    covered = coverage(store, asked.metric_id, asked.as_of)
    counted = covered.counted(asked.period, asked.as_of)
    if counted is None:
        return Comparison(row, None, None, None, before_is_whole=False, computation=how)
    before = same_span_a_year_before(counted, align_to_festival=request.align_to_festival)
    earlier = measure(store, replace(asked, period=before.period)).total
    is_whole = compares(result.metric, covered, before.period)
    return Comparison(row, counted, before, earlier.value, is_whole, how)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A metric's groups, and what each was a year before, by key (of a period: the first day of this year's).

    ``counted`` are the days that this year's numbers hold so far; ``before`` the days they compare with.
    ``before_is_whole`` says that the data reach back over all of those.
    """

    result: MetricResult
    before: Mapping[GroupKey, Value | None]
    before_period: Period | None
    before_is_whole: bool


@reads(*EVERYTHING)
def breakdown(store: Store, request: ComparisonRequest) -> Breakdown:
    """Return a metric's groups with their year before; a partial period is compared with the same days.

    Periods compare with the same months or quarters, so that Spring Festival shifts the other groupings only.

    Raises:
        NotFound: there is no such metric.
        CannotBeAskedBy: it has no such grouping or filter.
    """
    asked = request.metric
    result = measure(store, asked)
    covered = coverage(store, asked.metric_id, asked.as_of)
    counted = covered.counted(asked.period, asked.as_of)
    if counted is None:
        return Breakdown(result, {}, None, before_is_whole=False)
    is_by_period = asked.by.period_kind is not None
    before = same_span_a_year_before(counted, align_to_festival=request.align_to_festival and not is_by_period)
    earlier = measure(store, replace(asked, period=before.period))
    return Breakdown(
        result,
        {_a_year_later(row.key) if is_by_period else row.key: row.value for row in earlier.rows},
        before.period,
        compares(result.metric, covered, before.period),
    )


def _a_year_later(key: GroupKey) -> GroupKey:
    return add_months(key, 12) if isinstance(key, date) else key


def compares(metric: Metric, covered: Coverage, before: Period) -> bool:
    """Return whether a number compares with what it was ``before``: the data reach back over it, and past states are known."""
    return metric.has_history and covered.first is not None and covered.first <= before.first


def trend_months(period: Period, months: int = TREND_MONTHS) -> Period:
    """Return the ``months`` calendar months that end with the month of the last day of ``period``."""
    last = month_of(period.last)
    return Period(add_months(last.first, 1 - months), last.last)


@reads(*EVERYTHING)
def trend(store: Store, request: MetricRequest) -> MetricResult:
    """Return a metric's last 13 months up to the last counted month of the asked span.

    Raises:
        NotFound: there is no such metric.
        CannotBeAskedBy: it has no such filter.
    """
    counted = coverage(store, request.metric_id, request.as_of).counted(request.period, request.as_of)
    months = trend_months(counted or request.period)
    return measure(store, replace(request, period=months, by=GroupBy.MONTH))
