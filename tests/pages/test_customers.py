"""The customers' pages as each role sees them: found, masked, opened, added, edited; foreign rows never."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from crm_core.access.model import Actor, Permission
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import PAYLOAD, Faces, add, faces
from tests.pages.conftest import texts, type_of_open

__all__ = ["faces"]
CANARIES = (
    "CANARY-NOTE",
    "13912349876",
    "canary@south",
    "139****9876",
    "c***@south",
    "广州",
    "POOL-NOTE",
    "13700137000",
)
CLEAR = ("13800138000", "xiaoming@example.com", "11010519491231002X", "1949-12-31")
LIST, ONE = "customers/customers.py", "customers/customer.py"


def everything(test: AppTest) -> str:
    """Return all that a page sent, tables and labels too."""
    frames = [frame.value.to_string() for frame in [*test.dataframe, *test.table]]
    labels = [str(getattr(element, "label", "")) for kind in ("button", "selectbox") for element in test.get(kind)]
    options = [str(option) for element in test.selectbox for option in element.options]
    return "\n".join([texts(test), *frames, *labels, *options])


def field(test: AppTest, name: str) -> object:
    """Return the widget of a form's field, by the end of its key."""
    kinds = ("text_input", "text_area", "selectbox", "button_group", "multiselect", "date_input", "checkbox")
    found = [element for kind in kinds for element in test.get(kind) if str(element.key).endswith(f":{name}")]
    assert len(found) == 1, (name, [element.key for element in found])
    return found[0]


def submit(test: AppTest, form: str) -> AppTest:
    """Press the button that saves a form."""
    found = [one for one in test.button if f"form:{form}:" in str(one.key) and str(one.key).endswith(":submit")]
    assert len(found) == 1
    return found[0].click().run()


def test_the_list_shows_each_role_its_own_rows(open_page: type_of_open, cast: Cast, faces: Faces) -> None:
    seen = {
        actor.name: set(open_page(actor, LIST).dataframe[0].value.iloc[:, 0])
        for actor in (cast.mia, cast.rea, cast.tao, cast.sol, cast.vic)
    }
    everyone = {"王小明", "远航装饰有限公司", "南方金丝雀", "公海鱼"}
    assert seen["Mia"] == seen["Rea"] == everyone
    assert seen["Tao"] == {"王小明", "远航装饰有限公司", "公海鱼"}
    assert seen["Sol"] == {"王小明", "公海鱼"}
    assert seen["Vic"] == {"南方金丝雀", "公海鱼"}


def test_no_page_holds_a_clear_value_or_a_foreign_canary(open_page: type_of_open, cast: Cast, faces: Faces) -> None:
    for actor in (cast.sol, cast.tao):
        for page, query in ((LIST, {}), (ONE, {"id": str(faces.wang)}), (ONE, {"id": str(faces.pool)})):
            shown = everything(open_page(actor, page, query))
            assert not [word for word in (*CANARIES, *CLEAR) if word in shown], (actor.name, page)


@pytest.mark.parametrize("asked", ["nan", "999999", "", "abc", "1;drop table customer", "-1", "９"])
def test_what_is_not_yours_reads_as_not_found(open_page: type_of_open, cast: Cast, faces: Faces, asked: str) -> None:
    query = {"id": str(faces.nan) if asked == "nan" else asked}
    test = open_page(cast.sol, ONE, query)
    assert not test.exception
    assert len(test.error) == 1
    assert "南方金丝雀" not in everything(test)
    assert not test.table


def test_of_the_public_pool_name_and_code_are_shown(open_page: type_of_open, cast: Cast, faces: Faces) -> None:
    shown = everything(open_page(cast.sol, ONE, {"id": str(faces.pool)}))
    assert "公海鱼" in shown
    assert "深圳" not in shown


def test_a_name_full_of_markup_is_shown_as_it_is(open_page: type_of_open, store: Store, cast: Cast) -> None:
    customer_id = add(store, cast.sol, PAYLOAD, None, note=PAYLOAD, region=PAYLOAD[:60])
    test = open_page(cast.sol, ONE, {"id": str(customer_id)})
    shown = everything(test)
    assert not test.exception
    for live in ("![x](http", "**b**", "[l](http", "<b>"):
        assert live not in shown
    assert "evil" in shown


def test_an_empty_store_says_to_everybody_what_they_can_do(open_page: type_of_open, cast: Cast) -> None:
    for actor in cast.everybody:
        test = open_page(actor, LIST)
        assert not test.exception
        assert not test.dataframe
        assert ("请新增第一个客户" in texts(test)) is actor.may(Permission.CUSTOMER_ADD)
        assert any(one.label == "导入客户名单" for one in test.button) is actor.may(Permission.IMPORT_RUN)


