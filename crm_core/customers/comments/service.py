"""Comments on a customer: whoever sees it may say something, and call others to it who see it too."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Reach
from crm_core.customers.comments import repository
from crm_core.customers.comments.model import EDIT_MINUTES, Comment, CommentDraft, may_change, sees
from crm_core.customers.model import OneCustomer
from crm_core.customers.service import SeenCustomer, seen_customer
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.messages import service as messages
from crm_core.store import Row, Store, Transaction, once
from crm_core.store.reads import reads


@reads("customer_comment", "customer", "collaborator", "follow_up", "absence", "app_user")
def comments_of(store: Store, request: OneCustomer) -> tuple[Comment, ...]:
    """Return the comments on a customer, the latest first.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen_customer(store, request.reach, request.customer_id)
    return repository.find_of_customer(store, request.customer_id)


@reads("customer", "collaborator", "follow_up", "absence", "app_user")
def people_to_mention(store: Store, request: OneCustomer) -> dict[int, str]:
    """Return who else may see a customer, by id: they can be called to a comment.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    seen = seen_customer(store, request.reach, request.customer_id)
    people = repository.find_people(store, request.customer_id)
    return {
        one.user_id: one.name for one in people if one.user_id != request.reach.me and sees(one, seen.owner_id, seen.team_id)
    }  # fmt: skip


def add_comment(store: Store, actor: Actor, customer_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Say something about a customer, tell those who are ``mentioned``, and return the comment's id.

    Raises:
        NotPermitted, NotFound: the role may not; the customer is not the actor's to see.
        InvalidInput: with a message a field; at ``mentioned`` where somebody may not see the customer.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.COMMENT_WRITE)
    draft = CommentDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        seen = seen_customer(store, reach, customer_id)
        _check(transaction, seen, draft)
        made = repository.insert(transaction, customer_id, draft, by=actor.user_id, at=clock.now())
        after = {"customer_id": customer_id, **_told(draft.content, draft.mentioned)}
        audit.record(transaction, actor, audit.Change("add", "customer_comment", made, None, after))
        _tell(transaction, actor, customer_id, draft.mentioned)
        once.settle(transaction, key, made)
    return made


def edit_comment(
    store: Store, actor: Actor, comment_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Change an own comment within 15 minutes; who is mentioned only now is told now.

    Raises:
        NotPermitted, NotFound: the role may not; there is none of the actor's, or its customer is not the actor's to see.
        InvalidInput: with a message a field.
        Refused: it was written more than 15 minutes ago.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.COMMENT_WRITE)
    draft = CommentDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored, seen = _own(store, transaction, reach, comment_id)
        _check(transaction, seen, draft)
        before = _told(stored["content"], stored["mentioned"])
        if not repository.update(transaction, comment_id, version, draft, clock.now()):
            theirs = {"content": stored["content"], "version": stored["version"]}
            raise StaleWrite("customer_comment", comment_id, {"content": draft.content}, theirs)
        after = _told(draft.content, draft.mentioned)
        audit.record(transaction, actor, audit.Change("edit", "customer_comment", comment_id, before, after))
        _tell(transaction, actor, seen.customer_id, tuple(set(draft.mentioned) - set(stored["mentioned"])))
        once.settle(transaction, key, comment_id)


def remove_comment(store: Store, actor: Actor, comment_id: int, *, key: str) -> None:
    """Take an own comment back within 15 minutes; the trail keeps it.

    Raises:
        NotPermitted, NotFound: the role may not; there is none of the actor's, or its customer is not the actor's to see.
        Refused: it was written more than 15 minutes ago.
        AlreadyDone: the same click was taken before.
    """
    reach = actor.require(Permission.COMMENT_WRITE)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored, _seen = _own(store, transaction, reach, comment_id)
        repository.remove(transaction, comment_id)
        before = _told(stored["content"], stored["mentioned"])
        audit.record(transaction, actor, audit.Change("remove", "customer_comment", comment_id, before, None))
        once.settle(transaction, key, comment_id)


def _own(store: Store, transaction: Transaction, reach: Reach, comment_id: int) -> tuple[Row, SeenCustomer]:
    stored = repository.find(transaction, comment_id)
    if stored is None or stored["author_id"] != reach.me:
        raise NotFound("customer_comment", comment_id)
    seen = seen_customer(store, reach, stored["customer_id"])
    if not may_change(stored["author_id"], stored["created_at"], me=reach.me, now=clock.now()):
        text = N_("This was written more than {minutes} minutes ago. Write a further one instead.")
        raise Refused(message(text, minutes=EDIT_MINUTES))
    return stored, seen


def _check(transaction: Transaction, seen: SeenCustomer, draft: CommentDraft) -> None:
    """Refuse to call somebody who may not see the customer."""
    if not draft.mentioned:
        return
    people = {one.user_id: one for one in repository.find_people(transaction, seen.customer_id)}
    for user_id in draft.mentioned:
        if user_id not in people:
            raise InvalidInput({"mentioned": message(N_("Please choose from the list."))})
        if not sees(people[user_id], seen.owner_id, seen.team_id):
            text = N_("{name} may not see this customer and cannot be mentioned here.")
            raise InvalidInput({"mentioned": message(text, name=people[user_id].name)})


def _tell(transaction: Transaction, actor: Actor, customer_id: int, people: tuple[int, ...]) -> None:
    for user_id in people:
        if user_id != actor.user_id:
            text = message(N_("{name} mentioned you: {customer}."), name=actor.name, customer=customer_id)
            messages.notify(transaction, user_id, "mention", text, "customers/customer.py", {"id": customer_id})


def _told(content: str, mentioned: tuple[int, ...]) -> dict[str, object]:
    return {"comment": content, "mentioned": ", ".join(map(str, mentioned)) or None}
