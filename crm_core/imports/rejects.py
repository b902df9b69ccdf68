"""The refused lines as a file to mend: each as it stood, with its row and why it was refused. And empty templates."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import IO

import numpy as np

from crm_core.errors import N_, Message, message
from crm_core.exchange.cells import Cell
from crm_core.exchange.csv_file import write_csv
from crm_core.exchange.problems import Problem, Problems
from crm_core.exchange.template import template_csv, template_xlsx
from crm_core.exchange.xlsx_file import write_xlsx
from crm_core.imports.checked import CheckedImport
from crm_core.imports.kinds import fields_of
from crm_core.imports.model import ImportKind

Translate = Callable[[Message], str]
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


def write_rejects(checked: CheckedImport, target: Path | IO[bytes], form: FileForm, translate: Translate) -> int:
    """Write the refused lines of a check as they stood, with row and reasons, and return how many there were.

    The columns are called as in the file, so that the mended file can be imported as it is.
    """
    table = checked.space.read()
    headers = [*table.headers, *_free_names((translate(ROW), translate(REASON)), table.headers)]
    problems = Problems.from_arrow(checked.problems())
    return _write(target, form, headers, _mendable(checked, problems, translate))


def _mendable(checked: CheckedImport, problems: Problems, translate: Translate) -> Iterator[Sequence[Cell]]:
    """Yield each refused line, then its row and its reasons."""
    table = checked.space.read()
    reasons = [
        (row, "; ".join(_told(each, translate) for each in each_row))
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


def _told(problem: Problem, translate: Translate) -> str:
    said = translate(problem.reason)
    return f"{problem.column}: {said}" if problem.column else said


def _free_names(wanted: Sequence[str], taken: Iterable[str]) -> list[str]:
    """Return the names, each with an underscore where the file has a column of that name."""
    names = set(taken)
    return [f"{name}_" if name in names else name for name in wanted]


def write_problems(problems: Iterable[Problem], target: Path | IO[bytes], form: FileForm, translate: Translate) -> int:
    """Write the kept problems of a past import by row, column, value and reason; return how many there were."""
    headers = [translate(each) for each in (ROW, COLUMN, VALUE, REASON)]
    lines: Iterator[Sequence[Cell]] = ((each.row, each.column, each.value, translate(each.reason)) for each in problems)
    return _write(target, form, headers, lines)


def _write(target: Path | IO[bytes], form: FileForm, headers: Sequence[str], lines: Iterable[Sequence[Cell]]) -> int:
    if form is FileForm.CSV:
        return write_csv(target, headers, lines)
    return write_xlsx(target, headers, lines).rows


def rejects_bytes(checked: CheckedImport, form: FileForm, translate: Translate) -> bytes:
    """Return ``write_rejects`` as bytes."""
    buffer = io.BytesIO()
    write_rejects(checked, buffer, form, translate)
    return buffer.getvalue()


def problems_bytes(problems: Iterable[Problem], form: FileForm, translate: Translate) -> bytes:
    """Return ``write_problems`` as bytes."""
    buffer = io.BytesIO()
    write_problems(problems, buffer, form, translate)
    return buffer.getvalue()


def template_bytes(kind: ImportKind, form: FileForm, translate: Translate) -> bytes:
    """Return an empty file with the headers of a kind of import, in the language of ``translate``."""
    make = template_csv if form is FileForm.CSV else template_xlsx
    return make(fields_of(kind), translate)
