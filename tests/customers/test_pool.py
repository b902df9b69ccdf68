"""The public pool 公海: who sees what lies there, who may take it, how much, and who lets go."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from crm_core import audit, clock
from crm_core.access.model import CONSOLE, Actor, Permission
from crm_core.customers.model import OneCustomer
from crm_core.customers.ownership.hands import Cause
from crm_core.customers.ownership.service import assign_owner
from crm_core.customers.pool.model import AllowanceRequest, PoolLine, PoolSort
from crm_core.customers.pool.service import (
    allowance,
    claim,
    day_begins,
    exempt_of,
    keep,
    lift,
    pool_of,
    pool_page,
    pool_regions,
    release,
)
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, Refused
from crm_core.interactions.service import add_follow_up, log_interaction
from crm_core.settings.service import change_settings, current_version
from crm_core.store import Store
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, add, content, fresh
from tests.customers.test_ownership import SAID, notices, sees


def pool(store: Store, actor: Actor, **asked: str) -> dict[str, PoolLine]:
    return {line.code: line for line in pool_page(store, pool_of(actor, **asked)).lines}  # type: ignore[arg-type]


def owner(store: Store, customer_id: int) -> tuple[int | None, int | None]:
    row = store.row(sql("select owner_id, team_id from customer where customer_id = $1"), [customer_id])
    assert row is not None
    return row["owner_id"], row["team_id"]


def choose(store: Store, cast: Cast, **given: str) -> None:
    change_settings(store, cast.ada, given, current_version(store))


def put_in_team_pool(store: Store, team_id: int, customer_id: int) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("update customer set team_id = $2 where customer_id = $1"), [customer_id, team_id])


# Looking --------------------------------------------------------------------------------------------------------------


def test_everybody_sees_what_the_pool_tells_and_nothing_that_is_masked(store: Store, cast: Cast, faces: Faces) -> None:
    for actor in cast.everybody:
        line = pool(store, actor)["C-POOL"]
        assert (line.name, line.region, line.cause, line.last_contact_at) == ("公海鱼", "深圳", None, None)
        assert not {"13700137000", "POOL-NOTE"} & {str(getattr(line, name)) for name in line.__slots__}
    assert pool_regions(store, pool_of(cast.sol)) == ("深圳",)
    assert pool(store, cast.sol, region="上海") == pool(store, cast.sol, text="13700137000") == {}
    assert list(pool(store, cast.sol, text="ghy")) == ["C-POOL"]


def test_all_pages_stand_in_the_order_that_was_asked_for(store: Store, cast: Cast) -> None:
    regions = {"安一": "北京", "张二": None, "李三": "上海"}
    ids = {name: add(store, cast.mia, name, cast.sol, region=region) for name, region in regions.items()}
    said = {"channel": "phone", "outcome": "reached", "content": "x"}
    log_interaction(store, cast.sol, ids["李三"], said, key=fresh())
    for name in ("李三", "安一", "张二"):
        release(store, cast.tao, [ids[name]], "x", key=fresh())

    def order(sort: PoolSort, *, is_descending: bool = False) -> list[str]:
        asked = [pool_of(cast.sol, page=page, size=2, sort=sort, is_descending=is_descending) for page in (0, 1)]
        return [line.name for each in asked for line in pool_page(store, each).lines]

    assert order(PoolSort.NAME) == ["安一", "李三", "张二"]
    assert order(PoolSort.NAME, is_descending=True) == ["张二", "李三", "安一"]
    assert order(PoolSort.CODE) == ["安一", "张二", "李三"]
    assert order(PoolSort.REGION) == ["李三", "安一", "张二"]
    assert order(PoolSort.LAST_CONTACT, is_descending=True) == ["李三", "安一", "张二"]
    assert set(order(PoolSort.FELL)) == set(ids)


def test_why_and_when_a_customer_fell_back_is_told_and_the_last_contact(store: Store, cast: Cast, faces: Faces) -> None:
    log_interaction(store, cast.sol, faces.wang, SAID, key=fresh())
    with clock.held_at(NOW + timedelta(days=3)):
        release(store, cast.sol, [faces.wang], "搬去外地", key=fresh())
    found = pool(store, cast.vic)["C-WANG"]
    assert (found.cause, found.reason, found.fell_at) == (Cause.RELEASE, "搬去外地", NOW + timedelta(days=3))
    assert found.last_contact_at == NOW
    assert next(iter(pool(store, cast.vic))) == "C-WANG", "what fell last stands first"


def test_a_teams_pool_is_for_the_team_and_those_above(store: Store, cast: Cast, faces: Faces) -> None:
    put_in_team_pool(store, cast.north, faces.pool)
    assert [actor.name for actor in cast.everybody if pool(store, actor)] == ["Ada", "Mia", "Tao", "Sol", "Rea"]
    with pytest.raises(NotFound):
        claim(store, cast.vic, [faces.pool], key=fresh())
    release(store, cast.tao, [faces.pool], "请大家帮忙", key=fresh())
    assert pool(store, cast.vic)["C-POOL"].is_of_team is False
    assert claim(store, cast.vic, [faces.pool], key=fresh()) == 1


# Claiming -------------------------------------------------------------------------------------------------------------


def test_who_claims_owns_the_customer_at_once(store: Store, cast: Cast, faces: Faces) -> None:
    assert not sees(store, cast.sol, faces.pool)
    assert claim(store, cast.sol, [faces.pool], key=fresh()) == 1
    assert owner(store, faces.pool) == (cast.sol.user_id, cast.north)
    assert sees(store, cast.sol, faces.pool)
    assert pool(store, cast.sol) == {}
    assert audit.verify(store) is None
    entry = sql("select actor_id, entity_id from audit_entry where action = 'claim'")
    assert store.row(entry) == {"actor_id": cast.sol.user_id, "entity_id": faces.pool}


def test_of_two_who_claim_at_once_one_gets_it_and_the_other_is_told(store: Store, cast: Cast, faces: Faces) -> None:
    both, told, got = threading.Barrier(2), [], []

    def try_it(actor: Actor) -> None:
        both.wait()
        try:
            claim(store, actor, [faces.pool], key=fresh())
            got.append(actor.user_id)
        except Refused as error:
            told.append(str(error))

    threads = [threading.Thread(target=try_it, args=(actor,)) for actor in (cast.sol, cast.vic)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["Somebody else was quicker: this customer has an owner now."]
    assert got == [owner(store, faces.pool)[0]]
    assert store.value(sql("select count(*) from ownership_change")) == 1


def test_a_double_click_claims_once(store: Store, cast: Cast, faces: Faces) -> None:
    key = fresh()
    claim(store, cast.sol, [faces.pool], key=key)
    with pytest.raises(AlreadyDone):
        claim(store, cast.sol, [faces.pool], key=key)


def test_what_is_claimed_together_is_claimed_whole_or_not_at_all(store: Store, cast: Cast, faces: Faces) -> None:
    for wanted, refusal in (([faces.pool, faces.nan], Refused), ([faces.pool, 999_999], NotFound), ([], InvalidInput)):
        before = content(store)
        with pytest.raises(refusal):
            claim(store, cast.sol, wanted, key=fresh())
        assert content(store) == before


def test_the_caps_hold_and_zero_is_no_limit(store: Store, cast: Cast, faces: Faces) -> None:
    others = [add(store, cast.mia, f"客户{number}", None, code=f"P-{number}") for number in range(4)]
    choose(store, cast, pool_claims_a_day="2", pool_most_owned="4")
    with pytest.raises(Refused, match="2 more today"):
        claim(store, cast.sol, others[:3], key=fresh())
    claim(store, cast.sol, others[:2], key=fresh())
    with pytest.raises(Refused, match="0 more today"):
        claim(store, cast.sol, [faces.pool], key=fresh())
    request = AllowanceRequest(cast.sol.require(Permission.CUSTOMER_CLAIM), day_begins(store))
    found = allowance(store, request)
    assert (found.owned, found.claimed_today) == (3, 2)
    with clock.held_at(NOW + timedelta(days=1)):  # a new day in Shanghai
        claim(store, cast.sol, [faces.pool], key=fresh())
        with pytest.raises(Refused, match="4 is the most"):
            claim(store, cast.sol, [others[2]], key=fresh())
        choose(store, cast, pool_claims_a_day="0", pool_most_owned="0")
        assert claim(store, cast.sol, others[2:], key=fresh()) == 2


def test_who_let_go_waits_before_claiming_back_and_nobody_else_does(store: Store, cast: Cast, faces: Faces) -> None:
    release(store, cast.sol, [faces.wang], "没有时间", key=fresh())
    with pytest.raises(Refused, match="2026-04-17"):
        claim(store, cast.sol, [faces.wang], key=fresh())
    with clock.held_at(NOW + timedelta(days=30, seconds=1)):
        assert claim(store, cast.sol, [faces.wang], key=fresh()) == 1
    release(store, cast.sol, [faces.wang], "没有时间", key=fresh())
    assert claim(store, cast.tao, [faces.wang], key=fresh()) == 1


def test_readers_and_administrators_claim_nothing(store: Store, cast: Cast, faces: Faces) -> None:
    for actor in (cast.rea, cast.ada):
        with pytest.raises(NotPermitted):
            claim(store, actor, [faces.pool], key=fresh())


# Releasing ------------------------------------------------------------------------------------------------------------


def test_staff_release_their_own_and_its_follow_ups_are_cancelled(store: Store, cast: Cast, faces: Faces) -> None:
    add_follow_up(store, cast.sol, faces.wang, {"due_on": "2026-03-20"}, key=fresh())
    release(store, cast.sol, [faces.wang], "转行", key=fresh())
    assert owner(store, faces.wang) == (None, None)
    assert store.value(sql("select status from follow_up")) == "cancelled"
    assert not sees(store, cast.sol, faces.wang)


def test_nobody_releases_what_is_not_theirs_or_without_a_reason(store: Store, cast: Cast, faces: Faces) -> None:
    for actor, wanted, why, refusal in (
        (cast.sol, [faces.li], "x", NotFound),
        (cast.tao, [faces.wang, faces.nan], "x", NotFound),
        (cast.rea, [faces.wang], "x", NotPermitted),
        (cast.sol, [faces.wang], " \u200b", InvalidInput),
        (cast.sol, [faces.wang], "很" * 201, InvalidInput),
        (cast.mia, [faces.pool], "x", Refused),
    ):
        before = content(store)
        with pytest.raises(refusal):
            release(store, actor, wanted, why, key=fresh())
        assert content(store) == before


def test_a_lead_releases_the_teams_and_the_owner_is_told(store: Store, cast: Cast, faces: Faces) -> None:
    release(store, cast.tao, [faces.wang, faces.li], "调整", key=fresh())
    assert notices(store, cast.sol, "assigned") == ["{name} released {count} of your customers to the public pool."]
    assert notices(store, cast.tao, "assigned") == []


# Keeping --------------------------------------------------------------------------------------------------------------


def test_a_kept_customer_is_not_released_by_its_owner(store: Store, cast: Cast, faces: Faces) -> None:
    keep(store, cast.tao, faces.wang, "战略客户", key=fresh())
    with pytest.raises(Refused, match="战略客户"):
        release(store, cast.sol, [faces.wang], "x", key=fresh())
    seen = exempt_of(store, OneCustomer(cast.sol.require(Permission.CUSTOMER_READ), faces.wang))
    assert seen is not None
    assert (seen.reason, seen.marked_by) == ("战略客户", "Tao")
    lift(store, cast.tao, faces.wang, key=fresh())
    assert release(store, cast.sol, [faces.wang], "x", key=fresh()) == 1


def test_marks_are_for_leads_and_managers_in_their_reach(store: Store, cast: Cast, faces: Faces) -> None:
    for actor, customer_id, refusal in (
        (cast.sol, faces.wang, NotPermitted),
        (cast.rea, faces.wang, NotPermitted),
        (cast.tao, faces.nan, NotFound),
    ):
        with pytest.raises(refusal):
            keep(store, actor, customer_id, "x", key=fresh())
        with pytest.raises(refusal):
            lift(store, actor, customer_id, key=fresh())
    with pytest.raises(NotFound):
        exempt_of(store, OneCustomer(cast.vic.require(Permission.CUSTOMER_READ), faces.wang))
    with pytest.raises(InvalidInput):
        keep(store, cast.mia, faces.wang, "", key=fresh())


def test_every_change_of_hands_is_kept_with_its_cause(store: Store, cast: Cast, faces: Faces) -> None:
    claim(store, cast.sol, [faces.pool], key=fresh())
    assign_owner(store, cast.mia, [faces.pool], cast.vic.user_id, key=fresh())
    release(store, cast.vic, [faces.pool], "x", key=fresh())
    rows = store.rows(sql("select giver_id, taker_id, team_id, cause, reason from ownership_change order by change_id"))
    sol, vic = cast.sol.user_id, cast.vic.user_id
    assert [tuple(row.values()) for row in rows] == [
        (None, sol, cast.north, "claim", ""), (sol, vic, cast.south, "assign", ""), (vic, None, None, "release", "x"),
    ]  # fmt: skip
    assert CONSOLE.may(Permission.CUSTOMER_RELEASE)
