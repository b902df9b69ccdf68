"""Saved views: the own, the team's and everybody's; each shows the own reach; what is gone is said, nothing fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.fields import Condition, Operator
from crm_core.customers.lists.model import CustomerListRequest, View
from crm_core.customers.lists.service import customer_list
from crm_core.customers.lists.views.model import SavedView, ViewContent
from crm_core.customers.lists.views.service import begin_with, edit_view, remove_view, save_view, saved_views
from crm_core.customers.profile.own_fields.service import add_own_field, edit_own_field
from crm_core.customers.profile.tags.service import add_tag, merge_tags
from crm_core.errors import AlreadyDone, CrmError, InvalidInput, NotFound, StaleWrite
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, fresh

FILLED = Condition("region", Operator.FILLED)
CONTENT = ViewContent(View.ALL, (FILLED,), "spend", is_descending=True, columns=("spend", "region"))


def named(store: Store, actor: Actor) -> dict[str, SavedView]:
    return {one.name: one for one in saved_views(store, actor)}


def refused(error: type[CrmError], work: Callable[[], object]) -> None:
    with pytest.raises(error):
        work()


def test_views_are_seen_by_whom_they_are_shared_with_and_show_each_the_own_reach(
    store: Store, cast: Cast, faces: Faces
) -> None:
    for actor, name, sharing in (
        (cast.sol, "Mine", "own"), (cast.tao, "North's", "team"), (cast.mia, "Everybody's", "all"), (cast.rea, "Read", "own"),
    ):  # fmt: skip
        save_view(store, actor, {"name": name, "sharing": sharing}, CONTENT, key=fresh())
    assert set(named(store, cast.sol)) == {"Mine", "North's", "Everybody's"}
    assert set(named(store, cast.vic)) == {"Everybody's"}
    assert set(named(store, cast.tao)) == {"North's", "Everybody's"}
    opened = named(store, cast.vic)["Everybody's"]
    assert (opened.content, opened.gone, opened.made_by, opened.may_edit) == (CONTENT, (), "Mia", False)
    asked = CustomerListRequest(cast.vic.require(Permission.CUSTOMER_READ), conditions=opened.content.conditions)
    assert [line.name for line in customer_list(store, asked).lines] == ["南方金丝雀"]
    for actor, sharing in (
        (cast.sol, "team"),
        (cast.vic, "all"),
        (cast.rea, "all"),
        (cast.tao, "all"),
        (cast.mia, "team"),
    ):
        refused(
            InvalidInput,
            lambda a=actor, s=sharing: save_view(store, a, {"name": "x", "sharing": s}, CONTENT, key=fresh()),
        )
    assert {name: one.may_edit for name, one in named(store, cast.tao).items()} == {
        "North's": True,
        "Everybody's": False,
    }
    assert named(store, cast.ada)["Everybody's"].may_edit


def test_a_view_is_renamed_changed_begun_with_and_deleted_by_its_maker_or_who_may_share_so_far(
    store: Store, cast: Cast
) -> None:
    key = fresh()
    view_id = save_view(store, cast.sol, {"name": " Big  ones "}, CONTENT, key=key)
    refused(AlreadyDone, lambda: save_view(store, cast.sol, {"name": "Other"}, CONTENT, key=key))
    for name in ("big ones", "", "x" * 41):
        refused(InvalidInput, lambda n=name: save_view(store, cast.sol, {"name": n}, CONTENT, key=fresh()))
    edit_view(store, cast.sol, view_id, {"name": "Bigger"}, None, version=1, key=fresh())
    refused(StaleWrite, lambda: edit_view(store, cast.sol, view_id, {"name": "y"}, None, version=1, key=fresh()))
    edit_view(store, cast.sol, view_id, {}, replace(CONTENT, sort="name"), version=2, key=fresh())
    assert named(store, cast.sol)["Bigger"].content.sort == "name"
    for stranger in (cast.vic, cast.tao, cast.ada, cast.rea):
        refused(NotFound, lambda a=stranger: edit_view(store, a, view_id, {"name": "z"}, None, version=3, key=fresh()))
        refused(NotFound, lambda a=stranger: remove_view(store, a, view_id, version=3, key=fresh()))
        refused(NotFound, lambda a=stranger: begin_with(store, a, view_id, key=fresh()))
    shared = save_view(store, cast.mia, {"name": "All", "sharing": "all"}, CONTENT, key=fresh())
    for reader in (cast.sol, cast.vic):
        begin_with(store, reader, shared, key=fresh())
        assert named(store, reader)["All"].is_start
    begin_with(store, cast.vic, None, key=fresh())
    assert [named(store, actor)["All"].is_start for actor in (cast.sol, cast.vic)] == [True, False]
    edit_view(store, cast.ada, shared, {"name": "All of us"}, None, version=1, key=fresh())
    refused(NotFound, lambda: remove_view(store, cast.sol, shared, version=2, key=fresh()))
    refused(StaleWrite, lambda: remove_view(store, cast.ada, shared, version=1, key=fresh()))
    remove_view(store, cast.ada, shared, version=2, key=fresh())
    assert set(named(store, cast.sol)) == {"Bigger"}
    assert store.value(sql("select count(*) from saved_list_start")) == 0
    assert store.value(sql("select count(*) from audit_entry where entity = 'saved_list'")) == 9


def test_a_view_that_asks_for_what_is_gone_says_so_and_is_shown_without_it(
    store: Store, cast: Cast, faces: Faces
) -> None:
    field = {"name": "Level", "kind": "choice", "choices": "金\n银"}
    field_id = add_own_field(store, cast.ada, field, key=fresh())
    vip, other = (add_tag(store, cast.tao, {"name": name}, key=fresh()) for name in ("vip", "other"))
    own = f"own_{field_id}"
    tagged = Condition("tags", Operator.ANY_OF, (str(vip),))
    both = Condition("tags", Operator.ANY_OF, (str(vip), str(other)))
    asked = (FILLED, Condition(own, Operator.ANY_OF, ("金",)), tagged, both)
    save_view(store, cast.sol, {"name": "V"}, ViewContent(View.ALL, asked, own, False, (own, "spend")), key=fresh())
    assert named(store, cast.sol)["V"].gone == ()
    edit_own_field(store, cast.ada, field_id, {**field, "is_active": False}, version=1, key=fresh())
    merge_tags(store, cast.tao, vip, other, version=1, key=fresh())
    opened = named(store, cast.sol)["V"]
    assert opened.gone == ("Level", "tags")
    left = (FILLED, Condition("tags", Operator.ANY_OF, (str(other),)))
    assert opened.content == ViewContent(View.ALL, left, "name", False, ("spend",))


def test_what_a_form_of_a_view_does_not_have_changes_nothing(store: Store, cast: Cast) -> None:
    wanted = {"view_id": 4711, "created_by": cast.mia.user_id, "team_id": cast.south, "version": 9, "content": "{}"}
    view_id = save_view(store, cast.tao, {"name": "A", "sharing": "team", **wanted}, CONTENT, key=fresh())
    edit_view(store, cast.tao, view_id, {"name": "B", **wanted}, None, version=1, key=fresh())
    (row,) = store.rows(sql("select view_id, name, sharing, team_id, version, created_by from saved_list"))
    assert row == {
        "view_id": view_id, "name": "B", "sharing": "team", "team_id": cast.north, "version": 2,
        "created_by": cast.tao.user_id,
    }  # fmt: skip
    assert view_id != 4711
    assert named(store, cast.sol)["B"].content == CONTENT
