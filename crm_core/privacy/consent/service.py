"""What people can do with consent: see it, note what a customer said, close a channel and open it; and, as administrators, keep
the purposes and their texts.

Whoever may log an interaction with a customer may note what the customer said in it, collaborators and deputies too: a
withdrawal must not wait for the owner.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.model import OneCustomer
from crm_core.customers.service import seen_customer
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.privacy.consent import repository
from crm_core.privacy.consent.model import (
    MOST_PURPOSES,
    ClosedChannel,
    OptOut,
    OptOutDraft,
    Purpose,
    PurposeDraft,
    PurposeState,
    SaidDraft,
    Wishes,
)
from crm_core.privacy.consent.repository import TextVersion
from crm_core.settings import service as settings
from crm_core.store import Store, once
from crm_core.store.reads import reads


@reads("consent_purpose", "consent_text")
def purposes(store: Store, request: Actor) -> tuple[Purpose, ...]:
    """Return all purposes in their order, for everybody who reads customers.

    Raises:
        NotPermitted: the role may not read customers.
    """
    request.require(Permission.CUSTOMER_READ)
    return repository.find_purposes(store)


@dataclass(frozen=True, slots=True)
class TextsWanted:
    """The texts of one purpose, for whoever may read customers."""

    actor: Actor
    purpose_id: int


@reads("consent_text", "app_user")
def texts_of(store: Store, request: TextsWanted) -> tuple[TextVersion, ...]:
    """Return every version of a purpose's text, the newest first.

    Raises:
        NotPermitted: the role may not read customers.
    """
    request.actor.require(Permission.CUSTOMER_READ)
    return repository.find_texts(store, request.purpose_id)


@reads("customer_consent", "channel_opt_out", "consent_purpose", "consent_text", "customer", "collaborator", "app_user")
def wishes_of(store: Store, request: OneCustomer) -> Wishes:
    """Return what a customer agreed to and does not want: purposes in use, and others to which something was said.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    said = repository.find_said(store, request.customer_id)
    states = (
        PurposeState(purpose, tuple(each for each in said if each.purpose_id == purpose.purpose_id))
        for purpose in repository.find_purposes(store)
    )
    outs = repository.find_opt_outs(store, request.customer_id)
    return Wishes(
        tuple(state for state in states if state.purpose.is_active or state.history),
        tuple({each.channel: each for each in reversed(outs) if each.ended_at is None}.values())[::-1],
        tuple(each for each in outs if each.ended_at is not None),
    )


