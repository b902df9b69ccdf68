"""What the KPI board shows, and its arithmetic: pure, from numbers and targets that were asked elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm_core.access.model import Reach
from crm_core.metrics.bundle import BoardNumber
from crm_core.metrics.coverage import Coverage
from crm_core.metrics.model import Filters, GroupKey, Kind, Metric, MetricRow, Value, change_of
from crm_core.periods import Period, PeriodKind, add_months, month_of, year_of
from crm_core.targets.model import (
    Course,
    Level,
    Rule,
    ScopeKind,
    Standing,
    Status,
    Target,
    TargetScope,
    Thresholds,
    judge,
    pace,
)

NOT_WELL = (Status.BEHIND, Status.AT_RISK)


@dataclass(frozen=True, slots=True)
class BoardView:
    """What a board looks at: whose numbers, which period, as of which day, compared how.

    ``year_first`` is the first day of the company's year that holds the period.
    """

    reach: Reach
    scope: TargetScope
    kind: PeriodKind
    period: Period
    as_of: date
    year_first: date
    align_to_festival: bool = False

    @property
    def year(self) -> Period:
        """The company's year that holds the period."""
        return year_of(self.year_first, self.year_first.month)

    @property
    def filters(self) -> Filters:
        """What narrows the numbers to the scope."""
        return filters_of(self.scope)


def filters_of(scope: TargetScope) -> Filters:
    """Return what narrows numbers to ``scope``: nothing for the company."""
    if scope.kind is ScopeKind.COMPANY:
        return Filters()
    is_team = scope.kind is ScopeKind.TEAM
    return Filters(team=scope.scope_id) if is_team else Filters(person=scope.scope_id)


@dataclass(frozen=True, slots=True)
class Judge:
    """Everything that judging an actual takes but the actual and the target."""

    as_of: date
    thresholds: Thresholds

    def course(self, period: Period, coverage: Coverage) -> Course:
        """Return how far ``period`` has run for a metric whose data cover so much."""
        return Course(period, self.as_of, coverage.until)

    def standing(
        self, value: Value | None, target: Target, metric: Metric, coverage: Coverage, months: Mapping[date, Decimal]
    ) -> Standing:
        """Return how ``value`` stands against ``target``, whose metric has month targets ``months``."""
        return judge(
            None if value is None else Decimal(value),
            target.value,
            self.course(target.key.period, coverage),
            Rule(metric.is_flow, metric.lower_is_better),
            baseline=target.baseline,
            thresholds=self.thresholds,
            month_targets=months,
        )


@dataclass(frozen=True, slots=True)
class Card:
    """One metric on the board: the number, its year before, its trend, and how it stands against its target.

    ``reached`` are the levels that are reached; the status follows the target alone.
    """

    number: BoardNumber
    standing: Standing | None
    levels: Mapping[Level, Decimal]
    reached: frozenset[Level] = frozenset()

    @property
    def metric(self) -> Metric:
        """The metric."""
        return self.number.metric

    @property
    def value(self) -> Value | None:
        """The period's number; None where there is no data."""
        return self.number.row.value

    @property
    def change(self) -> Decimal | None:
        """The change against the year before, a rate or, of shares and scores, a difference; None: they do not compare."""
        before = self.number.before_row
        is_fit = before is not None and self.number.before_is_whole
        return change_of(self.metric, self.value, before.value) if before is not None and is_fit else None


@dataclass(frozen=True, slots=True)
class Concern:
    """A target that is not well: whose, how it stands, who answers for it, and since which month (None: not asked)."""

    target: Target
    metric: Metric
    standing: Standing
    scope_name: str | None
    responsible: str | None
    since: date | None = None


def by_weight(concerns: Iterable[Concern]) -> list[Concern]:
    """Return concerns with the heaviest first: behind before at risk, then by what is missing of what was expected."""
    order = {ScopeKind.COMPANY: 0, ScopeKind.TEAM: 1, ScopeKind.PERSON: 2}

    def weight(concern: Concern) -> tuple[int, Decimal, int, str, int]:
        key, status = concern.target.key, concern.standing.status
        rank = status.rank if status else -1
        return (-rank, -concern.standing.shortfall, order[key.scope.kind], key.metric_id, key.scope.scope_id)

    return sorted(concerns, key=weight)


