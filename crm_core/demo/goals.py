"""The demo company's targets: what will come of each period is known here, and each metric's target lies beside it.

Average order value is set a little below what it comes to (reached), returns above (on track), interactions a little
above (at risk), new customers far above (behind); the others, gross margin, retention and repurchase rate among them, vary
by month. So on any first or last day of a month a
board shows all four.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from crm_core.demo.dice import Real, Roll, Truth, Whole, dice, first_day, month_number
from crm_core.metrics.folders import metric as metric_of
from crm_core.periods import Period, add_months

FLOWS = ("gross_sales", "returns", "net_sales", "orders", "new_customers", "interactions_logged")
SHARES = ("gross_margin", "retention", "repurchase_rate")
METRICS = (*FLOWS, "average_order_value", "active_customers", *SHARES)
# Retention of a year before needs half a year more than what the world holds for certain.
_WITHOUT_BASELINE = ("active_customers", "retention")
MONEY = ("gross_sales", "returns", "net_sales", "average_order_value")
_SWINGS = (0.92, 0.95, 0.97, 0.99, 1.02, 1.06)
_RETURNS_ABOVE, _AOV_BELOW, _TALKS_PACE, _NEW_PACE = 1.08, 0.98, 0.95, 0.78
_LEVELS = {"floor": 0.92, "target": 1.0, "stretch": 1.08}


@dataclass(frozen=True)
class Figures:
    """One scope's actuals by day from ``first`` (an ordinal) on; money in yuan."""

    first: int
    gross: Real
    returned: Real
    orders: Real
    joined: Real
    talks: Real
    buyer_day: Whole  # a sold line's day …
    buyer: Whole  # … and its customer
    buyer_order: Whole  # … and its order
    earned: Real  # net sales less what the goods cost, of lines whose cost is known …
    costed: Real  # … and their net sales

    def span(self, period: Period) -> slice:
        """Return where the days of ``period`` lie."""
        return slice(period.first.toordinal() - self.first, period.last.toordinal() + 1 - self.first)

    def flow(self, metric: str, period: Period) -> float:
        """Return what a flow comes to in the whole period."""
        days = self.span(period)
        if metric == "net_sales":
            return float(self.gross[days].sum() - self.returned[days].sum())
        by_name = {"gross_sales": self.gross, "returns": self.returned, "orders": self.orders}
        by_name |= {"new_customers": self.joined, "interactions_logged": self.talks}
        return float(by_name[metric][days].sum())

    def order_value(self, period: Period) -> float | None:
        """Return the average order value; None without orders."""
        days = self.span(period)
        orders = self.orders[days].sum()
        return float(self.gross[days].sum() / orders) if orders else None

    def active(self, period: Period) -> float:
        """Return how many customers buy in the period."""
        inside = slice(*np.searchsorted(self.buyer_day, (period.first.toordinal(), period.last.toordinal() + 1)))
        return float(len(np.unique(self.buyer[inside])))

    def _buying(self, first: int, end: int) -> slice:
        """Return where the sold lines of the days from ``first`` to the one before ``end`` lie."""
        return slice(*np.searchsorted(self.buyer_day, (first, end)))

    def share(self, metric: str, period: Period) -> float | None:
        """Return what a share comes to, 0-1; None where there is nothing to divide by."""
        first, end = period.first.toordinal(), period.last.toordinal() + 1
        if metric == "gross_margin":
            days = self.span(period)
            return _quotient(float(self.earned[days].sum()), float(self.costed[days].sum()))
        if metric == "retention":
            window = metric_of(metric).window_days or 0
            held = np.unique(self.buyer[self._buying(end - 2 * window, end - window)])
            kept = np.isin(held, self.buyer[self._buying(end - window, end)])
            return _quotient(float(kept.sum()), float(len(held))) if end - 2 * window >= self.first else None
        inside = self._buying(first, end)
        orders = np.unique(np.stack([self.buyer[inside], self.buyer_order[inside]]), axis=1)
        _, counts = np.unique(orders[0], return_counts=True)
        return _quotient(float((counts > 1).sum()), float(len(counts)))

    def value(self, metric: str, period: Period) -> float | None:
        """Return what a metric comes to in the whole period."""
        if metric in SHARES:
            return self.share(metric, period)
        if metric == "average_order_value":
            return self.order_value(period)
        return self.active(period) if metric == "active_customers" else self.flow(metric, period)


@dataclass(frozen=True, slots=True)
class Goal:
    """One target: its value and baseline in the metric's base unit."""

    metric: str
    period_kind: str
    period: Period
    level: str
    value: float
    baseline: float | None
    baseline_on: date | None


