"""The register kept by those who may, and what customers suggested, from the log form to the answer."""

from __future__ import annotations

from datetime import date

import pytest

from crm_core import audit
from crm_core.access.model import Actor, Permission
from crm_core.customers.contacts.service import add_contact
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.store import Store
from crm_core.team.leaving.service import hand_over_everything, holding_of
from crm_core.touchpoints.model import Phase, Purpose, RegisterRequest, Touchpoint
from crm_core.touchpoints.said.model import SaidRequest, State, Suggestions, SuggestionsRequest
from crm_core.touchpoints.said.service import (
    answer_suggestion,
    edit_with_details,
    log_with_details,
    said_in,
    suggestions,
)
from crm_core.touchpoints.service import (
    add_touchpoint,
    edit_touchpoint,
    move_touchpoint,
    remove_touchpoint,
    touchpoints,
)
from crm_core.touchpoints.standards.model import KeptRequest, Measure
from crm_core.touchpoints.standards.service import kept_of
from tests.access.test_refusals import everything
from tests.conftest import Cast, sql
from tests.customers.faces import PAYLOAD, Faces, faces, fresh
from tests.touchpoints.test_model import FORM

__all__ = ["faces"]
MARCH = (date(2026, 3, 1), date(2026, 3, 17), date(2026, 3, 18))
SAID = {"channel": "phone", "outcome": "reached", "content": "聊了春茶"}


def register(store: Store, actor: Actor) -> tuple[Touchpoint, ...]:
    return touchpoints(store, RegisterRequest(actor.require(Permission.TOUCHPOINT_READ)))


def suggested(store: Store, actor: Actor, state: State | None = None) -> Suggestions:
    return suggestions(store, SuggestionsRequest(actor.require(Permission.INTERACTION_READ), state, 0, 50))


def test_the_register_is_kept_by_those_who_may_and_read_by_all(store: Store, cast: Cast, faces: Faces) -> None:
    form = {**FORM, "owner_id": cast.sol.user_id, "touchpoint_id": 77, "version": 9, "place": 9, "created_by": 9}
    key = fresh()
    first = add_touchpoint(store, cast.tao, {**form, "name": PAYLOAD}, key=key)
    with pytest.raises(AlreadyDone):
        add_touchpoint(store, cast.tao, form, key=key)
    second = add_touchpoint(store, cast.mia, form, key=fresh())
    third = add_touchpoint(store, cast.ada, {**form, "phase": "after"}, key=fresh())
    row = store.rows(sql("select * from touchpoint where touchpoint_id = $1"), [first])[0]
    assert (row["name"], row["version"], row["place"], row["created_by"]) == (PAYLOAD, 1, 0, cast.tao.user_id)
    move_touchpoint(store, cast.tao, second, is_up=True, version=1, key=fresh())
    move_touchpoint(store, cast.tao, second, is_up=True, version=2, key=fresh())
    edit_touchpoint(store, cast.mia, third, {**form, "phase": "before"}, version=1, key=fresh())
    for actor in cast.everybody:
        assert [one.touchpoint_id for one in register(store, actor)] == [second, first, third]
    before = everything(store)
    for actor in (cast.sol, cast.rea):
        for call in (
            lambda who: add_touchpoint(store, who, form, key=fresh()),
            lambda who: edit_touchpoint(store, who, first, form, version=2, key=fresh()),
            lambda who: move_touchpoint(store, who, first, is_up=True, version=2, key=fresh()),
            lambda who: remove_touchpoint(store, who, first, version=2, key=fresh()),
        ):
            with pytest.raises(NotPermitted):
                call(actor)
    for refusal, attempt in (
        (InvalidInput, lambda: add_touchpoint(store, cast.mia, {**form, "owner_id": cast.rea.user_id}, key=fresh())),
        (StaleWrite, lambda: edit_touchpoint(store, cast.mia, first, form, version=1, key=fresh())),
        (StaleWrite, lambda: move_touchpoint(store, cast.mia, first, is_up=True, version=1, key=fresh())),
        (StaleWrite, lambda: remove_touchpoint(store, cast.mia, first, version=1, key=fresh())),
        (NotFound, lambda: remove_touchpoint(store, cast.mia, 999, version=1, key=fresh())),
    ):
        with pytest.raises(refusal):
            attempt()
    assert everything(store) == before
    remove_touchpoint(store, cast.tao, first, version=2, key=fresh())
    held = holding_of(store, cast.mia, cast.sol.user_id)
    assert (held.touchpoints, held.is_anything) == (2, True)
    given = {"way": "pool", "work_to": cast.tao.user_id}
    assert hand_over_everything(store, cast.mia, cast.sol.user_id, given, key=fresh()).work == 2
    assert {(one.owner, one.phase) for one in register(store, cast.sol)} == {("Tao", Phase.BEFORE)}
    assert audit.verify(store) is None


