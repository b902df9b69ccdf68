"""Consent by purpose and text, and closed channels: what stands, what stood, and who is not proposed any more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_core import audit
from crm_core.access.model import Actor, Permission
from crm_core.customers.merging.service import merge
from crm_core.customers.model import OneCustomer
from crm_core.customers.ownership.service import assign_owner
from crm_core.errors import AlreadyDone, CrmError, InvalidInput, NotFound, NotPermitted, StaleWrite
from crm_core.privacy.consent.model import ClosedChannel, ConsentState, InLanguages, Means, Wishes
from crm_core.privacy.consent.service import (
    TextsWanted,
    close_channel,
    closed_channels,
    note_consent,
    open_channel,
    purposes,
    save_purpose,
    texts_of,
    wishes_of,
)
from crm_core.relationships.model import Dimension
from crm_core.relationships.norms.model import DueRequest
from crm_core.relationships.norms.service import due_by_norm, save_norm
from crm_core.relationships.service import set_standing
from crm_core.store import Store
from crm_core.store.check import tables
from tests.access.test_refusals import everything
from tests.conftest import NOW, Cast, sql
from tests.customers.faces import Faces, add, faces, fresh

__all__ = ["faces"]
TODAY = date(2026, 3, 18)
SERVICE, MARKETING = 1, 2
GIVEN = {"purpose_id": MARKETING, "state": "given", "means": "paper", "said_on": date(2026, 3, 1), "note": "档案 12"}
NO_CALLS = {"channel": "phone", "since_on": date(2026, 3, 2), "reason": "夜班"}
TEXTS = {"name_en": "Birthday cards", "text_en": "We send you a card.", "is_active": True}


def wishes(store: Store, who: Actor, customer_id: int) -> Wishes:
    return wishes_of(store, OneCustomer(who.require(Permission.CUSTOMER_READ), customer_id))


def test_a_text_is_told_in_the_language_that_there_is() -> None:
    told = InLanguages(cn="简", en="plain")
    assert [told.in_language(each) for each in ("zh_CN", "zh_TW", "en")] == ["简", "简", "plain"]
    assert InLanguages(tw="繁").in_language("en") == "繁"


def test_every_company_begins_with_four_purposes_in_three_languages(store: Store, cast: Cast) -> None:
    found = purposes(store, cast.rea)
    assert [each.name.in_language("en") for each in found] == [
        "Service contact", "Marketing messages", "Surveys", "Sharing with partners",
    ]  # fmt: skip
    assert all(each.text_number == 1 and each.text.cn and each.text.tw and each.text.en for each in found)


def test_what_was_said_last_stands_and_all_of_it_is_kept(store: Store, cast: Cast, faces: Faces) -> None:
    assert wishes(store, cast.sol, faces.wang).purposes[1].now is None
    note_consent(store, cast.sol, faces.wang, GIVEN, key="a")
    with pytest.raises(AlreadyDone):
        note_consent(store, cast.sol, faces.wang, GIVEN, key="a")
    save_purpose(
        store, cast.ada, {**TEXTS, "name_en": "Marketing messages"}, purpose_id=MARKETING, version=1, key=fresh()
    )
    found = wishes(store, cast.sol, faces.wang)
    state = found.purposes[1]
    assert state.is_of_old_text
    assert state.now is not None
    assert (state.now.text_number, state.now.means, state.now.note, state.now.who) == (1, Means.PAPER, "档案 12", "Sol")
    assert found.given_count == 1
    withdrawn = {"purpose_id": MARKETING, "state": "withdrawn", "means": "phone"}
    note_consent(store, cast.tao, faces.wang, withdrawn, key=fresh())
    state = wishes(store, cast.sol, faces.wang).purposes[1]
    assert [(said.state, said.said_on, said.text_number) for said in state.history] == [
        (ConsentState.WITHDRAWN, TODAY, 2),
        (ConsentState.GIVEN, date(2026, 3, 1), 1),
    ]
    assert wishes(store, cast.sol, faces.wang).given_count == 0
    standing = store.rows(sql("select state, said_on from customer_consent_view"))
    assert standing == [{"state": "withdrawn", "said_on": TODAY}]
    assert audit.verify(store) is None


def test_a_changed_text_is_a_further_version_and_a_changed_name_is_none(store: Store, cast: Cast) -> None:
    made = save_purpose(store, cast.ada, TEXTS, key=fresh())
    save_purpose(store, cast.ada, {**TEXTS, "name_en": "Cards"}, purpose_id=made, version=1, key=fresh())
    changed = {**TEXTS, "text_en": "We send you two cards.", "is_active": False}
    save_purpose(store, cast.ada, changed, purpose_id=made, version=2, key=fresh())
    with pytest.raises(StaleWrite):
        save_purpose(store, cast.ada, TEXTS, purpose_id=made, version=2, key=fresh())
    found = texts_of(store, TextsWanted(cast.sol, made))
    assert [(text.number, text.text.en, text.who) for text in found] == [
        (2, "We send you two cards.", "Ada"),
        (1, "We send you a card.", "Ada"),
    ]
    assert not purposes(store, cast.ada)[-1].is_active


def test_a_closed_channel_is_proposed_no_more_by_its_norm_and_again_when_it_is_open(
    store: Store, cast: Cast, faces: Faces
) -> None:
    set_standing(store, cast.sol, faces.wang, Dimension.TIER, {"rung": "high"}, version=0, key=fresh())
    norm = {"rung": "high", "channel": "phone", "days": "1", "guide": "", "team_id": ""}
    save_norm(store, cast.mia, norm, key=fresh())
    later = DueRequest(cast.sol.require(Permission.DAY_READ), TODAY + timedelta(days=5))
    assert [due.customer_id for due in due_by_norm(store, later)] == [faces.wang]
    close_channel(store, cast.sol, faces.wang, {**NO_CALLS, "channel": "sms"}, key=fresh())
    assert [due.customer_id for due in due_by_norm(store, later)] == [faces.wang]
    close_channel(store, cast.sol, faces.wang, NO_CALLS, key=fresh())
    assert due_by_norm(store, later) == ()
    asked = OneCustomer(cast.sol.require(Permission.CUSTOMER_READ), faces.wang)
    assert [(out.channel, out.reason, out.since_on) for out in closed_channels(store, asked)] == [(
        ClosedChannel.SMS, "夜班", date(2026, 3, 2)), (ClosedChannel.PHONE, "夜班", date(2026, 3, 2)),
    ]  # fmt: skip
    open_channel(store, cast.tao, faces.wang, "phone", key=fresh())
    open_channel(store, cast.tao, faces.wang, "phone", key=fresh())
    assert [due.customer_id for due in due_by_norm(store, later)] == [faces.wang]
    found = wishes(store, cast.sol, faces.wang)
    assert [out.channel for out in found.closed] == [ClosedChannel.SMS]
    assert [(out.channel, out.who, out.ended_by) for out in found.opened] == [(ClosedChannel.PHONE, "Sol", "Tao")]
    told = store.rows(sql("select action from audit_entry where action like '%_channel' order by seq"))
    assert [row["action"] for row in told] == ["close_channel", "close_channel", "open_channel"]


def test_what_both_of_two_merged_customers_said_goes_along(store: Store, cast: Cast, faces: Faces) -> None:
    double = add(store, cast.mia, "王小明二", cast.sol)
    note_consent(store, cast.sol, faces.wang, GIVEN, key=fresh())
    note_consent(store, cast.sol, double, {**GIVEN, "state": "refused", "said_on": TODAY}, key=fresh())
    for customer_id in (faces.wang, double):
        close_channel(store, cast.sol, customer_id, NO_CALLS, key=fresh())
    merge(store, cast.mia, faces.wang, double, {}, versions=(1, 1), key=fresh())
    found = wishes(store, cast.sol, faces.wang)
    assert [said.state for said in found.purposes[1].history] == [ConsentState.REFUSED, ConsentState.GIVEN]
    assert [out.channel for out in found.closed] == [ClosedChannel.PHONE]
    open_channel(store, cast.sol, faces.wang, "phone", key=fresh())
    assert wishes(store, cast.sol, faces.wang).closed == ()


def test_a_refusal_changes_nothing(store: Store, cast: Cast, faces: Faces) -> None:
    close_channel(store, cast.sol, faces.wang, NO_CALLS, key=fresh())
    before, watched = everything(store), tables(store)
    versions = store.versions(watched)  # each write raises one

    def refused(kind: type[CrmError], who: Actor, call: object, *given: object, **named: object) -> None:
        with pytest.raises(CrmError) as caught:
            call(store, who, *given, key=fresh(), **named)  # type: ignore[operator] # one of the services
        assert type(caught.value) is kind, (call, who.name)
        assert store.versions(watched) == versions, (call, who.name)

    for who, kind in ((cast.vic, NotFound), (cast.rea, NotPermitted)):
        refused(kind, who, note_consent, faces.wang, GIVEN)
        refused(kind, who, close_channel, faces.wang, {**NO_CALLS, "channel": "post"})
        refused(kind, who, open_channel, faces.wang, "phone")
    refused(NotFound, cast.tao, note_consent, faces.nan, GIVEN)
    refused(NotFound, cast.tao, close_channel, faces.pool, NO_CALLS)
    for wrong in (
        {**GIVEN, "purpose_id": 99}, {**GIVEN, "purpose_id": "1"}, {**GIVEN, "state": "maybe"}, {**GIVEN, "means": None},
        {**GIVEN, "said_on": TODAY + timedelta(days=1)}, {**GIVEN, "note": "x" * 301}, {},
    ):  # fmt: skip
        refused(InvalidInput, cast.sol, note_consent, faces.wang, wrong)
    for wrong in (NO_CALLS, {**NO_CALLS, "channel": "visit"}, {"channel": "post", "since_on": "soon"}):
        refused(InvalidInput, cast.sol, close_channel, faces.wang, wrong)
    refused(InvalidInput, cast.sol, open_channel, faces.wang, "visit")
    for who in (cast.mia, cast.tao, cast.sol, cast.rea):
        refused(NotPermitted, who, save_purpose, TEXTS)
    refused(InvalidInput, cast.ada, save_purpose, {"name_en": "x"})
    refused(InvalidInput, cast.ada, save_purpose, {**TEXTS, "name_cn": "长" * 61})
    refused(NotFound, cast.ada, save_purpose, TEXTS, purpose_id=99, version=1)
    refused(StaleWrite, cast.ada, save_purpose, TEXTS, purpose_id=SERVICE, version=7)
    assert everything(store) == before


def test_collaborators_note_what_they_are_told_and_forms_change_nothing_else(
    store: Store, cast: Cast, faces: Faces
) -> None:
    with store.transaction() as transaction:
        transaction.execute(sql("insert into collaborator values ($1, $2, $3)"), [faces.wang, cast.vic.user_id, NOW])
    hidden = {"customer_id": faces.nan, "logged_by": 1, "logged_at": "2020-01-01", "consent_id": 99, "text_number": 9}
    typed = "'; drop table customer; -- 🙂 <b>$1%"
    note_consent(store, cast.vic, faces.wang, {**GIVEN, **hidden, "note": typed}, key=fresh())
    close_channel(store, cast.vic, faces.wang, {**NO_CALLS, **hidden, "reason": typed}, key=fresh())
    (said,) = store.rows(
        sql("select customer_id, logged_by, text_number, note, consent_id <> 99 as is_own from customer_consent")
    )
    assert said == {
        "customer_id": faces.wang, "logged_by": cast.vic.user_id, "text_number": 1, "note": typed, "is_own": True,
    }  # fmt: skip
    (out,) = store.rows(sql("select customer_id, logged_by, reason from channel_opt_out"))
    assert out == {"customer_id": faces.wang, "logged_by": cast.vic.user_id, "reason": typed}
    assign_owner(store, cast.mia, [faces.wang], cast.vic.user_id, key=fresh())
    assert wishes(store, cast.vic, faces.wang).given_count == 1
