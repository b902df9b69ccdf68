"""What somebody has typed into the table of targets and not saved yet, and how it is saved.

The table shows the targets as they were when typing began (with their versions), overlaid by what was typed: a colleague's
save in between cannot slip under it, and is told at saving. Choosing another metric or scope keeps what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from crm_core.access.model import Actor
from crm_core.periods import PeriodKind
from crm_core.store import Store
from crm_core.targets.drafts import TargetDraft, Unfit, as_typed, cell_name, parse_number
from crm_core.targets.model import Level, Target, TargetKey, TargetScope
from crm_core.targets.service import set_targets
from crm_core.targets.spreading import Place
from crm_core.targets.traits import number_kind_of
from crm_core.ui.unsaved import Cell, Unsaved

BASELINE, BASELINE_ON = "baseline", "baseline_on"
COLUMNS = (*(level.value for level in Level), BASELINE, BASELINE_ON)


@dataclass(frozen=True, slots=True, order=True)
class About:
    """Which table: whose targets of which metric in which of the company's years."""

    metric_id: str
    scope: TargetScope
    year_first: date

    def key(self, kind: PeriodKind, first: date, level: Level = Level.TARGET) -> TargetKey:
        """Return the key of one of the table's targets."""
        return TargetKey(self.metric_id, self.scope, kind, first, level)

    def typed(self, value: Decimal | None) -> str:
        """Return a value of the table as a person would type it."""
        return as_typed(value, number_kind_of(self.metric_id))

    def read(self, text: Cell) -> Decimal | None:
        """Return the value that a cell's text says; None for an empty one and for what is no number."""
        try:
            return parse_number(str(text or ""), number_kind_of(self.metric_id))
        except Unfit:
            return None


@dataclass
class Sheet(Unsaved[tuple[PeriodKind, date, str], list[Target]]):
    """One table in the making, by row and column; ``seen`` are the targets as they were when typing began."""

    seen: dict[TargetKey, Target] = field(default_factory=dict)

    def name_of(self, place: tuple[PeriodKind, date, str]) -> str:
        """Return the name under which a problem of a cell is reported."""
        return cell_name(*place)

    def rest_on(self, stored: list[Target]) -> None:
        """Take the targets as they are now as what was seen."""
        self.seen = {target.key: target for target in stored}


def stored_cell(about: About, seen: Mapping[TargetKey, Target], kind: PeriodKind, first: date, column: str) -> Cell:
    """Return what is stored in one cell: a number as text with all its decimals, or a day."""
    if column in (BASELINE, BASELINE_ON):
        target = seen.get(about.key(kind, first))
        if target is None:
            return None
        return target.baseline_on if column == BASELINE_ON else about.typed(target.baseline) or None
    target = seen.get(about.key(kind, first, Level(column)))
    return about.typed(target.value) if target else None


def values_in(about: About, sheet: Sheet, level: Level) -> dict[Place, Decimal]:
    """Return the values of one level as the table shows them: what is stored, under what was typed."""
    places = {(key.period_kind, key.period_first) for key in sheet.seen if key.level is level}
    places |= {(kind, first) for kind, first, column in sheet.typed if column == level.value}
    read = {place: about.read(_cell(about, sheet, *place, level.value)) for place in places}
    return {place: value for place, value in read.items() if value is not None}


def drafts_of(about: About, sheet: Sheet) -> list[TargetDraft]:
    """Return the drafts of all targets in whose cells something was typed."""
    drafts = []
    rows = {(kind, first) for kind, first, _ in sheet.typed}
    for kind, first in sorted(rows, key=lambda row: (list(PeriodKind).index(row[0]), row[1])):
        for level in Level:
            columns = [level.value, *([BASELINE, BASELINE_ON] if level is Level.TARGET else [])]
            if not any((kind, first, column) in sheet.typed for column in columns):
                continue
            key = about.key(kind, first, level)
            found = sheet.seen.get(key)
            cells = {
                column: _cell(about, sheet, kind, first, column) for column in (level.value, BASELINE, BASELINE_ON)
            }
            day = cells[BASELINE_ON] if level is Level.TARGET else None
            drafts.append(
                TargetDraft(
                    key,
                    str(cells[level.value] or ""),
                    str(cells[BASELINE] or "") if level is Level.TARGET else "",
                    day if isinstance(day, date) else None,
                    found.version if found else 0,
                )
            )
    return drafts


def _cell(about: About, sheet: Sheet, kind: PeriodKind, first: date, column: str) -> Cell:
    place = (kind, first, column)
    return sheet.typed[place] if place in sheet.typed else stored_cell(about, sheet.seen, kind, first, column)


def save_sheet(store: Store, actor: Actor, about: About, sheet: Sheet, reason: str) -> int | None:
    """Save what was typed; return how many targets changed, None where the sheet now says why not."""
    return sheet.save(lambda: len(set_targets(store, actor, drafts_of(about, sheet), key=sheet.key, reason=reason)))
