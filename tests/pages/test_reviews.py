"""The tab of reviews as each role: planned, its agenda worked through, decided, closed; and that others get nothing of it."""

from __future__ import annotations

from crm_core.i18n import Language, translate
from crm_core.reviews.closing import close_review
from crm_core.reviews.planning import add_review
from crm_core.reviews.reporting import report_review
from crm_core.store import Store
from tests.conftest import Cast
from tests.gaps.test_service import fill_march
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_canaries import sent
from tests.pages.test_plan_pages import button, labels
from tests.plans.stage import Plans, fresh, make_plans

PLAN = "plan/plan.py"


def said(text: str) -> str:
    return translate(Language.SIMPLIFIED, text)


def test_a_manager_holds_a_review_on_the_page(store: Store, cast: Cast, open_page: type_of_open) -> None:
    plans: Plans = make_plans(store, cast)
    fill_march(store, cast)
    where = {"id": str(plans.company), "tab": "reviews"}
    test = open_page(cast.mia, PLAN, where)
    assert not test.exception
    button(test, said("Plan a review")).click().run()  # type: ignore[attr-defined]
    next(one for one in test.date_input if one.label == said("Day of the review")).set_value("2026-03-18")
    test.multiselect[0].set_value([cast.mia.user_id, cast.tao.user_id])
    button(test, said("Plan the review")).click().run()  # type: ignore[attr-defined]
    assert not test.exception
    assert "North sells" in texts(test)
    assert "CanaryAction" in texts(test)
    gap = f"plan:review:1:gap:goal:{plans.north_goal}"
    test.button(key=f"{gap}:minutes").click().run()
    test.text_area[0].set_value("- **All** <b>agree</b>")
    button(test, said("Save")).click().run()  # type: ignore[attr-defined]
    assert "agree" in texts(test)
    test.button(key=f"{gap}:decide").click().run()
    next(one for one in test.text_input if one.label == said("What is decided")).set_value("Ring *them*")
    [one for one in test.button if one.label == said("Note the decision")][-1].click().run()
    assert not test.exception
    assert "Ring \\*them\\*" in texts(test)
    button(test, said("Close the minutes")).click().run()  # type: ignore[attr-defined]
    [one for one in test.button if one.label == said("Close the minutes")][-1].click().run()
    assert not test.exception
    assert said("Minutes closed") in texts(test)
    assert said("Write minutes") not in [one.help for one in test.button]

    lead = open_page(cast.tao, PLAN, {**where, "review": "1"})
    assert not lead.exception
    assert "agree" in texts(lead)
    assert said("Add to the minutes") not in labels(lead)
    work = open_page(cast.mia, PLAN, {"id": str(plans.company), "tab": "work"})
    assert not work.exception
    for who in (cast.sol, cast.vic, cast.rea):
        other = open_page(who, PLAN, {**where, "review": "1"})
        assert not other.exception
        assert b"agree" not in sent(other)


def test_who_takes_part_finds_the_review_on_the_own_day(store: Store, cast: Cast, open_page: type_of_open) -> None:
    plans = make_plans(store, cast)
    given = {"held_on": "2026-03-20", "people": [cast.sol.user_id]}
    add_review(store, cast.tao, plans.north, given, key=fresh())
    assert said("Reviews") in texts(open_page(cast.sol, "work/day.py"))
    assert said("Reviews") not in texts(open_page(cast.vic, "work/day.py"))
    test = open_page(cast.sol, PLAN, {"id": str(plans.north), "tab": "reviews"})
    assert not test.exception
    button(test, said("Add a topic")).click().run()  # type: ignore[attr-defined]
    test.text_input[0].set_value("Fridays 🍵")
    button(test, said("Put it on the agenda")).click().run()  # type: ignore[attr-defined]
    assert not test.exception
    assert "Fridays 🍵" in texts(test)
    assert said("Close the minutes") not in labels(test)


def test_leadership_answers_the_report_and_staff_read_the_results(
    store: Store, cast: Cast, open_page: type_of_open
) -> None:
    plans = make_plans(store, cast)
    fill_march(store, cast)
    given = {"held_on": "2026-03-18", "people": [cast.mia.user_id]}
    review = add_review(store, cast.mia, plans.company, given, key=fresh())
    close_review(store, cast.mia, review, {}, version=1, key=fresh())
    where = {"id": str(plans.company), "tab": "reviews", "review": str(review)}
    report_review(store, cast.mia, review, {"people": [cast.rea.user_id]}, key=fresh())
    reader = open_page(cast.rea, PLAN, where)
    assert not reader.exception
    reader.button(key="plan:review:feedback").click().run()
    reader.text_area[0].set_value("Who *pays*?")
    button(reader, said("Say it")).click().run()  # type: ignore[attr-defined]
    assert "Who \\*pays\\*?" in texts(reader)
    manager = open_page(cast.mia, PLAN, where)
    manager.button(key="plan:review:answer:1").click().run()
    manager.text_area[0].set_value("We pay")
    [one for one in manager.button if one.label == said("Answer")][-1].click().run()
    assert not manager.exception
    assert "We pay" in texts(manager)
    manager.button(key="plan:review:publish").click().run()
    manager.text_area[0].set_value("All is **well**.")
    [one for one in manager.button if one.label == said("Tell it to all")][-1].click().run()
    assert not manager.exception
    staff = open_page(cast.vic, PLAN, where)
    assert not staff.exception
    assert "All is **well**" in texts(staff)
    assert b"North sells" not in sent(staff)
    assert b"We pay" not in sent(staff)
    staff.button(key=f"plan:review:voice:{review}").click().run()
    staff.text_area[0].set_value("Ask us!")
    button(staff, said("Save")).click().run()  # type: ignore[attr-defined]
    assert not staff.exception
    assert "Ask us" in texts(staff)
    assert said("Reviews") in texts(open_page(cast.vic, "work/day.py"))
