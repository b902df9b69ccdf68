"""The demo company's plans in stages: one of the company in its second stage, and one of the north's team.

What the second stage has come to by the day is known here, and its targets lie beside it: one goal is reached, others
are on track, at risk and behind. The day alone decides, so that each first and last day of a month shows all four.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from crm_core import audit
from crm_core.access.model import CONSOLE
from crm_core.demo import staged_words as words
from crm_core.demo.goals import SHARES, Figures
from crm_core.demo.people import TEAMS
from crm_core.demo.plans import scopes_of
from crm_core.demo.work import add_work
from crm_core.demo.world import World
from crm_core.demo.written import add_written_plans
from crm_core.periods import Period, add_months
from crm_core.plans.drafts import ActionDraft, CheckInDraft, GoalDraft, MilestoneDraft, PlanDraft, StageDraft
from crm_core.plans.founding import WholeCheckIn, WholeGoal, WholePart, WholePlan, close_plan, found_plan
from crm_core.plans.model import ActionStatus, Confidence, PlanState, Rhythm, Seen, SeenPart
from crm_core.plans.parts.drafts import PartDraft
from crm_core.plans.parts.model import NOTHING, Weighed, progress_of, together
from crm_core.plans.progress import MILLIONTH
from crm_core.store import Store, Transaction, statement
from crm_core.targets.model import COMPANY, Course, Level, Rule, ScopeKind, Status, TargetScope, judge
from crm_core.targets.traits import rule_of

_LEADING_TEAM, _MANAGER, _LEAD = TEAMS[0], "manager", "lead"
_LEVELS = {Level.FLOOR: 0.93, Level.TARGET: 1.0, Level.STRETCH: 1.08}
_NEXT_STAGE = 1.08  # how much more the third stage asks for
# How far a flow is against its pace: on track, at risk, behind.
_ON_TRACK, _AT_RISK, _BEHIND = 1.04, 0.95, 0.76
Ids = Mapping[str, int]


@dataclass(frozen=True)
class _Scene:
    """What the plans are made of: the day, the stages' days, the people and teams, and what was reached."""

    day: date
    spans: tuple[Period, ...]
    users: Ids
    teams: Ids
    home: Mapping[str, int | None]
    figures: Mapping[str | None, Figures]

    @property
    def now(self) -> Period:
        """The days of the second stage that are over."""
        return Period(self.spans[1].first, self.day)


def staged_until(kept: str | None) -> date:
    """Return the last day of the second stage that a store's plans stand in; the first of all days where it has none."""
    return date.fromisoformat(kept.split(" ")[0]) if kept else date.min


def add_staged_plans(
    store: Store, transaction: Transaction, world: World, day: date, *, before: str | None = None
) -> str:
    """Write the plans as they stand on ``day``; those of ``before`` are closed. Return what the store shall remember."""
    users = {row["username"]: row for row in transaction.rows(statement("demo", "accounts"))}
    scene = _Scene(
        day,
        stage_spans(day),
        {name: row["user_id"] for name, row in users.items()},
        {row["name"]: row["team_id"] for row in transaction.rows(statement("demo", "teams"))},
        {name: row["team_id"] for name, row in users.items()},
        {name: figures for kind, name, figures in scopes_of(world) if kind != "person"},
    )
    made = datetime.combine(scene.spans[0].first, datetime.min.time(), UTC) + timedelta(hours=1)
    for plan_id in (before or "").split(" ")[1:]:
        close_plan(store, transaction, int(plan_id), _evening(day))
    found = []
    for whole in (_company_plan(scene), _team_plan(scene)):
        found.append(found_plan(transaction, whole, made, scene.users[_MANAGER]))
        audit.record_batch(transaction, CONSOLE, audit.Change("demo", "plan", None), whole.part_count)
    add_written_plans(transaction, day, scene.users, found[0], (scene.teams[_LEADING_TEAM], found[1]))
    count = add_work(transaction, found, scene.users[_MANAGER])
    audit.record_batch(transaction, CONSOLE, audit.Change("demo", "plan_action", None), count)
    return " ".join([scene.spans[1].last.isoformat(), *map(str, found)])


