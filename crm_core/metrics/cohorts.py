"""Cohort retention: of the customers who first bought in a month, how many bought in each month since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from crm_core import audit
from crm_core.access.model import Actor, Reach
from crm_core.access.policy import EXPORTS
from crm_core.exchange.csv_file import csv_bytes
from crm_core.exchange.xlsx_file import xlsx_bytes
from crm_core.metrics import repository
from crm_core.metrics.files import FileKind
from crm_core.metrics.model import Filters, NumbersRequest, Source, ratio
from crm_core.metrics.rows import Frame
from crm_core.metrics.service import coverages
from crm_core.periods import Period, add_months, month_of
from crm_core.settings import service as settings
from crm_core.store import Store
from crm_core.store.reads import reads

MONTHS = 13  # cohorts that are shown: a year, and the month to compare with
PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class CohortRequest:
    """Whose customers, as of which day, narrowed to a team, person or country, and how many cohorts: the latest."""

    reach: Reach
    as_of: date
    filters: Filters = field(default_factory=Filters)
    months: int = MONTHS


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of a cohort bought in one month, which share of it that is, and whether the month is whole."""

    buyers: int
    share: Decimal | None
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Cohort:
    """The customers who first bought in the month that begins on ``first``: the first cell is that month itself."""

    first: date
    cells: tuple[Cell, ...]

    @property
    def size(self) -> int:
        """How many customers it holds."""
        return self.cells[0].buyers if self.cells else 0


@reads("purchase", "setting")
def cohorts(store: Store, request: CohortRequest) -> tuple[Cohort, ...]:
    """Return the latest cohorts, the oldest first; none of an empty store. A covered month without a buyer counts 0."""
    covered = coverages(store, request.as_of)[Source.PURCHASE]
    whole = covered.counted(covered.whole, request.as_of) if covered.whole else None
    if whole is None:
        return ()
    last = month_of(whole.last).first
    first = max(month_of(whole.first).first, add_months(last, 1 - request.months))
    asked = _asked(request, Period(first, whole.last))
    rows = repository.shared_rows(store, "cohorts", Source.PURCHASE, asked, Frame(1, request.as_of))
    found = {(row["cohort"], row["month"]): row["buyers"] for row in rows}
    made = []
    for cohort in _firsts(first, last):
        months = _firsts(cohort, last)
        size = found.get((cohort, cohort), 0)
        cells = (
            Cell(
                found.get((cohort, month), 0),
                ratio(found.get((cohort, month), 0), size),
                covered.is_complete(month_of(month), request.as_of),
            )
            for month in months
        )
        made.append(Cohort(cohort, tuple(cells)))
    return tuple(made)


def _asked(request: CohortRequest, period: Period) -> NumbersRequest:
    return NumbersRequest(request.reach, period, request.as_of, filters=request.filters)


def _firsts(first: date, last: date) -> list[date]:
    months = []
    while first <= last:
        months.append(first)
        first = add_months(first, 1)
    return months


@dataclass(frozen=True, slots=True)
class CellRequest:
    """The customers of one cell: of the cohort of a month, those who bought ``since`` months later."""

    table: CohortRequest
    cohort: date
    since: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class CellCustomers:
    """A page of the customers of a cell, the largest amount of that month first, and how many there are in all."""

    rows: tuple[Mapping[str, Any], ...]
    row_count: int


@reads("purchase", "setting", "customer", "team")
def cell_customers(store: Store, request: CellRequest) -> CellCustomers:
    """Return a page of the customers of a cell; nobody where there is no such month."""
    covered = coverages(store, request.table.as_of)[Source.PURCHASE]
    whole = covered.counted(covered.whole, request.table.as_of) if covered.whole else None
    cohort, bought = month_of(request.cohort), month_of(add_months(request.cohort, request.since))
    if whole is None or bought.first > whole.last:
        return CellCustomers((), 0)
    rows = repository.shared_rows(
        store,
        "cohort_customers",
        Source.PURCHASE,
        _asked(request.table, Period(cohort.first, min(cohort.last, whole.last))),
        Frame(1, request.table.as_of),
        month_from=bought.first,
        month_to=min(bought.last, whole.last) + timedelta(days=1),
        limit=PAGE_ROWS,
        offset=request.page * PAGE_ROWS,
    )
    return CellCustomers(tuple(rows), rows[0]["row_count"] if rows else 0)


@dataclass(frozen=True, slots=True)
class CohortFile:
    """A file of the table: a row a cohort and month. ``headings`` name cohort, month, since, size, buyers, share, complete."""

    request: CohortRequest
    kind: FileKind
    headings: Sequence[str]
    sheet: str

    @property
    def name(self) -> str:
        """The file's name."""
        return f"cohorts_{self.request.as_of}.{self.kind}"


def cohort_file(store: Store, actor: Actor, wanted: CohortFile) -> bytes:
    """Return the file, after an entry in the trail says who took it.

    Raises:
        NotPermitted: the role may not take numbers out.
    """
    reach = actor.require(EXPORTS["cohorts"])
    asked = CohortRequest(reach, wanted.request.as_of, wanted.request.filters, wanted.request.months)
    table = _table(cohorts(store, asked))
    with store.transaction() as transaction:
        told = {"count": table.num_rows, "file": wanted.kind.value}
        told |= {by.value: value for by, value in asked.filters.asked.items()}
        audit.record_batch(transaction, actor, audit.Change("export", "cohorts", None, None, told), table.num_rows)
    zone = settings.current(store).zone
    if wanted.kind is FileKind.CSV:
        return csv_bytes(tuple(wanted.headings), table, zone=zone)
    return xlsx_bytes(tuple(wanted.headings), table, sheet=wanted.sheet, zone=zone)


def _table(found: Sequence[Cohort]) -> pa.Table:
    cells = [(cohort, since, cell) for cohort in found for since, cell in enumerate(cohort.cells)]
    return pa.table(
        {
            "cohort": pa.array([cohort.first for cohort, _, _ in cells], pa.date32()),
            "month": pa.array([add_months(cohort.first, since) for cohort, since, _ in cells], pa.date32()),
            "since": pa.array([since for _, since, _ in cells], pa.int64()),
            "size": pa.array([cohort.size for cohort, _, _ in cells], pa.int64()),
            "buyers": pa.array([cell.buyers for _, _, cell in cells], pa.int64()),
            "share": pa.array(
                [None if cell.share is None else float(cell.share) for _, _, cell in cells], pa.float64()
            ),
            "complete": pa.array([cell.is_complete for _, _, cell in cells], pa.bool_()),
        }
    )
