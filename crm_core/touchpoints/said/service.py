"""Logging an interaction with its purpose, contact, chat and the customer's suggestion; and what becomes of suggestions.

Whoever sees a customer sees what was suggested; leads and up say what becomes of it, for the customers of their reach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.attachments.model import Upload
from crm_core.attachments.service import log_with_documents
from crm_core.customers.service import seen_customer
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.interactions.service import edit_interaction
from crm_core.messages import service as messages
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads
from crm_core.touchpoints.said import repository
from crm_core.touchpoints.said.model import (
    AnswerDraft,
    Said,
    SaidDraft,
    SaidRequest,
    State,
    Suggestion,
    Suggestions,
    SuggestionsRequest,
)

_ANSWERED = {
    State.ADOPTED: N_("A suggestion of {customer} was adopted. Please tell the customer."),
    State.DECLINED: N_("A suggestion of {customer} was not adopted. Please tell the customer why."),
}


def log_with_details(
    store: Store,
    actor: Actor,
    customer_id: int,
    given: Mapping[str, object],
    uploads: Sequence[Upload],
    *,
    key: str,
    follow_up_id: int | None = None,
) -> int:
    """Store one interaction with its documents, purpose, contact, chat and suggestion, all or nothing; return its id.

    Raises:
        As ``log_with_documents``; and InvalidInput at these fields.
    """
    reach = actor.require(Permission.INTERACTION_LOG)
    draft = SaidDraft.parse(given)
    with store.transaction() as transaction:
        if draft.contact_id is not None:
            seen_customer(store, reach, customer_id)
            _refuse_foreign(transaction, customer_id, draft)
        made = log_with_documents(store, actor, customer_id, given, uploads, key=key, follow_up_id=follow_up_id)
        _add(transaction, actor, customer_id, made, draft)
    return made


def _add(transaction: Transaction, actor: Actor, customer_id: int, interaction_id: int, draft: SaidDraft) -> None:
    now = clock.now()
    if draft.has_details:
        repository.add_detail(transaction, customer_id, interaction_id, draft, now)
        told = {
            "about": draft.purpose.value if draft.purpose else None, "contact_id": draft.contact_id,
            "letters": len(draft.chat) or None,
        }  # fmt: skip
        after = {name: value for name, value in told.items() if value is not None}
        audit.record(transaction, actor, audit.Change("detail", "interaction", interaction_id, None, after))
    if draft.suggestion:
        made = repository.add_suggestion(transaction, interaction_id, draft.suggestion, actor.user_id, now)
        after = {"customer_id": customer_id, "suggestion": draft.suggestion}
        audit.record(transaction, actor, audit.Change("add", "customer_suggestion", made, None, after))


def edit_with_details(
    store: Store, actor: Actor, interaction_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Correct an interaction as ``edit_interaction`` does, with its purpose, contact, chat and suggestion, all or nothing.

    The contact stays where ``given`` does not name it. A suggestion that was taken up by now stays as it is; a further one is noted then.

    Raises:
        As ``edit_interaction``; and InvalidInput at these fields.
    """
    draft = SaidDraft.parse(given)
    with store.transaction() as transaction:
        edit_interaction(store, actor, interaction_id, given, version=version, key=key)
        stored = repository.find_stored(transaction, interaction_id, actor.user_id)
        if "contact_id" not in given:
            draft = replace(draft, contact_id=stored["contact_id"])
        elif draft.contact_id not in (None, stored["contact_id"]):
            _refuse_foreign(transaction, stored["customer_id"], draft)
        before = {name: stored[name] or None for name in ("purpose", "contact_id", "chat", "suggestion")}
        after = {
            "purpose": draft.purpose.value if draft.purpose else None, "contact_id": draft.contact_id,
            "chat": draft.chat or None, "suggestion": draft.suggestion or None,
        }  # fmt: skip
        if after == before:
            return
        if stored["has_details"]:
            repository.edit_detail(transaction, interaction_id, draft)
        elif draft.has_details:
            repository.add_detail(transaction, stored["customer_id"], interaction_id, draft, clock.now())
        if stored["suggestion_id"] is not None and draft.suggestion != stored["suggestion"]:
            repository.edit_suggestion(transaction, stored["suggestion_id"], draft.suggestion)
        elif stored["suggestion_id"] is None and draft.suggestion:
            repository.add_suggestion(transaction, interaction_id, draft.suggestion, actor.user_id, clock.now())
        change = audit.Change("edit", "interaction", interaction_id, _counted(before), _counted(after))
        audit.record(transaction, actor, change)


