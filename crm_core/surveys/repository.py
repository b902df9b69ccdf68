"""Surveys, schemes and answers between rows and types. Who may is the service's to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from crm_core.exchange.scripts import name_key
from crm_core.store import Store, Transaction, statement
from crm_core.surveys.model import Indicator, Item, ItemRule, PastScheme, Purpose, Scale, Scheme, Survey
from crm_core.texts import key_of

ROOM = "surveys"
SECONDS = 120.0
VALUE = pa.decimal128(9, 3)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changes something, when and why."""

    at: datetime
    by: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewSurvey:
    """What a survey is made of."""

    name: str
    team_id: int | None
    first_on: date
    last_on: date
    asked_count: int | None
    scale: Scale

    def values(self) -> list[object]:
        """Return the columns in the order in which the statements take them."""
        span = self.team_id, self.first_on, self.last_on, self.asked_count, self.scale.low, self.scale.high
        return [self.name, key_of(self.name), *span]


def survey(store: Store, survey_id: int) -> Survey | None:
    """Return the survey with a number."""
    row = store.row(statement(ROOM, "survey_by_id"), [survey_id])
    return None if row is None else survey_of(row)


def survey_named(store: Store, name: str) -> Survey | None:
    """Return the survey of a name."""
    row = store.row(statement(ROOM, "survey_by_name"), [key_of(name)])
    return None if row is None else survey_of(row)


def survey_of(row: Mapping[str, Any]) -> Survey:
    """Return a survey's row as a type."""
    return Survey(
        row["survey_id"],
        row["name"],
        row["team_id"],
        row["team_name"],
        row["first_on"],
        row["last_on"],
        row["asked_count"],
        Scale(row["scale_low"], row["scale_high"]),
        row["scheme_version"],
        row["version"],
    )


def add_survey(transaction: Transaction, new: NewSurvey, stamp: Stamp) -> int:
    """Add a survey without questions; return its number."""
    found = transaction.rows(statement(ROOM, "add_survey"), [*new.values(), stamp.at, stamp.by])
    return int(found[0]["survey_id"])


def change_survey(transaction: Transaction, survey_id: int, version: int, new: NewSurvey, at: datetime) -> bool:
    """Change a survey; return whether it still had the version."""
    return bool(transaction.rows(statement(ROOM, "change_survey"), [survey_id, version, *new.values(), at]))


def items(store: Store, survey_id: int) -> list[Item]:
    """Return a survey's questions in the order of the file."""
    rows = store.rows(statement(ROOM, "items_of_survey"), [survey_id])
    return [Item(row["item_id"], row["position"], row["header"]) for row in rows]


def add_items(transaction: Transaction, survey_id: int, headers: Sequence[str], first: int) -> None:
    """Add the questions that a survey lacks, from a position on."""
    table = pa.table(
        {
            "header": list(headers),
            "header_key": [name_key(header) for header in headers],
            "position": range(first, first + len(headers)),
        }
    )
    transaction.execute_with({"items": table}, statement(ROOM, "add_items"), [survey_id])


def scheme(store: Store, survey_id: int, version: int) -> Scheme | None:
    """Return one version of a survey's scheme; None where there is none of that number."""
    row = store.row(statement(ROOM, "scheme"), [survey_id, version])
    if row is None:
        return None
    indicators = store.rows(statement(ROOM, "scheme_indicators"), [survey_id, version])
    rules = store.rows(statement(ROOM, "scheme_items"), [survey_id, version])
    return Scheme(
        version,
        row["zero_is_missing"],
        tuple(Indicator(each["name"], each["weight"]) for each in indicators),
        tuple(_rule(each) for each in rules),
    )


def _rule(row: Mapping[str, Any]) -> ItemRule:
    scale = Scale(row["scale_low"], row["scale_high"])
    return ItemRule(row["item_id"], Purpose(row["purpose"]), scale, row["indicator"])


def scheme_versions(store: Store, survey_id: int) -> list[PastScheme]:
    """Return the versions of a survey's scheme, the newest first."""
    return [
        PastScheme(
            row["version"],
            row["changed_at"],
            row["changed_by"] or ("console" if row["changed_by_id"] < 1 else ""),
            row["reason"],
        )
        for row in store.rows(statement(ROOM, "scheme_versions"), [survey_id])
    ]


