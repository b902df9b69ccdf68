"""The answers behind a number: paged on the screen, whole as a file. A customer is named to whoever may read it today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from crm_core import audit
from crm_core.access.model import Actor, Permission, Reach
from crm_core.access.policy import EXPORTS
from crm_core.errors import N_, Refused, message
from crm_core.exchange.csv_file import csv_bytes
from crm_core.exchange.xlsx_file import xlsx_bytes
from crm_core.privacy.seen.noting import note_file
from crm_core.settings import service as settings
from crm_core.store import Store, statement
from crm_core.store.reads import reads
from crm_core.surveys.model import Item, Measure
from crm_core.surveys.service import SurveyRequest, survey_within

PAGE_ROWS = 25
MOST_ROWS = 10_000
FIXED = ("answered_at", "customer_code", "customer_name")


class FileKind(StrEnum):
    """What a file is; the value is the ending of its name."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class BehindRequest:
    """Some answers of a survey by their numbers. ``customers`` is the reach within which a customer is named."""

    reach: Reach
    customers: Reach
    survey_id: int
    answer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer: when, of whom (None: of nobody known or not to be named), and what was said by question."""

    answer_id: int
    answered_at: datetime
    answered_on: date
    customer_id: int | None
    customer_code: str | None
    customer_name: str | None
    said: Mapping[int, str]


@reads("survey_answer", "survey_answer_item", "customer", "survey_item")
def answers_behind(store: Store, request: BehindRequest) -> list[AnswerLine]:
    """Return the answers that are asked for and within reach, the latest first."""
    given = {**request.reach.named(), "survey_id": request.survey_id}
    more = {
        "answers": list(request.answer_ids),
        "customer_scope": request.customers.scope.value,
        "customer_teams": list(request.customers.teams),
    }
    rows = store.table(statement("surveys", "answers_behind"), {**given, **more}).to_pylist()
    wanted = {"answers": list(request.answer_ids), **given}
    said: dict[int, dict[int, str]] = {}
    for each in store.table(statement("surveys", "said_behind"), wanted).to_pylist():
        said.setdefault(each["answer_id"], {})[each["item_id"]] = each["said"]
    return [_line(row, said.get(row["answer_id"], {})) for row in rows]


def _line(row: Mapping[str, Any], said: Mapping[int, str]) -> AnswerLine:
    return AnswerLine(
        row["answer_id"],
        row["answered_at"],
        row["answered_on"],
        row["customer_id"],
        row["customer_code"],
        row["customer_name"],
        said,
    )


@dataclass(frozen=True, slots=True)
class FileWanted:
    """A file of answers. ``headings`` are those of ``FIXED`` and of the three measures, in the reader's language."""

    survey_id: int
    answer_ids: tuple[int, ...]
    kind: FileKind
    headings: Sequence[str]
    scores: Mapping[int, Mapping[Measure, float | None]]


def answers_file(store: Store, actor: Actor, wanted: FileWanted, items: Sequence[Item]) -> bytes:
    """Return the answers as a file, one line each, after an entry in the trail says who took them.

    Raises:
        NotPermitted: the role may not take answers out.
        NotFound: the survey is not one that the actor may know of.
        Refused: there are more than 10,000.
    """
    reach = actor.require(EXPORTS["survey_answers"])
    survey_within(store, SurveyRequest(reach, actor.team_id, wanted.survey_id))
    if len(wanted.answer_ids) > MOST_ROWS:
        raise Refused(
            message(
                N_("There are {count} answers; a file takes {most} at once. Open a part of them."),
                count=len(wanted.answer_ids),
                most=MOST_ROWS,
            )
        )
    customers = actor.require(Permission.CUSTOMER_READ)
    lines = answers_behind(store, BehindRequest(reach, customers, wanted.survey_id, wanted.answer_ids))
    rows = [
        [
            *(getattr(line, name) for name in FIXED),
            *(wanted.scores.get(line.answer_id, {}).get(measure) for measure in Measure),
            *(line.said.get(item.item_id) for item in items),
        ]
        for line in lines
    ]
    told = {"file": wanted.kind.value, "count": len(rows)}
    with store.transaction() as transaction:
        change = audit.Change("export", "survey", wanted.survey_id, None, told)
        audit.record_batch(transaction, actor, change, len(rows))
        note_file(store, transaction, actor, [line.customer_id for line in lines])
    headings = [*wanted.headings, *(item.header for item in items)]
    zone = settings.current(store).zone
    if wanted.kind is FileKind.CSV:
        return csv_bytes(headings, rows, zone=zone)
    return xlsx_bytes(headings, rows, zone=zone)
