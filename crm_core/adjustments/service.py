"""Adjustments of a plan: who sees them, who writes them down, what people say of them, and what a review decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.adjustments import repository
from crm_core.adjustments.drafts import AdjustmentDraft, OpinionDraft
from crm_core.adjustments.effects import EffectRequest, Finding, finding
from crm_core.adjustments.model import Adjustment, Touched
from crm_core.board.service import Ask, directly
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.plans.editing import editor, plan_to_edit, today_of
from crm_core.plans.model import Plan
from crm_core.plans.progress import PlanRecord
from crm_core.plans.reach import Viewer, is_ours, may_edit_goal, may_edit_plan, viewer_of
from crm_core.plans.service import OnePlan, can_be_measured, plan_record
from crm_core.store import Store, once
from crm_core.store.reads import reads
from crm_core.targets import service as targets
from crm_core.targets.model import ScopeKind, TargetScope

ANSWERS = "satisfaction_index"  # how customers' answers tell whether it helped


@dataclass(frozen=True, slots=True)
class Touchable:
    """A touchpoint or a norm of contact; ``days`` of a norm. ``is_current``: whether it is in force."""

    kind: Touched
    about_id: int
    name: str
    days: int | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Everywhere:
    """Asks for what is the same for everybody."""


@reads("touchpoint", "contact_norm", "tag")
def touchable(store: Store, request: Everywhere) -> tuple[Touchable, ...]:
    """Return the touchpoints and norms that an adjustment may touch."""
    rows = repository.touchable(store)
    return tuple(Touchable(**{**row, "kind": Touched(row["kind"])}) for row in rows)


@reads(
    "plan_adjustment", "plan_adjustment_aim", "plan_adjustment_touch", "plan_adjustment_opinion", "plan_adjustment_verdict",
    "plan", "plan_goal", "plan_action", "plan_action_helper", "team", "app_user", "touchpoint", "contact_norm",
    "tag",
)  # fmt: skip
def adjustments(store: Store, request: OnePlan) -> tuple[Adjustment, ...]:
    """Return a plan's adjustments that the viewer may know of, the newest first; another team's are not there.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    record = plan_record(store, request)
    names = _names(store, record)
    return tuple(
        replace(
            one, touches=tuple(replace(touch, name=names.get((touch.kind, touch.about_id))) for touch in one.touches)
        )
        for one in repository.of_plan(store, request.plan_id)
        if is_ours(request.viewer, one.team_id)
    )


def _names(store: Store, record: PlanRecord) -> dict[tuple[Touched, int], str]:
    """Return what goals, actions and touchpoints are called, as far as the viewer of ``record`` may know of them."""
    found = {(Touched.GOAL, goal.goal_id): goal.name or (goal.metric_id or "") for goal in record.goals}
    found |= {(Touched.ACTION, action.action_id): action.what for action in record.actions}
    return found | {(one.kind, one.about_id): one.name for one in touchable(store, Everywhere())}


def may_see_effect(viewer: Viewer, scope: TargetScope) -> bool:
    """Return whether the viewer may read the numbers of a scope, as the board would let them."""
    return viewer.sees_all or (scope.kind is ScopeKind.TEAM and scope.scope_id in viewer.reach.teams)


def may_change(viewer: Viewer, plan: Plan, scope: TargetScope) -> bool:
    """Return whether the viewer may write down an adjustment of that scope in a plan, and judge it."""
    if scope.kind is ScopeKind.COMPANY:
        return plan.team_id is None and may_edit_plan(viewer, None)
    return may_edit_goal(viewer, plan, scope.scope_id) and plan.team_id in (None, scope.scope_id)


def findings(ask: Ask, one: Adjustment, today: date) -> tuple[Finding, ...]:
    """Return what each named metric did, and what customers answered; those of which nothing is known are left out."""
    named = [aim.metric_id for aim in one.aims]
    asked = [*named, *([] if ANSWERS in named else [ANSWERS])]
    found = [
        ask(finding, EffectRequest(metric_id, one.scope, one.changed_on, one.judge_on, today))
        for metric_id in asked
        if can_be_measured(metric_id, one.scope)
    ]
    return tuple(each for each in found if each is not None)


# Writing --------------------------------------------------------------------------------------------------------------


def add_adjustment(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Write down that a plan was adjusted, and return its id; leads do so for their own team.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    viewer, draft = editor(actor), AdjustmentDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer, plan_id, as_whole=False)
        _check(store, viewer, plan, draft)
        adjustment_id = repository.add(transaction, plan_id, draft, by=actor.user_id, at=clock.now())
        audit.record(transaction, actor, audit.Change("add", "plan_adjustment", adjustment_id, None, _told(draft)))
        once.settle(transaction, key, adjustment_id)
    return adjustment_id


