"""Forecasts of the demo company: their bands hold as often as they say, and the days they rest on are the metrics' own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm_core.access.model import Reach, Scope
from crm_core.adjustments.service import adjustments, findings
from crm_core.board.figures import Figures
from crm_core.board.service import directly
from crm_core.forecasts import flows, quotients, words
from crm_core.forecasts.goals import goal_outlooks
from crm_core.forecasts.model import Method, Outlook, Point, Silence
from crm_core.forecasts.rolling import Ahead
from crm_core.forecasts.service import OutlookRequest, outlook
from crm_core.forecasts.whole import Part, come_to, whole_outlook
from crm_core.i18n import Language
from crm_core.metrics import folders
from crm_core.metrics import service as metrics
from crm_core.metrics.daily import Daily, adds_up_by_day, daily
from crm_core.metrics.model import Filters, MetricRequest, NumbersRequest
from crm_core.periods import Period
from crm_core.plans.reach import Viewer
from crm_core.plans.service import LookRequest, OnePlan, PlansRequest, known_plans, look
from crm_core.snapshots.model import Kind
from crm_core.snapshots.service import OneSnapshot, opened, snapshots
from crm_core.store import Store
from crm_core.targets.model import Course, Standing, is_met, judge
from crm_core.targets.traits import rule_of
from tests.conftest import AS_OF

WHOLE = Period(date(2022, 1, 1), AS_OF)
STAGE = Period(date(2026, 3, 1), date(2026, 6, 30))
FLOWS = ("net_sales", "orders", "new_customers", "interactions_logged", "returns")
QUOTIENTS = ("average_order_value", "gross_margin", "follow_ups_in_time")
BEGUN = 60


def asked(metric_id: str, period: Period, filters: Filters = Filters(), as_of: date = AS_OF) -> MetricRequest:  # noqa: B008 - frozen
    return NumbersRequest(Reach(Scope.ALL, (), 0), period, as_of, filters=filters).of(metric_id)


def test_the_days_of_a_metric_come_to_its_number(demo: Store) -> None:
    span = Period(date(2026, 1, 5), date(2026, 3, 20))
    for metric in folders.metrics().values():
        series = daily(demo, asked(metric.metric_id, WHOLE))
        assert (series is not None) == adds_up_by_day(metric), metric.metric_id
        if series is not None:
            whole = metrics.measure(demo, asked(metric.metric_id, span)).total.value
            assert series.value(span) == pytest.approx(None if whole is None else float(whole)), metric.metric_id


def made(series: Daily, known: int, days: int) -> Ahead | None:
    """Return the forecast that would have been made when ``known`` days were known."""
    if series.wholes is None:
        found = flows.ahead(series, known, (days,))
    else:
        found = quotients.ahead(series, known, BEGUN, (days,))
    return None if found is None else found[-1]


def came(series: Daily, known: int, days: int) -> float:
    if series.wholes is None:
        return float(series.parts[known : known + days].sum())
    span = slice(known - BEGUN, known + days)
    return float(series.parts[span].sum() / series.wholes[span].sum())


def test_the_band_of_a_forecast_holds_four_times_in_five(demo: Store) -> None:
    """Rolling origin: horizons of 1 to 8 weeks, each made with what was known then, on the company as of a fixed day."""
    held: list[bool] = []
    for metric_id in (*FLOWS, *QUOTIENTS):
        series = daily(demo, asked(metric_id, WHOLE))
        assert series is not None
        for weeks in range(1, 9):
            for back in range(4):
                known = len(series) - 7 * weeks - 56 * back
                found = made(series, known, 7 * weeks)
                assert found is not None
                held.append(abs(came(series, known, 7 * weeks) - found.expected) <= found.reach)
    assert len(held) >= 200
    assert 0.7 <= sum(held) / len(held) <= 0.9, (len(held), sum(held) / len(held))


def test_the_band_of_several_metrics_together_holds_as_often(demo: Store) -> None:
    """The same test: each metric forecast with what was known then, put together, against what they came to together."""
    held: list[bool] = []
    for combination in (("net_sales", "follow_ups_in_time"), ("orders", "returns", "gross_margin")):
        series = [daily(demo, asked(metric_id, WHOLE)) for metric_id in combination]
        for weeks in range(1, 9):
            for back in range(4):
                parts, ends = [], []
                for metric_id, one in zip(combination, series, strict=True):
                    assert one is not None
                    known = len(one) - 7 * weeks - 56 * back
                    found = made(one, known, 7 * weeks)
                    assert found is not None
                    parts.append(part_of_whole(metric_id, found, weeks))
                    ends.append(came(one, known, 7 * weeks))
                whole, _chance = whole_outlook(parts, ())
                assert whole.has_band
                held.append(whole.end.low - 1e-9 <= come_to(parts, ends) <= whole.end.high + 1e-9)
    assert 0.7 <= sum(held) / len(held) <= 0.92, (len(held), sum(held) / len(held))


def part_of_whole(metric_id: str, found: Ahead, weeks: int) -> Part:
    """Return a metric with a target a quarter beyond what is expected, so that it can move to either side."""
    rule, expected = rule_of(metric_id), Decimal(str(round(found.expected, 6)))
    target = expected / Decimal("1.25") if rule.lower_is_better else expected * Decimal("1.25")
    baseline = None if rule.is_flow else expected * Decimal("0.9")
    course = Course(STAGE, STAGE.last + timedelta(days=1), STAGE.last)
    trail = tuple((AS_OF - timedelta(days=days), error) for days, error in found.trail)
    point = Point(AS_OF + timedelta(days=7 * weeks), found.expected, found.expected, found.expected)
    told = Outlook(Method.FLOW, AS_OF, (), (point,), found.errors, found.tried, found.held, trail=trail)

    def ending(value: float) -> Standing:
        return judge(Decimal(str(round(value, 6))), target, course, rule, baseline=baseline)

    return Part(1, told, ending, lambda value: is_met(Decimal(str(round(value, 6))), target, rule))


def test_every_metric_has_an_outlook_or_a_reason(demo: Store) -> None:
    ask = directly(demo)
    told = {}
    for metric_id in ("net_sales", "average_order_value", "active_customers", "retention", "record_completeness"):
        told[metric_id] = found = outlook(ask, OutlookRequest(asked(metric_id, STAGE)))
        if isinstance(found, Outlook):
            assert found.end.low <= found.end.expected <= found.end.high
            assert found.end.day == STAGE.last
            assert found.known_on < AS_OF
            assert 0 <= found.held <= found.tried
    assert [name for name, found in told.items() if isinstance(found, Silence)] == ["record_completeness"]
    sales = told["net_sales"]
    assert isinstance(sales, Outlook)
    so_far = metrics.measure(demo, asked("net_sales", Period(STAGE.first, sales.known_on))).total.value
    assert sales.seen[-1] == (sales.known_on, pytest.approx(float(so_far or 0)))
    assert sales.end.expected > sales.seen[-1][1]


def test_a_stage_that_is_over_or_ahead_has_no_forecast(demo: Store) -> None:
    ask, request = directly(demo), asked("orders", STAGE)
    over = replace(request, period=Period(date(2026, 1, 1), date(2026, 2, 28)))
    ahead = replace(request, period=Period(date(2026, 7, 1), date(2026, 9, 30)))
    early = replace(request, period=Period(date(2024, 1, 1), date(2024, 3, 31)), as_of=date(2024, 2, 1))
    assert outlook(ask, OutlookRequest(over)) is Silence.OVER
    assert outlook(ask, OutlookRequest(ahead)) is Silence.NOT_BEGUN
    assert outlook(ask, OutlookRequest(early)) in (Silence.TOO_SHORT, Silence.NO_DATA)


def test_the_goals_of_the_demos_plan_are_told_in_every_language(demo: Store) -> None:
    ask = directly(demo)
    boss = Viewer(Reach(Scope.ALL, (), 0), None, None)
    plan_id = known_plans(demo, PlansRequest(boss))[0].plan_id
    found = goal_outlooks(ask, look(ask, LookRequest(boss, plan_id, AS_OF)))
    told = [one for one in found if isinstance(one.found, Outlook)]
    assert len(told) >= 5
    whole = next(one for one in told if one.parts)
    assert isinstance(whole.found, Outlook)
    assert whole.found.has_band
    likely = [part.chance for part in whole.parts if part.chance is not None]
    assert whole.chance is not None
    assert (
        max(0.0, 1 - sum(1 - one for one in likely)) - 0.1 <= whole.chance <= min(likely) + 0.1
    )  # other past weeks each
    assert [one.chance for one in told] == sorted(one.chance for one in told if one.chance is not None)
    assert {one.found for one in found if not isinstance(one.found, Outlook)} == {Silence.NO_METRIC}
    for language in Language:
        figures = Figures(language, "CNY")
        for one in found:
            assert words.expected_text(figures, one)
            if isinstance(one.found, Outlook):
                assert f"{one.found.held}" in words.method_text(language, one.found)
                assert "%" in words.likelihood_text(language, one)
    staff = Viewer(Reach(Scope.OWN, (), 999_999), None, None)
    assert goal_outlooks(ask, look(ask, LookRequest(staff, plan_id, AS_OF))) == ()
    assert words.chance_text(Language.ENGLISH, 0.004) == "<1%"
    assert words.chance_text(Language.ENGLISH, 0.996) == ">99%"


def test_the_demos_adjustments_and_period_ends_show_every_part(demo: Store) -> None:
    boss = Viewer(Reach(Scope.ALL, (), 0), None, None)
    plan_id = min(plan.plan_id for plan in known_plans(demo, PlansRequest(boss)) if plan.team_id is None)
    found = adjustments(demo, OnePlan(boss, plan_id))
    assert len(found) == 3
    assert sum(one.ruling is not None for one in found) == 1
    assert all(one.said and one.touches and findings(directly(demo), one, AS_OF) for one in found)
    kept = snapshots(demo, OnePlan(boss, plan_id))
    assert {one.kind for one in kept} >= {Kind.STAGE, Kind.MONTH}
    opened_day = opened(directly(demo), OneSnapshot(boss, plan_id, kept[0].as_of_on))
    whole = next(one for one in opened_day.goals if one.then.parts)
    assert [part.then.goal.metric_id for part in whole.parts] == ["orders", "repurchase_rate", "returns"]
    counted = [part.then.actual for part in whole.parts]
    assert (whole.now, None in counted) == (whole.then.actual, False)
    assert whole.then.actual is not None
    assert 0 < whole.then.actual < 1
    assert len(opened_day.goals) >= 7
    assert not any(one.differs for one in opened_day.goals)
