"""Making a plan at once: from an outline (a template's, a kept one's, another plan's) or from a document that was read.

Everything goes through the services that a person's own forms go through, in one transaction: a plan is there whole or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from crm_core.access.model import Actor
from crm_core.drafting.outline import (
    Outline,
    OutlineAction,
    OutlineGoal,
    OutlineMilestone,
    OutlinePart,
    OutlineSection,
    OutlineStage,
    values_of,
)
from crm_core.periods import Period
from crm_core.plans.drafts import BY_HAND, PlanDraft
from crm_core.plans.editing import add_milestone, add_plan, add_stage, editor, plan_to_edit
from crm_core.plans.limit import most_high
from crm_core.plans.model import Action, ActionStatus, Plan, Priority
from crm_core.plans.parts.drafts import MORE, weight_field
from crm_core.plans.parts.writing import add_whole_goal
from crm_core.plans.people import PeopleRequest, people_to_choose
from crm_core.plans.progress import PlanRecord
from crm_core.plans.reach import viewer_of
from crm_core.plans.service import OnePlan, can_be_measured, plan_record
from crm_core.plans.table import ValueEdit, save_table
from crm_core.plans.work.drafts import AMOUNT
from crm_core.plans.work.model import PlanWork
from crm_core.plans.work.service import plan_work
from crm_core.plans.work.writing import add_whole_action, edit_whole_action
from crm_core.sections.model import SectionDraft
from crm_core.sections.service import sections_of
from crm_core.sections.writing import put_section, writer
from crm_core.store import Store, once
from crm_core.targets.drafts import as_typed
from crm_core.targets.model import COMPANY, Level, ScopeKind, TargetScope
from crm_core.targets.traits import number_kind_of


def outline_of_plan(store: Store, actor: Actor, plan_id: int) -> Outline:
    """Return the outline of a plan as the actor sees it; actions that were dropped are left out, done ones begin anew.

    Raises:
        NotPermitted, NotFound: the role makes no plans; the plan is not the actor's to see.
    """
    viewer = editor(actor)
    record = plan_record(store, OnePlan(viewer, plan_id))
    plan, span = record.plan, record.plan.span
    stages = {stage.stage_id: place for place, stage in enumerate(record.stages)}
    places = {goal.goal_id: place for place, goal in enumerate(record.goals)}
    goals = []
    for goal in record.goals:
        told = (goal.metric_id, goal.name, goal.unit, goal.lower_is_better, goal.weight)
        parts = tuple(
            OutlinePart(part.metric_id, part.weight, _values(record, stages, goal.goal_id, part.part_id))
            for part in record.parts_of(goal.goal_id)
        )
        own = _values(record, stages, goal.goal_id)
        said = (
            goal.detail.first_weight,
            parts,
            goal.detail.horizon or "",
            goal.detail.group or "",
            goal.detail.purpose,
        )
        goals.append(OutlineGoal(*told, own, goal.scope, goal.owner_id, *said))
    first, work = span.first, plan_work(store, OnePlan(viewer, plan_id))
    kept = [one for one in record.actions if one.status is not ActionStatus.DROPPED]
    return Outline(
        plan.name, plan.purpose, span.day_count, plan.rhythm,
        tuple(OutlineSection(one.title, one.content) for one in sections_of(store, OnePlan(viewer, plan_id))),
        tuple(OutlineStage(one.name, (one.first_on - first).days, (one.last_on - first).days) for one in record.stages),
        tuple(goals),
        tuple(_action(one, span, places, work, kept) for one in kept),
        tuple(OutlineMilestone(one.name, (one.due_on - first).days) for one in record.milestones),
    )  # fmt: skip


def _values(record: PlanRecord, stages: Mapping[int, int], goal_id: int, part_id: int = 0) -> dict[int, dict[str, str]]:
    held = [
        (stages[one.stage_id], one.level, one.value)
        for one in record.values
        if (one.goal_id, one.part_id) == (goal_id, part_id) and one.value is not None
    ]
    return values_of(held)


def _action(
    action: Action, span: Period, places: Mapping[int, int], work: PlanWork, kept: Sequence[Action]
) -> OutlineAction:
    start = None if action.start_on is None else (action.start_on - span.first).days
    goal = None if action.goal_id is None else places.get(action.goal_id)
    due = (action.due_on - span.first).days
    detail, order = work.detail(action.action_id), {one.action_id: place for place, one in enumerate(kept)}
    before = tuple(order[one] for one in work.before(action.action_id) if one in order)
    cost = as_typed(detail.planned_cost, AMOUNT)
    return OutlineAction(
        action.what, due, start, goal, action.priority, "", action.owner_id, detail.method, cost, before
    )


def make_plan(store: Store, actor: Actor, outline: Outline, given: Mapping[str, object], *, key: str) -> int:
    """Make a plan of an outline with the name, days, team and owner that a form gives, and return its id.

    ``given`` also says what comes along: ``has_sections``, ``has_goals`` (with their values), ``has_actions`` (with the milestones),
    each True where it is not named. A goal whose metric cannot be told for a team is left out of a team's plan; ``within_limit``
    says which actions keep their high priority.

    Raises:
        NotPermitted: the role may not.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    viewer = writer(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        told = {"rhythm": outline.rhythm.value, "purpose": outline.purpose, **given}
        PlanDraft.parse(told, me=actor.user_id)  # what is wrong is said before anything is made
        plan_id = add_plan(store, actor, told, key=f"{key}:plan")
        plan = plan_to_edit(store, viewer, plan_id)
        if given.get("has_sections", True):
            for section in outline.sections:
                put_section(store, transaction, actor, viewer, plan, SectionDraft(section.title, section.content))
        _Making(store, actor, plan, within_limit(store, outline), key).everything(given)
        once.settle(transaction, key, plan_id)
    return plan_id


def within_limit(store: Store, outline: Outline) -> Outline:
    """Return the outline with as many actions of high priority as a plan may have: the first due keep it."""
    high = sorted((one.due, place) for place, one in enumerate(outline.actions) if one.priority is Priority.HIGH)
    lowered = {place for _due, place in high[most_high(store) :]}
    if not lowered:
        return outline
    actions = [
        replace(one, priority=Priority.MID) if place in lowered else one for place, one in enumerate(outline.actions)
    ]
    return replace(outline, actions=tuple(actions))


class _Making:
    """One plan in the making: what was made, by its place in the outline."""

    def __init__(self, store: Store, actor: Actor, plan: Plan, outline: Outline, key: str) -> None:
        self._store, self._actor, self._plan, self._outline, self._key = store, actor, plan, outline, key
        viewer = viewer_of(actor)
        people = people_to_choose(store, PeopleRequest(viewer.edit, plan.team_id)) if viewer.edit is not None else ()
        self._owners = {one.user_id for one in people}
        self._stages: list[int] = []
        self._goals: dict[int, int] = {}
        self._actions: dict[int, int] = {}

    def everything(self, given: Mapping[str, object]) -> None:
        """Make the stages, and of goals, actions and milestones what was asked for."""
        spans = self._outline.stage_spans(self._plan.span)
        for place, (stage, span) in enumerate(zip(self._outline.stages, spans, strict=True)):
            told = {"name": stage.name, "first_on": span.first, "last_on": span.last}
            self._stages.append(
                add_stage(self._store, self._actor, self._plan.plan_id, told, key=f"{self._key}:stage:{place}")
            )
        if given.get("has_goals", True):
            for place, goal in enumerate(self._outline.goals):
                self._add_goal(place, goal)
        if given.get("has_actions", True):
            for place, action in enumerate(self._outline.actions):
                self._add_action(place, action)
            self._put_in_order()
            for place, milestone in enumerate(self._outline.milestones):
                told = {"name": milestone.name, "due_on": self._outline.on(milestone.due, self._plan.span)}
                add_milestone(self._store, self._actor, self._plan.plan_id, told, key=f"{self._key}:milestone:{place}")

    def _owner(self, owner_id: int | None) -> int:
        return (
            owner_id
            if owner_id in self._owners
            else self._plan.owner_id
            if self._plan.owner_id in self._owners
            else self._actor.user_id
        )

    def _add_goal(self, place: int, goal: OutlineGoal) -> None:
        scope = self._scope(goal.scope)
        if goal.metric_id is not None and not can_be_measured(goal.metric_id, scope):
            return
        told = {
            "metric_id": goal.metric_id or "", "name": goal.name, "unit": goal.unit, "lower_is_better": goal.lower_is_better,
            "scope": scope, "owner_id": self._owner(goal.owner_id), "weight": str(goal.weight),
        }  # fmt: skip
        parts = {part.metric_id: part for part in goal.parts if can_be_measured(part.metric_id, scope)}
        told |= {MORE: list(parts), "first_weight": str(goal.first_weight)}
        told |= {"horizon": goal.horizon, "group": goal.group, "purpose": goal.purpose}
        told |= {weight_field(part.metric_id): str(part.weight) for part in parts.values()}
        plan_id = self._plan.plan_id
        goal_id = add_whole_goal(self._store, self._actor, plan_id, told, key=f"{self._key}:goal:{place}")
        self._goals[place] = goal_id
        edits = self._edits(goal_id, 0, goal.metric_id, goal.values)
        if parts:
            made = plan_record(self._store, OnePlan(viewer_of(self._actor), plan_id)).parts_of(goal_id)
            for one in made:
                edits += self._edits(goal_id, one.part_id, one.metric_id, parts[one.metric_id].values)
        if edits:
            save_table(self._store, self._actor, plan_id, [], edits, key=f"{self._key}:values:{place}")

    def _edits(
        self, goal_id: int, part_id: int, metric_id: str | None, told: Mapping[int, Mapping[str, str]]
    ) -> list[ValueEdit]:
        """Return the values of a goal's metric as a person would type them."""
        kind = number_kind_of(metric_id) if metric_id else BY_HAND
        return [
            ValueEdit(goal_id, self._stages[stage], Level(level), as_typed(Decimal(value), kind), 0, part_id)
            for stage, values in told.items()
            for level, value in values.items()
            if stage < len(self._stages)
        ]

    def _scope(self, scope: TargetScope | None) -> TargetScope:
        """Return the scope that a goal had, where the new plan can have it; else that of the plan."""
        team_id = self._plan.team_id
        if team_id is not None:
            is_ours = scope is not None and scope.kind is ScopeKind.TEAM and scope.scope_id == team_id
            return scope if scope is not None and is_ours else TargetScope(ScopeKind.TEAM, team_id)
        return scope if scope is not None and viewer_of(self._actor).edits_all else COMPANY

    def _add_action(self, place: int, action: OutlineAction) -> None:
        key = f"{self._key}:action:{place}"
        told = {**self._told(action), "method": action.method, "planned_cost": action.planned_cost}
        self._actions[place] = add_whole_action(self._store, self._actor, self._plan.plan_id, told, key=key)

    def _put_in_order(self) -> None:
        """Let the actions come after those that they came after, once all of them are there."""
        for place, action in enumerate(self._outline.actions):
            if action.before:
                told = {**self._told(action), "before": [self._actions[one] for one in action.before]}
                key = f"{self._key}:order:{place}"
                edit_whole_action(self._store, self._actor, self._actions[place], told, version=1, key=key)

    def _told(self, action: OutlineAction) -> dict[str, object]:
        day, span = self._outline.on, self._plan.span
        return {
            "what": action.what, "due_on": day(action.due, span), "priority": action.priority.value, "note": action.note,
            "start_on": None if action.start is None else day(action.start, span), "owner_id": self._owner(action.owner_id),
            "goal_id": "" if action.goal is None else str(self._goals.get(action.goal, "")),
        }  # fmt: skip
