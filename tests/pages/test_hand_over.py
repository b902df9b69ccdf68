"""The page of handing over: who opens it, what it shows, and that it gives everything away."""

from __future__ import annotations

import pytest

from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, faces
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_customers import everything, field, submit

__all__ = ["faces"]
PAGE = "work/hand_over.py"


def test_a_lead_sees_the_own_team_alone_and_staff_nothing(open_page: type_of_open, cast: Cast, faces: Faces) -> None:
    names = {
        actor.name: set(open_page(actor, PAGE).dataframe[0].value.iloc[:, 0])
        for actor in (cast.tao, cast.mia, cast.ada)
    }
    assert names["Tao"] == {"Tao", "Sol"}
    assert names["Mia"] == names["Ada"] == {"Ada", "Mia", "Tao", "Sol", "Vic"}
    for actor in (cast.sol, cast.rea):
        with pytest.raises(ValueError, match="navigation page"):  # it is not in their menu at all
            open_page(actor, PAGE)
    test = open_page(cast.tao, PAGE, {"person": str(cast.vic.user_id)})
    assert "南方" not in everything(test)
    assert "Vic" not in texts(test)


def test_a_lead_hands_everything_to_one_person(open_page: type_of_open, store: Store, cast: Cast, faces: Faces) -> None:
    test = open_page(cast.tao, PAGE, {"person": str(cast.sol.user_id)})
    assert "请选择接手人" in texts(test)
    assert not [one for one in test.button if one.label == "确认交接"], "there is no yes before it is said to whom"
    test = field(test, "taker").set_value(cast.tao.user_id).run()  # type: ignore[attr-defined]
    assert "**Tao** · 客户 1 个" in texts(test)
    test = submit(test, "hand_over")
    assert not test.exception
    owner = sql("select owner_id from customer where customer_id = $1")
    assert store.value(owner, [faces.wang]) == cast.tao.user_id
    assert "名下没有需要交接的工作" in texts(test)


def test_the_page_of_a_user_says_what_is_held_and_leads_there(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    test = open_page(cast.ada, "admin/users.py", {"user": str(cast.sol.user_id)})
    assert "客户 1 个" in texts(test)
    test = submit(test, "switch_user")
    assert "办理交接" in texts(test), "who disables somebody that holds something is led on at once"
    assert store.value(sql("select is_active from app_user where user_id = $1"), [cast.sol.user_id]) is False
    test = open_page(cast.ada, "admin/users.py", {"user": str(cast.sol.user_id)})
    assert "这些工作需要有人接手" in texts(test)
    test = open_page(cast.ada, "admin/users.py", {"user": str(cast.rea.user_id)})
    assert not test.exception
