"""The written plan on its page: people read it, agree with a click, and its markup stays text."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from crm_core.drafting.reading import look_into, read_into_plan
from crm_core.i18n import Language, translate
from crm_core.plans.service import OnePlan, viewer_of
from crm_core.sections.agreeing import ask_to_agree
from crm_core.sections.model import SectionState
from crm_core.sections.service import sections_of
from crm_core.sections.writing import add_section
from crm_core.store import Store
from tests.conftest import Cast
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_canaries import sent
from tests.plans.stage import fresh, make_plans

PLAN = "plan/plan.py"


def said(text: str) -> str:
    return translate(Language.SIMPLIFIED, text)


def labels(test: AppTest) -> list[str]:
    return [one.label for one in test.button]


def test_who_is_asked_agrees_with_one_click_and_a_second_changes_nothing(
    store: Store, cast: Cast, open_page: type_of_open
) -> None:
    plans = make_plans(store, cast)
    given = {
        "title": "D'Arcy 🍵 <b>**x**",
        "content": "Answer in **24 h** <script>x</script> ![b](https://evil.example/b.png)",
    }
    section = add_section(store, cast.mia, plans.company, given, key=fresh())
    ask_to_agree(store, cast.mia, section, {"asked": [cast.sol.user_id]}, key=fresh())
    at = {"id": str(plans.company), "tab": "written"}
    for reader in (cast.rea, cast.vic):
        test = open_page(reader, PLAN, at)
        assert not test.exception
        assert "Answer in **24 h** \\<script\\>" in texts(test)
        assert b"evil.example" not in sent(test)
        assert said("I agree") not in labels(test)
        assert said("Add a section") not in labels(test)
    test = open_page(cast.sol, PLAN, at)
    button = next(one for one in test.button if one.label == said("I agree"))
    button.click().run()
    button.click().run()
    assert not test.exception
    assert sections_of(store, OnePlan(viewer_of(cast.sol), plans.company))[0].state is SectionState.AGREED
    assert said("Take my agreement back") in labels(test)


def test_nothing_written_yet_leads_on_to_a_first_section(store: Store, cast: Cast, open_page: type_of_open) -> None:
    plans = make_plans(store, cast)
    test = open_page(cast.tao, PLAN, {"id": str(plans.north), "tab": "written"})
    next(one for one in test.button if one.label == said("Add a section")).click().run()
    assert not test.exception
    assert said("Title") in [one.label for one in test.text_input]


def test_a_proposal_says_that_the_plan_aims_at_the_same_number_already(
    store: Store, cast: Cast, open_page: type_of_open
) -> None:
    plans = make_plans(store, cast)
    text = "# 目标\n\n年底前净销售额达到5000万元。\n\n年底前订单量达到900单。\n\n# 其他\n\n略。"
    document = look_into(store, cast.mia, text.encode(), "a.md", opening="-")
    read_into_plan(store, cast.mia, plans.company, document, {0}, key=fresh())
    told = []
    for place in range(2):
        test = open_page(cast.mia, PLAN, {"id": str(plans.company), "tab": "written"})
        takes = [one for one in test.button if one.label == said("Take")]
        takes[place].click().run()
        assert not test.exception
        told.append(said("The same number is aimed at in “{other}” too.").split("}")[-1] in texts(test))
    assert told == [True, False]
