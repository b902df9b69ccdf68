"""The list's filters, columns, order and views on the page, as each role meets them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from crm_core.customers.lists.fields import Condition, Operator
from crm_core.customers.lists.model import View
from crm_core.customers.lists.views.model import ViewContent
from crm_core.customers.lists.views.service import begin_with, save_view, saved_views
from crm_core.customers.profile.own_fields.service import add_own_field
from crm_core.customers.profile.tags.service import add_tag, change_tags
from crm_core.store import Store
from crm_core.ui.customers import listing
from crm_core.ui.tables import open_rows
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, faces, fresh
from tests.pages.conftest import texts, type_of_open

__all__ = ["faces"]
LIST = "customers/customers.py"


def names(test: AppTest) -> list[str]:
    """Return the customers that the table shows."""
    assert not test.exception
    return list(test.dataframe[0].value.iloc[:, 0]) if test.dataframe else []


def heads(test: AppTest) -> list[str]:
    return list(test.dataframe[0].value.columns)


def button(test: AppTest, start: str) -> AppTest:
    """Press the button whose key begins so."""
    found = [one for one in test.button if str(one.key).startswith(start)]
    assert len(found) == 1, [one.key for one in test.button]
    return found[0].click().run()


def opened(test: AppTest, popover: str) -> AppTest:
    """Open what is drawn only while it is open."""
    test.session_state[popover] = True
    return test.run()


def pick(test: AppTest, end: str, value: object) -> AppTest:
    return next(one for one in test.selectbox if str(one.key).endswith(end)).select(value).run()  # type: ignore[arg-type]


def test_a_filter_is_added_shown_as_a_chip_and_taken_away(open_page: type_of_open, cast: Cast, faces: Faces) -> None:
    test = opened(open_page(cast.mia, LIST), "customers:add_filter")
    pick(test, ":field", "kind")
    next(one for one in test.multiselect if str(one.key).endswith(":any_of:0")).select("company").run()
    button(test, "filter:")
    assert names(test) == ["远航装饰有限公司"]
    (chip,) = [one for one in test.button if str(one.key).startswith("chip:")]
    assert "Business" in chip.label or "企业" in chip.label
    assert len(names(chip.click().run())) == 4


def test_columns_and_order_are_chosen_and_hold_for_all_pages(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = f"own_{add_own_field(store, cast.ada, {'name': 'Level', 'kind': 'text'}, key=fresh())}"
    test = open_page(cast.mia, LIST)
    chosen = next(one for one in test.multiselect if str(one.key).startswith("customers:columns:"))
    chosen.set_value(["email", "tags", own]).run()
    assert heads(test)[3] == "Level"
    assert len(heads(test)) == 4
    assert "x***@example.com" in list(test.dataframe[0].value.iloc[:, 1])
    assert names(pick(test, "customers:sort", "code"))[0] == "远航装饰有限公司"
    next(one for one in test.get("button_group") if one.key == "customers:order").set_value(True).run()  # type: ignore[attr-defined]
    assert names(test)[0] == "王小明"

    def with_buttons(*_given: object, on_head: Callable[[str], None], **_named: object) -> tuple[None, list[int]]:
        for head in heads(test)[:2]:  # the test's browser has no canvas to click on
            st.button(head, key=f"head:{head}", on_click=on_head, args=(head,))
        return None, []

    def click_on(head: str) -> tuple[str, str | None]:
        """Click on a heading; return who stands first then, and what is told."""
        monkeypatch.setattr(listing, "open_rows", with_buttons)
        button(test.run(), f"head:{head}")
        told = test.toast[0].value if test.toast else None
        monkeypatch.setattr(listing, "open_rows", open_rows)
        return names(test.run())[0], told

    name, email = heads(test)[:2]
    assert click_on(name)[0] == "公海鱼"
    assert click_on(name)[0] == "远航装饰有限公司"
    first, told = click_on(email)
    assert (first, email in str(told)) == ("远航装饰有限公司", True)


def test_views_are_kept_opened_begun_with_and_what_is_gone_is_said(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    company = (Condition("kind", Operator.ANY_OF, ("company",)),)
    shared = save_view(
        store,
        cast.mia,
        {"name": "Firms*", "sharing": "all"},
        ViewContent(View.ALL, company, columns=("region",)),
        key=fresh(),
    )
    test = opened(open_page(cast.tao, LIST), "customers:views")
    button(test, f"view:{shared}")
    assert (names(test), len(heads(test))) == (["远航装饰有限公司"], 2)
    begin_with(store, cast.tao, shared, key=fresh())
    assert names(open_page(cast.tao, LIST)) == ["远航装饰有限公司"]
    assert "王小明" in names(open_page(cast.tao, LIST, {"owner": str(cast.sol.user_id)}))
    test = opened(open_page(cast.sol, LIST), "customers:views")
    assert not [one for one in test.button if str(one.key).startswith("view:delete")]
    form = "form:new_saved_list::"
    next(one for one in test.text_input if str(one.key).startswith(form)).input("Mine")
    button(test, form)
    assert [one.name for one in saved_views(store, cast.sol)] == ["Firms*", "Mine"]
    gone = ViewContent(View.ALL, (Condition("own_77", Operator.FILLED),), columns=("own_77", "region"))
    broken = save_view(store, cast.sol, {"name": "Broken"}, gone, key=fresh())
    test = opened(open_page(cast.sol, LIST), "customers:views")
    button(test, f"view:{broken}")
    assert "own_77" in texts(test) or "own\\_77" in texts(test)
    assert set(names(test)) == {"王小明", "公海鱼"}


def choose_work(test: AppTest, name: str) -> AppTest:
    (control,) = [one for one in test.get("button_group") if str(one.key).endswith(":work")]
    return control.set_value(name).run()  # type: ignore[attr-defined, no-any-return]


def test_ticked_customers_and_all_that_are_found_are_changed_and_who_is_left_is_named(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = add_tag(store, cast.tao, {"name": "vip"}, key=fresh())
    change_tags(store, cast.tao, faces.li, add=[tag], remove=[], key=fresh())
    monkeypatch.setattr(listing, "open_rows", lambda *_given, **_named: (None, [0, 1]))
    test = choose_work(open_page(cast.tao, LIST), "tags")
    next(one for one in test.multiselect if str(one.key).endswith(":tags:add")).select(tag).run()
    monkeypatch.setattr(listing, "open_rows", lambda *_given, **_named: (None, []))
    next(one for one in test.button if str(one.key).endswith(":go")).click().run()
    assert not test.exception
    told = texts(test)
    assert "公海鱼" in told
    monkeypatch.setattr(listing, "open_rows", lambda *_given, **_named: (None, [0]))
    test = open_page(cast.tao, LIST)
    next(one for one in test.button if str(one.key).endswith(":all")).click().run()
    choose_work(test, "field")
    pick(test, ":field:name", "region")
    next(one for one in test.text_input if str(one.key).endswith(":field:region")).input("苏州").run()
    (go,) = [one for one in test.button if str(one.key).endswith(":go")]
    assert go.disabled
    next(one for one in test.checkbox if str(one.key).endswith(":sure")).check().run()
    next(one for one in test.button if str(one.key).endswith(":go")).click().run()
    rows = store.rows(sql("select region from customer order by customer_id"))
    assert [row["region"] for row in rows] == ["苏州", "苏州", "广州", "深圳"]


def test_readers_are_offered_no_export_and_no_work_on_many(open_page: type_of_open, cast: Cast, faces: Faces) -> None:
    assert list(open_page(cast.mia, LIST).get("download_button"))
    for actor in (cast.rea, cast.sol):
        assert not open_page(actor, LIST).get("download_button")
