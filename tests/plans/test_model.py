"""Laws of plans: stages never overlap, one at most is in force, check-ins come round."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm_core.plans.model import (
    Plan,
    PlanState,
    Rhythm,
    Stage,
    next_check_in,
    next_stage,
    overlapping,
    stage_on,
    stage_to_show,
)

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
days = st.integers(0, 364).map(lambda count: FIRST + timedelta(days=count))


@st.composite
def any_stages(draw: st.DrawFn) -> list[Stage]:
    found = []
    for number in range(draw(st.integers(0, 6))):
        first = draw(days)
        found.append(Stage(number, "s", first, first + timedelta(days=draw(st.integers(0, 60))), 1))
    return found


@given(any_stages())
def test_overlaps_are_found_exactly_where_two_stages_share_a_day(stages: list[Stage]) -> None:
    shared = any(
        one.first_on <= other.last_on and other.first_on <= one.last_on
        for place, one in enumerate(stages)
        for other in stages[place + 1 :]
    )
    assert bool(overlapping(stages)) == shared


@given(any_stages(), days)
def test_at_most_one_stage_is_in_force_and_the_next_begins_after_it(stages: list[Stage], day: date) -> None:
    if overlapping(stages):
        return
    holding = [stage for stage in stages if stage.first_on <= day <= stage.last_on]
    assert holding == [stage for stage in [stage_on(stages, day)] if stage is not None]
    coming = next_stage(stages, day)
    assert all(stage.first_on >= coming.first_on for stage in stages if stage.first_on > day) if coming else True
    assert (stage_to_show(stages, day) is None) == (not stages)
    if holding:
        assert stage_to_show(stages, day) == holding[0]


@given(st.sampled_from(Rhythm), st.one_of(st.none(), days))
def test_the_next_check_in_comes_after_the_last_and_not_after_the_plan(rhythm: Rhythm, last: date | None) -> None:
    plan = Plan(1, None, None, "p", "", FIRST, LAST, rhythm, PlanState.RUNNING, 1, None, 1)
    due = next_check_in(plan, last)
    if last == LAST:
        assert due is None
        return
    assert due is not None
    assert (last or FIRST) < due <= LAST
    assert due - (last or FIRST) <= timedelta(days=31)


def test_a_plan_that_does_not_run_has_no_check_in() -> None:
    plan = Plan(1, None, None, "p", "", FIRST, LAST, Rhythm.WEEKLY, PlanState.CLOSED, 1, None, 1)
    assert next_check_in(plan, None) is None