def stage_spans(day: date) -> tuple[Period, ...]:
    """Return the three stages, four months each; ``day`` lies in the third month of the second."""
    first = add_months(day.replace(day=1), -6)
    return tuple(
        Period(add_months(first, 4 * place), add_months(first, 4 * place + 4) - timedelta(days=1)) for place in range(3)
    )


def _evening(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=9)


# Goals ------------------------------------------------------------------------------------------------------------------


def _company_plan(scene: _Scene) -> WholePlan:
    company = scene.figures[None]
    records = _by_hand(scene, words.COMPLETE_RECORDS, (62, 75, 88, 95), unit="%", owner="wujing", now=84)
    hours = _by_hand(scene, words.RESPONSE_HOURS, (36, 30, 24, 20), unit="小时", owner="zhengkai", now=27)
    goals = (
        _order_value(scene, company),
        _flow(scene, None, "net_sales", _ON_TRACK, 10),
        _flow(scene, None, "interactions_logged", _AT_RISK, 8),
        _flow(scene, None, "new_customers", _BEHIND, 8),
        records[0],
        hours[0],
        *(
            _flow(scene, team, "net_sales", ratio, 5)
            for team, ratio in zip(TEAMS, (_ON_TRACK, _AT_RISK, _BEHIND + 0.1), strict=True)
        ),
        _more_and_again(scene, company),
    )
    goals = tuple(replace(goal, detail=words.DETAILS.get(place, NOTHING)) for place, goal in enumerate(goals))
    readings = {4: records[1], 5: hours[1]}
    return WholePlan(
        _plan(scene, None, words.COMPANY_PLAN, words.COMPANY_PURPOSE, Rhythm.FORTNIGHTLY),
        tuple(StageDraft(name, span.first, span.last) for name, span in zip(words.STAGES, scene.spans, strict=True)),
        goals,
        tuple(_steps(scene, words.COMPANY_STEPS)),
        tuple(_milestones(scene, words.COMPANY_MILESTONES)),
        tuple(_check_ins(scene, words.COMPANY_COMMENTS, rhythm=14, owner=_MANAGER, goals=goals, readings=readings)),
    )


def _team_plan(scene: _Scene) -> WholePlan:
    team = TargetScope(ScopeKind.TEAM, scene.teams[_LEADING_TEAM])
    spoken = _by_hand(scene, words.CARED_FOR, (55, 70, 85, 90), unit="%", owner="lead", now=72, scope=team)
    trusted = GoalDraft(None, words.TRUSTED, "", False, team, scene.users["lead"], None, None, 1)
    goals = (
        _flow(scene, _LEADING_TEAM, "interactions_logged", _ON_TRACK, 6),
        spoken[0],
        _flow(
            scene, _LEADING_TEAM, "net_sales", _AT_RISK, 3
        ),  # the company's plan asks for another number of these days
        WholeGoal(trusted, {}),
    )
    return WholePlan(
        _plan(scene, scene.teams[_LEADING_TEAM], words.TEAM_PLAN, words.TEAM_PURPOSE, Rhythm.WEEKLY),
        tuple(
            StageDraft(name, span.first, span.last)
            for name, span in zip(words.STAGES[:2], scene.spans[:2], strict=True)
        ),
        tuple(
            WholeGoal(goal.draft, {key: value for key, value in goal.values.items() if key[0] < 2}) for goal in goals
        ),
        tuple(_steps(scene, words.TEAM_STEPS)),
        tuple(_milestones(scene, words.TEAM_MILESTONES)),
        tuple(_check_ins(scene, words.TEAM_COMMENTS, rhythm=7, owner=_LEAD, goals=goals, readings={1: spoken[1]})),
    )


def _plan(scene: _Scene, team_id: int | None, name: str, purpose: str, rhythm: Rhythm) -> PlanDraft:
    last = scene.spans[1 if team_id is not None else 2].last
    owner = scene.users[_LEAD if team_id is not None else _MANAGER]
    return PlanDraft(team_id, name, purpose, scene.spans[0].first, last, rhythm, PlanState.RUNNING, owner)


