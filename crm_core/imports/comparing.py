"""What becomes of each line, and why some are refused: the check's problems and the store's reasons brought together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crm_core.access.model import Actor, Reach
from crm_core.customers.contacts.intake import ContactIntake
from crm_core.customers.intake import CustomerIntake
from crm_core.customers.profile.own_fields.importing import fields_to_import
from crm_core.customers.profile.own_fields.model import OwnField
from crm_core.exchange.problems import Problems
from crm_core.exchange.table import Table
from crm_core.imports.contract import Intake
from crm_core.imports.model import Counts, ImportKind, ImportOptions, Outcome
from crm_core.interactions.intake import InteractionIntake
from crm_core.purchases.intake import ProductIntake, PurchaseIntake
from crm_core.store import Store
from crm_core.surveys.intake import AnswerIntake, survey_frame
from crm_core.surveys.model import Frame

# The reasons that tell of a customer whom another team has.
TELLING = ("foreign_code", "foreign_customer", "phone_elsewhere", "number_elsewhere")
INTAKES: Mapping[ImportKind, Intake] = {
    ImportKind.CUSTOMERS: CustomerIntake(),
    ImportKind.PRODUCTS: ProductIntake(),
    ImportKind.PURCHASES: PurchaseIntake(),
    ImportKind.CONTACTS: ContactIntake(),
    ImportKind.INTERACTIONS: InteractionIntake(),
    ImportKind.ANSWERS: AnswerIntake(),
}


def frame_of(store: Store, actor: Actor, kind: ImportKind, options: ImportOptions) -> Frame | None:
    """Return what is known of the survey that a file of answers belongs to; None for other kinds.

    Raises:
        NotFound: the survey is not the actor's to import into.
        Refused: no survey was named.
    """
    return survey_frame(store, actor, options) if kind is ImportKind.ANSWERS else None


def own_of(store: Store, kind: ImportKind) -> tuple[OwnField, ...]:
    """Return the company's own fields that a file of customers may have; none for other kinds."""
    return fields_to_import(store) if kind is ImportKind.CUSTOMERS else ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file's lines held against the store. ``ready`` has an outcome for each sound line, ``problems`` for the others.

    ``versions`` are those of the tables before the comparison began: while they hold, so does the comparison.
    ``new_customers`` counts the customers that the accepted lines name and that would be made for them.
    """

    ready: pa.Table
    problems: pa.Table
    counts: Counts
    first_on: date | None
    last_on: date | None
    versions: tuple[int, ...]
    new_customers: int = 0

    @property
    def met_elsewhere(self) -> int:
        """How many lines met a customer of another team: what the check of a list of customers cannot help telling."""
        return int(pc.sum(pc.is_in(self.ready["reason"], pa.array(TELLING))).as_py() or 0)


def compared(
    store: Store,
    reach: Reach,
    kind: ImportKind,
    *,
    table: Table,
    staged: pa.Table,
    found: pa.Table,
    mapping: Mapping[str, str],
    options: ImportOptions,
) -> Comparison:
    """Return what becomes of each line of ``table``; ``staged`` and ``found`` are its check's typed lines and problems.

    Raises:
        ValueError: a line would be lost; a bug, and a reason to write nothing.
    """
    intake = INTAKES[kind]
    versions = store.versions(intake.tables)
    ready = intake.compare(store, reach, staged, options)
    problems = Problems.from_arrow(found)
    _add_reasons(problems, intake, table, ready, {field: header for header, field in mapping.items()})
    counted = {
        each["values"]: each["counts"] for each in pc.value_counts(ready["outcome"].combine_chunks()).to_pylist()
    }
    counts = Counts(
        read=table.row_count,
        added=counted.get(Outcome.ADDED.value, 0),
        updated=counted.get(Outcome.UPDATED.value, 0),
        unchanged=counted.get(Outcome.UNCHANGED.value, 0),
        rejected=len(problems.rows()),
    )
    first_on, last_on = _span(ready)
    made = intake.missing_customers(store, ready, options)
    return Comparison(ready, problems.to_arrow().sort_by("row"), counts, first_on, last_on, versions, made)


def _add_reasons(problems: Problems, intake: Intake, table: Table, ready: pa.Table, headers: Mapping[str, str]) -> None:
    rejected = ready.filter(pc.equal(ready["outcome"], Outcome.REJECTED.value)).select(
        ["row", "reason", "first_row", "other"]
    )
    if not rejected.num_rows:
        return
    all_rows = table.rows.to_numpy(zero_copy_only=False)
    places = pa.array(np.searchsorted(all_rows, rejected["row"].to_numpy()))
    texts = {
        field: table.column(headers[field]).take(places).to_pylist()
        for field in {reason.field for reason in intake.reasons.values()}
        if field in headers
    }
    for at, line in enumerate(rejected.to_pylist()):
        reason = intake.reasons[line["reason"]]
        value = texts[reason.field][at] if reason.field in texts else ""
        said = reason.said(value, line["first_row"] or 0, line["other"] or "")
        problems.add(line["row"], headers.get(reason.field, ""), value, said)


def _span(ready: pa.Table) -> tuple[date | None, date | None]:
    if "purchased_on" not in ready.column_names:
        return None, None
    is_written = pc.is_in(ready["outcome"], pa.array([Outcome.ADDED.value, Outcome.UPDATED.value]))
    ends = pc.min_max(ready["purchased_on"].filter(is_written)).as_py()
    return ends["min"], ends["max"]
