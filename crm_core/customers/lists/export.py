"""A list of customers as a file: masked as on the screen, noted in the trail, and fit to be edited and taken in again.

Such a file begins with what an import knows a customer by (``KEYS``), and its columns are called as an import calls them.
What is masked in it means "not told" there.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from crm_core import audit
from crm_core.access.model import Actor
from crm_core.access.policy import EXPORTS
from crm_core.customers.importing import CustomerDeclaration
from crm_core.customers.lists import repository
from crm_core.customers.lists.fields import FIELDS, ListField
from crm_core.customers.lists.model import CustomerListRequest
from crm_core.customers.lists.service import all_lines
from crm_core.customers.profile.own_fields.model import FACT_PREFIX, PREFIX
from crm_core.errors import N_, Refused, message
from crm_core.exchange.cells import worded
from crm_core.exchange.csv_file import csv_bytes
from crm_core.exchange.scripts import name_key
from crm_core.exchange.xlsx_file import write_xlsx
from crm_core.privacy.seen.noting import note_file
from crm_core.settings import service as settings
from crm_core.store import Store

MOST_ROWS = 10_000
KEYS = ("code", "name", "kind")
COLUMNS = (*KEYS, *(name for name in FIELDS if name not in KEYS))
_IMPORTED = {field.name: field.label for field in CustomerDeclaration.fields}


class FileKind(StrEnum):
    """What file is wanted."""

    CSV = "csv"
    XLSX = "xlsx"


def file_columns(chosen: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a file: what an import knows a customer by, then those that were chosen."""
    return (*KEYS, *(name for name in dict.fromkeys(chosen) if name not in KEYS))


def file_headings(fields: Sequence[ListField], said: Callable[[str], str]) -> dict[str, str]:
    """Return the headings of a file by column, as an import finds them again; ``said`` translates the program's own.

    A field of the company's own that is called like another column is headed by its key.
    """
    told = {
        field.name: said(_IMPORTED.get(field.name, field.label))
        for field in fields
        if not field.is_own or field.is_fact
    }
    taken = {name_key(text) for text in told.values()}
    own = {
        field.name: field.name if name_key(field.label) in taken else field.label
        for field in fields
        if field.is_own and not field.is_fact
    }
    return {field.name: (told | own)[field.name] for field in fields}


def export_customers(
    store: Store,
    actor: Actor,
    request: CustomerListRequest,
    kind: FileKind,
    *,
    headings: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]],
) -> bytes:
    """Return all pages of a list as a file, whose columns are ``headings``: a translated name for each.

    ``words`` are the translated values of columns that hold codes. The request's own reach is not trusted: it is the
    actor's for exports.

    Raises:
        NotPermitted: the role may not export customers.
        Refused: the list has more than 10,000 customers.
    """
    reach = actor.require(EXPORTS["customers"])
    whole = replace(request, reach=reach, page=0, size=1)
    total = repository.find_page(store, whole).total
    if total > MOST_ROWS:
        raise Refused(
            message(
                N_("The list holds {count} customers; a file takes {most} at once. Narrow it with the filters."),
                count=total,
                most=MOST_ROWS,
            )
        )
    table = all_lines(store, whole, [name for name in headings if name.startswith((PREFIX, FACT_PREFIX))])
    names = [name for name in headings if name in table.column_names]
    columns = [worded(table[name].to_pylist(), words.get(name)) for name in names]
    rows = [list(line) for line in zip(*columns, strict=True)]
    shown, zone = [headings[name] for name in names], settings.current(store).zone
    if kind is FileKind.CSV:
        content = csv_bytes(shown, rows, zone=zone)
    else:
        buffer = io.BytesIO()
        write_xlsx(buffer, shown, rows, zone=zone)
        content = buffer.getvalue()
    asked = {"text": request.text, "view": request.view.value, "file": kind.value}
    with store.transaction() as transaction:
        change = audit.Change("export", "customer", None, None, asked)
        audit.record_batch(transaction, actor, change, len(rows))
        note_file(store, transaction, actor, table["customer_id"].to_pylist())
    return content
