"""Whether a line of a file looks like somebody who was erased: an old file would bring the person back, unasked.

It is told by signs: digests of code, phone, e-mail and number, salted by the store and cut so short that about a hundred people
share each (``signs_of.sql``). So the ledger names nobody, and knows again only who brings the data. There are signs of those who
asked for it, withdrew their consent, or should never have been kept; whoever was erased for want of need may come back.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from crm_core import clock
from crm_core.privacy.erasure.model import Reason
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction, statement

ROOM = "privacy/erasure"
UNWANTED = frozenset({Reason.ASKED, Reason.WITHDRAWN, Reason.UNLAWFUL})
TABLES = ("erasure_sign", "erasure_return")
_SECONDS = 300.0
_COLUMNS = ("code", "phone_key", "email", "id_number")


def signs_of(transaction: Transaction, salt: str, ids: Sequence[int]) -> tuple[str, ...]:
    """Return the signs of a customer, each as ``kind:sign``."""
    rows = transaction.rows(statement(ROOM, "signs_of"), {"salt": salt, "ids": list(ids)})
    return tuple(f"{row['kind']}:{row['sign']}" for row in rows)


def add_signs(transaction: Transaction, erasure_key: str, signs: Sequence[str]) -> None:
    """Note the signs of an erasure."""
    if signs:
        parts = [one.split(":", 1) for one in signs]
        given = [erasure_key, [kind for kind, _sign in parts], [sign for _kind, sign in parts]]
        transaction.execute(statement(ROOM, "add_signs"), given)


def keeps_out(store: Store) -> bool:
    """Return whether there is anybody who was erased and may not come back."""
    return bool(store.value(statement(ROOM, "has_signs")))


def coming_back(store: Store, lines: pa.Table) -> dict[int, str]:
    """Return by row of those ``lines`` that look like somebody erased which erasure it was: its number and day.

    ``lines`` have row and what they say of code, phone_key, email and id_number; a column may be missing.
    """
    if not lines.num_rows or not keeps_out(store):
        return {}
    absent = pa.nulls(lines.num_rows, pa.string())
    names = lines.column_names
    given = {"row": lines["row"], **{name: lines[name] if name in names else absent for name in _COLUMNS}}
    found = store.table(statement(ROOM, "coming_back"), tables={"lines": pa.table(given)}, seconds=_SECONDS)
    zone = settings.current(store).zone
    return {
        row["row"]: f"{row['erasure_id']} ({clock.local_day(row['erased_at'], zone).isoformat()})"
        for row in found.to_pylist()
    }
