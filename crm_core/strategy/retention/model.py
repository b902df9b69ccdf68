"""What is done to keep the customers of a segment: words, and the action that says who does it until when. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from crm_core.errors import N_, message
from crm_core.plans.drafts import LINE_LIMIT, Reader
from crm_core.relationships.norms.model import Subject
from crm_core.texts import clean_line

METRICS = ("new_customer_return_rate", "repurchase_rate", "retention", "churn")
MOST_MEASURES = 100


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """What a form says of a measure, checked; ``subject`` None: for all customers. ``action_id`` None: a new action is made of it."""

    subject: Subject | None
    what: str
    action_id: int | None
    owner_id: int | None
    due_on: date | None

    @classmethod
    def parse(cls, given: Mapping[str, object]) -> MeasureDraft:
        """Return the draft of ``subject``, ``what`` and ``action_id``, or (of a new action) ``owner_id`` and ``due_on``.

        Raises:
            InvalidInput: with a message a field.
        """
        reader = Reader(given)
        key = clean_line(str(given.get("subject") or ""))
        subject = Subject.parse(key)
        if key and subject is None:
            reader.problems["subject"] = message(N_("Please choose one of the list."))
        what, action_id = reader.line("what", LINE_LIMIT, is_required=True), reader.key("action_id")
        is_new = action_id is None
        owner_id = reader.key("owner_id") if is_new else None
        due_on = reader.day("due_on", is_required=True) if is_new else None
        if is_new and owner_id is None and "owner_id" not in reader.problems:
            reader.problems["owner_id"] = message(N_("Please choose who does it."))
        reader.check()
        return cls(subject, what, action_id, owner_id, due_on)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a plan. ``group``: the tag's name, None where the tag is gone or it is of none."""

    retention_id: int
    subject: Subject | None
    group: str | None
    what: str
    action_id: int | None
    version: int
    updated_at: datetime
    updated_by: str | None

    @property
    def segment(self) -> str:
        """The key of the segment; '' all customers."""
        return "" if self.subject is None else str(self.subject)
