"""Somebody leaves: what is held, and that all of it goes over, as far as whoever does it may."""

from __future__ import annotations

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from crm_core import audit
from crm_core.access.model import Actor, Permission, Role
from crm_core.customers.ownership.service import assign_owner
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, Refused
from crm_core.interactions.service import add_follow_up
from crm_core.store import Store
from crm_core.team.leaving.model import HandOverDraft, Holding, HoldingsRequest, Way, shares
from crm_core.team.leaving.service import hand_over_everything, holding_of, holdings
from crm_core.team.service import disable_user
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, add, content, faces, fresh
from tests.plans.stage import make_plans

__all__ = ["faces"]
ONE = {"way": "one"}


def held(store: Store, actor: Actor, person: Actor) -> Holding:
    return holding_of(store, actor, person.user_id)


def owners(store: Store) -> dict[str, int | None]:
    return {row["code"]: row["owner_id"] for row in store.rows(sql("select code, owner_id from customer"))}


def collaborate(store: Store, customer_id: int, person: Actor) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("insert into collaborator values ($1, $2, $3)"), [customer_id, person.user_id, NOW])


@settings(max_examples=60)
@drawn(
    st.integers(0, 500), st.integers(0, 40), st.integers(0, 30), st.lists(st.integers(2, 60), max_size=9, unique=True), st.integers(2, 60),
)  # fmt: skip
def test_what_is_said_beforehand_is_all_that_is_held_shared_out_evenly(
    customers: int, others: int, actions: int, takers: list[int], worker: int
) -> None:
    nothing = dict.fromkeys(
        ("goals", "plans", "milestones", "touchpoints", "sections", "barriers", "collaborations", "follow_ups"), 0
    )
    person = Holding(
        1, "Sol", Role.STAFF, None, None, is_active=False, customers=customers, other_follow_ups=others, actions=actions, **nothing,
    )  # fmt: skip
    told = shares(person, HandOverDraft(Way.TURN if takers else Way.POOL, tuple(takers), worker))
    assert sum(one.customers for one in told) == customers
    assert sum(one.follow_ups for one in told) == (others if takers else 0)
    assert [one.work for one in told if one.user_id == worker and one.work] == ([actions] if actions else [])
    own = [one.customers for one in told if one.user_id in takers]
    assert not own or max(own) - min(own) <= 1 or customers < len(takers)


def test_everything_that_somebody_holds_is_counted(store: Store, cast: Cast, faces: Faces) -> None:
    add_follow_up(store, cast.sol, faces.wang, {"due_on": "2026-03-20"}, key=fresh())
    collaborate(store, faces.nan, cast.sol)
    add_follow_up(store, cast.sol, faces.nan, {"due_on": "2026-03-21"}, key=fresh())
    found = held(store, cast.tao, cast.sol)
    assert (found.customers, found.follow_ups, found.other_follow_ups, found.collaborations) == (1, 1, 1, 1)
    people = holdings(store, HoldingsRequest(cast.tao.require(Permission.WORK_HAND_OVER)))
    assert {one.name for one in people} == {"Tao", "Sol"}
    disable_user(store, cast.ada, cast.sol.user_id)
    people = holdings(store, HoldingsRequest(cast.mia.require(Permission.WORK_HAND_OVER)))
    assert next((one.name, one.is_active) for one in people) == ("Sol", False)


def test_all_goes_to_one_person_and_nothing_is_left(store: Store, cast: Cast, faces: Faces) -> None:
    add_follow_up(store, cast.sol, faces.wang, {"due_on": "2026-03-20"}, key=fresh())
    collaborate(store, faces.li, cast.sol)
    done = hand_over_everything(store, cast.tao, cast.sol.user_id, {**ONE, "taker": cast.tao.user_id}, key=fresh())
    assert (done.customers, done.follow_ups, done.collaborations) == (1, 1, 1)
    assert not held(store, cast.mia, cast.sol).is_anything
    assert owners(store)["C-WANG"] == cast.tao.user_id
    assert store.value(sql("select user_id from follow_up")) == cast.tao.user_id
    assert store.value(sql("select count(*) from collaborator")) == 0, "the taker owns the customer"
    assert audit.verify(store) is None


def test_customers_are_shared_out_in_turn(store: Store, cast: Cast, faces: Faces) -> None:
    for number in range(5):
        add(store, cast.mia, f"客户{number}", cast.sol, code=f"S-{number}")
    given = {"way": "turn", "takers": [cast.tao.user_id, cast.vic.user_id]}
    hand_over_everything(store, cast.mia, cast.sol.user_id, given, key=fresh())
    found = [owners(store)[code] for code in ("C-WANG", "S-0", "S-1", "S-2", "S-3", "S-4")]
    assert found == [cast.tao.user_id, cast.vic.user_id] * 3
    teams = sql("select count(*) from customer where owner_id = $1 and team_id <> $2")
    assert store.value(teams, [cast.vic.user_id, cast.south]) == 0


