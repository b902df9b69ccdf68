"""The agenda of a plan's review, by itself: what a day's gaps, actions, adjustments, forecasts and earlier reviews bring up.

Everything is asked as of the day and for the house; ``model.seen`` says what of it each reader gets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crm_core.access.model import Reach, Scope
from crm_core.adjustments.model import Adjustment
from crm_core.adjustments.service import adjustments, findings
from crm_core.board.service import Ask
from crm_core.forecasts.goals import GoalOutlook, goal_outlooks
from crm_core.forecasts.model import Outlook
from crm_core.gaps.listing import KEPT_METRIC, GapList, GapsRequest, gap_list
from crm_core.gaps.model import Gap, GapKind
from crm_core.plans.model import Action, Goal
from crm_core.plans.parts.model import progress_of
from crm_core.plans.progress import GoalProgress, PlanView
from crm_core.plans.reach import Viewer
from crm_core.plans.service import LookRequest, OnePlan, look
from crm_core.relationships.norms.model import Norm
from crm_core.reviews.model import COMPOSED, GROUP, Decision, Fact, Feedback, Kind, exact, rounded_down
from crm_core.sections.comments import PlanComment
from crm_core.targets.model import Level, Target
from crm_core.touchpoints.model import Touchpoint

HOUSE = Viewer(Reach(Scope.ALL, (), 0), None, Reach(Scope.ALL, (), 0))
MOST_GAPS, MOST_ACTIONS, MOST_LESSONS, MOST_OTHERS = 5, 8, 6, 5
LIKELY = 0.5  # a goal whose chance is below it is brought up


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier reviews left: since when things count as new, decisions, open feedback, what staff said of results."""

    since: date
    decisions: tuple[Decision, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    voices: tuple[PlanComment, ...] = ()


@dataclass(frozen=True, slots=True)
class Standings:
    """How a plan stood on a day: the agenda, each goal with its metrics, and its actions: not dropped, done, overdue."""

    day: date
    agenda: tuple[Fact, ...]
    goals: tuple[Fact, ...]
    counts: tuple[int, int, int]


def standings(ask: Ask, plan_id: int, day: date, before: Before) -> Standings:
    """Return how a plan stands on a day, and what its review that day is about.

    Raises:
        NotFound: there is no such plan.
    """
    view = look(ask, LookRequest(HOUSE, plan_id, day, has_trends=False))
    gaps = gap_list(ask, GapsRequest(HOUSE, plan_id, day))
    outlooks = {one.progress.goal.goal_id: one for one in goal_outlooks(ask, view)}
    changed = [one for one in ask(adjustments, OnePlan(HOUSE, plan_id)) if one.changed_on <= day]
    acted = {one.action_id for one in before.decisions}
    agenda = [
        *(_of_decision(one, view) for one in before.decisions),
        *(_of_feedback(one) for one in before.feedback),
        *(_of_gap(one, view, outlooks) for one in gaps.open[:MOST_GAPS]),
        *_forecasts(view, gaps, outlooks),
        *(_of_action(one) for one in view.actions if one.is_overdue(day) and one.action_id not in acted),
        *_check_in(view),
        *_to_judge(ask, changed, day),
        *(_of_voice(one) for one in before.voices[:MOST_OTHERS]),
        *_lessons(view, gaps, changed, before.since, acted),
    ]
    counted = [one for one in view.actions if one.status.value != "dropped"]
    counts = (len(counted), sum(one.done_on is not None for one in counted), view.overdue_count)
    goals = tuple(fact for one in view.goals for fact in _with_parts(one, outlooks.get(one.goal.goal_id)))
    return Standings(day, tuple(_shortened(agenda)), goals, counts)


def _shortened(agenda: Iterable[Fact]) -> Iterator[Fact]:
    """Yield the items, of overdue actions the oldest few: the plan's page lists them all."""
    late = 0
    for fact in agenda:
        late += fact.kind is Kind.ACTION
        if fact.kind is not Kind.ACTION or late <= MOST_ACTIONS:
            yield fact


# Goals, gaps, forecasts -------------------------------------------------------------------------------------------------


def _of_goal(one: GoalProgress, heading: GoalOutlook | None) -> Fact:
    goal, standing = one.goal, one.standing
    fact = Fact(
        f"{Kind.GOAL}:{goal.goal_id}", Kind.GOAL, goal.name, metric_id=goal.metric_id, unit=goal.unit,
        lower_is_better=goal.lower_is_better, scope=goal.scope, scope_name=goal.scope_name, team_id=goal.team_id,
        goal_id=goal.goal_id, owner_id=goal.owner_id, owner_name=goal.owner_name, weight=goal.weight,
        baseline=exact(goal.baseline), target=exact(one.values.get(Level.TARGET)), actual=exact(one.actual), status=one.status,
    )  # fmt: skip
    if standing is not None:
        fact = replace(fact, pace=exact(standing.pace), attainment=rounded_down(standing.attainment))
    return _heading(replace(fact, code=COMPOSED) if one.parts else fact, heading)


def _with_parts(one: GoalProgress, heading: GoalOutlook | None) -> Iterator[Fact]:
    """Yield how a goal stands, and of one of several metrics how each of them does, with what it counts for."""
    yield _of_goal(one, heading)
    headings: Sequence[GoalOutlook | None] = heading.parts if heading is not None else [None] * len(one.parts)
    for place, (part, outlook) in enumerate(zip(one.parts, headings, strict=True)):
        fact = _of_goal(part, outlook)
        counted = progress_of(part.standing) if part.standing is not None else None
        key = f"{Kind.PART}:{one.goal.goal_id}:{place}"
        yield replace(fact, key=key, kind=Kind.PART, attainment=rounded_down(counted))


def _heading(fact: Fact, heading: GoalOutlook | None) -> Fact:
    if heading is None or not isinstance(heading.found, Outlook):
        return fact
    end = heading.found.end
    fact = replace(fact, expected=exact(end.expected), chance=exact(heading.chance))
    return replace(fact, low=exact(end.low), high=exact(end.high)) if heading.found.has_band else fact


def _of_gap(gap: Gap, view: PlanView, outlooks: dict[int, GoalOutlook]) -> Fact:
    subject, note, standing = gap.subject, gap.note, gap.standing
    since = gap.since.day if gap.since is not None else None
    told = "" if note is None else " · ".join(part for part in (note.problem, note.cause_words) if part)
    fact = Fact(f"{Kind.GAP}:{gap.key}", Kind.GAP, "", told, day=since, scope=gap.scope, team_id=view.plan.team_id)
    if isinstance(subject, Goal):
        progress = next(one for one in view.goals if one.goal.goal_id == subject.goal_id)
        fact = replace(
            _of_goal(progress, outlooks.get(subject.goal_id)), key=fact.key, kind=Kind.GAP, told=told, day=since
        )
    elif isinstance(subject, Target):
        code = f"{subject.key.period_kind.value}:{subject.key.period.first.isoformat()}"
        fact = replace(fact, metric_id=subject.key.metric_id, code=code)
    elif isinstance(subject, Norm):
        code = f"{subject.rung.value if subject.rung else GROUP}:{subject.days}:{subject.channel.value if subject.channel else ''}"
        team_id = subject.team_id if subject.team_id is not None else view.plan.team_id
        fact = replace(
            fact, metric_id=KEPT_METRIC, code=code, team_id=team_id, scope_name=subject.team, name=subject.group or ""
        )
    elif isinstance(subject, Touchpoint):
        fact = replace(fact, metric_id=KEPT_METRIC, name=subject.name)
    if standing is None:
        return fact
    pace = standing.pace
    if fact.is_composed and standing.actual is not None:
        pace = standing.actual + standing.shortfall  # what is missing of the mean, as the list of gaps says it
    return replace(
        fact, target=exact(standing.target), pace=exact(pace), actual=exact(standing.actual),
        attainment=rounded_down(standing.attainment), status=standing.status,
    )  # fmt: skip


def _forecasts(view: PlanView, gaps: GapList, outlooks: dict[int, GoalOutlook]) -> list[Fact]:
    """Return the goals that will likely miss though nothing is missing yet, the least likely first."""
    open_keys = {gap.key.about for gap in gaps.open if gap.key.kind is GapKind.GOAL}
    found = []
    for goal_id, one in outlooks.items():
        if one.chance is not None and one.chance < LIKELY and str(goal_id) not in open_keys:
            fact = _of_goal(one.progress, one)
            found.append(replace(fact, key=f"{Kind.FORECAST}:{goal_id}", kind=Kind.FORECAST))
    return found[:MOST_OTHERS]


# Actions, check-ins, adjustments ----------------------------------------------------------------------------------------


def _of_action(action: Action) -> Fact:
    return Fact(
        f"{Kind.ACTION}:{action.action_id}", Kind.ACTION, action.what, action.note, action.status.value, action.due_on,
        team_id=action.team_id, goal_id=action.goal_id, owner_id=action.owner_id, owner_name=action.owner_name,
    )  # fmt: skip


def _check_in(view: PlanView) -> Iterator[Fact]:
    day, plan = view.check_in_on, view.plan
    if day is not None and day < view.today:
        yield Fact(
            f"{Kind.CHECK_IN}:{day.isoformat()}", Kind.CHECK_IN, plan.name, day=day, team_id=plan.team_id,
            owner_id=plan.owner_id, owner_name=plan.owner_name,
        )  # fmt: skip


def _to_judge(ask: Ask, changed: Sequence[Adjustment], day: date) -> Iterator[Fact]:
    for one in changed:
        if one.judge_on <= day and not any(ruling.decided_on <= day for ruling in one.rulings):
            code = ";".join(f"{found.metric_id}:{found.verdict.value}" for found in findings(ask, one, day))
            yield replace(_of_adjustment(one), kind=Kind.ADJUSTMENT, code=code)


def _of_adjustment(one: Adjustment) -> Fact:
    return Fact(
        f"{Kind.ADJUSTMENT}:{one.adjustment_id}", Kind.ADJUSTMENT, one.what, one.reason, day=one.judge_on, scope=one.scope,
        scope_name=one.scope_name, team_id=one.team_id, owner_id=one.made_by, owner_name=one.maker_name,
    )  # fmt: skip


def _lessons(
    view: PlanView, gaps: GapList, changed: Sequence[Adjustment], since: date, acted: Collection[int | None]
) -> list[Fact]:
    """Return what was learnt since a day, but for ``acted``: adjustments that were judged, what actions showed, gaps that closed."""
    found = []
    for one in changed:
        rulings = [ruling for ruling in one.rulings if since < ruling.decided_on <= view.today]
        if rulings:
            fact = _of_adjustment(one)
            found.append(
                replace(
                    fact, key=f"{Kind.LESSON}:{fact.key}", kind=Kind.LESSON, told=rulings[0].reason,
                    code=rulings[0].opinion.value, day=rulings[0].decided_on,
                )
            )  # fmt: skip
    done = [
        one
        for one in view.actions
        if one.evidence and one.done_on is not None and one.done_on > since and one.action_id not in acted
    ]
    for action in sorted(done, key=lambda one: (one.done_on or since, one.action_id), reverse=True):
        fact = replace(_of_action(action), told=action.evidence, day=action.done_on)
        found.append(replace(fact, key=f"{Kind.LESSON}:{fact.key}", kind=Kind.LESSON))
    for gap in gaps.closed:
        if gap.closing is not None and gap.closing.by > since and isinstance(gap.subject, Goal):
            fact = _of_gap(gap, view, {})
            found.append(replace(fact, key=f"{Kind.LESSON}:{fact.key}", kind=Kind.LESSON, day=gap.closing.by))
    return found[:MOST_LESSONS]


# What earlier reviews left ------------------------------------------------------------------------------------------------


def _of_decision(one: Decision, view: PlanView) -> Fact:
    action = next((each for each in view.actions if each.action_id == one.action_id), None)
    state = "" if action is None else action.status.value
    fact = Fact(
        f"{Kind.DECISION}:{one.decision_id}", Kind.DECISION, one.what, "" if action is None else action.evidence, state,
        one.due_on, owner_id=one.owner_id, owner_name=one.owner_name,
    )  # fmt: skip
    return fact if action is None else replace(fact, team_id=action.team_id, goal_id=action.goal_id)


def _of_feedback(one: Feedback) -> Fact:
    return Fact(
        f"{Kind.FEEDBACK}:{one.feedback_id}", Kind.FEEDBACK, one.content, code=str(one.review_id), owner_id=one.said_by,
        owner_name=one.said_name,
    )  # fmt: skip


def _of_voice(one: PlanComment) -> Fact:
    said = one.comment
    of_review = (one.about or "").rsplit(":", 1)[-1]
    return Fact(
        f"{Kind.VOICE}:{said.comment_id}", Kind.VOICE, said.content, code=of_review, owner_id=said.author_id,
        owner_name=said.author,
    )  # fmt: skip
