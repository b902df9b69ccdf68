"""Taking an import back: what would be removed, put back, or has to stay; then all of it in one transaction.

What is judged without the lock is written under it only while the tables are as they were; else it is judged again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc

from crm_core import audit, clock
from crm_core.access.model import Actor, Reach, Scope
from crm_core.customers.contacts.intake import TakingBackContacts
from crm_core.customers.taking_back import TakingBackCustomers
from crm_core.errors import N_, AlreadyDone, NotFound, Refused, message
from crm_core.imports import repository
from crm_core.imports.contract import Outdated
from crm_core.imports.model import PastImport
from crm_core.imports.service import ATTEMPTS, may_import
from crm_core.imports.taking_back import TakingBack
from crm_core.interactions.intake import TakingBackFollowUps, TakingBackInteractions
from crm_core.messages import service as messages
from crm_core.purchases.taking_back import TakingBackLines, TakingBackProducts
from crm_core.store import Store, StoreBusy, Transaction, once
from crm_core.surveys.taking_back import TakingBackAnswers

KEPT_FOR = timedelta(days=90)
SHOWN_STAYING = 200
# In the order in which they are taken back: what hangs on others first.
SIDES: tuple[TakingBack, ...] = (
    TakingBackAnswers(),
    TakingBackLines(),
    TakingBackFollowUps(),
    TakingBackInteractions(),
    TakingBackContacts(),
    TakingBackProducts(),
    TakingBackCustomers(),
)
_TABLES = tuple(dict.fromkeys(["import_change", "import_memory", *(name for side in SIDES for name in side.tables)]))

ENTITY_LABELS: Mapping[str, str] = {
    "purchase": N_("Purchase lines"),
    "product": N_("Products"),
    "customer": N_("Customers"),
    "contact": N_("Contacts"),
    "interaction": N_("Interactions"),
    "follow_up": N_("Follow-ups"),
    "survey_answer": N_("Survey answers"),
}
REASONS: Mapping[str, str] = {
    "answers": N_("Survey answers belong to it."),
    "base_gone": N_("The customer or product that it belonged to before is gone."),
    "changed": N_("It was changed after the import."),
    "collaborators": N_("Colleagues work along on it, or asked to."),
    "contacts": N_("It has contacts that were entered later."),
    "follow_ups": N_("It has follow-ups."),
    "gone": N_("It is gone already."),
    "interactions": N_("It has later interactions."),
    "purchases": N_("It has other purchases."),
    "weighed": N_("Its survey was weighed anew after the import."),
    "taken": N_("Another customer has its former phone number or credit code by now."),
}


@dataclass(frozen=True, slots=True)
class UndoCounts:
    """How many records are removed, put back to what they were, and stay as they are."""

    removed: int
    restored: int
    kept: int


@dataclass(frozen=True, slots=True)
class Staying:
    """One record that cannot be taken back, and why (an English source text); '' for a name that is not to be told."""

    entity: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What taking an import back would do, by kind of record. ``staying`` names the first of those that stay."""

    past: PastImport
    by_entity: Mapping[str, UndoCounts]
    staying: tuple[Staying, ...]
    judged: Mapping[str, pa.Table]
    versions: tuple[int, ...]

    @property
    def counts(self) -> UndoCounts:
        """All kinds together."""
        each = self.by_entity.values()
        return UndoCounts(sum(c.removed for c in each), sum(c.restored for c in each), sum(c.kept for c in each))


def may_undo(actor: Actor, past: PastImport) -> bool:
    """Return whether to offer it: written within 90 days, not taken back yet, and the actor's team's (all: anybody's)."""
    reach = may_import(actor)
    is_theirs = reach.scope is Scope.ALL or (past.team_id is not None and past.team_id in reach.teams)
    return is_theirs and past.is_remembered and past.undone_at is None and clock.now() - past.finished_at <= KEPT_FOR


def undo_plan(store: Store, actor: Actor, import_id: int) -> UndoPlan:
    """Return what taking an import back would do; nothing is written.

    Raises:
        NotPermitted: the role may not import.
        NotFound: there is no such import within reach.
        Refused: it was taken back already, is too old, or another team's.
    """
    reach = may_import(actor)
    past = repository.past_import(store, reach, import_id)
    if past is None:
        raise NotFound("import", import_id)
    _refuse_unfit(reach, past)
    versions = store.versions(_TABLES)
    judged: dict[str, pa.Table] = {}
    leaving: dict[str, pa.Table] = {}
    for side in SIDES:
        changes = repository.changes_of(store, import_id, side.entity)
        if not changes.num_rows:
            continue
        judged[side.entity] = side.judge(store, reach, changes, leaving)
        leaving[f"leaving_{side.entity}"] = _taken(judged[side.entity]).select(["record_id"])
    return UndoPlan(
        past, {name: _counted(each) for name, each in judged.items()}, tuple(_staying(judged)), judged, versions
    )


