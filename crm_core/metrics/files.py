"""The rows behind a number as a file: CSV with BOM, or XLSX. Who may is the policy's to say; each file is in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import pyarrow as pa

from crm_core import audit
from crm_core.access.model import Actor
from crm_core.access.policy import EXPORTS
from crm_core.exchange.csv_file import csv_bytes
from crm_core.exchange.limited import Handover, Limits, Report, run_limited
from crm_core.exchange.xlsx_file import xlsx_bytes
from crm_core.metrics.behind import Order, all_rows_behind
from crm_core.metrics.model import MetricRequest
from crm_core.privacy.seen.noting import note_file
from crm_core.settings import service as settings
from crm_core.store import Store

ROWS_AT_ONCE = 10_000  # a longer file is written by a child process, so that the server goes on serving
_LIMITS = Limits(memory_bytes=3_000_000_000, cpu_seconds=600, wall_seconds=900.0)


class FileKind(StrEnum):
    """What a file is; the value is the ending of its name."""

    CSV = "csv"
    XLSX = "xlsx"

    @property
    def mime(self) -> str:
        """The media type."""
        sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return "text/csv" if self is FileKind.CSV else sheet


@dataclass(frozen=True, slots=True)
class FileWanted:
    """A file of the rows behind a number.

    ``headings`` name the columns to write, in their order, in the reader's language; ``words`` say for a column of codes
    which word stands for each; ``sheet`` names the sheet of a workbook.
    """

    number: MetricRequest
    kind: FileKind
    headings: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    sheet: str
    order: Order = Order.NEWEST

    @property
    def name(self) -> str:
        """The file's name: the metric and the days."""
        period = self.number.period
        return f"{self.number.metric_id}_{period.first}_{period.last}.{self.kind}"


@dataclass(frozen=True, slots=True)
class _Sheet:
    kind: FileKind
    headings: tuple[str, ...]
    table: pa.Table
    name: str
    zone: str


def number_file(store: Store, actor: Actor, wanted: FileWanted) -> bytes:
    """Return the file, after an entry in the trail says who took which rows.

    Raises:
        NotPermitted: the role may not take numbers out.
        NotFound: there is no such metric.
        CannotBeAskedBy: it has no such filter.
        UnusableFile: the file took too long or too much memory.
    """
    reach = actor.require(EXPORTS["number_rows"])
    _, table = all_rows_behind(store, replace(wanted.number, reach=reach), wanted.order)
    with store.transaction() as transaction:
        change = audit.Change("export", "number", None, None, _told(wanted, table.num_rows))
        audit.record_batch(transaction, actor, change, table.num_rows)
        if "customer_id" in table.column_names:
            note_file(store, transaction, actor, table.column("customer_id").unique().to_pylist())
    sheet = _Sheet(
        wanted.kind,
        tuple(wanted.headings.values()),
        _in_words(table.select(list(wanted.headings)), wanted.words),
        wanted.sheet,
        settings.current(store).zone,
    )
    if table.num_rows <= ROWS_AT_ONCE:
        return _written(sheet)
    made = run_limited(write_aside, sheet, limits=_LIMITS)
    content: bytes = made.tables["file"].column("content")[0].as_py()
    return content


def _told(wanted: FileWanted, row_count: int) -> dict[str, object]:
    number = wanted.number
    told: dict[str, object] = {
        "metric": number.metric_id,
        "first": number.period.first,
        "last": number.period.last,
        "customers": number.customers.value,
        "file": wanted.kind.value,
        "count": row_count,
    }
    return told | {by.value: value for by, value in number.filters.asked.items()}


def _in_words(table: pa.Table, words: Mapping[str, Mapping[str, str]]) -> pa.Table:
    for name, known in words.items():
        if name in table.column_names:
            values = [known.get(code, code) for code in table.column(name).to_pylist()]
            table = table.set_column(table.column_names.index(name), name, pa.array(values, pa.string()))
    return table


def _written(sheet: _Sheet) -> bytes:
    if sheet.kind is FileKind.CSV:
        return csv_bytes(sheet.headings, sheet.table, zone=sheet.zone)
    return xlsx_bytes(sheet.headings, sheet.table, sheet=sheet.name, zone=sheet.zone)


def write_aside(sheet: _Sheet, _report: Report) -> Handover:
    """Return the written file as the one cell of a table; run in a child process."""
    content = pa.array([_written(sheet)], pa.large_binary())
    return Handover({}, {"file": pa.table({"content": content})})
