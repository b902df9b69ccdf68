"""Types and tiers as each role sees and decides on them."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.relationships.model import Dimension
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, faces
from tests.pages.conftest import texts, type_of_open
from tests.relationships.stage import TIER, buy, save

__all__ = ["faces"]
KINDS, CRITERIA, ONE = "customers/kinds.py", "customers/criteria.py", "customers/customer.py"
_TIERS = sql("select customer_id, rung from customer_standing where dimension = 'tier' order by customer_id")


@pytest.fixture
def proposed(store: Store, cast: Cast, faces: Faces) -> Faces:
    buy(store, [(faces.wang, date(2026, 3, 2), "60000"), (faces.nan, date(2026, 3, 3), "9000")])
    save(store, cast.mia, Dimension.TIER, TIER)
    return faces


def button(test: AppTest, end: str) -> AppTest:
    (found,) = [one for one in test.button if str(one.key).endswith(end)]
    return found.click().run()


def test_a_lead_takes_all_proposals_of_the_team_and_no_others(
    open_page: type_of_open, store: Store, cast: Cast, proposed: Faces
) -> None:
    test = open_page(cast.tao, KINDS)
    shown = test.dataframe[0].value
    assert shown.iloc[:, 0].tolist() == ["王小明", "远航装饰有限公司"]
    assert "60,000 ≥" in shown.iloc[0, 3]
    test = button(test, ":all")
    assert not test.exception
    rows = store.rows(_TIERS)
    assert [(row["customer_id"], row["rung"]) for row in rows] == [(proposed.wang, "high"), (proposed.li, "low")]


def test_readers_see_and_decide_nothing(open_page: type_of_open, cast: Cast, proposed: Faces) -> None:
    test = open_page(cast.rea, KINDS)
    assert len(test.dataframe[0].value) == 4
    assert not [one for one in test.button if str(one.key).endswith((":all", ":ticked", "kinds:derive"))]
    test = open_page(cast.rea, ONE, {"id": str(proposed.wang)})
    assert not [one for one in test.button if str(one.key).endswith(":take")]


def test_a_managers_criteria_show_beforehand_whom_they_would_hold(
    open_page: type_of_open, store: Store, cast: Cast, proposed: Faces
) -> None:
    test = open_page(cast.mia, CRITERIA)
    held = [one.value for one in test.markdown if "**" in one.value and "badge" in one.value]
    assert "高价值" in held[0]
    assert "**1**" in held[0]
    box = next(one for one in test.text_input if str(one.key).endswith("high.1.threshold"))
    box.input("9000").run()
    test = test.run()
    assert "**2**" in next(one.value for one in test.markdown if "**" in one.value and "高价值" in one.value)
    box = next(one for one in test.text_input if str(one.key).endswith("high.1.threshold"))
    assert box.value == "9000"
    save_it = next(one for one in test.button if "criteria_tier" in str(one.key) and str(one.key).endswith(":submit"))
    save_it.click().run()
    assert store.value(sql("select threshold from relationship_criterion where rung = 'high'")) == 9000


def test_others_read_the_criteria(open_page: type_of_open, cast: Cast, proposed: Faces) -> None:
    for who in (cast.tao, cast.sol, cast.rea):
        test = open_page(who, CRITERIA)
        assert not test.text_input
        assert "50,000" in texts(test)


def test_staff_take_a_proposal_on_the_customers_page(
    open_page: type_of_open, store: Store, cast: Cast, proposed: Faces
) -> None:
    test = open_page(cast.sol, ONE, {"id": str(proposed.wang)})
    assert "60,000" in texts(test)
    button(test, ":take")
    assert [row["rung"] for row in store.rows(_TIERS)] == ["high"]


def test_an_empty_house_says_what_comes_first(open_page: type_of_open, cast: Cast) -> None:
    for who in cast.everybody:
        for page in (KINDS, CRITERIA):
            assert not open_page(who, page).exception
    assert [one for one in open_page(cast.mia, KINDS).button if str(one.key).startswith("empty:")]
