"""What a metric did before and after an adjustment, asked of the metrics room; with a comparison where there is one.

An adjustment of one team is compared with everybody else in the same weeks. One of the company is compared with the same weeks
of the year before, aligned to Spring Festival, where the data reach back so far.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from crm_core.access.model import Reach, Scope
from crm_core.adjustments.comparing import (
    LEAST_COUNTED,
    LEAST_WEEKS,
    Effect,
    Side,
    Verdict,
    effect,
    side_of_quotient,
    side_of_scores,
    side_of_share,
    side_of_weeks,
    verdict,
    weekly,
)
from crm_core.adjustments.model import Windows, windows
from crm_core.board.model import filters_of
from crm_core.metrics import folders
from crm_core.metrics import service as metrics
from crm_core.metrics.daily import Daily, adds_up_by_day, daily
from crm_core.metrics.festival import same_span_a_year_before
from crm_core.metrics.model import Filters, Kind, Metric, NumbersRequest, Unit
from crm_core.periods import Period
from crm_core.store import Store
from crm_core.store.reads import reads
from crm_core.targets.model import ScopeKind, TargetScope

_EVERYTHING = Reach(Scope.ALL, (), 0)  # what is shown to whom is the caller's to say


class Beside(StrEnum):
    """What a difference is compared with."""

    OTHERS = "others"
    YEAR_BEFORE = "year_before"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class EffectRequest:
    """What did a metric do around a change in a scope, as of a day?"""

    metric_id: str
    scope: TargetScope
    changed_on: date
    judge_on: date
    today: date


@dataclass(frozen=True, slots=True)
class Finding:
    """What a metric came to in the same weeks before and after, what differs beyond the comparison, and what that says."""

    metric_id: str
    windows: Windows
    before: float
    after: float
    beside: Beside
    effect: Effect
    verdict: Verdict


@reads(*metrics.EVERYTHING)
def finding(store: Store, request: EffectRequest) -> Finding | None:
    """Return what a metric did before and after; None while no week is over, or where it knows nothing of these days.

    Raises:
        NotFound: there is no such metric.
    """
    metric = folders.metric(request.metric_id)
    whole = metrics.coverage(store, metric.metric_id, request.today).whole
    if whole is None or not metric.has_history:
        return None
    known_on = min(whole.last, request.today - timedelta(days=1))
    around = windows(request.changed_on, request.judge_on, known_on)
    if around is None or (metric.kind is not Kind.SCORE and around.before.first < whole.first):
        return None  # of answers, those that were given are enough
    look = _Look(store, metric, request.today)
    own = look.sides(filters_of(request.scope), around)
    if own is None:
        return None
    others, beside = _comparison(look, request.scope, around, whole.first)
    found = effect(*own, others, by_part=not metric.unit.is_relative)
    least = LEAST_WEEKS if look.is_weekly else LEAST_COUNTED
    said = verdict(found, *own, least, lower_is_better=metric.lower_is_better)
    if around.weeks < LEAST_WEEKS:
        said = Verdict.TOO_EARLY
    return Finding(metric.metric_id, around, own[0].value, own[1].value, beside, found, said)


def _comparison(
    look: _Look, scope: TargetScope, around: Windows, first: date
) -> tuple[tuple[Side, Side] | None, Beside]:
    if scope.kind is ScopeKind.TEAM:
        others = look.others(filters_of(scope), around)
        return others, Beside.OTHERS if others is not None else Beside.NOTHING
    span = Period(around.before.first, around.after.last)
    shift = same_span_a_year_before(span, align_to_festival=True).period.first - span.first
    if span.first + shift < first and look.is_weekly:
        return None, Beside.NOTHING
    earlier = Windows(around.before.shifted(shift.days), around.after.shifted(shift.days))
    found = look.sides(Filters(), earlier)
    return found, Beside.YEAR_BEFORE if found is not None else Beside.NOTHING


class _Look:
    """How one metric is looked at: by the days that it adds up from, else span by span."""

    def __init__(self, store: Store, metric: Metric, today: date) -> None:
        self._store, self._metric, self._today = store, metric, today
        self._has_days = adds_up_by_day(metric)

    @property
    def is_weekly(self) -> bool:
        """Whether weeks are the sample; else answers or customers are."""
        return self._has_days and self._metric.kind is not Kind.SCORE

    def sides(self, filters: Filters, around: Windows) -> tuple[Side, Side] | None:
        """Return what both windows came to; None where one of them is not known."""
        if self._has_days:
            series = self._series(filters, around)
            return (
                None
                if series is None
                else _both(self._by_day(series, around.before), self._by_day(series, around.after))
            )
        return _both(self._by_span(filters, around.before), self._by_span(filters, around.after))

    def others(self, filters: Filters, around: Windows) -> tuple[Side, Side] | None:
        """Return what both windows came to of everybody but those of ``filters``; None where that cannot be told."""
        if not self._has_days:
            return None
        whole, own = self._series(Filters(), around), self._series(filters, around)
        if whole is None or own is None or whole.first != own.first or len(whole) != len(own):
            return None
        rest = Daily(
            whole.first,
            whole.parts - own.parts,
            None if whole.wholes is None or own.wholes is None else whole.wholes - own.wholes,
            None if whole.squares is None or own.squares is None else whole.squares - own.squares,
        )
        return _both(self._by_day(rest, around.before), self._by_day(rest, around.after))

    def _asked(self, filters: Filters, period: Period) -> NumbersRequest:
        return NumbersRequest(_EVERYTHING, period, self._today, filters=filters)

    def _series(self, filters: Filters, around: Windows) -> Daily | None:
        asked = self._asked(filters, Period(around.before.first, around.after.last))
        found = daily(self._store, asked.of(self._metric.metric_id))
        if found is None or self._metric.kind is Kind.SCORE:
            return found
        return found if (found.first, found.last) == (around.before.first, around.after.last) else None

    def _by_day(self, series: Daily, period: Period) -> Side | None:
        days = series.within(period)
        if series.wholes is None:
            return side_of_weeks(weekly(series.parts[days]))
        if series.squares is None:
            return side_of_quotient(weekly(series.parts[days]), weekly(series.wholes[days]))
        sums = (float(values[days].sum()) for values in (series.wholes, series.parts, series.squares))
        count, total, squares = sums
        return side_of_scores(round(count), total, squares)

    def _by_span(self, filters: Filters, period: Period) -> Side | None:
        asked = replace(self._asked(filters, period)).of(self._metric.metric_id)
        row = metrics.measure(self._store, asked).total
        if row.value is None:
            return None
        is_share = self._metric.unit is Unit.SHARE and self._metric.parts == (Unit.CUSTOMERS, Unit.CUSTOMERS)
        if is_share and row.numerator is not None and row.denominator is not None:
            return side_of_share(float(row.numerator), int(row.denominator))
        return Side(float(row.value), None, LEAST_COUNTED)


def _both(before: Side | None, after: Side | None) -> tuple[Side, Side] | None:
    return None if before is None or after is None else (before, after)
