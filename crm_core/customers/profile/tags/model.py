"""Tags: words from the company's own list that stand on customers. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_core.customers.model import Fields
from crm_core.errors import N_, message

NAME_LIMIT, MOST_TAGS, MOST_ON_ONE = 30, 200, 20


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of the list. ``version`` goes back with a change of its name."""

    tag_id: int
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class TagUse:
    """A tag, and how many customers within the reach have it."""

    tag: Tag
    customers: int


def parse_name(given: Mapping[str, object]) -> str:
    """Return the name of a tag.

    Raises:
        InvalidInput: at ``name``, where it is missing or too long.
    """
    fields = Fields(given)
    name = fields.line("name", NAME_LIMIT)
    if not name:
        fields.problems.setdefault("name", message(N_("Please fill this in.")))
    fields.check()
    return name or ""
