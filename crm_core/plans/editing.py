"""Making and changing plans, their stages and milestones. A lead edits the own team's plans.

Each function authorises, parses, and writes in one transaction with its entry in the trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.errors import N_, InvalidInput, Message, NotFound, StaleWrite, message
from crm_core.periods import Period
from crm_core.plans import repository
from crm_core.plans.drafts import MilestoneDraft, PlanDraft, StageDraft
from crm_core.plans.model import Milestone, Plan, Stage, overlapping
from crm_core.plans.reach import Viewer, may_edit_plan, may_see_plan, viewer_of
from crm_core.settings import service as settings
from crm_core.store import Store, Transaction, once
from crm_core.targets import service as targets
from crm_core.targets.model import ScopeKind, TargetScope

NOT_IN_PLAN = N_("A stage lies within the days of its plan, {days}.")
OVERLAP = N_("Stages never overlap: this one begins before “{name}” has ended.")


def editor(actor: Actor) -> Viewer:
    """Return how far the actor sees and edits plans.

    Raises:
        NotPermitted: the role edits no plan.
    """
    actor.require(Permission.PLAN_EDIT)
    return viewer_of(actor)


def today_of(store: Store) -> date:
    """Return the present day in the company's zone."""
    return clock.today(settings.current(store).zone)


def plan_to_edit(store: Store, viewer: Viewer, plan_id: int, *, as_whole: bool = True) -> Plan:
    """Return a plan that the viewer may edit ``as_whole``, or (False) in which they may edit what is their team's.

    Raises:
        NotFound: there is no such plan, or it is not theirs to edit.
    """
    plan = repository.plan(store, plan_id)
    if plan is None or not may_see_plan(viewer, plan) or (as_whole and not may_edit_plan(viewer, plan.team_id)):
        raise NotFound("plan", plan_id)
    return plan


def require_owner(store: Store, viewer: Viewer, user_id: int, plan: Plan | None) -> int | None:
    """Return the team of whoever shall own something; of a team's plan its members and the managers may.

    Raises:
        InvalidInput: at ``owner_id``, where there is nobody such, or nobody whom the viewer may name.
    """
    row = repository.person(store, user_id)
    if row is None or not row["may_own"]:
        raise InvalidInput({"owner_id": message(N_("Please choose an active person who is not a reader."))})
    team_id: int | None = row["team_id"]
    edit = viewer.edit
    is_named = edit is None or edit.scope is Scope.ALL or team_id in edit.teams or user_id == edit.me
    is_of_plan = plan is None or plan.team_id is None or team_id in (None, plan.team_id)
    if not is_named or not is_of_plan:
        raise InvalidInput({"owner_id": message(N_("Please choose somebody of the team."))})
    return team_id


def touch_plan(transaction: Transaction, plan_id: int) -> None:
    """Let whoever looks see a plan anew, though nothing of its own was changed: who may see it has."""
    repository.touch_plan(transaction, plan_id, clock.now())


# The plan ---------------------------------------------------------------------------------------------------------------


