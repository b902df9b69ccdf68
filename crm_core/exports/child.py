"""The writing of a large file inside the child process: rows out of an Arrow file, into CSV or XLSX."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from crm_core.exchange.cells import Cell, worded
from crm_core.exchange.csv_file import write_csv
from crm_core.exchange.limited import Handover, Report, Step
from crm_core.exchange.xlsx_file import write_xlsx

_PART = 5_000


@dataclass(frozen=True, slots=True)
class ListTask:
    """Rows to write: ``headings`` by column, and ``words`` for the values of columns that hold codes."""

    rows: Path
    target: Path
    headings: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    zone: str


def write_list(task: ListTask, report: Report) -> Handover:
    """Write the file, CSV or XLSX by its name; in the child. The facts are ``rows`` and ``bytes``."""
    with pa.memory_map(str(task.rows)) as source, pa.ipc.open_file(source) as reader:
        table = reader.read_all().select(list(task.headings))
        lines = _lines(table, task.words, report)
        headings = list(task.headings.values())
        if task.target.suffix == ".csv":
            write_csv(task.target, headings, lines, zone=task.zone)
        else:
            write_xlsx(task.target, headings, lines, zone=task.zone)
    return Handover({"rows": table.num_rows, "bytes": task.target.stat().st_size})


def _lines(table: pa.Table, words: Mapping[str, Mapping[str, str]], report: Report) -> Iterator[list[Cell]]:
    for first in range(0, table.num_rows, _PART):
        report(Step("writing", first, table.num_rows))
        part = table.slice(first, _PART)
        columns = [worded(part[name].to_pylist(), words.get(name)) for name in part.column_names]
        yield from (list(line) for line in zip(*columns, strict=True))
