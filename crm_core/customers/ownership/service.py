"""Whose a customer is: assigning, and working along on a colleague's (协作)."""

from __future__ import annotations

from collections.abc import Sequence

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers import repository as customers
from crm_core.customers import service as customer_service
from crm_core.customers.model import REASON_LIMIT, OneCustomer, Owner
from crm_core.customers.owners import owner_for
from crm_core.customers.ownership import repository
from crm_core.customers.ownership.hands import Cause, Move, hand_over
from crm_core.customers.ownership.model import MOST_AT_ONCE, CollaborationRequest, Collaborator, WaitingRequests
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.messages import service as messages
from crm_core.store import Row, Store, once
from crm_core.store.reads import reads
from crm_core.texts import clean_line

_PAGE = "customers/customer.py"


def assign_owner(store: Store, actor: Actor, customer_ids: Sequence[int], owner_id: int | None, *, key: str) -> int:
    """Give customers to an owner, or with None to the public pool; return how many changed hands.

    The customer takes the owner's team. Open follow-ups of the former owner go along; in the pool they are cancelled.
    A lead gives customers of the own team to people of the own team.

    Raises:
        NotPermitted: the role may not.
        NotFound: one of them is not there, or not the actor's to assign; then none is changed.
        Refused: one of them lies in the company's public pool, which a lead does not share out; then none is changed.
        InvalidInput: the owner cannot take them, or there are none or too many.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.CUSTOMER_ASSIGN)
    wanted = tuple(dict.fromkeys(customer_ids))
    if not 0 < len(wanted) <= MOST_AT_ONCE:
        raise InvalidInput({"customers": message(N_("Please choose 1 to {count} customers."), count=MOST_AT_ONCE)})
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        owner = owner_for(transaction, actor, reach, owner_id)
        moves: list[Move] = []
        for customer_id in wanted:
            stored = customers.find_to_change(transaction, reach, customer_id)
            if stored is None:
                standing = repository.find_standing(transaction, customer_id, actor.user_id)
                if standing is not None and standing["owner_id"] is None and standing["team_id"] is None:
                    raise Refused(
                        message(
                            N_(
                                "Customers of the public pool are claimed, or assigned by a manager. Nothing was assigned."
                            )
                        )
                    )
                raise NotFound("customer", customer_id)
            if stored["owner_id"] != owner_id:
                moves.append(move_to(stored, owner))
        hand_over(transaction, actor, moves, Cause.ASSIGN)
        once.settle(transaction, key, len(moves))
    return len(moves)


def move_to(stored: Row, owner: Owner | None) -> Move:
    """Return the move of a customer's row to an owner, or with None to the public pool of the company."""
    return Move(
        stored["customer_id"],
        stored["version"],
        stored["owner_id"],
        stored["team_id"],
        owner.user_id if owner else None,
        owner.team_id if owner else None,
    )


