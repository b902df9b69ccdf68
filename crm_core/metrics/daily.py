"""A metric day by day, for arithmetic that goes on with it: forecasts, before and after. One query a metric and scope.

Only what days add up to has such a series: flows, means of scores, and quotients whose parts are counted by day. What is
distinct within its span (customers, repurchases) has none; it is asked for span by span.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from crm_core.metrics import folders, repository
from crm_core.metrics.model import Grain, Kind, Metric, MetricRequest
from crm_core.metrics.rows import frame_of
from crm_core.metrics.service import EVERYTHING, coverage, ground_of
from crm_core.periods import Period
from crm_core.store import Row, Store
from crm_core.store.reads import reads

Real = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Daily:
    """One number a day, from ``first`` on without a hole; days on which nothing was counted hold 0.

    ``parts`` are the amounts of a flow, the numerators of a quotient, the sums of a mean. ``wholes`` are denominators or
    counts, None of a flow; ``squares`` are sums of squares, of a mean only.
    """

    first: date
    parts: Real
    wholes: Real | None = None
    squares: Real | None = None

    def __len__(self) -> int:
        return len(self.parts)

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=len(self.parts) - 1)

    def place(self, day: date) -> int:
        """Return where a day lies; below 0 before the first."""
        return (day - self.first).days

    def within(self, period: Period) -> slice:
        """Return where the days of ``period`` lie, as far as there are any."""
        return slice(max(0, self.place(period.first)), max(0, self.place(period.end)))

    def value(self, period: Period) -> float | None:
        """Return what the days of ``period`` come to: their sum, or their quotient; None where nothing was counted."""
        days = self.within(period)
        if self.wholes is None:
            return float(self.parts[days].sum())
        whole = float(self.wholes[days].sum())
        return float(self.parts[days].sum()) / whole if whole else None


def adds_up_by_day(metric: Metric) -> bool:
    """Return whether a span's number follows from its days' alone."""
    if metric.is_flow or metric.kind is Kind.SCORE:
        return True
    return metric.kind is Kind.RATIO and metric.window_days is None and metric.grain is not Grain.CUSTOMERS


@reads(*EVERYTHING)
def daily(store: Store, request: MetricRequest) -> Daily | None:
    """Return a metric's covered days within the asked ones, up to ``as_of``; None where it has no days or none is covered.

    Raises:
        NotFound: there is no such metric.
        CannotBeAskedBy: it has no such filter.
    """
    metric = folders.metric(request.metric_id)
    metric.refuse_unfit(request)
    whole = coverage(store, request.metric_id, request.as_of).whole
    if not adds_up_by_day(metric) or whole is None or not metric.can_be_asked(request.filters, request.customers):
        return None
    first = max(request.period.first, whole.first)
    last = min(request.period.last, whole.last, request.as_of)
    if last < first:
        return None
    rows = repository.daily_rows(store, metric, request, frame_of(metric, request, ground_of(store, request)))
    return _series(metric, rows, Period(first, last))


def _series(metric: Metric, rows: list[Row], span: Period) -> Daily:
    if metric.is_flow:
        names: tuple[str, ...] = ("value",)
    else:
        names = ("numerator", "denominator") if metric.is_quotient else ("sum", "count", "squares")
    found = np.zeros((len(names), span.day_count), dtype=np.float64)
    for row in rows:
        if row["group_key"] is not None and row["group_key"] in span:
            found[:, (row["group_key"] - span.first).days] = [float(row[name] or 0) for name in names]
    return Daily(span.first, *found)
