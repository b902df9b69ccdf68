"""A review as a presentation: the numbers of its page, only what the reader may see; a plan's document as of a day, with costs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_core import clock
from crm_core.access.model import Actor
from crm_core.board.figures import Figures
from crm_core.documents.fitting import width_of, wrapped
from crm_core.documents.service import PlanWanted, ReviewWanted, plan_document, review_file
from crm_core.errors import NotFound, NotPermitted
from crm_core.i18n import Language
from crm_core.i18n.formats import NO_DATA
from crm_core.plans.acting import check_in, work_on_action
from crm_core.plans.service import viewer_of
from crm_core.plans.work.writing import add_whole_action, set_budget
from crm_core.reviews import words
from crm_core.reviews.closing import close_review
from crm_core.reviews.holding import decide, write_minutes
from crm_core.reviews.planning import add_review
from crm_core.reviews.service import ReviewRequest, ReviewView, review_view
from crm_core.sections.agreeing import ask_to_agree
from crm_core.sections.writing import add_section, edit_section
from crm_core.store import Store
from tests.conftest import NOW, Cast
from tests.documents.reading import all_words, charts, drawn, slides, table, tables
from tests.documents.reading import words as every_word
from tests.plans.stage import TODAY, Plans, fresh
from tests.reviews.stage import asking


def page(store: Store, actor: Actor, plan_id: int, review_id: int, as_of: date | None = None) -> ReviewView:
    return review_view(asking(store), ReviewRequest(viewer_of(actor), plan_id, review_id, TODAY, as_of))


def file(  # noqa: PLR0917 - what is wanted
    store: Store, actor: Actor, plan_id: int, review_id: int, language: Language, as_of: date | None = None
) -> bytes:
    return review_file(store, actor, ReviewWanted(language, plan_id, review_id, TODAY, as_of), asking(store))


def test_the_slides_hold_the_pages_numbers_and_the_charts_are_native(company: Store, cast: Cast, plans: Plans) -> None:
    people = [cast.mia.user_id, cast.tao.user_id]
    review = add_review(company, cast.mia, plans.company, {"held_on": TODAY, "people": people}, key=fresh())
    ask, gap = asking(company), page(company, cast.mia, plans.company, review).entries[0].fact.key
    said = "- First of all: *call* them\n- =SUM(A1) " + "很长" * 60
    write_minutes(company, cast.mia, review, gap, {"minutes": said}, ask, version=0, key=fresh())
    decide(company, cast.mia, review, gap, {"what": "Ring them", "due_on": "2026-04-01"}, ask, key=fresh())
    for language in (Language.SIMPLIFIED, Language.ENGLISH):
        figures = Figures(language, "CNY")
        view, content = (
            page(company, cast.mia, plans.company, review),
            file(company, cast.mia, plans.company, review, language),
        )
        found = slides(content)
        goals = next(slide for title, slide in found.items() if title in ("目标进展", "How the goals stand"))
        rows = table(goals)[1:]
        assert len(rows) == len(view.goals) == 3
        for row, fact in zip(rows, view.goals, strict=True):
            percent = words.attainment(fact)
            assert row[2:] == [
                words.figure(figures, fact, fact.target), words.figure(figures, fact, fact.actual),
                NO_DATA if percent is None else f"{percent:.0f}%",
            ]  # fmt: skip
        [chart] = charts(goals)
        values = list(next(iter(drawn(chart).values())).values())
        assert values == [words.attainment(fact) / 100 for fact in view.goals if words.attainment(fact) is not None]  # type: ignore[operator]
        every = every_word(content)
        for entry in view.entries:
            if entry.fact.kind.value == "gap" and entry.fact.actual is not None:
                assert words.missing(figures, entry.fact) in every
        assert "Ring them" in every
        assert "=SUM(A1)" in every
    close_review(company, cast.mia, review, {}, ask, version=1, key=fresh())
    closed = page(company, cast.mia, plans.company, review)
    kept = table(slides(file(company, cast.mia, plans.company, review, Language.SIMPLIFIED))["目标进展"])
    assert [row[3] for row in kept[1:]] == [
        words.figure(Figures(Language.SIMPLIFIED, "CNY"), one, one.actual) for one in closed.goals
    ]
    earlier = TODAY - timedelta(days=14)
    then = page(company, cast.mia, plans.company, review, earlier)
    told = slides(file(company, cast.mia, plans.company, review, Language.SIMPLIFIED, earlier))["目标进展"]
    assert [row[3] for row in table(told)[1:]] == [
        words.figure(Figures(Language.SIMPLIFIED, "CNY"), one, one.actual) for one in then.goals
    ]
    assert [one.actual for one in then.goals] != [one.actual for one in closed.goals]


def test_a_leads_slides_hold_the_own_teams_numbers_and_others_get_none(
    company: Store, cast: Cast, plans: Plans
) -> None:
    everybody = [one.user_id for one in cast.everybody]
    review = add_review(company, cast.mia, plans.company, {"held_on": TODAY, "people": everybody}, key=fresh())
    content = file(company, cast.tao, plans.company, review, Language.SIMPLIFIED)
    assert "Canary" not in every_word(content)
    rows = {row[0]: row for row in table(slides(content)["目标进展"])[1:]}
    assert rows["净销售额"][2:] == [NO_DATA] * 3
    assert NO_DATA not in rows["North sells · North"][2:]
    before = company.head.seq
    for actor in (cast.sol, cast.vic, cast.rea):
        with pytest.raises(NotPermitted):
            file(company, actor, plans.company, review, Language.SIMPLIFIED)
    assert company.head.seq == before
    other = add_review(company, cast.tao, plans.north, {"held_on": TODAY, "people": [cast.sol.user_id]}, key=fresh())
    with pytest.raises(NotFound):
        file(company, cast.mia, plans.company, other, Language.SIMPLIFIED)


def test_a_plans_document_knows_nothing_of_later_days_and_says_what_it_costs(
    company: Store, cast: Cast, plans: Plans
) -> None:
    step = {"what": "Send samples", "due_on": "2026-04-01", "planned_cost": "1200.50", "spent_cost": "300"}
    add_whole_action(company, cast.tao, plans.north, step, key=fresh())
    set_budget(company, cast.tao, plans.north, {"amount": "5000"}, version=0, key=fresh())
    work_on_action(
        company, cast.sol, plans.sol_action, {"status": "done", "evidence": "Six came"}, version=1, key=fresh()
    )
    check_in(company, cast.tao, plans.north, {"comment": "All well", f"goal:{plans.hand_goal}": "33"}, key=fresh())

    with clock.held_at(NOW - timedelta(days=3)):
        section = add_section(
            company, cast.tao, plans.north, {"title": "Why", "content": "They *leave* us."}, key=fresh()
        )
        ask_to_agree(company, cast.tao, section, {"asked": [cast.sol.user_id]}, key=fresh())
    edit_section(company, cast.tao, section, {"title": "Why", "content": "They come back."}, version=1, key=fresh())
    add_section(company, cast.tao, plans.north, {"title": "Later", "content": "New."}, key=fresh())

    def written(actor: Actor, plan_id: int, day: date) -> bytes:
        return plan_document(company, actor, PlanWanted(Language.SIMPLIFIED, plan_id, day), asking(company))

    now, then = (
        all_words(written(cast.tao, plans.north, TODAY)),
        all_words(written(cast.tao, plans.north, TODAY - timedelta(days=1))),
    )
    assert "2026年3月18日完成" in now
    assert "Six came" in now
    assert "All well" in now
    assert "2026年3月18日完成" not in then
    assert "逾期 7 天" in then
    assert "Six came" not in then
    assert "All well" not in then
    assert "They come back." in now
    assert "They leave us." in then
    assert "They come back." not in then
    assert "Later" not in then
    assert "截至2026年3月17日的计划" in then
    assert "截至2026年3月17日的计划" not in now
    costs = next(grid for grid in tables(written(cast.tao, plans.north, TODAY)) if grid[0][1] == "计划费用")
    assert costs[-1][1:] == ["¥1,200.50", "¥300.00"]
    assert "¥4,700.00" in now
    assert "¥5,000.00" not in all_words(written(cast.tao, plans.company, TODAY))


@pytest.mark.parametrize("text", ["", "a" * 300, "很长" * 99, "some words that go on and on " * 9, "x 很 " * 80])
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text: str) -> None:
    lines = wrapped(text, 200, 12)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line, 12) <= 200 for line in lines)
