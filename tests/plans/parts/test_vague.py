"""What is vague, contradicts or asks for what was never seen is told once, at the right goal and stage, and nothing else is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from crm_core.plans.model import Goal, Plan, PlanState, Rhythm, Stage
from crm_core.plans.parts.model import Detail
from crm_core.plans.parts.vague import Aim, Hint, Known, Vague, hints
from crm_core.relationships.model import Rung
from crm_core.targets.model import COMPANY, Rule, ScopeKind, TargetScope

TODAY = date(2026, 3, 18)
PLAN = Plan(
    1, None, None, "Plan", "", date(2026, 1, 1), date(2026, 6, 30), Rhythm.MONTHLY, PlanState.RUNNING, 1, "Mia", 1
)
THEIRS = replace(PLAN, plan_id=2, name="Another")
PAST = Stage(1, "Past", date(2026, 1, 1), date(2026, 1, 31), 1)
NOW = Stage(2, "Now", date(2026, 3, 1), date(2026, 3, 31), 1)
NEXT = Stage(3, "Next", date(2026, 4, 1), date(2026, 4, 30), 1)
GOAL = Goal(1, "net_sales", "", "", False, COMPANY, None, None, 1, "Mia", Decimal(1000), None, 1, 1)
FLOW, RATE, LOW_RATE = Rule(is_flow=True), Rule(is_flow=False), Rule(is_flow=False, lower_is_better=True)
KNOWN = Known(TODAY, {1}, {}, first_days=31)


def aim(
    targets: Mapping[int, int], *, goal: Goal = GOAL, rule: Rule = FLOW, plan: Plan = PLAN,
    stages: tuple[Stage, ...] = (PAST, NOW, NEXT),
) -> Aim:  # fmt: skip
    return Aim(plan, stages, goal, 0, rule, {stage: Decimal(value) for stage, value in targets.items()})


def found(
    aims: Sequence[Aim], known: Known = KNOWN, mine: frozenset[int] = frozenset({1, 2})
) -> list[tuple[Vague, str]]:
    return [(one.kind, one.stage.name if one.stage else "") for one in hints(aims, known, mine)]


GOOD = aim({2: 1200, 3: 1300})


def test_a_goal_that_says_all_and_asks_for_more_from_stage_to_stage_gets_no_hint() -> None:
    assert found([GOOD]) == []
    other = replace(GOAL, goal_id=2, scope=TargetScope(ScopeKind.TEAM, 1))
    assert found([GOOD, aim({2: 700, 3: 700}, goal=replace(other, baseline=Decimal(500)))]) == []
    assert found([aim({1: 1, 2: 1200, 3: 1300})]) == []
    rising = Known(TODAY, {1}, {(1, 0): [800.0, 900.0, 1000.0]}, first_days=31)
    assert found([GOOD], rising) == []


BY_HAND = replace(GOAL, metric_id=None, name="Trust", baseline=Decimal(5))
FALLING = aim({2: 30, 3: 20}, goal=replace(GOAL, baseline=Decimal(40)), rule=LOW_RATE)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (aim({3: 1300}), [(Vague.NO_TARGET, "Now")]),
        (aim({}, stages=()), [(Vague.NO_DATE, "")]),
        (aim({1: 900}, stages=(PAST,)), [(Vague.NO_DATE, "")]),
        (aim({2: 1200, 3: 1300}, goal=replace(GOAL, owner_id=9)), [(Vague.NO_OWNER, "")]),
        (aim({2: 8, 3: 9}, goal=replace(BY_HAND, unit=""), rule=RATE), [(Vague.NO_METRIC, "")]),
        (aim({2: 8, 3: 9}, goal=replace(BY_HAND, unit="%"), rule=RATE), []),
        (aim({2: 8, 3: 9}, goal=replace(BY_HAND, unit="%", baseline=None), rule=RATE), [(Vague.NO_BASELINE, "")]),
        (aim({2: 1200, 3: 1300}, goal=replace(GOAL, baseline=None)), []),
        (aim({2: 900, 3: 1300}), [(Vague.WRONG_SIDE, "Now")]),
        (aim({2: 1000, 3: 1300}), [(Vague.WRONG_SIDE, "Now")]),
        (FALLING, []),
        (aim({2: 50, 3: 45}, goal=FALLING.goal, rule=LOW_RATE), [(Vague.WRONG_SIDE, "Now")]),
        (aim({2: 30, 3: 35}, goal=FALLING.goal, rule=LOW_RATE), [(Vague.STEP_BACK, "Next")]),
        (aim({2: 3000, 3: 2400}), []),
        (aim({2: 3000, 3: 2000}), [(Vague.STEP_BACK, "Next")]),
        (aim({1: 9000, 2: 1200, 3: 1300}), [(Vague.STEP_BACK, "Now")]),
        (
            aim({2: 1200, 3: 1300}, goal=replace(GOAL, detail=Detail(group=Rung.STRATEGIC))),
            [(Vague.ALL_COUNTED, "")],
        ),
    ],
)  # fmt: skip
def test_what_a_goal_lacks_or_turns_around_is_told(one: Aim, expected: list[tuple[Vague, str]]) -> None:
    assert found([one]) == expected
    assert found([one], mine=frozenset({7})) == []


def test_a_target_far_beyond_the_best_month_is_told_in_both_directions() -> None:
    known = Known(TODAY, {1}, {(1, 0): [700.0, 850.0, 800.0]}, first_days=31)
    assert found([aim({2: 1200, 3: 1400})], known) == [(Vague.OUT_OF_PROPORTION, "Next")]
    assert found([aim({2: 1200, 3: 1250})], known) == []
    short = Known(TODAY, {1}, {(1, 0): [7.0, 8.0]}, first_days=31)
    assert found([GOOD], short) == []
    falling = Known(TODAY, {1}, {(1, 0): [40.0, 31.0, 35.0]})
    assert found([FALLING], falling) == [(Vague.OUT_OF_PROPORTION, "Next")]


def test_two_goals_that_do_not_go_together_are_told_once() -> None:
    twin = replace(GOAL, goal_id=2)
    assert found([GOOD, aim({2: 1200, 3: 1300}, goal=twin)]) == [(Vague.TWICE, "")]
    assert found([GOOD, aim({2: 1500, 3: 1300}, goal=twin)]) == [(Vague.OTHER_TARGET, "Now")]
    theirs = Known(TODAY, {1}, {}, [aim({2: 1500, 3: 1600}, plan=THEIRS)], 31)
    [hint] = hints([GOOD], theirs, {1})
    assert (hint.kind, hint.values, hint.other) == (Vague.OTHER_TARGET, (1200, 1500), theirs.others[0])
    same = Known(TODAY, {1}, {}, [aim({2: 1200, 3: 1300}, plan=THEIRS)], 31)
    assert found([GOOD], same) == []
    longer = replace(NOW, first_on=date(2026, 2, 1))
    apart = Known(TODAY, {1}, {}, [aim({2: 2400}, plan=THEIRS, stages=(longer,))], 31)
    assert found([GOOD], apart) == []


def test_goals_that_pull_one_number_both_ways_are_told() -> None:
    rate = aim({2: 1200, 3: 1300}, rule=RATE)
    down = replace(GOAL, goal_id=2, baseline=Decimal(2000))
    other = Known(TODAY, {1}, {}, [aim({2: 1500, 3: 1200}, goal=down, rule=RATE, plan=THEIRS)])
    kinds = [kind for kind, _stage in found([rate], other)]
    assert kinds == [Vague.OTHER_WAY]
    told = replace(BY_HAND, unit="h")
    less = replace(told, goal_id=2, lower_is_better=True, name=" trust ", unit="H", baseline=Decimal(9))
    pair = [aim({2: 8, 3: 9}, goal=told, rule=RATE), aim({2: 8, 3: 7}, goal=less, rule=LOW_RATE)]
    hint: Hint = hints(pair, KNOWN, {1, 2})[0]
    assert (hint.kind, hint.aim.goal.goal_id) == (Vague.OTHER_WAY, 1)
    assert len(hints(pair, KNOWN, {1, 2})) == 1


def test_goals_of_all_teams_that_add_up_to_less_than_the_companys_are_told_and_of_some_teams_are_not() -> None:
    def team(team_id: int, target: int) -> Aim:
        scope = TargetScope(ScopeKind.TEAM, team_id)
        return aim({2: target, 3: target}, goal=replace(GOAL, goal_id=10 + team_id, scope=scope, baseline=Decimal(1)))

    known = replace(KNOWN, teams=frozenset({1, 2}))
    short = [GOOD, team(1, 600), team(2, 590)]
    assert found(short, known) == [(Vague.SUM_SHORT, "Now")]
    assert [one.values for one in hints(short, known, {1})] == [(Decimal(1190), Decimal(1200))]
    assert found([GOOD, team(1, 700), team(2, 600)], known) == []
    assert found(short[:2], known) == []  # the other team has no goal
    assert found(short) == []  # who does not see all teams