def ask_to_collaborate(store: Store, actor: Actor, handle: int, reason: str, *, key: str) -> int:
    """Ask the owner of a customer that the actor met (撞单) to work along; return the request's id.

    Raises:
        NotPermitted: the role may not.
        NotFound: the handle is none of the actor's.
        InvalidInput: there is no reason.
        Refused: the actor works along already, has asked already, or nobody owns the customer any more.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.COLLABORATION_ASK)
    why = _reason(reason)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        customer_id = repository.find_met(store, handle, actor.user_id)
        standing = None if customer_id is None else repository.find_standing(transaction, customer_id, actor.user_id)
        if customer_id is None or standing is None:
            raise NotFound("customer", handle)
        if standing["owner_id"] is None:
            raise Refused(message(N_("This customer lies in the public pool now. You can claim it there.")))
        if standing["is_collaborator"] or standing["owner_id"] == actor.user_id:
            raise Refused(message(N_("You have this customer already.")))
        if standing["has_asked"]:
            raise Refused(message(N_("You have asked already. The owner has been told.")))
        request_id = repository.insert_request(transaction, customer_id, actor.user_id, why, clock.now())
        change = audit.Change("ask_to_collaborate", "customer", customer_id, None, {"reason": why})
        audit.record(transaction, actor, change)
        text = message(
            N_("{name} asks to collaborate on {customer}: {reason}"),
            name=actor.name,
            customer=customer_id,
            reason=why,
        )
        for user_id in repository.find_deciders(transaction, standing["owner_id"], standing["team_id"]):
            messages.notify(transaction, user_id, "collaboration", text, _PAGE, {"id": customer_id})
        once.settle(transaction, key, request_id)
    return request_id


def answer_request(store: Store, actor: Actor, request_id: int, *, is_granted: bool, version: int, key: str) -> None:
    """Grant or decline a request to collaborate; the asker is told.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such request, or it is not the actor's to answer.
        StaleWrite: it was answered since ``version``.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.COLLABORATION_ANSWER)
    status = "granted" if is_granted else "declined"
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        stored = repository.find_request(transaction, reach, request_id)
        if stored is None:
            raise NotFound("collaboration_request", request_id)
        if not repository.answer(
            transaction, request_id, version, status=status, user_id=actor.user_id, at=clock.now()
        ):
            mine = {"status": status}
            raise StaleWrite("collaboration_request", request_id, mine, {"status": stored["status"]})
        customer_id, asker = stored["customer_id"], stored["asked_by"]
        if is_granted:
            repository.add_collaborator(transaction, customer_id, asker, clock.now())
        audit.record(
            transaction,
            actor,
            audit.Change(f"collaboration_{status}", "customer", customer_id, None, {"user_id": asker}),
        )
        if is_granted:
            text = message(N_("You now collaborate on {customer}."), customer=customer_id)
            messages.notify(transaction, asker, "collaboration", text, _PAGE, {"id": customer_id})
        else:
            text = message(N_("{name} declined your request to collaborate."), name=actor.name)
            messages.notify(transaction, asker, "collaboration", text, "customers/customers.py", None)
        once.settle(transaction, key, request_id)


def end_collaboration(store: Store, actor: Actor, customer_id: int, user_id: int, *, key: str) -> None:
    """End somebody's work on a customer: by who may answer requests for it, or by the collaborator himself.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such collaboration, or it is not the actor's to end.
        AlreadyDone: the same form was saved before.
    """
    reach = actor.require(Permission.COLLABORATION_ANSWER)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        is_own = user_id == actor.user_id
        if not is_own and customers.find_to_change(transaction, reach, customer_id) is None:
            raise NotFound("customer", customer_id)
        if not repository.remove_collaborator(transaction, customer_id, user_id):
            raise NotFound("collaborator", user_id)
        change = audit.Change("end_collaboration", "customer", customer_id, {"user_id": user_id}, None)
        audit.record(transaction, actor, change)
        once.settle(transaction, key, customer_id)


@reads("collaboration_request", "customer", "app_user", "team")
def waiting_requests(store: Store, request: WaitingRequests) -> tuple[CollaborationRequest, ...]:
    """Return the open requests that an actor with this reach may answer, the oldest first."""
    return repository.find_waiting(store, request)


@reads("collaborator", "customer", "follow_up", "absence", "app_user", "team")
def collaborators_of(store: Store, request: OneCustomer) -> tuple[Collaborator, ...]:
    """Return who works along on a customer.

    Raises:
        NotFound: there is no such customer, or it is not the actor's to see.
    """
    customer_service.seen_customer(store, request.reach, request.customer_id)
    return repository.find_collaborators(store, request.customer_id)


def _reason(text: str) -> str:
    why = clean_line(text)
    if not why:
        raise InvalidInput({"reason": message(N_("Please say why."))})
    if len(why) > REASON_LIMIT:
        raise InvalidInput({"reason": message(N_("At most {count} characters, please."), count=REASON_LIMIT)})
    return why
