"""What follows from the order, the money and the people of a plan's actions: no circles, sums that are their parts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm_core.plans.model import Action, ActionStatus, Milestone, Priority
from crm_core.plans.work.model import (
    Cost,
    Detail,
    Link,
    Part,
    PartKind,
    PlanWork,
    begins_early,
    cost_of,
    costs_by_goal,
    entries_by_day,
    leads_back,
    loads_of,
    month_days,
    waiting_of,
    without_person,
)

DAY = date(2026, 3, 18)
MONEY = st.none() | st.decimals(0, 10_000, places=2)
DETAILS = st.builds(Detail, st.just(""), MONEY, MONEY)


def action(
    action_id: int, *, status: ActionStatus = ActionStatus.PLANNED, goal: int | None = None, **more: object
) -> Action:
    told: dict[str, object] = {
        "plan_id": 1, "what": f"step {action_id}", "owner_id": 1, "owner_name": "Sol", "team_id": None, "helpers": (),
        "helper_names": (), "start_on": None, "due_on": DAY, "priority": Priority.MID, "note": "", "evidence": "",
        "done_on": None, "version": 1, **more,
    }  # fmt: skip
    return Action(action_id=action_id, status=status, goal_id=goal, **told)  # type: ignore[arg-type] # each is told above


ACTIONS = st.lists(st.tuples(st.sampled_from(ActionStatus), st.none() | st.integers(1, 3)), min_size=1, max_size=8).map(
    lambda rows: [action(place, status=status, goal=goal) for place, (status, goal) in enumerate(rows)]
)


def has_circle(links: set[Link]) -> bool:
    """Take away, as long as there are some, the actions that wait for nothing; what is left waits in a circle."""
    left = set(links)
    while left:
        waiting = {one for one, _after in left}
        free = {link for link in left if link[1] not in waiting}
        if not free:
            return True
        left -= free
    return False


@given(st.lists(st.tuples(st.integers(0, 6), st.sets(st.integers(0, 6), max_size=4)), max_size=15))
def test_whatever_is_linked_nothing_waits_for_itself(wanted: list[tuple[int, set[int]]]) -> None:
    links: set[Link] = set()
    for one, before in wanted:
        others = {link for link in links if link[0] != one}
        becomes = others | {(one, after) for after in before}
        is_refused = leads_back(links, one, before)
        assert is_refused == has_circle(becomes)  # nothing more is refused than must be
        if not is_refused:
            links = becomes
        assert not has_circle(links)


@given(ACTIONS, st.data())
def test_the_sums_are_their_parts(actions: list[Action], data: st.DataObject) -> None:
    work = PlanWork({one.action_id: data.draw(DETAILS) for one in actions})
    total = sum(costs_by_goal(actions, work).values(), Cost())
    kept = [(one, work.detail(one.action_id)) for one in actions]
    planned = [detail.planned_cost or Decimal(0) for one, detail in kept if one.status is not ActionStatus.DROPPED]
    assert total.planned == sum(planned)
    assert total.spent == sum(detail.spent_cost or Decimal(0) for _one, detail in kept)
    assert total.count == sum(cost_of(one, detail).count for one, detail in kept) <= len(actions)


@given(ACTIONS)
def test_what_is_open_waits_for_what_is_open_alone(actions: list[Action]) -> None:
    known = {one.action_id: one for one in actions}
    links = tuple((one, before) for one in known for before in known if before < one)
    for one in actions:
        found = waiting_of(one, known, PlanWork(links=links, hidden_open={0: 2}))
        assert all(before.status.is_open and before.action_id < one.action_id for before in found.actions)
        assert not found.waits or one.status.is_open
        assert found.hidden == (2 if one.action_id == 0 and one.status.is_open else 0)


def test_what_begins_before_the_other_is_due_is_told() -> None:
    first = action(1, due_on=DAY)
    early, late = action(2, start_on=DAY - timedelta(days=1), due_on=DAY + timedelta(days=9)), action(3, start_on=DAY)
    assert begins_early(early, first)
    assert not begins_early(late, first)
    assert begins_early(action(4, due_on=DAY - timedelta(days=1)), first)  # without a start its due day tells
    assert not begins_early(early, action(5, status=ActionStatus.DONE))


@given(st.dates(date(1990, 1, 1), date(2190, 1, 1)))
def test_a_month_is_whole_weeks_that_hold_it(day: date) -> None:
    days = month_days(day)
    assert len(days) % 7 == 0
    assert days[0].weekday() == 0
    assert sum((one.year, one.month) == (day.year, day.month) for one in days) >= 28
    assert {(one - days[0]).days for one in days} == set(range(len(days)))
    assert day in days


def test_a_day_tells_what_is_due_and_begins_on_it_and_nothing_that_was_dropped() -> None:
    steps = [
        action(1, start_on=DAY, due_on=DAY),
        action(2, start_on=DAY, due_on=DAY + timedelta(days=3)),
        action(3, status=ActionStatus.DROPPED),
    ]
    found = entries_by_day(steps, [Milestone(1, "m", DAY, None, 1, 1, None)], [], DAY + timedelta(days=3))
    assert [entry.kind.value for entry in found[DAY]] == ["milestone", "due", "begins"]
    assert [entry.kind.value for entry in found[DAY + timedelta(days=3)]] == ["due", "check_in"]


def test_what_has_no_active_person_is_found_and_each_persons_load_is_counted() -> None:
    parts = [
        Part(PartKind.PLAN, 1, "p", 1, "Mia", 1),
        Part(PartKind.MILESTONE, 1, "m", 1, "Mia", 1),
        Part(PartKind.ACTION, 1, "a", 2, "Sol", 1, (1,), ("Mia",), is_high=True, is_late=True),
        Part(PartKind.ACTION, 2, "b", 2, "Sol", 1),
        Part(PartKind.GOAL, 1, "g", 2, "Sol", 1),
    ]
    assert [(one.kind, one.about_id) for one in without_person(parts, {2})] == [
        (PartKind.PLAN, 1), (PartKind.MILESTONE, 1),
    ]  # fmt: skip
    mia, sol = loads_of(parts)  # three each, a milestone and help counted: by name
    assert (sol.name, sol.owned[PartKind.ACTION], sol.owned[PartKind.GOAL], sol.high, sol.late) == ("Sol", 2, 1, 1, 1)
    assert (mia.name, mia.helped, mia.owned[PartKind.PLAN]) == ("Mia", 1, 1)
