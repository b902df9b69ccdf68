"""The numbers of the board are those of the metric folders, on whatever store."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_core.access.model import Reach, Scope
from crm_core.metrics.bundle import WITH_TREND, BoardRequest, NumbersRequest, board_numbers, numbers
from crm_core.metrics.model import Customers, Filters, GroupBy, MetricRequest
from crm_core.metrics.service import ComparisonRequest, compare, list_metrics, measure, trend
from crm_core.periods import Period
from crm_core.store import Store
from tests.metrics.conftest import TODAY
from tests.metrics.stage import (
    Answer,
    Line,
    Promise,
    Talk,
    add_answers,
    add_lines,
    add_products,
    add_promises,
    add_talks,
)

REACHES = [Reach(Scope.ALL, (), 1), Reach(Scope.TEAM, (1,), 2), Reach(Scope.OWN, (), 3)]


def random_store(store: Store, dice: random.Random) -> None:
    def day() -> date:
        return TODAY - timedelta(days=dice.randrange(0, 900))

    lines = []
    for order in range(1, dice.choice([3, 60, 150])):
        first, customer = day(), dice.choice([None, *range(1, 12)])
        stamp = {"team": dice.choice([None, 1, 2]), "owner": dice.choice([None, 2, 3, 4])} if customer else {}
        for _ in range(dice.choice([1, 1, 2, 3])):
            lines.append(
                Line(
                    first + timedelta(days=dice.choice([0, 0, 0, 1, 40])), order, customer,
                    dice.choice([-2, -1, 1, 1, 2, 5]), dice.choice(["0", "0.0001", "9.99", "1250"]),
                    dice.choice([None, "China", "Germany"]), dice.choice([None, "Tea", "Cups"]),
                    cost=dice.choice([None, None, "3.5"]), product=dice.choice([None, 1, 2]), **stamp,
                )
            )  # fmt: skip
    add_products(store, {1: "2.25", 2: None})
    add_lines(store, lines)
    promises = []
    for number in range(20):
        due = day() + timedelta(days=5)
        done = dice.choice([None, due - timedelta(days=1), due, min(TODAY, due + timedelta(days=3))])
        team, is_cancelled = dice.choice([None, 1, 2]), done is None and number % 4 == 0
        promises.append(Promise(due, 1, dice.choice([2, 3, 4]), done, team, is_cancelled))
    add_promises(store, promises)
    add_answers(
        store,
        [
            Answer(
                number,
                day(),
                measure,
                score,
                dice.choice([None, 1]),
                dice.choice([None, 1, 2]),
                dice.choice([None, 2, 3]),
            )
            for number in range(1, 25)
            for measure, score in (
                ("index", str(dice.randrange(0, 101))),
                ("nps", dice.choice(["-100", "0", "100"])),
                ("csat", dice.choice(["0", "1"])),
            )
        ],
    )
    add_talks(store, [Talk(day(), 1, dice.choice([2, 3, 4]), dice.choice([None, 1, 2])) for _ in range(20)])


def _random_question(dice: random.Random, reach: Reach, by: GroupBy = GroupBy.NONE) -> NumbersRequest:
    first = TODAY - timedelta(days=dice.randrange(-20, 700))
    filters = dice.choice(
        [
            Filters(),
            Filters(),
            Filters(team=1),
            Filters(team=0),
            Filters(person=3),
            Filters(country="China"),
            Filters(category=""),
        ]
    )
    return NumbersRequest(
        reach, Period(first, first + timedelta(days=dice.randrange(0, 400))), TODAY, by, dice.choice(list(Customers)), filters
    )  # fmt: skip


def _can(question: MetricRequest) -> bool:
    metric = next(each for each in list_metrics() if each.metric_id == question.metric_id)
    return metric.can_be_asked(question.filters, question.customers)


@pytest.mark.parametrize("seed", range(4))
def test_all_numbers_at_once_are_the_numbers_one_by_one(store: Store, seed: int) -> None:
    dice = random.Random(seed)
    random_store(store, dice)
    for by in GroupBy:
        for reach in REACHES:
            question = _random_question(dice, reach, by)
            together = numbers(store, question)
            for metric in list_metrics():
                single = question.of(metric.metric_id)
                if by is not GroupBy.NONE and by not in metric.groups:
                    assert metric.metric_id not in together
                elif _can(single):
                    assert together[metric.metric_id].rows == measure(store, single).rows, (metric.metric_id, question)


def test_a_teams_or_persons_number_among_all_is_the_number_of_it_alone(store: Store) -> None:
    dice = random.Random(11)
    random_store(store, dice)
    span = Period(TODAY - timedelta(days=300), TODAY)
    for metric in list_metrics():
        for by, key in ((GroupBy.TEAM, 1), (GroupBy.TEAM, 2), (GroupBy.PERSON, 2), (GroupBy.PERSON, 4)):
            if by not in metric.groups:
                continue
            asked = NumbersRequest(REACHES[0], span, TODAY, by).of(metric.metric_id)
            alone = replace(asked, by=GroupBy.NONE, filters=Filters(**{by.value: key}))
            among = next((row for row in measure(store, asked).rows if row.key == key), None)
            if among is not None:
                assert among.value == measure(store, alone).total.value, (metric.metric_id, by, key)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("aligned", [False, True])
def test_the_board_shows_what_the_number_page_shows(store: Store, seed: int, aligned: bool) -> None:
    dice = random.Random(100 + seed)
    random_store(store, dice)
    for reach in REACHES:
        question = _random_question(dice, reach)
        board = board_numbers(store, BoardRequest(question, align_to_festival=aligned))
        assert list(board) == [metric.metric_id for metric in list_metrics()]
        for metric_id, number in board.items():
            single = question.of(metric_id)
            if not _can(single):
                assert number.row.value is None and number.trend == ()
                continue
            comparison = compare(store, ComparisonRequest(single, align_to_festival=aligned))
            assert number.row == comparison.row == measure(store, single).total
            assert (number.counted, number.before) == (comparison.counted, comparison.before)
            assert (number.before_row.value if number.before_row else None) == comparison.before_value
            assert number.before_is_whole == comparison.before_is_whole
            assert number.trend == (trend(store, single).rows if metric_id in WITH_TREND else ())
