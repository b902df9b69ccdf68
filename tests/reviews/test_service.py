"""A review from its first day to the next one: the agenda by itself, minutes, decisions, the close; who sees and may what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.adjustments.service import add_adjustment
from crm_core.board.service import directly
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.gaps.service import note_gap
from crm_core.messages.model import NoticesWanted
from crm_core.messages.service import own_notices
from crm_core.plans.acting import check_in, work_on_action
from crm_core.plans.editing import add_plan, edit_plan
from crm_core.plans.model import ActionStatus
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.reviews.closing import add_addendum, close_review
from crm_core.reviews.holding import act_on_decision, add_topic, decide, leave_out, move_item, write_minutes
from crm_core.reviews.model import Kind
from crm_core.reviews.planning import add_review, edit_review, remove_review
from crm_core.reviews.reminding import remind_of_reviews
from crm_core.reviews.service import (
    OwnReviewsRequest,
    ReviewRequest,
    ReviewView,
    decided_in,
    own_reviews,
    review_view,
    reviews_of,
)
from crm_core.reviews.wording import reword_decision
from crm_core.store import Store
from crm_core.store.check import check
from tests.conftest import NOW, Cast
from tests.gaps.test_service import fill_march
from tests.metrics.stage import Line, add_lines
from tests.plans.stage import TODAY, YEAR, Plans, fresh, make_plans
from tests.reviews.stage import asking

CHANGED = {
    "changed_on": date(2026, 1, 7), "what": "Call every two weeks", "reason": "They forget us.", "scope": "company",
    "judge_on": date(2026, 2, 17), "metric:1": "gross_sales", "wanted:1": "up",
}  # fmt: skip


@pytest.fixture
def plans(store: Store, cast: Cast) -> Plans:
    return make_plans(store, cast)


def look(  # noqa: PLR0917 - a question's own parts
    store: Store, actor: Actor, plan_id: int, review_id: int, today: date = TODAY, as_of: date | None = None
) -> ReviewView:
    return review_view(asking(store), ReviewRequest(viewer_of(actor), plan_id, review_id, today, as_of))


def keys(view: ReviewView) -> list[str]:
    return [one.fact.key for one in view.entries]


def everybody(cast: Cast) -> list[int]:
    return [cast.mia.user_id, cast.tao.user_id, cast.sol.user_id]


def told(store: Store, actor: Actor) -> list[str]:
    wanted = NoticesWanted(actor.require(Permission.NOTICE_OWN), None)
    return [one.text.text for one in own_notices(store, wanted).notices if one.kind == "plan_review"]


def test_a_review_goes_its_way_from_the_agenda_to_the_next(  # noqa: PLR0915 - the whole way, on one store
    store: Store, cast: Cast, plans: Plans
) -> None:
    fill_march(store, cast)
    mia, company, gap = cast.mia, plans.company, f"gap:goal:{plans.north_goal}"
    north = f"goal:{plans.north_goal}"
    note_gap(store, cast.tao, company, north, {"problem": "They forget us 🍵'"}, version=0, key=fresh())
    changed = add_adjustment(store, mia, company, CHANGED, key=fresh())
    given = {
        "held_on": "2026-03-18",
        "people": everybody(cast),
        "plan_id": plans.north,
        "state": "closed",
        "version": 7,
    }
    review = add_review(store, mia, company, given, key=fresh())
    assert told(store, cast.sol) == ["You take part in the review of the plan “{plan}” on {day}."]
    assert told(store, mia) == []

    view = look(store, mia, company, review)
    assert keys(view) == [gap, f"action:{plans.vic_action}", "check_in:2026-02-01", f"adjustment:{changed}"]
    assert (view.review.is_closed, view.counts, len(view.goals)) == (False, (1, 0, 1), 3)
    fact = view.entries[0].fact
    shown = next(one for one in view.goals if one.goal_id == plans.north_goal)
    assert (fact.actual, fact.target, fact.told) == (shown.actual, shown.target, "They forget us 🍵'")

    topic = add_topic(store, cast.sol, review, {"title": "Who calls on Fridays?", "place": 1}, key=fresh())
    move_item(store, mia, review, topic, asking(store), is_up=True, key=fresh())
    leave_out(store, mia, review, "check_in:2026-02-01", asking(store), is_out=True, key=fresh())
    view = look(store, mia, company, review)
    assert keys(view) == [gap, f"action:{plans.vic_action}", topic, f"adjustment:{changed}"]
    assert [one.fact.key for one in view.left_out] == ["check_in:2026-02-01"]
    leave_out(store, mia, review, topic, asking(store), is_out=True, key=fresh())
    leave_out(store, mia, review, topic, asking(store), is_out=False, key=fresh())
    asked = look(store, mia, company, review).entry(topic)
    assert asked is not None
    assert asked.fact.owner_name == "Sol"  # whose topic it is, whoever worked on it last

    write_minutes(store, mia, review, gap, {"minutes": "**All** agree."}, asking(store), version=0, key=fresh())
    with pytest.raises(StaleWrite):
        write_minutes(store, mia, review, gap, {"minutes": "late"}, asking(store), version=0, key=fresh())
    key, step = fresh(), {"what": "Ring them", "owner_id": cast.sol.user_id, "due_on": "2026-03-25"}
    decide(store, mia, review, gap, step, asking(store), key=key)
    with pytest.raises(AlreadyDone):
        decide(store, mia, review, gap, step, asking(store), key=key)
    plain = decide(
        store, mia, review, "", {**step, "what": "Say thanks", "is_action": False}, asking(store), key=fresh()
    )
    acted = act_on_decision(store, mia, plain, key=fresh())
    assert act_on_decision(store, mia, plain, key=fresh()) == acted
    steps = {one.what: one for one in plan_record(store, OnePlan(viewer_of(mia), company)).actions}
    assert (steps["Ring them"].goal_id, steps["Ring them"].owner_id) == (plans.north_goal, cast.sol.user_id)
    assert len(steps) == 3
    word = fresh()
    reword_decision(
        store, mia, plain, {"what": "Say thank you", "owner_id": cast.vic.user_id, "plan_id": 9}, version=1, key=word
    )
    with pytest.raises(AlreadyDone):
        reword_decision(store, mia, plain, {"what": "again"}, version=2, key=word)
    with pytest.raises(StaleWrite):
        reword_decision(store, mia, plain, {"what": "late"}, version=1, key=fresh())
    worded = next(one for one in look(store, mia, company, review).decisions if one.decision_id == plain)
    assert (worded.what, worded.owner_id, worded.edited_by) == (
        "Say thank you",
        cast.sol.user_id,
        "Mia",
    )  # the action's person
    named = {one.action_id: one.what for one in plan_record(store, OnePlan(viewer_of(mia), company)).actions}
    assert named[acted] == "Say thank you"
    reword_decision(store, cast.ada, plain, {"what": "Say thanks"}, version=2, key=fresh())
    back = decided_in(store, OnePlan(viewer_of(cast.sol), company))
    assert {back[steps["Ring them"].action_id].review_id, back[acted].review_id} == {review}

    sold = Line(TODAY, 999, 2, 1, "9000", team=cast.north, owner=cast.sol.user_id)
    before = look(store, mia, company, review)
    following = close_review(store, mia, review, {"next_on": "2026-04-15"}, asking(store), version=1, key=fresh())
    add_lines(store, [sold])  # what is known of that day later changes nothing in the minutes
    note_gap(store, cast.tao, company, north, {"problem": "mended"}, version=1, key=fresh())
    closed = look(store, mia, company, review, TODAY + timedelta(days=20))
    assert closed.is_fixed
    assert (keys(closed), closed.goals, closed.counts) == (keys(before), before.goals, before.counts)
    assert closed.entries[0] == replace(
        before.entries[0], item=closed.entries[0].item, decisions=closed.entries[0].decisions
    )
    later = look(store, mia, company, review, TODAY, TODAY + timedelta(days=1))
    assert next(one.actual for one in later.goals if one.goal_id == plans.north_goal) == shown.actual + 9000  # type: ignore[operator]
    assert not later.is_fixed
    with pytest.raises(Refused):
        write_minutes(store, mia, review, gap, {"minutes": "too late"}, asking(store), version=1, key=fresh())
    with pytest.raises(Refused):
        reword_decision(store, mia, plain, {"what": "too late"}, version=3, key=fresh())
    add_addendum(store, mia, review, {"content": "Sol said *thanks*."}, key=fresh())
    assert [one.content for one in look(store, mia, company, review).addenda] == ["Sol said *thanks*."]

    assert following is not None
    work_on_action(
        store,
        cast.sol,
        steps["Ring them"].action_id,
        {"status": "done", "evidence": "Six came"},
        version=1,
        key=fresh(),
    )
    coming = look(store, cast.sol, company, following)
    assert sorted(one.user_id for one in coming.review.people) == everybody(cast)
    decided = {one.fact.name: one.fact for one in coming.entries if one.fact.kind is Kind.DECISION}
    assert decided["Ring them"].code == ActionStatus.DONE.value
    assert (decided["Ring them"].told, decided["Say thanks"].code) == ("Six came", "planned")
    assert check(store) == []


def test_each_sees_their_part_and_who_is_not_asked_sees_nothing(store: Store, cast: Cast, plans: Plans) -> None:
    fill_march(store, cast)
    people = [*everybody(cast), cast.vic.user_id]
    review = add_review(store, cast.mia, plans.company, {"held_on": "2026-03-20", "people": people}, key=fresh())
    gap, late = f"gap:goal:{plans.north_goal}", f"action:{plans.vic_action}"
    lead, staff, south = (look(store, who, plans.company, review) for who in (cast.tao, cast.sol, cast.vic))
    assert (gap in keys(lead), gap in keys(staff), gap in keys(south)) == (True, True, False)
    assert (late in keys(lead), late in keys(staff), late in keys(south)) == (False, False, True)
    assert [one.fact.has_figures for one in lead.entries if one.fact.key == gap] == [True]
    assert [one.actual for one in staff.goals] == [None, None]
    write_minutes(store, cast.mia, review, gap, {"minutes": "SecretMinutes"}, asking(store), version=0, key=fresh())
    decide(store, cast.mia, review, gap, {"what": "SecretDecision", "due_on": "2026-04-01"}, asking(store), key=fresh())
    assert "Secret" not in repr(look(store, cast.vic, plans.company, review))
    assert "SecretMinutes" in repr(look(store, cast.sol, plans.company, review))
    for who in (cast.rea,):
        assert reviews_of(store, OnePlan(viewer_of(who), plans.company)) == ()
        with pytest.raises(NotFound):
            look(store, who, plans.company, review)
    assert decided_in(store, OnePlan(viewer_of(cast.rea), plans.company)) == {}


def test_who_takes_part_is_reminded_once_for_each_day(store: Store, cast: Cast, plans: Plans) -> None:
    given = {"held_on": "2026-03-24", "people": [cast.sol.user_id]}
    review = add_review(store, cast.mia, plans.company, given, key=fresh())
    (own,) = own_reviews(directly(store), OwnReviewsRequest(cast.sol.require(Permission.PLAN_READ), date(2026, 3, 24)))
    assert (own.review_id, own.plan_name) == (review, "Loyal customers")
    assert (
        own_reviews(directly(store), OwnReviewsRequest(cast.vic.require(Permission.PLAN_READ), date(2026, 3, 24))) == ()
    )
    assert remind_of_reviews(store) == 0
    with clock.held_at(NOW + timedelta(days=4)):
        assert (remind_of_reviews(store), remind_of_reviews(store)) == (1, 0)
    with clock.held_at(NOW + timedelta(days=8)):
        assert (remind_of_reviews(store), remind_of_reviews(store)) == (1, 0)
    edit_review(
        store, cast.mia, review, {"held_on": "2026-03-28", "people": [cast.sol.user_id]}, version=1, key=fresh()
    )
    with clock.held_at(NOW + timedelta(days=9)):
        assert remind_of_reviews(store) == 1
    assert sorted(told(store, cast.sol)) == [
        "The review of the plan “{plan}” is on {day}. Its agenda is ready.",
        "The review of the plan “{plan}” is on {day}. Its agenda is ready.",
        "The review of the plan “{plan}” was to be on {day}; its minutes are still open.",
        "You take part in the review of the plan “{plan}” on {day}.",
        "You take part in the review of the plan “{plan}” on {day}.",
    ]
    remove_review(store, cast.mia, review, version=2, key=fresh())
    assert reviews_of(store, OnePlan(viewer_of(cast.mia), plans.company)) == ()


def test_what_is_not_theirs_is_refused_and_leaves_everything(store: Store, cast: Cast, plans: Plans) -> None:
    check_in(store, cast.tao, plans.north, {f"goal:{plans.hand_goal}": "33"}, key=fresh())
    given = {"held_on": "2026-03-18", "people": [cast.sol.user_id]}
    north = add_review(store, cast.tao, plans.north, given, key=fresh())
    company = add_review(store, cast.mia, plans.company, {**given, "people": [cast.tao.user_id]}, key=fresh())
    gap, step = f"gap:goal:{plans.hand_goal}", {"what": "w", "due_on": "2026-04-01"}
    decided = decide(
        store, cast.mia, north, "", {**step, "is_action": False}, asking(store), key=fresh()
    )  # not Tao's to word
    closed = {"name": "Closed", "state": "closed", **YEAR}
    edit_plan(store, cast.mia, add := make_other(store, cast), closed, version=1, key=fresh())
    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (NotPermitted, lambda: add_review(store, cast.sol, plans.north, given, key=fresh())),
        (NotFound, lambda: add_review(store, cast.tao, plans.company, given, key=fresh())),
        (Refused, lambda: add_review(store, cast.mia, add, given, key=fresh())),
        (InvalidInput, lambda: add_review(store, cast.tao, plans.north, {**given, "people": [cast.vic.user_id]}, key=fresh())),
        (InvalidInput, lambda: add_review(store, cast.tao, plans.north, {**given, "people": []}, key=fresh())),
        (InvalidInput, lambda: add_review(store, cast.tao, plans.north, {**given, "held_on": "2025-12-31"}, key=fresh())),
        (NotFound, lambda: edit_review(store, cast.tao, company, given, version=1, key=fresh())),
        (StaleWrite, lambda: edit_review(store, cast.tao, north, given, version=9, key=fresh())),
        (NotFound, lambda: remove_review(store, cast.tao, company, version=1, key=fresh())),
        (NotFound, lambda: add_topic(store, cast.vic, north, {"title": "t"}, key=fresh())),
        (NotFound, lambda: add_topic(store, cast.sol, company, {"title": "t"}, key=fresh())),
        (InvalidInput, lambda: add_topic(store, cast.sol, north, {"title": " "}, key=fresh())),
        (NotPermitted, lambda: write_minutes(store, cast.sol, north, gap, {"minutes": "m"}, asking(store), version=0, key=fresh())),
        (NotFound, lambda: write_minutes(store, cast.tao, north, "gap:goal:1' or 1", {"minutes": "m"}, asking(store), version=0, key=fresh())),
        (InvalidInput, lambda: write_minutes(store, cast.tao, north, gap, {"minutes": "x" * 10_000}, asking(store), version=0, key=fresh())),
        (NotFound, lambda: decide(store, cast.tao, company, "", step, asking(store), key=fresh())),
        (NotFound, lambda: decide(store, cast.tao, north, f"gap:goal:{plans.south_goal}", step, asking(store), key=fresh())),
        (InvalidInput, lambda: decide(store, cast.tao, north, gap, {**step, "owner_id": cast.vic.user_id}, asking(store), key=fresh())),
        (InvalidInput, lambda: decide(store, cast.tao, north, gap, {**step, "due_on": ""}, asking(store), key=fresh())),
        (NotFound, lambda: act_on_decision(store, cast.tao, 999, key=fresh())),
        (NotFound, lambda: reword_decision(store, cast.tao, decided, {"what": "w"}, version=1, key=fresh())),
        (NotPermitted, lambda: reword_decision(store, cast.sol, decided, {"what": "w"}, version=1, key=fresh())),
        (InvalidInput, lambda: reword_decision(store, cast.mia, decided, {"what": " "}, version=1, key=fresh())),
        (NotFound, lambda: reword_decision(store, cast.mia, 999, {"what": "w"}, version=1, key=fresh())),
        (NotFound, lambda: move_item(store, cast.mia, north, "own:9", asking(store), is_up=True, key=fresh())),
        (NotFound, lambda: leave_out(store, cast.tao, company, gap, asking(store), is_out=True, key=fresh())),
        (NotPermitted, lambda: close_review(store, cast.sol, north, {}, asking(store), version=1, key=fresh())),
        (InvalidInput, lambda: close_review(store, cast.tao, north, {"next_on": "2026-03-18"}, asking(store), version=1, key=fresh())),
        (StaleWrite, lambda: close_review(store, cast.tao, north, {}, asking(store), version=4, key=fresh())),
        (Refused, lambda: add_addendum(store, cast.tao, north, {"content": "c"}, key=fresh())),
    ]  # fmt: skip
    before = store.head.seq
    for place, (error, call) in enumerate(refused):
        with pytest.raises(error):
            call()
        assert store.head.seq == before, place


def make_other(store: Store, cast: Cast) -> int:

    return add_plan(store, cast.mia, {**YEAR, "name": "Old", "state": "running"}, key=fresh())
