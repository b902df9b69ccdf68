"""The pure rules of reviews: the order of an agenda, who knows and reads what of it, and a plan as it was known on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm_core.access.model import Reach, Scope
from crm_core.plans.model import (
    Action,
    ActionStatus,
    CheckIn,
    Confidence,
    Milestone,
    Plan,
    PlanState,
    Priority,
    Rhythm,
    Seen,
)
from crm_core.plans.progress import PlanRecord
from crm_core.plans.reach import Viewer
from crm_core.plans.then import known_on
from crm_core.reviews.model import Fact, Item, Kind, in_order, rounded_down, seen
from crm_core.targets.model import ScopeKind, TargetScope

DAY = date(2026, 3, 18)
NORTH, SOUTH, TAO, SOL, VIC = 1, 2, 30, 40, 50
_SCOPES = {
    "mia": Viewer(Reach(Scope.ALL, (), 20), None, Reach(Scope.ALL, (), 20)),
    "tao": Viewer(Reach(Scope.TEAM, (NORTH,), TAO), NORTH, Reach(Scope.TEAM, (NORTH,), TAO)),
    "sol": Viewer(Reach(Scope.OWN, (), SOL), NORTH, None),
    "vic": Viewer(Reach(Scope.OWN, (), VIC), SOUTH, None),
}


def goal(goal_id: int, team: int | None, owner: int) -> Fact:
    scope = TargetScope(ScopeKind.COMPANY) if team is None else TargetScope(ScopeKind.TEAM, team)
    return Fact(
        f"goal:{goal_id}", Kind.GOAL, "", metric_id="net_sales", scope=scope, team_id=team, goal_id=goal_id, owner_id=owner,
        target=Decimal(100), actual=Decimal(40), told="words",
    )  # fmt: skip


FACTS = (
    goal(1, None, 20),
    goal(2, NORTH, TAO),
    goal(3, SOUTH, 31),
    replace(goal(1, None, 20), key="gap:goal:1", kind=Kind.GAP),
    replace(goal(2, NORTH, TAO), key="gap:goal:2", kind=Kind.GAP),
    replace(goal(3, SOUTH, 31), key="lesson:gap:goal:3", kind=Kind.LESSON),
    Fact("gap:target:orders", Kind.GAP, "", metric_id="orders", target=Decimal(9), actual=Decimal(1)),
    Fact("action:7", Kind.ACTION, "Call", "Mrs. Wang is angry", "doing", DAY, team_id=SOUTH, goal_id=3, owner_id=VIC),
    Fact("action:8", Kind.ACTION, "Write", "note", "doing", DAY, team_id=NORTH, goal_id=None, owner_id=TAO),
    Fact("adjustment:1", Kind.ADJUSTMENT, "Changed", "why", team_id=SOUTH, owner_id=31),
    Fact("own:1", Kind.OWN, "Room"),
)


def test_each_reader_knows_their_part_and_reads_their_numbers() -> None:
    found = {who: {fact.key: fact for fact in seen(viewer, FACTS)} for who, viewer in _SCOPES.items()}
    assert list(found["mia"]) == [fact.key for fact in FACTS]
    assert all(fact.has_figures for fact in found["mia"].values())
    north = {"goal:1", "goal:2", "gap:goal:1", "gap:goal:2", "gap:target:orders", "action:8", "own:1"}
    assert set(found["tao"]) == set(found["sol"]) == north
    south = {
        "goal:1",
        "goal:3",
        "gap:goal:1",
        "lesson:gap:goal:3",
        "gap:target:orders",
        "action:7",
        "adjustment:1",
        "own:1",
    }
    assert set(found["vic"]) == south
    assert (found["tao"]["gap:goal:2"].actual, found["tao"]["gap:goal:1"].actual) == (40, None)
    for who in ("sol", "vic"):
        assert all(fact.actual is fact.target is None for fact in found[who].values())
    assert (found["tao"]["action:8"].told, found["sol"]["action:8"].told) == ("note", "")
    assert found["vic"]["action:7"].told == "Mrs. Wang is angry"  # the own one
    assert found["vic"]["adjustment:1"].told == "why"


@given(st.permutations(range(len(FACTS) - 3)), st.sets(st.integers(0, len(FACTS) - 1)))
def test_the_order_holds_everything_once_and_what_people_placed_in_their_order(
    order: list[int], placed: set[int]
) -> None:
    items = {
        FACTS[number].key: Item(FACTS[number].key, place=place)
        for place, number in enumerate(order)
        if number in placed
    }
    found = [fact.key for fact in in_order(FACTS, items)]
    assert sorted(found) == sorted(fact.key for fact in FACTS)
    assert [key for key in found if key in items] == [FACTS[number].key for number in order if number in placed]


def test_what_is_new_stands_with_its_kind() -> None:
    items = {key: Item(key, place=place) for place, key in enumerate(("own:1", "action:7", "gap:goal:1"), start=1)}
    facts = [fact for fact in FACTS if fact.kind is not Kind.GOAL]
    found = [fact.key for fact in in_order(facts, items)]
    assert found[:5] == ["own:1", "action:7", "action:8", "gap:goal:1", "gap:goal:2"]


def test_what_is_not_wholly_attained_never_becomes_so() -> None:
    assert rounded_down(Decimal("0.99999999")) == Decimal("0.999999")


def test_a_plan_as_it_was_known_on_a_day_knows_nothing_of_later() -> None:
    plan = Plan(
        1, None, None, "p", "", date(2026, 1, 1), date(2026, 12, 31), Rhythm.MONTHLY, PlanState.RUNNING, 1, None, 1
    )
    steps = [
        Action(number, 1, None, "w", 1, None, None, (), (), start, DAY, Priority.MID, ActionStatus.DONE, "", "e", done, 1)
        for number, start, done in ((1, None, DAY), (2, None, date(2026, 3, 19)), (3, date(2026, 3, 19), date(2026, 3, 20)))
    ]  # fmt: skip
    looks = [
        CheckIn(day, date(2026, 3, day), 1, None, None, "", Confidence.MID, {1: Seen(Decimal(day), None)}, datetime(2026, 3, day, tzinfo=UTC))
        for day in (19, 18)
    ]  # fmt: skip
    stones = (Milestone(1, "m", DAY, date(2026, 3, 19), 1, 1, None),)
    record = PlanRecord(plan, (), (), (), tuple(steps), stones, tuple(looks), date(2026, 3, 19))
    then = known_on(record, DAY)
    assert [one.status for one in then.actions] == [ActionStatus.DONE, ActionStatus.DOING, ActionStatus.PLANNED]
    assert [one.evidence for one in then.actions] == ["e", "", ""]
    assert ([one.check_in_id for one in then.check_ins], then.last_check_in_on) == ([18], DAY)
    assert then.milestones[0].done_on is None
    assert known_on(record, date(2026, 3, 20)) == record
