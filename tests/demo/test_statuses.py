"""On each first and last day of twelve months a board shows a target reached, one on track, one at risk, one behind."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm_core.access.model import Reach, Scope
from crm_core.metrics.model import NumbersRequest
from crm_core.metrics.service import coverage, list_metrics, measure, opening_period
from crm_core.periods import Period, PeriodKind, add_months, months_in
from crm_core.store import Store
from crm_core.targets.model import COMPANY, Course, Level, Rule, Status, judge
from crm_core.targets.service import SpanRequest, targets_in_span
from tests.demo.conftest import AS_OF

ALL = Reach(Scope.ALL, (), 0)
FIRSTS = [add_months(AS_OF.replace(day=1), -back) for back in range(12)]
LASTS = [add_months(first, 1) - timedelta(days=1) for first in FIRSTS]


@pytest.mark.parametrize("kind", PeriodKind)
@pytest.mark.parametrize("day", sorted(FIRSTS + LASTS), ids=str)
def test_the_company_has_one_target_of_each_status(demo: Store, day: date, kind: PeriodKind) -> None:
    assert set(statuses(demo, day, kind).values()) >= set(Status)


def statuses(store: Store, day: date, kind: PeriodKind) -> dict[str, Status | None]:
    """Return how each metric of the company stood on ``day``.

    The store holds later days too; what it knows of a day does not depend on them (proven in test_carrying_on.py).
    """
    period = opening_period(store, kind, day)
    wanted = targets_in_span(store, SpanRequest(ALL, period))
    values = {
        (one.key.metric_id, one.key.period_kind, one.key.period_first): one
        for one in wanted
        if one.key.scope == COMPANY and one.key.level is Level.TARGET
    }
    found, so_far = {}, NumbersRequest(ALL, Period(period.first, min(period.last, day)), day)
    for metric in list_metrics():
        row = measure(store, so_far.of(metric.metric_id)).total
        target = values[metric.metric_id, kind, period.first]
        months = {
            month.first: values[metric.metric_id, PeriodKind.MONTH, month.first].value for month in months_in(period)
        }
        standing = judge(
            None if row.value is None else Decimal(row.value),
            target.value,
            Course(period, day, coverage(store, metric.metric_id, day).until),
            Rule(metric.is_flow, metric.lower_is_better),
            baseline=target.baseline,
            month_targets=months,
        )
        found[metric.metric_id] = standing.status
    return found
