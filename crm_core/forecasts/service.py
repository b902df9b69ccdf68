"""Asking where a number is heading. Numbers come from the metrics room; what is shown to whom is the caller's to say.

Asked with a metric, a scope and the days of a stage; answered for every goal with the same numbers in the same way, so that
page, review and document cannot differ. Each source has its own query, so that a write to one leaves the others' answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crm_core.board.service import Ask
from crm_core.forecasts import flows, quotients, spans
from crm_core.forecasts.model import Method, Outlook, Point, Silence
from crm_core.forecasts.rolling import Ahead
from crm_core.metrics import folders
from crm_core.metrics import service as metrics
from crm_core.metrics.coverage import Coverage
from crm_core.metrics.daily import Daily, adds_up_by_day, daily
from crm_core.metrics.model import GroupBy, Metric, MetricRequest, Source, Unit
from crm_core.periods import Period
from crm_core.store import Store
from crm_core.store.reads import reads

PAST_DAYS = 1_400  # days before today that a forecast learns from: two years of origins, each with the year before it
_STEPS, _SEEN = 5, 40  # points told of the way ahead, and of what was seen


@dataclass(frozen=True, slots=True)
class OutlookRequest:
    """Where is a metric heading by the end of its request's period, as of its day? Asked ungrouped."""

    metric: MetricRequest


def outlook(ask: Ask, request: OutlookRequest) -> Outlook | Silence:
    """Return where a metric is heading by the end of the asked span, or why that is not told.

    Raises:
        NotFound: there is no such metric.
        CannotBeAskedBy: it has no such filter.
    """
    return ask(_QUERIES[folders.metric(request.metric.metric_id).source], request)


@reads("purchase", "product", "setting")
def outlook_of_purchases(store: Store, request: OutlookRequest) -> Outlook | Silence:
    """Return the outlook of a number that purchases are counted for."""
    return _outlook(store, request)


@reads("interaction", "setting")
def outlook_of_interactions(store: Store, request: OutlookRequest) -> Outlook | Silence:
    """Return the outlook of a number of interactions."""
    return _outlook(store, request)


@reads("follow_up", "interaction", "setting")
def outlook_of_follow_ups(store: Store, request: OutlookRequest) -> Outlook | Silence:
    """Return the outlook of a number of follow-ups."""
    return _outlook(store, request)


@reads("answer_score", "setting")
def outlook_of_answers(store: Store, request: OutlookRequest) -> Outlook | Silence:
    """Return the outlook of what customers answer."""
    return _outlook(store, request)


@reads(*metrics.EVERYTHING)
def outlook_of_others(store: Store, request: OutlookRequest) -> Outlook | Silence:
    """Return the outlook of a number that rests on several tables."""
    return _outlook(store, request)


_QUERIES: Mapping[Source, Callable[[Store, OutlookRequest], Outlook | Silence]] = {
    Source.PURCHASE: outlook_of_purchases,
    Source.INTERACTION: outlook_of_interactions,
    Source.FOLLOW_UP: outlook_of_follow_ups,
    Source.ANSWER: outlook_of_answers,
    Source.NORM: outlook_of_others,
    Source.CUSTOMER: outlook_of_others,
}


def _outlook(store: Store, request: OutlookRequest) -> Outlook | Silence:
    asked = replace(request.metric, by=GroupBy.NONE)
    metric = folders.metric(asked.metric_id)
    covered = metrics.coverage(store, asked.metric_id, asked.as_of)
    silence = _silence(metric, asked, covered)
    if silence is not None or covered.first is None:
        return silence or Silence.NO_DATA
    known_on = _known_on(asked, covered)
    if adds_up_by_day(metric):
        return _by_day(store, metric, asked, known_on)
    return _by_span(store, metric, asked, covered.first, known_on)


def _known_on(asked: MetricRequest, covered: Coverage) -> date:
    """Return the last day that is over and covered; the day asked on is not over."""
    yesterday = asked.as_of - timedelta(days=1)
    return yesterday if covered.whole is None else min(covered.whole.last, yesterday)


def _silence(metric: Metric, asked: MetricRequest, covered: Coverage) -> Silence | None:
    """Return why there is nothing to forecast from; None where there may be."""
    span, known_on = asked.period, _known_on(asked, covered)
    if not metric.has_history:
        return Silence.NO_PAST
    if span.first > asked.as_of:
        return Silence.NOT_BEGUN
    if covered.first is None or known_on < covered.first:
        return Silence.NO_DATA
    if known_on >= span.last:
        return Silence.OVER
    return Silence.NO_DATA if known_on < span.first - timedelta(days=1) else None


