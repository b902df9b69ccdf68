"""Writing a plan's sections: who edits the plan adds, moves and removes them; a section's owner writes it too, of a draft plan as well.

Each change of title or text is a further version, and what was agreed to before is in draft again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.errors import N_, InvalidInput, Message, NotFound, Refused, StaleWrite, message
from crm_core.messages import service as messages
from crm_core.plans.editing import plan_to_edit, require_owner, touch_plan
from crm_core.plans.model import Plan
from crm_core.plans.reach import Viewer, may_edit_plan, may_see_plan, viewer_of
from crm_core.sections import repository
from crm_core.sections.model import MOST_SECTIONS, Section, SectionDraft, may_write
from crm_core.sections.service import who_could_see, who_sees
from crm_core.store import Store, Transaction, once

PAGE = "plan/plan.py"
TAB = "written"


def writer(actor: Actor) -> Viewer:
    """Return how far the actor sees and edits plans.

    Raises:
        NotPermitted: the role writes no section.
    """
    actor.require(Permission.SECTION_WRITE)
    return viewer_of(actor)


def section_to_write(store: Store, viewer: Viewer, section_id: int, *, as_whole: bool = False) -> tuple[Plan, Section]:
    """Return a section with its plan, where the viewer may write it, or (``as_whole``) edit the whole plan.

    Raises:
        NotFound: there is no such section, or it is not theirs to write.
    """
    plan, section = section_seen(store, viewer, section_id)
    if not (may_edit_plan(viewer, plan.team_id) if as_whole else may_write(viewer, plan, section.owner_id)):
        raise NotFound("plan_section", section_id)
    return plan, section


def section_seen(store: Store, viewer: Viewer, section_id: int) -> tuple[Plan, Section]:
    """Return a section with its plan, where the viewer may see them.

    Raises:
        NotFound: there is no such section, or it is not theirs to see.
    """
    plan_id = repository.find_plan_of(store, section_id)
    if plan_id is None:
        raise NotFound("plan_section", section_id)
    plan = plan_to_edit(store, viewer, plan_id, as_whole=False)
    return plan, repository.find_sections(store, plan_id, section_id)[0]


def add_section(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Add a section at the end of a plan and return its id.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        InvalidInput: with a message a field.
        Refused: the plan has 60 sections already.
        AlreadyDone: the same form was saved before.
    """
    viewer, draft = writer(actor), SectionDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer, plan_id)
        if len(repository.find_sections(transaction, plan_id)) >= MOST_SECTIONS:
            raise Refused(message(N_("A plan has at most {count} sections."), count=MOST_SECTIONS))
        section_id = put_section(store, transaction, actor, viewer, plan, draft)
        once.settle(transaction, key, section_id)
    return section_id


def put_section(  # noqa: PLR0917 - a row, by whom, with what
    store: Store, transaction: Transaction, actor: Actor, viewer: Viewer, plan: Plan, draft: SectionDraft
) -> int:
    """Add a section at the end of a plan that the actor may edit, note it in the trail, and return its id.

    Raises:
        InvalidInput: at ``owner_id``, where nobody such may answer for it.
    """
    owner_id = actor.user_id if draft.owner_id is None else draft.owner_id
    _require_writer(store, viewer, owner_id, plan)
    section_id = repository.insert(transaction, plan.plan_id, draft, owner_id, actor.user_id, clock.now())
    told = {"plan_id": plan.plan_id, **_told(draft, owner_id, 1)}
    audit.record(transaction, actor, audit.Change("add", "plan_section", section_id, None, told))
    _give(transaction, actor, plan, draft.title, owner_id)
    return section_id


def edit_section(
    store: Store, actor: Actor, section_id: int, given: Mapping[str, object], *, version: int, key: str
) -> None:
    """Change a section's title and text, and (by who edits the plan) its owner; whoever agreed before is told.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to write.
        InvalidInput: with a message a field.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was saved before.
    """
    viewer, draft = writer(actor), SectionDraft.parse(given)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan, before = section_to_write(store, viewer, section_id)
        owner_id = before.owner_id if draft.owner_id is None else draft.owner_id
        if owner_id != before.owner_id:
            if not may_edit_plan(viewer, plan.team_id):
                raise InvalidInput({"owner_id": message(N_("Who edits the plan says who answers for its sections."))})
            _require_writer(store, viewer, owner_id, plan)
        is_rewritten = (draft.title, draft.content) != (before.title, before.content)
        number = before.number + is_rewritten
        now = clock.now()
        if not repository.update(transaction, section_id, version, owner_id=owner_id, number=number, at=now):
            theirs = {"title": before.title, "content": before.content, "owner_id": before.owner_id}
            mine = {"title": draft.title, "content": draft.content, "owner_id": owner_id}
            raise StaleWrite("plan_section", section_id, mine, theirs | {"version": before.version})
        if is_rewritten:
            repository.add_text(transaction, section_id, number, draft, by=actor.user_id, at=now)
            _tell_changed(transaction, actor, plan, replace(before, title=draft.title))
        was = _told(SectionDraft(before.title, before.content), before.owner_id, before.number)
        becomes = _told(draft, owner_id, number)
        audit.record(transaction, actor, audit.Change("change", "plan_section", section_id, was, becomes))
        if owner_id != before.owner_id:
            _give(transaction, actor, plan, draft.title, owner_id)
        once.settle(transaction, key, section_id)


