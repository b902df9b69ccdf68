"""The gap list of a plan, by itself: its goals, the board's targets without a goal, norms of contact, service standards.

Every number is asked through ``metrics`` and judged through ``targets``, whoever looks, and left out for whom it is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from crm_core.access.model import Reach, Scope
from crm_core.board.model import Judge, filters_of, missed_since, month_targets
from crm_core.board.service import Ask, judge_of
from crm_core.errors import N_
from crm_core.gaps import repository
from crm_core.gaps.model import (
    USUAL_WEIGHT,
    Gap,
    GapKey,
    GapKind,
    GapNote,
    GapState,
    Since,
    SinceKind,
    actions_of,
    closing,
    in_order,
    lightest_weight,
    severity,
    since,
    was_open,
)
from crm_core.metrics import folders
from crm_core.metrics import service as metrics
from crm_core.metrics.model import GroupBy, NumbersRequest
from crm_core.periods import Period, PeriodKind, add_months
from crm_core.plans.model import Goal, PlanState, Stage, stage_to_show
from crm_core.plans.progress import GoalProgress, PlanRecord
from crm_core.plans.reach import Viewer, is_ours, may_edit_goal, may_edit_plan, may_see_figures, may_see_goal, seen_by
from crm_core.plans.service import OnePlan, goal_in_stage, whole_plan
from crm_core.plans.then import known_on
from crm_core.relationships.model import RelationsRequest
from crm_core.relationships.norms.model import Norm
from crm_core.relationships.norms.service import norms_of
from crm_core.snapshots.service import statuses_kept
from crm_core.store import Store
from crm_core.store.reads import reads
from crm_core.targets import service as targets
from crm_core.targets.model import COMPANY, Course, Level, Narrowed, Rule, ScopeKind, Target, TargetScope, judge
from crm_core.targets.traits import rule_of
from crm_core.touchpoints.model import RegisterRequest, Touchpoint
from crm_core.touchpoints.service import touchpoints
from crm_core.touchpoints.standards.model import KeptRequest, Measure, Told
from crm_core.touchpoints.standards.service import kept_of, standards, told_of

NORM_DAYS = 90  # a norm of two months asks for a contact at least once in them
NORM_AIM = Decimal("0.9")  # where the board has no target for norms kept
FEWEST_ASKED = 10  # contacts a share is told of
KEPT_METRIC = "norm_compliance"
_EVERYTHING = Reach(Scope.ALL, (), 0)
_LONGEST_FIRST = (PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.MONTH)
_SHARE = Rule(is_flow=False)

NO_STAGE = N_("The plan has no stage with a target for it yet.")
NO_TARGET = N_("It has no target in this stage.")
NO_NUMBER = N_("There are no data of these days yet.")
NOT_READ = N_("Nobody has read it off in this stage. Check in to say what it stands at.")
TOO_FEW_ANSWERS = N_("Too few of these days are over to tell a share.")
TOO_FEW = N_("It asked for too few contacts in these days to tell a share.")
NOT_RECORDED = N_("A person has to enter it: nothing records when an enquiry comes in here. Say below what was found.")
TOO_OLD = N_("What was found last is older than 90 days. Look again, and enter it below.")


@dataclass(frozen=True, slots=True)
class GapsRequest:
    """Which gaps does a plan have on a day, for whoever looks?"""

    viewer: Viewer
    plan_id: int
    today: date


@dataclass(frozen=True, slots=True)
class GapList:
    """A plan's gaps in its stage of the day: the open ones, the most important first; those closed; those not measured.

    ``met_count`` counts what is met and of which nobody noted anything.
    """

    stage: Stage | None
    open: tuple[Gap, ...]
    closed: tuple[Gap, ...]
    unknown: tuple[Gap, ...]
    met_count: int

    def gap(self, key: str | None) -> Gap | None:
        """Return one of the gaps by its key; None where it is not there."""
        return next((one for one in (*self.open, *self.closed, *self.unknown) if str(one.key) == key), None)


@reads("gap_note", "app_user")
def notes_of(store: Store, plan_id: int) -> Mapping[str, GapNote]:
    """Return what was noted of a plan's gaps, by key."""
    return repository.find_notes(store, plan_id)


