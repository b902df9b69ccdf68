"""A goal of several metrics as a whole: laws of the weighted mean and of the weighted middle of statuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm_core.periods import Period
from crm_core.plans.parts.model import Weighed, middle_status, progress_of, together, weighted_mean
from crm_core.targets.model import ONE, ZERO, Course, Rule, Standing, Status, judge

COURSE = Course(Period(date(2026, 1, 1), date(2026, 4, 30)), date(2026, 3, 1), date(2026, 3, 1))
amounts = st.decimals(Decimal("0.01"), Decimal(10_000), places=2)
weights = st.integers(1, 100)


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    rule = Rule(draw(st.booleans()), draw(st.booleans()))
    baseline = None if rule.is_flow else draw(st.none() | amounts)
    return judge(draw(amounts), draw(amounts), COURSE, rule, baseline=baseline)


parts = st.lists(st.builds(Weighed, weights, standings()), min_size=1, max_size=6)


@given(st.lists(st.tuples(weights, amounts), min_size=1, max_size=8))
def test_a_weighted_mean_lies_between_its_values(values: list[tuple[int, Decimal]]) -> None:
    mean = weighted_mean(values)
    assert mean is not None
    assert min(value for _weight, value in values) <= mean <= max(value for _weight, value in values)


@given(parts)
def test_a_goal_lies_between_its_metrics_in_progress_shortfall_and_status(found: list[Weighed]) -> None:
    whole = together(found)
    assert whole is not None
    alone = [one.standing for one in found if one.standing is not None]
    shares = [progress for one in alone if (progress := progress_of(one)) is not None]
    assert whole.actual is not None
    assert min(shares) <= whole.actual <= max(shares)
    assert 0 <= whole.actual <= 1
    assert min(one.shortfall for one in alone) <= whole.shortfall <= max(one.shortfall for one in alone)
    ranks = [one.status.rank for one in alone if one.status is not None]
    assert whole.status is not None
    assert min(ranks) <= whole.status.rank <= max(ranks)
    assert (whole.status is Status.REACHED) == all(one.status is Status.REACHED for one in alone)


@given(parts, st.integers(0, 5))
def test_a_metric_that_gets_better_never_makes_its_goal_worse(found: list[Weighed], place: int) -> None:
    place %= len(found)
    done = Standing(ONE, ONE, None, None, ONE, ZERO, Status.REACHED, ZERO)
    better = [replace(one, standing=done) if at == place else one for at, one in enumerate(found)]
    before, after = together(found), together(better)
    assert before is not None and before.actual is not None and before.status is not None
    assert after is not None and after.actual is not None and after.status is not None
    assert after.actual >= before.actual
    assert after.shortfall <= before.shortfall
    assert after.status.rank <= before.status.rank


def standing(progress: str, status: Status | None = Status.AT_RISK, **more: object) -> Standing:
    value = Decimal(progress)
    return replace(Standing(value, ONE, None, None, value, ONE - value, status, ONE - value), **more)  # type: ignore[arg-type]


def test_heavier_metrics_count_for_more_and_what_is_surpassed_hides_nothing() -> None:
    whole = together([Weighed(3, standing("0.5")), Weighed(1, standing("4", Status.REACHED, shortfall=ZERO))])
    assert whole is not None
    assert (whole.actual, whole.gap, whole.target) == (Decimal("0.625"), Decimal("0.375"), ONE)


def test_what_is_not_known_or_has_no_target_is_left_out_and_keeps_a_goal_from_being_reached() -> None:
    met, unknown = standing("1", Status.REACHED), standing("1", None, actual=None, attainment=None)
    assert together([Weighed(1, None)]) is None
    alone = together([Weighed(1, unknown), Weighed(2, None)])
    assert alone is not None
    assert (alone.actual, alone.status) == (None, None)
    some = together([Weighed(1, met), Weighed(9, unknown), Weighed(9, None)])
    assert some is not None
    assert (some.actual, some.status) == (ONE, Status.ON_TRACK)


def test_a_status_halfway_falls_to_the_worse() -> None:
    reached, at_risk, behind = Status.REACHED, Status.AT_RISK, Status.BEHIND
    assert middle_status([(1, reached), (1, behind)]) is at_risk
    assert middle_status([(6, behind), (4, reached)]) is at_risk
    assert middle_status([(9, behind), (1, reached)]) is behind
    assert middle_status([(99, reached), (1, behind)]) is Status.ON_TRACK
    assert middle_status([]) is None


def test_a_limit_without_a_ratio_counts_by_what_is_kept_of_it() -> None:
    kept = judge(ZERO, Decimal(100), COURSE, Rule(is_flow=True, lower_is_better=True))
    assert (kept.attainment, progress_of(kept)) == (None, ONE)
