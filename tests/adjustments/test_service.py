"""Adjustments from the first word to the decision: who writes, who sees, what is measured, what people say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_core import clock
from crm_core.access.model import Actor
from crm_core.adjustments.comparing import Verdict
from crm_core.adjustments.effects import Beside
from crm_core.adjustments.model import Adjustment, Opinion, Touched
from crm_core.adjustments.service import (
    add_adjustment,
    adjustments,
    decide,
    edit_adjustment,
    findings,
    may_see_effect,
    say_opinion,
)
from crm_core.board.service import directly
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.plans.service import OnePlan, viewer_of
from crm_core.store import Store
from tests.conftest import Cast
from tests.metrics.stage import Answer, Line, add_answers, add_lines
from tests.plans.stage import Plans, fresh, make_plans

CHANGED = date(2026, 1, 7)
GIVEN = {
    "changed_on": CHANGED, "what": "Call them every two weeks 🍵'", "reason": "They forget us.", "scope": "company",
    "judge_on": CHANGED + timedelta(days=41), "metric:1": "gross_sales", "wanted:1": "up", "size:1": "10%",
    "metric:2": "orders",
}  # fmt: skip


@pytest.fixture
def plans(store: Store, cast: Cast) -> Plans:
    return make_plans(store, cast)


def seen(store: Store, actor: Actor, plan_id: int) -> tuple[Adjustment, ...]:
    return adjustments(store, OnePlan(viewer_of(actor), plan_id))


def fill_weeks(store: Store, cast: Cast) -> None:
    """Two years of daily sales of both teams; the north sells half as much again from the change on."""
    first, lines = date(2024, 10, 1), []
    for step in range(534):
        day = first + timedelta(days=step)
        for place, team in enumerate((cast.north, cast.south)):
            grown = 1.5 if team == cast.north and day >= CHANGED else 1.0
            price = str(round((100 + 7 * (step % 3) + place) * grown, 2))
            lines.append(Line(day, 2 * step + place, 1 + place, 1, price, team=team, owner=cast.sol.user_id))
    add_lines(store, lines)
    low = [Answer(step, CHANGED - timedelta(days=step + 1), "index", str(60 + step % 5)) for step in range(20)]
    high = [Answer(50 + step, CHANGED + timedelta(days=step), "index", str(75 + step % 5)) for step in range(20)]
    add_answers(store, [*low, *high])


def test_an_adjustment_is_noted_measured_judged_by_people_and_decided(store: Store, cast: Cast, plans: Plans) -> None:
    fill_weeks(store, cast)
    touched = [f"goal:{plans.north_goal}"]
    north = {**GIVEN, "scope": f"team-{cast.north}", "touched": touched}
    made = add_adjustment(store, cast.tao, plans.company, north, key=fresh())
    grabbed = {"plan_id": plans.north, "made_by": cast.vic.user_id, "version": 9, "adjustment_id": 7, "scope_id": 5}
    whole = add_adjustment(store, cast.mia, plans.company, {**GIVEN, **grabbed}, key=fresh())
    newest = seen(store, cast.mia, plans.company)[0]
    assert (newest.plan_id, newest.made_by, newest.version) == (plans.company, cast.mia.user_id, 1)
    assert [one.adjustment_id for one in seen(store, cast.mia, plans.company)] == [whole, made]
    assert [one.adjustment_id for one in seen(store, cast.vic, plans.company)] == [whole]
    one = next(each for each in seen(store, cast.sol, plans.company) if each.adjustment_id == made)
    assert [(aim.metric_id, aim.wanted.value, aim.size) for aim in one.aims][1] == ("orders", "up", None)
    assert (one.touches[0].kind, one.touches[0].name) == (Touched.GOAL, "North sells")
    assert one.is_due(date(2026, 3, 18))

    found = {each.metric_id: each for each in findings(directly(store), one, date(2026, 3, 18))}
    sales = found["gross_sales"]
    assert (sales.windows.weeks, sales.beside, sales.verdict) == (6, Beside.OTHERS, Verdict.BETTER)
    assert sales.effect.value == pytest.approx(sales.before * 0.5, rel=0.02)
    assert found["orders"].verdict is Verdict.NO_CLEAR_DIFFERENCE
    whole_found = {each.metric_id: each for each in findings(directly(store), seen(store, cast.mia, plans.company)[0], date(2026, 3, 18))}  # fmt: skip
    assert whole_found["gross_sales"].beside is Beside.YEAR_BEFORE
    assert whole_found["gross_sales"].effect.value == pytest.approx(whole_found["gross_sales"].before * 0.25, rel=0.05)
    assert (
        whole_found["satisfaction_index"].verdict is Verdict.BETTER
    )  # the customers' answers, though nobody named them
    assert whole_found["satisfaction_index"].effect.value == pytest.approx(15)
    assert not may_see_effect(viewer_of(cast.sol), one.scope) and may_see_effect(viewer_of(cast.tao), one.scope)

    say_opinion(store, cast.sol, made, {"opinion": "hurt", "comment": "Too much."}, key=fresh())
    say_opinion(store, cast.sol, made, {"opinion": "helped", "comment": "Now they order."}, key=fresh())
    foreign = {"user_id": cast.vic.user_id, "adjustment_id": 4711, "version": 99}  # no form has these
    say_opinion(store, cast.rea, made, {"opinion": "none", **foreign}, key=fresh())
    key = fresh()
    decide(store, cast.tao, made, {"opinion": "none", "comment": "Wait."}, key=key)
    with pytest.raises(AlreadyDone):
        decide(store, cast.tao, made, {"opinion": "none", "comment": "Wait."}, key=key)
    decide(store, cast.mia, made, {"opinion": "helped", "comment": "Keep it.", **foreign}, key=fresh())
    one = next(each for each in seen(store, cast.tao, plans.company) if each.adjustment_id == made)
    assert one.counts() == {Opinion.HELPED: 1, Opinion.NONE: 1, Opinion.HURT: 0}
    assert [ruling.reason for ruling in one.rulings] == ["Keep it.", "Wait."]
    assert one.ruling is not None
    assert "gross_sales: better" in one.ruling.proposed
    assert not one.is_due(date(2026, 3, 18))

    edit_adjustment(store, cast.tao, made, {**north, "what": "Mended"}, version=1, key=fresh())
    with pytest.raises(StaleWrite):
        edit_adjustment(store, cast.tao, made, {**north, "what": "Late"}, version=1, key=fresh())
    one = next(each for each in seen(store, cast.tao, plans.company) if each.adjustment_id == made)
    assert (one.what, one.version, len(one.aims), len(one.said)) == ("Mended", 2, 2, 2)


def test_before_a_week_is_over_nothing_is_told_and_before_four_no_verdict(
    store: Store, cast: Cast, plans: Plans
) -> None:
    fill_weeks(store, cast)
    made = add_adjustment(store, cast.mia, plans.company, GIVEN, key=fresh())
    one = seen(store, cast.mia, plans.company)[0]
    assert one.adjustment_id == made
    assert findings(directly(store), one, CHANGED + timedelta(days=6)) == ()
    early = findings(directly(store), one, CHANGED + timedelta(days=15))
    assert {each.windows.weeks for each in early} == {2}
    assert {each.verdict for each in early} == {Verdict.TOO_EARLY}


def test_what_is_not_theirs_is_refused_and_leaves_everything(store: Store, cast: Cast, plans: Plans) -> None:
    made = add_adjustment(store, cast.tao, plans.north, {**GIVEN, "scope": f"team-{cast.north}"}, key=fresh())
    word = {"opinion": "helped", "comment": "c"}
    north = {**GIVEN, "scope": f"team-{cast.north}"}
    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (NotPermitted, lambda: add_adjustment(store, cast.sol, plans.north, north, key=fresh())),
        (NotPermitted, lambda: edit_adjustment(store, cast.rea, made, north, version=1, key=fresh())),
        (NotPermitted, lambda: decide(store, cast.sol, made, word, key=fresh())),
        (NotFound, lambda: say_opinion(store, cast.vic, made, word, key=fresh())),
        (NotFound, lambda: say_opinion(store, cast.vic, 999, word, key=fresh())),
        (InvalidInput, lambda: add_adjustment(store, cast.tao, plans.company, GIVEN, key=fresh())),
        (InvalidInput, lambda: add_adjustment(store, cast.mia, plans.north, {**GIVEN, "scope": f"team-{cast.south}"}, key=fresh())),
        (InvalidInput, lambda: decide(store, cast.tao, made, {"opinion": "helped"}, key=fresh())),
        (InvalidInput, lambda: say_opinion(store, cast.tao, made, {"comment": "x"}, key=fresh())),
    ]  # fmt: skip
    for error, call in refused:
        with pytest.raises(error):
            call()
    (one,) = seen(store, cast.tao, plans.north)
    assert (one.version, one.said, one.rulings) == (1, (), ())
    assert seen(store, cast.tao, plans.company) == ()


WRONG: tuple[tuple[str, object], ...] = (
    ("what", ""), ("what", "x" * 201), ("reason", " "), ("changed_on", ""), ("changed_on", "soon"), ("scope", "team-"),
    ("scope", "person-1"), ("scope", "team-999999"), ("judge_on", CHANGED), ("judge_on", date(2027, 1, 1)),
    ("metric:1", "nothing'"), ("metric:2", "gross_sales"), ("metric:1", "record_completeness"), ("wanted:1", "sideways"),
    ("size:1", "-5%"), ("size:1", "much"), ("touched", ["goal:999"]), ("touched", ["plan:1"]), ("touched", ["goal:x"]),
)  # fmt: skip


def test_each_field_says_what_is_wrong_with_it(store: Store, cast: Cast, plans: Plans) -> None:
    for field, value in WRONG:
        with pytest.raises(InvalidInput) as caught:
            add_adjustment(store, cast.mia, plans.company, {**GIVEN, field: value}, key=fresh())
        assert list(caught.value.fields) == [field], (field, value)
    assert seen(store, cast.mia, plans.company) == ()


def test_a_decision_before_the_change_is_refused(store: Store, cast: Cast, plans: Plans) -> None:
    ahead = {**GIVEN, "changed_on": date(2026, 6, 1), "judge_on": date(2026, 7, 31)}
    made = add_adjustment(store, cast.mia, plans.company, ahead, key=fresh())
    with pytest.raises(InvalidInput), clock.held_at(datetime(2026, 5, 1, tzinfo=UTC)):
        decide(store, cast.mia, made, {"opinion": "helped", "comment": "c"}, key=fresh())
