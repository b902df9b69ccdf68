"""What an administrator, the console or the scheduler does with the store as a whole.

A restore ends all sessions, tells everybody, and leaves an entry in the trail of the restored store; all of it is written
into the copy before it takes the store's place, so that no crash can leave one without the other.
"""

from __future__ import annotations

import re
import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from crm_core import audit, clock
from crm_core.access.model import Actor, Permission
from crm_core.access.sessions import end_all_sessions
from crm_core.attachments.keeping import missing_documents
from crm_core.errors import N_, message
from crm_core.messages import service as messages
from crm_core.privacy.erasure.replay import catch_up, replay, write_anew
from crm_core.settings import service as settings
from crm_core.settings.model import Settings
from crm_core.store import NewerStore, Store, StoreDamaged, documents, once, statement
from crm_core.store.backup import Backup, backup, keep_remains, take_place, work_copy
from crm_core.store.check import Finding, check, unreadable
from crm_core.store.reads import reads

# Two clicks are two threads: the second would back up and replace what the first has just put there.
_one_at_a_time = threading.Lock()
_STAMP = re.compile(r"-\d{8}-\d{6}\.duckdb$")
_NIGHTLY = re.compile(r"crm-\d{8}-\d{6}\.duckdb")


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup that lies in the folder of backups. ``is_nightly``: made by the clock, and removed by it in time."""

    path: Path
    size: int
    made_at: datetime
    is_nightly: bool

    @property
    def origin(self) -> str:
        """What it was made for, as its name begins: ``crm`` (each night), ``by-hand``, ``before-restore``, ``damaged``."""
        return _STAMP.sub("", self.path.name)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the copy of the former store, None where there was none; the last entry of the restored one."""

    former: Path | None
    entry: int


def backup_folder(store_path: Path) -> Path:
    """Return the store's own folder of backups beside it: stores in one folder neither show nor sweep each other's."""
    return store_path.absolute().parent / "backups" / store_path.stem


def backups(store: Store, actor: Actor) -> list[BackupFile]:
    """Return the backups beside the store, newest first.

    Raises:
        NotPermitted: the role may not.
    """
    actor.require(Permission.SYSTEM_READ)
    return list_backups(store.path)


def list_backups(store_path: Path) -> list[BackupFile]:
    """Return the backups beside the store at ``store_path``, newest first."""
    found = []
    for place in backup_folder(store_path).glob("*.duckdb"):
        if not place.name.startswith("."):
            state = place.stat()
            made_at = datetime.fromtimestamp(state.st_mtime, ZoneInfo("UTC"))
            found.append(BackupFile(place, state.st_size, made_at, bool(_NIGHTLY.fullmatch(place.name))))
    return sorted(found, key=lambda file: (file.made_at, file.path.name), reverse=True)


def stamped_backup(store_path: Path, zone: str, kind: str) -> Path:
    """Return the name of a backup made now: ``<kind>-20260318-103000.duckdb`` in the company's zone."""
    stamp = clock.now().astimezone(ZoneInfo(zone)).strftime("%Y%m%d-%H%M%S")
    return backup_folder(store_path) / f"{kind}-{stamp}.duckdb"


def make_backup(store: Store, actor: Actor, to: Path | None = None) -> Backup:
    """Write a backup while everybody works, to a stamped file beside the store unless told; return what was written.

    Raises:
        NotPermitted: the role may not.
        UnusableFile: the file would destroy something else.
        StoreError: it could not be written, or was not whole and was thrown away.
    """
    actor.require(Permission.BACKUP_RUN)
    done = backup(store, to or stamped_backup(store.path, settings.current(store).zone, "by-hand"))
    with store.transaction() as transaction:
        after = {"file": done.path.name, "size": done.size, "entry": done.head.seq}
        audit.record(transaction, actor, audit.Change("back_up", "store", None, None, after))
    return done


@dataclass(frozen=True, slots=True)
class NightlyBackup:
    """What the clock wrote, and how many old backups it removed."""

    backup: Backup
    removed: int


def make_nightly_backup(store: Store, actor: Actor) -> NightlyBackup:
    """Write the backup of the night and remove the oldest ones beyond the number that the company keeps.

    Raises:
        NotPermitted: the role may not.
        StoreError: it could not be written; nothing was removed.
    """
    done = make_backup(store, actor, stamped_backup(store.path, settings.current(store).zone, "crm"))
    return NightlyBackup(done, remove_old_backups(store, settings.current(store).backups_kept))


def remove_old_backups(store: Store, keep: int) -> int:
    """Remove the backups that the clock made but for the ``keep`` newest; return how many went."""
    nightly = [file for file in list_backups(store.path) if file.is_nightly]
    for file in nightly[keep:]:
        file.path.unlink(missing_ok=True)
        documents.remove_documents(file.path)
    return len(nightly[keep:])


