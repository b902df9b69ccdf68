"""Many customers changed at once: just those that are the actor's to change and that nobody changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta

import pytest

from crm_core import clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.lists.bulk import choosing
from crm_core.customers.lists.bulk.model import Outcome, Selection, Skip
from crm_core.customers.lists.bulk.proposals import take_stages_of_many
from crm_core.customers.lists.bulk.service import change_tags_of_many, edit_many, place_many, set_stage_of_many
from crm_core.customers.lists.fields import Condition, Operator
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.customers.lists.service import ids_found
from crm_core.customers.profile.own_fields.service import add_own_field
from crm_core.customers.profile.stages.service import set_stage
from crm_core.customers.profile.tags.service import add_tag, change_tags
from crm_core.customers.service import edit_customer
from crm_core.errors import AlreadyDone, CrmError, InvalidInput, NotPermitted, Refused
from crm_core.relationships.model import Dimension
from crm_core.relationships.service import set_standing
from crm_core.store import Store
from tests.access.test_refusals import everything
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, add, fresh
from tests.customers.test_merging import buy

LATER = NOW + timedelta(minutes=5)
TIER = Dimension.TIER


def chosen(*ids: int) -> Selection:
    return Selection(NOW, ids)


def found(actor: Actor, **asked: object) -> Selection:
    return Selection(NOW, (), CustomerListRequest(actor.require(Permission.CUSTOMER_READ), **asked))  # type: ignore[arg-type]


def told(outcome: Outcome) -> tuple[int, dict[Skip, tuple[int, tuple[str, ...]]]]:
    return outcome.changed, {one.reason: (one.count, one.names) for one in outcome.skipped}


def entries(store: Store) -> int:
    return int(store.value(sql("select count(*) from audit_entry")))


def test_tags_are_put_on_and_taken_off_many_and_each_customer_has_its_entry(
    store: Store, cast: Cast, faces: Faces
) -> None:
    vip, old = (add_tag(store, cast.tao, {"name": name}, key=fresh()) for name in ("vip", "old"))
    change_tags(store, cast.tao, faces.wang, add=[old], remove=[], key=fresh())
    change_tags(store, cast.tao, faces.li, add=[vip], remove=[], key=fresh())
    before, key = entries(store), fresh()
    everyone = chosen(faces.wang, faces.li, faces.nan, faces.pool, 10**9, faces.wang)
    outcome = change_tags_of_many(store, cast.tao, everyone, add=[vip], remove=[old], key=key)
    assert told(outcome) == (
        1, {Skip.SAME: (1, ("远航装饰有限公司",)), Skip.FOREIGN: (1, ("公海鱼",)), Skip.GONE: (2, ())}
    )  # fmt: skip
    held = store.rows(sql("select customer_id, tag_id from customer_tag order by customer_id"))
    assert held == [{"customer_id": faces.wang, "tag_id": vip}, {"customer_id": faces.li, "tag_id": vip}]
    assert entries(store) == before + 1
    with pytest.raises(AlreadyDone):
        change_tags_of_many(store, cast.tao, everyone, add=[vip], remove=[old], key=key)


def test_one_field_is_written_and_who_was_changed_meanwhile_is_left_and_named(
    store: Store, cast: Cast, faces: Faces
) -> None:
    field = {"name": "Level", "kind": "choice", "choices": "金\n银", "for_kind": "person"}
    level = f"own_{add_own_field(store, cast.ada, field, key=fresh())}"
    both = chosen(faces.wang, faces.li)
    assert told(edit_many(store, cast.tao, both, level, "金", key=fresh())) == (
        1,
        {Skip.KIND: (1, ("远航装饰有限公司",))},
    )
    with clock.held_at(LATER):
        edit_customer(
            store,
            cast.tao,
            faces.li,
            {"name": "远航装饰有限公司", "kind": "company", "region": "杭州"},
            version=1,
            key=fresh(),
        )
    assert told(edit_many(store, cast.tao, both, "region", "南京", key=fresh())) == (
        1, {Skip.CHANGED: (1, ("远航装饰有限公司",))}
    )  # fmt: skip
    rows = store.rows(sql("select name, region, version from customer where customer_id in ($1, $2) order by customer_id"), [faces.wang, faces.li])  # fmt: skip
    assert [(row["region"], row["version"]) for row in rows] == [("南京", 3), ("杭州", 2)]
    assert told(edit_many(store, cast.sol, chosen(faces.wang), level, None, key=fresh())) == (1, {})
    assert store.rows(sql("select * from own_field_value")) == []
    with clock.held_at(LATER):
        made = edit_many(
            store, cast.tao, Selection(LATER, (faces.wang, faces.li)), "fact_industry", "farming", key=fresh()
        )
    assert told(made) == (1, {Skip.KIND: (1, ("王小明",))})
    assert store.value(sql("select value from own_field_value")) == "farming"
    assert told(edit_many(store, cast.sol, chosen(faces.wang), "gender", "female", key=fresh()))[0] == 1
    (entry,) = store.rows(sql("select v.content from audit_value as v where v.content like '%gender%female%'"))
    assert '"before": {"gender": "male"}' in entry["content"]


def test_stages_and_tiers_are_given_to_many_and_what_is_fixed_stays(store: Store, cast: Cast, faces: Faces) -> None:
    both = chosen(faces.wang, faces.li)
    set_stage(store, cast.sol, faces.wang, {"stage": "lost", "reason_id": 1}, version=0, key=fresh())
    back = {"stage": "won_back", "why": "新报价"}
    assert told(set_stage_of_many(store, cast.tao, both, back, key=fresh())) == (
        1, {Skip.NOT_LOST: (1, ("远航装饰有限公司",))}
    )  # fmt: skip
    assert told(set_stage_of_many(store, cast.tao, both, {"stage": "lost", "reason_id": 2}, key=fresh())) == (2, {})
    stages = store.rows(sql("select customer_id, stage from customer_stage_view order by customer_id"))
    assert {row["stage"] for row in stages} == {"lost"}
    set_standing(
        store,
        cast.tao,
        faces.li,
        TIER,
        {"rung": "low", "is_fixed": True, "reason": "as agreed"},
        version=0,
        key=fresh(),
    )
    assert told(place_many(store, cast.tao, both, TIER, {"rung": "high"}, key=fresh())) == (
        1, {Skip.FIXED: (1, ("远航装饰有限公司",))}
    )  # fmt: skip
    assert told(place_many(store, cast.tao, both, TIER, {"rung": "high"}, key=fresh()))[0] == 0
    rungs = store.rows(sql("select rung from customer_standing where until_on is null order by customer_id"))
    assert [row["rung"] for row in rungs] == ["high", "low"]


def test_stages_are_taken_as_the_purchases_propose_and_a_kind_where_nothing_speaks_against_it(
    store: Store, cast: Cast, faces: Faces
) -> None:
    fresh_one, silent, never = (add(store, cast.mia, name, cast.sol) for name in ("新客", "老客", "未购"))
    buy(store, (fresh_one, 10), (silent, 10))
    with store.transaction() as transaction:
        transaction.execute(
            sql("update purchase set purchased_on = purchased_on - 400 where customer_id = $1"), [silent]
        )
    everybody = chosen(fresh_one, silent, never, faces.li)
    for who in (cast.rea, cast.vic):
        with pytest.raises(NotPermitted) if who is cast.rea else nullcontext():
            assert take_stages_of_many(store, who, everybody, {}, key=fresh()).changed == 0
    outcome = take_stages_of_many(store, cast.sol, everybody, {"set_by": 1, "stage": "active"}, key=fresh())
    assert told(outcome) == (2, {Skip.GONE: (1, ()), Skip.UNTOLD: (1, ("老客",))}), "lost wants a reason"
    with pytest.raises(InvalidInput):
        take_stages_of_many(store, cast.sol, everybody, {"reason_id": 99}, key=fresh())
    with clock.held_at(LATER):
        later = Selection(LATER, (fresh_one, silent, never))
        assert told(take_stages_of_many(store, cast.sol, later, {"reason_id": 1}, key=fresh()))[0] == 1
    rows = store.rows(sql("select customer_id, stage, reason_id, is_proposed, set_by from customer_stage order by 1"))
    assert [tuple(row.values()) for row in rows] == [
        (fresh_one, "new", None, True, cast.sol.user_id), (silent, "lost", 1, True, cast.sol.user_id),
        (never, "prospect", None, True, cast.sol.user_id),
    ]  # fmt: skip

    with pytest.raises(InvalidInput):
        edit_many(store, cast.mia, chosen(never), "kind", None, key=fresh())
    outcome = edit_many(store, cast.mia, chosen(never, faces.wang, faces.li), "kind", "company", key=fresh())
    assert told(outcome) == (1, {Skip.SAME: (1, ("远航装饰有限公司",)), Skip.UNFIT: (1, ("王小明",))})
    assert store.value(sql("select kind from customer where customer_id = $1"), [never]) == "company"


def test_all_that_a_list_finds_is_found_within_the_own_reach(store: Store, cast: Cast, faces: Faces, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    tag = add_tag(store, cast.tao, {"name": "vip"}, key=fresh())
    for number in range(30):
        add(store, cast.sol, f"客户{number}", None, region="苏州")
    asked = found(cast.mia, conditions=(Condition("region", Operator.ANY_OF, ("苏州", "广州")),))
    assert told(change_tags_of_many(store, cast.tao, asked, add=[tag], remove=[], key=fresh())) == (30, {})
    assert told(change_tags_of_many(store, cast.mia, asked, add=[tag], remove=[], key=fresh()))[0] == 1
    own = CustomerListRequest(cast.vic.require(Permission.CUSTOMER_READ))
    assert set(ids_found(store, own)) == {faces.nan, faces.pool}
    monkeypatch.setattr(choosing, "MOST_AT_ONCE", 10)
    with pytest.raises(Refused) as refusal:
        change_tags_of_many(store, cast.tao, found(cast.tao), add=[tag], remove=[], key=fresh())
    assert refusal.value.message.values == {"count": 11, "most": 10}


def test_what_may_not_be_changes_nothing_at_all(store: Store, cast: Cast, faces: Faces) -> None:
    tag, wang = add_tag(store, cast.tao, {"name": "vip"}, key=fresh()), chosen(faces.wang)
    field = {"name": "Must", "kind": "text", "is_required": True}
    must = f"own_{add_own_field(store, cast.ada, field, key=fresh())}"
    wanted = {"customer_id": faces.nan, "set_by": 1, "stage_id": 7, "is_proposed": True, "version": 9}
    calls: list[tuple[type[CrmError], Callable[[str], object]]] = [
        (NotPermitted, lambda key: change_tags_of_many(store, cast.rea, wang, add=[tag], remove=[], key=key)),
        (NotPermitted, lambda key: edit_many(store, cast.rea, wang, "region", "x", key=key)),
        (NotPermitted, lambda key: set_stage_of_many(store, cast.rea, wang, {"stage": "new"}, key=key)),
        (NotPermitted, lambda key: place_many(store, cast.rea, wang, TIER, {"rung": "high"}, key=key)),
        (InvalidInput, lambda key: change_tags_of_many(store, cast.sol, wang, add=[], remove=[], key=key)),
        (InvalidInput, lambda key: change_tags_of_many(store, cast.sol, wang, add=[999], remove=[], key=key)),
        (InvalidInput, lambda key: change_tags_of_many(store, cast.sol, chosen(), add=[tag], remove=[], key=key)),
        (InvalidInput, lambda key: edit_many(store, cast.sol, wang, "owner_id", cast.vic.user_id, key=key)),
        (InvalidInput, lambda key: edit_many(store, cast.sol, wang, "name = 'x', region", "y", key=key)),
        (InvalidInput, lambda key: edit_many(store, cast.sol, wang, "gender", "robot", key=key)),
        (InvalidInput, lambda key: edit_many(store, cast.sol, wang, "region", "x" * 61, key=key)),
        (InvalidInput, lambda key: edit_many(store, cast.sol, wang, must, "", key=key)),
        (InvalidInput, lambda key: set_stage_of_many(store, cast.sol, wang, {"stage": "lost"}, key=key)),
        (InvalidInput, lambda key: set_stage_of_many(store, cast.sol, wang, {"stage": "lost", "reason_id": 99}, key=key)),
        (InvalidInput, lambda key: set_stage_of_many(store, cast.sol, wang, {"stage": "won_back"}, key=key)),
        (InvalidInput, lambda key: place_many(store, cast.sol, wang, TIER, {"rung": "strategic"}, key=key)),
    ]  # fmt: skip
    before = everything(store)
    for error, call in calls:
        with pytest.raises(error):
            call(fresh())
    assert everything(store) == before
    for foreign in (faces.wang, faces.li, faces.pool):
        outcome = edit_many(store, cast.vic, chosen(foreign), "region", "' or 1=1 --", key=fresh())
        assert outcome.changed == 0
        assert not [name for one in outcome.skipped for name in one.names if name != "公海鱼"]
    assert set_stage_of_many(store, cast.sol, wang, {"stage": "active", **wanted}, key=fresh()).changed == 1
    (row,) = store.rows(sql("select customer_id, set_by, is_proposed from customer_stage"))
    assert row == {"customer_id": faces.wang, "set_by": cast.sol.user_id, "is_proposed": False}
    assert place_many(store, cast.sol, wang, TIER, {"rung": "high", **wanted}, key=fresh()).changed == 1
    (row,) = store.rows(sql("select customer_id, set_by, version from customer_standing"))
    assert row == {"customer_id": faces.wang, "set_by": cast.sol.user_id, "version": 1}
