"""A workbook of targets that was filled in, checked whole: what it changes, what is wrong, what others changed since.

A cell that still says what it was written with was not touched, whatever stands in the store by now. A cell that was
touched is a change; where somebody else changed that target since, both values are told and nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from crm_core import clock
from crm_core.access.model import Actor, Permission, Reach
from crm_core.errors import N_, InvalidInput, Message, NotFound, UnusableFile, message
from crm_core.exchange.problems import Problem
from crm_core.exchange.reading import read_limited
from crm_core.exchange.table import ReadOptions, Table
from crm_core.metrics.folders import metrics
from crm_core.periods import Period, add_months
from crm_core.settings import service as settings
from crm_core.store import Store
from crm_core.targets import repository, saving
from crm_core.targets.book import KEY, STATE, UNSET, columns_of_year, metrics_named, state_of
from crm_core.targets.bulk import Proposed
from crm_core.targets.drafts import NumberKind, Unfit, parse_number, wide_cell
from crm_core.targets.model import Level, ScopeKind, Target, TargetKey, TargetScope
from crm_core.targets.service import parsed, require_within
from crm_core.targets.spreading import Place
from crm_core.targets.traits import number_kind_of

_WRITTEN = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_LONG, _SMALLEST = re.compile(r"-?\d{1,15}\.\d{7,25}"), Decimal("0.000001")
AS_WRITTEN = ReadOptions(header_row=1, keep_footer=True)
_FIRST_YEAR, _LAST_YEAR = 1990, 2190


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that its owner changed and somebody else too; None: empty."""

    row: int
    key: TargetKey
    mine: Decimal | None
    theirs: Decimal | None


