"""The public pool on the pages: found, claimed, released, kept; and what it tells nobody."""

from __future__ import annotations

import pytest

from crm_core.customers.lists.model import View
from crm_core.customers.pool.model import PoolSort
from crm_core.customers.pool.service import keep
from crm_core.store import Store
from crm_core.ui.customers import pool as pool_list
from crm_core.ui.ordering import Order
from tests.conftest import Cast, sql
from tests.customers.faces import PAYLOAD, Faces, add, faces, fresh
from tests.pages.conftest import texts, type_of_open
from tests.pages.test_customers import CANARIES, CLEAR, LIST, ONE, everything, submit

__all__ = ["faces"]


def owner(store: Store, customer_id: int) -> object:
    return store.value(sql("select owner_id from customer where customer_id = $1"), [customer_id])


def pool_view(test: object) -> object:
    chosen = next(one for one in test.get("button_group") if one.key == "customers:view")  # type: ignore[attr-defined]
    return chosen.set_value(View.POOL).run()


def test_each_role_sees_the_pool_and_nothing_masked_in_it(open_page: type_of_open, cast: Cast, faces: Faces) -> None:
    for actor in (cast.sol, cast.tao, cast.vic, cast.rea, cast.mia):
        test = pool_view(open_page(actor, LIST))
        assert not test.exception
        shown = everything(test)
        assert "公海鱼" in shown
        assert "深圳" in shown
        hidden = [word for word in (*CANARIES, *CLEAR) if word in shown]
        assert not hidden, (actor.name, hidden)


def test_staff_claim_on_the_customers_page_and_then_see_it(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    test = open_page(cast.sol, ONE, {"id": str(faces.pool)})
    claim = next(one for one in test.button if one.label.startswith("领取"))
    claim.click().run()
    assert owner(store, faces.pool) == cast.sol.user_id
    assert not [one for one in test.button if one.label.startswith("领取")]


def test_a_reader_is_offered_neither_claim_nor_release(open_page: type_of_open, cast: Cast, faces: Faces) -> None:
    for customer_id in (faces.pool, faces.wang):
        labels = everything(open_page(cast.rea, ONE, {"id": str(customer_id), "tab": "ownership"}))
        assert "领取" not in labels
        assert "退回公海" not in labels


def test_staff_release_their_own_with_a_reason(open_page: type_of_open, store: Store, cast: Cast, faces: Faces) -> None:
    test = open_page(cast.sol, ONE, {"id": str(faces.wang), "tab": "ownership"})
    submit(test, "release")
    assert "请填写理由" in texts(test)
    assert owner(store, faces.wang) == cast.sol.user_id
    why = next(one for one in test.text_input if str(one.key).startswith("form:release:"))
    why.set_value(PAYLOAD)
    submit(test, "release")
    assert owner(store, faces.wang) is None
    test = pool_view(open_page(cast.vic, LIST))
    assert PAYLOAD[:10] in everything(test), "a table shows text as it is"


def test_a_kept_customer_says_so_and_is_not_offered_for_release(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    keep(store, cast.tao, faces.wang, PAYLOAD, key=fresh())
    test = open_page(cast.sol, ONE, {"id": str(faces.wang), "tab": "ownership"})
    assert "push_pin" in texts(test)
    assert "](http" not in texts(test)
    assert not [one for one in test.button if "form:release:" in str(one.key)]
    test = open_page(cast.tao, ONE, {"id": str(faces.wang), "tab": "ownership"})
    next(one for one in test.button if one.key == "lift-mark").click().run()
    assert store.value(sql("select count(*) from customer_exempt")) == 0


def test_a_full_and_an_empty_pool_are_drawn(open_page: type_of_open, store: Store, cast: Cast) -> None:
    assert "公海为空" in texts(pool_view(open_page(cast.sol, LIST)))
    for number in range(30):
        add(store, cast.mia, f"公海客户{number}", None)
    test = pool_view(open_page(cast.sol, LIST))
    assert len(test.dataframe[0].value) == 25
    assert "30 个客户" in texts(test)


def test_what_is_ticked_is_given_by_whoever_may_and_to_nobody_unless_chosen(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_list, "open_rows", lambda *_given, **_named: (None, [0]))
    ways = {}
    for actor in (cast.sol, cast.tao, cast.mia, cast.rea):
        test = pool_view(open_page(actor, LIST))
        keys = [str(one.key) for one in test.button]
        ways[actor.name] = [end for end in (":claim", ":assign") if any(key.endswith(end) for key in keys)]
        if actor is cast.mia:
            (go,) = [one for one in test.button if str(one.key).endswith(":assign")]
            go.click().run()
    assert ways == {"Sol": [":claim"], "Tao": [":claim"], "Mia": [":claim", ":assign"], "Rea": []}
    assert owner(store, faces.pool) is None


def test_a_click_on_a_head_orders_all_pages_and_a_second_one_the_other_way() -> None:
    heads = {"Name": PoolSort.NAME, "Since": PoolSort.FELL}
    first = Order(PoolSort.FELL, is_descending=True)
    by_name = first.after_click("Name", heads, [PoolSort.FELL])
    assert (by_name, by_name.label("Name", PoolSort.NAME)) == (Order(PoolSort.NAME), "Name ↑")
    assert by_name.after_click("Name", heads, []) == Order(PoolSort.NAME, is_descending=True)
    assert by_name.after_click("Since", heads, [PoolSort.FELL]) == first
    assert by_name.label("Since", PoolSort.FELL) == "Since"
