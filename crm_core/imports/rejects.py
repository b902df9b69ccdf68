"""The refused lines as a file to mend: each as it stood, with its row and why it was refused. And empty templates."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import IO

import numpy as np

from crm_core.customers.profile.own_fields.model import OwnField
from crm_core.errors import N_, message
from crm_core.exchange.cells import Cell
from crm_core.exchange.csv_file import write_csv
from crm_core.exchange.header import column_names
from crm_core.exchange.limited import Handover, Report, run_limited
from crm_core.exchange.problems import Problem, Problems
from crm_core.exchange.table import Table
from crm_core.exchange.template import template_csv, template_xlsx
from crm_core.exchange.xlsx_file import write_xlsx
from crm_core.i18n import Language, translate
from crm_core.imports.kinds import fields_of
from crm_core.imports.model import ImportKind
from crm_core.imports.workspace import PROBLEMS_FILE, Workspace

ROW, COLUMN, VALUE, REASON = (
    message(N_("Row")),
    message(N_("Column")),
    message(N_("Cell content")),
    message(N_("Reason")),
)
_PIECE = 5_000
_NEGATIVE = re.compile(r"-\d{1,15}(\.\d{1,6})?")


class FileForm(StrEnum):
    """In which form a file leaves."""

    CSV = "csv"
    XLSX = "xlsx"


def write_rejects(space: Workspace, target: Path | IO[bytes], form: FileForm, language: Language) -> int:
    """Write the refused lines of the check in ``space`` as they stood, with row and reasons; return how many there were.

    The columns are called as in the file, so that the mended file can be imported as it is.
    """
    table = space.read()
    own = [translate(language, label) for label in (ROW, REASON)]
    problems = Problems.from_arrow(space.arrow(PROBLEMS_FILE))
    return _write(
        target, form, [*table.headers, *_free_names(own, table.headers)], _mendable(table, problems, language)
    )


def _mendable(table: Table, problems: Problems, language: Language) -> Iterator[Sequence[Cell]]:
    """Yield each refused line, then its row and its reasons."""
    reasons = [
        (row, "; ".join(_told(each, language) for each in each_row))
        for row, each_row in groupby(problems, lambda one: one.row)
    ]
    all_rows = table.rows.to_numpy(zero_copy_only=False)
    for start in range(0, len(reasons), _PIECE):
        piece = reasons[start : start + _PIECE]
        places = np.searchsorted(all_rows, np.array([row for row, _ in piece]))
        lines = zip(*(column.to_pylist() for column in table.cells.take(places).columns), strict=True)
        for cells, (row, reason) in zip(lines, piece, strict=True):
            yield [*(_as_number(cell) for cell in cells), row, reason]


def _as_number(cell: str) -> str | Decimal:
    """Return a negative number as one, which needs no guard against formulas; any other text as it is."""
    return Decimal(cell) if _NEGATIVE.fullmatch(cell) else cell


def _told(problem: Problem, language: Language) -> str:
    said = translate(language, problem.reason)
    return f"{problem.column}: {said}" if problem.column else said


def _free_names(wanted: Sequence[str], taken: Iterable[str]) -> list[str]:
    """Return the names, each with a number where the file has a column of that name, as the file is read again."""
    names = [*taken, *wanted]
    return list(column_names(names, len(names)).names[-len(wanted) :])


def write_problems(problems: Iterable[Problem], target: Path | IO[bytes], form: FileForm, language: Language) -> int:
    """Write the kept problems of a past import by row, column, value and reason; return how many there were."""
    headers = [translate(language, each) for each in (ROW, COLUMN, VALUE, REASON)]
    lines: Iterator[Sequence[Cell]] = (
        (each.row, each.column, each.value, translate(language, each.reason)) for each in problems
    )
    return _write(target, form, headers, lines)


def _write(target: Path | IO[bytes], form: FileForm, headers: Sequence[str], lines: Iterable[Sequence[Cell]]) -> int:
    if form is FileForm.CSV:
        return write_csv(target, headers, lines)
    return write_xlsx(target, headers, lines).rows


@dataclass(frozen=True, slots=True)
class RejectsTask:
    """A file of refused lines to write into the workspace at ``folder``."""

    folder: Path
    form: FileForm
    language: Language


def rejects_bytes(space: Workspace, form: FileForm, language: Language) -> bytes:
    """Return ``write_rejects`` as bytes, made in a child process: there may be half a million lines."""
    run_limited(put_rejects, RejectsTask(space.path, form, language))
    return _rejects_file(space, form).read_bytes()


def put_rejects(task: RejectsTask, report: Report) -> Handover:
    """Write the file; in the child."""
    space = Workspace(task.folder)
    return Handover({"lines": write_rejects(space, _rejects_file(space, task.form), task.form, task.language)})


def _rejects_file(space: Workspace, form: FileForm) -> Path:
    return space.file(f"rejects.{form.value}")


def problems_bytes(problems: Iterable[Problem], form: FileForm, language: Language) -> bytes:
    """Return ``write_problems`` as bytes."""
    buffer = io.BytesIO()
    write_problems(problems, buffer, form, language)
    return buffer.getvalue()


def template_bytes(kind: ImportKind, form: FileForm, language: Language, own: Sequence[OwnField] = ()) -> bytes:
    """Return an empty file with the headers of a kind of import, in ``language``, and the company's ``own`` fields."""
    make = template_csv if form is FileForm.CSV else template_xlsx
    return make(fields_of(kind, own), lambda text: translate(language, text))
