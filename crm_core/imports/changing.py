"""What a checked file would write over in records that are there already: row by row and field by field, before the yes."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from crm_core.access.model import Actor
from crm_core.imports.checked import CheckedImport
from crm_core.imports.comparing import INTAKES
from crm_core.imports.model import ImportKind, Outcome
from crm_core.imports.service import may_import
from crm_core.store import Store

SHOWN_CHANGES = 50
# The kinds of which a record that is there already may be written over at all.
OVERWRITING = frozenset(ImportKind) - {ImportKind.INTERACTIONS}
TOLD = OVERWRITING - {ImportKind.ANSWERS}  # field by field; an answer is taken whole


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a known record that a line would write over.

    ``code`` and ``whose`` tell the record. ``field`` is the field's name in files, ``own`` or ``fact``, of which ``own`` is the
    id. ``was`` is masked where it is masked elsewhere, None where nothing stands there; both are texts as the store writes them.
    """

    row: int
    code: str
    whose: str
    field: str
    own: int | None
    was: str | None
    becomes: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of the first lines that change something; ``more`` such lines are not told.

    ``left`` is how many lines differ from what is there and change nothing all the same, as the person chose.
    """

    told: tuple[FieldChange, ...]
    more: int
    left: int


def changes_of(store: Store, actor: Actor, checked: CheckedImport, count: int = SHOWN_CHANGES) -> Changes:
    """Return what the first ``count`` changing lines would write over, as the store is now and as far as the actor reaches.

    Raises:
        NotPermitted: the role may not import.
    """
    reach = may_import(actor)
    ready = checked.comparison().ready
    changing = ready.filter(pc.equal(ready["outcome"], Outcome.UPDATED.value))
    found = INTAKES[checked.kind].changed(store, reach, changing.slice(0, count)) if changing.num_rows else None
    told = () if found is None else tuple(FieldChange(**line) for line in found.to_pylist())
    return Changes(told, max(0, changing.num_rows - count), _left(ready))


def _left(ready: pa.Table) -> int:
    if "differs" not in ready.column_names:  # checked before the program was renewed
        return 0
    return int(pc.sum(pc.and_(ready["differs"], pc.equal(ready["outcome"], Outcome.UNCHANGED.value))).as_py() or 0)