def goals_for(seed: int, figures: Figures, years: range, *, scope: int, levels: tuple[str, ...]) -> Iterator[Goal]:
    """Yield the targets of one scope for every month, quarter and year of ``years``. ``scope`` only stirs the dice."""
    for year in years:
        for metric in METRICS:
            swings = dice(seed, Roll.PLANS, (scope * 100 + METRICS.index(metric)) * 10_000 + year).choice(_SWINGS, 17)
            for kind, period, value in _values(figures, metric, year, swings):
                before = Period(add_months(period.first, -12), _year_earlier_end(period))
                baseline = None if metric in _WITHOUT_BASELINE else figures.value(metric, before)
                for level in levels:
                    shown = _leveled(metric, value, level)
                    yield Goal(metric, kind, period, level, shown, baseline, None if baseline is None else before.last)


def _year_earlier_end(period: Period) -> date:
    return date.fromordinal(add_months(period.end, -12).toordinal() - 1)


def _values(figures: Figures, metric: str, year: int, swings: Real) -> Iterator[tuple[str, Period, float]]:
    months = [_period(year, month, 1) for month in range(1, 13)]
    wider = [("quarter", _period(year, month, 3)) for month in (1, 4, 7, 10)] + [("year", _period(year, 1, 12))]
    monthly = [
        _month_value(figures, metric, period, float(swing)) for period, swing in zip(months, swings, strict=False)
    ]
    for period, value in zip(months, monthly, strict=True):
        yield "month", period, value
    for (kind, period), swing in zip(wider, swings[12:], strict=True):
        if metric in FLOWS:  # a year's target is the sum of its months'
            yield (
                kind,
                period,
                sum(value for month, value in zip(months, monthly, strict=True) if month.first in period),
            )
        else:
            yield kind, period, _state_value(figures, metric, period, float(swing))


def _period(year: int, month: int, length: int) -> Period:
    first = month_number(date(year, month, 1))
    return Period(first_day(first), date.fromordinal(first_day(first + length).toordinal() - 1))


def _month_value(figures: Figures, metric: str, period: Period, swing: float) -> float:
    if metric not in FLOWS:
        return _state_value(figures, metric, period, swing)
    total = figures.flow(metric, period)
    if metric == "returns":
        return _rounded(max(_RETURNS_ABOVE * _steepest(figures, period), 200.0), np.ceil)
    if metric == "interactions_logged":
        return max(1.0, float(np.round(total / _TALKS_PACE)))
    if metric == "new_customers":
        return max(1.0, float(np.ceil(total / _NEW_PACE)))
    if metric not in MONEY:
        return max(1.0, float(np.round(_rounded(total * swing, np.round))))  # orders are counted
    return max(1000.0, _rounded(total * swing, np.round))


def _steepest(figures: Figures, period: Period) -> float:
    """Return the month's returns had they gone on as fast as they came by any day from the tenth on."""
    running = np.cumsum(figures.returned[figures.span(period)])
    days = np.arange(1, len(running) + 1)
    return float((running / days * len(running))[9:].max())


def _quotient(numerator: float, denominator: float) -> float | None:
    return numerator / denominator if denominator else None


def _state_value(figures: Figures, metric: str, period: Period, swing: float) -> float:
    if metric in SHARES:
        return round(min(0.95, (figures.share(metric, period) or 0.5) * swing), 3)
    if metric == "active_customers":
        return max(1.0, float(np.ceil(figures.active(period) * max(swing, 1.02))))
    ends = {period.first, period.last}
    for month in range(month_number(period.first), month_number(period.last) + 1):
        ends |= {first_day(month), date.fromordinal(first_day(month + 1).toordinal() - 1)}
    found = [value for end in ends if (value := figures.order_value(Period(period.first, end))) is not None]
    return _rounded(min(found) * _AOV_BELOW, np.floor) if found else 100.0


def _leveled(metric: str, value: float, level: str) -> float:
    factor = _LEVELS[level]
    if factor == 1.0:
        return value
    if metric in SHARES:
        return round(min(0.99, value * factor), 3)
    if metric == "returns":
        factor = 2 - factor  # fewer is better: the floor is the larger number
    return _rounded(value * factor, np.round) if metric in MONEY else float(np.round(value * factor))


def _rounded(value: float, how: Callable[[float], np.floating]) -> float:
    """Return ``value`` with three figures, as people set targets."""
    if value <= 0:
        return 0.0
    step = 10.0 ** (np.floor(np.log10(value)) - 2)
    return float(how(value / step) * step)


def daily(days: Whole, first: int, length: int, values: Real | None = None, kept: Truth | None = None) -> Real:
    """Return the sum of ``values`` (or the count) for each day from ``first`` on."""
    at = days - first
    inside = (at >= 0) & (at < length) if kept is None else (at >= 0) & (at < length) & kept
    weights = None if values is None else values[inside]
    return np.bincount(at[inside], weights=weights, minlength=length).astype(np.float64)