def test_a_suggestion_is_caught_apart_listed_and_answered(store: Store, cast: Cast, faces: Faces) -> None:
    contact = add_contact(store, cast.sol, faces.wang, {"name": "王太太"}, key=fresh())
    more = {
        "purpose": "price", "direction": "in", "contact_id": contact, "chat": "甲 10:02\n在吗", "suggestion": PAYLOAD,
        "state": "adopted", "noted_by": 1, "suggestion_id": 77,
    }  # fmt: skip
    key = fresh()
    talk = log_with_details(store, cast.sol, faces.wang, {**SAID, **more}, (), key=key)
    with pytest.raises(AlreadyDone):
        log_with_details(store, cast.sol, faces.wang, {**SAID, **more}, (), key=key)
    log_with_details(store, cast.vic, faces.nan, {**SAID, "suggestion": "南方的建议"}, (), key=fresh())
    assert store.value(sql("select direction from interaction where interaction_id = $1"), [talk]) == "in"
    request = SaidRequest(cast.sol.require(Permission.INTERACTION_READ), faces.wang, (talk, 999))
    said = said_in(store, request)[talk]
    assert (said.purpose, said.contact, said.chat) == (Purpose.PRICE, "王太太", "甲 10:02\n在吗")
    (one,) = said.suggestions
    assert (one.content, one.state, one.who) == (PAYLOAD, State.NEW, "Sol")
    assert [len(suggested(store, actor).found) for actor in (cast.mia, cast.tao, cast.sol, cast.vic, cast.rea)] == [
        2,
        1,
        1,
        1,
        2,
    ]
    before = everything(store)

    def reply(who: Actor, given: dict[str, object], version: int = 1) -> None:
        answer_suggestion(store, who, one.suggestion_id, given, version=version, key=fresh())

    answer = {"state": "adopted", "answer": "下月实行"}
    lead_of_south = Actor(cast.vic.user_id, "Vic", cast.tao.role, cast.south)
    for who, given, version, refusal in (
        (cast.sol, answer, 1, NotPermitted),
        (cast.rea, answer, 1, NotPermitted),
        (lead_of_south, answer, 1, NotFound),
        (cast.tao, {"state": "adopted"}, 1, InvalidInput),
        (cast.tao, answer, 2, StaleWrite),
    ):
        with pytest.raises(refusal):
            reply(who, given, version)
    for wrong, refusal in (({"contact_id": 999}, InvalidInput), ({"chat": "字" * 20_001}, InvalidInput)):
        with pytest.raises(refusal):
            log_with_details(store, cast.sol, faces.wang, {**SAID, **wrong}, (), key=fresh())
    with pytest.raises(NotFound):
        said_in(store, SaidRequest(cast.vic.require(Permission.INTERACTION_READ), faces.wang, (talk,)))
    assert everything(store) == before
    reply(cast.tao, {**answer, "customer_id": faces.nan, "noted_by": 1})
    assert suggested(store, cast.mia).counts == {State.NEW: 1, State.ADOPTED: 1}
    (told,) = suggested(store, cast.tao, State.ADOPTED).found
    assert (told.answer, told.answered_by, told.customer_id) == ("下月实行", "Tao", faces.wang)
    notices = sql("select count(*) from notice where user_id = $1 and kind = 'suggestion'")
    assert store.value(notices, [cast.sol.user_id]) == 1
    assert audit.verify(store) is None


def began(store: Store, interaction_id: int) -> list[object]:
    query = sql("select direction from interaction where interaction_id = $1")
    return [row["direction"] for row in store.rows(query, [interaction_id])]