def _refuse_foreign(transaction: Transaction, customer_id: int, draft: SaidDraft) -> None:
    if draft.contact_id is not None and not repository.has_contact(transaction, customer_id, draft.contact_id):
        raise InvalidInput({"contact_id": message(N_("Please choose from the list."))})


def _counted(told: Mapping[str, object]) -> dict[str, object]:
    """Return what the trail keeps of it: of a chat its length."""
    letters = len(str(told["chat"] or ""))
    return {
        "about": told["purpose"],
        "contact_id": told["contact_id"],
        "letters": letters,
        "suggestion": told["suggestion"],
    }


@reads("customer_suggestion", "customer", "collaborator", "app_user")
def suggestions(store: Store, request: SuggestionsRequest) -> Suggestions:
    """Return a part of the suggestions of customers within the reach, and how many there are in each state."""
    found = repository.find_suggestions(store, request.reach, request.state, request.first, request.count)
    return Suggestions(found, repository.count_by_state(store, request.reach))


@reads(
    "interaction_detail",
    "customer_suggestion",
    "contact",
    "customer",
    "collaborator",
    "follow_up",
    "absence",
    "app_user",
)
def said_in(store: Store, request: SaidRequest) -> dict[int, Said]:
    """Return what interactions of a customer have beyond their own rows, by interaction.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    return repository.find_said(store, request.customer_id, request.interaction_ids)


def answer_suggestion(
    store: Store, actor: Actor, suggestion_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Say what becomes of a suggestion (``state``), and what the customer is told (``answer``).

    Whoever noted it is told by the bell when it is adopted or not.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is none, or its customer is not the actor's to answer for.
        InvalidInput: with a message a field.
        StaleWrite: somebody answered since ``version``.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.SUGGESTION_ANSWER)
    draft = AnswerDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before = repository.find_suggestion(transaction, reach, suggestion_id)
        if before is None:
            raise NotFound("customer_suggestion", suggestion_id)
        if not repository.answer(transaction, suggestion_id, version, draft, by=actor.user_id, at=clock.now()):
            theirs = {**_told(before.state, before.answer), "version": before.version}
            raise StaleWrite("customer_suggestion", suggestion_id, _told(draft.state, draft.answer), theirs)
        change = audit.Change(
            "answer_suggestion", "customer_suggestion", suggestion_id, _named(_told(before.state, before.answer)),
            _named(_told(draft.state, draft.answer)),
        )  # fmt: skip
        audit.record(transaction, actor, change)
        _tell(transaction, actor, before, draft.state)
        once.settle(transaction, key, suggestion_id)


def _tell(transaction: Transaction, actor: Actor, before: Suggestion, state: State) -> None:
    who = repository.noted_by(transaction, before.suggestion_id)
    if state is before.state or state not in _ANSWERED or who == actor.user_id:
        return
    text = message(_ANSWERED[state], customer=before.customer_id)
    messages.notify(transaction, who, "suggestion", text, "customers/customer.py", {"id": before.customer_id})


def _told(state: State, answer: str) -> dict[str, object]:
    return {"state": state.value, "answer": answer}


def _named(told: Mapping[str, object]) -> dict[str, object]:
    return {"suggestion_state": told["state"], "answer": told["answer"]}
