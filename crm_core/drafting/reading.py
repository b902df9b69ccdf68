"""Reading a document: into a new plan, or into one that is there. Its sections and the targets found in it come along."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from crm_core import audit, clock
from crm_core.access.model import Actor
from crm_core.drafting.document import LIMITS, Asked, read_document
from crm_core.drafting.making import make_plan
from crm_core.drafting.outline import Outline, OutlineSection, OutlineStage
from crm_core.errors import N_, InvalidInput, message
from crm_core.exchange.limited import run_limited
from crm_core.exchange.uploads import kept_upload
from crm_core.plans.editing import editor, plan_to_edit, today_of
from crm_core.plans.service import OnePlan
from crm_core.sections.model import MOST_SECTIONS, SectionDraft
from crm_core.sections.service import sections_of
from crm_core.sections.writing import put_section
from crm_core.store import Store, Transaction, once, statement
from crm_core.texts import clean_line

ROOM = "drafting"
_FILE_NAME_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read, not kept anywhere yet. ``damage`` counts what was left out or looks broken."""

    file_name: str
    kind: str
    sections: tuple[tuple[str, str], ...]
    proposals: tuple[Mapping[str, Any], ...]
    damage: Mapping[str, int]


def look_into(store: Store, actor: Actor, source: bytes | IO[bytes], file_name: str, *, opening: str) -> Document:
    """Return what a document holds, read in a limited child process; nothing is kept.

    ``opening`` is what its text before the first heading is called.

    Raises:
        NotPermitted: the role makes no plans.
        UnusableFile: it cannot be read; the message says what to do.
    """
    editor(actor)
    with kept_upload(source) as path:
        found = run_limited(read_document, Asked(str(path), today_of(store), opening), limits=LIMITS).facts
    name = clean_line(Path(file_name.replace("\\", "/")).name)[:_FILE_NAME_LIMIT]
    sections = tuple((str(title), str(content)) for title, content in found["sections"])
    return Document(name, found["kind"], sections, tuple(found["proposals"]), dict(found["damage"]))


def make_plan_of_document(
    store: Store, actor: Actor, document: Document, given: Mapping[str, object], *, key: str, stage: str
) -> int:
    """Make a plan of a document and return its id: its sections, one ``stage`` for all of its days, and the proposals, open.

    Raises:
        NotPermitted: the role may not.
        InvalidInput: with a message a field.
        AlreadyDone: the same form was saved before.
    """
    sections = tuple(OutlineSection(title, content) for title, content in document.sections)
    outline = Outline("", "", 2, sections=sections, stages=(OutlineStage(stage, 0, 1),))
    with store.transaction() as transaction:
        plan_id = make_plan(store, actor, outline, given, key=key)
        _note_reading(transaction, actor, plan_id, document, document.proposals)
    return plan_id


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many sections and proposals a document brought into a plan."""

    sections: int
    proposals: int


def read_into_plan(
    store: Store, actor: Actor, plan_id: int, document: Document, places: Collection[int], *, key: str
) -> TakenIn:
    """Add the sections of a document at ``places`` (from 0) at the end of a plan, and what it states as open proposals.

    A sentence that was proposed for this plan before, by this document or another, is not proposed again.

    Raises:
        NotPermitted, NotFound: the role may not; the plan is not the actor's to edit.
        InvalidInput: at ``sections``: the plan would have too many.
        AlreadyDone: the same form was saved before.
    """
    viewer = editor(actor)
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        plan = plan_to_edit(store, viewer, plan_id)
        chosen = [section for place, section in enumerate(document.sections) if place in places]
        if len(sections_of(store, OnePlan(viewer, plan_id))) + len(chosen) > MOST_SECTIONS:
            refusal = message(N_("A plan has at most {count} sections."), count=MOST_SECTIONS)
            raise InvalidInput({"sections": refusal})
        for title, content in chosen:
            put_section(store, transaction, actor, viewer, plan, SectionDraft(title, content))
        known = {row["sentence"] for row in transaction.rows(statement(ROOM, "proposals"), [plan_id, None])}
        fresh = [one for one in document.proposals if one["sentence"] not in known]
        _note_reading(transaction, actor, plan_id, document, fresh)
        once.settle(transaction, key, plan_id)
    return TakenIn(len(chosen), len(fresh))


def _note_reading(
    transaction: Transaction, actor: Actor, plan_id: int, document: Document, proposals: Collection[Mapping[str, Any]]
) -> None:
    """Keep that a document was read into a plan, and what of it is proposed."""
    told = [plan_id, document.file_name, json.dumps(dict(document.damage)), actor.user_id, clock.now()]
    reading_id = transaction.rows(statement(ROOM, "add_reading"), told)[0]["reading_id"]
    for one in proposals:
        transaction.execute(statement(ROOM, "add_proposal"), [plan_id, reading_id, *_row(one)])
    after = {"file": document.file_name, "count": len(proposals)}
    audit.record(transaction, actor, audit.Change("read", "plan", plan_id, None, after))


def _row(told: Mapping[str, Any]) -> list[object]:
    by = None if told["by"] is None else date.fromisoformat(told["by"])
    baseline = None if told["baseline"] is None else Decimal(told["baseline"])
    texts = [told["sentence"], told["section"], told["metric_id"], told["measure"], told["name"]]
    return [*texts, told["direction"], told["amount"], Decimal(told["value"]), told["unit"], by, baseline]
