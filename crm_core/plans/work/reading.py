"""A workbook of actions that was worked in: what each row would add or change, or why not, before anything is saved.

A row is tried by the very services that save it, in transactions that are taken back: what the look says is what the yes does.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

from crm_core import audit
from crm_core.access.model import Actor
from crm_core.errors import N_, CrmError, InvalidInput, Message, NotFound, Refused, StaleWrite, UnusableFile, message
from crm_core.exchange.dates import parse_day
from crm_core.exchange.fields import BadValue
from crm_core.exchange.reading import read_limited
from crm_core.exchange.table import ReadOptions, Table
from crm_core.plans.acting import may_edit_action
from crm_core.plans.drafts import MOST_HELPERS
from crm_core.plans.editing import editor
from crm_core.plans.model import Action, Priority
from crm_core.plans.progress import PlanRecord
from crm_core.plans.reach import Viewer
from crm_core.plans.service import OnePlan, plan_record
from crm_core.plans.work import repository
from crm_core.plans.work.book import COLUMNS, MARK, Names, as_typed, names_of
from crm_core.plans.work.model import NOTHING
from crm_core.plans.work.writing import add_whole_action, edit_whole_action
from crm_core.store import Store, once

MOST_ROWS = 500
MOMENT = 0.05  # seconds for which rows are tried before others may write
AS_WRITTEN = ReadOptions(header_row=1, keep_footer=True)
_MARK = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")
_AMOUNTS, _DAYS = ("planned_cost", "spent_cost"), ("start_on", "due_on")
CHANGED_SINCE = N_("Somebody changed this action since the file was taken. Take the file again.")
NOT_YOURS = N_(
    "There is no such action in this plan that is yours to change. For a new one, leave the first column empty."
)


class RowKind(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


ROW_LABELS = {
    RowKind.ADDED: N_("New row"),
    RowKind.CHANGED: N_("Changed"),
    RowKind.UNCHANGED: N_("Nothing changed"),
    RowKind.REFUSED: N_("Not taken"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """How a workbook may call its columns, its codes and the plan's goals, in any of the languages."""

    headings: Mapping[str, str]  # what stands in the file → the column
    codes: Mapping[str, str]  # a word → the code
    goals: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the file: what becomes of it, ``changes`` by column (before, after), or the reasons why not."""

    row: int
    kind: RowKind
    what: str
    changes: tuple[tuple[str, str, str], ...] = ()
    reasons: tuple[tuple[str, Message], ...] = ()  # at which column ('' the row), and why
    action_id: int | None = None
    version: int = 0
    given: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """What a file of actions comes to, row by row."""

    plan_id: int
    rows: tuple[SheetRow, ...]

    def of(self, *kinds: RowKind) -> tuple[SheetRow, ...]:
        """Return the rows that become that."""
        return tuple(one for one in self.rows if one.kind in kinds)

    @property
    def to_save(self) -> tuple[SheetRow, ...]:
        """The rows that a yes saves."""
        return self.of(RowKind.ADDED, RowKind.CHANGED)


class _TakenBack(Exception):
    """What was tried is taken back."""


def check_upload(store: Store, actor: Actor, plan_id: int, path: Path, words: Words) -> CheckedSheet:
    """Return what a file would do to a plan's actions, read in a limited child process; nothing is saved.

    Raises:
        NotPermitted, NotFound: the role edits no plan; it is not the actor's to see.
        UnusableFile: it cannot be read, or is no file of a plan's actions.
    """
    editor(actor)
    return check_sheet(store, actor, plan_id, read_limited(path, AS_WRITTEN), words)


def check_sheet(store: Store, actor: Actor, plan_id: int, table: Table, words: Words) -> CheckedSheet:
    """Return what a table that was read would do to a plan's actions; nothing is saved.

    Raises:
        NotPermitted, NotFound: the role edits no plan; it is not the actor's to see.
        UnusableFile: it is no file of a plan's actions, or has very many rows.
    """
    viewer = editor(actor)
    record = plan_record(store, OnePlan(viewer, plan_id))
    reader = _Reader(store, viewer, record, words)
    rows = [reader.row(number, texts) for number, texts in _lines(table, words)]
    flaws = {one.row: (one.column, one.reason) for one in table.problems}
    rows = [_refused(one, flaws[one.row]) if one.row in flaws else one for one in rows]
    return CheckedSheet(plan_id, _tried(store, actor, plan_id, rows))


def _lines(table: Table, words: Words) -> list[tuple[int, dict[str, str]]]:
    """Return the lines that say something, each with its number and its texts by column."""
    columns = {words.headings[name.strip()]: name for name in table.headers if name.strip() in words.headings}
    if MARK not in columns or "what" not in columns or "due_on" not in columns:
        raise UnusableFile(
            message(N_("This is no file of a plan's actions. Take one out here, change it and bring that one."))
        )
    cells = {name: table.column(header).to_pylist() for name, header in columns.items()}
    found = []
    for place, number in enumerate(table.rows.to_pylist()):
        texts = {name: str(values[place] or "").strip() for name, values in cells.items()}
        if any(texts.values()):
            found.append((number, texts))
    if len(found) > MOST_ROWS:
        raise UnusableFile(message(N_("At most {count} rows, please: split the file."), count=MOST_ROWS))
    return found


def _refused(one: SheetRow, *reasons: tuple[str, Message]) -> SheetRow:
    return SheetRow(one.row, RowKind.REFUSED, one.what, one.changes, reasons)


class _Reader:
    """Reads rows: finds the action of each, and from what people typed what a form would have sent."""

    def __init__(self, store: Store, viewer: Viewer, record: PlanRecord, words: Words) -> None:
        self._names: Names = names_of(store, viewer, record, words.goals)
        self._own = {one.action_id: one for one in record.actions if may_edit_action(viewer, record.plan, one)}
        self._details = repository.find_details(store, record.plan.plan_id)
        self._people = {name: key for key, name in self._names.people.items()}
        self._goals = {name: key for key, name in self._names.goals.items()}
        self._codes = words.codes
        self._seen: dict[int, int] = {}

    def row(self, number: int, texts: Mapping[str, str]) -> SheetRow:
        """Return what one row asks for, not tried yet."""
        mark = texts.get(MARK, "")
        shown = SheetRow(number, RowKind.ADDED, texts.get("what", ""))
        if not mark:
            given, reasons = self._given(texts, {})
            return _refused(shown, *reasons) if reasons else SheetRow(number, RowKind.ADDED, shown.what, given=given)
        found = _MARK.fullmatch(mark)
        action = self._own.get(int(found[1])) if found is not None else None
        if action is None or found is None:
            return _refused(shown, (MARK, message(NOT_YOURS)))
        if action.action_id in self._seen:
            first = self._seen[action.action_id]
            return _refused(shown, (MARK, message(N_("The same row stands in line {row} already."), row=first)))
        self._seen[action.action_id] = number
        return self._edited(shown, action, int(found[2]), texts)

    def _edited(self, shown: SheetRow, action: Action, version: int, texts: Mapping[str, str]) -> SheetRow:
        now = as_typed(action, self._details.get(action.action_id, NOTHING), self._names)
        typed = {name: self._plain(name, texts[name]) for name in COLUMNS if name in texts and name != MARK}
        changes = tuple((name, now[name], text) for name, text in typed.items() if _line(text) != _line(now[name]))
        if not changes:
            return SheetRow(shown.row, RowKind.UNCHANGED, action.what)
        if version != action.version:
            return _refused(SheetRow(shown.row, RowKind.REFUSED, action.what, changes), ("", message(CHANGED_SINCE)))
        differing = {name for name, _before, _after in changes}
        given, reasons = self._given({name: now[name] if name not in differing else texts[name] for name in now}, now)
        if reasons:
            return _refused(SheetRow(shown.row, RowKind.REFUSED, action.what, changes), *reasons)
        return SheetRow(shown.row, RowKind.CHANGED, action.what, changes, (), action.action_id, version, given)

    def _plain(self, name: str, text: str) -> str:
        """Return a cell's text as the present one is written, as far as it can be read."""
        if name in _DAYS and text:
            return _as_day(text)
        if name in _AMOUNTS and text:
            return _as_amount(text)
        return self._codes.get(text.casefold(), text) if name in ("priority", "status") else text

    def _given(
        self, texts: Mapping[str, str], now: Mapping[str, str]
    ) -> tuple[dict[str, object], list[tuple[str, Message]]]:
        """Return what a form would have sent, and what cannot be read; who is named already may stay, whoever they are."""
        reasons: list[tuple[str, Message]] = []
        given: dict[str, object] = {
            name: self._plain(name, texts[name])
            for name in COLUMNS
            if name in texts and name not in ("goal", "owner", "helpers", MARK)
        }
        if texts.get("goal"):
            given["goal_id"] = self._known(self._goals, "goal", texts["goal"], reasons)
        if texts.get("owner"):
            given["owner_id"] = self._known(self._people, "owner", texts["owner"], reasons)
        elif now:
            reasons.append(("owner", message(N_("Please say who does it."))))
        helpers = [one.strip() for one in re.split(r"[;；、,，]", texts.get("helpers", "")) if one.strip()]
        given["helpers"] = [self._known(self._people, "helpers", one, reasons) for one in helpers[: MOST_HELPERS + 1]]
        for name in ("priority", "status"):
            if given.get(name) and str(given[name]) not in set(self._codes.values()):
                reasons.append((name, message(N_("Please choose one of the list."))))
        return given, reasons

    @staticmethod
    def _known(known: Mapping[str, int], column: str, name: str, reasons: list[tuple[str, Message]]) -> int:
        if name not in known:
            text = (
                N_("Nothing in this plan is called “{name}”.")
                if column == "goal"
                else N_("Nobody who may do it is called “{name}”.")
            )
            reasons.append((column, message(text, name=name)))
        return known.get(name, 0)


