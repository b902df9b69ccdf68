"""All numbers at once, with few scans: what a board shows, and numbers by team or person.

The definitions are those of the metric folders; tests hold the two against each other on random stores. The board's
numbers come in parts, one a source, so that whoever keeps answers asks anew only for what a write has touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crm_core.metrics import folders, repository
from crm_core.metrics.coverage import Coverage
from crm_core.metrics.festival import YearBefore, same_span_a_year_before
from crm_core.metrics.model import GroupBy, GroupKey, Metric, MetricResult, MetricRow, NumbersRequest, Source, Value
from crm_core.metrics.rows import Frame, Ground, Span, frame_of, rows_of
from crm_core.metrics.service import EVERYTHING, compares, ground_of, trend_months
from crm_core.periods import Period, month_of
from crm_core.store import Row, Store
from crm_core.store.reads import reads

Found = dict[GroupKey, dict[str, Value | None]]

# Metrics that days add up to, each with the statement that gives it by day.
_BY_DAY = {"new_customers": "new_customers_by_day", "interactions_logged": "interactions_by_day"}
_BOUGHT = (
    "gross_sales", "returns", "net_sales", "gross_profit", "gross_margin", "orders", "average_order_value",
    "active_customers",
)  # fmt: skip
_LOYAL = ("repurchase_rate", "top_fifth_share", "purchase_frequency")
# Those whose last 13 months the board draws; of the others they are asked for when somebody looks at one.
WITH_TREND = (*_BOUGHT, *_BY_DAY)


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
    where not, the two do not compare. ``trend`` is empty for metrics outside ``WITH_TREND``.
    """

    metric: Metric
    row: MetricRow
    counted: Period | None
    before: YearBefore | None
    before_row: MetricRow | None
    before_is_whole: bool
    trend: tuple[MetricRow, ...]


@reads(*EVERYTHING)
def numbers(store: Store, request: NumbersRequest) -> Mapping[str, MetricResult]:
    """Return every metric that has the asked grouping, by id: the numbers that ``measure`` gives one by one."""
    return numbers_of(store, ChosenRequest(request, tuple(folders.metrics())))


@dataclass(frozen=True, slots=True)
class ChosenRequest:
    """A question to some metrics at once."""

    numbers: NumbersRequest
    metric_ids: tuple[str, ...]


@reads(*EVERYTHING)
def numbers_of(store: Store, chosen: ChosenRequest) -> Mapping[str, MetricResult]:
    """Return those of the chosen metrics that have the asked grouping, by id."""
    request = chosen.numbers
    ground = ground_of(store, request)
    asked = [
        metric
        for metric_id in chosen.metric_ids
        if request.by in (metric := folders.metric(metric_id)).groups or request.by is GroupBy.NONE
    ]
    together = _together(store, request, ground, {metric.metric_id for metric in asked})
    answers = {}
    for metric in asked:
        found: Found | None = None
        if metric.can_be_asked(request.filters, request.customers):
            found = together.get(metric.metric_id)
            if found is None:
                found = _alone(store, metric, request, frame_of(metric, request, ground))
        answers[metric.metric_id] = MetricResult(
            metric, request.period, request.by, rows_of(metric, request, found, ground)
        )
    return answers


def _together(store: Store, request: NumbersRequest, ground: Ground, wanted: Iterable[str]) -> dict[str, Found]:
    """Return what shared scans give of the ``wanted`` metrics."""
    wanted = set(wanted)
    found = _bought(store, request, ground) if wanted.intersection(_BOUGHT) else {}
    if len(wanted.intersection(_LOYAL)) > 1:
        found |= _loyal(store, request, ground)
    return found


def _alone(store: Store, metric: Metric, request: NumbersRequest, frame: Frame) -> Found:
    rows, _ = repository.metric_rows(store, metric, request.of(metric.metric_id), frame)
    return {row["group_key"]: row for row in rows}


def _frame(request: NumbersRequest, ground: Ground) -> Frame:
    return Frame(ground.first_month, request.as_of)


def _bought(store: Store, request: NumbersRequest, ground: Ground) -> dict[str, Found]:
    rows = repository.shared_rows(store, "purchase_numbers", Source.PURCHASE, request, _frame(request, ground))
    found: dict[str, Found] = {metric_id: {} for metric_id in _BOUGHT}
    for row in rows:
        for metric_id, values in _values_of(row).items():
            found[metric_id][row["group_key"]] = values
    return found


def _values_of(row: Row) -> dict[str, dict[str, Value | None]]:
    """Return what one group of the shared scan says of each metric; nothing of those that counted nothing in it."""
    plain = ("gross_sales", "returns", "net_sales", "orders", "active_customers")
    values: dict[str, dict[str, Value | None]] = {
        metric_id: {"value": row[metric_id]} for metric_id in plain if row[metric_id] is not None
    }
    if row["orders"] is not None:
        values["average_order_value"] = {"numerator": row["gross_sales"], "denominator": row["orders"]}
    if row["traded"]:
        costs = {"known": row["known"], "whole": row["gross_sales"]}
        values["gross_profit"] = {"value": row["gross_profit"], **costs}
        values["gross_margin"] = {"numerator": row["gross_profit"], "denominator": row["costed_sales"], **costs}
    return values


