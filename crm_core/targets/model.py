"""Targets and how an actual stands against them: pure rules, in the metric's base unit.

A **flow** (sales, orders, returns) adds up over its period and has a pace; rates, states and scores do not. Whether more
is better is the metric's to say. Money and counts come as ``Decimal``; rates are 0-1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from crm_core.errors import N_
from crm_core.periods import Period, PeriodKind, add_months, months_in, period_of

ZERO, ONE = Decimal(0), Decimal(1)


class Level(StrEnum):
    """How ambitious a target is."""

    FLOOR = "floor"
    TARGET = "target"
    STRETCH = "stretch"


class ScopeKind(StrEnum):
    """Whose target it is."""

    COMPANY = "company"
    TEAM = "team"
    PERSON = "person"


class Status(StrEnum):
    """How an actual stands, from best to worst."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BEHIND = "behind"

    @property
    def rank(self) -> int:
        """0 for the best, 3 for the worst."""
        return list(Status).index(self)


STATUS_LABELS = {
    Status.REACHED: N_("Target reached"),
    Status.ON_TRACK: N_("On track"),
    Status.AT_RISK: N_("At risk"),
    Status.BEHIND: N_("Behind"),
}
LEVEL_LABELS = {Level.FLOOR: N_("Floor"), Level.TARGET: N_("Target"), Level.STRETCH: N_("Stretch")}


@dataclass(frozen=True, slots=True, order=True)
class TargetScope:
    """Whose target: the company (id 0), a team or a person by id."""

    kind: ScopeKind
    scope_id: int = 0


COMPANY = TargetScope(ScopeKind.COMPANY)


