"""A mapping that was kept, and how well it fits the columns of another file. No I/O."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from crm_core.exchange.dates import DayOrder
from crm_core.exchange.scripts import name_key
from crm_core.exchange.table import ReadOptions
from crm_core.imports.model import ImportKind, UpdateRule

NAME_LIMIT = 60
ALIKE = 0.6  # from this share of columns in common on, a mapping is offered
_TAIL = re.compile(r"[\s\d_.·()（）\[\]【】年月日至到号-]+$")


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided beside the meaning of the columns."""

    order: DayOrder = DayOrder.UNKNOWN
    update: UpdateRule = UpdateRule.SKIP
    create_customers: bool = False


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """What the columns of a kind of file mean: {column: field}, how the file was read, and what was decided.

    ``team_id`` None: the company's. ``made_by`` is the name of whoever's import it was kept from.
    """

    mapping_id: int
    kind: ImportKind
    name: str
    team_id: int | None
    team: str
    headers: tuple[str, ...]
    mapping: Mapping[str, str]
    reading: ReadOptions
    decisions: Decisions
    version: int
    created_at: datetime
    made_by: str
    used_at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A mapping that fits a file: wholly, or but for columns that are ``missing`` in the file or ``further`` there."""

    saved: SavedMapping
    missing: tuple[str, ...]
    further: tuple[str, ...]
    alike: float

    @property
    def is_exact(self) -> bool:
        """Whether the file has these very columns, in whatever order."""
        return not self.missing and not self.further


def offer_of(saved: SavedMapping, headers: Sequence[str]) -> Offer:
    """Return how well a mapping fits a file's columns; names are compared without case, blanks, width and script."""
    known, given = _by_key(saved.headers), _by_key(headers)
    union = len(known.keys() | given.keys())
    return Offer(
        saved,
        tuple(name for key, name in known.items() if key not in given),
        tuple(name for key, name in given.items() if key not in known),
        len(known.keys() & given.keys()) / union if union else 0.0,
    )


def best_offer(mappings: Iterable[SavedMapping], kind: ImportKind, headers: Sequence[str]) -> Offer | None:
    """Return the mapping of a kind that fits best, of equal ones the first; None where none has most columns in common."""
    offers = [offer_of(saved, headers) for saved in mappings if saved.kind is kind]
    alike = [offer for offer in offers if offer.alike >= ALIKE]
    return max(alike, key=lambda offer: offer.alike, default=None)


def applied(
    saved: SavedMapping, headers: Sequence[str], matched: Mapping[str, str], repeated: frozenset[str] = frozenset()
) -> dict[str, str]:
    """Return {column: field} for a file: as the mapping says, further columns as they were ``matched`` by their names.

    A column that the mapping knows and leaves out stays out. Several columns may mean a field that is ``repeated``.
    """
    meant = {name_key(column): field for column, field in saved.mapping.items()}
    known = {name_key(header) for header in saved.headers}
    found = {header: meant[name_key(header)] for header in headers if name_key(header) in meant}
    taken = set(found.values()) - repeated
    further = {
        header: field for header, field in matched.items() if name_key(header) not in known and field not in taken
    }
    return {header: {**found, **further}[header] for header in headers if header in found or header in further}


def has_headers(saved: SavedMapping, headers: Sequence[str]) -> bool:
    """Return whether a mapping is for these very columns, in whatever order."""
    return _by_key(saved.headers).keys() == _by_key(headers).keys()


def suggested_name(file_name: str, taken: Iterable[str]) -> str:
    """Return a name for the mapping of a file: the file's, without its ending, dates and numbers at the end; a free one."""
    stem = file_name.rsplit(".", 1)[0] if "." in file_name else file_name
    base = (_TAIL.sub("", stem) or stem).strip()[: NAME_LIMIT - 4] or "?"
    used = {name_key(name) for name in taken}
    name, count = base, 1
    while name_key(name) in used:
        count += 1
        name = f"{base} {count}"
    return name


def _by_key(headers: Iterable[str]) -> dict[str, str]:
    return {name_key(header): header for header in headers}
