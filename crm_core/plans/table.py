"""A plan's stages and what its goals shall come to in them, edited as one table: all of it is saved, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.errors import N_, InvalidInput, Message, NotFound, StaleWrite, message
from crm_core.metrics.folders import metrics
from crm_core.plans import repository
from crm_core.plans.drafts import BY_HAND, StageDraft
from crm_core.plans.editing import editor, plan_to_edit, refuse_misplaced, stage_told
from crm_core.plans.goals import goal_to_edit
from crm_core.plans.model import Goal, GoalValue, Plan, Stage, part_of
from crm_core.plans.parts import repository as part_rows
from crm_core.plans.reach import Viewer
from crm_core.store import Store, Transaction, once
from crm_core.targets.drafts import NumberKind, Unfit, as_typed, parse_number
from crm_core.targets.model import Level
from crm_core.targets.traits import number_kind_of

ValueKey = tuple[int, int, Level, int]  # goal, stage, level, part of the goal (0: its first metric)
Place = tuple[int, int]  # goal, part of it
STAGE_COLUMNS = ("name", "first_on", "last_on")


@dataclass(frozen=True, slots=True)
class StageEdit:
    """A stage as it stands in the table, and the version that was seen."""

    stage_id: int
    name: str
    first_on: date | None
    last_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class ValueEdit:
    """What a goal shall come to as it was typed (empty: nothing), and the version that was seen (0: there was none)."""

    goal_id: int
    stage_id: int
    level: Level
    text: str
    version: int
    part_id: int = 0

    @property
    def key(self) -> ValueKey:
        """What makes the value the only one of its kind."""
        return (self.goal_id, self.stage_id, self.level, self.part_id)


def stage_cell(stage_id: int, column: str) -> str:
    """Return the name under which a problem of a stage's cell is reported."""
    return f"stage:{stage_id}:{column}"


def value_cell(goal_id: int, stage_id: int, level: Level, part_id: int = 0) -> str:
    """Return the name under which a problem of a value's cell is reported."""
    return f"value:{goal_id}:{stage_id}:{level.value}" + (f":{part_id}" if part_id else "")


def place_of(cell: str) -> ValueKey:
    """Return the value that ``value_cell`` named."""
    _kind, goal_id, stage_id, level, *part = cell.split(":")
    return int(goal_id), int(stage_id), Level(level), int(part[0]) if part else 0


def save_table(
    store: Store,
    actor: Actor,
    plan_id: int,
    stages: Sequence[StageEdit],
    values: Sequence[ValueEdit],
    *,
    key: str,
) -> int:
    """Change stages and values as they were typed, all or none; return how many changed.

    What already stands as asked is left alone. Stages are for who may edit the plan, values for who may edit their goal.

    Raises:
        NotPermitted, NotFound: the role may not; the plan, a stage or a goal is not the actor's to edit.
        InvalidInput: with a message for each cell, named by ``stage_cell`` and ``value_cell``.
        StaleWrite: some were changed since they were seen; ``mine`` and ``theirs`` are by cell, as texts.
        AlreadyDone: this very table was saved before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer, plan_id, as_whole=bool(stages))
        standing = {stage.stage_id: stage for stage in repository.stages(store, plan_id)}
        goals = _metrics_to_edit(store, viewer, plan, values)
        _require_known(standing, stages, values)
        moved, asked = _parsed(stages, values, goals)
        stored = {one.key: repository.value(transaction, *one.key) for one in values}
        apart = _stages_apart(stages, moved, standing) | _values_apart(values, goals, asked, stored)
        if apart:
            mine, theirs = ({cell: pair[place] for cell, pair in apart.items()} for place in (0, 1))
            raise StaleWrite("plan", None, mine, theirs)
        refuse_misplaced(plan, _after(standing, moved), stage_cell("{stage}", "{column}"))  # type: ignore[arg-type] # a pattern
        _require_ordered(store, plan, goals, asked)
        changed = _write_stages(transaction, actor, moved, standing)
        return changed + _write_values(transaction, actor, asked, stored, goals)


def _metrics_to_edit(store: Store, viewer: Viewer, plan: Plan, values: Iterable[ValueEdit]) -> dict[Place, Goal]:
    """Return each goal's metric of which a value was typed, as a goal of that metric alone.

    Raises:
        NotFound: there is no such goal or part, or it is not the viewer's to edit.
    """
    parts = {(part.goal_id, part.part_id): part for part in part_rows.parts(store, plan.plan_id)}
    found: dict[Place, Goal] = {}
    for place in sorted({(one.goal_id, one.part_id) for one in values}):
        goal_id, part_id = place
        goal = goal_to_edit(store, viewer, plan, goal_id)
        if part_id and place not in parts:
            raise NotFound("plan_goal_part", part_id)
        found[place] = part_of(goal, parts[place]) if part_id else goal
    return found


def _require_known(standing: Mapping[int, Stage], stages: Iterable[StageEdit], values: Iterable[ValueEdit]) -> None:
    for stage_id in {one.stage_id for one in stages} | {one.stage_id for one in values}:
        if stage_id not in standing:
            raise NotFound("plan_stage", stage_id)


def kind_of(goal: Goal) -> NumberKind:
    """Return what numbers a goal's values are; where its metric is no more, any."""
    return number_kind_of(goal.metric_id) if goal.metric_id in metrics() else BY_HAND


