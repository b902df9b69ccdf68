"""Working on a plan: its actions, and the check-ins that say how it goes.

Who may edit an action changes all of it; whoever owns it says how far it is, with a note and what shows its effect.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.board.service import directly
from crm_core.errors import N_, InvalidInput, NotFound, Refused, StaleWrite, message
from crm_core.messages import service as messages
from crm_core.plans import repository
from crm_core.plans.drafts import MOST_HELPERS, ActionDraft, CheckInDraft, Reader
from crm_core.plans.editing import editor, plan_to_edit, require_owner, today_of
from crm_core.plans.goals import goal_to_edit
from crm_core.plans.limit import require_place, takes_place
from crm_core.plans.model import Action, ActionStatus, CheckIn, Goal, Plan, PlanState, Priority, Seen, stage_to_show
from crm_core.plans.progress import PlanRecord, seen_of
from crm_core.plans.reach import Viewer, may_edit_goal, may_edit_plan, may_see_figures, may_see_goal, viewer_of
from crm_core.plans.service import OnePlan, goal_in_stage, whole_plan
from crm_core.store import Store, Transaction, once

PAGE = "plan/plan.py"


def may_edit_action(viewer: Viewer, plan: Plan, action: Action) -> bool:
    """Return whether the viewer may change all of an action."""
    return may_edit_goal(viewer, plan, action.team_id)


def may_work_on(viewer: Viewer, plan: Plan, action: Action) -> bool:
    """Return whether the viewer may say how far an action is: whoever owns it, stands in for them, or may edit it."""
    is_hand = action.owner_id == viewer.reach.me or action.owner_id in viewer.reach.stands_in_for
    return is_hand or may_edit_action(viewer, plan, action)


def add_action(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Add an action to a plan and return its id; another who shall do it is told.

    Where it is of high priority and the plan has all of those that it may have, ``lower`` names open ones that become
    medium for it.

    Raises:
        NotPermitted, NotFound: the role may not; the plan or the goal is not the actor's.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    draft = ActionDraft.parse(given, me=actor.user_id, today=today_of(store))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer, plan_id, as_whole=False)
        draft = _placed(store, viewer, plan, draft, None)
        _make_room(store, transaction, actor, plan, given, draft)
        require_place(store, plan_id, None, draft)
        action_id = repository.add_action(transaction, plan_id, draft, clock.now(), actor.user_id)
        audit.record(transaction, actor, audit.Change("add", "plan_action", action_id, None, _told(draft)))
        _tell_owner(transaction, actor, plan, draft, None)
        once.settle(transaction, key, action_id)
    return action_id


def edit_action(
    store: Store, actor: Actor, action_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Change an action as a whole; ``lower`` as in ``add_action``.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to edit.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before, plan = _action(store, viewer, action_id)
        if not may_edit_action(viewer, plan, before):
            raise NotFound("plan_action", action_id)
        draft = ActionDraft.parse({"done_on": before.done_on, **given}, me=before.owner_id, today=today_of(store))
        draft = _placed(store, viewer, plan, draft, before)
        if not takes_place(before):
            _make_room(store, transaction, actor, plan, given, draft)
        require_place(store, plan.plan_id, before, draft)
        _change(transaction, actor, before, draft, version)
        _tell_owner(transaction, actor, plan, draft, before)
        once.settle(transaction, key, action_id)


def work_on_action(
    store: Store, actor: Actor, action_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Say how far an action is: ``status``, ``note`` and ``evidence``; what is not given stays.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to work on.
        InvalidInput: with a message a field.
        Refused: the plan is closed; or it is taken up again, and the plan has all actions of high priority that it may have.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.ACTION_EDIT)
    viewer = viewer_of(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before, plan = _action(store, viewer, action_id)
        if not may_work_on(viewer, plan, before):
            raise NotFound("plan_action", action_id)
        if plan.state is PlanState.CLOSED:
            raise Refused(message(N_("This plan is closed; its actions stay as they are.")))
        draft = _worked(before, given, today_of(store))
        try:
            require_place(store, plan.plan_id, before, draft)
        except InvalidInput as error:  # this form has no priority at which it could be said
            raise Refused(error.fields["priority"]) from error
        _change(transaction, actor, before, draft, version)
        once.settle(transaction, key, action_id)


def reword_action(  # noqa: PLR0917 - one action, from which words to which
    store: Store, transaction: Transaction, actor: Actor, action_id: int, was: str, what: str
) -> None:
    """Let an open action that still says ``was`` say something else, inside somebody's transaction. The caller has authorised."""
    action = repository.action(store, action_id)
    if action is not None and action.what == was and action.status.is_open:
        _change(transaction, actor, action, replace(_draft_of(action), what=what), action.version)


