"""Whose a customer is, and who works along."""

from __future__ import annotations

import pytest

from crm_core import audit
from crm_core.access.model import Actor, Permission
from crm_core.customers.model import Collision, OneCustomer
from crm_core.customers.ownership.model import CollaborationRequest, WaitingRequests
from crm_core.customers.ownership.service import (
    answer_request,
    ask_to_collaborate,
    assign_owner,
    collaborators_of,
    end_collaboration,
    waiting_requests,
)
from crm_core.customers.service import customer_face, edit_customer, reveal
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, Refused, StaleWrite
from crm_core.interactions.service import add_follow_up, log_interaction
from crm_core.store import Store
from tests.conftest import Cast, sql
from tests.customers.faces import Faces, add, content, fresh

SAID = {"channel": "phone", "outcome": "reached", "content": "聊了聊"}


def sees(store: Store, actor: Actor, customer_id: int) -> bool:
    try:
        return customer_face(store, OneCustomer(actor.require(Permission.CUSTOMER_READ), customer_id)).is_open
    except NotFound:
        return False


def meet(store: Store, actor: Actor) -> int:
    """Run into Wang by the phone, and return the handle."""
    with pytest.raises(Collision) as caught:
        add(store, actor, "新客户", None, phone="13800138000")
    return caught.value.handle


def waiting(store: Store, actor: Actor, customer_id: int | None = None) -> tuple[CollaborationRequest, ...]:
    return waiting_requests(store, WaitingRequests(actor.require(Permission.COLLABORATION_ANSWER), customer_id))


def notices(store: Store, actor: Actor, kind: str) -> list[str]:
    rows = store.rows(sql("select text from notice where user_id = $1 and kind = $2"), [actor.user_id, kind])
    return [row["text"] for row in rows]


# Assigning ------------------------------------------------------------------------------------------------------------


def test_a_customer_takes_the_team_of_its_new_owner(store: Store, cast: Cast, faces: Faces) -> None:
    assert assign_owner(store, cast.mia, [faces.wang, faces.pool], cast.vic.user_id, key=fresh()) == 2
    assert sees(store, cast.vic, faces.wang)
    assert sees(store, cast.vic, faces.pool)
    assert not sees(store, cast.sol, faces.wang)
    assert notices(store, cast.vic, "assigned") == ["{name} gave you {count} customers."]
    assert notices(store, cast.sol, "assigned") == ["{name} gave {count} of your customers to somebody else."]
    assert audit.verify(store) is None


def test_open_follow_ups_go_along_and_are_cancelled_in_the_pool(store: Store, cast: Cast, faces: Faces) -> None:
    add_follow_up(store, cast.sol, faces.wang, {"due_on": "2026-03-20"}, key=fresh())
    assign_owner(store, cast.tao, [faces.wang], cast.tao.user_id, key=fresh())
    row = sql("select user_id, status from follow_up")
    assert store.row(row) == {"user_id": cast.tao.user_id, "status": "open"}
    assign_owner(store, cast.mia, [faces.wang], None, key=fresh())
    assert store.row(row) == {"user_id": cast.tao.user_id, "status": "cancelled"}
    assert not sees(store, cast.tao, faces.wang)


def test_a_lead_assigns_within_the_own_team_only(store: Store, cast: Cast, faces: Faces) -> None:
    for customer_ids, owner, refusal in (
        ([faces.wang], cast.vic, InvalidInput),
        ([faces.wang], None, InvalidInput),
        ([faces.nan], cast.sol, NotFound),
        ([faces.pool], cast.sol, Refused),
        ([faces.li, faces.pool], cast.sol, Refused),
        ([faces.li, faces.nan], cast.sol, NotFound),
        ([], cast.sol, InvalidInput),
    ):
        before = content(store)
        with pytest.raises(refusal):
            assign_owner(store, cast.tao, customer_ids, owner.user_id if owner else None, key=fresh())
        assert content(store) == before
    assert assign_owner(store, cast.tao, [faces.li], cast.sol.user_id, key=fresh()) == 1


def test_staff_and_readers_assign_nothing(store: Store, cast: Cast, faces: Faces) -> None:
    for actor in (cast.sol, cast.rea):
        before = content(store)
        with pytest.raises(NotPermitted):
            assign_owner(store, actor, [faces.wang], actor.user_id, key=fresh())
        assert content(store) == before


def test_nobody_who_cannot_own_customers_gets_one(store: Store, cast: Cast, faces: Faces) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("update app_user set is_active = false where username = 'vic'"))
    for user_id in (cast.rea.user_id, cast.ada.user_id, cast.vic.user_id, 999_999):
        with pytest.raises(InvalidInput):
            assign_owner(store, cast.mia, [faces.wang], user_id, key=fresh())


# Collaborating --------------------------------------------------------------------------------------------------------


