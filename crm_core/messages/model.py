"""Notices for the bell: what they are about, and how a translatable text lies in the store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode

from crm_core.access.model import Reach
from crm_core.errors import N_, Message

# The kinds that rooms send, and what each is called.
KIND_LABELS: Mapping[str, str] = {
    "assigned": N_("Customers assigned"),
    "collaboration": N_("Collaboration"),
    "file_failed": N_("File not made"),
    "file_ready": N_("File ready"),
    "follow_up": N_("Follow-up"),
    "follow_ups_overdue": N_("Overdue follow-ups"),
    "import_finished": N_("Import finished"),
    "import_taken_back": N_("Import taken back"),
    "mention": N_("Somebody asks for you"),
    "plan_action": N_("Action of a plan"),
    "plan_actions_overdue": N_("Overdue actions"),
    "plan_check_in": N_("Check-in"),
    "merged": N_("Customers merged"),
    "new_figures": N_("New figures"),
    "pool_warning": N_("Customers about to fall back"),
    "absence": N_("Standing in"),
    "backup_failed": N_("Backup failed"),
    "job_failed": N_("Job failed"),
    "erasure": N_("Erasure of a customer"),
    "restored": N_("Backup restored"),
    "review": N_("Review"),
    "suggestion": N_("Suggestion"),
    "reveals": N_("Many sensitive fields revealed"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: its text, the page that it leads to, and when it was read (None: not yet)."""

    notice_id: int
    kind: str
    text: Message
    page: str | None
    query: Mapping[str, str]
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoticeList:
    """A part of one's notices, and how many there are in all."""

    notices: tuple[Notice, ...]
    total_count: int


@dataclass(frozen=True, slots=True)
class NoticesWanted:
    """Which of the own notices: from ``first`` (0-based), at most ``count``, perhaps the unread alone.

    ``reach`` is that of ``NOTICE_OWN``; ``customers``, that of ``CUSTOMER_READ``, says whose names may be told.
    """

    reach: Reach
    customers: Reach | None = None
    is_unread_only: bool = False
    first: int = 0
    count: int = 20


def values_as_json(text: Message) -> str:
    """Return a text's values for the store; a value that is a message keeps its own."""
    return json.dumps({name: _stored(value) for name, value in text.values.items()}, ensure_ascii=False, sort_keys=True)


def message_from(text: str, values: str) -> Message:
    """Return the text with its values as they came from the store."""
    return Message(text, {name: _loaded(value) for name, value in json.loads(values).items()})


def query_as_text(query: Mapping[str, object] | None) -> str:
    """Return a page's query for the store."""
    return urlencode({name: str(value) for name, value in (query or {}).items()})


def query_from(text: str | None) -> dict[str, str]:
    """Return a page's query as it came from the store."""
    return dict(parse_qsl(text or ""))


def _stored(value: object) -> object:
    if isinstance(value, Message):
        return {"text": value.text, "values": {name: _stored(inner) for name, inner in value.values.items()}}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return str(value)
    return value


def _loaded(value: object) -> object:
    if isinstance(value, dict) and "day" in value:
        return date.fromisoformat(value["day"])
    if isinstance(value, dict):
        return Message(value["text"], {name: _loaded(inner) for name, inner in value["values"].items()})
    return value