# Days that add up -----------------------------------------------------------------------------------------------------


def _by_day(store: Store, metric: Metric, asked: MetricRequest, known_on: date) -> Outlook | Silence:
    span = asked.period
    past = Period(min(span.first, known_on - timedelta(days=PAST_DAYS)), asked.as_of)
    series = daily(store, replace(asked, period=past))
    if series is None:
        return Silence.NO_DATA
    known = series.place(known_on) + 1
    begun = min(known, (known_on - span.first).days + 1)
    days = _steps((span.last - known_on).days)
    found = flows.ahead(series, known, days) if metric.is_flow else quotients.ahead(series, known, begun, days)
    if found is None:
        return Silence.TOO_SHORT
    so_far = series.value(Period(span.first, known_on)) if metric.is_flow and begun else 0.0
    season = flows.SEASONS[found[-1].chosen] if metric.is_flow else 0.0
    method = Method.FLOW if metric.is_flow else Method.QUOTIENT
    way = _way(metric, known_on, days, found, so_far or 0.0)
    seen, end = _seen(series, span, known_on), found[-1]
    is_young = known < flows.YEAR + flows.RECENT
    trail = _trail(known_on, end)
    return _proven(Outlook(method, known_on, seen, way, end.errors, end.tried, end.held, season, is_young, trail))


def _steps(days: int) -> tuple[int, ...]:
    """Return a few numbers of days from now to the end, about evenly, the end last."""
    count = min(_STEPS, days)
    return tuple(sorted({max(1, round(days * (place + 1) / count)) for place in range(count)}))


def _seen(series: Daily, span: Period, known_on: date) -> tuple[tuple[date, float], ...]:
    """Return what the span had come to by the end of some of its days, the last known one among them."""
    count = (known_on - span.first).days + 1
    if count <= 0:
        return ()
    step = -(-count // _SEEN)
    days = [known_on - timedelta(days=back) for back in range(0, count, step)]
    found = [(day, series.value(Period(span.first, day))) for day in reversed(days)]
    return tuple((day, value) for day, value in found if value is not None)


def _way(
    metric: Metric, known_on: date, days: Sequence[int], found: Sequence[Ahead], so_far: float
) -> tuple[Point, ...]:
    return tuple(
        _point(metric, known_on + timedelta(days=after), so_far + one.expected, one.reach)
        for after, one in zip(days, found, strict=True)
    )


def _point(metric: Metric, day: date, expected: float, reach: float) -> Point:
    """Return a point whose band keeps to what the number can be: shares to 0-1, what is counted not below 0."""
    low, high = expected - reach, expected + reach
    if metric.unit is Unit.SHARE:
        high = min(1.0, high)
    if metric.unit is not Unit.POINTS and not (metric.unit is Unit.MONEY and metric.is_flow):
        low = max(0.0, low)
    return Point(day, min(low, expected), expected, max(high, expected))


def _trail(known_on: date, found: Ahead) -> tuple[tuple[date, float], ...]:
    """Return the last day known to each past forecast, the oldest first, with how far above it the outcome was."""
    return tuple((known_on - timedelta(days=days), error) for days, error in found.trail)


def _proven(found: Outlook) -> Outlook | Silence:
    return found if found.is_proven else Silence.UNPROVEN


# Numbers of a span ----------------------------------------------------------------------------------------------------


def _by_span(store: Store, metric: Metric, asked: MetricRequest, first: date, known_on: date) -> Outlook | Silence:
    span = asked.period
    ahead_days, begun = (span.last - known_on).days, (known_on - span.first).days + 1

    def value(period: Period) -> float | None:
        found = metrics.measure(store, replace(asked, period=period)).total.value
        return None if found is None else float(found)

    now = value(Period(span.first, known_on)) if begun else None
    if now is None:
        return Silence.TOO_SHORT
    pairs, days_ago = [], []
    for back in spans.starts_back((known_on - first).days + 1, ahead_days + begun + metric.history_days):
        shifted = Period(span.first, known_on).shifted(-back - ahead_days)
        before, after = value(shifted), value(Period(shifted.first, shifted.last + timedelta(days=ahead_days)))
        if before is not None and after is not None:
            pairs.append((before, after))
            days_ago.append(back + ahead_days)
    found = spans.ahead(now, pairs, by_difference=metric.unit.is_relative, back=days_ago)
    if found is None:
        return Silence.TOO_SHORT
    way = (_point(metric, span.last, found.expected, found.reach),)
    seen = ((known_on, now),)
    trail = _trail(known_on, found)
    return _proven(Outlook(Method.SPANS, known_on, seen, way, found.errors, found.tried, found.held, trail=trail))
