"""Comments on a customer: who may write, who is told, and how long one may take it back; on the page too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.customers.comments.model import CommentDraft, Person, sees
from crm_core.customers.comments.service import (
    add_comment,
    comments_of,
    edit_comment,
    people_to_mention,
    remove_comment,
)
from crm_core.customers.model import OneCustomer
from crm_core.errors import AlreadyDone, InvalidInput, NotFound, Refused, StaleWrite
from crm_core.store import Store
from tests.access.test_refusals import everything
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import PAYLOAD, Faces, faces, fresh

__all__ = ["faces"]


def asked(actor: Actor, customer_id: int) -> OneCustomer:
    return OneCustomer(actor.require(Permission.CUSTOMER_READ), customer_id)


def test_a_draft_takes_words_and_people_alone() -> None:
    assert CommentDraft.parse({"content": " x ", "mentioned": [2, 2, 3]}) == CommentDraft("x", (2, 3))
    for given, field in (
        ({"content": " "}, "content"),
        ({"content": "字" * 2_001}, "content"),
        ({"content": "x", "mentioned": ["2"]}, "mentioned"),
        ({"content": "x", "mentioned": [True]}, "mentioned"),
        ({"content": "x", "mentioned": "2"}, "mentioned"),
        ({"content": "x", "mentioned": list(range(11))}, "mentioned"),
    ):
        with pytest.raises(InvalidInput) as caught:
            CommentDraft.parse(given)
        assert set(caught.value.fields) == {field}
    lead = Person(1, "L", Scope.TEAM, 7, is_collaborator=False)
    assert [sees(lead, 2, 7), sees(lead, 1, 8), sees(lead, 2, 8), sees(lead, None, None)] == [True, True, False, False]
    assert sees(Person(1, "L", Scope.OWN, 7, is_collaborator=True), 2, 8)
    assert not sees(Person(1, "L", None, 7, is_collaborator=True), 1, 7)


def test_whoever_sees_a_customer_comments_and_calls_those_who_see_it(store: Store, cast: Cast, faces: Faces) -> None:
    key, given = (
        fresh(),
        {"content": PAYLOAD, "mentioned": [cast.tao.user_id, cast.rea.user_id], "author_id": 1, "version": 9},
    )
    made = add_comment(store, cast.sol, faces.wang, given, key=key)
    with pytest.raises(AlreadyDone):
        add_comment(store, cast.sol, faces.wang, given, key=key)
    add_comment(store, cast.rea, faces.nan, {"content": "南方的话"}, key=fresh())
    (one,) = comments_of(store, asked(cast.tao, faces.wang))
    assert (one.comment_id, one.author, one.content, one.mentioned, one.version) == (
        made,
        "Sol",
        PAYLOAD,
        ("Tao", "Rea"),
        1,
    )
    told = sql("select user_id from notice where kind = 'mention' order by user_id")
    assert [row["user_id"] for row in store.rows(told)] == sorted([cast.tao.user_id, cast.rea.user_id])
    offered = people_to_mention(store, asked(cast.sol, faces.wang))
    assert set(offered) == {one.user_id for one in (cast.ada, cast.mia, cast.tao, cast.rea)}
    before = everything(store)
    vic = {"content": "x", "mentioned": [cast.vic.user_id]}
    with pytest.raises(InvalidInput, match="Vic"):
        add_comment(store, cast.sol, faces.wang, vic, key=fresh())
    for refusal, attempt in (
        (InvalidInput, lambda: add_comment(store, cast.sol, faces.wang, {**vic, "mentioned": [999]}, key=fresh())),
        (InvalidInput, lambda: edit_comment(store, cast.sol, made, vic, version=1, key=fresh())),
        (NotFound, lambda: add_comment(store, cast.vic, faces.wang, {"content": "x"}, key=fresh())),
        (NotFound, lambda: comments_of(store, asked(cast.vic, faces.wang))),
        (NotFound, lambda: people_to_mention(store, asked(cast.vic, faces.wang))),
        (NotFound, lambda: edit_comment(store, cast.mia, made, {"content": "x"}, version=1, key=fresh())),
        (NotFound, lambda: remove_comment(store, cast.ada, made, key=fresh())),
        (StaleWrite, lambda: edit_comment(store, cast.sol, made, {"content": "x"}, version=2, key=fresh())),
    ):
        with pytest.raises(refusal):
            attempt()
    with clock.held_at(NOW + timedelta(minutes=16)):
        for late in (
            lambda: edit_comment(store, cast.sol, made, {"content": "x"}, version=1, key=fresh()),
            lambda: remove_comment(store, cast.sol, made, key=fresh()),
        ):
            with pytest.raises(Refused):
                late()
    assert everything(store) == before
    with clock.held_at(NOW + timedelta(minutes=14)):
        mended = {"content": "改好了", "mentioned": [cast.tao.user_id, cast.mia.user_id]}
        edit_comment(store, cast.sol, made, mended, version=1, key=fresh())
        assert len(store.rows(told)) == 3, "only who is mentioned now for the first time is told"
        assert comments_of(store, asked(cast.sol, faces.wang))[0].edited_at is not None
        remove_comment(store, cast.sol, made, key=fresh())
    assert comments_of(store, asked(cast.sol, faces.wang)) == ()
    assert audit.verify(store) is None
