"""How a plan's goal stands in a stage: its numbers asked through ``metrics`` and judged through ``targets``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from crm_core.access.model import Reach, Scope
from crm_core.board.model import Judge, filters_of
from crm_core.board.service import Ask, judge_of
from crm_core.metrics import folders
from crm_core.metrics import service as metrics
from crm_core.metrics.model import Customers, GroupBy, NumbersRequest, Value
from crm_core.periods import Period
from crm_core.plans.model import Goal, Stage, first_of, part_of
from crm_core.plans.progress import GoalProgress, PlanRecord, composed, judged, readings_of
from crm_core.targets.model import Course, Rule, ScopeKind, TargetScope
from crm_core.targets.traits import rule_of

_EVERYTHING = Reach(Scope.ALL, (), 0)
_GROUPS = {ScopeKind.TEAM: GroupBy.TEAM, ScopeKind.PERSON: GroupBy.PERSON}
_MANY = 3


def goal_in_stage(
    ask: Ask, record: PlanRecord, goal: Goal, stage: Stage | None, today: date, *, has_trend: bool = False
) -> GoalProgress:
    """Return how a goal stands in a stage, whoever asks; without stages, its latest number and trend.

    A goal of several metrics stands by the weighted mean of theirs, ``plans.parts.model.together``.
    """
    further = record.parts_of(goal.goal_id)
    if not further:
        return _measured_in_stage(ask, record, goal, stage, today, has_trend=has_trend)
    found = [_measured_in_stage(ask, record, first_of(goal), stage, today, has_trend=has_trend)]
    for part in further:
        alone = part_of(goal, part)
        found.append(_measured_in_stage(ask, record, alone, stage, today, has_trend=has_trend, part_id=part.part_id))
    return composed(goal, found)


def _measured_in_stage(
    ask: Ask,
    record: PlanRecord,
    goal: Goal,
    stage: Stage | None,
    today: date,
    *,
    has_trend: bool,
    part_id: int = 0,
) -> GoalProgress:
    span = stage.span if stage is not None else record.plan.span
    values = record.values_of(goal.goal_id, stage.stage_id, part_id) if stage is not None else {}
    judge: Judge = ask(judge_of, today)
    if goal.metric_id is None:
        readings = readings_of(goal, record.check_ins, min(today, span.last))
        actual = readings[-1][1] if readings else None
        course = Course(span, today, today if readings else None)
        found = judged(
            goal,
            values,
            actual,
            course,
            rule=Rule(is_flow=False, lower_is_better=goal.lower_is_better),
            thresholds=judge.thresholds,
        )
        start = () if goal.baseline is None else (float(goal.baseline),)
        return replace(found, trend=(*start, *(float(value) for _, value in readings)))
    if goal.metric_id not in folders.metrics():
        return GoalProgress(goal, values, None, None, None, None, ())
    metric = folders.metric(goal.metric_id)
    covered = ask(metrics.coverages, today)[metric.source]
    number = _number(ask, record, goal, span, today)
    found = judged(
        goal,
        values,
        None if number is None else Decimal(number),
        judge.course(span, covered),
        rule=rule_of(goal.metric_id),
        thresholds=judge.thresholds,
    )
    return replace(found, trend=_trend(ask, goal, span, today)) if has_trend else found


def _asked(goal: Goal, span: Period, today: date, by: GroupBy = GroupBy.NONE) -> NumbersRequest:
    return NumbersRequest(_EVERYTHING, span, today, by=by, filters=filters_of(goal.scope))


def _number(ask: Ask, record: PlanRecord, goal: Goal, span: Period, today: date) -> Value | None:
    """Return the metric's number from the stage's first day to ``today``: what came later was not known then.

    Where many teams or people have a goal of one metric, all are asked for at once.
    """
    if goal.metric_id is None or span.first > today:
        return None
    counted, by = Period(span.first, min(span.last, today)), _GROUPS.get(goal.scope.kind)
    if by is not None and _many_have(record, goal):
        rows = ask(metrics.measure, NumbersRequest(_EVERYTHING, counted, today, by=by).of(goal.metric_id)).rows
        own = next((row for row in rows if row.key == goal.scope.scope_id), None)
        if own is not None:
            return own.value
    return ask(metrics.measure, _asked(goal, counted, today).of(goal.metric_id)).total.value


def _many_have(record: PlanRecord, goal: Goal) -> bool:
    """Return whether so many goals ask for the metric of a team, or of a person, that one question to all is less work."""
    alike = {one.scope for one in record.goals if (one.metric_id, one.scope.kind) == (goal.metric_id, goal.scope.kind)}
    return len(alike) >= _MANY


def _trend(ask: Ask, goal: Goal, span: Period, today: date) -> tuple[float, ...]:
    """Return the whole months' numbers up to the day or the stage's end: one that is not over would look like a fall."""
    if goal.metric_id is None:
        return ()
    months = metrics.trend_months(Period(min(span.last, today), min(span.last, today)))
    rows = ask(metrics.measure, _asked(goal, months, today, GroupBy.MONTH).of(goal.metric_id)).rows
    return tuple(float(row.value) for row in rows if row.value is not None and row.complete)


def rule_for(goal: Goal) -> Rule:
    """Return how a goal of one metric is judged; what is measured by hand, or by a metric that is no more, adds up to nothing."""
    if goal.metric_id is None or goal.metric_id not in folders.metrics():
        return Rule(is_flow=False, lower_is_better=goal.lower_is_better)
    return rule_of(goal.metric_id)


def can_be_measured(metric_id: str, goal_scope: TargetScope) -> bool:
    """Return whether there is such a metric and its rows know the team or person of the scope."""
    if metric_id not in folders.metrics():
        return False
    return folders.metric(metric_id).can_be_asked(filters_of(goal_scope), Customers.ALL)
