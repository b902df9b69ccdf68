"""Period ends of plans: which days are kept, when, what stands in them, and where later data differ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_core import clock
from crm_core.access.model import Actor
from crm_core.board.service import directly
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.periods import Period
from crm_core.plans.model import Plan, PlanState, Rhythm, Stage
from crm_core.plans.service import OnePlan, viewer_of
from crm_core.snapshots.model import Kind, ends, is_ready
from crm_core.snapshots.service import OneSnapshot, opened, snapshots, take_due
from crm_core.snapshots.sharing import answer_voice, is_part_of, say_to_period, share_period, shared_periods
from crm_core.store import Store
from crm_core.store.check import check
from tests.conftest import Cast
from tests.metrics.stage import Line, add_lines
from tests.plans.stage import Plans, fresh, make_plans


def plan(span: Period) -> Plan:
    return Plan(1, None, None, "p", "", span.first, span.last, Rhythm.MONTHLY, PlanState.RUNNING, 1, None, 1)


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(days, st.integers(0, 700), days, st.integers(1, 12), st.integers(0, 400))
def test_every_month_of_a_plan_that_is_over_is_kept_once(
    first: date, length: int, today: date, first_month: int, stage_days: int
) -> None:
    span = Period(first, first + timedelta(days=length))
    stage = Stage(1, "s", first, min(span.last, first + timedelta(days=stage_days)), 1)
    found = ends(plan(span), [stage], first_month, today)
    assert list(found) == sorted(found)
    assert all(day in span and day < today for day in found)
    months = {day for day in found if (day + timedelta(days=1)).day == 1}
    wanted = {
        day
        for step in range(span.day_count)
        if (day := span.first + timedelta(days=step)) < today and (day + timedelta(days=1)).day == 1
    }
    assert months == wanted
    assert (found.get(stage.last_on) is Kind.STAGE) == (stage.last_on < today)
    quarters = [day for day, kind in found.items() if kind is Kind.QUARTER]
    assert all((day.month - first_month + 1) % 3 == 0 for day in quarters)


def test_a_day_is_kept_once_its_data_are_in_or_have_had_their_time() -> None:
    day = date(2026, 2, 28)
    assert is_ready(day, [day], date(2026, 3, 1))
    assert not is_ready(day, [day, date(2026, 2, 27)], date(2026, 3, 1))
    assert not is_ready(day, [None], date(2026, 3, 14))
    assert is_ready(day, [None], date(2026, 3, 15))


def test_what_was_kept_stays_though_data_come_late(store: Store, cast: Cast) -> None:
    plans = make_plans(store, cast)
    lines = [Line(date(2026, 1, 5) + timedelta(days=7 * week), week, 1, 1, "100", team=cast.north) for week in range(9)]
    add_lines(store, lines)
    assert (
        take_due(store) == 4
    )  # January, and the stage's end in February, of the company's plan; both months of the north's
    assert take_due(store) == 0
    request = OnePlan(viewer_of(cast.mia), plans.company)
    kept = snapshots(store, request)
    assert [(one.as_of_on, one.kind) for one in kept] == [
        (date(2026, 2, 28), Kind.STAGE),
        (date(2026, 1, 31), Kind.MONTH),
    ]
    ask = directly(store)
    one = OneSnapshot(viewer_of(cast.mia), plans.company, date(2026, 2, 28))
    before = opened(ask, one)
    sums = {each.then.goal.goal_id: each.then.actual for each in before.goals}
    assert sums[plans.company_goal] == Decimal(800)
    assert sums[plans.north_goal] == Decimal(800)
    assert not any(each.differs for each in before.goals)

    add_lines(store, [Line(date(2026, 2, 10), 99, 2, 1, "50", team=cast.north)])
    after = {each.then.goal.goal_id: each for each in opened(ask, one).goals}
    company = after[plans.company_goal]
    assert (company.then.actual, company.now, company.differs) == (Decimal(800), Decimal(850), True)
    assert not after[plans.south_goal].differs

    sol = {each.then.goal.goal_id: each for each in opened(ask, OneSnapshot(viewer_of(cast.sol), plans.company, one.as_of_on)).goals}  # fmt: skip
    assert plans.south_goal not in sol
    assert (sol[plans.company_goal].has_figures, sol[plans.company_goal].then.actual) == (False, None)
    told_to_all(store, cast, plans, one.as_of_on)
    with clock.held_at(datetime(2026, 4, 20, tzinfo=UTC)):
        assert take_due(store) == 2  # March of both plans, fourteen days on, though no purchases came


def told_to_all(store: Store, cast: Cast, plans: Plans, day: date) -> None:
    """A kept day is told to all, staff say something back and are answered; who may not is refused and leaves everything."""
    mia, sol, company, words = cast.mia, cast.sol, plans.company, {"words": "February was **hard** '; drop"}

    def shared(actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
        found = shared_periods(store, OnePlan(viewer_of(actor), company))
        return [(one.content, [(each.content, each.answer) for each in one.voices]) for one in found]

    with pytest.raises(NotFound):
        say_to_period(store, sol, company, day, {"content": "too early"}, key=fresh())
    share_period(store, mia, company, day, words | {"plan_id": 9}, version=0, key=(key := fresh()))
    with pytest.raises(AlreadyDone):
        share_period(store, mia, company, day, words, version=0, key=key)
    share_period(store, mia, company, day, {"words": "February was hard"}, version=1, key=fresh())
    said = say_to_period(store, sol, company, day, {"content": "The fair was off"}, key=fresh())
    assert shared(sol) == [("February was hard", [("The fair was off", "")])]
    goals = opened(directly(store), OneSnapshot(viewer_of(sol), company, day)).goals
    assert [each.then.goal.goal_id for each in goals if is_part_of(viewer_of(sol), each.then.goal)] == [
        plans.north_goal
    ]
    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (NotPermitted, lambda: share_period(store, sol, company, day, words, version=2, key=fresh())),
        (NotFound, lambda: share_period(store, cast.tao, company, day, words, version=2, key=fresh())),
        (NotFound, lambda: share_period(store, mia, company, date(2026, 2, 27), words, version=0, key=fresh())),
        (StaleWrite, lambda: share_period(store, mia, company, day, words, version=0, key=fresh())),
        (InvalidInput, lambda: share_period(store, mia, company, day, {"words": " "}, version=2, key=fresh())),
        (InvalidInput, lambda: say_to_period(store, sol, company, day, {"content": "x" * 10_000}, key=fresh())),
        (NotFound, lambda: say_to_period(store, cast.vic, plans.north, day, {"content": "x"}, key=fresh())),
        (NotPermitted, lambda: answer_voice(store, sol, said, {"answer": "a"}, version=1, key=fresh())),
        (NotFound, lambda: answer_voice(store, cast.tao, said, {"answer": "a"}, version=1, key=fresh())),
        (NotFound, lambda: answer_voice(store, mia, 999, {"answer": "a"}, version=1, key=fresh())),
    ]  # fmt: skip
    before = store.head.seq
    for place, (error, call) in enumerate(refused):
        with pytest.raises(error):
            call()
        assert store.head.seq == before, place
    answer_voice(store, mia, said, {"answer": "It comes in May"}, version=1, key=fresh())
    with pytest.raises(StaleWrite):
        answer_voice(store, mia, said, {"answer": "twice"}, version=1, key=fresh())
    assert shared(sol) == [("February was hard", [("The fair was off", "It comes in May")])]
    assert check(store) == []
