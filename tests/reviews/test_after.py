"""What follows a closed review: the report and its feedback, results told to all and what they say, check-ins that were missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.board.service import directly
from crm_core.errors import InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.messages.model import NoticesWanted
from crm_core.messages.service import own_notices
from crm_core.plans.acting import check_in
from crm_core.plans.service import OnePlan, plan_record, viewer_of
from crm_core.reviews.climbing import NOTICE, climb
from crm_core.reviews.closing import close_review
from crm_core.reviews.model import Kind
from crm_core.reviews.planning import add_review
from crm_core.reviews.reporting import answer_feedback, leaders_of_plan, report_review, say_feedback
from crm_core.reviews.service import ReviewRequest, ReviewView, review_view, reviews_of
from crm_core.reviews.sharing import FreshRequest, comment_on_results, fresh_results, publish_results, results
from crm_core.settings.service import change_settings, current_version
from crm_core.store import Store
from crm_core.store.check import check
from tests.conftest import NOW, Cast
from tests.gaps.test_service import fill_march
from tests.plans.stage import TODAY, Plans, fresh, make_plans
from tests.reviews.stage import asking


@pytest.fixture
def plans(store: Store, cast: Cast) -> Plans:
    return make_plans(store, cast)


def look(store: Store, actor: Actor, plan_id: int, review_id: int) -> ReviewView:
    return review_view(asking(store), ReviewRequest(viewer_of(actor), plan_id, review_id, TODAY))


def told(store: Store, actor: Actor, kind: str = "plan_review") -> list[str]:
    wanted = NoticesWanted(actor.require(Permission.NOTICE_OWN), None)
    return [one.text.text for one in own_notices(store, wanted).notices if one.kind == kind]


def closed(store: Store, cast: Cast, plans: Plans) -> tuple[int, int]:
    """Return a review of the company's plan that was held by Mia and Tao, and the next one."""
    fill_march(store, cast)
    people = [cast.mia.user_id, cast.tao.user_id]
    review = add_review(store, cast.mia, plans.company, {"held_on": TODAY, "people": people}, key=fresh())
    following = close_review(store, cast.mia, review, {"next_on": "2026-04-15"}, asking(store), version=1, key=fresh())
    assert following is not None
    return review, following


def test_leadership_gets_the_report_and_each_word_is_answered(store: Store, cast: Cast, plans: Plans) -> None:
    review, following = closed(store, cast, plans)
    gap = f"gap:goal:{plans.north_goal}"
    with pytest.raises(NotFound):
        look(store, cast.rea, plans.company, review)
    leaders = leaders_of_plan(store, OnePlan(viewer_of(cast.mia), plans.company))
    assert set(leaders) == {cast.ada.user_id, cast.mia.user_id, cast.rea.user_id}
    given = {"people": [cast.rea.user_id]}
    assert report_review(store, cast.mia, review, given, key=fresh()) == 1
    assert report_review(store, cast.mia, review, given, key=fresh()) == 0
    assert len(told(store, cast.rea)) == 1
    assert gap in [one.fact.key for one in look(store, cast.rea, plans.company, review).entries]

    first = say_feedback(
        store, cast.rea, review, gap, {"content": "Why so *late*? 🍵'", "said_by": 1, "answer": "x"}, key=fresh()
    )
    second = say_feedback(store, cast.rea, review, "", {"content": "Who pays?"}, key=fresh())
    assert len(told(store, cast.mia)) == 1  # both in one, while it is unread
    names = [
        one.fact.name
        for one in look(store, cast.tao, plans.company, following).entries
        if one.fact.kind is Kind.FEEDBACK
    ]
    assert names == ["Why so *late*? 🍵'", "Who pays?"]
    assert answer_feedback(store, cast.mia, first, {"answer": "We were few."}, version=1, key=fresh()) is None
    with pytest.raises(StaleWrite):
        answer_feedback(store, cast.mia, first, {"answer": "again"}, version=1, key=fresh())
    step = {"is_action": True, "what": "Find a sponsor", "due_on": "2026-04-01", "owner_id": cast.tao.user_id}
    action = answer_feedback(store, cast.mia, second, step, version=1, key=fresh())
    assert action in [one.action_id for one in plan_record(store, OnePlan(viewer_of(cast.tao), plans.company)).actions]
    view = look(store, cast.rea, plans.company, review)
    assert [(one.is_open, one.answer, one.action_id) for one in view.feedback] == [
        (False, "We were few.", None),
        (False, "", action),
    ]
    assert [
        one for one in look(store, cast.tao, plans.company, following).entries if one.fact.kind is Kind.FEEDBACK
    ] == []
    assert len(told(store, cast.rea)) == 2  # the report, and that it was answered
    assert check(store) == []


