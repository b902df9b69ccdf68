"""What a plan takes in, to read and to decide. Who may see the plan sees it, who may edit the plan decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor, Reach, Scope
from crm_core.board.service import Ask
from crm_core.customers.profile.needs.model import Want
from crm_core.customers.profile.needs.service import WantsRequest, wants_in_reach
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, message
from crm_core.plans.editing import editor, plan_to_edit, today_of
from crm_core.plans.scope import repository
from crm_core.plans.scope.model import Placed, PlaceDraft, Wanted, Wants, parse_looks, standings
from crm_core.plans.scope.model import Standing as Maturity
from crm_core.plans.service import OnePlan, plan_record
from crm_core.store import Store, once
from crm_core.store.reads import reads
from crm_core.touchpoints.model import RegisterRequest, Touchpoint
from crm_core.touchpoints.service import touchpoints

_REGISTER = RegisterRequest(Reach(Scope.ALL, (), 0))  # a name and its phase: what the plan's page names


@dataclass(frozen=True, slots=True)
class PlanWants:
    """What do the customers within ``customers`` want, and which goals of a plan answer to it?"""

    plan: OnePlan
    customers: Reach


@reads("plan_need_goal", "plan", "plan_goal", "team", "app_user")
def linked_goals(store: Store, request: OnePlan) -> Mapping[Want, tuple[int, ...]]:
    """Return which goals of a plan that the viewer may know of answer to which kind of want.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    seen = {goal.goal_id for goal in plan_record(store, request).goals}
    found = repository.links(store, request.plan_id)
    return {want: tuple(one for one in goals if one in seen) for want, goals in found.items()}


def plan_wants(ask: Ask, request: PlanWants) -> Wants:
    """Return what customers in reach want, of a team's plan those of the team, with the goals that answer to it.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan = ask(plan_record, request.plan).plan
    counts = ask(wants_in_reach, WantsRequest(request.customers, plan.team_id))
    goals = ask(linked_goals, request.plan)
    kinds = [
        Wanted(one.want, one.open_count, one.most_count, one.met_count, goals.get(one.want, ())) for one in counts.kinds
    ]
    kinds.sort(key=lambda one: (-one.open_count, list(Want).index(one.want)))
    return Wants(tuple(kinds), counts.customer_count, counts.told_count)


def link_want(
    store: Store, actor: Actor, plan_id: int, want: str, given: Mapping[str, object], *, seen: Collection[int], key: str
) -> None:
    """Say which goals of a plan (``goals``) answer to a kind of want; ``seen`` are those that the form began with.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit, there is no such kind.
        InvalidInput: at ``goals``, where one is none of the plan's.
        StaleWrite: somebody said otherwise since.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    if want not in set(Want):
        raise NotFound("want", want)
    kind, listed = Want(want), given.get("goals")
    asked = {str(one) for one in listed} if isinstance(listed, (list, tuple)) else set()
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_to_edit(store, viewer, plan_id)
        known = {str(goal.goal_id): goal.goal_id for goal in plan_record(store, OnePlan(viewer, plan_id)).goals}
        if not asked <= set(known):
            raise InvalidInput({"goals": message(N_("Please choose one of the list."))})
        was, becomes = set(repository.links(store, plan_id).get(kind, ())), {known[one] for one in asked}
        if was != set(seen) and was != becomes:
            raise StaleWrite("plan", plan_id, {"goals": sorted(becomes)}, {"goals": sorted(was)})
        repository.put_links(transaction, (plan_id, kind), was, becomes, by=actor.user_id, at=clock.now())
        told = ({"want": kind.value, "goals": sorted(goals)} for goals in (was, becomes))
        audit.record(transaction, actor, audit.Change("change", "plan", plan_id, *told))
        once.settle(transaction, key, plan_id)


@reads("plan_scope", "plan", "team", "app_user", "touchpoint")
def touchpoints_in_plan(store: Store, request: OnePlan) -> tuple[tuple[Touchpoint, Placed], ...]:
    """Return the register with what was decided of each touchpoint in a plan.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan_record(store, request)
    decided = repository.placed(store, request.plan_id)
    return tuple(
        (one, decided.get(one.touchpoint_id, Placed(one.touchpoint_id))) for one in touchpoints(store, _REGISTER)
    )


def place_touchpoint(
    store: Store, actor: Actor, plan_id: int, touchpoint_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Say that a touchpoint is in a plan (``is_in``: in or out), or why it is left out; ``version`` 0: nobody had decided.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit, there is no such touchpoint.
        InvalidInput: with a message a field.
        StaleWrite: it was decided otherwise since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer, draft = editor(actor), PlaceDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_to_edit(store, viewer, plan_id)
        if touchpoint_id not in {one.touchpoint_id for one in touchpoints(store, _REGISTER)}:
            raise NotFound("touchpoint", touchpoint_id)
        before = repository.placed(store, plan_id).get(touchpoint_id, Placed(touchpoint_id))
        place, told = (plan_id, touchpoint_id), {"is_in": draft.is_in, "reason": draft.reason}
        was = {"is_in": before.is_in, "reason": before.reason}
        if before.version != version or not repository.put_place(
            transaction, place, draft, version=version, by=actor.user_id, at=clock.now()
        ):
            raise StaleWrite("plan_scope", touchpoint_id, told, was | {"version": before.version})
        about: dict[str, object] = {"touchpoint_id": touchpoint_id}
        audit.record(transaction, actor, audit.Change("change", "plan", plan_id, about | was, about | told))
        once.settle(transaction, key, touchpoint_id)


@reads("plan_maturity", "plan", "team", "app_user")
def maturity_of(store: Store, request: OnePlan) -> tuple[Maturity, ...]:
    """Return where each side of the care for customers stands by the looks of a plan, and where it shall be.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan_record(store, request)
    return standings(repository.looks(store, request.plan_id))


@dataclass(frozen=True, slots=True)
class MaturityOn:
    """Where did the sides of a plan stand, by the looks until a day?"""

    plan: OnePlan
    day: date


@reads("plan_maturity", "plan", "team", "app_user")
def maturity_on(store: Store, request: MaturityOn) -> tuple[Maturity, ...]:
    """Return where each side stood on a day by the looks until then, and where it should be.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan_record(store, request.plan)
    return standings(one for one in repository.looks(store, request.plan.plan_id) if one.assessed_on <= request.day)


def look_at_maturity(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Keep one look at the sides that the form tells of, and return how many they are; earlier looks stay.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    viewer, found = editor(actor), parse_looks(given, today=today_of(store))
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan_to_edit(store, viewer, plan_id)
        for one in found:
            repository.add_look(transaction, plan_id, one, by=actor.user_id, at=clock.now())
        told = {"maturity": [f"{one.side.value} {one.level} → {one.aim or one.level}" for one in found]}
        audit.record(transaction, actor, audit.Change("change", "plan", plan_id, None, told))
        once.settle(transaction, key, plan_id)
    return len(found)
