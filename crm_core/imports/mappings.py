"""What the columns of files mean, kept after an import and offered for the next one: per team, or for the company.

A team uses its own mappings and the company's and changes its own; who imports for all has the company's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission, Reach, Scope
from crm_core.errors import N_, InvalidInput, NotFound, StaleWrite, UnusableFile, message
from crm_core.exchange.dates import DayOrder
from crm_core.exchange.scripts import name_key
from crm_core.exchange.table import ReadOptions
from crm_core.imports.mapping_model import (
    NAME_LIMIT,
    Decisions,
    Offer,
    SavedMapping,
    best_offer,
    has_headers,
    suggested_name,
)
from crm_core.imports.model import ImportKind, UpdateRule
from crm_core.store import Store, Transaction, once, statement
from crm_core.store.reads import reads
from crm_core.texts import clean_line

_READING = ("encoding", "delimiter", "header_row", "sheet", "keep_footer")


@dataclass(frozen=True, slots=True)
class MappingsRequest:
    """Which mappings to list: the company's and those within reach."""

    reach: Reach


@dataclass(frozen=True, slots=True)
class UsedMapping:
    """What an import was made with: to be kept."""

    kind: ImportKind
    file_name: str
    headers: tuple[str, ...]
    mapping: Mapping[str, str]
    reading: ReadOptions
    decisions: Decisions


@reads("import_mapping", "app_user", "team")
def saved_mappings(store: Store, request: MappingsRequest) -> tuple[SavedMapping, ...]:
    """Return the mappings that somebody with this reach may use: the team's own first, the last used first."""
    given = request.reach.positional()[:2]
    return tuple(_saved(row) for row in store.rows(statement("imports", "mappings"), given))


def may_change(actor: Actor, saved: SavedMapping) -> bool:
    """Return whether the mapping is the actor's to rename and remove: the own team's, at scope all each."""
    reach = actor.require(Permission.IMPORT_RUN)
    return reach.scope is Scope.ALL or (saved.team_id is not None and saved.team_id in reach.teams)


def offer_for(store: Store, actor: Actor, kind: ImportKind, headers: Sequence[str]) -> Offer | None:
    """Return the kept mapping that fits a file's columns best, None where none does."""
    return best_offer(_usable(store, actor), kind, headers)


def mapping_by_id(store: Store, actor: Actor, mapping_id: int) -> SavedMapping:
    """Return a mapping that the actor may use.

    Raises:
        NotFound: there is none within reach.
    """
    for saved in _usable(store, actor):
        if saved.mapping_id == mapping_id:
            return saved
    raise NotFound("import_mapping", mapping_id)


def mapping_named(store: Store, actor: Actor, kind: ImportKind, name: str) -> SavedMapping:
    """Return the mapping of a kind that is called ``name``, the team's own before the company's.

    Raises:
        UnusableFile: there is none of that name; the message names those that there are.
    """
    known = [saved for saved in _usable(store, actor) if saved.kind is kind]
    for saved in known:
        if name_key(saved.name) == name_key(name):
            return saved
    raise UnusableFile(
        message(
            N_("There is no saved mapping {name}. Those for this kind of file: {names}"),
            name=name,
            names=", ".join(saved.name for saved in known) or "–",
        )
    )


def keep_mapping(store: Store, actor: Actor, used: UsedMapping) -> int:
    """Keep what an import was made with, and return the mapping's id.

    Where the actor may change one for the same columns, that one is brought up to date; where the company's says the same
    already, it is used.
    """
    reach = actor.require(Permission.IMPORT_RUN)
    team_id = None if reach.scope is Scope.ALL else actor.team_id
    with store.transaction() as transaction:
        usable = [saved for saved in _usable(store, actor) if saved.kind is used.kind]
        fitting = [saved for saved in usable if has_headers(saved, used.headers)]
        same = next((saved for saved in fitting if _content(saved) == _content(used)), None)
        own = next((saved for saved in fitting if saved.team_id == team_id), None)
        if same is not None and (own is None or own is same):
            transaction.execute(statement("imports", "use_mapping"), [same.mapping_id, clock.now()])
            return same.mapping_id
        if own is not None:
            given = [own.mapping_id, *_as_json(used), clock.now()]
            transaction.execute(statement("imports", "change_mapping"), given)
            _record(transaction, actor, "change", own.mapping_id, own.name)
            return own.mapping_id
        name = suggested_name(used.file_name, (saved.name for saved in usable))
        given = [used.kind.value, name, name_key(name), team_id, *_as_json(used), clock.now(), actor.user_id]
        mapping_id = int(transaction.rows(statement("imports", "add_mapping"), given)[0]["mapping_id"])
        _record(transaction, actor, "add", mapping_id, name)
    return mapping_id


