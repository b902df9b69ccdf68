"""Plans and all that lies in them, between rows and types. Who may is the service's to say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from crm_core.plans.drafts import ActionDraft, CheckInDraft, GoalDraft, MilestoneDraft, PlanDraft, StageDraft
from crm_core.plans.model import (
    Action,
    ActionStatus,
    CheckIn,
    Confidence,
    Goal,
    GoalValue,
    Milestone,
    Plan,
    PlanState,
    Priority,
    Rhythm,
    Seen,
    SeenPart,
    Stage,
)
from crm_core.plans.parts import repository as parts
from crm_core.plans.parts.model import Detail, Horizon
from crm_core.plans.progress import PlanRecord
from crm_core.plans.scope import repository as scope
from crm_core.relationships.model import Rung
from crm_core.store import Row, Store, Transaction, statement
from crm_core.targets.model import Level, ScopeKind, Status, TargetScope

ROOM = "plans"


def _plan(row: Row) -> Plan:
    known = {"rhythm": Rhythm(row["rhythm"]), "state": PlanState(row["state"]), "writers": tuple(row["writers"] or ())}
    return Plan(**{**row, **known})


def _goal(row: Row) -> Goal:
    apart = ("scope_kind", "scope_id", "first_weight", "horizon", "rung", "purpose")
    given = {name: value for name, value in row.items() if name not in apart}
    horizon = Horizon(row["horizon"]) if row["horizon"] else None
    detail = Detail(row["first_weight"], horizon, Rung(row["rung"]) if row["rung"] else None, row["purpose"])
    return Goal(**given, scope=TargetScope(ScopeKind(row["scope_kind"]), row["scope_id"]), detail=detail)


def _value(row: Row) -> GoalValue:
    return GoalValue(**{**row, "level": Level(row["level"])})


def _action(row: Row) -> Action:
    return Action(
        **{
            **row,
            "priority": Priority(row["priority"]),
            "status": ActionStatus(row["status"]),
            "helpers": tuple(row["helpers"] or ()),
            "helper_names": tuple(name for name in row["helper_names"] or () if name),
        }
    )


def plans(store: Store, scope: str, team_id: int | None) -> list[Plan]:
    """Return the plans of the company, of a team, or (``scope`` all) of everybody."""
    return [_plan(row) for row in store.rows(statement(ROOM, "plans"), [scope, team_id])]


def plan(store: Store, plan_id: int) -> Plan | None:
    """Return one plan."""
    row = store.row(statement(ROOM, "plan"), [plan_id])
    return _plan(row) if row else None


def stages(store: Store, plan_id: int) -> tuple[Stage, ...]:
    """Return the stages of a plan in the order of their days."""
    return tuple(Stage(**row) for row in store.rows(statement(ROOM, "stages"), [plan_id]))


def goals(store: Store, plan_id: int) -> tuple[Goal, ...]:
    """Return the goals of a plan, the heaviest first."""
    return tuple(_goal(row) for row in store.rows(statement(ROOM, "goals"), [plan_id]))


def values(store: Store, plan_id: int) -> tuple[GoalValue, ...]:
    """Return what the goals of a plan shall come to."""
    return tuple(_value(row) for row in store.rows(statement(ROOM, "goal_values"), [plan_id]))


def milestones(store: Store, plan_id: int) -> tuple[Milestone, ...]:
    """Return the milestones of a plan in the order of their days."""
    return tuple(Milestone(**row) for row in store.rows(statement(ROOM, "milestones"), [plan_id]))


def check_ins(store: Store, plan_id: int) -> tuple[CheckIn, ...]:
    """Return the check-ins of a plan, the newest first."""
    parts_of: dict[tuple[int, int], list[SeenPart]] = {}
    for row in store.rows(statement(ROOM, "check_in_parts"), [plan_id]):
        status = Status(row["status"]) if row["status"] else None
        part = SeenPart(row["metric_id"], row["weight"], row["value"], row["progress"], status)
        parts_of.setdefault((row["check_in_id"], row["goal_id"]), []).append(part)
    seen: dict[int, dict[int, Seen]] = {}
    for (check_in_id, goal_id), found in parts_of.items():  # its first metric may have been unknown
        seen.setdefault(check_in_id, {})[goal_id] = Seen(None, None, tuple(found))
    for row in store.rows(statement(ROOM, "check_in_values"), [plan_id]):
        status, key = Status(row["status"]) if row["status"] else None, (row["check_in_id"], row["goal_id"])
        seen.setdefault(key[0], {})[key[1]] = Seen(row["value"], status, tuple(parts_of.get(key, ())))
    return tuple(
        CheckIn(**{**row, "confidence": Confidence(row["confidence"]), "values": seen.get(row["check_in_id"], {})})
        for row in store.rows(statement(ROOM, "check_ins"), [plan_id])
    )


def record(store: Store, plan_id: int) -> PlanRecord | None:
    """Return a plan with all that lies in it."""
    found = plan(store, plan_id)
    if found is None:
        return None
    looks = check_ins(store, plan_id)
    return PlanRecord(
        found,
        stages(store, plan_id),
        goals(store, plan_id),
        values(store, plan_id),
        tuple(_action(row) for row in store.rows(statement(ROOM, "actions"), [plan_id])),
        milestones(store, plan_id),
        looks,
        max((one.checked_on for one in looks), default=None),
        parts.parts(store, plan_id),
    )


def action(store: Store, action_id: int) -> Action | None:
    """Return one action."""
    row = store.row(statement(ROOM, "action"), [action_id])
    return _action(row) if row else None


def high_actions(store: Store, plan_id: int) -> list[int]:
    """Return the open actions of high priority of a plan."""
    return [row["action_id"] for row in store.rows(statement(ROOM, "high_actions"), [plan_id])]


def own_actions(store: Store, user_id: int, absent: tuple[int, ...], until: date) -> list[Row]:
    """Return the open actions of running plans that a user owns, helps with or stands in for, due by a day."""
    return store.rows(statement(ROOM, "own_actions"), [user_id, until, list(absent)])


def people(store: Store, team_id: int | None) -> list[Row]:
    """Return who may own goals and actions of a team's plan (None: of the company's)."""
    return store.rows(statement(ROOM, "people"), [team_id])


def active_people(store: Store) -> frozenset[int]:
    """Return the active people who may own what lies in plans."""
    return frozenset(row["user_id"] for row in store.rows(statement(ROOM, "active_people")))


def person(store: Store, user_id: int) -> Row | None:
    """Return a user's team and whether they may own goals and actions."""
    return store.row(statement(ROOM, "person"), [user_id])


