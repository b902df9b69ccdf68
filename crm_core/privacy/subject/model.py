"""What a copy of a customer's data calls its columns, and the words that it takes from whoever asks. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_core.errors import N_

TRAIL = "audit_entry"
COLUMN_LABELS: Mapping[str, str] = {
    "action": N_("What was done"),
    "actor_name": N_("By whom"),
    "added_at": N_("Added at"),
    "amount": N_("Amount"),
    "answered_at": N_("Answered at"),
    "answered_on": N_("Answered on"),
    "asked_at": N_("Asked at"),
    "asked_by": N_("Asked by"),
    "born_day": N_("Day of birth"),
    "born_month": N_("Month of birth"),
    "byte_count": N_("Size in bytes"),
    "calendar": N_("Calendar"),
    "cause": N_("Cause"),
    "changed_at": N_("Changed at"),
    "closed_at": N_("Closed at"),
    "contact_id": N_("Contact"),
    "created_at": N_("Entered at"),
    "direction": N_("Who began"),
    "ended_at": N_("Ended at"),
    "event_on": N_("Day of the event"),
    "chat": N_("Chat text"),
    "noted_at": N_("Noted at"),
    "evidence": N_("Proof"),
    "field_id": N_("Field"),
    "fields": N_("Fields"),
    "file_name": N_("File"),
    "given_up_at": N_("Given up at"),
    "giver_id": N_("Former owner"),
    "gone_code": N_("Former code"),
    "is_leap": N_("Leap month"),
    "is_return": N_("Return"),
    "logged_at": N_("Logged at"),
    "made_on": N_("Made on"),
    "marked_at": N_("Marked at"),
    "measure": N_("Measure"),
    "merged_at": N_("Merged at"),
    "occasion_on": N_("Day of the occasion"),
    "order_id": N_("Order"),
    "parent_id": N_("Parent company"),
    "product_id": N_("Product"),
    "product_name": N_("Product as sold"),
    "purchased_at": N_("Bought at"),
    "purpose": N_("What for"),
    "purpose_id": N_("Purpose of consent"),
    "put_at": N_("Put on at"),
    "quantity": N_("Quantity"),
    "question": N_("Question"),
    "score": N_("Score"),
    "seen_count": N_("How often"),
    "seen_on": N_("Seen on"),
    "set_at": N_("Decided at"),
    "set_on": N_("Decided on"),
    "side": N_("Before or after the merge"),
    "since_at": N_("Since"),
    "since_on": N_("Since"),
    "survey_id": N_("Survey"),
    "tag_id": N_("Tag"),
    "taker_id": N_("New owner"),
    "unit_price": N_("Unit price"),
    "until_on": N_("Until"),
    "updated_at": N_("Changed last"),
    "way": N_("How"),
    "why": N_("Why"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of whoever asks: names of tables and columns, and of codes by (table, column), ``*`` for every table.

    ``fields`` names those of the fields that every company has; ``language`` that of the purposes of consent.
    """

    tables: Mapping[str, str]
    columns: Mapping[str, str]
    codes: Mapping[tuple[str, str], Mapping[str, str]]
    fields: Mapping[int, str]
    language: str

    def said(self, table: str, column: str, value: object) -> object:
        """Return a value as people read it."""
        for key in ((table, column), ("*", column)):
            if isinstance(value, str) and value in self.codes.get(key, {}):
                return self.codes[key][value]
        return value
