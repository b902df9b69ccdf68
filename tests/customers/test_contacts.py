"""Contacts of a customer: by role, masked, revealed for a reason, never over a colleague's change, none of another team's."""

from __future__ import annotations

import pytest

from crm_core.access.model import Permission
from crm_core.customers.contacts.service import add_contact, contacts_of, edit_contact, remove_contact, reveal_contact
from crm_core.customers.model import OneCustomer
from crm_core.errors import AlreadyDone, CrmError, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, faces, fresh

__all__ = ["faces"]
GIVEN = {
    "name": "韩梅梅", "title": "采购经理", "is_decision_maker": True, "phone": "138 0013 8001", "email": "han@example.com",
    "wechat": "hanmeimei", "note": "下午好找",
}  # fmt: skip


def shown(store: Store, cast: Cast, customer_id: int):
    return contacts_of(store, OneCustomer(cast.sol.require(Permission.CUSTOMER_READ), customer_id))


def test_a_contact_is_added_once_and_shown_masked(store: Store, cast: Cast, faces: Faces) -> None:
    key = fresh()
    contact_id = add_contact(store, cast.sol, faces.wang, GIVEN, key=key)
    with pytest.raises(AlreadyDone):
        add_contact(store, cast.sol, faces.wang, GIVEN, key=key)
    [one] = shown(store, cast, faces.wang)
    assert (one.contact_id, one.name, one.title, one.is_decision_maker) == (contact_id, "韩梅梅", "采购经理", True)
    assert (one.phone, one.email, one.wechat) == ("138****8001", "***@example.com", "ha****")


def test_an_empty_masked_field_is_kept_and_a_cleared_one_is_emptied(store: Store, cast: Cast, faces: Faces) -> None:
    contact_id = add_contact(store, cast.sol, faces.wang, GIVEN, key=fresh())
    given = {"name": "韩梅", "title": "", "is_decision_maker": False}
    edit_contact(store, cast.tao, contact_id, given, version=1, key=fresh(), cleared=("email",))
    assert reveal_contact(store, cast.sol, contact_id, "phone", "to call") == "13800138001"
    [one] = shown(store, cast, faces.wang)
    assert (one.name, one.title, one.is_decision_maker, one.email, one.version) == ("韩梅", None, False, None, 2)
    with pytest.raises(StaleWrite) as stale:
        edit_contact(store, cast.sol, contact_id, given, version=1, key=fresh())
    assert "13800138001" not in str(stale.value.theirs)
    with pytest.raises(InvalidInput):
        edit_contact(store, cast.sol, contact_id, {**given, "phone": "x"}, version=2, key=fresh())


def test_strangers_neither_see_nor_touch_a_contact(store: Store, cast: Cast, faces: Faces) -> None:
    contact_id = add_contact(store, cast.sol, faces.wang, GIVEN, key=fresh())
    with pytest.raises(NotFound):
        contacts_of(store, OneCustomer(cast.vic.require(Permission.CUSTOMER_READ), faces.wang))
    for refused in (
        lambda: add_contact(store, cast.vic, faces.wang, GIVEN, key=fresh()),
        lambda: edit_contact(store, cast.vic, contact_id, GIVEN, version=1, key=fresh()),
        lambda: remove_contact(store, cast.vic, contact_id, version=1, key=fresh()),
        lambda: reveal_contact(store, cast.vic, contact_id, "phone", "curious"),
        lambda: reveal_contact(store, cast.sol, contact_id, "name_key", "curious"),
        lambda: reveal_contact(store, cast.sol, contact_id, "phone", ""),
    ):
        with pytest.raises(CrmError):
            refused()
    for reader in (lambda: add_contact(store, cast.rea, faces.wang, GIVEN, key=fresh()),):
        with pytest.raises(NotPermitted):
            reader()
    assert len(shown(store, cast, faces.wang)) == 1


def test_a_removed_contact_is_gone_and_the_trail_has_it_all(store: Store, cast: Cast, faces: Faces) -> None:
    contact_id = add_contact(store, cast.sol, faces.wang, GIVEN, key=fresh())
    reveal_contact(store, cast.sol, contact_id, "wechat", "to call")
    remove_contact(store, cast.sol, contact_id, version=1, key=fresh())
    assert shown(store, cast, faces.wang) == ()
    with pytest.raises(NotFound):
        remove_contact(store, cast.sol, contact_id, version=1, key=fresh())
    actions = store.rows(sql("select action from audit_entry where entity = 'contact' order by seq"))
    assert [row["action"] for row in actions] == ["add", "reveal", "remove"]


@pytest.mark.parametrize("name", ["", " ", "x" * 101])
def test_a_contact_needs_a_name_of_a_sound_length(store: Store, cast: Cast, faces: Faces, name: str) -> None:
    with pytest.raises(InvalidInput):
        add_contact(store, cast.sol, faces.wang, {"name": name}, key=fresh())
