"""While a customer is entered: who is there already and looks the same.

Within the actor's reach and in the public pool it is told which one it is. Of a colleague's customer the masked name, the
owner and the team are told, as where it is saved (``collision``), and that is noted in the trail, once an hour for the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.customers.fields import Unfit, parse_company_number, parse_phone
from crm_core.customers.likeness import LEGAL_FORMS, likenesses
from crm_core.customers.model import Kind, mask_name
from crm_core.customers.watch import note_curiosity
from crm_core.store import Row, Store, statement
from crm_core.texts import clean_line

MOST = 5
_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Likely:
    """A customer who may be the one that is entered. ``alike_by`` is code, phone, id_number or name.

    ``customer_id`` None: it is not the actor's to open; ``name`` is masked where it is a colleague's, and ``code`` is None.
    """

    alike_by: str
    customer_id: int | None
    name: str
    code: str | None
    owner: str | None
    team: str | None


def likely_same(store: Store, actor: Actor, given: Mapping[str, object]) -> tuple[Likely, ...]:
    """Return at most five customers who look like what a form holds so far; what does not read yet counts as empty.

    Raises:
        NotPermitted: the role may not add customers.
    """
    reach = actor.require(Permission.CUSTOMER_ADD)
    kind = Kind.COMPANY if given.get("kind") == Kind.COMPANY.value else Kind.PERSON
    phone = _parsed(given.get("phone"), lambda text: parse_phone(text).key)
    number = _parsed(given.get("id_number"), parse_company_number) if kind is Kind.COMPANY else None
    code = clean_line(str(given.get("code") or "")) or None
    forms = list(likenesses(str(given.get("name") or "")[:200]))
    if not (phone or number or code or forms):
        return ()
    params = [*reach.positional(), code, phone, number, kind.value, forms, LEGAL_FORMS, MOST]
    rows = store.rows(statement("customers", "entered_alike"), params)
    foreign = [row for row in rows if not row["is_open"] and row["owner_id"] is not None]
    if foreign:
        _note(store, actor, foreign)
    return tuple(_told(row) for row in rows)


def _parsed(value: object, parse: Callable[[str], str]) -> str | None:
    try:
        return parse(str(value)) if value else None
    except Unfit:
        return None


def _note(store: Store, actor: Actor, rows: list[Row]) -> None:
    since = clock.now() - _AGAIN_AFTER
    with store.transaction() as transaction:
        for row in rows:
            given = [actor.user_id, row["customer_id"], since]
            if transaction.row(statement("customers", "collided_since"), given) is None:
                change = audit.Change("collide", "customer", row["customer_id"], None, {row["alike_by"]: "equal"})
                audit.record(transaction, actor, change)
                note_curiosity(transaction, actor)


def _told(row: Row) -> Likely:
    if row["is_open"]:
        return Likely(row["alike_by"], row["customer_id"], row["name"], row["code"], row["owner"], row["team"])
    if row["owner_id"] is None:
        return Likely(row["alike_by"], None, row["name"], row["code"], None, None)
    return Likely(row["alike_by"], None, mask_name(row["name"]), None, row["owner"], row["team"])