def restore(store: Store, actor: Actor, source: Path, *, key: str | None = None) -> Restored:
    """Put the backup ``source`` in the place of the open ``store``; the store as it was is backed up first.

    Everybody is signed out and finds a notice of it. An older backup is brought up to date; the file itself is not changed.
    ``key`` is a form's: it goes into the restored store, so that a second click finds it there and restores nothing.

    Raises:
        NotPermitted: the role may not.
        AlreadyDone: the form was sent twice.
        UnusableFile, NotAStore, NewerStore, StoreDamaged: the backup cannot be used; nothing has changed.
    """
    actor.require(Permission.RESTORE_RUN)
    with _one_at_a_time:
        return _restore(store, actor, source, key)


def _restore(store: Store, actor: Actor, source: Path, key: str | None) -> Restored:
    if key is not None:
        once.refuse_again(store, key)
    zone = settings.current(store).zone
    with work_copy(source, store.path) as fresh:
        entry, erased = _prepare(fresh, actor, source.name, store.path, key)
        former = backup(store, stamped_backup(store.path, zone, "before-restore"))
        documents.share(source, store.path)  # before: what the restored rows name is there when they are
        store.replace_file(fresh)
        documents.share(source, store.path)  # again: a clean-up between the two took them for left over
        documents.discard(store.path, erased)
        catch_up(store, actor)  # whoever was erased while the copy was made ready
    return Restored(former.path, entry)


def restore_closed(path: Path, actor: Actor, source: Path) -> Restored:
    """Put the backup ``source`` in the place of the store at ``path`` that no program has open, whole, damaged or missing.

    What lies there is kept beside the backups first, readable or not.

    Raises:
        StoreInUse: a program has it open.
        UnusableFile, NotAStore, NewerStore, StoreDamaged: the backup cannot be used; nothing has changed.
    """
    actor.require(Permission.RESTORE_RUN)
    store = _opened(path)
    if store is not None:
        with closing(store):
            return restore(store, actor, source)
    with work_copy(source, path) as fresh:
        entry, erased = _prepare(fresh, actor, source.name, path)
        former = stamped_backup(path, Settings().zone, "damaged") if path.exists() else None
        if former is not None:
            keep_remains(path, former)
        documents.share(source, path)
        documents.discard(path, erased)
        take_place(fresh, path)
    with closing(Store.open(path)):  # it opens, and has its mark
        return Restored(former, entry)


def _opened(path: Path) -> Store | None:
    """Return the open store; None where there is none, or only a restore helps."""
    if not path.exists():
        return None
    try:
        return Store.open(path)
    except (StoreDamaged, NewerStore):
        return None


def _prepare(fresh: Path, actor: Actor, name: str, target: Path, key: str | None = None) -> tuple[int, tuple[str, ...]]:
    """Prove that the copy ``fresh`` of the backup ``name`` is whole, bring it up to date, end its sessions, tell and note it.

    Whom the ledger beside ``target`` names as erased is erased again. Return the number of the last entry, and the documents
    that belonged to those who were erased.
    """
    with closing(Store.open(fresh)) as copy:
        damage = [finding.text for finding in unreadable(copy)]
        if damage or audit.verify(copy) is not None:
            raise StoreDamaged(name)
        ends_at = _time_of(copy.value(statement("system", "last_entry")), settings.current(copy).zone)
        said = message(
            N_(
                "A backup was restored; its last entry is of {moment}. Please enter once more what was done after that."
            ),
            moment=ends_at,
        )
        erased = replay(copy, actor, target)
        with copy.transaction() as transaction:
            if key is not None:
                once.claim(transaction, actor.user_id, key)
            end_all_sessions(transaction, "restored")
            messages.notify_everybody(transaction, "restored", said)
            audit.record(transaction, actor, audit.Change("restore", "store", None, None, {"file": name}))
        if not write_anew(copy):
            raise StoreDamaged(name)
        return copy.head.seq, erased


def _time_of(instant: datetime | None, zone: str) -> str:
    return "–" if instant is None else instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


@reads("audit_entry")
def last_restore(store: Store) -> datetime | None:
    """Return when a backup last took the store's place; None where none did. For anybody, also before the sign-in."""
    found: datetime | None = store.value(statement("system", "last_restore"))
    return found


def is_used(store: Store) -> bool:
    """Return whether the store holds anybody or anything: a user, a customer, a purchase."""
    return bool(store.value(statement("system", "anything")))


def check_store(store: Store, actor: Actor) -> list[Finding]:
    """Read the whole store and return what does not fit together; nothing where all is well.

    Raises:
        NotPermitted: the role may not.
    """
    actor.require(Permission.SYSTEM_READ)
    findings = [*check(store), *missing_documents(store)]
    broken = audit.verify(store)
    if broken is not None:
        text = message(N_("The audit trail was changed from outside: entry {number} does not fit."), number=broken)
        findings.append(Finding("audit", text, 1))
    return findings
