"""What planning a year asks of the year before: its months, the days alike, and who brought how much of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from crm_core.board.service import Ask
from crm_core.board.year import YearQuestion
from crm_core.metrics import folders
from crm_core.metrics import service as metrics
from crm_core.metrics.festival import same_span_a_year_before
from crm_core.metrics.model import Filters, GroupBy, NumbersRequest
from crm_core.periods import Period, PeriodKind, add_months, months_in
from crm_core.targets.model import ScopeKind, TargetScope, periods_of_year
from crm_core.targets.spreading import Basis, Place

ZERO = Decimal(0)


def year_earlier(question: YearQuestion) -> Period:
    """Return the days of the year before the one planned."""
    return Period(add_months(question.year_first, -12), question.year_first - timedelta(days=1))


def last_years_values(ask: Ask, question: YearQuestion) -> dict[Place, Decimal]:
    """Return what last year's months, quarters and year came to, by the planned year's periods.

    Periods that were not over by the day asked on are left out: half a month is no month to plan by.

    Raises:
        NotFound: there is no such metric.
    """
    metric = folders.metric(question.metric_id)
    found: dict[Place, Decimal] = {}
    if not metric.has_history:
        return found
    is_flow = metric.is_flow
    for by in (GroupBy.MONTH,) if is_flow else (GroupBy.MONTH, GroupBy.QUARTER, GroupBy.YEAR):
        rows = ask(metrics.measure, question.asked(year_earlier(question), by).of(question.metric_id)).rows
        for row in rows:
            if row.value is not None and row.complete and isinstance(row.key, date):
                found[PeriodKind(by.value), add_months(row.key, 12)] = Decimal(row.value)
    return _summed(found, question.year_first) if is_flow else found


def _summed(months: dict[Place, Decimal], year_first: date) -> dict[Place, Decimal]:
    """Return the months with the quarters and the year of which all months are there: what flows add up to."""
    found = dict(months)
    for kind, period in periods_of_year(year_first):
        own = [(PeriodKind.MONTH, month.first) for month in months_in(period)]
        if all(place in months for place in own):
            found[kind, period.first] = sum((months[place] for place in own), ZERO)
    return found


def bases_of(ask: Ask, question: YearQuestion) -> list[Basis]:
    """Return for each month of the planned year the days of the year before that lie alike to Spring Festival.

    Raises:
        NotFound: there is no such metric.
    """
    coverage = ask(metrics.coverages, question.as_of)[folders.metric(question.metric_id).source]
    whole_months = last_years_values(ask, question)
    bases = []
    for month in months_in(question.year):
        before = same_span_a_year_before(month, align_to_festival=True)
        span = before.period
        if before.shift_days == 0 and (PeriodKind.MONTH, month.first) in whole_months:
            bases.append(Basis(month, span, whole_months[PeriodKind.MONTH, month.first]))
            continue
        counted = coverage.counted(span, question.as_of)
        if counted is None or coverage.first is None:
            bases.append(Basis(month, None, None))
            continue
        days = Period(max(counted.first, coverage.first), counted.last)
        asked = question.asked(days, GroupBy.NONE).of(question.metric_id)
        value = ask(metrics.measure, asked).total.value
        bases.append(Basis(month, days, None if value is None else Decimal(value)))
    return bases


def values_by_scope(
    ask: Ask, question: YearQuestion, period: Period, scopes: Sequence[TargetScope]
) -> dict[TargetScope, Decimal]:
    """Return what each of the teams (or people) brought in ``period``; one question for all of them.

    What adds up is 0 where nothing was brought on days of which there are data; of other days nothing is known, and nobody
    is named. Of rates, states and scores those without a number are left out.

    Raises:
        NotFound: there is no such metric.
    """
    kinds = {scope.kind for scope in scopes}
    metric = folders.metric(question.metric_id)
    is_known = ask(metrics.coverages, question.as_of)[metric.source].touches(period)
    found = dict.fromkeys(scopes, ZERO) if metric.is_flow and is_known else {}
    if not metric.has_history:
        return found
    for kind in kinds:
        by = GroupBy.TEAM if kind is ScopeKind.TEAM else GroupBy.PERSON
        asked = NumbersRequest(question.reach, period, question.as_of, by=by, filters=Filters())
        for row in ask(metrics.measure, asked.of(question.metric_id)).rows:
            scope = TargetScope(kind, row.key) if isinstance(row.key, int) else None
            if scope is not None and scope in scopes and row.value is not None:
                found[scope] = Decimal(row.value)
    return found


def place_a_year_earlier(place: Place) -> Period:
    """Return the days of the same period a year earlier."""
    kind, first = place
    length = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}[kind]
    start = add_months(first, -12)
    return Period(start, add_months(start, length) - timedelta(days=1))