def overdue_by_owner(transaction: Transaction, today: date) -> list[Row]:
    """Return each active owner with overdue actions, how many, and the oldest day."""
    return transaction.rows(statement(ROOM, "overdue_by_owner"), [today])


def running_plans(transaction: Transaction) -> list[Row]:
    """Return each running plan with its active owner and the day of its last check-in."""
    return transaction.rows(statement(ROOM, "running_plans"))


# Writing ------------------------------------------------------------------------------------------------------------


def add_plan(transaction: Transaction, draft: PlanDraft, at: datetime, by: int) -> int:
    """Store a new plan and return its id."""
    given = [draft.team_id, draft.name, draft.purpose, draft.first_on, draft.last_on, draft.rhythm.value]
    given += [draft.state.value, draft.owner_id, at, by]
    return int(transaction.rows(statement(ROOM, "add_plan"), given)[0]["plan_id"])


def edit_plan(transaction: Transaction, plan_id: int, version: int, draft: PlanDraft, at: datetime) -> bool:
    """Change a plan; False where ``version`` is not the stored one any more. Its team stays."""
    given = [plan_id, version, draft.name, draft.purpose, draft.first_on, draft.last_on, draft.rhythm.value]
    return bool(transaction.rows(statement(ROOM, "edit_plan"), [*given, draft.state.value, draft.owner_id, at]))


def add_stage(transaction: Transaction, plan_id: int, draft: StageDraft, at: datetime) -> int:
    """Store a new stage and return its id."""
    given = [plan_id, draft.name, draft.first_on, draft.last_on, at]
    return int(transaction.rows(statement(ROOM, "add_stage"), given)[0]["stage_id"])


