"""Agreeing to sections: people are asked by name, and each agrees to the version that lies before them."""

from __future__ import annotations

from collections.abc import Mapping

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.errors import N_, InvalidInput, NotFound, Refused, message
from crm_core.plans.model import Plan
from crm_core.plans.service import OnePlan
from crm_core.sections import repository
from crm_core.sections.model import MOST_ASKED, Section, SectionState, people_of
from crm_core.sections.service import writers_of_plan
from crm_core.sections.writing import lead, section_seen, section_to_write, writer
from crm_core.store import Store, Transaction, once


def ask_to_agree(store: Store, actor: Actor, section_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Ask the people of ``asked`` to agree to a section, and nobody else any more; return how many are new to it.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to write.
        InvalidInput: at ``asked``, where nobody is named, too many, or somebody who may not see the plan.
        AlreadyDone: the same form was saved before.
    """
    viewer = writer(actor)
    wanted = people_of(given, "asked")
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan, section = section_to_write(store, viewer, section_id)
        known = writers_of_plan(store, OnePlan(viewer, plan.plan_id))
        before = {one.user_id for one in section.asked}
        if not set(wanted) <= known.keys() | before:
            raise InvalidInput({"asked": message(N_("Please choose at most {count} of the list."), count=MOST_ASKED)})
        now = clock.now()
        for user_id in sorted(before - set(wanted)):
            repository.ask_no_more(transaction, section_id, user_id)
        for user_id in wanted:
            if user_id not in before:
                repository.ask(transaction, section_id, user_id, by=actor.user_id, at=now)
                _tell_asked(transaction, actor, plan, section, user_id)
        told = audit.Change(
            "ask", "plan_section", section_id, {"asked_people": _listed(before)}, {"asked_people": _listed(set(wanted))}
        )
        audit.record(transaction, actor, told)
        once.settle(transaction, key, section_id)
    return len(set(wanted) - before)


def _listed(people: set[int]) -> str | None:
    return ", ".join(map(str, sorted(people))) or None


def _tell_asked(transaction: Transaction, actor: Actor, plan: Plan, section: Section, user_id: int) -> None:
    if user_id != actor.user_id:
        text = message(
            N_("{name} asks you to agree to “{section}” of the plan “{plan}”."),
            name=actor.name, section=section.title, plan=plan.name,
        )  # fmt: skip
        lead(transaction, user_id, "section_asked", text, plan)


def agree(store: Store, actor: Actor, section_id: int, *, number: int, key: str) -> None:
    """Agree to the version ``number`` of a section, as one who was asked; its owner is told once all have.

    Raises:
        NotPermitted, NotFound: the role may not; the actor was not asked.
        Refused: there is a newer version by now.
        AlreadyDone: the same click was taken before.
    """
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan, section = _asked_of(store, actor, section_id)
        if section.number != number:
            raise Refused(message(N_("The text was changed in the meantime. Please read the new version first.")))
        repository.agree(transaction, section_id, number, actor.user_id, clock.now())
        audit.record(
            transaction, actor, audit.Change("agree", "plan_section", section_id, None, {"text_number": number})
        )
        after = repository.find_sections(transaction, plan.plan_id, section_id)[0]
        if (
            after.state is SectionState.AGREED
            and section.state is SectionState.DRAFT
            and after.owner_id != actor.user_id
        ):
            text = message(
                N_("All have agreed to “{section}” of the plan “{plan}”."), section=section.title, plan=plan.name
            )
            lead(transaction, after.owner_id, "section_agreed", text, plan)


def agree_no_more(store: Store, actor: Actor, section_id: int, *, number: int, key: str) -> None:
    """Take back one's own agreement to a version.

    Raises:
        NotPermitted, NotFound: the role may not; the actor had not agreed to it.
        AlreadyDone: the same click was taken before.
    """
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        _asked_of(store, actor, section_id)
        if not repository.agree_no_more(transaction, section_id, number, actor.user_id):
            raise NotFound("plan_agreement", section_id)
        told = audit.Change("agree_no_more", "plan_section", section_id, {"text_number": number}, None)
        audit.record(transaction, actor, told)


def _asked_of(store: Store, actor: Actor, section_id: int) -> tuple[Plan, Section]:
    plan, section = section_seen(store, writer(actor), section_id)
    if actor.user_id not in {one.user_id for one in section.asked}:
        raise NotFound("plan_section", section_id)
    return plan, section
