"""On each first and last day of twelve months a board shows a target reached, one on track, one at risk, one behind."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm_core.access.model import Actor, Permission, Reach, Role, Scope
from crm_core.board import service as board
from crm_core.demo import service
from crm_core.demo.goals import METRICS
from crm_core.metrics.model import NumbersRequest
from crm_core.metrics.service import coverage, list_metrics, measure, opening_period
from crm_core.periods import Period, PeriodKind, add_months, months_in
from crm_core.store import Store
from crm_core.targets.model import COMPANY, Course, Level, Rule, Status, judge
from crm_core.targets.service import SpanRequest, targets_in_span
from tests.conftest import AS_OF, sql

ALL = Reach(Scope.ALL, (), 0)
FIRSTS = [add_months(AS_OF.replace(day=1), -back) for back in range(12)]
LASTS = [add_months(first, 1) - timedelta(days=1) for first in FIRSTS]


@pytest.mark.parametrize("kind", PeriodKind)
@pytest.mark.parametrize("day", sorted(FIRSTS + LASTS), ids=str)
def test_the_company_has_one_target_of_each_status(demo: Store, day: date, kind: PeriodKind) -> None:
    assert set(statuses(demo, day, kind).values()) >= set(Status)


@pytest.mark.parametrize("kind", PeriodKind)
def test_the_board_itself_shows_them(demo: Store, used: Store, kind: PeriodKind) -> None:
    first = AS_OF + timedelta(days=1)
    service.top_up(used, first)
    for store, day in ((demo, AS_OF), (used, first)):
        seen = board.view(store, board.ViewRequest(ALL, day, kind))
        shown = {card.standing.status for card in board.cards(board.directly(store), seen) if card.standing}
        assert shown >= set(Status), day


@pytest.mark.parametrize("username", ["lead", "lilan", "staff", "wujing"])
def test_teams_and_people_have_targets_of_their_own_for_every_number(demo: Store, username: str) -> None:
    row = demo.row(sql("select user_id, display_name, role, team_id from app_user where username = $1"), [username])
    assert row is not None
    actor = Actor(row["user_id"], row["display_name"], Role(row["role"]), row["team_id"])
    seen = board.view(demo, board.ViewRequest(actor.require(Permission.BOARD_READ), AS_OF))
    cards = board.cards(board.directly(demo), seen)
    aimed = {card.metric.metric_id: card for card in cards if card.standing is not None}
    assert set(aimed) == set(METRICS)
    assert all(card.value is not None for card in aimed.values())
    assert len({card.standing.status for card in cards if card.standing}) >= 3


def statuses(store: Store, day: date, kind: PeriodKind) -> dict[str, Status | None]:
    """Return how each metric of the company stood on ``day``.

    The store holds later days too; what it knows of a day does not depend on them (proven in test_carrying_on.py).
    """
    period = opening_period(store, kind, day)
    wanted = targets_in_span(store, SpanRequest(ALL, period))
    values = {
        (one.key.metric_id, one.key.period_kind, one.key.period_first): one
        for one in wanted
        if one.key.scope == COMPANY and one.key.level is Level.TARGET
    }
    found, so_far = {}, NumbersRequest(ALL, Period(period.first, min(period.last, day)), day)
    for metric in (metric for metric in list_metrics() if metric.metric_id in METRICS):
        row = measure(store, so_far.of(metric.metric_id)).total
        target = values[metric.metric_id, kind, period.first]
        months = {
            month.first: values[metric.metric_id, PeriodKind.MONTH, month.first].value for month in months_in(period)
        }
        standing = judge(
            None if row.value is None else Decimal(row.value),
            target.value,
            Course(period, day, coverage(store, metric.metric_id, day).until),
            Rule(metric.is_flow, metric.lower_is_better),
            baseline=target.baseline,
            month_targets=months,
        )
        found[metric.metric_id] = standing.status
    return found
