"""The written plan as people read it: its sections, their versions, who may be named in it, and which plan is the current one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from crm_core import audit, clock
from crm_core.access.model import Actor, Role
from crm_core.board.service import Ask
from crm_core.errors import N_, NotFound, Refused, message
from crm_core.plans.editing import editor, plan_to_edit
from crm_core.plans.model import Plan, PlanState
from crm_core.plans.reach import Viewer, may_see_plan, viewer_of
from crm_core.plans.service import OnePlan
from crm_core.sections import repository
from crm_core.sections.model import Asked, Section, SectionText
from crm_core.store import Store, Transaction, once
from crm_core.store.reads import reads

TABLES = ("plan", "team", "app_user", "plan_section", "plan_section_text", "plan_section_asked", "plan_agreement")
COMPANY = 0


@dataclass(frozen=True, slots=True)
class OneSection:
    """One section of one plan, for whoever looks."""

    viewer: Viewer
    plan_id: int
    section_id: int


@reads(*TABLES)
def sections_of(store: Store, request: OnePlan) -> tuple[Section, ...]:
    """Return the sections of a plan in their order.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan_to_edit(store, request.viewer, request.plan_id, as_whole=False)
    return repository.find_sections(store, request.plan_id)


@reads(*TABLES)
def texts_of(store: Store, request: OneSection) -> tuple[SectionText, ...]:
    """Return the versions of a section, the latest first.

    Raises:
        NotFound: there is no such section of the plan, or it is not the viewer's to see.
    """
    plan_to_edit(store, request.viewer, request.plan_id, as_whole=False)
    if repository.find_plan_of(store, request.section_id) != request.plan_id:
        raise NotFound("plan_section", request.section_id)
    return repository.find_texts(store, request.section_id)


def sections_on(ask: Ask, request: OnePlan, day: date, zone: str) -> tuple[Section, ...]:
    """Return the sections of a plan as they were written at the end of a day in ``zone``; later ones are not there.

    Of an earlier version those stand as asked who agreed to it: who was asked by then is not kept.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    found = []
    for one in ask(sections_of, request):
        if clock.local_day(one.written_at, zone) <= day:
            found.append(replace(one, asked=tuple(_asked_on(each, day, zone) for each in one.asked)))
            continue
        texts = ask(texts_of, OneSection(request.viewer, request.plan_id, one.section_id))
        then = next((text for text in texts if clock.local_day(text.written_at, zone) <= day), None)
        if then is not None:
            asked = tuple(Asked(0, name, then.number, None) for name in then.agreed)
            found.append(
                replace(
                    one, number=then.number, title=then.title, content=then.content, written_at=then.written_at,
                    written_by=then.written_by, asked=asked,
                )
            )  # fmt: skip
    return tuple(found)


def _asked_on(one: Asked, day: date, zone: str) -> Asked:
    is_later = one.agreed_at is not None and clock.local_day(one.agreed_at, zone) > day
    return replace(one, number=None, agreed_at=None) if is_later else one


@reads("plan", "team", "app_user")
def people_of_plan(store: Store, request: OnePlan) -> dict[int, str]:
    """Return everybody active who may see a plan, by id: whom a comment on it can call.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan = plan_to_edit(store, request.viewer, request.plan_id, as_whole=False)
    return {actor.user_id: actor.name for actor in who_sees(store, plan)}


@reads("plan", "team", "app_user")
def writers_of_plan(store: Store, request: OnePlan) -> dict[int, str]:
    """Return who may own a section of a plan or be asked to agree, by id: those who see it, or would once it runs, and are no readers.

    Raises:
        NotFound: there is no such plan, or it is not the viewer's to see.
    """
    plan = plan_to_edit(store, request.viewer, request.plan_id, as_whole=False)
    return {actor.user_id: actor.name for actor in who_could_see(store, plan) if actor.role is not Role.READER}


def who_sees(source: Store | Transaction, plan: Plan) -> tuple[Actor, ...]:
    """Return everybody active who may see a plan."""
    return tuple(actor for actor in repository.find_actors(source) if may_see_plan(viewer_of(actor), plan))


def who_could_see(source: Store | Transaction, plan: Plan) -> tuple[Actor, ...]:
    """Return everybody active who sees a plan, or would see it if it ran: whom a section of a draft may be given to."""
    return who_sees(source, replace(plan, state=PlanState.RUNNING) if plan.state is PlanState.DRAFT else plan)


@reads("plan", "team", "plan_current", "app_user")
def current_plans(store: Store, viewer: Viewer) -> Mapping[int, int]:
    """Return the current plans, by team, 0 for the company; another team's is not there."""
    found = repository.find_current(store)
    return {
        team: plan for team, plan in found.items() if team == COMPANY or viewer.sees_all or team == viewer.team_id
    }  # fmt: skip


def make_current(store: Store, actor: Actor, plan_id: int, *, key: str) -> None:
    """Let a running plan be the one that counts, of the company or of its team; the one before counts no more.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        Refused: it is not running.
        AlreadyDone: the same click was taken before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer, plan_id)
        if plan.state is not PlanState.RUNNING:
            raise Refused(message(N_("Only a running plan can be the current one. Let it run first.")))
        team_id = plan.team_id or COMPANY
        before = repository.find_current(transaction).get(team_id)
        repository.set_current(transaction, team_id, plan_id, by=actor.user_id, at=clock.now())
        told = audit.Change("make_current", "plan", plan_id, {"current_plan": before}, {"current_plan": plan_id})
        audit.record(transaction, actor, told)
        once.settle(transaction, key, plan_id)