def edit_stage(transaction: Transaction, stage_id: int, version: int, draft: StageDraft, at: datetime) -> bool:
    """Change a stage; False where ``version`` is not the stored one any more."""
    given = [stage_id, version, draft.name, draft.first_on, draft.last_on, at]
    return bool(transaction.rows(statement(ROOM, "edit_stage"), given))


def remove_stage(transaction: Transaction, stage_id: int, version: int) -> bool:
    """Remove a stage with its values; False where ``version`` is not the stored one any more."""
    if not transaction.rows(statement(ROOM, "remove_stage"), [stage_id, version]):
        return False
    transaction.execute(statement(ROOM, "remove_stage_values"), [stage_id])
    parts.remove_of_stage(transaction, stage_id)
    return True


def add_goal(transaction: Transaction, plan_id: int, draft: GoalDraft, at: datetime) -> int:
    """Store a new goal and return its id."""
    scope = draft.scope
    given: list[object] = [
        plan_id,
        draft.metric_id,
        draft.name,
        draft.unit,
        draft.lower_is_better,
        scope.kind.value,
        scope.scope_id,
    ]
    given += [draft.owner_id, draft.baseline, draft.baseline_on, draft.weight, at]
    return int(transaction.rows(statement(ROOM, "add_goal"), given)[0]["goal_id"])


def edit_goal(transaction: Transaction, goal_id: int, version: int, draft: GoalDraft, at: datetime) -> bool:
    """Change a goal; False where ``version`` is not the stored one any more. Its metric and scope stay."""
    given: list[object] = [
        goal_id,
        version,
        draft.name,
        draft.unit,
        draft.lower_is_better,
        draft.owner_id,
        draft.baseline,
    ]
    return bool(transaction.rows(statement(ROOM, "edit_goal"), [*given, draft.baseline_on, draft.weight, at]))


def remove_goal(transaction: Transaction, goal_id: int, version: int, at: datetime) -> bool:
    """Remove a goal with all its metrics, values and readings; its actions stay. False where ``version`` is not the stored one."""
    if not transaction.rows(statement(ROOM, "remove_goal"), [goal_id, version]):
        return False
    transaction.execute(statement(ROOM, "remove_goal_values"), [goal_id])
    transaction.execute(statement(ROOM, "remove_goal_readings"), [goal_id])
    transaction.execute(statement(ROOM, "remove_goal_part_readings"), [goal_id])
    parts.remove_of_goal(transaction, goal_id)
    scope.remove_links_of_goal(transaction, goal_id)
    transaction.execute(statement(ROOM, "free_actions"), [goal_id, at])
    return True


def value(transaction: Transaction, goal_id: int, stage_id: int, level: Level, part_id: int = 0) -> GoalValue | None:
    """Return what a goal's first metric (or a part of it) shall come to in a stage at a level, as the transaction sees it."""
    if part_id:
        return parts.value(transaction, part_id, stage_id, level)
    row = transaction.row(statement(ROOM, "goal_value"), [goal_id, stage_id, level.value])
    return _value(row) if row else None


def put_value(transaction: Transaction, key: tuple[int, int, Level, int], given: Decimal | None, at: datetime) -> None:
    """Add, change or take away (None) a value, which was checked before."""
    goal_id, stage_id, level, part_id = key
    before = value(transaction, *key)
    if part_id:
        version = None if before is None else before.version
        parts.put_value(transaction, (part_id, stage_id, level), version, given, at)
    elif before is None:
        transaction.execute(statement(ROOM, "add_value"), [goal_id, stage_id, level.value, given, at])
    else:
        place = [goal_id, stage_id, level.value, before.version]
        transaction.execute(statement(ROOM, "edit_value"), [*place, given, at])


def add_action(transaction: Transaction, plan_id: int, draft: ActionDraft, at: datetime, by: int) -> int:
    """Store a new action and return its id."""
    given = [plan_id, draft.goal_id, draft.what, draft.owner_id, draft.team_id, draft.start_on, draft.due_on]
    given += [draft.priority.value, draft.status.value, draft.note, draft.evidence, draft.done_on, at, by]
    action_id = int(transaction.rows(statement(ROOM, "add_action"), given)[0]["action_id"])
    _set_helpers(transaction, action_id, (), draft.helpers)
    return action_id