def gap_list(ask: Ask, request: GapsRequest) -> GapList:
    """Return the gaps of a plan that the viewer may know of, as they stand in the stage of the day.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    whole = known_on(ask(whole_plan, OnePlan(request.viewer, request.plan_id)), request.today)
    finder = _Finder(ask, request, whole)
    found = list(finder.goals())
    if whole.plan.state is not PlanState.CLOSED:
        found += [*finder.targets(), *finder.norms(), *finder.touchpoints()]
    notes, seen = ask(notes_of, request.plan_id), finder.seen.actions
    all_actions = {action.action_id for action in whole.actions}
    told = []
    for one in found:
        note = notes.get(str(one.key))
        goal_id = int(one.key.about) if one.key.kind is GapKind.GOAL else None
        actions = actions_of(goal_id, note, seen)
        chosen = note.action_id if note is not None else None
        hidden = chosen in all_actions and all(action.action_id != chosen for action in actions)
        told.append(replace(one, note=note, actions=actions, has_hidden_action=hidden))
    opened = in_order(one for one in told if one.state is GapState.OPEN)
    closed = [_closed(one, finder.known_of(one), request.today) for one in told if one.state is GapState.CLOSED]
    shown = [one for one in closed if one.closing is not None and one.closing.after is not None]
    return GapList(
        finder.stage,
        tuple(_shown(replace(one, rank=place)) for place, one in enumerate(opened, start=1)),
        tuple(_shown(one) for one in sorted(shown, key=_closed_last, reverse=True)),
        tuple(_shown(one) for one in told if one.state is GapState.UNKNOWN),
        len(closed) - len(shown),
    )


def _closed(one: Gap, known: Mapping[date, bool], today: date) -> Gap:
    """Return a closed gap with when it closed: a note's first day is one on which it was open."""
    days = dict(known)
    if one.note is not None and one.note.noted_on < today:
        days.setdefault(one.note.noted_on, True)
    found = closing(days.items(), today)
    if found.after is None and one.note is not None:
        found = replace(found, after=one.note.noted_on)
    return replace(one, closing=found)


def _closed_last(one: Gap) -> tuple[date, str]:
    assert one.closing is not None  # noqa: S101 - those that are shown have it
    return one.closing.by, str(one.key)


def _shown(one: Gap) -> Gap:
    return one if one.has_figures else replace(one, standing=None, severity=None, counts=None, parts=())