@dataclass
class CheckedBook:
    """What a filled-in workbook comes to. It may be written where nothing is wrong and nothing clashes."""

    year_first: date
    changes: list[Proposed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    places: dict[TargetKey, tuple[int, str]] = field(default_factory=dict)
    cell_count: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether all of it can be written."""
        return not self.problems and not self.clashes


def check_upload(store: Store, actor: Actor, path: Path) -> CheckedBook:
    """Return what a file would change, read in a limited child process.

    Raises:
        NotPermitted: the role may not set targets.
        UnusableFile: it cannot be read, or is no file of targets.
    """
    actor.require(Permission.TARGET_EDIT)
    return check_book(store, actor, read_limited(path, AS_WRITTEN))


def check_book(store: Store, actor: Actor, table: Table) -> CheckedBook:
    """Return what a table that was read would change.

    Raises:
        NotPermitted: the role may not set targets.
        UnusableFile: it is no file of targets.
    """
    reach = actor.require(Permission.TARGET_EDIT)
    year_first = _year_of(table, settings.current(store).first_month)
    columns = {name: place for name, place in columns_of_year(year_first).items() if name in table.headers}
    checked = CheckedBook(year_first)
    checked.problems += list(table.problems)
    cells = {name: table.column(name).to_pylist() for name in (KEY, STATE, *columns)}
    rows = table.rows.to_pylist()
    past = _Past.of(store, reach, year_first, cells[KEY])
    seen: dict[str, int] = {}
    scopes: dict[TargetScope, bool] = {}
    for place, row in enumerate(rows):
        line = _Line(row, cells[KEY][place].strip(), cells[STATE][place].strip().split(","))
        texts = {name: cells[name][place] for name in columns}
        if not line.key and not any(text.strip() for text in texts.values()):
            continue
        about = _about(store, reach, line.key, scopes)
        if about is None or line.key in seen:
            checked.problems.append(Problem(row, KEY, line.key, _why_not(line.key, seen)))
            continue
        seen[line.key] = row
        _check_line(checked, past, line, about, texts)
    _check_levels(store, checked)
    checked.problems.sort(key=lambda problem: (problem.row, problem.column))
    return checked


@dataclass(frozen=True, slots=True)
class _Line:
    """A row's own number, its key, and which version each of its cells was written from."""

    row: int
    key: str
    states: list[str]

    def state(self, place: int) -> str:
        return self.states[place].strip() if place < len(self.states) else UNSET


@dataclass(frozen=True, slots=True)
class _Past:
    """What stands, and every version that cells may have been written from."""

    standing: Mapping[TargetKey, Target]
    versions: Mapping[tuple[TargetKey, str], Decimal | None]

    @classmethod
    def of(cls, store: Store, reach: Reach, year_first: date, keys: Iterable[str]) -> _Past:
        span = Period(year_first, add_months(year_first, 12) - timedelta(days=1))
        named = sorted(metrics_named(keys) & set(metrics()))
        found = repository.versions_in_span(store, reach, span, named)
        standing = repository.in_span_of(store, reach, span, named)
        return cls({target.key: target for target in standing}, found)


def _year_of(table: Table, first_month: int) -> date:
    years = [name for name in table.headers if name.isascii() and name.isdigit() and len(name) == 4]
    if KEY not in table.headers or STATE not in table.headers or len(years) != 1:
        raise UnusableFile(message(N_("This is no file of targets. Export one here, fill it in and bring that one.")))
    year = int(years[0])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise UnusableFile(message(N_("There are no targets for the year {year}."), year=year))
    return date(year, first_month, 1)


def _about(
    store: Store, reach: Reach, key: str, known: dict[TargetScope, bool]
) -> tuple[str, TargetScope, Level] | None:
    """Return what a row's key names; None where it names nothing that is the actor's to set."""
    parts = key.split("|")
    if len(parts) != 3 or parts[0] not in metrics() or parts[2] not in set(Level):
        return None
    kind, _, number = parts[1].partition("-")
    if kind not in set(ScopeKind) or not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    scope = TargetScope(ScopeKind(kind), int(number))
    if scope not in known:
        known[scope] = _is_within(store, reach, scope)
    return (parts[0], scope, Level(parts[2])) if known[scope] else None


def _is_within(store: Store, reach: Reach, scope: TargetScope) -> bool:
    try:
        require_within(store, reach, scope)
    except NotFound:
        return False
    return True


def _why_not(key: str, seen: Mapping[str, int]) -> Message:
    if key in seen:
        return message(N_("The same row stands in line {row} already."), row=seen[key])
    return message(
        N_("The hidden column “{column}” names no targets that are yours to set. Export the file again."), column=KEY
    )


def _check_line(
    checked: CheckedBook,
    past: _Past,
    line: _Line,
    about: tuple[str, TargetScope, Level],
    texts: Mapping[str, str],
) -> None:
    metric_id, scope, level = about
    kind = number_kind_of(metric_id)
    order = list(columns_of_year(checked.year_first))
    places: Mapping[str, Place] = columns_of_year(checked.year_first)
    for name, text in texts.items():
        key, state = TargetKey(metric_id, scope, *places[name], level), line.state(order.index(name))
        checked.cell_count += 1
        stored = past.standing.get(key)
        written = past.versions.get((key, state)) if state != UNSET else None
        now = stored.value if stored else None
        if _as_stored(text) in (written, now):
            continue
        try:
            value = parse_cell(text, kind)
        except Unfit as error:
            checked.problems.append(Problem(line.row, name, text, error.reason))
            continue
        if value in (written, now):
            continue
        if state != state_of(stored):
            checked.clashes.append(Clash(line.row, key, value, now))
            continue
        checked.places[key] = (line.row, name)
        checked.changes.append(Proposed(key, value, stored))


def parse_cell(text: str, kind: NumberKind) -> Decimal | None:
    """Return the number of a cell in the base unit; a rate stands as 92% or, as spreadsheets keep it, as 0.92.

    Raises:
        Unfit: it is no number, or none of this kind.
    """
    bare = _computed(text.strip())
    if not kind.is_rate or bare.endswith(("%", "％")):
        return parse_number(bare, kind)
    try:
        share = Decimal(bare) if bare else None
    except InvalidOperation:
        share = Decimal("NaN")
    least = -1 if kind.may_be_negative else 0
    if share is not None and not (share.is_finite() and least <= share <= 1):
        raise Unfit(message(N_("Write a rate as 92% or as 0.92.")))
    return None if share is None else parse_number(f"{share.scaleb(2):f}%", kind)


def _as_stored(text: str) -> Decimal | None:
    """Return a number that stands as the export writes it; NaN for any other text, which equals nothing."""
    bare = text.strip()
    return None if not bare else Decimal(bare) if _WRITTEN.fullmatch(bare) else Decimal("NaN")


def _computed(text: str) -> str:
    """Return a number that a formula left with more decimals than are kept rounded to those; any other text as it is."""
    if not _LONG.fullmatch(text):
        return text
    return f"{Decimal(text).quantize(_SMALLEST):f}"


def _check_levels(store: Store, checked: CheckedBook) -> None:
    """Note the levels that would not be in order, as far as the cells themselves are sound."""
    names = {wide_cell(key, key.level.value): key for key in checked.places}
    changes = parsed(
        [change.draft() for change in checked.changes], clock.today(settings.current(store).zone), wide_cell
    )
    try:
        saving.require_ordered(changes, saving.standing_of(store, [change.key for change in changes]), wide_cell)
    except InvalidInput as error:
        for name, reason in error.fields.items():
            key = names[name]
            value = next(change.value for change in checked.changes if change.key == key)
            checked.problems.append(Problem(*checked.places[key], f"{value:f}" if value is not None else "", reason))
