"""The answers behind a number: paged on the screen, whole as a file. A customer is named to whoever may read it today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from crm_core import audit
from crm_core.access.model import Actor, Permission, Reach
from crm_core.access.policy import EXPORTS
from crm_core.errors import N_, NotFound, Refused, message
from crm_core.exchange.csv_file import csv_bytes
from crm_core.exchange.xlsx_file import xlsx_bytes
from crm_core.privacy.seen.noting import note_file
from crm_core.settings import service as settings
from crm_core.store import Store, statement
from crm_core.store.reads import reads
from crm_core.surveys import parts
from crm_core.surveys.model import Measure
from crm_core.surveys.results import ResultsRequest, results
from crm_core.surveys.service import SurveyRequest, items_of, survey_within

PAGE_ROWS = 25
MOST_ROWS = 10_000
FIXED = ("answered_at", "customer_code", "customer_name")
COLUMNS = (*FIXED, *(measure.value for measure in Measure))
_SECONDS = 60.0


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
    given = _given(request)
    rows = store.table(statement("surveys", "answers_behind"), given).to_pylist()
    said: dict[int, dict[int, str]] = {}
    for each in store.table(statement("surveys", "said_behind"), _of_answers(given)).to_pylist():
        said.setdefault(each["answer_id"], {})[each["item_id"]] = each["said"]
    return [_line(row, said.get(row["answer_id"], {})) for row in rows]


def _given(request: BehindRequest) -> dict[str, Any]:
    return {
        **request.reach.named(),
        "survey_id": request.survey_id,
        "answers": list(request.answer_ids),
        "customer_scope": request.customers.scope.value,
        "customer_teams": list(request.customers.teams),
    }


def _of_answers(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if not name.startswith("customer_")}


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
    """A file of the answers of a part (all without one), of which ``COLUMNS`` are headed in the reader's language."""

    survey_id: int
    part: str | None
    kind: FileKind
    headings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WholeAnswers:
    """Answers to be written to a file: ``COLUMNS`` and a column for each question, under ``headings``, the latest first.

    ``seen`` says of each answer who gave it and whether that customer is named.
    """

    lines: pa.Table
    headings: Mapping[str, str]
    seen: pa.Table


def whole_answers(
    store: Store, actor: Actor, survey_id: int, part: str | None, said: Mapping[str, str]
) -> WholeAnswers:
    """Return the answers of a part as the survey's scheme in force has them; ``said`` are the headings of ``COLUMNS``.

    Raises:
        NotPermitted: the role may not take answers out.
        NotFound: the survey, or the part, is not one that the actor may know of.
    """
    reach, customers = actor.require(EXPORTS["survey_answers"]), actor.require(Permission.CUSTOMER_READ)
    survey = survey_within(store, SurveyRequest(reach, actor.team_id, survey_id)).survey
    found = results(store, ResultsRequest(reach, survey_id, survey.scheme_version))
    chosen = None if part is None else parts.part(found, part)
    if part is not None and chosen is None:
        raise NotFound("survey", survey_id)
    ids = found.answer_ids if chosen is None else found.answer_ids[chosen.picked]
    given = _given(BehindRequest(reach, customers, survey_id, tuple(ids.tolist())))
    lines = store.table(statement("surveys", "answers_behind"), given, seconds=_SECONDS)
    texts = store.table(statement("surveys", "said_behind"), _of_answers(given), seconds=_SECONDS)
    columns = {name: lines[name] for name in FIXED}
    places = np.searchsorted(found.answer_ids, lines["answer_id"].to_numpy())
    for measure in Measure:
        scores = found.scores[measure][places]
        columns[measure.value] = pa.array(scores, mask=np.isnan(scores))
    headings = {name: said[name] for name in columns}
    for item in items_of(store, survey_id):
        columns[f"item:{item.item_id}"] = _said_to(texts, item.item_id, lines["answer_id"])
        headings[f"item:{item.item_id}"] = item.header
    seen = lines.select(["answer_id", "respondent_id"]).append_column("is_named", lines["customer_id"].is_valid())
    return WholeAnswers(pa.table(columns), headings, seen.rename_columns(["answer_id", "customer_id", "is_named"]))


def _said_to(texts: pa.Table, item_id: int, answer_ids: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return what was said to a question in each of the answers; null where nothing was."""
    own = texts.filter(pa.compute.equal(texts["item_id"], item_id))
    return own["said"].take(pa.compute.index_in(answer_ids, value_set=own["answer_id"].combine_chunks()))


def count_outside(store: Store, actor: Actor, seen: pa.Table) -> int:
    """Return how many answers of a file are not the actor's to see any more; those that are gone count too."""
    reach, customers = actor.require(EXPORTS["survey_answers"]), actor.require(Permission.CUSTOMER_READ)
    given = [
        reach.scope.value, list(reach.teams), reach.me,
        customers.scope.value, list(customers.teams),
    ]  # fmt: skip
    found = store.table(statement("surveys", "answers_outside"), given, tables={"seen": seen})
    return int(found["outside"][0].as_py())


def answers_file(store: Store, actor: Actor, wanted: FileWanted) -> bytes:
    """Return the answers as a file, one line each, after an entry in the trail says who took them.

    Raises:
        NotPermitted: the role may not take answers out.
        NotFound: the survey is not one that the actor may know of.
        Refused: there are more than 10,000.
    """
    whole = whole_answers(store, actor, wanted.survey_id, wanted.part, wanted.headings)
    if whole.lines.num_rows > MOST_ROWS:
        raise Refused(
            message(
                N_("There are {count} answers; a file takes {most} at once. Open a part of them."),
                count=whole.lines.num_rows,
                most=MOST_ROWS,
            )
        )
    rows = [list(line) for line in zip(*(column.to_pylist() for column in whole.lines.columns), strict=True)]
    told = {"file": wanted.kind.value, "count": len(rows)}
    with store.transaction() as transaction:
        change = audit.Change("export", "survey", wanted.survey_id, None, told)
        audit.record_batch(transaction, actor, change, len(rows))
        note_file(store, transaction, actor, named_in(whole.seen))
    headings, zone = list(whole.headings.values()), settings.current(store).zone
    if wanted.kind is FileKind.CSV:
        return csv_bytes(headings, rows, zone=zone)
    return xlsx_bytes(headings, rows, zone=zone)


def named_in(seen: pa.Table) -> list[int]:
    """Return the customers whom a file of answers names."""
    named: list[int] = seen.filter(seen["is_named"])["customer_id"].to_pylist()
    return named