def _loyal(store: Store, request: NumbersRequest, ground: Ground) -> dict[str, Found]:
    rows = repository.shared_rows(store, "customer_numbers", Source.PURCHASE, request, _frame(request, ground))
    found: dict[str, Found] = {metric_id: {} for metric_id in _LOYAL}
    metric = folders.metric("purchase_frequency")
    found["purchase_frequency"] = _alone(store, metric, request, _frame(request, ground))
    for row in rows:
        key = row["group_key"]
        found["repurchase_rate"][key] = {"numerator": row["repeaters"], "denominator": row["customers"]}
        found["top_fifth_share"][key] = {"numerator": row["top_sales"], "denominator": row["sales"]}
    return found


# The board ----------------------------------------------------------------------------------------------------------


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


_NOTHING = _Found(None, None, None)
_Finder = Callable[["_Question"], dict[str, _Found]]


@dataclass(frozen=True, slots=True)
class _Question:
    """What a part of the board is asked: of which store, for which days and the days to compare with, of which metrics."""

    store: Store
    asked: NumbersRequest
    spans: _Spans
    ground: Ground
    metrics: tuple[Metric, ...]

    @property
    def before(self) -> NumbersRequest:
        """The same question for the days to compare with."""
        return _before(self.asked, self.spans)

    @property
    def months(self) -> NumbersRequest:
        """The same question for the months of the trend."""
        return replace(self.asked, period=self.spans.months, by=GroupBy.MONTH)


def board_numbers(store: Store, request: BoardRequest) -> Mapping[str, BoardNumber]:
    """Return all metrics by id, each with its year before and, where it is among ``WITH_TREND``, its trend."""
    return in_order(part(store, request) for part in PARTS)


def in_order(parts: Iterable[Mapping[str, BoardNumber]]) -> Mapping[str, BoardNumber]:
    """Return the numbers of the board's parts in the board's order."""
    found: dict[str, BoardNumber] = {}
    for part in parts:
        found |= part
    return {metric_id: found[metric_id] for metric_id in folders.metrics()}


@reads("purchase", "product", "setting")
def purchase_part(store: Store, request: BoardRequest) -> Mapping[str, BoardNumber]:
    """Return the numbers that purchases are counted for, with their trends."""
    return _part(store, request, Source.PURCHASE, (*_BOUGHT, "new_customers"), _purchases)


@reads("purchase", "setting")
def loyalty_part(store: Store, request: BoardRequest) -> Mapping[str, BoardNumber]:
    """Return the numbers of customers who come back or do not, and of what the largest bring."""
    wanted = ("retention", "churn", "new_customer_return_rate", *_LOYAL)
    return _part(store, request, Source.PURCHASE, wanted, _loyalty)


@reads("interaction", "setting")
def interaction_part(store: Store, request: BoardRequest) -> Mapping[str, BoardNumber]:
    """Return the numbers that interactions are counted for."""
    return _part(store, request, Source.INTERACTION, ("interactions_logged",), _talks)


@reads("answer_score", "setting")
def answer_part(store: Store, request: BoardRequest) -> Mapping[str, BoardNumber]:
    """Return the numbers of what customers answered."""
    return _part(store, request, Source.ANSWER, ("satisfaction_index", "nps", "csat"), _each_alone)


@reads("follow_up", "interaction", "setting")
def follow_up_part(store: Store, request: BoardRequest) -> Mapping[str, BoardNumber]:
    """Return the numbers of follow-ups."""
    return _part(store, request, Source.FOLLOW_UP, ("follow_ups_in_time",), _each_alone)


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
def norm_part(store: Store, request: BoardRequest) -> Mapping[str, BoardNumber]:
    """Return the numbers of norms of contact."""
    return _part(store, request, Source.NORM, ("norm_compliance",), _each_alone)


@reads("customer", "setting")
def record_part(store: Store, request: BoardRequest) -> Mapping[str, BoardNumber]:
    """Return the numbers of the customers' records."""
    return _part(store, request, Source.CUSTOMER, ("record_completeness",), _each_alone)


PARTS = (purchase_part, loyalty_part, interaction_part, answer_part, follow_up_part, norm_part, record_part)


def _part(
    store: Store, request: BoardRequest, source: Source, metric_ids: Sequence[str], find: _Finder
) -> dict[str, BoardNumber]:
    asked = replace(request.numbers, by=GroupBy.NONE)
    ground = ground_of(store, asked)
    spans = _spans(asked, ground.coverages[source], request)
    mine = tuple(folders.metric(metric_id) for metric_id in metric_ids)
    able = tuple(metric for metric in mine if metric.can_be_asked(asked.filters, asked.customers))
    found = {metric.metric_id: _Found({}, {}, {}) for metric in able}
    if able and ground.coverages[source].whole is not None:
        found = find(_Question(store, asked, spans, ground, able))
    return {
        metric.metric_id: _board_number(
            metric, asked, spans, found[metric.metric_id] if metric in able else _NOTHING, ground
        )
        for metric in mine
    }