@dataclass(frozen=True, slots=True)
class Decision:
    """One metric that is not well: ``main`` the widest scope where it is not, ``others`` the rest, heaviest first."""

    main: Concern
    others: tuple[Concern, ...]


def decisions_of(concerns: Iterable[Concern]) -> list[Decision]:
    """Return one decision a metric, in the order of its heaviest concern: few things to decide, not one a scope."""
    metrics: dict[str, list[Concern]] = {}
    for concern in by_weight(concerns):
        metrics.setdefault(concern.metric.metric_id, []).append(concern)
    order = list(ScopeKind)
    decisions = []
    for group in metrics.values():
        main = min(group, key=lambda concern: order.index(concern.target.key.scope.kind))
        decisions.append(Decision(main, tuple(other for other in group if other is not main)))
    return decisions


@dataclass(frozen=True, slots=True)
class Overdue:
    """Promised follow-ups that are overdue: one person's, or a whole team's where ``user_id`` is None.

    The oldest customer is the one of those whom the asker may see; None where there is none such.
    """

    user_id: int | None
    name: str | None
    team_id: int | None
    team_name: str | None
    count: int
    oldest_due_on: date
    oldest_customer_id: int | None
    oldest_customer_name: str | None


def overdue_by_team(people: Iterable[Overdue]) -> list[Overdue]:
    """Return one row a team from one row a person, the most overdue first."""
    teams: dict[int | None, Overdue] = {}
    for one in people:
        kept = teams.get(one.team_id)
        oldest = one if kept is None or one.oldest_due_on < kept.oldest_due_on else kept
        teams[one.team_id] = Overdue(
            None,
            None,
            one.team_id,
            one.team_name,
            one.count + (kept.count if kept else 0),
            oldest.oldest_due_on,
            oldest.oldest_customer_id,
            oldest.oldest_customer_name,
        )
    return sorted(teams.values(), key=lambda team: (-team.count, team.oldest_due_on, team.team_id or 0))


@dataclass(frozen=True, slots=True)
class PathMonth:
    """One month of a year: its own actual and target, and both summed from the year's start.

    ``expected`` and ``stretch_expected`` are where the year's target and stretch stand at the month's end; None: no target.
    """

    first: date
    actual: Value | None
    total: Value | None
    is_complete: bool
    target: Decimal | None
    expected: Decimal | None
    stretch: Decimal | None
    stretch_expected: Decimal | None


def path_of_year(
    year: Period, rows: Iterable[MetricRow], targets: Sequence[Target], *, is_flow: bool
) -> tuple[PathMonth, ...]:
    """Return the twelve months of ``year`` with what was reached and what was aimed at.

    Sums are for flows; of others the totals and paths are None. The path of a year without a target of its own is the
    sum of its months' as far as every month has one.
    """
    found = {row.key: row for row in rows}
    own = {level: _months(targets, level) for level in (Level.TARGET, Level.STRETCH)}
    whole = {level: _year_target(targets, level) for level in own}
    months: list[PathMonth] = []
    total: Value | None = None
    for step in range(12):
        month = month_of(add_months(year.first, step))
        row = found.get(month.first)
        actual = row.value if row else None
        if actual is not None and is_flow:
            total = actual if total is None else total + actual
        paths = {level: _expected(year, month, whole[level], own[level]) if is_flow else None for level in own}
        months.append(
            PathMonth(
                month.first,
                actual,
                total if actual is not None else None,
                row.complete if row else False,
                own[Level.TARGET].get(month.first),
                paths[Level.TARGET],
                own[Level.STRETCH].get(month.first),
                paths[Level.STRETCH],
            )
        )
    return tuple(months)


