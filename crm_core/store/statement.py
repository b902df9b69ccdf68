"""SQL comes from files: one statement a file, loaded once, known by the tables it writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WRITES = re.compile(
    r"\b(?:insert\s+into|update|delete\s+from|merge\s+into)\s+(?!set\b)([a-z_][a-z0-9_]*)", re.IGNORECASE
)
_COMMENT = re.compile(r"--[^\n]*")


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement: its name for logs, its text, and the tables that it writes."""

    name: str
    text: str
    writes: frozenset[str]


def written_tables(text: str) -> frozenset[str]:
    """Return the tables that an SQL text inserts into, updates, merges into or deletes from."""
    bare = _COMMENT.sub("", text)
    if re.match(r"\s*(?:with\b.*?\)\s*)?select\b", bare, re.IGNORECASE | re.DOTALL) and not re.search(
        r"\b(insert|update|delete|merge)\b", bare, re.IGNORECASE
    ):
        return frozenset()
    # "on conflict ... do update set" and "for update" name no table
    return frozenset(name.lower() for name in _WRITES.findall(bare))


@cache
def statement(room: str, name: str) -> Statement:
    """Return the statement of ``crm_core/<room>/sql/<name>.sql``; ``room`` may name a sub-room with a slash."""
    place = files("crm_core").joinpath(*room.split("/"), "sql", f"{name}.sql")
    text = place.read_text(encoding="utf-8").strip().rstrip(";")
    return Statement(f"{room}/{name}", text, written_tables(text))
