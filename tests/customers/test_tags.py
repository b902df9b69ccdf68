"""Tags: one list kept by leads and up, put on by who may edit, renamed and merged without losing a customer."""

from __future__ import annotations

import pytest

from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.customers.lists.service import customer_list
from crm_core.customers.model import OneCustomer
from crm_core.customers.profile.tags.model import MOST_ON_ONE
from crm_core.customers.profile.tags.service import (
    add_tag,
    change_tags,
    merge_tags,
    rename_tag,
    tag_uses,
    tags,
    tags_of,
)
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, fresh


def make(store: Store, actor: Actor, name: str) -> int:
    return add_tag(store, actor, {"name": name}, key=fresh())


def put(store: Store, actor: Actor, customer_id: int, *add: int, remove: tuple[int, ...] = ()) -> None:
    change_tags(store, actor, customer_id, add=add, remove=remove, key=fresh())


def names(store: Store, actor: Actor, customer_id: int) -> list[str]:
    return [tag.name for tag in tags_of(store, OneCustomer(actor.require(Permission.CUSTOMER_READ), customer_id))]


def test_leads_and_up_keep_the_list_and_the_others_do_not(store: Store, cast: Cast) -> None:
    for actor in (cast.tao, cast.mia, cast.ada):
        make(store, actor, actor.name)
    for actor in (cast.sol, cast.rea):
        with pytest.raises(NotPermitted):
            make(store, actor, "x")
        with pytest.raises(NotPermitted):
            rename_tag(store, actor, 1, {"name": "x"}, version=1, key=fresh())
        with pytest.raises(NotPermitted):
            merge_tags(store, actor, 1, 2, version=1, key=fresh())
        with pytest.raises(NotPermitted):
            tag_uses(store, actor)
    assert [tag.name for tag in tags(store, cast.rea)] == ["Ada", "Mia", "Tao"]
    for name in ("", "ａｄａ", "x" * 31):
        with pytest.raises(InvalidInput):
            make(store, cast.ada, name)


def test_who_may_edit_puts_them_on_once_and_nobody_else(store: Store, cast: Cast, faces: Faces) -> None:
    vip, tea, key = make(store, cast.tao, "VIP '🙂'"), make(store, cast.tao, "茶"), fresh()
    change_tags(store, cast.sol, faces.wang, add=[vip], remove=[], key=key)
    with pytest.raises(AlreadyDone):
        change_tags(store, cast.sol, faces.wang, add=[vip], remove=[], key=key)
    put(store, cast.tao, faces.wang, vip, tea)  # two who tick at once: both stand, none twice
    assert names(store, cast.sol, faces.wang) == ["VIP '🙂'", "茶"]
    put(store, cast.sol, faces.wang, remove=(vip, 999))
    assert names(store, cast.sol, faces.wang) == ["茶"]
    for actor, customer_id, refusal in (
        (cast.vic, faces.wang, NotFound), (cast.sol, faces.li, NotFound), (cast.rea, faces.wang, NotPermitted),
    ):  # fmt: skip
        with pytest.raises(refusal):
            put(store, actor, customer_id, tea)
    with pytest.raises(InvalidInput):
        put(store, cast.sol, faces.wang, 10**6)
    with pytest.raises(NotFound):
        names(store, cast.vic, faces.wang)


def test_one_customer_has_only_so_many(store: Store, cast: Cast, faces: Faces) -> None:
    many = [make(store, cast.tao, f"tag {number}") for number in range(MOST_ON_ONE + 1)]
    with pytest.raises(InvalidInput):
        put(store, cast.sol, faces.wang, *many)
    put(store, cast.sol, faces.wang, *many[1:])
    assert len(names(store, cast.sol, faces.wang)) == MOST_ON_ONE


def test_a_merge_loses_no_customer_and_counts_none_twice(store: Store, cast: Cast, faces: Faces) -> None:
    old, new = make(store, cast.tao, "大客"), make(store, cast.tao, "大客户")
    put(store, cast.sol, faces.wang, old, new)
    put(store, cast.tao, faces.li, old)
    put(store, cast.vic, faces.nan, old)
    with pytest.raises(InvalidInput):
        merge_tags(store, cast.tao, old, old, version=1, key=fresh())
    with pytest.raises(StaleWrite):
        merge_tags(store, cast.tao, old, new, version=7, key=fresh())
    merge_tags(store, cast.tao, old, new, version=1, key=fresh())
    assert store.rows(sql("select customer_id, tag_id from customer_tag order by customer_id")) == [
        {"customer_id": each, "tag_id": new} for each in sorted((faces.wang, faces.li, faces.nan))
    ]
    assert [(use.tag.name, use.customers) for use in tag_uses(store, cast.tao)] == [("大客户", 2)]  # the own team's
    assert [use.customers for use in tag_uses(store, cast.ada)] == [3]
    with pytest.raises(NotFound):
        merge_tags(store, cast.tao, old, new, version=1, key=fresh())


def test_a_tag_is_renamed_and_not_over_a_colleague(store: Store, cast: Cast, faces: Faces) -> None:
    tag = make(store, cast.tao, "a")
    make(store, cast.tao, "b")
    put(store, cast.sol, faces.wang, tag)
    rename_tag(store, cast.mia, tag, {"name": "c"}, version=1, key=fresh())
    assert names(store, cast.sol, faces.wang) == ["c"]
    with pytest.raises(StaleWrite):
        rename_tag(store, cast.tao, tag, {"name": "d"}, version=1, key=fresh())
    with pytest.raises(InvalidInput):
        rename_tag(store, cast.tao, tag, {"name": "B"}, version=2, key=fresh())


def test_the_list_is_filtered_by_a_tag_and_tells_nothing_of_the_pool(store: Store, cast: Cast, faces: Faces) -> None:
    tag = make(store, cast.tao, "VIP")
    for actor, customer_id in ((cast.sol, faces.wang), (cast.mia, faces.pool), (cast.vic, faces.nan)):
        put(store, actor, customer_id, tag)

    def found(actor: Actor) -> set[str]:
        asked = CustomerListRequest(actor.require(Permission.CUSTOMER_READ), tag_id=tag)
        return {line.name for line in customer_list(store, asked).lines}

    assert found(cast.sol) == found(cast.tao) == {"王小明"}
    assert found(cast.mia) == {"王小明", "公海鱼", "南方金丝雀"}
