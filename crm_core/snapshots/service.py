"""Keeping how plans stood at the ends of stages, quarters and months, and opening it later.

A job looks each night which period ends are past and covered by the data and not kept yet; missed ones are caught up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from crm_core import audit, clock
from crm_core.access.model import SCHEDULER, Reach, Scope
from crm_core.board.service import Ask, remembering
from crm_core.errors import NotFound
from crm_core.forecasts.goals import GoalOutlook, goal_outlook
from crm_core.forecasts.model import Outlook
from crm_core.metrics import folders
from crm_core.metrics import service as metrics
from crm_core.plans.model import Goal, PlanState, Stage, stage_on
from crm_core.plans.progress import MILLIONTH, GoalProgress, PlanRecord
from crm_core.plans.reach import Viewer, may_see_figures, may_see_goal
from crm_core.plans.service import OnePlan, PlansRequest, goal_in_stage, known_plans, plan_record, whole_plan
from crm_core.settings import service as settings
from crm_core.snapshots import repository
from crm_core.snapshots.model import GoalThen, Kind, Snapshot, asked_on, counts_on, ends, is_ready, span_of
from crm_core.store import Store
from crm_core.store.reads import reads
from crm_core.targets.model import Level, Status

_EVERYTHING = Reach(Scope.ALL, (), 0)
_HOUSE = Viewer(_EVERYTHING, None, _EVERYTHING)  # the job sees all plans


@reads("plan_snapshot", "plan", "team", "app_user")
def snapshots(store: Store, request: OnePlan) -> tuple[Snapshot, ...]:
    """Return the days of a plan that are kept, the latest first, without their goals.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan_record(store, request)
    return repository.of_plan(store, request.plan_id)


@dataclass(frozen=True, slots=True)
class OneSnapshot:
    """One kept day of a plan, for whoever looks."""

    viewer: Viewer
    plan_id: int
    as_of_on: date


