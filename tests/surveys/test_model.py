"""From answers to scores: an index by hand, and the laws that hold for any answers."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from crm_core.surveys.model import (
    Answers,
    Indicator,
    ItemRule,
    Measure,
    Purpose,
    Scale,
    Scheme,
    index_scores,
    indicator_scores,
    is_satisfied,
    promoter_points,
    scores,
    spread_weights,
)

FIVE = Scale(1, 5)
NONE = math.nan


def scheme(weights: list[str], places: list[int], scale: Scale = FIVE) -> Scheme:
    """Return a scheme of rating questions 1, 2, …, each counting towards the indicator at its place."""
    indicators = tuple(Indicator(f"I{at}", Decimal(weight)) for at, weight in enumerate(weights))
    rules = tuple(ItemRule(at, Purpose.RATING, scale, place) for at, place in enumerate(places, start=1))
    return Scheme(1, False, indicators, rules)


def answers(*rows: list[float]) -> Answers:
    return Answers(tuple(range(1, len(rows[0]) + 1)), np.array(rows, dtype=float))


def test_an_index_by_hand() -> None:
    """Quality: 4 and 5 of 1-5 are 75 and 100, mean 87.5. Price: 2 is 25. Weights 3 to 1: (3·87.5 + 25) ÷ 4 = 71.875."""
    found = index_scores(answers([4, 5, 2]), scheme(["3", "1"], [0, 0, 1]))
    assert found.tolist() == [71.875]


def test_the_weight_of_a_missing_indicator_goes_to_the_others_in_proportion() -> None:
    """Weights 2, 1, 1; the first is missing: 75 and 25 count half each, 50."""
    found = index_scores(answers([NONE, 4, 2]), scheme(["2", "1", "1"], [0, 1, 2]))
    assert found.tolist() == [50.0]


def test_a_missing_question_leaves_its_indicators_weight_as_it_is() -> None:
    found = index_scores(answers([4, NONE, 2]), scheme(["3", "1"], [0, 0, 1]))
    assert found.tolist() == [(3 * 75 + 25) / 4]


def test_who_answers_nothing_that_counts_has_no_index() -> None:
    assert np.isnan(index_scores(answers([NONE, NONE]), scheme(["1"], [0, 0]))).all()
    assert np.isnan(index_scores(answers([5, 5]), Scheme())).all()


def test_an_indicator_that_no_question_counts_towards_takes_no_weight() -> None:
    assert index_scores(answers([4]), scheme(["1", "9"], [0])).tolist() == [75.0]


@pytest.mark.parametrize(
    ("scale", "satisfied"),
    [(FIVE, {4, 5}), (Scale(1, 7), {6, 7}), (Scale(1, 10), {8, 9, 10}), (Scale(0, 10), {8, 9, 10}), (Scale(1, 4), {4})],
)
def test_who_counts_as_satisfied(scale: Scale, satisfied: set[int]) -> None:
    steps = range(scale.low, scale.high + 1)
    found = is_satisfied(np.array([*steps, NONE], dtype=float), scale)
    assert {step for step, is_one in zip(steps, found.tolist(), strict=False) if is_one} == satisfied
    assert math.isnan(found[-1])


def test_promoters_and_detractors_are_the_same_on_both_scales() -> None:
    found = promoter_points(np.array([*range(11), NONE], dtype=float)).tolist()
    assert found[:11] == [-100.0] * 7 + [0.0] * 2 + [100.0] * 2
    assert math.isnan(found[11])


def test_the_three_scores_of_an_answer() -> None:
    rules = (
        ItemRule(1, Purpose.RATING, FIVE, 0), ItemRule(2, Purpose.OVERALL, FIVE), ItemRule(3, Purpose.RECOMMEND, Scale(0, 10)),
    )  # fmt: skip
    found = scores(answers([4, 4, 6], [2, 3, NONE]), Scheme(1, False, (Indicator("All", Decimal(1)),), rules))
    assert found[Measure.INDEX].tolist() == [75.0, 25.0]
    assert found[Measure.CSAT].tolist() == [1.0, 0.0]
    assert found[Measure.NPS][0] == -100
    assert math.isnan(found[Measure.NPS][1])


ratings = some.one_of(some.just(NONE), some.integers(1, 5).map(float))
weights = some.lists(some.integers(1, 1000), min_size=1, max_size=5)


@some.composite
def weighed(draw: some.DrawFn) -> tuple[Scheme, list[float]]:
    chosen = draw(weights)
    places = draw(some.lists(some.integers(0, len(chosen) - 1), min_size=1, max_size=8))
    row = draw(some.lists(ratings, min_size=len(places), max_size=len(places)))
    return scheme([str(weight) for weight in chosen], places), row


@given(weighed())
def test_an_index_lies_within_0_and_100(drawn: tuple[Scheme, list[float]]) -> None:
    rule, row = drawn
    [found] = index_scores(answers(row), rule)
    assert math.isnan(found) == all(math.isnan(each) for each in row)
    assert math.isnan(found) or 0 <= found <= 100


@given(weighed(), some.data())
def test_a_better_answer_to_one_question_never_lowers_the_index(
    drawn: tuple[Scheme, list[float]], data: some.DataObject
) -> None:
    rule, row = drawn
    known = [at for at, each in enumerate(row) if not math.isnan(each) and each < 5]
    if not known:
        return
    better = list(row)
    better[data.draw(some.sampled_from(known))] += 1
    before, after = index_scores(answers(row, better), rule)
    assert after > before


@given(weighed())
def test_only_the_proportions_of_weights_matter(drawn: tuple[Scheme, list[float]]) -> None:
    rule, row = drawn
    doubled = Scheme(1, False, tuple(Indicator(each.name, each.weight * 2) for each in rule.indicators), rule.rules)
    before, after = index_scores(answers(row), rule), index_scores(answers(row), doubled)
    assert np.allclose(before, after, equal_nan=True)


@given(
    weights.flatmap(
        lambda each: some.tuples(some.just(each), some.lists(some.booleans(), min_size=len(each), max_size=len(each)))
    )
)
def test_spread_weights_sum_to_one_and_keep_their_proportions(drawn: tuple[list[int], list[bool]]) -> None:
    given_weights, known = drawn
    [found] = spread_weights(np.array(given_weights, dtype=float), np.array([known]))
    assert found.sum() == pytest.approx(1.0 if any(known) else 0.0)
    assert all((share > 0) == is_known for share, is_known in zip(found, known, strict=True))
    kept = [(share, weight) for share, weight, is_known in zip(found, given_weights, known, strict=True) if is_known]
    for share, weight in kept[1:]:
        assert share * kept[0][1] == pytest.approx(weight * kept[0][0])


@given(weighed())
def test_an_indicators_score_is_the_mean_of_its_answered_questions(drawn: tuple[Scheme, list[float]]) -> None:
    rule, row = drawn
    found = indicator_scores(answers(row), rule)[0]
    for place in range(len(rule.indicators)):
        own = [
            (row[each.item_id - 1] - 1) * 25
            for each in rule.of_indicator(place)
            if not math.isnan(row[each.item_id - 1])
        ]
        assert math.isnan(found[place]) if not own else found[place] == pytest.approx(sum(own) / len(own))