def _months(targets: Iterable[Target], level: Level) -> dict[date, Decimal]:
    return {
        target.key.period_first: target.value
        for target in targets
        if target.key.period_kind is PeriodKind.MONTH and target.key.level is level
    }


def _year_target(targets: Iterable[Target], level: Level) -> Decimal | None:
    found = (one for one in targets if one.key.period_kind is PeriodKind.YEAR and one.key.level is level)
    return next((target.value for target in found), None)


def _expected(year: Period, month: Period, whole: Decimal | None, months: Mapping[date, Decimal]) -> Decimal | None:
    if whole is not None:
        return pace(whole, Course(year, month.last, month.last), months)
    firsts = [first for first in (add_months(year.first, step) for step in range(12)) if first <= month.first]
    return sum((months[first] for first in firsts), Decimal(0)) if all(first in months for first in firsts) else None


def month_targets(targets: Iterable[Target]) -> dict[date, Decimal]:
    """Return the month targets among those of one metric and scope, by the months' first days."""
    return _months(targets, Level.TARGET)


def missed_since(
    target: Target, months: Iterable[MetricRow], metric: Metric, month_aims: Mapping[date, Decimal], judged: Judge
) -> date | None:
    """Return the first day of the month since which a target has not been well, without a break; None if unknown.

    A month's target: how many months in a row missed their own. A longer flow's: since which month's end its sum has
    been below the path.
    """
    rule = Rule(metric.is_flow, metric.lower_is_better)
    rows: dict[GroupKey, MetricRow] = {row.key: row for row in months if row.value is not None}
    period = target.key.period
    if target.key.period_kind is PeriodKind.MONTH:
        since, first = period.first, add_months(period.first, -1)
        while (row := rows.get(first)) is not None and first in month_aims and row.complete:
            month = month_of(first)
            course = Course(month, judged.as_of, month.last)
            standing = judge(Decimal(row.value or 0), month_aims[first], course, rule, thresholds=judged.thresholds)
            if standing.status not in NOT_WELL:
                break
            since, first = first, add_months(first, -1)
        return since
    if not metric.is_flow:
        return None
    return _below_path_since(target, rows, rule, month_aims, judged)


def _below_path_since(
    target: Target,
    rows: Mapping[GroupKey, MetricRow],
    rule: Rule,
    month_aims: Mapping[date, Decimal],
    judged: Judge,
) -> date:
    period, total, since = target.key.period, Decimal(0), None
    day = period.first
    while day <= period.last and (row := rows.get(day)) is not None:
        total += Decimal(row.value or 0)
        month = month_of(day)
        until = Course(period, min(judged.as_of, month.last), month.last)
        status = judge(total, target.value, until, rule, thresholds=judged.thresholds, month_targets=month_aims).status
        since = (since or day) if status in NOT_WELL else None
        day = add_months(day, 1)
    return since or period.first


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a breakdown: its number, its part of the whole, its year before, and its target where it has one."""

    key: GroupKey
    label: str | None
    value: Value | None
    share: Decimal | None
    before: Value | None
    change: Decimal | None
    standing: Standing | None


def groups_of(
    metric: Metric,
    rows: Sequence[MetricRow],
    before: Mapping[GroupKey, Value | None],
    standings: Mapping[GroupKey, Standing],
    *,
    is_ordered: bool,
) -> list[Group]:
    """Return the breakdown of a number: the largest first, or as they come where they are ordered already (months).

    Where the metric is a sum, its groups add up to the whole, so that each has a share.
    """
    adds_up = metric.kind is Kind.SUM
    whole = sum((Decimal(row.value) for row in rows if row.value is not None), Decimal(0)) if adds_up else Decimal(0)
    groups = [
        Group(
            row.key,
            row.label,
            row.value,
            Decimal(row.value) / whole if whole > 0 and row.value is not None else None,
            before.get(row.key),
            change_of(metric, row.value, before.get(row.key)),
            standings.get(row.key),
        )
        for row in rows
    ]
    if is_ordered:
        return groups
    return sorted(groups, key=lambda group: (group.value is None, -(group.value or 0), group.label or ""))
