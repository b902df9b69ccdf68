"""The tab of gaps as each role: what it shows, what it offers, and that what is typed is kept and shown."""

from __future__ import annotations

import pytest

from crm_core.gaps.service import comment_on_gap
from crm_core.i18n import Language, translate
from crm_core.plans.acting import check_in
from crm_core.store import Store
from tests.conftest import Cast
from tests.customers.faces import Faces, faces
from tests.gaps.test_service import missed_norms
from tests.pages.conftest import PROJECT, texts, type_of_open
from tests.pages.test_canaries import sent
from tests.pages.test_plan_pages import button, labels
from tests.plans.stage import Plans, fresh, make_plans

__all__ = ["faces"]
PLAN = "plan/plan.py"


def said(text: str) -> str:
    return translate(Language.SIMPLIFIED, text)


@pytest.fixture
def plans(store: Store, cast: Cast) -> Plans:
    made = make_plans(store, cast)
    check_in(store, cast.tao, made.north, {f"goal:{made.hand_goal}": "33"}, key=fresh())
    return made


def test_a_lead_notes_why_and_what_is_done_and_staff_read_and_comment(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    where = {"id": str(plans.north), "tab": "gaps"}
    test = open_page(cast.tao, PLAN, where)
    assert not test.exception
    assert "Complaints" in texts(test)
    assert "13件" in texts(test)
    assert "Call the lapsing" in texts(test)
    button(test, said("Problem and cause")).click().run()  # type: ignore[attr-defined]
    next(one for one in test.text_area if one.label == said("Problem")).set_value("Nobody **calls** <b>back</b>")
    next(one for one in test.selectbox if one.label == said("Cause of the gap")).select("process")
    button(test, said("Save")).click().run()  # type: ignore[attr-defined]
    assert not test.exception
    assert said("Way of working") in texts(test)
    button(test, said("Add an action")).click().run()  # type: ignore[attr-defined]
    next(one for one in test.text_input if one.label == said("What is done")).set_value("Call back in a day")
    [one for one in test.button if one.label == said("Add the action")][-1].click().run()
    assert not test.exception
    assert "Call back in a day" in texts(test)
    comment_on_gap(store, cast.sol, plans.north, f"goal:{plans.hand_goal}", {"content": "CanarySaid"}, key=fresh())

    staff = open_page(cast.sol, PLAN, where)
    assert not staff.exception
    assert "Nobody" in texts(staff)
    assert said("Edit the note") not in labels(staff)
    button(staff, "1 条评论").click().run()  # type: ignore[attr-defined]
    assert not staff.exception
    assert "CanarySaid" in texts(staff)

    staff.switch_page(str(PROJECT / "pages" / "work" / "log.py")).run()
    for name, value in where.items():  # the browser's way back brings the address along
        staff.query_params[name] = value
    staff.switch_page(str(PROJECT / "pages" / PLAN)).run()
    assert dict(staff.query_params) == where
    assert "Complaints" in texts(staff)
    written = open_page(cast.sol, PLAN, {"id": str(plans.north), "tab": "written"})
    assert "CanarySaid" not in texts(written)


@pytest.mark.parametrize("who", ["ada", "rea", "vic"])
def test_everybody_reads_the_gaps_that_are_theirs_to_know(
    cast: Cast, plans: Plans, open_page: type_of_open, who: str
) -> None:
    test = open_page(getattr(cast, who), PLAN, {"id": str(plans.company), "tab": "gaps"})
    assert not test.exception
    if who == "vic":
        assert b"North sells" not in sent(test)
    assert (said("Edit the note") in labels(test)) is False


def test_the_customers_behind_a_norm_are_those_one_may_see(
    store: Store, cast: Cast, plans: Plans, faces: Faces, open_page: type_of_open
) -> None:
    missed_norms(store, cast, faces)
    for who, is_shown in ((cast.sol, True), (cast.vic, False)):
        test = open_page(who, PLAN, {"id": str(plans.company), "tab": "gaps"})
        button(test, said("Customers behind it")).click().run()  # type: ignore[attr-defined]
        assert not test.exception
        rows = [row for frame in test.dataframe for row in frame.value.to_dict("records") if "last" in row]
        assert [(row["customer"] == "王小明", row["owner"]) for row in rows] == ([(True, "Sol")] if is_shown else [])
