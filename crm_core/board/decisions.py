"""What needs a decision: targets that are not well, and promises that are overdue, asked and put in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from crm_core.access.model import Reach
from crm_core.board.model import (
    NOT_WELL,
    BoardView,
    Concern,
    Decision,
    Overdue,
    by_weight,
    decisions_of,
    missed_since,
    month_targets,
    overdue_by_team,
)
from crm_core.board.service import Ask, judge_of, months_of, numbers_of_board, numbers_request, of_period, plan_of
from crm_core.metrics import bundle
from crm_core.metrics import service as metrics
from crm_core.metrics.model import GroupBy, Kind, Metric, Value
from crm_core.store import Store, statement
from crm_core.store.reads import reads
from crm_core.targets import service as targets
from crm_core.targets.model import Level, ScopeChoice, ScopeKind, TargetScope


def concerns(ask: Ask, seen: BoardView) -> list[Concern]:
    """Return the period's targets that are at risk or behind, the heaviest first, without since when.

    For the company: its own and the teams'; for a team: its own and its people's; for a person: the own.
    """
    plan = plan_of(ask, seen)
    people = {choice.scope: choice for choice in ask(targets.readable_scopes, targets.ScopesRequest(seen.reach))}
    within = [
        target
        for (_, scope), year in plan.items()
        if _is_below(scope, seen.scope, people)
        for target in of_period(year, seen)
        if target.key.level is Level.TARGET
    ]
    covered, judged = ask(metrics.coverages, seen.as_of), ask(judge_of, seen.as_of)
    actuals = _actuals(ask, seen, {(one.key.scope.kind, one.key.metric_id) for one in within})
    known = {metric.metric_id: metric for metric in metrics.list_metrics()}
    found = []
    for target in within:
        key = target.key
        metric = known.get(key.metric_id)
        if metric is None:
            continue
        months = month_targets(plan[key.metric_id, key.scope])
        value = actuals(metric, key.scope)
        standing = judged.standing(value, target, metric, covered[metric.source], months)
        if standing.status in NOT_WELL:
            who = people.get(key.scope)
            name = who.name if who else None
            lead = who.lead_names if who and key.scope.kind is ScopeKind.TEAM else (who.team_name if who else None)
            found.append(Concern(target, metric, standing, name, lead))
    return by_weight(found)


def _is_below(scope: TargetScope, seen: TargetScope, people: Mapping[TargetScope, ScopeChoice]) -> bool:
    if scope == seen:
        return True
    if seen.kind is ScopeKind.COMPANY:
        return scope.kind is ScopeKind.TEAM and scope in people
    choice = people.get(scope)
    return seen.kind is ScopeKind.TEAM and choice is not None and choice.team_id == seen.scope_id


def _actuals(
    ask: Ask, seen: BoardView, wanted: set[tuple[ScopeKind, str]]
) -> Callable[[Metric, TargetScope], Value | None]:
    """Return a look-up of the period's numbers by metric and scope, from one question a kind of scope."""
    asked = numbers_request(seen)
    found: dict[tuple[str, TargetScope], Value | None] = {}
    if any(kind is seen.scope.kind for kind, _metric_id in wanted):
        own = numbers_of_board(ask, seen)
        found |= {(metric_id, seen.scope): number.row.value for metric_id, number in own.items()}
    below = {ScopeKind.COMPANY: ScopeKind.TEAM, ScopeKind.TEAM: ScopeKind.PERSON}.get(seen.scope.kind)
    answered: set[str] = set()
    beneath = tuple(sorted(metric_id for kind, metric_id in wanted if kind is below))
    if below is not None and beneath:
        by = GroupBy.TEAM if below is ScopeKind.TEAM else GroupBy.PERSON
        for metric_id, result in ask(bundle.numbers_of, bundle.ChosenRequest(replace(asked, by=by), beneath)).items():
            answered.add(metric_id)
            for row in result.rows:
                if isinstance(row.key, int):
                    found[metric_id, TargetScope(below, row.key)] = row.value
    covered = ask(metrics.coverages, seen.as_of)

    def actual(metric: Metric, scope: TargetScope) -> Value | None:
        key = (metric.metric_id, scope)
        if key in found or metric.metric_id not in answered:
            return found.get(key)
        # a team or person without a row: nothing happened, which is 0 where the days are covered
        is_counted = metric.kind in (Kind.SUM, Kind.DISTINCT)
        return 0 if is_counted and covered[metric.source].touches(seen.period) else None

    return actual


def decisions(ask: Ask, seen: BoardView, shown: int | None = None) -> list[Decision]:
    """Return what needs a decision, one a metric, the heaviest first; since when is told of the first ``shown`` (None: all).

    Looking back takes a question of its own for each, which those that stay folded are spared.
    """
    found = decisions_of(concerns(ask, seen))
    told = len(found) if shown is None else shown
    return [
        replace(one, main=replace(one.main, since=_since(ask, seen, one.main))) if place < told else one
        for place, one in enumerate(found)
    ]


def _since(ask: Ask, seen: BoardView, concern: Concern) -> date | None:
    key = concern.target.key
    months = month_targets(plan_of(ask, seen)[key.metric_id, key.scope])
    rows = months_of(ask, seen, key.metric_id, key.scope)
    return missed_since(concern.target, rows, concern.metric, months, ask(judge_of, seen.as_of))


@dataclass(frozen=True, slots=True)
class OverdueRequest:
    """Whose follow-ups are overdue, as of a day, within a scope?"""

    reach: Reach
    as_of: date
    scope: TargetScope


@reads("follow_up", "customer", "collaborator", "team", "app_user")
def overdue(store: Store, request: OverdueRequest) -> list[Overdue]:
    """Return the overdue follow-ups: a row a team for the company, else a row a person; the most first."""
    scope = request.scope
    team = scope.scope_id if scope.kind is ScopeKind.TEAM else None
    person = scope.scope_id if scope.kind is ScopeKind.PERSON else None
    rows = store.rows(
        statement("board", "overdue_follow_ups"), [*request.reach.positional(), request.as_of, team, person]
    )
    people = [
        Overdue(
            row["user_id"],
            row["user_name"],
            row["team_id"],
            row["team_name"],
            row["overdue_count"],
            row["oldest_due_on"],
            row["oldest_customer_id"],
            row["oldest_customer_name"],
        )
        for row in rows
    ]
    return overdue_by_team(people) if scope.kind is ScopeKind.COMPANY else people