def edit_adjustment(
    store: Store, actor: Actor, adjustment_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Change what was written down of an adjustment; what people said of it stays.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to change.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer, draft = editor(actor), AdjustmentDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        before, plan = _to_change(store, viewer, adjustment_id)
        _check(store, viewer, plan, draft)
        whole = next(each for each in repository.of_plan(store, plan.plan_id) if each.adjustment_id == adjustment_id)
        if not repository.edit(transaction, adjustment_id, version, draft, clock.now()):
            raise StaleWrite(
                "plan_adjustment", adjustment_id, _told(draft), _told_of(whole) | {"version": before.version}
            )
        audit.record(
            transaction, actor, audit.Change("change", "plan_adjustment", adjustment_id, _told_of(whole), _told(draft))
        )
        once.settle(transaction, key, adjustment_id)


def say_opinion(store: Store, actor: Actor, adjustment_id: int, given: Mapping[str, object], *, key: str) -> None:
    """Say what came of an adjustment: one opinion a person, of whoever sees it; the latest word stands.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to see.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    actor.require(Permission.COMMENT_WRITE)
    viewer, draft = viewer_of(actor), OpinionDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        one = _seen(store, viewer, adjustment_id)
        before = next((said for said in one.said if said.user_id == actor.user_id), None)
        repository.say(transaction, adjustment_id, draft, by=actor.user_id, at=clock.now())
        was = None if before is None else {"opinion": before.opinion.value, "comment": before.comment}
        after = {"opinion": draft.opinion.value, "comment": draft.comment}
        audit.record(transaction, actor, audit.Change("say", "plan_adjustment", adjustment_id, was, after))
        once.settle(transaction, key, adjustment_id)


def decide(store: Store, actor: Actor, adjustment_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Decide what came of an adjustment, with a reason, and return the decision's id; earlier ones are kept.

    What arithmetic proposed at that moment is kept with it.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to judge.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    viewer, draft, today = editor(actor), OpinionDraft.parse(given, needs_words=True), today_of(store)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        _to_change(store, viewer, adjustment_id)
        one = _seen(store, viewer, adjustment_id)
        if today < one.changed_on:
            raise InvalidInput({"opinion": message(N_("It has not begun yet."))})
        found = findings(directly(store), one, today)
        proposed = "; ".join(f"{each.metric_id}: {each.verdict.value}" for each in found)
        made = repository.decide(
            transaction, adjustment_id, draft, proposed, on=today, by=actor.user_id, at=clock.now()
        )
        after = {"opinion": draft.opinion.value, "reason": draft.comment, "proposed": proposed}
        audit.record(transaction, actor, audit.Change("decide", "plan_adjustment", adjustment_id, None, after))
        once.settle(transaction, key, made)
    return made


def _to_change(store: Store, viewer: Viewer, adjustment_id: int) -> tuple[Adjustment, Plan]:
    one = repository.one(store, adjustment_id)
    if one is None:
        raise NotFound("plan_adjustment", adjustment_id)
    plan = plan_to_edit(store, viewer, one.plan_id, as_whole=False)
    if not may_change(viewer, plan, one.scope):
        raise NotFound("plan_adjustment", adjustment_id)
    return one, plan


def _seen(store: Store, viewer: Viewer, adjustment_id: int) -> Adjustment:
    bare = repository.one(store, adjustment_id)
    if bare is None:
        raise NotFound("plan_adjustment", adjustment_id)
    found = adjustments(store, OnePlan(viewer, bare.plan_id))
    one = next((each for each in found if each.adjustment_id == adjustment_id), None)
    if one is None:
        raise NotFound("plan_adjustment", adjustment_id)
    return one


def _check(store: Store, viewer: Viewer, plan: Plan, draft: AdjustmentDraft) -> None:
    """Refuse a scope that is not the viewer's, metrics that are not known for it, and what is not there to be touched."""
    if not may_change(viewer, plan, draft.scope) or not _is_there(store, viewer, draft.scope):
        raise InvalidInput({"scope": message(N_("Please choose one of the list."))})
    for place, aim in enumerate(draft.aims, start=1):
        if not can_be_measured(aim.metric_id, draft.scope):
            raise InvalidInput({f"metric:{place}": message(N_("This metric cannot be told for a team or person."))})
    known = _names(store, plan_record(store, OnePlan(viewer, plan.plan_id)))
    if any(touch not in known for touch in draft.touches):
        raise InvalidInput({"touched": message(N_("Please choose one of the list."))})


def _is_there(store: Store, viewer: Viewer, scope: TargetScope) -> bool:
    assert viewer.edit is not None  # noqa: S101 - an editor has one
    try:
        targets.require_within(store, viewer.edit, scope)
    except NotFound:
        return False
    return True


def _told(draft: AdjustmentDraft) -> dict[str, object]:
    return {
        "changed_on": draft.changed_on, "what": draft.what, "reason": draft.reason, "scope": draft.scope.kind.value,
        "scope_id": draft.scope.scope_id, "judge_on": draft.judge_on,
        "aims": [f"{aim.metric_id} {aim.wanted.value} {aim.size or ''}".strip() for aim in draft.aims],
        "touched": [f"{kind.value}:{about_id}" for kind, about_id in draft.touches],
    }  # fmt: skip


def _told_of(one: Adjustment) -> dict[str, object]:
    touches = tuple((touch.kind, touch.about_id) for touch in one.touches)
    return _told(AdjustmentDraft(one.changed_on, one.what, one.reason, one.scope, one.judge_on, one.aims, touches))
