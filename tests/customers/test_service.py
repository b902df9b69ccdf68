"""One customer: who may see, add, edit and reveal, and what happens to who may not."""

from __future__ import annotations

import threading

import pytest

from crm_core import audit
from crm_core.access.model import Actor, Permission
from crm_core.customers.model import Collision, CustomerFace, OneCustomer, TimelineRequest
from crm_core.customers.service import (
    add_customer,
    customer_face,
    customer_lifetime,
    customer_months,
    customer_timeline,
    edit_customer,
    reveal,
)
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import ID_CARD, PAYLOAD, Faces, add, content, fresh


def face(store: Store, actor: Actor, customer_id: int) -> CustomerFace:
    return customer_face(store, OneCustomer(actor.require(Permission.CUSTOMER_READ), customer_id))


def form_of(seen: CustomerFace, **changes: object) -> dict[str, object]:
    """Return what the edit form hands over: masked fields empty."""
    plain = {"name": seen.name, "kind": seen.kind, "code": seen.code, "gender": seen.gender, "region": seen.region}
    return {**plain, "note": seen.note, **changes}


def edit(store: Store, actor: Actor, customer_id: int, cleared: tuple[str, ...] = (), **changes: object) -> None:
    seen = face(store, actor, customer_id)
    edit_customer(
        store, actor, customer_id, form_of(seen, **changes), version=seen.version, key=fresh(), cleared=cleared
    )


# Seeing ---------------------------------------------------------------------------------------------------------------


def test_a_face_is_masked_for_everybody(store: Store, cast: Cast, faces: Faces) -> None:
    for actor in (cast.ada, cast.mia, cast.tao, cast.sol, cast.rea):
        seen = face(store, actor, faces.wang)
        assert (seen.phone, seen.email, seen.id_number, seen.birthday) == (
            "138****8000", "x***@example.com", "110105********002X", "****-12-**",
        )  # fmt: skip
        assert (seen.owner, seen.team, seen.has_landline) == ("Sol", "North", False)
        assert "13800138000" not in repr(seen)
    assert face(store, cast.tao, faces.li).has_landline


def test_a_colleagues_customer_is_not_found(store: Store, cast: Cast, faces: Faces) -> None:
    for actor, customer_id in (
        (cast.vic, faces.wang),
        (cast.sol, faces.nan),
        (cast.tao, faces.nan),
        (cast.sol, faces.li),
    ):
        reach = actor.require(Permission.CUSTOMER_READ)
        for query in (customer_face, customer_lifetime, customer_months):
            with pytest.raises(NotFound):
                query(store, OneCustomer(reach, customer_id))
        with pytest.raises(NotFound):
            customer_timeline(store, TimelineRequest(reach, customer_id))
    with pytest.raises(NotFound):
        face(store, cast.ada, 999_999)


def test_of_the_public_pool_all_see_name_and_code_and_nothing_else(store: Store, cast: Cast, faces: Faces) -> None:
    for actor in (cast.sol, cast.vic, cast.tao):
        seen = face(store, actor, faces.pool)
        assert seen == CustomerFace(faces.pool, "C-POOL", "公海鱼", is_open=False)
        with pytest.raises(NotFound):
            customer_timeline(store, TimelineRequest(actor.require(Permission.CUSTOMER_READ), faces.pool))
    for actor in (cast.ada, cast.mia, cast.rea):
        assert face(store, actor, faces.pool).region == "深圳"


# Adding ---------------------------------------------------------------------------------------------------------------


def test_staff_own_what_they_add(store: Store, cast: Cast) -> None:
    customer_id = add(store, cast.sol, "赵六", None)
    seen = face(store, cast.sol, customer_id)
    assert (seen.owner_id, seen.team_id, seen.code) == (cast.sol.user_id, cast.north, f"K{customer_id:06d}")
    with pytest.raises(InvalidInput):
        add(store, cast.sol, "钱七", cast.tao)


def test_a_lead_adds_for_the_own_team_only(store: Store, cast: Cast) -> None:
    assert face(store, cast.sol, add(store, cast.tao, "赵六", cast.sol)).owner_id == cast.sol.user_id
    for owner in (cast.vic, None, cast.ada):
        before = content(store)
        with pytest.raises(InvalidInput) as caught:
            add(store, cast.tao, "钱七", owner)
        assert set(caught.value.fields) == {"owner_id"}
        assert content(store) == before


def test_a_reader_adds_nothing(store: Store, cast: Cast) -> None:
    before = content(store)
    with pytest.raises(NotPermitted):
        add(store, cast.rea, "赵六", None)
    assert content(store) == before


def test_the_same_form_twice_makes_one_customer(store: Store, cast: Cast) -> None:
    key = fresh()
    first = add_customer(store, cast.sol, {"name": "赵六"}, owner_id=None, key=key)
    with pytest.raises(AlreadyDone) as caught:
        add_customer(store, cast.sol, {"name": "赵六"}, owner_id=None, key=key)
    assert caught.value.result == first
    assert store.value(sql("select count(*) from customer")) == 1


