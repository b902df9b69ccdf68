"""Own templates: a plan's outline kept under a name, for everybody who makes plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Scope
from crm_core.drafting.making import outline_of_plan
from crm_core.drafting.outline import Outline, as_json, from_json
from crm_core.errors import NotFound
from crm_core.plans.drafts import LINE_LIMIT, NAME_LIMIT, Reader
from crm_core.plans.editing import editor
from crm_core.plans.reach import Viewer
from crm_core.store import Store, once, statement
from crm_core.store.reads import reads

ROOM = "drafting"


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A kept outline and who keeps it."""

    template_id: int
    name: str
    about: str
    outline: Outline
    made_by: int
    made_by_name: str | None
    made_at: datetime
    version: int


@reads("plan_template", "app_user")
def own_templates(store: Store, viewer: Viewer) -> tuple[OwnTemplate, ...]:
    """Return the kept templates, the latest first, to whoever makes plans; nothing to others."""
    if viewer.edit is None:
        return ()
    rows = store.rows(statement(ROOM, "templates"))
    return tuple(OwnTemplate(**{**row, "outline": from_json(row["outline"])}) for row in rows)


def keep_template(store: Store, actor: Actor, plan_id: int, given: Mapping[str, object], *, key: str) -> int:
    """Keep a plan's outline under a ``name`` with what it is ``about``, and return the template's id.

    Who owns what is not kept, nor figures that the actor may not see.

    Raises:
        NotPermitted, NotFound: the role makes no plans; the plan is not the actor's to see.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    editor(actor)
    reader = Reader(given)
    name, about = reader.line("name", NAME_LIMIT, is_required=True), reader.line("about", LINE_LIMIT)
    reader.check()
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        outline = replace(outline_of_plan(store, actor, plan_id), name=name)
        told = [name, about, as_json(outline), actor.user_id, clock.now()]
        template_id = int(transaction.rows(statement(ROOM, "add_template"), told)[0]["template_id"])
        after = {"name": name, "plan_id": plan_id}
        audit.record(transaction, actor, audit.Change("add", "plan_template", template_id, None, after))
        once.settle(transaction, key, template_id)
    return template_id


def remove_template(store: Store, actor: Actor, template_id: int, *, key: str) -> None:
    """Remove a kept template: one's own, or (by who edits all plans) any.

    Raises:
        NotPermitted, NotFound: the role makes no plans; there is no such template, or it is not the actor's to remove.
        AlreadyDone: the same click was taken before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        found = next((one for one in own_templates(store, viewer) if one.template_id == template_id), None)
        is_all = actor.require(Permission.PLAN_EDIT).scope is Scope.ALL
        if found is None or not (is_all or found.made_by == actor.user_id):
            raise NotFound("plan_template", template_id)
        transaction.rows(statement(ROOM, "remove_template"), [template_id])
        before = {"name": found.name}
        audit.record(transaction, actor, audit.Change("remove", "plan_template", template_id, before, None))