def test_results_are_told_to_all_each_with_their_numbers_and_voices_come_back(
    store: Store, cast: Cast, plans: Plans
) -> None:
    review, following = closed(store, cast, plans)
    for who in (cast.sol, cast.vic):
        assert reviews_of(store, OnePlan(viewer_of(who), plans.company)) == ()
        with pytest.raises(NotFound):
            results(asking(store), OnePlan(viewer_of(who), plans.company), review)
    publish_results(store, cast.mia, review, {"summary": "**North** falls behind."}, version=2, key=fresh())
    publish_results(store, cast.mia, review, {"summary": "North falls behind, *still*."}, version=3, key=fresh())
    assert (len(told(store, cast.sol)), len(told(store, cast.vic))) == (1, 1)
    (bare,) = reviews_of(store, OnePlan(viewer_of(cast.sol), plans.company))
    assert (bare.people, bare.reported, bare.summary) == ((), (), "North falls behind, *still*.")
    with pytest.raises(NotFound):
        look(store, cast.sol, plans.company, review)
    seen = {
        who.name: results(asking(store), OnePlan(viewer_of(who), plans.company), review).goals for who in cast.everybody
    }
    assert [fact.goal_id for fact in seen["Vic"]] == [plans.company_goal, plans.south_goal]
    assert [fact.actual for fact in seen["Sol"]] == [None, None]
    assert [fact.status is not None for fact in seen["Sol"]] == [True, True]
    assert [fact.actual is not None for fact in seen["Tao"]] == [False, True]
    assert all(fact.actual is not None for fact in seen["Mia"])
    comment_on_results(store, cast.vic, review, {"content": "Ask us first!"}, key=fresh())
    voices = [
        one.fact.name for one in look(store, cast.mia, plans.company, following).entries if one.fact.kind is Kind.VOICE
    ]
    assert voices == ["Ask us first!"]
    for who, count in ((cast.sol, 1), (cast.rea, 1)):
        assert len(fresh_results(directly(store), FreshRequest(viewer_of(who), NOW - timedelta(days=1)))) == count
    assert fresh_results(directly(store), FreshRequest(viewer_of(cast.sol), NOW + timedelta(days=1))) == ()


def test_missed_check_ins_climb_from_the_owner_to_the_lead_to_the_managers_once_each(
    store: Store, cast: Cast, plans: Plans
) -> None:
    """The north's plan is checked weekly since 1 January; Sol owns its goal."""
    check_in(store, cast.tao, plans.north, {f"goal:{plans.hand_goal}": "33", "checked_on": "2026-03-12"}, key=fresh())
    check_in(store, cast.mia, plans.company, {"comment": "c", "checked_on": "2026-03-12"}, key=fresh())
    seen = {}
    for days in (1, 2, 6, 7, 11, 12):  # due on Thursday 19 March; the first working day after it is Friday the 20th
        with clock.held_at(NOW + timedelta(days=days)):
            climb(store)
            assert climb(store) == 0
            seen[days] = tuple(len(told(store, who, NOTICE)) for who in (cast.sol, cast.tao, cast.mia, cast.vic))
    assert (seen[1], seen[2]) == ((0, 0, 0, 0), (1, 0, 0, 0))
    assert (seen[6], seen[7]) == ((1, 0, 0, 0), (1, 1, 0, 0))  # Wednesday the 25th is the fourth working day
    assert (seen[11], seen[12]) == ((1, 1, 0, 0), (1, 1, 1, 0))  # Monday the 30th the seventh
    assert told(store, cast.sol, NOTICE)[0].startswith("Goals of yours")
    with clock.held_at(NOW + timedelta(days=16)):
        check_in(store, cast.tao, plans.north, {f"goal:{plans.hand_goal}": "30"}, key=fresh())
        change_settings(store, cast.ada, {"plan_climb_days": "0"}, current_version(store))
    with clock.held_at(NOW + timedelta(days=60)):
        climb(store)
    assert len(told(store, cast.sol, NOTICE)) == 2
    assert len(told(store, cast.tao, NOTICE)) == 1  # with 0 it climbs no further than whoever owns the goal