def test_a_made_code_steps_aside_for_a_given_one(store: Store, cast: Cast) -> None:
    first = add(store, cast.sol, "甲", None, code="K000002")
    second = add(store, cast.sol, "乙", None)
    assert face(store, cast.sol, second).code not in ("K000002", f"K{first:06d}")


def test_names_of_every_kind_come_back_as_they_were(store: Store, cast: Cast) -> None:
    for name in ("O'Brien; drop table customer; --", PAYLOAD, "🙂张三", "%_\\", "n" * 100, "$1 {x}"):
        assert face(store, cast.sol, add(store, cast.sol, name, None, note="字" * 10_000)).name == name


# Collisions -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "field"),
    [({"phone": "138 0013 8000"}, "phone"), ({"code": "C-WANG"}, "code")],
)
def test_entering_a_colleagues_customer_tells_owner_team_and_a_masked_name(
    store: Store, cast: Cast, faces: Faces, given: dict[str, str], field: str
) -> None:
    before, entries = content(store), store.head.seq
    with pytest.raises(Collision) as caught:
        add(store, cast.vic, "我的新客户", None, **given)
    met = caught.value
    assert (met.field, met.masked_name, met.owner, met.team) == (field, "王**", "Sol", "North")
    assert "王小明" not in str(met) + repr(vars(met))
    assert met.handle != faces.wang
    assert content(store) == before
    entry = store.row(sql("select * from audit_entry_view order by seq desc limit 1"))
    assert store.head.seq == entries + 1
    assert entry is not None
    assert (entry["action"], entry["actor_id"], entry["entity_id"]) == ("collide", cast.vic.user_id, faces.wang)


def test_a_companys_credit_code_collides_too(store: Store, cast: Cast, faces: Faces) -> None:
    with pytest.raises(Collision) as caught:
        add(store, cast.vic, "远航", None, kind="company", id_number="91110000600037341L")
    assert (caught.value.field, caught.value.masked_name) == ("id_number", "远航****")


def test_an_own_customer_and_one_of_the_pool_are_named_at_the_field(store: Store, cast: Cast, faces: Faces) -> None:
    for actor, phone, name in ((cast.sol, "13800138000", "王小明"), (cast.vic, "13700137000", "公海鱼")):
        with pytest.raises(InvalidInput) as caught:
            add(store, actor, "又来一个", None, phone=phone)
        assert name in str(caught.value.fields["phone"])


def test_editing_into_a_colleagues_phone_collides_and_changes_nothing(store: Store, cast: Cast, faces: Faces) -> None:
    before = content(store)
    with pytest.raises(Collision):
        edit(store, cast.sol, faces.wang, phone="13912349876")
    assert content(store) == before


def test_an_old_likeness_does_not_stop_an_edit_of_something_else(store: Store, cast: Cast, faces: Faces) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("update customer set phone_key = '8613912349876' where code = 'C-WANG'"))
    edit(store, cast.sol, faces.wang, region="天津")
    assert face(store, cast.sol, faces.wang).region == "天津"


# Editing --------------------------------------------------------------------------------------------------------------


def test_masked_fields_left_empty_keep_what_is_stored(store: Store, cast: Cast, faces: Faces) -> None:
    edit(store, cast.sol, faces.wang, name="王晓明")
    row = store.row(sql("select * from customer where code = 'C-WANG'"))
    assert row is not None
    assert (row["name"], row["phone"], row["phone_key"]) == ("王晓明", "13800138000", "8613800138000")
    assert (row["email"], row["id_number"], str(row["birthday"])) == ("xiaoming@example.com", ID_CARD, "1949-12-31")
    assert "wangxiaoming" in row["search_text"]
    assert row["version"] == 2


def test_masked_fields_are_cleared_only_when_asked(store: Store, cast: Cast, faces: Faces) -> None:
    edit(store, cast.sol, faces.wang, cleared=("phone", "birthday"))
    row = store.row(sql("select * from customer where code = 'C-WANG'"))
    assert row is not None
    assert (row["phone"], row["phone_key"], row["birthday"], row["id_number"]) == (None, None, None, ID_CARD)
    with pytest.raises(InvalidInput) as caught:
        edit(store, cast.sol, faces.wang, cleared=("email",), email="new@example.com")
    assert set(caught.value.fields) == {"email"}


def test_a_mask_typed_into_the_form_is_refused(store: Store, cast: Cast, faces: Faces) -> None:
    seen, before = face(store, cast.sol, faces.wang), content(store)
    for field in ("phone", "email", "id_number", "birthday"):
        with pytest.raises(InvalidInput):
            edit(store, cast.sol, faces.wang, **{field: getattr(seen, field)})
    assert content(store) == before


def test_changing_the_kind_asks_for_what_belongs_to_it(store: Store, cast: Cast, faces: Faces) -> None:
    with pytest.raises(InvalidInput) as caught:
        edit(store, cast.sol, faces.wang, kind="company", gender=None)
    assert set(caught.value.fields) == {"id_number", "birthday"}
    edit(store, cast.sol, faces.wang, kind="company", gender=None, cleared=("id_number", "birthday"))
    assert face(store, cast.sol, faces.wang).kind == "company"


