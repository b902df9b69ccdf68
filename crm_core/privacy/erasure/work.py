"""The work of an erasure within one transaction: what there is of a person, and how it goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_core import clock
from crm_core.privacy.erasure.naming import needles_of, own_pattern, struck
from crm_core.privacy.erasure.places import IN_ORDER, PLACES, What
from crm_core.store import Composer, Statement, Store, Transaction, statement

ROOM = "privacy/erasure"
_COMMENT, _PARAMETER = re.compile(r"--[^\n]*"), re.compile(r"\$([a-z]+)\b")
_TABLES = {place.table: place.table for place in PLACES}
_ROWS = {place.table: place.rows for place in PLACES}
_BLANK = {place.table: ", ".join(f"{name} = {value}" for name, value in place.blank.items()) for place in PLACES}
_TOLD = {place.table: ", ".join(place.told) for place in PLACES}
_TEXTS = {f"{place.table}.{column}": (place.table, column) for place in PLACES for column in place.strike}
_OF_TEXTS = {
    "table": {name: table for name, (table, _column) in _TEXTS.items()},
    "column": {name: column for name, (_table, column) in _TEXTS.items()},
}
_COUNT = Composer(statement(ROOM, "count_rows"), {"rows": _ROWS, "table": _TABLES})
_REMOVE = Composer(statement(ROOM, "remove_rows"), {"rows": _ROWS, "table": _TABLES})
_SET = Composer(statement(ROOM, "blank_rows"), {"rows": _ROWS, "blank": _BLANK, "table": _TABLES})
_TELL = Composer(statement(ROOM, "told_rows"), {"rows": _ROWS, "told": _TOLD, "table": _TABLES})
_NAMING = Composer(statement(ROOM, "count_naming"), _OF_TEXTS)
_STRIKE = Composer(statement(ROOM, "strike_out"), _OF_TEXTS)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data it is: the numbers that lead to the customer, and what names the person."""

    ids: tuple[int, ...]
    needles: tuple[str, ...]

    def named(self, query: Statement, **more: object) -> Mapping[str, object]:
        """Return those of the values that ``query`` asks for."""
        values = {"ids": list(self.ids), "needles": list(self.needles), "own": own_pattern(self.ids), **more}
        asked = frozenset(_PARAMETER.findall(_COMMENT.sub("", query.text)))
        return {name: value for name, value in values.items() if name in asked}


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: rows by table, texts in which the person was struck out, and the places of documents to remove."""

    counts: Mapping[str, int]
    struck: int
    documents: tuple[str, ...]


def subject_of(reader: Store | Transaction, customer_id: int) -> Subject:
    """Return whose data a customer's are."""
    ids = tuple(int(row["customer_id"]) for row in reader.rows(statement(ROOM, "numbers_of"), [customer_id]))
    found = reader.rows(statement(ROOM, "names_of"), {"ids": list(ids)})
    return Subject(ids, needles_of((row["kind"], row["value"]) for row in found))


def rows_of(reader: Store | Transaction, subject: Subject) -> dict[str, int]:
    """Return how many rows of each table are the customer's; tables without one are left out."""
    found = {}
    for place in IN_ORDER:
        query = _COUNT.compose(table=place.table, rows=place.table)
        count = int(reader.rows(query, subject.named(query))[0]["row_count"])
        if count:
            found[place.table] = count
    return found


def texts_naming(reader: Store | Transaction, subject: Subject) -> dict[str, int]:
    """Return how many texts of each column that people write in name the person, the customer's own among them."""
    found = {}
    for name in _TEXTS:
        query = _NAMING.compose(table=name, column=name)
        count = int(reader.rows(query, subject.named(query))[0]["text_count"])
        if count:
            found[name] = count
    return found


def told_of(reader: Store | Transaction, subject: Subject, table: str) -> list[dict[str, object]]:
    """Return what the copy of a customer's data shows of a table."""
    query = _TELL.compose(table=table, rows=table, told=table)
    return reader.rows(query, subject.named(query))


def erase_rows(transaction: Transaction, subject: Subject, today: date) -> Erased:
    """Remove and blank what the list says, strike the person out of others' texts, and return what went."""
    documents = transaction.rows(statement(ROOM, "documents_of"), {"ids": list(subject.ids)})
    counts = rows_of(transaction, subject)
    nobody = int(transaction.rows(statement(ROOM, "new_nobody"))[0]["customer_id"])
    last_hand = statement(ROOM, "add_last_hand")
    transaction.execute(last_hand, subject.named(last_hand, nobody=nobody, now=clock.now()))
    for place in IN_ORDER:
        if place.table not in counts:
            continue
        if place.what is What.REMOVE:
            query = _REMOVE.compose(table=place.table, rows=place.table)
        else:
            query = _SET.compose(table=place.table, rows=place.table, blank=place.table)
        transaction.execute(query, subject.named(query, nobody=nobody, today=today, now=clock.now()))
    texts = texts_naming(transaction, subject)
    for name in texts:
        query = _STRIKE.compose(table=name, column=name)
        for needle in subject.needles:
            transaction.execute(query, {"needle": needle, "mark": struck(needle)})
    return Erased(counts, sum(texts.values()), tuple(row["place"] for row in documents))