@dataclass(frozen=True, slots=True, order=True)
class TargetKey:
    """What makes a target the only one of its kind."""

    metric_id: str
    scope: TargetScope
    period_kind: PeriodKind
    period_first: date
    level: Level = Level.TARGET

    @property
    def period(self) -> Period:
        """The days of the target's period."""
        months = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}[self.period_kind]
        return Period(self.period_first, add_months(self.period_first, months) - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Target:
    """A stored target. ``version`` is what an edit hands back; ``baseline`` is where the movement starts from."""

    key: TargetKey
    target_id: int
    value: Decimal
    baseline: Decimal | None
    baseline_on: date | None
    version: int
    updated_at: datetime
    updated_by: int


@dataclass(frozen=True, slots=True)
class ScopeChoice:
    """One team or person whose targets an actor may read; ``lead_names`` are the leads who answer for it."""

    scope: TargetScope
    name: str
    team_id: int | None
    team_name: str | None
    lead_names: str | None


@dataclass(frozen=True, slots=True)
class PastChange:
    """One change of a target: what stood there, what it became, who did it, when and why; value None: removed."""

    period_kind: PeriodKind
    period_first: date
    level: Level
    old_value: Decimal | None
    value: Decimal | None
    old_baseline: Decimal | None
    baseline: Decimal | None
    old_baseline_on: date | None
    baseline_on: date | None
    changed_at: datetime
    changed_by: int
    changed_by_name: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which targets are wanted: of which kinds of scope, of one metric, within a team (with its people) or a person."""

    kinds: tuple[ScopeKind, ...] = tuple(ScopeKind)
    within: TargetScope | None = None
    metric_id: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What the metric says about judging it."""

    is_flow: bool
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a target counts as on track and as at risk; the company's choice."""

    on_track_pace: Decimal = ONE
    at_risk_pace: Decimal = Decimal("0.9")
    on_track_attainment: Decimal = Decimal("0.8")
    at_risk_attainment: Decimal = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Course:
    """How far a period has run, by the calendar and by the data.

    ``covered_until`` is the last day whose data are in; None where there are none. A day counts as run when it is not
    after today and covered: a promise is not missed by days whose sales nobody has imported yet.
    """

    period: Period
    today: date
    covered_until: date | None

    @property
    def run_until(self) -> date | None:
        """The last day of the period that has run; None before its first."""
        if self.covered_until is None:
            return None
        last = min(self.period.last, self.today, self.covered_until)
        return last if last >= self.period.first else None

    @property
    def run_days(self) -> int:
        """How many of the period's days have run, 0 and up to all of them."""
        last = self.run_until
        return 0 if last is None else (last - self.period.first).days + 1

    @property
    def is_over(self) -> bool:
        """Whether the last day is past and covered."""
        return self.period.last < self.today and self.run_until == self.period.last

    def until(self, day: date) -> Course:
        """Return the course as it was at the end of ``day``."""
        return Course(self.period, min(self.today, day), self.covered_until)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an actual stands against a target.

    ``pace`` is what was expected by now (flows only); ``attainment`` 1 is exactly the target; ``gap`` is what is missing,
    0 or less where nothing is; ``shortfall`` is the missing part of what was expected by now, 0-1, to sort by.
    """

    actual: Decimal | None
    target: Decimal
    baseline: Decimal | None
    pace: Decimal | None
    attainment: Decimal | None
    gap: Decimal | None
    status: Status | None
    shortfall: Decimal


def pace(target: Decimal, course: Course, month_targets: Mapping[date, Decimal] | None = None) -> Decimal:
    """Return what a flow was expected to have reached by the last day that has run, in the target's unit.

    The path is straight over the days of the period. Where every month of the period has a target of its own (by its
    first day), the path takes their shape instead: a year whose February is planned low expects little by its end.
    """
    if course.run_days == course.period.day_count:
        return target
    if course.run_until is None:
        return ZERO
    shape = _month_shape(course.period, month_targets)
    if shape is None:
        return target * course.run_days / course.period.day_count
    done = ZERO
    for month, share in shape:
        days = max(0, (min(course.run_until, month.last) - month.first).days + 1)
        done += share * days / month.day_count
    return target * done / sum((share for _, share in shape), ZERO)


def _month_shape(period: Period, targets: Mapping[date, Decimal] | None) -> list[tuple[Period, Decimal]] | None:
    months = months_in(period)
    if not targets or len(months) < 2 or any(month.first not in targets for month in months):
        return None
    shape = [(month, targets[month.first]) for month in months]
    if any(share < 0 for _, share in shape) or not any(share for _, share in shape):
        return None
    return shape


def is_met(actual: Decimal, target: Decimal, rule: Rule) -> bool:
    """Return whether ``actual`` is at the target or better; for a flow that should stay low this may still change."""
    return actual <= target if rule.lower_is_better else actual >= target


def gap(actual: Decimal, target: Decimal, rule: Rule) -> Decimal:
    """Return what is missing to the target, in its unit; 0 or less exactly where it is met."""
    return actual - target if rule.lower_is_better else target - actual


def attainment(actual: Decimal, target: Decimal, baseline: Decimal | None, rule: Rule) -> Decimal | None:
    """Return how far the target is attained: 1 exactly at the target, more where it is surpassed.

    A flow: actual ÷ target. A rate, state or score: the movement from the baseline over the movement that was wanted;
    without a baseline, or where it lies at the target or beyond it already, actual ÷ target. The ratio is inverted where
    lower is better. None where there is no ratio, because target or actual is not above 0.
    """
    if actual == target:
        return ONE
    if not rule.is_flow and baseline is not None and not is_met(baseline, target, rule):
        return (actual - baseline) / (target - baseline)
    above, below = (target, actual) if rule.lower_is_better else (actual, target)
    if below <= 0 or target <= 0:
        return None
    return above / below


def limit_used(standing: Standing, rule: Rule) -> Decimal | None:
    """Return the part of an upper limit that is used, 1 exactly at the limit: a target that a flow should stay below.

    "185 % attained" of returns says nothing to who reads it; "54 % used" does. None where the target is no limit, where
    there is no actual, or where the limit is not above 0.
    """
    if not (rule.is_flow and rule.lower_is_better) or standing.actual is None or standing.target <= 0:
        return None
    return standing.actual / standing.target


def status(standing: Standing, course: Course, rule: Rule, thresholds: Thresholds) -> Status | None:
    """Return how it stands; None without an actual, or before the period has run a day.

    Reached: the target is met; a flow that should stay low only when its period is over. Else flows compare with their
    pace, the others by their attainment.
    """
    actual = standing.actual
    if actual is None or course.run_until is None:
        return None
    if is_met(actual, standing.target, rule) and (course.is_over or not (rule.is_flow and rule.lower_is_better)):
        return Status.REACHED
    if standing.pace is not None:
        if _keeps_pace(actual, standing.pace, thresholds.on_track_pace, rule):
            return Status.ON_TRACK
        return Status.AT_RISK if _keeps_pace(actual, standing.pace, thresholds.at_risk_pace, rule) else Status.BEHIND
    attained = standing.attainment
    if attained is not None and attained >= thresholds.on_track_attainment:
        return Status.ON_TRACK
    return Status.AT_RISK if attained is not None and attained >= thresholds.at_risk_attainment else Status.BEHIND


def _keeps_pace(actual: Decimal, expected: Decimal, threshold: Decimal, rule: Rule) -> bool:
    """Compare by products, which hold for 0 too: actual ÷ pace ≥ threshold, or pace ÷ actual where lower is better."""
    return actual * threshold <= expected if rule.lower_is_better else actual >= expected * threshold


def _shortfall(standing: Standing, actual: Decimal, rule: Rule) -> Decimal:
    if standing.pace is None:
        missing = ZERO if is_met(actual, standing.target, rule) else ONE - (standing.attainment or ZERO)
    elif _keeps_pace(actual, standing.pace, ONE, rule):
        missing = ZERO
    elif standing.pace <= 0:
        missing = ONE
    else:
        missing = ONE - (standing.pace / actual if rule.lower_is_better else actual / standing.pace)
    return min(ONE, max(ZERO, missing))


def judge(
    actual: Decimal | None,
    target: Decimal,
    course: Course,
    rule: Rule,
    *,
    baseline: Decimal | None = None,
    thresholds: Thresholds = Thresholds(),
    month_targets: Mapping[date, Decimal] | None = None,
) -> Standing:
    """Return how ``actual`` (None: no data) stands against ``target``."""
    expected = pace(target, course, month_targets) if rule.is_flow else None
    if actual is None:
        return Standing(None, target, baseline, expected, None, None, None, ZERO)
    attained = attainment(actual, target, baseline, rule)
    bare = Standing(actual, target, baseline, expected, attained, gap(actual, target, rule), None, ZERO)
    return replace(bare, status=status(bare, course, rule, thresholds), shortfall=_shortfall(bare, actual, rule))


def periods_of_year(first: date) -> list[tuple[PeriodKind, Period]]:
    """Return the 12 months, the 4 quarters and the year that begin at ``first``, the first day of a company's year."""
    found = [(PeriodKind.MONTH, period_of(PeriodKind.MONTH, add_months(first, step))) for step in range(12)]
    found += [
        (PeriodKind.QUARTER, Period(add_months(first, step), add_months(first, step + 3) - timedelta(days=1)))
        for step in range(0, 12, 3)
    ]
    return [*found, (PeriodKind.YEAR, Period(first, add_months(first, 12) - timedelta(days=1)))]
