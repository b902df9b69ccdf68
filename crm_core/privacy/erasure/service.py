"""What people do with an erasure: managers ask for one, administrators look at what would go, erase, or decline.

An erasure is one transaction. Its entry in the ledger beside the store is on the disk before it is committed: a crash between the
two leaves a ledger that is obeyed at the next start.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.model import OneCustomer
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.messages import service as messages
from crm_core.privacy.erasure import ledger
from crm_core.privacy.erasure.beside import remove_imports, remove_lists
from crm_core.privacy.erasure.coming_back import UNWANTED, signs_of
from crm_core.privacy.erasure.ledger import Entry
from crm_core.privacy.erasure.model import REFERENCE_LIMIT, Erasure, ErasureDraft, Preview, Reason, Request
from crm_core.privacy.erasure.naming import struck
from crm_core.privacy.erasure.places import BLANKED
from crm_core.privacy.erasure.replay import AT_ONCE_BYTES, note, write_anew
from crm_core.privacy.erasure.work import ROOM, Erased, erase_rows, rows_of, subject_of, texts_naming
from crm_core.privacy.seen.noting import write_waiting
from crm_core.settings import service as settings
from crm_core.store import Row, Store, Transaction, documents, once, statement
from crm_core.store.reads import reads
from crm_core.texts import clean_line

_PAGE = "admin/privacy.py"
_STAY = frozenset(place.table for place in BLANKED)


def preview(store: Store, actor: Actor, customer_id: int) -> Preview:
    """Return what an erasure of a customer would do; nothing is changed.

    Raises:
        NotPermitted: the role may not erase.
        NotFound: there is no such customer.
    """
    found = _wanted(store, actor, Permission.ERASURE_RUN, customer_id)
    subject = subject_of(store, customer_id)
    counts = rows_of(store, subject)
    goes = {table: count for table, count in counts.items() if table not in _STAY}
    stays = {table: count for table, count in counts.items() if table in _STAY}
    return Preview(customer_id, found["code"], found["name"], goes, stays, sum(texts_naming(store, subject).values()))


def erase(store: Store, actor: Actor, customer_id: int, given: Mapping[str, object], *, key: str) -> bool:
    """Erase a customer: rows, documents, files, the trail's values. ``given`` has the reason, and the customer's ``code`` as it
    was typed to confirm. Return whether the store's file is written anew already; else the nightly clean-up does it.

    Raises:
        NotPermitted: the role may not erase.
        NotFound: there is no such customer.
        InvalidInput: with a message a field; at ``code`` where it is not the customer's.
        AlreadyDone: the same form was sent before.
        StoreError: nothing was erased.
    """
    draft = ErasureDraft.parse(given)
    actor.require(Permission.ERASURE_RUN)
    write_waiting(store)  # who saw the customer: it would come back into the table
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        found = _wanted(transaction, actor, Permission.ERASURE_RUN, customer_id)
        if clean_line(str(given.get("code") or "")) != found["code"]:
            raise InvalidInput({"code": message(N_("This is not the customer's code. Nothing was erased."))})
        waiting = transaction.rows(statement(ROOM, "requests"), [customer_id])
        done = _erase(
            store, transaction, actor, customer_id, draft, asked_by=waiting[0]["asked_by"] if waiting else None
        )
        _tell_askers(store, transaction, actor, waiting)
        once.settle(transaction, key, customer_id)
    documents.discard(store.path, done.documents)
    return write_anew(store, AT_ONCE_BYTES)


def _erase(
    store: Store, transaction: Transaction, actor: Actor, customer_id: int, draft: ErasureDraft, *, asked_by: int | None
) -> Erased:
    subject = subject_of(transaction, customer_id)
    known = transaction.row(statement(ROOM, "salt"))
    salt = str(known["salt"]) if known else secrets.token_hex(16)
    rows = transaction.rows(statement(ROOM, "digests_of"), {"salt": salt, "ids": list(subject.ids)})
    signs = signs_of(transaction, salt, subject.ids) if draft.reason in UNWANTED else ()
    done = erase_rows(transaction, subject, clock.today(settings.current(store).zone))
    reference = draft.reference
    for needle in subject.needles:
        reference = reference.replace(needle, struck(needle))
    entry = Entry(
        secrets.token_hex(16), salt, tuple(row["digest"] for row in rows), draft.reason.value, reference, dict(done.counts),
        clock.now(), actor.user_id, asked_by, signs,
    )  # fmt: skip
    note(transaction, entry)
    remove_lists(store, transaction, subject)
    remove_imports(store, subject)
    transaction.execute(statement(ROOM, "want_rewrite"))
    told = {"reason": draft.reason.value, "count": sum(done.counts.values())}
    audit.record(transaction, actor, audit.Change("erase", "customer", customer_id, None, told))
    ledger.append(store.path, [entry])
    return done


def _tell_askers(store: Store, transaction: Transaction, actor: Actor, waiting: list[Row]) -> None:
    for row in waiting:
        if row["asked_by"] != actor.user_id:
            on = clock.local_day(row["asked_at"], settings.current(store).zone)
            text = message(N_("The erasure that you asked for on {day} is done."), day=on.isoformat())
            messages.notify(transaction, row["asked_by"], "erasure", text)


def ask(store: Store, actor: Actor, customer_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Ask the administrators to erase a customer, and return the request's number.

    Raises:
        NotPermitted: the role may not ask.
        NotFound: there is no such customer, or it is not the actor's.
        InvalidInput: with a message a field.
        Refused: it was asked for already.
        AlreadyDone: the same form was sent before.
    """
    draft = ErasureDraft.parse(given)
    actor.require(Permission.ERASURE_ASK)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        _wanted(transaction, actor, Permission.ERASURE_ASK, customer_id)
        if transaction.rows(statement(ROOM, "requests"), [customer_id]):
            raise Refused(message(N_("This erasure was asked for already. It waits for an administrator.")))
        values = [customer_id, draft.reason.value, draft.reference, actor.user_id, clock.now()]
        made = int(transaction.rows(statement(ROOM, "add_request"), values)[0]["request_id"])
        told = {"customer_id": customer_id, "reason": draft.reason.value, "reference": draft.reference or None}
        audit.record(transaction, actor, audit.Change("ask_to_erase", "erasure_request", made, None, told))
        text = message(N_("{name} asks to erase {customer}."), name=actor.name, customer=customer_id)
        messages.notify_admins(transaction, "erasure", text, _PAGE)
        once.settle(transaction, key, made)
    return made


