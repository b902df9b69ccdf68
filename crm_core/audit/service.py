"""Reading the trail, for administrators: filtered, in parts, as a file; and proving that nobody has mended it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_core.access.model import CONSOLE, NOBODY, SCHEDULER, Actor, Permission, Reach
from crm_core.access.policy import COLUMNS, EXPORTS
from crm_core.audit.model import (
    EXPORT_LIMIT,
    Choices,
    EntriesWanted,
    Entry,
    EntryList,
    FieldChange,
    Verdict,
    field_changes,
)
from crm_core.audit.trail import Change, record, verify
from crm_core.errors import N_, Refused, message
from crm_core.settings import service as settings
from crm_core.store import Composer, Row, Store, statement
from crm_core.store.reads import reads

_PART = 5000
_FILTERS = {
    "actor_id": "and e.actor_id = $actor_id",
    "action": "and e.action = $action",
    "entity": "and e.entity = $entity",
    "entity_id": "and e.entity_id = $entity_id",
    "since": "and e.happened_at >= $since",
    "until": "and e.happened_at < $until",
}
_JOIN = {"filters": " "}
_LIST = Composer(statement("audit", "entries"), {"filters": _FILTERS}, _JOIN)
_COUNT = Composer(statement("audit", "entry_count"), {"filters": _FILTERS}, _JOIN)
# Whatever a table calls sensitive is masked in every entry: a field may be named in another record's entry too.
_SENSITIVE = frozenset(name for columns in COLUMNS.values() for name, rule in columns.items() if rule.is_masked)
_PEOPLE, _TEAMS = ("owner_id", "deputy_id", "user_id", "updated_by", "created_by"), ("team_id",)


@reads("audit_entry", "audit_value", "setting", "app_user", "team")
def entries(store: Store, wanted: EntriesWanted) -> EntryList:
    """Return a part of the entries that fit, the latest first; ``reach`` is that of ``AUDIT_READ``."""
    chosen, values = _chosen(store, wanted)
    total = int(store.value(_COUNT.compose(filters=chosen), values))
    given = {**values, "count": wanted.count, "first": wanted.first}
    rows = store.rows(_LIST.compose(filters=chosen), given)
    names = _names(store)
    return EntryList(tuple(_entry(row, names) for row in rows), total)


@reads("audit_entry", "app_user")
def choices(store: Store, reach: Reach) -> Choices:
    """Return all users and the program's own hands, and the actions and kinds of records that stand in the trail.

    ``reach`` is that of ``AUDIT_READ``.
    """
    people = {int(row["user_id"]): row["display_name"] for row in store.rows(statement("audit", "user_names"))}
    kinds = store.rows(statement("audit", "kinds"))
    return Choices(
        {**people, **{hand.user_id: hand.name for hand in (CONSOLE, SCHEDULER, NOBODY)}},
        tuple(sorted({row["action"] for row in kinds})),
        tuple(sorted({row["entity"] for row in kinds})),
    )


def verify_trail(store: Store, actor: Actor) -> Verdict:
    """Walk the whole chain and compare its end with what the process committed last.

    Raises:
        NotPermitted: the role may not.
    """
    actor.require(Permission.AUDIT_READ)
    broken_at = verify(store)
    return Verdict(int(store.value(_COUNT.compose(filters=()), {})), broken_at)


def exported(store: Store, actor: Actor, wanted: EntriesWanted) -> Iterator[Entry]:
    """Note the export in the trail, then return the entries that fit, the latest first, values masked.

    Raises:
        NotPermitted: the role may not.
        Refused: more entries fit than one file takes.
    """
    reach = actor.require(EXPORTS["audit_trail"])
    asked = replace(wanted, reach=reach, first=0, count=_PART)
    total = entries(store, replace(asked, count=1)).total_count
    if total > EXPORT_LIMIT:
        text = N_("{count} entries are too many for one file. Narrow the period or the filters.")
        raise Refused(message(text, count=total))
    latest = store.head.seq
    filters = {name: str(getattr(wanted, name)) for name in _FILTERS if getattr(wanted, name) is not None}
    with store.transaction() as transaction:
        record(transaction, actor, Change("export", "audit_entry", None, None, {**filters, "count": total}))
    return _all(store, asked, latest)


def _all(store: Store, asked: EntriesWanted, latest: int) -> Iterator[Entry]:
    first = 0
    while True:
        found = entries(store, replace(asked, first=first)).entries
        yield from (entry for entry in found if entry.seq <= latest)
        first += len(found)
        if len(found) < asked.count:
            return


def _chosen(store: Store, wanted: EntriesWanted) -> tuple[tuple[str, ...], dict[str, object]]:
    zone = settings.current(store).zone
    values: dict[str, object] = {
        "actor_id": wanted.actor_id,
        "action": wanted.action,
        "entity": wanted.entity,
        "entity_id": wanted.entity_id,
        "since": _midnight(wanted.since, zone),
        "until": _midnight(wanted.until + timedelta(days=1), zone) if wanted.until else None,
    }
    given = {name: value for name, value in values.items() if value is not None}
    return tuple(given), given


def _midnight(day: date | None, zone: str) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, ZoneInfo(zone))


def _names(store: Store) -> Mapping[str, Mapping[str, str]]:
    """Return the names by id, for each field and each kind of record that holds an id."""
    people = {str(row["user_id"]): row["display_name"] for row in store.rows(statement("audit", "user_names"))}
    teams = {str(row["team_id"]): row["name"] for row in store.rows(statement("audit", "team_names"))}
    return {**dict.fromkeys((*_PEOPLE, "app_user", "session"), people), **dict.fromkeys((*_TEAMS, "team"), teams)}


def _entry(row: Row, names: Mapping[str, Mapping[str, str]]) -> Entry:
    content = row.pop("content")
    fields = field_changes(row["action"], content, _SENSITIVE)
    name = names.get(row["entity"], {}).get(str(row["entity_id"]))
    return Entry(
        **row, record_name=name, fields=None if fields is None else tuple(_named(change, names) for change in fields)
    )


def _named(change: FieldChange, names: Mapping[str, Mapping[str, str]]) -> FieldChange:
    """Return the change with the names of people and teams in place of their ids."""
    known = names.get(change.name)
    if known is None:
        return change
    before = None if change.before is None else known.get(change.before, change.before)
    after = None if change.after is None else known.get(change.after, change.after)
    return replace(change, before=before, after=after)
