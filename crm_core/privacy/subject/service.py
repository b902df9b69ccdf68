"""A copy of all that is held about one customer: a workbook to read, the same as JSON, and the documents, in one ZIP.

What it holds is what the list of an erasure calls the customer's, so that a table that is made later is not forgotten.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.access.policy import EXPORTS
from crm_core.customers.service import seen_customer
from crm_core.exchange.xlsx_file import Sheet, workbook_bytes
from crm_core.privacy.consent.model import InLanguages
from crm_core.privacy.erasure.places import IN_ORDER
from crm_core.privacy.erasure.work import Subject, subject_of, told_of
from crm_core.privacy.seen.noting import note_file
from crm_core.privacy.subject.model import TRAIL, Words
from crm_core.settings import service as settings
from crm_core.store import Row, Store, documents, statement

ROOM = "privacy/subject"
_KINDS = {
    "user_id": "user", "asked_by": "user", "giver_id": "user", "taker_id": "user", "owner_id": "user", "team_id": "team",
    "purpose_id": "purpose", "tag_id": "tag", "field_id": "field", "survey_id": "survey", "product_id": "product",
    "order_id": "order", "contact_id": "contact", "parent_id": "customer",
}  # fmt: skip
Tables = Mapping[str, list[dict[str, object]]]


def copy_of(store: Store, actor: Actor, customer_id: int, words: Words) -> bytes:
    """Return the ZIP, after the trail notes who took it.

    Raises:
        NotPermitted: the role may not.
        NotFound: there is no such customer, or it is not the actor's.
    """
    reach = actor.require(EXPORTS["subject"])
    seen = seen_customer(store, reach, customer_id)
    subject = subject_of(store, customer_id)
    tables = _tables(store, subject, words)
    with store.transaction() as transaction:
        count = sum(len(rows) for rows in tables.values())
        change = audit.Change("take_copy", "customer", customer_id, None, {"count": count})
        audit.record(transaction, actor, change)
        note_file(store, transaction, actor, [customer_id])
    zone = settings.current(store).zone
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.xlsx", workbook_bytes(_sheets(tables, words), zone=zone))
        told = {"customer": seen.code, "made_at": clock.now(), "made_by": actor.name, "tables": tables}
        archive.writestr("data.json", json.dumps(told, default=_plain, ensure_ascii=False, indent=1))
        for row in store.rows(statement(ROOM, "documents"), {"ids": list(subject.ids)}):
            content = documents.read(store.path, row["place"])
            if content is not None:
                archive.writestr(f"documents/{row['attachment_id']}-{_file_name(row['file_name'])}", content)
    return buffer.getvalue()


def _tables(store: Store, subject: Subject, words: Words) -> Tables:
    """Return the customer's rows by table, the customer's own first, numbers replaced by what they stand for."""
    names = _names(store, subject, words)
    found: dict[str, list[dict[str, object]]] = {}
    for place in (IN_ORDER[-1], *IN_ORDER[:-1]):
        if place.told and (rows := told_of(store, subject, place.table)):
            found[place.table] = [
                {name: _named(names, name, value) for name, value in row.items()} for row in rows
            ]  # fmt: skip
    trail = store.rows(statement(ROOM, "trail"), {"ids": list(subject.ids)})
    return {**found, TRAIL: trail} if trail else found


def _names(store: Store, subject: Subject, words: Words) -> Mapping[tuple[str, int], str]:
    rows = store.rows(statement(ROOM, "names"), {"ids": list(subject.ids)})
    facts = {("field", number): name for number, name in words.fields.items()}
    return facts | {(row["kind"], row["number"]): _name(row, words.language) for row in rows}


def _name(row: Row, language: str) -> str:
    if row["kind"] != "purpose":
        return str(row["name"])
    return InLanguages(row["name"], row["name_tw"], row["name_en"]).in_language(language)


def _named(names: Mapping[tuple[str, int], str], column: str, value: object) -> object:
    if column in _KINDS and isinstance(value, int):
        return names.get((_KINDS[column], value), value)
    return value


def _sheets(tables: Tables, words: Words) -> list[Sheet]:
    return [
        Sheet(
            words.tables.get(table, table),
            [words.columns.get(name, name) for name in rows[0]],
            [[words.said(table, name, value) for name, value in row.items()] for row in rows],
        )
        for table, rows in tables.items()
    ]


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _file_name(name: str) -> str:
    """Return a document's name as a ZIP may hold it: no folder, whatever it was called."""
    return name.replace("/", "_").replace("\\", "_").lstrip(".") or "document"