def add_plan(store: Store, actor: Actor, given: Mapping[str, object], *, key: str) -> int:
    """Make a plan of the company (``team_id`` empty) or of a team, and return its id; a lead's is the own team's.

    Raises:
        NotPermitted: the role may not.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    draft = PlanDraft.parse(given, me=actor.user_id)
    if not viewer.edits_all:
        draft = replace(draft, team_id=viewer.team_id if draft.team_id is None else draft.team_id)
    if draft.team_id is None and not viewer.edits_all:
        raise InvalidInput({"team_id": message(N_("You are on no team yet. Ask an administrator."))})
    if draft.team_id is not None and not _may_plan_for(store, viewer, draft.team_id):
        raise InvalidInput({"team_id": message(N_("Please choose one of the list."))})
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        if draft.owner_id != actor.user_id:
            require_owner(store, viewer, draft.owner_id, None)
        plan_id = repository.add_plan(transaction, draft, clock.now(), actor.user_id)
        audit.record(transaction, actor, audit.Change("add", "plan", plan_id, None, _told(draft)))
        once.settle(transaction, key, plan_id)
    return plan_id


def _may_plan_for(store: Store, viewer: Viewer, team_id: int) -> bool:
    if not may_edit_plan(viewer, team_id):
        return False
    assert viewer.edit is not None  # noqa: S101 - an editor has one
    try:
        targets.require_within(store, viewer.edit, TargetScope(ScopeKind.TEAM, team_id))
    except NotFound:
        return False
    return True


def edit_plan(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, version: int, key: str) -> None:
    """Change a plan's name, purpose, days, rhythm, state and owner (nobody named: as before); its team stays.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        InvalidInput: with a message a field; the days must hold all stages and milestones.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before = plan_to_edit(store, viewer, plan_id)
        draft = PlanDraft.parse(given, me=before.owner_id)
        if draft.owner_id != before.owner_id:
            require_owner(store, viewer, draft.owner_id, None)
        draft = replace(draft, team_id=before.team_id)
        _refuse_stranded(store, plan_id, Period(draft.first_on, draft.last_on))
        if not repository.edit_plan(transaction, plan_id, version, draft, clock.now()):
            raise StaleWrite("plan", plan_id, _told(draft), _told(before) | {"version": before.version})
        audit.record(transaction, actor, audit.Change("change", "plan", plan_id, _told(before), _told(draft)))
        once.settle(transaction, key, plan_id)


def _refuse_stranded(store: Store, plan_id: int, days: Period) -> None:
    """Refuse days of a plan outside which a stage or a milestone of it would lie."""
    for stage in repository.stages(store, plan_id):
        if stage.first_on not in days or stage.last_on not in days:
            text = message(N_("The stage “{name}” lies outside these days. Move it first."), name=stage.name)
            raise InvalidInput({"last_on" if stage.last_on > days.last else "first_on": text})
    for milestone in repository.milestones(store, plan_id):
        if milestone.due_on not in days:
            text = message(N_("The milestone “{name}” lies outside these days. Move it first."), name=milestone.name)
            raise InvalidInput({"last_on" if milestone.due_on > days.last else "first_on": text})


def _told(plan: PlanDraft | Plan) -> dict[str, object]:
    return {
        "name": plan.name, "purpose": plan.purpose, "team_id": plan.team_id, "first_on": plan.first_on,
        "last_on": plan.last_on, "rhythm": plan.rhythm.value, "state": plan.state.value, "owner_id": plan.owner_id,
    }  # fmt: skip


# Stages -----------------------------------------------------------------------------------------------------------------


def add_stage(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Add a stage to a plan and return its id.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        InvalidInput: with a message a field; stages lie within the plan and never overlap.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    draft = StageDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer, plan_id)
        refuse_misplaced(
            plan, [*repository.stages(store, plan_id), Stage(0, draft.name, draft.first_on, draft.last_on, 0)]
        )
        stage_id = repository.add_stage(transaction, plan_id, draft, clock.now())
        audit.record(transaction, actor, audit.Change("add", "plan_stage", stage_id, None, stage_told(draft)))
        once.settle(transaction, key, stage_id)
    return stage_id


def refuse_misplaced(plan: Plan, stages: Sequence[Stage], cell: str = "{column}") -> None:
    """Do nothing where all stages lie within the plan and none overlaps another.

    Raises:
        InvalidInput: at ``cell`` with its ``{stage}`` and ``{column}`` filled in.
    """
    problems: dict[str, Message] = {}
    for one in stages:
        if one.first_on not in plan.span or one.last_on not in plan.span:
            column = "first_on" if one.first_on < plan.first_on else "last_on"
            days = f"{plan.first_on.isoformat()} – {plan.last_on.isoformat()}"
            problems[cell.format(stage=one.stage_id, column=column)] = message(NOT_IN_PLAN, days=days)
    for before, one in overlapping(stages):
        problems[cell.format(stage=one.stage_id, column="first_on")] = message(OVERLAP, name=before.name)
    if problems:
        raise InvalidInput(problems)


def stage_told(stage: StageDraft | Stage) -> dict[str, object]:
    """Return a stage as the trail keeps it."""
    return {"name": stage.name, "first_on": stage.first_on, "last_on": stage.last_on}