def _worked(before: Action, given: Mapping[str, object], today: date) -> ActionDraft:
    reader = Reader(given)
    status = reader.choice("status", ActionStatus, before.status)
    note = reader.note("note") if "note" in given else before.note
    evidence = reader.note("evidence") if "evidence" in given else before.evidence
    reader.check()
    done_on = (before.done_on or today) if status is ActionStatus.DONE else None
    kept = _draft_of(before)
    return replace(kept, status=status, note=note, evidence=evidence, done_on=done_on)


def _draft_of(action: Action) -> ActionDraft:
    return ActionDraft(
        action.goal_id, action.what, action.owner_id, action.team_id, action.helpers, action.start_on, action.due_on,
        action.priority, action.status, action.note, action.evidence, action.done_on,
    )  # fmt: skip


def _action(store: Store, viewer: Viewer, action_id: int) -> tuple[Action, Plan]:
    action = repository.action(store, action_id)
    if action is None:
        raise NotFound("plan_action", action_id)
    try:
        return action, plan_to_edit(store, viewer, action.plan_id, as_whole=False)
    except NotFound as error:
        raise NotFound("plan_action", action_id) from error


def _placed(store: Store, viewer: Viewer, plan: Plan, draft: ActionDraft, before: Action | None) -> ActionDraft:
    """Return the draft with its owner's team, where the viewer may have it so: the goal, the owner, the helpers."""
    is_whole = may_edit_plan(viewer, plan.team_id)
    if draft.goal_id is not None and (before is None or before.goal_id != draft.goal_id):
        known = {goal.goal_id: goal for goal in repository.goals(store, plan.plan_id)}
        goal = known.get(draft.goal_id)
        if goal is None or not may_see_goal(viewer, goal):
            raise InvalidInput({"goal_id": message(N_("Please choose one of the list."))})
        if not is_whole and goal.team_id is not None:
            goal_to_edit(store, viewer, plan, draft.goal_id)
    if before is not None and before.owner_id == draft.owner_id:
        team_id = before.team_id
    else:
        team_id = require_owner(store, viewer, draft.owner_id, plan)
    for helper in set(draft.helpers) - set(before.helpers if before else ()):
        row = repository.person(store, helper)
        if row is None or not row["may_own"]:
            raise InvalidInput({"helpers": message(N_("Please choose active people who are not readers."))})
    return replace(draft, team_id=team_id)


def _make_room(  # noqa: PLR0917 - what the form says, for whom and where
    store: Store, transaction: Transaction, actor: Actor, plan: Plan, given: Mapping[str, object], draft: ActionDraft
) -> None:
    """Let the actions that ``lower`` names be of medium priority, where the draft takes the place of one."""
    reader = Reader(given)
    named = reader.keys("lower", MOST_HELPERS)
    reader.check()
    viewer = viewer_of(actor)
    for action_id in named if takes_place(draft) else ():
        before = repository.action(store, action_id)
        if before is None or before.plan_id != plan.plan_id or not may_edit_action(viewer, plan, before):
            raise InvalidInput({"lower": message(N_("Please choose one of the list."))})
        if takes_place(before):
            _change(transaction, actor, before, replace(_draft_of(before), priority=Priority.MID), before.version)


def _change(transaction: Transaction, actor: Actor, before: Action, draft: ActionDraft, version: int) -> None:
    was, becomes = _told(before), _told(draft)
    if not repository.edit_action(transaction, before, version, draft, clock.now()):
        raise StaleWrite("plan_action", before.action_id, becomes, was | {"version": before.version})
    name = "done" if draft.status is ActionStatus.DONE and before.status is not ActionStatus.DONE else "change"
    audit.record(transaction, actor, audit.Change(name, "plan_action", before.action_id, was, becomes))


def _tell_owner(transaction: Transaction, actor: Actor, plan: Plan, draft: ActionDraft, before: Action | None) -> None:
    is_new = before is None or before.owner_id != draft.owner_id
    if is_new and draft.owner_id != actor.user_id and draft.status.is_open and plan.state is PlanState.RUNNING:
        text = message(N_("You have a new action in a plan, due on {day}."), day=draft.due_on)
        messages.notify(transaction, draft.owner_id, "plan_action", text, PAGE, {"id": plan.plan_id})


