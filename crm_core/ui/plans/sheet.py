"""What somebody has typed into a plan's tables of stages and values and not saved yet, and how it is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from crm_core.access.model import Actor
from crm_core.plans.drafts import BY_HAND
from crm_core.plans.model import GoalValue, Stage, part_of
from crm_core.plans.progress import PlanRecord
from crm_core.plans.table import (
    STAGE_COLUMNS,
    StageEdit,
    ValueEdit,
    ValueKey,
    kind_of,
    place_of,
    save_table,
    stage_cell,
    value_cell,
)
from crm_core.store import Store
from crm_core.targets.drafts import NumberKind, as_typed
from crm_core.ui.unsaved import Cell, Unsaved


@dataclass
class Sheet(Unsaved[str, PlanRecord]):
    """A plan's tables in the making, by the names of their cells. ``kinds`` says what numbers each metric's values are."""

    stages: dict[int, Stage] = field(default_factory=dict)
    values: dict[ValueKey, GoalValue] = field(default_factory=dict)
    kinds: dict[tuple[int, int], NumberKind] = field(default_factory=dict)

    def name_of(self, place: str) -> str:
        """Return the name of a cell, which is its place."""
        return place

    def look_at(self, stored: PlanRecord) -> None:
        """Take what is stored now, unless something typed still rests on how it was; stages that are gone go."""
        super().look_at(stored)
        known = {stage.stage_id for stage in stored.stages}
        self.stages = {key: stage for key, stage in self.stages.items() if key in known}

    def rest_on(self, stored: PlanRecord) -> None:
        """Take what is stored now as what was seen."""
        self.stages = {stage.stage_id: stage for stage in stored.stages}
        self.values = {(one.goal_id, one.stage_id, one.level, one.part_id): one for one in stored.values}
        self.kinds = {(goal.goal_id, 0): kind_of(goal) for goal in stored.goals}
        goals = {goal.goal_id: goal for goal in stored.goals}
        for part in stored.parts:
            self.kinds[part.goal_id, part.part_id] = kind_of(part_of(goals[part.goal_id], part))

    def stored_stage(self, stage_id: int, column: str) -> Cell:
        """Return what was stored in a stage's cell when typing began."""
        stage = self.stages.get(stage_id)
        found: Cell = getattr(stage, column) if stage is not None else None
        return found

    def stored_value(self, key: ValueKey) -> Cell:
        """Return what was stored in a value's cell when typing began, as a person would type it."""
        kept = self.values.get(key)
        return None if kept is None else as_typed(kept.value, self.kinds.get((key[0], key[3]), BY_HAND)) or None

    def shown(self, cell: str, stored: Cell) -> Cell:
        """Return what a cell shows."""
        return self.typed.get(cell, stored)

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
            if cell.startswith("value:"):
                goal_id, stage_id, level, part_id = key = place_of(cell)
                version = kept.version if (kept := self.values.get(key)) else 0
                found.append(ValueEdit(goal_id, stage_id, level, str(value or ""), version, part_id))
        return found


def with_unit(cell: Cell, unit: str) -> Cell:
    """Return what a cell shows of what is measured by hand: a bare number with its unit."""
    if not unit or not isinstance(cell, str) or not cell[-1:].isdigit():
        return cell
    return f"{cell}{' ' if unit.isascii() and unit.isalpha() else ''}{unit}"


def without_unit(typed: object, unit: str) -> str | None:
    """Return what was typed without the unit that the cell showed; None where the cell was emptied."""
    return None if typed is None else str(typed).strip().removesuffix(unit).strip()


def save_sheet(store: Store, actor: Actor, plan_id: int, sheet: Sheet) -> int | None:
    """Save what was typed; return how many changed, None where the sheet now says why not."""
    return sheet.save(
        lambda: save_table(store, actor, plan_id, sheet.stage_edits(), sheet.value_edits(), key=sheet.key)
    )


__all__ = ["Cell", "Sheet", "save_sheet", "stage_cell", "value_cell", "with_unit", "without_unit"]