def _require_writer(store: Store, viewer: Viewer, owner_id: int, plan: Plan) -> None:
    """Refuse an owner who may own nothing of the plan, or may not see it."""
    if owner_id != viewer.reach.me:
        require_owner(store, viewer, owner_id, plan)
    if not any(actor.user_id == owner_id for actor in who_could_see(store, plan)):
        raise InvalidInput({"owner_id": message(N_("Please choose somebody who may see this plan."))})


def _give(transaction: Transaction, actor: Actor, plan: Plan, title: str, owner_id: int) -> None:
    """Tell somebody that a section is theirs to write; of a draft, that lets them see the plan."""
    touch_plan(transaction, plan.plan_id)
    if owner_id != actor.user_id:
        text = message(
            N_("{name} asks you to write the section “{section}” of the plan “{plan}”."),
            name=actor.name, section=title, plan=plan.name,
        )  # fmt: skip
        lead(transaction, owner_id, "section_given", text, replace(plan, writers=(*plan.writers, owner_id)))


def _tell_changed(transaction: Transaction, actor: Actor, plan: Plan, section: Section) -> None:
    """Tell those who had agreed to the text before that there is another."""
    for one in section.agreed:
        if one.user_id != actor.user_id:
            text = message(
                N_("{name} changed “{section}” of the plan “{plan}”, to which you had agreed."),
                name=actor.name, section=section.title, plan=plan.name,
            )  # fmt: skip
            lead(transaction, one.user_id, "section_changed", text, plan)


def lead(transaction: Transaction, user_id: int, kind: str, text: Message, plan: Plan, *, tab: str = TAB) -> None:
    """Leave a notice that leads to a tab of the plan, its written text if not said; nobody is told of a plan that they may not see."""
    if any(actor.user_id == user_id and may_see_plan(viewer_of(actor), plan) for actor in who_sees(transaction, plan)):
        messages.notify(transaction, user_id, kind, text, PAGE, {"id": plan.plan_id, "tab": tab})


def move_section(store: Store, actor: Actor, section_id: int, *, is_up: bool, key: str) -> None:
    """Let a section change places with the one above it, or below it; at the end nothing happens.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        AlreadyDone: the same click was taken before.
    """
    viewer = writer(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan, _section = section_to_write(store, viewer, section_id, as_whole=True)
        order = [one.section_id for one in repository.find_sections(transaction, plan.plan_id)]
        at = order.index(section_id)
        other = at - 1 if is_up else at + 1
        if not 0 <= other < len(order):
            return
        order[at], order[other] = order[other], order[at]
        repository.put_places(transaction, order, clock.now())
        told = audit.Change("move", "plan_section", section_id, {"place": at + 1}, {"place": other + 1})
        audit.record(transaction, actor, told)


def remove_section(store: Store, actor: Actor, section_id: int, *, version: int, key: str) -> None:
    """Remove a section with its versions; what was said of it stays as said of the plan.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same click was taken before.
    """
    viewer = writer(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan, before = section_to_write(store, viewer, section_id, as_whole=True)
        was = _told(SectionDraft(before.title, before.content), before.owner_id, before.number)
        touch_plan(transaction, plan.plan_id)
        if not repository.remove(transaction, section_id, version):
            raise StaleWrite("plan_section", section_id, {}, was | {"version": before.version})
        kept = {**was, "section_text": before.content}  # the trail keeps what the room keeps no more
        audit.record(transaction, actor, audit.Change("remove", "plan_section", section_id, kept, None))


def _told(draft: SectionDraft, owner_id: int, number: int) -> dict[str, object]:
    """Return a section as the trail keeps it: the texts themselves stand in their versions."""
    return {
        "section_title": draft.title,
        "letters_written": len(draft.content),
        "text_number": number,
        "owner_id": owner_id,
    }
