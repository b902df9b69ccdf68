"""Types and tiers as each role sees and decides on them."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.interactions.service import log_interaction
from crm_core.relationships.model import Dimension
from crm_core.relationships.norms.service import save_norm
from crm_core.relationships.service import set_standing
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, faces, fresh
from tests.pages.conftest import texts, type_of_open
from tests.relationships.stage import TIER, buy, save

__all__ = ["faces"]
NORMS, DAY = "customers/norms.py", "work/day.py"
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
    assert not [one for one in test.button if str(one.key).startswith("kind:")]


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
    button(test, f":tier:{proposed.wang}:0:take")
    assert [row["rung"] for row in store.rows(_TIERS)] == ["high"]


def test_an_empty_house_says_what_comes_first(open_page: type_of_open, cast: Cast) -> None:
    for who in cast.everybody:
        for page in (KINDS, CRITERIA):
            assert not open_page(who, page).exception
    assert [one for one in open_page(cast.mia, KINDS).button if str(one.key).startswith("empty:")]


@pytest.fixture
def due(store: Store, cast: Cast, faces: Faces) -> Faces:
    """Wang, of high value, is to be contacted every 7 days and was reached 16 days ago."""
    save_norm(
        store, cast.mia, {"rung": "high", "channel": "", "days": "7", "guide": "近况与新品", "team_id": ""}, key=fresh()
    )
    set_standing(store, cast.sol, faces.wang, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())
    said = {"channel": "phone", "outcome": "reached", "content": "x", "happened_at": "2026-03-02 09:00"}
    log_interaction(store, cast.sol, faces.wang, said, key=fresh())
    return faces


def test_what_is_due_by_norm_is_done_on_my_day(open_page: type_of_open, store: Store, cast: Cast, due: Faces) -> None:
    test = open_page(cast.sol, DAY)
    assert "高价值 · 至少每 7 天联系一次" in texts(test)
    assert "16 天前" in texts(test)
    test = button(test, f"norm:{due.wang}:log")
    assert "近况与新品" in texts(test)
    next(one for one in test.text_area if "dialog_interaction" in str(one.key)).input("聊了新品")
    save_it = next(
        one for one in test.button if "dialog_interaction" in str(one.key) and str(one.key).endswith(":submit")
    )
    save_it.click().run()
    assert "至少每 7 天" not in texts(open_page(cast.sol, DAY))


def test_what_is_due_is_put_off_with_a_reason(open_page: type_of_open, store: Store, cast: Cast, due: Faces) -> None:
    test = button(open_page(cast.sol, DAY), f"norm:{due.wang}:later")
    next(one for one in test.text_input if "put_off" in str(one.key)).input("客户出差")
    next(one for one in test.button if "put_off" in str(one.key)).click().run()
    row = store.row(sql("select customer_id, due_on, reason from contact_delay"))
    assert row == {"customer_id": due.wang, "due_on": date(2026, 3, 25), "reason": "客户出差"}
    assert "至少每 7 天" not in texts(open_page(cast.sol, DAY))
    assert "客户出差" in texts(open_page(cast.sol, ONE, {"id": str(due.wang)}))


def test_a_lead_sees_who_is_behind_and_the_customers_page_says_when(
    open_page: type_of_open, cast: Cast, due: Faces
) -> None:
    table = open_page(cast.tao, DAY).dataframe[0].value
    assert table.iloc[0].tolist() == ["Sol", "0", "0", "0", "1"]
    assert not open_page(cast.vic, DAY).dataframe
    assert "近况与新品" in texts(open_page(cast.sol, ONE, {"id": str(due.wang)}))


def test_norms_are_edited_by_managers_and_read_by_leads(
    open_page: type_of_open, store: Store, cast: Cast, due: Faces
) -> None:
    test = open_page(cast.mia, NORMS)
    box = next(one for one in test.text_input if ":norm:1:" in str(one.key) and str(one.key).endswith(":days"))
    box.input("9")
    next(one for one in test.button if ":norm:1:" in str(one.key) and str(one.key).endswith(":submit")).click().run()
    assert not [one.value for one in test.markdown if ":red[" in one.value]
    assert store.value(sql("select days from contact_norm where until_on is null")) == 9
    test = open_page(cast.tao, NORMS)
    assert "至少每 9 天" in texts(test)
    assert not test.text_input
    for who in (cast.sol, cast.rea):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            open_page(who, NORMS)