def _spans(asked: NumbersRequest, covered: Coverage, request: BoardRequest) -> _Spans:
    counted = covered.counted(asked.period, asked.as_of)
    before = same_span_a_year_before(counted, align_to_festival=request.align_to_festival) if counted else None
    return _Spans(counted, before, trend_months(counted or asked.period))


def _before(asked: NumbersRequest, spans: _Spans) -> NumbersRequest:
    return replace(asked, period=spans.before.period) if spans.before is not None else asked


def _purchases(question: _Question) -> dict[str, _Found]:
    now, before, months = (
        _bought(question.store, asked, question.ground) for asked in (question.asked, question.before, question.months)
    )
    found = {metric_id: _Found(now[metric_id], before[metric_id], months[metric_id]) for metric_id in _BOUGHT}
    return found | {"new_customers": _by_day(question, folders.metric("new_customers"))}


def _loyalty(question: _Question) -> dict[str, _Found]:
    now, before = (_loyal(question.store, asked, question.ground) for asked in (question.asked, question.before))
    found = {metric_id: _Found(now[metric_id], before[metric_id], {}) for metric_id in _LOYAL}
    kept = _by_spans(question, folders.metric("retention"))
    found["retention"], found["churn"] = kept, _Found(_lost(kept.now), _lost(kept.before), {})
    return found | {"new_customer_return_rate": _by_spans(question, folders.metric("new_customer_return_rate"))}


def _lost(kept: Found | None) -> Found:
    """Return churn from retention: of those held, the ones who were not kept."""
    return {
        key: {"numerator": (row["denominator"] or 0) - (row["numerator"] or 0), "denominator": row["denominator"]}
        for key, row in (kept or {}).items()
    }


def _by_spans(question: _Question, metric: Metric) -> _Found:
    """Return a metric of a window for the span and its year before, by their spans."""
    now, before = (frame_of(metric, asked, question.ground).spans for asked in (question.asked, question.before))
    found = []
    for spans in (now, before):  # one by one: the year before is kept
        keyed = tuple(Span(span.first, span.first, span.end) for span in spans)
        frame = Frame(question.ground.first_month, question.asked.as_of, keyed, metric.window_days)
        rows = _alone(question.store, metric, replace(question.asked, by=GroupBy.MONTH), frame)
        found.append(_first_of(rows, spans))
    return _Found(found[0], found[1], {})


def _first_of(rows: Found, spans: Sequence[Span]) -> Found:
    """Return the only span's row as an ungrouped answer; nothing where it is not covered or counted nothing."""
    row = rows.get(spans[0].first) if spans else None
    return {} if row is None else {None: row}


def _each_alone(question: _Question) -> dict[str, _Found]:
    found = {}
    for metric in question.metrics:
        now, before = (
            _alone(question.store, metric, asked, frame_of(metric, asked, question.ground))
            for asked in (question.asked, question.before)
        )
        found[metric.metric_id] = _Found(now, before, {})
    return found


def _talks(question: _Question) -> dict[str, _Found]:
    return {metric.metric_id: _by_day(question, metric) for metric in question.metrics}


def _by_day(question: _Question, metric: Metric) -> _Found:
    spans, asked = question.spans, question.asked
    periods = (asked.period, question.before.period, spans.months)
    reach = Period(min(period.first for period in periods), max(period.last for period in periods))
    frame = _frame(asked, question.ground)
    name = _BY_DAY[metric.metric_id]
    whole = replace(asked, period=reach)
    rows = repository.shared_rows(question.store, name, metric.source, whole, frame)
    days: dict[date, int] = {row["day"]: row["value"] for row in rows}
    months: dict[GroupKey, int] = {}
    for day, value in days.items():
        if day in spans.months:
            first = month_of(day).first
            months[first] = months.get(first, 0) + value
    return _Found(
        _sum_of(days, asked.period),
        _sum_of(days, question.before.period),
        {first: {"value": value} for first, value in months.items()},
    )


def _sum_of(days: Mapping[date, int], period: Period) -> Found:
    return {None: {"value": sum(value for day, value in days.items() if day in period)}}


def _board_number(metric: Metric, asked: NumbersRequest, spans: _Spans, found: _Found, ground: Ground) -> BoardNumber:
    row = rows_of(metric, asked, found.now, ground)[0]
    trend: tuple[MetricRow, ...] = ()
    if metric.metric_id in WITH_TREND:
        trend = rows_of(metric, replace(asked, period=spans.months, by=GroupBy.MONTH), found.months, ground)
    if spans.before is None:
        return BoardNumber(metric, row, None, None, None, before_is_whole=False, trend=trend)
    earlier = rows_of(metric, _before(asked, spans), found.before, ground)[0]
    is_whole = compares(metric, ground.coverages[metric.source], spans.before.period)
    return BoardNumber(metric, row, spans.counted, spans.before, earlier, is_whole, trend)