def _rounded(value: float, figures: int = 3) -> Decimal:
    """Return a target as people set them, with a few figures."""
    exact = Decimal(str(round(value, 4)))
    step = Decimal(1).scaleb(max(0, exact.adjusted() - figures + 1))
    return max(step, (exact / step).quantize(Decimal(1)) * step)


def _levels(place: int, value: float) -> dict[tuple[int, Level], Decimal]:
    return {(place, level): _rounded(value * factor) for level, factor in _LEVELS.items()}


def _flow(scene: _Scene, team: str | None, metric: str, ratio: float, weight: int) -> WholeGoal:
    """Return a goal for a flow that stands at ``ratio`` of its pace on the day."""
    figures, stage = scene.figures[team], scene.spans[1]
    whole = figures.flow(metric, scene.now) / ratio * stage.day_count / scene.now.day_count
    before = figures.flow(metric, scene.spans[0])
    earlier = Period(add_months(scene.spans[0].first, -4), scene.spans[0].first - timedelta(days=1))
    values = {(0, Level.TARGET): _rounded(before * 0.98), **_levels(1, whole), **_levels(2, whole * _NEXT_STAGE)}
    return _goal(
        scene, team, metric, values, weight=weight, baseline=figures.flow(metric, earlier), baseline_on=earlier.last
    )


def _more_and_again(scene: _Scene, figures: Figures) -> WholeGoal:
    """Return the goal of three metrics: orders on their path, customers who buy again at risk, returns within their limit."""
    orders, returns = (_flow(scene, None, metric, ratio, 7) for metric, ratio in (("orders", 1.02), ("returns", 0.92)))
    share = figures.share("repurchase_rate", scene.now) or 0.2
    day = scene.spans[0].first - timedelta(days=1)
    again = PartDraft("repurchase_rate", 3, Decimal(str(round(share * 0.8, 3))), day)
    aims = {place: Decimal(str(round(share * ratio, 3))) for place, ratio in enumerate((0.95, 1.09, 1.15))}
    parts = (
        WholePart(again, {(place, Level.TARGET): value for place, value in aims.items()}),
        WholePart(
            PartDraft("returns", 2, returns.draft.baseline, returns.draft.baseline_on),
            {key: value for key, value in returns.values.items() if key[1] is Level.TARGET},
        ),
    )
    draft = replace(orders.draft, name=words.MORE_AND_AGAIN)
    return WholeGoal(draft, orders.values, parts=parts)


def _order_value(scene: _Scene, figures: Figures) -> WholeGoal:
    """Return the goal for the average order value, which is reached; its stretch is not."""
    value = figures.order_value(scene.now) or 100.0
    earlier = Period(add_months(scene.spans[0].first, -4), scene.spans[0].first - timedelta(days=1))
    baseline = min(figures.order_value(earlier) or 90.0, value * 0.94)
    first, target = value * 0.96, value * 0.985
    values = {(0, Level.TARGET): _rounded(first), **_levels(1, target), **_levels(2, target * 1.05)}
    return _goal(scene, None, "average_order_value", values, weight=9, baseline=baseline, baseline_on=earlier.last)


def _goal(
    scene: _Scene,
    team: str | None,
    metric: str,
    values: Mapping[tuple[int, Level], Decimal],
    *,
    weight: int,
    baseline: float,
    baseline_on: date,
) -> WholeGoal:
    leads = dict(zip(TEAMS, ("lead", "lilan", "huangzm"), strict=True))
    scope = COMPANY if team is None else TargetScope(ScopeKind.TEAM, scene.teams[team])
    owner = scene.users[_MANAGER if team is None else leads[team]]
    start = Decimal(str(round(baseline, 2)))
    return WholeGoal(GoalDraft(metric, "", "", False, scope, owner, start, baseline_on, weight), values)


