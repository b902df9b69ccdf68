"""New customers of a file that look like one who is there already: pointed out, and taken as the person chose.

Equal phones and credit codes were refused by the comparison; here they may be taken as the same. Equal names (but for legal
form, signs, width, case, script) are told within the actor's reach only.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crm_core.access.model import Reach
from crm_core.customers.likeness import LEGAL_FORMS, likenesses
from crm_core.imports.model import DuplicateRule, ImportOptions, Outcome, UpdateRule
from crm_core.store import Store, statement

_HELD = ("phone_taken", "number_taken")
_SECONDS = 300.0
_WANTED = pa.schema(
    [
        ("row", pa.int64()),
        ("kind", pa.string()),
        ("phone_key", pa.string()),
        ("likeness", pa.string()),
        ("holder", pa.string()),
    ]
)
_NOTED = {
    "alike_id": pa.int64(),
    "alike_code": pa.string(),
    "alike_name": pa.string(),
    "alike_by": pa.string(),
    "alike_rule": pa.string(),
}


def with_alike(store: Store, reach: Reach, ready: pa.Table, options: ImportOptions) -> pa.Table:
    """Return the compared lines with whom each new one looks like (``alike_…``), and as the person chose for those.

    Taken as the same, a line is that customer's: changed where known records are to be changed, else left as it is.
    """
    found = _found(store, reach, ready)
    rows = ready["row"].to_pylist()
    known = {line["row"]: line for line in found.to_pylist()}
    chosen = dict(options.duplicate_rows)
    rules = {row: chosen.get(row, options.duplicates) for row in known}
    for row, line in known.items():
        if line["alike_by"] == "number" and rules[row] is DuplicateRule.ADD:
            rules[row] = DuplicateRule.SKIP  # two customers never share a phone or a number
        line["alike_rule"] = rules[row].value
    for name, kind in _NOTED.items():
        values = [known[row][name] if row in known else None for row in rows]
        ready = ready.append_column(name, pa.array(values, kind))
    return _chosen(ready, options) if known else ready


def _found(store: Store, reach: Reach, ready: pa.Table) -> pa.Table:
    is_new = pc.equal(ready["outcome"], Outcome.ADDED.value)
    is_held = pc.fill_null(pc.is_in(ready["reason"], pa.array(_HELD)), False)
    names = ["row", "kind", "phone_key", "name", "other"]
    lines: list[dict[str, object]] = []
    for line in ready.filter(pc.or_(is_new, is_held)).select(names).to_pylist():
        name, holder = line.pop("name"), line.pop("other")
        forms = likenesses(name) if holder is None else ("",)
        lines.extend({**line, "likeness": form, "holder": holder} for form in forms)
    given = {**reach.named(), "legal": LEGAL_FORMS}
    tables = {"wanted": pa.Table.from_pylist(lines, schema=_WANTED)}
    return store.table(statement("customers", "alike_customers"), given, tables=tables, seconds=_SECONDS)


def _chosen(ready: pa.Table, options: ImportOptions) -> pa.Table:
    """Return the lines with outcome, reason and customer as the rule of each says."""
    rule = ready["alike_rule"]
    is_same = pc.fill_null(pc.equal(rule, DuplicateRule.SAME.value), False)
    is_new = pc.equal(ready["outcome"], Outcome.ADDED.value)
    is_left = pc.and_(pc.fill_null(pc.equal(rule, DuplicateRule.SKIP.value), False), is_new)
    known = Outcome.UPDATED if options.update is UpdateRule.BY_KEY else Outcome.UNCHANGED
    first = _first_of_same(ready, is_same)
    outcome = pc.if_else(is_same, pc.if_else(first, known.value, Outcome.UNCHANGED.value), ready["outcome"])
    outcome = pc.if_else(is_left, Outcome.REJECTED.value, outcome)
    reason = pc.if_else(is_same, pa.scalar(None, pa.string()), ready["reason"])
    changes = {
        "outcome": outcome,
        "reason": pc.if_else(is_left, "left_out", reason),
        "other": pc.if_else(is_left, ready["alike_code"], ready["other"]),
        "customer_id": pc.if_else(is_same, ready["alike_id"], ready["customer_id"]),
    }
    for name, column in changes.items():
        ready = ready.set_column(ready.schema.get_field_index(name), name, column)
    return ready


def _first_of_same(ready: pa.Table, is_same: pa.ChunkedArray) -> pa.Array:
    """Return, for each line, whether it alone changes the customer that it is taken as: the first, where none does by code."""
    ids = np.where(is_same.to_numpy(), pc.fill_null(ready["alike_id"], -1).to_numpy(), -1)
    changed = ready["customer_id"].filter(pc.equal(ready["outcome"], Outcome.UPDATED.value)).to_numpy()
    _, places = np.unique(ids, return_index=True)
    first = np.zeros(len(ids), bool)
    first[places] = True
    return pa.array(first & ~np.isin(ids, changed))