def add_scheme(transaction: Transaction, survey_id: int, before: int, new: Scheme, stamp: Stamp) -> bool:
    """Add ``new`` as the version after ``before`` and put it in force; return whether ``before`` was still in force."""
    version = before + 1
    if not transaction.rows(statement(ROOM, "put_in_force"), [survey_id, version, before, stamp.at]):
        return False
    given = [survey_id, version, new.zero_is_missing, stamp.reason, stamp.at, stamp.by]
    transaction.execute(statement(ROOM, "add_scheme"), given)
    indicators = pa.table(
        {
            "position": pa.array(range(len(new.indicators)), pa.int32()),
            "name": pa.array([each.name for each in new.indicators], pa.string()),
            "weight": pa.array([each.weight for each in new.indicators], pa.decimal128(9, 4)),
        }
    )
    rules = pa.table(
        {
            "item_id": pa.array([rule.item_id for rule in new.rules], pa.int64()),
            "purpose": pa.array([rule.purpose.value for rule in new.rules], pa.string()),
            "scale_low": pa.array([rule.scale.low for rule in new.rules], pa.int32()),
            "scale_high": pa.array([rule.scale.high for rule in new.rules], pa.int32()),
            "indicator": pa.array([rule.indicator for rule in new.rules], pa.int32()),
        }
    )
    place = [survey_id, version]
    transaction.execute_with({"indicators": indicators}, statement(ROOM, "add_scheme_indicators"), place)
    transaction.execute_with({"rules": rules}, statement(ROOM, "add_scheme_items"), place)
    return True


def said_texts(store: Store, survey_id: int, import_id: int | None = None) -> list[tuple[int, str, int]]:
    """Return each text that was said to a question: the question, the text, how often."""
    rows = store.rows(statement(ROOM, "said_texts"), [survey_id, import_id])
    return [(row["item_id"], row["said"], row["said_count"]) for row in rows]


def readings_table(readings: Sequence[tuple[int, str, Decimal | None]]) -> pa.Table:
    """Return readings as the statements take them."""
    return pa.table(
        {
            "item_id": pa.array([each[0] for each in readings], pa.int64()),
            "said": pa.array([each[1] for each in readings], pa.string()),
            "value": pa.array([each[2] for each in readings], VALUE),
        }
    )


def values_as_read(store: Store, survey_id: int, readings: pa.Table, import_id: int | None = None) -> pa.Table:
    """Return answer_id, item_id and value of what ``readings`` make of a survey's answers."""
    given = [survey_id, import_id]
    return store.table(statement(ROOM, "values_as_read"), given, tables={"readings": readings}, seconds=SECONDS)


def set_values(transaction: Transaction, survey_id: int, readings: pa.Table) -> None:
    """Keep what ``readings`` make of a survey's answers."""
    transaction.execute_with({"readings": readings}, statement(ROOM, "set_values"), [survey_id])


def put_scores(transaction: Transaction, survey_id: int, scores: pa.Table, import_id: int | None = None) -> None:
    """Write the scores (answer_id, measure, score) of a survey's answers, or of those of one import, in place of theirs."""
    transaction.execute(statement(ROOM, "remove_scores"), [survey_id, import_id])
    transaction.execute_with({"scores": scores}, statement(ROOM, "add_scores"))


def compared_answers(
    store: Store, staged: pa.Table, known: Mapping[str, pa.Table], given: Mapping[str, object]
) -> pa.Table:
    """Return a file's answers with what becomes of each; see ``compared_answers.sql``."""
    tables = {"staged": staged, **known}
    return store.table(statement(ROOM, "compared_answers"), given, tables=tables, seconds=SECONDS)


def add_answers(transaction: Transaction, ready: pa.Table, params: Sequence[object]) -> None:
    """Append the answers whose outcome is ``added``, with the team and owner that their customers have now."""
    transaction.execute_with({"ready": ready}, statement(ROOM, "add_answers"), params)


def change_answers(transaction: Transaction, ready: pa.Table, survey_id: int, import_id: int) -> None:
    """Change the answers whose outcome is ``updated``."""
    transaction.execute_with({"ready": ready}, statement(ROOM, "change_answers"), [survey_id, import_id])


def remember_added(transaction: Transaction, import_id: int) -> None:
    """Note which answers an import has added."""
    transaction.execute(statement(ROOM, "remember_added_answers"), [import_id])


def remember_changed(transaction: Transaction, ready: pa.Table, survey_id: int, import_id: int) -> None:
    """Note what the answers that an import is about to change were before."""
    transaction.execute_with({"ready": ready}, statement(ROOM, "remember_changed_answers"), [survey_id, import_id])


def put_said(
    transaction: Transaction, ready: pa.Table, survey_id: int, item_ids: Sequence[int], readings: pa.Table
) -> None:
    """Write what was said in the added and updated answers to the questions, in the order of ``item_ids``, and its numbers."""
    questions = pa.table({"place": range(1, len(item_ids) + 1), "item_id": list(item_ids)})
    tables = {"ready": ready, "questions": questions}
    transaction.execute_with(tables, statement(ROOM, "remove_said"), [survey_id])
    transaction.execute_with({**tables, "readings": readings}, statement(ROOM, "add_said"), [survey_id])
