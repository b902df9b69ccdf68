"""What a person can do with documents: see which there are, attach, take and remove them.

Whoever sees a customer sees which documents there are, collaborators and deputies too. To take one needs a permission of its
own, since a document may show what is masked elsewhere, and each taking stands in the trail. Whoever may attach sees the
customer and has that permission; removed is a document by who attached it, or by who may edit the customer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.access.policy import EXPORTS
from crm_core.attachments import repository
from crm_core.attachments.inspecting import inspected_all
from crm_core.attachments.model import (
    MEGABYTE,
    MOST_AT_ONCE,
    Attachment,
    Document,
    DocumentKind,
    Room,
    Upload,
    reason_to_remove,
    refused,
)
from crm_core.customers.model import OneCustomer
from crm_core.customers.service import SeenCustomer, seen_customer
from crm_core.errors import N_, NotFound, Refused, message
from crm_core.interactions.service import log_interaction
from crm_core.settings import service as settings
from crm_core.store import Row, Store, Transaction, documents, once
from crm_core.store.reads import reads


@reads("attachment", "customer", "collaborator", "follow_up", "absence", "app_user")
def attachments_of(store: Store, request: OneCustomer) -> tuple[Attachment, ...]:
    """Return the documents of a customer and of the interactions with it, the latest first.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    return repository.find_of_customer(store, request.customer_id)


def attach(
    store: Store,
    actor: Actor,
    customer_id: int,
    uploads: Sequence[Upload],
    *,
    key: str,
    interaction_id: int | None = None,
) -> list[int]:
    """Keep documents of a customer, or of one interaction with it, all or none; return their ids.

    Raises:
        NotPermitted: the role may not.
        NotFound: the customer is not the actor's to see, or the interaction is not with it.
        InvalidInput: at ``files``: one of them may not be kept, is there already, or there is no room.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.ATTACHMENT_ADD)
    seen_customer(store, reach, customer_id)  # before the files are looked into: a stranger's cost nothing
    found = _inspected(store, uploads)
    with documents.kept(store.path, [one.content for one in found]) as places, store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        seen_customer(store, reach, customer_id)
        if interaction_id is not None and repository.customer_of(transaction, interaction_id) != customer_id:
            raise NotFound("interaction", interaction_id)
        made = _keep(
            store,
            transaction,
            actor,
            dict(zip(places, found, strict=True)),
            customer_id=customer_id,
            interaction_id=interaction_id,
        )
        once.settle(transaction, key, made[0])
    return made


def log_with_documents(
    store: Store,
    actor: Actor,
    customer_id: int,
    given: Mapping[str, object],
    uploads: Sequence[Upload],
    *,
    key: str,
    follow_up_id: int | None = None,
) -> int:
    """Store one interaction as ``log_interaction`` does, with its documents, all or nothing; return the interaction's id.

    Raises:
        As ``log_interaction`` and ``attach``.
    """
    if not uploads:
        return log_interaction(store, actor, customer_id, given, key=key, follow_up_id=follow_up_id)
    seen_customer(store, actor.require(Permission.ATTACHMENT_ADD), customer_id)
    found = _inspected(store, uploads)
    with documents.kept(store.path, [one.content for one in found]) as places, store.transaction() as transaction:
        interaction_id = log_interaction(store, actor, customer_id, given, key=key, follow_up_id=follow_up_id)
        _keep(
            store,
            transaction,
            actor,
            dict(zip(places, found, strict=True)),
            customer_id=customer_id,
            interaction_id=interaction_id,
        )
    return interaction_id


def _inspected(store: Store, uploads: Sequence[Upload]) -> tuple[Document, ...]:
    if not uploads:
        raise refused(N_("Please choose a file."))
    if len(uploads) > MOST_AT_ONCE:
        raise refused(N_("At most {count} files at once, please."), count=MOST_AT_ONCE)
    return inspected_all(uploads, settings.current(store).attachment_megabytes * MEGABYTE)


def _keep(
    store: Store,
    transaction: Transaction,
    actor: Actor,
    placed: Mapping[str, Document],
    *,
    customer_id: int,
    interaction_id: int | None,
) -> list[int]:
    choices = settings.current(store)
    known = repository.find_known(transaction, customer_id, [one.digest for one in placed.values()])
    if known:
        day = clock.local_day(known[0]["added_at"], choices.zone)
        text = N_("The same document is here already: {name}, attached on {day}.")
        raise refused(text, name=known[0]["file_name"], day=day.isoformat())
    count, taken = repository.room_taken(transaction, customer_id)
    most_of_customer = choices.attachments_megabytes * MEGABYTE
    Room(most_of_customer, taken, count).check(tuple(placed.values()))
    made = []
    for place, one in placed.items():
        made.append(
            repository.insert(transaction, customer_id, interaction_id, one, place, by=actor.user_id, at=clock.now())
        )
        told = {
            "customer_id": customer_id,
            "interaction_id": interaction_id,
            "file": one.name,
            "size": len(one.content),
        }
        audit.record(transaction, actor, audit.Change("attach", "attachment", made[-1], None, told))
    return made


@dataclass(frozen=True, slots=True)
class Taken:
    """A document on its way to somebody's computer."""

    file_name: str
    kind: DocumentKind
    content: bytes


