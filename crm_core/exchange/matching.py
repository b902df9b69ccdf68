"""Which column of a file means which field: by name and synonyms, in both Chinese scripts and English.

A room declares its fields with ``Field``. Names are compared without case, blanks, punctuation, width and script, and with
and without what stands in brackets ("金额(元)"). No field gets two columns, no column two fields.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crm_core.exchange.columns import ColumnParser
from crm_core.exchange.scripts import name_key

_BRACKETS = re.compile(r"[(\[【<{（].*?[)\]】>}）]")
_NUMBERED = re.compile(r" \(\d+\)$")  # how a repeated column is called here


class FieldKind(StrEnum):
    """What a field holds; templates and exports form their columns by it."""

    TEXT = "text"
    CODE = "code"  # digits that are no number: kept as text, with leading zeros
    AMOUNT = "amount"
    WHOLE = "whole"
    DAY = "day"
    MOMENT = "moment"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Field:
    """What one column of an import may be. ``label`` is an English source text, marked with ``N_`` where it is declared."""

    name: str
    label: str
    parse: ColumnParser
    synonyms: tuple[str, ...] = ()
    required: bool = False
    example: str = ""
    kind: FieldKind = FieldKind.TEXT
    repeats: bool = False  # several columns may mean it; it is found by what stands in them, not by their names


def match_columns(
    headers: Sequence[str], fields: Sequence[Field], also: Mapping[str, Collection[str]] | None = None
) -> dict[str, str]:
    """Return field names by header, for the headers that are recognised, in the order of the file.

    ``also`` has further names by field, such as its label in the user's language. The closest match wins: the field's
    own name or label before a synonym, an earlier synonym before a later one, a whole name before one without brackets.
    """
    wanted = [
        (field, [field.name, field.label, *(also or {}).get(field.name, ()), *field.synonyms])
        for field in fields
        if not field.repeats
    ]
    candidates: list[tuple[int, int, int, int]] = []
    for column, header in enumerate(headers):
        whole, bare = name_key(header), name_key(_BRACKETS.sub("", _NUMBERED.sub("", header)))
        for place, (_, names) in enumerate(wanted):
            ranks = [2 * rank for rank, name in enumerate(names) if name_key(name) == whole]
            ranks += [2 * rank + 1 for rank, name in enumerate(names) if bare and name_key(name) == bare]
            if ranks:
                is_partial = whole not in (name_key(name) for name in names)
                candidates.append((int(is_partial), min(ranks), column, place))
    found: dict[int, int] = {}
    for _, _, column, place in sorted(candidates):
        if column not in found and place not in found.values():
            found[column] = place
    return {headers[column]: wanted[place][0].name for column, place in sorted(found.items())}


def missing_fields(mapping: Mapping[str, str], fields: Sequence[Field]) -> list[Field]:
    """Return the required fields that no column is mapped to."""
    given = frozenset(mapping.values())
    return [field for field in fields if field.required and field.name not in given]


def known_names(fields: Sequence[Field], also: Mapping[str, Collection[str]] | None = None) -> tuple[str, ...]:
    """Return every name that a header may have, for ``ReadOptions.names``."""
    return tuple(
        name
        for field in fields
        for name in (field.name, field.label, *(also or {}).get(field.name, ()), *field.synonyms)
    )