def _refuse_unfit(reach: Reach, past: PastImport) -> None:
    if past.undone_at is not None:
        raise Refused(message(N_("This import was taken back already.")))
    if not past.is_remembered or clock.now() - past.finished_at > KEPT_FOR:
        raise Refused(
            message(N_("This import can no longer be taken back: that goes for {days} days."), days=KEPT_FOR.days)
        )
    if reach.scope is not Scope.ALL and past.team_id not in reach.teams:
        raise Refused(message(N_("This import belongs to another team. Ask an administrator to take it back.")))


def undo_import(store: Store, actor: Actor, import_id: int, key: str) -> UndoCounts:
    """Take an import back as far as that goes, in one transaction, and return what was done. The same ``key`` does it once.

    Raises:
        NotPermitted: the role may not import.
        NotFound: there is no such import within reach.
        Refused: it was taken back already, is too old, or another team's.
        AlreadyDone: the same form was sent before.
        StoreBusy: others changed what was judged, again and again; nothing was written.
    """
    once.refuse_again(store, key)
    for attempt in range(1, ATTEMPTS + 1):
        plan = undo_plan(store, actor, import_id)
        try:
            with store.transaction() as transaction:
                once.claim(transaction, actor.user_id, key)
                if store.versions(_TABLES) != plan.versions:
                    if attempt < ATTEMPTS:
                        raise Outdated
                    plan = undo_plan(store, actor, import_id)
                _take_back(transaction, actor, plan)
                _note(transaction, actor, plan)
                once.settle(transaction, key, import_id)
        except Outdated:
            continue
        return plan.counts
    raise StoreBusy


def _take_back(transaction: Transaction, actor: Actor, plan: UndoPlan) -> None:
    for side in SIDES:
        if side.entity not in plan.judged:
            continue
        taken = _taken(plan.judged[side.entity])
        if taken.num_rows:
            side.undo(transaction, actor, taken)
            repository.mend_changes(transaction, side.entity, plan.past.import_id, taken)
    repository.forget_changes(transaction, plan.past.import_id)


def _note(transaction: Transaction, actor: Actor, plan: UndoPlan) -> None:
    """Note it in the history and in the trail, and tell who had imported it."""
    past, counts = plan.past, plan.counts
    done = counts.removed, counts.restored, counts.kept
    if not repository.take_back(transaction, past.import_id, actor.user_id, done):
        raise AlreadyDone(past.import_id)
    after = {
        "kind": past.kind.value, "file": past.file_name, "removed": counts.removed, "restored": counts.restored,
        "kept": counts.kept,
    }  # fmt: skip
    change = audit.Change("take_back", "import_batch", past.import_id, None, after)
    audit.record_batch(transaction, actor, change, counts.removed + counts.restored)
    if past.user_id > 0 and past.user_id != actor.user_id:
        said = message(N_("{name} took your import {file} back."), name=actor.name, file=past.file_name)
        page, query = "exchange/imports.py", {"id": past.import_id}
        messages.notify(transaction, past.user_id, "import_taken_back", said, page, query)


def _taken(judged: pa.Table) -> pa.Table:
    return judged.filter(pc.is_null(judged["reason"]))


def _counted(judged: pa.Table) -> UndoCounts:
    taken = _taken(judged)
    removed = int(pc.sum(taken["is_added"]).as_py() or 0)
    return UndoCounts(removed, taken.num_rows - removed, judged.num_rows - taken.num_rows)


def _staying(judged: Mapping[str, pa.Table]) -> list[Staying]:
    found: list[Staying] = []
    for entity, table in judged.items():
        kept = table.filter(pc.is_valid(table["reason"])).slice(0, SHOWN_STAYING - len(found))
        pairs = zip(kept["name"].to_pylist(), kept["reason"].to_pylist(), strict=True)
        found += [Staying(entity, name or "", REASONS[reason]) for name, reason in pairs]
    return found


def forget_old(store: Store) -> int:
    """Forget what imports did more than 90 days ago, with the people's data in it; return how many imports that were."""
    return repository.forget_old(store, clock.now() - KEPT_FOR)
