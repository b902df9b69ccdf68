"""A new plan on its page: begun with a template or a copy, made once however often one clicks, and opened."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from crm_core.drafting.templates import templates
from crm_core.i18n import Language, translate
from crm_core.plans.service import PlansRequest, known_plans, viewer_of
from crm_core.store import Store
from tests.conftest import Cast
from tests.pages.conftest import texts, type_of_open
from tests.plans.stage import make_plans

NEW = "plan/new.py"


def said(text: str) -> str:
    return translate(Language.SIMPLIFIED, text)


def press(test: AppTest, label: str) -> None:
    next(one for one in test.button if one.label == label).click().run()


def test_a_lead_makes_the_own_teams_plan_from_a_template(store: Store, cast: Cast, open_page: type_of_open) -> None:
    test = open_page(cast.tao, NEW)
    first = templates(Language.SIMPLIFIED)[0]
    assert all(section.title in texts(test) for section in first.outline.sections)
    press(test, said("Make the plan"))
    assert not test.exception
    (made,) = known_plans(store, PlansRequest(viewer_of(cast.tao)))
    assert (made.name, made.team_id, made.owner_id) == (first.outline.name, cast.north, cast.tao.user_id)
    assert test.title[0].value == first.outline.name  # it is open
    assert first.outline.sections[0].title in texts(test)


def test_a_copy_is_named_and_offered_by_the_address(store: Store, cast: Cast, open_page: type_of_open) -> None:
    plans = make_plans(store, cast)
    test = open_page(cast.mia, NEW, {"copy": str(plans.company)})
    assert not test.exception
    assert [one.value for one in test.text_input] == ["Loyal customers"]
    press(test, said("Make the plan"))
    found = known_plans(store, PlansRequest(viewer_of(cast.mia)))
    assert sorted(one.name for one in found) == ["Loyal customers", "Loyal customers", "North plan"]
    for query in ({"copy": "4711"}, {"copy": "x'"}):
        assert not open_page(cast.tao, NEW, query).exception