@reads("channel_opt_out", "customer", "collaborator", "app_user")
def closed_channels(store: Store, request: OneCustomer) -> tuple[OptOut, ...]:
    """Return the channels through which a customer does not want to be contacted.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    return tuple(each for each in repository.find_opt_outs(store, request.customer_id) if each.ended_at is None)


def note_consent(store: Store, actor: Actor, customer_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Note what a customer said to a purpose, with the version of the text that stands, and return its id.

    Raises:
        NotPermitted, NotFound: the role may not; the customer is not the actor's to see.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CONSENT_LOG)
    draft = SaidDraft.parse(given, today=clock.today(settings.current(store).zone))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        seen_customer(store, reach, customer_id)
        known = {each.purpose_id: each for each in repository.find_purposes(transaction) if each.is_active}
        if draft.purpose_id not in known:
            raise InvalidInput({"purpose_id": message(N_("Please choose from the list."))})
        text_number = known[draft.purpose_id].text_number
        now = clock.now()
        made = repository.insert_said(transaction, customer_id, draft, text_number, by=actor.user_id, at=now)
        told = {
            "consent": known[draft.purpose_id].name.in_language("zh_CN"), "consent_state": draft.state.value,
            "text_number": text_number, "said_on": draft.said_on, "means": draft.means.value, "note": draft.note or None,
        }  # fmt: skip
        audit.record(transaction, actor, audit.Change("note_consent", "customer", customer_id, None, told))
        once.settle(transaction, key, made)
    return made


def close_channel(store: Store, actor: Actor, customer_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Note that a customer does not want to be contacted through a channel, and return its id.

    Raises:
        NotPermitted, NotFound: the role may not; the customer is not the actor's to see.
        InvalidInput: with a message a field; also where the channel is closed already.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CONSENT_LOG)
    draft = OptOutDraft.parse(given, today=clock.today(settings.current(store).zone))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        seen_customer(store, reach, customer_id)
        outs = repository.find_opt_outs(transaction, customer_id)
        if any(each.channel is draft.channel and each.ended_at is None for each in outs):
            raise InvalidInput({"channel": message(N_("This channel is closed already."))})
        made = repository.insert_opt_out(transaction, customer_id, draft, by=actor.user_id, at=clock.now())
        told = {"closed": draft.channel.value, "since": draft.since_on, "reason": draft.reason or None}
        audit.record(transaction, actor, audit.Change("close_channel", "customer", customer_id, None, told))
        once.settle(transaction, key, made)
    return made


def open_channel(store: Store, actor: Actor, customer_id: int, channel: str, *, key: str) -> None:
    """Note that a customer may be contacted through a channel again; where it is open already, nothing is done.

    Raises:
        NotPermitted, NotFound: the role may not; the customer is not the actor's to see.
        InvalidInput: there is no such channel.
        AlreadyDone: the same button was pressed before.
    """
    reach = actor.require(Permission.CONSENT_LOG)
    if channel not in [each.value for each in ClosedChannel]:
        raise InvalidInput({"channel": message(N_("Please choose from the list."))})
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        seen_customer(store, reach, customer_id)
        ended = repository.end_opt_outs(
            transaction, customer_id, ClosedChannel(channel), by=actor.user_id, at=clock.now()
        )
        if ended:
            before = {"closed": channel, "since": ended[0]["since_on"], "reason": ended[0]["reason"] or None}
            audit.record(transaction, actor, audit.Change("open_channel", "customer", customer_id, before, {}))


def save_purpose(
    store: Store,
    actor: Actor,
    given: Mapping[str, object],
    *,
    purpose_id: int | None = None,
    version: int = 0,
    key: str,
) -> int:
    """Store a purpose, a new one without ``purpose_id``, and return its id; a changed text is a further version.

    Raises:
        NotPermitted: the role does not keep the purposes.
        NotFound: there is none.
        InvalidInput: with a message a field.
        StaleWrite: somebody saved since ``version``.
        Refused: there are 30 already.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.SETTING_EDIT)
    draft = PurposeDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        known = {each.purpose_id: each for each in repository.find_purposes(transaction)}
        before = known.get(purpose_id) if purpose_id is not None else None
        if purpose_id is not None and before is None:
            raise NotFound("consent_purpose", purpose_id)
        if before is not None and before.version != version:
            mine, theirs = _told(draft), _told(before)
            raise StaleWrite("consent_purpose", before.purpose_id, mine, {**theirs, "version": before.version})
        if before is None and len(known) >= MOST_PURPOSES:
            raise Refused(message(N_("There are {count} purposes, as many as there may be."), count=MOST_PURPOSES))
        now, today = clock.now(), clock.today(settings.current(store).zone)
        if before is None:
            made = repository.insert_purpose(transaction, draft, now)
        else:
            made = before.purpose_id
            repository.update_purpose(transaction, made, version, draft, now)
        if before is None or before.text != draft.text:
            number = (before.text_number if before else 0) + 1
            repository.insert_text(transaction, made, number, draft.text, on=today, by=actor.user_id, at=now)
        change = audit.Change(
            "edit" if before else "add", "consent_purpose", made, _told(before) if before else None, _told(draft)
        )
        audit.record(transaction, actor, change)
        once.settle(transaction, key, made)
    return made


def _told(one: PurposeDraft | Purpose) -> dict[str, object]:
    names = {f"name_{each}": getattr(one.name, each) for each in ("cn", "tw", "en")}
    texts = {f"text_{each}": getattr(one.text, each) for each in ("cn", "tw", "en")}
    return {**names, **texts, "is_active": one.is_active}