def take(store: Store, actor: Actor, attachment_id: int) -> Taken:
    """Return a document with its content, and note in the trail who took it.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is none, or its customer is not the actor's to see.
        Refused: its file is not what was attached.
    """
    actor.require(EXPORTS["attachments"])
    found = repository.find(store, attachment_id)
    if found is None:
        raise NotFound("attachment", attachment_id)
    _seen(store, actor, found, EXPORTS["attachments"])
    content = documents.read(store.path, found["place"])
    if content is None or hashlib.sha256(content).hexdigest() != found["content_digest"]:
        raise Refused(
            message(N_("The file of this document is missing or was changed. An administrator can restore it."))
        )
    with store.transaction() as transaction:
        told = {"customer_id": found["customer_id"], "file": found["file_name"]}
        audit.record(transaction, actor, audit.Change("download", "attachment", attachment_id, None, told))
    return Taken(found["file_name"], DocumentKind(found["kind"]), content)


def remove(store: Store, actor: Actor, attachment_id: int, reason: str, *, key: str) -> None:
    """Remove a document with its content; the trail keeps its name and why it went.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is none, its customer is not the actor's to see, or it is a colleague's and not the actor's to remove.
        InvalidInput: at ``reason``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.ATTACHMENT_ADD)
    why = reason_to_remove(reason)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        found = repository.find(transaction, attachment_id)
        if found is None:
            raise NotFound("attachment", attachment_id)
        seen = _seen(store, actor, found, Permission.ATTACHMENT_ADD)
        if found["added_by"] != actor.user_id and not _may_edit(actor, seen):
            raise NotFound("attachment", attachment_id)
        repository.remove(transaction, attachment_id)
        before = {name: found[name] for name in ("customer_id", "interaction_id")}
        before |= {"file": found["file_name"], "size": found["byte_count"]}
        audit.record(transaction, actor, audit.Change("remove", "attachment", attachment_id, before, {"reason": why}))
        once.settle(transaction, key, attachment_id)
    documents.discard(store.path, [found["place"]])


def _seen(store: Store, actor: Actor, found: Row, permission: Permission) -> SeenCustomer:
    """Return the customer of a document.

    Raises:
        NotFound: of the document, not of the customer: whose it is, is not told.
    """
    try:
        return seen_customer(store, actor.require(permission), found["customer_id"])
    except NotFound:
        raise NotFound("attachment", found["attachment_id"]) from None


def _may_edit(actor: Actor, seen: SeenCustomer) -> bool:
    scope = actor.scope(Permission.CUSTOMER_EDIT)
    if scope is None:
        return False
    is_teams = scope is Scope.TEAM and seen.team_id is not None and seen.team_id == actor.team_id
    return scope is Scope.ALL or is_teams or seen.owner_id == actor.user_id


def may_remove(actor: Actor, document: Attachment, *, may_edit: bool) -> bool:
    """Return whether to offer the actor to remove a document of a customer; the service decides."""
    return actor.may(Permission.ATTACHMENT_ADD) and (may_edit or document.added_by == actor.user_id)