def edit_action(transaction: Transaction, before: Action, version: int, draft: ActionDraft, at: datetime) -> bool:
    """Change an action; False where ``version`` is not the stored one any more."""
    given = [before.action_id, version, draft.goal_id, draft.what, draft.owner_id, draft.team_id, draft.start_on]
    given += [draft.due_on, draft.priority.value, draft.status.value, draft.note, draft.evidence, draft.done_on, at]
    if not transaction.rows(statement(ROOM, "edit_action"), given):
        return False
    _set_helpers(transaction, before.action_id, before.helpers, draft.helpers)
    return True


def _set_helpers(transaction: Transaction, action_id: int, before: Iterable[int], after: Iterable[int]) -> None:
    for user_id in sorted(set(before) - set(after)):
        transaction.execute(statement(ROOM, "remove_helper"), [action_id, user_id])
    for user_id in sorted(set(after) - set(before)):
        transaction.execute(statement(ROOM, "add_helper"), [action_id, user_id])


def add_milestone(transaction: Transaction, plan_id: int, draft: MilestoneDraft, owner_id: int, at: datetime) -> int:
    """Store a new milestone with who answers for it, and return its id."""
    given = [plan_id, draft.name, draft.due_on, at]
    made = int(transaction.rows(statement(ROOM, "add_milestone"), given)[0]["milestone_id"])
    transaction.execute(statement(ROOM, "put_milestone_owner"), [made, owner_id])
    return made


def edit_milestone(  # noqa: PLR0917 - a row
    transaction: Transaction, milestone_id: int, version: int, draft: MilestoneDraft, owner_id: int, at: datetime
) -> bool:
    """Change a milestone and who answers for it; False where ``version`` is not the stored one any more."""
    given = [milestone_id, version, draft.name, draft.due_on, draft.done_on, at]
    if not transaction.rows(statement(ROOM, "edit_milestone"), given):
        return False
    transaction.execute(statement(ROOM, "put_milestone_owner"), [milestone_id, owner_id])
    return True


def remove_milestone(transaction: Transaction, milestone_id: int, version: int) -> bool:
    """Remove a milestone; False where ``version`` is not the stored one any more."""
    if not transaction.rows(statement(ROOM, "remove_milestone"), [milestone_id, version]):
        return False
    transaction.execute(statement(ROOM, "remove_milestone_owner"), [milestone_id])
    return True


def plan_of_milestone(source: Store | Transaction, milestone_id: int) -> int | None:
    """Return the plan of a milestone; None where there is none such."""
    row = source.row(statement(ROOM, "milestone_plan"), [milestone_id])
    return None if row is None else int(row["plan_id"])


def own_milestones(store: Store, user_id: int, until: date) -> list[Row]:
    """Return the milestones of running plans that a person answers for, not reached and due by a day."""
    return store.rows(statement(ROOM, "own_milestones"), [user_id, until])


def touch_plan(transaction: Transaction, plan_id: int, at: datetime) -> None:
    """Let whoever looks see a plan anew."""
    transaction.execute(statement(ROOM, "touch_plan"), [plan_id, at])


def add_check_in(
    transaction: Transaction, plan_id: int, draft: CheckInDraft, *, user_id: int, team_id: int | None, at: datetime
) -> int:
    """Store a check-in with what the goals were seen at, and return its id."""
    given = [plan_id, draft.checked_on, user_id, team_id, draft.comment, draft.confidence.value, at]
    check_in_id = int(transaction.rows(statement(ROOM, "add_check_in"), given)[0]["check_in_id"])
    for goal_id, seen in draft.values.items():
        status = seen.status.value if seen.status else None
        if seen.value is not None:
            transaction.execute(statement(ROOM, "add_check_in_value"), [check_in_id, goal_id, seen.value, status])
        for place, one in enumerate(seen.parts):
            row = [check_in_id, goal_id, place, one.metric_id, one.weight, one.value, one.progress]
            transaction.execute(statement(ROOM, "add_check_in_part"), [*row, one.status and one.status.value])
    return check_in_id
