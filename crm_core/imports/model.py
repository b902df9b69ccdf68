"""What an import is: its kind, what was chosen, and how many lines came to what end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from crm_core.errors import N_, Message, message

SHOWN_PROBLEMS = 200
KEPT_PROBLEMS = 10_000  # of one import in the store; the download right after the check has all


class ImportKind(StrEnum):
    """What a file holds; the values are what the store and the command line say."""

    CUSTOMERS = "customers"
    PRODUCTS = "products"
    PURCHASES = "purchases"
    CONTACTS = "contacts"
    INTERACTIONS = "interactions"
    ANSWERS = "answers"


KIND_LABELS = {
    ImportKind.CUSTOMERS: N_("Customers"),
    ImportKind.PRODUCTS: N_("Products"),
    ImportKind.PURCHASES: N_("Purchases"),
    ImportKind.CONTACTS: N_("Contacts"),
    ImportKind.INTERACTIONS: N_("Interactions"),
    ImportKind.ANSWERS: N_("Survey answers"),
}


class UpdateRule(StrEnum):
    """What becomes of a line whose record the store has already, with other content."""

    SKIP = "skip"
    BY_KEY = "by-key"


class DuplicateRule(StrEnum):
    """What becomes of a new customer that looks like one who is there already."""

    ADD = "add"
    SAME = "same"
    SKIP = "skip"


class Outcome(StrEnum):
    """The four ends of a line."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


OUTCOME_LABELS = {
    Outcome.ADDED: N_("Added"),
    Outcome.UPDATED: N_("Updated"),
    Outcome.UNCHANGED: N_("Unchanged"),
    Outcome.REJECTED: N_("Rejected"),
}


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the person decided about records that the store has already, and about customers that it lacks.

    ``duplicates`` is for all new customers that look like one who is there, ``duplicate_rows`` (row, rule) for single lines.
    For answers: the survey, by its number or, a new one too, by its name; and whether answers of people who are not found
    are kept without a customer, and whether 0 means that nothing was answered in a survey that the file makes.
    """

    update: UpdateRule = UpdateRule.SKIP
    create_customers: bool = False
    duplicates: DuplicateRule = DuplicateRule.ADD
    duplicate_rows: tuple[tuple[int, DuplicateRule], ...] = ()
    survey_id: int | None = None
    survey_name: str = ""
    keep_unknown: bool = False
    zero_is_missing: bool = False

    def with_duplicates(self, rule: DuplicateRule, rows: Mapping[int, DuplicateRule]) -> ImportOptions:
        """Return the decisions with the rule for all new customers that look known, and those for single ``rows``."""
        return replace(self, duplicates=rule, duplicate_rows=tuple(sorted(rows.items())))

    def as_facts(self) -> dict[str, object]:
        """Return the decisions by name, as JSON holds them."""
        rows = [[row, rule.value] for row, rule in self.duplicate_rows]
        rules = {"update": self.update.value, "duplicates": self.duplicates.value, "duplicate_rows": rows}
        return {**asdict(self), **rules}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> ImportOptions:
        """Return the decisions that ``as_facts`` wrote, an earlier version of the program too; other facts are left."""
        known = {each.name: facts[each.name] for each in fields(cls) if each.name in facts}
        rules = {
            "update": UpdateRule(known["update"]),
            "duplicates": DuplicateRule(known.get("duplicates", DuplicateRule.ADD)),
            "duplicate_rows": tuple((row, DuplicateRule(rule)) for row, rule in known.get("duplicate_rows", ())),
        }
        return cls(**{**known, **rules})


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines were read, and what became of them: read = added + updated + unchanged + rejected.

    Raises:
        ValueError: the lines do not add up; a bug, and a reason to write nothing.
    """

    read: int
    added: int
    updated: int
    unchanged: int
    rejected: int

    def __post_init__(self) -> None:
        if self.read != self.added + self.updated + self.unchanged + self.rejected:
            raise ValueError(f"the lines do not add up: {self}")

    @property
    def accepted(self) -> int:
        """The lines that change the store."""
        return self.added + self.updated

    def as_facts(self) -> dict[str, int]:
        """Return the five numbers by name, in the order in which they are told."""
        return {name: getattr(self, name) for name in ("read", "added", "updated", "unchanged", "rejected")}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line is rejected that is sound in itself: the field to look at and a text.

    The text may name ``{value}`` (the field's), ``{row}`` (of the line it clashes with) and ``{other}``.
    """

    field: str
    text: str

    def said(self, value: str, row: int, other: str) -> Message:
        """Return the message with the values that its text names."""
        known: dict[str, object] = {"value": value, "row": row, "other": other}
        return message(self.text, **{name: given for name, given in known.items() if f"{{{name}}}" in self.text})


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was written. ``first_on`` and ``last_on`` are the days of the purchases that came in."""

    import_id: int
    kind: ImportKind
    counts: Counts
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class PastImport:
    """One import of the history. ``problem_count`` is how many of its problems are kept.

    ``is_remembered``: what it did is known, so that it can be taken back. ``undone_counts``: removed, put back, kept then.
    """

    import_id: int
    kind: ImportKind
    file_name: str
    user_name: str
    counts: Counts
    first_on: date | None
    last_on: date | None
    finished_at: datetime
    problem_count: int
    user_id: int = 0
    team_id: int | None = None
    is_remembered: bool = False
    undone_at: datetime | None = None
    undone_by: str = ""
    undone_counts: tuple[int, int, int] = (0, 0, 0)
