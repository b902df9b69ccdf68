"""Return visits on their page and on my day: a rule made and switched on, a visit done with its script."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm_core import clock
from crm_core.store import Store
from crm_core.visits.service import make_visits
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import PAYLOAD, Faces, faces
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_customers import everything, field, submit
from tests.relationships.stage import buy
from tests.visits.test_service import TODAY, rule

__all__ = ["faces"]
PAGE, DAY = "customers/visits.py", "work/day.py"


def test_a_rule_is_made_previewed_and_switched_on(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    assert "还没有回访规则" in texts(open_page(cast.mia, PAGE))
    for actor in (cast.sol, cast.rea):
        with pytest.raises(ValueError, match="navigation page"):
            open_page(actor, PAGE)
    test = open_page(cast.mia, PAGE, {"rule": "new"})
    assert not [one for one in test.text_input if one.label == "起始金额"], "asked of orders from an amount on alone"
    test = field(test, "event").set_value("large_purchase").run()  # type: ignore[attr-defined]
    assert [one for one in test.text_input if one.label == "起始金额"]
    test = field(test, "event").set_value("first_purchase").run()  # type: ignore[attr-defined]
    submit(test, "visit_rule")
    assert store.value(sql("select count(*) from visit_rule")) == 0
    field(test, "name").set_value(PAYLOAD[:60])  # type: ignore[attr-defined]
    field(test, "q1.text").set_value("是否满意")  # type: ignore[attr-defined]
    submit(test, "visit_rule")
    buy(store, [(faces.wang, TODAY, "99"), (faces.nan, TODAY, "99")])
    test = open_page(cast.mia, PAGE, {"rule": "1"})
    assert not test.exception
    assert "](http" not in texts(test)
    shown = everything(test)
    assert {name for name in ("王小明", "南方金丝雀") if name in shown} == {"王小明", "南方金丝雀"}
    next(one for one in test.button if ":on" in str(one.key)).click().run()
    assert store.value(sql("select switched_on_on from visit_rule")) == TODAY
    lead = open_page(cast.tao, PAGE, {"rule": "1"})
    assert not lead.exception
    assert "南方金丝雀" not in everything(lead), "another team's customer"
    assert not [one for one in lead.button if ":off" in str(one.key) or "submit" in str(one.key)]


def test_a_visit_is_done_with_its_script(open_page: type_of_open, store: Store, cast: Cast, faces: Faces) -> None:
    rule(store, cast, script="请先问好")
    buy(store, [(faces.wang, TODAY, "99")])
    make_visits(store)
    visit = store.value(sql("select follow_up_id from visit"))
    with clock.held_at(NOW + timedelta(days=5)):
        test = open_page(cast.sol, DAY)
        next(one for one in test.button if str(one.key).endswith(f":{visit}:1:log")).click().run()
        assert "请先问好" in texts(test)
        field(test, "content").set_value("好用")  # type: ignore[attr-defined]
        field(test, "suggestion").set_value("换包装")  # type: ignore[attr-defined]
        submit(test, "visit")
    assert not test.exception
    assert store.value(sql("select state from visit_view")) == "done"
    assert store.value(sql("select content from interaction")) == "好用"
    assert store.value(sql("select content from customer_suggestion")) == "换包装"