def test_staff_add_a_customer_and_land_on_its_page(open_page: type_of_open, store: Store, cast: Cast) -> None:
    test = open_page(cast.sol, LIST, {"add": "1"})
    field(test, "name").input("李雷")  # type: ignore[attr-defined] # a widget of AppTest
    field(test, "phone").input("12")  # type: ignore[attr-defined]
    submit(test, "add_customer")
    assert store.value(sql("select count(*) from customer")) == 0
    assert field(test, "name").value == "李雷"  # type: ignore[attr-defined]
    field(test, "phone").input("138 1111 2222")  # type: ignore[attr-defined]
    submit(test, "add_customer")
    assert not test.exception
    row = store.row(sql("select name, phone, owner_id from customer"))
    assert row == {"name": "李雷", "phone": "13811112222", "owner_id": cast.sol.user_id}


def test_a_colleagues_customer_is_offered_for_collaboration(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    test = open_page(cast.vic, LIST, {"add": "1"})
    field(test, "name").input("王先生")  # type: ignore[attr-defined]
    field(test, "phone").input("13800138000")  # type: ignore[attr-defined]
    submit(test, "add_customer")
    shown = everything(test)
    assert "Sol" in shown
    assert "North" in shown
    assert "王小明" not in shown
    field(test, "reason").input("同一家公司")  # type: ignore[attr-defined]
    submit(test, "ask_to_collaborate")
    assert store.value(sql("select count(*) from collaboration_request")) == 1
    answered = open_page(cast.sol, ONE, {"id": str(faces.wang)})
    yes = next(one for one in answered.button if str(one.key).endswith(":yes"))
    yes.click().run()
    assert store.value(sql("select user_id from collaborator")) == cast.vic.user_id


def toggle_edit(test: AppTest) -> None:
    next(one for one in test.button if one.key == "card:edit").click().run()


def test_an_edit_shows_no_mask_as_a_value_and_keeps_what_was_left_empty(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    test = open_page(cast.sol, ONE, {"id": str(faces.wang)})
    toggle_edit(test)
    assert [field(test, name).value for name in ("phone", "email", "id_number")] == ["", "", ""]  # type: ignore[attr-defined]
    field(test, "region").input("天津")  # type: ignore[attr-defined]
    submit(test, "edit_customer")
    row = store.row(sql("select region, phone, version from customer where code = 'C-WANG'"))
    assert row == {"region": "天津", "phone": "13800138000", "version": 2}


def test_the_second_editor_is_told_and_can_save_over_it_knowingly(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    test = open_page(cast.sol, ONE, {"id": str(faces.wang)})
    toggle_edit(test)
    field(test, "region").input("河北")  # type: ignore[attr-defined]
    with store.transaction() as transaction:
        transaction.execute(sql("update customer set region = '天津', version = 2 where code = 'C-WANG'"))
    submit(test, "edit_customer")
    assert test.warning
    assert "天津" in everything(test)
    submit(test, "edit_customer")
    assert store.value(sql("select region from customer where code = 'C-WANG'")) == "河北"


def test_a_reveal_shows_the_value_to_who_asked(open_page: type_of_open, store: Store, cast: Cast, faces: Faces) -> None:
    test = open_page(cast.sol, ONE, {"id": str(faces.wang)})
    submit(test, "reveal")
    assert "13800138000" in everything(test)
    assert store.value(sql("select count(*) from audit_entry where action = 'reveal'")) == 1
    assert "13800138000" not in everything(open_page(cast.tao, ONE, {"id": str(faces.wang)}))


def test_readers_may_comment_and_get_no_way_to_change_anything(
    open_page: type_of_open, cast: Cast, faces: Faces
) -> None:
    test = open_page(cast.rea, ONE, {"id": str(faces.wang)})
    assert not test.exception
    ways = [str(one.key) for one in test.button if "submit" in str(one.key) or one.key == "card:edit"]
    assert [key.split(":")[:2] for key in ways] == [["form", "comment"]]


def names_offered(test: AppTest, name: str) -> list[str]:
    found = [element for element in test.selectbox if str(element.key).endswith(f":{name}")]
    return list(found[0].options) if found else []


def test_owners_are_offered_as_far_as_the_role_reaches(open_page: type_of_open, cast: Cast, faces: Faces) -> None:
    def offered(actor: Actor) -> list[str]:
        return names_offered(open_page(actor, ONE, {"id": str(faces.wang), "tab": "ownership"}), "owner_id")

    assert offered(cast.tao) == ["Sol（North）", "Tao（North）"]
    assert len(offered(cast.mia)) == 5
    assert offered(cast.sol) == offered(cast.rea) == []


def test_ticks_end_where_others_work_puts_other_customers_in_the_rows(
    open_page: type_of_open, store: Store, cast: Cast, faces: Faces
) -> None:
    test = open_page(cast.tao, "customers/customers.py")
    before = test.dataframe[0].proto.id
    assert test.run().dataframe[0].proto.id == before
    add(store, cast.mia, "阿一", cast.sol)
    assert test.run().dataframe[0].proto.id != before
