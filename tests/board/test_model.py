"""The board's arithmetic: laws, without a store."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crm_core.board.figures import Figures
from crm_core.board.model import (
    Concern,
    Overdue,
    by_weight,
    decisions_of,
    groups_of,
    overdue_by_team,
    path_of_year,
)
from crm_core.i18n import Language
from crm_core.metrics.folders import metric, metrics
from crm_core.metrics.model import MetricRow
from crm_core.periods import PeriodKind, year_of
from crm_core.targets.model import ScopeKind, Standing, Status, Target, TargetKey, TargetScope

YEAR = year_of(date(2026, 1, 1))
SOME_TIME = datetime(2026, 1, 1, tzinfo=UTC)


def target(
    scope: TargetScope, metric: str = "net_sales", kind: PeriodKind = PeriodKind.MONTH, month: int = 1, value: int = 100
) -> Target:
    key = TargetKey(metric, scope, kind, date(2026, month, 1))
    return Target(key, 1, Decimal(value), None, None, 1, SOME_TIME, 0)


scopes = some.builds(TargetScope, some.sampled_from(list(ScopeKind)), some.integers(0, 5))
bad = some.sampled_from([Status.BEHIND, Status.AT_RISK])
shortfalls = some.decimals(0, 1, places=3)


@some.composite
def concerns(draw: some.DrawFn) -> Concern:
    metric = metrics()[draw(some.sampled_from(sorted(metrics())))]
    aimed = target(draw(scopes), metric.metric_id)
    standing = Standing(Decimal(1), aimed.value, None, None, None, Decimal(99), draw(bad), draw(shortfalls))
    return Concern(aimed, metric, standing, None, None)


@given(some.lists(concerns(), max_size=12))
def test_what_is_behind_comes_before_what_is_at_risk_and_the_larger_shortfall_first(given_ones: list[Concern]):
    found = by_weight(given_ones)
    assert sorted(map(id, found)) == sorted(map(id, given_ones))
    weights = [(one.standing.status is not Status.BEHIND, -one.standing.shortfall) for one in found]
    assert weights == sorted(weights)


@given(some.lists(concerns(), max_size=12))
def test_decisions_hold_every_concern_once_and_one_metric_each(given_ones: list[Concern]):
    decisions = decisions_of(given_ones)
    held = [one for decision in decisions for one in (decision.main, *decision.others)]
    assert sorted(map(id, held)) == sorted(map(id, given_ones))
    assert len({decision.main.metric.metric_id for decision in decisions}) == len(decisions)


people = some.builds(
    Overdue,
    user_id=some.integers(1, 50),
    name=some.text(max_size=5),
    team_id=some.none() | some.integers(1, 4),
    team_name=some.none(),
    count=some.integers(1, 30),
    oldest_due_on=some.dates(date(2026, 1, 1), date(2026, 3, 1)),
    oldest_customer_id=some.integers(1, 9),
    oldest_customer_name=some.none(),
)


@given(some.lists(people, max_size=15))
def test_teams_together_have_as_much_overdue_as_their_people_and_the_same_oldest(given_ones: list[Overdue]):
    teams = overdue_by_team(given_ones)
    assert sum(team.count for team in teams) == sum(one.count for one in given_ones)
    assert {team.team_id for team in teams} == {one.team_id for one in given_ones}
    assert min((team.oldest_due_on for team in teams), default=None) == min(
        (one.oldest_due_on for one in given_ones), default=None
    )


values = some.none() | some.decimals(0, 10**6, places=2)


@given(some.lists(values, max_size=10))
def test_shares_of_what_adds_up_add_up_to_the_whole(given_values: list[Decimal | None]):
    rows = [MetricRow(number, str(number), value, None, None, True) for number, value in enumerate(given_values)]
    groups = groups_of(metrics()["net_sales"], rows, {}, {}, is_ordered=False)
    shares = [group.share for group in groups if group.share is not None]
    assert not shares or abs(sum(shares) - 1) < Decimal("1e-20")
    known = [group.value for group in groups if group.value is not None]
    assert known == sorted(known, reverse=True)
    assert len(groups) == len(given_values)


def test_of_what_does_not_add_up_there_are_no_shares():
    rows = [MetricRow(1, "a", 5, None, None, True)]
    group = groups_of(metrics()["active_customers"], rows, {1: 4}, {}, is_ordered=False)[0]
    assert (group.share, group.change) == (None, Decimal("0.25"))


def test_a_share_changes_by_the_difference():
    rows = [MetricRow(1, "a", Decimal("0.40"), Decimal(2), Decimal(5), True)]
    group = groups_of(metrics()["retention"], rows, {1: Decimal("0.38")}, {}, is_ordered=False)[0]
    assert (group.share, group.change) == (None, Decimal("0.02"))


def test_without_a_target_of_the_year_the_path_is_the_sum_of_the_months_as_far_as_they_have_one():
    scope = TargetScope(ScopeKind.COMPANY)
    aims = [target(scope, month=month) for month in (1, 2, 3, 5)]
    months = path_of_year(YEAR, [], aims, is_flow=True)
    assert [month.expected for month in months[:5]] == [100, 200, 300, None, None]


def test_a_number_that_does_not_add_up_has_no_sums_and_no_path():
    scope = TargetScope(ScopeKind.COMPANY)
    rows = [MetricRow(date(2026, 1, 1), "2026-01", 7, None, None, True)]
    (first, *_) = path_of_year(YEAR, rows, [target(scope)], is_flow=False)
    assert (first.actual, first.total, first.expected, first.target) == (7, None, None, 100)


@pytest.mark.parametrize(
    ("metric_id", "pace", "told"),
    [
        ("new_customers", "23.8", "24"),
        ("new_customers", "10", "10.0"),
        ("new_customers", "2.14", "2.1"),
        ("orders", "1246.2", "1,247"),
        ("net_sales", "888197.3", "¥888.2K"),
        ("repurchase_rate", "0.605", "60.5%"),
    ],
)
def test_a_pace_of_whole_people_is_told_in_whole_ones_and_a_small_one_with_a_decimal(
    metric_id: str, pace: str, told: str
) -> None:
    assert Figures(Language.ENGLISH, "CNY").pace_figure(metric(metric_id), Decimal(pace)) == told
