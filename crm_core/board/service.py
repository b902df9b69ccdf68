"""The KPI board's questions, asked of the metrics and targets rooms and put together.

Each takes ``ask``, which answers a query about the store: a page gives its cache, so that each part is computed again only
after a write to the tables it reads; ``directly`` asks the store itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol, TypeVar

from crm_core.access.model import Reach, Scope
from crm_core.board.model import (
    BoardView,
    Card,
    Group,
    Judge,
    PathMonth,
    filters_of,
    groups_of,
    month_targets,
    path_of_year,
)
from crm_core.metrics import bundle, folders
from crm_core.metrics import service as metrics
from crm_core.metrics.coverage import Coverage
from crm_core.metrics.festival import same_span_a_year_before
from crm_core.metrics.model import GroupBy, GroupKey, Metric, MetricResult, MetricRow, NumbersRequest, Source, Value
from crm_core.periods import Period, PeriodKind, month_of, period_of, year_of
from crm_core.settings import service as settings
from crm_core.store import Store
from crm_core.store.reads import reads
from crm_core.targets import service as targets
from crm_core.targets.model import COMPANY, Level, Narrowed, ScopeKind, Standing, Status, Target, TargetScope

Request = TypeVar("Request")
Answer = TypeVar("Answer")


class Ask(Protocol):
    """Whoever answers a query about the store."""

    def __call__(self, query: Callable[[Store, Any], Answer], request: Any, /) -> Answer:  # noqa: ANN401 - each query has its own request
        """Return ``query``'s answer to ``request``."""


def directly(store: Store) -> Ask:
    """Return an asker that computes each answer anew."""

    def ask(query: Callable[[Store, Any], Answer], request: Any) -> Answer:  # noqa: ANN401 - as above
        return query(store, request)

    return ask


def remembering(store: Store) -> Ask:
    """Return an asker that computes each answer once: for what is put together of many while nothing is written."""
    kept: dict[Hashable, Any] = {}

    def ask(query: Callable[[Store, Any], Answer], request: Any) -> Answer:  # noqa: ANN401 - as above
        key = (query, request)
        if key not in kept:
            kept[key] = query(store, request)
        answer: Answer = kept[key]
        return answer

    return ask


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """What a person asks the board for; what is None is chosen for them."""

    reach: Reach
    as_of: date
    kind: PeriodKind = PeriodKind.MONTH
    day: date | None = None
    scope: TargetScope | None = None
    align_to_festival: bool = False


@reads("purchase", "interaction", "setting", "team", "app_user")
def view(store: Store, request: ViewRequest) -> BoardView:
    """Return what the board looks at: the period that holds the asked day, else the latest with data.

    Raises:
        NotFound: no such team or person, or not within reach.
    """
    scope = request.scope or widest_scope(request.reach)
    targets.require_within(store, request.reach, scope)
    first_month = settings.current(store).first_month
    if request.day is None:
        period = metrics.opening_period(store, request.kind, request.as_of)
    else:
        period = period_of(request.kind, request.day, first_month)
    year_first = year_of(period.first, first_month).first
    return BoardView(request.reach, scope, request.kind, period, request.as_of, year_first, request.align_to_festival)


def widest_scope(reach: Reach) -> TargetScope:
    """Return the widest scope within ``reach``: the company, the own team, else oneself."""
    if reach.scope is Scope.ALL:
        return COMPANY
    if reach.scope is Scope.TEAM and reach.teams:
        return TargetScope(ScopeKind.TEAM, reach.teams[0])
    return TargetScope(ScopeKind.PERSON, reach.me)


@reads("setting")
def judge_of(store: Store, as_of: date) -> Judge:
    """Return what judging takes, as the company chose it."""
    return Judge(as_of, targets.thresholds(settings.current(store)))


def numbers_request(seen: BoardView) -> NumbersRequest:
    """Return the question for the numbers of the period and scope looked at."""
    return NumbersRequest(seen.reach, seen.period, seen.as_of, filters=seen.filters)