def test_the_second_of_two_editors_is_told_and_sees_no_clear_value(store: Store, cast: Cast, faces: Faces) -> None:
    old = face(store, cast.sol, faces.wang)
    edit(store, cast.tao, faces.wang, region="天津", phone="13812345678")
    before = content(store)
    with pytest.raises(StaleWrite) as caught:
        edit_customer(
            store,
            cast.sol,
            faces.wang,
            form_of(old, region="河北", phone="13899999999"),
            version=old.version,
            key=fresh(),
        )
    stale = caught.value
    assert (stale.mine["region"], stale.theirs["region"]) == ("河北", "天津")
    assert (stale.mine["phone"], stale.theirs["phone"]) == ("13899999999", "138****5678")
    assert stale.theirs["version"] == old.version + 1
    assert "13812345678" not in repr(stale.theirs)
    assert content(store) == before


def test_who_may_not_edit_changes_nothing(store: Store, cast: Cast, faces: Faces) -> None:
    for actor, refusal in ((cast.rea, NotPermitted), (cast.vic, NotFound)):
        before = content(store)
        with pytest.raises(refusal):
            edit_customer(store, actor, faces.wang, {"name": "偷改"}, version=1, key=fresh())
        assert content(store) == before


def test_a_field_that_no_form_has_is_not_written(store: Store, cast: Cast, faces: Faces) -> None:
    edit(
        store, cast.sol, faces.wang, region="天津", owner_id=cast.vic.user_id, team_id=cast.south,
        phone_key="x", search_text="x", version=99, created_by=0,
    )  # fmt: skip
    row = store.row(sql("select * from customer where code = 'C-WANG'"))
    assert row is not None
    assert (row["owner_id"], row["team_id"], row["customer_id"]) == (cast.sol.user_id, cast.north, faces.wang)
    assert (row["phone_key"], row["version"]) == ("8613800138000", 2)


def test_an_edit_leaves_its_fields_before_and_after_in_the_trail(store: Store, cast: Cast, faces: Faces) -> None:
    edit(store, cast.sol, faces.wang, region="天津")
    request = TimelineRequest(cast.sol.require(Permission.CUSTOMER_READ), faces.wang)
    latest = customer_timeline(store, request).events[0]
    assert (latest.kind, latest.state, latest.text, latest.who) == ("change", "edit", "region", "Sol")
    assert audit.verify(store) is None


def test_saving_without_a_change_writes_no_entry(store: Store, cast: Cast, faces: Faces) -> None:
    entries = store.head.seq
    edit(store, cast.sol, faces.wang)
    assert store.head.seq == entries
    assert face(store, cast.sol, faces.wang).version == 1


def test_of_many_editors_at_once_exactly_one_wins(store: Store, cast: Cast, faces: Faces) -> None:
    old, results = face(store, cast.mia, faces.wang), []

    def save(number: int) -> None:
        try:
            edit_customer(
                store, cast.mia, faces.wang, form_of(old, region=f"区{number}"), version=old.version, key=fresh()
            )
            results.append("saved")
        except StaleWrite:
            results.append("stale")

    threads = [threading.Thread(target=save, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["saved"] + ["stale"] * 5


# Revealing ------------------------------------------------------------------------------------------------------------


def test_a_reveal_needs_a_reason_and_is_noted(store: Store, cast: Cast, faces: Faces) -> None:
    for reason in ("", " ", "x"):
        with pytest.raises(InvalidInput):
            reveal(store, cast.sol, faces.wang, "phone", reason)
    assert reveal(store, cast.sol, faces.wang, "phone", "回电") == "13800138000"
    assert reveal(store, cast.sol, faces.wang, "birthday", "生日祝福") == "1949-12-31"
    request = TimelineRequest(cast.sol.require(Permission.CUSTOMER_READ), faces.wang)
    latest = customer_timeline(store, request).events[0]
    assert (latest.state, latest.text) == ("reveal", "birthday")


def test_who_may_not_reveal_learns_nothing(store: Store, cast: Cast, faces: Faces) -> None:
    for actor, customer_id, refusal in (
        (cast.rea, faces.wang, NotPermitted),
        (cast.vic, faces.wang, NotFound),
        (cast.sol, faces.pool, NotFound),
        (cast.tao, faces.nan, NotFound),
    ):
        before, entries = content(store), store.head.seq
        with pytest.raises(refusal):
            reveal(store, actor, customer_id, "phone", "回电")
        assert (content(store), store.head.seq) == (before, entries)


def test_only_masked_fields_are_revealed(store: Store, cast: Cast, faces: Faces) -> None:
    for field in ("phone_key", "search_text", "note", "", "phone; drop table customer"):
        with pytest.raises(InvalidInput):
            reveal(store, cast.sol, faces.wang, field, "回电")


def test_administrators_are_told_of_very_many_reveals(store: Store, cast: Cast, faces: Faces) -> None:
    for _ in range(20):
        reveal(store, cast.sol, faces.wang, "phone", "回电")
    notices = store.rows(sql("select user_id, kind from notice where kind = 'reveals'"))
    assert notices == [{"user_id": cast.ada.user_id, "kind": "reveals"}]
