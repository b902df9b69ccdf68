"""On each first and last day of twelve months the demo's plan is in its second stage and shows all four statuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_core.access.model import CONSOLE
from crm_core.board.service import directly
from crm_core.demo import service
from crm_core.demo.staged import add_staged_plans
from crm_core.demo.world import World
from crm_core.plans.model import PlanState
from crm_core.plans.service import LookRequest, PlanView, look, plan_list, viewer_of
from crm_core.store import Store
from crm_core.store.check import check
from crm_core.targets.model import Level, Status
from tests.conftest import AS_OF
from tests.demo.test_statuses import FIRSTS, LASTS


def running(store: Store, day: date) -> list[PlanView]:
    found = plan_list(directly(store), viewer_of(CONSOLE), day)
    return [view for view in found if view.plan.state is PlanState.RUNNING]


def test_the_plan_of_the_company_and_of_one_team_run(demo: Store) -> None:
    team, company = sorted(running(demo, AS_OF), key=lambda view: view.plan.team_id is None)
    assert len(company.record.stages) == 3
    assert company.stage == company.record.stages[1]
    assert (len(company.goals), company.overdue_count, team.overdue_count) == (10, 2, 1)
    reached = next(one for one in company.goals if one.status is Status.REACHED and one.goal.metric_id)
    assert reached.reached is Level.TARGET
    assert all(
        len(part.trend) > 3
        for one in look(directly(demo), LookRequest(viewer_of(CONSOLE), company.plan.plan_id, AS_OF)).goals
        for part in one.parts or (one,)
    )
    assert company.check_in_on is not None
    assert company.check_in_on > AS_OF
    assert not check(demo)


@pytest.fixture(scope="module")
def world(demo: Store) -> World:
    return service.world_between(service.SEED, service.history_begins(AS_OF), AS_OF)


@pytest.mark.parametrize("day", sorted(FIRSTS + LASTS), ids=str)
def test_all_four_statuses_stand_in_the_second_stage(used: Store, world: World, day: date) -> None:
    """The store holds later days too; what it knows of a day does not depend on them (proven in test_carrying_on.py)."""
    with used.transaction() as transaction:
        add_staged_plans(used, transaction, world.until(day), day)
    view = next(one for one in running(used, day) if one.record.stages[0].first_on <= day and _is_of(one, day))
    assert view.stage == view.record.stages[1]
    assert set(view.counts) == set(Status)


def _is_of(view: PlanView, day: date) -> bool:
    month = view.record.stages[1].first_on
    return view.plan.team_id is None and (day.year * 12 + day.month) - (month.year * 12 + month.month) == 2


def test_a_store_that_is_carried_on_closes_them_and_begins_anew(used: Store) -> None:
    service.top_up(used, AS_OF + timedelta(days=20))
    assert len(plan_list(directly(used), viewer_of(CONSOLE), AS_OF)) == 2
    day = AS_OF + timedelta(days=50)
    service.top_up(used, day)
    views = plan_list(directly(used), viewer_of(CONSOLE), day)
    assert [view.plan.state for view in views] == [PlanState.RUNNING] * 2 + [PlanState.CLOSED] * 2
    assert set(next(view for view in views if view.plan.team_id is None).counts) == set(Status)
    assert not check(used)
