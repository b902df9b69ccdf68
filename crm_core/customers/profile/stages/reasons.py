"""What an administrator can do with the list of reasons why customers are lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.model import Fields
from crm_core.customers.profile.stages import repository
from crm_core.customers.profile.stages.model import REASON_NAME_LIMIT
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.store import Store, Transaction, once
from crm_core.texts import key_of


def add_loss_reason(store: Store, actor: Actor, given: Mapping[str, object], *, key: str) -> int:
    """Store a new reason of loss, the last in the list, and return its id.

    Raises:
        NotPermitted: the role may not.
        InvalidInput: at ``name``, where it is missing, too long or taken.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.SETTING_EDIT)
    name = _name(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        _check_free(transaction, name, None)
        reason_id = repository.insert_reason(transaction, name, key_of(name), clock.now())
        audit.record(transaction, actor, audit.Change("add", "loss_reason", reason_id, None, {"name": name}))
        once.settle(transaction, key, reason_id)
    return reason_id


def edit_loss_reason(
    store: Store, actor: Actor, reason_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Rename a reason of loss, or take it in and out of use. Customers who were lost for it keep it.

    An empty ``name`` keeps the name. The last reason in use stays in use.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is none.
        InvalidInput: the name is too long or taken, or no reason would be left.
        StaleWrite: somebody saved since ``version``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.SETTING_EDIT)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        known = {reason.reason_id: reason for reason in repository.find_reasons(transaction)}
        before = known.get(reason_id)
        if before is None:
            raise NotFound("loss_reason", reason_id)
        name = _name(given) if str(given.get("name") or "").strip() else before.name
        after = replace(before, name=name, is_active=given.get("is_active") is True)
        if name is not None:
            _check_free(transaction, name, reason_id)
        if not any(one.is_active for one in (*(each for each in known.values() if each is not before), after)):
            raise InvalidInput({"is_active": message(N_("One reason has to stay in use."))})
        name_key = key_of(name) if name is not None else None
        if not repository.update_reason(transaction, after, name_key, version, clock.now()):
            theirs = {"name": before.name, "is_active": before.is_active, "version": before.version}
            raise StaleWrite("loss_reason", reason_id, {"name": name, "is_active": after.is_active}, theirs)
        told = [{"name": one.name or one.known, "is_active": one.is_active} for one in (before, after)]
        audit.record(transaction, actor, audit.Change("edit", "loss_reason", reason_id, *told))
        once.settle(transaction, key, reason_id)


def _name(given: Mapping[str, object]) -> str:
    fields = Fields(given)
    name = fields.line("name", REASON_NAME_LIMIT)
    if not name:
        fields.problems.setdefault("name", message(N_("Please fill this in.")))
    fields.check()
    return name or ""


def _check_free(transaction: Transaction, name: str, but: int | None) -> None:
    if repository.name_is_taken(transaction, key_of(name), but):
        raise InvalidInput({"name": message(N_("This name is taken."))})