class _Finder:
    """Finds the gaps of one plan; each kind is asked for by itself."""

    def __init__(self, ask: Ask, request: GapsRequest, whole: PlanRecord) -> None:
        self._ask, self._viewer, self._today, self._whole = ask, request.viewer, request.today, whole
        self.seen = seen_by(request.viewer, whole)
        self.stage = stage_to_show(whole.stages, request.today)
        self._plan = whole.plan
        team = self._plan.team_id
        self._scope = COMPANY if team is None else TargetScope(ScopeKind.TEAM, team)
        self._weight = lightest_weight(whole.goals)
        self._judge: Judge = ask(judge_of, request.today)
        self._may_edit = may_edit_plan(self._viewer, team)

    def _sees(self, team_id: int | None) -> bool:
        """Whether the viewer reads the numbers of a team (None: the company), as the board would let them."""
        return self._viewer.sees_all or (team_id is not None and team_id in self._viewer.reach.teams)

    # Goals --------------------------------------------------------------------------------------------------------------

    def goals(self) -> Iterable[Gap]:
        """Yield the goals that the viewer may know of, as they stand in the stage of the day."""
        for goal in self._whole.goals:
            if may_see_goal(self._viewer, goal):
                yield self._goal(goal, goal_in_stage(self._ask, self._whole, goal, self.stage, self._today))

    def _goal(self, goal: Goal, found: GoalProgress) -> Gap:
        size = severity(found.standing)
        gap = Gap(
            GapKey(GapKind.GOAL, str(goal.goal_id)),
            goal,
            goal.scope,
            self.stage.span if self.stage is not None else self._plan.span,
            found.standing,
            _rule(goal),
            _state(size),
            found.status,
            Decimal(goal.weight),
            may_see_figures(self._viewer, goal),
            may_edit_goal(self._viewer, self._plan, goal.team_id),
            size,
            parts=found.parts,
        )
        if gap.state is GapState.OPEN:
            return replace(gap, since=since(self.known_of(gap).items(), gap.span.first))
        if gap.state is GapState.UNKNOWN:
            return replace(gap, missing=self._why_unknown(goal, found))
        return gap

    def _why_unknown(self, goal: Goal, found: GoalProgress) -> str:
        if self.stage is None:
            return NO_STAGE
        if Level.TARGET not in found.values:
            return NO_TARGET
        return NOT_READ if goal.metric_id is None else NO_NUMBER

    def known_of(self, gap: Gap) -> Mapping[date, bool]:
        """Return the earlier days on which it is known whether a goal's gap was open: kept days and check-ins."""
        if gap.key.kind is not GapKind.GOAL:
            return {}
        goal_id = int(gap.key.about)
        statuses = dict(self._ask(statuses_kept, self._plan.plan_id).get(goal_id, {}))
        for one in sorted(self._whole.check_ins, key=lambda each: (each.checked_on, each.check_in_id)):
            seen = one.values.get(goal_id)
            if seen is not None and seen.status is not None:
                statuses[one.checked_on] = seen.status
        is_flow = gap.rule.is_flow or bool(gap.parts)  # of several metrics: on track is where it should be by now
        return {day: was_open(status, is_flow=is_flow) for day, status in statuses.items() if day < self._today}

    # Targets of the board -----------------------------------------------------------------------------------------------

    def _board_targets(self) -> Mapping[tuple[str, TargetScope], Sequence[Target]]:
        """Return the targets of the plan's own scope whose periods began within a year."""
        within = None if self._scope == COMPANY else self._scope
        span = Period(add_months(self._today, -12) + timedelta(days=1), self._today)
        narrowed = Narrowed((self._scope.kind,), within)
        found = self._ask(targets.targets_by_scope, targets.SpanRequest(_EVERYTHING, span, narrowed))
        return {key: value for key, value in found.items() if key[1] == self._scope}

    def _in_force(self, of_year: Sequence[Target]) -> Target | None:
        own = [one for one in of_year if one.key.level is Level.TARGET and self._today in one.key.period]
        return min(own, key=lambda one: _LONGEST_FIRST.index(one.key.period_kind), default=None)

    def targets(self) -> Iterable[Gap]:
        """Yield the board's targets for metrics of which the plan has no goal; of several periods the longest."""
        own = {goal.goal_id: goal.metric_id for goal in self._whole.goals if goal.scope == self._scope}
        aimed = {*own.values(), *(part.metric_id for part in self._whole.parts if part.goal_id in own)}
        for (metric_id, _scope), of_year in self._board_targets().items():
            target = self._in_force(of_year)
            if target is not None and metric_id in folders.metrics() and metric_id not in aimed:
                yield self._target(target, of_year)

    def _target(self, target: Target, of_year: Sequence[Target]) -> Gap:
        metric, period = folders.metric(target.key.metric_id), target.key.period
        until = Period(period.first, min(period.last, self._today))
        asked = NumbersRequest(_EVERYTHING, until, self._today, filters=filters_of(self._scope)).of(metric.metric_id)
        covered = self._ask(metrics.coverages, self._today)[metric.source]
        months = month_targets(of_year)
        number = self._ask(metrics.measure, asked).total.value
        standing = self._judge.standing(number, target, metric, covered, months)
        size = severity(standing)
        gap = Gap(
            GapKey(GapKind.TARGET, metric.metric_id), target, self._scope, period, standing, rule_of(metric.metric_id),
            _state(size), standing.status, Decimal(USUAL_WEIGHT), self._sees(self._plan.team_id), self._may_edit, size,
        )  # fmt: skip
        if gap.state is GapState.UNKNOWN:
            return replace(gap, missing=NO_NUMBER)
        if gap.state is GapState.OPEN:
            rows = self._ask(metrics.measure, replace(asked, by=GroupBy.MONTH)).rows
            day = missed_since(target, rows, metric, months, self._judge)
            return replace(gap, since=None if day is None else Since(day, SinceKind.DAY))
        return gap

    # Norms of contact ---------------------------------------------------------------------------------------------------

    def norms(self) -> Iterable[Gap]:
        """Yield the norms that hold today for the plan's customers, by the share of contacts kept of the last 90 days."""
        known = [one for one in self._ask(norms_of, RelationsRequest(_EVERYTHING)) if self._has_norm(one)]
        if not known:
            return
        recent = Period(self._today - timedelta(days=NORM_DAYS), self._today - timedelta(days=1))
        kept, aim = self._kept(recent), self._norm_aim()
        for norm in known:
            yield self._norm(norm, recent, kept.get(norm.norm_id, (0, 0)), aim)

    def _has_norm(self, norm: Norm) -> bool:
        if norm.team_id is None:
            return True
        return is_ours(self._viewer, norm.team_id) and self._plan.team_id in (None, norm.team_id)

    def _kept(self, period: Period) -> Mapping[int, tuple[int, int]]:
        return self._ask(
            metrics.kept_by_norm, NumbersRequest(_EVERYTHING, period, self._today, filters=filters_of(self._scope))
        )

    def _norm_aim(self) -> Decimal:
        """Return the board's target in force for the share of contacts kept, else nine in ten."""
        target = self._in_force(self._board_targets().get((KEPT_METRIC, self._scope), ()))
        return NORM_AIM if target is None else target.value

    def _norm(self, norm: Norm, recent: Period, counts: tuple[int, int], aim: Decimal) -> Gap:
        course = Course(recent, self._today, recent.last)
        actual = Decimal(counts[0]) / counts[1] if counts[1] >= FEWEST_ASKED else None
        standing = judge(actual, aim, course, _SHARE, thresholds=self._judge.thresholds)
        size = severity(standing)
        team = norm.team_id if norm.team_id is not None else self._plan.team_id
        gap = Gap(
            GapKey(GapKind.NORM, str(norm.norm_id)), norm, self._scope, recent, standing, _SHARE, _state(size),
            standing.status, self._weight, self._sees(team), self._may_edit, size, counts,
        )  # fmt: skip
        if gap.state is GapState.UNKNOWN:
            return replace(gap, missing=TOO_FEW)
        if gap.state is GapState.OPEN:
            return replace(gap, since=self._norm_since(norm, recent, aim))
        return gap

    def _norm_since(self, norm: Norm, recent: Period, aim: Decimal) -> Since:
        """Return since when a norm is below its aim: the last 90 days, or the 90 before them too."""
        before = Period(recent.first - timedelta(days=NORM_DAYS), recent.first - timedelta(days=1))
        kept, asked = self._kept(before).get(norm.norm_id, (0, 0))
        was_below = asked >= FEWEST_ASKED and Decimal(kept) / asked < aim
        first = before.first if was_below else recent.first
        return Since(max(first, norm.since_on), SinceKind.DAY)

    # Service standards --------------------------------------------------------------------------------------------------

    def touchpoints(self) -> Iterable[Gap]:
        """Yield the touchpoints that promise an answer in time, in the company's plan, by what was found in the last 90 days."""
        if self._plan.team_id is not None:
            return
        request = RegisterRequest(_EVERYTHING)
        said = self._ask(standards, request)
        for one in self._ask(touchpoints, request):
            if one.within is not None:
                yield self._touchpoint(one, told_of(said, one))

    def _touchpoint(self, one: Touchpoint, told: Told) -> Gap:
        recent = Period(self._today - timedelta(days=NORM_DAYS), self._today - timedelta(days=1))
        is_hand = told.measure is Measure.HAND
        last = told.readings[0] if is_hand and told.readings else None
        if last is not None and last.measured_on >= recent.first:
            counts, fewest = (last.kept, last.asked), 1
        elif is_hand:
            counts, fewest = (0, 0), 1
        else:
            counts, fewest = self._answers(one, told.measure, recent), FEWEST_ASKED
        actual = Decimal(counts[0]) / counts[1] if counts[1] >= fewest else None
        course = Course(recent, self._today, recent.last)
        standing = judge(actual, NORM_AIM, course, _SHARE, thresholds=self._judge.thresholds)
        size = severity(standing)
        gap = Gap(
            GapKey(GapKind.TOUCHPOINT, str(one.touchpoint_id)), one, COMPANY, recent, standing, _SHARE, _state(size),
            standing.status, self._weight, self._sees(None), self._may_edit, size, counts,
        )  # fmt: skip
        if gap.state is GapState.UNKNOWN:
            return replace(gap, missing=TOO_FEW_ANSWERS if not is_hand else NOT_RECORDED if last is None else TOO_OLD)
        if gap.state is GapState.OPEN:
            known = ((each.measured_on, Decimal(each.kept) / each.asked < NORM_AIM) for each in told.readings)
            found = since(known, recent.first) if is_hand else self._answers_since(one, told.measure, recent)
            return replace(gap, since=found)
        return gap

    def _answers(self, one: Touchpoint, measure: Measure, period: Period) -> tuple[int, int]:
        return self._ask(kept_of, KeptRequest(one, measure, period.first, period.last, self._today))

    def _answers_since(self, one: Touchpoint, measure: Measure, recent: Period) -> Since:
        """Return since when too few answers are in time: the last 90 days, or the 90 before them too."""
        before = Period(recent.first - timedelta(days=NORM_DAYS), recent.first - timedelta(days=1))
        kept, asked = self._answers(one, measure, before)
        was_below = asked >= FEWEST_ASKED and Decimal(kept) / asked < NORM_AIM
        return Since(before.first if was_below else recent.first, SinceKind.DAY)


def _state(size: Decimal | None) -> GapState:
    if size is None:
        return GapState.UNKNOWN
    return GapState.OPEN if size > 0 else GapState.CLOSED


def _rule(goal: Goal) -> Rule:
    if goal.is_composed:
        return Rule(is_flow=False)
    if goal.metric_id is None or goal.metric_id not in folders.metrics():
        return Rule(is_flow=False, lower_is_better=goal.lower_is_better)
    return rule_of(goal.metric_id)
