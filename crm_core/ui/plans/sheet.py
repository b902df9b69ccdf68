"""What somebody has typed into a plan's tables and not saved yet, and how it is saved.

The tables show stages and values as they were when typing began (with their versions), overlaid by what was typed, so
that a colleague's save in between is told at saving and cannot slip under it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date

from crm_core.access.model import Actor
from crm_core.errors import AlreadyDone, CrmError, InvalidInput, Message, StaleWrite
from crm_core.plans.model import GoalValue, Stage
from crm_core.plans.progress import PlanRecord
from crm_core.plans.table import STAGE_COLUMNS, StageEdit, ValueEdit, ValueKey, save_table, stage_cell, value_cell
from crm_core.store import Store
from crm_core.targets.drafts import as_typed
from crm_core.targets.model import Level

Cell = str | date | None


@dataclass
class Sheet:
    """A plan's tables in the making: ``typed`` is what differs from what was seen, by cell; ``key`` is the save's own."""

    stages: dict[int, Stage] = field(default_factory=dict)
    values: dict[ValueKey, GoalValue] = field(default_factory=dict)
    typed: dict[str, Cell] = field(default_factory=dict)
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    problems: dict[str, Message] = field(default_factory=dict)
    problem: Message | None = None
    stale: StaleWrite | None = None

    def look_at(self, record: PlanRecord) -> None:
        """Take what is stored now, unless something typed still rests on how it was."""
        if not self.typed:
            self.rest_on(record)
        known = {stage.stage_id for stage in record.stages}
        self.stages = {key: stage for key, stage in self.stages.items() if key in known}

    def rest_on(self, record: PlanRecord) -> None:
        """Take what is stored now as what was seen."""
        self.stages = {stage.stage_id: stage for stage in record.stages}
        self.values = {(one.goal_id, one.stage_id, one.level): one for one in record.values}

    def clear(self) -> None:
        """Forget what was typed."""
        self.typed, self.problems, self.problem, self.stale = {}, {}, None, None
        self.key = secrets.token_urlsafe(16)

    def stored_stage(self, stage_id: int, column: str) -> Cell:
        """Return what was stored in a stage's cell when typing began."""
        stage = self.stages.get(stage_id)
        found: Cell = getattr(stage, column) if stage is not None else None
        return found

    def stored_value(self, key: ValueKey) -> Cell:
        """Return what was stored in a value's cell when typing began, as a person would type it."""
        kept = self.values.get(key)
        return as_typed(kept.value) or None if kept is not None else None

    def shown(self, cell: str, stored: Cell) -> Cell:
        """Return what a cell shows."""
        return self.typed.get(cell, stored)

    def take(self, cell: str, value: Cell, stored: Cell) -> None:
        """Note what was typed in one cell; typing back what stood there takes it out again."""
        if (value or None) == (stored or None):
            self.typed.pop(cell, None)
        else:
            self.typed[cell] = value
        self.problems.pop(cell, None)

    def stage_edits(self) -> list[StageEdit]:
        """Return the stages in whose cells something was typed."""
        found = []
        for stage_id, stage in self.stages.items():
            cells = {column: stage_cell(stage_id, column) for column in STAGE_COLUMNS}
            if any(cell in self.typed for cell in cells.values()):
                name, first, last = (self.shown(cells[column], getattr(stage, column)) for column in STAGE_COLUMNS)
                begin, end = (day if isinstance(day, date) else None for day in (first, last))
                found.append(StageEdit(stage_id, str(name or ""), begin, end, stage.version))
        return found

    def value_edits(self) -> list[ValueEdit]:
        """Return the values that were typed."""
        found = []
        for cell, value in self.typed.items():
            kind, _colon, rest = cell.partition(":")
            if kind == "value":
                goal_id, stage_id, level = rest.split(":")
                key = (int(goal_id), int(stage_id), Level(level))
                kept = self.values.get(key)
                found.append(ValueEdit(*key, str(value or ""), kept.version if kept else 0))
        return found


def save_sheet(store: Store, actor: Actor, plan_id: int, sheet: Sheet) -> int | None:
    """Save what was typed; return how many changed, None where the sheet now says why not."""
    sheet.problems, sheet.problem, sheet.stale = {}, None, None
    try:
        changed = save_table(store, actor, plan_id, sheet.stage_edits(), sheet.value_edits(), key=sheet.key)
    except AlreadyDone:
        changed = 0
    except InvalidInput as error:
        sheet.problems = error.fields
        return None
    except StaleWrite as error:
        sheet.stale = error
        return None
    except CrmError as error:
        sheet.problem = error.message
        return None
    sheet.clear()
    return changed


def keep_mine(sheet: Sheet, record: PlanRecord) -> None:
    """Rest what was typed on what is stored now: the next save goes over theirs, knowingly."""
    sheet.rest_on(record)
    sheet.stale = None


def take_theirs(sheet: Sheet, record: PlanRecord) -> None:
    """Drop what was typed in the cells that somebody else changed, and keep the rest."""
    if sheet.stale is not None:
        for cell in sheet.stale.theirs:
            sheet.typed.pop(cell, None)
    sheet.key = secrets.token_urlsafe(16)
    keep_mine(sheet, record)


__all__ = ["Cell", "Sheet", "keep_mine", "save_sheet", "stage_cell", "take_theirs", "value_cell"]
