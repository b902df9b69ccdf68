"""The tab of a plan's strategy as each role, and its rules where people work."""

from __future__ import annotations

import pytest

from crm_core.relationships.model import Dimension
from crm_core.relationships.norms.service import save_norm
from crm_core.relationships.service import set_standing
from crm_core.store import Store
from crm_core.strategy.service import own_norms
from crm_core.ui.strategy.state import Part
from tests.conftest import Cast
from tests.customers.faces import Faces, faces
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_gaps import said
from tests.pages.test_plan_pages import button, labels
from tests.plans.stage import Plans, fresh, make_plans

__all__ = ["faces"]
PLAN = "plan/plan.py"


@pytest.fixture
def plans(store: Store, cast: Cast) -> Plans:
    return make_plans(store, cast)


def test_a_manager_writes_a_strategy_and_puts_it_into_force_and_staff_work_by_it(
    store: Store, cast: Cast, plans: Plans, faces: Faces, open_page: type_of_open
) -> None:
    set_standing(store, cast.mia, faces.wang, Dimension.TYPE, {"rung": "relational"}, version=0, key=fresh())
    where = {"id": str(plans.company), "tab": "strategy"}
    customer = {"id": str(faces.wang)}
    test = open_page(cast.mia, PLAN, where)
    assert not test.exception
    button(test, said("Relational")).click().run()  # type: ignore[attr-defined]
    next(one for one in test.text_area if one.label == said("What we want of them")).set_value("Talk **tea** <b>x</b>")
    next(one for one in test.text_area if one.label == said("Rules for whoever talks to them")).set_value("CanaryRule")
    next(one for one in test.text_input if one.key and one.key.endswith("days:any")).set_value("20")
    [one for one in test.button if one.label == said("Save")][-1].click().run()
    assert not test.exception
    assert said("Draft") in texts(test)
    assert "CanaryRule" not in texts(open_page(cast.sol, "customers/customer.py", customer))

    button(test, said("Put into force …")).click().run()  # type: ignore[attr-defined]
    assert not test.exception
    (told,) = [one for one in texts(test).split("\n") if said("New norm") in one]
    assert said("Relational") in told
    assert "→" not in told  # nothing held before
    button(test, said("Put into force")).click().run()  # type: ignore[attr-defined]
    assert not test.exception
    assert said("In force today") in texts(test)

    page = open_page(cast.sol, "customers/customer.py", customer)
    assert texts(page).count("CanaryRule") == 1
    button(page, said("Log an interaction")).click().run()  # type: ignore[attr-defined]
    assert texts(page).count("CanaryRule") == 2  # on the page, and in the form beside what is written
    (norm,) = own_norms(store, None)
    save_norm(
        store, cast.mia, {"rung": "relational", "days": "9"}, norm_id=norm.norm_id, version=norm.version, key=fresh()
    )
    for page_name, query in (("customers/norms.py", {}), (PLAN, where)):
        assert said("Differs from the plan") in texts(open_page(cast.mia, page_name, query))


@pytest.mark.parametrize("who", ["ada", "sol"])
def test_everybody_reads_the_strategy_and_who_may_not_edit_is_offered_nothing(
    cast: Cast, plans: Plans, open_page: type_of_open, who: str
) -> None:
    test = open_page(getattr(cast, who), PLAN, {"id": str(plans.company), "tab": "strategy"})
    assert not test.exception
    assert said("No strategy yet.") in texts(test) or who == "ada"
    assert (said("Relational") in labels(test)) is (who == "ada")


def test_a_lead_registers_a_barrier_and_makes_an_action_of_it(
    store: Store, cast: Cast, plans: Plans, open_page: type_of_open
) -> None:
    where = {"id": str(plans.north), "tab": "strategy"}
    test = open_page(cast.tao, PLAN, where)
    test.button_group(key="strategy:part").set_value(Part.BARRIERS).run()
    assert not test.exception
    button(test, said("Add a barrier")).click().run()  # type: ignore[attr-defined]
    next(one for one in test.text_input if one.label == said("What stands in the way")).set_value(
        "Slow **delivery** <b>"
    )
    button(test, said("Save")).click().run()  # type: ignore[attr-defined]
    assert not test.exception
    assert said("Nobody sees to it") in texts(test)
    button(test, said("Add an action")).click().run()  # type: ignore[attr-defined]
    next(one for one in test.text_input if one.label == said("What is done")).set_value("CanaryAct")
    [one for one in test.button if one.label == said("Add the action")][-1].click().run()
    assert not test.exception
    assert "CanaryAct" in texts(test)
    assert said("Nobody sees to it") not in texts(test)

    test.button_group(key="strategy:part").set_value(Part.RETENTION).run()
    button(test, said("Add a measure")).click().run()  # type: ignore[attr-defined]
    next(one for one in test.text_input if one.label == said("What is done to keep them")).set_value("CanaryKept")
    button(test, said("Save")).click().run()  # type: ignore[attr-defined]
    test.button_group(key="strategy:part").set_value(Part.TALK).run()
    assert not test.exception
    staff = open_page(cast.sol, PLAN, where)
    staff.button_group(key="strategy:part").set_value(Part.RETENTION).run()
    assert not staff.exception
    assert "CanaryKept" in texts(staff)
    assert said("Add a measure") not in labels(staff)