def numbers_of_board(ask: Ask, seen: BoardView) -> Mapping[str, bundle.BoardNumber]:
    """Return all metrics' numbers by id; each part is asked by itself, so that a write makes only its own part old."""
    request = bundle.BoardRequest(numbers_request(seen), seen.align_to_festival)
    return bundle.in_order(ask(part, request) for part in bundle.PARTS)


def plan_of(ask: Ask, seen: BoardView) -> targets.TargetsByScope:
    """Return the year's targets of the scope looked at and of those right below it."""
    kinds = {
        ScopeKind.COMPANY: (ScopeKind.COMPANY, ScopeKind.TEAM),
        ScopeKind.TEAM: (ScopeKind.TEAM, ScopeKind.PERSON),
        ScopeKind.PERSON: (ScopeKind.PERSON,),
    }[seen.scope.kind]
    within = None if seen.scope == COMPANY else seen.scope
    return ask(targets.targets_by_scope, targets.SpanRequest(seen.reach, seen.year, Narrowed(kinds, within)))


def of_period(plan: Iterable[Target], seen: BoardView) -> Iterator[Target]:
    """Yield those targets of ``plan`` that are of the period looked at."""
    for one in plan:
        if one.key.period_kind is seen.kind and one.key.period_first == seen.period.first:
            yield one


def cards(ask: Ask, seen: BoardView) -> list[Card]:
    """Return one card a metric, in the board's order."""
    found = numbers_of_board(ask, seen)
    covered = ask(metrics.coverages, seen.as_of)
    judged = ask(judge_of, seen.as_of)
    plan = plan_of(ask, seen)
    made = []
    for metric_id, number in found.items():
        year = plan.get((metric_id, seen.scope), ())
        own = {target.key.level: target for target in of_period(year, seen)}
        aim, standing = own.get(Level.TARGET), None
        if aim is not None:
            months = month_targets(year)
            coverage = covered[number.metric.source]
            standing = judged.standing(number.row.value, aim, number.metric, coverage, months)
        reached = (
            level
            for level, one in own.items()
            if judged.standing(number.row.value, one, number.metric, covered[number.metric.source], {}).status
            is Status.REACHED
        )
        made.append(Card(number, standing, {level: one.value for level, one in own.items()}, frozenset(reached)))
    return made


def path(ask: Ask, seen: BoardView, metric_id: str) -> tuple[PathMonth, ...]:
    """Return the year's twelve months of one metric, actual and aimed at.

    Raises:
        NotFound: there is no such metric.
    """
    rows, own = months_of(ask, seen, metric_id, seen.scope), plan_of(ask, seen).get((metric_id, seen.scope), ())
    return path_of_year(seen.year, rows, own, is_flow=folders.metric(metric_id).is_flow)


def months_of(ask: Ask, seen: BoardView, metric_id: str, scope: TargetScope) -> Sequence[MetricRow]:
    """Return the months of the year for a metric and scope, as far as they have data.

    What the board looks at has them in its trend already, unless it looks back at an earlier period.

    Raises:
        NotFound: there is no such metric.
    """
    if scope == seen.scope:
        trend = numbers_of_board(ask, seen)[metric_id].trend
        whole = ask(metrics.coverages, seen.as_of)[folders.metric(metric_id).source].whole
        latest = month_of(min(whole.last, seen.as_of)).first if whole is not None else None
        if trend and trend[-1].key == latest:
            return [row for row in trend if isinstance(row.key, date) and row.key >= seen.year_first]
    asked = NumbersRequest(seen.reach, seen.year, seen.as_of, by=GroupBy.MONTH, filters=filters_of(scope))
    return ask(metrics.measure, asked.of(metric_id)).rows


# The breakdown ------------------------------------------------------------------------------------------------------