def test_what_is_not_theirs_is_refused_and_leaves_everything(store: Store, cast: Cast, plans: Plans) -> None:
    review, following = closed(store, cast, plans)
    report_review(store, cast.mia, review, {"people": [cast.rea.user_id]}, key=fresh())
    said = say_feedback(store, cast.rea, review, "", {"content": "Who pays?"}, key=fresh())
    word, all_of_it = {"content": "c"}, {"summary": "s"}
    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (NotPermitted, lambda: report_review(store, cast.sol, review, {"people": [cast.rea.user_id]}, key=fresh())),
        (NotFound, lambda: report_review(store, cast.tao, review, {"people": [cast.rea.user_id]}, key=fresh())),
        (InvalidInput, lambda: report_review(store, cast.mia, review, {"people": [cast.tao.user_id]}, key=fresh())),
        (InvalidInput, lambda: report_review(store, cast.mia, review, {"people": []}, key=fresh())),
        (Refused, lambda: report_review(store, cast.mia, following, {"people": [cast.rea.user_id]}, key=fresh())),
        (NotFound, lambda: say_feedback(store, cast.tao, review, "", word, key=fresh())),
        (NotFound, lambda: say_feedback(store, cast.vic, review, "", word, key=fresh())),
        (NotFound, lambda: say_feedback(store, cast.rea, review, "gap:goal:9' or 1", word, key=fresh())),
        (InvalidInput, lambda: say_feedback(store, cast.rea, review, "", {"content": "x" * 10_000}, key=fresh())),
        (NotPermitted, lambda: answer_feedback(store, cast.rea, said, {"answer": "a"}, version=1, key=fresh())),
        (NotFound, lambda: answer_feedback(store, cast.tao, said, {"answer": "a"}, version=1, key=fresh())),
        (InvalidInput, lambda: answer_feedback(store, cast.mia, said, {"answer": " "}, version=1, key=fresh())),
        (InvalidInput, lambda: answer_feedback(store, cast.mia, said, {"is_action": True, "what": "w"}, version=1, key=fresh())),
        (NotPermitted, lambda: publish_results(store, cast.sol, review, all_of_it, version=2, key=fresh())),
        (NotFound, lambda: publish_results(store, cast.tao, review, all_of_it, version=2, key=fresh())),
        (Refused, lambda: publish_results(store, cast.mia, following, all_of_it, version=1, key=fresh())),
        (StaleWrite, lambda: publish_results(store, cast.mia, review, all_of_it, version=9, key=fresh())),
        (InvalidInput, lambda: publish_results(store, cast.mia, review, {"summary": ""}, version=2, key=fresh())),
        (NotFound, lambda: comment_on_results(store, cast.sol, review, word, key=fresh())),
        (NotFound, lambda: comment_on_results(store, cast.sol, 999, word, key=fresh())),
    ]  # fmt: skip
    before = store.head.seq
    for place, (error, call) in enumerate(refused):
        with pytest.raises(error):
            call()
        assert store.head.seq == before, place
    assert look(store, cast.mia, plans.company, review).feedback[0].is_open
    assert date(2026, 4, 15) == look(store, cast.mia, plans.company, following).review.held_on
