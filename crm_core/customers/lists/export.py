"""A list of customers as a file: masked as on the screen, noted in the trail."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from crm_core import audit
from crm_core.access.model import Actor
from crm_core.access.policy import EXPORTS
from crm_core.customers.lists import repository
from crm_core.customers.lists.model import CustomerLine, CustomerListRequest
from crm_core.customers.profile.own_fields.exporting import fields_for_file, own_columns
from crm_core.customers.profile.own_fields.model import FieldKind as OwnKind
from crm_core.customers.profile.own_fields.model import OwnField
from crm_core.errors import N_, Refused, message
from crm_core.exchange.csv_file import csv_bytes
from crm_core.exchange.xlsx_file import write_xlsx
from crm_core.privacy.seen.noting import note_file
from crm_core.settings import service as settings
from crm_core.store import Store

MOST_ROWS = 10_000
COLUMNS = (
    "code", "name", "kind", "phone", "region", "owner", "team", "created_on", "spend", "last_purchase_on",
    "last_contact_at", "follow_up_due_on",
)  # fmt: skip


class FileKind(StrEnum):
    """What file is wanted."""

    CSV = "csv"
    XLSX = "xlsx"


def export_customers(
    store: Store,
    actor: Actor,
    request: CustomerListRequest,
    kind: FileKind,
    *,
    headings: Sequence[str],
    kinds: Mapping[str, str],
    truths: Mapping[str, str] | None = None,
) -> bytes:
    """Return all pages of a list as a file; ``headings`` are the translated names of ``COLUMNS``, ``kinds`` of kinds.

    The company's own fields stand behind them, under its own names; ``truths`` are the words for their true and false. The request's own reach is not trusted: it is the actor's for exports.

    Raises:
        NotPermitted: the role may not export customers.
        Refused: the list has more than 10,000 customers.
    """
    reach = actor.require(EXPORTS["customers"])
    page = repository.find_page(store, replace(request, reach=reach, page=0, size=MOST_ROWS))
    if page.total > MOST_ROWS:
        raise Refused(
            message(
                N_("The list holds {count} customers; a file takes {most} at once. Narrow it with the filters."),
                count=page.total,
                most=MOST_ROWS,
            )
        )
    own = fields_for_file(store)
    kept = own_columns(store, [line.customer_id for line in page.lines], [line.is_open for line in page.lines], own)
    rows = [
        [*_row(line, kinds), *(_word(field, kept[field.key][place], truths or {}) for field in own)]
        for place, line in enumerate(page.lines)
    ]
    headings = [*headings, *(field.name for field in own)]
    zone = settings.current(store).zone
    if kind is FileKind.CSV:
        content = csv_bytes(headings, rows, zone=zone)
    else:
        buffer = io.BytesIO()
        write_xlsx(buffer, headings, rows, zone=zone)
        content = buffer.getvalue()
    asked = {"text": request.text, "view": request.view.value, "file": kind.value}
    with store.transaction() as transaction:
        change = audit.Change("export", "customer", None, None, asked)
        audit.record_batch(transaction, actor, change, len(rows))
        note_file(store, transaction, actor, [line.customer_id for line in page.lines])
    return content


def _row(line: CustomerLine, kinds: Mapping[str, str]) -> list[object]:
    values = [getattr(line, name) for name in COLUMNS]
    values[COLUMNS.index("kind")] = kinds.get(line.kind, "") if line.kind else None
    return values


def _word(field: OwnField, value: object, truths: Mapping[str, str]) -> object:
    return truths.get(str(value), value) if field.kind is OwnKind.TRUTH and value is not None else value
