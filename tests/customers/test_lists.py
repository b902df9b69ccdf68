"""Lists and picks: what each role finds, and what nobody finds who must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_core.access.model import Actor, Permission
from crm_core.customers.lists import repository
from crm_core.customers.lists.model import CustomerListRequest, CustomerPage, PickRequest, Sort, View
from crm_core.customers.lists.narrowing import goes_on
from crm_core.customers.lists.repository import find_ids
from crm_core.customers.lists.service import (
    Choices,
    customer_list,
    customer_picks,
    owners_to_choose,
    owners_to_find_by,
    regions_to_choose,
)
from crm_core.customers.model import Kind
from crm_core.customers.service import edit_customer
from crm_core.interactions.service import add_follow_up, log_interaction
from crm_core.store import Store
from crm_core.team.service import disable_user
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, add, fresh

CANARIES = (
    "CANARY-NOTE",
    "13912349876",
    "canary@",
    "139****9876",
    "c***@",
    "广州",
    "POOL-NOTE",
    "13700137000",
    "137****7000",
)


def found(store: Store, actor: Actor, **asked: object) -> CustomerPage:
    return customer_list(store, CustomerListRequest(actor.require(Permission.CUSTOMER_READ), **asked))  # type: ignore[arg-type]


def names(store: Store, actor: Actor, **asked: object) -> list[str]:
    return [line.name for line in found(store, actor, **asked).lines]


def test_each_role_finds_its_own_rows_and_the_public_pool(store: Store, cast: Cast, faces: Faces) -> None:
    everything = {"王小明", "远航装饰有限公司", "南方金丝雀", "公海鱼"}
    for actor in (cast.ada, cast.mia, cast.rea):
        assert set(names(store, actor)) == everything
    assert set(names(store, cast.tao)) == {"王小明", "远航装饰有限公司", "公海鱼"}
    assert set(names(store, cast.sol)) == {"王小明", "公海鱼"}
    assert set(names(store, cast.vic)) == {"南方金丝雀", "公海鱼"}


def test_no_canary_of_a_foreign_team_or_of_the_pool_is_ever_found(store: Store, cast: Cast, faces: Faces) -> None:
    for actor in (cast.sol, cast.tao):
        reach = actor.require(Permission.CUSTOMER_READ)
        for sort in Sort:
            for view in View:
                text = repr(customer_list(store, CustomerListRequest(reach, view=view, sort=sort)))
                assert not [canary for canary in CANARIES if canary in text]
        for typed in ("南方", "nanfang", "nfjsq", "C-NAN", "13912349876", "9876", "canary"):
            assert names(store, actor, text=typed) == []
            assert customer_picks(store, PickRequest(reach, typed)) == ()


def test_the_pool_is_found_by_name_and_code_and_by_nothing_else(store: Store, cast: Cast, faces: Faces) -> None:
    for typed in ("公海鱼", "gonghai", "C-POOL"):
        assert names(store, cast.sol, text=typed) == ["公海鱼"]
    for asked in (
        {"text": "13700137000"},
        {"text": "7000"},
        {"region": "深圳"},
        {"kind": Kind.PERSON, "view": View.POOL},
    ):
        assert names(store, cast.sol, **asked) == []
    assert names(store, cast.mia, text="7000") == ["公海鱼"]
    assert customer_picks(store, PickRequest(cast.sol.require(Permission.INTERACTION_LOG), "公海鱼")) == ()


def test_phones_are_found_whole_or_by_four_digits(store: Store, cast: Cast, faces: Faces) -> None:
    for typed in ("13800138000", "+86 138-0013-8000", "8000", "１３８００１３８０００"):
        assert names(store, cast.sol, text=typed) == ["王小明"]
    for typed in ("1380013800", "80008", "138001", "000"):
        assert names(store, cast.sol, text=typed) == []


def test_views_and_filters_narrow_the_list(store: Store, cast: Cast, faces: Faces) -> None:
    assert names(store, cast.tao, view=View.MINE) == ["远航装饰有限公司"]
    assert names(store, cast.mia, view=View.POOL) == ["公海鱼"]
    assert names(store, cast.mia, owner_id=cast.sol.user_id) == ["王小明"]
    assert names(store, cast.mia, team_id=cast.south) == ["南方金丝雀"]
    assert names(store, cast.mia, kind=Kind.COMPANY) == ["远航装饰有限公司"]
    assert names(store, cast.mia, region="北京") == ["王小明"]
    add_follow_up(store, cast.sol, faces.wang, {"due_on": "2026-03-20"}, key=fresh())
    assert names(store, cast.mia, has_open_follow_up=True) == ["王小明"]


def test_names_are_sorted_by_pinyin_and_pages_carry_the_total(store: Store, cast: Cast) -> None:
    for name in ("张三", "李四", "Alice", "王五", "陈六"):
        add(store, cast.sol, name, None)
    page = found(store, cast.sol, size=2, page=1)
    assert names(store, cast.sol) == ["Alice", "陈六", "李四", "王五", "张三"]
    assert ([line.name for line in page.lines], page.total) == (["李四", "王五"], 5)
    assert names(store, cast.sol, is_descending=True)[0] == "张三"


_BUY = sql(
    "insert into purchase select nextval('purchase_ids'), 1, 'n:' || $1, $1, null, 'x', 'y', 1, $2, null, $2, false, true, $3, "
    "$3::date, 'CN', 'store', 1, 1, 1, 1"
)


def test_sorting_by_spend_last_purchase_and_last_contact(store: Store, cast: Cast, faces: Faces) -> None:
    with store.transaction() as transaction:
        for customer_id, amount, day in (
            (faces.wang, 10, 1),
            (faces.li, 500, 2),
            (faces.nan, 90, 3),
            (faces.pool, 999, 4),
        ):
            transaction.execute(_BUY, [customer_id, amount, datetime(2026, 3, day, tzinfo=UTC)])
    log_interaction(store, cast.tao, faces.li, {"channel": "phone", "outcome": "reached", "content": "x"}, key=fresh())
    assert names(store, cast.mia, sort=Sort.SPEND, is_descending=True)[:2] == ["公海鱼", "远航装饰有限公司"]
    assert names(store, cast.mia, sort=Sort.LAST_PURCHASE)[0] == "王小明"
    assert names(store, cast.mia, sort=Sort.LAST_CONTACT, is_descending=True)[0] == "远航装饰有限公司"
    line = found(store, cast.sol, text="王").lines[0]
    assert (line.spend, str(line.last_purchase_on)) == (10, "2026-03-01")
    pool = found(store, cast.sol, sort=Sort.SPEND, is_descending=True).lines[-1]
    assert (pool.name, pool.spend, pool.last_purchase_on) == ("公海鱼", None, None)


def test_a_purchase_written_since_is_in_the_next_list(store: Store, cast: Cast, faces: Faces) -> None:
    assert found(store, cast.sol, text="王").lines[0].spend is None
    with store.transaction() as transaction:
        transaction.execute(_BUY, [faces.wang, 10, datetime(2026, 3, 1, tzinfo=UTC)])
    assert found(store, cast.sol, text="王").lines[0].spend == 10


def test_a_search_in_memory_finds_what_the_store_finds_and_what_was_written_since(
    store: Store, cast: Cast, faces: Faces
) -> None:
    asks = [
        {"text": text, **more}
        for text in ("w", "y z", "0000", "13800138000")
        for more in ({}, {"view": View.MINE}, {"view": View.POOL}, {"kind": Kind.PERSON}, {"sort": Sort.CODE})
    ]
    for _ in range(2):
        for actor in (cast.mia, cast.tao):
            for asked in asks:
                request = CustomerListRequest(actor.require(Permission.CUSTOMER_READ), **asked)  # type: ignore[arg-type]
                page = customer_list(store, request)
                assert [line.customer_id for line in page.lines] == find_ids(store, request, 100), asked
        changed = {"name": "魏远", "kind": "person", "phone": "13800000000"}
        edit_customer(store, cast.sol, faces.wang, changed, version=version_of(store, faces.wang), key=fresh())
    assert names(store, cast.sol, text="weiy") == ["魏远"]
    assert [
        pick.name for pick in customer_picks(store, PickRequest(cast.sol.require(Permission.CUSTOMER_READ), "wy"))
    ] == ["魏远"]
    assert names(store, cast.sol, text="小明") == []


def test_each_further_key_finds_what_all_keys_at_once_find(
    store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("王小明", "王晓梅", "小王 明", "欧阳明", "Wang Ming", "明月13", "wx"):
        add(store, cast.sol if "小" in name else cast.mia, name, None)
    monkeypatch.setattr(repository, "ENOUGH", 2)  # so that what is left is looked through again and again
    for most in (100_000, 4):
        monkeypatch.setattr(repository, "MOST", most)
        for typed in ("wangx", "小 王 明", "明月 13"):
            for end in range(1, len(typed) + 1):
                for actor in (cast.mia, cast.vic):
                    request = CustomerListRequest(actor.require(Permission.CUSTOMER_READ), typed[:end], size=100)
                    page = customer_list(store, request)
                    found = [line.customer_id for line in page.lines]
                    assert (found, page.total) == (find_ids(store, request, 100), len(found)), typed[:end]
        add(store, cast.mia, f"王小明{most}", None)


@given(st.lists(st.sampled_from(["a", "b", "ab", "abc", "bc"]), min_size=1, max_size=3), st.data())
def test_who_fits_more_keys_fits_those_before(earlier: list[str], data: st.DataObject) -> None:
    words = tuple(
        data.draw(st.sampled_from(["", "x"])) + text + data.draw(st.sampled_from(["", "c"])) for text in earlier
    )
    assert goes_on(words, tuple(earlier))
    text = data.draw(st.text("abcx", max_size=8))
    others = tuple(data.draw(st.lists(st.sampled_from(["a", "bc", "x"]), min_size=1, max_size=3)))
    if goes_on(others, tuple(earlier)) and all(word in text for word in others):
        assert all(word in text for word in earlier)


def version_of(store: Store, customer_id: int) -> int:
    return int(store.value(sql("select version from customer where customer_id = $1"), [customer_id]))


def test_picks_put_the_best_fit_first_and_recent_contacts_without_a_text(store: Store, cast: Cast) -> None:
    made = {name: add(store, cast.sol, name, None) for name in ("李王", "王", "王小明", "旺旺")}
    reach = cast.sol.require(Permission.INTERACTION_LOG)
    assert [pick.name for pick in customer_picks(store, PickRequest(reach, "王"))][:2] == ["王", "王小明"]
    assert customer_picks(store, PickRequest(reach)) == ()
    log_interaction(
        store, cast.sol, made["旺旺"], {"channel": "phone", "outcome": "reached", "content": "x"}, key=fresh()
    )
    assert [pick.name for pick in customer_picks(store, PickRequest(reach, " "))] == ["旺旺"]
    firm = add(store, cast.sol, "王氏集团", None, kind="company")
    companies = PickRequest(reach, "王", kind=Kind.COMPANY)
    assert [pick.name for pick in customer_picks(store, companies)] == ["王氏集团"]
    assert customer_picks(store, replace(companies, without=firm)) == ()
    assert customer_picks(store, replace(companies, text="")) == ()


def test_choices_keep_to_the_reach(store: Store, cast: Cast, faces: Faces) -> None:
    def owners(actor: Actor) -> set[str]:
        reach = actor.require(Permission.CUSTOMER_READ)
        return {owner.display_name for owner in owners_to_choose(store, Choices(reach))}

    assert owners(cast.mia) == {"Mia", "Tao", "Sol", "Vic"}
    assert owners(cast.tao) == {"Tao", "Sol"}
    assert owners(cast.sol) == {"Sol"}
    assert set(regions_to_choose(store, Choices(cast.sol.require(Permission.CUSTOMER_READ)))) == {"北京"}


def test_customers_are_found_by_their_owner_though_he_is_disabled(store: Store, cast: Cast, faces: Faces) -> None:
    def owners(actor: Actor) -> set[str]:
        reach = actor.require(Permission.CUSTOMER_READ)
        return {owner.display_name for owner in owners_to_find_by(store, Choices(reach))}

    disable_user(store, cast.ada, cast.vic.user_id)
    assert owners(cast.ada) == {"Tao", "Sol", "Vic"}
    assert "Vic" not in owners(cast.tao) | owners(cast.sol)


def test_nothing_typed_finds_everything_or_breaks(store: Store, cast: Cast, faces: Faces) -> None:
    for typed in ("'", "%", "_", "\\", "' or 1=1 --", "$1", "a" * 5000, "🙂", "((", "/*", "*/", "{}"):
        assert found(store, cast.sol, text=typed).total == 0, typed
    assert found(store, cast.sol, text="\x00 \u200b").total == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=20))
def test_a_search_finds_what_a_plain_reading_of_the_names_finds(
    store: Store, cast: Cast, faces: Faces, typed: str
) -> None:
    seen = found(store, cast.mia, text=typed)
    assert len(seen.lines) == seen.total <= 4
