"""What customers suggested that speaks of something: by words in it, by whom it was said, through what and about what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from crm_core.access.model import Reach
from crm_core.interactions.model import Channel
from crm_core.store import Store, statement
from crm_core.store.reads import reads
from crm_core.touchpoints.model import Purpose
from crm_core.touchpoints.said.model import Suggestion
from crm_core.touchpoints.said.repository import ROOM, suggestion_of

_READ = (
    "customer_suggestion", "interaction", "interaction_detail", "customer", "customer_standing", "customer_tag",
    "collaborator", "app_user",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voiced:
    """One question: suggestions since a day with one of the ``words`` (none: any), of the customers of ``subject`` ('' all), said
    through one of the channels and about one of the purposes, where None stands for none that was noted (no purpose: any).
    """

    key: str
    since: date
    words: tuple[str, ...] = ()
    subject: str = ""
    channels: tuple[Channel, ...] = ()
    purposes: tuple[Purpose | None, ...] = ()


@dataclass(frozen=True, slots=True)
class VoicedRequest:
    """Several questions about the suggestions of customers within a reach."""

    reach: Reach
    asked: tuple[Voiced, ...]
    most: int = 100


@reads(*_READ)
def voiced_counts(store: Store, request: VoicedRequest) -> Mapping[str, int]:
    """Return how many suggestions answer each question, by its key."""
    lines = [
        {
            "key": one.key, "word": word.lower(), "subject": one.subject, "since_on": one.since,
            "channels": _codes(one.channels), "purposes": _codes(one.purposes),
        }
        for one in request.asked
        for word in one.words or ("",)
    ]  # fmt: skip
    counts = dict.fromkeys((one.key for one in request.asked), 0)
    if lines:
        tables = {"asked": pa.Table.from_pylist(lines, schema=_ASKED)}
        found = store.table(statement(ROOM, "voiced_counts"), request.reach.named(), tables=tables).to_pylist()
        counts |= {row["key"]: row["count"] for row in found}
    return counts


@reads(*_READ)
def voiced(store: Store, request: VoicedRequest) -> tuple[Suggestion, ...]:
    """Return the suggestions that answer the first question, the latest first."""
    one = request.asked[0]
    given = {
        **request.reach.named(), "words": [word.lower() for word in one.words or ("",)], "subject": one.subject,
        "since": one.since, "channels": _codes(one.channels), "purposes": _codes(one.purposes), "most": request.most,
    }  # fmt: skip
    return tuple(suggestion_of(row) for row in store.rows(statement(ROOM, "voiced_rows"), given))


def _codes(given: Sequence[Channel | Purpose | None]) -> list[str] | None:
    return ["" if one is None else one.value for one in given] or None


_ASKED = pa.schema(
    [
        ("key", pa.string()),
        ("word", pa.string()),
        ("subject", pa.string()),
        ("since_on", pa.date32()),
        ("channels", pa.list_(pa.string())),
        ("purposes", pa.list_(pa.string())),
    ]
)