def decline(
    store: Store, actor: Actor, request_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Decline an erasure that was asked for, and tell why.

    Raises:
        NotPermitted: the role may not erase.
        NotFound: there is no such request.
        InvalidInput: at ``answer``, where the reason is missing or too long.
        StaleWrite: it was answered meanwhile.
        AlreadyDone: the same form was sent before.
    """
    actor.require(Permission.ERASURE_RUN)
    answer = clean_line(str(given.get("answer") or ""))
    if not answer or len(answer) > 2 * REFERENCE_LIMIT:
        raise InvalidInput(
            {"answer": message(N_("Please say why, in at most {count} characters."), count=2 * REFERENCE_LIMIT)}
        )
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        waiting = [
            row for row in transaction.rows(statement(ROOM, "requests"), [None]) if row["request_id"] == request_id
        ]
        if not waiting:
            raise NotFound("erasure_request", request_id)
        given_now = [request_id, version, actor.user_id, clock.now(), answer]
        if not transaction.rows(statement(ROOM, "decline_request"), given_now):
            raise StaleWrite("erasure_request", request_id, {}, {"version": waiting[0]["version"]})
        told = {"customer_id": waiting[0]["customer_id"], "answer": answer}
        audit.record(transaction, actor, audit.Change("decline_erasure", "erasure_request", request_id, None, told))
        text = message(N_("{name} declined the erasure that you asked for: {reason}"), name=actor.name, reason=answer)
        messages.notify(
            transaction,
            waiting[0]["asked_by"],
            "erasure",
            text,
            "customers/customer.py",
            {"id": waiting[0]["customer_id"]},
        )
        once.settle(transaction, key, request_id)


def allow_return(store: Store, actor: Actor, given: Mapping[str, object], *, key: str) -> None:
    """Let whom an erasure (``erasure_id``) meant come back by an import, and say why (``reason``).

    Raises:
        NotPermitted: the role may not erase.
        InvalidInput: at ``reason``, where it is missing or too long; at ``erasure_id``, where there is no such erasure, it
            keeps nobody out, or it was allowed already.
        AlreadyDone: the same form was sent before.
    """
    actor.require(Permission.ERASURE_RUN)
    reason, erasure_id = clean_line(str(given.get("reason") or "")), given.get("erasure_id")
    if not reason or len(reason) > REFERENCE_LIMIT:
        raise InvalidInput(
            {"reason": message(N_("Please say why, in at most {count} characters."), count=REFERENCE_LIMIT)}
        )
    wrong = InvalidInput({"erasure_id": message(N_("Please choose from the list."))})
    if not isinstance(erasure_id, int) or isinstance(erasure_id, bool):
        raise wrong
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if not transaction.rows(statement(ROOM, "allow_return"), [erasure_id, reason, actor.user_id, clock.now()]):
            raise wrong
        audit.record(transaction, actor, audit.Change("allow_return", "erasure", erasure_id, None, {"reason": reason}))
        once.settle(transaction, key, erasure_id)


@reads("erasure_request", "customer", "app_user")
def requests(store: Store, request: Actor) -> tuple[Request, ...]:
    """Return the erasures that were asked for and wait, the oldest first.

    Raises:
        NotPermitted: the role may not erase.
    """
    request.require(Permission.ERASURE_RUN)
    return tuple(_request(row) for row in store.rows(statement(ROOM, "requests"), [None]))


@reads("erasure_request", "customer", "app_user")
def is_asked(store: Store, request: OneCustomer) -> bool:
    """Return whether the erasure of a customer was asked for and waits; ``reach`` is that of ERASURE_ASK."""
    return bool(store.rows(statement(ROOM, "requests"), [request.customer_id]))


@reads("erasure", "erasure_sign", "erasure_return", "app_user")
def erasures(store: Store, request: Actor) -> tuple[Erasure, ...]:
    """Return what was erased, without whom, the latest first.

    Raises:
        NotPermitted: the role may not erase.
    """
    request.require(Permission.ERASURE_RUN)
    return tuple(_erasure(row) for row in store.rows(statement(ROOM, "erasures")))


def _wanted(reader: Store | Transaction, actor: Actor, permission: Permission, customer_id: int) -> Row:
    reach = actor.require(permission)
    found = reader.row(statement(ROOM, "customer_to_erase"), [*reach.positional(), customer_id])
    if found is None:
        raise NotFound("customer", customer_id)
    return found


def _request(row: Row) -> Request:
    return Request(**{**row, "reason": Reason(row["reason"]), "asked_name": row["asked_name"] or ""})


def _erasure(row: Row) -> Erasure:
    rows = sum(json.loads(row["row_counts"]).values())
    return Erasure(
        row["erasure_id"], Reason(row["reason"]), row["reference"], rows, row["erased_at"], row["by_name"] or "console",
        row["asked_name"], row["replayed_at"], bool(row["signs"]), row["allowed_at"],
    )  # fmt: skip