def test_what_was_said_is_corrected_until_somebody_took_the_suggestion_up(
    store: Store, cast: Cast, faces: Faces
) -> None:
    talk = log_with_details(
        store, cast.sol, faces.wang, {**SAID, "chat": "旧", "suggestion": "换包装"}, (), key=fresh()
    )
    request = SaidRequest(cast.sol.require(Permission.INTERACTION_READ), faces.wang, (talk,))

    def correct(given: dict[str, object], version: int) -> None:
        edit_with_details(store, cast.sol, talk, {**SAID, **given}, version=version, key=fresh())

    with pytest.raises(StaleWrite):
        correct({"chat": "新"}, 9)
    with pytest.raises(NotFound):
        edit_with_details(store, cast.tao, talk, {**SAID, "chat": "新"}, version=1, key=fresh())
    assert said_in(store, request)[talk].chat == "旧"
    mine, other = (
        add_contact(store, cast.mia, key, {"name": "联系人"}, key=fresh()) for key in (faces.wang, faces.nan)
    )
    with pytest.raises(InvalidInput):
        correct({"contact_id": other, "chat": "旧"}, 1)
    correct({"contact_id": mine, "direction": "in", "chat": "旧", "suggestion": "换包装"}, 1)
    assert said_in(store, request)[talk].contact_id == mine
    correct({"contact_id": 0, "direction": None, "chat": "旧", "suggestion": "换包装"}, 2)
    assert (said_in(store, request)[talk].contact_id, *began(store, talk)) == (None, None)
    correct({"contact_id": mine, "direction": "out", "chat": "旧", "suggestion": "换包装"}, 3)
    correct({"chat": "旧", "suggestion": "换包装"}, 4)
    assert (said_in(store, request)[talk].contact_id, *began(store, talk)) == (mine, "out"), "what is not said stays"
    correct({"purpose": "order", "chat": "新", "suggestion": "换小包装"}, 5)
    said = said_in(store, request)[talk]
    assert (said.purpose, said.chat, said.suggestions[0].content) == (Purpose.ORDER, "新", "换小包装")
    answer = {"state": "considered"}
    answer_suggestion(store, cast.tao, said.suggestions[0].suggestion_id, answer, version=2, key=fresh())
    correct({}, 6)
    said = said_in(store, request)[talk]
    assert (said.purpose, said.chat, [one.content for one in said.suggestions]) == (None, "", ["换小包装"])
    correct({"suggestion": "再来一条"}, 7)
    correct({}, 8)
    assert [one.state for one in said_in(store, request)[talk].suggestions] == [State.CONSIDERED]
    assert audit.verify(store) is None


def test_what_the_records_tell_of_a_standard(store: Store, cast: Cast, faces: Faces) -> None:
    """A customer entered and called, a suggestion answered late, a promise kept; each by its own days."""
    given = {**FORM, "owner_id": cast.sol.user_id, "within": "2", "unit": "day", "channels": ["phone"]}
    guided = {"g1.purpose": "enquiry", "g1.title": "t", "g1.text": "x"}
    add_touchpoint(store, cast.tao, given | guided, key=fresh())
    (point,) = register(store, cast.tao)

    def kept(measure: Measure) -> tuple[int, int]:
        return kept_of(store, KeptRequest(point, measure, *MARCH))

    assert kept(Measure.HAND) == (0, 0)
    with store.transaction() as transaction:
        for customer, day in ((faces.wang, "2026-03-09"), (faces.li, "2026-03-10")):
            given_day = sql("update customer set created_on = $2::date, import_id = null where customer_id = $1")
            transaction.execute(given_day, [customer, day])
    said = {**SAID, "purpose": "enquiry", "suggestion": "更小的包装", "happened_at": "2026-03-10 09:00"}
    said |= {"next_due_on": "2026-03-20", "next_purpose": "x"}
    log_with_details(store, cast.sol, faces.wang, said, [], key=fresh())
    with store.transaction() as transaction:
        transaction.execute(sql("update customer_suggestion set said_on = date '2026-03-10'"))
        transaction.execute(sql("update follow_up set due_on = date '2026-03-12'"))
    assert kept(Measure.FIRST_CONTACT) == (1, 2)  # Wang the next day; Li's two days are over
    (one,) = suggested(store, cast.tao).found
    assert kept(Measure.SUGGESTION) == (0, 1)
    answer_suggestion(
        store, cast.tao, one.suggestion_id, {"state": "adopted", "answer": "好"}, version=one.version, key=fresh()
    )
    assert kept(Measure.SUGGESTION) == (0, 1)  # the 18th: too late
    assert kept(Measure.PROMISE) == (0, 1)
    with store.transaction() as transaction:
        transaction.execute(
            sql("update follow_up set status = 'done', closed_at = timestamptz '2026-03-12 02:00:00+00'")
        )
    assert kept(Measure.PROMISE) == (1, 1)