def rename_mapping(store: Store, actor: Actor, mapping_id: int, name: str, *, version: int, key: str) -> None:
    """Give a mapping another name.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to change.
        InvalidInput: there is no name, it is too long, or another mapping for this kind of file is called so.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was sent before.
    """
    wanted = clean_line(name)
    if not wanted:
        raise InvalidInput({"name": message(N_("A mapping needs a name."))})
    if len(wanted) > NAME_LIMIT:
        raise InvalidInput({"name": message(N_("At most {count} characters, please."), count=NAME_LIMIT)})
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        saved = _to_change(store, actor, mapping_id)
        others = [each for each in _usable(store, actor) if each.kind is saved.kind and each.team_id == saved.team_id]
        if any(name_key(each.name) == name_key(wanted) and each.mapping_id != mapping_id for each in others):
            raise InvalidInput({"name": message(N_("Another mapping is called so already."))})
        given = [mapping_id, version, wanted, name_key(wanted), clock.now()]
        if not transaction.rows(statement("imports", "rename_mapping"), given):
            raise StaleWrite(
                "import_mapping", mapping_id, {"name": wanted}, {"name": saved.name, "version": saved.version}
            )
        change = audit.Change("edit", "import_mapping", mapping_id, {"name": saved.name}, {"name": wanted})
        audit.record(transaction, actor, change)
        once.settle(transaction, key, mapping_id)


def remove_mapping(store: Store, actor: Actor, mapping_id: int, *, version: int, key: str) -> None:
    """Forget a mapping; imports that were made with it stay as they are.

    Raises:
        NotPermitted, NotFound: the role may not; it is not the actor's to change.
        StaleWrite: it was changed since ``version``.
        AlreadyDone: the same form was sent before.
    """
    with store.transaction() as transaction:
        once.claim(transaction, actor.user_id, key)
        saved = _to_change(store, actor, mapping_id)
        if not transaction.rows(statement("imports", "remove_mapping"), [mapping_id, version]):
            raise StaleWrite("import_mapping", mapping_id, {}, {"name": saved.name, "version": saved.version})
        audit.record(
            transaction, actor, audit.Change("remove", "import_mapping", mapping_id, {"name": saved.name}, None)
        )
        once.settle(transaction, key, mapping_id)


def _usable(store: Store, actor: Actor) -> tuple[SavedMapping, ...]:
    return saved_mappings(store, MappingsRequest(actor.require(Permission.IMPORT_RUN)))


def _to_change(store: Store, actor: Actor, mapping_id: int) -> SavedMapping:
    saved = mapping_by_id(store, actor, mapping_id)
    if not may_change(actor, saved):
        raise NotFound("import_mapping", mapping_id)
    return saved


def _content(one: SavedMapping | UsedMapping) -> tuple[object, ...]:
    meant = {name_key(column): field for column, field in one.mapping.items()}
    return meant, _reading_facts(one.reading), one.decisions


def _reading_facts(reading: ReadOptions) -> dict[str, Any]:
    return {name: getattr(reading, name) for name in _READING}


def _as_json(used: UsedMapping) -> list[str]:
    decisions = {
        "order": used.decisions.order.value,
        "update": used.decisions.update.value,
        "create_customers": used.decisions.create_customers,
    }
    facts = (list(used.headers), dict(used.mapping), _reading_facts(used.reading), decisions)
    return [json.dumps(each, ensure_ascii=False) for each in facts]


def _saved(row: Mapping[str, Any]) -> SavedMapping:
    decisions = json.loads(row["decisions"])
    return SavedMapping(
        mapping_id=row["mapping_id"],
        kind=ImportKind(row["kind"]),
        name=row["name"],
        team_id=row["team_id"],
        team=row["team"],
        headers=tuple(json.loads(row["headers"])),
        mapping=json.loads(row["mapping"]),
        reading=ReadOptions(**json.loads(row["reading"])),
        decisions=Decisions(
            DayOrder(decisions["order"]), UpdateRule(decisions["update"]), bool(decisions["create_customers"])
        ),
        version=row["version"],
        created_at=row["created_at"],
        made_by=row["made_by"] or ("console" if row["created_by"] < 1 else ""),
        used_at=row["used_at"],
    )


def _record(transaction: Transaction, actor: Actor, action: str, mapping_id: int, name: str) -> None:
    audit.record(transaction, actor, audit.Change(action, "import_mapping", mapping_id, None, {"name": name}))