def _told(action: ActionDraft | Action) -> dict[str, object]:
    return {
        "goal_id": action.goal_id, "what": action.what, "owner_id": action.owner_id, "helpers": list(action.helpers),
        "start_on": action.start_on, "due_on": action.due_on, "priority": action.priority.value,
        "status": action.status.value, "note": action.note, "evidence": action.evidence, "done_on": action.done_on,
    }  # fmt: skip


# Check-ins --------------------------------------------------------------------------------------------------------------


def goals_by_hand(viewer: Viewer, plan: Plan, goals: tuple[Goal, ...]) -> list[Goal]:
    """Return the goals whose value the viewer may read off by hand: their own, and those that they may edit."""
    return [
        goal
        for goal in goals
        if goal.metric_id is None and (goal.owner_id == viewer.reach.me or may_edit_goal(viewer, plan, goal.team_id))
    ]


def may_check_in(viewer: Viewer, plan: Plan, goals: tuple[Goal, ...]) -> bool:
    """Return whether the viewer may say how a plan goes: who edits it or something in it, and who owns a goal of it."""
    if plan.state is not PlanState.RUNNING:
        return False
    mine = (goal.owner_id == viewer.reach.me or may_edit_goal(viewer, plan, goal.team_id) for goal in goals)
    return may_edit_plan(viewer, plan.team_id) or any(mine)


def check_in(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Say how a running plan goes: a comment, how sure one is, and what was read off by hand; return its id.

    What the actor sees of the goals that metrics measure is kept with it.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to check in on.
        InvalidInput: with a message a field; ``goal:<id>`` for what was read off.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.ACTION_EDIT)
    viewer, today = viewer_of(actor), today_of(store)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        record = whole_plan(store, OnePlan(viewer, plan_id))
        goals = tuple(goal for goal in record.goals if may_see_goal(viewer, goal))
        if not may_check_in(viewer, record.plan, goals):
            raise NotFound("plan", plan_id)
        units = {goal.goal_id: goal.unit for goal in goals_by_hand(viewer, record.plan, goals)}
        draft = CheckInDraft.parse(given, today=today, units=units)
        if draft.checked_on < record.plan.first_on:
            raise InvalidInput({"checked_on": message(N_("This day lies before the plan begins."))})
        draft = replace(draft, values=_seen(store, viewer, record, draft))
        check_in_id = repository.add_check_in(
            transaction, plan_id, draft, user_id=actor.user_id, team_id=_team_of(viewer), at=clock.now()
        )
        after = {"confidence": draft.confidence.value, "comment": draft.comment, "checked_on": draft.checked_on}
        read = {str(goal_id): _noted(seen) for goal_id, seen in draft.values.items()}
        audit.record(
            transaction, actor, audit.Change("add", "plan_check_in", check_in_id, None, {**after, "values": read})
        )
        once.settle(transaction, key, check_in_id)
    return check_in_id


def _noted(seen: Seen) -> object:
    """Return what the trail keeps of a goal: its number; of several metrics each of theirs."""
    return [one.value for one in seen.parts] if seen.parts else seen.value


def _team_of(viewer: Viewer) -> int | None:
    return None if viewer.reach.scope is Scope.ALL else viewer.team_id


def _seen(store: Store, viewer: Viewer, whole: PlanRecord, draft: CheckInDraft) -> dict[int, Seen]:
    """Return what each goal stands at on the check-in's day, with its status, as far as the viewer sees its numbers.

    What was read off by hand is kept as it was read; where the stage was over by then it has no status, since it says
    nothing of that stage.
    """
    day, ask = draft.checked_on, directly(store)
    stage = stage_to_show(whole.stages, day)
    is_over = day > (whole.plan.last_on if stage is None else stage.last_on)
    read = CheckIn(sys.maxsize, day, 0, None, None, "", draft.confidence, draft.values, clock.now())
    after = replace(whole, check_ins=(read, *whole.check_ins))
    found = dict(draft.values) if is_over else {}
    for goal in whole.goals:
        is_asked = goal.goal_id in draft.values if goal.metric_id is None else may_see_goal(viewer, goal)
        if is_asked and goal.goal_id not in found and may_see_figures(viewer, goal):
            seen = seen_of(goal_in_stage(ask, after, goal, stage, day))
            if seen is not None:
                found[goal.goal_id] = seen
    return found