def _line(text: str) -> str:
    return "\n".join(part.rstrip() for part in text.replace("\r\n", "\n").split("\n")).strip()


def _as_day(text: str) -> str:
    try:
        day = parse_day(text)
    except BadValue:
        return text  # the form's own check says what is wrong with it
    return text if day is None else day.isoformat()


def _as_amount(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return (
        f"{value.quantize(Decimal('0.01')):f}"
        if value.is_finite() and value == round(value, 2) and abs(value) < 10**15
        else text
    )


# Trying, and saving -----------------------------------------------------------------------------------------------------


def _save(store: Store, actor: Actor, plan_id: int, one: SheetRow, key: str) -> None:
    given = dict(one.given or {})
    if one.action_id is None:
        add_whole_action(store, actor, plan_id, given, key=f"{key}:{one.row}")
    else:
        edit_whole_action(store, actor, one.action_id, given, version=one.version, key=f"{key}:{one.row}")


def _tried(store: Store, actor: Actor, plan_id: int, rows: list[SheetRow]) -> tuple[SheetRow, ...]:
    """Return the rows, those that could not be saved refused with the reasons; what was tried is taken back.

    They are tried in portions, so that nobody who writes meanwhile waits for a whole file. All that rows have to do with
    each other is the limit of high priorities: those that count for it take those that were let through before along.
    """
    found = {one.row: one for one in rows if one.kind not in (RowKind.ADDED, RowKind.CHANGED)}
    for counting in (True, False):
        left, through = [one for one in rows if one.row not in found and _counts(one) is counting], list[SheetRow]()
        while left:
            tried = _portion(store, actor, plan_id, through, left)
            found |= {one.row: one for one in tried}
            left = left[len(tried) :]
            if counting:
                through += [one for one in tried if one.kind is not RowKind.REFUSED]
    return tuple(found[one.row] for one in rows)


def _counts(one: SheetRow) -> bool:
    """Return whether a row makes or takes a place among the actions of high priority."""
    high, before = Priority.HIGH.value, {name: was for name, was, _becomes in one.changes}
    moves = one.kind is RowKind.ADDED or not {"priority", "status"}.isdisjoint(before)
    return moves and high in ((one.given or {}).get("priority"), before.get("priority"))


def _portion(
    store: Store, actor: Actor, plan_id: int, before: Sequence[SheetRow], rows: Sequence[SheetRow]
) -> list[SheetRow]:
    """Return the first of the rows, at least one, after those before, as many as can be tried in a moment."""
    found: list[SheetRow] = []
    try:
        with store.transaction():
            for one in before:
                _try(store, actor, plan_id, one)
            until = time.monotonic() + MOMENT
            for one in rows:
                found.append(_try(store, actor, plan_id, one))
                if time.monotonic() > until:
                    break
            raise _TakenBack
    except _TakenBack:
        return found


def _try(store: Store, actor: Actor, plan_id: int, one: SheetRow) -> SheetRow:
    try:
        _save(store, actor, plan_id, one, f"try-actions:{plan_id}")
    except InvalidInput as error:
        return _refused(one, *((_COLUMN_OF.get(name, name), text) for name, text in error.fields.items()))
    except NotFound:
        return _refused(one, (MARK, message(NOT_YOURS)))
    except CrmError as error:
        return _refused(one, ("", error.message))
    return one


_COLUMN_OF = {"goal_id": "goal", "owner_id": "owner", "lower": "priority"}


def save_sheet(store: Store, actor: Actor, checked: CheckedSheet, *, key: str) -> int:
    """Save the rows that are new or changed, all or none, and return how many.

    Raises:
        NotPermitted: the role edits no plan.
        Refused: something that they need was changed since they were looked at.
        AlreadyDone: the same click was taken before.
    """
    editor(actor)
    try:
        with store.transaction() as transaction:
            once.claim(transaction, actor.user_id, key)
            for one in checked.to_save:
                _save(store, actor, checked.plan_id, one, key)
            told = {"file": "xlsx", "view": "actions", "count": len(checked.to_save)}
            audit.record(transaction, actor, audit.Change("import", "plan", checked.plan_id, None, told))
            once.settle(transaction, key, checked.plan_id)
    except (InvalidInput, NotFound, StaleWrite) as error:
        raise Refused(message(CHANGED_SINCE)) from error
    return len(checked.to_save)
