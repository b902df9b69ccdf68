"""Duplicates in the browser's stead: who opens the list, what is told and done there, and where a merged customer leads."""

from __future__ import annotations

import pytest

from crm_core.access.model import Permission
from crm_core.customers.merging import finding
from crm_core.customers.merging.model import Choice, PairStatus, PairsWanted
from crm_core.customers.merging.service import merge, pairs
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import add, fresh
from tests.pages.conftest import texts, type_of_open

LIST, MERGE, ONE = "customers/duplicates.py", "customers/merge.py", "customers/customer.py"


@pytest.fixture
def twins(store: Store, cast: Cast) -> tuple[int, int]:
    """One person of the north entered twice, and two of the south of whom the north learns nothing."""
    first = add(store, cast.mia, "赵一鸣", cast.sol, phone="13811112222", region="北京", code="C-1", note="老客户")
    second = add(
        store, cast.mia, "赵一鸣", cast.sol, email="yiming@example.com", region="北京", code="C-2", note="展会"
    )
    for code in ("CANARY-1", "CANARY-2"):
        add(store, cast.mia, "CanaryTwin", cast.vic, region="广州", code=code)
    finding.search(store)
    return first, second


def press(test: object, key: str) -> None:
    """Press the one button whose key begins so."""
    found = [one for one in test.button if str(one.key).startswith(key)]  # type: ignore[attr-defined] # of AppTest
    assert len(found) >= 1, [one.key for one in test.button]  # type: ignore[attr-defined] # of AppTest
    found[0].click().run()


def test_each_role_sees_what_it_may_merge_and_nothing_in_clear(
    open_page: type_of_open, cast: Cast, twins: tuple[int, int]
) -> None:
    for actor, has_south in ((cast.ada, True), (cast.mia, True), (cast.tao, False)):
        shown = texts(open_page(actor, LIST))
        assert "赵一鸣" in shown and "138\\*\\*\\*\\*2222" in shown
        assert ("CanaryTwin" in shown) is has_south
        assert "13811112222" not in shown and "yiming@" not in shown
        test = open_page(actor, MERGE, {"id": str(twins[0]), "other": str(twins[1])})
        assert not test.exception
        assert "13811112222" not in texts(test) and "yiming@" not in texts(test)
    for actor in (cast.sol, cast.vic, cast.rea):
        for page in (LIST, MERGE):
            with pytest.raises(ValueError, match="Could not find a navigation page"):
                open_page(actor, page, {"id": str(twins[0]), "other": str(twins[1])})


def test_not_the_same_takes_one_click_and_one_click_back(
    open_page: type_of_open, cast: Cast, store: Store, twins: tuple[int, int]
) -> None:
    test = open_page(cast.tao, LIST)
    press(test, "pair:")
    reach = cast.tao.require(Permission.CUSTOMER_MERGE)
    assert pairs(store, PairsWanted(reach)).total == 0
    assert pairs(store, PairsWanted(reach, PairStatus.DIFFERENT)).total == 1
    test.button_group(key="duplicates:panel").set_value("different").run()
    press(test, "pair:")
    assert pairs(store, PairsWanted(reach)).total == 1


def test_two_are_merged_as_chosen_and_the_other_ones_page_leads_on(
    open_page: type_of_open, cast: Cast, store: Store, twins: tuple[int, int]
) -> None:
    test = open_page(cast.tao, MERGE, {"id": str(twins[0]), "other": str(twins[1])})
    radios = {str(one.key).rsplit(":", 1)[-1]: one for one in test.radio}
    assert radios["note"].value == Choice.BOTH.value
    radios["note"].set_value(Choice.OTHER.value)
    press(test, "form:merge:")
    rows = store.rows(sql("select customer_id, note, email from customer where code in ('C-1', 'C-2')"))
    assert rows == [{"customer_id": twins[0], "note": "展会", "email": "yiming@example.com"}]
    led = open_page(cast.sol, ONE, {"id": str(twins[1])})
    assert "赵一鸣" in texts(led) and "C\\-1" in texts(led)
    assert "赵一鸣" not in texts(open_page(cast.vic, ONE, {"id": str(twins[1])}))


def test_a_merge_is_taken_back_from_the_list(
    open_page: type_of_open, cast: Cast, store: Store, twins: tuple[int, int]
) -> None:
    merge(store, cast.tao, *twins, {"note": Choice.OTHER}, versions=(1, 1), key=fresh())
    test = open_page(cast.tao, LIST)
    test.button_group(key="duplicates:panel").set_value("merged").run()
    press(test, "merge:")
    assert "What was added since the merge stays where it is" in texts(test) or "合并之后新增的记录" in texts(test)
    press(test, "merge:")
    assert store.value(sql("select count(*) from customer where code in ('C-1', 'C-2')")) == 2
    assert store.value(sql("select note from customer where code = 'C-1'")) == "老客户"


def test_an_empty_list_says_so(open_page: type_of_open, cast: Cast) -> None:
    for panel in ("open", "different", "merged"):
        test = open_page(cast.mia, LIST)
        test.button_group(key="duplicates:panel").set_value(panel).run()
        assert not test.exception
        assert not [one for one in test.button if str(one.key).startswith("pair:")]
    assert not open_page(cast.mia, MERGE).exception
