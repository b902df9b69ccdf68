"""What a room declares to take in files: the file's side (``Declaration``) and the store's side (``Intake``).

The two are apart because the file's side runs in a limited child process that never opens the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from crm_core.access.model import Actor, Reach
from crm_core.customers.profile.own_fields.model import OwnField
from crm_core.exchange.columns import Reading
from crm_core.exchange.dates import DayOrder
from crm_core.exchange.matching import Field
from crm_core.exchange.table import ReadOptions
from crm_core.imports.columns import Columns
from crm_core.imports.mapping_model import SavedMapping
from crm_core.imports.model import ImportKind, ImportOptions, Reason
from crm_core.surveys.model import Frame

if TYPE_CHECKING:
    from crm_core.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a check needs to know of the world outside the file: how the company reads cells, and its present day.

    ``frame`` is what the survey of a file of answers is known to be, ``own`` the company's own fields of customers.
    """

    reading: Reading
    today: date
    frame: Frame | None = None
    own: tuple[OwnField, ...] = ()


class Declaration(Protocol):
    """The file's side: which columns there are, and what a line of them must be."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields, in the order in which a template has them."""
        ...

    def stage(self, columns: Columns, surroundings: Surroundings) -> pa.Table:
        """Return the typed lines, ``row`` first; what does not fit is noted in ``columns.problems``."""
        ...


class Intake(Protocol):
    """The store's side: what becomes of each line, and the writing."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables a write to which makes a comparison stale."""
        ...

    @property
    def shown(self) -> Mapping[str, str]:
        """The columns of ``compare`` that a preview shows, with their labels (English source texts)."""
        ...

    @property
    def reasons(self) -> Mapping[str, Reason]:
        """Why a sound line may be rejected, by the key that ``compare`` gives."""
        ...

    def compare(self, store: Store, reach: Reach, staged: pa.Table, options: ImportOptions) -> pa.Table:
        """Return the lines with ``row``, ``outcome``, ``reason``, ``first_row``, ``other`` and what is to be stored.

        Where a known record may be changed, ``differs`` says whether the line says other than what is there.
        """
        ...

    def missing_customers(self, store: Store, ready: pa.Table, options: ImportOptions) -> int:
        """Return how many customers, beside those that are lines themselves, the writing would make."""
        ...

    def changed(self, store: Store, reach: Reach, lines: pa.Table) -> pa.Table | None:
        """Return what ``lines`` (of ``compare``, known records that differ) would write over, one row a field.

        Columns: row, code, whose, field (a name of the declaration's, ``own`` or ``fact``), own (that field's id), was (masked
        where it is masked elsewhere) and becomes, as texts. None where this is not told field by field.
        """
        ...

    def prepare(self, store: Store, actor: Actor, ready: pa.Table, options: ImportOptions) -> Prepared:
        """Return what the writing needs, worked out without the lock."""
        ...


class Prepared(Protocol):
    """Lines that wait for the lock."""

    def write(self, transaction: Transaction, reach: Reach, import_id: int) -> None:
        """Write the accepted lines.

        Raises:
            Outdated: the store is no longer what the lines were compared with; the transaction is given up.
        """
        ...


class Outdated(Exception):
    """Somebody changed what an import was compared with; it is to be compared again."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """One file to import: where it lies, what it was called, how it is read, what its columns mean, what was decided.

    ``mapping`` is {column in the file: field}; None matches the columns by their names, with a kept mapping (``saved``)
    those that it knows as it says.
    """

    kind: ImportKind
    path: Path
    file_name: str
    reading: ReadOptions = field(default_factory=ReadOptions)
    mapping: Mapping[str, str] | None = None
    order: DayOrder = DayOrder.UNKNOWN
    options: ImportOptions = field(default_factory=ImportOptions)
    saved: SavedMapping | None = None
