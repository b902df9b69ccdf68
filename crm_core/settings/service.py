"""Reading and changing the company's choices."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from weakref import WeakKeyDictionary

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.errors import N_, InvalidInput, StaleWrite, message
from crm_core.settings.model import Settings, parse_settings
from crm_core.store import Store, Transaction, statement

_kept: WeakKeyDictionary[Store, tuple[tuple[int, ...], Settings, int]] = WeakKeyDictionary()
_lock = threading.Lock()


def _load(store: Store) -> tuple[Settings, int]:
    versions = store.versions(("setting",))
    with _lock:
        kept = _kept.get(store)
    if kept is not None and kept[0] == versions:
        return kept[1], kept[2]
    rows = store.rows(statement("settings", "all_settings"))
    given = {row["name"]: json.loads(row["value"]) for row in rows}
    known = {name: text for name, text in given.items() if name in Settings.__dataclass_fields__}
    settings, version = parse_settings(known, Settings()), sum(row["version"] for row in rows)
    with _lock:
        _kept[store] = (versions, settings, version)
    return settings, version


def current(store: Store) -> Settings:
    """Return the choices that hold now."""
    return _load(store)[0]


def current_version(store: Store) -> int:
    """Return the version that a form hands back with its changes."""
    return _load(store)[1]


def is_currency_locked(store: Store) -> bool:
    """Return whether the currency is settled, since there are purchases in it."""
    return bool(store.value(statement("settings", "any_purchase")))


def change_settings(store: Store, actor: Actor, given: Mapping[str, str], version: int) -> Settings:
    """Store the ``given`` choices (texts by name) and return all that hold now.

    Raises:
        NotPermitted: the role may not.
        InvalidInput: with a message a field.
        StaleWrite: somebody changed them since ``version``.
    """
    actor.require(Permission.SETTING_EDIT)
    with store.transaction() as transaction:
        before, stored_version = _load(store)
        after = parse_settings(given, before)
        if version != stored_version:
            theirs = {**before.as_text(), "version": stored_version}
            raise StaleWrite("setting", None, after.as_text(), theirs)
        if after.currency != before.currency and is_currency_locked(store):
            raise InvalidInput({"currency": message(N_("A store keeps one currency, and it holds purchases already."))})
        write_settings(transaction, actor, before, after)
    return after


def write_settings(transaction: Transaction, actor: Actor, before: Settings, after: Settings) -> None:
    """Store what differs between two sets of choices, with one entry in the trail."""
    old, new = before.as_text(), after.as_text()
    differs = {name for name in new if getattr(before, name) != getattr(after, name)}  # 1 is no other ratio than 1.0
    changed = {name: text for name, text in new.items() if name in differs}
    for name, text in changed.items():
        transaction.execute(statement("settings", "put_setting"), [name, json.dumps(text), clock.now(), actor.user_id])
    if changed:
        kept = {name: old[name] for name in changed}
        audit.record(transaction, actor, audit.Change("change", "setting", None, kept, changed))