def _parsed(
    stages: Iterable[StageEdit], values: Iterable[ValueEdit], goals: Mapping[Place, Goal]
) -> tuple[dict[int, StageDraft], dict[ValueKey, Decimal | None]]:
    problems: dict[str, Message] = {}
    moved: dict[int, StageDraft] = {}
    for one in stages:
        try:
            moved[one.stage_id] = StageDraft.parse({name: getattr(one, name) for name in STAGE_COLUMNS})
        except InvalidInput as error:
            problems |= {stage_cell(one.stage_id, name): text for name, text in error.fields.items()}
    asked: dict[ValueKey, Decimal | None] = {}
    for given in values:
        goal = goals[given.goal_id, given.part_id]
        text = given.text.strip().removesuffix(goal.unit).strip() if goal.unit else given.text
        try:
            asked[given.key] = parse_number(text, kind_of(goal))
        except Unfit as error:
            problems[value_cell(*given.key)] = error.reason
    if problems:
        raise InvalidInput(problems)
    return moved, asked


def _stages_apart(
    stages: Iterable[StageEdit], moved: Mapping[int, StageDraft], standing: Mapping[int, Stage]
) -> dict[str, tuple[str, str]]:
    """Return the cells of stages that somebody else changed since they were seen: mine and theirs."""
    found: dict[str, tuple[str, str]] = {}
    for one in stages:
        mine, theirs = stage_told(moved[one.stage_id]), stage_told(standing[one.stage_id])
        if standing[one.stage_id].version != one.version:
            found |= {
                stage_cell(one.stage_id, column): (str(value), str(theirs[column]))
                for column, value in mine.items()
                if value != theirs[column]
            }
    return found


def _values_apart(
    values: Iterable[ValueEdit],
    goals: Mapping[Place, Goal],
    asked: Mapping[ValueKey, Decimal | None],
    stored: Mapping[ValueKey, GoalValue | None],
) -> dict[str, tuple[str, str]]:
    """Return the values that somebody else changed since they were seen: mine and theirs, as a person types them."""
    found = {}
    for one in values:
        kept = stored[one.key]
        now = kept.value if kept else None
        if (kept.version if kept else 0) != one.version and now != asked[one.key]:
            kind = kind_of(goals[one.goal_id, one.part_id])
            found[value_cell(*one.key)] = (as_typed(asked[one.key], kind), as_typed(now, kind))
    return found


def _after(standing: Mapping[int, Stage], moved: Mapping[int, StageDraft]) -> list[Stage]:
    """Return all stages of the plan as they will be."""
    return [
        stage if (draft := moved.get(stage_id)) is None
        else replace(stage, name=draft.name, first_on=draft.first_on, last_on=draft.last_on)
        for stage_id, stage in standing.items()
    ]  # fmt: skip


def _require_ordered(
    store: Store, plan: Plan, goals: Mapping[Place, Goal], asked: Mapping[ValueKey, Decimal | None]
) -> None:
    """Refuse a floor above its target, or a stretch below it (the other way round where lower is better)."""
    steps: dict[ValueKey, Decimal | None] = {
        (one.goal_id, one.stage_id, one.level, one.part_id): one.value for one in repository.values(store, plan.plan_id)
    }
    steps |= asked
    problems: dict[str, Message] = {}
    for goal_id, stage_id, level, part_id in asked:
        known = [value for one in Level if (value := steps.get((goal_id, stage_id, one, part_id))) is not None]
        if known != sorted(known, reverse=goals[goal_id, part_id].lower_is_better):
            problems[value_cell(goal_id, stage_id, level, part_id)] = message(
                N_("Floor, target and stretch must become more demanding from one to the next.")
            )
    if problems:
        raise InvalidInput(problems)


def _write_stages(
    transaction: Transaction, actor: Actor, moved: Mapping[int, StageDraft], standing: Mapping[int, Stage]
) -> int:
    changed = 0
    for stage_id, draft in moved.items():
        before = standing[stage_id]
        was, becomes = stage_told(before), stage_told(draft)
        if was == becomes:
            continue
        repository.edit_stage(transaction, stage_id, before.version, draft, clock.now())
        audit.record(transaction, actor, audit.Change("change", "plan_stage", stage_id, was, becomes))
        changed += 1
    return changed


def _write_values(
    transaction: Transaction,
    actor: Actor,
    asked: Mapping[ValueKey, Decimal | None],
    stored: Mapping[ValueKey, GoalValue | None],
    goals: Mapping[Place, Goal],
) -> int:
    changed = 0
    for key, value in asked.items():
        found = stored[key]
        now = found.value if found else None
        if now == value:
            continue
        repository.put_value(transaction, key, value, clock.now())
        goal_id, stage_id, level, part_id = key
        place: dict[str, object] = {"stage_id": stage_id, "level": level.value}
        if part_id:
            place["metric"] = goals[goal_id, part_id].metric_id
        was, becomes = {**place, "value": now}, {**place, "value": value}
        audit.record(transaction, actor, audit.Change("change", "plan_goal", goal_id, was, becomes))
        changed += 1
    return changed