def _by_hand(
    scene: _Scene, name: str, steps: Sequence[int], *, unit: str, owner: str, now: int, scope: TargetScope = COMPANY
) -> tuple[WholeGoal, tuple[Decimal, Decimal]]:
    """Return a goal measured by hand from ``steps`` (baseline, then each stage's target), and its way to ``now``."""
    lower = steps[-1] < steps[0]
    draft = GoalDraft(
        None, name, unit, lower, scope, scene.users[owner], Decimal(steps[0]),
        scene.spans[0].first - timedelta(days=1), 4,
    )  # fmt: skip
    values = {(place, Level.TARGET): Decimal(step) for place, step in enumerate(steps[1:])}
    return WholeGoal(draft, values), (Decimal(steps[0]), Decimal(now))


# Work -------------------------------------------------------------------------------------------------------------------


def _steps(scene: _Scene, steps: Sequence[words.Step]) -> Iterator[ActionDraft]:
    first, last = scene.spans[0].first, scene.spans[2].last
    for step in steps:
        due = min(last, scene.day + timedelta(days=step.due))
        done = due - timedelta(days=2) if step.status is ActionStatus.DONE else None
        yield ActionDraft(
            step.goal, step.what, scene.users[step.owner], scene.home[step.owner],
            tuple(scene.users[name] for name in step.helpers), max(first, scene.day + timedelta(days=step.start)), due,
            step.priority, step.status, step.note, step.evidence, done,
        )  # fmt: skip


def _milestones(scene: _Scene, given: Sequence[tuple[str, int, int | None, str]]) -> Iterator[MilestoneDraft]:
    for name, days, late, who in given:
        due = scene.day + timedelta(days=days)
        yield MilestoneDraft(name, due, None if late is None else due + timedelta(days=late), scene.users[who])


def _check_ins(
    scene: _Scene,
    comments: Sequence[tuple[str, Confidence]],
    *,
    rhythm: int,
    owner: str,
    goals: Sequence[WholeGoal],
    readings: Mapping[int, tuple[Decimal, Decimal]],
) -> Iterator[WholeCheckIn]:
    """Yield the latest check-ins, the oldest first; what is read off moves evenly from its start to what it is now."""
    count = len(comments)
    for place in range(count):
        comment, confidence = comments[count - 1 - place]
        day = scene.day - timedelta(days=rhythm * (count - place) - rhythm // 2)
        values = {}
        for goal, (start, now) in readings.items():
            value = (start + (now - start) * (place + 1) / count).quantize(Decimal(1))
            values[goal] = Seen(value, _status(scene, goals[goal], value, day))
        values |= {goal: _seen_whole(scene, one, day) for goal, one in enumerate(goals) if one.parts}
        yield WholeCheckIn(CheckInDraft(day, comment, confidence, values), scene.users[owner], _evening(day))


def _status(scene: _Scene, goal: WholeGoal, value: Decimal, day: date) -> Status | None:
    place = 0 if day <= scene.spans[0].last else 1
    rule = Rule(is_flow=False, lower_is_better=goal.draft.lower_is_better)
    target = goal.values[place, Level.TARGET]
    return judge(value, target, Course(scene.spans[place], day, day), rule, baseline=goal.draft.baseline).status


def _seen_whole(scene: _Scene, goal: WholeGoal, day: date) -> Seen:
    """Return what a goal of several metrics stood at on a day, as its check-in keeps it."""
    place = 0 if day <= scene.spans[0].last else 1
    span, figures = scene.spans[place], scene.figures[None]
    run, course = Period(span.first, day), Course(span, day, day)
    seen, weighed = [], []
    aims = [(goal.draft.metric_id or "", goal.detail.first_weight, goal.draft.baseline, goal.values)]
    aims += [(one.draft.metric_id, one.draft.weight, one.draft.baseline, one.values) for one in goal.parts]
    for metric_id, weight, baseline, values in aims:
        number = figures.share(metric_id, run) if metric_id in SHARES else figures.flow(metric_id, run)
        value = None if number is None else Decimal(str(round(number, 6)))
        standing = judge(value, values[place, Level.TARGET], course, rule_of(metric_id), baseline=baseline)
        counted = progress_of(standing)
        progress = None if counted is None else counted.quantize(MILLIONTH)
        seen.append(SeenPart(metric_id, weight, value, progress, standing.status))
        weighed.append(Weighed(weight, standing))
    whole = together(weighed)
    return Seen(seen[0].value, None if whole is None else whole.status, tuple(seen))