def remove_stage(store: Store, actor: Actor, plan_id: int, stage_id: int, *, version: int, key: str) -> None:
    """Remove a stage with what goals shall come to in it.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_to_edit(store, viewer, plan_id)
        before = next((one for one in repository.stages(store, plan_id) if one.stage_id == stage_id), None)
        if before is None:
            raise NotFound("plan_stage", stage_id)
        if not repository.remove_stage(transaction, stage_id, version):
            raise StaleWrite("plan_stage", stage_id, {}, stage_told(before) | {"version": before.version})
        audit.record(transaction, actor, audit.Change("remove", "plan_stage", stage_id, stage_told(before), None))


# Milestones -------------------------------------------------------------------------------------------------------------


def add_milestone(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Add a milestone to a plan and return its id; where nobody is named, the plan's owner answers for it.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        InvalidInput: with a message a field; it lies within the plan.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    draft = MilestoneDraft.parse(given, today=today_of(store))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer, plan_id)
        _require_inside(plan, draft)
        draft = _owned(store, viewer, plan, draft, plan.owner_id)
        milestone_id = repository.add_milestone(
            transaction, plan_id, draft, draft.owner_id or plan.owner_id, clock.now()
        )
        after = _milestone_told(draft)
        audit.record(transaction, actor, audit.Change("add", "plan_milestone", milestone_id, None, after))
        once.settle(transaction, key, milestone_id)
    return milestone_id


def edit_milestone(
    store: Store, actor: Actor, plan_id: int, milestone_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Change a milestone's name, day, owner (nobody named: as before), and the day it was reached (empty: not yet).

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    draft = MilestoneDraft.parse(given, today=today_of(store))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan, before = plan_to_edit(store, viewer, plan_id), _milestone(store, plan_id, milestone_id)
        _require_inside(plan, draft)
        draft = _owned(store, viewer, plan, draft, before.owner_id)
        was, becomes = _milestone_told(before), _milestone_told(draft)
        if not repository.edit_milestone(
            transaction, milestone_id, version, draft, draft.owner_id or before.owner_id, clock.now()
        ):
            raise StaleWrite("plan_milestone", milestone_id, becomes, was | {"version": before.version})
        audit.record(transaction, actor, audit.Change("change", "plan_milestone", milestone_id, was, becomes))
        once.settle(transaction, key, milestone_id)


def remove_milestone(store: Store, actor: Actor, plan_id: int, milestone_id: int, *, version: int, key: str) -> None:
    """Remove a milestone.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_to_edit(store, viewer, plan_id)
        before = _milestone(store, plan_id, milestone_id)
        was = _milestone_told(before)
        if not repository.remove_milestone(transaction, milestone_id, version):
            raise StaleWrite("plan_milestone", milestone_id, {}, was | {"version": before.version})
        audit.record(transaction, actor, audit.Change("remove", "plan_milestone", milestone_id, was, None))


def _milestone(store: Store, plan_id: int, milestone_id: int) -> Milestone:
    found = next((one for one in repository.milestones(store, plan_id) if one.milestone_id == milestone_id), None)
    if found is None:
        raise NotFound("plan_milestone", milestone_id)
    return found


def _owned(store: Store, viewer: Viewer, plan: Plan, draft: MilestoneDraft, owner_id: int) -> MilestoneDraft:
    """Return the draft with an owner: whoever was named, where the viewer may name them, else ``owner_id``."""
    if draft.owner_id is not None and draft.owner_id != owner_id:
        require_owner(store, viewer, draft.owner_id, plan)
        return draft
    return replace(draft, owner_id=owner_id)


def _require_inside(plan: Plan, draft: MilestoneDraft) -> None:
    if draft.due_on not in Period(plan.first_on, plan.last_on):
        raise InvalidInput({"due_on": message(N_("A milestone lies within the days of its plan."))})


def _milestone_told(milestone: MilestoneDraft | Milestone) -> dict[str, object]:
    return {
        "name": milestone.name, "due_on": milestone.due_on, "done_on": milestone.done_on, "owner_id": milestone.owner_id,
    }  # fmt: skip
