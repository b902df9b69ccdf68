"""The check of a file inside the limited child process: every line typed, every problem noted, nothing written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crm_core.exchange.limited import Handover, Report, Step
from crm_core.exchange.reading import read_table
from crm_core.exchange.table import ReadOptions
from crm_core.imports.columns import Columns
from crm_core.imports.contract import Surroundings
from crm_core.imports.kinds import DECLARATIONS, fields_of
from crm_core.imports.model import ImportKind
from crm_core.imports.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A file to read."""

    path: Path
    options: ReadOptions


@dataclass(frozen=True, slots=True)
class CheckTask:
    """A table that was read and lies in ``folder``, and which of its columns means what."""

    kind: ImportKind
    folder: Path
    mapping: dict[str, str]
    surroundings: Surroundings


def read_file(task: ReadTask, report: Report) -> Handover:
    """Read the file; in the child."""
    return read_table(task.path, task.options, report).to_handover()


def check_lines(task: CheckTask, report: Report) -> Handover:
    """Return the typed lines as ``staged`` and what is wrong as ``problems``; in the child."""
    table, declaration = Workspace(task.folder).read(), DECLARATIONS[task.kind]
    fields = fields_of(task.kind, task.surroundings.own)
    parts = len(fields) + 1  # each field, and what holds fields against each other

    def tell(parsed: int) -> None:
        report(Step("checking", table.row_count * parsed // parts, table.row_count))

    tell(0)
    columns = Columns(table, task.mapping, fields, task.surroundings.reading, tell)
    staged = declaration.stage(columns, task.surroundings)
    tell(parts)
    return Handover({"read": table.row_count}, {"staged": staged, "problems": columns.problems.to_arrow()})