def test_to_the_pool_follow_ups_end_and_those_with_others_customers_go_to_their_owners(
    store: Store, cast: Cast, faces: Faces
) -> None:
    add_follow_up(store, cast.sol, faces.wang, {"due_on": "2026-03-20"}, key=fresh())
    collaborate(store, faces.li, cast.sol)
    add_follow_up(store, cast.sol, faces.li, {"due_on": "2026-03-21"}, key=fresh())
    hand_over_everything(store, cast.tao, cast.sol.user_id, {"way": "pool"}, key=fresh())
    assert owners(store)["C-WANG"] is None
    rows = store.rows(sql("select user_id, status from follow_up order by due_on"))
    assert [row["status"] for row in rows] == ["cancelled", "open"]
    assert rows[1]["user_id"] == cast.tao.user_id


def test_actions_and_goals_need_a_person_and_go_there(store: Store, cast: Cast, faces: Faces) -> None:
    plans = make_plans(store, cast)
    found = held(store, cast.tao, cast.sol)
    assert (found.actions, found.goals, found.plans) == (1, 1, 0)
    with pytest.raises(InvalidInput) as caught:
        hand_over_everything(store, cast.tao, cast.sol.user_id, {"way": "pool"}, key=fresh())
    assert set(caught.value.fields) == {"work_to"}
    given = {"way": "pool", "work_to": cast.tao.user_id}
    assert hand_over_everything(store, cast.tao, cast.sol.user_id, given, key=fresh()).work == 2
    row = store.row(sql("select owner_id, team_id from plan_action where action_id = $1"), [plans.sol_action])
    assert row == {"owner_id": cast.tao.user_id, "team_id": cast.north}
    assert held(store, cast.tao, cast.sol).work == 0


def test_a_lead_cannot_let_the_own_people_see_another_teams_customer(store: Store, cast: Cast, faces: Faces) -> None:
    collaborate(store, faces.nan, cast.sol)
    hand_over_everything(store, cast.tao, cast.sol.user_id, {**ONE, "taker": cast.tao.user_id}, key=fresh())
    assert store.value(sql("select count(*) from collaborator")) == 0


def test_refusals_leave_everything_as_it_was(store: Store, cast: Cast, faces: Faces) -> None:
    sol, vic = cast.sol.user_id, cast.vic.user_id
    for actor, person, given, refusal in (
        (cast.sol, sol, {**ONE, "taker": vic}, NotPermitted),
        (cast.rea, sol, {**ONE, "taker": vic}, NotPermitted),
        (cast.tao, vic, {**ONE, "taker": sol}, NotFound),
        (cast.tao, sol, {**ONE, "taker": vic}, InvalidInput),
        (cast.mia, sol, {**ONE, "taker": sol}, InvalidInput),
        (cast.mia, sol, {**ONE, "taker": cast.ada.user_id}, InvalidInput),
        (cast.mia, sol, {**ONE}, InvalidInput),
        (cast.mia, sol, {"way": "turn", "takers": [vic]}, InvalidInput),
        (cast.mia, sol, {"way": "steal"}, InvalidInput),
        (cast.mia, 999, {"way": "pool"}, NotFound),
        (cast.mia, cast.ada.user_id, {"way": "pool"}, Refused),
    ):
        before = content(store)
        with pytest.raises(refusal):
            hand_over_everything(store, actor, person, given, key=fresh())
        assert content(store) == before


def test_a_double_click_hands_over_once(store: Store, cast: Cast, faces: Faces) -> None:
    key, given = fresh(), {**ONE, "taker": cast.vic.user_id}
    hand_over_everything(store, cast.mia, cast.sol.user_id, given, key=key)
    with pytest.raises(AlreadyDone):
        hand_over_everything(store, cast.mia, cast.sol.user_id, given, key=key)


def test_ten_thousand_customers_go_over_with_a_handful_of_statements(
    store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.transaction() as transaction:
        transaction.execute(
            sql(
                "insert into customer (code, kind, name, search_text, name_key, owner_id, team_id, version, created_at, "
                "created_on, updated_at, created_by) select 'B' || i, 'person', 'b', 'b', 'b', $1, $2, 1, $3, $3::date, $3, 0 "
                "from range(10000) as r(i)"
            ),
            [cast.sol.user_id, cast.north, NOW],
        )
    from crm_core.store.transaction import Transaction

    steps: list[str] = []
    whole = Transaction.step
    monkeypatch.setattr(
        Transaction, "step", lambda self, query, *more: (steps.append(query.name), whole(self, query, *more))[1]
    )
    done = hand_over_everything(
        store, cast.mia, cast.sol.user_id, {"way": "turn", "takers": [cast.tao.user_id, cast.vic.user_id]}, key=fresh()
    )
    assert done.customers == 10_000
    assert len(steps) < 40, steps
    monkeypatch.undo()
    assert audit.verify(store) is None
    assert assign_owner(store, cast.mia, [1], None, key=fresh()) == 1