def test_who_met_a_colleagues_customer_asks_and_then_works_along(store: Store, cast: Cast, faces: Faces) -> None:
    ask_to_collaborate(store, cast.vic, meet(store, cast.vic), "同一家公司", key=fresh())
    assert len(notices(store, cast.sol, "collaboration")) == len(notices(store, cast.tao, "collaboration")) == 1
    assert waiting(store, cast.vic) == ()
    request = waiting(store, cast.sol, faces.wang)[0]
    assert (request.who, request.customer, request.reason) == ("Vic", "王小明", "同一家公司")
    answer_request(store, cast.sol, request.request_id, is_granted=True, version=request.version, key=fresh())
    assert sees(store, cast.vic, faces.wang)
    assert waiting(store, cast.sol) == ()
    people = collaborators_of(store, OneCustomer(cast.vic.require(Permission.CUSTOMER_READ), faces.wang))
    assert [person.name for person in people] == ["Vic"]


def test_a_collaborator_logs_and_reveals_but_does_not_edit(store: Store, cast: Cast, faces: Faces) -> None:
    ask_to_collaborate(store, cast.vic, meet(store, cast.vic), "x", key=fresh())
    request = waiting(store, cast.mia)[0]
    answer_request(store, cast.mia, request.request_id, is_granted=True, version=request.version, key=fresh())
    log_interaction(store, cast.vic, faces.wang, SAID, key=fresh())
    assert reveal(store, cast.vic, faces.wang, "phone", "回电") == "13800138000"
    with pytest.raises(NotFound):
        edit_customer(store, cast.vic, faces.wang, {"name": "改名"}, version=1, key=fresh())
    end_collaboration(store, cast.sol, faces.wang, cast.vic.user_id, key=fresh())
    assert not sees(store, cast.vic, faces.wang)


def test_a_declined_request_opens_nothing_and_is_told(store: Store, cast: Cast, faces: Faces) -> None:
    ask_to_collaborate(store, cast.vic, meet(store, cast.vic), "x", key=fresh())
    request = waiting(store, cast.tao)[0]
    answer_request(store, cast.tao, request.request_id, is_granted=False, version=request.version, key=fresh())
    assert not sees(store, cast.vic, faces.wang)
    assert notices(store, cast.vic, "collaboration") == ["{name} declined your request to collaborate."]
    with pytest.raises(StaleWrite):
        answer_request(store, cast.sol, request.request_id, is_granted=True, version=request.version, key=fresh())
    assert not sees(store, cast.vic, faces.wang)


def test_a_handle_serves_only_who_met_the_customer(store: Store, cast: Cast, faces: Faces) -> None:
    handle, zed = meet(store, cast.vic), meet(store, cast.vic)
    for actor, wrong in ((cast.sol, handle), (cast.vic, faces.wang), (cast.vic, 999_999)):
        before = content(store)
        with pytest.raises(NotFound):
            ask_to_collaborate(store, actor, wrong, "x", key=fresh())
        assert content(store) == before
    with pytest.raises(NotPermitted):
        ask_to_collaborate(store, cast.rea, handle, "x", key=fresh())
    ask_to_collaborate(store, cast.vic, handle, "x", key=fresh())
    with pytest.raises(Refused):
        ask_to_collaborate(store, cast.vic, zed, "x", key=fresh())


def test_a_request_without_a_reason_is_refused(store: Store, cast: Cast, faces: Faces) -> None:
    handle = meet(store, cast.vic)
    with pytest.raises(InvalidInput):
        ask_to_collaborate(store, cast.vic, handle, " \u200b", key=fresh())


def test_nobody_answers_for_a_customer_of_others(store: Store, cast: Cast, faces: Faces) -> None:
    ask_to_collaborate(store, cast.vic, meet(store, cast.vic), "x", key=fresh())
    request = waiting(store, cast.mia)[0]
    for actor, refusal in ((cast.vic, NotFound), (cast.rea, NotPermitted)):
        before = content(store)
        with pytest.raises(refusal):
            answer_request(store, actor, request.request_id, is_granted=True, version=request.version, key=fresh())
        assert content(store) == before


def test_a_double_click_asks_once(store: Store, cast: Cast, faces: Faces) -> None:
    handle, key = meet(store, cast.vic), fresh()
    ask_to_collaborate(store, cast.vic, handle, "x", key=key)
    with pytest.raises(AlreadyDone):
        ask_to_collaborate(store, cast.vic, handle, "x", key=key)
    assert store.value(sql("select count(*) from collaboration_request")) == 1


def test_who_becomes_the_owner_is_no_collaborator_any_more(store: Store, cast: Cast, faces: Faces) -> None:
    ask_to_collaborate(store, cast.vic, meet(store, cast.vic), "x", key=fresh())
    request = waiting(store, cast.mia)[0]
    answer_request(store, cast.mia, request.request_id, is_granted=True, version=request.version, key=fresh())
    assign_owner(store, cast.mia, [faces.wang], cast.vic.user_id, key=fresh())
    assert store.value(sql("select count(*) from collaborator")) == 0
