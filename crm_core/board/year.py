"""A year of one metric and scope, period by period: what was reached and how it stands against its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crm_core.access.model import Reach
from crm_core.board.model import PathMonth, filters_of, month_targets, path_of_year
from crm_core.board.service import Ask, judge_of
from crm_core.metrics import folders
from crm_core.metrics import service as metrics
from crm_core.metrics.model import GroupBy, Metric, MetricRow, NumbersRequest, Value
from crm_core.periods import Period, PeriodKind, add_months
from crm_core.targets.model import Level, Standing, Target, TargetKey, TargetScope, periods_of_year


@dataclass(frozen=True, slots=True)
class YearQuestion:
    """Whose numbers of which metric, in the company's year that begins on ``year_first``, as of which day."""

    reach: Reach
    metric_id: str
    scope: TargetScope
    year_first: date
    as_of: date

    @property
    def year(self) -> Period:
        """The days of the year."""
        return Period(self.year_first, add_months(self.year_first, 12) - timedelta(days=1))

    def asked(self, year: Period, by: GroupBy) -> NumbersRequest:
        """Return the question for the numbers of ``year``."""
        return NumbersRequest(self.reach, year, self.as_of, by=by, filters=filters_of(self.scope))


@dataclass(frozen=True, slots=True)
class YearRow:
    """One month, quarter or year: its number, whether it is over, and how it stands against its target."""

    kind: PeriodKind
    period: Period
    actual: Value | None
    is_complete: bool
    standing: Standing | None


def year_rows(ask: Ask, question: YearQuestion, targets: Sequence[Target]) -> list[YearRow]:
    """Return the 12 months, 4 quarters and the year of ``question`` against ``targets``, which are of its metric and scope.

    Raises:
        NotFound: there is no such metric.
    """
    found: dict[tuple[PeriodKind, object], MetricRow] = {}
    for by in (GroupBy.MONTH, GroupBy.QUARTER, GroupBy.YEAR):
        rows = ask(metrics.measure, question.asked(question.year, by).of(question.metric_id)).rows
        found |= {(PeriodKind(by.value), row.key): row for row in rows}
    metric = folders.metric(question.metric_id)
    coverage = ask(metrics.coverages, question.as_of)[metric.source]
    judged, months = ask(judge_of, question.as_of), month_targets(targets)
    by_key = {target.key: target for target in targets}
    made = []
    for kind, period in periods_of_year(question.year_first):
        row = found.get((kind, period.first))
        value = row.value if row else None
        target = by_key.get(TargetKey(question.metric_id, question.scope, kind, period.first, Level.TARGET))
        standing = judged.standing(value, target, metric, coverage, months) if target else None
        made.append(YearRow(kind, period, value, row.complete if row else False, standing))
    return made


def year_path(
    metric: Metric, question: YearQuestion, rows: Sequence[YearRow], targets: Sequence[Target]
) -> tuple[PathMonth, ...]:
    """Return the same year as a chart shows it, month by month."""
    months = [
        MetricRow(row.period.first, None, row.actual, None, None, row.is_complete)
        for row in rows
        if row.kind is PeriodKind.MONTH
    ]
    return path_of_year(question.year, months, targets, is_flow=metric.is_flow)