@reads("plan_snapshot", "plan_snapshot_goal")
def statuses_kept(store: Store, plan_id: int) -> Mapping[int, Mapping[date, Status]]:
    """Return how each goal of a plan stood on the days that are kept, for arithmetic: whose goals to show is the caller's."""
    return repository.statuses_of(store, plan_id)


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """A goal as it was kept, and what is known of that day now; ``has_figures`` is False where the viewer may read none.

    ``now`` is None where the goal is gone, or was measured by hand; ``differs`` where the number for that day has changed.
    """

    then: GoalThen
    now: Decimal | None
    differs: bool
    has_figures: bool
    parts: tuple[ThenAndNow, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A kept day with its goals beside what is known of that day now."""

    snapshot: Snapshot
    goals: tuple[ThenAndNow, ...]


@reads("plan_snapshot", "plan_snapshot_goal", "plan_snapshot_whole", "plan_snapshot_part", "app_user")
def _kept(store: Store, request: OneSnapshot) -> Snapshot:
    found = next((one for one in repository.of_plan(store, request.plan_id) if one.as_of_on == request.as_of_on), None)
    if found is None:
        raise NotFound("plan_snapshot", request.as_of_on)
    return replace(found, goals=repository.goals_of(store, found.snapshot_id))


def opened(ask: Ask, request: OneSnapshot) -> Opened:
    """Return how a plan stood on a kept day, as far as the viewer may see it, and where today's numbers for it differ.

    Raises:
        NotFound: there is no such plan or day, or it is not the viewer's to see.
    """
    record = ask(whole_plan, OnePlan(request.viewer, request.plan_id))
    found = ask(_kept, request)
    goals = tuple(
        _then_and_now(ask, request.viewer, record, found, one)
        for one in found.goals
        if may_see_goal(request.viewer, one.goal)
    )
    return Opened(found, goals)


def _then_and_now(ask: Ask, viewer: Viewer, record: PlanRecord, found: Snapshot, one: GoalThen) -> ThenAndNow:
    if not may_see_figures(viewer, one.goal):
        bare = GoalThen(replace(one.goal, baseline=None), None, None, one.status)
        return ThenAndNow(bare, None, differs=False, has_figures=False)
    goal = record.goal(one.goal.goal_id)
    if goal is None:
        return _unknown(one)
    progress = goal_in_stage(ask, record, goal, found.stage, asked_on(found.as_of_on, found.stage))
    return _beside(one, progress)


def _beside(one: GoalThen, progress: GoalProgress) -> ThenAndNow:
    """Return a goal as it was kept beside what is known now; of several metrics each beside the same metric of now."""
    known = {each.goal.metric_id: each for each in progress.parts} or {progress.goal.metric_id: progress}
    if not one.parts:
        same = known.get(one.goal.metric_id)
        return _unknown(one) if same is None or one.goal.metric_id not in folders.metrics() else _held(one, same)
    parts = tuple(_beside(part, progress) for part in one.parts)
    is_same = [part.goal.metric_id for part in one.parts] == [part.goal.metric_id for part in progress.parts]
    if not is_same or any(part.goal.metric_id is None for part in one.parts):
        return replace(_unknown(one), parts=parts)  # another goal by now, or partly measured by hand
    return replace(_held(one, progress), parts=parts)


def _held(one: GoalThen, progress: GoalProgress) -> ThenAndNow:
    now = None if progress.actual is None else progress.actual.quantize(MILLIONTH)
    return ThenAndNow(one, now, differs=now != one.actual, has_figures=True)


def _unknown(one: GoalThen) -> ThenAndNow:
    parts = tuple(_unknown(part) for part in one.parts)
    return ThenAndNow(one, None, differs=False, has_figures=True, parts=parts)


# Taking them ------------------------------------------------------------------------------------------------------------


def take_due(store: Store) -> int:
    """Keep every period end of running and closed plans that is past, covered and not kept yet; return how many."""
    choices = settings.current(store)
    today = clock.today(choices.zone)
    kept, taken = repository.kept_days(store), 0
    for plan in known_plans(store, PlansRequest(_HOUSE)):
        if plan.state is PlanState.DRAFT:
            continue
        record, ask = whole_plan(store, OnePlan(_HOUSE, plan.plan_id)), remembering(store)  # snapshots touch no number
        for day, kind in ends(plan, record.stages, choices.first_month, today).items():
            if (plan.plan_id, day) not in kept and is_ready(day, _covered(ask, record, today), today):
                _take(store, _as_of(ask, record, day, kind))
                taken += 1
    return taken


def _covered(ask: Ask, record: PlanRecord, today: date) -> list[date | None]:
    """Return until when the data of each number of the plan are in."""
    known = [goal.metric_id for goal in record.goals if goal.metric_id in folders.metrics()]
    sources = {folders.metric(metric_id).source for metric_id in known if metric_id is not None}
    return [ask(metrics.coverages, today)[source].until for source in sources]


def _take(store: Store, found: Snapshot) -> None:
    with store.transaction() as transaction:
        snapshot_id = repository.add(transaction, found, clock.now())
        after = {"plan_id": found.plan_id, "as_of_on": found.as_of_on}
        audit.record(transaction, SCHEDULER, audit.Change("snapshot", "plan_snapshot", snapshot_id, None, after))


def _as_of(ask: Ask, record: PlanRecord, day: date, kind: Kind) -> Snapshot:
    stage = stage_on(record.stages, day)
    goals = tuple(_goal_on(ask, record, goal, stage, day) for goal in record.goals)
    counts = counts_on(record.actions, day)
    return Snapshot(0, record.plan.plan_id, day, kind, stage, *counts, clock.now(), goals)


def _goal_on(ask: Ask, record: PlanRecord, goal: Goal, stage: Stage | None, day: date) -> GoalThen:
    progress = goal_in_stage(ask, record, goal, stage, asked_on(day, stage))
    return _then(goal_outlook(ask, progress, span_of(stage, record.plan), day + timedelta(days=1)))


def _then(heading: GoalOutlook) -> GoalThen:
    """Return what is kept of how a goal stood and where it was heading; of one of several metrics each of them too."""
    progress, found = heading.progress, heading.found
    parts = tuple(_then(one) for one in heading.parts)
    then = GoalThen(progress.goal, progress.values.get(Level.TARGET), progress.actual, progress.status, parts=parts)
    if not isinstance(found, Outlook):
        return then
    then = replace(then, expected=_exact(found.end.expected), chance=_exact(heading.chance))
    return replace(then, low=_exact(found.end.low), high=_exact(found.end.high)) if found.has_band else then


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(round(value, 6)))
