"""The trail as people read it: who, when, what, and each field before and after, sensitive ones masked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from crm_core.access.model import Reach

EXPORT_LIMIT = 100_000  # entries in one file
# Actions whose values are reasons and field names, not people's data.
_TELLS_NO_VALUE = frozenset({"reveal", "collide"})


@dataclass(frozen=True, slots=True)
class EntriesWanted:
    """Which entries: each of the filters narrows, ``since`` and ``until`` are inclusive days in the company's zone."""

    reach: Reach
    actor_id: int | None = None
    action: str | None = None
    entity: str | None = None
    entity_id: int | None = None
    since: date | None = None
    until: date | None = None
    first: int = 0
    count: int = 50


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an entry; None where it had, or has, no value. A masked value keeps its first sign only."""

    name: str
    before: str | None
    after: str | None
    is_masked: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``record_name`` names a user or team; ``fields`` is None where an erasure has removed the values."""

    seq: int
    happened_at: datetime
    actor_id: int
    actor_name: str
    action: str
    entity: str
    entity_id: int | None
    record_name: str | None
    row_count: int
    fields: tuple[FieldChange, ...] | None


@dataclass(frozen=True, slots=True)
class EntryList:
    """A part of the entries, and how many fit in all."""

    entries: tuple[Entry, ...]
    total_count: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to filter by: people by id, actions, kinds of records."""

    people: Mapping[int, str]
    actions: tuple[str, ...]
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found; ``broken_at`` is the first entry that does not fit, None where all do."""

    entry_count: int
    broken_at: int | None


def field_changes(action: str, content: str | None, sensitive: frozenset[str]) -> tuple[FieldChange, ...] | None:
    """Return the fields of an entry's JSON text, those named in ``sensitive`` masked; None where there is no text."""
    if content is None:
        return None
    values = json.loads(content)
    before, after = values.get("before") or {}, values.get("after") or {}
    hidden = frozenset() if action in _TELLS_NO_VALUE else sensitive
    return tuple(
        FieldChange(name, _shown(name, before, hidden), _shown(name, after, hidden), name in hidden)
        for name in sorted({*before, *after})
    )


def _shown(name: str, values: Mapping[str, object], hidden: frozenset[str]) -> str | None:
    value = values.get(name)
    if value is None:
        return None
    if name in hidden:
        return mask(str(value))
    if isinstance(value, (dict, list)):
        return json.dumps(_without(value, hidden), ensure_ascii=False)
    return str(value)


def _without(value: object, hidden: frozenset[str]) -> object:
    if isinstance(value, dict):
        return {
            name: mask(str(inner)) if name in hidden and inner is not None else _without(inner, hidden)
            for name, inner in value.items()
        }
    return [_without(inner, hidden) for inner in value] if isinstance(value, list) else value


def mask(text: str) -> str:
    """Return the first sign of a text and four stars; enough to see that something was there."""
    return text[:1] + "****" if text else ""