def breakdown(ask: Ask, seen: BoardView, metric_id: str, by: GroupBy) -> list[Group]:
    """Return one metric's groups in the period (in its year, by month), each with the same days a year before.

    Raises:
        NotFound: there is no such metric.
        CannotBeAskedBy: it has no such grouping.
    """
    period = seen.year if by is GroupBy.MONTH else seen.period
    asked = replace(numbers_request(seen), period=period, by=by)
    now = ask(metrics.measure, asked.of(metric_id))
    coverage = ask(metrics.coverages, seen.as_of)[now.metric.source]
    before = _before(ask, asked, now.metric, coverage, seen)
    standings = _standings(ask, seen, now, coverage)
    return groups_of(now.metric, now.rows, before, standings, is_ordered=by.period_kind is not None)


def _before(
    ask: Ask, asked: NumbersRequest, metric: Metric, coverage: Coverage, seen: BoardView
) -> dict[GroupKey, Value | None]:
    counted = coverage.counted(asked.period, asked.as_of)
    if counted is None or not metric.has_history:
        return {}
    is_by_time = asked.by.period_kind is not None
    span = same_span_a_year_before(counted, align_to_festival=seen.align_to_festival and not is_by_time).period
    if coverage.first is None or coverage.first > span.last:
        return {}
    rows = ask(metrics.measure, replace(asked, period=span).of(metric.metric_id)).rows
    return {_a_year_on(row.key): row.value for row in rows}


def _a_year_on(key: GroupKey) -> GroupKey:
    return date(key.year + 1, key.month, key.day) if isinstance(key, date) else key


def _standings(ask: Ask, seen: BoardView, now: MetricResult, coverage: Coverage) -> dict[GroupKey, Standing]:
    """Return how each group stands against its own target: months against theirs, teams and people against theirs."""
    judged, metric = ask(judge_of, seen.as_of), now.metric
    if now.by is GroupBy.MONTH:
        aims = {
            target.key.period_first: target
            for target in plan_of(ask, seen).get((metric.metric_id, seen.scope), ())
            if target.key.period_kind is PeriodKind.MONTH and target.key.level is Level.TARGET
        }
        return {
            row.key: judged.standing(row.value, aims[row.key], metric, coverage, {})
            for row in now.rows
            if isinstance(row.key, date) and row.key in aims
        }
    kind = {GroupBy.TEAM: ScopeKind.TEAM, GroupBy.PERSON: ScopeKind.PERSON}.get(now.by)
    if kind is None:
        return {}
    narrowed = Narrowed((kind,), None if seen.scope == COMPANY else seen.scope, metric.metric_id)
    plan = ask(targets.targets_by_scope, targets.SpanRequest(seen.reach, seen.year, narrowed))
    found: dict[GroupKey, Standing] = {}
    values = {row.key: row.value for row in now.rows}
    for (_, scope), year in plan.items():
        aim = next((one for one in of_period(year, seen) if one.key.level is Level.TARGET), None)
        if aim is not None and scope.scope_id in values:
            value = values[scope.scope_id]
            found[scope.scope_id] = judged.standing(value, aim, metric, coverage, month_targets(year))
    return found


def compared_days(ask: Ask, seen: BoardView) -> Period | None:
    """Return which days of the year before the purchases of the period are compared with; None where there are none."""
    covered = ask(metrics.coverages, seen.as_of)[Source.PURCHASE]
    counted = covered.counted(seen.period, seen.as_of)
    if counted is None:
        return None
    before = same_span_a_year_before(counted, align_to_festival=seen.align_to_festival).period
    return before if covered.first is not None and covered.first <= before.first else None


def has_data(ask: Ask, as_of: date) -> bool:
    """Return whether the store holds anything that the board could show."""
    return any(found.whole is not None for found in ask(metrics.coverages, as_of).values())


def covers(ask: Ask, as_of: date) -> Mapping[Source, Coverage]:
    """Return which days the source tables cover."""
    return ask(metrics.coverages, as_of)
